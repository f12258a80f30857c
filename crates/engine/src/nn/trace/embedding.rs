//! The vector of each token.

use super::{Batch, Gradients, LayerForward, Site};
use crate::nn::layer::EmbeddingConfig;

/// A token out of range counts as the nearest one.
fn token(embedding: &EmbeddingConfig, x: f64) -> usize {
    (x.max(0.0) as usize).min(embedding.input_dim - 1)
}

pub(super) fn forward(embedding: &EmbeddingConfig, site: &Site) -> LayerForward {
    let vector =
        |&x: &f64| &site.weights[token(embedding, x) * embedding.output_dim..][..embedding.output_dim];
    let a = site.x().iter().map(|row| row.iter().flat_map(vector).copied().collect()).collect();
    let counts = |&x: &f64| token(embedding, x) != 0;
    let mask = site.x().iter().map(|row| row.iter().map(counts).collect()).collect();
    LayerForward { a, mask: embedding.mask_zero.then_some(mask), ..LayerForward::default() }
}

/// Each token's vector gets the gradients of all places where it stands. Tokens are names: they have no gradient.
pub(super) fn backward(embedding: &EmbeddingConfig, site: &Site, grad_a: &Batch) -> Gradients {
    let mut weights = vec![0.0; site.weights.len()];
    for (row, grad) in site.x().iter().zip(grad_a) {
        for (&x, grad) in row.iter().zip(grad.chunks(embedding.output_dim)) {
            let vector = &mut weights[token(embedding, x) * embedding.output_dim..];
            vector.iter_mut().zip(grad).for_each(|(sum, grad)| *sum += grad);
        }
    }
    Gradients { inputs: site.zeros(), weights, ..Gradients::default() }
}
