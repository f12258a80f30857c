//! Operators that are an activation.

use serde_json::{Value as Json, json};

use super::nodes::{float, int, text};
use super::problem::OnnxProblem;
use super::reader::Reader;
use crate::export::onnx::proto::NodeProto;

/// Numbers that are the same within the exactness of 32 bits.
fn is_near(value: f64, wanted: f64) -> bool {
    (value - wanted).abs() < 1e-4
}

impl Reader {
    /// The activation that an operator is. None if it is none.
    pub fn activation(&self, node: &NodeProto) -> Result<Option<Json>, OnnxProblem> {
        let argument = |what: String, right: &str| Err(OnnxProblem::argument(node, what, right));
        let found = match &node.op_type[..] {
            "Relu" => json!("relu"),
            "Sigmoid" => json!("sigmoid"),
            "Tanh" => json!("tanh"),
            "Softplus" => json!("softplus"),
            "Softsign" => json!("softsign"),
            "Sin" => json!("sin"),
            "Mish" => json!("mish"),
            "LeakyRelu" => json!({"activation": "leaky_relu", "negative_slope": float(node, "alpha", 0.01)}),
            "Elu" => json!({"activation": "elu", "alpha": float(node, "alpha", 1.0)}),
            "PRelu" => match self.constant_input(node, 1)?.scalar() {
                Some(slope) => json!({"activation": "leaky_relu", "negative_slope": slope}),
                None => return argument("slope: one for each channel".into(), "slope: one number"),
            },
            "Selu" => {
                let (alpha, gamma) = (float(node, "alpha", 1.673_263), float(node, "gamma", 1.050_701));
                if !is_near(alpha, 1.673_263) || !is_near(gamma, 1.050_701) {
                    return argument(
                        format!("alpha = {alpha}, gamma = {gamma}"),
                        "alpha = 1.67326, gamma = 1.0507",
                    );
                }
                json!("selu")
            }
            "HardSigmoid" => {
                let (alpha, beta) = (float(node, "alpha", 0.2), float(node, "beta", 0.5));
                if !is_near(alpha, 1.0 / 6.0) || !is_near(beta, 0.5) {
                    return argument(format!("alpha = {alpha}, beta = {beta}"), "alpha = 1/6, beta = 0.5");
                }
                json!("hard_sigmoid")
            }
            "Gelu" => {
                let approximate = text(node, "approximate", "none");
                if approximate != "none" {
                    return argument(format!("approximate = {approximate}"), "approximate = none");
                }
                json!("gelu")
            }
            "Swish" => {
                let alpha = float(node, "alpha", 1.0);
                if alpha != 1.0 {
                    return argument(format!("alpha = {alpha}"), "alpha = 1");
                }
                json!("silu")
            }
            "Clip" => {
                let end = |name: &str, input: usize| match node.input.get(input) {
                    Some(given) if !given.is_empty() => {
                        self.constant(given, 0).and_then(|end| end.scalar()).unwrap_or(f64::NAN)
                    }
                    _ => float(node, name, f64::NAN),
                };
                let (low, high) = (end("min", 1), end("max", 2));
                if !is_near(low, -1.0) || !is_near(high, 1.0) {
                    return argument(format!("min = {low}, max = {high}"), "min = -1, max = 1");
                }
                json!("hard_tanh")
            }
            "Softmax" => {
                let value = self.value(node, 0)?;
                let axis = int(node, "axis", if self.opset < 13 { 1 } else { -1 });
                let place = value.axis(axis);
                let is_last =
                    value.order.is_none() && place.is_some_and(|place| value.axes[place] == value.units());
                // Before opset 13 it was over all axes from this one on.
                if !is_last || self.opset < 13 && place != Some(value.axes.len() - 1) {
                    return argument(format!("axis = {axis}"), "that of the units or channels");
                }
                json!("softmax")
            }
            _ => return Ok(None),
        };
        Ok(Some(found))
    }
}
