//! What the page asks about single examples. Answers are typed arrays; `protocol.js` says what is in them.

use js_sys::{Array, Float32Array, Float64Array, Uint8Array};
use serde::Serialize;
use wasm_bindgen::prelude::*;

use super::built::points;
use super::lab::part;
use super::trainer::WorkerTrainer;
use super::{object, set};
use crate::data::{DataSet, Examples, PlaneChoice, Story};
use crate::explain;
use crate::trainer::Trainer;

/// Examples of a set that are shown on a plane.
const SHOWN: usize = 2000;

#[derive(Serialize)]
struct TokenHead<'a> {
    text: &'a str,
    token: usize,
    known: bool,
}

#[wasm_bindgen(js_class = Trainer)]
impl WorkerTrainer {
    /// Single examples of a set with all that is known of them.
    pub fn examples(&mut self, test: bool, indices: &[u32]) -> Array {
        let trainer = &mut self.trainer;
        let details = Array::new();
        let count = set_of(trainer, test).count;
        for index in indices.iter().map(|&index| index as usize).filter(|&index| index < count) {
            let examples = set_of(trainer, test);
            let row = examples.rows[index];
            let inputs: Vec<Vec<f32>> =
                (0..examples.inputs.len()).map(|i| examples.input(i, index)).collect();
            let targets: Vec<Vec<f32>> =
                (0..examples.targets.len()).map(|i| examples.target(i, index)).collect();
            let outputs = trainer.predict(std::slice::from_ref(&inputs)).swap_remove(0);
            let detail = empty();
            set(&detail, "row", row);
            set(&detail, "inputs", arrays(&inputs));
            set(&detail, "targets", arrays(&targets));
            set(&detail, "outputs", arrays(&outputs));
            let (text, cells) = match &trainer.data().story {
                Story::Sentences { texts, .. } => (texts.get(row as usize).map(JsValue::from), None),
                Story::Table(table) => {
                    (None, Some(table.row(row as usize).map(JsValue::from).collect::<Array>()))
                }
                _ => (None, None),
            };
            set(&detail, "text", text.unwrap_or(JsValue::NULL));
            set(&detail, "cells", cells.map_or(JsValue::NULL, JsValue::from));
            details.push(&detail);
        }
        details
    }

    /// Truth and answers of an output for the first examples of a set; numbers in their own unit.
    pub fn outputs(&mut self, test: bool, head: usize, most: usize) -> JsValue {
        let answers = self.trainer.outputs(test).get(head).cloned().unwrap_or_default();
        let trainer = &self.trainer;
        let target = trainer.wiring().targets.get(head).copied().unwrap_or(0);
        let data = trainer.data();
        let examples = set_of(trainer, test);
        let count = examples.count.min(most);
        let scaling = data.targets[target].scaling;
        let first = |values: &[f32]| -> Vec<f32> {
            let rows = values.chunks_exact(examples.count.max(1));
            rows.flat_map(|row| row[..count].iter().map(|&value| scaling.undo(value) as f32)).collect()
        };
        let outputs = empty();
        set(&outputs, "count", count);
        set(&outputs, "truth", Float32Array::from(&first(&examples.targets[target])[..]));
        set(&outputs, "answer", Float32Array::from(&first(&answers)[..]));
        outputs
    }

    /// What a layer makes of the first examples of a set.
    pub fn codes(&self, test: bool, layer: &str, most: usize) -> JsValue {
        let trainer = &self.trainer;
        let examples = set_of(trainer, test);
        let count = examples.count.min(most);
        let values = explain::codes(trainer.network(), trainer.wiring(), examples, layer, count);
        let classes = (0..count).map(|index| class(trainer, examples, index)).collect::<Vec<u8>>();
        let codes = empty();
        set(&codes, "count", count);
        set(&codes, "units", values.len() / count.max(1));
        set(&codes, "values", Float32Array::from(&values[..]));
        set(&codes, "classes", Uint8Array::from(&classes[..]));
        codes
    }

    /// Answers for one example as a person states it, output by output; numbers in their own unit.
    pub fn ask(&mut self, inputs: &JsValue) -> Result<Array, JsValue> {
        let inputs = self.stated(inputs)?;
        let outputs = self.trainer.predict(&[inputs]).swap_remove(0);
        let trainer = &self.trainer;
        let answer = |(values, &target): (&Vec<f32>, &usize)| {
            let scaling = trainer.data().targets[target].scaling;
            let own: Vec<f64> = values.iter().map(|&value| scaling.undo(value)).collect();
            JsValue::from(Float64Array::from(&own[..]))
        };
        Ok(outputs.iter().zip(&trainer.wiring().targets).map(answer).collect())
    }

    /// Chooses what is shown of a table, and returns where the examples lie on it; null where there is no such plane.
    #[wasm_bindgen(js_name = showPlane)]
    pub fn show_plane(&mut self, choice: &JsValue) -> Result<JsValue, JsValue> {
        let choice: PlaneChoice = part(choice)?;
        if !self.trainer.show_plane(&choice) {
            return Ok(JsValue::NULL);
        }
        self.repaint();
        let data = self.trainer.data();
        let Some(plane) = data.plane() else { return Ok(JsValue::NULL) };
        let shown = empty();
        set(&shown, "axes", object(&plane.axes));
        for (name, examples) in [("train", &data.train), ("test", &data.test)] {
            let count = examples.count.min(SHOWN);
            let rows = examples.targets[0].chunks_exact(examples.count.max(1));
            let targets: Vec<f32> = rows.flat_map(|row| row[..count].iter().copied()).collect();
            set(&shown, name, points(count, &plane.coordinates(examples, count), &targets));
        }
        Ok(shown)
    }

    /// What every layer makes of one example.
    pub fn activations(&self, inputs: &JsValue) -> Result<Array, JsValue> {
        #[derive(Serialize)]
        struct Head<'a> {
            name: &'a str,
            shape: &'a [usize],
        }
        let inputs = self.stated(inputs)?;
        let layers = explain::activations(self.trainer.network(), self.trainer.wiring(), &inputs);
        let layer = |layer: explain::LayerValues| {
            let head = object(&Head { name: &layer.name, shape: &layer.shape });
            set(&head, "values", Float32Array::from(&layer.values[..]));
            head
        };
        Ok(layers.into_iter().map(layer).collect())
    }

    /// What a dropout let through in the last batch, 1 for each value that passed; none where it has drawn nothing.
    #[wasm_bindgen(js_name = dropoutMask)]
    pub fn dropout_mask(&self, layer: &str) -> Option<Uint8Array> {
        let passed = self.trainer.dropout_mask(layer)?;
        let bytes: Vec<u8> = passed.into_iter().map(u8::from).collect();
        Some(Uint8Array::from(&bytes[..]))
    }

    /// What in an example mattered for a unit of an output.
    pub fn attribution(
        &self,
        inputs: &JsValue,
        head: usize,
        unit: usize,
        side: usize,
    ) -> Result<JsValue, JsValue> {
        let inputs = self.stated(inputs)?;
        let trainer = &self.trainer;
        let heads = &trainer.wiring().targets;
        let head = head.min(heads.len() - 1);
        let classes = trainer.data().schema.targets[heads[head]].problem.classes();
        let (unit, side) = (unit.min(classes - 1), side.clamp(1, 9));
        let found = explain::attribution(trainer.experiment(), trainer.network(), &inputs, head, unit, side);
        let attribution = empty();
        set(&attribution, "value", found.value);
        set(&attribution, "gradients", arrays(&found.gradients));
        set(&attribution, "occlusion", arrays(&found.occlusion));
        Ok(attribution)
    }

    /// A sentence read token by token; null where the data are no sentences.
    #[wasm_bindgen(js_name = readSentence)]
    pub fn read_sentence(&self, text: &str) -> JsValue {
        let trainer = &self.trainer;
        let (Story::Sentences { vocabulary, .. }, DataSet::Sentences(sentences)) =
            (&trainer.data().story, &trainer.experiment().data.set)
        else {
            return JsValue::NULL;
        };
        let output = &trainer.experiment().network.outputs[0];
        let (network, wiring) = (trainer.network(), trainer.wiring());
        let found = explain::read_sentence(network, wiring, output, vocabulary, sentences.length, text);
        let token = |token: &explain::Token| {
            object(&TokenHead { text: &token.text, token: token.token, known: token.known })
        };
        let state = |state: &explain::State| {
            let entry = empty();
            set(&entry, "layer", state.layer.as_str());
            set(&entry, "units", state.units);
            set(&entry, "values", Float32Array::from(&state.values[..]));
            entry
        };
        let reading = empty();
        set(&reading, "tokens", found.tokens.iter().map(token).collect::<Array>());
        set(&reading, "cut", found.cut);
        set(&reading, "score", found.score);
        set(&reading, "scores", Float32Array::from(&found.scores[..]));
        set(&reading, "without", Float32Array::from(&found.without[..]));
        set(&reading, "states", found.states.iter().map(state).collect::<Array>());
        reading
    }

    /// The next values of a series; none where the data are no series.
    pub fn forecast(&self, steps: usize) -> Vec<f64> {
        let trainer = &self.trainer;
        let (Story::Series(timeline), DataSet::Series(series)) =
            (&trainer.data().story, &trainer.experiment().data.set)
        else {
            return Vec::new();
        };
        let scaling = trainer.data().targets[0].scaling;
        let output = &trainer.experiment().network.outputs[0];
        let (network, wiring) = (trainer.network(), trainer.wiring());
        explain::forecast(network, wiring, output, scaling, &timeline.values, series.window, steps.min(1000))
    }

    /// What the first output says when a layer in the middle has these values; none where it needs more than that.
    pub fn decode(&self, layer: &str, values: &[f32]) -> Option<Vec<f32>> {
        explain::decode(self.trainer.experiment(), self.trainer.network(), layer, values)
    }
}

impl WorkerTrainer {
    /// Reads one example as a person states it: what is missing is 0, what is too much is left out.
    fn stated(&self, inputs: &JsValue) -> Result<Vec<Vec<f32>>, JsValue> {
        let given: Vec<Vec<f64>> = part(inputs)?;
        let data = self.trainer.data();
        let example =
            data.schema.inputs.iter().zip(&data.inputs).enumerate().map(|(index, (input, columns))| {
                let given = given.get(index).map_or(&[][..], |values| &values[..]);
                let mut values = Vec::with_capacity(input.size());
                if columns.len() > 1 || columns.first().is_some_and(|column| column.width() == input.size()) {
                    for (column, &value) in columns.iter().zip(given) {
                        column.encode(value, &mut values);
                    }
                } else {
                    values.extend(given.iter().map(|&value| value as f32));
                }
                values.resize(input.size(), 0.0);
                values
            });
        Ok(example.collect())
    }
}

fn set_of(trainer: &Trainer, test: bool) -> &Examples {
    if test { &trainer.data().test } else { &trainer.data().train }
}

/// The class of an example: which digit a scan shows, else that of the first target.
fn class(trainer: &Trainer, examples: &Examples, index: usize) -> u8 {
    if let Story::Digits(digits) = &trainer.data().story {
        return digits.get(examples.rows[index] as usize).copied().unwrap_or(0);
    }
    let target = examples.target(0, index);
    match &target[..] {
        [one] => u8::from(*one > 0.5),
        several => several.iter().position(|&value| value > 0.5).unwrap_or(0) as u8,
    }
}

fn empty() -> JsValue {
    js_sys::Object::new().into()
}

fn arrays(values: &[Vec<f32>]) -> Array {
    values.iter().map(|values| JsValue::from(Float32Array::from(&values[..]))).collect()
}
