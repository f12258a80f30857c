//! A graph of layers as one writes it.

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value};

use super::LayerKind;
use crate::invalid::{Invalid, Reason};
use crate::nn::misfit::Misfit;
use crate::tagged;

/// A graph of named layers. `outputs` names those whose values are the network's.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(default, deny_unknown_fields)]
pub struct NetworkConfig {
    pub layers: Vec<LayerConfig>,
    pub outputs: Vec<String>,
}

/// A layer of the graph, its arguments beside its name: `{"name": "hidden", "layer": "dense", "inputs": ["x"], "units": 4}`.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct LayerConfig {
    pub name: String,
    /// Names of the layers whose values it takes.
    pub inputs: Vec<String>,
    /// The layer of the same kind whose weights it uses, as when Keras calls one layer twice.
    #[cfg_attr(feature = "ts", ts(optional))]
    pub shared_with: Option<String>,
    #[cfg_attr(feature = "ts", ts(flatten))]
    pub kind: LayerKind,
}

impl LayerConfig {
    /// Names of the layers that must be there before it.
    pub fn needs(&self) -> impl Iterator<Item = &String> {
        self.inputs.iter().chain(&self.shared_with)
    }
}

impl NetworkConfig {
    /// What is wrong with how a layer is named and connected, whatever the shapes.
    pub fn loose_end(&self, index: usize) -> Option<Misfit> {
        let (layers, layer) = (&self.layers, &self.layers[index]);
        let is_unknown = |name: &&String| layers.iter().all(|other| other.name != **name);
        if layers[..index].iter().any(|other| other.name == layer.name) {
            Some(Misfit::NameTaken)
        } else if let Some(unknown) = layer.inputs.iter().find(is_unknown) {
            Some(Misfit::UnknownInput { name: unknown.clone() })
        } else if let Some(unknown) = layer.shared_with.iter().find(is_unknown) {
            Some(Misfit::UnknownOwner { name: unknown.clone() })
        } else if layer.inputs.is_empty() && !matches!(layer.kind, LayerKind::Input(_)) {
            Some(Misfit::NoInput)
        } else {
            None
        }
    }
}

impl<'de> Deserialize<'de> for LayerConfig {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut fields = Map::<String, Value>::deserialize(deserializer)?;
        let name = fields.remove("name").ok_or_else(|| D::Error::custom("name: missing"))?;
        let name = String::deserialize(name).map_err(|error| D::Error::custom(format!("name: {error}")))?;
        let fail =
            |field: &str, error: serde_json::Error| D::Error::custom(format!("{name}.{field}: {error}"));
        let inputs = fields.remove("inputs").map(Vec::deserialize).transpose();
        let inputs = inputs.map_err(|error| fail("inputs", error))?.unwrap_or_default();
        let shared_with = fields.remove("shared_with").map(Option::deserialize).transpose();
        let shared_with = shared_with.map_err(|error| fail("shared_with", error))?.flatten();
        let kind = tagged::from_value("layer", Value::Object(fields))
            .map_err(|error| D::Error::custom(format!("{name}.{error}")))?;
        Ok(Self { name, inputs, shared_with, kind })
    }
}

impl Serialize for LayerConfig {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = Map::new();
        fields.insert("name".into(), self.name.clone().into());
        if let Value::Object(arguments) = tagged::to_value("layer", &self.kind, false) {
            fields.extend(arguments);
        }
        fields.insert("inputs".into(), self.inputs.clone().into());
        if let Some(other) = &self.shared_with {
            fields.insert("shared_with".into(), other.clone().into());
        }
        fields.serialize(serializer)
    }
}

impl NetworkConfig {
    /// Adds what is wrong with single layers; whether they fit together shows when the graph is compiled.
    pub fn validate(&self, errors: &mut Vec<Invalid>) {
        for layer in &self.layers {
            for (argument, value, low, high) in layer.kind.ranges() {
                if !(low..=high).contains(&value) {
                    let field = format!("network.{}.{argument}", layer.name);
                    errors.push(Invalid::new(field, Reason::Range { value, low, high }));
                }
            }
        }
    }
}
