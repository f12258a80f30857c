//! The messages between the page and the desk: what is asked for now and then, about an experiment and its weights.

use serde::Deserialize;
use serde::Serialize;
use serde_json::Value;

use super::command::tagged;
use super::{Bytes, Finite, Floats, Health, RaceSweep, Refusal, Trace};
use crate::experiment::Experiment;
use crate::field_error::FieldError;
use crate::goals::{Comparison, Facts, Goal, Quantity};
use crate::import::{OnnxProblem, TensorProblem};
use crate::inspect::Chosen;
use crate::json::DeserializeError;
use crate::nn::{Loss, NetworkConfig};
use crate::race::SweepAxis;
use crate::run::Moment;

/// A command and the experiment it is about. Weights and curves come beside it.
#[derive(Clone, Debug, PartialEq)]
pub struct DeskRequest {
    pub experiment: Value,
    pub command: DeskCommand,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "snake_case", rename_all_fields = "camelCase", deny_unknown_fields)]
#[cfg_attr(
    test,
    derive(ts_rs::TS),
    ts(tag = "type", rename_all = "snake_case", rename_all_fields = "camelCase")
)]
pub enum DeskCommand {
    /// A file to take along.
    Export {
        kind: ExportKind,
        /// Where it is from, for files that say so.
        #[cfg_attr(test, ts(optional))]
        link: Option<String>,
        /// What stands between the cells of a notebook.
        #[cfg_attr(test, ts(optional))]
        texts: Option<NotebookTexts>,
    },
    /// Reads a file of weights, which comes beside, for the network of the experiment.
    ReadWeights,
    /// Reads an ONNX file, which comes beside, as a network for the data of the experiment.
    ReadOnnx,
    /// The network and its training as code, and the model summary.
    Code,
    /// Reads goals, and checks them where facts of the run are given. With weights dead units are counted.
    Goals {
        goals: String,
        #[serde(default)]
        #[cfg_attr(test, ts(optional))]
        facts: Option<Facts>,
    },
    /// Follows a journal to a step in a run of its own, and checks goals there. What takes long is answered in parts.
    Replay {
        #[cfg_attr(test, ts(type = "unknown"))]
        journal: Value,
        step: u64,
        goals: String,
    },
    /// Goes on with the replay that is unfinished.
    GoOn,
    /// Takes the next step of a run apart. After the weights come the slots of the optimizer; without them it is at its start.
    Trace {
        moment: Moment,
        example: Chosen,
        /// The weight whose update is written out.
        weight: Option<usize>,
    },
    /// How the layers are doing, and what is wrong. The weights are as for `Trace`; the curves go along.
    Health { moment: Moment },
    /// The pre-activations of a layer over the training set.
    PreActivations { layer: String },
    /// A loss of one unit over its outputs from `low` to `high`, for one target.
    LossCurve { loss: Loss, target: f32, low: f32, high: f32 },
    /// What becomes of one contestant of a race under every pair of two settings. It is about no experiment.
    RaceSweep {
        #[cfg_attr(test, ts(type = "unknown"))]
        race: Value,
        contestant: usize,
        across: SweepAxis,
        up: SweepAxis,
    },
    /// Panics, for tests of how the page handles it.
    Panic,
}

/// What stands in a notebook before each cell of code, as Markdown.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct NotebookTexts {
    pub title: String,
    pub data: String,
    pub network: String,
    pub training: String,
    pub weights: String,
    pub check: String,
}

impl NotebookTexts {
    pub fn in_order(&self) -> [&str; 6] {
        let Self { title, data, network, training, weights, check } = self;
        [title, data, network, training, weights, check]
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub enum ExportKind {
    /// Python code of Keras 3.
    Keras,
    /// Python code of PyTorch.
    Pytorch,
    /// A notebook in Keras.
    Notebook,
    /// The network as a graph of operators.
    Onnx,
    /// The weights.
    Safetensors,
    /// The weights as NumPy arrays.
    Npz,
    /// The examples as the network gets them, as NumPy arrays.
    Data,
    /// The same as a table.
    DataCsv,
    /// The curves as a table.
    Csv,
}

/// Every command is answered by one.
#[derive(Debug, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub enum DeskEvent<'a> {
    File {
        name: &'a str,
        bytes: Bytes<'a>,
    },
    /// All weights of the network, as the file has them.
    Weights {
        weights: Floats<'a>,
    },
    /// What of a file does not fit: nothing of it is used.
    Unfit {
        problems: Vec<TensorProblem>,
    },
    /// The network of an ONNX file with its weights, and the link that the file has to Descent. Inputs have a shape where it is not
    /// that of the data.
    Onnx {
        network: NetworkConfig,
        weights: Floats<'a>,
        inputs: Vec<End>,
        outputs: Vec<End>,
        link: Option<String>,
    },
    /// Why there is no such network.
    NoNetwork {
        problems: Vec<OnnxProblem>,
    },
    Code {
        keras: String,
        pytorch: String,
        summary: String,
    },
    Goals {
        goals: Vec<GoalState>,
    },
    /// `step` is where the run is: where training has stopped earlier, it never comes to the one asked for. Weights that
    /// were set by hand on the way are counted.
    Replayed {
        step: u64,
        epoch: f64,
        fingerprint: String,
        set_by_hand: usize,
        goals: Vec<GoalState>,
    },
    /// The replay has come to this step.
    Unfinished {
        step: u64,
    },
    /// Null if there is no such example or weight.
    Trace {
        trace: Option<Box<Trace<'a>>>,
    },
    Health {
        health: Box<Health<'a>>,
    },
    /// Empty where the layer has none.
    PreActivations {
        z: Floats<'a>,
    },
    LossCurve {
        values: Floats<'a>,
        /// The derivatives with respect to the output.
        slopes: Floats<'a>,
    },
    /// The outcomes of races, `[up][across]`.
    RaceSweep(RaceSweep<'a>),
    /// The command or its experiment has an error.
    Invalid(Refusal),
}

/// What goes into a network or comes out of it, without the batch.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct End {
    pub name: String,
    pub shape: Vec<usize>,
}

/// A goal, and how far a run is: the value is null where it is not known or the experiment has none.
#[derive(Clone, Copy, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct GoalState {
    pub quantity: Quantity,
    pub comparison: Comparison,
    pub target: f64,
    pub value: Finite,
    pub reached: bool,
}

impl GoalState {
    pub fn of(goal: &Goal, facts: Option<&Facts>, experiment: &Experiment) -> Self {
        let (value, reached) = facts.map_or((None, false), |facts| goal.check(facts, experiment));
        let &Goal { quantity, comparison, target } = goal;
        Self { quantity, comparison, target, value: value.unwrap_or(f64::NAN).into(), reached }
    }
}

impl DeskRequest {
    /// Reads `{ experiment, type, .. }`. Fails if a field of the command is missing, unknown or of another type.
    pub fn read(given: Value) -> Result<Self, DeserializeError> {
        let Value::Object(mut fields) = given else {
            return Err(DeserializeError::expected("an object", &given));
        };
        let experiment = fields.remove("experiment").unwrap_or_default();
        Ok(Self { experiment, command: tagged(fields)? })
    }
}

impl From<Vec<FieldError>> for DeskEvent<'_> {
    fn from(errors: Vec<FieldError>) -> Self {
        Self::Invalid(errors.into())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_command_is_about_an_experiment() {
        let given = json!({"experiment": {"seed": 3}, "type": "export", "kind": "safetensors"});
        let command = DeskCommand::Export { kind: ExportKind::Safetensors, link: None, texts: None };
        assert_eq!(DeskRequest::read(given), Ok(DeskRequest { experiment: json!({"seed": 3}), command }));
    }

    #[test]
    fn a_wrong_command_names_what_is_wrong() {
        for (given, part) in [
            (json!({"type": "export", "kind": "stone"}), "export: unknown variant `stone`"),
            (json!({"type": "fly"}), "fly: unknown variant"),
            (json!({"type": "export"}), "export: "),
            (json!(3), "expected an object"),
        ] {
            let message = DeskRequest::read(given.clone()).unwrap_err().to_string();
            assert!(message.contains(part), "{given}: {message}");
        }
    }
}
