//! What the next step starts from, so that it can be taken apart elsewhere.

use serde::{Deserialize, Serialize};

use super::Run;
use super::training::batch;
use crate::random::{Random, Stream};

/// The place in the run. With the experiment, the weights and the slots of the optimizer it decides the next step.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Moment {
    pub step: u64,
    pub epochs: u64,
    /// The number of examples of this epoch that have been used.
    pub position: usize,
    /// The number of steps that the optimizer has made with these slots.
    pub optimizer_steps: u64,
    /// The generator for dropout and noise: the two halves of its state.
    pub random: [u32; 2],
}

impl Moment {
    pub fn random(&self) -> Random {
        let [low, high] = self.random;
        Random::at(u64::from(high) << 32 | u64::from(low), Stream::Dropout)
    }
}

impl Run {
    pub fn moment(&self) -> Moment {
        let state = self.random.state();
        Moment {
            step: self.step,
            epochs: self.epochs,
            position: self.position,
            optimizer_steps: self.optimizer.count(),
            random: [state as u32, (state >> 32) as u32],
        }
    }

    /// The weights, and after them the slots of the optimizer.
    pub fn weights_and_slots(&self) -> Vec<f32> {
        let slots = self.optimizer.slots().map(|(_, numbers)| numbers);
        [&self.network.weights[..]].into_iter().chain(slots).flatten().copied().collect()
    }

    /// The training examples of the batch that comes next.
    pub fn batch_at(&self, moment: &Moment) -> Vec<usize> {
        let count = self.data.train.count;
        let size = self.experiment.training.batch_size.of(count);
        let (start, order) = (moment.position.min(count), self.order_of(moment.epochs));
        batch(&order, count, start, (start + size).min(count)).to_vec()
    }
}
