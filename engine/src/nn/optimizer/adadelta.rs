//! Adadelta: Adagrad with moving averages instead of sums, and steps in the units of the weights (Zeiler, 2012).

use kernels::elementwise::update_with_two;
use serde::{Deserialize, Serialize};

use super::{UpdateStep, constant, divide, prevents_division_by_zero};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Adadelta {
    pub rho: f64,
    pub epsilon: f64,
}

impl Default for Adadelta {
    fn default() -> Self {
        Self { rho: 0.95, epsilon: 1e-7 }
    }
}

impl Adadelta {
    pub(super) const SLOTS: &[&str] = &["accumulated_gradient", "accumulated_delta"];

    /// a = rho a + (1 - rho) g^2; d = g sqrt(b + epsilon) / sqrt(a + epsilon);
    /// b = rho b + (1 - rho) d^2; w -= rate d
    pub(super) fn step(&self, step: UpdateStep) {
        if prevents_division_by_zero(self.epsilon) { self.run::<true>(step) } else { self.run::<false>(step) }
    }

    fn run<const EPSILON: bool>(
        &self,
        UpdateStep { learning_rate, weights, gradients, slots, .. }: UpdateStep,
    ) {
        let [gradient_squares, delta_squares] = slots else { return };
        let [rate, epsilon] = [learning_rate, self.epsilon].map(constant);
        let [keep, take] = [self.rho, 1.0 - self.rho].map(constant);
        update_with_two(weights, gradients, gradient_squares, delta_squares, |w, g, a, b| {
            *a = keep * *a + take * g * g;
            let delta = divide::<EPSILON>(g * (*b + epsilon).sqrt(), (*a + epsilon).sqrt());
            *b = keep * *b + take * delta * delta;
            *w -= rate * delta;
        });
    }
}
