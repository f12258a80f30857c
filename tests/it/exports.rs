//! What is taken along. With `DESCENT_EXPORTS=folder` everything is written there, for `tests/exports/check.py` to run it;
//! with `DESCENT_EXPORTS_OF=all` for all presets.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use descent::data::{Files, Split};
use descent::experiment::{Experiment, TrainingConfig};
use descent::export::{self, Array, Elements, Model};
use descent::import;
use descent::nn::LayerKind;
use descent::run::Run;
use serde_json::{Value, json};

use crate::cases::{self, Case, flat, shape};
use crate::onnx;

/// Presets whose code is run from the first line to the last.
const PRESETS: [&str; 10] = [
    "circle",
    "sparse",
    "blobs",
    "residual",
    "siamese",
    "digits_conv",
    "houses",
    "sentences_lstm",
    "series_sines",
    "table_wine",
];

fn array(name: String, value: &Value, are_tokens: bool) -> Array {
    let numbers = flat(value).into_iter();
    let elements = if are_tokens {
        Elements::Integers(numbers.map(|token| token as i32).collect())
    } else {
        Elements::Floats(numbers.map(|number| number as f32).collect())
    };
    Array { name, shape: shape(value), elements }
}

fn write(folder: &Path, name: &str, content: impl AsRef<[u8]>) {
    fs::create_dir_all(folder).expect("the folder can be made");
    fs::write(folder.join(name), content).expect("the file can be written");
}

fn write_code(folder: &Path, model: &Model) {
    write(folder, "keras.py", export::keras(model));
    write(folder, "pytorch.py", export::pytorch(model));
    write(folder, "summary.txt", export::summary(model));
    write(folder, "model.onnx", export::onnx(model, None, None));
    write(folder, "weights.npz", export::weights_npz(model.network));
    write(folder, "weights.safetensors", export::safetensors(model.network));
}

fn write_case(file: &Path, folder: &Path) {
    let case = Case::read(file).expect("a case has this form");
    let network = case.network(&case.expected.weights).expect("a valid network");
    let model = Model {
        network: &network,
        config: case.config().expect("a network"),
        losses: &case.losses,
        loss_weights: &case.loss_weights,
        optimizer: &case.optimizer,
        training: &TrainingConfig::default(),
        seed: 1,
        problems: Vec::new(),
        examples: [case.batches[0].examples(), 0],
    };
    write_code(folder, &model);
    let are_tokens = |name: &str| {
        let input = model.config.layers.iter().find(|layer| layer.name == name);
        matches!(input.map(|layer| &layer.kind), Some(LayerKind::Input(input)) if input.dtype.is_some())
    };
    let named = |sign: &str, names: &[&str], values: &BTreeMap<String, Value>| -> Vec<Array> {
        let key = |name: &str| match names {
            [_] => format!("{sign}_train"),
            _ => format!("{sign}_train_{name}"),
        };
        names.iter().map(|name| array(key(name), &values[*name], sign == "x" && are_tokens(name))).collect()
    };
    let (inputs, outputs) = (model.inputs(), model.outputs());
    let x = named("x", &inputs, &case.batches[0].inputs);
    let y = named("y", &outputs, &case.batches[0].targets);
    write(folder, "data.npz", export::npz(x.into_iter().chain(y)));
    write(folder, "check.npz", export::npz(named("y", &outputs, &case.expected.inference)));
}

fn files() -> Files {
    let mut files = Files::default();
    for entry in fs::read_dir("www/data").expect("the data of the page").flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if let Ok(text) = fs::read_to_string(entry.path()) {
            let _ = files.insert(&name, &text);
        }
    }
    files
}

/// The outputs of a run for its training examples.
fn outputs_of(run: &mut Run) -> Vec<u8> {
    let count = run.data().train.count;
    let outputs = run.outputs(Split::Train).to_vec();
    let names: Vec<&str> = run.network().output_units().map(|(name, _)| name).collect();
    let arrays = names.iter().zip(outputs).map(|(name, values)| {
        let units = values.len() / count;
        let rows = (0..count).flat_map(|example| (0..units).map(move |unit| unit * count + example));
        let key = if names.len() > 1 { format!("y_train_{name}") } else { "y_train".to_owned() };
        let elements = Elements::Floats(rows.map(|at| values[at]).collect());
        Array { name: key, shape: vec![count, units], elements }
    });
    export::npz(arrays.collect::<Vec<_>>())
}

/// A preset that was trained a little, with its outputs for the training examples.
fn write_preset(name: &str, config: &Value, files: &Files, folder: &Path) {
    let experiment = Experiment::read(config).expect("presets are valid");
    let mut run = Run::with_files(experiment, files).unwrap_or_else(|errors| panic!("{name}: {errors:?}"));
    run.advance(20, || false);
    write(folder, "check.npz", outputs_of(&mut run));
    let outputs = run.outputs(Split::Train).to_vec();
    let examples = [run.data().train.count, run.data().test.count];
    let model = Model::of(run.experiment(), run.network(), examples);
    write(folder, "network.ipynb", export::notebook(&model, &outputs, None));
    write_run(&run, folder);
}

fn write_run(run: &Run, folder: &Path) {
    let examples = [run.data().train.count, run.data().test.count];
    write_code(folder, &Model::of(run.experiment(), run.network(), examples));
    write(folder, "data.npz", export::data_npz(run.data(), run.wiring(), run.network()));
}

/// Epochs after which weights are compared.
const EPOCHS: u64 = 3;

/// An experiment without chance, with its weights before and after some epochs.
fn write_trained(experiment: &Value, folder: &Path) {
    let experiment = Experiment::read(experiment).unwrap_or_else(|errors| panic!("{errors:?}"));
    let mut run = Run::new(experiment).expect("a run");
    write_run(&run, folder);
    run.advance(1000, || false);
    assert!(run.stopped().is_some(), "it ends by itself");
    write(folder, "after.npz", export::weights_npz(run.network()));
}

/// A network with L1 penalties that learns from batches of all examples.
fn with_penalties(optimizer: &Value) -> Value {
    json!({
        "data": {"dataset": "exclusive_or", "samples": 40, "noise": 0.1},
        "network": {"layers": [
            {"name": "input", "layer": "input"},
            {"name": "sum", "layer": "dense", "inputs": ["input"], "units": 3, "activation": "tanh", "kernel_regularizer": {"l1": 0.03}},
            {"name": "output", "layer": "dense", "inputs": ["sum"], "units": 1, "activation": "sigmoid", "kernel_regularizer": {"l1": 0.02}, "bias_regularizer": {"l1": 0.01}},
        ], "outputs": ["output"]},
        "optimizer": optimizer,
        "training": {"batch_size": "all", "stop_epoch": EPOCHS},
    })
}

/// Batches of 9 of 28 examples, in their order: one example is left for the next epoch.
fn with_carried_batches() -> Value {
    json!({
        "data": {"dataset": "exclusive_or", "samples": 40, "noise": 0.1},
        "training": {"batch_size": 9, "shuffle": false, "last_batch": "carried", "stop_epoch": EPOCHS},
    })
}

/// A unit whose output is a step: no weight has a gradient other than 0.
fn with_a_step() -> Value {
    json!({
        "data": {"dataset": "two_gaussians", "samples": 40},
        "network": {"layers": [
            {"name": "input", "layer": "input"},
            {"name": "output", "layer": "dense", "inputs": ["input"], "units": 1, "activation": "step"},
        ], "outputs": ["output"]},
        "losses": {"output": "mean_squared_error"},
        "training": {"batch_size": "all", "stop_epoch": EPOCHS},
    })
}

#[test]
fn what_others_are_to_run_is_written_where_that_is_asked_for() {
    let Some(folder) = std::env::var_os("DESCENT_EXPORTS") else { return };
    let (folder, all) = (Path::new(&folder), std::env::var("DESCENT_EXPORTS_OF").is_ok_and(|of| of == "all"));
    for file in cases::files(Path::new("tests/reference/cases")) {
        let name = file.file_stem().expect("a file has a name").to_owned();
        write_case(&file, &folder.join("cases").join(name));
    }
    onnx::write(&folder.join("onnx"));
    let files = files();
    let presets = descent::preset::all();
    for preset in presets.iter().filter(|preset| all || PRESETS.contains(&&preset.name[..])) {
        write_preset(&preset.name, &preset.experiment, &files, &folder.join("presets").join(&preset.name));
    }
    for (name, optimizer) in [
        ("sgd", json!({"optimizer": "sgd", "learning_rate": 0.3, "momentum": 0.5})),
        (
            "adam",
            json!({"optimizer": "adam", "learning_rate": 0.03, "schedule": {"schedule": "step_decay", "decay_steps": 1, "decay_rate": 0.5}}),
        ),
        ("adam_amsgrad", json!({"optimizer": "adam", "learning_rate": 0.03, "amsgrad": true})),
        ("adamw", json!({"optimizer": "adamw", "learning_rate": 0.03})),
        ("nadam", json!({"optimizer": "nadam", "learning_rate": 0.03})),
        ("adamax", json!({"optimizer": "adamax", "learning_rate": 0.03})),
        ("adagrad", json!({"optimizer": "adagrad", "learning_rate": 0.1})),
        ("rmsprop", json!({"optimizer": "rmsprop", "learning_rate": 0.01})),
        (
            "rmsprop_centered",
            json!({"optimizer": "rmsprop", "learning_rate": 0.01, "centered": true, "momentum": 0.3}),
        ),
    ] {
        write_trained(&with_penalties(&optimizer), &folder.join("trained").join(name));
    }
    write_trained(&with_carried_batches(), &folder.join("trained/carried"));
    write_trained(&with_a_step(), &folder.join("trained/step"));
}

#[test]
fn presets_come_back_from_the_files_that_they_are_saved_in() {
    let files = files();
    let bits = |all: &[f32]| all.iter().map(|one| one.to_bits()).collect::<Vec<_>>();
    for preset in descent::preset::all().iter().filter(|preset| PRESETS.contains(&&preset.name[..])) {
        let experiment = Experiment::read(&preset.experiment).expect("presets are valid");
        let mut run = Run::with_files(experiment, &files).expect("presets run");
        run.advance(3, || false);
        let model = Model::of(run.experiment(), run.network(), [1, 1]);
        let bytes =
            export::onnx(&model, Some((run.data(), run.wiring())), Some("https://here/#d2-playground-x"));
        let (read, link) =
            import::onnx(&bytes).unwrap_or_else(|problems| panic!("{}: {problems:?}", preset.name));
        assert_eq!(read.network, model.config, "{}", preset.name);
        assert_eq!(bits(&read.weights), bits(&run.network().weights), "{}", preset.name);
        assert_eq!(link.as_deref(), Some("https://here/#d2-playground-x"));
        for bytes in [export::safetensors(run.network()), export::weights_npz(run.network())] {
            let tensors = import::tensors(&bytes).expect("it is whole");
            let weights = import::weights(run.network(), tensors).expect("it fits");
            assert_eq!(bits(&weights), bits(&run.network().weights), "{}", preset.name);
        }
    }
}

/// Compares with a file of `tests/snapshots`; `UPDATE_SNAPSHOTS=1` writes it anew.
fn same_as_snapshot(name: &str, text: &str) {
    let path = Path::new("tests/snapshots").join(name);
    if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
        fs::write(&path, text).expect("the snapshot can be written");
    }
    assert_eq!(fs::read_to_string(&path).unwrap_or_default(), text, "{}", path.display());
}

fn code_of(config: &Value) -> [String; 3] {
    let experiment = Experiment::read(config).unwrap_or_else(|errors| panic!("{errors:?}"));
    let run = Run::new(experiment).expect("a run");
    let model = Model::of(run.experiment(), run.network(), [350, 150]);
    [export::keras(&model), export::summary(&model), export::pytorch(&model)]
}

#[test]
fn a_chain_of_layers_is_a_sequential_in_both() {
    let [code, summary, pytorch] = code_of(&json!({}));
    same_as_snapshot("pytorch_chain.py", &pytorch);
    same_as_snapshot("keras_sequential.py", &code);
    same_as_snapshot("keras_sequential_summary.txt", &summary);
}

#[test]
fn branches_shared_layers_and_what_keras_lacks_have_their_code() {
    let config = json!({
        "data": {"dataset": "houses"},
        "network": {"layers": [
            {"name": "input", "layer": "input"},
            {"name": "first", "layer": "dense", "inputs": ["input"], "units": 3, "activation": {"activation": "leaky_relu", "negative_slope": 0.1},
             "kernel_initializer": {"initializer": "random_normal", "stddev": 0.3}, "kernel_regularizer": {"l1": 0.001, "l2": 0.01}},
            {"name": "same width", "layer": "dense", "inputs": ["first"], "units": 3, "activation": "step", "use_bias": false},
            {"name": "again", "layer": "dense", "inputs": ["same width"], "shared_with": "same width", "units": 3, "activation": "step", "use_bias": false},
            {"name": "sum", "layer": "add", "inputs": ["first", "again"]},
            {"name": "price", "layer": "dense", "inputs": ["sum"], "units": 1},
        ], "outputs": ["price"]},
        "losses": {"price": "half_squared_error"},
        "optimizer": {"optimizer": "adam", "learning_rate": 0.01, "schedule": {"schedule": "warmup", "warmup_steps": 100}, "clipnorm": 1},
        "training": {"batch_size": "all", "stop_epoch": 50, "early_stopping": {"patience": 5, "restore_best_weights": true}},
    });
    let [code, summary, pytorch] = code_of(&config);
    same_as_snapshot("pytorch_branches.py", &pytorch);
    same_as_snapshot("keras_functional.py", &code);
    same_as_snapshot("keras_functional_summary.txt", &summary);
}
