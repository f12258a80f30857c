//! A network as an ONNX file: opset 17, for inference. Source: <https://onnx.ai/onnx/operators/>
//!
//! Values keep the channels last, as in Keras, but between convolutions, poolings and normalizations, which have them first.

mod activation;
pub mod graph;
mod layers;
pub mod metadata;
pub mod proto;
mod recurrent;

use std::collections::BTreeMap;

use prost::Message;

use self::graph::Graph;
use self::proto::{GraphProto, ModelProto, OperatorSet, element};
use super::layer_name;
use super::model::Model;
use crate::data::Data;
use crate::experiment::Wiring;
use crate::nn::LayerKind;

use self::graph::{floats, ints};
pub use self::recurrent::gate_order;

const OPSET: i64 = 17;
/// That of ONNX 1.12, which has this opset.
const IR_VERSION: i64 = 8;

/// What the file says wrote it.
pub const PRODUCER: &str = "Descent";

/// The network as it is. With `data` the file says how inputs are scaled and what classes are called; `link` leads back.
pub fn onnx(model: &Model, data: Option<(&Data, &Wiring)>, link: Option<&str>) -> Vec<u8> {
    let proto = ModelProto {
        ir_version: IR_VERSION,
        producer_name: PRODUCER.into(),
        producer_version: env!("CARGO_PKG_VERSION").into(),
        graph: Some(graph(model)),
        opset_import: vec![OperatorSet { domain: String::new(), version: OPSET }],
        metadata_props: metadata::entries(model, data, link),
    };
    proto.encode_to_vec()
}

/// The graph of operators.
pub fn graph(model: &Model) -> GraphProto {
    let mut writer =
        Writer { model, graph: Graph::default(), values: BTreeMap::new(), masks: BTreeMap::new() };
    let layers = model.layers();
    for name in model.inputs() {
        let elements = if writer.has_tokens(name) { element::INT32 } else { element::FLOAT };
        writer.graph.input(name, elements, &model.shape(name));
    }
    for (layer, shape) in &layers {
        writer.graph.begin(&layer_name(&layer.name));
        writer.layer(layer, shape);
    }
    for name in model.outputs() {
        let value = writer.last(name);
        writer.graph.output(&value, name, &model.shape(name));
    }
    writer.graph.finish("network")
}

/// A value of the graph.
#[derive(Clone, Debug)]
struct Value {
    name: String,
    /// Whether the channels come before the places.
    channels_first: bool,
}

struct Writer<'a> {
    model: &'a Model<'a>,
    graph: Graph,
    /// The output of each layer.
    values: BTreeMap<String, Value>,
    /// The masks of layers: true where there is something.
    masks: BTreeMap<String, String>,
}

impl Writer<'_> {
    fn has_tokens(&self, input: &str) -> bool {
        let layer = self.model.config.layers.iter().find(|layer| layer.name == input);
        matches!(layer.map(|layer| &layer.kind), Some(LayerKind::Input(input)) if input.dtype.is_some())
    }

    /// The output of a layer with the channels last.
    fn last(&mut self, layer: &str) -> String {
        let value = self.values[layer].clone();
        if !value.channels_first {
            return value.name;
        }
        let rank = self.model.shape(layer).len() as i64;
        let order = [0].into_iter().chain(2..=rank).chain([1]);
        let name = self.graph.node("Transpose", &[&value.name], [ints("perm", order)]);
        self.values.insert(layer.to_owned(), Value { name: name.clone(), channels_first: false });
        name
    }

    /// The output of a layer with the channels first.
    fn first(&mut self, layer: &str) -> String {
        let value = self.values[layer].clone();
        let rank = self.model.shape(layer).len() as i64;
        if value.channels_first || rank < 2 {
            return value.name;
        }
        let order = [0, rank].into_iter().chain(1..rank);
        self.graph.node("Transpose", &[&value.name], [ints("perm", order)])
    }

    /// The values of a parameter of a layer. Empty if it has none of this name.
    fn weights(&self, layer: &str, name: &str) -> (Vec<usize>, Vec<f32>) {
        let network = self.model.network;
        let mut parameters = network.parameters().into_iter();
        parameters
            .find(|parameter| parameter.layer == layer && parameter.name == name)
            .map_or((Vec::new(), Vec::new()), |found| (found.shape, network.weights[found.range].to_vec()))
    }

    /// A parameter as a constant. None if the layer does not have it.
    fn parameter(&mut self, layer: &str, name: &str) -> Option<String> {
        let (shape, values) = self.weights(layer, name);
        let is_there = !shape.is_empty();
        is_there.then(|| self.graph.weight(&layer_name(layer), name, || floats(&shape, values)))
    }
}
