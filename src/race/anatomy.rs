//! The anatomy of a step: the gradient, the slots before and after, and the formula with these numbers.

use std::collections::BTreeMap;

use serde::Serialize;

use super::ball::{Ball, StepDetails};
use super::contestant::Contestant;
use super::formulas::{known, lines};
use crate::expression::Expression;
use crate::nn::optimizer::{Arrow, Slot};
use crate::surface::{Surface, VARIABLES};

#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Anatomy {
    /// Counted from 1.
    pub step: u64,
    pub learning_rate: f64,
    pub before: Vec<f64>,
    pub after: Vec<f64>,
    pub loss_before: f64,
    pub loss_after: f64,
    pub gradient: Vec<f64>,
    pub noise: Vec<f64>,
    pub used: Vec<f32>,
    pub change: Vec<f64>,
    pub slots: Vec<SlotChange>,
    pub lines: Vec<AnatomyLine>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct SlotChange {
    pub name: &'static str,
    /// As MathML.
    pub symbol: String,
    pub before: Vec<f32>,
    pub after: Vec<f32>,
}

/// A line of the update rule. Everything written is MathML.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct AnatomyLine {
    pub symbol: String,
    pub formula: String,
    /// With the numbers of this step, for each dimension.
    pub filled: Vec<String>,
    pub values: Vec<f64>,
    /// Its value as an arrow.
    pub arrow: Option<Arrow>,
}

/// Takes one more step and returns everything about it. None if there is no step.
pub(super) fn anatomy(
    step: u64,
    contestant: &Contestant,
    mut ball: Ball,
    surface: &mut Surface,
) -> Option<Anatomy> {
    let before = ball.position();
    let slots_before = ball.slots();
    let mut taken = StepDetails::default();
    ball.step(surface, &mut taken).ok()?;
    let after = ball.position();
    let lines = filled_lines(step, contestant, &before, &slots_before, &taken);
    let pairs = slots_before.into_iter().zip(ball.slots());
    let slots = pairs
        .map(|((slot, before), (_, after))| SlotChange {
            name: slot.name,
            symbol: written(slot.symbol),
            before,
            after,
        })
        .collect();
    Some(Anatomy {
        step,
        learning_rate: taken.learning_rate,
        loss_before: surface.value(&before),
        loss_after: surface.value(&after),
        change: after.iter().zip(&before).map(|(after, before)| after - before).collect(),
        before,
        after,
        gradient: taken.gradient,
        noise: taken.noise,
        used: taken.used,
        slots,
        lines,
    })
}

/// Evaluates line by line, each with the results of those before it.
fn filled_lines(
    step: u64,
    contestant: &Contestant,
    before: &[f64],
    slots: &[(Slot, Vec<f32>)],
    taken: &StepDetails,
) -> Vec<AnatomyLine> {
    let dimensions = before.len();
    let wide = |values: &[f32]| values.iter().map(|&value| f64::from(value)).collect::<Vec<_>>();
    let mut values = BTreeMap::new();
    let mut set = |name: &str, value: Vec<f64>| drop(values.insert(name.to_owned(), value));
    for (name, value) in known(contestant, step, taken) {
        set(name, vec![value; dimensions]);
    }
    set("g", wide(&taken.used));
    set("w_before", before.to_vec());
    for (variable, &gradient) in VARIABLES.iter().zip(&taken.used) {
        set(&format!("g_{variable}"), vec![gradient.into(); dimensions]);
    }
    for (slot, before) in slots {
        set(&format!("{}_before", slot.symbol), wide(before));
    }
    let mut filled = Vec::new();
    for line in lines(contestant, dimensions) {
        let names: Vec<&str> = values.keys().map(String::as_str).collect();
        let formula = Expression::parse(line.formula, &names)
            .unwrap_or_else(|error| panic!("{}: {error}", line.formula));
        let columns = if line.shared { 1 } else { dimensions };
        let at = |column: usize| values.values().map(|values| values[column]).collect::<Vec<_>>();
        let results: Vec<f64> = (0..columns).map(|column| formula.value(&at(column), &[])).collect();
        let with_numbers =
            |column: usize| formula.mathml_with(&at(column).into_iter().map(Some).collect::<Vec<_>>());
        filled.push(AnatomyLine {
            symbol: written(line.symbol),
            formula: formula.mathml(),
            filled: (0..columns).map(with_numbers).collect(),
            values: results.clone(),
            arrow: line.arrow,
        });
        let all = if line.shared { vec![results[0]; dimensions] } else { results };
        values.insert(line.symbol.to_owned(), all);
    }
    filled
}

fn written(symbol: &str) -> String {
    Expression::parse(symbol, &[symbol]).map_or_else(|_| String::new(), |symbol| symbol.mathml())
}
