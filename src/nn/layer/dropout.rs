//! Drops each value with probability `rate` while training, and scales the others up so that the mean stays
//! (Srivastava et al., 2014). Source: <https://keras.io/api/layers/regularization_layers/dropout/>

use serde::{Deserialize, Serialize};

use super::{Backward, Forward};

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(default, deny_unknown_fields)]
pub struct DropoutConfig {
    pub rate: f64,
}

impl DropoutConfig {
    /// The scratch keeps the factor of each value: 0 or 1 / (1 - rate).
    pub(super) fn forward(&self, pass: Forward) {
        let x = &pass.before[pass.inputs[0].clone()];
        let Some(random) = pass.training else {
            return pass.output.copy_from_slice(x);
        };
        let scale = (1.0 / (1.0 - self.rate)) as f32;
        let rows = pass.output.chunks_exact_mut(pass.stride).zip(pass.scratch.chunks_exact_mut(pass.stride));
        for ((output, factors), x) in rows.zip(x.chunks_exact(pass.stride)) {
            for lane in 0..pass.lanes {
                factors[lane] = if random.uniform() < self.rate { 0.0 } else { scale };
                output[lane] = x[lane] * factors[lane];
            }
        }
    }

    pub(super) fn backward(&self, pass: Backward) {
        let x_delta = &mut pass.before_deltas[pass.inputs[0].clone()];
        for ((x, delta), factor) in x_delta.iter_mut().zip(pass.delta).zip(pass.scratch) {
            *x += *delta * *factor;
        }
    }
}
