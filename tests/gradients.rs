//! Gradients against finite differences: every activation with every loss, through dense, activation and dropout
//! layers, in odd sizes.

use std::collections::BTreeMap;

use descent::nn::{Loss, Mode, Network, NetworkConfig, Workspace};
use descent::random::{Random, Stream};
use serde_json::{Value, json};

const ACTIVATIONS: [&str; 15] = [
    "linear",
    "sigmoid",
    "tanh",
    "relu",
    "leaky_relu",
    "elu",
    "selu",
    "softplus",
    "softsign",
    "silu",
    "gelu",
    "mish",
    "sin",
    "softmax",
    "hard_sigmoid",
];
const LOSSES: [&str; 9] = [
    "mean_squared_error",
    "half_squared_error",
    "mean_absolute_error",
    "huber",
    "log_cosh",
    "binary_crossentropy",
    "categorical_crossentropy",
    "hinge",
    "kl_divergence",
];

/// A network at a batch: everything finite differences need.
struct Bench {
    network: Network,
    space: Workspace,
    examples: usize,
}

impl Bench {
    fn new(layers: Value, loss: &str, examples: usize, targets_are_shares: bool) -> Self {
        let config: NetworkConfig =
            serde_json::from_value(json!({"layers": layers, "outputs": ["y"]})).expect("the network reads");
        let loss: Loss = serde_json::from_value(loss.into()).expect("the loss reads");
        let losses = BTreeMap::from([("y".to_owned(), loss)]);
        let mut network = Network::compile(&config, &losses, &BTreeMap::new()).expect("the network compiles");
        network.initialize(3);
        let mut random = Random::new(5, Stream::Data);
        for weight in &mut network.weights {
            *weight += random.between(-0.3, 0.3) as f32;
        }
        let mut space = network.workspace(examples);
        let stride = space.stride();
        for (index, value) in space.input_mut(0).iter_mut().enumerate() {
            *value = if index % stride < examples { random.between(-1.5, 1.5) as f32 } else { 7.0 };
        }
        let units = space.target_mut(0).len() / stride;
        for lane in 0..examples {
            let hot = random.below(units);
            for unit in 0..units {
                let share = if unit == hot { 1.0 } else { 0.0 };
                let value = if targets_are_shares { share } else { random.between(-1.0, 1.0) as f32 };
                space.target_mut(0)[unit * stride + lane] = value;
            }
        }
        Self { network, space, examples }
    }

    /// Loss with penalties; dropout draws the same every time.
    fn loss(&mut self) -> f64 {
        let mut random = Random::new(8, Stream::Dropout);
        self.network.forward(&mut self.space, self.examples, Mode::Training(&mut random));
        self.network.loss(&self.space, self.examples) + self.network.penalty()
    }

    /// The largest difference between a gradient and the slope it should be, beside its own size.
    /// Weights at whose probes the loss has a kink are passed over; there may be few of them.
    fn worst(&mut self) -> (f64, usize) {
        self.loss();
        self.network.backward(&mut self.space, self.examples);
        let gradients = self.space.gradients().to_vec();
        let h = 1e-3_f32;
        let (mut kinks, most_kinks) = (0, 1 + gradients.len() / 5);
        let mut worst = (0.0, 0);
        for (index, gradient) in gradients.into_iter().enumerate() {
            let weight = self.network.weights[index];
            let mut at = |offset: f32| {
                self.network.weights[index] = weight + offset;
                self.loss()
            };
            // Two central differences, extrapolated: the error falls with h^4.
            let slope = |rise: f64, run: f32| rise / (2.0 * f64::from(run));
            let (near, far) = (slope(at(h) - at(-h), h), slope(at(2.0 * h) - at(-2.0 * h), 2.0 * h));
            let expected = (4.0 * near - far) / 3.0;
            self.network.weights[index] = weight;
            if (near - far).abs() > 0.01 * (0.1 + near.abs()) {
                kinks += 1;
                continue;
            }
            let difference = (expected - f64::from(gradient)).abs() / (0.1 + expected.abs());
            if difference > worst.0 {
                worst = (difference, index);
            }
        }
        assert!(kinks <= most_kinks, "{kinks} kinks");
        worst
    }
}

fn dense(name: &str, input: &str, units: usize, activation: &str) -> Value {
    json!({"name": name, "layer": "dense", "inputs": [input], "units": units, "activation": activation})
}

const CLOSE: f64 = 0.01;

#[test]
fn every_activation_agrees_with_every_loss() {
    let mut failures = Vec::new();
    for activation in ACTIVATIONS {
        for loss in LOSSES {
            let shares = loss.ends_with("entropy") || loss == "kl_divergence" || loss == "hinge";
            // Cross-entropies need outputs between 0 and 1: the activation goes before a last one that gives them.
            let last = match (loss, activation) {
                (_, "sigmoid" | "softmax") => activation,
                ("binary_crossentropy" | "kl_divergence", _) => "sigmoid",
                ("categorical_crossentropy", _) => "softmax",
                _ => activation,
            };
            let layers = json!([
                {"name": "x", "layer": "input", "shape": [3]},
                dense("h", "x", 5, activation),
                dense("y", "h", 3, last),
            ]);
            let (difference, index) = Bench::new(layers, loss, 6, shares).worst();
            if difference > CLOSE {
                failures.push(format!("{activation} with {loss}: weight {index} differs by {difference}"));
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn cross_entropies_of_outputs_that_are_not_logits_agree() {
    for (loss, last) in [
        ("binary_crossentropy", "softmax"),
        ("categorical_crossentropy", "sigmoid"),
        ("kl_divergence", "softmax"),
    ] {
        let layers = json!([{"name": "x", "layer": "input", "shape": [2]}, dense("y", "x", 3, last)]);
        let (difference, index) = Bench::new(layers, loss, 5, true).worst();
        assert!(difference < CLOSE, "{last} with {loss}: weight {index} differs by {difference}");
    }
}

#[test]
fn odd_sizes_agree() {
    for (inputs, units, examples) in [(1, 1, 1), (1, 7, 1), (5, 1, 3), (2, 4, 9), (9, 13, 2)] {
        let layers = json!([
            {"name": "x", "layer": "input", "shape": [inputs]},
            dense("h", "x", units, "tanh"),
            dense("y", "h", 1, "linear"),
        ]);
        let (difference, index) = Bench::new(layers, "mean_squared_error", examples, false).worst();
        assert!(
            difference < CLOSE,
            "{inputs}-{units}, {examples} examples: weight {index} differs by {difference}"
        );
    }
}

#[test]
fn activation_and_dropout_layers_and_regularizers_agree() {
    for activation in ACTIVATIONS {
        let layers = json!([
            {"name": "x", "layer": "input", "shape": [3]},
            {"name": "h", "layer": "dense", "inputs": ["x"], "units": 6, "kernel_regularizer": {"l1": 0.02, "l2": 0.03}},
            {"name": "a", "layer": "activation", "inputs": ["h"], "activation": activation},
            {"name": "d", "layer": "dropout", "inputs": ["a"], "rate": 0.4},
            dense("y", "d", 2, "linear"),
        ]);
        let (difference, index) = Bench::new(layers, "mean_squared_error", 7, false).worst();
        assert!(difference < CLOSE, "{activation}: weight {index} differs by {difference}");
    }
}

#[test]
fn a_network_without_a_hidden_layer_agrees() {
    let layers = json!([{"name": "x", "layer": "input", "shape": [4]}, dense("y", "x", 1, "sigmoid")]);
    let (difference, _) = Bench::new(layers, "binary_crossentropy", 5, true).worst();
    assert!(difference < CLOSE, "{difference}");
}
