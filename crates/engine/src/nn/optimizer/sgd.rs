//! Gradient descent, with momentum (Polyak, 1964) or Nesterov momentum (1983).

use kernels::elementwise::{add_scaled, update_with};
use serde::{Deserialize, Serialize};

use super::rule::{Line, Rates, Rule, Shrink, Slot, UpdateStep, Variant, decay, slot};
use super::{UpdateRule, constant};
use crate::field_error::ArgumentRange;

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Sgd {
    pub momentum: f64,
    pub nesterov: bool,
}

impl Rule for Sgd {
    fn slots(&self) -> &'static [Slot] {
        if self.momentum > 0.0 { const { &[slot("momentum", "m")] } } else { &[] }
    }

    fn default_learning_rate(&self) -> f64 {
        0.01
    }

    fn ranges(&self) -> Vec<ArgumentRange> {
        vec![decay("momentum", self.momentum)]
    }

    /// m = momentum m - rate g; w += m, or momentum m - rate g with the new m.
    fn step(&self, UpdateStep { learning_rate, weights, gradients, slots, .. }: UpdateStep) {
        let Some(momenta) = slots.first_mut() else {
            return add_scaled(weights, -learning_rate as f32, gradients);
        };
        let (rate, keep) = (constant(learning_rate), constant(self.momentum));
        update_with(weights, gradients, momenta, |w, g, m| {
            *m = keep * *m - rate * g;
            *w += if self.nesterov { keep * *m - rate * g } else { *m };
        });
    }

    fn proximal_step(&self, learning_rate: f64, _count: u64, _slots: &[Vec<f32>], shrink: Shrink) {
        shrink(learning_rate / (1.0 - self.momentum), &|_| 1.0);
    }

    fn symbols(&self) -> Vec<(&'static str, f64)> {
        vec![("mu", self.momentum)]
    }

    fn formulas(&self) -> Vec<Line> {
        if self.momentum == 0.0 {
            return vec![Line::step("Delta", "-eta*g")];
        }
        let delta = if self.nesterov { "mu*m - eta*g" } else { "m" };
        vec![Line::step("m", "mu*m_before - eta*g"), Line::step("Delta", delta)]
    }

    fn contestants(&self, rates: Rates) -> Vec<Variant> {
        let one = |name, share, momentum, nesterov| Variant {
            name,
            learning_rate: rates.descent * share,
            rule: UpdateRule::Sgd(Self { momentum, nesterov }),
        };
        vec![
            one("gradient_descent", 1.0, 0.0, false),
            one("sgd", 1.0, 0.0, false),
            one("momentum", 0.3, 0.9, false),
            one("nesterov", 0.3, 0.9, true),
        ]
    }
}
