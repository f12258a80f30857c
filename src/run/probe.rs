//! The loss of a run at other weights, and the same run with another optimizer.

use super::Run;
use crate::nn::{Mode, Network, OptimizerConfig, Workspace};

/// The number of examples in a block, and in total.
const BLOCK: usize = 128;
const MAX_EXAMPLES: usize = 512;

/// Computes the loss over training examples at any weights.
pub struct Probe {
    network: Network,
    /// One workspace per block of examples, with inputs and targets filled in.
    blocks: Vec<(Workspace, usize)>,
}

impl Probe {
    /// Mean loss with regularizers, in inference mode. NaN without examples.
    pub fn loss(&mut self, weights: &[f32]) -> f64 {
        self.network.weights.copy_from_slice(weights);
        let (mut total, mut count) = (0.0, 0);
        for (space, examples) in &mut self.blocks {
            self.network.forward(space, *examples, Mode::Inference);
            total += self.network.loss(space, *examples) * *examples as f64;
            count += *examples;
        }
        total / count as f64 + self.network.penalty()
    }
}

impl Run {
    /// A probe of up to 512 training examples, evenly spread over all.
    pub fn probe(&self) -> Probe {
        let count = self.data.train.count;
        let chosen = count.min(MAX_EXAMPLES);
        let examples: Vec<usize> = (0..chosen).map(|index| index * count / chosen).collect();
        let block = |examples: &[usize]| {
            let mut space = self.network.evaluation_space(examples.len());
            self.gather(examples, &mut space);
            (space, examples.len())
        };
        Probe { network: self.network.clone(), blocks: examples.chunks(BLOCK).map(block).collect() }
    }

    /// The same run from its start with another optimizer: the same initial weights, batches and dropout. Planned
    /// stops are ignored.
    pub fn rival(&self, optimizer: &OptimizerConfig) -> Self {
        let mut experiment = self.experiment.clone();
        experiment.optimizer = optimizer.clone();
        experiment.training.stop_epoch = None;
        experiment.training.early_stopping = None;
        Self::on(experiment, self.data.clone(), &self.files).unwrap_or_else(|_| unreachable!())
    }
}
