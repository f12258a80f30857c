//! The maximum or mean of each window, or of everything, channel by channel.

use super::convolution::windows;
use super::{Batch, Gradients, LayerForward, Site};
use crate::nn::layer::PoolingConfig;

/// The maximum of numbers, with what came with it. Of equal numbers the first counts, and NaN is never hidden.
pub(super) fn largest(numbers: impl Iterator<Item = (usize, f64)>) -> (usize, f64) {
    let larger = |kept: (usize, f64), new: (usize, f64)| {
        if new.1 > kept.1 || new.1.is_nan() { new } else { kept }
    };
    numbers.reduce(larger).unwrap_or((0, f64::NAN))
}

pub(super) fn forward<const AXES: usize, const MAX: bool>(
    pooling: &PoolingConfig<AXES, MAX>,
    site: &Site,
) -> LayerForward {
    let channels = site.features();
    let all = windows(&pooling.windows_over(site.input_shapes[0]));
    let mut own = LayerForward::default();
    for x in site.x() {
        let (mut values, mut winners) = (Vec::new(), Vec::new());
        for window in &all {
            for channel in 0..channels {
                let pixels = window.iter().map(|place| place.source * channels + channel);
                if MAX {
                    let (winner, value) = largest(pixels.map(|pixel| (pixel, x[pixel])));
                    winners.push(winner);
                    values.push(value);
                } else {
                    values.push(pixels.map(|pixel| x[pixel]).sum::<f64>() / window.len() as f64);
                }
            }
        }
        own.a.push(values);
        own.largest.push(winners);
    }
    own
}

/// Of a mean: each pixel of a window gets the same share.
pub(super) fn backward<const AXES: usize, const MAX: bool>(
    pooling: &PoolingConfig<AXES, MAX>,
    site: &Site,
    grad_a: &Batch,
) -> Gradients {
    let channels = site.features();
    let all = windows(&pooling.windows_over(site.input_shapes[0]));
    let mut inputs = site.zeros();
    for (grad, grad_x) in grad_a.iter().zip(&mut inputs[0]) {
        for (window, grad) in all.iter().zip(grad.chunks(channels)) {
            for place in window {
                for channel in 0..channels {
                    grad_x[place.source * channels + channel] += grad[channel] / window.len() as f64;
                }
            }
        }
    }
    Gradients { inputs, ..Gradients::default() }
}

/// The maximum of each channel.
pub(super) fn forward_max(site: &Site) -> LayerForward {
    let channels = site.features();
    let mut own = LayerForward::default();
    for x in site.x() {
        let of =
            |channel: usize| largest((channel..x.len()).step_by(channels).map(|pixel| (pixel, x[pixel])));
        own.a.push((0..channels).map(|channel| of(channel).1).collect());
        own.largest.push((0..channels).map(|channel| of(channel).0).collect());
    }
    own
}

/// Of a maximum: all goes to the pixel that was the largest.
pub(super) fn backward_max(site: &Site, own: &LayerForward, grad_a: &Batch) -> Gradients {
    let mut inputs = site.zeros();
    for ((grad, winners), grad_x) in grad_a.iter().zip(&own.largest).zip(&mut inputs[0]) {
        for (grad, &winner) in grad.iter().zip(winners) {
            grad_x[winner] += grad;
        }
    }
    Gradients { inputs, ..Gradients::default() }
}

/// The places of an example that count.
fn counting(site: &Site, example: usize) -> Vec<usize> {
    let places = site.x()[example].len() / site.features();
    let counts = |place: &usize| site.mask().is_none_or(|mask| mask[example][*place]);
    (0..places).filter(counts).collect()
}

/// The mean of each channel over all places that count; 0 if there are none.
pub(super) fn forward_average(site: &Site) -> LayerForward {
    let channels = site.features();
    let mut own = LayerForward::default();
    for (example, x) in site.x().iter().enumerate() {
        let places = counting(site, example);
        let mean = |channel: usize| {
            let sum: f64 = places.iter().map(|place| x[place * channels + channel]).sum();
            sum / places.len().max(1) as f64
        };
        own.a.push((0..channels).map(mean).collect());
    }
    own
}

pub(super) fn backward_average(site: &Site, grad_a: &Batch) -> Gradients {
    let channels = site.features();
    let mut inputs = site.zeros();
    for (example, grad) in grad_a.iter().enumerate() {
        let places = counting(site, example);
        for place in &places {
            for channel in 0..channels {
                inputs[0][example][place * channels + channel] += grad[channel] / places.len() as f64;
            }
        }
    }
    Gradients { inputs, ..Gradients::default() }
}
