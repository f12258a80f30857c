//! Each gradient divided by the root of its recent mean square (Hinton, 2012).

use kernels::elementwise::update_with_three;
use kernels::number::Number;
use serde::{Deserialize, Serialize};

use super::{UpdateStep, constant, divide, prevents_division_by_zero};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct RmsProp {
    pub rho: f64,
    pub momentum: f64,
    pub epsilon: f64,
    /// Whether to divide by the variance instead of the mean square.
    pub centered: bool,
}

impl Default for RmsProp {
    fn default() -> Self {
        Self { rho: 0.9, momentum: 0.0, epsilon: 1e-7, centered: false }
    }
}

impl RmsProp {
    pub(super) const SLOTS: &[&str] = &["velocity", "momentum", "average_gradient"];

    /// v = rho v + (1 - rho) g^2; step = rate g / sqrt(v [- mean^2] + epsilon); m = momentum m + step; w -= m
    pub(super) fn step(&self, step: UpdateStep) {
        if prevents_division_by_zero(self.epsilon) { self.run::<true>(step) } else { self.run::<false>(step) }
    }

    fn run<const EPSILON: bool>(
        &self,
        UpdateStep { learning_rate, weights, gradients, slots, .. }: UpdateStep,
    ) {
        let [velocities, momenta, averages] = slots else { return };
        let [rate, epsilon, momentum] = [learning_rate, self.epsilon, self.momentum].map(constant);
        let [keep, take] = [self.rho, 1.0 - self.rho].map(constant);
        let zero = constant(0.0);
        let centered = constant(if self.centered { 1.0 } else { 0.0 });
        update_with_three(weights, gradients, velocities, momenta, averages, |w, g, v, m, mean| {
            *v = keep * *v + take * g * g;
            *mean = keep * *mean + take * g;
            // Rounding may make a variance negative.
            let square = (*v - centered * *mean * *mean).pmax(zero);
            *m = momentum * *m + divide::<EPSILON>(rate * g, (square + epsilon).sqrt());
            *w -= *m;
        });
    }
}
