//! Default contestants, with arguments that suit a surface.

use super::contestant::{Contestant, Method, Newton};
use crate::nn::OptimizerConfig;
use crate::nn::optimizer::{Rates, UpdateRule};
use crate::surface::{Surface, SurfaceName};

const NEWTON: &str = "newton";

/// Names of contestants that can be added. Variants of a rule have their own names.
pub fn contestant_names() -> Vec<&'static str> {
    let any = Rates { descent: 1.0, adaptive: 1.0 };
    UpdateRule::variants(any).iter().map(|variant| variant.name).chain([NEWTON]).collect()
}

/// The contestants of a race by default.
pub(super) fn contestants(surface: &mut Surface) -> Vec<Contestant> {
    let rates = rates(surface);
    ["gradient_descent", "momentum", "adagrad", "rmsprop", "adam"]
        .into_iter()
        .filter_map(|name| with_rates(name, rates).ok())
        .collect()
}

pub(super) fn contestant(name: &str, surface: &mut Surface) -> Result<Contestant, String> {
    with_rates(name, rates(surface))
}

fn with_rates(name: &str, rates: Rates) -> Result<Contestant, String> {
    let optimizer = if name == NEWTON {
        Method::Newton(Newton::default())
    } else {
        let variant = UpdateRule::variants(rates).into_iter().find(|variant| variant.name == name);
        let variant =
            variant.ok_or_else(|| format!("{name} is not one of {}", contestant_names().join(", ")))?;
        let learning_rate = short(variant.learning_rate);
        Method::Rule(OptimizerConfig { learning_rate, ..variant.rule.into() })
    };
    // What makes descent stochastic is the noise of its gradients.
    let noise = if name == "sgd" { 1.0 } else { 0.0 };
    Ok(Contestant { optimizer, noise, ..Contestant::default() })
}

/// Learning rates for gradient descent and for rules that choose the step size themselves.
fn rates(surface: &mut Surface) -> Rates {
    if surface.name() != SurfaceName::Typed {
        let row = surface.name().row();
        return Rates { descent: row.descent_rate, adaptive: row.adaptive_rate };
    }
    let size = surface.diagonal();
    let gradient = surface.median_gradient_norm();
    let descent = if gradient > 0.0 { (0.02 * size / gradient).clamp(1e-6, 1.0) } else { 0.1 };
    Rates { descent, adaptive: (0.01 * size).clamp(1e-6, 1.0) }
}

/// The standard deviation of noise of level 1: at the default rate of gradient descent, it moves a step by a
/// hundredth of the diagonal.
pub(super) fn noise_unit(surface: &mut Surface) -> f64 {
    0.01 * surface.diagonal() / rates(surface).descent
}

/// Rounds to one digit.
fn short(rate: f64) -> f64 {
    format!("{rate:.0e}").parse().unwrap_or(rate)
}
