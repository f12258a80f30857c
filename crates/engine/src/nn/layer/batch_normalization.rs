//! Normalizes each channel to mean 0 and variance 1 over the batch, then scales and shifts it. Inference uses moving
//! averages of mean and variance (Ioffe and Szegedy, 2015).
//! Source: <https://keras.io/api/layers/normalization_layers/batch_normalization/>

use std::ops::Range;

use kernels::elementwise::clear;
use kernels::number::Number;
use kernels::vector::{Vector, vectors, vectors_mut};
use serde::{Deserialize, Serialize};

use super::{
    ArgumentRange, Backward, DenseConfig, Forward, Layer, LayerKind, Masking, ParameterSpec, Site, equation,
    one,
};
use crate::nn::graph_error::GraphError;
use crate::nn::initializer::Initializer;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct BatchNormalizationConfig {
    /// The share of the moving averages that is kept at each step.
    pub momentum: f64,
    pub epsilon: f64,
    /// Whether to add beta.
    pub center: bool,
    /// Whether to multiply by gamma.
    pub scale: bool,
}

impl Default for BatchNormalizationConfig {
    fn default() -> Self {
        Self { momentum: 0.99, epsilon: 1e-3, center: true, scale: true }
    }
}

impl BatchNormalizationConfig {
    fn gamma_beta(&self, weights: &[f32], channels: usize, channel: usize) -> (f32, f32) {
        let gamma = if self.scale { weights[channel] } else { 1.0 };
        let beta = if self.center { weights[if self.scale { channels } else { 0 } + channel] } else { 0.0 };
        (gamma, beta)
    }
}

impl Layer for BatchNormalizationConfig {
    fn output_shape(&self, inputs: &[&[usize]]) -> Result<Vec<usize>, GraphError> {
        Ok(one(inputs)?.to_vec())
    }

    fn parameters(&self, inputs: &[&[usize]]) -> Vec<ParameterSpec> {
        let shape = [inputs[0].last().copied().unwrap_or(1)];
        let moving = |name, initializer| ParameterSpec {
            trainable: false,
            ..ParameterSpec::new(name, &shape, initializer)
        };
        let mut parameters = Vec::new();
        if self.scale {
            parameters.push(ParameterSpec::new("gamma", &shape, Initializer::Ones));
        }
        if self.center {
            parameters.push(ParameterSpec::new("beta", &shape, Initializer::Zeros));
        }
        parameters.push(moving("moving_mean", Initializer::Zeros));
        parameters.push(moving("moving_variance", Initializer::Ones));
        parameters
    }

    fn arithmetic(&self, inputs: &[&[usize]]) -> String {
        equation(&vec![vec![inputs[0].last().copied().unwrap_or(1)]; self.parameters(inputs).len()])
    }

    /// Mean and 1 / deviation of each channel, each in the first number of a row.
    fn scratch(&self, inputs: &[&[usize]], _output: &[usize]) -> usize {
        2 * inputs[0].last().copied().unwrap_or(1)
    }

    fn ranges(&self) -> Vec<ArgumentRange> {
        vec![("momentum", self.momentum, 0.0, 1.0), ("epsilon", self.epsilon, 0.0, 1.0)]
    }

    fn masking(&self, _rank: usize) -> Masking {
        Masking::Passes
    }

    /// Multiplies each channel by a constant and adds another: a dense layer whose kernel has a diagonal only.
    fn inference(&self, weights: &[f32], channels: usize) -> Option<(LayerKind, Vec<f32>)> {
        let averages = weights.len() - 2 * channels;
        let mut dense = vec![0.0; channels * channels + channels];
        let (kernel, bias) = dense.split_at_mut(channels * channels);
        for channel in 0..channels {
            let (gamma, beta) = self.gamma_beta(weights, channels, channel);
            let (mean, variance) = (weights[averages + channel], weights[averages + channels + channel]);
            let factor = gamma / (variance + self.epsilon as f32).sqrt();
            kernel[channel * channels + channel] = factor;
            bias[channel] = beta - factor * mean;
        }
        Some((LayerKind::Dense(DenseConfig { units: channels, ..DenseConfig::default() }), dense))
    }

    fn forward(&self, pass: Forward) {
        let (site, stride, channels) = (pass.site, pass.site.stride, pass.site.features());
        let x = site.input(pass.before, 0);
        let rows = |channel: usize| rows_of(channel, &site, x.len());
        let keep = self.momentum as f32;
        for channel in 0..channels {
            let (mean, variance) = if pass.training.is_some() {
                let numbers = || rows(channel).map(|row| &x[row][..site.examples]);
                let (mean, variance) = match site.mask(pass.masks) {
                    None => moments(numbers),
                    Some(mask) => masked_moments(numbers, || mask.chunks_exact(stride)),
                };
                if let Some([means, variances]) = halves(pass.new_non_trainable, channels) {
                    means[channel] = keep * means[channel] + (1.0 - keep) * mean;
                    variances[channel] = keep * variances[channel] + (1.0 - keep) * variance;
                }
                (mean, variance)
            } else {
                (pass.non_trainable[channel], pass.non_trainable[channels + channel])
            };
            let inverse = 1.0 / (variance + self.epsilon as f32).sqrt();
            let scratch = &mut pass.scratch[2 * channel * stride..];
            (scratch[0], scratch[stride]) = (mean, inverse);
            let (gamma, beta) = self.gamma_beta(pass.weights, channels, channel);
            let [mean, inverse, gamma, beta] = [mean, inverse, gamma, beta].map(Vector::splat);
            for row in rows(channel) {
                let each = vectors_mut(&mut pass.output[row.clone()]).zip(vectors(&x[row]));
                each.for_each(|(y, x)| *y = gamma * ((x - mean) * inverse) + beta);
            }
        }
    }

    /// With x^ the normalized x:
    /// dx = gamma / deviation (dy - mean(dy) - x^ mean(dy x^)).
    fn backward(&self, mut pass: Backward) {
        let (site, stride, channels) = (pass.site, pass.site.stride, pass.site.features());
        let x = site.input(pass.before, 0);
        let rows = |channel: usize| rows_of(channel, &site, x.len());
        for channel in 0..channels {
            let scratch = &pass.scratch[2 * channel * stride..];
            let (mean, inverse) = (scratch[0], scratch[stride]);
            let (gamma, _) = self.gamma_beta(pass.weights, channels, channel);
            let (mut sum, mut dot, mut count) = (0.0, 0.0, 0.0);
            for row in rows(channel) {
                for (x, grad) in x[row.clone()][..site.examples].iter().zip(&pass.grad_output[row]) {
                    sum += grad;
                    dot += grad * ((x - mean) * inverse);
                    count += 1.0;
                }
            }
            if self.scale {
                pass.grad_weights[channel] += dot;
            }
            if self.center {
                pass.grad_weights[if self.scale { channels } else { 0 } + channel] += sum;
            }
            let Some(grad_input) = pass.grad_inputs.of(&site, 0) else { continue };
            let mask = site.mask(pass.masks);
            if let Some(mask) = mask {
                count = count_masked(mask, stride, site.examples) as f32;
            }
            let (mean_grad, mean_dot) = (sum / count, dot / count);
            let [mean, inverse, mean_grad, mean_dot] =
                [mean, inverse, mean_grad, mean_dot].map(Vector::splat);
            let factor = Vector::splat(gamma) * inverse;
            for (place, row) in rows(channel).enumerate() {
                let (to, x, grad) = (&mut grad_input[row.clone()], &x[row.clone()], &pass.grad_output[row]);
                let each = vectors_mut(to).zip(vectors(x)).zip(vectors(grad));
                match mask.map(|mask| &mask[place * stride..][..stride]) {
                    None => each.for_each(|((to, x), grad)| {
                        *to += factor * (grad - mean_grad - (x - mean) * inverse * mean_dot);
                    }),
                    // Masked places are not part of the mean and variance.
                    Some(mask) => each.zip(vectors(mask)).for_each(|(((to, x), grad), mask)| {
                        *to += factor * (grad - mask * (mean_grad + (x - mean) * inverse * mean_dot));
                    }),
                }
                clear(&mut to[site.examples..]);
            }
        }
    }
}

/// Moving means and variances; none in inference, where the buffer is empty.
fn halves(non_trainable: &mut [f32], channels: usize) -> Option<[&mut [f32]; 2]> {
    let (means, variances) = non_trainable.split_at_mut_checked(channels)?;
    (!variances.is_empty()).then_some([means, variances])
}

/// The ranges of a channel's rows in a buffer of so many numbers.
#[inline(always)]
fn rows_of(channel: usize, site: &Site, numbers: usize) -> impl Iterator<Item = Range<usize>> {
    let (stride, step) = (site.stride, site.features() * site.stride);
    (channel * stride..numbers).step_by(step).map(move |start| start..start + stride)
}

/// Keras adds this to the number of unmasked places, so that it is never 0.
const COUNT_EPSILON: f64 = 1e-7;

/// The number of unmasked places in all examples.
fn count_masked(mask: &[f32], stride: usize, examples: usize) -> f64 {
    let rows = mask.chunks_exact(stride).map(|row| &row[..examples]);
    rows.flatten().map(|&counts| f64::from(counts)).sum::<f64>() + COUNT_EPSILON
}

/// Mean and variance of the numbers at unmasked places.
fn masked_moments<'a, Rows: Iterator<Item = &'a [f32]>, Masks: Iterator<Item = &'a [f32]>>(
    rows: impl Fn() -> Rows,
    masks: impl Fn() -> Masks,
) -> (f32, f32) {
    let sum = |of: &dyn Fn(f64) -> f64| {
        let pairs = rows().zip(masks()).flat_map(|(row, mask)| row.iter().zip(mask));
        pairs.filter(|(_, counts)| **counts > 0.0).map(|(&x, _)| of(f64::from(x))).sum::<f64>()
    };
    let count = sum(&|_| 1.0) + COUNT_EPSILON;
    let mean = sum(&|x| x) / count;
    let variance = sum(&|x| (x - mean) * (x - mean)) / count;
    (mean as f32, variance as f32)
}

/// Mean and variance of the numbers of some rows.
fn moments<'a, Rows: Iterator<Item = &'a [f32]>>(rows: impl Fn() -> Rows) -> (f32, f32) {
    let (mut sum, mut count) = (0.0_f64, 0.0_f64);
    for row in rows() {
        sum += row.iter().map(|&x| f64::from(x)).sum::<f64>();
        count += row.len() as f64;
    }
    let mean = sum / count;
    let squares =
        |row: &[f32]| row.iter().map(|&x| (f64::from(x) - mean) * (f64::from(x) - mean)).sum::<f64>();
    let variance = rows().map(squares).sum::<f64>() / count;
    (mean as f32, variance as f32)
}
