//! Layers that only move values: flatten, reshape and concatenate.

use super::{Batch, Gradients, LayerForward, Site};
use crate::nn::layer::ConcatenateConfig;

pub(super) fn forward_reshape(site: &Site) -> LayerForward {
    LayerForward { a: site.x().clone(), ..LayerForward::default() }
}

pub(super) fn backward_reshape(grad_a: &Batch) -> Gradients {
    Gradients { inputs: vec![grad_a.clone()], ..Gradients::default() }
}

/// Which value of which input each value of the output is, for rows of `width` numbers after the axis.
fn sources(axis: usize, width: usize, site: &Site) -> Vec<(usize, usize)> {
    let blocks: usize = site.shape[..axis].iter().product();
    let mut sources = Vec::new();
    for block in 0..blocks {
        for (input, shape) in site.input_shapes.iter().enumerate() {
            let size = shape[axis] * width;
            sources.extend((0..size).map(|at| (input, block * size + at)));
        }
    }
    sources
}

fn sources_of_values(layer: &ConcatenateConfig, site: &Site) -> Vec<(usize, usize)> {
    let axis = layer.axis_of(site.shape.len()).unwrap_or(0);
    sources(axis, site.shape[axis + 1..].iter().product(), site)
}

pub(super) fn forward_concatenate(layer: &ConcatenateConfig, site: &Site) -> LayerForward {
    let sources = sources_of_values(layer, site);
    let row = |example: usize| sources.iter().map(|&(input, at)| site.inputs[input].a[example][at]).collect();
    LayerForward { a: (0..site.x().len()).map(row).collect(), ..LayerForward::default() }
}

pub(super) fn backward_concatenate(layer: &ConcatenateConfig, site: &Site, grad_a: &Batch) -> Gradients {
    let mut inputs = site.zeros();
    let sources = sources_of_values(layer, site);
    for (example, grad) in grad_a.iter().enumerate() {
        for (grad, &(input, at)) in grad.iter().zip(&sources) {
            inputs[input][example][at] += grad;
        }
    }
    Gradients { inputs, ..Gradients::default() }
}

/// The mask of inputs that are concatenated along an axis of places. Inputs without a mask count everywhere.
pub(super) fn concatenate_masks(axis: usize, site: &Site) -> Option<Vec<Vec<bool>>> {
    site.inputs.iter().find(|input| input.mask.is_some())?;
    let width = site.shape[axis + 1..site.shape.len() - 1].iter().product();
    let sources = sources(axis, width, site);
    let counts = |example: usize, input: usize, place: usize| {
        site.inputs[input].mask.as_ref().is_none_or(|mask| mask[example][place])
    };
    let row = |example: usize| sources.iter().map(|&(input, at)| counts(example, input, at)).collect();
    Some((0..site.x().len()).map(row).collect())
}
