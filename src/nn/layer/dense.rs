//! a = activation(kernel^T x + bias), along the last axis. Source: <https://keras.io/api/layers/core_layers/dense/>

use serde::{Deserialize, Serialize};

use super::{Backward, Forward, ParameterSpec};
use crate::nn::activation::Activation;
use crate::nn::initializer::Initializer;
use crate::nn::lanes::Product;
use crate::nn::regularizer::Regularizer;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(default, deny_unknown_fields)]
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

impl DenseConfig {
    pub(super) fn output_shape(&self, input: &[usize]) -> Result<Vec<usize>, String> {
        let (_, before) = input.split_last().ok_or("needs an input with at least one axis")?;
        Ok([before, &[self.units]].concat())
    }

    pub(super) fn parameters(&self, input: &[usize]) -> Vec<ParameterSpec> {
        let (inputs, units) = (last(input), self.units);
        let kernel = ParameterSpec {
            name: "kernel",
            shape: vec![inputs, units],
            initializer: self.kernel_initializer.clone(),
            fan_in: inputs,
            fan_out: units,
            regularizer: self.kernel_regularizer,
        };
        let bias = ParameterSpec {
            name: "bias",
            shape: vec![units],
            initializer: self.bias_initializer.clone(),
            fan_in: units,
            fan_out: units,
            regularizer: self.bias_regularizer,
        };
        if self.use_bias { vec![kernel, bias] } else { vec![kernel] }
    }

    pub(super) fn arithmetic(&self, input: &[usize]) -> String {
        let (inputs, units) = (last(input), self.units);
        match self.use_bias {
            true => format!("{inputs} × {units} + {units} = {}", inputs * units + units),
            false => format!("{inputs} × {units} = {}", inputs * units),
        }
    }

    pub(super) fn ranges(&self) -> Vec<(&'static str, f64, f64, f64)> {
        vec![
            ("units", self.units as f64, 1.0, 4096.0),
            ("kernel_regularizer.l1", self.kernel_regularizer.l1, 0.0, 10.0),
            ("kernel_regularizer.l2", self.kernel_regularizer.l2, 0.0, 10.0),
            ("bias_regularizer.l1", self.bias_regularizer.l1, 0.0, 10.0),
            ("bias_regularizer.l2", self.bias_regularizer.l2, 0.0, 10.0),
        ]
    }

    fn product(&self, weights: &[f32], stride: usize, lanes: usize) -> Product {
        let inputs = weights.len() / self.units - usize::from(self.use_bias);
        Product { inputs, units: self.units, stride, lanes }
    }

    fn split<'a>(&self, weights: &'a [f32]) -> (&'a [f32], Option<&'a [f32]>) {
        let (kernel, bias) = weights.split_at(weights.len() - if self.use_bias { self.units } else { 0 });
        (kernel, self.use_bias.then_some(bias))
    }

    /// Keeps z in the scratch: for activations whose derivative needs it, and for losses of logits.
    pub(super) fn forward(&self, pass: Forward) {
        let Forward { weights, before, inputs, output, scratch, stride, lanes, .. } = pass;
        let x = &before[inputs[0].clone()];
        let product = self.product(weights, stride, lanes);
        let (kernel, bias) = self.split(weights);
        let rows = x.chunks_exact(product.inputs * stride).zip(output.chunks_exact_mut(self.units * stride));
        rows.for_each(|(x, y)| product.forward(kernel, bias, x, y));
        if self.keeps_pre_activation() && !scratch.is_empty() {
            scratch.copy_from_slice(output);
        }
        match self.activation {
            Activation::Softmax => output
                .chunks_exact_mut(self.units * stride)
                .for_each(|step| self.activation.apply(step, stride, lanes)),
            _ => self.activation.apply(output, stride, lanes),
        }
    }

    pub(super) fn backward(&self, pass: Backward) {
        let Backward { weights, before, inputs, output, scratch, delta, stride, lanes, gradients, .. } = pass;
        if !pass.delta_is_by_logits {
            let steps =
                output.chunks_exact(self.units * stride).zip(delta.chunks_exact_mut(self.units * stride));
            for (step, (output, delta)) in steps.enumerate() {
                let size = self.units * stride;
                let z = scratch.get(step * size..(step + 1) * size).unwrap_or(&[]);
                self.activation.backward(z, output, delta, stride, lanes);
            }
        }
        let product = self.product(weights, stride, lanes);
        let (kernel, _) = self.split(weights);
        let (kernel_gradient, bias_gradient) = gradients.split_at_mut(kernel.len());
        let x = &before[inputs[0].clone()];
        let x_delta = &mut pass.before_deltas[inputs[0].clone()];
        let width = product.inputs * stride;
        for (step, delta) in delta.chunks_exact(self.units * stride).enumerate() {
            let here = step * width..(step + 1) * width;
            product.backward_kernel(&x[here.clone()], delta, kernel_gradient);
            product.backward_bias(delta, bias_gradient);
            if pass.needs_input_delta {
                product.backward_inputs(kernel, delta, &mut x_delta[here]);
            }
        }
    }

    fn keeps_pre_activation(&self) -> bool {
        self.activation.needs_pre_activation()
            || matches!(self.activation, Activation::Sigmoid | Activation::Softmax)
    }
}

fn last(shape: &[usize]) -> usize {
    shape.last().copied().unwrap_or(1)
}
