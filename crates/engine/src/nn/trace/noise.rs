//! Dropout and noise. The numbers are drawn in the order of the fast pass, from value to value and within each from example
//! to example, so that the same generator gives the same masks.

use kernels::vector::padded;

use super::{Batch, Gradients, LayerForward, Site};
use crate::nn::layer::{DropoutConfig, GaussianNoiseConfig};
use crate::random::Random;

/// a = x times 0 with probability `rate`, and else times 1 / (1 - rate), so that the mean stays.
pub(super) fn forward_dropout(
    dropout: &DropoutConfig,
    site: &Site,
    random: Option<&mut Random>,
) -> LayerForward {
    let x = site.x();
    let Some(random) = random else { return LayerForward { a: x.clone(), ..LayerForward::default() } };
    let mut factors: Batch = x.iter().map(|row| vec![0.0; row.len()]).collect();
    for value in 0..x[0].len() {
        // The fast pass draws for whole vectors of examples.
        for example in 0..padded(x.len()) {
            let factor = if random.uniform() < dropout.rate { 0.0 } else { 1.0 / (1.0 - dropout.rate) };
            if let Some(row) = factors.get_mut(example) {
                row[value] = factor;
            }
        }
    }
    LayerForward { a: products(x, &factors), factors, ..LayerForward::default() }
}

pub(super) fn backward_dropout(own: &LayerForward, grad_a: &Batch) -> Gradients {
    let grad = if own.factors.is_empty() { grad_a.clone() } else { products(grad_a, &own.factors) };
    Gradients { inputs: vec![grad], ..Gradients::default() }
}

fn products(x: &Batch, factors: &Batch) -> Batch {
    let rows = x.iter().zip(factors);
    rows.map(|(x, factors)| x.iter().zip(factors).map(|(x, factor)| x * factor).collect()).collect()
}

/// a = x + noise.
pub(super) fn forward_noise(
    layer: &GaussianNoiseConfig,
    site: &Site,
    random: Option<&mut Random>,
) -> LayerForward {
    let mut a = site.x().clone();
    let Some(random) = random else { return LayerForward { a, ..LayerForward::default() } };
    let mut noise: Batch = a.iter().map(|row| vec![0.0; row.len()]).collect();
    for value in 0..a[0].len() {
        for (a, noise) in a.iter_mut().zip(&mut noise) {
            noise[value] = layer.stddev * random.normal();
            a[value] += noise[value];
        }
    }
    LayerForward { a, noise, ..LayerForward::default() }
}

pub(super) fn backward_noise(grad_a: &Batch) -> Gradients {
    Gradients { inputs: vec![grad_a.clone()], ..Gradients::default() }
}
