//! A dense layer on each window of a sequence or an image: z = sum over the window of kernel times x, plus bias.

use super::activation::{activate_all, activate_back_all};
use super::{Batch, Gradients, LayerForward, Site};
use crate::nn::layer::{ConvConfig, Windows};

/// A place of a window that lies inside the input.
pub(super) struct Place {
    /// Its number in the window, row by row.
    pub within: usize,
    /// The pixel of the input under it.
    pub source: usize,
}

/// The places of each window, in the order of the output.
pub(super) fn windows(windows: &Windows) -> Vec<Vec<Place>> {
    let (rows, columns) = (&windows.rows, &windows.columns);
    let mut all = Vec::new();
    for row in 0..rows.output {
        for column in 0..columns.output {
            let mut places = Vec::new();
            for within_row in rows.inside(row) {
                for within_column in columns.inside(column) {
                    places.push(Place {
                        within: within_row * columns.window + within_column,
                        source: rows.source(row, within_row) * columns.input
                            + columns.source(column, within_column),
                    });
                }
            }
            all.push(places);
        }
    }
    all
}

pub(super) fn forward<const AXES: usize>(conv: &ConvConfig<AXES>, site: &Site) -> LayerForward {
    let (channels, filters) = (site.features(), conv.filters);
    let kernel_size = conv.kernel_size.0.iter().product::<usize>() * channels * filters;
    let (kernel, bias) = site.weights.split_at(kernel_size);
    let all = windows(&conv.windows_over(site.input_shapes[0]));
    let mut z = Batch::new();
    for x in site.x() {
        let mut sums = Vec::new();
        for window in &all {
            for filter in 0..filters {
                let mut sum = 0.0;
                for place in window {
                    for channel in 0..channels {
                        sum += kernel[(place.within * channels + channel) * filters + filter]
                            * x[place.source * channels + channel];
                    }
                }
                sums.push(sum + bias.get(filter).copied().unwrap_or(0.0));
            }
        }
        z.push(sums);
    }
    LayerForward { a: activate_all(&conv.activation, &z, filters), z, ..LayerForward::default() }
}

/// As in a dense layer, summed over all windows: each weight of the kernel is used by every window.
pub(super) fn backward<const AXES: usize>(
    conv: &ConvConfig<AXES>,
    site: &Site,
    own: &LayerForward,
    grad_a: &Batch,
) -> Gradients {
    let (channels, filters) = (site.features(), conv.filters);
    let kernel_size = conv.kernel_size.0.iter().product::<usize>() * channels * filters;
    let kernel = &site.weights[..kernel_size];
    let all = windows(&conv.windows_over(site.input_shapes[0]));
    let grad_z = activate_back_all(&conv.activation, own, grad_a, filters);
    let (mut inputs, mut weights) = (site.zeros(), vec![0.0; site.weights.len()]);
    let (grad_kernel, grad_bias) = weights.split_at_mut(kernel_size);
    for ((x, grad), grad_x) in site.x().iter().zip(&grad_z).zip(&mut inputs[0]) {
        for (window, grad) in all.iter().zip(grad.chunks(filters)) {
            for (filter, &grad) in grad.iter().enumerate() {
                for place in window {
                    for channel in 0..channels {
                        let weight = (place.within * channels + channel) * filters + filter;
                        let pixel = place.source * channels + channel;
                        grad_kernel[weight] += grad * x[pixel];
                        grad_x[pixel] += grad * kernel[weight];
                    }
                }
                if let Some(grad_bias) = grad_bias.get_mut(filter) {
                    *grad_bias += grad;
                }
            }
        }
    }
    Gradients { z: grad_z, inputs, weights, ..Gradients::default() }
}
