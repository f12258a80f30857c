//! What a worker answers. Every command is answered by one event.

use serde::Serialize;

use super::{
    Attribution, Basin, Built, Codes, Doubles, DropoutMask, ExampleDetail, Finite, Floats, Landscape,
    LayerValues, Outputs, PlanePoints, Reading, Refusal, Snapshot,
};
use crate::surface::Minimum;

#[derive(Debug, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub enum Event<'a> {
    Built(Built<'a>),
    Snapshot {
        snapshot: Snapshot<'a>,
    },
    /// [example][unit]
    Prediction {
        outputs: Vec<Vec<Finite>>,
    },
    Fingerprint {
        fingerprint: String,
    },
    /// Null where there is no such plane.
    Plane {
        points: Option<PlanePoints<'a>>,
    },
    Examples {
        examples: Vec<ExampleDetail<'a>>,
    },
    Outputs {
        outputs: Outputs<'a>,
    },
    Codes {
        codes: Codes<'a>,
    },
    /// One list for every output; numbers are in their own unit.
    Answer {
        heads: Vec<Doubles<'a>>,
    },
    Activations {
        layers: Vec<LayerValues<'a>>,
    },
    Attribution {
        attribution: Attribution<'a>,
    },
    Masks {
        masks: Vec<DropoutMask<'a>>,
    },
    /// Null where the data are no sentences.
    Reading {
        reading: Option<Reading<'a>>,
    },
    /// Empty where the data are no series.
    Forecast {
        values: Doubles<'a>,
    },
    /// Empty where the first output needs more than that layer.
    Decoded {
        values: Floats<'a>,
    },
    Minima {
        minima: Vec<Minimum>,
    },
    Basin(Basin<'a>),
    Landscape(Landscape<'a>),
    /// There is nothing to tell.
    Done,
    /// What the command gives is wrong; nothing was changed.
    FieldError(Refusal),
    /// There is no such run.
    NoRun {
        message: String,
    },
}
