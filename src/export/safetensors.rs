//! Weights as safetensors: <https://github.com/huggingface/safetensors>.

use std::borrow::Cow;

use safetensors::{Dtype, View, serialize};

use super::{tensor_name, tensors};
use crate::nn::Network;

struct Tensor {
    shape: Vec<usize>,
    bytes: Vec<u8>,
}

impl View for Tensor {
    fn dtype(&self) -> Dtype {
        Dtype::F32
    }

    fn shape(&self) -> &[usize] {
        &self.shape
    }

    fn data(&self) -> Cow<'_, [u8]> {
        (&self.bytes).into()
    }

    fn data_len(&self) -> usize {
        self.bytes.len()
    }
}

/// All weights by the names of layer and parameter, in Keras's shapes.
pub fn safetensors(network: &Network) -> Vec<u8> {
    let all = tensors(network).map(|(parameter, values)| {
        let bytes = values.iter().flat_map(|value| value.to_le_bytes()).collect();
        (tensor_name(&parameter), Tensor { shape: parameter.shape, bytes })
    });
    let metadata = [("format".to_owned(), "keras".to_owned())];
    serialize(all, Some(metadata.into_iter().collect())).unwrap_or_else(|error| panic!("{error}"))
}

#[cfg(test)]
mod tests {
    use safetensors::SafeTensors;

    use super::*;
    use crate::experiment::Experiment;
    use crate::run::Run;

    #[test]
    fn every_parameter_is_read_back_with_its_shape() {
        let run = Run::new(Experiment::default()).unwrap();
        let bytes = safetensors(run.network());
        let read = SafeTensors::deserialize(&bytes).unwrap();
        assert_eq!(read.len(), run.network().parameters().len());
        for (parameter, values) in tensors(run.network()) {
            let tensor = read.tensor(&tensor_name(&parameter)).unwrap();
            assert_eq!((tensor.shape(), tensor.dtype()), (&parameter.shape[..], Dtype::F32));
            let bytes: Vec<u8> = values.iter().flat_map(|value| value.to_le_bytes()).collect();
            assert_eq!(tensor.data(), bytes);
        }
    }
}
