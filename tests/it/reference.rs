//! Agreement with Keras: every case is a network trained for a few batches by Keras 3 in float64.
//! `tests/reference/README.md` describes the format. More cases from any folder run with
//! `DESCENT_REFERENCE_CASES=folder cargo test --test it reference`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use descent::json::Tagged;
use descent::nn::{Activation, LayerKind, Loss, Mode, Network, Optimizer, UpdateRule, Workspace, trace};
use descent::random::{Random, Stream};
use serde_json::Value;

use crate::cases::{self, Batch, Case, flat, flat_all};

#[test]
fn every_case_agrees_with_keras() {
    let mut folders = vec![PathBuf::from("tests/reference/cases")];
    folders.extend(std::env::var_os("DESCENT_REFERENCE_CASES").map(PathBuf::from));
    let mut failures = Vec::new();
    let mut count = 0;
    for folder in folders {
        for file in cases::files(&folder) {
            count += 1;
            if let Err(message) = run(&file) {
                failures.push(format!("{}: {message}", file.display()));
            }
        }
    }
    assert!(count > 0, "no cases found");
    assert!(failures.is_empty(), "{} of {count} cases differ:\n{}", failures.len(), failures.join("\n"));
}

/// Members that Keras does not have, that cannot learn, or that draw random numbers, which differ here.
const WITHOUT_A_CASE: [&str; 4] = ["step", "half_squared_error", "dropout", "gaussian_noise"];

#[test]
fn every_activation_loss_optimizer_and_layer_of_keras_has_a_case() {
    let files = cases::files(Path::new("tests/reference/cases"));
    let cases: String = files.iter().map(|file| std::fs::read_to_string(file).unwrap()).collect();
    let sets = [Activation::names(), Loss::names(), UpdateRule::names(), LayerKind::names()];
    let names = sets.into_iter().flatten().filter(|name| !WITHOUT_A_CASE.contains(name));
    let missing: Vec<_> = names.filter(|name| !cases.contains(&format!("\"{name}\""))).collect();
    assert!(
        missing.is_empty(),
        "no case has {missing:?}; tests/reference/make_cases.py makes one by its name"
    );
}

/// Tolerances, relative and absolute, of f32 against f64.
const VALUES: (f64, f64) = (1e-4, 1e-5);
const FINAL_WEIGHTS: (f64, f64) = (1e-3, 1e-4);

fn run(file: &Path) -> Result<(), String> {
    let case = Case::read(file)?;
    let mut network = case.network(&case.weights)?;
    let examples = case.batches[0].examples();
    let mut space = network.workspace(examples);
    let mut optimizer = Optimizer::new(&case.optimizer, &network);
    let mut random = Random::new(1, Stream::Dropout);

    for (step, batch) in case.batches.iter().enumerate() {
        let examples = batch.examples();
        fill(&network, &mut space, batch);
        network.forward(&mut space, examples, Mode::Training(&mut random));
        network.backward(&mut space, examples);
        if step == 0 {
            compare_trace(&network, &case, batch)?;
        }
        let loss = network.loss(&space, examples) + network.penalty();
        close(&format!("loss of step {step}"), &[loss], &[case.expected.losses[step]], VALUES)?;
        if step == 0 {
            compare_outputs("output", &network, &space, &case.expected.outputs, examples)?;
            for (layer, arrays) in &case.expected.gradients {
                let got: Vec<f64> = network
                    .parameters()
                    .iter()
                    .filter(|parameter| parameter.layer == *layer && parameter.trainable)
                    .flat_map(|parameter| {
                        space.gradients()[parameter.range.clone()].iter().map(|&g| f64::from(g))
                    })
                    .collect();
                close(&format!("gradient of {layer}"), &got, &flat_all(arrays), VALUES)?;
            }
        }
        let rate = case.optimizer.rate(step as u64);
        optimizer.step(rate, network.trainable_mut(), space.gradients_mut());
        network.update_non_trainable(&space);
    }
    for (layer, arrays) in &case.expected.weights {
        let got: Vec<f64> = network.get_weights(layer).into_iter().map(f64::from).collect();
        close(&format!("weights of {layer}"), &got, &flat_all(arrays), FINAL_WEIGHTS)?;
    }
    let mut space = network.evaluation_space(examples);
    fill(&network, &mut space, &case.batches[0]);
    network.forward(&mut space, examples, Mode::Inference);
    compare_outputs("inference", &network, &space, &case.expected.inference, examples)
}

/// The cases have nine digits of what Keras computes, in f64 but for its batch statistics.
const TRACE: (f64, f64) = (2e-6, 4e-7);

/// The readable pass has the loss, outputs and gradients of Keras as exactly as the cases have them.
fn compare_trace(network: &Network, case: &Case, batch: &Batch) -> Result<(), String> {
    let mut weights = vec![0.0; network.weights.len()];
    for (layer, arrays) in &case.weights {
        let parameters = network.parameters().into_iter().filter(|parameter| parameter.layer == *layer);
        for (parameter, array) in parameters.zip(arrays) {
            weights[parameter.range].copy_from_slice(&flat(array));
        }
    }
    let rows = |values: &Value| values.as_array().into_iter().flatten().map(flat).collect::<trace::Batch>();
    let inputs: Vec<_> = network.input_names().map(|name| rows(&batch.inputs[name])).collect();
    let targets: Vec<_> = network.output_units().map(|(name, _)| rows(&batch.targets[name])).collect();
    let forward = trace::forward(network, &weights, &inputs, Some(Random::new(1, Stream::Dropout)));
    for (name, _) in network.output_units() {
        let layer = network.layers().position(|layer| layer.name == name).expect("outputs are layers");
        let values = forward.layers[layer].a.concat();
        close(&format!("trace of {name}"), &values, &flat(&case.expected.outputs[name]), TRACE)?;
    }
    let examples = batch.examples();
    let losses = trace::losses(network, &forward, &targets);
    let losses = (0..examples).map(|example| trace::loss_of_example(network, &losses, example));
    let loss = losses.sum::<f64>() / examples as f64 + trace::penalty(network, &weights);
    close("trace of the loss", &[loss], &[case.expected.losses[0]], TRACE)?;
    let shares = vec![1.0 / examples as f64; examples];
    let backward = trace::backward(network, &weights, &forward, &targets, &shares);
    let penalties = trace::regularize(network, &weights);
    for (layer, arrays) in &case.expected.gradients {
        let parameters = network.parameters().into_iter();
        let own = parameters.filter(|parameter| parameter.layer == *layer && parameter.trainable);
        let got: Vec<f64> = own
            .flat_map(|parameter| parameter.range)
            .map(|index| backward.weights[index] + penalties[index])
            .collect();
        close(&format!("trace of the gradient of {layer}"), &got, &flat_all(arrays), TRACE)?;
    }
    Ok(())
}

/// Copies a batch `[example][value]` into the lanes of a workspace.
fn fill(network: &Network, space: &mut Workspace, batch: &Batch) {
    let stride = space.stride();
    let names: Vec<String> = network.input_names().map(str::to_owned).collect();
    for (index, name) in names.iter().enumerate() {
        spread(&batch.inputs[name], space.input_mut(index), stride);
    }
    let names: Vec<String> = network.output_units().map(|(name, _)| name.to_owned()).collect();
    for (index, name) in names.iter().enumerate() {
        spread(&batch.targets[name], space.target_mut(index), stride);
    }
}

fn spread(examples: &Value, into: &mut [f32], stride: usize) {
    for (example, values) in examples.as_array().into_iter().flatten().enumerate() {
        for (feature, value) in flat(values).into_iter().enumerate() {
            into[feature * stride + example] = value as f32;
        }
    }
}

fn compare_outputs(
    what: &str,
    network: &Network,
    space: &Workspace,
    expected: &BTreeMap<String, Value>,
    examples: usize,
) -> Result<(), String> {
    let outputs: Vec<(String, usize)> =
        network.output_units().map(|(name, units)| (name.to_owned(), units)).collect();
    for (index, (name, units)) in outputs.into_iter().enumerate() {
        let values = space.output(index);
        let got: Vec<f64> = (0..examples)
            .flat_map(|example| (0..units).map(move |unit| (example, unit)))
            .map(|(example, unit)| f64::from(values[unit * space.stride() + example]))
            .collect();
        close(&format!("{what} {name}"), &got, &flat(&expected[&name]), VALUES)?;
    }
    Ok(())
}

fn close(what: &str, got: &[f64], want: &[f64], (relative, absolute): (f64, f64)) -> Result<(), String> {
    if got.len() != want.len() {
        return Err(format!("{what}: {} numbers, Keras has {}", got.len(), want.len()));
    }
    for (index, (got, want)) in got.iter().zip(want).enumerate() {
        let near = (got - want).abs() <= absolute + relative * want.abs();
        if !near {
            return Err(format!("{what}: number {index} is {got}, Keras has {want}"));
        }
    }
    Ok(())
}
