//! An activation as a layer of its own. Source: <https://keras.io/api/layers/core_layers/activation/>

use kernels::elementwise::{add, copy};
use serde::{Deserialize, Serialize};

use super::{Backward, Forward, Layer, Masking, Nested, one};
use crate::nn::activation::Activation;
use crate::nn::graph_error::GraphError;

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ActivationConfig {
    pub activation: Activation,
}

impl Layer for ActivationConfig {
    fn output_shape(&self, inputs: &[&[usize]]) -> Result<Vec<usize>, GraphError> {
        Ok(one(inputs)?.to_vec())
    }

    /// z.
    fn scratch(&self, _inputs: &[&[usize]], output: &[usize]) -> usize {
        output.iter().product()
    }

    fn activation(&self) -> Option<&Activation> {
        Some(&self.activation)
    }

    fn nested(&self) -> Vec<Nested> {
        vec![("activation", self.activation.ranges())]
    }

    fn keeps_logits(&self) -> bool {
        true
    }

    fn masking(&self, _rank: usize) -> Masking {
        Masking::Passes
    }

    fn forward(&self, pass: Forward) {
        let site = pass.site;
        let x = site.input(pass.before, 0);
        copy(pass.output, x);
        copy(pass.scratch, x);
        for y in pass.output.chunks_exact_mut(site.features() * site.stride) {
            self.activation.apply(y, site.stride, site.lanes);
        }
    }

    fn backward(&self, mut pass: Backward) {
        let site = pass.site;
        if !pass.grad_is_wrt_logits {
            let size = site.features() * site.stride;
            let values = pass.scratch.chunks_exact(size).zip(pass.output.chunks_exact(size));
            for ((z, a), grad) in values.zip(pass.grad_output.chunks_exact_mut(size)) {
                self.activation.backward(z, a, grad, site.stride, site.lanes);
            }
        }
        if let Some(grad_input) = pass.grad_inputs.of(&site, 0) {
            add(grad_input, pass.grad_output);
        }
    }
}
