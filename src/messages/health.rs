//! The message about how the layers of a network are doing.

use serde::Serialize;
use serde_json::Value;

use super::{Counts, Finite, Floats};
use crate::health::{self, Finding, Kind, LayerHealth, Remedy, Verdict, WeightHealth};

/// Every layer that has weights or an activation, at one step, and what is wrong.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Health<'a> {
    pub step: u64,
    /// The number of training examples that were looked at, and of all.
    pub examples: usize,
    pub of_examples: usize,
    pub loss: Finite,
    /// The gradient of the first layer with weights over that of the last.
    pub gradient_ratio: Option<Finite>,
    pub layers: Vec<HealthLayer<'a>>,
    /// Null where nothing is wrong.
    pub finding: Option<HealthFinding>,
    pub remedy: Option<HealthRemedy>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct HealthLayer<'a> {
    pub name: String,
    pub kind: &'static str,
    pub activation: Option<&'static str>,
    pub is_output: bool,
    pub units: usize,
    /// For each unit the share of values whose derivative is at least 1 % of the activation's largest; empty where there is none.
    pub slopes: Floats<'a>,
    /// The number of units whose derivative is 0 for every example.
    pub dead: usize,
    /// The share of values whose derivative is under 1 % of the largest.
    pub saturated: Option<f64>,
    pub not_finite: usize,
    pub weights: Option<HealthWeights<'a>>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct HealthWeights<'a> {
    pub count: usize,
    /// Root mean squares of the weights and of their gradients.
    pub rms: Finite,
    pub gradient: Finite,
    /// The next step over the size of the weights; null where it was not computed.
    pub update: Option<Finite>,
    /// The smallest and the largest weight, and how many lie in each part between them.
    pub low: f64,
    pub high: f64,
    pub counts: Counts<'a>,
}

/// What is wrong, in which layer: `count` of `of` units are concerned, and `value` is the number that tells.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct HealthFinding {
    pub kind: Kind,
    pub layer: Option<String>,
    pub count: usize,
    pub of: usize,
    pub value: Finite,
}

/// A change that mends it: the experiment with it, to be started anew.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct HealthRemedy {
    /// Its name, with the new rate, strength or activation where it has one.
    pub remedy: Remedy,
    #[cfg_attr(test, ts(type = "Experiment"))]
    pub experiment: Value,
}

impl Health<'_> {
    pub fn of(health: health::Health, verdict: Option<Verdict>) -> Self {
        let gradient_ratio = health.gradient_ratio().map(Finite);
        let (finding, remedy) = match verdict {
            Some(Verdict { finding, remedy }) => (Some(finding), remedy),
            None => (None, None),
        };
        Self {
            step: health.step,
            examples: health.examples,
            of_examples: health.of_examples,
            loss: Finite(health.loss),
            gradient_ratio,
            layers: health.layers.into_iter().map(HealthLayer::from).collect(),
            finding: finding.map(HealthFinding::from),
            remedy: remedy.map(|(remedy, experiment)| HealthRemedy {
                remedy,
                experiment: serde_json::to_value(experiment).unwrap_or_default(),
            }),
        }
    }
}

impl From<Finding> for HealthFinding {
    fn from(finding: Finding) -> Self {
        let Finding { kind, layer, count, of, value } = finding;
        Self { kind, layer, count, of, value: Finite(value) }
    }
}

impl From<LayerHealth> for HealthLayer<'_> {
    fn from(layer: LayerHealth) -> Self {
        Self {
            saturated: layer.saturated(),
            name: layer.name,
            kind: layer.kind,
            activation: layer.activation,
            is_output: layer.is_output,
            units: layer.units,
            slopes: layer.slopes.into(),
            dead: layer.dead,
            not_finite: layer.not_finite,
            weights: layer.weights.map(HealthWeights::from),
        }
    }
}

impl From<WeightHealth> for HealthWeights<'_> {
    fn from(weights: WeightHealth) -> Self {
        Self {
            update: weights.update().map(Finite),
            count: weights.count,
            rms: Finite(weights.rms),
            gradient: Finite(weights.gradient),
            low: weights.histogram.low,
            high: weights.histogram.high,
            counts: weights.histogram.counts.into(),
        }
    }
}
