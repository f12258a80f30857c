//! The commands of the page to a worker.

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

use crate::data::Split;
use crate::json::DeserializeError;
#[cfg(test)]
use crate::{data::PlaneChoice, landscape::Directions, nn::OptimizerConfig, run::Journal};

/// A command and the number of its run, 0 if missing.
#[derive(Clone, Debug, PartialEq)]
pub struct Request {
    pub run: u32,
    pub command: Command,
}

/// `configure` starts a run; other commands for a run fail if there is none. Configs are read by the one who executes
/// the command, since their errors name the field.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "snake_case", rename_all_fields = "camelCase", deny_unknown_fields)]
#[cfg_attr(
    test,
    derive(ts_rs::TS),
    ts(tag = "type", rename_all = "snake_case", rename_all_fields = "camelCase")
)]
pub enum Command {
    /// Sets the experiment. `fresh` starts over. Otherwise the core decides what can change during the run, and a
    /// rebuilt network keeps the weights that still fit. `reverts` undoes or redoes a change that did so: what it threw
    /// away comes back if nothing was trained since.
    Configure {
        #[cfg_attr(test, ts(type = "Experiment"))]
        experiment: Value,
        fresh: bool,
        #[serde(default)]
        #[cfg_attr(test, ts(optional, as = "Option<bool>"))]
        reverts: bool,
    },
    /// Starts a run that nobody watches, in place of the one there may be. It trains for so many epochs and no longer, is
    /// evaluated a few times on its way, and `needs` are computed at its end. Answered as `advance` is, which goes on with it.
    Try {
        #[cfg_attr(test, ts(type = "Experiment"))]
        experiment: Value,
        epochs: u64,
        budget_millis: f64,
        needs: Needs,
    },
    /// Drops the run.
    Close,
    /// Starts over.
    Reset,
    /// Continues after a planned stop.
    Resume,
    /// Goes back to the last checkpoint before the run diverged.
    Rewind,
    /// Goes to a step that the run has reached; what came later stays until something is edited. With `into` a new run
    /// of that number goes there, with the past of this one and no future.
    Seek {
        step: u64,
        #[serde(default)]
        #[cfg_attr(test, ts(optional))]
        into: Option<u32>,
    },
    /// The journal of the run.
    Journal,
    /// Puts the run of a journal in place of the one there is. It goes to `step`, as `seek` does, also where that is after
    /// the last edit.
    Follow {
        #[cfg_attr(test, ts(as = "Journal"))]
        journal: Value,
        step: u64,
    },
    /// Trains until `steps` batches are done or `budget_millis` are used up, and computes of `needs` what is not there
    /// yet. With 0 steps it does only that.
    Advance {
        budget_millis: f64,
        steps: f64,
        needs: Needs,
    },
    SetParameter {
        index: usize,
        value: f64,
    },
    /// Sets all weights, by the bits of each.
    SetParameters {
        bits: Vec<u32>,
    },
    /// Outputs of the first head for examples of the first input, `[example][value]`.
    Predict {
        inputs: Vec<Vec<f64>>,
    },
    Fingerprint,
    /// What the next step starts from.
    Moment,
    /// Chooses the plane of a table. The pictures of later snapshots show it.
    ShowPlane {
        #[cfg_attr(test, ts(as = "PlaneChoice"))]
        plane: Value,
    },
    /// Individual examples with everything known about them.
    Examples {
        set: Split,
        indices: Vec<u32>,
    },
    /// The outputs of one head for the first examples of a set.
    Outputs {
        set: Split,
        head: usize,
        most: usize,
    },
    /// The values of a layer for the first examples of a set.
    Codes {
        set: Split,
        layer: String,
        most: usize,
    },
    /// Outputs for one example typed by the user. For an input made of columns it has a value per column, in its own
    /// unit or as the number of a category; for others (image, tokens, window) the values themselves.
    Ask {
        inputs: Vec<Vec<f64>>,
    },
    /// The values of every layer for one example, given as for `ask`.
    Activations {
        inputs: Vec<Vec<f64>>,
    },
    /// The attribution of an output unit to the inputs of one example, given as for `ask`. For occlusion, squares of
    /// `side` are blanked.
    Attribution {
        inputs: Vec<Vec<f64>>,
        head: usize,
        unit: usize,
        side: usize,
    },
    /// Which values dropout layers kept for the first example of the last batch.
    DropoutMasks {
        layers: Vec<String>,
    },
    ReadSentence {
        text: String,
    },
    /// Goes on with a question that is unfinished.
    Continue {
        question: u32,
    },
    Forecast {
        steps: usize,
    },
    /// Runs only the layers after `layer`, from these values of it.
    Decode {
        layer: String,
        values: Vec<f64>,
    },
    /// The minima of the surface of a race, the lowest first.
    Minima {
        #[cfg_attr(test, ts(type = "Race"))]
        race: Value,
    },
    /// Starts a map of the minima that a contestant reaches from every start, in place of the current exploration.
    Basin {
        #[cfg_attr(test, ts(type = "Race"))]
        race: Value,
        contestant: usize,
        size: usize,
        steps: u32,
    },
    /// Starts to compute the loss over a plane around the current weights of the run. The rivals start from the same
    /// initial weights and take `steps` of the same batches.
    Landscape {
        #[cfg_attr(test, ts(as = "Directions"))]
        directions: Value,
        size: usize,
        #[cfg_attr(test, ts(as = "Vec<OptimizerConfig>"))]
        rivals: Value,
        steps: u32,
    },
    /// Continues the current exploration.
    Explore {
        budget_millis: f64,
    },
    /// Cancels the current exploration.
    Cancel,
    /// Panics, for tests of how the page handles it.
    Panic,
}

/// What is wanted of a run besides its training: nothing else is computed or sent. Each may be left out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Deserialize)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Needs {
    /// The pictures of the units over the plane.
    #[cfg_attr(test, ts(optional))]
    pub pictures: Option<View>,
    /// Losses, metrics, mistakes and the confusion matrix over all examples.
    #[cfg_attr(test, ts(optional, as = "Option<bool>"))]
    pub evaluation: bool,
    #[cfg_attr(test, ts(optional, as = "Option<bool>"))]
    pub weights: bool,
    /// The curves.
    #[cfg_attr(test, ts(optional, as = "Option<bool>"))]
    pub history: bool,
}

/// What the pictures should show. `resolution` is the side of the plane in pixels.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct View {
    pub resolution: usize,
    pub units_per_layer: usize,
}

impl Request {
    /// Reads `{ run, type, .. }`. Fails if a field of the command is missing, unknown or of another type.
    pub fn read(given: Value) -> Result<Self, DeserializeError> {
        let Value::Object(mut fields) = given else {
            return Err(DeserializeError::expected("an object", &given));
        };
        let run = fields.remove("run").unwrap_or(0.into());
        let wrong = |error: serde_json::Error| DeserializeError::new(error.to_string()).within("run");
        let run = u32::deserialize(run).map_err(wrong)?;
        Ok(Self { run, command: tagged(fields)? })
    }
}

/// Reads a command `{ type, .. }`.
pub(super) fn tagged<T: DeserializeOwned>(mut fields: Map<String, Value>) -> Result<T, DeserializeError> {
    let kind = fields.remove("type").unwrap_or_default();
    // Serde's derived code reads an enum as a name or as an object with one field.
    let variant = match &kind {
        Value::String(name) if !fields.is_empty() => json!({ name: fields }),
        _ => kind.clone(),
    };
    let within = |error: serde_json::Error| {
        DeserializeError::new(error.to_string()).within(kind.as_str().unwrap_or("type"))
    };
    T::deserialize(&variant).map_err(within)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_for_a_run() {
        let given = json!({"run": 3, "type": "examples", "set": "test", "indices": [0, 7]});
        let command = Command::Examples { set: Split::Test, indices: vec![0, 7] };
        assert_eq!(Request::read(given), Ok(Request { run: 3, command }));
        let command = Command::Advance {
            budget_millis: 14.0,
            steps: 1e12,
            needs: Needs {
                pictures: Some(View { resolution: 100, units_per_layer: 32 }),
                weights: true,
                ..Needs::default()
            },
        };
        let needs = json!({"pictures": {"resolution": 100, "unitsPerLayer": 32}, "weights": true});
        let given = json!({"type": "advance", "budgetMillis": 14, "steps": 1e12, "needs": needs});
        assert_eq!(Request::read(given), Ok(Request { run: 0, command }));
    }

    #[test]
    fn a_wrong_command_names_what_is_wrong() {
        for (given, part) in [
            (json!({"run": -1, "type": "reset"}), "run: "),
            (json!({"type": "examples", "set": "all", "indices": []}), "examples: unknown variant `all`"),
            (json!({"type": "predict", "inputs": [[1, "x"]]}), "predict: invalid type: string"),
            (json!({"type": "predict"}), "predict: "),
            (json!({"type": "fly"}), "fly: unknown variant"),
            (
                json!({"type": "advance", "budgetMillis": 1, "steps": 1, "needs": {"picture": 1}}),
                "unknown field `picture`",
            ),
            (json!({"type": "reset", "hard": true}), "reset: "),
            (json!({"hard": true}), "type: "),
            (json!([]), "expected an object"),
        ] {
            let message = Request::read(given.clone()).unwrap_err().to_string();
            assert!(message.contains(part), "{given}: {message}");
        }
    }
}
