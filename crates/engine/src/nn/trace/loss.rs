//! Losses and their gradients in f64, example by example.

use super::Batch;
use super::activation::softplus;
use crate::nn::loss::{Form, Loss};
use crate::nn::plan::PlannedOutput;

/// Probabilities are clipped to [epsilon, 1 - epsilon], as in Keras.
const EPSILON: f64 = 1e-7;

/// The loss of one unit with output `o` and target `t`.
fn unit_value(loss: &Loss, o: f64, t: f64) -> f64 {
    let d = o - t;
    match *loss {
        Loss::MeanSquaredError => d * d,
        Loss::HalfSquaredError { signed } => {
            let d = if signed { o - sign(t) } else { d };
            0.5 * d * d
        }
        Loss::MeanAbsoluteError => d.abs(),
        Loss::Huber { delta } => {
            if d.abs() > delta {
                delta * (d.abs() - 0.5 * delta)
            } else {
                0.5 * d * d
            }
        }
        Loss::LogCosh => d + softplus(-2.0 * d) - std::f64::consts::LN_2,
        Loss::BinaryCrossentropy { .. } => {
            let p = o.clamp(EPSILON, 1.0 - EPSILON);
            -t * libm::log(p) - (1.0 - t) * libm::log(1.0 - p)
        }
        Loss::CategoricalCrossentropy { .. } => -t * libm::log(o.clamp(EPSILON, 1.0 - EPSILON)),
        Loss::Hinge => (1.0 - sign(t) * o).max(0.0) + if o.is_nan() { o } else { 0.0 },
        Loss::KlDivergence => {
            let (o, t) = (o.clamp(EPSILON, 1.0), t.clamp(EPSILON, 1.0));
            t * libm::log(t / o)
        }
    }
}

/// The derivative of the loss of one unit with respect to its output.
fn unit_derivative(loss: &Loss, o: f64, t: f64) -> f64 {
    let d = o - t;
    let inside = |low: f64, high: f64| if o > low && o < high { 1.0 } else { 0.0 };
    match *loss {
        Loss::MeanSquaredError => 2.0 * d,
        Loss::HalfSquaredError { signed } => {
            if signed {
                o - sign(t)
            } else {
                d
            }
        }
        Loss::MeanAbsoluteError => {
            if d == 0.0 {
                0.0
            } else {
                d.signum()
            }
        }
        Loss::Huber { delta } => d.clamp(-delta, delta),
        Loss::LogCosh => libm::tanh(d),
        Loss::BinaryCrossentropy { .. } => {
            let p = o.clamp(EPSILON, 1.0 - EPSILON);
            ((1.0 - t) / (1.0 - p) - t / p) * inside(EPSILON, 1.0 - EPSILON)
        }
        Loss::CategoricalCrossentropy { .. } => -t / o.clamp(EPSILON, 1.0) * inside(EPSILON, 1.0 - EPSILON),
        Loss::Hinge => {
            if sign(t) * o < 1.0 {
                -sign(t)
            } else {
                0.0
            }
        }
        Loss::KlDivergence => -t.clamp(EPSILON, 1.0) / o.clamp(EPSILON, 1.0) * inside(EPSILON, 1.0),
    }
}

/// Losses of signed labels read target 0 as -1.
fn sign(target: f64) -> f64 {
    if target == 0.0 { -1.0 } else { target }
}

/// Targets after label smoothing.
fn smooth(loss: &Loss, targets: &[f64]) -> Vec<f64> {
    let (share, even) = match *loss {
        Loss::BinaryCrossentropy { label_smoothing } => (label_smoothing, 0.5),
        Loss::CategoricalCrossentropy { label_smoothing } => (label_smoothing, 1.0 / targets.len() as f64),
        _ => (0.0, 0.0),
    };
    targets.iter().map(|target| (1.0 - share) * target + share * even).collect()
}

/// The weight of a unit: units are averaged, or summed if they are the classes of one distribution.
fn unit_share(loss: &Loss, units: usize) -> f64 {
    match loss {
        Loss::CategoricalCrossentropy { .. } | Loss::KlDivergence => 1.0,
        _ => 1.0 / units as f64,
    }
}

/// The loss of one example at an output, without the output's weight.
pub fn value(output: &PlannedOutput, z: &[f64], a: &[f64], target: &[f64]) -> f64 {
    let (loss, target) = (&output.loss, smooth(&output.loss, target));
    let sum: f64 = match output.form {
        // -t ln s(z) - (1 - t) ln(1 - s(z)), without the sigmoid s.
        Form::SigmoidLogits => z.iter().zip(&target).map(|(&z, t)| softplus(z) - t * z).sum(),
        // -t ln(e^z / sum of e^z).
        Form::SoftmaxLogits => {
            let largest = z.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            let log_sum = largest + libm::log(z.iter().map(|z| libm::exp(z - largest)).sum());
            z.iter().zip(&target).map(|(z, t)| t * (log_sum - z)).sum()
        }
        Form::Outputs => {
            // Keras divides by the sum of the outputs first.
            let is_over_classes = matches!(loss, Loss::CategoricalCrossentropy { .. });
            let whole: f64 = if is_over_classes { a.iter().sum() } else { 1.0 };
            a.iter().zip(&target).map(|(a, &t)| unit_value(loss, a / whole, t)).sum()
        }
    };
    sum * unit_share(loss, a.len())
}

/// dL/da of `shares` times the loss of each example.
pub fn gradient(output: &PlannedOutput, outputs: &Batch, targets: &Batch, shares: &[f64]) -> Batch {
    let loss = &output.loss;
    let rows = outputs.iter().zip(targets).zip(shares);
    rows.map(|((a, target), share)| {
        let share = share * output.weight * unit_share(loss, a.len());
        let target = smooth(loss, target);
        let whole: f64 = a.iter().sum();
        if matches!(loss, Loss::CategoricalCrossentropy { .. }) && output.form == Form::Outputs {
            // Through the division by the sum of the outputs.
            let derivatives = a.iter().zip(&target).map(|(a, &t)| unit_derivative(loss, a / whole, t));
            let derivatives: Vec<f64> = derivatives.collect();
            let dot: f64 = derivatives.iter().zip(a).map(|(derivative, a)| derivative * a / whole).sum();
            return derivatives.iter().map(|derivative| share * (derivative - dot) / whole).collect();
        }
        a.iter().zip(&target).map(|(&a, &t)| share * unit_derivative(loss, a, t)).collect()
    })
    .collect()
}

/// dL/dz of a loss that is computed from the logits: a - t for a sigmoid. For a softmax it is (sum of t) a - t, which is
/// the same if the targets sum to 1.
pub fn gradient_of_logits(output: &PlannedOutput, outputs: &Batch, targets: &Batch, shares: &[f64]) -> Batch {
    let rows = outputs.iter().zip(targets).zip(shares);
    rows.map(|((a, target), share)| {
        let share = share * output.weight * unit_share(&output.loss, a.len());
        let target = smooth(&output.loss, target);
        let sum = if output.form == Form::SoftmaxLogits { target.iter().sum() } else { 1.0 };
        a.iter().zip(&target).map(|(a, t)| share * (sum * a - t)).collect()
    })
    .collect()
}
