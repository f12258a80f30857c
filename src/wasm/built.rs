//! What the page is told when a network was built: the data it learns and the layers it has.

use js_sys::{Array, Float32Array, Float64Array};
use serde::Serialize;
use wasm_bindgen::prelude::*;

use super::trainer::FigureHead;
use super::{object, set};
use crate::data::{Axis, Column, Data, Examples, Story};
use crate::experiment::problem_name;
use crate::trainer::{Trainer, no_change};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct DataHead<'a> {
    task: &'static str,
    problem: &'static str,
    classes: usize,
    dimensions: usize,
    axes: &'a [Axis],
    target: &'a Axis,
    inputs: Vec<DataInput<'a>>,
    targets: Vec<DataTarget<'a>>,
}

#[derive(Serialize)]
struct DataInput<'a> {
    name: &'a str,
    shape: &'a [usize],
    vocabulary: Option<usize>,
    words: Option<&'a [String]>,
    columns: &'a [Column],
}

#[derive(Serialize)]
struct DataTarget<'a> {
    name: &'a str,
    problem: &'static str,
    classes: usize,
    units: usize,
    column: &'a Column,
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

/// Which input or target of the data a layer stands for.
#[derive(Serialize)]
struct Wire<'a> {
    name: &'a str,
    index: usize,
}

/// A wire of an output, and from where on its one unit means yes.
#[derive(Serialize)]
struct OutputWire<'a> {
    #[serde(flatten)]
    wire: Wire<'a>,
    threshold: f32,
}

/// `{run, fresh, data, model}` of `protocol.js`'s `Built`.
pub fn built(trainer: &Trainer, fresh: bool) -> JsValue {
    let built = js_sys::Object::new().into();
    set(&built, "run", trainer.run());
    set(&built, "fresh", fresh);
    set(&built, "data", data(trainer.data()));
    set(&built, "model", model(trainer));
    built
}

fn data(data: &Data) -> JsValue {
    let head = object(&DataHead {
        task: task_name(data),
        problem: problem_name(data.problem()),
        classes: data.problem().classes(),
        dimensions: data.dimensions,
        axes: &data.axes,
        target: &data.target,
        inputs: inputs(data),
        targets: targets(data),
    });
    set(&head, "train", examples(data, &data.train));
    set(&head, "test", examples(data, &data.test));
    set(&head, "series", series(data));
    head
}

/// Of tasks only how many there are: pages ask for those they show.
fn examples(data: &Data, examples: &Examples) -> JsValue {
    let targets = if data.dimensions > 0 { &examples.targets[0][..] } else { &[] };
    points(examples.count, &examples.coordinates, targets)
}

pub(super) fn points(count: usize, coordinates: &[f32], targets: &[f32]) -> JsValue {
    let object = js_sys::Object::new().into();
    set(&object, "count", count);
    set(&object, "coordinates", Float32Array::from(coordinates));
    set(&object, "targets", Float32Array::from(targets));
    object
}

/// The name of a task in the words of the page.
fn task_name(data: &Data) -> &'static str {
    match &data.story {
        Story::None => "plane",
        Story::Houses => "houses",
        Story::Digits(_) => "digits",
        Story::Sentences { .. } => "sentences",
        Story::Series(_) => "series",
        Story::Table(_) => "table",
    }
}

fn series(data: &Data) -> JsValue {
    let Story::Series(timeline) = &data.story else { return JsValue::NULL };
    let series = js_sys::Object::new().into();
    set(&series, "values", Float64Array::from(&timeline.values[..]));
    set(&series, "border", timeline.border);
    let [train, test] = [&data.train, &data.test].map(|set| FigureHead::from(no_change(set)));
    set(&series, "baseline", object(&Baseline { train, test }));
    series
}

#[derive(Serialize)]
struct Baseline {
    train: FigureHead,
    test: FigureHead,
}

fn inputs(data: &Data) -> Vec<DataInput<'_>> {
    let words = match &data.story {
        Story::Sentences { vocabulary, .. } => Some(vocabulary.words()),
        _ => None,
    };
    let both = data.schema.inputs.iter().zip(&data.inputs);
    both.map(|(one, columns)| DataInput {
        name: one.name,
        shape: &one.shape,
        vocabulary: one.vocabulary(),
        words,
        columns,
    })
    .collect()
}

fn targets(data: &Data) -> Vec<DataTarget<'_>> {
    let both = data.schema.targets.iter().zip(&data.targets);
    both.map(|(target, column)| DataTarget {
        name: target.name,
        problem: problem_name(target.problem),
        classes: target.problem.classes(),
        units: target.problem.units(),
        column,
    })
    .collect()
}

fn model(trainer: &Trainer) -> JsValue {
    let network = trainer.network();
    let (rows, parameters) = (network.summary(), network.parameters());
    let layers = Array::new();
    for (layer, row) in network.layers().zip(&rows) {
        let own = parameters.iter().filter(|parameter| parameter.layer == layer.name);
        layers.push(&object(&ModelLayer {
            name: layer.name,
            layer: row.layer,
            inputs: layer.inputs,
            units: layer.units,
            activation: layer.kind.activation().map(|activation| activation.name().to_owned()),
            output_shape: &row.output_shape,
            parameters: own
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
    let wiring = trainer.wiring();
    let inputs = network.input_names().zip(&wiring.inputs).map(|(name, &index)| Wire { name, index });
    set(&model, "inputs", object(&inputs.collect::<Vec<_>>()));
    let outputs = network.output_units().zip(&wiring.targets).enumerate();
    let outputs = outputs.map(|(output, ((name, _), &index))| OutputWire {
        wire: Wire { name, index },
        threshold: network.threshold(output),
    });
    set(&model, "outputs", object(&outputs.collect::<Vec<_>>()));
    set(&model, "parameterCount", rows.iter().map(|row| row.parameters).sum::<usize>());
    model
}
