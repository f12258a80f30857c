//! Adam with the infinity norm: it divides by the largest recent gradient (Kingma and Ba, 2014, section 7).

use kernels::elementwise::update_with_two;
use kernels::number::Number;
use serde::{Deserialize, Serialize};

use super::{UpdateStep, constant, divide, power, prevents_division_by_zero};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Adamax {
    pub beta_1: f64,
    pub beta_2: f64,
    pub epsilon: f64,
}

impl Default for Adamax {
    fn default() -> Self {
        Self { beta_1: 0.9, beta_2: 0.999, epsilon: 1e-7 }
    }
}

impl Adamax {
    pub(super) const SLOTS: &[&str] = &["momentum", "largest_gradient"];

    /// m += (1 - beta_1)(g - m); u = max(beta_2 u, |g|); w -= rate / (1 - beta_1^t) m / (u + epsilon)
    pub(super) fn step(&self, step: UpdateStep) {
        if prevents_division_by_zero(self.epsilon) { self.run::<true>(step) } else { self.run::<false>(step) }
    }

    fn run<const EPSILON: bool>(&self, step: UpdateStep) {
        let UpdateStep { learning_rate, count, weights, gradients, slots } = step;
        let [momenta, largest] = slots else { return };
        let rate = constant(learning_rate / (1.0 - power(self.beta_1, count)));
        let [take, keep, epsilon] = [1.0 - self.beta_1, self.beta_2, self.epsilon].map(constant);
        update_with_two(weights, gradients, momenta, largest, |w, g, m, u| {
            *m += take * (g - *m);
            *u = (keep * *u).pmax(g.abs());
            *w -= divide::<EPSILON>(rate * *m, *u + epsilon);
        });
    }
}
