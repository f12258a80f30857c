//! Single examples and what a network makes of them.

use serde::Serialize;

use super::built::Examples;
use super::{Bytes, Finite, Floats, Set};
use crate::data::{self, Axis, DataSet, Story};
use crate::explain;
use crate::trainer::Trainer;

/// Examples of a set that are shown on a plane.
const SHOWN: usize = 2000;

/// An example with all that is known of it, input by input and target by target.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ExampleDetail<'a> {
    /// Its number in the whole set: of the scan, the sentence, the house, the first day of the window.
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
    /// Those of a set with these indices; there may be fewer.
    pub fn all(trainer: &mut Trainer, set: Set, indices: &[u32]) -> Vec<Self> {
        let count = set_of(trainer, set).count;
        let indices = indices.iter().map(|&index| index as usize).filter(|&index| index < count);
        indices.map(|index| Self::of(trainer, set, index)).collect()
    }

    fn of(trainer: &mut Trainer, set: Set, index: usize) -> Self {
        let examples = set_of(trainer, set);
        let row = examples.rows[index];
        let inputs: Vec<Vec<f32>> = (0..examples.inputs.len()).map(|i| examples.input(i, index)).collect();
        let targets: Vec<Vec<f32>> = (0..examples.targets.len()).map(|i| examples.target(i, index)).collect();
        let outputs = trainer.predict(std::slice::from_ref(&inputs)).swap_remove(0);
        let (text, cells) = match &trainer.data().story {
            Story::Sentences { texts, .. } => (texts.get(row as usize).map(ToString::to_string), None),
            Story::Table(table) => (None, Some(table.row(row as usize).map(ToString::to_string).collect())),
            _ => (None, None),
        };
        Self { row, inputs: arrays(inputs), targets: arrays(targets), outputs: arrays(outputs), text, cells }
    }
}

/// Truth and answer of one output for the first examples of a set, [unit][example]; numbers in their own unit. The answers
/// are those of the last evaluation, null where there was none yet.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Outputs<'a> {
    pub count: usize,
    pub truth: Floats<'a>,
    pub answer: Option<Floats<'a>>,
}

impl Outputs<'_> {
    pub fn of(trainer: &Trainer, set: Set, head: usize, most: usize) -> Self {
        let answers = trainer.evaluated_outputs(set == Set::Test).and_then(|outputs| outputs.get(head));
        let target = trainer.wiring().targets.get(head).copied().unwrap_or(0);
        let data = trainer.data();
        let examples = set_of(trainer, set);
        let count = examples.count.min(most);
        let scaling = data.targets[target].scaling;
        let first = |values: &[f32]| {
            let rows = values.chunks_exact(examples.count.max(1));
            rows.flat_map(|row| row[..count].iter().map(|&value| scaling.undo(value) as f32)).collect()
        };
        Self { count, truth: first(&examples.targets[target]), answer: answers.map(|values| first(values)) }
    }
}

/// A layer's values for the first examples of a set, as many as there was time for, [unit][example], with their classes
/// (digits: which; else of the first target).
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Codes<'a> {
    pub count: usize,
    pub units: usize,
    pub values: Floats<'a>,
    pub classes: Bytes<'a>,
}

impl Codes<'_> {
    pub fn of(
        trainer: &Trainer,
        set: Set,
        layer: &str,
        most: usize,
        out_of_time: impl FnMut() -> bool,
    ) -> Self {
        let examples = set_of(trainer, set);
        let explain::LayerCodes { count, values } =
            explain::codes(trainer.network(), trainer.wiring(), examples, layer, most, out_of_time);
        Self {
            count,
            units: values.len() / count.max(1),
            values: values.into(),
            classes: (0..count).map(|index| class(trainer, examples, index)).collect(),
        }
    }
}

/// Points of the examples on a table's plane, [dimension][example], of the first 2,000 of each set; with their targets.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct PlanePoints<'a> {
    pub axes: &'a [Axis],
    pub train: Examples<'a>,
    pub test: Examples<'a>,
}

impl<'a> PlanePoints<'a> {
    /// None where there is no plane.
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

impl From<explain::LayerValues> for LayerValues<'_> {
    fn from(explain::LayerValues { name, shape, values }: explain::LayerValues) -> Self {
        Self { name, shape, values: values.into() }
    }
}

/// What in the inputs mattered for one unit of an output, input by input, value by value.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Attribution<'a> {
    pub value: Finite,
    /// How fast its logarithmic probability (or its value) rises with each.
    pub gradients: Vec<Floats<'a>>,
    /// How much its value falls when a square around each is blanked.
    pub occlusion: Vec<Floats<'a>>,
}

impl Attribution<'_> {
    pub fn of(trainer: &Trainer, inputs: &[Vec<f32>], head: usize, unit: usize, side: usize) -> Self {
        let heads = &trainer.wiring().targets;
        let head = head.min(heads.len() - 1);
        let classes = trainer.data().schema.targets[heads[head]].problem.classes();
        let (unit, side) = (unit.min(classes - 1), side.clamp(1, 9));
        let found = explain::attribution(trainer.experiment(), trainer.network(), inputs, head, unit, side);
        Self {
            value: found.value.into(),
            gradients: arrays(found.gradients),
            occlusion: arrays(found.occlusion),
        }
    }
}

/// 1 for each of a dropout's values that passed in the last batch; null where none was drawn since it was built.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct DropoutMask<'a> {
    pub name: String,
    pub passed: Option<Bytes<'a>>,
}

impl DropoutMask<'_> {
    pub fn of(trainer: &Trainer, name: String) -> Self {
        let passed = trainer.dropout_mask(&name);
        Self { passed: passed.map(|passed| passed.into_iter().map(u8::from).collect()), name }
    }
}

/// A sentence read token by token.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Reading<'a> {
    pub tokens: Vec<Token>,
    /// Tokens in front that did not fit into the length.
    pub cut: usize,
    pub score: Finite,
    /// The probability of positive after the first token, the first two, and so on.
    pub scores: Floats<'a>,
    /// The probability of the whole sentence without each token.
    pub without: Floats<'a>,
    /// For each recurrent layer what it holds after each token, [token][unit].
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

impl Reading<'_> {
    /// None where the data are no sentences.
    pub fn of(trainer: &Trainer, text: &str) -> Option<Self> {
        let (Story::Sentences { vocabulary, .. }, DataSet::Sentences(sentences)) =
            (&trainer.data().story, &trainer.experiment().data.set)
        else {
            return None;
        };
        let output = &trainer.experiment().network.outputs[0];
        let (network, wiring) = (trainer.network(), trainer.wiring());
        let found = explain::read_sentence(network, wiring, output, vocabulary, sentences.length, text);
        let token =
            |token: explain::Token| Token { text: token.text, token: token.token, known: token.known };
        let state = |state: explain::State| RecurrentState {
            layer: state.layer,
            units: state.units,
            values: state.values.into(),
        };
        Some(Self {
            tokens: found.tokens.into_iter().map(token).collect(),
            cut: found.cut,
            score: found.score.into(),
            scores: found.scores.into(),
            without: found.without.into(),
            states: found.states.into_iter().map(state).collect(),
        })
    }
}

fn set_of(trainer: &Trainer, set: Set) -> &data::Examples {
    match set {
        Set::Train => &trainer.data().train,
        Set::Test => &trainer.data().test,
    }
}

/// The class of an example: which digit a scan shows, else that of the first target.
fn class(trainer: &Trainer, examples: &data::Examples, index: usize) -> u8 {
    if let Story::Digits(digits) = &trainer.data().story {
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
