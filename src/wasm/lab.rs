//! Functions that the page's own instance answers immediately.

use wasm_bindgen::prelude::*;

use super::{json_of, object, part, refuse};
use crate::data::{DataConfig, Feature, thumbnail as thumbnail_points};
use crate::experiment::{Experiment, Recommendation};
use crate::field_error::{FieldError, Reason};
use crate::nn::Activation;

/// Reads and validates an experiment, complete or partial.
pub(super) fn experiment(given: &JsValue) -> Result<Experiment, JsValue> {
    Experiment::read(&json_of(given)?).map_err(refuse)
}

fn unchecked(given: &JsValue) -> Result<Experiment, JsValue> {
    Experiment::unchecked(&json_of(given)?).map_err(refuse)
}

#[wasm_bindgen(js_name = defaultExperiment)]
pub fn default_experiment() -> JsValue {
    object(&Experiment::default())
}

/// Fills in the defaults of a partial experiment.
#[wasm_bindgen]
pub fn complete(partial: &JsValue) -> Result<JsValue, JsValue> {
    Ok(object(&experiment(partial)?))
}

/// The partial experiment with only what differs from the defaults.
#[wasm_bindgen]
pub fn minimal(given: &JsValue) -> Result<JsValue, JsValue> {
    Ok(object(&experiment(given)?.diff_from_defaults()))
}

/// The experiment with output layers and losses as recommended for its data.
#[wasm_bindgen(js_name = adaptToData)]
pub fn adapt_to_data(given: &JsValue) -> Result<JsValue, JsValue> {
    let mut experiment = unchecked(given)?;
    experiment.adapt_to_data();
    let errors = experiment.validate();
    if errors.is_empty() { Ok(object(&experiment)) } else { Err(refuse(errors)) }
}

/// The network of an experiment layer by layer, even if it has errors. Throws only if it cannot be read.
#[wasm_bindgen]
pub fn outline(given: &JsValue) -> Result<JsValue, JsValue> {
    Ok(object(&unchecked(given)?.outline()))
}

/// The recommended last layers and losses for data.
#[wasm_bindgen]
pub fn recommendation(data: &JsValue) -> Result<JsValue, JsValue> {
    Ok(object(&Recommendation::on(&part::<DataConfig>(data)?)))
}

/// The points of a small picture of a data set.
#[wasm_bindgen]
pub fn thumbnail(data: &JsValue) -> Result<JsValue, JsValue> {
    Ok(object(&thumbnail_points(&part::<DataConfig>(data)?)))
}

/// The receptive field of a value of a layer: `[{input, rows, columns}]`.
#[wasm_bindgen(js_name = receptiveField)]
pub fn receptive_field(given: &JsValue, layer: &str, row: usize, column: usize) -> Result<JsValue, JsValue> {
    Ok(object(&crate::inspect::receptive_field(&experiment(given)?, layer, row, column)))
}

/// A feature over the plane, quantized: 128 is 0; 1 and 255 are minus and plus its largest value. Fails for a formula
/// that cannot be parsed.
#[wasm_bindgen(js_name = featurePicture)]
pub fn feature_picture(feature: &JsValue, size: usize, dimensions: usize) -> Result<Vec<u8>, JsValue> {
    let feature: Feature = part(feature)?;
    if let Some(error) = feature.formula_error(dimensions) {
        return Err(refuse(vec![FieldError::new("", Reason::Formula { error })]));
    }
    Ok(crate::unit_pictures::feature_picture(feature, size, dimensions))
}

/// Values of an activation at `count` evenly spaced points of [low, high], then its derivative there.
#[wasm_bindgen(js_name = activationCurve)]
pub fn activation_curve(
    activation: &JsValue,
    low: f32,
    high: f32,
    count: usize,
) -> Result<Vec<f32>, JsValue> {
    let activation: Activation = part(activation)?;
    let points = (0..count).map(|index| low + (high - low) * index as f32 / (count - 1).max(1) as f32);
    let values = points.clone().map(|z| activation.value(z));
    Ok(values.chain(points.map(|z| activation.derivative(z))).collect())
}
