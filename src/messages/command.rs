//! What the page asks of a worker.

use serde::Deserialize;
use serde_json::{Value, json};

use crate::json::DeserializeError;
#[cfg(test)]
use crate::{data::PlaneChoice, landscape::Directions, nn::OptimizerConfig};

/// A command and the number of the run that it is for, 0 where that is left out.
#[derive(Clone, Debug, PartialEq)]
pub struct Request {
    pub run: u32,
    pub command: Command,
}

/// `configure` begins a run; what else is for one is refused where there is none. Configs are read by whoever carries the
/// command out, since their errors name the field.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "snake_case", rename_all_fields = "camelCase", deny_unknown_fields)]
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
        value: f64,
    },
    /// Outputs of the first head for examples of the first input, [example][value].
    Predict {
        inputs: Vec<Vec<f64>>,
    },
    Fingerprint,
    /// Chooses what the boundary of a table shows; the pictures of later snapshots are of this plane.
    ShowPlane {
        #[cfg_attr(test, ts(as = "PlaneChoice"))]
        plane: Value,
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
        values: Vec<f64>,
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
        #[cfg_attr(test, ts(as = "Directions"))]
        directions: Value,
        size: usize,
        #[cfg_attr(test, ts(as = "Vec<OptimizerConfig>"))]
        rivals: Value,
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

/// What the pictures should show. `resolution` is the side of the plane in pixels.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct View {
    pub resolution: usize,
    pub units_per_layer: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub enum Set {
    Train,
    Test,
}

impl Request {
    /// Reads `{ run, type, .. }`. Fails where a field of the command is missing, unknown or of another type.
    pub fn read(given: Value) -> Result<Self, DeserializeError> {
        let Value::Object(mut fields) = given else {
            return Err(DeserializeError::expected("an object", &given));
        };
        let run = fields.remove("run").unwrap_or(0.into());
        let kind = fields.remove("type").unwrap_or_default();
        // As serde's derived code reads an enum: by its name alone, or as an object of one field.
        let variant = match &kind {
            Value::String(name) if !fields.is_empty() => json!({ name: fields }),
            _ => kind.clone(),
        };
        let wrong = |error: serde_json::Error| DeserializeError::new(error.to_string());
        let run = u32::deserialize(run).map_err(|error| wrong(error).within("run"))?;
        let within = |error| wrong(error).within(kind.as_str().unwrap_or("type"));
        Ok(Self { run, command: Command::deserialize(&variant).map_err(within)? })
    }
}

#[cfg(test)]
mod tests {
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
            (json!({"type": "examples", "set": "all", "indices": []}), "examples: unknown variant `all`"),
            (json!({"type": "predict", "inputs": [[1, "x"]]}), "predict: invalid type: string"),
            (json!({"type": "predict"}), "predict: "),
            (json!({"type": "fly"}), "fly: unknown variant"),
            (json!({"type": "reset", "hard": true}), "reset: "),
            (json!({"hard": true}), "type: "),
            (json!([]), "expected an object"),
        ] {
            let said = Request::read(given.clone()).unwrap_err().to_string();
            assert!(said.contains(part), "{given}: {said}");
        }
    }
}
