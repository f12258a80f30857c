//! Checkpoints to go back to: few, spread over the whole run but denser at its beginning, where most of the learning is,
//! and never of a diverged state.

use std::rc::Rc;

use super::{History, Stopped, Trajectory};
use crate::data::Data;
use crate::nn::{Network, Optimizer};
use crate::random::Random;

const MAX_CHECKPOINTS: usize = 128;
/// Of all checkpoints of a run.
const MAX_BYTES: usize = 48 << 20;
/// From here on a step as long as all before it counts as much as any other doubling.
const FIRST_STEPS: f64 = 10.0;

/// The complete state of a run at one step. The order of the examples follows from the seed and the epoch, the
/// experiment from the number of edits.
#[derive(Clone)]
pub struct Checkpoint {
    pub step: u64,
    pub epochs: u64,
    pub position: usize,
    /// The number of edits in the journal that the run has had.
    pub edits: usize,
    pub train_loss: f64,
    pub network: Network,
    pub optimizer: Optimizer,
    /// The generator for dropout and noise.
    pub random: Random,
    pub best: Option<Best>,
    pub stopped: Option<Stopped>,
    pub weight_edited: bool,
    pub edit_unchecked: bool,
    /// The evaluation that the run waits for, which begins anew.
    pub review: Option<Review>,
    /// The weights that it evaluates. None if they are those of the network.
    pub reviewed: Option<Vec<f32>>,
    pub history: History,
    /// The data of the state before an edit. If missing, they are generated again.
    pub data: Option<Rc<Data>>,
    /// The trajectory that an edit ended.
    pub trajectory: Option<Trajectory>,
}

/// The best test loss so far, for early stopping.
#[derive(Clone)]
pub struct Best {
    pub test_loss: f64,
    pub epoch: u64,
    pub weights: Vec<f32>,
}

/// The purpose of an evaluation at a step.
#[derive(Clone, Copy)]
pub struct Review {
    /// Whether it adds a row to the history.
    pub records: bool,
    /// Whether it is for early stopping at the end of an epoch.
    pub decides: bool,
}

impl Checkpoint {
    /// The bytes of what grows with the network and the run. Data are shared with the run.
    fn bytes(&self) -> usize {
        // The weights, the slots of the optimizer, and those of the best state or of a review.
        4 * self.network.weights.len() * size_of::<f32>() + self.history.bytes()
    }
}

/// Checkpoints in the order of their steps. If there are too many, those that are least missed are dropped.
#[derive(Clone, Default)]
pub struct Checkpoints {
    kept: Vec<Checkpoint>,
}

/// How far along a run of `last` steps a step is, from 0 to 2: three quarters of it count steps, the rest doublings.
fn share(step: u64, last: u64) -> f64 {
    let (step, last) = (step as f64, last.max(1) as f64);
    1.5 * step / last + 0.5 * libm::log1p(step / FIRST_STEPS) / libm::log1p(last / FIRST_STEPS)
}

impl Checkpoints {
    /// Whether there is to be a checkpoint at `step`.
    pub fn is_due(&self, step: u64) -> bool {
        let before = self.kept.iter().rfind(|kept| kept.step <= step);
        let last = self.kept.last().map_or(step, |kept| kept.step.max(step));
        before.is_none_or(|before| {
            before.step < step && share(step, last) - share(before.step, last) >= 1.0 / MAX_CHECKPOINTS as f64
        })
    }

    pub fn keep(&mut self, checkpoint: Checkpoint) {
        let place = self.kept.partition_point(|kept| kept.step <= checkpoint.step);
        self.kept.insert(place, checkpoint);
        let mut bytes: usize = self.kept.iter().map(Checkpoint::bytes).sum();
        while self.kept.len() > 2 && (self.kept.len() > MAX_CHECKPOINTS || bytes > MAX_BYTES) {
            bytes -= self.kept.remove(self.least_missed()).bytes();
        }
    }

    /// The checkpoint, neither the first nor the last, whose neighbours are nearest to each other.
    fn least_missed(&self) -> usize {
        let last = self.kept[self.kept.len() - 1].step;
        let gap = |at: &usize| share(self.kept[at + 1].step, last) - share(self.kept[at - 1].step, last);
        (1..self.kept.len() - 1).min_by(|a, b| gap(a).total_cmp(&gap(b))).unwrap_or(1)
    }

    /// The newest checkpoint that is not after `step`.
    pub fn latest(&self, step: u64) -> Option<&Checkpoint> {
        self.kept.iter().rfind(|kept| kept.step <= step)
    }

    /// The newest of the comparable checkpoints from before the loss rose.
    pub fn before_rise(&self, is_comparable: impl Fn(&Checkpoint) -> bool) -> Option<&Checkpoint> {
        let comparable = || self.kept.iter().filter(|kept| is_comparable(kept));
        let lowest = comparable().map(|kept| kept.train_loss).fold(f64::INFINITY, f64::min);
        comparable().rfind(|kept| kept.train_loss <= 1.5 * lowest + 1e-9)
    }

    /// Drops the checkpoints after `step`.
    pub fn truncate(&mut self, step: u64) {
        self.kept.truncate(self.kept.partition_point(|kept| kept.step <= step));
    }

    /// Drops those with fewer than `edits` edits. Returns the step of the first that is left.
    pub fn forget(&mut self, edits: usize) -> u64 {
        self.kept.retain(|kept| kept.edits >= edits);
        self.kept[0].step
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::experiment::Experiment;
    use crate::run::Run;

    /// The checkpoints of a run that is offered one at every fifth step up to `last`.
    fn spread(experiment: &serde_json::Value, last: u64) -> Checkpoints {
        let checkpoint = Run::new(Experiment::read(experiment).unwrap()).unwrap().checkpoint();
        let mut checkpoints = Checkpoints::default();
        for step in (0..=last).step_by(5) {
            if checkpoints.is_due(step) {
                checkpoints.keep(Checkpoint { step, ..checkpoint.clone() });
            }
        }
        checkpoints
    }

    #[test]
    fn early_moments_have_more_checkpoints_and_none_is_far_from_one() {
        for last in [1_000, 30_000, 100_000] {
            let checkpoints = spread(&json!({}), last);
            assert!((64..=MAX_CHECKPOINTS).contains(&checkpoints.kept.len()), "{}", checkpoints.kept.len());
            assert_eq!(checkpoints.kept[0].step, 0);
            let behind = |step: u64| step - checkpoints.latest(step).unwrap().step;
            for step in [30, 100, 300, 1000, 3000, 10_000, 30_000, 100_000] {
                if step <= last {
                    assert!(behind(step) <= (step / 2).max(20), "{step} of {last}: {} behind", behind(step));
                }
            }
            let farthest = (0..=last).map(behind).max().unwrap();
            assert!(farthest <= last / 40, "{last}: {farthest}");
        }
    }

    #[test]
    fn their_bytes_are_bounded_and_the_first_and_the_last_stay() {
        let layer = |name: &str, before: &str| json!({"name": name, "layer": "dense", "inputs": [before], "units": 512});
        let layers = [
            json!({"name": "input", "layer": "input"}),
            layer("a", "input"),
            layer("b", "a"),
            json!({"name": "output", "layer": "dense", "inputs": ["b"], "units": 1, "activation": "sigmoid"}),
        ];
        let checkpoints = spread(&json!({"network": {"layers": layers, "outputs": ["output"]}}), 2000);
        let bytes: usize = checkpoints.kept.iter().map(Checkpoint::bytes).sum();
        assert!(bytes <= MAX_BYTES && checkpoints.kept.len() < 20, "{} of {bytes}", checkpoints.kept.len());
        assert_eq!(checkpoints.kept[0].step, 0);
        assert!(checkpoints.kept.last().unwrap().step > 1800);
    }
}
