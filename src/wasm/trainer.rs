//! The trainer as the worker sees it. This is where the clock is: it decides how many steps, never what a step does.

use js_sys::{Array, Float32Array, Float64Array, Uint8Array, Uint32Array};
use serde::Serialize;
use wasm_bindgen::prelude::*;

use super::built::built;
use super::files::WorkerFiles;
use super::lab::{self, part};
use super::{object, refuse, set};
use crate::data::Problem;
use crate::snapshot::{Painter, Pictures, View};
use crate::trainer::{Cause, Evaluation, Figures, Head, ROW, Stopped, Trainer};

/// Share of the time that may go into pictures and figures while training.
const PICTURE_SHARE: f64 = 0.4;

#[wasm_bindgen(js_name = Trainer)]
pub struct WorkerTrainer {
    pub(super) trainer: Trainer,
    painter: Option<Painter>,
    /// Run and step that the finished pictures show; none when they are out of date.
    painted: Option<(u32, u64)>,
    /// How the network did when it was last evaluated as a whole; none where it never was.
    evaluation: Option<[Evaluation; 2]>,
    /// Run and step that it shows; none when it is out of date.
    evaluated: Option<(u32, u64)>,
    evaluated_epoch: f64,
    /// Run, step and epoch of the evaluation under way.
    evaluating: ((u32, u64), f64),
    steps_per_second: f64,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SnapshotHead {
    run: u32,
    step: u64,
    epoch: f64,
    learning_rate: f64,
    train: FigureHead,
    test: FigureHead,
    metric_name: &'static str,
    stopped: Option<&'static str>,
    diverged: Option<DivergedHead>,
    steps_per_second: f64,
    /// Weights of all kernels that are not 0, and all of them.
    live_weights: usize,
    kernel_weights: usize,
    pictures_due: bool,
    /// The figures are of an earlier step, or a row of the history is not there yet.
    figures_due: bool,
    history: Option<()>,
    pictures: Option<()>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct HeadHead<'a> {
    name: &'a str,
    train: FigureHead,
    test: FigureHead,
    metric_name: &'static str,
}

#[derive(Serialize)]
pub(super) struct FigureHead {
    loss: f64,
    metric: f64,
    mae: f64,
}

impl From<Figures> for FigureHead {
    fn from(figures: Figures) -> Self {
        Self { loss: figures.loss, metric: figures.metric, mae: figures.mae }
    }
}

#[derive(Serialize)]
struct DivergedHead {
    step: u64,
    what: &'static str,
    layer: Option<String>,
    likely: &'static str,
}

#[wasm_bindgen(js_class = Trainer)]
impl WorkerTrainer {
    /// Throws what is wrong with the experiment, or with its file.
    #[wasm_bindgen(constructor)]
    pub fn new(experiment: &JsValue, files: &WorkerFiles) -> Result<WorkerTrainer, JsValue> {
        let experiment = lab::experiment(experiment)?;
        let trainer = Trainer::with_files(experiment, &files.files).map_err(refuse)?;
        Ok(Self {
            trainer,
            painter: None,
            painted: None,
            evaluation: None,
            evaluated: None,
            evaluated_epoch: 0.0,
            evaluating: ((0, 0), 0.0),
            steps_per_second: 0.0,
        })
    }

    pub fn built(&self, fresh: bool) -> JsValue {
        built(&self.trainer, fresh)
    }

    /// Takes a changed experiment; see `Trainer::configure`.
    pub fn configure(
        &mut self,
        experiment: &JsValue,
        files: &WorkerFiles,
        fresh: bool,
    ) -> Result<JsValue, JsValue> {
        let experiment = lab::experiment(experiment)?;
        let same_data = !fresh && self.trainer.experiment().data == experiment.data;
        self.trainer.configure(experiment, &files.files, fresh).map_err(refuse)?;
        self.painter = None;
        if !same_data {
            self.evaluation = None;
        }
        self.outdate();
        Ok(built(&self.trainer, fresh))
    }

    pub fn reset(&mut self) -> JsValue {
        self.trainer.reset();
        self.outdate();
        built(&self.trainer, true)
    }

    /// Goes on after a planned stop.
    pub fn resume(&mut self) {
        self.trainer.resume();
    }

    /// Back to before the run diverged. False where nothing was stored.
    pub fn rewind(&mut self) -> bool {
        self.outdate();
        self.trainer.rewind()
    }

    #[wasm_bindgen(js_name = setParameter)]
    pub fn set_parameter(&mut self, index: usize, value: f32) {
        self.trainer.set_parameter(index, value);
        self.outdate();
    }

    /// Trains until `steps` batches or the time are used up, then evaluates and paints with what is left of it: a block
    /// each at least, so that both come to an end, and hardly more, so that no command waits for long.
    pub fn advance(
        &mut self,
        budget_millis: f64,
        steps: f64,
        resolution: usize,
        units_per_layer: usize,
    ) -> JsValue {
        let start = now();
        let training_until = start + budget_millis * (1.0 - PICTURE_SHARE);
        let clock = self.patient_clock(training_until);
        let done = self.trainer.advance(steps as u64, clock);
        let trained = now();
        if done > 0 {
            let rate = done as f64 / ((trained - start).max(0.02) / 1000.0);
            let smooth = if self.steps_per_second > 0.0 { 0.1 } else { 1.0 };
            self.steps_per_second += smooth * (rate - self.steps_per_second);
        }
        self.evaluate(start + budget_millis * (1.0 - PICTURE_SHARE / 2.0));
        let view = View { resolution: resolution.clamp(8, 200), units_per_layer };
        let finished = self.paint(view, start + budget_millis);
        self.snapshot(finished)
    }

    /// Outputs for examples, `[example][value]` -> `[example][unit]`, of the first input and output.
    pub fn predict(&mut self, inputs: &JsValue) -> JsValue {
        let sizes: Vec<usize> = self.trainer.data().schema.inputs.iter().map(|input| input.size()).collect();
        let given: Vec<Vec<f32>> = part(inputs).unwrap_or_default();
        let whole = |mut first: Vec<f32>| {
            first.resize(sizes[0], 0.0);
            let others = sizes[1..].iter().map(|&size| vec![0.0; size]);
            std::iter::once(first).chain(others).collect()
        };
        let examples: Vec<Vec<Vec<f32>>> = given.into_iter().map(whole).collect();
        let outputs = self.trainer.predict(&examples);
        object(&outputs.iter().map(|heads| &heads[0]).collect::<Vec<_>>())
    }

    pub fn fingerprint(&self) -> String {
        format!("{:016x}", self.trainer.fingerprint())
    }
}

impl WorkerTrainer {
    pub(super) fn trainer(&self) -> &Trainer {
        &self.trainer
    }

    /// Pictures of another plane.
    pub(super) fn repaint(&mut self) {
        self.painter = None;
        self.painted = None;
    }

    fn outdate(&mut self) {
        self.painted = None;
        self.evaluated = None;
        self.trainer.cancel_evaluation();
        if let Some(painter) = &mut self.painter {
            painter.restart();
        }
    }

    /// Whether the time is up, asking the clock only about every half millisecond: a step of a small network
    /// takes less than reading the clock.
    fn patient_clock(&self, until: f64) -> impl FnMut() -> bool + use<> {
        let patience = (self.steps_per_second * 0.0005).clamp(1.0, 1000.0) as u32;
        let mut asked = 0;
        move || {
            asked += 1;
            asked % patience == 0 && now() >= until
        }
    }

    fn moment(&self) -> (u32, u64) {
        (self.trainer.run(), self.trainer.step())
    }

    /// Goes on with the evaluation under way, or begins one where the last is out of date.
    fn evaluate(&mut self, until: f64) {
        if self.evaluated == Some(self.moment()) {
            return;
        }
        if !self.trainer.is_evaluating() {
            self.evaluating = (self.moment(), self.trainer.epoch());
        }
        if let Some(evaluation) = self.trainer.evaluate_in_parts(|| now() >= until) {
            let (moment, epoch) = self.evaluating;
            self.evaluation = Some(evaluation);
            self.evaluated = Some(moment);
            self.evaluated_epoch = epoch;
        }
    }

    /// Figures of the training and the test examples; of none where there was no evaluation yet.
    fn figures(&self) -> [Figures; 2] {
        self.evaluation.as_ref().map_or([Figures::NONE; 2], |sets| [sets[0].figures, sets[1].figures])
    }

    /// How an output does on the training and the test examples.
    fn heads(&self, index: usize) -> [&Head; 2] {
        const UNKNOWN: &Head = &Head { figures: Figures::NONE, wrong: None, confusion: None };
        self.evaluation
            .as_ref()
            .map_or([UNKNOWN; 2], |sets| sets.each_ref().map(|set| set.heads.get(index).unwrap_or(UNKNOWN)))
    }

    fn paint(&mut self, view: View, until: f64) -> Option<Pictures> {
        let diverged = matches!(self.trainer.stopped(), Some(Stopped::Diverged(_)));
        let has_plane = self.trainer.data().has_plane();
        if !has_plane || diverged || self.painted == Some(self.moment()) {
            return None;
        }
        if self.painter.as_ref().is_none_or(|painter| painter.view() != view) {
            self.painter = Some(Painter::new(self.trainer.network(), self.trainer.data(), view));
        }
        let moment = self.moment();
        let painter = self.painter.as_mut()?;
        let pictures = painter.paint(self.trainer.network(), moment.1, || now() >= until).cloned()?;
        self.painted = Some(moment);
        Some(pictures)
    }

    fn snapshot(&self, pictures: Option<Pictures>) -> JsValue {
        let trainer = &self.trainer;
        let [train, test] = self.figures();
        let metric_name = metric_name(trainer.data().problem());
        let names = trainer.network().output_units().map(|(name, _)| name.to_owned()).collect::<Vec<_>>();
        let (stopped, diverged) = match trainer.stopped() {
            None => (None, None),
            Some(Stopped::StopEpoch) => (Some("stop_epoch"), None),
            Some(Stopped::EarlyStopping) => (Some("early_stopping"), None),
            Some(Stopped::Diverged(divergence)) => {
                let head = DivergedHead {
                    step: divergence.step,
                    what: if divergence.layer.is_some() { "weight" } else { "loss" },
                    layer: divergence.layer.clone(),
                    likely: match divergence.likely {
                        Cause::LearningRate => "learning_rate",
                        Cause::EditedWeight => "edited_weight",
                    },
                };
                (Some("diverged"), Some(head))
            }
        };
        let is_diverged = diverged.is_some();
        let (live_weights, kernel_weights) = trainer.network().live_weights();
        let snapshot = object(&SnapshotHead {
            run: trainer.run(),
            step: trainer.step(),
            epoch: trainer.epoch(),
            learning_rate: trainer.learning_rate(),
            train: train.into(),
            test: test.into(),
            metric_name,
            stopped,
            diverged,
            steps_per_second: self.steps_per_second,
            live_weights,
            kernel_weights,
            pictures_due: !is_diverged
                && trainer.data().has_plane()
                && self.painted != Some((trainer.run(), trainer.step())),
            figures_due: self.evaluated != Some(self.moment()) || trainer.is_reviewing(),
            history: None,
            pictures: None,
        });
        set(&snapshot, "history", self.curve(trainer.history().rows(), [train, test], is_diverged));
        set(&snapshot, "weights", Float32Array::from(&trainer.network().weights[..]));
        let heads = Array::new();
        for (index, name) in names.iter().enumerate() {
            let [train, test] = self.heads(index);
            let target = trainer.wiring().targets[index];
            let head = object(&HeadHead {
                name,
                train: train.figures.into(),
                test: test.figures.into(),
                metric_name: self::metric_name(trainer.data().schema.targets[target].problem),
            });
            mark(&head, train, test);
            let rows = &trainer.history().head_curves()[index];
            set(&head, "history", self.curve(rows, [train.figures, test.figures], is_diverged));
            heads.push(&head);
        }
        set(&snapshot, "heads", heads);
        let [train, test] = self.heads(0);
        mark(&snapshot, train, test);
        if let Some(pictures) = pictures {
            set(&snapshot, "pictures", pictures_object(&pictures, trainer.run()));
        }
        snapshot
    }

    /// Rows of a history, and where they do not reach this moment the figures of it.
    fn curve(&self, rows: &[[f64; ROW]], [train, test]: [Figures; 2], is_diverged: bool) -> Float64Array {
        let trainer = &self.trainer;
        let mut rows: Vec<f64> = rows.iter().flatten().copied().collect();
        let last = trainer.history().last_step();
        let is_newer =
            |&(run, step): &(u32, u64)| run == trainer.run() && last.is_none_or(|last| step > last);
        if self.evaluated.as_ref().is_some_and(is_newer) && !is_diverged {
            rows.extend([self.evaluated_epoch, train.loss, test.loss, train.metric, test.metric]);
        }
        Float64Array::from(&rows[..])
    }
}

pub(super) fn metric_name(problem: Problem) -> &'static str {
    if problem.is_regression() { "r2" } else { "accuracy" }
}

/// Sets what an output gets wrong.
fn mark(object: &JsValue, train: &Head, test: &Head) {
    let bytes = |flags: &Option<Vec<u8>>| {
        flags.as_deref().map_or(JsValue::NULL, |flags| Uint8Array::from(flags).into())
    };
    let counts = |counts: &[u32]| JsValue::from(Uint32Array::from(counts));
    set(object, "wrongTrain", bytes(&train.wrong));
    set(object, "wrongTest", bytes(&test.wrong));
    set(object, "confusion", test.confusion.as_deref().map_or(JsValue::NULL, counts));
}

fn pictures_object(pictures: &Pictures, run: u32) -> JsValue {
    let layers = Array::new();
    for layer in &pictures.layers {
        let entry = js_sys::Object::new().into();
        set(&entry, "name", layer.name.as_str());
        set(&entry, "units", layer.units);
        set(&entry, "offset", layer.offset);
        set(&entry, "scales", Float32Array::from(&layer.scales[..]));
        layers.push(&entry);
    }
    let object = js_sys::Object::new().into();
    set(&object, "run", run);
    set(&object, "step", pictures.step as f64);
    set(&object, "width", pictures.width);
    set(&object, "height", pictures.height);
    set(&object, "layers", layers);
    set(&object, "values", Uint8Array::from(&pictures.values[..]));
    set(&object, "output", Float32Array::from(&pictures.output[..]));
    object
}

/// Milliseconds of a clock that only goes forward.
pub(super) fn now() -> f64 {
    use wasm_bindgen::JsCast;
    thread_local! {
        static CLOCK: Option<web_sys::Performance> =
            js_sys::global().dyn_into::<web_sys::WorkerGlobalScope>().ok().and_then(|scope| scope.performance());
    }
    CLOCK.with(|clock| clock.as_ref().map_or(0.0, web_sys::Performance::now))
}
