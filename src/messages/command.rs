//! What the page asks of a worker.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::data::PlaneChoice;
use crate::json;
use crate::landscape::Directions;
use crate::nn::OptimizerConfig;

/// A command and the number of the run that it is for, 0 where that is left out.
#[derive(Clone, Debug, PartialEq)]
pub struct Request {
    pub run: u32,
    pub command: Command,
}

/// `configure` begins a run; what else is for one is refused where there is none.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(remote = "Self", rename_all = "snake_case", rename_all_fields = "camelCase", deny_unknown_fields)]
#[cfg_attr(
    test,
    derive(ts_rs::TS),
    ts(tag = "type", rename_all = "snake_case", rename_all_fields = "camelCase")
)]
pub enum Command {
    /// Takes an experiment. `fresh` starts over; otherwise the core decides what is hot, and a rebuilt network keeps the
    /// weights that still fit.
    Configure {
        #[cfg_attr(test, ts(type = "Experiment"))]
        experiment: Value,
        fresh: bool,
    },
    /// Forgets a run.
    Close,
    /// Starts over.
    Reset,
    /// Goes on after a planned stop.
    Resume,
    /// Back to the last state that was stored before the run diverged.
    Rewind,
    /// Trains until `steps` batches or `budget_millis` are used up, and paints `view`; 0 steps only paint.
    Advance {
        budget_millis: f64,
        steps: f64,
        view: View,
    },
    SetParameter {
        index: usize,
        value: f32,
    },
    /// Outputs of the first head for examples of the first input, [example][value].
    Predict {
        inputs: Vec<Vec<f32>>,
    },
    Fingerprint,
    /// Chooses what the boundary of a table shows; the pictures of later snapshots are of this plane.
    ShowPlane {
        plane: PlaneChoice,
    },
    /// Single examples with all that is known of them.
    Examples {
        set: Set,
        indices: Vec<u32>,
    },
    /// What one output says of the first examples of a set.
    Outputs {
        set: Set,
        head: usize,
        most: usize,
    },
    /// What a layer makes of the first examples of a set.
    Codes {
        set: Set,
        layer: String,
        most: usize,
    },
    /// Answers for one example as a person states it: for an input made of columns a value for each column, in its own unit
    /// or as the number of its category; for another (image, tokens, window) its values as they are.
    Ask {
        inputs: Vec<Vec<f64>>,
    },
    /// What every layer makes of one example, stated as for `ask`.
    Activations {
        inputs: Vec<Vec<f64>>,
    },
    /// What in an example, stated as for `ask`, mattered for a unit of an output; squares of `side` are blanked.
    Attribution {
        inputs: Vec<Vec<f64>>,
        head: usize,
        unit: usize,
        side: usize,
    },
    /// Which values dropouts let through for the first example of the last batch.
    DropoutMasks {
        layers: Vec<String>,
    },
    ReadSentence {
        text: String,
    },
    Forecast {
        steps: usize,
    },
    /// Runs only what comes after `layer`, from these values of it.
    Decode {
        layer: String,
        values: Vec<f32>,
    },
    /// The minima of a race's surface, the lowest first.
    Minima {
        #[cfg_attr(test, ts(type = "Race"))]
        race: Value,
    },
    /// Begins a map of where the starts of a contestant lead, in place of what was being explored.
    Basin {
        #[cfg_attr(test, ts(type = "Race"))]
        race: Value,
        contestant: usize,
        size: usize,
        steps: u32,
    },
    /// Begins the loss over a plane of the run's weights as they are now. The rivals start from the first weights of the
    /// same seed and see the same batches, `steps` of them.
    Landscape {
        directions: Directions,
        size: usize,
        rivals: Vec<OptimizerConfig>,
        steps: u32,
    },
    /// Goes on with what is being explored.
    Explore {
        budget_millis: f64,
    },
    /// Gives up what is being explored.
    Cancel,
    /// Panics, so that the tests see what the page makes of it.
    Panic,
}

engine::tagged!(Command, "type");

/// What the pictures should show. `resolution` is the side of the plane in pixels.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct View {
    pub resolution: usize,
    pub units_per_layer: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub enum Set {
    Train,
    Test,
}

impl Request {
    /// Reads `{ run, type, .. }`. Fails where a field of the command is missing, unknown or of another type.
    pub fn read(given: Value) -> Result<Self, json::DeserializeError> {
        let Value::Object(mut fields) = given else {
            return Err(json::DeserializeError::expected("an object", &given));
        };
        let run = fields
            .remove("run")
            .map_or(Ok(0), |run| json::read(&run).map_err(|error| error.within("run")))?;
        Ok(Self { run, command: json::read(&Value::Object(fields))? })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_command_is_for_a_run() {
        let given = json!({"run": 3, "type": "examples", "set": "test", "indices": [0, 7]});
        let command = Command::Examples { set: Set::Test, indices: vec![0, 7] };
        assert_eq!(Request::read(given), Ok(Request { run: 3, command }));
        let command = Command::Advance {
            budget_millis: 14.0,
            steps: 1e12,
            view: View { resolution: 100, units_per_layer: 32 },
        };
        let view = json!({"resolution": 100, "unitsPerLayer": 32});
        let given = json!({"type": "advance", "budgetMillis": 14, "steps": 1e12, "view": view});
        assert_eq!(Request::read(given), Ok(Request { run: 0, command }));
    }

    #[test]
    fn a_wrong_command_names_what_is_wrong() {
        for (given, part) in [
            (json!({"run": -1, "type": "reset"}), "run: "),
            (json!({"type": "examples", "set": "all", "indices": []}), "set: "),
            (json!({"type": "predict", "inputs": [[1, "x"]]}), "inputs[0][1]: "),
            (json!({"type": "fly"}), "unknown type"),
            (json!({"type": "reset", "hard": true}), "hard"),
            (json!([]), "expected an object"),
        ] {
            let said = Request::read(given.clone()).unwrap_err().to_string();
            assert!(said.contains(part), "{given}: {said}");
        }
    }
}
