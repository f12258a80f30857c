//! Adagrad: divides by the root of the sum of all squared gradients of a weight (Duchi et al., 2011).

use kernels::elementwise::update_with;
use serde::{Deserialize, Serialize};

use super::rule::{Line, Rates, Rule, Shrink, Slot, UpdateStep, Variant, epsilon, slot};
use super::{UpdateRule, constant, divide, prevents_division_by_zero};
use crate::field_error::ArgumentRange;

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

impl Rule for Adagrad {
    fn slots(&self) -> &'static [Slot] {
        const { &[slot("accumulator", "a")] }
    }

    fn initial_slot_value(&self, _slot: usize) -> f64 {
        self.initial_accumulator_value
    }

    fn ranges(&self) -> Vec<ArgumentRange> {
        vec![("initial_accumulator_value", self.initial_accumulator_value, 0.0, 1e6), epsilon(self.epsilon)]
    }

    /// a += g^2; w -= rate g / sqrt(a + epsilon)
    fn step(&self, step: UpdateStep) {
        if prevents_division_by_zero(self.epsilon) { self.run::<true>(step) } else { self.run::<false>(step) }
    }

    fn proximal_step(&self, learning_rate: f64, _count: u64, slots: &[Vec<f32>], shrink: Shrink) {
        shrink(learning_rate, &|index| libm::sqrt(f64::from(slots[0][index]) + self.epsilon));
    }

    fn symbols(&self) -> Vec<(&'static str, f64)> {
        vec![("epsilon", self.epsilon)]
    }

    fn formulas(&self) -> Vec<Line> {
        vec![Line::new("a", "a_before + g^2"), Line::step("Delta", "-eta*g/sqrt(a + epsilon)")]
    }

    fn contestants(&self, rates: Rates) -> Vec<Variant> {
        let learning_rate = rates.adaptive * 5.0;
        vec![Variant { name: "adagrad", learning_rate, rule: UpdateRule::Adagrad(self.clone()) }]
    }
}
