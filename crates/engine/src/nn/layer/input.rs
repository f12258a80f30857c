//! An input of the network. Source: <https://keras.io/api/layers/core_layers/input/>

use serde::{Deserialize, Serialize};

use super::{Backward, Forward, Layer};
use crate::nn::graph_error::GraphError;

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct InputConfig {
    /// Shape of an example. If missing, that of the data.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub shape: Option<Vec<usize>>,
    /// Keras's type of the values, an integer type for tokens.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub dtype: Option<String>,
}

impl Layer for InputConfig {
    fn output_shape(&self, inputs: &[&[usize]]) -> Result<Vec<usize>, GraphError> {
        if !inputs.is_empty() {
            return Err(GraphError::InputOfInput);
        }
        match &self.shape {
            Some(shape) if !shape.is_empty() && shape.iter().all(|&side| side > 0) => Ok(shape.clone()),
            Some(shape) => Err(GraphError::ShapeSides { shape: shape.clone() }),
            None => Err(GraphError::ShapeMissing),
        }
    }

    /// The values have been set by the caller.
    fn forward(&self, _pass: Forward) {}

    fn backward(&self, _pass: Backward) {}
}
