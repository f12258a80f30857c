//! What was changed during a run, for its curves: where, and what kind of thing.

use serde::Serialize;

use super::Run;
use super::edits::{needs_data, needs_network};
use super::journal::Edit;
use crate::experiment::Experiment;

/// A change that the run has had after its first step.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Mark {
    /// Epochs done when it was made, including the fraction of the one then current.
    pub epoch: f64,
    pub change: Change,
    /// The learning rate from then on.
    pub learning_rate: f64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub enum Change {
    Data,
    Network,
    Optimizer,
    LearningRate,
    /// Batch size, regularization, schedule, clipping or stopping.
    Settings,
    /// Weights that were set by hand.
    Weight,
}

impl Change {
    /// The most important of what differs between two experiments.
    fn between(before: &Experiment, after: &Experiment) -> Self {
        let name = |experiment: &Experiment| crate::json::Tagged::name(&experiment.optimizer.rule);
        if needs_data(before, after) {
            Self::Data
        } else if needs_network(before, after) {
            Self::Network
        } else if name(before) != name(after) {
            Self::Optimizer
        } else if before.optimizer.learning_rate != after.optimizer.learning_rate {
            Self::LearningRate
        } else {
            Self::Settings
        }
    }
}

impl Run {
    /// The changes that it has had, in order, as far as its journal knows them.
    pub fn marks(&self) -> Vec<Mark> {
        let journal = self.journal();
        let known = journal.map_or(&[][..], |journal| &journal.edits()[..self.edits]);
        let mut before = journal.map(|journal| journal.first());
        let mut marks = Vec::new();
        for entry in known.iter() {
            let change = match (&entry.edit, before) {
                (Edit::Configure(after), Some(experiment)) => {
                    before = Some(after);
                    Change::between(experiment, after)
                }
                (Edit::SetParameter { .. } | Edit::SetParameters { .. }, _) => Change::Weight,
                _ => continue,
            };
            let learning_rate = before.map_or(0.0, |experiment| experiment.optimizer.learning_rate);
            if entry.step > 0 {
                marks.push(Mark { epoch: entry.epoch, change, learning_rate });
            }
        }
        marks
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::Files;

    #[test]
    fn a_run_tells_what_was_changed_and_at_which_epoch() {
        let experiment = Experiment::default();
        let mut run = Run::new(experiment.clone()).expect("the default experiment");
        let steps = run.steps_per_epoch() as u64;
        run.advance(steps, || false);
        let mut slower = experiment.clone();
        slower.optimizer.learning_rate = 0.01;
        run.configure(slower.clone(), &Files::default(), false).expect("a valid experiment");
        run.advance(steps, || false);
        run.set_parameter(0, 1.0);
        let marks = run.marks();
        assert_eq!(marks[0], Mark { epoch: 1.0, change: Change::LearningRate, learning_rate: 0.01 });
        assert_eq!(marks[1], Mark { epoch: 2.0, change: Change::Weight, learning_rate: 0.01 });
        let journal = run.journal().expect("a short journal").clone();
        let mut again = Run::following(journal, &Files::default()).expect("the same journal");
        assert_eq!(again.marks(), [], "nothing has been changed at the start");
        again.advance(2 * steps, || false);
        assert_eq!(again.marks(), marks, "a run that follows the journal says the same");
    }

    #[test]
    fn of_several_differences_the_most_important_is_told() {
        let before = Experiment::default();
        let mut after = before.clone();
        after.training.batch_size = crate::experiment::BatchSize::All;
        assert_eq!(Change::between(&before, &after), Change::Settings);
        after.optimizer.learning_rate = 1.0;
        assert_eq!(Change::between(&before, &after), Change::LearningRate);
        after.seed = 9;
        assert_eq!(Change::between(&before, &after), Change::Data);
    }
}
