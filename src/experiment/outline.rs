//! The network layer by layer on its data, for the builder.

use serde::Serialize;

use super::Experiment;
use super::recommendation::{InputRecommendation, TargetRecommendation};
use super::validate::{MAX_LAYERS, MAX_PARAMETERS};
use crate::nn::{GraphError, LayerKind, NetworkConfig, OutlineLayer, outline};

/// A network that may have errors.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Outline {
    /// The network with all defaults filled in.
    pub network: NetworkConfig,
    /// A layer with a shape may still have an error, if it does not fit the data.
    pub layers: Vec<OutlineLayer>,
    pub inputs: Vec<WiredInput>,
    pub outputs: Vec<WiredOutput>,
    pub parameters: usize,
    /// An error of the network as a whole.
    pub error: Option<GraphError>,
}

/// An input layer, and the input of the data that it takes.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct WiredInput {
    pub name: String,
    pub data: InputRecommendation,
}

/// An output layer, and the target that it is for.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct WiredOutput {
    pub name: String,
    pub data: TargetRecommendation,
}

impl Experiment {
    /// Never fails. Errors are in the layer that they are about.
    pub fn outline(&self) -> Outline {
        let (schema, wiring) = (self.data.schema(), self.wiring());
        // If there are far too many layers, they are only listed, since the network cannot run anyway.
        let mut layers = match self.network.layers.len() > MAX_LAYERS {
            true => self.network.layers.iter().map(OutlineLayer::unknown).collect(),
            false => outline(self.network_on_data()),
        };
        let mut inputs = Vec::new();
        let is_input = |kind: &LayerKind| matches!(kind, LayerKind::Input(_));
        let names = self.network.layers.iter().filter(|layer| is_input(&layer.kind)).map(|layer| &layer.name);
        for (name, &index) in names.zip(&wiring.inputs) {
            expect_values(&mut layers, name, schema.inputs[index].size());
            inputs.push(WiredInput {
                name: name.clone(),
                data: InputRecommendation::on(&schema.inputs[index]),
            });
        }
        let mut outputs = Vec::new();
        for (name, &index) in self.network.outputs.iter().zip(&wiring.targets) {
            expect_values(&mut layers, name, schema.targets[index].problem.units());
            refuse_mask(&mut layers, name);
            outputs.push(WiredOutput {
                name: name.clone(),
                data: TargetRecommendation::on(&schema.targets[index]),
            });
        }
        let parameters = layers.iter().map(|line| line.parameters).sum();
        let error = self.error_of_whole(parameters);
        Outline { network: self.network.clone(), layers, inputs, outputs, parameters, error }
    }

    fn error_of_whole(&self, parameters: usize) -> Option<GraphError> {
        let layers = self.network.layers.len();
        if layers > MAX_LAYERS {
            Some(GraphError::TooManyLayers { count: layers, most: MAX_LAYERS })
        } else if parameters > MAX_PARAMETERS {
            Some(GraphError::TooManyParameters { count: parameters })
        } else if self.network.outputs.is_empty() {
            Some(GraphError::NoOutput)
        } else {
            None
        }
    }
}

/// Adds an error to a layer whose size differs from that of the data.
fn expect_values(layers: &mut [OutlineLayer], name: &str, expected: usize) {
    let Some(line) = layers.iter_mut().find(|line| line.name == name) else { return };
    let count = line.shape.as_ref().map(|shape| shape.iter().product());
    if let Some(count) = count.filter(|&count| count != expected && line.error.is_none()) {
        line.error = Some(GraphError::Units { count, expected });
    }
}

/// Adds an error to a masked output, since losses do not support masks.
fn refuse_mask(layers: &mut [OutlineLayer], name: &str) {
    let masked = layers.iter_mut().find(|line| line.name == name && line.is_masked && line.error.is_none());
    if let Some(line) = masked {
        line.error = Some(GraphError::MaskedOutput);
    }
}
