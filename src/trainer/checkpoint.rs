//! States of a run to go back to: few, spread over all of it, and never of a diverged one.

use crate::nn::{Network, Optimizer};

const MAX_CHECKPOINTS: usize = 16;
const MAX_BYTES: usize = 48 << 20;

#[derive(Clone)]
pub struct Checkpoint {
    pub step: u64,
    pub epochs: u64,
    pub position: usize,
    pub train_loss: f64,
    pub network: Network,
    pub optimizer: Optimizer,
}

/// When there are too many, every other goes and the gap doubles.
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

    /// Keeps every `gap`-th checkpoint that is offered; `make` runs only for those.
    pub fn offer(&mut self, make: impl FnOnce() -> Checkpoint) {
        let due = self.offered.is_multiple_of(self.gap);
        self.offered += 1;
        if !due {
            return;
        }
        let checkpoint = make();
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

    /// The newest state from before the loss rose; it and the older ones stay.
    pub fn before_rise(&mut self) -> Option<Checkpoint> {
        let lowest = self.kept.iter().map(|kept| kept.train_loss).fold(f64::INFINITY, f64::min);
        let index = self.kept.iter().rposition(|kept| kept.train_loss <= 1.5 * lowest + 1e-9)?;
        self.kept.truncate(index + 1);
        self.kept.last().cloned()
    }
}
