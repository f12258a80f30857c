//! In training, sets each value to 0 with probability `rate` and scales the others up to preserve the mean
//! (Srivastava et al., 2014). Source: <https://keras.io/api/layers/regularization_layers/dropout/>

use kernels::elementwise::{add_product, copy};
use serde::{Deserialize, Serialize};

use super::{ActivationConfig, ArgumentRange, Backward, Forward, Layer, LayerKind, Masking, one};
use crate::nn::graph_error::GraphError;

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct DropoutConfig {
    pub rate: f64,
}

impl Layer for DropoutConfig {
    fn output_shape(&self, inputs: &[&[usize]]) -> Result<Vec<usize>, GraphError> {
        Ok(one(inputs)?.to_vec())
    }

    /// The factor of each value: 0 or 1 / (1 - rate).
    fn scratch(&self, _inputs: &[&[usize]], output: &[usize]) -> usize {
        output.iter().product()
    }

    fn ranges(&self) -> Vec<ArgumentRange> {
        vec![("rate", self.rate, 0.0, 0.95)]
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
        let x = site.input(pass.before, 0);
        let Some(random) = pass.training else {
            return copy(pass.output, x);
        };
        let scale = (1.0 / (1.0 - self.rate)) as f32;
        let rows = pass.output.chunks_exact_mut(site.stride).zip(pass.scratch.chunks_exact_mut(site.stride));
        for ((output, factors), x) in rows.zip(x.chunks_exact(site.stride)) {
            for lane in 0..site.lanes {
                factors[lane] = if random.uniform() < self.rate { 0.0 } else { scale };
                output[lane] = x[lane] * factors[lane];
            }
        }
    }

    fn backward(&self, mut pass: Backward) {
        let Some(grad_input) = pass.grad_inputs.of(&pass.site, 0) else { return };
        add_product(grad_input, pass.grad_output, pass.scratch);
    }
}
