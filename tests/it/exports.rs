//! What is taken along. With `DESCENT_EXPORTS=folder` everything is written there, for `tests/exports/check.py` to run it.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use descent::data::Files;
use descent::experiment::{Experiment, TrainingConfig};
use descent::export::{self, Array, Elements, Model};
use descent::nn::{LayerKind, Loss, Network, NetworkConfig, OptimizerConfig};
use descent::run::Run;
use descent::version::upgrade_experiment;
use serde::Deserialize;
use serde_json::{Value, json};

/// A case of `tests/reference`: a network, and what Keras computes with its last weights.
#[derive(Deserialize)]
struct Case {
    network: Value,
    losses: BTreeMap<String, Loss>,
    #[serde(default)]
    loss_weights: BTreeMap<String, f64>,
    optimizer: OptimizerConfig,
    batches: Vec<Batch>,
    expected: Expected,
}

#[derive(Deserialize)]
struct Batch {
    inputs: BTreeMap<String, Value>,
    targets: BTreeMap<String, Value>,
}

#[derive(Deserialize)]
struct Expected {
    weights: BTreeMap<String, Vec<Value>>,
    inference: BTreeMap<String, Value>,
}

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

/// The shape and the numbers of nested lists.
fn flat(value: &Value) -> (Vec<usize>, Vec<f32>) {
    match value {
        Value::Array(items) => {
            let parts: Vec<_> = items.iter().map(flat).collect();
            let inner = parts.first().map_or(Vec::new(), |(shape, _)| shape.clone());
            let numbers = parts.into_iter().flat_map(|(_, numbers)| numbers).collect();
            ([&[items.len()], &inner[..]].concat(), numbers)
        }
        number => (Vec::new(), vec![number.as_f64().unwrap_or(f64::NAN) as f32]),
    }
}

fn array(name: String, value: &Value, are_tokens: bool) -> Array {
    let (shape, numbers) = flat(value);
    let elements = if are_tokens {
        Elements::Integers(numbers.into_iter().map(|token| token as i32).collect())
    } else {
        Elements::Floats(numbers)
    };
    Array { name, shape, elements }
}

fn write(folder: &Path, name: &str, content: impl AsRef<[u8]>) {
    fs::create_dir_all(folder).expect("the folder can be made");
    fs::write(folder.join(name), content).expect("the file can be written");
}

fn write_code(folder: &Path, model: &Model) {
    write(folder, "keras.py", export::keras(model));
    write(folder, "pytorch.py", export::pytorch(model));
    write(folder, "summary.txt", export::summary(model));
    write(folder, "weights.npz", export::weights_npz(model.network));
    write(folder, "weights.safetensors", export::safetensors(model.network));
}

fn write_case(text: &str, folder: &Path) {
    let case: Case = serde_json::from_str(text).expect("a case has this form");
    let upgraded = upgrade_experiment(json!({"network": case.network}), 1).expect("version 1 is known");
    let config: NetworkConfig =
        serde_json::from_value(upgraded.partial["network"].clone()).expect("a network");
    let mut network =
        Network::compile(config.clone(), &case.losses, &case.loss_weights).expect("a valid network");
    for (layer, arrays) in &case.expected.weights {
        let values: Vec<f32> = arrays.iter().flat_map(|array| flat(array).1).collect();
        network.set_weights(layer, &values).expect("weights that fit");
    }
    let model = Model {
        network: &network,
        config,
        losses: &case.losses,
        loss_weights: &case.loss_weights,
        optimizer: &case.optimizer,
        training: &TrainingConfig::default(),
        seed: 1,
        problems: Vec::new(),
        examples: [flat(case.batches[0].inputs.values().next().expect("an input")).0[0], 0],
    };
    write_code(folder, &model);
    let are_tokens = |name: &str| {
        let input = model.config.layers.iter().find(|layer| layer.name == name);
        matches!(input.map(|layer| &layer.kind), Some(LayerKind::Input(input)) if input.dtype.is_some())
    };
    let named = |sign: &str, names: &[&str], values: &BTreeMap<String, Value>, split: &str| -> Vec<Array> {
        let key = |name: &str| {
            if names.len() == 1 { format!("{sign}{split}") } else { format!("{sign}{split}_{name}") }
        };
        names.iter().map(|name| array(key(name), &values[*name], sign == "x" && are_tokens(name))).collect()
    };
    let (inputs, outputs) = (model.inputs(), model.outputs());
    let x = named("x", &inputs, &case.batches[0].inputs, "_train");
    let y = named("y", &outputs, &case.batches[0].targets, "_train");
    write(folder, "data.npz", export::npz(x.into_iter().chain(y)));
    let x = named("x", &inputs, &case.batches[0].inputs, "_train");
    let y = named("y", &outputs, &case.expected.inference, "_train");
    write(folder, "check.npz", export::npz(x.into_iter().chain(y)));
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

/// A preset that was trained a little, with its outputs for the training examples.
fn write_preset(name: &str, config: &Value, files: &Files, folder: &Path) {
    let experiment = Experiment::read(config).expect("presets are valid");
    let mut run = Run::with_files(experiment, files).unwrap_or_else(|errors| panic!("{name}: {errors:?}"));
    run.advance(20, || false);
    let examples = [run.data().train.count, run.data().test.count];
    let given = run.data().train.clone();
    let wiring = run.wiring().clone();
    let mut outputs = run.outputs(descent::data::Split::Train).to_vec();
    let model = Model::of(run.experiment(), run.network(), examples);
    write_code(folder, &model);
    write(folder, "data.npz", export::data_npz(run.data(), &wiring, run.network()));
    let several = model.outputs().len() > 1;
    let arrays = model.outputs().into_iter().zip(outputs.drain(..)).map(|(name, values)| {
        let units = values.len() / given.count;
        let rows = (0..given.count).flat_map(|example| {
            let values = &values;
            (0..units).map(move |unit| values[unit * given.count + example])
        });
        let key = if several { format!("y_train_{name}") } else { "y_train".to_owned() };
        Array { name: key, shape: vec![given.count, units], elements: Elements::Floats(rows.collect()) }
    });
    write(folder, "check.npz", export::npz(arrays.collect::<Vec<_>>()));
}

#[test]
fn what_keras_is_to_run_is_written_where_that_is_asked_for() {
    let Some(folder) = std::env::var_os("DESCENT_EXPORTS") else { return };
    let folder = Path::new(&folder);
    for entry in fs::read_dir("tests/reference/cases").expect("the cases are there").flatten() {
        let path = entry.path();
        let name = path.file_stem().expect("a file has a name").to_owned();
        let text = fs::read_to_string(&path).expect("the file can be read");
        write_case(&text, &folder.join("cases").join(name));
    }
    let files = files();
    let presets = descent::preset::all();
    for preset in presets.iter().filter(|preset| PRESETS.contains(&&preset.name[..])) {
        write_preset(&preset.name, &preset.experiment, &files, &folder.join("presets").join(&preset.name));
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
fn a_chain_of_layers_is_keras_s_sequential() {
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
            {"name": "numbers", "layer": "input"},
            {"name": "first", "layer": "dense", "inputs": ["numbers"], "units": 3, "activation": {"activation": "leaky_relu", "negative_slope": 0.1},
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
