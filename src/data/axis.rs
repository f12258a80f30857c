//! The axes that a page shows: coordinates and targets.

use std::borrow::Cow;

use serde::Serialize;

use super::label::Label;

/// A coordinate or target: name, unit and range.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Axis {
    pub label: Label,
    pub unit: Cow<'static, str>,
    pub low: f64,
    pub high: f64,
    /// Whether its numbers are days since 1970-01-01.
    pub is_date: bool,
}

impl Axis {
    pub(super) fn new(
        label: impl Into<Label>,
        unit: impl Into<Cow<'static, str>>,
        low: f64,
        high: f64,
    ) -> Self {
        Self { label: label.into(), unit: unit.into(), low, high, is_date: false }
    }
}
