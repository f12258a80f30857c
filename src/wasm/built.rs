//! What the page is told when a network was built: the data it learns and the layers it has.

use js_sys::{Array, Float32Array};
use serde::Serialize;
use wasm_bindgen::prelude::*;

use super::{object, set};
use crate::data::{Axis, Data, Examples};
use crate::experiment::problem_name;
use crate::nn::Network;
use crate::trainer::Trainer;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct DataHead<'a> {
    problem: &'static str,
    classes: usize,
    dimensions: usize,
    axes: &'a [Axis],
    target: &'a Axis,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ModelLayer<'a> {
    name: &'a str,
    layer: &'a str,
    inputs: &'a [String],
    units: usize,
    activation: Option<String>,
    output_shape: &'a [usize],
    parameters: Vec<ModelParameter<'a>>,
    parameter_count: usize,
    arithmetic: String,
}

#[derive(Serialize)]
struct ModelParameter<'a> {
    name: &'a str,
    shape: &'a [usize],
    offset: usize,
}

/// `{run, fresh, data, model}` of `protocol.js`'s `Built`.
pub fn built(trainer: &Trainer, fresh: bool) -> JsValue {
    let built = js_sys::Object::new().into();
    set(&built, "run", trainer.run());
    set(&built, "fresh", fresh);
    set(&built, "data", data(trainer.data()));
    set(&built, "model", model(trainer.network()));
    built
}

fn data(data: &Data) -> JsValue {
    let head = object(&DataHead {
        problem: problem_name(data.problem),
        classes: data.problem.classes(),
        dimensions: data.dimensions,
        axes: &data.axes,
        target: &data.target,
    });
    set(&head, "train", examples(&data.train));
    set(&head, "test", examples(&data.test));
    head
}

fn examples(examples: &Examples) -> JsValue {
    let object = js_sys::Object::new().into();
    set(&object, "count", examples.count);
    set(&object, "coordinates", Float32Array::from(&examples.coordinates[..]));
    set(&object, "targets", Float32Array::from(&examples.targets[..]));
    object
}

fn model(network: &Network) -> JsValue {
    let rows = network.summary();
    let layers = Array::new();
    for (layer, row) in network.layers().zip(&rows) {
        let parameters = network.parameters().iter().filter(|parameter| parameter.layer == layer.name);
        layers.push(&object(&ModelLayer {
            name: layer.name,
            layer: row.layer,
            inputs: layer.inputs,
            units: layer.units,
            activation: layer.kind.activation().map(|activation| activation.name().to_owned()),
            output_shape: &row.output_shape,
            parameters: parameters
                .map(|parameter| ModelParameter {
                    name: parameter.name,
                    shape: &parameter.shape,
                    offset: parameter.range.start,
                })
                .collect(),
            parameter_count: row.parameters,
            arithmetic: row.arithmetic.clone(),
        }));
    }
    let model = js_sys::Object::new().into();
    set(&model, "layers", layers);
    set(&model, "parameterCount", rows.iter().map(|row| row.parameters).sum::<usize>());
    model
}
