//! Training: one batch after the other, and the evaluations that the run waits for.

use super::checkpoints::{Best, Checkpoint, Review};
use super::{Metrics, Run, Stopped};
use crate::data::Split;
use crate::nn::{Mode, Workspace};
use crate::random::{Random, Stream};

/// An evaluation that the run waits for.
#[derive(Clone)]
pub(super) struct PendingEvaluation {
    pub review: Review,
    /// Whether it follows an edit of a weight, after which the loss may not be finite.
    pub follows_edit: bool,
    /// The state it evaluates, if it is to become a checkpoint.
    checkpoint: Option<Checkpoint>,
}

/// The examples of an epoch of `count` from `start` to `end`. The first batch has those that were left for it, too.
pub(super) fn batch(order: &[usize], count: usize, start: usize, end: usize) -> &[usize] {
    let carried = order.len() - count;
    &order[if start == 0 { 0 } else { carried + start }..carried + end]
}

impl Run {
    /// Trains until `steps` batches are done, `out_of_time` returns true, or there is a reason to stop. Returns the
    /// number of batches done. Time never changes what a batch does or where a run stops: the run waits for
    /// evaluations that are due at a step, which are done block by block. A run that seeks gets there first, and one
    /// that is in its past makes the same edits again.
    pub fn advance(&mut self, steps: u64, mut out_of_time: impl FnMut() -> bool) -> u64 {
        let mut done = 0;
        loop {
            if self.is_edit_due() {
                self.follow_journal();
            } else if self.pending.is_some() {
                if self.evaluator.advance(&self.data) {
                    self.end_review();
                }
            } else if self.edit_unchecked && self.stopped.is_none() {
                self.review_edit();
            } else {
                let can_train = self.stopped.is_none() && self.data.train.count > 0;
                self.target = self.target.filter(|&target| can_train && target > self.step);
                if !can_train || self.target.is_none() && done == steps {
                    break;
                }
                done += u64::from(self.target.is_none());
                self.train_batch();
            }
            if out_of_time() {
                break;
            }
        }
        done
    }

    /// Whether the run waits for an evaluation.
    pub fn awaits_evaluation(&self) -> bool {
        self.pending.is_some() || self.edit_unchecked && self.stopped.is_none()
    }

    /// One forward, backward and optimizer step. The last batch of an epoch may be smaller.
    fn train_batch(&mut self) {
        let count = self.data.train.count;
        let training = &self.experiment.training;
        let end = (self.position + training.batch_size.of(count)).min(count);
        let is_epoch_done = count - end <= training.carried(count);
        let learns = !training.learns_nothing(count);
        let loss = if learns { self.learn(end) } else { 0.0 };
        self.step += 1;
        self.furthest = self.furthest.max(self.step);
        self.former = None;
        self.trajectory.offer(self.step, &self.network.weights);
        self.position = end;
        if !loss.is_finite() {
            return self.diverge();
        }
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
            self.begin_review(Review { records, decides });
        }
    }

    /// Learns from the examples of the epoch up to `end`, and returns their loss.
    fn learn(&mut self, end: usize) -> f64 {
        let batch = batch(&self.order, self.data.train.count, self.position, end);
        let examples = batch.len();
        self.wiring.gather(&self.data.train, batch, &mut self.batch);
        self.network.forward(&mut self.batch, examples, Mode::Training(&mut self.random));
        self.network.backward(&mut self.batch, examples);
        let loss = self.network.loss(&self.batch, examples);
        let rate = self.learning_rate();
        self.optimizer.step(rate, self.network.trainable_mut(), self.batch.gradients_mut());
        self.network.update_non_trainable(&self.batch);
        loss
    }

    /// Fills a workspace with training examples.
    pub(super) fn gather(&self, examples: &[usize], space: &mut Workspace) {
        self.wiring.gather(&self.data.train, examples, space);
    }

    /// Shuffles the examples for the current epoch. The order depends only on the seed and the number of the epoch.
    pub(super) fn begin_epoch(&mut self) {
        self.order = self.order_of(self.epochs);
        self.position = 0;
    }

    /// The order of the training examples in an epoch, after those that the epoch before has left for it.
    pub(super) fn order_of(&self, epochs: u64) -> Vec<usize> {
        let count = self.data.train.count;
        let shuffled = |epochs: u64| {
            let seed = self.experiment.order_seed() ^ (epochs << 32);
            let mut order: Vec<usize> = (0..count).collect();
            if self.experiment.training.shuffle {
                Random::new(seed, Stream::Shuffle).shuffle(&mut order);
            }
            order
        };
        let carried = self.experiment.training.carried(count);
        if carried == 0 || epochs == 0 {
            return shuffled(epochs);
        }
        let mut order = shuffled(epochs - 1).split_off(count - carried);
        order.extend(shuffled(epochs));
        order
    }

    /// Starts the evaluation that is due at this step. A checkpoint is taken now, whatever is edited before the end.
    pub(super) fn begin_review(&mut self, review: Review) {
        self.pending = None;
        let is_due = review.records && self.checkpoints.is_due(self.step);
        let checkpoint = is_due.then(|| Checkpoint { review: Some(review), ..self.checkpoint() });
        self.evaluate_for(review, checkpoint);
    }

    pub(super) fn evaluate_for(&mut self, review: Review, checkpoint: Option<Checkpoint>) {
        let sets = if review.records { &Split::BOTH[..] } else { &[Split::Test] };
        self.evaluator.begin(&self.network, &self.data, sets);
        self.pending = Some(PendingEvaluation { review, follows_edit: false, checkpoint });
    }

    /// Starts to check whether the loss is still finite after a weight was edited.
    fn review_edit(&mut self) {
        self.edit_unchecked = false;
        self.evaluator.begin(&self.network, &self.data, &[Split::Train]);
        let review = Review { records: false, decides: false };
        self.pending = Some(PendingEvaluation { review, follows_edit: true, checkpoint: None });
    }

    fn end_review(&mut self) {
        let Some(pending) = self.pending.take() else { return };
        if pending.review.records {
            self.record(pending.checkpoint);
        }
        if pending.review.decides {
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
}
