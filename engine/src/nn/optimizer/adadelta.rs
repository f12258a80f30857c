//! Adagrad with a memory that fades, and steps in the units of the weights (Zeiler, 2012).

use super::Step;

#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Adadelta {
    pub rho: f64,
    pub epsilon: f64,
}
crate::record!(Adadelta { rho, epsilon });

impl Default for Adadelta {
    fn default() -> Self {
        Self { rho: 0.95, epsilon: 1e-7 }
    }
}

impl Adadelta {
    pub(super) const SLOTS: &[&str] = &["accumulated_gradient", "accumulated_delta"];

    /// a = rho a + (1 - rho) g^2; d = g sqrt(b + epsilon) / sqrt(a + epsilon);
    /// b = rho b + (1 - rho) d^2; w -= rate d
    pub(super) fn step(&self, Step { learning_rate, weights, gradients, slots, .. }: Step) {
        let [gradient_squares, delta_squares] = slots else { return };
        let (rate, epsilon) = (learning_rate as f32, self.epsilon as f32);
        let (keep, take) = (self.rho as f32, (1.0 - self.rho) as f32);
        let state = gradient_squares.iter_mut().zip(delta_squares);
        for ((w, g), (a, b)) in weights.iter_mut().zip(gradients).zip(state) {
            *a = keep * *a + take * g * g;
            let delta = g * (*b + epsilon).sqrt() / (*a + epsilon).sqrt();
            *b = keep * *b + take * delta * delta;
            *w -= rate * delta;
        }
    }
}
