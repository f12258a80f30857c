//! From the gradients of a batch to new weights: regularization, clipping, and the optimizer's rule line by line.

use std::ops::Range;

use crate::expression::{Evaluator, Expression, Program};
use crate::nn::optimizer::{Line, Slot, pruned};
use crate::nn::{Network, OptimizerConfig, trace};

/// What happens to all weights in one step.
#[derive(Clone, Debug)]
pub struct Update {
    /// Of the batch's mean loss.
    pub mean_gradients: Vec<f64>,
    /// Of the penalties.
    pub penalty_gradients: Vec<f64>,
    pub clipped: trace::Clipped,
    /// Trainable weights only. Empty for networks too large to compute them all.
    pub new_weights: Vec<f64>,
}

/// What happens to one of them.
#[derive(Clone, Debug)]
pub struct WeightUpdate {
    pub index: usize,
    pub lines: Vec<FilledLine>,
    pub slots: Vec<SlotChange>,
    /// Where a proximal step of an L1 penalty follows: how far it moves the weight towards 0 at most.
    pub threshold: Option<f64>,
    pub after: f64,
}

/// A line of the rule. What is written is MathML.
#[derive(Clone, Debug, PartialEq)]
pub struct FilledLine {
    pub symbol: String,
    pub formula: String,
    pub filled: String,
    pub value: f64,
}

#[derive(Clone, Debug, PartialEq)]
pub struct SlotChange {
    pub name: &'static str,
    pub symbol: String,
    pub before: f64,
    pub after: f64,
}

/// Weights above which not all updates are computed.
const MANY: usize = 50_000;

/// The rule of an optimizer at one step, for any weight.
pub struct RuleAtStep<'a> {
    config: &'a OptimizerConfig,
    learning_rate: f64,
    count: u64,
    lines: Vec<ReadLine>,
    /// Values of the names that are the same for every weight.
    shared: Vec<f64>,
    /// The slots of all weights before the step.
    slots: Vec<(Slot, &'a [f32])>,
    proximal: Vec<(Range<usize>, f64)>,
    pruned: Vec<(Range<usize>, f64)>,
}

struct ReadLine {
    line: Line,
    formula: Expression,
    evaluator: Evaluator,
}

/// What a rule makes of one weight.
struct Outcome {
    /// Of all names: those that are the same for every weight, this weight's, and the lines.
    values: Vec<f64>,
    slots_after: Vec<f64>,
    threshold: Option<f64>,
    after: f64,
}

impl<'a> RuleAtStep<'a> {
    /// `slots` are those of all weights, one after the other.
    pub fn new(
        config: &'a OptimizerConfig,
        network: &Network,
        step: u64,
        optimizer_steps: u64,
        slots: &'a [f32],
    ) -> Self {
        let rule = config.rule.rule();
        let (learning_rate, count) = (config.rate(step), optimizer_steps + 1);
        let trainable = network.parameters().into_iter().filter(|one| one.trainable);
        let weights = trainable.map(|one| one.range.len()).sum::<usize>().max(1);
        let slots: Vec<_> = rule.slots().iter().copied().zip(slots.chunks(weights)).collect();
        let symbols = rule.symbols();
        let mut names = vec!["eta".to_owned(), "t".to_owned()];
        names.extend(symbols.iter().map(|(name, _)| (*name).to_owned()));
        names.extend(["g".to_owned(), "w_before".to_owned()]);
        names.extend(slots.iter().map(|(slot, _)| format!("{}_before", slot.symbol)));
        let mut lines = Vec::new();
        for line in rule.formulas() {
            let known: Vec<&str> = names.iter().map(String::as_str).collect();
            let formula = Expression::parse(line.formula, &known)
                .unwrap_or_else(|error| panic!("{}: {error}", line.formula));
            let evaluator = Evaluator::new(&Program::new(&[&formula]), &[]);
            names.push(line.symbol.to_owned());
            lines.push(ReadLine { line, formula, evaluator });
        }
        let mut shared = vec![learning_rate, count as f64];
        shared.extend(symbols.iter().map(|(_, value)| value));
        let proximal = network.proximal_weights().collect();
        let pruned = network.pruned_weights().collect();
        Self { config, learning_rate, count, lines, shared, slots, proximal, pruned }
    }

    fn apply(&mut self, index: usize, weight: f64, gradient: f64) -> Outcome {
        let mut values = self.shared.clone();
        values.extend([gradient, weight]);
        let before: Vec<f64> = self.slots.iter().map(|(_, slot)| f64::from(slot[index])).collect();
        values.extend(&before);
        for line in &mut self.lines {
            line.evaluator.at(&values);
            values.push(line.evaluator.output(0)[0]);
        }
        let first = values.len() - self.lines.len();
        let of_line = |symbol: &str| {
            let at = self.lines.iter().position(|line| line.line.symbol == symbol)?;
            Some(values[first + at])
        };
        let slots = self.slots.iter().zip(&before);
        let slots_after: Vec<f64> =
            slots.map(|((slot, _), before)| of_line(slot.symbol).unwrap_or(*before)).collect();
        // A rule without an epsilon makes no step where it would divide 0 by 0.
        let delta = of_line("Delta").filter(|delta| gradient != 0.0 || !delta.is_nan()).unwrap_or(0.0);
        let stepped = weight + delta;
        let threshold = self.threshold(index, &slots_after);
        let after = match self.pruned.iter().find(|(range, _)| range.contains(&index)) {
            Some((_, l1)) => {
                let size = (self.learning_rate * l1) as f32;
                f64::from(pruned(stepped as f32, weight as f32, size))
            }
            None => threshold.map_or(stepped, |threshold| {
                if stepped.abs() <= threshold { 0.0 } else { stepped - threshold.copysign(stepped) }
            }),
        };
        Outcome { values, slots_after, threshold, after }
    }

    /// How far the proximal step of an L1 penalty moves a weight towards 0 at most.
    fn threshold(&self, index: usize, slots_after: &[f64]) -> Option<f64> {
        let (_, l1) = self.proximal.iter().find(|(range, _)| range.contains(&index))?;
        let slots: Vec<Vec<f32>> = slots_after.iter().map(|&slot| vec![slot as f32]).collect();
        let mut threshold = 0.0;
        let rule = self.config.rule.rule();
        rule.proximal_step(self.learning_rate, self.count, &slots, &mut |rate, denominator| {
            if rate > 0.0 {
                threshold = rate * l1 / denominator(0);
            }
        });
        Some(threshold)
    }

    /// The step of one weight, line by line.
    pub fn weight(&mut self, index: usize, weight: f64, gradient: f64) -> WeightUpdate {
        let outcome = self.apply(index, weight, gradient);
        let values: Vec<Option<f64>> = outcome.values.iter().copied().map(Some).collect();
        let first = values.len() - self.lines.len();
        let lines = self.lines.iter().enumerate().map(|(at, line)| FilledLine {
            symbol: written(line.line.symbol),
            formula: line.formula.mathml(),
            filled: line.formula.mathml_with(&values[..first + at]),
            value: outcome.values[first + at],
        });
        let slots = self.slots.iter().zip(&outcome.slots_after).map(|((slot, before), after)| SlotChange {
            name: slot.name,
            symbol: written(slot.symbol),
            before: before[index].into(),
            after: *after,
        });
        WeightUpdate {
            index,
            lines: lines.collect(),
            slots: slots.collect(),
            threshold: outcome.threshold,
            after: outcome.after,
        }
    }

    /// The weights after the step.
    pub fn all(&mut self, weights: &[f64], gradients: &[f64]) -> Vec<f64> {
        if gradients.len() > MANY {
            return Vec::new();
        }
        let each = weights.iter().zip(gradients).enumerate();
        each.map(|(index, (&weight, &gradient))| self.apply(index, weight, gradient).after).collect()
    }
}

fn written(symbol: &str) -> String {
    Expression::parse(symbol, &[symbol]).map_or_else(|_| String::new(), |symbol| symbol.mathml())
}
