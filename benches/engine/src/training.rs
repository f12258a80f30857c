//! Train steps as `descent::run` makes them: a batch gathered into the workspace, forward, backward, update.

use descent::data::Examples;
use descent::nn::{Mode, Network, Optimizer, Workspace};
use descent::random::{Random, Stream};
use wasm_bindgen::prelude::*;

use crate::heap;
use crate::model::Model;

#[wasm_bindgen]
pub struct Training {
    examples: Examples,
    order: Vec<usize>,
    position: usize,
    batch: usize,
    network: Network,
    optimizer: Optimizer,
    learning_rate: f64,
    space: Workspace,
    dropout: Random,
    bytes: usize,
}

#[wasm_bindgen]
impl Training {
    /// `inputs` and `targets` are `[value][example]`, of `count` examples, a multiple of the batch.
    #[wasm_bindgen(constructor)]
    pub fn new(model: &str, count: usize, inputs: Vec<f32>, targets: Vec<f32>) -> Result<Training, JsError> {
        let model = Model::read(model)?;
        let before = heap::bytes();
        let network = model.network()?;
        let optimizer = model.optimizer(&network);
        let space = network.workspace(model.batch);
        let bytes = heap::bytes() - before;
        Ok(Self {
            examples: Examples {
                count,
                rows: Vec::new(),
                coordinates: Vec::new(),
                inputs: vec![inputs],
                targets: vec![targets],
            },
            order: (0..count).collect(),
            position: 0,
            batch: model.batch,
            learning_rate: model.learning_rate(),
            dropout: Random::new(1, Stream::Dropout),
            network,
            optimizer,
            space,
            bytes,
        })
    }

    pub fn run(&mut self, steps: u32) {
        for _ in 0..steps {
            let end = self.position + self.batch;
            gather(&self.examples, &self.order[self.position..end], &mut self.space);
            self.network.forward(&mut self.space, self.batch, Mode::Training(&mut self.dropout));
            self.network.backward(&mut self.space, self.batch);
            self.optimizer.step(self.learning_rate, self.network.trainable_mut(), self.space.gradients_mut());
            self.network.update_non_trainable(&self.space);
            self.position = if end == self.examples.count { 0 } else { end };
        }
    }

    /// Mean loss over all examples.
    pub fn loss(&mut self) -> f64 {
        let mut total = 0.0;
        for batch in self.order.chunks_exact(self.batch) {
            gather(&self.examples, batch, &mut self.space);
            self.network.forward(&mut self.space, self.batch, Mode::Inference);
            total += self.network.loss(&self.space, self.batch);
        }
        total * self.batch as f64 / self.examples.count as f64
    }

    /// Bytes of the compiled network with optimizer and workspace.
    pub fn bytes(&self) -> usize {
        self.bytes
    }
}

/// The one input and target of a workload, as `descent::experiment::Wiring` fills them in.
fn gather(examples: &Examples, indices: &[usize], space: &mut Workspace) {
    let stride = space.stride();
    examples.gather(&examples.inputs[0], indices, space.input_mut(0), stride);
    examples.gather(&examples.targets[0], indices, space.target_mut(0), stride);
}
