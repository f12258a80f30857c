//! What the page asks its own instance: small questions that are answered at once.

use serde::Serialize;
use serde_json::Value;
use wasm_bindgen::prelude::*;

use super::{json, refuse};
use crate::data::{DataConfig, Feature, thumbnail as thumbnail_points};
use crate::experiment::{Advice, Experiment};
use crate::nn::Activation;
use crate::wire::{self, Wire};

/// Reads a part of an experiment that the page has from the core, so that it cannot be wrong.
pub(super) fn part<T: Wire>(text: &str) -> Result<T, JsValue> {
    wire::read_text(text).map_err(|error| refuse(vec![error.into()]))
}

#[wasm_bindgen(js_name = defaultExperiment)]
pub fn default_experiment() -> String {
    json(&Experiment::default())
}

/// The whole experiment that a partial one stands for.
#[wasm_bindgen]
pub fn complete(partial: &str) -> Result<String, JsValue> {
    Experiment::from_json(partial).map(|experiment| json(&experiment)).map_err(refuse)
}

/// The least that still stands for an experiment.
#[wasm_bindgen]
pub fn minimal(experiment: &str) -> Result<String, JsValue> {
    Experiment::from_json(experiment).map(|experiment| json(&experiment.least())).map_err(refuse)
}

/// The experiment with output layer and loss as its data ask for.
#[wasm_bindgen(js_name = followData)]
pub fn follow_data(experiment: &str) -> Result<String, JsValue> {
    let mut experiment = Experiment::unchecked(experiment).map_err(refuse)?;
    experiment.follow_data();
    let errors = experiment.validate();
    if errors.is_empty() { Ok(json(&experiment)) } else { Err(refuse(errors)) }
}

/// The network of an experiment layer by layer, also where a part of it is wrong. Throws only what cannot be read.
#[wasm_bindgen]
pub fn outline(experiment: &str) -> Result<String, JsValue> {
    Experiment::unchecked(experiment).map(|experiment| json(&experiment.outline())).map_err(refuse)
}

/// What data ask of the last layer and the loss.
#[wasm_bindgen]
pub fn advice(data: &str) -> Result<String, JsValue> {
    Ok(json(&Advice::on(&part::<DataConfig>(data)?)))
}

/// Points of a small picture of a data set.
#[wasm_bindgen]
pub fn thumbnail(data: &str) -> Result<String, JsValue> {
    Ok(json(&thumbnail_points(&part::<DataConfig>(data)?)))
}

/// What a value of a layer can see of the inputs, as JSON: `[{input, rows, columns}]`.
#[wasm_bindgen(js_name = receptiveField)]
pub fn receptive_field(experiment: &str, layer: &str, row: usize, column: usize) -> Result<String, JsValue> {
    let experiment = Experiment::from_json(experiment).map_err(refuse)?;
    Ok(json(&crate::explain::receptive_field(&experiment, layer, row, column)))
}

/// A feature over the plane, quantised so that 128 is 0 and 1 and 255 are minus and plus its largest value.
#[wasm_bindgen(js_name = featurePicture)]
pub fn feature_picture(feature: &str, size: usize, dimensions: usize) -> Result<Vec<u8>, JsValue> {
    let feature: Feature = part(&Value::from(feature).to_string())?;
    Ok(crate::snapshot::feature_picture(feature, size, dimensions))
}

/// Values of an activation at `count` evenly spaced points of [low, high], then its derivative there.
#[wasm_bindgen(js_name = activationCurve)]
pub fn activation_curve(activation: &str, low: f32, high: f32, count: usize) -> Result<Vec<f32>, JsValue> {
    let activation: Activation = part(activation)?;
    let points = (0..count).map(|index| low + (high - low) * index as f32 / (count - 1).max(1) as f32);
    let values = points.clone().map(|z| activation.value(z));
    Ok(values.chain(points.map(|z| activation.derivative(z))).collect())
}

/// Presets as `[{name, group, experiment}]`, the experiments partial.
#[wasm_bindgen]
pub fn presets() -> String {
    #[derive(Serialize)]
    struct Entry<'a> {
        name: &'a str,
        group: &'a str,
        experiment: Value,
    }
    let entries = crate::preset::all();
    let entry = |preset: &crate::preset::Preset| Entry {
        name: preset.name,
        group: preset.group.name(),
        experiment: preset.partial(),
    };
    json(&entries.iter().map(entry).collect::<Vec<_>>())
}
