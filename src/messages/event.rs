//! The answers of a worker. Every command is answered by one event.

use serde::Serialize;

use super::{
    Attribution, Basin, Built, Codes, Doubles, DropoutMask, ExampleDetail, Finite, Floats, Landscape,
    LayerValues, Outputs, PlanePoints, Reading, Refusal, Snapshot,
};
use crate::run::Moment;
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
    /// The journal as JSON; null if it was so long that its beginning is forgotten.
    Journal {
        journal: Option<String>,
    },
    /// All weights, and after them the slots of the optimizer, one after the other.
    Moment {
        moment: Moment,
        numbers: Floats<'a>,
    },
    /// Null if there is no such plane.
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
    /// One list per output; numbers are in their own unit.
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
    /// Null if the data are not sentences.
    Reading {
        reading: Option<Reading<'a>>,
    },
    /// The answer takes longer than a moment: `continue` goes on with it.
    Unfinished {
        question: u32,
    },
    /// Empty if the data are not a series.
    Forecast {
        values: Doubles<'a>,
    },
    /// Empty if the first output also depends on other layers.
    Decoded {
        values: Floats<'a>,
    },
    Minima {
        minima: Vec<Minimum>,
    },
    Basin(Basin<'a>),
    Landscape(Landscape<'a>),
    /// The command has no result.
    Done,
    /// The command has an error, and nothing was changed.
    Invalid(Refusal),
    /// There is no such run.
    NoRun {
        message: String,
    },
}
