//! Values are brought to mean 0 and variance 1, x^ = (x - mean) / sqrt(variance + epsilon), then a = gamma x^ + beta.

use super::{Batch, Gradients, LayerForward, Site, Statistics};
use crate::nn::layer::{BatchNormalizationConfig, LayerNormalizationConfig};

/// Keras adds this to the number of unmasked places, so that it is never 0.
const COUNT_EPSILON: f64 = 1e-7;

/// Mean and variance of numbers.
fn statistics(numbers: &[f64], count: f64, epsilon: f64) -> Statistics {
    let mean = numbers.iter().sum::<f64>() / count;
    let variance = numbers.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / count;
    Statistics { mean, variance, inverse_deviation: 1.0 / libm::sqrt(variance + epsilon), count }
}

/// gamma and beta of a channel; 1 and 0 where the layer has none.
fn gamma_beta(scale: bool, center: bool, site: &Site, channel: usize) -> (f64, f64) {
    let beta_at = if scale { site.features() } else { 0 };
    let gamma = if scale { site.weights[channel] } else { 1.0 };
    (gamma, if center { site.weights[beta_at + channel] } else { 0.0 })
}

/// dL/dgamma = sum of dL/da x^, dL/dbeta = sum of dL/da.
fn grad_weights(scale: bool, center: bool, site: &Site, own: &LayerForward, grad_a: &Batch) -> Vec<f64> {
    let channels = site.features();
    let (mut gamma, mut beta) = (vec![0.0; channels], vec![0.0; channels]);
    for (grad, normalized) in grad_a.iter().zip(&own.normalized) {
        for (at, (grad, normalized)) in grad.iter().zip(normalized).enumerate() {
            gamma[at % channels] += grad * normalized;
            beta[at % channels] += grad;
        }
    }
    let gamma = if scale { gamma } else { Vec::new() };
    [gamma, if center { beta } else { Vec::new() }].concat()
}

/// Over the batch, channel by channel; outside of training with the moving averages.
pub(super) fn forward_batch(layer: &BatchNormalizationConfig, site: &Site, training: bool) -> LayerForward {
    let (channels, x) = (site.features(), site.x());
    let (means, variances) = site.non_trainable.split_at(channels);
    let mut own = LayerForward {
        a: x.clone(),
        normalized: x.clone(),
        statistics: vec![Vec::new()],
        ..LayerForward::default()
    };
    let mut averages = [Vec::new(), Vec::new()];
    for channel in 0..channels {
        let of_channel = if training {
            let numbers = counting(site, channel);
            let count = numbers.len() as f64 + if site.mask().is_some() { COUNT_EPSILON } else { 0.0 };
            statistics(&numbers, count, layer.epsilon)
        } else {
            let (mean, variance) = (means[channel], variances[channel]);
            let inverse_deviation = 1.0 / libm::sqrt(variance + layer.epsilon);
            Statistics { mean, variance, inverse_deviation, count: 0.0 }
        };
        let moved = |old: f64, new: f64| {
            if training { layer.momentum * old + (1.0 - layer.momentum) * new } else { old }
        };
        averages[0].push(moved(means[channel], of_channel.mean));
        averages[1].push(moved(variances[channel], of_channel.variance));
        let (gamma, beta) = gamma_beta(layer.scale, layer.center, site, channel);
        for (example, row) in x.iter().enumerate() {
            for at in (channel..row.len()).step_by(channels) {
                let normalized = (row[at] - of_channel.mean) * of_channel.inverse_deviation;
                own.normalized[example][at] = normalized;
                own.a[example][at] = gamma * normalized + beta;
            }
        }
        own.statistics[0].push(of_channel);
    }
    own.new_averages = averages.concat();
    own
}

/// The numbers of a channel in all examples, at the places that count.
fn counting(site: &Site, channel: usize) -> Vec<f64> {
    let mut numbers = Vec::new();
    for (example, row) in site.x().iter().enumerate() {
        for (place, &x) in row.iter().skip(channel).step_by(site.features()).enumerate() {
            if site.mask().is_none_or(|mask| mask[example][place]) {
                numbers.push(x);
            }
        }
    }
    numbers
}

/// Mean and deviation depend on every x of the batch:
/// dL/dx = gamma / deviation (dL/da - mean(dL/da) - x^ mean(dL/da x^)).
pub(super) fn backward_batch(
    layer: &BatchNormalizationConfig,
    site: &Site,
    own: &LayerForward,
    grad_a: &Batch,
) -> Gradients {
    let channels = site.features();
    let mut inputs = site.zeros();
    for (channel, statistics) in own.statistics[0].iter().enumerate() {
        let (gamma, _) = gamma_beta(layer.scale, layer.center, site, channel);
        let (mut sum, mut dot) = (0.0, 0.0);
        for (grad, normalized) in grad_a.iter().zip(&own.normalized) {
            for at in (channel..grad.len()).step_by(channels) {
                sum += grad[at];
                dot += grad[at] * normalized[at];
            }
        }
        for (example, grad) in grad_a.iter().enumerate() {
            for (place, at) in (channel..grad.len()).step_by(channels).enumerate() {
                let counts = site.mask().is_none_or(|mask| mask[example][place]);
                // Moving averages do not depend on this batch.
                let through_statistics = if counts && statistics.count > 0.0 {
                    (sum + own.normalized[example][at] * dot) / statistics.count
                } else {
                    0.0
                };
                inputs[0][example][at] =
                    gamma * statistics.inverse_deviation * (grad[at] - through_statistics);
            }
        }
    }
    let weights = grad_weights(layer.scale, layer.center, site, own, grad_a);
    Gradients { inputs, weights, ..Gradients::default() }
}

/// Over the last axis of each example.
pub(super) fn forward_layer(layer: &LayerNormalizationConfig, site: &Site) -> LayerForward {
    let features = site.features();
    let mut own = LayerForward::default();
    for row in site.x() {
        let places = row.chunks(features).map(|x| statistics(x, features as f64, layer.epsilon));
        let places: Vec<Statistics> = places.collect();
        let normalized = row.iter().enumerate().map(|(at, x)| {
            let place = &places[at / features];
            (x - place.mean) * place.inverse_deviation
        });
        let normalized: Vec<f64> = normalized.collect();
        let scaled = normalized.iter().enumerate().map(|(at, normalized)| {
            let (gamma, beta) = gamma_beta(layer.scale, layer.center, site, at % features);
            gamma * normalized + beta
        });
        own.a.push(scaled.collect());
        own.normalized.push(normalized);
        own.statistics.push(places);
    }
    own
}

/// With g = gamma dL/da: dL/dx = (g - mean(g) - x^ mean(g x^)) / deviation.
pub(super) fn backward_layer(
    layer: &LayerNormalizationConfig,
    site: &Site,
    own: &LayerForward,
    grad_a: &Batch,
) -> Gradients {
    let features = site.features();
    let mut inputs = vec![Batch::new()];
    for ((grad, normalized), statistics) in grad_a.iter().zip(&own.normalized).zip(&own.statistics) {
        let mut row = Vec::new();
        let places = grad.chunks(features).zip(normalized.chunks(features)).zip(statistics);
        for ((grad, normalized), statistics) in places {
            let g = grad.iter().enumerate();
            let g: Vec<f64> =
                g.map(|(at, grad)| gamma_beta(layer.scale, layer.center, site, at).0 * grad).collect();
            let mean = g.iter().sum::<f64>() / features as f64;
            let dot = g.iter().zip(normalized).map(|(g, x)| g * x).sum::<f64>() / features as f64;
            let each = g.iter().zip(normalized);
            row.extend(each.map(|(g, x)| (g - mean - x * dot) * statistics.inverse_deviation));
        }
        inputs[0].push(row);
    }
    let weights = grad_weights(layer.scale, layer.center, site, own, grad_a);
    Gradients { inputs, weights, ..Gradients::default() }
}
