//! What comes back in from files of other programs.

mod npz;
mod onnx;
mod pytorch;
mod safetensors;
mod tensor;

pub use onnx::{Imported, OnnxProblem, onnx};
pub use tensor::{Tensor, TensorProblem};

use crate::export::tensor_name;
use crate::nn::Network;

/// Reads a file of weights: safetensors, or NumPy's `.npz`. Which of the two it is, it says itself.
pub fn tensors(bytes: &[u8]) -> Result<Vec<Tensor>, TensorProblem> {
    if bytes.starts_with(b"PK") { npz::read(bytes) } else { safetensors::read(bytes) }
}

/// All weights of a network in the order of `Network::weights`, from tensors that have the names and shapes by which they are
/// exported, or those that PyTorch gives them. Fails with everything that does not fit.
pub fn weights(network: &Network, tensors: Vec<Tensor>) -> Result<Vec<f32>, Vec<TensorProblem>> {
    let tensors = pytorch::named_as_here(network, tensors);
    let mut weights = network.weights.clone();
    let mut problems = Vec::new();
    let parameters = network.parameters();
    let find = |name: &str| tensors.iter().find(|tensor| tensor.name == name);
    for parameter in &parameters {
        let name = tensor_name(parameter);
        match find(&name) {
            None => problems.push(TensorProblem::Missing { tensor: name, shape: parameter.shape.clone() }),
            Some(tensor) => match tensor.checked(parameter) {
                Ok(values) => weights[parameter.range.clone()].copy_from_slice(values),
                Err(problem) => problems.push(problem),
            },
        }
    }
    let is_known = |tensor: &Tensor| parameters.iter().any(|parameter| tensor_name(parameter) == tensor.name);
    for Tensor { name, shape, .. } in tensors.iter().filter(|tensor| !is_known(tensor)) {
        problems.push(TensorProblem::Unknown { tensor: name.clone(), shape: shape.clone() });
    }
    if problems.is_empty() { Ok(weights) } else { Err(problems) }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::experiment::Experiment;
    use crate::export::{self, Array, Elements, npz};
    use crate::nn::Parameter;
    use crate::run::Run;

    /// A run with a normalization, whose averages are no trainable weights.
    fn run() -> Run {
        let config = json!({"network": {"layers": [
            {"name": "x", "layer": "input"},
            {"name": "deep/1", "layer": "dense", "inputs": ["x"], "units": 3},
            {"name": "norm", "layer": "batch_normalization", "inputs": ["deep/1"]},
            {"name": "y", "layer": "dense", "inputs": ["norm"], "units": 1, "activation": "sigmoid"},
        ], "outputs": ["y"]}});
        let mut run = Run::new(Experiment::read(&config).expect("it is valid")).expect("it runs");
        run.advance(30, || false);
        run
    }

    fn read(run: &Run, bytes: &[u8]) -> Result<Vec<f32>, Vec<TensorProblem>> {
        tensors(bytes).map_err(|problem| vec![problem]).and_then(|tensors| weights(run.network(), tensors))
    }

    fn arrays(run: &Run) -> Vec<Array> {
        let network = run.network();
        let array = |parameter: Parameter| Array {
            name: tensor_name(&parameter),
            shape: parameter.shape,
            elements: Elements::Floats(network.weights[parameter.range].to_vec()),
        };
        network.parameters().into_iter().map(array).collect()
    }

    #[test]
    fn what_is_exported_comes_back_in_to_the_bit() {
        let run = run();
        let network = run.network();
        for bytes in [export::safetensors(network), export::weights_npz(network)] {
            let weights = read(&run, &bytes).expect("it fits");
            let bits = |all: &[f32]| all.iter().map(|one| one.to_bits()).collect::<Vec<_>>();
            assert_eq!(bits(&weights), bits(&network.weights));
        }
    }

    #[test]
    fn what_does_not_fit_is_named_tensor_by_tensor() {
        let run = run();
        let mut arrays = arrays(&run);
        arrays[0].shape = vec![3, 2];
        arrays[1].name = "deep_1/biases".into();
        arrays[2].elements = Elements::Integers(vec![1; 3]);
        arrays[3].elements = Elements::Floats(vec![0.0, f32::INFINITY, f32::NAN]);
        let last = arrays.len() - 3;
        assert_eq!(arrays[last].name, "norm/moving_variance");
        arrays[last].elements = Elements::Floats(vec![1.0, -1.0, 1.0]);
        let named = |name: &str| name.to_owned();
        assert_eq!(
            read(&run, &npz(arrays)),
            Err(vec![
                TensorProblem::Shape {
                    tensor: named("deep_1/kernel"),
                    shape: vec![3, 2],
                    wanted: vec![2, 3]
                },
                TensorProblem::Missing { tensor: named("deep_1/bias"), shape: vec![3] },
                TensorProblem::Dtype { tensor: named("norm/gamma"), dtype: named("<i4") },
                TensorProblem::NotFinite { tensor: named("norm/beta"), count: 2 },
                TensorProblem::Negative { tensor: named("norm/moving_variance") },
                TensorProblem::Unknown { tensor: named("deep_1/biases"), shape: vec![3] },
            ])
        );
    }

    #[test]
    fn a_damaged_file_says_so_wherever_it_is_cut_or_changed() {
        let run = run();
        for bytes in [export::safetensors(run.network()), export::weights_npz(run.network())] {
            for end in 0..bytes.len() {
                assert!(read(&run, &bytes[..end]).is_err(), "cut at {end} of {}", bytes.len());
            }
            for at in 0..bytes.len() {
                let mut changed = bytes.clone();
                changed[at] ^= 0x5a;
                // What is changed within the numbers of a safetensors file, nobody can tell; nothing panics.
                let _ = read(&run, &changed);
            }
        }
        assert!(matches!(
            &read(&run, b"<html>no weights at all</html>").unwrap_err()[..],
            [TensorProblem::Damaged { .. }]
        ));
        assert!(matches!(&read(&run, b"").unwrap_err()[..], [TensorProblem::Damaged { .. }]));
    }
}
