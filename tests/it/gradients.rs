//! Gradients against finite differences: every activation with every loss, through dense, activation and dropout
//! layers, in odd sizes.

use crate::support::Bench;
use descent::json::Tagged;
use descent::nn::{Activation, Loss};
use serde_json::{Value, json};

/// A step cannot be learned through: its derivative is 0 everywhere.
fn activations() -> impl Iterator<Item = &'static str> {
    Activation::names().iter().copied().filter(|name| *name != "step")
}

fn dense(name: &str, input: &str, units: usize, activation: &str) -> Value {
    json!({"name": name, "layer": "dense", "inputs": [input], "units": units, "activation": activation})
}

const CLOSE: f64 = 0.01;

#[test]
fn every_activation_agrees_with_every_loss() {
    let mut failures = Vec::new();
    for activation in activations() {
        for &loss in Loss::names() {
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
    for activation in activations() {
        let layers = json!([
            {"name": "x", "layer": "input", "shape": [3]},
            {"name": "h", "layer": "dense", "inputs": ["x"], "units": 6, "kernel_regularizer": {"l1": 0.02, "l2": 0.03, "l1_method": "subgradient"}},
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
