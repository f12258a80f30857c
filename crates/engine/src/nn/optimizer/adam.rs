//! Adam: a moving average of gradients divided by the root of that of their squares, both corrected for their start at 0
//! (Kingma and Ba, 2014). AMSGrad (Reddi et al., 2018). AdamW, with decoupled weight decay (Loshchilov and Hutter, 2017).

use kernels::elementwise::{update, update_with_three, update_with_two};
use kernels::number::Number;
use serde::{Deserialize, Serialize};

use super::rule::{Line, Rates, Rule, Shrink, Slot, UpdateStep, Variant, decay, epsilon, slot};
use super::{UpdateRule, constant, divide, power, prevents_division_by_zero};
use crate::field_error::ArgumentRange;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Adam {
    pub beta_1: f64,
    pub beta_2: f64,
    pub epsilon: f64,
    /// Whether to divide by the largest mean square so far.
    pub amsgrad: bool,
}

impl Default for Adam {
    fn default() -> Self {
        Self { beta_1: 0.9, beta_2: 0.999, epsilon: 1e-7, amsgrad: false }
    }
}

impl Adam {
    /// Its lines as in textbooks. The epsilon is Keras's, which adds it before the correction.
    fn formulas_with(&self, delta: &'static str) -> Vec<Line> {
        let mut lines = vec![
            Line::gradient("m", "beta_1*m_before + (1 - beta_1)*g"),
            Line::new("v", "beta_2*v_before + (1 - beta_2)*g^2"),
        ];
        if self.amsgrad {
            lines.push(Line::new("u", "max(u_before, v)"));
        }
        lines.push(Line::gradient("m_hat", "m/(1 - beta_1^t)"));
        lines.push(Line::new("v_hat", if self.amsgrad { "u/(1 - beta_2^t)" } else { "v/(1 - beta_2^t)" }));
        lines.push(Line::shared("epsilon_t", "epsilon/sqrt(1 - beta_2^t)"));
        lines.push(Line::step("Delta", delta));
        lines
    }

    fn run<const EPSILON: bool>(&self, step: UpdateStep) {
        let UpdateStep { learning_rate, count, weights, gradients, slots } = step;
        let correction = libm::sqrt(1.0 - power(self.beta_2, count)) / (1.0 - power(self.beta_1, count));
        let [rate, epsilon] = [learning_rate * correction, self.epsilon].map(constant);
        let [take_1, take_2] = [1.0 - self.beta_1, 1.0 - self.beta_2].map(constant);
        match slots {
            [momenta, velocities] => {
                update_with_two(weights, gradients, momenta, velocities, |w, g, m, v| {
                    *m += take_1 * (g - *m);
                    *v += take_2 * (g * g - *v);
                    *w -= divide::<EPSILON>(rate * *m, v.sqrt() + epsilon);
                });
            }
            [momenta, velocities, largest] => {
                update_with_three(weights, gradients, momenta, velocities, largest, |w, g, m, v, most| {
                    *m += take_1 * (g - *m);
                    *v += take_2 * (g * g - *v);
                    *most = most.pmax(*v);
                    *w -= divide::<EPSILON>(rate * *m, most.sqrt() + epsilon);
                });
            }
            _ => {}
        }
    }
}

impl Rule for Adam {
    fn slots(&self) -> &'static [Slot] {
        const ALL: &[Slot] = &[slot("momentum", "m"), slot("velocity", "v"), slot("largest_velocity", "u")];
        if self.amsgrad { ALL } else { &ALL[..2] }
    }

    fn ranges(&self) -> Vec<ArgumentRange> {
        vec![decay("beta_1", self.beta_1), decay("beta_2", self.beta_2), epsilon(self.epsilon)]
    }

    /// m += (1 - beta_1)(g - m); v += (1 - beta_2)(g^2 - v);
    /// w -= rate sqrt(1 - beta_2^t) / (1 - beta_1^t) m / (sqrt(v) + epsilon)
    fn step(&self, step: UpdateStep) {
        if prevents_division_by_zero(self.epsilon) { self.run::<true>(step) } else { self.run::<false>(step) }
    }

    fn proximal_step(&self, learning_rate: f64, count: u64, slots: &[Vec<f32>], shrink: Shrink) {
        let correction = libm::sqrt(1.0 - power(self.beta_2, count));
        let last = slots.len() - 1;
        shrink(learning_rate * correction, &|index| libm::sqrt(f64::from(slots[last][index])) + self.epsilon);
    }

    fn symbols(&self) -> Vec<(&'static str, f64)> {
        vec![("beta_1", self.beta_1), ("beta_2", self.beta_2), ("epsilon", self.epsilon)]
    }

    fn formulas(&self) -> Vec<Line> {
        self.formulas_with("-eta*m_hat/(sqrt(v_hat) + epsilon_t)")
    }

    fn contestants(&self, rates: Rates) -> Vec<Variant> {
        let one = |name, amsgrad| Variant {
            name,
            learning_rate: rates.adaptive,
            rule: UpdateRule::Adam(Self { amsgrad, ..self.clone() }),
        };
        vec![one("adam", false), one("amsgrad", true)]
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct AdamW {
    pub weight_decay: f64,
    pub beta_1: f64,
    pub beta_2: f64,
    pub epsilon: f64,
    pub amsgrad: bool,
}

impl Default for AdamW {
    fn default() -> Self {
        let Adam { beta_1, beta_2, epsilon, amsgrad } = Adam::default();
        Self { weight_decay: 0.004, beta_1, beta_2, epsilon, amsgrad }
    }
}

impl AdamW {
    fn adam(&self) -> Adam {
        Adam { beta_1: self.beta_1, beta_2: self.beta_2, epsilon: self.epsilon, amsgrad: self.amsgrad }
    }
}

impl Rule for AdamW {
    fn slots(&self) -> &'static [Slot] {
        self.adam().slots()
    }

    fn ranges(&self) -> Vec<ArgumentRange> {
        vec![
            decay("beta_1", self.beta_1),
            decay("beta_2", self.beta_2),
            ("weight_decay", self.weight_decay, 0.0, 10.0),
            epsilon(self.epsilon),
        ]
    }

    /// w -= rate weight_decay w, then as Adam.
    fn step(&self, step: UpdateStep) {
        let shrink = constant(step.learning_rate * self.weight_decay);
        update(step.weights, step.gradients, |w, _| *w -= shrink * *w);
        self.adam().step(step);
    }

    fn proximal_step(&self, learning_rate: f64, count: u64, slots: &[Vec<f32>], shrink: Shrink) {
        self.adam().proximal_step(learning_rate, count, slots, shrink);
    }

    fn symbols(&self) -> Vec<(&'static str, f64)> {
        [self.adam().symbols(), vec![("lambda", self.weight_decay)]].concat()
    }

    fn formulas(&self) -> Vec<Line> {
        self.adam().formulas_with("-eta*lambda*w_before - eta*m_hat/(sqrt(v_hat) + epsilon_t)")
    }

    fn contestants(&self, rates: Rates) -> Vec<Variant> {
        let learning_rate = rates.adaptive;
        vec![Variant { name: "adamw", learning_rate, rule: UpdateRule::AdamW(self.clone()) }]
    }
}
