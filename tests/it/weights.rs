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
