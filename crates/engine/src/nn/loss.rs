//! Losses, each with its value and its gradient.
//!
//! The loss of a batch is the mean over its examples. Within an example the units are averaged, or summed if the loss is
//! over the classes of one distribution, as in Keras.

use kernels::elementwise::clear;
use kernels::math;
use kernels::number::Number;
use kernels::vector::{Vector, padded, vectors, vectors_mut};
use serde::{Deserialize, Serialize};

use super::activation::Activation;
use crate::field_error::ArgumentRange;

/// Source: <https://keras.io/api/losses/>
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(remote = "Self", rename_all = "snake_case", deny_unknown_fields)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "ts", ts(tag = "loss"))]
pub enum Loss {
    /// (y^ - y)^2
    #[default]
    MeanSquaredError,
    /// (y^ - y)^2 / 2, as lectures often define it so that the derivative is y^ - y
    HalfSquaredError {
        /// Whether targets 0 are read as -1, for classes at the ends of a tanh.
        #[serde(default, skip_serializing_if = "is_off")]
        signed: bool,
    },
    /// |y^ - y|
    MeanAbsoluteError,
    /// Half squared error up to delta, linear beyond (Huber, 1964)
    Huber {
        #[serde(default = "huber_delta")]
        delta: f64,
    },
    /// ln cosh(y^ - y)
    LogCosh,
    /// -y ln y^ - (1 - y) ln(1 - y^)
    BinaryCrossentropy {
        /// The share by which targets are moved towards 1/2 (Szegedy et al., 2016).
        #[serde(default, skip_serializing_if = "is_zero")]
        label_smoothing: f64,
    },
    /// -sum over classes of y ln y^
    CategoricalCrossentropy {
        /// The share of each target that is spread over all classes (Szegedy et al., 2016).
        #[serde(default, skip_serializing_if = "is_zero")]
        label_smoothing: f64,
    },
    /// max(0, 1 - y y^), with targets 0 read as -1
    Hinge,
    /// Sum over classes of y ln(y / y^)
    KlDivergence,
}

crate::tagged!(Loss, "loss");

fn huber_delta() -> f64 {
    1.0
}

/// A loss with default arguments is written by its bare name.
#[allow(clippy::trivially_copy_pass_by_ref)]
fn is_zero(number: &f64) -> bool {
    *number == 0.0
}

#[allow(clippy::trivially_copy_pass_by_ref)]
fn is_off(switch: &bool) -> bool {
    !switch
}

/// Probabilities are clipped to [epsilon, 1 - epsilon], as in Keras.
const EPSILON: f32 = 1e-7;
const LN_2: f32 = std::f32::consts::LN_2;

/// What a loss is computed from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// The outputs of any activation.
    Outputs,
    /// The logits of a sigmoid, for binary cross-entropy.
    SigmoidLogits,
    /// The logits of a softmax, for categorical cross-entropy.
    SoftmaxLogits,
}

/// Targets mixed with a uniform distribution.
#[derive(Clone, Copy)]
struct Smoothing {
    keep: f32,
    add: f32,
}

impl Smoothing {
    fn of(self, target: f32) -> f32 {
        target * self.keep + self.add
    }
}

impl Loss {
    /// Its arguments and their ranges.
    pub fn ranges(&self) -> Vec<ArgumentRange> {
        match *self {
            Self::Huber { delta } => vec![("delta", delta, 1e-6, 1e6)],
            Self::BinaryCrossentropy { label_smoothing }
            | Self::CategoricalCrossentropy { label_smoothing } => {
                vec![("label_smoothing", label_smoothing, 0.0, 1.0)]
            }
            _ => Vec::new(),
        }
    }

    /// Whether it reads targets 0 as -1.
    pub fn has_signed_labels(&self) -> bool {
        matches!(self, Self::Hinge | Self::HalfSquaredError { signed: true })
    }

    /// The form for a given last activation: from the logits where there is a formula that is finite for all of them.
    pub fn form(&self, activation: Option<&Activation>) -> Form {
        match (self, activation) {
            (Self::BinaryCrossentropy { .. }, Some(Activation::Sigmoid)) => Form::SigmoidLogits,
            (Self::CategoricalCrossentropy { .. }, Some(Activation::Softmax)) => Form::SoftmaxLogits,
            _ => Form::Outputs,
        }
    }

    /// The loss of one unit alone with output `o` and target `t`, and its derivative with respect to the output.
    pub fn of_unit(&self, o: f32, t: f32) -> (f32, f32) {
        (self.value(o, t), self.gradient(o, t))
    }

    /// The loss of one unit with output `o` and target `t`.
    fn value(&self, o: f32, t: f32) -> f32 {
        let d = o - t;
        match self {
            Self::MeanSquaredError => d * d,
            Self::HalfSquaredError { signed } => {
                let d = if *signed { o - sign(t) } else { d };
                0.5 * d * d
            }
            Self::MeanAbsoluteError => d.abs(),
            Self::Huber { delta } => {
                let delta = *delta as f32;
                if d.abs() > delta { delta * (d.abs() - 0.5 * delta) } else { 0.5 * d * d }
            }
            Self::LogCosh => d + math::softplus(-2.0 * d) - LN_2,
            Self::BinaryCrossentropy { .. } => {
                let o = o.clamp(EPSILON, 1.0 - EPSILON);
                -t * math::ln(o) - (1.0 - t) * math::ln(1.0 - o)
            }
            Self::CategoricalCrossentropy { .. } => -t * math::ln(o.clamp(EPSILON, 1.0 - EPSILON)),
            Self::Hinge => (1.0 - sign(t) * o).max(0.0) + if o.is_nan() { o } else { 0.0 },
            Self::KlDivergence => {
                let (o, t) = (o.clamp(EPSILON, 1.0), t.clamp(EPSILON, 1.0));
                t * (math::ln(t) - math::ln(o))
            }
        }
    }

    /// The derivative of [`Self::value`] with respect to the output.
    fn gradient(&self, o: f32, t: f32) -> f32 {
        let d = o - t;
        let inside = |low: f32, high: f32| if o > low && o < high { 1.0 } else { 0.0 };
        match self {
            Self::MeanSquaredError => 2.0 * d,
            Self::HalfSquaredError { signed } => {
                if *signed {
                    o - sign(t)
                } else {
                    d
                }
            }
            Self::MeanAbsoluteError => {
                if d == 0.0 {
                    0.0
                } else {
                    1.0_f32.copysign(d)
                }
            }
            Self::Huber { delta } => d.clamp(-*delta as f32, *delta as f32),
            Self::LogCosh => math::tanh(d),
            Self::BinaryCrossentropy { .. } => {
                let p = o.clamp(EPSILON, 1.0 - EPSILON);
                ((1.0 - t) / (1.0 - p) - t / p) * inside(EPSILON, 1.0 - EPSILON)
            }
            Self::CategoricalCrossentropy { .. } => {
                -t / o.clamp(EPSILON, 1.0) * inside(EPSILON, 1.0 - EPSILON)
            }
            Self::Hinge => {
                if sign(t) * o < 1.0 {
                    -sign(t)
                } else {
                    0.0
                }
            }
            Self::KlDivergence => -t.clamp(EPSILON, 1.0) / o.clamp(EPSILON, 1.0) * inside(EPSILON, 1.0),
        }
    }

    /// Whether the units of an example are summed instead of averaged.
    fn sums_units(&self) -> bool {
        matches!(self, Self::CategoricalCrossentropy { .. } | Self::KlDivergence)
    }

    /// The weight of one unit of one example in the mean over a batch of `examples`.
    fn share(&self, units: usize, examples: usize) -> f64 {
        let units = if self.sums_units() { 1 } else { units };
        1.0 / (units * examples) as f64
    }

    /// The label smoothing, for targets of this many units.
    fn smoothing(&self, units: usize) -> Smoothing {
        let (share, even) = match *self {
            Self::BinaryCrossentropy { label_smoothing } => (label_smoothing, 0.5),
            Self::CategoricalCrossentropy { label_smoothing } => (label_smoothing, 1.0 / units as f64),
            _ => (0.0, 0.0),
        };
        Smoothing { keep: (1.0 - share) as f32, add: (share * even) as f32 }
    }

    /// Mean loss of a batch. `outputs`, `logits` and `targets` are `[unit][lane]`; `logits` are read in their forms only.
    pub fn of_batch(
        &self,
        form: Form,
        outputs: &[f32],
        logits: &[f32],
        targets: &[f32],
        stride: usize,
        examples: usize,
    ) -> f64 {
        let units = outputs.len() / stride;
        let smoothing = self.smoothing(units);
        let mut total = 0.0_f64;
        let rows = |buffer: &[f32], unit: usize| unit * stride..(unit * stride + examples).min(buffer.len());
        match form {
            Form::SigmoidLogits => {
                for unit in 0..units {
                    let pairs = logits[rows(logits, unit)].iter().zip(&targets[rows(targets, unit)]);
                    total +=
                        pairs.map(|(&z, &t)| f64::from(math::softplus(z) - smoothing.of(t) * z)).sum::<f64>();
                }
            }
            Form::SoftmaxLogits => {
                for lane in 0..examples {
                    let z = |unit: usize| logits[unit * stride + lane];
                    let largest = (0..units).map(z).fold(f32::NEG_INFINITY, f32::max);
                    let sum: f32 = (0..units).map(|unit| math::exp(z(unit) - largest)).sum();
                    let log_sum = math::ln(sum) + largest;
                    total += (0..units)
                        .map(|u| f64::from(smoothing.of(targets[u * stride + lane]) * (log_sum - z(u))))
                        .sum::<f64>();
                }
            }
            Form::Outputs if self.is_over_classes() => {
                for lane in 0..examples {
                    let sum: f32 = (0..units).map(|unit| outputs[unit * stride + lane]).sum();
                    let target = |unit: usize| smoothing.of(targets[unit * stride + lane]);
                    let one = |unit: usize| self.value(outputs[unit * stride + lane] / sum, target(unit));
                    total += (0..units).map(|unit| f64::from(one(unit))).sum::<f64>();
                }
            }
            Form::Outputs => {
                for unit in 0..units {
                    let pairs = outputs[rows(outputs, unit)].iter().zip(&targets[rows(targets, unit)]);
                    total += pairs.map(|(&o, &t)| f64::from(self.value(o, smoothing.of(t)))).sum::<f64>();
                }
            }
        }
        total * self.share(units, examples)
    }

    /// For categorical cross-entropy Keras normalizes the outputs to sum 1 first.
    fn is_over_classes(&self) -> bool {
        matches!(self, Self::CategoricalCrossentropy { .. })
    }

    /// The gradient of `weight` times the batch's mean loss with respect to the outputs, or to the logits in their forms.
    /// The lanes of the padding become 0, so that they never count.
    #[allow(clippy::too_many_arguments)]
    pub fn gradient_of_batch(
        &self,
        form: Form,
        weight: f64,
        outputs: &[f32],
        targets: &[f32],
        grad: &mut [f32],
        stride: usize,
        examples: usize,
    ) {
        let units = outputs.len() / stride;
        let (share, lanes) = ((weight * self.share(units, examples)) as f32, padded(examples));
        let (factor, two) = (Vector::splat(share), Vector::splat(2.0));
        let smoothing = self.smoothing(units);
        let (keep, add) = (Vector::splat(smoothing.keep), Vector::splat(smoothing.add));
        for unit in 0..units {
            let row = unit * stride..(unit + 1) * stride;
            let (outputs, targets, grad) = (&outputs[row.clone()], &targets[row.clone()], &mut grad[row]);
            let each = vectors_mut(&mut grad[..lanes]).zip(vectors(outputs)).zip(vectors(targets));
            // The common losses have their own loops, which compute four numbers at a time.
            match (form, self) {
                (Form::SigmoidLogits | Form::SoftmaxLogits, _) => {
                    each.for_each(|((grad, o), t)| *grad = factor * (o - (t * keep + add)));
                }
                (Form::Outputs, Self::HalfSquaredError { signed: false }) => {
                    each.for_each(|((grad, o), t)| *grad = factor * (o - t));
                }
                (Form::Outputs, Self::MeanSquaredError) => {
                    each.for_each(|((grad, o), t)| *grad = factor * (two * (o - t)));
                }
                (Form::Outputs, _) => {
                    let each = grad[..examples].iter_mut().zip(outputs).zip(targets);
                    each.for_each(|((grad, &o), &t)| *grad = share * self.gradient(o, smoothing.of(t)));
                }
            }
            clear(&mut grad[examples..]);
        }
        if form == Form::SoftmaxLogits {
            weigh_by_target_sum(outputs, targets, smoothing, grad, stride, examples, share);
        }
        if form == Form::Outputs && self.is_over_classes() {
            self.gradient_through_sum(outputs, targets, grad, stride, examples, share);
        }
    }

    /// The gradient of the categorical cross-entropy of o / sum(o) with respect to o.
    fn gradient_through_sum(
        &self,
        outputs: &[f32],
        targets: &[f32],
        grad: &mut [f32],
        stride: usize,
        examples: usize,
        share: f32,
    ) {
        let units = outputs.len() / stride;
        let smoothing = self.smoothing(units);
        for lane in 0..examples {
            let at = |unit: usize| unit * stride + lane;
            let sum: f32 = (0..units).map(|unit| outputs[at(unit)]).sum();
            let target = |unit: usize| smoothing.of(targets[at(unit)]);
            let grad_of = |unit: usize| self.gradient(outputs[at(unit)] / sum, target(unit));
            let dot: f32 = (0..units).map(|unit| grad_of(unit) * outputs[at(unit)] / sum).sum();
            for unit in 0..units {
                grad[at(unit)] = share * (grad_of(unit) - dot) / sum;
            }
        }
    }
}

/// With respect to the logits of a softmax the gradient is (sum of targets) y^ - y. This corrects y^ - y where the targets
/// do not sum to 1.
fn weigh_by_target_sum(
    outputs: &[f32],
    targets: &[f32],
    smoothing: Smoothing,
    grad: &mut [f32],
    stride: usize,
    examples: usize,
    share: f32,
) {
    let units = outputs.len() / stride;
    for lane in 0..examples {
        let at = |unit: usize| unit * stride + lane;
        let sum: f32 = (0..units).map(|unit| smoothing.of(targets[at(unit)])).sum();
        if sum != 1.0 {
            for at in (0..units).map(at) {
                grad[at] = share * (sum * outputs[at] - smoothing.of(targets[at]));
            }
        }
    }
}

/// Maps target 0 to -1 and leaves others as they are.
fn sign(target: f32) -> f32 {
    if target == 0.0 { -1.0 } else { target }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Loss {
        serde_json::from_str(text).unwrap()
    }

    #[test]
    fn smoothing_by_all_makes_every_target_the_same() {
        let of = |text: &str, targets: [f32; 8]| {
            let outputs = [0.7, 0.0, 0.0, 0.0, 0.3, 0.0, 0.0, 0.0];
            read(text).of_batch(Form::Outputs, &outputs, &[], &targets, 4, 1)
        };
        for loss in ["binary_crossentropy", "categorical_crossentropy"] {
            let [left, right] =
                [[1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0], [0.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0]];
            let all = format!(r#"{{"loss": "{loss}", "label_smoothing": 1}}"#);
            assert_eq!(of(&all, left), of(&all, right), "{loss}");
            let none = format!(r#"{{"loss": "{loss}", "label_smoothing": 0}}"#);
            assert_eq!(of(&none, left), of(&format!("\"{loss}\""), left), "{loss}");
            assert_eq!(serde_json::to_string(&read(&none)).unwrap(), format!("\"{loss}\""));
        }
    }

    #[test]
    fn cross_entropies_are_finite_at_logits_of_a_hundred() {
        for z in [-100.0, 100.0_f32] {
            for t in [0.0, 1.0] {
                let outputs = [math::sigmoid(z)];
                let loss =
                    read("\"binary_crossentropy\"").of_batch(Form::SigmoidLogits, &outputs, &[z], &[t], 1, 1);
                let want = if (z > 0.0) == (t > 0.5) { 0.0 } else { 100.0 };
                assert!((loss - want).abs() < 1e-4, "{z} {t}: {loss}");
            }
            let logits = [z, 0.0, 0.0, 0.0, -z, 0.0, 0.0, 0.0];
            let mut outputs = logits;
            Activation::Softmax.apply(&mut outputs, 4, 4);
            let targets = [1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0];
            let loss = read("\"categorical_crossentropy\"").of_batch(
                Form::SoftmaxLogits,
                &outputs,
                &logits,
                &targets,
                4,
                1,
            );
            assert!((loss - if z > 0.0 { 0.0 } else { 200.0 }).abs() < 1e-4, "{z}: {loss}");
        }
    }

    #[test]
    fn the_half_squared_error_is_half_the_squared_error() {
        let of = |loss: Loss| loss.of_batch(Form::Outputs, &[3.0], &[], &[1.0], 1, 1);
        assert_eq!(of(Loss::MeanSquaredError), 4.0);
        assert_eq!(of(Loss::HalfSquaredError { signed: false }), 2.0);
        let signed = Loss::HalfSquaredError { signed: true };
        assert_eq!(signed.of_batch(Form::Outputs, &[0.5], &[], &[0.0], 1, 1), 1.125);
    }

    #[test]
    fn padding_never_counts() {
        let mut grad = [9.0; 4];
        Loss::MeanSquaredError.gradient_of_batch(Form::Outputs, 1.0, &[1.0; 4], &[0.0; 4], &mut grad, 4, 3);
        assert_eq!(grad[3], 0.0);
        assert!((grad[0] - 2.0 / 3.0).abs() < 1e-6);
    }
}
