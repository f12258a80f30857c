//! Adam with the infinity norm: it divides by the largest recent gradient (Kingma and Ba, 2014, section 7).

use kernels::elementwise::update_with_two;
use kernels::number::Number;
use serde::{Deserialize, Serialize};

use super::rule::{Line, Rates, Rule, Shrink, Slot, UpdateStep, Variant, decay, epsilon, slot};
use super::{UpdateRule, constant, divide, power, prevents_division_by_zero};
use crate::field_error::ArgumentRange;

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

impl Rule for Adamax {
    fn slots(&self) -> &'static [Slot] {
        const { &[slot("momentum", "m"), slot("largest_gradient", "u")] }
    }

    fn ranges(&self) -> Vec<ArgumentRange> {
        vec![decay("beta_1", self.beta_1), decay("beta_2", self.beta_2), epsilon(self.epsilon)]
    }

    /// m += (1 - beta_1)(g - m); u = max(beta_2 u, |g|); w -= rate / (1 - beta_1^t) m / (u + epsilon)
    fn step(&self, step: UpdateStep) {
        if prevents_division_by_zero(self.epsilon) { self.run::<true>(step) } else { self.run::<false>(step) }
    }

    fn proximal_step(&self, learning_rate: f64, _count: u64, slots: &[Vec<f32>], shrink: Shrink) {
        shrink(learning_rate, &|index| f64::from(slots[1][index]) + self.epsilon);
    }

    fn symbols(&self) -> Vec<(&'static str, f64)> {
        vec![("beta_1", self.beta_1), ("beta_2", self.beta_2), ("epsilon", self.epsilon)]
    }

    fn formulas(&self) -> Vec<Line> {
        vec![
            Line::gradient("m", "beta_1*m_before + (1 - beta_1)*g"),
            Line::gradient("m_hat", "m/(1 - beta_1^t)"),
            Line::new("u", "max(beta_2*u_before, abs(g))"),
            Line::step("Delta", "-eta*m_hat/(u + epsilon)"),
        ]
    }

    fn contestants(&self, rates: Rates) -> Vec<Variant> {
        let learning_rate = rates.adaptive;
        vec![Variant { name: "adamax", learning_rate, rule: UpdateRule::Adamax(self.clone()) }]
    }
}
