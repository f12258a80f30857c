//! What the page and the core tell each other: [`Command`] and [`Event`] between the page and a worker, and what the page's
//! own instance answers. The page's types are generated from these.
//!
//! Many numbers cross as typed arrays ([`Floats`] and its like). A number that may not be finite is [`Finite`], and null
//! where it is not.

mod built;
mod command;
mod event;
mod examples;
mod numbers;
mod race;
mod snapshot;

pub use built::Built;
pub use command::{Command, Request, Set, View};
pub use event::Event;
pub use examples::{
    Attribution, Codes, DropoutMask, ExampleDetail, LayerValues, Outputs, PlanePoints, Reading, arrays,
};
pub use numbers::{Bytes, Counts, Doubles, Finite, Floats, Shorts};
pub use race::{Basin, CheckedFormula, Formula, Grid, Landscape, Slope, SurfaceInfo};
pub use snapshot::{Figures, Pictures, Snapshot};

use serde::Serialize;

use crate::field_error::FieldError;

/// What is thrown for a config that is wrong.
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
