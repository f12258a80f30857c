//! Experiments worth seeing. What to notice in each stands in the page's words, under `preset.<name>`.

mod graphs;
mod tasks;

use serde_json::{Value, json};

/// A named partial experiment.
pub struct Preset {
    pub name: &'static str,
    pub group: Group,
    experiment: fn() -> Value,
}

/// How presets are shelved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    First,
    Deeper,
    Numbers,
    /// Runs that fail on purpose, for the reason their notice gives.
    Failing,
    /// Networks whose parameters the lecture counts.
    Architecture,
    /// Networks that mean something.
    Tasks,
    /// Networks that branch and join.
    Graphs,
}

impl Group {
    pub fn name(self) -> &'static str {
        match self {
            Self::First => "first",
            Self::Deeper => "deeper",
            Self::Numbers => "numbers",
            Self::Failing => "failing",
            Self::Architecture => "architecture",
            Self::Tasks => "tasks",
            Self::Graphs => "graphs",
        }
    }
}

impl Preset {
    /// The partial experiment: what differs from the default.
    pub fn partial(&self) -> Value {
        (self.experiment)()
    }
}

/// A stack of dense layers: an input, hidden layers of `units`, and an output.
fn stack(hidden: &[usize], activation: &str, initializer: &str, output: (usize, &str)) -> Value {
    let mut layers = vec![json!({"name": "input", "layer": "input"})];
    let mut before = "input".to_owned();
    for (index, units) in hidden.iter().enumerate() {
        let name = format!("hidden_{}", index + 1);
        layers.push(json!({
            "name": name, "layer": "dense", "inputs": [before], "units": units,
            "activation": activation, "kernel_initializer": initializer,
        }));
        before = name;
    }
    layers.push(json!({
        "name": "output", "layer": "dense", "inputs": [before], "units": output.0, "activation": output.1,
        "kernel_initializer": initializer,
    }));
    json!({"layers": layers, "outputs": ["output"]})
}

fn glorot(hidden: &[usize], activation: &str, output: (usize, &str)) -> Value {
    stack(hidden, activation, "glorot_uniform", output)
}

const BINARY: (usize, &str) = (1, "sigmoid");
const NUMBER: (usize, &str) = (1, "linear");

/// Every preset, in the order of the shelf.
pub fn all() -> Vec<Preset> {
    let preset = |name, group, experiment| Preset { name, group, experiment };
    let mut presets = vec![
        preset(
            "one_neuron",
            Group::First,
            || json!({"data": {"dataset": "two_gaussians"}, "network": glorot(&[], "tanh", BINARY)}),
        ),
        preset("circle", Group::First, || json!({"network": glorot(&[4], "tanh", BINARY)})),
        preset("exclusive_or", Group::First, || {
            json!({"data": {"dataset": "exclusive_or"}, "network": glorot(&[4], "relu", BINARY), "seed": 3,
                "optimizer": {"optimizer": "adam", "learning_rate": 0.02}})
        }),
        preset(
            "right_features",
            Group::First,
            || json!({"data": {"features": ["x1_squared", "x2_squared"]}, "network": glorot(&[], "tanh", BINARY)}),
        ),
        preset("spiral", Group::Deeper, || {
            json!({"data": {"dataset": "spiral", "noise": 0.05}, "network": glorot(&[8, 8, 8], "tanh", BINARY),
                "optimizer": {"optimizer": "adam", "learning_rate": 0.01}})
        }),
        preset("five_arms", Group::Deeper, || {
            json!({"data": {"dataset": "spiral", "arms": 5, "noise": 0.03, "samples": 800},
                "network": stack(&[16, 16, 8], "relu", "he_uniform", (5, "softmax")),
                "optimizer": {"optimizer": "adam", "learning_rate": 0.01}})
        }),
        preset(
            "blobs",
            Group::Deeper,
            || json!({"data": {"dataset": "blobs", "classes": 5}, "network": glorot(&[6], "tanh", (5, "softmax"))}),
        ),
        preset("checkerboard", Group::Deeper, || {
            json!({"data": {"dataset": "checkerboard", "samples": 1500, "noise": 0},
                "network": stack(&[24, 24, 12], "relu", "he_uniform", BINARY),
                "optimizer": {"optimizer": "adam", "learning_rate": 0.005}})
        }),
        preset("discs", Group::Deeper, || {
            json!({"data": {"dataset": "discs", "samples": 800}, "network": glorot(&[12, 8], "tanh", (3, "sigmoid")),
                "optimizer": {"optimizer": "adam", "learning_rate": 0.01}})
        }),
        preset("dropout", Group::Deeper, || {
            let mut network = glorot(&[24, 24], "relu", BINARY);
            if let Some(layers) = network["layers"].as_array_mut() {
                layers.insert(
                    3,
                    json!({"name": "dropout_2", "layer": "dropout", "inputs": ["hidden_2"], "rate": 0.3}),
                );
                layers[4]["inputs"] = json!(["dropout_2"]);
            }
            json!({"data": {"dataset": "moons", "samples": 80, "noise": 0.35, "train_fraction": 0.5}, "network": network,
                "optimizer": {"optimizer": "adam", "learning_rate": 0.01}})
        }),
        preset("sparse", Group::Deeper, || {
            let mut network = glorot(&[8], "tanh", BINARY);
            network["layers"][1]["kernel_regularizer"] = json!({"l1": 0.01});
            let features = ["x1", "x2", "x1_squared", "x2_squared", "x1_x2", "sin_x1", "sin_x2"];
            json!({"data": {"features": features}, "network": network,
                "optimizer": {"optimizer": "adam", "learning_rate": 0.01}})
        }),
        preset("full_batch", Group::Deeper, || {
            json!({"data": {"dataset": "moons"}, "network": glorot(&[6], "tanh", BINARY), "training": {"batch_size": "all"},
                "optimizer": {"optimizer": "sgd", "learning_rate": 0.5}})
        }),
        preset("house_line", Group::Numbers, || {
            json!({"data": {"dataset": "house_size", "samples": 80}, "network": glorot(&[], "tanh", NUMBER),
                "losses": {"output": "half_squared_error"}})
        }),
        preset("house_relu", Group::Numbers, || {
            // From a slope below zero the unit may be dead from the start.
            json!({"data": {"dataset": "house_size", "samples": 80}, "network": stack(&[], "tanh", "ones", (1, "relu")),
                "losses": {"output": "half_squared_error"}, "optimizer": {"optimizer": "sgd", "learning_rate": 0.03}})
        }),
        preset("sine", Group::Numbers, || {
            json!({"data": {"dataset": "sine"}, "network": glorot(&[10, 6], "tanh", NUMBER),
                "optimizer": {"optimizer": "adam", "learning_rate": 0.01}})
        }),
        preset("saddle", Group::Numbers, || {
            json!({"data": {"dataset": "saddle", "noise": 0.05}, "network": glorot(&[8, 4], "tanh", NUMBER),
                "optimizer": {"optimizer": "adam", "learning_rate": 0.01}})
        }),
        preset("ripple", Group::Numbers, || {
            json!({"data": {"dataset": "ripple", "samples": 1500, "noise": 0.02},
                "network": glorot(&[24, 16, 8], "tanh", NUMBER),
                "optimizer": {"optimizer": "adam", "learning_rate": 0.005}})
        }),
        preset("too_fast", Group::Failing, || {
            json!({"data": {"dataset": "saddle", "features": ["x1", "x2", "x1_squared", "x2_squared"]},
                "network": glorot(&[4], "linear", NUMBER), "optimizer": {"optimizer": "sgd", "learning_rate": 0.03}, "seed": 5})
        }),
        preset("all_zero", Group::Failing, || json!({"network": stack(&[4, 4], "tanh", "zeros", BINARY)})),
        preset("dead_relu", Group::Failing, || {
            let mut network = stack(&[6, 6], "relu", "he_uniform", BINARY);
            for layer in [1, 2] {
                network["layers"][layer]["bias_initializer"] =
                    json!({"initializer": "constant", "value": -30});
            }
            json!({"network": network})
        }),
        preset(
            "vanishing",
            Group::Failing,
            || json!({"network": glorot(&[4, 4, 4, 4, 4, 4, 4, 4], "sigmoid", BINARY)}),
        ),
        preset("overfitting", Group::Failing, || {
            json!({"data": {"dataset": "two_gaussians", "samples": 40, "noise": 0.5, "train_fraction": 0.5},
                "network": glorot(&[24, 24, 24], "tanh", BINARY),
                "optimizer": {"optimizer": "adam", "learning_rate": 0.01}})
        }),
        preset("linear_spiral", Group::Failing, || {
            json!({"data": {"dataset": "spiral"}, "network": glorot(&[8, 8, 8], "linear", BINARY),
                "optimizer": {"optimizer": "adam", "learning_rate": 0.01}})
        }),
        preset("lecture_6_9_4", Group::Architecture, || {
            let features = ["x1", "x2", "x1_squared", "x2_squared", "sin_x1", "sin_x2"];
            json!({"data": {"dataset": "blobs", "classes": 4, "features": features},
                "network": glorot(&[9], "tanh", (4, "softmax"))})
        }),
        preset("lecture_8_9_9_9_4", Group::Architecture, || {
            let features = ["x1", "x2", "x1_squared", "x2_squared", "x1_x2", "sin_x1", "sin_x2", "radius"];
            json!({"data": {"dataset": "spiral", "arms": 4, "noise": 0.05, "samples": 800, "features": features},
                "network": stack(&[9, 9, 9], "relu", "he_uniform", (4, "softmax")),
                "optimizer": {"optimizer": "adam", "learning_rate": 0.005}})
        }),
    ];
    presets.extend(graphs::all());
    presets.extend(tasks::all());
    presets
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::Experiment;

    #[test]
    fn every_preset_is_a_valid_experiment_of_its_own_name() {
        let presets = all();
        assert!(presets.len() >= 16);
        for (index, preset) in presets.iter().enumerate() {
            let read = Experiment::from_json(&preset.partial().to_string());
            assert!(read.is_ok(), "{}: {:?}", preset.name, read.err());
            assert!(presets[..index].iter().all(|other| other.name != preset.name), "{}", preset.name);
        }
    }
}
