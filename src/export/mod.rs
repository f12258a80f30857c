//! A network to take along: its weights in files of other programs.

mod safetensors;

pub use safetensors::safetensors;

use crate::nn::{Network, Parameter};

/// The name of a parameter in files.
pub fn tensor_name(parameter: &Parameter) -> String {
    format!("{}/{}", parameter.layer, parameter.name)
}

/// Every parameter with its values, layer by layer in Keras's order.
pub fn tensors(network: &Network) -> impl Iterator<Item = (Parameter, &[f32])> {
    network.parameters().into_iter().map(|parameter| {
        let values = &network.weights[parameter.range.clone()];
        (parameter, values)
    })
}
