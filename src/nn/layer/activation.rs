//! An activation as a layer of its own. Source: <https://keras.io/api/layers/core_layers/activation/>

use serde::{Deserialize, Serialize};

use super::{Backward, Forward};
use crate::nn::activation::Activation;

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(default, deny_unknown_fields)]
pub struct ActivationConfig {
    pub activation: Activation,
}

impl ActivationConfig {
    /// The scratch keeps z.
    pub(super) fn forward(&self, pass: Forward) {
        let x = &pass.before[pass.inputs[0].clone()];
        pass.output.copy_from_slice(x);
        pass.scratch.copy_from_slice(x);
        self.activation.apply(pass.output, pass.stride, pass.lanes);
    }

    pub(super) fn backward(&self, pass: Backward) {
        if !pass.delta_is_by_logits {
            self.activation.backward(pass.scratch, pass.output, pass.delta, pass.stride, pass.lanes);
        }
        let x_delta = &mut pass.before_deltas[pass.inputs[0].clone()];
        x_delta.iter_mut().zip(pass.delta).for_each(|(x, delta)| *x += *delta);
    }
}
