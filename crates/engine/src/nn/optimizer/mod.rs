//! Optimizers. Each update rule has its own file with its arguments and its step.
//! A rule works on slices of numbers and does not know what a layer is.

mod adadelta;
mod adagrad;
mod adam;
mod adamax;
mod ftrl;
mod lion;
mod nadam;
mod proximal;
mod rmsprop;
mod rule;
mod sgd;

pub use adadelta::Adadelta;
pub use adagrad::Adagrad;
pub use adam::{Adam, AdamW};
pub use adamax::Adamax;
pub use ftrl::Ftrl;
pub use lion::Lion;
pub use nadam::Nadam;
pub use rmsprop::RmsProp;
pub use rule::{Arrow, Line, Rates, Rule, Slot, UpdateStep, Variant};
pub use sgd::Sgd;

use std::ops::Range;

use kernels::number::Number;
use kernels::vector::{Vector, padded};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use super::network::Network;
use super::schedule::Schedule;
use crate::field_error::{FieldError, check_range, check_ranges};
use crate::json::{self, DeserializeError, Tagged};

/// The config of an optimizer: the name and arguments of its rule, beside the arguments that all of them have.
/// Source of names and defaults: <https://keras.io/api/optimizers/>
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(remote = "Self", deny_unknown_fields)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct OptimizerConfig {
    /// If missing, the rule's default.
    pub learning_rate: f64,
    pub schedule: Schedule,
    /// Upper bound for the norm of each parameter's gradient.
    pub clipnorm: Option<f64>,
    /// Upper bound for the absolute value of each gradient.
    pub clipvalue: Option<f64>,
    /// Upper bound for the norm of all gradients together.
    pub global_clipnorm: Option<f64>,
    #[cfg_attr(feature = "ts", ts(flatten))]
    pub rule: UpdateRule,
}
crate::flat!(OptimizerConfig { rule: UpdateRule });

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(remote = "Self", rename_all = "lowercase", deny_unknown_fields)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "ts", ts(tag = "optimizer"))]
pub enum UpdateRule {
    Sgd(Sgd),
    Adagrad(Adagrad),
    Adadelta(Adadelta),
    RmsProp(RmsProp),
    Adam(Adam),
    AdamW(AdamW),
    Nadam(Nadam),
    Adamax(Adamax),
    Ftrl(Ftrl),
    Lion(Lion),
}

crate::tagged!(UpdateRule, "optimizer");

impl UpdateRule {
    /// What its file says of it.
    pub fn rule(&self) -> &dyn Rule {
        match self {
            Self::Sgd(rule) => rule,
            Self::Adagrad(rule) => rule,
            Self::Adadelta(rule) => rule,
            Self::RmsProp(rule) => rule,
            Self::Adam(rule) => rule,
            Self::AdamW(rule) => rule,
            Self::Nadam(rule) => rule,
            Self::Adamax(rule) => rule,
            Self::Ftrl(rule) => rule,
            Self::Lion(rule) => rule,
        }
    }

    /// All rules as one chooses them by name, with learning rates that suit a surface.
    pub fn variants(rates: Rates) -> Vec<Variant> {
        let default = |name: &&str| json::named::<Self>(name).expect("arguments have defaults");
        Self::names().iter().map(default).flat_map(|rule| rule.rule().contestants(rates)).collect()
    }
}

impl OptimizerConfig {
    /// The learning rate at batch `step`, counted from 0.
    pub fn rate(&self, step: u64) -> f64 {
        self.learning_rate * self.schedule.factor(step)
    }

    pub fn validate(&self, errors: &mut Vec<FieldError>) {
        check_range(errors, "optimizer.learning_rate", self.learning_rate, 0.0, 1e4);
        check_ranges(errors, "optimizer", self.rule.rule().ranges());
        check_ranges(errors, "optimizer.schedule", self.schedule.ranges());
        let clips = [
            ("clipnorm", self.clipnorm),
            ("clipvalue", self.clipvalue),
            ("global_clipnorm", self.global_clipnorm),
        ];
        for (name, value) in clips {
            if let Some(value) = value {
                check_range(errors, &format!("optimizer.{name}"), value, 1e-9, 1e9);
            }
        }
    }
}

impl<'de> Deserialize<'de> for OptimizerConfig {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let read = json::read_flat(Value::deserialize(deserializer)?, |name, fields| {
            if let Ok(rule) = json::named::<UpdateRule>(name) {
                json::set_default(fields, "learning_rate", rule.rule().default_learning_rate());
            }
            json::set_default(fields, "schedule", Schedule::Constant.name());
        });
        read.map_err(DeserializeError::into_serde)
    }
}

impl From<UpdateRule> for OptimizerConfig {
    /// A config with this rule and defaults for everything else.
    fn from(rule: UpdateRule) -> Self {
        Self {
            learning_rate: rule.rule().default_learning_rate(),
            schedule: Schedule::Constant,
            clipnorm: None,
            clipvalue: None,
            global_clipnorm: None,
            rule,
        }
    }
}

/// An optimizer with its state.
#[derive(Clone, Debug)]
pub struct Optimizer {
    config: OptimizerConfig,
    /// Padded to whole vectors.
    slots: Vec<Vec<f32>>,
    count: u64,
    weights: usize,
    /// The range of each parameter, for clipping by norm.
    parameters: Box<[Range<usize>]>,
    /// Weights whose L1 penalty is applied by a proximal step after each step, with its strength.
    proximal: Box<[(Range<usize>, f64)]>,
    /// Where there are weights that an L1 penalty cuts.
    pruning: Option<Box<Pruning>>,
}

/// Weights that an L1 penalty cuts, with its strength, and room for what all weights were before a step.
#[derive(Clone, Debug)]
struct Pruning {
    weights: Vec<(Range<usize>, f64)>,
    before: Vec<f32>,
}

impl Optimizer {
    pub fn new(config: &OptimizerConfig, network: &Network) -> Self {
        let trained = network.parameters().into_iter().filter(|parameter| parameter.trainable);
        let parameters: Vec<_> = trained.map(|parameter| parameter.range).collect();
        let weights = parameters.iter().map(ExactSizeIterator::len).sum();
        let cut: Vec<_> = network.pruned_weights().collect();
        let pruning = (!cut.is_empty()).then(|| Pruning { weights: cut, before: vec![0.0; weights] }.into());
        let proximal = network.proximal_weights().collect();
        Self { proximal, pruning, ..Self::on(config, weights, &parameters) }
    }

    /// An optimizer for `weights` numbers. Each of `parameters` is clipped by norm separately.
    pub fn on(config: &OptimizerConfig, weights: usize, parameters: &[Range<usize>]) -> Self {
        let rule = config.rule.rule();
        let initial = |slot| vec![rule.initial_slot_value(slot) as f32; padded(weights)];
        let slots = (0..rule.slots().len()).map(initial).collect();
        Self {
            config: config.clone(),
            slots,
            count: 0,
            weights,
            parameters: parameters.into(),
            proximal: Box::default(),
            pruning: None,
        }
    }

    /// Changes the arguments. The same rule keeps its slots; another starts anew.
    pub fn configure(&mut self, config: &OptimizerConfig) {
        if self.config.rule.rule().slots() != config.rule.rule().slots() || !self.same_rule(config) {
            let proximal = std::mem::take(&mut self.proximal);
            let pruning = self.pruning.take();
            *self = Self { proximal, pruning, ..Self::on(config, self.weights, &self.parameters) };
        } else {
            self.config = config.clone();
        }
    }

    fn same_rule(&self, config: &OptimizerConfig) -> bool {
        std::mem::discriminant(&self.config.rule) == std::mem::discriminant(&config.rule)
    }

    /// Sets all slots to their initial values.
    pub fn reset(&mut self) {
        let rule = self.config.rule.rule();
        for (index, slot) in self.slots.iter_mut().enumerate() {
            slot.fill(rule.initial_slot_value(index) as f32);
        }
        self.count = 0;
    }

    /// Updates `weights` by one step. `gradients` are clipped in place first.
    pub fn step(&mut self, learning_rate: f64, weights: &mut [f32], gradients: &mut [f32]) {
        self.clip(gradients);
        self.count += 1;
        if let Some(pruning) = &mut self.pruning {
            pruning.before.copy_from_slice(weights);
        }
        let (count, slots) = (self.count, &mut self.slots[..]);
        self.config.rule.rule().step(UpdateStep {
            learning_rate,
            count,
            weights: &mut *weights,
            gradients,
            slots,
        });
        for (range, l1) in &self.proximal {
            self.config.rule.shrink(learning_rate, count, *l1, range.clone(), weights, &self.slots);
        }
        let Some(pruning) = &self.pruning else { return };
        for (range, l1) in &pruning.weights {
            let size = (learning_rate * l1) as f32;
            let pairs = weights[range.clone()].iter_mut().zip(&pruning.before[range.clone()]);
            pairs.for_each(|(weight, &before)| *weight = pruned(*weight, before, size));
        }
    }

    fn clip(&self, gradients: &mut [f32]) {
        if let Some(limit) = self.config.clipnorm {
            self.parameters.iter().for_each(|range| clip_to_norm(&mut gradients[range.clone()], limit));
        }
        if let Some(limit) = self.config.global_clipnorm {
            clip_to_norm(gradients, limit);
        }
        if let Some(limit) = self.config.clipvalue {
            let limit = limit as f32;
            gradients.iter_mut().for_each(|gradient| *gradient = gradient.clamp(-limit, limit));
        }
    }

    /// Takes over the slots of another optimizer with this rule, one after the other, and its number of steps. Returns false
    /// if their number is wrong.
    pub fn restore(&mut self, slots: &[f32], count: u64) -> bool {
        let fits = slots.len() == self.slots.len() * self.weights;
        if fits {
            let given = slots.chunks(self.weights.max(1));
            self.slots
                .iter_mut()
                .zip(given)
                .for_each(|(slot, given)| slot[..given.len()].copy_from_slice(given));
            self.count = count;
        }
        fits
    }

    pub fn config(&self) -> &OptimizerConfig {
        &self.config
    }

    /// The number of steps since the slots had their initial values.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// The slots with their names.
    pub fn slots(&self) -> impl Iterator<Item = (Slot, &[f32])> {
        let slots = self.config.rule.rule().slots().iter().copied();
        slots.zip(self.slots.iter().map(|slot| &slot[..self.weights]))
    }
}

/// A weight after the step of an L1 penalty that cuts it, -0 where it is cut. `before` is what it was before the step of
/// the optimizer.
pub fn pruned(weight: f32, before: f32, size: f32) -> f32 {
    const CUT: f32 = -0.0;
    if before.to_bits() == CUT.to_bits() {
        return CUT;
    }
    let sign = if before == 0.0 { 0.0 } else { 1.0_f32.copysign(before) };
    let after = weight - size * sign;
    if weight * after < 0.0 { CUT } else { after }
}

/// Scales gradients down to a norm of at most `max_norm`.
fn clip_to_norm(gradients: &mut [f32], max_norm: f64) {
    let norm = libm::sqrt(gradients.iter().map(|&g| f64::from(g) * f64::from(g)).sum());
    if norm > max_norm {
        let scale = (max_norm / norm) as f32;
        gradients.iter_mut().for_each(|gradient| *gradient *= scale);
    }
}

/// A step divided by its denominator. Without an epsilon the denominator is 0 for a weight whose gradients were all 0; such
/// a weight makes no step instead of one of 0 / 0.
#[inline(always)]
fn divide<const EPSILON: bool>(step: Vector, denominator: Vector) -> Vector {
    if EPSILON {
        return step / denominator;
    }
    let zero = Vector::splat(0.0);
    denominator.eq(zero).select(zero, step / denominator)
}

/// Whether an epsilon is large enough in f32 to keep denominators from being 0.
fn prevents_division_by_zero(epsilon: f64) -> bool {
    epsilon as f32 > 0.0
}

/// A constant of a rule, for four weights at once.
fn constant(value: f64) -> Vector {
    Vector::splat(value as f32)
}

/// beta^count, with the same bits on every machine.
fn power(beta: f64, count: u64) -> f64 {
    libm::pow(beta, count as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> OptimizerConfig {
        serde_json::from_str(text).unwrap()
    }

    #[test]
    fn a_missing_learning_rate_is_the_default_of_the_rule() {
        assert_eq!(read("\"sgd\"").learning_rate, 0.01);
        assert_eq!(read(r#"{"optimizer": "adam"}"#).learning_rate, 0.001);
    }

    #[test]
    fn a_config_that_is_written_reads_back() {
        for name in UpdateRule::names() {
            let config = read(&format!(r#"{{"optimizer": "{name}", "learning_rate": 0.3, "clipnorm": 2}}"#));
            let text = serde_json::to_string(&config).unwrap();
            assert_eq!(read(&text), config, "{text}");
        }
    }

    #[test]
    fn ten_steps_of_every_rule_go_down_a_slope() {
        for name in UpdateRule::names() {
            let config = read(&format!(r#"{{"optimizer": "{name}", "learning_rate": 0.05}}"#));
            let mut optimizer = Optimizer::on(&config, 2, &[]);
            let mut weights = [1.0_f32, -2.0];
            for _ in 0..10 {
                let mut gradients = weights;
                optimizer.step(config.learning_rate, &mut weights, &mut gradients);
            }
            assert!(weights[0] < 1.0 && weights[1] > -2.0, "{name}: {weights:?}");
        }
    }

    #[test]
    fn a_weight_without_gradients_stays_where_it_is_without_an_epsilon() {
        for text in [
            r#"{"optimizer": "adagrad", "initial_accumulator_value": 0, "epsilon": 0}"#,
            r#"{"optimizer": "adadelta", "epsilon": 0}"#,
            r#"{"optimizer": "rmsprop", "epsilon": 0}"#,
            r#"{"optimizer": "rmsprop", "epsilon": 0, "centered": true, "momentum": 0.9}"#,
            r#"{"optimizer": "adam", "epsilon": 0}"#,
            r#"{"optimizer": "adam", "epsilon": 0, "amsgrad": true}"#,
            r#"{"optimizer": "adamw", "epsilon": 1e-60, "weight_decay": 0}"#,
            r#"{"optimizer": "nadam", "epsilon": 0}"#,
            r#"{"optimizer": "adamax", "epsilon": 0}"#,
        ] {
            let config = read(text);
            let mut optimizer = Optimizer::on(&config, 2, &[]);
            let mut weights = [1.0_f32, -2.0];
            for _ in 0..5 {
                optimizer.step(0.1, &mut weights, &mut [0.0, 0.0]);
            }
            assert_eq!(weights, [1.0, -2.0], "{text}");
            optimizer.step(0.1, &mut weights, &mut [0.5, 0.0]);
            assert!(weights[0] <= 1.0 && weights[0].is_finite() && weights[1] == -2.0, "{text}: {weights:?}");
        }
    }

    #[test]
    fn a_weight_whose_sign_a_penalty_would_turn_is_cut_for_good() {
        let mut weights = [0.05_f32, -0.3, 0.0];
        let mut optimizer = Optimizer {
            pruning: Some(Pruning { weights: vec![(0..3, 1.0)], before: vec![0.0; 3] }.into()),
            ..Optimizer::on(&read("\"sgd\""), 3, &[])
        };
        optimizer.step(0.1, &mut weights, &mut [0.0, 0.0, 1.0]);
        assert_eq!(weights[0].to_bits(), (-0.0_f32).to_bits());
        assert!((weights[1] + 0.2).abs() < 1e-6 && (weights[2] + 0.1).abs() < 1e-6, "{weights:?}");
        optimizer.step(0.1, &mut weights, &mut [-5.0, 0.0, 0.0]);
        assert_eq!(weights[0].to_bits(), (-0.0_f32).to_bits());
        assert!((weights[1] + 0.1).abs() < 1e-6 && weights[2].abs() < 1e-6, "{weights:?}");
    }

    #[test]
    fn clipping_bounds_norms_and_values() {
        let clipped = |option: &str| {
            let config = read(&format!(r#"{{"optimizer": "sgd", "learning_rate": 1, {option}}}"#));
            let mut weights = [0.0_f32; 3];
            Optimizer::on(&config, 3, &[0..2, 2..3]).step(1.0, &mut weights, &mut [3.0, 4.0, 12.0]);
            weights.map(|weight| -weight)
        };
        assert_eq!(clipped(r#""clipvalue": 3.5"#), [3.0, 3.5, 3.5]);
        assert_eq!(clipped(r#""clipnorm": 2.5"#), [1.5, 2.0, 2.5]);
        assert_eq!(clipped(r#""global_clipnorm": 6.5"#), [1.5, 2.0, 6.0]);
    }

    #[test]
    fn changed_arguments_keep_the_slots() {
        let mut optimizer = Optimizer::on(&read(r#"{"optimizer": "sgd", "momentum": 0.9}"#), 1, &[]);
        optimizer.step(1.0, &mut [0.0], &mut [1.0]);
        optimizer.configure(&read(r#"{"optimizer": "sgd", "momentum": 0.5}"#));
        assert_eq!(optimizer.slots().next().unwrap().1, [-1.0]);
        optimizer.configure(&read("\"lion\""));
        assert_eq!(optimizer.slots().next().unwrap().1, [0.0]);
    }
}
