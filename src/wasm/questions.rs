//! What the page asks about single examples.

use super::run::{Run, now};
use crate::data::{DataSet, PlaneChoice, Story};
use crate::explain;
use crate::messages::{
    Attribution, Codes, Doubles, DropoutMask, ExampleDetail, LayerValues, Outputs, PlanePoints, Reading, Set,
};

/// How long a question may hold the worker up: nobody waits for longer than a moment.
const PATIENCE_MILLIS: f64 = 100.0;

/// Says when a question has taken long enough.
fn within_patience() -> impl FnMut() -> bool {
    let until = now() + PATIENCE_MILLIS;
    move || now() >= until
}

/// An example as a person states it, input by input.
type Stated = [Vec<f64>];

impl Run {
    /// Single examples of a set with all that is known of them.
    pub fn examples(&mut self, set: Set, indices: &[u32]) -> Vec<ExampleDetail<'_>> {
        ExampleDetail::all(&mut self.trainer, set, indices)
    }

    /// Truth and answers of an output for the first examples of a set.
    pub fn outputs(&self, set: Set, head: usize, most: usize) -> Outputs<'_> {
        Outputs::of(&self.trainer, set, head, most)
    }

    /// What a layer makes of the first examples of a set.
    pub fn codes(&self, set: Set, layer: &str, most: usize) -> Codes<'_> {
        Codes::of(&self.trainer, set, layer, most, within_patience())
    }

    /// Answers for one example as a person states it, output by output; numbers in their own unit.
    pub fn ask(&mut self, inputs: &Stated) -> Vec<Doubles<'_>> {
        let inputs = self.encoded(inputs);
        let outputs = self.trainer.predict(&[inputs]).swap_remove(0);
        let trainer = &self.trainer;
        let answer = |(values, &target): (&Vec<f32>, &usize)| {
            let scaling = trainer.data().targets[target].scaling;
            values.iter().map(|&value| scaling.undo(value)).collect()
        };
        outputs.iter().zip(&trainer.wiring().targets).map(answer).collect()
    }

    /// Chooses what is shown of a table, and returns where the examples lie on it; null where there is no such plane.
    pub fn show_plane(&mut self, choice: &PlaneChoice) -> Option<PlanePoints<'_>> {
        if !self.trainer.show_plane(choice) {
            return None;
        }
        self.repaint();
        PlanePoints::of(self.trainer.data())
    }

    /// What every layer makes of one example.
    pub fn activations(&self, inputs: &Stated) -> Vec<LayerValues<'_>> {
        let inputs = self.encoded(inputs);
        let layers = explain::activations(self.trainer.network(), self.trainer.wiring(), &inputs);
        layers.into_iter().map(LayerValues::from).collect()
    }

    /// What dropouts let through in the last batch.
    pub fn dropout_masks(&self, layers: Vec<String>) -> Vec<DropoutMask<'_>> {
        layers.into_iter().map(|layer| DropoutMask::of(&self.trainer, layer)).collect()
    }

    /// What in an example mattered for a unit of an output.
    pub fn attribution(&self, inputs: &Stated, head: usize, unit: usize, side: usize) -> Attribution<'_> {
        Attribution::of(&self.trainer, &self.encoded(inputs), head, unit, side)
    }

    /// A sentence read token by token; none where the data are no sentences.
    pub fn read_sentence(&self, text: &str) -> Option<Reading<'_>> {
        Reading::of(&self.trainer, text)
    }

    /// The next values of a series, as many as there is time for; none where the data are no series.
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
        let (values, window) = (&timeline.values, series.window);
        let mut out_of_time = within_patience();
        explain::forecast(network, wiring, output, scaling, values, window)
            .take(steps.min(1000))
            .take_while(|_| !out_of_time())
            .collect()
    }

    /// What the first output says when a layer in the middle has these values; none where it needs more than that.
    pub fn decode(&self, layer: &str, values: &[f32]) -> Option<Vec<f32>> {
        explain::decode(self.trainer.experiment(), self.trainer.network(), layer, values)
    }

    /// The numbers that the network is given for an example: what is missing is 0, what is too much is left out.
    fn encoded(&self, given: &Stated) -> Vec<Vec<f32>> {
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
        example.collect()
    }
}
