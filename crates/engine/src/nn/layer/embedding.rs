//! A vector for each token or category. Source: <https://keras.io/api/layers/core_layers/embedding/>

use serde::{Deserialize, Serialize};

use super::{ArgumentRange, Backward, Forward, Layer, Masking, Nested, ParameterSpec, equation, one};
use crate::nn::graph_error::GraphError;
use crate::nn::initializer::Initializer;
use crate::nn::regularizer::Regularizer;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct EmbeddingConfig {
    /// Number of different tokens.
    pub input_dim: usize,
    /// Length of each vector.
    pub output_dim: usize,
    pub embeddings_initializer: Initializer,
    pub embeddings_regularizer: Regularizer,
    /// Whether token 0 is padding, which later layers ignore.
    pub mask_zero: bool,
}

impl Default for EmbeddingConfig {
    fn default() -> Self {
        Self {
            input_dim: 1,
            output_dim: 2,
            embeddings_initializer: Initializer::RandomUniform { minval: -0.05, maxval: 0.05 },
            embeddings_regularizer: Regularizer::default(),
            mask_zero: false,
        }
    }
}

impl EmbeddingConfig {
    /// Offset of a token's vector. A value out of range counts as the nearest token.
    fn row(&self, token: f32) -> usize {
        (token.max(0.0) as usize).min(self.input_dim - 1) * self.output_dim
    }
}

impl Layer for EmbeddingConfig {
    fn output_shape(&self, inputs: &[&[usize]]) -> Result<Vec<usize>, GraphError> {
        Ok([one(inputs)?, &[self.output_dim]].concat())
    }

    fn parameters(&self, _inputs: &[&[usize]]) -> Vec<ParameterSpec> {
        let shape = [self.input_dim, self.output_dim];
        let rows = ParameterSpec::new("embeddings", &shape, self.embeddings_initializer.clone());
        vec![rows.regularized(self.embeddings_regularizer)]
    }

    fn arithmetic(&self, _inputs: &[&[usize]]) -> String {
        equation(&[vec![self.input_dim, self.output_dim]])
    }

    fn masking(&self, _rank: usize) -> Masking {
        if self.mask_zero { Masking::Makes } else { Masking::Drops }
    }

    /// Vectors are looked up, not multiplied.
    fn multiplications(&self, _inputs: &[&[usize]], output: &[usize]) -> f64 {
        output.iter().map(|&side| side as f64).product()
    }

    fn ranges(&self) -> Vec<ArgumentRange> {
        vec![
            ("input_dim", self.input_dim as f64, 1.0, 1_000_000.0),
            ("output_dim", self.output_dim as f64, 1.0, 4096.0),
        ]
    }

    fn nested(&self) -> Vec<Nested> {
        vec![
            ("embeddings_initializer", self.embeddings_initializer.ranges()),
            ("embeddings_regularizer", self.embeddings_regularizer.ranges()),
        ]
    }

    fn forward(&self, mut pass: Forward) {
        let site = pass.site;
        if self.mask_zero {
            let tokens = site.input(pass.before, 0);
            let mask = pass.own_mask().iter_mut().zip(tokens);
            mask.for_each(|(mask, &token)| *mask = if self.row(token) == 0 { 0.0 } else { 1.0 });
        }
        let tokens = site.input(pass.before, 0).chunks_exact(site.stride);
        for (tokens, output) in tokens.zip(pass.output.chunks_exact_mut(self.output_dim * site.stride)) {
            for (lane, &token) in tokens[..site.lanes].iter().enumerate() {
                let row = &pass.weights[self.row(token)..][..self.output_dim];
                for (value, weight) in output[lane..].iter_mut().step_by(site.stride).zip(row) {
                    *value = *weight;
                }
            }
        }
    }

    /// Tokens are names, not numbers: there is no gradient with respect to them.
    fn backward(&self, pass: Backward) {
        let site = pass.site;
        let tokens = site.input(pass.before, 0).chunks_exact(site.stride);
        for (tokens, grad) in tokens.zip(pass.grad_output.chunks_exact(self.output_dim * site.stride)) {
            for (lane, &token) in tokens[..site.examples].iter().enumerate() {
                let row = &mut pass.grad_weights[self.row(token)..][..self.output_dim];
                for (gradient, grad) in row.iter_mut().zip(grad[lane..].iter().step_by(site.stride)) {
                    *gradient += *grad;
                }
            }
        }
    }
}
