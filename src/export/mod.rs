//! A network to take along: as code, its weights, curves and data in files of other programs.

mod keras;
pub(crate) mod model;
mod notebook;
mod npz;
pub(crate) mod onnx;
mod python;
mod pytorch;
mod safetensors;
pub(crate) mod steps;
mod summary;
mod table;

pub use keras::keras;
pub use model::Model;
pub use notebook::notebook;
pub use npz::{Array, Elements, data_npz, npz, weights_npz};
pub use onnx::onnx;
pub use pytorch::pytorch;
pub use safetensors::safetensors;
pub use summary::summary;
pub use table::{data_csv, history_csv};

use crate::nn::{Network, Parameter};

/// The name of a layer in files and code: Keras forbids slashes.
pub(crate) fn layer_name(layer: &str) -> String {
    layer.replace('/', "_")
}

/// The name of a parameter in files.
pub(crate) fn tensor_name(parameter: &Parameter) -> String {
    format!("{}/{}", layer_name(&parameter.layer), parameter.name)
}

/// Every parameter with its values, layer by layer in Keras's order.
fn tensors(network: &Network) -> impl Iterator<Item = (Parameter, &[f32])> {
    network.parameters().into_iter().map(|parameter| {
        let values = &network.weights[parameter.range.clone()];
        (parameter, values)
    })
}
