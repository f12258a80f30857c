//! The last axis of each example brought to mean 0 and variance 1, then scaled and shifted (Ba et al., 2016).
//! Source: <https://keras.io/api/layers/normalization_layers/layer_normalization/>

use super::{ArgumentRange, Backward, Forward, Layer, ParameterSpec, equation, one};
use crate::nn::initializer::Initializer;
use crate::nn::misfit::Misfit;

#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct LayerNormalizationConfig {
    pub epsilon: f64,
    /// Whether to add beta.
    pub center: bool,
    /// Whether to multiply by gamma.
    pub scale: bool,
}
crate::record!(LayerNormalizationConfig { epsilon, center, scale });

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
    fn output_shape(&self, inputs: &[&[usize]]) -> Result<Vec<usize>, Misfit> {
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

    /// 1 / deviation of each example and place, then x^ of each value.
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

    fn forward(&self, pass: Forward) {
        let (site, stride, features) = (pass.site, pass.site.stride, pass.site.features());
        let size = features * stride;
        let x = site.input(pass.before, 0).chunks_exact(size);
        let (mean, inverse) = pass.temporary[..2 * stride].split_at_mut(stride);
        let places = x.len();
        for (place, (x, y)) in x.zip(pass.output.chunks_exact_mut(size)).enumerate() {
            mean.fill(0.0);
            inverse.fill(0.0);
            for x in x.chunks_exact(stride) {
                mean.iter_mut().zip(x).for_each(|(mean, x)| *mean += x);
            }
            mean.iter_mut().for_each(|mean| *mean /= features as f32);
            for x in x.chunks_exact(stride) {
                let each = inverse.iter_mut().zip(x).zip(&*mean);
                each.for_each(|((sum, x), mean)| *sum += (x - mean) * (x - mean));
            }
            let epsilon = self.epsilon as f32;
            inverse.iter_mut().for_each(|sum| *sum = 1.0 / (*sum / features as f32 + epsilon).sqrt());
            for (y, x) in y.chunks_exact_mut(stride).zip(x.chunks_exact(stride)) {
                let each = y.iter_mut().zip(x).zip(&*mean).zip(&*inverse);
                each.for_each(|(((y, x), mean), inverse)| *y = (x - mean) * inverse);
            }
            pass.scratch[place * stride..][..stride].copy_from_slice(inverse);
            pass.scratch[places * stride + place * size..][..size].copy_from_slice(y);
            for (feature, y) in y.chunks_exact_mut(stride).enumerate() {
                let gamma = self.gamma(pass.weights, feature);
                let beta = if self.center { pass.weights[self.beta_at(features) + feature] } else { 0.0 };
                y.iter_mut().for_each(|y| *y = gamma * *y + beta);
            }
        }
    }

    /// With g = gamma dy: dx = (g - mean(g) - x^ mean(g x^)) / deviation.
    fn backward(&self, mut pass: Backward) {
        let (site, stride, features) = (pass.site, pass.site.stride, pass.site.features());
        let size = features * stride;
        let places = pass.delta.len() / size;
        let (inverses, normalised) = pass.scratch.split_at(places * stride);
        let (sum, dot) = pass.temporary[..2 * stride].split_at_mut(stride);
        let beta_at = self.beta_at(features);
        for (place, delta) in pass.delta.chunks_exact(size).enumerate() {
            let (inverse, normalised) =
                (&inverses[place * stride..][..stride], &normalised[place * size..][..size]);
            sum.fill(0.0);
            dot.fill(0.0);
            for (feature, (delta, x)) in
                delta.chunks_exact(stride).zip(normalised.chunks_exact(stride)).enumerate()
            {
                let (delta_row, x_row) = (&delta[..site.examples], &x[..site.examples]);
                if self.scale {
                    pass.gradients[feature] +=
                        delta_row.iter().zip(x_row).map(|(delta, x)| delta * x).sum::<f32>();
                }
                if self.center {
                    pass.gradients[beta_at + feature] += delta_row.iter().sum::<f32>();
                }
                let share = self.gamma(pass.weights, feature) / features as f32;
                for (((sum, dot), delta), x) in sum.iter_mut().zip(&mut *dot).zip(delta).zip(x) {
                    *sum += share * delta;
                    *dot += share * delta * x;
                }
            }
            let Some(x_delta) = pass.inputs.of(&site, 0) else { continue };
            let rows =
                x_delta[place * size..][..size].chunks_exact_mut(stride).zip(delta.chunks_exact(stride));
            for (feature, ((to, delta), x)) in rows.zip(normalised.chunks_exact(stride)).enumerate() {
                let gamma = self.gamma(pass.weights, feature);
                let each = to.iter_mut().zip(delta).zip(x).zip(&*sum).zip(&*dot).zip(inverse);
                each.for_each(|(((((to, delta), x), sum), dot), inverse)| {
                    *to += (gamma * delta - sum - x * dot) * inverse;
                });
            }
        }
    }
}
