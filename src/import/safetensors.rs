//! Tensors from a safetensors file: <https://github.com/huggingface/safetensors>.

use safetensors::{Dtype, SafeTensors};

use super::tensor::{Tensor, TensorProblem, doubles, singles};

pub fn read(bytes: &[u8]) -> Result<Vec<Tensor>, TensorProblem> {
    let file = SafeTensors::deserialize(bytes)
        .map_err(|error| TensorProblem::Damaged { message: error.to_string() })?;
    let tensors = file.iter().map(|(name, view)| Tensor {
        name: name.to_owned(),
        shape: view.shape().to_vec(),
        dtype: format!("{:?}", view.dtype()),
        values: match view.dtype() {
            Dtype::F32 => Some(singles(view.data())),
            Dtype::F64 => Some(doubles(view.data())),
            _ => None,
        },
    });
    let mut tensors: Vec<Tensor> = tensors.collect();
    tensors.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(tensors)
}
