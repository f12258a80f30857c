//! Activations, each with its value and its derivative.

use kernels::activation::InPlaceActivation;
use kernels::elementwise::map;
use kernels::math;
use kernels::number::Number;
use kernels::vector::{LANES, Vector};
use serde::{Deserialize, Serialize};

use crate::field_error::ArgumentRange;
use crate::json::Tagged;

/// Source of names and defaults: <https://keras.io/api/layers/activations/>
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(remote = "Self", rename_all = "snake_case", deny_unknown_fields)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "ts", ts(tag = "activation"))]
pub enum Activation {
    /// z
    #[default]
    Linear,
    /// 1 / (1 + e^-z)
    Sigmoid,
    /// 2 sigmoid(2z) - 1
    Tanh,
    /// max(0, z)
    Relu,
    /// z, or negative_slope * z below 0
    LeakyRelu {
        #[serde(default = "leaky_relu_slope")]
        negative_slope: f64,
    },
    /// z, or alpha (e^z - 1) below 0 (Clevert et al., 2015)
    Elu {
        #[serde(default = "elu_alpha")]
        alpha: f64,
    },
    /// elu, scaled so that mean 0 and variance 1 are preserved (Klambauer et al., 2017)
    Selu,
    /// ln(1 + e^z)
    Softplus,
    /// z / (1 + |z|)
    Softsign,
    /// z sigmoid(z) (Ramachandran et al., 2017)
    Silu,
    /// z times the normal distribution function of z (Hendrycks and Gimpel, 2016)
    Gelu,
    /// z tanh(softplus(z)) (Misra, 2019)
    Mish,
    /// sin(z)
    Sin,
    /// 1 above 0, else 0. Its derivative is 0 everywhere, so the layers before it do not learn
    Step,
    /// e^z over the sum of e^z of all units of the layer
    Softmax,
    /// z / 6 + 1/2, clipped to [0, 1]
    HardSigmoid,
    /// z, kept in [-1, 1]
    HardTanh,
}

crate::tagged!(Activation, "activation");

fn leaky_relu_slope() -> f64 {
    0.2
}

fn elu_alpha() -> f64 {
    1.0
}

const SELU_ALPHA: f32 = 1.673_263_2;
const SELU_SCALE: f32 = 1.050_701;
const INVERSE_SQRT_2: f32 = std::f32::consts::FRAC_1_SQRT_2;
/// 1 / sqrt(2 pi)
const NORMAL_PEAK: f32 = 0.398_942_3;

impl Activation {
    /// Whether all its values lie between 0 and 1, as probabilities do.
    pub fn is_a_share(&self) -> bool {
        matches!(self, Self::Sigmoid | Self::HardSigmoid | Self::Softmax | Self::Step)
    }

    /// Its arguments and their ranges.
    pub fn ranges(&self) -> Vec<ArgumentRange> {
        match *self {
            Self::LeakyRelu { negative_slope } => vec![("negative_slope", negative_slope, -10.0, 10.0)],
            Self::Elu { alpha } => vec![("alpha", alpha, -10.0, 10.0)],
            _ => Vec::new(),
        }
    }

    /// The activation of one unit. For a single unit, softmax is the sigmoid: the softmax of z and 0.
    #[inline(always)]
    pub fn value(&self, z: f32) -> f32 {
        match self {
            Self::Linear => z,
            Self::Sigmoid | Self::Softmax => math::sigmoid(z),
            Self::Tanh => math::tanh(z),
            Self::Relu => {
                if z < 0.0 {
                    0.0
                } else {
                    z
                }
            }
            Self::LeakyRelu { negative_slope } => {
                if z < 0.0 {
                    *negative_slope as f32 * z
                } else {
                    z
                }
            }
            Self::Elu { alpha } => {
                if z < 0.0 {
                    *alpha as f32 * libm::expm1f(z)
                } else {
                    z
                }
            }
            Self::Selu => SELU_SCALE * if z < 0.0 { SELU_ALPHA * libm::expm1f(z) } else { z },
            Self::Softplus => math::softplus(z),
            Self::Softsign => z / (1.0 + z.abs()),
            Self::Silu => z * math::sigmoid(z),
            Self::Gelu => z * normal_cdf(z),
            Self::Mish => z * math::tanh(math::softplus(z)),
            Self::Sin => libm::sinf(z),
            Self::Step => {
                if z > 0.0 {
                    1.0
                } else {
                    0.0 * z
                }
            }
            Self::HardSigmoid => (z / 6.0 + 0.5).clamp(0.0, 1.0),
            Self::HardTanh => z.clamp(-1.0, 1.0),
        }
    }

    /// The derivative of [`Self::value`] with respect to z.
    #[inline(always)]
    pub fn derivative(&self, z: f32) -> f32 {
        match self {
            Self::Linear => 1.0,
            Self::Sigmoid | Self::Softmax => {
                let a = math::sigmoid(z);
                a * (1.0 - a)
            }
            Self::Tanh => {
                let a = math::tanh(z);
                1.0 - a * a
            }
            Self::Relu => {
                if z > 0.0 {
                    1.0
                } else {
                    0.0
                }
            }
            Self::LeakyRelu { negative_slope } => {
                if z > 0.0 {
                    1.0
                } else {
                    *negative_slope as f32
                }
            }
            Self::Elu { alpha } => {
                if z > 0.0 {
                    1.0
                } else {
                    *alpha as f32 * math::exp(z)
                }
            }
            Self::Selu => SELU_SCALE * if z > 0.0 { 1.0 } else { SELU_ALPHA * math::exp(z) },
            Self::Softplus => math::sigmoid(z),
            Self::Softsign => {
                let d = 1.0 + z.abs();
                1.0 / (d * d)
            }
            Self::Silu => {
                let s = math::sigmoid(z);
                s + z * s * (1.0 - s)
            }
            Self::Gelu => normal_cdf(z) + z * NORMAL_PEAK * math::exp(-0.5 * z * z),
            Self::Mish => {
                let t = math::tanh(math::softplus(z));
                t + z * math::sigmoid(z) * (1.0 - t * t)
            }
            Self::Sin => libm::cosf(z),
            Self::Step => 0.0,
            Self::HardSigmoid => {
                if z > -3.0 && z < 3.0 {
                    1.0 / 6.0
                } else {
                    0.0
                }
            }
            Self::HardTanh => {
                if z > -1.0 && z < 1.0 {
                    1.0
                } else {
                    0.0
                }
            }
        }
    }

    /// The largest absolute derivative that it has near 0.
    pub fn largest_derivative(&self) -> f32 {
        (-128..=128).map(|z| self.derivative(z as f32 / 16.0).abs()).fold(0.0, f32::max)
    }

    /// Activates a layer in place. `z` is `[unit][lane]`; only the first `lanes` of each `stride` are computed.
    pub fn apply(&self, z: &mut [f32], stride: usize, lanes: usize) {
        if *self == Self::Linear {
            return;
        }
        if *self == Self::Softmax {
            return softmax(z, stride, lanes);
        }
        if lanes == stride {
            return self.apply_row(z);
        }
        for row in z.chunks_exact_mut(stride) {
            self.apply_row(&mut row[..lanes]);
        }
    }

    /// The common activations are computed four numbers at a time.
    fn apply_row(&self, row: &mut [f32]) {
        if let Some(activation) = self.in_place() {
            return activation.apply(row);
        }
        match self {
            Self::LeakyRelu { negative_slope } => {
                let (zero, slope) = (Vector::splat(0.0), Vector::splat(*negative_slope as f32));
                map(row, |z| z.pmax(zero) + slope * z.pmin(zero));
            }
            Self::Silu => map(row, |z| z * math::sigmoid(z)),
            _ => row.iter_mut().for_each(|z| *z = self.value(*z)),
        }
    }

    /// The same activation for the kernels, if its derivative can be computed from its output.
    pub fn in_place(&self) -> Option<InPlaceActivation> {
        match self {
            Self::Linear => Some(InPlaceActivation::Linear),
            Self::Sigmoid => Some(InPlaceActivation::Sigmoid),
            Self::Tanh => Some(InPlaceActivation::Tanh),
            Self::Relu => Some(InPlaceActivation::Relu),
            _ => None,
        }
    }

    /// Turns the gradient with respect to the activations `a` into the gradient with respect to `z`, in place.
    /// All are `[unit][lane]`.
    pub fn backward(&self, z: &[f32], a: &[f32], grad: &mut [f32], stride: usize, lanes: usize) {
        match self {
            Self::Linear => {}
            Self::Softmax => softmax_backward(a, grad, stride, lanes),
            _ if lanes == stride => self.backward_row(z, a, grad),
            _ => {
                for (unit, grad) in grad.chunks_exact_mut(stride).enumerate() {
                    let row = unit * stride..unit * stride + lanes;
                    self.backward_row(z.get(row.clone()).unwrap_or(&[]), &a[row], &mut grad[..lanes]);
                }
            }
        }
    }

    fn backward_row(&self, z: &[f32], a: &[f32], grad: &mut [f32]) {
        match self.in_place() {
            Some(activation) => activation.backward(a, grad),
            None => grad.iter_mut().zip(z).for_each(|(grad, z)| *grad *= self.derivative(*z)),
        }
    }

    /// Whether [`Self::backward`] reads `z`. If not, the activations are enough.
    pub fn needs_pre_activation(&self) -> bool {
        self.in_place().is_none() && *self != Self::Softmax
    }

    /// Whether its values lie between 0 and 1, so that they can be read as probabilities.
    pub fn is_probability(&self) -> bool {
        matches!(self, Self::Sigmoid | Self::HardSigmoid | Self::Softmax | Self::Step)
    }

    /// Keras's name.
    pub fn name(&self) -> &'static str {
        Tagged::name(self)
    }
}

/// The cumulative distribution function of the standard normal distribution.
#[inline(always)]
fn normal_cdf(z: f32) -> f32 {
    0.5 * (1.0 + libm::erff(z * INVERSE_SQRT_2))
}

/// Softmax over the units, four examples at a time. The maximum is subtracted first so that nothing overflows.
fn softmax(z: &mut [f32], stride: usize, lanes: usize) {
    let units = z.len() / stride;
    assert!(lanes <= stride && lanes.is_multiple_of(LANES));
    for lane in (0..lanes).step_by(LANES) {
        // SAFETY: unit < units and lane + LANES <= stride.
        let place = |z: &mut [f32], unit: usize| unsafe { z.as_mut_ptr().add(unit * stride + lane) };
        let read = |z: &mut [f32], unit: usize| unsafe { Vector::read(place(z, unit)) };
        let mut largest = Vector::splat(f32::NEG_INFINITY);
        for unit in 0..units {
            largest = largest.pmax(read(z, unit));
        }
        let mut sum = Vector::splat(0.0);
        for unit in 0..units {
            let value = math::exp(read(z, unit) - largest);
            sum += value;
            // SAFETY: as above.
            unsafe { value.write(place(z, unit)) };
        }
        for unit in 0..units {
            let value = read(z, unit) / sum;
            // SAFETY: as above.
            unsafe { value.write(place(z, unit)) };
        }
    }
}

fn softmax_backward(a: &[f32], grad: &mut [f32], stride: usize, lanes: usize) {
    let units = a.len() / stride;
    for lane in 0..lanes {
        let at = |unit: usize| unit * stride + lane;
        let dot: f32 = (0..units).map(|unit| a[at(unit)] * grad[at(unit)]).sum();
        for unit in 0..units {
            grad[at(unit)] = a[at(unit)] * (grad[at(unit)] - dot);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// All but softmax, which is of several units.
    fn all() -> impl Iterator<Item = Activation> {
        let names = Activation::names().iter().filter(|name| **name != "softmax");
        names.map(|name| crate::json::named(name).expect("arguments have defaults"))
    }

    #[test]
    fn derivatives_agree_with_finite_differences() {
        for activation in all() {
            for z in [-4.1_f32, -2.3, -0.9, -0.2, 0.15, 0.8, 1.9, 3.7] {
                let h = 1e-2;
                let rise = (activation.value(z + h) - activation.value(z - h)) / (2.0 * h);
                let derivative = activation.derivative(z);
                assert!((rise - derivative).abs() < 2e-3, "{activation:?} at {z}: {rise} {derivative}");
            }
        }
    }

    #[test]
    fn relu_at_zero_has_derivative_zero_as_in_keras() {
        assert_eq!(Activation::Relu.derivative(0.0), 0.0);
    }

    #[test]
    fn nan_is_never_hidden() {
        for activation in all() {
            assert!(activation.value(f32::NAN).is_nan(), "{activation:?}");
        }
    }

    #[test]
    fn softmax_of_large_numbers_is_finite_and_sums_to_one() {
        let mut z = vec![100.0, 0.0, 0.0, 0.0, -100.0, 0.0, 0.0, 0.0];
        Activation::Softmax.apply(&mut z, 4, 4);
        assert_eq!(z[0] + z[4], 1.0);
        assert!(z.iter().all(|value| value.is_finite()));
    }

    #[test]
    fn a_name_and_an_argument_are_read() {
        let read = |text| serde_json::from_str::<Activation>(text).unwrap();
        assert_eq!(read("\"relu\""), Activation::Relu);
        let leaky = read(r#"{"activation": "leaky_relu", "negative_slope": 0.1}"#);
        assert_eq!(leaky, Activation::LeakyRelu { negative_slope: 0.1 });
        assert_eq!(leaky.name(), "leaky_relu");
    }
}
