//! The config of a graph of layers.

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use super::LayerKind;
use crate::field_error::{FieldError, Reason, check_range};
use crate::json::{self, DeserializeError};
use crate::nn::graph_error::GraphError;

/// Limit on the inputs of a layer.
const MAX_INPUTS: usize = 64;

/// A graph of named layers. `outputs` names the layers whose values are the output of the network.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct NetworkConfig {
    pub layers: Vec<LayerConfig>,
    pub outputs: Vec<String>,
}

/// A layer of the graph, with its arguments beside its name: `{"name": "hidden", "layer": "dense", "inputs": ["x"], "units": 4}`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(remote = "Self", deny_unknown_fields)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct LayerConfig {
    pub name: String,
    /// Names of the layers it takes as inputs.
    #[serde(default)]
    pub inputs: Vec<String>,
    /// The layer of the same kind whose weights it uses, as when Keras calls one layer twice.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub shared_with: Option<String>,
    #[cfg_attr(feature = "ts", ts(flatten))]
    pub kind: LayerKind,
}
crate::flat!(LayerConfig { kind: LayerKind });

impl LayerConfig {
    /// Names of the layers that must come before it.
    pub fn dependencies(&self) -> impl Iterator<Item = &String> {
        self.inputs.iter().chain(&self.shared_with)
    }
}

impl NetworkConfig {
    /// What is wrong with a layer's name or connections, apart from shapes.
    pub fn connection_error(&self, index: usize) -> Option<GraphError> {
        let (layers, layer) = (&self.layers, &self.layers[index]);
        let is_unknown = |name: &&String| layers.iter().all(|other| other.name != **name);
        if layers[..index].iter().any(|other| other.name == layer.name) {
            Some(GraphError::NameTaken)
        } else if let Some(unknown) = layer.inputs.iter().find(is_unknown) {
            Some(GraphError::UnknownInput { name: unknown.clone() })
        } else if let Some(unknown) = layer.shared_with.iter().find(is_unknown) {
            Some(GraphError::UnknownOwner { name: unknown.clone() })
        } else if layer.inputs.is_empty() && !matches!(layer.kind, LayerKind::Input(_)) {
            Some(GraphError::NoInput)
        } else {
            None
        }
    }
}

impl<'de> Deserialize<'de> for LayerConfig {
    /// Errors name the layer by its name instead of its index.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        let name = value.get("name").and_then(Value::as_str).map(str::to_owned);
        let read = json::read_flat(value, |_, _| {});
        let by_name = |error: DeserializeError| match name {
            Some(name) => DeserializeError::new(error.within(&name).to_string()),
            None => error,
        };
        read.map_err(|error| by_name(error).into_serde())
    }
}

impl NetworkConfig {
    /// Adds the errors of single layers. Whether they fit together is checked when the graph is compiled.
    pub fn validate(&self, errors: &mut Vec<FieldError>) {
        for layer in &self.layers {
            let field = format!("network.{}", layer.name);
            check_range(
                errors,
                &format!("{field}.inputs"),
                layer.inputs.len() as f64,
                0.0,
                MAX_INPUTS as f64,
            );
            for (argument, value, low, high) in layer.kind.out_of_range() {
                errors
                    .push(FieldError::new(format!("{field}.{argument}"), Reason::Range { value, low, high }));
            }
        }
    }
}
