//! Adam: a moving average of gradients divided by the root of that of their squares, both corrected for their start at 0
//! (Kingma and Ba, 2014). AMSGrad (Reddi et al., 2018). AdamW, with decoupled weight decay (Loshchilov and Hutter, 2017).

use kernels::elementwise::{update, update_with_three, update_with_two};
use kernels::number::Number;
use serde::{Deserialize, Serialize};

use super::{UpdateStep, constant, divide, power, prevents_division_by_zero};

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
    pub(super) fn slots(&self) -> &'static [&'static str] {
        if self.amsgrad { &["momentum", "velocity", "largest_velocity"] } else { &["momentum", "velocity"] }
    }

    /// m += (1 - beta_1)(g - m); v += (1 - beta_2)(g^2 - v);
    /// w -= rate sqrt(1 - beta_2^t) / (1 - beta_1^t) m / (sqrt(v) + epsilon)
    pub(super) fn step(&self, step: UpdateStep) {
        if prevents_division_by_zero(self.epsilon) { self.run::<true>(step) } else { self.run::<false>(step) }
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

    pub(super) fn slots(&self) -> &'static [&'static str] {
        self.adam().slots()
    }

    /// w -= rate weight_decay w, then as Adam.
    pub(super) fn step(&self, step: UpdateStep) {
        let shrink = constant(step.learning_rate * self.weight_decay);
        update(step.weights, step.gradients, |w, _| *w -= shrink * *w);
        self.adam().step(step);
    }
}
