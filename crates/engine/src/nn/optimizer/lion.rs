//! Lion: steps of constant size along the sign of a momentum (Chen et al., 2023).

use kernels::elementwise::update_with;
use kernels::number::Number;
use serde::{Deserialize, Serialize};

use super::rule::{Line, Rates, Rule, Shrink, Slot, UpdateStep, Variant, decay, slot};
use super::{UpdateRule, constant};
use crate::field_error::ArgumentRange;

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

impl Rule for Lion {
    fn slots(&self) -> &'static [Slot] {
        const { &[slot("momentum", "m")] }
    }

    fn ranges(&self) -> Vec<ArgumentRange> {
        vec![decay("beta_1", self.beta_1), decay("beta_2", self.beta_2)]
    }

    /// w -= rate sign(beta_1 m + (1 - beta_1) g); m = beta_2 m + (1 - beta_2) g
    fn step(&self, UpdateStep { learning_rate, weights, gradients, slots, .. }: UpdateStep) {
        let (rate, zero) = (constant(learning_rate), constant(0.0));
        let [keep_1, take_1] = [self.beta_1, 1.0 - self.beta_1].map(constant);
        let [keep_2, take_2] = [self.beta_2, 1.0 - self.beta_2].map(constant);
        update_with(weights, gradients, &mut slots[0], |w, g, m| {
            let direction = keep_1 * *m + take_1 * g;
            *w -= direction.eq(zero).select(zero, rate.copysign(direction));
            *m = keep_2 * *m + take_2 * g;
        });
    }

    /// The size of its steps does not depend on the size of the gradient, so a penalty has no measure in them.
    fn has_proximal_step(&self) -> bool {
        false
    }

    fn proximal_step(&self, _learning_rate: f64, _count: u64, _slots: &[Vec<f32>], _shrink: Shrink) {}

    fn symbols(&self) -> Vec<(&'static str, f64)> {
        vec![("beta_1", self.beta_1), ("beta_2", self.beta_2)]
    }

    fn formulas(&self) -> Vec<Line> {
        vec![
            Line::gradient("c", "beta_1*m_before + (1 - beta_1)*g"),
            Line::gradient("m", "beta_2*m_before + (1 - beta_2)*g"),
            Line::step("Delta", "-eta*sign(c)"),
        ]
    }

    fn contestants(&self, rates: Rates) -> Vec<Variant> {
        let learning_rate = rates.adaptive * 0.3;
        vec![Variant { name: "lion", learning_rate, rule: UpdateRule::Lion(self.clone()) }]
    }
}
