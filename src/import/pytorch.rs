//! Weights as PyTorch names and shapes them, in a `state_dict`.

use std::collections::BTreeMap;

use super::onnx::{Constant, Numbers};
use super::tensor::Tensor;
use crate::export::{layer_name, tensor_name};
use crate::nn::{LayerKind, Network};

/// The tensors by the names and shapes that they have here, where they are those of modules which are called as the layers
/// are, or of an `nn.Sequential`, which numbers them. All as they were, where it is not plain which is which.
pub fn named_as_here(network: &Network, tensors: Vec<Tensor>) -> Vec<Tensor> {
    match translated(network, &tensors) {
        Some(translated) => translated,
        None => tensors,
    }
}

fn translated(network: &Network, tensors: &[Tensor]) -> Option<Vec<Tensor>> {
    let parameters = network.parameters();
    let is_known = |tensor: &Tensor| parameters.iter().any(|parameter| tensor_name(parameter) == tensor.name);
    if tensors.iter().any(is_known) || flattens_images(network) {
        return None;
    }
    let mut layers: Vec<String> = parameters.iter().map(|parameter| layer_name(&parameter.layer)).collect();
    layers.dedup();
    let modules: BTreeMap<&str, Option<u32>> = tensors
        .iter()
        .map(|tensor| tensor.name.rsplit_once('.').map(|(module, _)| (module, module.parse().ok())))
        .collect::<Option<_>>()?;
    let numbers: Option<Vec<u32>> = modules.values().copied().collect();
    let layer_of = |module: &str| match &numbers {
        // Modules without weights have numbers, too.
        Some(numbers) if numbers.len() == layers.len() && is_chain(network) => {
            let own = module.parse().ok()?;
            Some(layers[numbers.iter().filter(|&&number| number < own).count()].clone())
        }
        _ => layers.iter().find(|layer| *layer == module).cloned(),
    };
    let counted = |tensor: &&Tensor| !tensor.name.ends_with(".num_batches_tracked");
    tensors
        .iter()
        .filter(counted)
        .map(|tensor| {
            let (module, own) = tensor.name.rsplit_once('.')?;
            let layer = layer_of(module)?;
            let has = |name: &str| {
                let wanted = format!("{layer}/{name}");
                parameters.iter().any(|parameter| tensor_name(parameter) == wanted)
            };
            let name = match own {
                "running_mean" => "moving_mean",
                "running_var" => "moving_variance",
                "weight" => ["kernel", "gamma", "embeddings"].into_iter().find(|name| has(name))?,
                "bias" => ["bias", "beta"].into_iter().find(|name| has(name))?,
                _ => return None,
            };
            let renamed = Tensor { name: format!("{layer}/{name}"), ..tensor.clone() };
            Some(if name == "kernel" { turned(renamed) } else { renamed })
        })
        .collect()
}

/// Whether every layer takes the one before it.
fn is_chain(network: &Network) -> bool {
    let names: Vec<&str> = network.layers().map(|layer| layer.name).collect();
    network.layers().skip(1).zip(names).all(|(layer, before)| layer.inputs == [before])
}

/// Whether an image becomes a row, in which PyTorch has the channels first.
fn flattens_images(network: &Network) -> bool {
    let shapes: BTreeMap<&str, &[usize]> = network.layers().map(|layer| (layer.name, layer.shape)).collect();
    let is_mixed =
        |input: &String| matches!(shapes.get(&input[..]), Some([_, .., channels]) if *channels > 1);
    network
        .layers()
        .any(|layer| matches!(layer.kind, LayerKind::Flatten(_)) && layer.inputs.iter().any(is_mixed))
}

/// A kernel, of which PyTorch has the outputs first, then the inputs and then the places.
fn turned(tensor: Tensor) -> Tensor {
    let places = 2..tensor.shape.len();
    let order: Vec<usize> = places.chain([1, 0]).filter(|&axis| axis < tensor.shape.len()).collect();
    let values = tensor.values.clone().unwrap_or_default();
    let kernel = Constant { shape: tensor.shape.clone(), numbers: Numbers::Floats(values) };
    match kernel.transposed(&order) {
        Some(turned) if tensor.values.is_some() => {
            let values = turned.as_floats().map(<[f32]>::to_vec);
            Tensor { shape: turned.shape, values, ..tensor }
        }
        _ => tensor,
    }
}
