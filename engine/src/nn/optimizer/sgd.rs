//! Gradient descent, with momentum (Polyak, 1964) or Nesterov momentum (1983).

use kernels::elementwise::{add_scaled, update_with};
use serde::{Deserialize, Serialize};

use super::{UpdateStep, constant};

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Sgd {
    pub momentum: f64,
    pub nesterov: bool,
}

impl Sgd {
    pub(super) fn slots(&self) -> &'static [&'static str] {
        if self.momentum > 0.0 { &["momentum"] } else { &[] }
    }

    /// m = momentum m - rate g; w += m, or momentum m - rate g with the new m.
    pub(super) fn step(&self, UpdateStep { learning_rate, weights, gradients, slots, .. }: UpdateStep) {
        let Some(momenta) = slots.first_mut() else {
            return add_scaled(weights, -learning_rate as f32, gradients);
        };
        let (rate, keep) = (constant(learning_rate), constant(self.momentum));
        update_with(weights, gradients, momenta, |w, g, m| {
            *m = keep * *m - rate * g;
            *w += if self.nesterov { keep * *m - rate * g } else { *m };
        });
    }
}
