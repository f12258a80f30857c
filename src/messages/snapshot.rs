//! The state of a run: its metrics, weights and curves, and pictures of its units.

use serde::Serialize;

use super::{Bytes, Counts, Doubles, Finite, Floats};
use crate::data::Problem;
use crate::run::{self, Cause, Evaluation, OutputEvaluation, ROW, Run, Stopped};
use crate::unit_pictures;

/// `train` and `test` have the total loss and the metric of the first output, which `confusion` and `wrong...` are
/// about too.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Snapshot<'a> {
    /// The number of fresh starts.
    pub run: u32,
    pub step: u64,
    /// The last step to which `seek` can go.
    pub furthest: u64,
    /// The number of edits that the run has had. A run in its past makes later ones by itself.
    pub edits: usize,
    pub epoch: f64,
    pub learning_rate: f64,
    pub train: Metrics,
    pub test: Metrics,
    pub metric_name: MetricName,
    /// 1 for each training example that is wrong; null for regression.
    pub wrong_train: Option<Bytes<'a>>,
    pub wrong_test: Option<Bytes<'a>>,
    /// The confusion matrix of the test examples, `[true class][predicted class]`; null without classes.
    pub confusion: Option<Counts<'a>>,
    pub stopped: Option<StoppedName>,
    pub diverged: Option<Diverged<'a>>,
    /// Whether a run that nobody watches is at its end.
    pub finished: bool,
    pub steps_per_second: f64,
    /// The number of kernel weights that are not 0, and of all kernel weights; null without an evaluation.
    pub live_weights: Option<usize>,
    pub kernel_weights: Option<usize>,
    /// Whether pictures of this step are wanted and still missing.
    pub pictures_due: bool,
    /// Whether metrics are wanted and of an earlier step, or a row of the history is missing.
    pub metrics_due: bool,
    pub heads: Vec<OutputMetrics<'a>>,
    /// Null if they are not wanted or have not changed since the last snapshot.
    pub weights: Option<Floats<'a>>,
    /// Rows of `[epoch, train loss, test loss, train metric, test metric]`; null if they are not
    /// wanted or have not changed.
    pub history: Option<Doubles<'a>>,
    /// What was changed during the run; null if the curves are not wanted or it is what was sent last.
    pub marks: Option<Vec<run::Mark>>,
    /// Null if they are not wanted, the last ones are still right, or new ones are not finished.
    pub pictures: Option<Pictures<'a>>,
}

/// The metrics of one output.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct OutputMetrics<'a> {
    pub name: &'a str,
    pub train: Metrics,
    pub test: Metrics,
    pub metric_name: MetricName,
    pub wrong_train: Option<Bytes<'a>>,
    pub wrong_test: Option<Bytes<'a>>,
    pub confusion: Option<Counts<'a>>,
    /// Rows as in `snapshot.history` for this output; null if they have not changed.
    pub history: Option<Doubles<'a>>,
}

/// The metrics of one set of examples; null if it is empty or they are not finite. `metric` is accuracy in [0, 1] or
/// R2.
#[derive(Clone, Copy, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Metrics {
    pub loss: Finite,
    pub metric: Finite,
    pub mae: Finite,
}

impl From<run::Metrics> for Metrics {
    fn from(metrics: run::Metrics) -> Self {
        Self { loss: metrics.loss.into(), metric: metrics.metric.into(), mae: metrics.mae.into() }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub enum MetricName {
    Accuracy,
    R2,
}

impl From<Problem> for MetricName {
    fn from(problem: Problem) -> Self {
        if problem.is_regression() { Self::R2 } else { Self::Accuracy }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub enum StoppedName {
    Diverged,
    StopEpoch,
    EarlyStopping,
}

/// The first loss or weight that was not finite.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Diverged<'a> {
    pub step: u64,
    #[cfg_attr(test, ts(type = "\"loss\" | \"weight\""))]
    pub what: &'static str,
    /// The layer whose weights are not finite.
    pub layer: Option<&'a str>,
    pub likely: Cause,
}

/// What is large in a snapshot, and whether it is included.
#[derive(Clone, Copy)]
pub struct SnapshotParts {
    pub weights: bool,
    pub history: bool,
}

/// An output that has not been evaluated yet.
const NOT_EVALUATED: &OutputEvaluation =
    &OutputEvaluation { metrics: run::Metrics::NONE, wrong: None, confusion: None };

impl<'a> Snapshot<'a> {
    /// A snapshot without pictures, with the last evaluation of the training and the test examples. `newest` is its
    /// epoch if that is after the last row of the history.
    pub fn of(
        run: &'a Run,
        evaluation: Option<&'a [Evaluation; 2]>,
        newest: Option<f64>,
        parts: SnapshotParts,
    ) -> Self {
        let curve = |rows: &'a [[f64; ROW]], metrics| curve(run, rows, newest.map(|epoch| (epoch, metrics)));
        let [train, test] =
            evaluation.map_or([run::Metrics::NONE; 2], |sets| sets.each_ref().map(|set| set.metrics));
        let heads = |index: usize| {
            let of = |set: &'a Evaluation| set.heads.get(index).unwrap_or(NOT_EVALUATED);
            evaluation.map_or([NOT_EVALUATED; 2], |sets| sets.each_ref().map(of))
        };
        let (stopped, diverged) = match run.stopped() {
            None => (None, None),
            Some(Stopped::StopEpoch) => (Some(StoppedName::StopEpoch), None),
            Some(Stopped::EarlyStopping) => (Some(StoppedName::EarlyStopping), None),
            Some(Stopped::Diverged(divergence)) => {
                let diverged = Diverged {
                    step: divergence.step,
                    what: if divergence.layer.is_some() { "weight" } else { "loss" },
                    layer: divergence.layer.as_deref(),
                    likely: divergence.likely,
                };
                (Some(StoppedName::Diverged), Some(diverged))
            }
        };
        let head = |(index, (name, _)): (usize, (&'a str, usize))| {
            let [train, test] = heads(index);
            let target = run.wiring().targets[index];
            let rows = &run.history().head_curves()[index];
            OutputMetrics {
                name,
                train: train.metrics.into(),
                test: test.metrics.into(),
                metric_name: run.data().schema.targets[target].problem.into(),
                wrong_train: train.wrong.as_deref().map(Bytes::from),
                wrong_test: test.wrong.as_deref().map(Bytes::from),
                confusion: test.confusion.as_deref().map(Counts::from),
                history: parts.history.then(|| curve(rows, [train.metrics, test.metrics])),
            }
        };
        let [first_train, first_test] = heads(0);
        Self {
            run: run.starts(),
            step: run.step(),
            furthest: run.furthest(),
            edits: run.edits(),
            epoch: run.epoch(),
            learning_rate: run.learning_rate(),
            train: train.into(),
            test: test.into(),
            metric_name: run.data().problem().into(),
            wrong_train: first_train.wrong.as_deref().map(Bytes::from),
            wrong_test: first_test.wrong.as_deref().map(Bytes::from),
            confusion: first_test.confusion.as_deref().map(Counts::from),
            stopped,
            diverged,
            finished: false,
            steps_per_second: 0.0,
            live_weights: None,
            kernel_weights: None,
            pictures_due: false,
            metrics_due: false,
            heads: run.network().output_units().enumerate().map(head).collect(),
            weights: parts.weights.then(|| run.network().weights[..].into()),
            history: parts.history.then(|| curve(run.history().rows(), [train, test])),
            marks: None,
            pictures: None,
        }
    }

    pub fn count_live_weights(&mut self, run: &Run) {
        let (live, all) = run.network().live_weights();
        (self.live_weights, self.kernel_weights) = (Some(live), Some(all));
    }
}

/// The rows of a history, and one more for the newest metrics.
fn curve<'a>(run: &Run, rows: &'a [[f64; ROW]], newest: Option<(f64, [run::Metrics; 2])>) -> Doubles<'a> {
    let rows = rows.as_flattened();
    match newest {
        Some((epoch, [train, test])) if !matches!(run.stopped(), Some(Stopped::Diverged(_))) => {
            [rows, &[epoch, train.loss, test.loss, train.metric, test.metric]].concat().into()
        }
        _ => rows.into(),
    }
}

/// Pictures of the units over the plane, quantized: 128 is 0; 1 and 255 are minus and plus the scale of a unit. For
/// one-dimensional data `height` is 1.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Pictures<'a> {
    pub run: u32,
    pub step: u64,
    pub width: usize,
    pub height: usize,
    pub layers: Vec<PicturesOfLayer<'a>>,
    /// `width` × `height` bytes for each unit of each layer.
    pub values: Bytes<'a>,
    /// The outputs of the network, `[unit][row][column]`, not quantized.
    pub output: Floats<'a>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct PicturesOfLayer<'a> {
    pub name: String,
    pub units: usize,
    /// Offset of its units in `values`.
    pub offset: usize,
    pub scales: Floats<'a>,
}

impl Pictures<'_> {
    pub fn of(pictures: unit_pictures::Pictures, run: u32) -> Self {
        let layers = pictures.layers.into_iter().map(|layer| PicturesOfLayer {
            name: layer.name,
            units: layer.units,
            offset: layer.offset,
            scales: layer.scales.into(),
        });
        Self {
            run,
            step: pictures.step,
            width: pictures.width,
            height: pictures.height,
            layers: layers.collect(),
            values: pictures.values.into(),
            output: pictures.output.into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::Experiment;

    #[test]
    fn weights_and_curves_are_sent_only_where_they_are_new() {
        let mut run = Run::new(Experiment::default()).unwrap();
        run.advance(3, || false);
        let evaluation = run.evaluate_in_parts(|| false).unwrap();
        let newest = Some(run.epoch());
        let sent = |all| {
            let parts = SnapshotParts { weights: all, history: all };
            serde_json::to_value(Snapshot::of(&run, Some(&evaluation), newest, parts)).unwrap()
        };
        let (whole, rest) = (sent(true), sent(false));
        assert_eq!(whole["weights"].as_array().unwrap().len(), run.network().weights.len());
        for history in [&whole["history"], &whole["heads"][0]["history"]] {
            let numbers = history.as_array().unwrap();
            assert_eq!(numbers[numbers.len() - ROW], run.epoch());
        }
        for field in [&rest["weights"], &rest["history"], &rest["heads"][0]["history"]] {
            assert!(field.is_null());
        }
        assert_eq!((&whole["train"], &whole["step"]), (&rest["train"], &rest["step"]));
    }

    #[test]
    fn metrics_of_no_examples_are_null() {
        let metrics = serde_json::to_value(Metrics::from(run::Metrics::NONE)).unwrap();
        assert_eq!(metrics, serde_json::json!({"loss": null, "metric": null, "mae": null}));
    }
}
