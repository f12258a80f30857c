//! Checkpoints to rewind to: few, spread over the whole run, and never of a diverged state.

use super::Best;
use crate::nn::{Network, Optimizer};
use crate::random::Random;

const MAX_CHECKPOINTS: usize = 16;
const MAX_BYTES: usize = 48 << 20;

/// The complete state of a run at one step. The order of the examples follows from the seed and the epoch, the rows
/// of the history from the step.
#[derive(Clone)]
pub struct Checkpoint {
    pub step: u64,
    pub epochs: u64,
    pub position: usize,
    pub train_loss: f64,
    pub network: Network,
    pub optimizer: Optimizer,
    /// The generator for dropout and noise.
    pub random: Random,
    pub best: Option<Best>,
}

/// If there are too many, every other one is dropped and the gap doubles.
#[derive(Clone)]
pub struct Checkpoints {
    kept: Vec<Checkpoint>,
    offered: u64,
    gap: u64,
}

impl Checkpoints {
    pub fn new() -> Self {
        Self { kept: Vec::new(), offered: 0, gap: 1 }
    }

    pub fn clear(&mut self) {
        *self = Self::new();
    }

    /// Whether the next checkpoint is to be kept: every `gap`-th one is.
    pub fn is_due(&mut self) -> bool {
        self.offered += 1;
        (self.offered - 1).is_multiple_of(self.gap)
    }

    pub fn keep(&mut self, checkpoint: Checkpoint) {
        let bytes = checkpoint.network.weights.len() * size_of::<f32>() * 4;
        self.kept.push(checkpoint);
        if self.kept.len() > (MAX_BYTES / bytes.max(1)).clamp(2, MAX_CHECKPOINTS) {
            let mut index = 0;
            self.kept.retain(|_| {
                index += 1;
                index % 2 == 1
            });
            self.gap *= 2;
        }
    }

    /// The newest checkpoint from before the loss rose. Newer ones are dropped.
    pub fn before_rise(&mut self) -> Option<Checkpoint> {
        let lowest = self.kept.iter().map(|kept| kept.train_loss).fold(f64::INFINITY, f64::min);
        let index = self.kept.iter().rposition(|kept| kept.train_loss <= 1.5 * lowest + 1e-9)?;
        self.kept.truncate(index + 1);
        self.kept.last().cloned()
    }
}
