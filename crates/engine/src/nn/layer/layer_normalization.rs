//! Normalizes the last axis of each example to mean 0 and variance 1, then scales and shifts it (Ba et al., 2016).
//! Source: <https://keras.io/api/layers/normalization_layers/layer_normalization/>

use kernels::elementwise::{add, clear, copy, map};
use kernels::number::Number;
use kernels::vector::{Vector, vectors, vectors_mut};
use serde::{Deserialize, Serialize};

use super::{ArgumentRange, Backward, Forward, Layer, Masking, ParameterSpec, equation, one};
use crate::nn::graph_error::GraphError;
use crate::nn::initializer::Initializer;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct LayerNormalizationConfig {
    pub epsilon: f64,
    /// Whether to add beta.
    pub center: bool,
    /// Whether to multiply by gamma.
    pub scale: bool,
}

impl Default for LayerNormalizationConfig {
    fn default() -> Self {
        Self { epsilon: 1e-3, center: true, scale: true }
    }
}

impl LayerNormalizationConfig {
    fn gamma(&self, weights: &[f32], feature: usize) -> f32 {
        if self.scale { weights[feature] } else { 1.0 }
    }

    fn beta_at(&self, features: usize) -> usize {
        if self.scale { features } else { 0 }
    }
}

impl Layer for LayerNormalizationConfig {
    fn output_shape(&self, inputs: &[&[usize]]) -> Result<Vec<usize>, GraphError> {
        Ok(one(inputs)?.to_vec())
    }

    fn parameters(&self, inputs: &[&[usize]]) -> Vec<ParameterSpec> {
        let shape = [inputs[0].last().copied().unwrap_or(1)];
        let gamma = self.scale.then(|| ParameterSpec::new("gamma", &shape, Initializer::Ones));
        let beta = self.center.then(|| ParameterSpec::new("beta", &shape, Initializer::Zeros));
        gamma.into_iter().chain(beta).collect()
    }

    fn arithmetic(&self, inputs: &[&[usize]]) -> String {
        let parameters = self.parameters(inputs);
        if parameters.is_empty() {
            String::new()
        } else {
            equation(&vec![parameters[0].shape.clone(); parameters.len()])
        }
    }

    /// 1 / deviation at each place, then the normalized x^ of each value.
    fn scratch(&self, inputs: &[&[usize]], output: &[usize]) -> usize {
        let size = output.iter().product::<usize>();
        size / inputs[0].last().copied().unwrap_or(1) + size
    }

    /// Two rows of sums.
    fn temporary(&self, _inputs: &[&[usize]], _output: &[usize]) -> usize {
        2
    }

    fn ranges(&self) -> Vec<ArgumentRange> {
        vec![("epsilon", self.epsilon, 0.0, 1.0)]
    }

    fn masking(&self, _rank: usize) -> Masking {
        Masking::Passes
    }

    fn forward(&self, pass: Forward) {
        let (site, stride, features) = (pass.site, pass.site.stride, pass.site.features());
        let size = features * stride;
        let x = site.input(pass.before, 0).chunks_exact(size);
        let (mean, inverse) = pass.temporary[..2 * stride].split_at_mut(stride);
        let places = x.len();
        let [one, count, epsilon] = [1.0, features as f32, self.epsilon as f32].map(Vector::splat);
        for (place, (x, y)) in x.zip(pass.output.chunks_exact_mut(size)).enumerate() {
            clear(mean);
            clear(inverse);
            x.chunks_exact(stride).for_each(|x| add(mean, x));
            map(mean, |mean| mean / count);
            for x in x.chunks_exact(stride) {
                let each = vectors_mut(inverse).zip(vectors(x)).zip(vectors(mean));
                each.for_each(|((sum, x), mean)| *sum += (x - mean) * (x - mean));
            }
            map(inverse, |sum| one / (sum / count + epsilon).sqrt());
            for (y, x) in y.chunks_exact_mut(stride).zip(x.chunks_exact(stride)) {
                let each = vectors_mut(y).zip(vectors(x)).zip(vectors(mean).zip(vectors(inverse)));
                each.for_each(|((y, x), (mean, inverse))| *y = (x - mean) * inverse);
            }
            copy(&mut pass.scratch[place * stride..][..stride], inverse);
            copy(&mut pass.scratch[places * stride + place * size..][..size], y);
            for (feature, y) in y.chunks_exact_mut(stride).enumerate() {
                let gamma = self.gamma(pass.weights, feature);
                let beta = if self.center { pass.weights[self.beta_at(features) + feature] } else { 0.0 };
                let (gamma, beta) = (Vector::splat(gamma), Vector::splat(beta));
                map(y, |y| gamma * y + beta);
            }
        }
    }

    /// With g = gamma dy: dx = (g - mean(g) - x^ mean(g x^)) / deviation.
    fn backward(&self, mut pass: Backward) {
        let (site, stride, features) = (pass.site, pass.site.stride, pass.site.features());
        let size = features * stride;
        let places = pass.grad_output.len() / size;
        let (inverses, normalised) = pass.scratch.split_at(places * stride);
        let (sum, dot) = pass.temporary[..2 * stride].split_at_mut(stride);
        let beta_at = self.beta_at(features);
        for (place, grad) in pass.grad_output.chunks_exact(size).enumerate() {
            let (inverse, normalised) =
                (&inverses[place * stride..][..stride], &normalised[place * size..][..size]);
            clear(sum);
            clear(dot);
            for (feature, (grad, x)) in
                grad.chunks_exact(stride).zip(normalised.chunks_exact(stride)).enumerate()
            {
                let (grad_row, x_row) = (&grad[..site.examples], &x[..site.examples]);
                if self.scale {
                    pass.grad_weights[feature] +=
                        grad_row.iter().zip(x_row).map(|(grad, x)| grad * x).sum::<f32>();
                }
                if self.center {
                    pass.grad_weights[beta_at + feature] += grad_row.iter().sum::<f32>();
                }
                let share = self.gamma(pass.weights, feature) / features as f32;
                let share = Vector::splat(share);
                let each = vectors_mut(sum).zip(vectors_mut(dot)).zip(vectors(grad).zip(vectors(x)));
                for ((sum, dot), (grad, x)) in each {
                    *sum += share * grad;
                    *dot += share * grad * x;
                }
            }
            let Some(grad_input) = pass.grad_inputs.of(&site, 0) else { continue };
            let rows =
                grad_input[place * size..][..size].chunks_exact_mut(stride).zip(grad.chunks_exact(stride));
            for (feature, ((to, grad), x)) in rows.zip(normalised.chunks_exact(stride)).enumerate() {
                let gamma = self.gamma(pass.weights, feature);
                let gamma = Vector::splat(gamma);
                let of_batch = vectors(sum).zip(vectors(dot)).zip(vectors(inverse));
                let each = vectors_mut(to).zip(vectors(grad).zip(vectors(x))).zip(of_batch);
                each.for_each(|((to, (grad, x)), ((sum, dot), inverse))| {
                    *to += (gamma * grad - sum - x * dot) * inverse;
                });
            }
        }
    }
}
