//! Lion: steps of constant size along the sign of a momentum (Chen et al., 2023).

use kernels::elementwise::update_with;
use kernels::number::Number;
use serde::{Deserialize, Serialize};

use super::{UpdateStep, constant};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Lion {
    pub beta_1: f64,
    pub beta_2: f64,
}

impl Default for Lion {
    fn default() -> Self {
        Self { beta_1: 0.9, beta_2: 0.99 }
    }
}

impl Lion {
    pub(super) const SLOTS: &[&str] = &["momentum"];

    /// w -= rate sign(beta_1 m + (1 - beta_1) g); m = beta_2 m + (1 - beta_2) g
    pub(super) fn step(&self, UpdateStep { learning_rate, weights, gradients, slots, .. }: UpdateStep) {
        let (rate, zero) = (constant(learning_rate), constant(0.0));
        let [keep_1, take_1] = [self.beta_1, 1.0 - self.beta_1].map(constant);
        let [keep_2, take_2] = [self.beta_2, 1.0 - self.beta_2].map(constant);
        update_with(weights, gradients, &mut slots[0], |w, g, m| {
            let direction = keep_1 * *m + take_1 * g;
            *w -= direction.eq(zero).select(zero, rate.copysign(direction));
            *m = keep_2 * *m + take_2 * g;
        });
    }
}
