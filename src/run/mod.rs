//! Trains an experiment, one batch after the other.

mod checkpoints;
mod evaluation;
mod history;
mod probe;
mod trajectory;

pub use evaluation::{Evaluation, Metrics, OutputEvaluation, no_change};
pub use history::{History, ROW};
pub use probe::Probe;
pub use trajectory::Trajectory;

use kernels::vector::LANES;
use serde::Serialize;

use crate::data::{Data, DataSet, Files, PlaneChoice, Split};
use crate::experiment::{Experiment, Wiring};
use crate::field_error::{FieldError, check_range};
use crate::fingerprint;
use crate::nn::{Mode, Network, Optimizer, Workspace};
use crate::random::{Random, Stream};
use checkpoints::{Checkpoint, Checkpoints};
use evaluation::Evaluator;

/// Why training stopped.
#[derive(Clone, Debug, PartialEq)]
pub enum Stopped {
    Diverged(Divergence),
    StopEpoch,
    EarlyStopping,
}

/// The first loss or weight that was not finite.
#[derive(Clone, Debug, PartialEq)]
pub struct Divergence {
    pub step: u64,
    /// The layer whose weights are not finite. None if only the loss is not.
    pub layer: Option<String>,
    pub likely: Cause,
}

/// The probable cause of a divergence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub enum Cause {
    LearningRate,
    EditedWeight,
}

#[derive(Clone)]
pub struct Run {
    experiment: Experiment,
    data: Data,
    wiring: Wiring,
    network: Network,
    optimizer: Optimizer,
    batch: Workspace,
    /// Evaluates for the run itself: for its history and for early stopping.
    evaluator: Evaluator,
    /// Evaluates for the page, without influence on the run.
    observer: Evaluator,
    evaluated: Option<[Vec<Vec<f32>>; 2]>,
    pending: Option<PendingEvaluation>,
    /// The training examples in the order of this epoch.
    order: Vec<usize>,
    /// The number of examples of this epoch that have been used.
    position: usize,
    epochs: u64,
    step: u64,
    starts: u32,
    /// The generator for dropout and noise.
    random: Random,
    history: History,
    checkpoints: Checkpoints,
    trajectory: Trajectory,
    best: Option<Best>,
    weight_edited: bool,
    /// Whether a weight was edited since the loss was last checked.
    edit_unchecked: bool,
    stopped: Option<Stopped>,
}

/// An evaluation that the run waits for, and its purpose.
#[derive(Clone)]
struct PendingEvaluation {
    /// Whether it adds a row to the history.
    records: bool,
    /// Whether it is for early stopping at the end of an epoch.
    decides: bool,
    /// Whether it follows an edit of a weight, after which the loss may not be finite.
    follows_edit: bool,
    /// The state it evaluates, if it is to become a checkpoint.
    checkpoint: Option<Checkpoint>,
}

/// The best test loss so far, for early stopping.
#[derive(Clone)]
struct Best {
    test_loss: f64,
    epoch: u64,
    weights: Vec<f32>,
}

impl Run {
    /// A run at step 0 of an experiment that needs no files. Errors name the wrong fields.
    pub fn new(experiment: Experiment) -> Result<Self, Vec<FieldError>> {
        Self::with_files(experiment, &Files::default())
    }

    /// A run at step 0. Errors name the wrong fields or the missing file.
    pub fn with_files(experiment: Experiment, files: &Files) -> Result<Self, Vec<FieldError>> {
        let errors = experiment.validate();
        if !errors.is_empty() {
            return Err(errors);
        }
        let data = generate(&experiment, files)?;
        let network = compile(&experiment);
        check_cost(&network, &experiment, &data)?;
        let wiring = experiment.wiring();
        let optimizer = Optimizer::new(&experiment.optimizer, &network);
        let batch = network.workspace(batch_size(&experiment, &data));
        let evaluator = Evaluator::new(&network, wiring.clone());
        let history = History::new(1, 1);
        let mut run = Self {
            experiment,
            data,
            wiring,
            network,
            optimizer,
            batch,
            observer: evaluator.clone(),
            evaluator,
            evaluated: None,
            pending: None,
            order: Vec::new(),
            position: 0,
            epochs: 0,
            step: 0,
            starts: 0,
            random: Random::new(0, Stream::Dropout),
            history,
            checkpoints: Checkpoints::new(),
            trajectory: Trajectory::new(0, &[]),
            best: None,
            weight_edited: false,
            edit_unchecked: false,
            stopped: None,
        };
        run.reset();
        Ok(run)
    }

    /// Goes back to step 0 with the initial weights of the seed.
    pub fn reset(&mut self) {
        let seed = u64::from(self.experiment.seed);
        self.network.initialize(seed);
        self.optimizer.reset();
        self.random = Random::new(seed, Stream::Dropout);
        self.epochs = 0;
        self.step = 0;
        self.starts += 1;
        self.history = History::new(self.steps_per_epoch(), self.wiring.targets.len());
        self.checkpoints.clear();
        self.trajectory = Trajectory::new(0, &self.network.weights);
        self.best = None;
        self.weight_edited = false;
        self.edit_unchecked = false;
        self.stopped = None;
        self.observer.cancel();
        self.begin_epoch();
        self.begin_review(true, false);
    }

    /// Changes the experiment. What can change during a run does; a network that must be rebuilt keeps all weights
    /// that still fit. With `fresh` the run starts over.
    pub fn configure(
        &mut self,
        experiment: Experiment,
        files: &Files,
        fresh: bool,
    ) -> Result<(), Vec<FieldError>> {
        let errors = experiment.validate();
        if !errors.is_empty() {
            return Err(errors);
        }
        // A file may have been replaced by another one of the same name.
        let reopened = fresh && matches!(experiment.data.set, DataSet::Table(_));
        let new_data =
            reopened || self.experiment.data != experiment.data || self.experiment.seed != experiment.seed;
        let data = if new_data { Some(generate(&experiment, files)?) } else { None };
        let (before, after) = (&self.experiment, &experiment);
        let new_network = new_data && before.wiring() != after.wiring()
            || before.network_on_data() != after.network_on_data()
            || before.losses != after.losses
            || before.loss_weights != after.loss_weights;
        let network = new_network.then(|| compile(after));
        check_cost(network.as_ref().unwrap_or(&self.network), after, data.as_ref().unwrap_or(&self.data))?;

        let before = std::mem::replace(&mut self.experiment, experiment);
        let after = &self.experiment;
        if let Some(data) = data {
            self.data = data;
            self.pending = None;
            self.observer.cancel();
            self.evaluated = None;
        }
        if let Some(mut network) = network {
            network.initialize(after.seed.into());
            network.adopt(&self.network);
            self.network = network;
            self.optimizer = Optimizer::new(&after.optimizer, &self.network);
            self.wiring = after.wiring();
            self.evaluator = Evaluator::new(&self.network, self.wiring.clone());
            self.observer = self.evaluator.clone();
            self.evaluated = None;
            self.pending = None;
            self.best = None;
            if self.history.heads() != self.wiring.targets.len() {
                self.history = History::new(self.steps_per_epoch(), self.wiring.targets.len());
            }
            self.checkpoints.clear();
            self.trajectory = Trajectory::new(self.step, &self.network.weights);
        } else if before.optimizer != after.optimizer {
            self.optimizer.configure(&self.experiment.optimizer);
        }
        let after = &self.experiment;
        if new_network || new_data || before.training.batch_size != after.training.batch_size {
            self.batch = self.network.workspace(batch_size(after, &self.data));
        }
        if before.training != after.training {
            self.best = None;
        }
        if fresh || self.step == 0 && !self.weight_edited {
            self.reset();
            return Ok(());
        }
        if new_data {
            self.begin_epoch();
        }
        self.resume();
        Ok(())
    }

    /// Trains until `steps` batches are done, `out_of_time` returns true, or there is a reason to stop. Returns the
    /// number of batches done. Time never changes what a batch does or where a run stops: the run waits for
    /// evaluations that are due at a step, which are done block by block.
    pub fn advance(&mut self, steps: u64, mut out_of_time: impl FnMut() -> bool) -> u64 {
        let first = self.step;
        loop {
            if self.pending.is_some() {
                if self.evaluator.advance(&self.data) {
                    self.end_review();
                }
            } else if self.edit_unchecked && self.stopped.is_none() {
                self.review_edit();
            } else if self.stopped.is_none() && self.step - first < steps && self.data.train.count > 0 {
                self.train_batch();
            } else {
                break;
            }
            if out_of_time() {
                break;
            }
        }
        self.step - first
    }

    /// Whether the run waits for an evaluation.
    pub fn awaits_evaluation(&self) -> bool {
        self.pending.is_some() || self.edit_unchecked && self.stopped.is_none()
    }

    /// One forward, backward and optimizer step. The last batch of an epoch may be smaller.
    fn train_batch(&mut self) {
        let count = self.data.train.count;
        let size = self.experiment.training.batch_size.of(count);
        let end = (self.position + size).min(count);
        let examples = end - self.position;
        self.wiring.gather(&self.data.train, &self.order[self.position..end], &mut self.batch);
        self.network.forward(&mut self.batch, examples, Mode::Training(&mut self.random));
        self.network.backward(&mut self.batch, examples);
        let loss = self.network.loss(&self.batch, examples);
        let rate = self.learning_rate();
        self.optimizer.step(rate, self.network.trainable_mut(), self.batch.gradients_mut());
        self.network.update_non_trainable(&self.batch);
        self.step += 1;
        self.trajectory.offer(self.step, &self.network.weights);
        self.position = end;
        if !loss.is_finite() {
            return self.diverge();
        }
        let is_epoch_done = end == count;
        if is_epoch_done {
            self.epochs += 1;
            self.begin_epoch();
            if !self.network.weights.iter().all(|weight| weight.is_finite()) {
                return self.diverge();
            }
            if self.experiment.training.stop_epoch.is_some_and(|last| self.epochs == last) {
                self.stopped = Some(Stopped::StopEpoch);
            }
        }
        let watches = self.experiment.training.early_stopping.is_some() && self.data.test.count > 0;
        let (records, decides) = (self.history.is_due(self.step), is_epoch_done && watches);
        if records || decides {
            self.begin_review(records, decides);
        }
    }

    /// Fills a workspace with training examples.
    fn gather(&self, examples: &[usize], space: &mut Workspace) {
        self.wiring.gather(&self.data.train, examples, space);
    }

    /// Shuffles the examples for the current epoch. The order depends only on the seed and the number of the epoch.
    fn begin_epoch(&mut self) {
        let seed = u64::from(self.experiment.seed) ^ (self.epochs << 32);
        self.order.clear();
        self.order.extend(0..self.data.train.count);
        Random::new(seed, Stream::Shuffle).shuffle(&mut self.order);
        self.position = 0;
    }

    /// Starts the evaluation that is due at this step. A checkpoint is taken now, whatever is edited before the end.
    fn begin_review(&mut self, records: bool, decides: bool) {
        let sets = if records { &Split::BOTH[..] } else { &[Split::Test] };
        self.evaluator.begin(&self.network, &self.data, sets);
        let checkpoint = (records && self.checkpoints.is_due()).then(|| Checkpoint {
            step: self.step,
            epochs: self.epochs,
            position: self.position,
            train_loss: f64::NAN,
            network: self.network.clone(),
            optimizer: self.optimizer.clone(),
            random: self.random.clone(),
            best: self.best.clone(),
        });
        self.pending = Some(PendingEvaluation { records, decides, follows_edit: false, checkpoint });
    }

    /// Starts to check whether the loss is still finite after a weight was edited.
    fn review_edit(&mut self) {
        self.edit_unchecked = false;
        self.evaluator.begin(&self.network, &self.data, &[Split::Train]);
        self.pending =
            Some(PendingEvaluation { records: false, decides: false, follows_edit: true, checkpoint: None });
    }

    fn end_review(&mut self) {
        let Some(pending) = self.pending.take() else { return };
        if pending.records {
            self.record(pending.checkpoint);
        }
        if pending.decides {
            self.consider_stopping();
        }
        let follows_edit = pending.follows_edit && self.data.train.count > 0;
        if follows_edit && !self.evaluator.metrics(&self.data, Split::Train)[0].loss.is_finite() {
            self.diverge();
        }
    }

    /// Stops the run if the test loss, which was just evaluated, has not improved for long enough.
    fn consider_stopping(&mut self) {
        let Some(stopping) = &self.experiment.training.early_stopping else { return };
        let test_loss = self.evaluator.metrics(&self.data, Split::Test)[0].loss;
        let test_loss = if test_loss.is_nan() { f64::INFINITY } else { test_loss };
        match &self.best {
            Some(best) if test_loss >= best.test_loss - stopping.min_delta => {
                if self.epochs - best.epoch >= stopping.patience {
                    if stopping.restore_best_weights {
                        self.network.weights.copy_from_slice(&best.weights);
                    }
                    self.stopped = Some(Stopped::EarlyStopping);
                }
            }
            _ => {
                let weights = self.evaluator.weights().to_vec();
                self.best = Some(Best { test_loss, epoch: self.epochs, weights });
            }
        }
    }

    /// Adds the evaluation to the history, and possibly a checkpoint. Rows contain only finite numbers.
    fn record(&mut self, checkpoint: Option<Checkpoint>) {
        let [train, test] = Split::BOTH.map(|set| self.evaluator.metrics(&self.data, set));
        let train_loss = train[0].loss;
        if self.data.train.count > 0 && !train_loss.is_finite() {
            return;
        }
        let epoch = self.epoch();
        let row =
            |(train, test): (&Metrics, &Metrics)| [epoch, train.loss, test.loss, train.metric, test.metric];
        self.history.push(self.step, &train.iter().zip(&test).map(row).collect::<Vec<_>>());
        if let Some(checkpoint) = checkpoint {
            self.checkpoints.keep(Checkpoint { train_loss, ..checkpoint });
        }
    }

    fn diverge(&mut self) {
        let broken = self.network.parameters().into_iter().find(|parameter| {
            self.network.weights[parameter.range.clone()].iter().any(|weight| !weight.is_finite())
        });
        let likely = if self.weight_edited { Cause::EditedWeight } else { Cause::LearningRate };
        self.stopped = Some(Stopped::Diverged(Divergence {
            step: self.step,
            layer: broken.map(|parameter| parameter.layer),
            likely,
        }));
    }

    /// Goes back to the newest checkpoint from before the loss rose. Returns false if there is none.
    pub fn rewind(&mut self) -> bool {
        let Some(checkpoint) = self.checkpoints.before_rise() else { return false };
        self.step = checkpoint.step;
        self.epochs = checkpoint.epochs;
        self.begin_epoch();
        // There may be fewer examples now.
        self.position = if checkpoint.position < self.order.len() { checkpoint.position } else { 0 };
        self.network = checkpoint.network;
        self.optimizer = checkpoint.optimizer;
        self.random = checkpoint.random;
        self.optimizer.configure(&self.experiment.optimizer);
        self.history.truncate(self.step);
        self.trajectory.truncate(self.step);
        self.weight_edited = false;
        self.edit_unchecked = false;
        self.pending = None;
        self.observer.cancel();
        self.best = checkpoint.best;
        self.stopped = None;
        true
    }

    /// Continues a run after a planned stop. One that has diverged stays stopped.
    pub fn resume(&mut self) {
        if !matches!(self.stopped, Some(Stopped::Diverged(_))) {
            self.stopped = None;
            self.best = None;
            self.pending.iter_mut().for_each(|pending| pending.decides = false);
        }
    }

    /// Sets one weight by its index in `Network::weights`. A value that is not finite or an index out of range is
    /// ignored.
    pub fn set_parameter(&mut self, index: usize, value: f32) {
        if let Some(weight) = self.network.weights.get_mut(index)
            && value.is_finite()
        {
            *weight = value;
            self.weight_edited = true;
            self.edit_unchecked = true;
            self.observer.cancel();
        }
    }

    /// Outputs for individual examples, `[example][input][value]` -> `[example][output][unit]`. Every example must
    /// have all values of all inputs.
    pub fn predict(&mut self, inputs: &[Vec<Vec<f32>>]) -> Vec<Vec<Vec<f32>>> {
        self.observer.predict(&self.network, inputs)
    }

    /// Outputs for a whole set of examples, for each head `[unit][example]`.
    pub fn outputs(&mut self, split: Split) -> &[Vec<f32>] {
        self.observer.run(&self.network, &self.data, &[split]);
        self.observer.outputs(split)
    }

    /// Evaluates the network on the training and the test examples.
    pub fn evaluate(&mut self) -> [Evaluation; 2] {
        self.observer.cancel();
        loop {
            if let Some(evaluations) = self.evaluate_in_parts(|| false) {
                return evaluations;
            }
        }
    }

    /// The same block by block, for the network at the time of the first call. Returns the result once it is done.
    /// Each call evaluates at least one block.
    pub fn evaluate_in_parts(&mut self, mut out_of_time: impl FnMut() -> bool) -> Option<[Evaluation; 2]> {
        if !self.observer.is_under_way() {
            self.observer.begin(&self.network, &self.data, &Split::BOTH);
        }
        while !self.observer.advance(&self.data) {
            if out_of_time() {
                return None;
            }
        }
        self.evaluated = Some(Split::BOTH.map(|set| self.observer.outputs(set).to_vec()));
        Some(Split::BOTH.map(|set| self.observer.evaluation(&self.data, set)))
    }

    /// Outputs of the last finished evaluation, if it was of the current data and network, for each head
    /// `[unit][example]`.
    pub fn evaluated_outputs(&self, split: Split) -> Option<&[Vec<f32>]> {
        let [train, test] = self.evaluated.as_ref()?;
        Some(if split == Split::Train { train } else { test })
    }

    /// Whether an evaluation in parts is in progress.
    pub fn is_evaluating(&self) -> bool {
        self.observer.is_under_way()
    }

    /// Cancels an evaluation in parts.
    pub fn cancel_evaluation(&mut self) {
        self.observer.cancel();
    }

    /// The fingerprint of all weights.
    pub fn fingerprint(&self) -> u64 {
        fingerprint::of_numbers(&self.network.weights)
    }

    /// Epochs done, including the fraction of the current one.
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

    /// Chooses the plane to show of a table. Returns false if there is no such plane.
    pub fn show_plane(&mut self, choice: &PlaneChoice) -> bool {
        self.data.show_plane(choice)
    }

    /// Which values a dropout layer kept for the first example of the last batch; see `Network::dropout_mask`.
    pub fn dropout_mask(&self, layer: &str) -> Option<Vec<bool>> {
        self.network.dropout_mask(&self.batch, layer)
    }

    /// The inputs and targets of the data that the network's inputs and outputs are for.
    pub fn wiring(&self) -> &Wiring {
        &self.wiring
    }

    pub fn network(&self) -> &Network {
        &self.network
    }

    /// The trajectory of its weights.
    pub fn trajectory(&self) -> &Trajectory {
        &self.trajectory
    }

    pub fn history(&self) -> &History {
        &self.history
    }

    pub fn step(&self) -> u64 {
        self.step
    }

    /// The number of fresh starts, which tells an old picture from a new one.
    pub fn starts(&self) -> u32 {
        self.starts
    }

    pub fn stopped(&self) -> Option<&Stopped> {
        self.stopped.as_ref()
    }
}

/// Limits on the memory of a batch, in numbers, and on the multiplications of its forward pass, which take about ten
/// seconds.
const MAX_NUMBERS: f64 = 134_217_728.0;
const MAX_MULTIPLICATIONS: f64 = 2e10;

/// A batch must fit into memory and must not block everything else for minutes.
fn check_cost(network: &Network, experiment: &Experiment, data: &Data) -> Result<(), Vec<FieldError>> {
    let mut errors = Vec::new();
    let (numbers, multiplications) = (network.workspace_size(1), network.multiplications());
    check_range(&mut errors, "network.values", numbers, 0.0, MAX_NUMBERS);
    check_range(&mut errors, "network.multiplications", multiplications, 0.0, MAX_MULTIPLICATIONS);
    if errors.is_empty() {
        let fits = (MAX_NUMBERS / numbers).floor() * LANES as f64;
        let most = fits.min(MAX_MULTIPLICATIONS / multiplications.max(1.0)).floor();
        check_range(&mut errors, "training.batch_size", batch_size(experiment, data) as f64, 1.0, most);
    }
    if errors.is_empty() { Ok(()) } else { Err(errors) }
}

/// The number of examples in a full batch.
fn batch_size(experiment: &Experiment, data: &Data) -> usize {
    experiment.training.batch_size.of(data.train.count).max(1)
}

fn compile(experiment: &Experiment) -> Network {
    Network::compile(experiment.network_on_data(), &experiment.losses, &experiment.loss_weights)
        .unwrap_or_else(|error| panic!("a valid experiment: {error}"))
}

fn generate(experiment: &Experiment, files: &Files) -> Result<Data, Vec<FieldError>> {
    Data::generate(&experiment.data, experiment.seed.into(), files).map_err(|error| vec![error])
}
