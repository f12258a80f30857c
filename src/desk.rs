//! What the second module answers: questions about an experiment and its weights that are asked now and then.

use serde_json::Value;

use crate::data::{Files, Schema, Split};
use crate::experiment::{Experiment, Wiring};
use crate::export::{self, Model};
use crate::field_error::{FieldError, Reason};
use crate::goals::{self, Facts, Goal, Quantity};
use crate::health;
use crate::import::{self, Imported};
use crate::inspect;
use crate::messages::{
    DeskCommand, DeskEvent, DeskRequest, End, ExportKind, GoalState, Health, NotebookTexts, RaceSweep, Trace,
};
use crate::nn::LayerKind;
use crate::race::{self, Race, sweep};
use crate::run::{Edit, Entry, Journal, ROW, Run};

/// What comes beside a command: all weights of the network, the rows of the curves, and a file to be read. Where there are no
/// weights, the initial ones count.
#[derive(Clone, Copy, Default)]
pub struct State<'a> {
    pub weights: &'a [f32],
    pub history: &'a [f64],
    pub file: &'a [u8],
}

/// The points of the curve of a loss.
const CURVE_POINTS: usize = 201;

/// Keeps the runs of the experiment and the race it was asked about last.
#[derive(Default)]
pub struct Desk {
    run: Option<Run>,
    replay: Option<Replay>,
    /// The race that was swept last.
    race: Option<race::Run>,
}

/// A journal that is followed to a step, and the goals that are checked there.
struct Replay {
    run: Run,
    step: u64,
    goals: Vec<Goal>,
}

/// Multiplications of a part of a replay, which takes about half a second.
const PART: f64 = 2e8;

impl Desk {
    /// Answers a command by an event.
    pub fn answer(&mut self, given: Value, state: State, files: &Files) -> DeskEvent<'_> {
        self.event(given, state, files).unwrap_or_else(DeskEvent::from)
    }

    fn event(&mut self, given: Value, state: State, files: &Files) -> Result<DeskEvent<'_>, Vec<FieldError>> {
        let DeskRequest { experiment, command } =
            DeskRequest::read(given).map_err(|error| vec![error.into()])?;
        match command {
            DeskCommand::Export { kind, link, texts } => {
                let run = self.run(&experiment, state.weights, files)?;
                let about = About {
                    link: link.as_deref(),
                    texts: texts.as_ref().map(NotebookTexts::in_order),
                    history: state.history,
                };
                let (name, bytes) = file(run, kind, about);
                Ok(DeskEvent::File { name, bytes: bytes.into() })
            }
            DeskCommand::ReadWeights => {
                let network = self.run_of(&experiment, files)?.network();
                let read = import::tensors(state.file).map_err(|problem| vec![problem]);
                Ok(match read.and_then(|tensors| import::weights(network, tensors)) {
                    Ok(weights) => DeskEvent::Weights { weights: weights.into() },
                    Err(problems) => DeskEvent::Unfit { problems },
                })
            }
            DeskCommand::ReadOnnx => {
                let schema = Experiment::read(&experiment)?.data.schema();
                Ok(match import::onnx(state.file) {
                    Ok((imported, link)) => onnx(imported, link, &schema),
                    Err(problems) => DeskEvent::NoNetwork { problems },
                })
            }
            DeskCommand::Code => {
                let run = self.run(&experiment, state.weights, files)?;
                let model = model(run);
                let (keras, pytorch) = (export::keras(&model), export::pytorch(&model));
                Ok(DeskEvent::Code { keras, pytorch, summary: export::summary(&model) })
            }
            DeskCommand::Goals { goals, facts } => {
                let goals = goals::read(&goals)?;
                let is_about_units = goals.iter().any(|goal| goal.quantity == Quantity::DeadUnits);
                let dead_units = match is_about_units && !state.weights.is_empty() {
                    true => Some(goals::dead_units(self.run(&experiment, state.weights, files)?)),
                    false => None,
                };
                let facts = facts.map(|facts| Facts { dead_units, ..facts });
                let experiment = Experiment::read(&experiment)?;
                let state = |goal| GoalState::of(goal, facts.as_ref(), &experiment);
                Ok(DeskEvent::Goals { goals: goals.iter().map(state).collect() })
            }
            DeskCommand::Replay { journal, step, goals } => {
                let goals = goals::read(&goals)?;
                let run = Run::following(Journal::read(&journal)?, files)?;
                self.replay = Some(Replay { run, step, goals });
                Ok(self.go_on())
            }
            DeskCommand::GoOn => Ok(self.go_on()),
            DeskCommand::Trace { moment, example, weight } => {
                let run = self.run_of(&experiment, files)?;
                let count = run.network().weights.len().min(state.weights.len());
                let (weights, slots) = state.weights.split_at(count);
                load(run, weights)?;
                let traced = inspect::trace(run, moment, slots, &example, weight);
                Ok(DeskEvent::Trace { trace: traced.map(|traced| Trace::of(run, traced).into()) })
            }
            DeskCommand::Health { moment } => {
                let run = self.run_of(&experiment, files)?;
                let count = run.network().weights.len().min(state.weights.len());
                let (weights, slots) = state.weights.split_at(count);
                load(run, weights)?;
                let (health, experiment) = (health::measure(run, &moment, slots), run.experiment().clone());
                let start = || {
                    run.reset();
                    health::measure(run, &run.moment(), &[])
                };
                let verdict = health::verdict(&health, &experiment, &rows(state.history), start);
                Ok(DeskEvent::Health { health: Health::of(health, verdict).into() })
            }
            DeskCommand::PreActivations { layer } => {
                let run = self.run(&experiment, state.weights, files)?;
                Ok(DeskEvent::PreActivations { z: inspect::pre_activations(run, &layer).into() })
            }
            DeskCommand::LossCurve { loss, target, low, high } => {
                let at = |index: usize| low + (high - low) * index as f32 / (CURVE_POINTS - 1) as f32;
                let curve: Vec<_> = (0..CURVE_POINTS).map(|index| loss.of_unit(at(index), target)).collect();
                let (values, slopes) = (curve.iter().map(|one| one.0), curve.iter().map(|one| one.1));
                Ok(DeskEvent::LossCurve { values: values.collect(), slopes: slopes.collect() })
            }
            DeskCommand::RaceSweep { race, contestant, across, up } => {
                let race = Race::read(&race)?;
                let outcomes = sweep(&mut self.race, &race, contestant, &across, &up)?;
                let minima = self.race.as_ref().map_or(&[][..], race::Run::minima).to_vec();
                Ok(DeskEvent::RaceSweep(RaceSweep::of(&outcomes, minima)))
            }
            DeskCommand::Panic => panic!("a test asked for a panic"),
        }
    }

    /// Goes on with the replay for a while.
    fn go_on(&mut self) -> DeskEvent<'static> {
        let Some(mut replay) = self.replay.take() else { return DeskEvent::Unfinished { step: 0 } };
        let Replay { run, step, goals } = &mut replay;
        let cost = 3.0 * run.network().multiplications() * run.data().train.count as f64;
        let mut left = (PART / cost.max(1.0) * run.steps_per_epoch() as f64).clamp(1.0, 20_000.0) as u32;
        let mut is_over = false;
        run.advance(step.saturating_sub(run.step()), || {
            left = left.saturating_sub(1);
            is_over = left == 0;
            is_over
        });
        if is_over {
            let step = run.step();
            self.replay = Some(replay);
            return DeskEvent::Unfinished { step };
        }
        let counts_units = goals.iter().any(|goal| goal.quantity == Quantity::DeadUnits);
        let evaluations = run.evaluate();
        let facts = Facts::of(run, &evaluations, counts_units);
        let edits = run.journal().map_or(&[][..], |journal| &journal.edits()[..run.edits()]);
        let by_hand = |entry: &Entry| match &entry.edit {
            Edit::SetParameter { .. } => 1,
            Edit::SetParameters { values } => values.len(),
            Edit::Configure(_) | Edit::Resume => 0,
        };
        DeskEvent::Replayed {
            step: run.step(),
            epoch: run.epoch(),
            fingerprint: format!("{:016x}", run.fingerprint()),
            set_by_hand: edits.iter().map(by_hand).sum(),
            goals: goals.iter().map(|goal| GoalState::of(goal, Some(&facts), run.experiment())).collect(),
        }
    }

    /// The run of an experiment, with these weights.
    fn run(
        &mut self,
        experiment: &Value,
        weights: &[f32],
        files: &Files,
    ) -> Result<&mut Run, Vec<FieldError>> {
        let run = self.run_of(experiment, files)?;
        load(run, weights)?;
        Ok(run)
    }

    /// The run of an experiment, with any weights.
    fn run_of(&mut self, experiment: &Value, files: &Files) -> Result<&mut Run, Vec<FieldError>> {
        let experiment = Experiment::read(experiment)?;
        let run = match self.run.take() {
            Some(run) if *run.experiment() == experiment => run,
            _ => Run::with_files(experiment, files)?,
        };
        Ok(self.run.insert(run))
    }
}

fn model(run: &Run) -> Model<'_> {
    Model::of(run.experiment(), run.network(), [run.data().train.count, run.data().test.count])
}

/// The network of a file, for data of this kind: inputs that are as those have no shape of their own.
fn onnx(imported: Imported, link: Option<String>, schema: &Schema) -> DeskEvent<'static> {
    let Imported { mut network, weights, inputs, outputs } = imported;
    let end = |(name, shape)| End { name, shape };
    let wiring = Wiring::of(&network, schema);
    let layers = network.layers.iter_mut().filter_map(|layer| match &mut layer.kind {
        LayerKind::Input(input) => Some(input),
        _ => None,
    });
    for (input, &index) in layers.zip(&wiring.inputs) {
        let Some(given) = schema.inputs.get(index) else { continue };
        let is_as_given = input.shape.as_ref() == Some(&given.shape)
            && input.dtype.is_some() == given.vocabulary().is_some();
        if is_as_given {
            (input.shape, input.dtype) = (None, None);
        }
    }
    let (inputs, outputs) = (inputs.into_iter().map(end).collect(), outputs.into_iter().map(end).collect());
    DeskEvent::Onnx { network, weights: weights.into(), inputs, outputs, link }
}

/// What a file says besides the network.
struct About<'a> {
    link: Option<&'a str>,
    texts: Option<[&'a str; 6]>,
    history: &'a [f64],
}

/// A file with the name by which the exported code finds it.
fn file(run: &mut Run, kind: ExportKind, about: About) -> (&'static str, Vec<u8>) {
    if kind == ExportKind::Notebook {
        let outputs = run.outputs(Split::Train).to_vec();
        return ("network.ipynb", export::notebook(&model(run), &outputs, about.texts).into());
    }
    let run = &*run;
    let (data, wiring, network) = (run.data(), run.wiring(), run.network());
    match kind {
        ExportKind::Keras => ("train_keras.py", export::keras(&model(run)).into()),
        ExportKind::Pytorch => ("train_pytorch.py", export::pytorch(&model(run)).into()),
        ExportKind::Notebook => unreachable!("it was made above"),
        ExportKind::Onnx => ("network.onnx", export::onnx(&model(run), Some((data, wiring)), about.link)),
        ExportKind::Safetensors => ("weights.safetensors", export::safetensors(network)),
        ExportKind::Npz => ("weights.npz", export::weights_npz(network)),
        ExportKind::Data => ("data.npz", export::data_npz(data, wiring, network)),
        ExportKind::DataCsv => ("data.csv", export::data_csv(data, wiring, network).into()),
        ExportKind::Csv => {
            let first = wiring.targets.first().map(|&target| data.schema.targets[target].problem);
            let metric =
                if first.is_some_and(|problem| problem.is_regression()) { "r2_score" } else { "accuracy" };
            ("history.csv", export::history_csv(&rows(about.history), metric).into())
        }
    }
}

/// The rows of the curves.
fn rows(history: &[f64]) -> Vec<[f64; ROW]> {
    history.chunks_exact(ROW).filter_map(|row| row.try_into().ok()).collect()
}

/// Gives a run these weights; where there are none, the initial ones.
fn load(run: &mut Run, weights: &[f32]) -> Result<(), Vec<FieldError>> {
    if weights.is_empty() {
        run.reset();
    } else if !run.load_weights(weights) {
        let message = format!("{} weights for {}", weights.len(), run.network().weights.len());
        return Err(vec![FieldError::new("weights", Reason::Unreadable { message })]);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn ask(desk: &mut Desk, given: &Value, state: State) -> Value {
        serde_json::to_value(desk.answer(given.clone(), state, &Files::default())).unwrap()
    }

    #[test]
    fn weights_are_those_given_and_wrong_ones_are_refused() {
        let mut desk = Desk::default();
        let given = json!({"experiment": {}, "type": "export", "kind": "safetensors"});
        let mut ask = |weights: &[f32]| ask(&mut desk, &given, State { weights, ..State::default() });
        let count = Run::new(Experiment::default()).unwrap().network().weights.len();
        let initial = ask(&[]);
        assert_eq!(initial["type"], "file");
        let halves = ask(&vec![0.5; count]);
        let bytes: Vec<u8> = serde_json::from_value(halves["bytes"].clone()).unwrap();
        assert!(bytes.ends_with(&0.5f32.to_le_bytes()));
        assert_eq!(ask(&[]), initial);
        let refused = ask(&[1.0]);
        assert_eq!(
            (&refused["type"], &refused["errors"][0]["field"]),
            (&json!("invalid"), &json!("weights"))
        );
    }

    #[test]
    fn weights_of_a_file_are_read_for_the_network_or_named_where_they_do_not_fit() {
        let mut run = Run::new(Experiment::default()).unwrap();
        run.advance(5, || false);
        let bytes = export::safetensors(run.network());
        let mut desk = Desk::default();
        let state = State { file: &bytes, ..State::default() };
        let given = json!({"experiment": {}, "type": "read_weights"});
        assert_eq!(
            ask(&mut desk, &given, state),
            json!({"type": "weights", "weights": run.network().weights})
        );
        let given =
            json!({"experiment": {"data": {"dataset": "moons", "features": ["x1"]}}, "type": "read_weights"});
        let answer = ask(&mut desk, &given, state);
        assert_eq!(
            answer["problems"][0],
            json!({"problem": "shape", "tensor": "hidden_1/kernel", "shape": [2, 4], "wanted": [1, 4]}),
            "{answer}"
        );
    }

    #[test]
    fn a_step_is_taken_apart_with_the_slots_of_the_optimizer() {
        let experiment = json!({"optimizer": {"optimizer": "adam", "learning_rate": 0.1}});
        let mut run = Run::new(Experiment::read(&experiment).unwrap()).unwrap();
        run.advance(5, || false);
        let given = json!({
            "experiment": experiment, "type": "trace", "moment": run.moment(), "example": {"batch": 1}, "weight": 0,
        });
        let numbers = run.weights_and_slots();
        let mut answer = ask(&mut Desk::default(), &given, State { weights: &numbers, ..State::default() });
        let trace = answer["trace"].take();
        run.advance(1, || false);
        let after = trace["weight"]["update"]["after"].as_f64().unwrap();
        assert!((after - f64::from(run.network().weights[0])).abs() < 1e-5);
        assert_eq!(trace["step"], 5);
    }

    #[test]
    fn what_is_wrong_with_the_experiment_is_named() {
        let given = json!({"experiment": {"seed": -1}, "type": "code"});
        let answer = ask(&mut Desk::default(), &given, State::default());
        assert_eq!((&answer["type"], &answer["errors"][0]["field"]), (&json!("invalid"), &json!("seed")));
    }

    #[test]
    fn goals_are_checked_where_facts_are_given() {
        let mut desk = Desk::default();
        let mut ask = |given: Value, weights: &[f32]| {
            ask(&mut desk, &given, State { weights, ..State::default() })["goals"].clone()
        };
        let text = "test_loss <= 0.2, hidden_units <= 8, dead_units = 0";
        let given = json!({"experiment": {}, "type": "goals", "goals": text});
        let unchecked = json!({"quantity": "test_loss", "comparison": "<=", "target": 0.2, "value": null, "reached": false});
        assert_eq!(ask(given.clone(), &[])[0], unchecked);
        let mut given = given;
        given["facts"] = json!({"step": 5, "epoch": 0.5, "learningRate": 0.1, "liveWeights": 28,
            "train": {"loss": 0.3, "metric": 1, "mae": null}, "test": {"loss": 0.1, "metric": 1, "mae": null}});
        let reached = |goals: &Value| {
            goals.as_array().unwrap().iter().map(|goal| goal["reached"] == true).collect::<Vec<_>>()
        };
        assert_eq!(reached(&ask(given.clone(), &[])), [true, true, false]);
        let count = Run::new(Experiment::default()).unwrap().network().weights.len();
        assert_eq!(reached(&ask(given, &vec![0.5; count])), [true, true, true]);
    }

    #[test]
    fn a_replay_comes_to_the_same_bits_and_checks_goals_there() {
        let mut run = Run::new(Experiment::default()).unwrap();
        run.advance(40, || false);
        run.set_parameter(3, 0.25);
        run.advance(10, || false);
        let count = run.network().weights.len();
        run.set_parameters(vec![0.125; count]).unwrap();
        run.advance(20, || false);
        let journal = json!(run.journal());
        let goals = "step = 70, test_loss <= 0.0001";
        let given =
            json!({"experiment": {}, "type": "replay", "journal": journal, "step": 70, "goals": goals});
        let mut desk = Desk::default();
        let mut answer = ask(&mut desk, &given, State::default());
        while answer["type"] == "unfinished" {
            answer = ask(&mut desk, &json!({"experiment": {}, "type": "go_on"}), State::default());
        }
        assert_eq!(answer["fingerprint"], format!("{:016x}", run.fingerprint()));
        assert_eq!((&answer["step"], &answer["set_by_hand"]), (&json!(70), &json!(1 + count)));
        assert_eq!(
            (&answer["goals"][0]["reached"], &answer["goals"][1]["reached"]),
            (&json!(true), &json!(false))
        );
    }

    #[test]
    fn curves_are_those_given() {
        let given = json!({"experiment": {}, "type": "export", "kind": "csv"});
        let answer = ask(
            &mut Desk::default(),
            &given,
            State { history: &[1.0, 0.5, 0.25, 1.0, 0.75], ..State::default() },
        );
        let bytes: Vec<u8> = serde_json::from_value(answer["bytes"].clone()).unwrap();
        let text = String::from_utf8(bytes).unwrap();
        assert_eq!(text, "epoch,loss,val_loss,accuracy,val_accuracy\n1,0.5,0.25,1,0.75\n");
    }
}
