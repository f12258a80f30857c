//! The default network, optimizer, activations and losses.

use serde_json::{Value, json};

use crate::data::{Input, Problem, Schema, Target, Values};
use crate::nn::optimizer::Sgd;
use crate::nn::{Activation, Loss, NetworkConfig, OptimizerConfig, UpdateRule};

/// Two hidden layers of tanh units, the network that the page opens with.
pub fn default_network() -> NetworkConfig {
    read(
        json!([
            {"name": "input", "layer": "input"},
            {"name": "hidden_1", "layer": "dense", "inputs": ["input"], "units": 4, "activation": "tanh"},
            {"name": "hidden_2", "layer": "dense", "inputs": ["hidden_1"], "units": 4, "activation": "tanh"},
            {"name": "output", "layer": "dense", "inputs": ["hidden_2"], "units": 1, "activation": "sigmoid"},
        ]),
        &["output"],
    )
}

/// A default network for any data: embeddings for tokens, everything concatenated, two hidden layers, and an output
/// for each target.
pub fn network_for(schema: &Schema) -> NetworkConfig {
    let mut layers = Vec::new();
    let vectors: Vec<String> = schema.inputs.iter().map(|input| as_vector(input, &mut layers)).collect();
    let whole = match &vectors[..] {
        [one] => one.clone(),
        several => {
            layers.push(json!({"name": "together", "layer": "concatenate", "inputs": several}));
            "together".to_owned()
        }
    };
    let units = if schema.inputs.iter().map(Input::size).sum::<usize>() > 8 { 16 } else { 8 };
    let hidden = |name: &str, input: &str| {
        json!({"name": name, "layer": "dense", "inputs": [input], "units": units, "activation": "relu",
            "kernel_initializer": "he_uniform"})
    };
    layers.push(hidden("hidden_1", &whole));
    layers.push(hidden("hidden_2", "hidden_1"));
    layers.extend(schema.targets.iter().map(output));
    let outputs: Vec<&str> = schema.targets.iter().map(output_name).collect();
    read(layers.into(), &outputs)
}

/// Adds the layers that turn an input into a vector and returns the name of the last one.
fn as_vector(input: &Input, layers: &mut Vec<Value>) -> String {
    let name = input.name;
    layers.push(json!({"name": name, "layer": "input"}));
    let next = |stem: &str| format!("{name}_{stem}");
    match input.values {
        Values::Tokens { vocabulary } => {
            let (embedding, vector) = (next("embedding"), next("vector"));
            let dimensions = if vocabulary > 50 { 8 } else { 2 };
            layers.push(
                json!({"name": embedding, "layer": "embedding", "inputs": [name], "input_dim": vocabulary,
                "output_dim": dimensions}),
            );
            let kind = if input.size() > 1 { "global_average_pooling1d" } else { "flatten" };
            layers.push(json!({"name": vector, "layer": kind, "inputs": [embedding]}));
            vector
        }
        Values::Numbers if input.shape.len() > 1 => {
            layers.push(json!({"name": next("flat"), "layer": "flatten", "inputs": [name]}));
            next("flat")
        }
        Values::Numbers => name.to_owned(),
    }
}

/// The name of an output layer. It must differ from that of an input of the same name.
fn output_name(target: &Target) -> &'static str {
    match target.name {
        "target" => "output",
        "image" => "image_again",
        name => name,
    }
}

fn output(target: &Target) -> Value {
    let units = target.problem.units();
    json!({"name": output_name(target), "layer": "dense", "inputs": ["hidden_2"], "units": units,
        "activation": recommended_activation(target.problem)})
}

pub fn default_optimizer() -> OptimizerConfig {
    OptimizerConfig { learning_rate: 0.1, ..UpdateRule::Sgd(Sgd::default()).into() }
}

fn read(layers: Value, outputs: &[&str]) -> NetworkConfig {
    crate::json::read(&json!({"layers": layers, "outputs": outputs}))
        .unwrap_or_else(|error| panic!("the default network: {error}"))
}

/// The last activation for a problem, as lectures teach it.
pub(super) fn recommended_activation(problem: Problem) -> Activation {
    match problem {
        Problem::Binary | Problem::MultiLabel { .. } | Problem::UnitRegression { .. } => Activation::Sigmoid,
        Problem::Multiclass { .. } => Activation::Softmax,
        Problem::Regression { .. } => Activation::Linear,
    }
}

/// The loss for a problem, as lectures teach it.
pub(super) fn recommended_loss(problem: Problem) -> Loss {
    match problem {
        Problem::Binary | Problem::MultiLabel { .. } => Loss::BinaryCrossentropy { label_smoothing: 0.0 },
        Problem::Multiclass { .. } => Loss::CategoricalCrossentropy { label_smoothing: 0.0 },
        Problem::Regression { .. } | Problem::UnitRegression { .. } => Loss::MeanSquaredError,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{DataConfig, DataSet};
    use crate::experiment::Experiment;

    #[test]
    fn every_task_has_a_network_that_fits_it() {
        for set in DataSet::tasks() {
            let data =
                serde_json::to_value(DataConfig { features: Vec::new(), set, ..DataConfig::default() })
                    .unwrap();
            let read = Experiment::from_json(&json!({ "data": data }).to_string());
            let errors = read.as_ref().err();
            assert!(errors.is_none(), "{data}: {errors:?}");
        }
    }
}
