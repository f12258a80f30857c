//! a = activation(kernel^T x + bias), along the last axis. Source: <https://keras.io/api/layers/core_layers/dense/>

use kernels::elementwise::{clear, copy};
use kernels::gemm::{Gemm, Init, sum_over_lanes, transpose};
use kernels::vector::padded;
use serde::{Deserialize, Serialize};

use super::{ArgumentRange, Backward, Forward, Layer, Masking, Nested, ParameterSpec, equation, one};
use crate::nn::activation::Activation;
use crate::nn::graph_error::GraphError;
use crate::nn::initializer::Initializer;
use crate::nn::regularizer::Regularizer;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct DenseConfig {
    pub units: usize,
    pub activation: Activation,
    pub use_bias: bool,
    pub kernel_initializer: Initializer,
    pub bias_initializer: Initializer,
    pub kernel_regularizer: Regularizer,
    pub bias_regularizer: Regularizer,
}

impl Default for DenseConfig {
    fn default() -> Self {
        Self {
            units: 1,
            activation: Activation::Linear,
            use_bias: true,
            kernel_initializer: Initializer::GlorotUniform,
            bias_initializer: Initializer::Zeros,
            kernel_regularizer: Regularizer::default(),
            bias_regularizer: Regularizer::default(),
        }
    }
}

impl Layer for DenseConfig {
    fn output_shape(&self, inputs: &[&[usize]]) -> Result<Vec<usize>, GraphError> {
        let (_, before) = one(inputs)?.split_last().ok_or(GraphError::ShapeMissing)?;
        Ok([before, &[self.units]].concat())
    }

    fn parameters(&self, inputs: &[&[usize]]) -> Vec<ParameterSpec> {
        let kernel =
            ParameterSpec::new("kernel", &[last(inputs[0]), self.units], self.kernel_initializer.clone());
        let bias = ParameterSpec::new("bias", &[self.units], self.bias_initializer.clone());
        let kernel = kernel.regularized(self.kernel_regularizer);
        let bias = ParameterSpec { fan_in: self.units, ..bias.regularized(self.bias_regularizer) };
        if self.use_bias { vec![kernel, bias] } else { vec![kernel] }
    }

    fn arithmetic(&self, inputs: &[&[usize]]) -> String {
        let kernel = vec![last(inputs[0]), self.units];
        equation(&if self.use_bias { vec![kernel, vec![self.units]] } else { vec![kernel] })
    }

    /// z, for activations whose derivative needs it and for losses of logits.
    fn scratch(&self, _inputs: &[&[usize]], output: &[usize]) -> usize {
        if self.keeps_logits() { output.iter().product() } else { 0 }
    }

    /// The gradient with respect to z, transposed.
    fn temporary(&self, _inputs: &[&[usize]], _output: &[usize]) -> usize {
        padded(self.units)
    }

    fn activation(&self) -> Option<&Activation> {
        Some(&self.activation)
    }

    fn keeps_logits(&self) -> bool {
        self.activation.needs_pre_activation()
            || matches!(self.activation, Activation::Sigmoid | Activation::Softmax)
    }

    fn ranges(&self) -> Vec<ArgumentRange> {
        vec![("units", self.units as f64, 1.0, 4096.0)]
    }

    fn nested(&self) -> Vec<Nested> {
        vec![
            ("activation", self.activation.ranges()),
            ("kernel_initializer", self.kernel_initializer.ranges()),
            ("bias_initializer", self.bias_initializer.ranges()),
            ("kernel_regularizer", self.kernel_regularizer.ranges()),
            ("bias_regularizer", self.bias_regularizer.ranges()),
        ]
    }

    /// Setting all weights of a dense layer to 0 first would often cost as much as computing their gradients.
    fn overwrites_gradients(&self) -> bool {
        true
    }

    fn masking(&self, _rank: usize) -> Masking {
        Masking::Passes
    }

    fn forward(&self, pass: Forward) {
        let site = pass.site;
        let (units, features, stride) = (self.units, site.features(), site.stride);
        let (kernel, bias) = pass.weights.split_at(features * units);
        let gemm = Gemm::matmul(units, features, site.lanes, (1, units), stride);
        let init = Init::of(bias);
        let x = site.input(pass.before, 0).chunks_exact(features * stride);
        for (x, y) in x.zip(pass.output.chunks_exact_mut(units * stride)) {
            gemm.run(init, kernel, x, y);
        }
        copy(pass.scratch, &pass.output[..pass.scratch.len()]);
        for y in pass.output.chunks_exact_mut(units * stride) {
            self.activation.apply(y, stride, site.lanes);
        }
    }

    fn backward(&self, mut pass: Backward) {
        let site = pass.site;
        let (units, features, stride) = (self.units, site.features(), site.stride);
        let (kernel, _) = pass.weights.split_at(features * units);
        let (kernel_gradient, bias_gradient) = pass.grad_weights.split_at_mut(features * units);
        let grad_kernel = Gemm {
            result_row_stride: units,
            ..Gemm::matmul(features, site.examples, units, (stride, 1), padded(units))
        };
        let grad_x = Gemm::matmul(features, units, site.lanes, (units, 1), stride);
        let x = site.input(pass.before, 0).chunks_exact(features * stride);
        for (step, x) in x.enumerate() {
            let rows = step * units * stride..(step + 1) * units * stride;
            let grad = &mut pass.grad_output[rows.clone()];
            if !pass.grad_is_wrt_logits {
                let z = pass.scratch.get(rows.clone()).unwrap_or(&[]);
                self.activation.backward(z, &pass.output[rows], grad, stride, site.lanes);
            }
            transpose(grad, stride, site.examples, pass.temporary);
            let accumulates = pass.accumulates || step > 0;
            let init = if accumulates { Init::Accumulate } else { Init::Zero };
            grad_kernel.run(init, x, pass.temporary, kernel_gradient);
            if !accumulates {
                clear(bias_gradient);
            }
            sum_over_lanes(pass.temporary, site.examples, bias_gradient);
            if let Some(grad_input) = pass.grad_inputs.of(&site, 0) {
                let grad_input = &mut grad_input[step * features * stride..][..features * stride];
                grad_x.run(Init::Accumulate, kernel, grad, grad_input);
            }
        }
    }
}

fn last(shape: &[usize]) -> usize {
    shape.last().copied().unwrap_or(1)
}
