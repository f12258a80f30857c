//! A tensor of a file, and what may be wrong with it.

use serde::Serialize;

use crate::nn::Parameter;

/// A tensor of a file, row by row. `values` are missing where its type has no numbers that weights are made of; `dtype` is that
/// type as the file names it.
#[derive(Clone, Debug, PartialEq)]
pub struct Tensor {
    pub name: String,
    pub shape: Vec<usize>,
    pub dtype: String,
    pub values: Option<Vec<f32>>,
}

/// What is wrong with a file of weights, or with one of its tensors. Shapes are without the batch, in Keras's order.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "problem", rename_all = "snake_case")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub enum TensorProblem {
    /// The network has it, the file does not.
    Missing {
        tensor: String,
        shape: Vec<usize>,
    },
    /// The file has it, the network does not.
    Unknown {
        tensor: String,
        shape: Vec<usize>,
    },
    Shape {
        tensor: String,
        shape: Vec<usize>,
        wanted: Vec<usize>,
    },
    /// Neither numbers of 32 bits nor of 64.
    Dtype {
        tensor: String,
        dtype: String,
    },
    /// So many of its numbers are not finite.
    NotFinite {
        tensor: String,
        count: usize,
    },
    /// A variance that is below 0.
    Negative {
        tensor: String,
    },
    /// The file cannot be read.
    Damaged {
        message: String,
    },
}

impl Tensor {
    /// The values, where they can be those of a parameter.
    pub fn checked(&self, parameter: &Parameter) -> Result<&[f32], TensorProblem> {
        let tensor = self.name.clone();
        if self.shape != parameter.shape {
            return Err(TensorProblem::Shape {
                tensor,
                shape: self.shape.clone(),
                wanted: parameter.shape.clone(),
            });
        }
        let Some(values) = &self.values else {
            return Err(TensorProblem::Dtype { tensor, dtype: self.dtype.clone() });
        };
        match values.iter().filter(|value| !value.is_finite()).count() {
            0 if parameter.name == "moving_variance" && values.iter().any(|&value| value < 0.0) => {
                Err(TensorProblem::Negative { tensor })
            }
            0 => Ok(values),
            count => Err(TensorProblem::NotFinite { tensor, count }),
        }
    }
}

/// Little-endian numbers of 32 bits.
pub fn singles(bytes: &[u8]) -> Vec<f32> {
    bytes.as_chunks().0.iter().map(|&four| f32::from_le_bytes(four)).collect()
}

/// Little-endian numbers of 64 bits, to the nearest of 32.
pub fn doubles(bytes: &[u8]) -> Vec<f32> {
    bytes.as_chunks().0.iter().map(|&eight| f64::from_le_bytes(eight) as f32).collect()
}
