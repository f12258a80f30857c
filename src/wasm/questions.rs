//! What the page asks about single examples.

use js_sys::Uint32Array;
use wasm_bindgen::prelude::*;

use super::lab::part;
use super::message;
use super::trainer::WorkerTrainer;
use crate::data::{DataSet, PlaneChoice, Story};
use crate::explain;
use crate::messages::{
    Attribution, Codes, Doubles, DropoutMask, ExampleDetail, LayerValues, Outputs, PlanePoints, Reading,
};

#[wasm_bindgen(js_class = Trainer)]
impl WorkerTrainer {
    /// Single examples of a set with all that is known of them.
    pub fn examples(&mut self, test: bool, indices: &Uint32Array) -> JsValue {
        message(&ExampleDetail::all(&mut self.trainer, test, &indices.to_vec()))
    }

    /// Truth and answers of an output for the first examples of a set.
    pub fn outputs(&mut self, test: bool, head: usize, most: usize) -> JsValue {
        message(&Outputs::of(&mut self.trainer, test, head, most))
    }

    /// What a layer makes of the first examples of a set.
    pub fn codes(&self, test: bool, layer: &str, most: usize) -> JsValue {
        message(&Codes::of(&self.trainer, test, layer, most))
    }

    /// Answers for one example as a person states it, output by output; numbers in their own unit.
    pub fn ask(&mut self, inputs: &JsValue) -> Result<JsValue, JsValue> {
        let inputs = self.stated(inputs)?;
        let outputs = self.trainer.predict(&[inputs]).swap_remove(0);
        let trainer = &self.trainer;
        let answer = |(values, &target): (&Vec<f32>, &usize)| {
            let scaling = trainer.data().targets[target].scaling;
            values.iter().map(|&value| scaling.undo(value)).collect()
        };
        let answers: Vec<Doubles> = outputs.iter().zip(&trainer.wiring().targets).map(answer).collect();
        Ok(message(&answers))
    }

    /// Chooses what is shown of a table, and returns where the examples lie on it; null where there is no such plane.
    #[wasm_bindgen(js_name = showPlane)]
    pub fn show_plane(&mut self, choice: &JsValue) -> Result<JsValue, JsValue> {
        let choice: PlaneChoice = part(choice)?;
        if !self.trainer.show_plane(&choice) {
            return Ok(JsValue::NULL);
        }
        self.repaint();
        Ok(message(&PlanePoints::of(self.trainer.data())))
    }

    /// What every layer makes of one example.
    pub fn activations(&self, inputs: &JsValue) -> Result<JsValue, JsValue> {
        let inputs = self.stated(inputs)?;
        let layers = explain::activations(self.trainer.network(), self.trainer.wiring(), &inputs);
        Ok(message(&layers.into_iter().map(LayerValues::from).collect::<Vec<_>>()))
    }

    /// What dropouts let through in the last batch.
    #[wasm_bindgen(js_name = dropoutMasks)]
    pub fn dropout_masks(&self, layers: Vec<String>) -> JsValue {
        let masks = layers.into_iter().map(|layer| DropoutMask::of(&self.trainer, layer));
        message(&masks.collect::<Vec<_>>())
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
        Ok(message(&Attribution::of(&self.trainer, &inputs, head, unit, side)))
    }

    /// A sentence read token by token; null where the data are no sentences.
    #[wasm_bindgen(js_name = readSentence)]
    pub fn read_sentence(&self, text: &str) -> JsValue {
        message(&Reading::of(&self.trainer, text))
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
