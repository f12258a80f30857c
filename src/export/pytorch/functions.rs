//! Activations and losses.

use crate::export::python::number;
use crate::nn::{Activation, Loss};

/// The call of an activation; the value itself for the linear one. `dim` is the axis of the units.
pub(super) fn activated(activation: &Activation, value: &str, dim: i32) -> String {
    match activation {
        Activation::Linear => value.to_owned(),
        Activation::Sigmoid => format!("torch.sigmoid({value})"),
        Activation::Tanh => format!("torch.tanh({value})"),
        Activation::Relu => format!("F.relu({value})"),
        Activation::LeakyRelu { negative_slope } => {
            format!("F.leaky_relu({value}, {})", number(*negative_slope))
        }
        Activation::Elu { alpha } if *alpha == 1.0 => format!("F.elu({value})"),
        Activation::Elu { alpha } => format!("F.elu({value}, {})", number(*alpha)),
        Activation::Selu => format!("F.selu({value})"),
        Activation::Softplus => format!("F.softplus({value})"),
        Activation::Softsign => format!("F.softsign({value})"),
        Activation::Silu => format!("F.silu({value})"),
        Activation::Gelu => format!("F.gelu({value})"),
        Activation::Mish => format!("F.mish({value})"),
        Activation::Sin => format!("torch.sin({value})"),
        Activation::Step => format!("torch.sign({value}).clamp(min=0)"),
        Activation::Softmax => format!("torch.softmax({value}, dim={dim})"),
        Activation::HardSigmoid => format!("F.hardsigmoid({value})"),
        Activation::HardTanh => format!("F.hardtanh({value})"),
    }
}

/// The same as something that can be handed on.
pub(super) fn function(activation: &Activation) -> String {
    let call = activated(activation, "z", -1);
    match call.strip_suffix("(z)") {
        Some(name) => name.to_owned(),
        None => format!("lambda z: {call}"),
    }
}

/// The same as a module. None where PyTorch has none, empty for the linear one.
pub(super) fn module(activation: &Activation) -> Option<String> {
    Some(match activation {
        Activation::Linear => String::new(),
        Activation::Sigmoid => "nn.Sigmoid()".into(),
        Activation::Tanh => "nn.Tanh()".into(),
        Activation::Relu => "nn.ReLU()".into(),
        Activation::LeakyRelu { negative_slope } => format!("nn.LeakyReLU({})", number(*negative_slope)),
        Activation::Elu { alpha } if *alpha == 1.0 => "nn.ELU()".into(),
        Activation::Elu { alpha } => format!("nn.ELU({})", number(*alpha)),
        Activation::Selu => "nn.SELU()".into(),
        Activation::Softplus => "nn.Softplus()".into(),
        Activation::Softsign => "nn.Softsign()".into(),
        Activation::Silu => "nn.SiLU()".into(),
        Activation::Gelu => "nn.GELU()".into(),
        Activation::Mish => "nn.Mish()".into(),
        Activation::Softmax => "nn.Softmax(dim=-1)".into(),
        Activation::HardSigmoid => "nn.Hardsigmoid()".into(),
        Activation::HardTanh => "nn.Hardtanh()".into(),
        Activation::Sin | Activation::Step => return None,
    })
}

pub(super) fn loss(loss: &Loss, given: &str, truth: &str, units: usize) -> String {
    let log = |value: &str| format!("{value}.clamp(1e-7, 1 - 1e-7).log()");
    match loss {
        Loss::MeanSquaredError => format!("F.mse_loss({given}, {truth})"),
        Loss::HalfSquaredError { signed: false } => format!("F.mse_loss({given}, {truth}) / 2"),
        Loss::HalfSquaredError { signed: true } => format!("F.mse_loss({given}, 2 * {truth} - 1) / 2"),
        Loss::MeanAbsoluteError => format!("F.l1_loss({given}, {truth})"),
        Loss::Huber { delta } => format!("F.huber_loss({given}, {truth}, delta={})", number(*delta)),
        Loss::LogCosh => {
            format!("({given} - {truth} + F.softplus(-2 * ({given} - {truth})) - np.log(2)).mean()")
        }
        Loss::BinaryCrossentropy { label_smoothing } if *label_smoothing == 0.0 => {
            format!("F.binary_cross_entropy({given}.clamp(1e-7, 1 - 1e-7), {truth})")
        }
        Loss::BinaryCrossentropy { label_smoothing } => format!(
            "F.binary_cross_entropy({given}.clamp(1e-7, 1 - 1e-7), {truth} * {} + {})",
            number(1.0 - label_smoothing),
            number(label_smoothing / 2.0)
        ),
        Loss::CategoricalCrossentropy { label_smoothing } if *label_smoothing == 0.0 => {
            format!("-({truth} * {}).sum(dim=-1).mean()", log(given))
        }
        Loss::CategoricalCrossentropy { label_smoothing } => format!(
            "-(({truth} * {} + {}) * {}).sum(dim=-1).mean()",
            number(1.0 - label_smoothing),
            number(label_smoothing / units as f64),
            log(given)
        ),
        Loss::Hinge => format!("F.relu(1 - (2 * {truth} - 1) * {given}).mean()"),
        Loss::KlDivergence => format!(
            "({truth}.clamp(min=1e-7) * ({truth}.clamp(min=1e-7).log() - {given}.clamp(1e-7, 1).log())).sum(dim=-1).mean()"
        ),
    }
}
