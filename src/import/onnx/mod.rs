//! A network from an ONNX file: <https://onnx.ai/onnx/operators/>. Files of Descent have their network in the metadata; of
//! others the operators become layers, where there are layers that compute the same.
//!
//! Layers have the channels last; ONNX has them first. An axis of a value knows which axis of the layer's output it is, so
//! that transpositions cost nothing, and the rows of a kernel after a flattened image take the order of the layers.

mod activation;
mod constant;
mod fused;
mod layers;
mod layout;
mod loops;
mod nodes;
mod own;
mod problem;
mod reader;
mod recurrent;
mod shapes;

pub use constant::{Constant, Numbers};
pub use problem::OnnxProblem;

use std::collections::BTreeMap;

use prost::Message;

use self::reader::Reader;
use crate::export::onnx::metadata::LINK;
use crate::export::onnx::proto::ModelProto;
use crate::nn::{Loss, Network, NetworkConfig};

/// A network with its weights, in the order of `Network::weights`. Its inputs have shapes.
#[derive(Clone, Debug)]
pub struct Imported {
    pub network: NetworkConfig,
    pub weights: Vec<f32>,
    /// Names and shapes, without the batch.
    pub inputs: Vec<(String, Vec<usize>)>,
    pub outputs: Vec<(String, Vec<usize>)>,
}

impl Imported {
    /// The network of a config, which `network` is compiled of.
    fn of(config: NetworkConfig, network: Network) -> Self {
        let shape = |name: &str| {
            let mut layers = network.layers();
            layers.find(|layer| layer.name == name).map_or(Vec::new(), |layer| layer.shape.to_vec())
        };
        let inputs = network.input_names().map(|name| (name.to_owned(), shape(name))).collect();
        let outputs = network.output_units().map(|(name, _)| (name.to_owned(), shape(name))).collect();
        Self { network: config, weights: network.weights, inputs, outputs }
    }
}

/// Reads a file. Also returns the link that leads back to Descent, where the file has one. Fails with everything that there is
/// no layer for.
pub fn onnx(bytes: &[u8]) -> Result<(Imported, Option<String>), Vec<OnnxProblem>> {
    let damaged = |message: String| vec![OnnxProblem::Damaged { message }];
    let file = ModelProto::decode(bytes).map_err(|error| damaged(error.to_string()))?;
    let link = file.metadata_props.iter().find(|entry| entry.key == LINK).map(|entry| entry.value.clone());
    let imported = match own::read(&file) {
        Some(imported) => imported,
        None => {
            let graph = file.graph.ok_or_else(|| damaged("no graph".into()))?;
            let standard = |domain: &str| ["", "ai.onnx"].contains(&domain);
            let opset =
                file.opset_import.iter().find(|set| standard(&set.domain)).map_or(1, |set| set.version);
            Reader::read(graph, opset)?
        }
    };
    match imported.weights.iter().all(|weight| weight.is_finite()) {
        true => Ok((imported, link)),
        false => Err(vec![OnnxProblem::NotFinite { tensor: String::new() }]),
    }
}

/// The network of a config, without weights. Errors name the layer.
fn compiled(config: &NetworkConfig) -> Result<Network, OnnxProblem> {
    let losses = config.outputs.iter().map(|output| (output.clone(), Loss::MeanSquaredError)).collect();
    Network::compile(config.clone(), &losses, &BTreeMap::new())
        .map_err(|error| OnnxProblem::Graph { message: error.to_string() })
}
