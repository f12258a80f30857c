//! Messages about individual examples and the network's outputs for them.

use serde::Serialize;

use super::built::Examples;
use super::{Bytes, Finite, Floats};
use crate::data::{self, Axis, Split, TaskInfo};
use crate::inspect;
use crate::run::Run;

/// Limit on the examples of a set shown on a plane.
const SHOWN: usize = 2000;

/// An example with everything known about it, by input and by target.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ExampleDetail<'a> {
    /// Its number in the whole data set: of the scan, the sentence, the house, the first day of the window.
    pub row: u32,
    pub inputs: Vec<Floats<'a>>,
    pub targets: Vec<Floats<'a>>,
    pub outputs: Vec<Floats<'a>>,
    /// Its sentence.
    pub text: Option<String>,
    /// Its line of the table.
    pub cells: Option<Vec<String>>,
}

impl ExampleDetail<'_> {
    /// The examples of a set with these indices. There may be fewer.
    pub fn all(run: &mut Run, set: Split, indices: &[u32]) -> Vec<Self> {
        let count = run.data().examples(set).count;
        let indices = indices.iter().map(|&index| index as usize).filter(|&index| index < count);
        indices.map(|index| Self::of(run, set, index)).collect()
    }

    fn of(run: &mut Run, set: Split, index: usize) -> Self {
        let examples = run.data().examples(set);
        let row = examples.rows[index];
        let inputs: Vec<Vec<f32>> = (0..examples.inputs.len()).map(|i| examples.input(i, index)).collect();
        let targets: Vec<Vec<f32>> = (0..examples.targets.len()).map(|i| examples.target(i, index)).collect();
        let outputs = run.predict(std::slice::from_ref(&inputs)).swap_remove(0);
        let (text, cells) = match &run.data().task_info {
            TaskInfo::Sentences { texts, .. } => (texts.get(row as usize).map(ToString::to_string), None),
            TaskInfo::Table(table) => {
                (None, Some(table.row(row as usize).map(ToString::to_string).collect()))
            }
            _ => (None, None),
        };
        Self { row, inputs: arrays(inputs), targets: arrays(targets), outputs: arrays(outputs), text, cells }
    }
}

/// Targets and outputs of one head for the first examples of a set, `[unit][example]`; numbers in their own unit. The
/// outputs are those of the last evaluation, null if there was none.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Outputs<'a> {
    pub count: usize,
    pub truth: Floats<'a>,
    pub answer: Option<Floats<'a>>,
}

impl Outputs<'_> {
    pub fn of(run: &Run, set: Split, head: usize, most: usize) -> Self {
        let answers = run.evaluated_outputs(set).and_then(|outputs| outputs.get(head));
        let target = run.wiring().targets.get(head).copied().unwrap_or(0);
        let data = run.data();
        let examples = run.data().examples(set);
        let count = examples.count.min(most);
        let standardization = data.targets[target].standardization;
        let first = |values: &[f32]| {
            let rows = values.chunks_exact(examples.count.max(1));
            rows.flat_map(|row| row[..count].iter().map(|&value| standardization.undo(value) as f32))
                .collect()
        };
        Self { count, truth: first(&examples.targets[target]), answer: answers.map(|values| first(values)) }
    }
}

/// The values of a layer for the first examples of a set, as many as there was time for, `[unit][example]`, with
/// their classes (for digits the digit, else the class of the first target).
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Codes<'a> {
    pub count: usize,
    pub units: usize,
    pub values: Floats<'a>,
    pub classes: Bytes<'a>,
}

impl Codes<'_> {
    pub fn of(run: &Run, set: Split, layer: &str, most: usize, out_of_time: impl FnMut() -> bool) -> Self {
        let examples = run.data().examples(set);
        let inspect::LayerCodes { count, values } =
            inspect::codes(run.network(), run.wiring(), examples, layer, most, out_of_time);
        Self {
            count,
            units: values.len() / count.max(1),
            values: values.into(),
            classes: (0..count).map(|index| class(run, examples, index)).collect(),
        }
    }
}

/// The examples on the plane of a table, `[dimension][example]`, the first 2,000 of each set, with their targets.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct PlanePoints<'a> {
    pub axes: &'a [Axis],
    pub train: Examples<'a>,
    pub test: Examples<'a>,
}

impl<'a> PlanePoints<'a> {
    /// None if there is no plane.
    pub fn of(data: &'a data::Data) -> Option<Self> {
        let plane = data.plane()?;
        let points = |examples: &data::Examples| {
            let count = examples.count.min(SHOWN);
            let rows = examples.targets[0].chunks_exact(examples.count.max(1));
            let targets = rows.flat_map(|row| row[..count].iter().copied()).collect();
            Examples { count, coordinates: plane.coordinates(examples, count).into(), targets }
        };
        Some(Self { axes: &plane.axes, train: points(&data.train), test: points(&data.test) })
    }
}

/// A layer's values for one example, in its shape.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct LayerValues<'a> {
    pub name: String,
    pub shape: Vec<usize>,
    pub values: Floats<'a>,
}

impl From<inspect::LayerValues> for LayerValues<'_> {
    fn from(inspect::LayerValues { name, shape, values }: inspect::LayerValues) -> Self {
        Self { name, shape, values: values.into() }
    }
}

/// The attribution of an output unit to the inputs, by input and value.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Attribution<'a> {
    pub value: Finite,
    /// The gradient of its log probability (or of its value) with respect to each.
    pub gradients: Vec<Floats<'a>>,
    /// How much its value falls if a square around each is blanked.
    pub occlusion: Vec<Floats<'a>>,
}

impl From<inspect::Attribution> for Attribution<'_> {
    fn from(found: inspect::Attribution) -> Self {
        Self {
            value: found.value.into(),
            gradients: arrays(found.gradients),
            occlusion: arrays(found.occlusion),
        }
    }
}

/// 1 for each value that a dropout layer kept in the last batch; null if it has not been used since it was built.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct DropoutMask<'a> {
    pub name: String,
    pub passed: Option<Bytes<'a>>,
}

impl DropoutMask<'_> {
    pub fn of(run: &Run, name: String) -> Self {
        let passed = run.dropout_mask(&name);
        Self { passed: passed.map(|passed| passed.into_iter().map(u8::from).collect()), name }
    }
}

/// A sentence read token by token.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Reading<'a> {
    pub tokens: Vec<Token>,
    /// Number of tokens at the front that did not fit.
    pub cut: usize,
    pub score: Finite,
    /// The probability of positive after the first token, the first two, and so on.
    pub scores: Floats<'a>,
    /// The probability of the whole sentence without each token.
    pub without: Floats<'a>,
    /// The state of each recurrent layer after each token, `[token][unit]`.
    pub states: Vec<RecurrentState<'a>>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Token {
    pub text: String,
    pub token: usize,
    pub known: bool,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct RecurrentState<'a> {
    pub layer: String,
    pub units: usize,
    pub values: Floats<'a>,
}

impl From<inspect::Reading> for Reading<'_> {
    fn from(found: inspect::Reading) -> Self {
        let token =
            |token: inspect::Token| Token { text: token.text, token: token.token, known: token.known };
        let state = |state: inspect::State| RecurrentState {
            layer: state.layer,
            units: state.units,
            values: state.values.into(),
        };
        Self {
            tokens: found.tokens.into_iter().map(token).collect(),
            cut: found.cut,
            score: found.score.into(),
            scores: found.scores.into(),
            without: found.without.into(),
            states: found.states.into_iter().map(state).collect(),
        }
    }
}

/// The class of an example: the digit of a scan, else the class of the first target.
fn class(run: &Run, examples: &data::Examples, index: usize) -> u8 {
    if let TaskInfo::Digits(digits) = &run.data().task_info {
        return digits.get(examples.rows[index] as usize).copied().unwrap_or(0);
    }
    let target = examples.target(0, index);
    match &target[..] {
        [one] => u8::from(*one > 0.5),
        several => several.iter().position(|&value| value > 0.5).unwrap_or(0) as u8,
    }
}

pub fn arrays<'a>(values: Vec<Vec<f32>>) -> Vec<Floats<'a>> {
    values.into_iter().map(Floats::from).collect()
}
