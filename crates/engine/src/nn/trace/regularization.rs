//! What is done to the gradients of a batch's mean loss before the optimizer sees them.

use crate::nn::network::Network;
use crate::nn::optimizer::OptimizerConfig;
use crate::nn::plan::Regularized;
use crate::nn::regularizer::Regularizer;

/// Gradients that were clipped.
#[derive(Clone, Debug, PartialEq)]
pub struct Clipped {
    pub gradients: Vec<f64>,
    /// The norm of each parameter's gradients before, in the order of `Network::parameters`, without moving averages.
    pub norms: Vec<f64>,
    /// That of all of them.
    pub norm: f64,
}

/// The sum of all penalties: l1 |w| + l2 w^2.
pub fn penalty(network: &Network, weights: &[f64]) -> f64 {
    let of = |regularized: &Regularized| {
        let Regularizer { l1, l2, .. } = regularized.regularizer;
        weights[regularized.weights.clone()].iter().map(|w| l1 * w.abs() + l2 * w * w).sum::<f64>()
    };
    network.plan.regularized.iter().map(of).sum()
}

/// The gradient of the penalties: 2 l2 w, and l1 times the sign of w if it is added to the gradient.
pub fn regularize(network: &Network, weights: &[f64]) -> Vec<f64> {
    let mut gradients = vec![0.0; network.plan.weights];
    for regularized in &network.plan.regularized {
        let regularizer = &regularized.regularizer;
        let l1 = regularizer.subgradient_l1();
        for index in regularized.weights.clone() {
            let w = weights[index];
            let sign = if w == 0.0 { 0.0 } else { w.signum() };
            gradients[index] += l1 * sign + 2.0 * regularizer.l2 * w;
        }
    }
    gradients
}

/// Scales gradients down to the norms that the optimizer allows, then bounds each.
pub fn clip(config: &OptimizerConfig, network: &Network, gradients: &[f64]) -> Clipped {
    let mut clipped = gradients.to_vec();
    let ranges: Vec<_> =
        network.parameters().into_iter().filter(|one| one.trainable).map(|one| one.range).collect();
    let norms = ranges.iter().map(|range| norm(&gradients[range.clone()])).collect();
    if let Some(limit) = config.clipnorm {
        ranges.iter().for_each(|range| scale_to(&mut clipped[range.clone()], limit));
    }
    if let Some(limit) = config.global_clipnorm {
        scale_to(&mut clipped, limit);
    }
    if let Some(limit) = config.clipvalue {
        clipped.iter_mut().for_each(|gradient| *gradient = gradient.clamp(-limit, limit));
    }
    Clipped { gradients: clipped, norms, norm: norm(gradients) }
}

fn norm(gradients: &[f64]) -> f64 {
    libm::sqrt(gradients.iter().map(|gradient| gradient * gradient).sum())
}

fn scale_to(gradients: &mut [f64], limit: f64) {
    let norm = norm(gradients);
    if norm > limit {
        gradients.iter_mut().for_each(|gradient| *gradient *= limit / norm);
    }
}
