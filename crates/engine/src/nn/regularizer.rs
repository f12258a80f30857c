//! Penalties on the size of weights.

use serde::{Deserialize, Serialize};

use crate::field_error::ArgumentRange;

/// Adds `l1` sum |w| + `l2` sum w^2 to the loss. Source: <https://keras.io/api/layers/regularizers/>
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Regularizer {
    pub l1: f64,
    pub l2: f64,
    pub l1_method: L1Method,
}

/// How L1 handles the kink of |w| at 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum L1Method {
    /// A step towards 0 after each step of the optimizer. Weights that reach 0 stay there.
    #[default]
    Proximal,
    /// As in Keras: the sign of the weight is added to its gradient. Weights oscillate around 0.
    Subgradient,
    /// As in TensorFlow Playground: a step towards 0 after each step of the optimizer, and a weight whose sign it would
    /// turn is cut for good. Such a weight is -0, which no step gives otherwise; one that is set by hand lives again.
    Pruning,
}

impl Regularizer {
    /// Its arguments and their ranges.
    pub fn ranges(&self) -> Vec<ArgumentRange> {
        vec![("l1", self.l1, 0.0, 10.0), ("l2", self.l2, 0.0, 10.0)]
    }

    /// Whether it has any effect.
    pub fn acts(&self) -> bool {
        self.l1 != 0.0 || self.l2 != 0.0
    }

    /// The strength of the L1 penalty if it is added to the gradient, else 0.
    pub fn subgradient_l1(&self) -> f64 {
        if self.l1_method == L1Method::Subgradient { self.l1 } else { 0.0 }
    }

    pub fn value(&self, weights: &[f32]) -> f64 {
        let sum = |term: fn(f64) -> f64| weights.iter().map(|&w| term(f64::from(w))).sum::<f64>();
        let l1 = if self.l1 == 0.0 { 0.0 } else { self.l1 * sum(f64::abs) };
        let l2 = if self.l2 == 0.0 { 0.0 } else { self.l2 * sum(|w| w * w) };
        l1 + l2
    }

    /// Adds the derivative to `gradients`, except for a penalty that is applied after the step. That of |w| is 0 at 0.
    pub fn gradient(&self, weights: &[f32], gradients: &mut [f32]) {
        let (l1, l2) = (self.subgradient_l1() as f32, 2.0 * self.l2 as f32);
        if l1 == 0.0 && l2 == 0.0 {
            return;
        }
        for (gradient, &weight) in gradients.iter_mut().zip(weights) {
            let sign = if weight == 0.0 { 0.0 } else { 1.0_f32.copysign(weight) };
            *gradient += l1 * sign + l2 * weight;
        }
    }
}
