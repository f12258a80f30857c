//! The core of a worker: numbered runs, their files, and the current exploration.

use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use wasm_bindgen::prelude::*;

use super::exploration::Exploration;
use super::files::WorkerFiles;
use super::live_run::LiveRun;
use super::{json_of, message, provoke_panic};
use crate::experiment::Experiment;
use crate::field_error::FieldError;
use crate::json;
use crate::landscape::{Directions, Landscape};
use crate::messages::{Command, Event, Request};
use crate::nn::OptimizerConfig;
use crate::race::Race;

#[wasm_bindgen]
#[derive(Default)]
pub struct Worker {
    /// Few: a list needs less code than a map.
    runs: Vec<(u32, Box<LiveRun>)>,
    exploration: Option<Exploration>,
}

#[wasm_bindgen]
impl Worker {
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        Self::default()
    }

    /// Answers a command by an event. `files` are those that experiments can read.
    pub fn answer(&mut self, given: &JsValue, files: &WorkerFiles) -> Result<JsValue, JsValue> {
        let given = json_of(given)?;
        Ok(message(&self.event(given, files).unwrap_or_else(Event::from)))
    }
}

/// Why a command failed.
enum Refused {
    Invalid(Vec<FieldError>),
    NoRun(u32),
}

impl From<Vec<FieldError>> for Refused {
    fn from(errors: Vec<FieldError>) -> Self {
        Self::Invalid(errors)
    }
}

impl From<Refused> for Event<'_> {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::Invalid(errors) => Event::Invalid(errors.into()),
            Refused::NoRun(run) => Event::NoRun { message: format!("the worker has no run {run}") },
        }
    }
}

/// Reads a config that is a part of a command.
fn part<T: DeserializeOwned>(given: &Value) -> Result<T, Refused> {
    json::read(given).map_err(|error| Refused::Invalid(vec![error.into()]))
}

impl Worker {
    fn event(&mut self, given: Value, files: &WorkerFiles) -> Result<Event<'_>, Refused> {
        let Request { run: number, command } = Request::read(given).map_err(|error| vec![error.into()])?;
        let event = match command {
            Command::Configure { experiment, fresh, reverts } => {
                self.configure(number, &experiment, fresh, reverts, files)?
            }
            Command::Try { experiment, epochs, budget_millis, needs } => {
                let run = LiveRun::headless(Experiment::read(&experiment)?, files.files(), epochs)?;
                self.close(number);
                self.runs.push((number, run.into()));
                Event::Snapshot { snapshot: self.run(number)?.advance(budget_millis, f64::INFINITY, needs) }
            }
            Command::Close => {
                self.close(number);
                Event::Done
            }
            Command::Reset => {
                let run = self.run(number)?;
                run.reset();
                Event::Built(run.built(true))
            }
            Command::Resume => {
                self.run(number)?.resume();
                Event::Done
            }
            Command::Rewind => {
                self.run(number)?.rewind();
                Event::Done
            }
            Command::Seek { step, into } => {
                let run = self.run(number)?;
                if let Some(into) = into {
                    let branch = run.branch(step)?;
                    self.close(into);
                    self.runs.push((into, branch.into()));
                } else {
                    run.run.seek(step)?;
                }
                self.run(into.unwrap_or(number))?.seek()
            }
            Command::Journal => {
                let journal = self.run(number)?.run().journal();
                Event::Journal { journal: journal.map(|journal| json!(journal).to_string()) }
            }
            Command::Follow { journal, step } => {
                let next = self.run(number)?.replay(&journal, files.files(), step)?;
                self.close(number);
                self.runs.push((number, next.into()));
                self.run(number)?.seek()
            }
            Command::Advance { budget_millis, steps, needs } => {
                Event::Snapshot { snapshot: self.run(number)?.advance(budget_millis, steps, needs) }
            }
            Command::SetParameter { index, value } => {
                self.run(number)?.set_parameter(index, value as f32);
                Event::Done
            }
            Command::SetParameters { bits } => {
                self.run(number)?.set_parameters(bits)?;
                Event::Done
            }
            Command::Predict { inputs } => Event::Prediction { outputs: self.run(number)?.predict(&inputs) },
            Command::Fingerprint => Event::Fingerprint { fingerprint: self.run(number)?.fingerprint() },
            Command::Moment => {
                let run = self.run(number)?.run();
                Event::Moment { moment: run.moment(), numbers: run.weights_and_slots().into() }
            }
            Command::ShowPlane { plane } => {
                Event::Plane { points: self.run(number)?.show_plane(&part(&plane)?) }
            }
            Command::Examples { set, indices } => {
                Event::Examples { examples: self.run(number)?.examples(set, &indices) }
            }
            Command::Outputs { set, head, most } => {
                Event::Outputs { outputs: self.run(number)?.outputs(set, head, most) }
            }
            Command::Codes { set, layer, most } => {
                Event::Codes { codes: self.run(number)?.codes(set, &layer, most) }
            }
            Command::Ask { inputs } => Event::Answer { heads: self.run(number)?.ask(&inputs) },
            Command::Activations { inputs } => {
                Event::Activations { layers: self.run(number)?.activations(&inputs) }
            }
            Command::Attribution { inputs, head, unit, side } => {
                self.run(number)?.attribution(&inputs, head, unit, side)
            }
            Command::DropoutMasks { layers } => {
                Event::Masks { masks: self.run(number)?.dropout_masks(layers) }
            }
            Command::ReadSentence { text } => self.run(number)?.read_sentence(&text),
            Command::Continue { question } => self.run(number)?.continue_question(question),
            Command::Forecast { steps } => {
                Event::Forecast { values: self.run(number)?.forecast(steps).into() }
            }
            Command::Decode { layer, values } => {
                let values: Vec<f32> = values.into_iter().map(|value| value as f32).collect();
                let decoded = self.run(number)?.decode(&layer, &values);
                Event::Decoded { values: decoded.unwrap_or_default().into() }
            }
            Command::Minima { race } => Event::Minima { minima: Race::read(&race)?.surface().minima() },
            Command::Basin { race, contestant, size, steps } => {
                self.explore(Exploration::basin(Race::read(&race)?, contestant, size, steps)?)
            }
            Command::Landscape { directions, size, rivals, steps } => {
                let (directions, rivals): (Directions, Vec<OptimizerConfig>) =
                    (part(&directions)?, part(&rivals)?);
                let run = self.run(number)?.run();
                let landscape = Landscape::new(run, directions, size, &rivals, steps)?;
                self.explore(Exploration::Landscape(landscape))
            }
            Command::Explore { budget_millis } => match &mut self.exploration {
                Some(exploration) => exploration.explore(budget_millis),
                None => Event::Done,
            },
            Command::Cancel => {
                self.exploration = None;
                Event::Done
            }
            Command::Panic => {
                provoke_panic();
                Event::Done
            }
        };
        Ok(event)
    }

    fn run(&mut self, number: u32) -> Result<&mut LiveRun, Refused> {
        let run = self.runs.iter_mut().find(|(own, _)| *own == number);
        run.map(|(_, run)| &mut **run).ok_or(Refused::NoRun(number))
    }

    fn close(&mut self, number: u32) {
        self.runs.retain(|(own, _)| *own != number);
    }

    fn configure(
        &mut self,
        number: u32,
        experiment: &Value,
        fresh: bool,
        reverts: bool,
        files: &WorkerFiles,
    ) -> Result<Event<'_>, Refused> {
        let experiment = Experiment::read(experiment)?;
        let is_new = self.run(number).is_err();
        if is_new {
            let run = LiveRun::new(experiment, files.files())?;
            self.runs.push((number, run.into()));
        } else {
            self.run(number)?.configure(experiment, files.files(), fresh, reverts)?;
        }
        Ok(Event::Built(self.run(number)?.built(fresh || is_new)))
    }

    /// Starts an exploration in place of the current one.
    fn explore(&mut self, exploration: Exploration) -> Event<'_> {
        self.exploration.insert(exploration).explore(0.0)
    }
}
