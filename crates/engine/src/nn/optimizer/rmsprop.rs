//! Each gradient divided by the root of its recent mean square (Hinton, 2012).

use kernels::elementwise::update_with_three;
use kernels::number::Number;
use serde::{Deserialize, Serialize};

use super::rule::{Line, Rates, Rule, Shrink, Slot, UpdateStep, Variant, decay, epsilon, slot};
use super::{UpdateRule, constant, divide, prevents_division_by_zero};
use crate::field_error::ArgumentRange;

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

impl Rule for RmsProp {
    fn slots(&self) -> &'static [Slot] {
        const { &[slot("velocity", "v"), slot("momentum", "m"), slot("average_gradient", "h")] }
    }

    fn ranges(&self) -> Vec<ArgumentRange> {
        vec![decay("rho", self.rho), decay("momentum", self.momentum), epsilon(self.epsilon)]
    }

    /// v = rho v + (1 - rho) g^2; step = rate g / sqrt(v [- mean^2] + epsilon); m = momentum m + step; w -= m
    fn step(&self, step: UpdateStep) {
        if prevents_division_by_zero(self.epsilon) { self.run::<true>(step) } else { self.run::<false>(step) }
    }

    fn proximal_step(&self, learning_rate: f64, _count: u64, slots: &[Vec<f32>], shrink: Shrink) {
        let slot = |slot: usize, index: usize| f64::from(slots[slot][index]);
        let centered = if self.centered { 1.0 } else { 0.0 };
        shrink(learning_rate / (1.0 - self.momentum), &|index| {
            let square = slot(0, index) - centered * slot(2, index) * slot(2, index);
            libm::sqrt(square.max(0.0) + self.epsilon)
        });
    }

    fn symbols(&self) -> Vec<(&'static str, f64)> {
        vec![("rho", self.rho), ("mu", self.momentum), ("epsilon", self.epsilon)]
    }

    fn formulas(&self) -> Vec<Line> {
        let mut lines = vec![Line::new("v", "rho*v_before + (1 - rho)*g^2")];
        if self.centered {
            lines.push(Line::gradient("h", "rho*h_before + (1 - rho)*g"));
        }
        lines.push(match (self.centered, self.momentum > 0.0) {
            (false, false) => Line::step("Delta", "-eta*g/sqrt(v + epsilon)"),
            (true, false) => Line::step("Delta", "-eta*g/sqrt(v - h^2 + epsilon)"),
            (false, true) => Line::step("m", "mu*m_before + eta*g/sqrt(v + epsilon)"),
            (true, true) => Line::step("m", "mu*m_before + eta*g/sqrt(v - h^2 + epsilon)"),
        });
        if self.momentum > 0.0 {
            lines.push(Line::step("Delta", "-m"));
        }
        lines
    }

    fn contestants(&self, rates: Rates) -> Vec<Variant> {
        let learning_rate = rates.adaptive * 0.3;
        vec![Variant { name: "rmsprop", learning_rate, rule: UpdateRule::RmsProp(self.clone()) }]
    }
}
