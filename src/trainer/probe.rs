//! A run seen from outside: its loss at other weights, and the same run with another optimizer.

use super::{Trainer, compile};
use crate::nn::{Mode, Network, Optimizer, OptimizerConfig, Workspace};

/// Examples that are looked at together, and at most.
const BLOCK: usize = 128;
const MAX_EXAMPLES: usize = 512;

/// Loss over training examples at whatever weights.
pub struct Probe {
    network: Network,
    /// The examples in blocks, their inputs and targets filled in.
    blocks: Vec<(Workspace, usize)>,
}

impl Probe {
    /// Mean loss, with regularizers, in inference mode. NaN where there are no examples.
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

impl Trainer {
    /// Looks at up to 512 training examples, spread over all of them.
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

    /// This run from its start with another optimizer: the same first weights, batches and dropout. It never stops as
    /// planned.
    pub fn rival(&self, optimizer: &OptimizerConfig) -> Self {
        let mut rival = self.clone();
        rival.experiment.optimizer = optimizer.clone();
        rival.experiment.training.stop_epoch = None;
        rival.experiment.training.early_stopping = None;
        rival.network = compile(&rival.experiment);
        rival.optimizer = Optimizer::new(optimizer, &rival.network);
        rival.reset();
        rival
    }
}
