//! Edits of a run: everything that changes it while it goes on, which the journal records.

use std::rc::Rc;

use super::checkpoints::{Checkpoint, Checkpoints, Review};
use super::evaluation::Evaluator;
use super::journal::{Awaited, Edit, Entry, Journal};
use super::{History, Run, Stopped, Trajectory, batch_size, check_cost, compile, generate};
use crate::data::{Data, DataSet, Files};
use crate::experiment::{Experiment, LastBatch};
use crate::field_error::{FieldError, Reason, check_range};
use crate::nn::{Network, Optimizer};
use crate::random::{Random, Stream};

/// Edits at the same step of which each can be taken back exactly.
const MAX_UNDO: usize = 8;

/// What an edit is of: a second one of the same thing at the same step takes the place of the first.
#[derive(Clone, Copy, PartialEq)]
enum Subject {
    Experiment,
    Weight(usize),
    AllWeights,
}

impl Subject {
    fn of(edit: &Edit) -> Option<Self> {
        match edit {
            Edit::Configure(_) => Some(Self::Experiment),
            Edit::SetParameter { index, .. } => Some(Self::Weight(*index)),
            Edit::SetParameters { .. } => Some(Self::AllWeights),
            Edit::Resume => None,
        }
    }
}

/// What an experiment needs: its data, and its network if that is another one.
struct Parts {
    data: Rc<Data>,
    network: Option<Network>,
}

/// Draws the initial weights: with the numbers of the data where those go on, unless the weights have a seed of their own.
fn initialize(network: &mut Network, experiment: &Experiment) {
    network.initialize(experiment.weights_seed());
    if let (Some(mut stream), None) = (experiment.data.weight_stream(), experiment.seeds.weights) {
        network.draw_uniform(|| stream.uniform());
    }
}

/// Fails unless there is one finite number for every weight.
pub(super) fn check_weights(network: &Network, values: &[f32], field: &str) -> Result<(), Vec<FieldError>> {
    let (value, expected) = (values.len(), network.weights.len());
    if value != expected {
        return Err(vec![FieldError::new(field, Reason::Mismatch { value, expected })]);
    }
    let mut errors = Vec::new();
    if let Some(&value) = values.iter().find(|value| !value.is_finite()) {
        check_range(&mut errors, field, value.into(), f32::MIN.into(), f32::MAX.into());
    }
    if errors.is_empty() { Ok(()) } else { Err(errors) }
}

/// Whether a change of the experiment needs another network.
pub(super) fn needs_network(before: &Experiment, after: &Experiment) -> bool {
    before.wiring() != after.wiring()
        || before.network_on_data() != after.network_on_data()
        || before.losses != after.losses
        || before.loss_weights != after.loss_weights
}

pub(super) fn needs_data(before: &Experiment, after: &Experiment) -> bool {
    before.data != after.data || before.data_seed() != after.data_seed()
}

/// Whether a change of the experiment makes other batches of the same data.
fn reorders(before: &Experiment, after: &Experiment) -> bool {
    let batches = |experiment: &Experiment| {
        let training = &experiment.training;
        (training.batch_size, training.shuffle, training.last_batch)
    };
    batches(before) != batches(after)
}

/// Whether one of them has an order of examples that does not only depend on the epoch.
fn carries(before: &Experiment, after: &Experiment) -> bool {
    [before, after].iter().any(|one| !one.training.shuffle || one.training.last_batch == LastBatch::Carried)
}

impl Run {
    /// Goes back to step 0 with the initial weights, and begins a new journal.
    pub fn reset(&mut self) {
        initialize(&mut self.network, &self.experiment);
        self.optimizer.reset();
        self.random = Random::new(self.experiment.order_seed(), Stream::Dropout);
        self.epochs = 0;
        self.step = 0;
        self.starts += 1;
        self.history = History::new(self.steps_per_epoch(), self.wiring.targets.len());
        self.journal = Journal::new(self.experiment.clone());
        self.edits = 0;
        self.furthest = 0;
        self.earliest = 0;
        self.target = None;
        self.undo.clear();
        self.checkpoints = Checkpoints::default();
        self.trajectory = Trajectory::new(0, &self.network.weights);
        self.best = None;
        self.weight_edited = false;
        self.edit_unchecked = false;
        self.stopped = None;
        self.observer.cancel();
        self.begin_epoch();
        self.begin_review(Review { records: true, decides: false });
    }

    /// Changes the experiment. What can change during a run does; a network that must be rebuilt keeps all weights
    /// that still fit. A second change at the same step takes the place of the first, so that going back to the
    /// experiment before gives back exactly the state before. With `fresh` the run starts over, as it does if
    /// nothing was trained yet.
    pub fn configure(
        &mut self,
        experiment: Experiment,
        files: &Files,
        fresh: bool,
    ) -> Result<(), Vec<FieldError>> {
        if !fresh && experiment == self.experiment {
            self.resume();
            return Ok(());
        }
        let errors = experiment.validate();
        if !errors.is_empty() {
            return Err(errors);
        }
        if fresh || self.is_untouched() {
            return self.start_over(experiment, files, fresh);
        }
        let parts = self.parts(&experiment, files)?;
        self.begin_edit();
        self.files = files.clone();
        self.take_back(Subject::Experiment);
        if experiment != self.experiment {
            self.log(Edit::Configure(experiment.clone().into()));
            self.change(experiment, parts);
        }
        Ok(())
    }

    /// Undoes or redoes a change of the experiment. If the change began a new run (`fresh`) and nothing was trained
    /// since, the run before comes back as it was.
    pub fn revert(
        &mut self,
        experiment: Experiment,
        files: &Files,
        fresh: bool,
    ) -> Result<(), Vec<FieldError>> {
        if fresh && let Some(mut former) = self.former.take_if(|former| former.experiment == experiment) {
            former.starts = self.starts + 1;
            std::mem::swap(self, &mut former);
            self.former = Some(former);
            return Ok(());
        }
        self.configure(experiment, files, fresh)
    }

    /// Begins the run of an experiment in place of this one, which is kept until the first batch.
    fn start_over(
        &mut self,
        experiment: Experiment,
        files: &Files,
        fresh: bool,
    ) -> Result<(), Vec<FieldError>> {
        // A file may have been replaced by another one of the same name.
        let is_reopened = fresh && matches!(experiment.data.set, DataSet::Table(_));
        let data = if is_reopened || needs_data(&self.experiment, &experiment) {
            generate(&experiment, files)?
        } else {
            self.data.clone()
        };
        let mut next = Self::on(experiment, data, files)?;
        next.starts += self.starts;
        let mut former = std::mem::replace(self, next);
        // A gesture starts over many times: what counts is the run before it.
        let older = former.former.take();
        let is_new = former.is_untouched() && former.furthest == 0;
        self.former = if is_new { older } else { Some(former.into()) };
        Ok(())
    }

    /// Continues a run after a planned stop. One that has diverged stays stopped; one in its past goes on anyway.
    pub fn resume(&mut self) {
        let is_planned = matches!(self.stopped, Some(Stopped::StopEpoch | Stopped::EarlyStopping));
        if is_planned && self.journal.after(self.edits).is_none() {
            self.begin_edit();
            self.log(Edit::Resume);
            self.go_on();
        }
    }

    /// Sets one weight by its index in `Network::weights`. A value that is not finite or an index out of range is
    /// ignored.
    pub fn set_parameter(&mut self, index: usize, value: f32) {
        let before = self.network.weights.get(index).map(|weight| weight.to_bits());
        if !value.is_finite() || before.is_none_or(|before| before == value.to_bits()) {
            return;
        }
        self.begin_edit();
        self.take_back(Subject::Weight(index));
        if self.network.weights[index].to_bits() != value.to_bits() {
            self.log(Edit::SetParameter { index, value });
            self.put_weight(index, value);
        }
    }

    /// Sets all weights, in the order of `Network::weights`: those of a file. The optimizer forgets its moments, which are of
    /// other weights, and early stopping its best; schedules go on by the step. A run that has diverged can go on.
    /// Fails, and changes nothing, where the number of weights is another one or one is not finite.
    pub fn set_parameters(&mut self, values: Vec<f32>) -> Result<(), Vec<FieldError>> {
        check_weights(&self.network, &values, "weights")?;
        let is_same = |run: &Self| {
            run.network.weights.iter().map(|one| one.to_bits()).eq(values.iter().map(|one| one.to_bits()))
        };
        if is_same(self) {
            return Ok(());
        }
        self.begin_edit();
        self.take_back(Subject::AllWeights);
        if !is_same(self) {
            self.log(Edit::SetParameters { values: values.clone() });
            self.put_weights(&values);
        }
        Ok(())
    }

    fn put_weight(&mut self, index: usize, value: f32) {
        if let Some(weight) = self.network.weights.get_mut(index) {
            *weight = value;
            self.note_edited_weights();
        }
    }

    fn put_weights(&mut self, values: &[f32]) {
        self.network.weights.copy_from_slice(values);
        self.optimizer.reset();
        self.best = None;
        self.stopped = None;
        self.note_edited_weights();
    }

    fn note_edited_weights(&mut self) {
        self.weight_edited = true;
        self.edit_unchecked = true;
        self.observer.cancel();
    }

    fn go_on(&mut self) {
        if !matches!(self.stopped, Some(Stopped::Diverged(_))) {
            self.stopped = None;
        }
        self.best = None;
        self.pending.iter_mut().for_each(|pending| pending.review.decides = false);
    }

    fn is_untouched(&self) -> bool {
        self.step == 0 && !self.weight_edited
    }

    /// Gives up what came later: a run that is edited in its past takes another way from there.
    pub(super) fn begin_edit(&mut self) {
        self.target = None;
        self.furthest = self.step;
        self.journal.truncate(self.edits);
        self.checkpoints.truncate(self.step);
        while self.undo.pop_if(|before| before.step != self.step || before.edits >= self.edits).is_some() {}
        self.check_weights_again();
    }

    /// The check of a weight that was set by hand begins anew with what is edited now.
    fn check_weights_again(&mut self) {
        if self.pending.take_if(|pending| pending.follows_edit).is_some() {
            self.edit_unchecked = true;
        }
    }

    /// Takes the last edit back if it was made at this step and is of the same thing.
    fn take_back(&mut self, subject: Subject) {
        let last = self.journal.edits().last().filter(|entry| entry.step == self.step);
        let is_same = last.is_some_and(|entry| Subject::of(&entry.edit) == Some(subject));
        if is_same && let Some(before) = self.undo.pop_if(|before| before.edits + 1 == self.edits) {
            self.restore(before);
            self.journal.truncate(self.edits);
        }
    }

    /// Adds an edit to the journal, and keeps the state before it.
    fn log(&mut self, edit: Edit) {
        let before = self.checkpoint();
        let entry = Entry { step: self.step, epoch: self.epoch(), before: self.awaited(), edit };
        self.edits += 1;
        if self.journal.push(entry) {
            self.checkpoints.keep(before.clone());
            self.earliest = self.checkpoints.forget(self.journal.forgotten());
        }
        self.undo.push(Checkpoint { data: Some(self.data.clone()), ..before });
        if self.undo.len() > MAX_UNDO {
            self.undo.remove(0);
        }
    }

    /// Whether the journal has an edit for this moment. It has if the run has gone back.
    pub(super) fn is_edit_due(&self) -> bool {
        self.journal
            .after(self.edits)
            .is_some_and(|next| next.step == self.step && self.awaited() <= next.before)
    }

    /// What the run waits for.
    fn awaited(&self) -> Option<Awaited> {
        if self.pending.as_ref().is_some_and(|pending| !pending.follows_edit) {
            Some(Awaited::Review)
        } else {
            self.awaits_evaluation().then_some(Awaited::Check)
        }
    }

    /// Makes the next edit of the journal.
    pub(super) fn follow_journal(&mut self) {
        let Some(edit) = self.journal.after(self.edits).map(|entry| entry.edit.clone()) else { return };
        self.journal.note_epoch(self.edits, self.epoch());
        self.edits += 1;
        self.check_weights_again();
        match edit {
            Edit::Configure(experiment) => {
                let parts = self.parts(&experiment, &self.files).unwrap_or_else(|_| unreachable!());
                self.change(*experiment, parts);
            }
            Edit::SetParameter { index, value } => self.put_weight(index, value),
            Edit::SetParameters { values } => self.put_weights(&values),
            Edit::Resume => self.go_on(),
        }
    }

    /// What an experiment needs. Fails with what is wrong with it.
    fn parts(&self, experiment: &Experiment, files: &Files) -> Result<Parts, Vec<FieldError>> {
        let last = self.undo.last().filter(|before| before.step == self.step);
        let before = last.map(|before| self.journal.experiment(before.edits));
        let data = if !needs_data(&self.experiment, experiment) {
            self.data.clone()
        } else {
            let kept = last.filter(|_| before.is_some_and(|before| !needs_data(before, experiment)));
            match kept.and_then(|kept| kept.data.clone()) {
                Some(data) => data,
                None => generate(experiment, files)?,
            }
        };
        let is_new = |before: &Experiment| needs_network(before, experiment);
        let network = (is_new(&self.experiment) || before.is_some_and(is_new)).then(|| compile(experiment));
        check_cost(network.as_ref().unwrap_or(&self.network), experiment, &data)?;
        Ok(Parts { data, network })
    }

    /// Changes the experiment to one that has been checked.
    fn change(&mut self, experiment: Experiment, Parts { data, network }: Parts) {
        let before = std::mem::replace(&mut self.experiment, experiment);
        let after = &self.experiment;
        let new_data = needs_data(&before, after);
        self.data = data;
        let network = network.filter(|_| needs_network(&before, after));
        let new_network = network.is_some();
        if let Some(mut network) = network {
            initialize(&mut network, after);
            network.adopt(&self.network);
            self.network = network;
            self.optimizer = Optimizer::new(&after.optimizer, &self.network);
            let heads = after.wiring().targets.len();
            if self.history.heads() != heads {
                self.history = History::new(self.steps_per_epoch(), heads);
            }
            let trajectory = Trajectory::new(self.step, &self.network.weights);
            let former = std::mem::replace(&mut self.trajectory, trajectory);
            if let Some(before) = self.undo.last_mut().filter(|before| before.edits + 1 == self.edits) {
                before.trajectory = Some(former);
            }
        } else if before.optimizer != after.optimizer {
            self.optimizer.configure(&after.optimizer);
        }
        self.build(&before);
        if new_network || new_data {
            self.pending = None;
        }
        if new_data {
            self.begin_epoch();
        } else if carries(&before, &self.experiment) && reorders(&before, &self.experiment) {
            self.order = self.order_of(self.epochs);
        }
        self.go_on();
    }

    /// Builds what depends on data and network, after those that differ from `before` were replaced.
    pub(super) fn build(&mut self, before: &Experiment) {
        let after = &self.experiment;
        let new_network = needs_network(before, after);
        if new_network {
            self.wiring = after.wiring();
            self.evaluator = Evaluator::new(&self.network, self.wiring.clone());
            self.observer = self.evaluator.clone();
        }
        let is_new = new_network || needs_data(before, after);
        if is_new {
            self.observer.cancel();
            self.evaluated = None;
            self.builds += 1;
        }
        if is_new || reorders(before, after) {
            self.batch = self.network.workspace(batch_size(after, &self.data));
        }
    }
}
