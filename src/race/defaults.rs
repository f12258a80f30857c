//! Default contestants, with arguments that suit a surface.

use serde_json::{Value, json};

use super::contestant::Contestant;
use crate::surface::{Surface, SurfaceName};

/// Names of contestants that can be added. Variants of a rule have their own names.
pub const CONTESTANT_NAMES: [&str; 14] = [
    "gradient_descent",
    "sgd",
    "momentum",
    "nesterov",
    "adagrad",
    "adadelta",
    "rmsprop",
    "adam",
    "amsgrad",
    "adamw",
    "nadam",
    "adamax",
    "lion",
    "newton",
];

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

fn with_rates(name: &str, (descent, adaptive): (f64, f64)) -> Result<Contestant, String> {
    let rule = |optimizer: &str, rate: f64| json!({"optimizer": optimizer, "learning_rate": short(rate)});
    let with = |mut rule: Value, key: &str, value: Value| {
        rule[key] = value;
        rule
    };
    let optimizer = match name {
        "gradient_descent" | "sgd" => rule("sgd", descent),
        "momentum" => with(rule("sgd", descent * 0.3), "momentum", 0.9.into()),
        "nesterov" => with(with(rule("sgd", descent * 0.3), "momentum", 0.9.into()), "nesterov", true.into()),
        "adagrad" => rule("adagrad", adaptive * 5.0),
        "adadelta" => with(rule("adadelta", adaptive * 10.0), "epsilon", 1e-4.into()),
        "rmsprop" => rule("rmsprop", adaptive * 0.3),
        "adam" | "adamw" | "nadam" | "adamax" => rule(name, adaptive),
        "amsgrad" => with(rule("adam", adaptive), "amsgrad", true.into()),
        "lion" => rule("lion", adaptive * 0.3),
        "newton" => json!({"optimizer": "newton"}),
        other => return Err(format!("{other} is not one of {}", CONTESTANT_NAMES.join(", "))),
    };
    let noise = if name == "sgd" { 1.0 } else { 0.0 };
    crate::json::read(&json!({"optimizer": optimizer, "noise": noise})).map_err(|error| error.to_string())
}

/// Learning rates for gradient descent and for rules that choose the step size themselves.
fn rates(surface: &mut Surface) -> (f64, f64) {
    if surface.name() != SurfaceName::Typed {
        let row = surface.name().row();
        return (row.descent_rate, row.adaptive_rate);
    }
    let size = surface.diagonal();
    let gradient = surface.median_gradient_norm();
    let descent = if gradient > 0.0 { (0.02 * size / gradient).clamp(1e-6, 1.0) } else { 0.1 };
    (descent, (0.01 * size).clamp(1e-6, 1.0))
}

/// The standard deviation of noise of level 1: at the default rate of gradient descent, it moves a step by a
/// hundredth of the diagonal.
pub(super) fn noise_unit(surface: &mut Surface) -> f64 {
    0.01 * surface.diagonal() / rates(surface).0
}

/// Rounds to one digit.
fn short(rate: f64) -> f64 {
    format!("{rate:.0e}").parse().unwrap_or(rate)
}
