//! Checkpoints to go back to: few, spread over the whole run, and never of a diverged state.

use std::rc::Rc;

use super::{History, Stopped, Trajectory};
use crate::data::Data;
use crate::nn::{Network, Optimizer};
use crate::random::Random;

const MAX_CHECKPOINTS: usize = 16;
const MAX_BYTES: usize = 48 << 20;

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

/// Checkpoints in the order of their steps. If there are too many, those that are too close are dropped.
#[derive(Clone, Default)]
pub struct Checkpoints {
    kept: Vec<Checkpoint>,
    /// The number of steps from one to the next.
    gap: u64,
}

impl Checkpoints {
    /// Whether there is to be a checkpoint at `step`.
    pub fn is_due(&self, step: u64) -> bool {
        let before = self.kept.iter().rfind(|kept| kept.step <= step);
        before.is_none_or(|before| step - before.step >= self.gap.max(1))
    }

    pub fn keep(&mut self, checkpoint: Checkpoint) {
        let bytes = checkpoint.network.weights.len() * size_of::<f32>() * 4;
        let place = self.kept.partition_point(|kept| kept.step < checkpoint.step);
        self.kept.insert(place, checkpoint);
        let (count, first) = (self.kept.len(), self.kept[0].step);
        if count > (MAX_BYTES / bytes.max(1)).clamp(2, MAX_CHECKPOINTS) {
            self.gap = 2 * (self.kept[count - 1].step - first) / count as u64;
            self.thin(self.gap, 0);
        }
    }

    /// Drops those that are closer than `gap` to the one before, or had fewer than `edits` edits.
    fn thin(&mut self, gap: u64, edits: usize) {
        let mut last = None;
        self.kept.retain(|kept| {
            let is_kept = kept.edits >= edits && last.is_none_or(|last| kept.step - last >= gap);
            last = if is_kept { Some(kept.step) } else { last };
            is_kept
        });
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
        self.thin(0, edits);
        self.kept[0].step
    }
}
