//! z_j = sum over i of w_ij x_i + b_j, a_j = activation(z_j), along the last axis.

use super::activation::{activate_all, activate_back_all};
use super::{Batch, Gradients, LayerForward, Site};
use crate::nn::layer::DenseConfig;

pub(super) fn forward(dense: &DenseConfig, site: &Site) -> LayerForward {
    let (features, units) = (site.features(), dense.units);
    let (kernel, bias) = site.weights.split_at(features * units);
    let mut z = Batch::new();
    for row in site.x() {
        let mut sums = Vec::new();
        for x in row.chunks(features) {
            for j in 0..units {
                let mut sum = 0.0;
                for i in 0..features {
                    sum += kernel[i * units + j] * x[i];
                }
                sums.push(sum + bias.get(j).copied().unwrap_or(0.0));
            }
        }
        z.push(sums);
    }
    LayerForward { a: activate_all(&dense.activation, &z, units), z, ..LayerForward::default() }
}

/// dL/dw_ij = dL/dz_j x_i, dL/db_j = dL/dz_j, dL/dx_i = sum over j of dL/dz_j w_ij.
pub(super) fn backward(
    dense: &DenseConfig,
    site: &Site,
    own: &LayerForward,
    grad_a: &Batch,
    grad_z: Option<Batch>,
) -> Gradients {
    let (features, units) = (site.features(), dense.units);
    let kernel = &site.weights[..features * units];
    let grad_z = grad_z.unwrap_or_else(|| activate_back_all(&dense.activation, own, grad_a, units));
    let (mut inputs, mut weights) = (site.zeros(), vec![0.0; site.weights.len()]);
    let (grad_kernel, grad_bias) = weights.split_at_mut(kernel.len());
    for ((row, grad), grad_row) in site.x().iter().zip(&grad_z).zip(&mut inputs[0]) {
        let places = row.chunks(features).zip(grad.chunks(units)).zip(grad_row.chunks_mut(features));
        for ((x, grad), grad_x) in places {
            for j in 0..units {
                for i in 0..features {
                    grad_kernel[i * units + j] += grad[j] * x[i];
                    grad_x[i] += grad[j] * kernel[i * units + j];
                }
                if let Some(grad_bias) = grad_bias.get_mut(j) {
                    *grad_bias += grad[j];
                }
            }
        }
    }
    Gradients { z: grad_z, inputs, weights, ..Gradients::default() }
}
