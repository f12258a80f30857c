//! What is wrong with a network, if anything is: the rules, in the order in which they count. Each has its thresholds here and a
//! test in `tests/it/health.rs`.

use serde::Serialize;

use super::remedy::{Remedy, remedied};
use super::{Health, LayerHealth};
use crate::experiment::Experiment;
use crate::nn::{Activation, LayerKind};
use crate::run::ROW;

/// What is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "HealthKind"))]
pub enum Kind {
    NotFinite,
    /// Penalties have taken all weights of a layer.
    OverRegularized,
    EqualUnits,
    /// Units that never fire, and never did.
    DeadFromStart,
    DeadInTraining,
    NoDerivative,
    LossRises,
    ExplodingGradients,
    VanishingGradients,
    Saturated,
    Overfitting,
    OnlyLinear,
    StepsTooSmall,
    Plateau,
    Underfitting,
}

/// What is wrong with which layer. `count` of `of` units are concerned; `value` is the number that tells.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    pub kind: Kind,
    pub layer: Option<String>,
    pub count: usize,
    pub of: usize,
    pub value: f64,
}

/// A remedy comes with the experiment that it makes.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict {
    pub finding: Finding,
    pub remedy: Option<(Remedy, Experiment)>,
}

/// Of a layer's units, so many may be dead.
const DEAD_SHARE: f64 = 0.75;
/// The first layer's gradient over the last one's.
const VANISHING_RATIO: f64 = 1e-3;
/// A gradient over the size of the weights.
const EXPLODING: f64 = 30.0;
/// Of a hidden layer's values, so many may lie where the activation is flat.
const SATURATED_SHARE: f64 = 0.6;
/// A step over the size of the weights: of less nothing comes in a thousand steps.
const SMALL_STEP: f64 = 1e-5;
/// Gradients over the size of the weights on a plateau.
const FLAT_GRADIENT: f64 = 1e-3;
/// Root mean square of a layer's weights, biases among them, below which it passes next to nothing on.
const NO_WEIGHTS: f64 = 0.06;
/// Accuracy or R2 from which there is nothing to complain of.
const GOOD: f64 = 0.95;
const POOR: f64 = 0.85;
/// Rows of the curves before they say anything.
const FEW_ROWS: usize = 8;

/// What the curves say.
struct Curves<'a> {
    rows: &'a [[f64; ROW]],
}

impl Curves<'_> {
    fn first(&self) -> f64 {
        self.rows.first().map_or(f64::NAN, |row| row[1])
    }

    fn last(&self) -> [f64; ROW] {
        self.rows.last().copied().unwrap_or([f64::NAN; ROW])
    }

    fn say_something(&self) -> bool {
        self.rows.len() >= FEW_ROWS
    }

    fn is_good(&self) -> bool {
        self.last()[3] >= GOOD
    }

    fn is_poor(&self) -> bool {
        self.say_something() && self.last()[3] < POOR
    }

    /// Whether the training loss did not change over the last third.
    fn are_flat(&self) -> bool {
        let third = &self.rows[2 * self.rows.len() / 3..];
        let low = third.iter().map(|row| row[1]).fold(f64::INFINITY, f64::min);
        let high = third.iter().map(|row| row[1]).fold(f64::NEG_INFINITY, f64::max);
        self.say_something() && high - low < 0.02 * high
    }
}

/// The first finding of the rules, in their order. `start` measures the initial weights, which takes as long as `health` did.
pub fn verdict(
    health: &Health,
    experiment: &Experiment,
    rows: &[[f64; ROW]],
    start: impl FnOnce() -> Health,
) -> Option<Verdict> {
    let curves = Curves { rows };
    let finding = not_finite(health)
        .or_else(|| over_regularized(health, experiment, &curves))
        .or_else(|| equal_units(health))
        .or_else(|| no_derivative(health))
        .or_else(|| dead(health, start))
        .or_else(|| loss_rises(&curves, experiment))
        .or_else(|| exploding(health))
        .or_else(|| vanishing(health, &curves))
        .or_else(|| overfitting(&curves))
        .or_else(|| only_linear(experiment, &curves))
        .or_else(|| saturated(health, experiment, &curves))
        .or_else(|| steps_too_small(health, &curves))
        .or_else(|| plateau(health, &curves))
        .or_else(|| underfitting(&curves))?;
    let remedy = remedy(&finding, health, experiment);
    let remedy = remedy.and_then(|remedy| remedied(experiment, &remedy).map(|changed| (remedy, changed)));
    Some(Verdict { finding, remedy })
}

fn of_layer(kind: Kind, layer: &LayerHealth, count: usize, value: f64) -> Finding {
    Finding { kind, layer: Some(layer.name.clone()), count, of: layer.units, value }
}

fn of_all(kind: Kind, value: f64) -> Finding {
    Finding { kind, layer: None, count: 0, of: 0, value }
}

fn hidden(health: &Health) -> impl Iterator<Item = &LayerHealth> {
    health.layers.iter().filter(|layer| !layer.is_output)
}

fn not_finite(health: &Health) -> Option<Finding> {
    let is_lost = |layer: &&LayerHealth| layer.not_finite > 0 || layer.is_output && !health.loss.is_finite();
    let found = health.layers.iter().find(is_lost);
    found.map(|layer| of_layer(Kind::NotFinite, layer, layer.not_finite, layer.not_finite as f64))
}

/// Weights so small make units equal and dead and gradients vanish, too: whatever else is found comes of it.
fn over_regularized(health: &Health, experiment: &Experiment, curves: &Curves) -> Option<Finding> {
    let is_lost =
        |layer: &&LayerHealth| layer.weights.as_ref().is_some_and(|weights| weights.rms < NO_WEIGHTS);
    let lost = health.layers.iter().find(is_lost).filter(|_| curves.is_poor() && curves.are_flat())?;
    remedied(experiment, &Remedy::NoRegularizer)?;
    let rms = lost.weights.as_ref().map_or(0.0, |weights| weights.rms);
    Some(of_layer(Kind::OverRegularized, lost, lost.units, rms))
}

fn equal_units(health: &Health) -> Option<Finding> {
    let are_equal =
        |layer: &&LayerHealth| layer.weights.as_ref().is_some_and(|weights| weights.units_are_equal);
    hidden(health)
        .find(are_equal)
        .map(|layer| of_layer(Kind::EqualUnits, layer, layer.units, layer.units as f64))
}

fn no_derivative(health: &Health) -> Option<Finding> {
    let found = hidden(health).find(|layer| layer.activation == Some("step"));
    found.map(|layer| of_layer(Kind::NoDerivative, layer, layer.units, 0.0))
}

fn dead(health: &Health, start: impl FnOnce() -> Health) -> Option<Finding> {
    let is_dead = |layer: &&LayerHealth| layer.dead > 0 && layer.dead_share() >= DEAD_SHARE;
    let worst = hidden(health).filter(is_dead).max_by(|a, b| a.dead_share().total_cmp(&b.dead_share()))?;
    let before = start();
    let of_start = before.layers.iter().find(|layer| layer.name == worst.name);
    let was_dead = of_start.is_some_and(|layer| layer.dead_share() >= DEAD_SHARE);
    let kind = if was_dead { Kind::DeadFromStart } else { Kind::DeadInTraining };
    Some(of_layer(kind, worst, worst.dead, worst.dead_share()))
}

fn loss_rises(curves: &Curves, experiment: &Experiment) -> Option<Finding> {
    let rises = curves.rows.len() > 2 && curves.last()[1] > 1.2 * curves.first();
    rises.then(|| of_all(Kind::LossRises, experiment.optimizer.learning_rate))
}

fn exploding(health: &Health) -> Option<Finding> {
    let ratio =
        |layer: &LayerHealth| layer.weights.as_ref().map_or(0.0, |one| one.gradient / one.rms.max(1e-3));
    let worst = health.layers.iter().max_by(|a, b| ratio(a).total_cmp(&ratio(b)))?;
    (ratio(worst) > EXPLODING).then(|| of_layer(Kind::ExplodingGradients, worst, worst.units, ratio(worst)))
}

fn vanishing(health: &Health, curves: &Curves) -> Option<Finding> {
    let ratio = health.gradient_ratio().filter(|&ratio| ratio < VANISHING_RATIO && !curves.is_good())?;
    let first = health.layers.iter().find(|layer| layer.weights.is_some())?;
    Some(of_layer(Kind::VanishingGradients, first, first.units, ratio))
}

/// Where the sums are normalized already, something else is wrong.
fn saturated(health: &Health, experiment: &Experiment, curves: &Curves) -> Option<Finding> {
    let share = |layer: &LayerHealth| match layer.activation {
        Some("sigmoid" | "tanh" | "softsign" | "hard_sigmoid" | "hard_tanh") => {
            layer.saturated().unwrap_or(0.0)
        }
        _ => 0.0,
    };
    let worst = hidden(health).max_by(|a, b| share(a).total_cmp(&share(b)))?;
    let found = share(worst) > SATURATED_SHARE && !curves.is_good();
    let found = found && remedied(experiment, &Remedy::Normalization).is_some();
    found.then(|| of_layer(Kind::Saturated, worst, worst.units, share(worst)))
}

fn overfitting(curves: &Curves) -> Option<Finding> {
    let [_, train, test, ..] = curves.last();
    let best = curves.rows.iter().map(|row| row[2]).fold(f64::INFINITY, f64::min);
    let found = curves.say_something()
        && test > 1.3 * best
        && test > 2.0 * train
        && test - train > 0.05 * curves.first();
    found.then(|| of_all(Kind::Overfitting, test / train))
}

fn only_linear(experiment: &Experiment, curves: &Curves) -> Option<Finding> {
    let (layers, outputs) = (&experiment.network.layers, &experiment.network.outputs);
    let hidden: Vec<_> = layers
        .iter()
        .filter(|layer| !outputs.contains(&layer.name) && !matches!(layer.kind, LayerKind::Input(_)))
        .collect();
    let is_linear =
        |kind: &LayerKind| matches!(kind, LayerKind::Dense(dense) if dense.activation == Activation::Linear);
    let found = !hidden.is_empty() && hidden.iter().all(|layer| is_linear(&layer.kind)) && curves.is_poor();
    found.then(|| Finding {
        count: hidden.len(),
        of: hidden.len(),
        ..of_all(Kind::OnlyLinear, curves.last()[3])
    })
}

fn steps_too_small(health: &Health, curves: &Curves) -> Option<Finding> {
    let mut steps = health.layers.iter().filter_map(|layer| layer.weights.as_ref()?.update()).peekable();
    steps.peek()?;
    let largest = steps.fold(0.0, f64::max);
    let found = largest < SMALL_STEP && !has_flat_gradients(health) && !curves.is_good();
    found.then(|| of_all(Kind::StepsTooSmall, largest))
}

fn has_flat_gradients(health: &Health) -> bool {
    let weights = || health.layers.iter().filter_map(|layer| layer.weights.as_ref());
    weights().all(|one| one.gradient < FLAT_GRADIENT * one.rms)
}

fn plateau(health: &Health, curves: &Curves) -> Option<Finding> {
    let found = curves.are_flat() && curves.is_poor() && has_flat_gradients(health);
    found.then(|| of_all(Kind::Plateau, curves.last()[1]))
}

fn underfitting(curves: &Curves) -> Option<Finding> {
    (curves.are_flat() && curves.is_poor()).then(|| of_all(Kind::Underfitting, curves.last()[3]))
}

fn remedy(finding: &Finding, health: &Health, experiment: &Experiment) -> Option<Remedy> {
    let rate = experiment.optimizer.learning_rate;
    // A rate that is far too high comes down to a usual one.
    let calmer = Remedy::LearningRate { to: if rate > 0.3 { 0.1 } else { rounded(rate / 10.0) } };
    let unfit =
        |layer: &LayerHealth| layer.activation.is_some_and(|name| !["relu", "leaky_relu"].contains(&name));
    Some(match finding.kind {
        Kind::NotFinite | Kind::LossRises | Kind::DeadInTraining => calmer,
        Kind::OverRegularized => Remedy::NoRegularizer,
        Kind::EqualUnits | Kind::DeadFromStart => Remedy::Initializer,
        Kind::NoDerivative => Remedy::Activation { to: Activation::Relu },
        Kind::ExplodingGradients => match remedied(experiment, &Remedy::Initializer) {
            Some(_) => Remedy::Initializer,
            None => Remedy::Clipping,
        },
        Kind::VanishingGradients if hidden(health).any(unfit) => Remedy::Activation { to: Activation::Relu },
        Kind::VanishingGradients | Kind::Saturated => Remedy::Normalization,
        Kind::Overfitting => Remedy::Regularizer { l2: 0.01 },
        Kind::OnlyLinear => Remedy::Activation { to: Activation::Tanh },
        Kind::StepsTooSmall => Remedy::LearningRate { to: rounded(rate * 10.0) },
        Kind::Plateau => Remedy::Optimizer,
        Kind::Underfitting => Remedy::Units,
    })
}

/// To two digits, as one would type it.
fn rounded(number: f64) -> f64 {
    format!("{number:.1e}").parse().unwrap_or(number)
}
