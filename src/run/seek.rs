//! Going to any step of a run: back to a checkpoint, and from there along the journal.

use super::checkpoints::Checkpoint;
use super::edits::{check_weights, needs_data, needs_network};
use super::journal::{Edit, Journal};
use super::{Run, Trajectory, generate};
use crate::data::Files;
use crate::field_error::{FieldError, check_range};

impl Run {
    /// A run at step 0 that follows a journal as it advances. Errors name the wrong fields or the missing file.
    pub fn following(journal: Journal, files: &Files) -> Result<Self, Vec<FieldError>> {
        let mut run = Self::with_files(journal.first().clone(), files)?;
        for (index, entry) in journal.edits().iter().enumerate() {
            if let Edit::SetParameters { values } = &entry.edit {
                check_weights(&run.network, values, &format!("edits[{index}].edit.set_parameters.bits"))?;
            }
            if let Edit::Configure(experiment) = &entry.edit {
                let within = |error: FieldError| FieldError {
                    field: format!("edits[{index}].edit.configure.{}", error.field),
                    ..error
                };
                let errors = |errors: Vec<FieldError>| errors.into_iter().map(within).collect::<Vec<_>>();
                run.configure((**experiment).clone(), files, true).map_err(errors)?;
            }
        }
        run = Self::with_files(journal.first().clone(), files)?;
        run.furthest = journal.edits().last().map_or(0, |entry| entry.step);
        run.journal = journal;
        Ok(run)
    }

    /// The run of a journal in place of this one, on its way to `step`, which may be after the last edit.
    pub fn replay(&self, journal: Journal, files: &Files, step: u64) -> Result<Self, Vec<FieldError>> {
        let mut next = Self::following(journal, files)?;
        next.starts += self.starts;
        next.furthest = next.furthest.max(step);
        next.target = Some(step);
        Ok(next)
    }

    /// Goes to the end of a step that the run has reached, with all edits made there, as `advance` finds the time.
    /// What came later stays: a run that trains on from its past makes the same edits again and comes to the same
    /// bits, until an edit takes it another way. An edit on the way to a step ends the way where the run is.
    pub fn seek(&mut self, step: u64) -> Result<(), Vec<FieldError>> {
        let mut errors = Vec::new();
        check_range(&mut errors, "step", step as f64, self.earliest as f64, self.furthest as f64);
        if !errors.is_empty() {
            return Err(errors);
        }
        let nearest = self.checkpoints.latest(step);
        let is_nearer = |at: &Checkpoint| at.step > self.step || at.edits > self.edits;
        if step < self.step || nearest.is_some_and(is_nearer) {
            match nearest.cloned() {
                Some(checkpoint) => self.restore(checkpoint),
                None => self.begin_again(),
            }
        }
        self.target = Some(step);
        Ok(())
    }

    /// Whether the run is on its way to a step.
    pub fn is_seeking(&self) -> bool {
        self.target.is_some()
    }

    /// The last step that the run has reached, to which it can go back.
    pub fn furthest(&self) -> u64 {
        self.furthest
    }

    /// The journal. None if it was so long that its beginning is forgotten.
    pub fn journal(&self) -> Option<&Journal> {
        (self.journal.forgotten() == 0).then_some(&self.journal)
    }

    /// The number of edits that the run has had.
    pub fn edits(&self) -> usize {
        self.edits
    }

    /// A new run that goes to a step of this one, has its past and no future.
    pub fn branch(&self, step: u64) -> Result<Self, Vec<FieldError>> {
        let mut branch = self.at_start();
        branch.journal = self.journal.clone();
        branch.checkpoints = self.checkpoints.clone();
        (branch.earliest, branch.furthest) = (self.earliest, self.furthest);
        if self.step <= step {
            let (data, trajectory) = (Some(self.data.clone()), Some(self.trajectory.clone()));
            branch.restore(Checkpoint { data, trajectory, ..self.checkpoint() });
        }
        branch.seek(step)?;
        branch.furthest = step;
        branch.journal.truncate_after(step);
        branch.checkpoints.truncate(step);
        Ok(branch)
    }

    /// Goes back to the newest checkpoint from before the loss rose, with the experiment of now, and gives up what
    /// came later. Returns false if there is none with this network.
    pub fn rewind(&mut self) -> bool {
        let is_comparable = |kept: &Checkpoint| {
            kept.step <= self.step && !needs_network(self.journal.experiment(kept.edits), &self.experiment)
        };
        let Some(checkpoint) = self.checkpoints.before_rise(is_comparable).cloned() else { return false };
        let experiment = self.experiment.clone();
        self.restore(checkpoint);
        self.begin_edit();
        if experiment != self.experiment {
            let files = self.files.clone();
            self.configure(experiment, &files, false).unwrap_or_else(|_| unreachable!());
        }
        true
    }

    /// The state at this moment.
    pub(super) fn checkpoint(&self) -> Checkpoint {
        let review = self.pending.as_ref().map(|pending| pending.review);
        let differs = review.is_some() && self.evaluator.weights() != self.network.weights;
        Checkpoint {
            step: self.step,
            epochs: self.epochs,
            position: self.position,
            edits: self.edits,
            train_loss: f64::NAN,
            network: self.network.clone(),
            optimizer: self.optimizer.clone(),
            random: self.random.clone(),
            best: self.best.clone(),
            stopped: self.stopped.clone(),
            weight_edited: self.weight_edited,
            edit_unchecked: self.edit_unchecked,
            review,
            reviewed: differs.then(|| self.evaluator.weights().to_vec()),
            history: self.history.clone(),
            data: None,
            trajectory: None,
        }
    }

    pub(super) fn restore(&mut self, checkpoint: Checkpoint) {
        let experiment = self.journal.experiment(checkpoint.edits).clone();
        let before = std::mem::replace(&mut self.experiment, experiment);
        let after = &self.experiment;
        let new_network = needs_network(&before, after);
        if needs_data(&before, after) {
            let generate = || generate(after, &self.files).unwrap_or_else(|_| unreachable!());
            self.data = checkpoint.data.unwrap_or_else(generate);
        }
        self.network = checkpoint.network;
        self.build(&before);
        match checkpoint.trajectory {
            Some(trajectory) => self.trajectory = trajectory,
            None if new_network => self.trajectory = Trajectory::new(checkpoint.step, &self.network.weights),
            None => self.trajectory.truncate(checkpoint.step),
        }
        self.optimizer = checkpoint.optimizer;
        self.random = checkpoint.random;
        self.step = checkpoint.step;
        self.edits = checkpoint.edits;
        self.epochs = checkpoint.epochs;
        self.begin_epoch();
        self.position = checkpoint.position;
        self.history = checkpoint.history;
        self.best = checkpoint.best;
        self.stopped = checkpoint.stopped;
        self.weight_edited = checkpoint.weight_edited;
        self.edit_unchecked = checkpoint.edit_unchecked;
        self.target = None;
        self.pending = None;
        self.observer.cancel();
        match (checkpoint.review, checkpoint.reviewed) {
            (Some(review), Some(mut reviewed)) => {
                std::mem::swap(&mut self.network.weights, &mut reviewed);
                self.evaluate_for(review, None);
                self.network.weights = reviewed;
            }
            (Some(review), None) => self.begin_review(review),
            (None, _) => {}
        }
    }

    /// A run of the first experiment.
    fn at_start(&self) -> Self {
        let first = self.journal.first().clone();
        Self::with_files(first, &self.files).unwrap_or_else(|_| unreachable!())
    }

    /// Goes back to step 0 without a checkpoint.
    fn begin_again(&mut self) {
        let mut start = self.at_start();
        std::mem::swap(&mut start.journal, &mut self.journal);
        std::mem::swap(&mut start.checkpoints, &mut self.checkpoints);
        (start.furthest, start.starts, start.builds) = (self.furthest, self.starts, self.builds + 1);
        *self = start;
    }
}
