//! Adam with Nesterov momentum (Dozat, 2016).

use kernels::elementwise::update_with_two;
use serde::{Deserialize, Serialize};

use super::rule::{Line, Rates, Rule, Shrink, Slot, UpdateStep, Variant, decay, epsilon, slot};
use super::{UpdateRule, constant, divide, power, prevents_division_by_zero};
use crate::field_error::ArgumentRange;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Nadam {
    pub beta_1: f64,
    pub beta_2: f64,
    pub epsilon: f64,
}

impl Default for Nadam {
    fn default() -> Self {
        Self { beta_1: 0.9, beta_2: 0.999, epsilon: 1e-7 }
    }
}

impl Nadam {
    /// The momentum at step t: beta_1 (1 - 0.96^t / 2).
    fn momentum(&self, count: u64) -> f64 {
        self.beta_1 * (1.0 - 0.5 * power(0.96, count))
    }

    fn run<const EPSILON: bool>(&self, step: UpdateStep) {
        let UpdateStep { learning_rate, count, weights, gradients, slots } = step;
        let [momenta, velocities, products] = slots else { return };
        let (now, next) = (self.momentum(count), self.momentum(count + 1));
        let before =
            if count == 1 { 1.0 } else { products.first().map_or(1.0, |&product| f64::from(product)) };
        let product = before * now;
        products.fill(product as f32);
        let [rate, epsilon] = [learning_rate, self.epsilon].map(constant);
        let [take_1, take_2] = [1.0 - self.beta_1, 1.0 - self.beta_2].map(constant);
        let of_momentum = constant(next / (1.0 - product * next));
        let of_gradient = constant((1.0 - now) / (1.0 - product));
        let of_velocity = constant(1.0 / (1.0 - power(self.beta_2, count)));
        update_with_two(weights, gradients, momenta, velocities, |w, g, m, v| {
            *m += take_1 * (g - *m);
            *v += take_2 * (g * g - *v);
            let ahead = of_momentum * *m + of_gradient * g;
            *w -= divide::<EPSILON>(rate * ahead, (of_velocity * *v).sqrt() + epsilon);
        });
    }
}

impl Rule for Nadam {
    /// The product of all momenta so far is a single number, but stored for every weight like the other slots.
    fn slots(&self) -> &'static [Slot] {
        const { &[slot("momentum", "m"), slot("velocity", "v"), slot("momentum_product", "p")] }
    }

    fn ranges(&self) -> Vec<ArgumentRange> {
        vec![decay("beta_1", self.beta_1), decay("beta_2", self.beta_2), epsilon(self.epsilon)]
    }

    /// m and v as Adam's; w -= rate (u' m / (1 - p u') + (1 - u) g / (1 - p)) / (sqrt(v / (1 - beta_2^t)) + epsilon)
    /// with u and u' the momenta of this step and the next, p the product of all up to this one.
    fn step(&self, step: UpdateStep) {
        if prevents_division_by_zero(self.epsilon) { self.run::<true>(step) } else { self.run::<false>(step) }
    }

    fn proximal_step(&self, learning_rate: f64, count: u64, slots: &[Vec<f32>], shrink: Shrink) {
        let correction = 1.0 - power(self.beta_2, count);
        shrink(learning_rate, &|index| libm::sqrt(f64::from(slots[1][index]) / correction) + self.epsilon);
    }

    fn symbols(&self) -> Vec<(&'static str, f64)> {
        vec![("beta_1", self.beta_1), ("beta_2", self.beta_2), ("epsilon", self.epsilon)]
    }

    fn formulas(&self) -> Vec<Line> {
        vec![
            Line::shared("mu_t", "beta_1*(1 - 0.96^t/2)"),
            Line::shared("mu_next", "beta_1*(1 - 0.96^(t + 1)/2)"),
            Line::new("p", "if(t > 1, p_before, 1)*mu_t"),
            Line::gradient("m", "beta_1*m_before + (1 - beta_1)*g"),
            Line::new("v", "beta_2*v_before + (1 - beta_2)*g^2"),
            Line::gradient("m_hat", "mu_next*m/(1 - p*mu_next) + (1 - mu_t)*g/(1 - p)"),
            Line::new("v_hat", "v/(1 - beta_2^t)"),
            Line::step("Delta", "-eta*m_hat/(sqrt(v_hat) + epsilon)"),
        ]
    }

    fn contestants(&self, rates: Rates) -> Vec<Variant> {
        let learning_rate = rates.adaptive;
        vec![Variant { name: "nadam", learning_rate, rule: UpdateRule::Nadam(self.clone()) }]
    }
}
