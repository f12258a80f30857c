//! A run in a worker. Only here is a clock: it decides how many steps are done, never what a step does.

use serde_json::Value;

use super::inquiry::Inquiry;
use crate::data::Files;
use crate::experiment::Experiment;
use crate::field_error::FieldError;
use crate::messages::{self, Built, Finite, Needs, Snapshot, SnapshotParts};
use crate::run::{Evaluation, Journal, Run, Stopped};
use crate::unit_pictures::{Painter, Pictures, View};

/// Shares of the time during training, where they are wanted.
const PICTURE_SHARE: f64 = 0.2;
const EVALUATION_SHARE: f64 = 0.2;

pub struct LiveRun {
    pub(super) run: Run,
    /// The step where it ends, if nobody watches it on its way.
    last: Option<u64>,
    painter: Option<Painter>,
    /// Start and step of the finished pictures. None if they are out of date.
    painted: Option<(u32, u64)>,
    /// The last complete evaluation, if there was one.
    evaluation: Option<[Evaluation; 2]>,
    /// Its start and step. None if it is out of date.
    evaluated: Option<(u32, u64)>,
    evaluated_epoch: f64,
    /// Start, step and epoch of the current evaluation.
    evaluating: ((u32, u64), f64),
    steps_per_second: f64,
    /// The moment of the weights that were sent last. None if they are out of date.
    sent_weights: Option<(u32, u64)>,
    /// The version of the curves that were sent last. None if they are out of date.
    sent_history: Option<HistoryVersion>,
    /// The number of starts and of edits when the changes were sent last. None if they are out of date.
    sent_marks: Option<(u32, usize)>,
    /// Questions that were not answered within a moment, and their numbers.
    pub(super) unfinished: Vec<(u32, Inquiry)>,
    pub(super) last_question: u32,
    /// The number of builds of the run when its pictures and evaluations began.
    builds: u32,
}

/// What the curves depend on.
#[derive(Clone, Copy, PartialEq)]
struct HistoryVersion {
    starts: u32,
    rows: usize,
    /// The evaluation that they end with, unless the run diverged.
    evaluated: Option<(u32, u64)>,
    diverged: bool,
}

impl LiveRun {
    /// Fails with the errors of the experiment or of its file.
    pub fn new(experiment: Experiment, files: &Files) -> Result<Self, Vec<FieldError>> {
        Ok(Self::of(Run::with_files(experiment, files)?))
    }

    /// A run that nobody watches until it has done so many epochs.
    pub fn headless(experiment: Experiment, files: &Files, epochs: u64) -> Result<Self, Vec<FieldError>> {
        let (run, last) = Run::headless(experiment, files, epochs)?;
        Ok(Self { last: Some(last), ..Self::of(run) })
    }

    fn of(run: Run) -> Self {
        Self {
            builds: run.builds(),
            run,
            last: None,
            painter: None,
            painted: None,
            evaluation: None,
            evaluated: None,
            evaluated_epoch: 0.0,
            evaluating: ((0, 0), 0.0),
            steps_per_second: 0.0,
            sent_weights: None,
            sent_history: None,
            sent_marks: None,
            unfinished: Vec::new(),
            last_question: 0,
        }
    }

    /// Another run that goes to a step of this one.
    pub fn branch(&self, step: u64) -> Result<Self, Vec<FieldError>> {
        self.run.branch(step).map(Self::of)
    }

    /// The run of a journal in place of this one, on its way to a step.
    pub fn replay(&self, journal: &Value, files: &Files, step: u64) -> Result<Self, Vec<FieldError>> {
        self.run.replay(Journal::read(journal)?, files, step).map(Self::of)
    }

    pub fn built(&self, fresh: bool) -> Built<'_> {
        Built::of(&self.run, fresh)
    }

    /// Changes the experiment; see `Run::configure` and `Run::revert`.
    pub fn configure(
        &mut self,
        experiment: Experiment,
        files: &Files,
        fresh: bool,
        reverts: bool,
    ) -> Result<(), Vec<FieldError>> {
        let same_data = !fresh && self.run.experiment().data == experiment.data;
        if reverts {
            self.run.revert(experiment, files, fresh)?;
        } else {
            self.run.configure(experiment, files, fresh)?;
        }
        self.builds = self.run.builds();
        self.painter = None;
        self.unfinished.clear();
        if !same_data {
            self.evaluation = None;
        }
        self.outdate();
        Ok(())
    }

    pub fn reset(&mut self) {
        self.run.reset();
        self.unfinished.clear();
        self.outdate();
    }

    /// Continues after a planned stop.
    pub fn resume(&mut self) {
        self.run.resume();
    }

    /// Goes back to before the run diverged. Returns false if there is no checkpoint.
    pub fn rewind(&mut self) -> bool {
        self.outdate();
        self.run.rewind()
    }

    pub fn set_parameter(&mut self, index: usize, value: f32) {
        self.run.set_parameter(index, value);
        self.outdate();
    }

    /// Sets all weights, by the bits of each.
    pub fn set_parameters(&mut self, bits: Vec<u32>) -> Result<(), Vec<FieldError>> {
        self.run.set_parameters(bits.into_iter().map(f32::from_bits).collect())?;
        self.outdate();
        Ok(())
    }

    /// Trains until `steps` batches are done or the time is used up, then evaluates and paints what is needed in the
    /// remaining time: at least a block of each, so that both finish eventually, and hardly more, so that no command
    /// waits for long.
    pub fn advance(&mut self, budget_millis: f64, steps: f64, needs: Needs) -> Snapshot<'_> {
        let start = now();
        let steps = match self.last {
            Some(last) => {
                self.run.advance(
                    (steps as u64).min(last - self.run.step()),
                    learning_clock(start + budget_millis),
                );
                if !self.is_finished() {
                    return self.snapshot(Needs::default(), None);
                }
                0.0
            }
            None => steps,
        };
        let picture_share = if needs.pictures.is_some() { PICTURE_SHARE } else { 0.0 };
        let evaluation_share = if needs.evaluation { EVALUATION_SHARE } else { 0.0 };
        let training_until = start + budget_millis * (1.0 - picture_share - evaluation_share);
        let clock = self.patient_clock(training_until);
        let done = self.run.advance(steps as u64, clock);
        self.notice_builds();
        let trained = now();
        if done > 0 {
            let rate = done as f64 / ((trained - start).max(0.02) / 1000.0);
            let smooth = if self.steps_per_second > 0.0 { 0.1 } else { 1.0 };
            self.steps_per_second += smooth * (rate - self.steps_per_second);
        }
        if needs.evaluation {
            self.evaluate(start + budget_millis * (1.0 - picture_share));
        }
        let pictures = needs.pictures.and_then(|view| {
            let resolution = view.resolution.clamp(8, 200);
            self.paint(View { resolution, units_per_layer: view.units_per_layer }, start + budget_millis)
        });
        self.snapshot(needs, pictures)
    }

    /// Whether there is nothing left to train.
    fn is_finished(&self) -> bool {
        let is_over = self.run.stopped().is_some() || self.last == Some(self.run.step());
        is_over && !self.run.awaits_evaluation() || self.run.data().train.count == 0
    }

    /// Outputs for examples, `[example][value]` -> `[example][unit]`, of the first input and output.
    pub fn predict(&mut self, inputs: &[Vec<f64>]) -> Vec<Vec<Finite>> {
        let sizes: Vec<usize> = self.run.data().schema.inputs.iter().map(|input| input.size()).collect();
        let whole = |first: &Vec<f64>| {
            let mut first: Vec<f32> = first.iter().map(|&value| value as f32).collect();
            first.resize(sizes[0], 0.0);
            let others = sizes[1..].iter().map(|&size| vec![0.0; size]);
            std::iter::once(first).chain(others).collect()
        };
        let examples: Vec<Vec<Vec<f32>>> = inputs.iter().map(whole).collect();
        let outputs = self.run.predict(&examples);
        outputs.into_iter().map(|heads| heads[0].iter().map(|&value| value.into()).collect()).collect()
    }

    pub fn fingerprint(&self) -> String {
        format!("{:016x}", self.run.fingerprint())
    }

    pub(super) fn run(&self) -> &Run {
        &self.run
    }

    /// Shows another plane.
    pub(super) fn repaint(&mut self) {
        self.painter = None;
        self.painted = None;
    }

    /// What was begun for another network or other data is of no use. A run that follows its journal builds by itself.
    pub(super) fn notice_builds(&mut self) {
        if self.builds != self.run.builds() {
            self.builds = self.run.builds();
            self.painter = None;
            self.evaluation = None;
            self.unfinished.retain(|(_, inquiry)| matches!(inquiry, Inquiry::Seek));
            self.outdate();
        }
    }

    pub(super) fn outdate(&mut self) {
        self.painted = None;
        self.evaluated = None;
        self.sent_weights = None;
        self.sent_history = None;
        self.sent_marks = None;
        self.run.cancel_evaluation();
        if let Some(painter) = &mut self.painter {
            painter.restart();
        }
    }

    /// Whether the time is up. The clock is read only about every half millisecond, since a step of a small network
    /// takes less time than reading it.
    pub(super) fn patient_clock(&self, until: f64) -> impl FnMut() -> bool + use<> {
        let patience = (self.steps_per_second * 0.0005).clamp(1.0, 1000.0) as u32;
        let mut asked = 0;
        move || {
            asked += 1;
            asked % patience == 0 && now() >= until
        }
    }

    fn moment(&self) -> (u32, u64) {
        (self.run.starts(), self.run.step())
    }

    /// Continues the current evaluation, or starts one if the last is out of date.
    fn evaluate(&mut self, until: f64) {
        if self.evaluated == Some(self.moment()) {
            return;
        }
        if !self.run.is_evaluating() {
            self.evaluating = (self.moment(), self.run.epoch());
        }
        if let Some(evaluation) = self.run.evaluate_in_parts(|| now() >= until) {
            let (moment, epoch) = self.evaluating;
            self.evaluation = Some(evaluation);
            self.evaluated = Some(moment);
            self.evaluated_epoch = epoch;
        }
    }

    fn paint(&mut self, view: View, until: f64) -> Option<Pictures> {
        let diverged = matches!(self.run.stopped(), Some(Stopped::Diverged(_)));
        let has_plane = self.run.data().has_plane();
        if !has_plane || diverged || self.painted == Some(self.moment()) {
            return None;
        }
        if self.painter.as_ref().is_none_or(|painter| painter.view() != view) {
            self.painter = Some(Painter::new(self.run.network(), self.run.data(), view));
        }
        let (start, step) = self.moment();
        let painter = self.painter.as_mut()?;
        let pictures = painter.paint(self.run.network(), step, || now() >= until).cloned()?;
        // Those that were begun before the last steps show several moments: they are painted again once it rests.
        self.painted = Some((start, pictures.step));
        Some(pictures)
    }

    fn snapshot(&mut self, needs: Needs, pictures: Option<Pictures>) -> Snapshot<'_> {
        let history = self.run.history();
        let (moment, last) = (self.moment(), history.last_step());
        let version = HistoryVersion {
            starts: self.run.starts(),
            rows: history.rows().len(),
            evaluated: self.evaluated,
            diverged: matches!(self.run.stopped(), Some(Stopped::Diverged(_))),
        };
        let parts = SnapshotParts {
            weights: needs.weights && self.sent_weights.replace(moment) != Some(moment),
            history: needs.history && self.sent_history.replace(version) != Some(version),
        };
        let run = &self.run;
        let is_newer =
            |&(start, step): &(u32, u64)| start == run.starts() && last.is_none_or(|last| step > last);
        let newest = self.evaluated.filter(is_newer).map(|_| self.evaluated_epoch);
        let evaluation = self.evaluation.as_ref().filter(|_| needs.evaluation);
        let mut snapshot = Snapshot::of(run, evaluation, newest, parts);
        if needs.evaluation {
            snapshot.count_live_weights(run);
        }
        let edits = (run.starts(), snapshot.edits);
        if needs.history && self.sent_marks.replace(edits) != Some(edits) {
            snapshot.marks = Some(run.marks());
        }
        snapshot.finished = self.last.is_some() && self.is_finished();
        snapshot.steps_per_second = self.steps_per_second;
        snapshot.pictures_due = needs.pictures.is_some()
            && snapshot.diverged.is_none()
            && run.data().has_plane()
            && self.painted != Some(moment);
        snapshot.metrics_due = needs.evaluation && self.evaluated != Some(moment) || run.awaits_evaluation();
        snapshot.pictures = pictures.map(|pictures| messages::Pictures::of(pictures, run.starts()));
        snapshot
    }
}

/// Whether the time is up, asked by a run whose speed is not known yet: it reads the clock ever less often, up to every
/// half millisecond.
fn learning_clock(until: f64) -> impl FnMut() -> bool {
    let start = now();
    let (mut asked, mut next) = (0.0, 1.0);
    move || {
        asked += 1.0;
        if asked < next {
            return false;
        }
        let time = now();
        next = asked + (0.5 * asked / (time - start).max(1e-3)).clamp(1.0, asked);
        time >= until
    }
}

/// A monotonic clock in milliseconds.
pub(super) fn now() -> f64 {
    use wasm_bindgen::JsCast;
    thread_local! {
        static CLOCK: Option<web_sys::Performance> =
            js_sys::global().dyn_into::<web_sys::WorkerGlobalScope>().ok().and_then(|scope| scope.performance());
    }
    CLOCK.with(|clock| clock.as_ref().map_or(0.0, web_sys::Performance::now))
}
