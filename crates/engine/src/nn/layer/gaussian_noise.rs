//! Adds normal noise of standard deviation `stddev` in training.
//! Source: <https://keras.io/api/layers/regularization_layers/gaussian_noise/>

use kernels::elementwise::{add, copy};
use serde::{Deserialize, Serialize};

use super::{ActivationConfig, ArgumentRange, Backward, Forward, Layer, LayerKind, Masking, one};
use crate::nn::graph_error::GraphError;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct GaussianNoiseConfig {
    pub stddev: f64,
}

impl Default for GaussianNoiseConfig {
    fn default() -> Self {
        Self { stddev: 0.1 }
    }
}

impl Layer for GaussianNoiseConfig {
    fn output_shape(&self, inputs: &[&[usize]]) -> Result<Vec<usize>, GraphError> {
        Ok(one(inputs)?.to_vec())
    }

    fn ranges(&self) -> Vec<ArgumentRange> {
        vec![("stddev", self.stddev, 0.0, 10.0)]
    }

    fn masking(&self, _rank: usize) -> Masking {
        Masking::Passes
    }

    /// Passes its input on.
    fn inference(&self, _weights: &[f32], _channels: usize) -> Option<(LayerKind, Vec<f32>)> {
        Some((LayerKind::Activation(ActivationConfig::default()), Vec::new()))
    }

    fn forward(&self, pass: Forward) {
        let site = pass.site;
        copy(pass.output, site.input(pass.before, 0));
        let Some(random) = pass.training else { return };
        for row in pass.output.chunks_exact_mut(site.stride) {
            row[..site.examples].iter_mut().for_each(|y| *y += (self.stddev * random.normal()) as f32);
        }
    }

    fn backward(&self, mut pass: Backward) {
        let Some(grad_input) = pass.grad_inputs.of(&pass.site, 0) else { return };
        add(grad_input, pass.grad_output);
    }
}
