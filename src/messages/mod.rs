//! The messages between page and core: [`Command`] and [`Event`] between the page and a worker, [`DeskCommand`] and
//! [`DeskEvent`] between the page and the desk, and the answers of the page's own instance. The page's types are generated from these.
//!
//! Many numbers are sent as typed arrays ([`Floats`] and others). A number that may not be finite is [`Finite`],
//! which is null in that case.

mod built;
mod command;
mod desk;
mod event;
mod examples;
mod health;
mod numbers;
mod race;
mod snapshot;
mod trace;

pub use built::Built;
pub use command::{Command, Needs, Request, View};
pub use desk::{DeskCommand, DeskEvent, DeskRequest, End, ExportKind, GoalState, NotebookTexts};
pub use event::Event;
pub use examples::{
    Attribution, Codes, DropoutMask, ExampleDetail, LayerValues, Outputs, PlanePoints, Reading, arrays,
};
pub use health::Health;
pub use numbers::{Bytes, Counts, Doubles, Finite, Floats, Shorts};
pub use race::{Basin, CheckedFormula, Formula, Grid, Landscape, RaceSweep, Slope, SurfaceInfo};
pub use snapshot::{Metrics, Pictures, Snapshot, SnapshotParts};
pub use trace::Trace;

use serde::Serialize;

use crate::field_error::FieldError;

/// The exception for a config with errors.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Refusal {
    pub message: String,
    pub errors: Vec<FieldError>,
}

impl From<Vec<FieldError>> for Refusal {
    fn from(errors: Vec<FieldError>) -> Self {
        let message = errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ");
        Self { message, errors }
    }
}
