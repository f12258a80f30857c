//! The worker's model: an experiment carried out, one batch after the other.

mod checkpoint;
mod evaluation;
mod history;
mod path;
mod probe;

pub use evaluation::{Evaluation, Figures, Head, Judgement, no_change};
pub use history::{History, ROW};
pub use path::Path;
pub use probe::Probe;

use crate::data::{Data, DataSet, Files, PlaneChoice};
use crate::experiment::{Experiment, Wiring};
use crate::invalid::Invalid;
use crate::nn::{Mode, Network, Optimizer, Workspace};
use crate::random::{Random, Stream};
use checkpoint::{Checkpoint, Checkpoints};

/// Why training came to an end.
#[derive(Clone, Debug, PartialEq)]
pub enum Stopped {
    Diverged(Divergence),
    StopEpoch,
    EarlyStopping,
}

/// A loss or weight that is no longer finite.
#[derive(Clone, Debug, PartialEq)]
pub struct Divergence {
    pub step: u64,
    /// The layer whose weights are not finite; none where only the loss is.
    pub layer: Option<String>,
    pub likely: Cause,
}

/// What probably made a run diverge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    LearningRate,
    /// Squares and products of the inputs are large numbers.
    LargeInputs,
    EditedWeight,
}

#[derive(Clone)]
pub struct Trainer {
    experiment: Experiment,
    data: Data,
    wiring: Wiring,
    network: Network,
    optimizer: Optimizer,
    batch: Workspace,
    evaluation: Evaluation,
    /// Training examples in the order of this epoch.
    order: Vec<usize>,
    /// Examples of this epoch already seen.
    position: usize,
    epochs: u64,
    step: u64,
    run: u32,
    dropout: Random,
    history: History,
    checkpoints: Checkpoints,
    path: Path,
    best: Option<Best>,
    weight_edited: bool,
    stopped: Option<Stopped>,
}

/// The best test loss so far, for early stopping.
#[derive(Clone)]
struct Best {
    test_loss: f64,
    epoch: u64,
    weights: Vec<f32>,
}

impl Trainer {
    /// A trainer at step 0 of an `experiment` that needs no files. Errors name the fields that are wrong.
    pub fn new(experiment: Experiment) -> Result<Self, Vec<Invalid>> {
        Self::with_files(experiment, &Files::default())
    }

    /// A trainer at step 0 of `experiment`. Errors name the fields that are wrong, or the file.
    pub fn with_files(experiment: Experiment, files: &Files) -> Result<Self, Vec<Invalid>> {
        let errors = experiment.validate();
        if !errors.is_empty() {
            return Err(errors);
        }
        let data = generate(&experiment, files)?;
        let network = compile(&experiment);
        let wiring = experiment.wiring();
        let optimizer = Optimizer::new(&experiment.optimizer, &network);
        let batch = network.workspace(experiment.training.batch_size.of(data.train.count).max(1));
        let evaluation = Evaluation::new(&network, wiring.clone());
        let history = History::new(1, 1);
        let mut trainer = Self {
            experiment,
            data,
            wiring,
            network,
            optimizer,
            batch,
            evaluation,
            order: Vec::new(),
            position: 0,
            epochs: 0,
            step: 0,
            run: 0,
            dropout: Random::new(0, Stream::Dropout),
            history,
            checkpoints: Checkpoints::new(),
            path: Path::new(0, &[]),
            best: None,
            weight_edited: false,
            stopped: None,
        };
        trainer.reset();
        Ok(trainer)
    }

    /// Back to step 0 with the weights of the seed.
    pub fn reset(&mut self) {
        let seed = u64::from(self.experiment.seed);
        self.network.initialize(seed);
        self.optimizer.reset();
        self.dropout = Random::new(seed, Stream::Dropout);
        self.epochs = 0;
        self.step = 0;
        self.run += 1;
        self.history = History::new(self.steps_per_epoch(), self.wiring.targets.len());
        self.checkpoints.clear();
        self.path = Path::new(0, &self.network.weights);
        self.best = None;
        self.weight_edited = false;
        self.stopped = None;
        self.begin_epoch();
        self.record();
    }

    /// Takes a changed experiment. What can change in the middle of a run does; a network that has to be
    /// rebuilt keeps every weight that still fits. With `fresh` the run starts over.
    pub fn configure(
        &mut self,
        experiment: Experiment,
        files: &Files,
        fresh: bool,
    ) -> Result<(), Vec<Invalid>> {
        let errors = experiment.validate();
        if !errors.is_empty() {
            return Err(errors);
        }
        // A file may have been opened again under its old name.
        let reopened = fresh && matches!(experiment.data.set, DataSet::Table(_));
        let new_data =
            reopened || self.experiment.data != experiment.data || self.experiment.seed != experiment.seed;
        if new_data {
            self.data = generate(&experiment, files)?;
        }
        let before = std::mem::replace(&mut self.experiment, experiment);
        let after = &self.experiment;
        let new_network = new_data && before.wiring() != after.wiring()
            || before.network_on_data() != after.network_on_data()
            || before.losses != after.losses
            || before.loss_weights != after.loss_weights;
        if new_network {
            let mut network = compile(after);
            network.initialize(after.seed.into());
            network.adopt(&self.network);
            self.network = network;
            self.optimizer = Optimizer::new(&after.optimizer, &self.network);
            self.wiring = after.wiring();
            self.evaluation = Evaluation::new(&self.network, self.wiring.clone());
            if self.history.heads() != self.wiring.targets.len() {
                self.history = History::new(self.steps_per_epoch(), self.wiring.targets.len());
            }
            self.checkpoints.clear();
            self.path = Path::new(self.step, &self.network.weights);
        } else if before.optimizer != after.optimizer {
            self.optimizer.configure(&self.experiment.optimizer);
        }
        let after = &self.experiment;
        if new_network || new_data || before.training.batch_size != after.training.batch_size {
            let size = after.training.batch_size.of(self.data.train.count).max(1);
            self.batch = self.network.workspace(size);
        }
        if before.training != after.training {
            self.best = None;
        }
        if fresh {
            self.reset();
            return Ok(());
        }
        if new_data {
            self.begin_epoch();
        }
        self.resume();
        Ok(())
    }

    /// Trains until `steps` batches are done, `out_of_time` says so, or there is a reason to stop.
    /// Returns the batches done. How many fit into the time never changes what a batch does.
    pub fn advance(&mut self, steps: u64, mut out_of_time: impl FnMut() -> bool) -> u64 {
        let first = self.step;
        while self.stopped.is_none() && self.step - first < steps && self.data.train.count > 0 {
            self.train_batch();
            if out_of_time() {
                break;
            }
        }
        self.step - first
    }

    /// One forward, backward and optimizer step. The last batch of an epoch may be smaller.
    fn train_batch(&mut self) {
        let count = self.data.train.count;
        let size = self.experiment.training.batch_size.of(count);
        let end = (self.position + size).min(count);
        let examples = end - self.position;
        self.wiring.gather(&self.data.train, &self.order[self.position..end], &mut self.batch);
        self.network.forward(&mut self.batch, examples, Mode::Training(&mut self.dropout));
        self.network.backward(&mut self.batch, examples);
        let loss = self.network.loss(&self.batch, examples);
        let rate = self.learning_rate();
        self.optimizer.step(rate, self.network.trainable_mut(), self.batch.gradients_mut());
        self.network.keep_statistics(&self.batch);
        self.step += 1;
        self.path.offer(self.step, &self.network.weights);
        self.position = end;
        if !loss.is_finite() {
            return self.diverge();
        }
        if end == count {
            self.epochs += 1;
            self.begin_epoch();
            self.end_of_epoch();
        }
        if self.history.is_due(self.step) {
            self.record();
        }
    }

    /// Fills a space with training examples.
    fn gather(&self, examples: &[usize], space: &mut Workspace) {
        self.wiring.gather(&self.data.train, examples, space);
    }

    /// Shuffles the examples as the seed and the number of the epoch say.
    fn begin_epoch(&mut self) {
        let seed = u64::from(self.experiment.seed) ^ (self.epochs << 32);
        self.order.clear();
        self.order.extend(0..self.data.train.count);
        Random::new(seed, Stream::Shuffle).shuffle(&mut self.order);
        self.position = 0;
    }

    fn end_of_epoch(&mut self) {
        let training = &self.experiment.training;
        if training.stop_epoch.is_some_and(|last| self.epochs == last) {
            self.stopped = Some(Stopped::StopEpoch);
        }
        let Some(stopping) = training.early_stopping.clone() else { return };
        if self.data.test.count == 0 {
            return;
        }
        let test_loss = self.evaluation.figures(&self.network, &self.data, &self.data.test)[0].loss;
        match &mut self.best {
            Some(best) if test_loss >= best.test_loss - stopping.min_delta => {
                if self.epochs - best.epoch >= stopping.patience {
                    if stopping.restore_best_weights {
                        self.network.weights.copy_from_slice(&best.weights);
                    }
                    self.stopped = Some(Stopped::EarlyStopping);
                }
            }
            best => {
                let weights =
                    if stopping.restore_best_weights { self.network.weights.clone() } else { Vec::new() };
                *best = Some(Best { test_loss, epoch: self.epochs, weights });
            }
        }
    }

    /// Adds a row to the history, and a checkpoint now and then.
    fn record(&mut self) {
        let rows = self.rows();
        let train_loss = rows[0][1];
        let is_finite =
            train_loss.is_finite() && self.network.weights.iter().all(|weight| weight.is_finite());
        if self.data.train.count > 0 && !is_finite {
            return self.diverge();
        }
        self.history.push(self.step, &rows);
        let (step, epochs, position) = (self.step, self.epochs, self.position);
        let (network, optimizer) = (&self.network, &self.optimizer);
        self.checkpoints.offer(|| Checkpoint {
            step,
            epochs,
            position,
            train_loss,
            network: network.clone(),
            optimizer: optimizer.clone(),
        });
    }

    fn diverge(&mut self) {
        let broken = self.network.parameters().into_iter().find(|parameter| {
            self.network.weights[parameter.range.clone()].iter().any(|weight| !weight.is_finite())
        });
        let curved = self.experiment.data.has_large_features();
        let likely = match (self.weight_edited, curved) {
            (true, _) => Cause::EditedWeight,
            (_, true) => Cause::LargeInputs,
            _ => Cause::LearningRate,
        };
        self.stopped = Some(Stopped::Diverged(Divergence {
            step: self.step,
            layer: broken.map(|parameter| parameter.layer),
            likely,
        }));
    }

    /// Back to the newest stored state from before the loss rose. False where there is none.
    pub fn rewind(&mut self) -> bool {
        let Some(checkpoint) = self.checkpoints.before_rise() else { return false };
        self.step = checkpoint.step;
        self.epochs = checkpoint.epochs;
        self.begin_epoch();
        self.position = checkpoint.position;
        self.network = checkpoint.network;
        self.optimizer = checkpoint.optimizer;
        self.optimizer.configure(&self.experiment.optimizer);
        self.history.truncate(self.step);
        self.path.truncate(self.step);
        self.weight_edited = false;
        self.best = None;
        self.stopped = None;
        true
    }

    /// Lets a run go on after a planned stop. One that has diverged stays stopped.
    pub fn resume(&mut self) {
        if !matches!(self.stopped, Some(Stopped::Diverged(_))) {
            self.stopped = None;
            self.best = None;
        }
    }

    /// Sets one weight by its index in `Network::weights`. What is not a finite number or index is left alone.
    pub fn set_parameter(&mut self, index: usize, value: f32) {
        if let Some(weight) = self.network.weights.get_mut(index)
            && value.is_finite()
        {
            *weight = value;
            self.weight_edited = true;
        }
    }

    /// Outputs for one example each of `inputs`, `[example][input][value]` -> `[example][output][unit]`.
    /// Every example has all the values of all the inputs of the data.
    pub fn predict(&mut self, inputs: &[Vec<Vec<f32>>]) -> Vec<Vec<Vec<f32>>> {
        self.evaluation.predict(&self.network, inputs)
    }

    /// Outputs for a whole set of examples, head by head, [unit][example].
    pub fn outputs(&mut self, test: bool) -> &[Vec<f32>] {
        self.evaluation.outputs(&self.network, if test { &self.data.test } else { &self.data.train })
    }

    /// What the network makes of the training and the test examples at this step.
    pub fn judge(&mut self) -> [Judgement; 2] {
        let data = &self.data;
        [&data.train, &data.test].map(|set| self.evaluation.judge(&self.network, data, set))
    }

    /// A row of the history for the whole network, then one for every output.
    fn rows(&mut self) -> Vec<[f64; ROW]> {
        let data = &self.data;
        let [train, test] =
            [&data.train, &data.test].map(|set| self.evaluation.figures(&self.network, data, set));
        let epoch = self.epoch();
        let row =
            |(train, test): (&Figures, &Figures)| [epoch, train.loss, test.loss, train.metric, test.metric];
        train.iter().zip(&test).map(row).collect()
    }

    /// All weights in one number (FNV-1a): equal on two machines exactly when every bit is.
    pub fn fingerprint(&self) -> u64 {
        let bytes = self.network.weights.iter().flat_map(|weight| weight.to_bits().to_le_bytes());
        bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3))
    }

    /// Epochs done, with the part of the one that is under way.
    pub fn epoch(&self) -> f64 {
        self.epochs as f64 + self.position as f64 / self.data.train.count.max(1) as f64
    }

    /// The learning rate of the next step, after the schedule.
    pub fn learning_rate(&self) -> f64 {
        self.experiment.optimizer.rate(self.step)
    }

    pub fn steps_per_epoch(&self) -> usize {
        let count = self.data.train.count;
        count.div_ceil(self.experiment.training.batch_size.of(count).max(1))
    }

    pub fn experiment(&self) -> &Experiment {
        &self.experiment
    }

    pub fn data(&self) -> &Data {
        &self.data
    }

    /// Chooses what is shown of a table. False where there is nothing of the kind.
    pub fn show_plane(&mut self, choice: &PlaneChoice) -> bool {
        self.data.show_plane(choice)
    }

    /// Which values a dropout let through for the first example of the last batch; see `Network::dropout_mask`.
    pub fn dropout_mask(&self, layer: &str) -> Option<Vec<bool>> {
        self.network.dropout_mask(&self.batch, layer)
    }

    /// Which inputs and targets of the data the network's inputs and outputs stand for.
    pub fn wiring(&self) -> &Wiring {
        &self.wiring
    }

    pub fn network(&self) -> &Network {
        &self.network
    }

    /// Where its weights have been.
    pub fn path(&self) -> &Path {
        &self.path
    }

    pub fn history(&self) -> &History {
        &self.history
    }

    pub fn step(&self) -> u64 {
        self.step
    }

    /// Counts the fresh starts, so that an old picture can be told from a new one.
    pub fn run(&self) -> u32 {
        self.run
    }

    pub fn stopped(&self) -> Option<&Stopped> {
        self.stopped.as_ref()
    }
}

fn compile(experiment: &Experiment) -> Network {
    Network::compile(experiment.network_on_data(), &experiment.losses, &experiment.loss_weights)
        .unwrap_or_else(|error| panic!("a valid experiment: {error}"))
}

fn generate(experiment: &Experiment, files: &Files) -> Result<Data, Vec<Invalid>> {
    Data::generate(&experiment.data, experiment.seed.into(), files).map_err(|error| vec![error])
}
