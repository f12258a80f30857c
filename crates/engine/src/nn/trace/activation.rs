//! Activations and their derivatives in f64.

use super::{Batch, Gradients, LayerForward, Site};
use crate::nn::activation::Activation;
use crate::nn::layer::ActivationConfig;

const SELU_ALPHA: f64 = 1.673_263_242_354_377_2;
const SELU_SCALE: f64 = 1.050_700_987_355_480_5;

fn sigmoid(z: f64) -> f64 {
    1.0 / (1.0 + libm::exp(-z))
}

/// ln(1 + e^z), without overflow.
pub fn softplus(z: f64) -> f64 {
    z.max(0.0) + libm::log1p(libm::exp(-z.abs()))
}

/// The share of a standard normal distribution that is below z.
fn normal_cdf(z: f64) -> f64 {
    0.5 * (1.0 + libm::erf(z * std::f64::consts::FRAC_1_SQRT_2))
}

/// The density of a standard normal distribution.
fn normal_density(z: f64) -> f64 {
    libm::exp(-0.5 * z * z) / libm::sqrt(std::f64::consts::TAU)
}

fn value(activation: &Activation, z: f64) -> f64 {
    match *activation {
        Activation::Linear => z,
        Activation::Sigmoid | Activation::Softmax => sigmoid(z),
        Activation::Tanh => libm::tanh(z),
        Activation::Relu => {
            if z < 0.0 {
                0.0
            } else {
                z
            }
        }
        Activation::LeakyRelu { negative_slope } => {
            if z < 0.0 {
                negative_slope * z
            } else {
                z
            }
        }
        Activation::Elu { alpha } => {
            if z < 0.0 {
                alpha * libm::expm1(z)
            } else {
                z
            }
        }
        Activation::Selu => SELU_SCALE * if z < 0.0 { SELU_ALPHA * libm::expm1(z) } else { z },
        Activation::Softplus => softplus(z),
        Activation::Softsign => z / (1.0 + z.abs()),
        Activation::Silu => z * sigmoid(z),
        Activation::Gelu => z * normal_cdf(z),
        Activation::Mish => z * libm::tanh(softplus(z)),
        Activation::Sin => libm::sin(z),
        Activation::Step => {
            if z > 0.0 {
                1.0
            } else {
                0.0 * z
            }
        }
        Activation::HardSigmoid => (z / 6.0 + 0.5).clamp(0.0, 1.0),
        Activation::HardTanh => z.clamp(-1.0, 1.0),
    }
}

/// da/dz. For a softmax it is how a unit's own z acts on it: a (1 - a).
pub fn derivative(activation: &Activation, z: f64, a: f64) -> f64 {
    match *activation {
        Activation::Linear => 1.0,
        Activation::Sigmoid | Activation::Softmax => a * (1.0 - a),
        Activation::Tanh => 1.0 - a * a,
        Activation::Relu => {
            if z > 0.0 {
                1.0
            } else {
                0.0
            }
        }
        Activation::LeakyRelu { negative_slope } => {
            if z > 0.0 {
                1.0
            } else {
                negative_slope
            }
        }
        Activation::Elu { alpha } => {
            if z > 0.0 {
                1.0
            } else {
                alpha * libm::exp(z)
            }
        }
        Activation::Selu => SELU_SCALE * if z > 0.0 { 1.0 } else { SELU_ALPHA * libm::exp(z) },
        Activation::Softplus => sigmoid(z),
        Activation::Softsign => 1.0 / ((1.0 + z.abs()) * (1.0 + z.abs())),
        Activation::Silu => sigmoid(z) + z * sigmoid(z) * (1.0 - sigmoid(z)),
        Activation::Gelu => normal_cdf(z) + z * normal_density(z),
        Activation::Mish => {
            let t = libm::tanh(softplus(z));
            t + z * sigmoid(z) * (1.0 - t * t)
        }
        Activation::Sin => libm::cos(z),
        Activation::Step => 0.0,
        Activation::HardSigmoid => {
            if z > -3.0 && z < 3.0 {
                1.0 / 6.0
            } else {
                0.0
            }
        }
        Activation::HardTanh => {
            if z > -1.0 && z < 1.0 {
                1.0
            } else {
                0.0
            }
        }
    }
}

/// The activations of a layer's units.
pub fn activate(activation: &Activation, z: &[f64]) -> Vec<f64> {
    if *activation != Activation::Softmax {
        return z.iter().map(|&z| value(activation, z)).collect();
    }
    // The largest is subtracted first so that nothing overflows.
    let largest = z.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let powers: Vec<f64> = z.iter().map(|z| libm::exp(z - largest)).collect();
    let sum: f64 = powers.iter().sum();
    powers.iter().map(|power| power / sum).collect()
}

/// dL/dz = dL/da da/dz. Each output of a softmax depends on the z of all units:
/// da_k/dz_j = a_k ((k = j) - a_j), so dL/dz_j = a_j (dL/da_j - sum over k of dL/da_k a_k).
pub fn activate_back(activation: &Activation, z: &[f64], a: &[f64], grad_a: &[f64]) -> Vec<f64> {
    if *activation == Activation::Softmax {
        let dot: f64 = grad_a.iter().zip(a).map(|(grad, a)| grad * a).sum();
        return grad_a.iter().zip(a).map(|(grad, a)| a * (grad - dot)).collect();
    }
    let units = grad_a.iter().zip(z).zip(a);
    units.map(|((grad, &z), &a)| grad * derivative(activation, z, a)).collect()
}

/// The activations of a batch, where each place has `units` of them.
pub fn activate_all(activation: &Activation, z: &Batch, units: usize) -> Batch {
    z.iter().map(|row| row.chunks(units).flat_map(|z| activate(activation, z)).collect()).collect()
}

pub fn activate_back_all(activation: &Activation, own: &LayerForward, grad_a: &Batch, units: usize) -> Batch {
    let rows = own.z.iter().zip(&own.a).zip(grad_a);
    rows.map(|((z, a), grad)| {
        let places = z.chunks(units).zip(a.chunks(units)).zip(grad.chunks(units));
        places.flat_map(|((z, a), grad)| activate_back(activation, z, a, grad)).collect()
    })
    .collect()
}

/// z is the input, a = activation(z).
pub(super) fn forward(layer: &ActivationConfig, site: &Site) -> LayerForward {
    let z = site.x().clone();
    LayerForward { a: activate_all(&layer.activation, &z, site.features()), z, ..LayerForward::default() }
}

pub(super) fn backward(
    layer: &ActivationConfig,
    site: &Site,
    own: &LayerForward,
    grad_a: &Batch,
    grad_z: Option<Batch>,
) -> Gradients {
    let z = grad_z.unwrap_or_else(|| activate_back_all(&layer.activation, own, grad_a, site.features()));
    Gradients { inputs: vec![z.clone()], z, ..Gradients::default() }
}
