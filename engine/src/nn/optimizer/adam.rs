//! Momentum over recent mean squares, both corrected for their start at 0 (Kingma and Ba, 2014);
//! AMSGrad (Reddi et al., 2018); AdamW, which shrinks weights beside it (Loshchilov and Hutter, 2017).

use super::{Step, power};

#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Adam {
    pub beta_1: f64,
    pub beta_2: f64,
    pub epsilon: f64,
    /// Divide by the largest mean square so far.
    pub amsgrad: bool,
}
crate::record!(Adam { beta_1, beta_2, epsilon, amsgrad });

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
    pub(super) fn step(&self, Step { learning_rate, count, weights, gradients, slots }: Step) {
        let correction = libm::sqrt(1.0 - power(self.beta_2, count)) / (1.0 - power(self.beta_1, count));
        let (rate, epsilon) = ((learning_rate * correction) as f32, self.epsilon as f32);
        let (take_1, take_2) = ((1.0 - self.beta_1) as f32, (1.0 - self.beta_2) as f32);
        match slots {
            [momenta, velocities] => {
                let state = momenta.iter_mut().zip(velocities);
                for ((w, g), (m, v)) in weights.iter_mut().zip(gradients).zip(state) {
                    *m += take_1 * (g - *m);
                    *v += take_2 * (g * g - *v);
                    *w -= rate * *m / (v.sqrt() + epsilon);
                }
            }
            [momenta, velocities, largest] => {
                let state = momenta.iter_mut().zip(velocities).zip(largest);
                for ((w, g), ((m, v), most)) in weights.iter_mut().zip(gradients).zip(state) {
                    *m += take_1 * (g - *m);
                    *v += take_2 * (g * g - *v);
                    *most = if *v > *most { *v } else { *most };
                    *w -= rate * *m / (most.sqrt() + epsilon);
                }
            }
            _ => {}
        }
    }
}

#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct AdamW {
    pub weight_decay: f64,
    pub beta_1: f64,
    pub beta_2: f64,
    pub epsilon: f64,
    pub amsgrad: bool,
}
crate::record!(AdamW { weight_decay, beta_1, beta_2, epsilon, amsgrad });

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
    pub(super) fn step(&self, step: Step) {
        let shrink = (step.learning_rate * self.weight_decay) as f32;
        step.weights.iter_mut().for_each(|w| *w -= shrink * *w);
        self.adam().step(step);
    }
}
