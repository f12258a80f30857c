//! The training run: an experiment that is trained one batch after the other, the journal of what was changed
//! meanwhile, and checkpoints from which any step can be reached again.
//!
//! Exact means the same bits: a run that goes back ([`Run::seek`]), follows its journal ([`Run::following`]) or is a
//! copy of a part of another ([`Run::branch`]) has at every step the weights, curves and stops that it had before. Of
//! the trajectory through weight space it may have fewer points.

mod checkpoints;
mod divergence;
mod edits;
mod evaluation;
mod history;
mod journal;
mod marks;
mod moment;
mod probe;
mod seek;
mod training;
mod trajectory;

pub use divergence::{Cause, Divergence, Stopped};
pub use evaluation::{Evaluation, Metrics, OutputEvaluation, no_change};
pub use history::{History, ROW};
pub use journal::{Edit, Entry, Journal};
pub use marks::{Change, Mark};
pub use moment::Moment;
pub use probe::Probe;
pub use trajectory::Trajectory;

use std::rc::Rc;

use kernels::vector::LANES;

use crate::data::{Data, Files, PlaneChoice, Split};
use crate::experiment::{Experiment, Wiring};
use crate::field_error::{FieldError, check_range};
use crate::fingerprint;
use crate::nn::{Network, Optimizer, Workspace};
use crate::random::{Random, Stream};
use checkpoints::{Best, Checkpoint, Checkpoints};
use evaluation::Evaluator;
use training::PendingEvaluation;

#[derive(Clone)]
pub struct Run {
    experiment: Experiment,
    data: Rc<Data>,
    /// Those that experiments of the journal read.
    files: Files,
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
    /// The training examples in the order of this epoch, after those that the last one has left for it.
    order: Vec<usize>,
    /// The number of examples of this epoch that have been used.
    position: usize,
    epochs: u64,
    step: u64,
    starts: u32,
    /// The generator for dropout and noise.
    random: Random,
    history: History,
    journal: Journal,
    /// The number of edits that the run has had. There are more in the journal if it has gone back.
    edits: usize,
    /// The first and the last step to which it can go.
    earliest: u64,
    furthest: u64,
    /// The step to which it is going.
    target: Option<u64>,
    checkpoints: Checkpoints,
    /// The states before the latest edits at one step.
    undo: Vec<Checkpoint>,
    /// The run before this one, until something is trained.
    former: Option<Box<Run>>,
    /// The number of times that data or network were replaced.
    builds: u32,
    trajectory: Trajectory,
    best: Option<Best>,
    weight_edited: bool,
    /// Whether a weight was edited since the loss was last checked.
    edit_unchecked: bool,
    stopped: Option<Stopped>,
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
        Self::on(experiment, data, files)
    }

    /// A run at step 0 that nobody watches until it has done so many epochs: it is evaluated a few times on its way.
    /// Returns its last step, too.
    pub fn headless(
        experiment: Experiment,
        files: &Files,
        epochs: u64,
    ) -> Result<(Self, u64), Vec<FieldError>> {
        let mut run = Self::with_files(experiment, files)?;
        let last = epochs * run.steps_per_epoch() as u64;
        run.history = History::sparse(last, run.wiring.targets.len());
        Ok((run, last))
    }

    /// A run at step 0 of a valid experiment, whose data are generated already.
    fn on(experiment: Experiment, data: Rc<Data>, files: &Files) -> Result<Self, Vec<FieldError>> {
        let network = compile(&experiment);
        check_cost(&network, &experiment, &data)?;
        let wiring = experiment.wiring();
        let optimizer = Optimizer::new(&experiment.optimizer, &network);
        let batch = network.workspace(batch_size(&experiment, &data));
        let evaluator = Evaluator::new(&network, wiring.clone());
        let history = History::new(1, 1);
        let mut run = Self {
            journal: Journal::new(experiment.clone()),
            experiment,
            data,
            files: files.clone(),
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
            edits: 0,
            earliest: 0,
            furthest: 0,
            target: None,
            checkpoints: Checkpoints::default(),
            undo: Vec::new(),
            former: None,
            builds: 0,
            trajectory: Trajectory::new(0, &[]),
            best: None,
            weight_edited: false,
            edit_unchecked: false,
            stopped: None,
        };
        run.reset();
        Ok(run)
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
        self.experiment.training.steps_per_epoch(self.data.train.count)
    }

    pub fn experiment(&self) -> &Experiment {
        &self.experiment
    }

    pub fn data(&self) -> &Data {
        &self.data
    }

    /// Chooses the plane to show of a table. Returns false if there is no such plane.
    pub fn show_plane(&mut self, choice: &PlaneChoice) -> bool {
        Rc::make_mut(&mut self.data).show_plane(choice)
    }

    /// Which values a dropout layer kept for the first example of the last batch; see `Network::dropout_mask`.
    pub fn dropout_mask(&self, layer: &str) -> Option<Vec<bool>> {
        self.network.dropout_mask(&self.batch, layer)
    }

    /// The inputs and targets of the data that the network's inputs and outputs are for.
    pub fn wiring(&self) -> &Wiring {
        &self.wiring
    }

    /// Replaces all weights, in a run that is only looked at: nothing else changes, not even the journal. Returns false if
    /// their number is wrong.
    pub fn load_weights(&mut self, weights: &[f32]) -> bool {
        let fits = weights.len() == self.network.weights.len();
        if fits {
            self.network.weights.copy_from_slice(weights);
        }
        fits
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

    /// The number of times that its data or its network were replaced, which also happens when it follows its journal.
    pub fn builds(&self) -> u32 {
        self.builds
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

/// The number of examples in the largest batch.
fn batch_size(experiment: &Experiment, data: &Data) -> usize {
    let (training, count) = (&experiment.training, data.train.count);
    (training.batch_size.of(count) + training.carried(count)).max(1)
}

fn compile(experiment: &Experiment) -> Network {
    Network::compile(experiment.network_on_data(), &experiment.losses, &experiment.loss_weights)
        .unwrap_or_else(|error| panic!("a valid experiment: {error}"))
}

fn generate(experiment: &Experiment, files: &Files) -> Result<Rc<Data>, Vec<FieldError>> {
    let data = Data::generate(&experiment.data, experiment.data_seed(), files);
    data.map(Rc::new).map_err(|error| vec![error])
}
