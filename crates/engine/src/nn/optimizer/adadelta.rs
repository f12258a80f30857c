//! Adadelta: Adagrad with moving averages instead of sums, and steps in the units of the weights (Zeiler, 2012).

use kernels::elementwise::update_with_two;
use serde::{Deserialize, Serialize};

use super::rule::{Line, Rates, Rule, Shrink, Slot, UpdateStep, Variant, decay, epsilon, slot};
use super::{UpdateRule, constant, divide, prevents_division_by_zero};
use crate::field_error::ArgumentRange;

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

impl Rule for Adadelta {
    fn slots(&self) -> &'static [Slot] {
        const { &[slot("accumulated_gradient", "a"), slot("accumulated_delta", "b")] }
    }

    fn ranges(&self) -> Vec<ArgumentRange> {
        vec![decay("rho", self.rho), epsilon(self.epsilon)]
    }

    /// a = rho a + (1 - rho) g^2; d = g sqrt(b + epsilon) / sqrt(a + epsilon);
    /// b = rho b + (1 - rho) d^2; w -= rate d
    fn step(&self, step: UpdateStep) {
        if prevents_division_by_zero(self.epsilon) { self.run::<true>(step) } else { self.run::<false>(step) }
    }

    /// The size of its steps does not depend on the size of the gradient, so a penalty has no measure in them.
    fn has_proximal_step(&self) -> bool {
        false
    }

    fn proximal_step(&self, _learning_rate: f64, _count: u64, _slots: &[Vec<f32>], _shrink: Shrink) {}

    fn symbols(&self) -> Vec<(&'static str, f64)> {
        vec![("rho", self.rho), ("epsilon", self.epsilon)]
    }

    fn formulas(&self) -> Vec<Line> {
        vec![
            Line::new("a", "rho*a_before + (1 - rho)*g^2"),
            Line::step("d", "sqrt(b_before + epsilon)/sqrt(a + epsilon)*g"),
            Line::new("b", "rho*b_before + (1 - rho)*d^2"),
            Line::step("Delta", "-eta*d"),
        ]
    }

    fn contestants(&self, rates: Rates) -> Vec<Variant> {
        let learning_rate = rates.adaptive * 10.0;
        vec![Variant {
            name: "adadelta",
            learning_rate,
            rule: UpdateRule::Adadelta(Self { epsilon: 1e-4, ..self.clone() }),
        }]
    }
}
