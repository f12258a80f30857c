//! What an update rule has in its file: its arguments and its step, and how it is shown in formulas and races.

use serde::Serialize;

use super::UpdateRule;
use crate::field_error::ArgumentRange;

/// The arguments of one step. The same index in every slice belongs to the same weight.
pub struct UpdateStep<'a> {
    pub learning_rate: f64,
    /// Number of steps, including this one.
    pub count: u64,
    pub weights: &'a mut [f32],
    pub gradients: &'a [f32],
    pub slots: &'a mut [Vec<f32>],
}

/// A number that a rule keeps for each weight, such as a momentum.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slot {
    pub name: &'static str,
    /// Its letter in formulas.
    pub symbol: &'static str,
}

pub(super) const fn slot(name: &'static str, symbol: &'static str) -> Slot {
    Slot { name, symbol }
}

/// Scales a proximal step: the learning rate, and the denominator of each weight.
pub type Shrink<'a> = &'a mut dyn FnMut(f64, &dyn Fn(usize) -> f64);

/// An update rule with its arguments.
pub trait Rule {
    /// What it keeps for each weight.
    fn slots(&self) -> &'static [Slot];

    /// The value of a slot before the first step.
    fn initial_slot_value(&self, _slot: usize) -> f64 {
        0.0
    }

    fn default_learning_rate(&self) -> f64 {
        0.001
    }

    /// Its arguments and their ranges.
    fn ranges(&self) -> Vec<ArgumentRange>;

    fn step(&self, step: UpdateStep);

    /// Whether it has a proximal step for an L1 penalty.
    fn has_proximal_step(&self) -> bool {
        true
    }

    /// The step that the rule makes for a constant gradient is the learning rate over a denominator: passes both to
    /// `shrink`. `slots` are those after the step.
    fn proximal_step(&self, learning_rate: f64, count: u64, slots: &[Vec<f32>], shrink: Shrink);

    /// The letters of its arguments in formulas, with their values.
    fn symbols(&self) -> Vec<(&'static str, f64)>;

    /// Its step in formulas of the gradient `g`, the rate `eta`, the step `t`, the weight `w_before`, its arguments and its
    /// slots. The last line is the step, `Delta`.
    fn formulas(&self) -> Vec<Line>;

    /// How it starts in a race.
    fn contestants(&self, rates: Rates) -> Vec<Variant>;
}

/// Learning rates that suit a surface.
#[derive(Clone, Copy, Debug)]
pub struct Rates {
    /// For gradient descent.
    pub descent: f64,
    /// For rules that choose the step size themselves.
    pub adaptive: f64,
}

/// A rule as one chooses it by name, such as momentum, which is SGD with an argument.
#[derive(Clone, Debug)]
pub struct Variant {
    pub name: &'static str,
    pub learning_rate: f64,
    pub rule: UpdateRule,
}

/// The unit of a vector, which decides the length of its arrow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Arrow {
    Gradient,
    Step,
}

/// A line `symbol` = `formula`. `m_before` is the value of a symbol `m` before the step.
#[derive(Clone, Debug)]
pub struct Line {
    pub symbol: &'static str,
    pub formula: &'static str,
    pub arrow: Option<Arrow>,
    /// Whether it is a single number instead of one per dimension.
    pub shared: bool,
}

impl Line {
    pub const fn new(symbol: &'static str, formula: &'static str) -> Self {
        Self { symbol, formula, arrow: None, shared: false }
    }

    /// A vector with the unit of the gradient.
    pub const fn gradient(symbol: &'static str, formula: &'static str) -> Self {
        Self { symbol, formula, arrow: Some(Arrow::Gradient), shared: false }
    }

    /// A vector with the unit of the step.
    pub const fn step(symbol: &'static str, formula: &'static str) -> Self {
        Self { symbol, formula, arrow: Some(Arrow::Step), shared: false }
    }

    /// A single number.
    pub const fn shared(symbol: &'static str, formula: &'static str) -> Self {
        Self { symbol, formula, arrow: None, shared: true }
    }
}

/// The largest decay rate: averages need some of what is new.
const BELOW_ONE: f64 = 0.999_999_9;

/// The range of a decay rate or momentum.
pub(super) const fn decay(name: &'static str, value: f64) -> ArgumentRange {
    (name, value, 0.0, BELOW_ONE)
}

pub(super) const fn epsilon(value: f64) -> ArgumentRange {
    ("epsilon", value, 0.0, 10.0)
}
