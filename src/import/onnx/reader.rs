//! From nodes to layers.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json, json};

use super::constant::Constant;
use super::layout::{Axis, Value, can_activate};
use super::nodes::{Nodes, int};
use super::problem::{OnnxProblem, name_of};
use super::{Imported, compiled};
use crate::export::onnx::proto::{GraphProto, NodeProto, ValueInfo, element};
use crate::nn::{LayerConfig, LayerKind, NetworkConfig};

/// A layer while it is put together: an activation or a bias may yet come to it.
pub struct Layer {
    pub name: String,
    /// Its kind and arguments.
    pub config: Map<String, Json>,
    pub inputs: Vec<usize>,
    /// By their names, in Keras's order of numbers.
    pub parameters: Vec<(&'static str, Vec<f32>)>,
    shape: Vec<usize>,
}

pub struct Reader {
    pub nodes: Nodes,
    pub opset: i64,
    /// The number of examples, where the file has one.
    pub examples: Option<i64>,
    /// How often each value is used.
    pub uses: BTreeMap<String, usize>,
    pub values: BTreeMap<String, Value>,
    pub layers: Vec<Layer>,
}

/// Operators that keep channels first where they find them.
const OF_CHANNELS: [&str; 6] =
    ["Conv", "MaxPool", "AveragePool", "GlobalAveragePool", "GlobalMaxPool", "BatchNormalization"];
/// Operators that say nothing about the order of axes.
const OF_ANY_ORDER: [&str; 10] =
    ["Cast", "Identity", "Dropout", "Relu", "LeakyRelu", "Elu", "Sigmoid", "Tanh", "Add", "Concat"];

/// Segments of names that say nothing about a layer.
const PLAIN: [&str; 18] = [
    "weight",
    "kernel",
    "MatMul",
    "Conv2D",
    "Conv1D",
    "BiasAdd",
    "ReadVariableOp",
    "Gemm",
    "Conv",
    "Add",
    "Cast",
    "Cast_1",
    "convolution",
    "Tensordot",
    "batchnorm",
    "GatherV2",
    "ConstantFolding",
    "split",
];

fn unread(node: &NodeProto, input: &str) -> OnnxProblem {
    OnnxProblem::NotConstant { node: name_of(node), operator: node.op_type.clone(), input: input.to_owned() }
}

impl Reader {
    pub fn read(mut graph: GraphProto, opset: i64) -> Result<Imported, Vec<OnnxProblem>> {
        let nodes = Nodes::of(&mut graph)?.fused();
        let outputs: Vec<String> = graph.output.iter().map(|output| output.name.clone()).collect();
        let activations: BTreeMap<usize, (Json, String)> = nodes
            .all
            .iter()
            .enumerate()
            .filter_map(|(index, node)| Some((index, nodes.composite(node)?)))
            .collect();
        let (reached, uses) = nodes.reached(&outputs, &activations);
        let mut problems: Vec<OnnxProblem> = reached
            .iter()
            .filter(|index| !activations.contains_key(index))
            .map(|&index| &nodes.all[index])
            .filter(|node| !Self::is_known(&nodes, node))
            .map(OnnxProblem::operator)
            .collect();
        let examples = graph.input.iter().find_map(|input| {
            let tensor = input.r#type.as_ref()?.tensor_type.as_ref()?;
            tensor.shape.as_ref()?.dim.first()?.dim_value
        });
        let mut reader = Self { nodes, opset, examples, uses, values: BTreeMap::new(), layers: Vec::new() };
        for input in &graph.input {
            if reader.nodes.constants.contains_key(&input.name) || !reader.uses.contains_key(&input.name) {
                continue;
            }
            if let Err(problem) = reader.input(input) {
                problems.push(problem);
            }
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        for index in reached {
            let node = reader.nodes.all[index].clone();
            let read = match activations.get(&index) {
                Some((activation, x)) => reader.activate(&node, x, activation.clone()),
                None => reader.node(&node),
            };
            match read {
                Ok(()) => {}
                // What it takes could not be read, and is named already.
                Err(OnnxProblem::NotConstant { input, .. })
                    if !problems.is_empty() && reader.nodes.maker(&input).is_some() => {}
                Err(problem) => problems.push(problem),
            }
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        reader.finish(&outputs).map_err(|problem| vec![problem])
    }

    /// A layer for an input of the graph. Its axes are as the first operators want them.
    fn input(&mut self, given: &ValueInfo) -> Result<(), OnnxProblem> {
        let open = || OnnxProblem::OpenShape { input: given.name.clone() };
        let tensor = given.r#type.as_ref().and_then(|one| one.tensor_type.as_ref()).ok_or_else(open)?;
        let sides = &tensor.shape.as_ref().ok_or_else(open)?.dim;
        let sides: Option<Vec<usize>> = sides
            .iter()
            .skip(1)
            .map(|side| side.dim_value.and_then(|side| usize::try_from(side).ok()).filter(|&side| side > 0))
            .collect();
        let mut shape = sides.filter(|sides| !sides.is_empty()).ok_or_else(open)?;
        let rank = shape.len();
        let channels_first = rank > 1 && self.feeds_channels(&given.name, 0);
        if channels_first {
            shape.rotate_left(1);
        }
        let mut config = json!({"layer": "input", "shape": shape});
        if [element::INT32, element::INT64].contains(&tensor.elem_type) || self.is_of_tokens_only(&given.name)
        {
            config["dtype"] = "int32".into();
        }
        let mut value = self.make(&given.name, config, &[], Vec::new())?;
        if channels_first {
            value.axes = Value::channels_first(rank);
        }
        self.values.insert(given.name.clone(), value);
        Ok(())
    }

    /// Whether an input becomes whole numbers wherever it is used: Keras gives tokens as floats, too.
    fn is_of_tokens_only(&self, input: &str) -> bool {
        let takes = |node: &&NodeProto| node.input.iter().any(|one| one == input);
        let mut users = self.nodes.all.iter().filter(takes).peekable();
        let to_integers = |node: &NodeProto| node.op_type == "Cast" && [6, 7].contains(&int(node, "to", 0));
        users.peek().is_some() && users.all(to_integers)
    }

    /// Whether a value comes to an operator that has the channels first.
    pub fn feeds_channels(&self, value: &str, depth: usize) -> bool {
        let takes = |node: &&NodeProto| node.input.iter().any(|input| input == value);
        depth < 8
            && self.nodes.all.iter().filter(takes).any(|node| {
                let name = &node.op_type[..];
                OF_CHANNELS.contains(&name) && node.input[0] == value
                    || OF_ANY_ORDER.contains(&name)
                        && node.output.iter().any(|output| self.feeds_channels(output, depth + 1))
            })
    }

    /// The value of a name. Its layer is its own where nobody else uses it.
    pub fn value(&self, node: &NodeProto, input: usize) -> Result<Value, OnnxProblem> {
        self.named(node, node.input.get(input).map_or("", |name| &name[..]))
    }

    fn named(&self, node: &NodeProto, name: &str) -> Result<Value, OnnxProblem> {
        let value = self.values.get(name).ok_or_else(|| unread(node, name))?;
        let is_own = value.is_own && self.uses.get(name) == Some(&1);
        Ok(Value { is_own, ..value.clone() })
    }

    /// That an input is neither in the file nor the value of a layer.
    pub fn not_constant(&self, node: &NodeProto, input: usize) -> OnnxProblem {
        unread(node, node.input.get(input).map_or("", |name| &name[..]))
    }

    /// The numbers that an input has to be.
    pub fn constant_input(&self, node: &NodeProto, input: usize) -> Result<Constant, OnnxProblem> {
        let constant = node.input.get(input).and_then(|name| self.constant(name, 0));
        constant.ok_or_else(|| self.not_constant(node, input))
    }

    /// The floats that an input has to be, with their shape.
    pub fn weights(&self, node: &NodeProto, input: usize) -> Result<(Vec<usize>, Vec<f32>), OnnxProblem> {
        let constant = self.constant_input(node, input)?;
        let values = constant.as_floats().ok_or_else(|| self.not_constant(node, input))?.to_vec();
        if values.iter().any(|value| !value.is_finite()) {
            return Err(OnnxProblem::NotFinite { tensor: node.input[input].clone() });
        }
        Ok((constant.shape, values))
    }

    /// Integers of an argument that newer operators have as an input, and older ones as an attribute.
    pub fn list(&self, node: &NodeProto, name: &str, input: usize) -> Result<Option<Vec<i64>>, OnnxProblem> {
        if let Some(values) = super::nodes::ints(node, name) {
            return Ok(Some(values));
        }
        match node.input.get(input).filter(|name| !name.is_empty()) {
            None => Ok(None),
            Some(_) => {
                let constant = self.constant_input(node, input)?;
                constant
                    .as_integers()
                    .map(|values| Some(values.to_vec()))
                    .ok_or_else(|| self.not_constant(node, input))
            }
        }
    }

    /// Says which value an output of a node is.
    pub fn put(&mut self, node: &NodeProto, output: usize, value: Value) -> Result<(), OnnxProblem> {
        if let Some(name) = node.output.get(output).filter(|name| !name.is_empty()) {
            self.values.insert(name.clone(), value);
        }
        Ok(())
    }

    /// Adds a layer, which is called as its weights are where those have a name that says something.
    pub fn make(
        &mut self,
        name: &str,
        config: Json,
        inputs: &[usize],
        parameters: Vec<(&'static str, Vec<f32>)>,
    ) -> Result<Value, OnnxProblem> {
        let Json::Object(config) = config else { unreachable!("configs are objects") };
        let kind = config["layer"].as_str().unwrap_or_default();
        let name = self.free_name(name, kind);
        let mut layer = Layer { name, config, inputs: inputs.to_vec(), parameters, shape: Vec::new() };
        let graph = |message: String| OnnxProblem::Graph { message };
        let kind = self.config_of(&layer)?.kind;
        let shapes: Vec<&[usize]> = inputs.iter().map(|&input| &self.layers[input].shape[..]).collect();
        layer.shape =
            kind.output_shape(&shapes).map_err(|error| graph(format!("{}: {error}", layer.name)))?;
        let value = Value::plain(self.layers.len(), layer.shape.clone());
        self.layers.push(layer);
        Ok(value)
    }

    /// A name that no layer has.
    fn free_name(&self, wanted: &str, kind: &str) -> String {
        let own = match kind {
            "input" => Some(wanted),
            _ => wanted
                .rsplit(['/', '.'])
                .skip(1)
                .find(|part| !PLAIN.contains(part) && !part.contains(':') && !part.contains("_cell"))
                .filter(|part| part.starts_with(|sign: char| sign.is_alphabetic())),
        };
        let is_free = |name: &String| self.layers.iter().all(|layer| layer.name != *name);
        let numbered = |base: &str, first: usize| {
            (first..).map(|number| format!("{base}_{number}")).find(is_free).unwrap_or_default()
        };
        match own.map(str::to_owned) {
            Some(name) if is_free(&name) => name,
            Some(name) => numbered(&name, 2),
            None => numbered(kind, 1),
        }
    }

    fn config_of(&self, layer: &Layer) -> Result<LayerConfig, OnnxProblem> {
        let mut config = layer.config.clone();
        config.insert("name".into(), layer.name.clone().into());
        let inputs: Vec<&str> = layer.inputs.iter().map(|&input| &self.layers[input].name[..]).collect();
        config.insert("inputs".into(), inputs.into());
        serde_json::from_value(Json::Object(config))
            .map_err(|error| OnnxProblem::Graph { message: format!("{}: {error}", layer.name) })
    }

    /// Applies an activation to a value: by the layer that makes it, where that can, else by a layer of its own.
    pub fn activate(&mut self, node: &NodeProto, x: &str, activation: Json) -> Result<(), OnnxProblem> {
        let mut value = self.named(node, x)?;
        let kind = self.config_of(&self.layers[value.layer])?.kind;
        let layer = &mut self.layers[value.layer];
        if value.is_own && can_activate(&kind) && !layer.config.contains_key("activation") {
            layer.config.insert("activation".into(), activation);
        } else {
            let config = json!({"layer": "activation", "activation": activation});
            let made = self.make("", config, &[value.layer], Vec::new())?;
            value = Value { layer: made.layer, is_own: true, ..value };
        }
        self.put(node, 0, value)
    }

    /// The config, and the weights in its order.
    fn finish(mut self, outputs: &[String]) -> Result<Imported, OnnxProblem> {
        let mut names = Vec::new();
        for output in outputs {
            let graph = |message: String| OnnxProblem::Graph { message };
            let value =
                self.values.get(output).ok_or_else(|| graph(format!("{output}: no layer gives it")))?;
            let wide: Vec<Axis> =
                value.axes.iter().copied().filter(|&axis| value.side(axis) != Some(1)).collect();
            let is_in_order = wide.is_sorted_by_key(|axis| match axis {
                Axis::Batch => 0,
                Axis::Of(own) => own + 1,
                Axis::One | Axis::Directions | Axis::Rows => usize::MAX,
            });
            if value.order.is_some()
                || !is_in_order
                || value.axes[0] != Axis::Batch
                || wide.contains(&Axis::Directions)
            {
                return Err(graph(format!(
                    "{output}: the channels of this output come first; here they come last"
                )));
            }
            let mut layer = value.layer;
            if names.contains(&self.layers[layer].name) {
                // A layer that gives two outputs of the graph is one output here.
                let same = json!({"layer": "activation", "activation": "linear"});
                layer = self.make("", same, &[layer], Vec::new())?.layer;
            }
            names.push(self.layers[layer].name.clone());
        }
        let layers = self.layers.iter().map(|layer| self.config_of(layer)).collect::<Result<_, _>>()?;
        let network = NetworkConfig { layers, outputs: names };
        let mut compiled = compiled(&network)?;
        for parameter in compiled.parameters() {
            let layer = self.layers.iter().find(|layer| layer.name == parameter.layer);
            let own =
                layer.and_then(|layer| layer.parameters.iter().find(|(name, _)| *name == parameter.name));
            match own {
                Some((_, values)) if values.len() == parameter.range.len() => {
                    compiled.weights[parameter.range].copy_from_slice(values);
                }
                _ => {
                    let message = format!(
                        "{}/{}: not as many numbers as its shape says",
                        parameter.layer, parameter.name
                    );
                    return Err(OnnxProblem::Graph { message });
                }
            }
        }
        Ok(Imported::of(network, compiled))
    }

    /// Says that a layer gives something of another shape, as its arguments have changed.
    pub fn set_shape(&mut self, layer: usize, shape: Vec<usize>) {
        self.layers[layer].shape = shape;
    }

    /// The kind of the layer that makes a value.
    pub fn kind(&self, value: &Value) -> Result<LayerKind, OnnxProblem> {
        Ok(self.config_of(&self.layers[value.layer])?.kind)
    }
}
