//! Questions of the page about individual examples.

use serde_json::json;

use super::inquiry::Inquiry;
use super::live_run::{LiveRun, now};
use crate::data::{DataSet, PlaneChoice, Split, TaskInfo};
use crate::inspect::{self, Attributor, SentenceReader};
use crate::messages::{
    Built, Codes, Doubles, DropoutMask, Event, ExampleDetail, LayerValues, Outputs, PlanePoints,
};

/// Time limit of a question, so that the worker is never blocked for long.
const PATIENCE_MILLIS: f64 = 100.0;

/// Returns true when the time of a question is up.
fn within_patience() -> impl FnMut() -> bool {
    let until = now() + PATIENCE_MILLIS;
    move || now() >= until
}

/// An example typed by the user, by input.
type Stated = [Vec<f64>];

impl LiveRun {
    /// Individual examples of a set with everything known about them.
    pub fn examples(&mut self, set: Split, indices: &[u32]) -> Vec<ExampleDetail<'_>> {
        ExampleDetail::all(&mut self.run, set, indices)
    }

    /// Targets and outputs of a head for the first examples of a set.
    pub fn outputs(&self, set: Split, head: usize, most: usize) -> Outputs<'_> {
        Outputs::of(&self.run, set, head, most)
    }

    /// The values of a layer for the first examples of a set.
    pub fn codes(&self, set: Split, layer: &str, most: usize) -> Codes<'_> {
        Codes::of(&self.run, set, layer, most, within_patience())
    }

    /// Outputs for one example typed by the user, by head; numbers in their own unit.
    pub fn ask(&mut self, inputs: &Stated) -> Vec<Doubles<'_>> {
        let inputs = self.encoded(inputs);
        let outputs = self.run.predict(&[inputs]).swap_remove(0);
        let run = &self.run;
        let answer = |(values, &target): (&Vec<f32>, &usize)| {
            let standardization = run.data().targets[target].standardization;
            values.iter().map(|&value| standardization.undo(value)).collect()
        };
        outputs.iter().zip(&run.wiring().targets).map(answer).collect()
    }

    /// Chooses the plane of a table and returns the examples on it. Null if there is no such plane.
    pub fn show_plane(&mut self, choice: &PlaneChoice) -> Option<PlanePoints<'_>> {
        if !self.run.show_plane(choice) {
            return None;
        }
        self.repaint();
        PlanePoints::of(self.run.data())
    }

    /// The values of every layer for one example.
    pub fn activations(&self, inputs: &Stated) -> Vec<LayerValues<'_>> {
        let inputs = self.encoded(inputs);
        let layers = inspect::activations(self.run.network(), self.run.wiring(), &inputs);
        layers.into_iter().map(LayerValues::from).collect()
    }

    /// Which values dropout layers kept in the last batch.
    pub fn dropout_masks(&self, layers: Vec<String>) -> Vec<DropoutMask<'_>> {
        layers.into_iter().map(|layer| DropoutMask::of(&self.run, layer)).collect()
    }

    /// The attribution of an output unit to the inputs of an example.
    pub fn attribution(&mut self, inputs: &Stated, head: usize, unit: usize, side: usize) -> Event<'_> {
        let out_of_time = within_patience();
        let inputs = self.encoded(inputs);
        let (run, heads) = (&self.run, &self.run.wiring().targets);
        let head = head.min(heads.len() - 1);
        let classes = run.data().schema.targets[heads[head]].problem.classes();
        let (unit, side) = (unit.min(classes - 1), side.clamp(1, 9));
        let attributor = Attributor::new(run.experiment(), run.network(), &inputs, head, unit, side);
        self.begin(Inquiry::Attribution(attributor), out_of_time)
    }

    /// A sentence read token by token. None if the data are not sentences.
    pub fn read_sentence(&mut self, text: &str) -> Event<'_> {
        let run = &self.run;
        let (TaskInfo::Sentences { vocabulary, .. }, DataSet::Sentences(sentences)) =
            (&run.data().task_info, &run.experiment().data.set)
        else {
            return Event::Reading { reading: None };
        };
        let output = &run.experiment().network.outputs[0];
        let (network, wiring, length) = (run.network(), run.wiring(), sentences.length);
        let reader = SentenceReader::new(network, wiring, output, vocabulary, length, text);
        self.begin(Inquiry::Reading(reader), within_patience())
    }

    /// Goes on with the way to a step, and with none that was asked for before.
    pub fn seek(&mut self) -> Event<'_> {
        self.outdate();
        self.unfinished.retain(|(_, inquiry)| !matches!(inquiry, Inquiry::Seek));
        self.begin(Inquiry::Seek, within_patience())
    }

    fn begin(&mut self, inquiry: Inquiry, mut out_of_time: impl FnMut() -> bool) -> Event<'_> {
        self.last_question += 1;
        let question = self.last_question;
        self.unfinished.push((question, inquiry));
        if out_of_time() { Event::Unfinished { question } } else { self.go_on(question, out_of_time) }
    }

    /// Continues with an unfinished question. There is no answer if the run was reconfigured since.
    pub fn continue_question(&mut self, question: u32) -> Event<'_> {
        self.go_on(question, within_patience())
    }

    fn go_on(&mut self, question: u32, out_of_time: impl FnMut() -> bool) -> Event<'_> {
        let Some(at) = self.unfinished.iter().position(|&(number, _)| number == question) else {
            return Event::Done;
        };
        let answer = match &mut self.unfinished[at].1 {
            Inquiry::Seek => {
                let clock = self.patient_clock(now() + PATIENCE_MILLIS);
                self.run.advance(0, clock);
                self.notice_builds();
                if self.run.is_seeking() {
                    return Event::Unfinished { question };
                }
                self.unfinished.retain(|&(number, _)| number != question);
                let experiment = Some(json!(self.run.experiment()).to_string());
                return Event::Built(Built { experiment, ..self.built(false) });
            }
            Inquiry::Attribution(attributor) => {
                attributor.advance(out_of_time).map(|found| Event::Attribution { attribution: found.into() })
            }
            Inquiry::Reading(reader) => {
                reader.advance(out_of_time).map(|found| Event::Reading { reading: Some(found.into()) })
            }
        };
        if answer.is_some() {
            self.unfinished.swap_remove(at);
        }
        answer.unwrap_or(Event::Unfinished { question })
    }

    /// The next values of a series, as many as there is time for. None if the data are not a series.
    pub fn forecast(&self, steps: usize) -> Vec<f64> {
        let run = &self.run;
        let (TaskInfo::Series(timeline), DataSet::Series(series)) =
            (&run.data().task_info, &run.experiment().data.set)
        else {
            return Vec::new();
        };
        let standardization = run.data().targets[0].standardization;
        let output = &run.experiment().network.outputs[0];
        let (network, wiring) = (run.network(), run.wiring());
        let (values, window) = (&timeline.values, series.window);
        let mut out_of_time = within_patience();
        inspect::forecast(network, wiring, output, standardization, values, window)
            .take(steps.min(1000))
            .take_while(|_| !out_of_time())
            .collect()
    }

    /// The first output for given values of a hidden layer. None if it also depends on other layers.
    pub fn decode(&self, layer: &str, values: &[f32]) -> Option<Vec<f32>> {
        inspect::decode(self.run.experiment(), self.run.network(), layer, values)
    }

    fn encoded(&self, given: &Stated) -> Vec<Vec<f32>> {
        inspect::encode(self.run.data(), given)
    }
}
