//! Penalties on the size of weights.

use serde::{Deserialize, Serialize};

/// Adds `l1` sum |w| + `l2` sum w^2 to the loss. Source: <https://keras.io/api/layers/regularizers/>
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Regularizer {
    pub l1: f64,
    pub l2: f64,
}

impl Regularizer {
    pub fn value(&self, weights: &[f32]) -> f64 {
        let sum = |term: fn(f64) -> f64| weights.iter().map(|&w| term(f64::from(w))).sum::<f64>();
        let l1 = if self.l1 == 0.0 { 0.0 } else { self.l1 * sum(f64::abs) };
        let l2 = if self.l2 == 0.0 { 0.0 } else { self.l2 * sum(|w| w * w) };
        l1 + l2
    }

    /// Adds the derivative to `gradients`. At a weight of 0 that of |w| is 0.
    pub fn gradient(&self, weights: &[f32], gradients: &mut [f32]) {
        let (l1, l2) = (self.l1 as f32, 2.0 * self.l2 as f32);
        if l1 == 0.0 && l2 == 0.0 {
            return;
        }
        for (gradient, &weight) in gradients.iter_mut().zip(weights) {
            let sign = if weight == 0.0 { 0.0 } else { 1.0_f32.copysign(weight) };
            *gradient += l1 * sign + l2 * weight;
        }
    }
}
