//! The network told layer by layer on its data, for one who is still building it.

use serde::Serialize;

use super::Experiment;
use super::advice::{InputAdvice, TargetAdvice};
use super::validate::{MAX_LAYERS, MAX_PARAMETERS};
use crate::nn::{GraphError, LayerKind, NetworkConfig, OutlineLayer, outline};

/// A network that need not be right yet.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Outline {
    /// The network with every argument written out.
    pub network: NetworkConfig,
    /// A layer whose shape is known may still not be what the data ask for.
    pub layers: Vec<OutlineLayer>,
    pub inputs: Vec<WiredInput>,
    pub outputs: Vec<WiredOutput>,
    pub parameters: usize,
    /// What is wrong with the whole.
    pub error: Option<GraphError>,
}

/// An input layer, and what of the data it stands for.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct WiredInput {
    pub name: String,
    pub data: InputAdvice,
}

/// An output layer, and what of the data it stands for.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct WiredOutput {
    pub name: String,
    pub data: TargetAdvice,
}

impl Experiment {
    /// Never fails: what is wrong stands at the layer it is wrong with.
    pub fn outline(&self) -> Outline {
        let (schema, wiring) = (self.data.schema(), self.wiring());
        // Far too many layers are only listed: what does not run needs no shapes.
        let mut layers = match self.network.layers.len() > MAX_LAYERS {
            true => self.network.layers.iter().map(OutlineLayer::unknown).collect(),
            false => outline(self.network_on_data()),
        };
        let mut inputs = Vec::new();
        let is_input = |kind: &LayerKind| matches!(kind, LayerKind::Input(_));
        let names = self.network.layers.iter().filter(|layer| is_input(&layer.kind)).map(|layer| &layer.name);
        for (name, &index) in names.zip(&wiring.inputs) {
            expect_values(&mut layers, name, schema.inputs[index].size());
            inputs.push(WiredInput { name: name.clone(), data: InputAdvice::on(&schema.inputs[index]) });
        }
        let mut outputs = Vec::new();
        for (name, &index) in self.network.outputs.iter().zip(&wiring.targets) {
            expect_values(&mut layers, name, schema.targets[index].problem.units());
            refuse_mask(&mut layers, name);
            outputs.push(WiredOutput { name: name.clone(), data: TargetAdvice::on(&schema.targets[index]) });
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

/// Says it at a layer where its values are not as many as the data have.
fn expect_values(layers: &mut [OutlineLayer], name: &str, expected: usize) {
    let Some(line) = layers.iter_mut().find(|line| line.name == name) else { return };
    let count = line.shape.as_ref().map(|shape| shape.iter().product());
    if let Some(count) = count.filter(|&count| count != expected && line.error.is_none()) {
        line.error = Some(GraphError::Units { count, expected });
    }
}

/// A loss counts every value of an output.
fn refuse_mask(layers: &mut [OutlineLayer], name: &str) {
    let masked = layers.iter_mut().find(|line| line.name == name && line.is_masked && line.error.is_none());
    if let Some(line) = masked {
        line.error = Some(GraphError::MaskedOutput);
    }
}
