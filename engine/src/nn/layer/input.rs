//! Where values enter the network. Source: <https://keras.io/api/layers/core_layers/input/>

use serde::{Deserialize, Serialize};

use super::{Backward, Forward, Layer};
use crate::nn::misfit::Misfit;

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct InputConfig {
    /// Shape of an example; follows the data where missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub shape: Option<Vec<usize>>,
    /// Keras's type of the values; whole numbers are given as such.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub dtype: Option<String>,
}

impl Layer for InputConfig {
    fn output_shape(&self, inputs: &[&[usize]]) -> Result<Vec<usize>, Misfit> {
        if !inputs.is_empty() {
            return Err(Misfit::InputOfInput);
        }
        match &self.shape {
            Some(shape) if !shape.is_empty() && shape.iter().all(|&side| side > 0) => Ok(shape.clone()),
            Some(shape) => Err(Misfit::ShapeSides { shape: shape.clone() }),
            None => Err(Misfit::ShapeMissing),
        }
    }

    /// The values are there already.
    fn forward(&self, _pass: Forward) {}

    fn backward(&self, _pass: Backward) {}
}
