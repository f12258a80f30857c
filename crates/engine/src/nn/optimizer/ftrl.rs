//! Follow the regularized leader: each weight is the minimum of the sum of all gradients so far and of penalties, solved
//! anew at every step (McMahan et al., 2013). It forgets the initial weights at once.

use serde::{Deserialize, Serialize};

use super::UpdateRule;
use super::rule::{Line, Rates, Rule, Shrink, Slot, UpdateStep, Variant, slot};
use crate::field_error::ArgumentRange;

/// Source of names and defaults: <https://keras.io/api/optimizers/ftrl/>
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Ftrl {
    /// How the step size falls with the accumulator. 0 keeps it, -0.5 is Adagrad's.
    pub learning_rate_power: f64,
    pub initial_accumulator_value: f64,
    pub l1_regularization_strength: f64,
    pub l2_regularization_strength: f64,
    /// An L2 penalty on the gradient only.
    pub l2_shrinkage_regularization_strength: f64,
    pub beta: f64,
}

impl Default for Ftrl {
    fn default() -> Self {
        Self {
            learning_rate_power: -0.5,
            initial_accumulator_value: 0.1,
            l1_regularization_strength: 0.0,
            l2_regularization_strength: 0.0,
            l2_shrinkage_regularization_strength: 0.0,
            beta: 0.0,
        }
    }
}

impl Rule for Ftrl {
    fn slots(&self) -> &'static [Slot] {
        const { &[slot("accumulator", "a"), slot("linear", "z")] }
    }

    fn initial_slot_value(&self, slot: usize) -> f64 {
        if slot == 0 { self.initial_accumulator_value } else { 0.0 }
    }

    fn ranges(&self) -> Vec<ArgumentRange> {
        vec![
            ("learning_rate_power", self.learning_rate_power, -4.0, 0.0),
            ("initial_accumulator_value", self.initial_accumulator_value, 0.0, 1e6),
            ("l1_regularization_strength", self.l1_regularization_strength, 0.0, 1e6),
            ("l2_regularization_strength", self.l2_regularization_strength, 0.0, 1e6),
            ("l2_shrinkage_regularization_strength", self.l2_shrinkage_regularization_strength, 0.0, 1e6),
            ("beta", self.beta, 0.0, 1e6),
        ]
    }

    /// a' = a + g^2; z += g + 2 shrinkage w - (a'^-power - a^-power) / rate w;
    /// w = (clip(z, -l1, l1) - z) / (a'^-power / rate + 2 l2 + beta / rate)
    fn step(&self, UpdateStep { learning_rate, weights, gradients, slots, .. }: UpdateStep) {
        let [accumulators, linears] = slots else { return };
        // Without a rate there is no step, and nothing to divide by.
        if learning_rate <= 0.0 {
            return;
        }
        let (l1, l2) = (self.l1_regularization_strength, self.l2_regularization_strength);
        let shrinkage = 2.0 * self.l2_shrinkage_regularization_strength;
        let state = accumulators.iter_mut().zip(linears);
        for ((w, &g), (a, z)) in weights.iter_mut().zip(gradients).zip(state) {
            let (weight, gradient) = (f64::from(*w), f64::from(g));
            let before = self.root(f64::from(*a));
            *a += g * g;
            let after = self.root(f64::from(*a));
            let linear =
                f64::from(*z) + gradient + shrinkage * weight - (after - before) / learning_rate * weight;
            *z = linear as f32;
            let quadratic = (after + self.beta) / learning_rate + 2.0 * l2;
            // A weight that has never had a gradient stays.
            if quadratic != 0.0 {
                *w = ((linear.clamp(-l1, l1) - linear) / quadratic) as f32;
            }
        }
    }

    /// It has penalties of its own. Those of a layer would not be in its sums.
    fn has_proximal_step(&self) -> bool {
        false
    }

    fn proximal_step(&self, _learning_rate: f64, _count: u64, _slots: &[Vec<f32>], _shrink: Shrink) {}

    fn symbols(&self) -> Vec<(&'static str, f64)> {
        vec![
            ("kappa", self.learning_rate_power),
            ("lambda_1", self.l1_regularization_strength),
            ("lambda_2", self.l2_regularization_strength),
            ("sigma", self.l2_shrinkage_regularization_strength),
            ("beta", self.beta),
        ]
    }

    fn formulas(&self) -> Vec<Line> {
        vec![
            Line::new("a", "a_before + g^2"),
            Line::gradient(
                "z",
                "z_before + g + 2*sigma*w_before - (a^(-kappa) - a_before^(-kappa))/eta*w_before",
            ),
            Line::new("q", "(a^(-kappa) + beta)/eta + 2*lambda_2"),
            Line::step("Delta", "(max(-lambda_1, min(lambda_1, z)) - z)/q - w_before"),
        ]
    }

    fn contestants(&self, rates: Rates) -> Vec<Variant> {
        let learning_rate = rates.adaptive * 5.0;
        vec![Variant { name: "ftrl", learning_rate, rule: UpdateRule::Ftrl(self.clone()) }]
    }
}

impl Ftrl {
    /// accumulator^-power: the square root by default.
    fn root(&self, accumulator: f64) -> f64 {
        if self.learning_rate_power == -0.5 {
            libm::sqrt(accumulator)
        } else {
            libm::pow(accumulator, -self.learning_rate_power)
        }
    }
}
