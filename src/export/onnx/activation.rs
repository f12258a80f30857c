//! Activations.

use super::Writer;
use super::graph::{float, int};
use super::proto::element;
use crate::nn::Activation;

const SELU_ALPHA: f64 = 1.673_263_2;
const SELU_SCALE: f64 = 1.050_701;

impl Writer<'_> {
    /// The activation of a value. `axis` is that of the units.
    pub(super) fn activated(&mut self, activation: &Activation, x: &str, axis: i64) -> String {
        let graph = &mut self.graph;
        match activation {
            Activation::Linear => x.to_owned(),
            Activation::Sigmoid => graph.node("Sigmoid", &[x], []),
            Activation::Softmax => graph.node("Softmax", &[x], [int("axis", axis)]),
            Activation::Tanh => graph.node("Tanh", &[x], []),
            Activation::Relu => graph.node("Relu", &[x], []),
            Activation::LeakyRelu { negative_slope } => {
                graph.node("LeakyRelu", &[x], [float("alpha", *negative_slope)])
            }
            Activation::Elu { alpha } => graph.node("Elu", &[x], [float("alpha", *alpha)]),
            Activation::Selu => {
                graph.node("Selu", &[x], [float("alpha", SELU_ALPHA), float("gamma", SELU_SCALE)])
            }
            Activation::Softplus => graph.node("Softplus", &[x], []),
            Activation::Softsign => graph.node("Softsign", &[x], []),
            Activation::Silu => {
                let gate = graph.node("Sigmoid", &[x], []);
                graph.node("Mul", &[x, &gate], [])
            }
            Activation::Gelu => {
                let (root, one, half) = (
                    graph.number("sqrt_2", std::f32::consts::SQRT_2),
                    graph.number("one", 1.0),
                    graph.number("half", 0.5),
                );
                let scaled = graph.node("Div", &[x, &root], []);
                let erf = graph.node("Erf", &[&scaled], []);
                let raised = graph.node("Add", &[&erf, &one], []);
                let product = graph.node("Mul", &[x, &raised], []);
                graph.node("Mul", &[&product, &half], [])
            }
            Activation::Mish => {
                let soft = graph.node("Softplus", &[x], []);
                let gate = graph.node("Tanh", &[&soft], []);
                graph.node("Mul", &[x, &gate], [])
            }
            Activation::Sin => graph.node("Sin", &[x], []),
            Activation::Step => {
                let zero = graph.number("zero", 0.0);
                let is_above = graph.node("Greater", &[x, &zero], []);
                graph.node("Cast", &[&is_above], [int("to", element::FLOAT.into())])
            }
            Activation::HardSigmoid => {
                graph.node("HardSigmoid", &[x], [float("alpha", 1.0 / 6.0), float("beta", 0.5)])
            }
            Activation::HardTanh => {
                let (low, high) = (graph.number("low", -1.0), graph.number("high", 1.0));
                graph.node("Clip", &[x, &low, &high], [])
            }
        }
    }
}

/// The name that ONNX's recurrent layers have for an activation, if it has no arguments and they know it.
pub(super) fn recurrent_name(activation: &Activation) -> Option<&'static str> {
    match activation {
        Activation::Tanh => Some("Tanh"),
        Activation::Sigmoid => Some("Sigmoid"),
        Activation::Relu => Some("Relu"),
        Activation::Softsign => Some("Softsign"),
        Activation::Softplus => Some("Softplus"),
        _ => None,
    }
}
