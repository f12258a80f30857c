//! Adagrad: divides by the root of the sum of all squared gradients of a weight (Duchi et al., 2011).

use kernels::elementwise::update_with;
use serde::{Deserialize, Serialize};

use super::{UpdateStep, constant, divide, prevents_division_by_zero};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Adagrad {
    pub initial_accumulator_value: f64,
    pub epsilon: f64,
}

impl Default for Adagrad {
    fn default() -> Self {
        Self { initial_accumulator_value: 0.1, epsilon: 1e-7 }
    }
}

impl Adagrad {
    pub(super) const SLOTS: &[&str] = &["accumulator"];

    /// a += g^2; w -= rate g / sqrt(a + epsilon)
    pub(super) fn step(&self, step: UpdateStep) {
        if prevents_division_by_zero(self.epsilon) { self.run::<true>(step) } else { self.run::<false>(step) }
    }

    fn run<const EPSILON: bool>(
        &self,
        UpdateStep { learning_rate, weights, gradients, slots, .. }: UpdateStep,
    ) {
        let [rate, epsilon] = [learning_rate, self.epsilon].map(constant);
        update_with(weights, gradients, &mut slots[0], |w, g, a| {
            *a += g * g;
            *w -= divide::<EPSILON>(rate * g, (*a + epsilon).sqrt());
        });
    }
}
