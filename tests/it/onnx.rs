//! Networks for ONNX, one for each argument of each layer, with what they compute here.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use descent::experiment::TrainingConfig;
use descent::export::{self, Array, Elements, Model};
use descent::import::{self, Imported, OnnxProblem};
use descent::json::Tagged;
use descent::nn::{Activation, LayerKind, Loss, Mode, Network, NetworkConfig, OptimizerConfig, Workspace};
use descent::random::{Random, Stream};
use serde_json::{Value, json};

const EXAMPLES: usize = 5;
/// The tokens of inputs that have some.
const VOCABULARY: usize = 6;

/// A network with weights and inputs of any size, and what it computes.
pub struct Computed {
    pub network: Network,
    pub config: NetworkConfig,
    losses: BTreeMap<String, Loss>,
    pub inputs: Vec<Array>,
    pub outputs: Vec<Array>,
}

impl Computed {
    pub fn of(layers: &Value, outputs: &[&str]) -> Self {
        let config = json!({"layers": layers, "outputs": outputs});
        let config: NetworkConfig =
            serde_json::from_value(config).unwrap_or_else(|error| panic!("{error}: {layers}"));
        let loss = |name: &&str| ((*name).to_owned(), Loss::MeanSquaredError);
        let losses: BTreeMap<String, Loss> = outputs.iter().map(loss).collect();
        let mut network = Network::compile(config.clone(), &losses, &BTreeMap::new())
            .unwrap_or_else(|error| panic!("{error}: {layers}"));
        let mut random = Random::new(4, Stream::Data);
        for parameter in network.parameters() {
            // Variances are positive.
            let low = if parameter.name == "moving_variance" { 0.2 } else { -0.8 };
            network.weights[parameter.range].fill_with(|| random.between(low, 0.8) as f32);
        }
        let mut space = network.evaluation_space(EXAMPLES);
        let inputs = inputs_of(&network, &config, &mut space, &mut random);
        network.forward(&mut space, EXAMPLES, Mode::Inference);
        let several = outputs.len() > 1;
        let outputs = network.output_units().enumerate().map(|(index, (name, units))| {
            let (values, stride) = (space.output(index), space.stride());
            let rows = (0..EXAMPLES).flat_map(|example| (0..units).map(move |unit| unit * stride + example));
            let layer = network.layers().find(|layer| layer.name == name).expect("outputs are layers");
            Array {
                name: if several { format!("y_train_{name}") } else { "y_train".to_owned() },
                shape: [&[EXAMPLES], layer.shape].concat(),
                elements: Elements::Floats(rows.map(|at| values[at]).collect()),
            }
        });
        let outputs = outputs.collect();
        Self { network, config, losses, inputs, outputs }
    }

    pub fn onnx(&self) -> Vec<u8> {
        let optimizer = json!({"optimizer": "sgd", "learning_rate": 0.1});
        let optimizer: OptimizerConfig = serde_json::from_value(optimizer).expect("an optimizer");
        let model = Model {
            network: &self.network,
            config: self.config.clone(),
            losses: &self.losses,
            loss_weights: &BTreeMap::new(),
            optimizer: &optimizer,
            training: &TrainingConfig::default(),
            seed: 1,
            problems: Vec::new(),
            examples: [EXAMPLES, 0],
        };
        export::onnx(&model, None, None)
    }
}

fn inputs_of(
    network: &Network,
    config: &NetworkConfig,
    space: &mut Workspace,
    random: &mut Random,
) -> Vec<Array> {
    let stride = space.stride();
    let names: Vec<&str> = network.input_names().collect();
    let each = names.iter().enumerate().map(|(index, name)| {
        let layer = config.layers.iter().find(|layer| layer.name == *name).expect("inputs are layers");
        let LayerKind::Input(input) = &layer.kind else { unreachable!("it is an input") };
        let shape = input.shape.clone().expect("the input has a shape");
        let size: usize = shape.iter().product();
        let are_tokens = input.dtype.is_some();
        let mut draw = || match are_tokens {
            true => random.below(VOCABULARY) as f32,
            false => random.between(-2.0, 2.0) as f32,
        };
        let values: Vec<f32> = (0..EXAMPLES * size).map(|_| draw()).collect();
        for (at, value) in values.iter().enumerate() {
            space.input_mut(index)[at % size * stride + at / size] = *value;
        }
        let elements = match are_tokens {
            true => Elements::Integers(values.iter().map(|&token| token as i32).collect()),
            false => Elements::Floats(values),
        };
        let name = if names.len() > 1 { format!("x_train_{name}") } else { "x_train".to_owned() };
        Array { name, shape: [&[EXAMPLES], &shape[..]].concat(), elements }
    });
    each.collect()
}

/// A layer `y` on an input of this shape.
fn alone(shape: Value, layer: Value) -> Value {
    let mut layer = layer;
    layer["name"] = "y".into();
    layer["inputs"] = json!(["x"]);
    json!([{"name": "x", "layer": "input", "shape": shape}, layer])
}

/// A layer `y` on sequences with masked steps.
fn masked(layer: Value) -> Value {
    let mut layer = layer;
    layer["name"] = "y".into();
    layer["inputs"] = json!(["words"]);
    json!([
        {"name": "x", "layer": "input", "shape": [7], "dtype": "int32"},
        {"name": "words", "layer": "embedding", "inputs": ["x"], "input_dim": VOCABULARY, "output_dim": 3, "mask_zero": true},
        layer,
        {"name": "flat", "layer": "flatten", "inputs": ["y"]},
    ])
}

fn with(mut layer: Value, arguments: Value) -> Value {
    for (name, value) in arguments.as_object().expect("arguments have names") {
        layer[name] = value.clone();
    }
    layer
}

/// Every case by its name.
pub fn cases() -> BTreeMap<String, Computed> {
    let mut cases = BTreeMap::new();
    let mut add = |name: String, layers: Value, output: &str| {
        let before = cases.insert(name.clone(), Computed::of(&layers, &[output]));
        assert!(before.is_none(), "two cases are called {name}");
    };
    let (row, sequence, image) = (json!([3]), json!([6, 3]), json!([7, 5, 2]));

    for name in Activation::names() {
        add(
            format!("activation_{name}"),
            alone(row.clone(), json!({"layer": "dense", "units": 4, "activation": name})),
            "y",
        );
        add(
            format!("activation_of_images_{name}"),
            alone(
                image.clone(),
                json!({"layer": "conv2d", "filters": 3, "kernel_size": 2, "activation": name}),
            ),
            "y",
        );
    }
    for (name, layer) in [
        (
            "leaky_relu_slope",
            json!({"layer": "activation", "activation": {"activation": "leaky_relu", "negative_slope": -0.3}}),
        ),
        ("elu_alpha", json!({"layer": "activation", "activation": {"activation": "elu", "alpha": 1.7}})),
        ("softmax_of_one", json!({"layer": "dense", "units": 1, "activation": "softmax"})),
        ("dense_without_bias", json!({"layer": "dense", "units": 2, "use_bias": false})),
        ("dropout", json!({"layer": "dropout", "rate": 0.5})),
        ("gaussian_noise", json!({"layer": "gaussian_noise", "stddev": 0.5})),
        ("batch_normalization", json!({"layer": "batch_normalization", "epsilon": 0.01})),
        (
            "batch_normalization_plain",
            json!({"layer": "batch_normalization", "scale": false, "center": false}),
        ),
        ("layer_normalization", json!({"layer": "layer_normalization", "epsilon": 0.01})),
        (
            "layer_normalization_plain",
            json!({"layer": "layer_normalization", "scale": false, "center": false}),
        ),
        ("reshape", json!({"layer": "reshape", "target_shape": [3, -1]})),
    ] {
        add(name.into(), alone(row.clone(), layer), "y");
    }
    for (name, layer) in [
        ("dense", json!({"layer": "dense", "units": 2, "activation": "tanh"})),
        (
            "dense_without_bias_of_steps",
            json!({"layer": "dense", "units": 2, "use_bias": false, "activation": "softmax"}),
        ),
        ("conv1d", json!({"layer": "conv1d", "filters": 2, "kernel_size": 3, "activation": "softmax"})),
        (
            "conv1d_same",
            json!({"layer": "conv1d", "filters": 2, "kernel_size": 4, "strides": 2, "padding": "same", "use_bias": false}),
        ),
        ("max_pooling1d", json!({"layer": "max_pooling1d", "pool_size": 4, "strides": 3, "padding": "same"})),
        (
            "average_pooling1d",
            json!({"layer": "average_pooling1d", "pool_size": 4, "strides": 3, "padding": "same"}),
        ),
        ("average_pooling1d_valid", json!({"layer": "average_pooling1d", "pool_size": 2})),
        ("global_max_pooling1d", json!({"layer": "global_max_pooling1d"})),
        ("global_average_pooling1d", json!({"layer": "global_average_pooling1d"})),
        ("flatten", json!({"layer": "flatten"})),
        ("reshape", json!({"layer": "reshape", "target_shape": [3, 2, 3]})),
        ("batch_normalization", json!({"layer": "batch_normalization"})),
        ("layer_normalization", json!({"layer": "layer_normalization"})),
    ] {
        add(format!("sequence_{name}"), alone(sequence.clone(), layer), "y");
    }
    for (name, layer) in [
        ("dense", json!({"layer": "dense", "units": 2})),
        (
            "conv2d_same",
            json!({"layer": "conv2d", "filters": 3, "kernel_size": [2, 3], "strides": [2, 1], "padding": "same"}),
        ),
        (
            "conv2d_strides",
            json!({"layer": "conv2d", "filters": 3, "kernel_size": 2, "strides": 3, "use_bias": false}),
        ),
        ("max_pooling2d", json!({"layer": "max_pooling2d"})),
        (
            "max_pooling2d_same",
            json!({"layer": "max_pooling2d", "pool_size": [3, 2], "strides": 2, "padding": "same"}),
        ),
        ("average_pooling2d", json!({"layer": "average_pooling2d", "pool_size": 2, "strides": 1})),
        (
            "average_pooling2d_same",
            json!({"layer": "average_pooling2d", "pool_size": [3, 2], "strides": [2, 3], "padding": "same"}),
        ),
        ("global_max_pooling2d", json!({"layer": "global_max_pooling2d"})),
        ("global_average_pooling2d", json!({"layer": "global_average_pooling2d"})),
        ("flatten", json!({"layer": "flatten"})),
        ("batch_normalization", json!({"layer": "batch_normalization"})),
        ("layer_normalization", json!({"layer": "layer_normalization"})),
        ("softmax", json!({"layer": "activation", "activation": "softmax"})),
    ] {
        add(format!("image_{name}"), alone(image.clone(), layer), "y");
    }
    for kind in ["simple_rnn", "lstm", "gru"] {
        let plain = json!({"layer": kind, "units": 2});
        for (name, arguments) in [
            ("last", json!({})),
            ("sequences", json!({"return_sequences": true})),
            ("backwards", json!({"go_backwards": true})),
            ("sequences_backwards", json!({"return_sequences": true, "go_backwards": true})),
            ("without_bias", json!({"use_bias": false})),
            ("relu", json!({"activation": "relu", "return_sequences": true})),
            ("sin", json!({"activation": "sin", "return_sequences": true})),
            (
                "softmax_backwards",
                json!({"activation": "softmax", "go_backwards": true, "return_sequences": true}),
            ),
            ("mish_without_bias", json!({"activation": "mish", "use_bias": false})),
        ] {
            let layer = with(plain.clone(), arguments);
            add(format!("{kind}_{name}"), alone(sequence.clone(), layer.clone()), "y");
            add(format!("masked_{kind}_{name}"), masked(layer.clone()), "flat");
        }
        if kind != "simple_rnn" {
            let layer = with(plain.clone(), json!({"recurrent_activation": "hard_sigmoid"}));
            add(format!("{kind}_recurrent_activation"), alone(sequence.clone(), layer), "y");
        }
        for mode in ["concat", "sum", "mul", "ave"] {
            let wrapped = with(
                plain.clone(),
                json!({"return_sequences": mode != "sum", "go_backwards": mode == "ave"}),
            );
            let layer = json!({"layer": "bidirectional", "wrapped": wrapped, "merge_mode": mode});
            add(format!("bidirectional_{kind}_{mode}"), alone(sequence.clone(), layer.clone()), "y");
            add(format!("masked_bidirectional_{kind}_{mode}"), masked(layer), "flat");
        }
    }
    for (name, layer) in [
        ("global_average_pooling1d", json!({"layer": "global_average_pooling1d"})),
        ("global_max_pooling1d", json!({"layer": "global_max_pooling1d"})),
        ("conv1d", json!({"layer": "conv1d", "filters": 2, "kernel_size": 2})),
        ("dense", json!({"layer": "dense", "units": 2})),
    ] {
        add(format!("masked_{name}"), masked(layer), "flat");
    }
    add(
        "tokens_as_numbers".into(),
        json!([
            {"name": "x", "layer": "input", "shape": [4], "dtype": "int32"},
            {"name": "words", "layer": "embedding", "inputs": ["x"], "input_dim": 4, "output_dim": 2},
            {"name": "flat", "layer": "flatten", "inputs": ["words"]},
            {"name": "both", "layer": "concatenate", "inputs": ["flat", "x"]},
        ]),
        "both",
    );
    for kind in ["add", "multiply", "average", "maximum", "concatenate"] {
        add(format!("merged_{kind}"), merged(kind, false), "y");
        add(format!("merged_masked_{kind}"), merged(kind, true), "y");
    }
    for axis in [1, 2] {
        add(
            format!("concatenate_axis_{axis}"),
            json!([
                {"name": "x", "layer": "input", "shape": [4, 4, 2]},
                {"name": "a", "layer": "conv2d", "inputs": ["x"], "filters": 2, "kernel_size": 1},
                {"name": "y", "layer": "concatenate", "inputs": ["x", "a"], "axis": axis},
            ]),
            "y",
        );
    }
    add(
        "shared_conv_and_dense".into(),
        json!([
            {"name": "x", "layer": "input", "shape": [6, 6, 1]},
            {"name": "a", "layer": "conv2d", "inputs": ["x"], "filters": 1, "kernel_size": 3, "padding": "same", "activation": "relu"},
            {"name": "b", "layer": "conv2d", "inputs": ["a"], "shared_with": "a", "filters": 1, "kernel_size": 3, "padding": "same", "activation": "relu"},
            {"name": "pool", "layer": "max_pooling2d", "inputs": ["b"]},
            {"name": "flat", "layer": "flatten", "inputs": ["pool"]},
            {"name": "y", "layer": "dense", "inputs": ["flat"], "units": 2, "activation": "softmax"},
        ]),
        "y",
    );

    cases.insert(
        "two_inputs_and_outputs".into(),
        Computed::of(
            &json!([
                {"name": "left", "layer": "input", "shape": [3]},
                {"name": "right", "layer": "input", "shape": [2]},
                {"name": "both", "layer": "concatenate", "inputs": ["left", "right"]},
                {"name": "hidden/1", "layer": "dense", "inputs": ["both"], "units": 3, "activation": "tanh"},
                {"name": "up", "layer": "dense", "inputs": ["hidden/1"], "units": 2},
                {"name": "down", "layer": "dropout", "inputs": ["up"], "rate": 0.2},
            ]),
            &["up", "down"],
        ),
    );
    cases
}

/// A layer with three inputs, of which the first two are masked, or all.
fn merged(kind: &str, all: bool) -> Value {
    json!([
        {"name": "x", "layer": "input", "shape": [7], "dtype": "int32"},
        {"name": "a", "layer": "embedding", "inputs": ["x"], "input_dim": VOCABULARY, "output_dim": 3, "mask_zero": true},
        {"name": "ones", "layer": "reshape", "inputs": ["x"], "target_shape": [7]},
        {"name": "b", "layer": "embedding", "inputs": ["ones"], "input_dim": 3, "output_dim": 3, "mask_zero": true},
        {"name": "c", "layer": "embedding", "inputs": ["x"], "input_dim": VOCABULARY, "output_dim": 3, "mask_zero": all},
        {"name": "m", "layer": kind, "inputs": ["a", "b", "c"]},
        {"name": "y", "layer": "global_average_pooling1d", "inputs": ["m"]},
    ])
}

/// Writes every case for onnxruntime.
pub fn write(folder: &Path) {
    for (name, case) in cases() {
        let folder = folder.join(name);
        fs::create_dir_all(&folder).expect("the folder can be made");
        let file = |name: &str, bytes: Vec<u8>| {
            fs::write(folder.join(name), bytes).expect("the file can be written")
        };
        file("model.onnx", case.onnx());
        file("data.npz", export::npz(case.inputs));
        file("check.npz", export::npz(case.outputs));
    }
}

/// What a network that was read computes of examples, for each output `[example][unit]`. `input` is a value of an example of
/// an input.
fn computed(
    imported: &Imported,
    examples: usize,
    input: impl Fn(usize, usize, usize) -> f32,
) -> Vec<Vec<f32>> {
    let losses: BTreeMap<String, Loss> =
        imported.network.outputs.iter().map(|name| (name.clone(), Loss::MeanSquaredError)).collect();
    let mut network = Network::compile(imported.network.clone(), &losses, &BTreeMap::new())
        .unwrap_or_else(|error| panic!("{error}"));
    network.weights.clone_from(&imported.weights);
    let mut space = network.evaluation_space(examples);
    let stride = space.stride();
    for (index, (_, shape)) in imported.inputs.iter().enumerate() {
        let size: usize = shape.iter().product();
        for (example, at) in (0..examples).flat_map(|example| (0..size).map(move |at| (example, at))) {
            space.input_mut(index)[at * stride + example] = input(index, example, at);
        }
    }
    network.forward(&mut space, examples, Mode::Inference);
    let outputs = network.output_units().enumerate().map(|(index, (_, units))| {
        let values = space.output(index);
        (0..examples)
            .flat_map(|example| (0..units).map(move |unit| values[unit * stride + example]))
            .collect()
    });
    outputs.collect()
}

/// The largest difference, relative to numbers above 1.
fn difference(outputs: &[f32], wanted: &[f32]) -> f32 {
    assert_eq!(outputs.len(), wanted.len());
    let largest = wanted.iter().fold(1.0_f32, |most, value| most.max(value.abs()));
    outputs.iter().zip(wanted).fold(0.0, |most: f32, (one, other)| most.max((one - other).abs() / largest))
}

fn same_outputs(name: &str, imported: &Imported, case: &Computed) {
    let value = |index: usize, example: usize, at: usize| {
        let Array { shape, elements, .. } = &case.inputs[index];
        let place = example * shape[1..].iter().product::<usize>() + at;
        match elements {
            Elements::Floats(values) => values[place],
            Elements::Integers(values) => values[place] as f32,
        }
    };
    for (outputs, wanted) in computed(imported, EXAMPLES, value).iter().zip(&case.outputs) {
        let Elements::Floats(wanted) = &wanted.elements else { unreachable!("outputs are numbers") };
        assert!(difference(outputs, wanted) <= 1e-6, "{name}: {outputs:?} for {wanted:?}");
    }
}

#[test]
fn every_network_that_is_written_is_read_back_as_it_was() {
    for (name, case) in cases() {
        let (imported, link) =
            import::onnx(&case.onnx()).unwrap_or_else(|problems| panic!("{name}: {problems:?}"));
        assert_eq!(link, None);
        assert_eq!(imported.network, case.config, "{name}");
        let bits = |all: &[f32]| all.iter().map(|one| one.to_bits()).collect::<Vec<_>>();
        assert_eq!(bits(&imported.weights), bits(&case.network.weights), "{name}");
    }
}

/// The same file without what only Descent writes into it.
fn stripped(mut bytes: Vec<u8>) -> Vec<u8> {
    let key = b"\x07network\x12";
    let at = bytes.windows(key.len()).position(|window| window == key).expect("the network is in the file");
    bytes[at + 1] = b'N';
    bytes
}

#[test]
fn operators_become_layers_that_compute_the_same() {
    // What takes masks is unrolled, and activations that recurrent layers of ONNX do not have, too.
    let is_unrolled = |name: &str| {
        ["masked", "_sin", "_softmax", "_mish", "recurrent_activation"].iter().any(|part| name.contains(part))
            && ["masked", "rnn", "lstm", "gru"].iter().any(|part| name.contains(part))
    };
    let mut read = 0;
    for (name, case) in cases() {
        match import::onnx(&stripped(case.onnx())) {
            Ok((imported, _)) => {
                read += 1;
                same_outputs(&name, &imported, &case);
            }
            Err(problems) => {
                // Only a network of Descent reads a sequence backwards and keeps that order, or adds up two directions.
                let is_own =
                    name.contains("backwards") || name.contains("bidirectional") || name.contains("merged");
                assert!(is_unrolled(&name) || is_own, "{name}: {problems:?}");
            }
        }
    }
    assert!(read > 80, "{read} of the cases");
}

#[test]
fn networks_of_pytorch_and_keras_compute_here_what_they_compute_there() {
    let mut read = 0;
    for entry in fs::read_dir("tests/it/onnx_files").expect("there are files").flatten() {
        let path = entry.path();
        if path.extension().is_none_or(|extension| extension != "onnx") {
            continue;
        }
        let name = path.display();
        let bytes = fs::read(&path).expect("it can be read");
        let case = fs::read_to_string(path.with_extension("json")).expect("a case is beside it");
        let case: BTreeMap<String, Vec<Vec<f32>>> =
            serde_json::from_str(&case).expect("a case has this form");
        let (imported, _) = import::onnx(&bytes).unwrap_or_else(|problems| panic!("{name}: {problems:?}"));
        let (inputs, wanted) = (&case["inputs"], case["outputs"].concat());
        let outputs = computed(&imported, inputs.len(), |_, example, at| inputs[example][at]);
        let difference = difference(&outputs[0], &wanted);
        assert!(difference <= 2e-6, "{name}: {difference}");
        read += 1;
    }
    assert!(read >= 36, "{read} files");
}

#[test]
fn a_network_of_pytorch_has_the_layers_that_one_would_make_of_it() {
    let bytes = fs::read("tests/it/onnx_files/cnn.onnx").expect("it can be read");
    let (imported, _) = import::onnx(&bytes).expect("it has layers for everything");
    let layers: Vec<Value> = imported.network.layers.iter().map(|layer| json!(layer)).collect();
    let kinds: Vec<&str> = layers.iter().filter_map(|layer| layer["layer"].as_str()).collect();
    assert_eq!(kinds, ["input", "conv2d", "max_pooling2d", "conv2d", "flatten", "dense", "dense"]);
    assert_eq!((&layers[0]["shape"], &layers[1]["padding"]), (&json!([8, 10, 2]), &json!("same")));
    assert_eq!((&layers[1]["activation"], &layers[3]["activation"]), (&json!("relu"), &json!("tanh")));
}

#[test]
fn networks_of_keras_have_its_layers_however_they_are_written() {
    let kinds = |name: &str| {
        let bytes = fs::read(format!("tests/it/onnx_files/{name}.onnx")).expect("it can be read");
        let (imported, _) = import::onnx(&bytes).unwrap_or_else(|problems| panic!("{name}: {problems:?}"));
        let layers = imported.network.layers.iter().map(|layer| json!(layer));
        layers.map(|layer| layer["layer"].as_str().expect("a kind").to_owned()).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(
        kinds("keras_sequence"),
        "input conv1d batch_normalization max_pooling1d conv1d average_pooling1d flatten dense"
    );
    assert_eq!(kinds("keras_steps"), "input dense layer_normalization global_average_pooling1d dense");
    assert_eq!(kinds("keras_average"), "input dense dense dense average dense");
    assert_eq!(kinds("keras_rnn"), "input simple_rnn simple_rnn dense");
    assert_eq!(kinds("keras_words"), "input embedding gru dense");
    assert_eq!(kinds("keras_gru_both_steps"), "input bidirectional dense");
    assert_eq!(kinds("keras_lstm_both"), "input bidirectional bidirectional dense");
}

/// A change of one part of a file.
fn changed(bytes: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    assert_eq!(from.len(), to.len());
    let at = bytes.windows(from.len()).position(|window| window == from).expect("it is in the file");
    [&bytes[..at], to, &bytes[at + from.len()..]].concat()
}

#[test]
fn what_has_no_layer_is_named_by_its_node_and_what_would_do() {
    let bytes = fs::read("tests/it/onnx_files/cnn.onnx").expect("it can be read");
    let problems =
        import::onnx(&changed(&bytes, b"\x07MaxPool", b"\x07RoiPool")).expect_err("there is no such layer");
    assert!(
        matches!(&problems[..], [OnnxProblem::Operator { node, operator, .. }] if operator == "RoiPool" && !node.is_empty()),
        "{problems:?}"
    );
    let problems = import::onnx(&changed(&bytes, b"\tdilations", b"\tdelations")).map(|_| ());
    assert_eq!(problems, Ok(()), "an argument that is not known is none of those that count");
    let pads = b"pads@\x01@\x01@\x01@\x01";
    let problems =
        import::onnx(&changed(&bytes, pads, b"pads@\x02@\x02@\x02@\x02")).expect_err("no such padding");
    let said = format!("{problems:?}");
    assert!(said.contains("pads = [2, 2, 2, 2]") && said.contains("[1, 1, 1, 1]"), "{said}");
}

#[test]
fn a_damaged_file_is_refused_or_read_and_never_panics() {
    let mut random = Random::new(7, Stream::Data);
    let names = ["cnn", "lstm_both", "mlp", "words", "residual", "gru"];
    let fused = ["keras_mlp", "keras_steps", "keras_words", "keras_gru_both_steps", "dynamo_gru_states"];
    for name in names.into_iter().chain(fused) {
        let bytes = fs::read(format!("tests/it/onnx_files/{name}.onnx")).expect("it can be read");
        // What follows the graph says little.
        for end in 0..bytes.len() * 9 / 10 {
            assert!(import::onnx(&bytes[..end]).is_err(), "{name} cut at {end}");
        }
        for _ in 0..3000 {
            let mut changed = bytes.clone();
            for _ in 0..=random.below(3) {
                let at = random.below(changed.len());
                changed[at] ^= 1 << random.below(8);
            }
            let _ = import::onnx(&changed);
        }
    }
}
