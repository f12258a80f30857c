//! Files of weights that NumPy and PyTorch wrote.

use std::collections::BTreeMap;
use std::fs;

use descent::import::{self, TensorProblem};
use descent::nn::{Loss, Network, NetworkConfig};
use serde_json::json;

fn network() -> Network {
    let config = json!({"layers": [
        {"name": "x", "layer": "input", "shape": [2]},
        {"name": "hidden", "layer": "dense", "inputs": ["x"], "units": 40},
        {"name": "norm", "layer": "batch_normalization", "inputs": ["hidden"]},
        {"name": "output", "layer": "dense", "inputs": ["norm"], "units": 1},
    ], "outputs": ["output"]});
    let config: NetworkConfig = serde_json::from_value(config).expect("it is a network");
    let losses = BTreeMap::from([("output".to_owned(), Loss::MeanSquaredError)]);
    Network::compile(config, &losses, &BTreeMap::new()).expect("it fits together")
}

fn file(name: &str) -> Vec<u8> {
    fs::read(format!("tests/it/weight_files/{name}")).expect("it can be read")
}

fn read(bytes: &[u8]) -> Result<Vec<f32>, Vec<TensorProblem>> {
    let tensors = import::tensors(bytes).map_err(|problem| vec![problem])?;
    import::weights(&network(), tensors)
}

/// The numbers that every file has: each tensor counts from 0, in hundredths.
fn expected() -> Vec<f32> {
    let mut weights = vec![0.0; network().weights.len()];
    for parameter in network().parameters() {
        for (index, weight) in weights[parameter.range].iter_mut().enumerate() {
            *weight = index as f32 / 100.0;
        }
    }
    weights
}

#[test]
fn files_of_numpy_and_pytorch_are_read_whether_compressed_or_not() {
    for name in ["stored.npz", "compressed.npz", "compressed_mixed.npz", "named.safetensors"] {
        assert_eq!(read(&file(name)), Ok(expected()), "{name}");
    }
    assert!(file("compressed.npz").len() < file("stored.npz").len());
}

#[test]
fn a_compressed_archive_that_was_cut_or_changed_is_refused_or_means_the_same() {
    let bytes = file("compressed.npz");
    for end in 0..bytes.len() {
        assert!(read(&bytes[..end]).is_err(), "cut at {end}");
    }
    let mut refused = 0;
    for at in 0..bytes.len() {
        let mut changed = bytes.clone();
        changed[at] ^= 0x24;
        // Of the dates of its files an archive knows no sum.
        match read(&changed) {
            Ok(weights) => assert_eq!(weights, expected(), "changed at {at}"),
            Err(_) => refused += 1,
        }
    }
    assert!(refused > bytes.len() / 2, "{refused} of {}", bytes.len());
}

#[test]
fn a_compressed_array_whose_sum_is_wrong_is_named() {
    let mut bytes = file("compressed.npz");
    // The sum of the first array, as the list at the end of the archive has it.
    let list = bytes.windows(4).position(|window| window == b"PK\x01\x02").expect("an archive has a list");
    bytes[list + 16] ^= 1;
    let said = format!("{:?}", read(&bytes));
    assert!(said.contains("Damaged") && said.contains("hidden/kernel.npy"), "{said}");
}

/// What PyTorch has for these layers: a `state_dict` of `nn.Sequential(Linear, BatchNorm1d, ReLU, Linear)`.
#[test]
fn the_modules_of_a_sequential_of_pytorch_are_the_layers_in_their_order() {
    let bytes = file("state_dict.safetensors");
    let weights = read(&bytes).expect("it fits");
    let tensors = import::tensors(&bytes).expect("it can be read");
    let given = |name: &str| {
        let tensor = tensors.iter().find(|tensor| tensor.name == name).expect("the file has it");
        tensor.values.clone().expect("it has numbers")
    };
    let here = |wanted: &str| {
        let parameters = network().parameters();
        let found = parameters.iter().find(|one| format!("{}/{}", one.layer, one.name) == wanted);
        weights[found.expect("the network has it").range.clone()].to_vec()
    };
    let kernel = given("0.weight");
    let turned: Vec<f32> = (0..80).map(|index| kernel[index % 40 * 2 + index / 40]).collect();
    assert_eq!(here("hidden/kernel"), turned);
    assert_eq!(here("norm/moving_variance"), given("1.running_var"));
    assert_eq!((here("norm/gamma"), here("norm/beta")), (given("1.weight"), given("1.bias")));
    assert_eq!((here("output/kernel"), here("output/bias")), (given("3.weight"), given("3.bias")));
}

#[test]
fn tensors_of_pytorch_that_do_not_fit_are_named() {
    // A kernel that was not turned, under the name that it has here.
    let shape = |sides: &[usize]| sides.to_vec();
    let turned = TensorProblem::Shape {
        tensor: "hidden/kernel".into(),
        shape: shape(&[40, 2]),
        wanted: shape(&[2, 40]),
    };
    assert_eq!(read(&file("transposed.safetensors")), Err(vec![turned]));
    // A module more than there are layers: nobody knows which is which.
    let mut tensors = import::tensors(&file("state_dict.safetensors")).expect("it can be read");
    let extra = tensors.iter().find(|tensor| tensor.name == "3.bias").cloned().expect("the file has it");
    tensors.push(import::Tensor { name: "5.bias".into(), ..extra });
    let problems = import::weights(&network(), tensors).expect_err("it does not fit");
    let said = format!("{problems:?}");
    for name in ["hidden/kernel", "output/bias", "0.weight", "5.bias"] {
        assert!(said.contains(name), "{name}: {said}");
    }
}
