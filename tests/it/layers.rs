//! Every kind of layer: gradients against finite differences in common and odd sizes, shapes, training and inference,
//! and graphs with errors.

use std::collections::BTreeMap;

use crate::support::Bench;
use descent::nn::{Activation, Loss, Mode, Network, NetworkConfig};
use descent::random::{Random, Stream};
use serde_json::{Value, json};

const CLOSE: f64 = 0.01;

/// A layer `h` with these arguments between an input and a dense layer.
fn sandwich(shape: Value, layer: Value) -> Value {
    let mut middle = layer;
    middle["name"] = "h".into();
    middle["inputs"] = json!(["first"]);
    json!([
        {"name": "x", "layer": "input", "shape": shape},
        // A layer with weights before it, so that the gradient with respect to its input counts.
        {"name": "first", "layer": "dense", "inputs": ["x"], "units": 3},
        middle,
        {"name": "flat", "layer": "flatten", "inputs": ["h"]},
        {"name": "y", "layer": "dense", "inputs": ["flat"], "units": 2},
    ])
}

fn check(name: &str, layers: Value, examples: usize, failures: &mut Vec<String>) {
    let (difference, index) = Bench::new(layers, "mean_squared_error", examples, false).worst();
    if difference > CLOSE {
        failures.push(format!("{name}, {examples} examples: weight {index} differs by {difference}"));
    }
}

#[test]
fn gradients_of_every_kind_agree_with_finite_differences() {
    let image = json!([5, 4, 2]);
    let sequence = json!([5, 2]);
    let cases = [
        (&image, json!({"layer": "conv2d", "filters": 4, "kernel_size": 3, "activation": "tanh"})),
        (
            &image,
            json!({"layer": "conv2d", "filters": 3, "kernel_size": [2, 3], "strides": [2, 1], "padding": "same"}),
        ),
        (
            &image,
            json!({"layer": "conv2d", "filters": 5, "kernel_size": 2, "strides": 3, "use_bias": false, "activation": "gelu"}),
        ),
        (
            &image,
            json!({"layer": "conv2d", "filters": 2, "kernel_size": [7, 9], "padding": "same", "kernel_regularizer": {"l2": 0.1}}),
        ),
        (&sequence, json!({"layer": "conv1d", "filters": 4, "kernel_size": 3, "activation": "tanh"})),
        (&sequence, json!({"layer": "lstm", "units": 3, "recurrent_activation": "softmax"})),
        (&sequence, json!({"layer": "gru", "units": 3, "recurrent_activation": "softmax"})),
        (
            &sequence,
            json!({"layer": "conv1d", "filters": 1, "kernel_size": 4, "strides": 2, "padding": "same"}),
        ),
        (&image, json!({"layer": "max_pooling2d"})),
        (&image, json!({"layer": "max_pooling2d", "pool_size": 3, "strides": 2, "padding": "same"})),
        (&image, json!({"layer": "average_pooling2d", "pool_size": [3, 2], "strides": 1, "padding": "same"})),
        (&sequence, json!({"layer": "max_pooling1d", "pool_size": 2})),
        (&sequence, json!({"layer": "average_pooling1d", "pool_size": 3, "strides": 2})),
        (&image, json!({"layer": "global_max_pooling2d"})),
        (&image, json!({"layer": "global_average_pooling2d"})),
        (&sequence, json!({"layer": "global_max_pooling1d"})),
        (&sequence, json!({"layer": "global_average_pooling1d"})),
        (&image, json!({"layer": "reshape", "target_shape": [4, -1]})),
        (&sequence, json!({"layer": "simple_rnn", "units": 4})),
        (
            &sequence,
            json!({"layer": "simple_rnn", "units": 3, "activation": "gelu", "return_sequences": true, "use_bias": false}),
        ),
        (&sequence, json!({"layer": "lstm", "units": 4})),
        (&sequence, json!({"layer": "lstm", "units": 3, "return_sequences": true, "go_backwards": true})),
        (
            &sequence,
            json!({"layer": "lstm", "units": 2, "activation": "silu", "recurrent_activation": "hard_sigmoid", "use_bias": false}),
        ),
        (&sequence, json!({"layer": "gru", "units": 4})),
        (
            &sequence,
            json!({"layer": "gru", "units": 3, "return_sequences": true, "go_backwards": true, "use_bias": false}),
        ),
        (
            &sequence,
            json!({"layer": "gru", "units": 2, "activation": "softplus", "recurrent_activation": "silu"}),
        ),
        (&sequence, json!({"layer": "bidirectional", "wrapped": {"layer": "gru", "units": 3}})),
        (
            &sequence,
            json!({"layer": "bidirectional", "merge_mode": "mul", "wrapped": {"layer": "lstm", "units": 2, "return_sequences": true}}),
        ),
        (
            &sequence,
            json!({"layer": "bidirectional", "merge_mode": "sum", "wrapped": {"layer": "simple_rnn", "units": 3, "return_sequences": true}}),
        ),
        (
            &sequence,
            json!({"layer": "bidirectional", "merge_mode": "ave", "wrapped": {"layer": "simple_rnn", "units": 3, "go_backwards": true}}),
        ),
        (&image, json!({"layer": "batch_normalization"})),
        (&sequence, json!({"layer": "batch_normalization", "scale": false})),
        (&sequence, json!({"layer": "batch_normalization", "center": false})),
        (&sequence, json!({"layer": "layer_normalization"})),
        (&image, json!({"layer": "layer_normalization", "scale": false})),
        (&sequence, json!({"layer": "gaussian_noise", "stddev": 0.3})),
        (&image, json!({"layer": "activation", "activation": "softmax"})),
        (&sequence, json!({"layer": "dense", "units": 5, "activation": "sigmoid"})),
    ];
    let mut failures = Vec::new();
    for (shape, layer) in cases {
        let name = layer.to_string();
        for examples in [1, 6] {
            check(&name, sandwich(shape.clone(), layer.clone()), examples, &mut failures);
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn sequences_of_one_step_and_layers_of_one_unit_agree() {
    let mut failures = Vec::new();
    for kind in ["simple_rnn", "lstm", "gru"] {
        let layer = json!({"layer": kind, "units": 1, "return_sequences": true});
        check(kind, sandwich(json!([1, 1]), layer.clone()), 1, &mut failures);
        let both = json!({"layer": "bidirectional", "wrapped": layer});
        check(kind, sandwich(json!([1, 1]), both), 5, &mut failures);
    }
    let pixel = json!({"layer": "conv2d", "filters": 1, "kernel_size": 5, "padding": "same", "strides": 2});
    check("one pixel", sandwich(json!([1, 1, 1]), pixel), 3, &mut failures);
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn an_embedding_learns_the_rows_of_its_tokens() {
    let layers = json!([
        {"name": "x", "layer": "input", "shape": [4], "dtype": "int32"},
        {"name": "e", "layer": "embedding", "inputs": ["x"], "input_dim": 5, "output_dim": 3, "embeddings_regularizer": {"l2": 0.1}},
        {"name": "r", "layer": "gru", "inputs": ["e"], "units": 3},
        {"name": "y", "layer": "dense", "inputs": ["r"], "units": 1},
    ]);
    let mut failures = Vec::new();
    check("embedding", layers, 5, &mut failures);
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

fn dense(name: &str, inputs: &[&str], units: usize) -> Value {
    json!({"name": name, "layer": "dense", "inputs": inputs, "units": units, "activation": "tanh"})
}

fn input(name: &str, shape: Value) -> Value {
    json!({"name": name, "layer": "input", "shape": shape})
}

#[test]
fn branches_that_join_again_agree() {
    let mut failures = Vec::new();
    for kind in ["add", "multiply", "average", "maximum", "concatenate"] {
        let layers = json!([
            input("x", json!([3])),
            dense("a", &["x"], 4), dense("b", &["x"], 4), dense("c", &["a"], 4),
            {"name": "m", "layer": kind, "inputs": ["a", "b", "c"]},
            dense("y", &["m"], 2),
        ]);
        check(kind, layers, 5, &mut failures);
    }
    let residual = json!([
        input("x", json!([4])), dense("a", &["x"], 4),
        {"name": "m", "layer": "add", "inputs": ["x", "a"]}, dense("y", &["m"], 1),
    ]);
    check("residual", residual, 3, &mut failures);
    let inception = json!([
        input("x", json!([4, 4, 2])),
        {"name": "one", "layer": "conv2d", "inputs": ["x"], "filters": 2, "kernel_size": 1, "padding": "same"},
        {"name": "three", "layer": "conv2d", "inputs": ["x"], "filters": 3, "kernel_size": 3, "padding": "same"},
        {"name": "pool", "layer": "max_pooling2d", "inputs": ["one"], "pool_size": 3, "strides": 1, "padding": "same"},
        {"name": "all", "layer": "concatenate", "inputs": ["one", "three", "pool"]},
        {"name": "side", "layer": "concatenate", "inputs": ["all", "all"], "axis": 1},
        {"name": "mean", "layer": "global_average_pooling2d", "inputs": ["side"]},
        dense("y", &["mean"], 2),
    ]);
    check("inception", inception, 3, &mut failures);
    let siamese = json!([
        input("left", json!([3])), input("right", json!([3])),
        dense("a", &["left"], 4),
        {"name": "b", "layer": "dense", "inputs": ["right"], "units": 4, "activation": "tanh", "shared_with": "a"},
        {"name": "m", "layer": "multiply", "inputs": ["a", "b"]},
        dense("y", &["m"], 1),
    ]);
    check("siamese", siamese, 4, &mut failures);
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn several_outputs_agree() {
    let layers = json!([
        input("a", json!([3])), input("b", json!([2])),
        dense("h", &["a"], 4), dense("g", &["b"], 4),
        {"name": "both", "layer": "concatenate", "inputs": ["h", "g"]},
        dense("price", &["both"], 1), dense("other", &["price"], 2),
    ]);
    let (difference, index) =
        Bench::with_outputs(layers, &["price", "other"], "mean_squared_error", 5, false).worst();
    assert!(difference < CLOSE, "weight {index} differs by {difference}");
}

#[test]
fn gradients_by_the_inputs_agree() {
    let layers = json!([
        input("x", json!([5, 5, 1])),
        {"name": "c", "layer": "conv2d", "inputs": ["x"], "filters": 3, "kernel_size": 3, "activation": "tanh"},
        {"name": "f", "layer": "flatten", "inputs": ["c"]},
        dense("y", &["f"], 2),
    ]);
    let difference = Bench::new(layers, "mean_squared_error", 2, false).worst_of_input(0);
    assert!(difference < CLOSE, "{difference}");
}

fn compile(layers: Value, outputs: &[&str]) -> Result<Network, String> {
    let config: NetworkConfig = serde_json::from_value(json!({"layers": layers, "outputs": outputs}))
        .map_err(|error| error.to_string())?;
    let losses = outputs.iter().map(|&output| (output.to_owned(), Loss::MeanSquaredError)).collect();
    Network::compile(config, &losses, &BTreeMap::new()).map_err(|error| error.to_string())
}

#[test]
fn a_wrong_graph_is_refused_with_the_layer_and_both_shapes() {
    let x = || input("x", json!([6]));
    let image = || input("x", json!([8, 8, 3]));
    let cases = [
        (json!([x(), dense("a", &["b"], 2), dense("b", &["a"], 2)]), "b", "layer \"a\": is part of a cycle"),
        (json!([x(), dense("a", &["z"], 2)]), "a", "layer \"a\": takes \"z\", which is not a layer"),
        (json!([x(), dense("x", &["x"], 2)]), "x", "layer \"x\": two layers have this name"),
        (json!([x(), dense("a", &[], 2)]), "a", "layer \"a\": has no input"),
        (json!([x(), dense("a", &["x"], 2)]), "q", "layer \"q\": is an output but not a layer"),
        (
            json!([x(), dense("a", &["x"], 2), dense("b", &["x"], 3), {"name": "m", "layer": "add", "inputs": ["a", "b"]}]),
            "m",
            "layer \"m\": needs inputs of one shape, got [2] and [3]",
        ),
        (
            json!([image(), dense("a", &["x"], 2), {"name": "m", "layer": "concatenate", "inputs": ["a", "x"], "axis": 1}]),
            "m",
            "layer \"m\": needs inputs that differ along axis 1 only, got [8, 8, 2] and [8, 8, 3]",
        ),
        (
            json!([x(), {"name": "c", "layer": "conv2d", "inputs": ["x"]}]),
            "c",
            "layer \"c\": needs an input of shape [rows, columns, channels], got [6]",
        ),
        (
            json!([image(), {"name": "c", "layer": "conv2d", "inputs": ["x"], "kernel_size": 9}]),
            "c",
            "layer \"c\": a window of 9 does not fit into 8; choose padding same",
        ),
        (
            json!([image(), {"name": "l", "layer": "lstm", "inputs": ["x"]}]),
            "l",
            "layer \"l\": needs an input of shape [steps, features], got [8, 8, 3]",
        ),
        (
            json!([x(), {"name": "r", "layer": "reshape", "inputs": ["x"], "target_shape": [4, -1]}]),
            "r",
            "layer \"r\": target_shape [4, -1] does not hold the 6 values of input shape [6]",
        ),
        (
            json!([x(), input("z", json!([5])), dense("a", &["x"], 2), {"name": "b", "layer": "dense", "inputs": ["z"], "units": 2, "activation": "tanh", "shared_with": "a"}]),
            "b",
            "layer \"b\": needs weights of shapes [[5, 2], [2]], but \"a\" has [[6, 2], [2]]",
        ),
    ];
    for (layers, output, want) in cases {
        assert_eq!(compile(layers.clone(), &[output]).err().as_deref(), Some(want), "{layers}");
    }
    assert_eq!(
        compile(json!([x()]), &[]).err().as_deref(),
        Some("layer \"outputs\": the network has no output")
    );
}

#[test]
fn the_summary_gives_shapes_and_the_arithmetic_of_every_kind() {
    let layers = json!([
        input("x", json!([8, 8, 1])),
        {"name": "conv", "layer": "conv2d", "inputs": ["x"], "filters": 4, "kernel_size": [3, 3], "padding": "same"},
        {"name": "norm", "layer": "batch_normalization", "inputs": ["conv"]},
        {"name": "pool", "layer": "max_pooling2d", "inputs": ["norm"]},
        {"name": "steps", "layer": "reshape", "inputs": ["pool"], "target_shape": [16, 4]},
        {"name": "line", "layer": "conv1d", "inputs": ["steps"], "filters": 5, "kernel_size": 2, "strides": 2},
        {"name": "ln", "layer": "layer_normalization", "inputs": ["line"]},
        {"name": "both", "layer": "bidirectional", "inputs": ["ln"], "wrapped": {"layer": "gru", "units": 3, "return_sequences": true}},
        {"name": "lstm", "layer": "lstm", "inputs": ["both"], "units": 2},
        {"name": "tokens", "layer": "input", "shape": [7]},
        {"name": "words", "layer": "embedding", "inputs": ["tokens"], "input_dim": 12, "output_dim": 3},
        {"name": "rnn", "layer": "simple_rnn", "inputs": ["words"], "units": 2},
        {"name": "all", "layer": "concatenate", "inputs": ["lstm", "rnn"]},
        {"name": "out", "layer": "dense", "inputs": ["all"], "units": 9},
    ]);
    let network = compile(layers, &["out"]).unwrap();
    let rows: Vec<String> = network
        .summary()
        .into_iter()
        .map(|row| format!("{} {:?} {} {}", row.name, row.output_shape, row.parameters, row.arithmetic))
        .collect();
    let want = [
        "x [8, 8, 1] 0 ",
        "conv [8, 8, 4] 40 3 × 3 × 1 × 4 + 4 = 40",
        "norm [8, 8, 4] 16 4 + 4 + 4 + 4 = 16",
        "pool [4, 4, 4] 0 ",
        "steps [16, 4] 0 ",
        "line [8, 5] 45 2 × 4 × 5 + 5 = 45",
        "ln [8, 5] 10 5 + 5 = 10",
        "both [8, 6] 180 2 × (3 × (5 × 3 + 3 × 3 + 2 × 3)) = 180",
        "lstm [2] 72 4 × (6 × 2 + 2 × 2 + 2) = 72",
        "tokens [7] 0 ",
        "words [7, 3] 36 12 × 3 = 36",
        "rnn [2] 12 3 × 2 + 2 × 2 + 2 = 12",
        "all [4] 0 ",
        "out [9] 45 4 × 9 + 9 = 45",
    ];
    assert_eq!(rows, want);
    let total: usize = network.summary().iter().map(|row| row.parameters).sum();
    assert_eq!(total, network.weights.len());
}

#[test]
fn noise_and_dropout_act_while_training_only() {
    for layer in [json!({"layer": "dropout", "rate": 0.5}), json!({"layer": "gaussian_noise", "stddev": 1.0})]
    {
        let mut layer = layer;
        layer["name"] = "y".into();
        layer["inputs"] = json!(["x"]);
        let network = compile(json!([input("x", json!([400])), layer]), &["y"]).unwrap();
        let mut space = network.workspace(1);
        space.input_mut(0).fill(1.0);
        network.forward(&mut space, 1, Mode::Inference);
        assert!(space.output(0).iter().all(|&value| value == 1.0), "{layer}");
        network.forward(&mut space, 1, Mode::Training(&mut Random::new(2, Stream::Dropout)));
        let values: Vec<f32> = space.output(0).iter().step_by(4).copied().collect();
        let mean = values.iter().sum::<f32>() / values.len() as f32;
        assert!((mean - 1.0).abs() < 0.2 && values.iter().any(|&value| value != 1.0), "{layer}: {mean}");
    }
}

#[test]
fn batch_normalization_keeps_moving_statistics_and_uses_them_in_inference() {
    let layer = json!({"name": "y", "layer": "batch_normalization", "inputs": ["x"], "momentum": 0.75, "epsilon": 0.0});
    let mut network = compile(json!([input("x", json!([1])), layer]), &["y"]).unwrap();
    network.initialize(1);
    let mut space = network.workspace(4);
    space.input_mut(0).copy_from_slice(&[1.0, 3.0, 5.0, 7.0]);
    network.forward(&mut space, 4, Mode::Training(&mut Random::new(1, Stream::Dropout)));
    let deviation = 5.0_f32.sqrt();
    assert!((space.output(0)[3] - 3.0 / deviation).abs() < 1e-6);
    assert_eq!(network.get_weights("y"), [1.0, 0.0, 0.0, 1.0]);
    network.update_non_trainable(&space);
    assert_eq!(network.get_weights("y"), [1.0, 0.0, 1.0, 2.0]);
    network.forward(&mut space, 4, Mode::Inference);
    assert!((space.output(0)[3] - 6.0 / 2.0_f32.sqrt()).abs() < 1e-6);
}

#[test]
fn a_layer_called_twice_has_its_weights_once() {
    let layers = json!([
        input("x", json!([3])), dense("a", &["x"], 3),
        {"name": "y", "layer": "dense", "inputs": ["a"], "units": 3, "activation": "tanh", "shared_with": "a"},
    ]);
    let mut network = compile(layers, &["y"]).unwrap();
    assert_eq!(network.weights.len(), 12);
    assert_eq!(network.parameters().len(), 2);
    network.initialize(5);
    assert_eq!(network.get_weights("y"), network.get_weights("a"));
    assert_eq!(network.summary()[2].arithmetic, "= a");
}

/// A sentence of tokens through an embedding with padding in front or at the end.
fn padded_sentence(rest: Value, length: usize, in_front: bool) -> Vec<f32> {
    let mut layers = vec![
        json!({"name": "x", "layer": "input", "shape": [length], "dtype": "int32"}),
        json!({"name": "words", "layer": "embedding", "inputs": ["x"], "input_dim": 9, "output_dim": 3, "mask_zero": true}),
    ];
    layers.extend(rest.as_array().cloned().unwrap_or_default());
    let config: NetworkConfig = serde_json::from_value(json!({"layers": layers, "outputs": ["y"]})).unwrap();
    let losses = BTreeMap::from([("y".to_owned(), Loss::MeanSquaredError)]);
    let mut network = Network::compile(config, &losses, &BTreeMap::new()).unwrap();
    network.initialize(4);
    let mut space = network.evaluation_space(2);
    let stride = space.stride();
    // The second example is all padding.
    let sentence = [3.0, 8.0, 1.0, 5.0];
    let start = if in_front { length - sentence.len() } else { 0 };
    for (index, token) in sentence.into_iter().enumerate() {
        space.input_mut(0)[(start + index) * stride] = token;
    }
    network.forward(&mut space, 2, Mode::Inference);
    assert!(space.output(0).iter().all(|value| value.is_finite()));
    space.output(0).chunks_exact(stride).map(|row| row[0]).collect()
}

#[test]
fn padding_does_not_count() {
    for rest in [
        json!([{"name": "y", "layer": "global_average_pooling1d", "inputs": ["words"]}]),
        json!([{"name": "y", "layer": "lstm", "inputs": ["words"], "units": 3}]),
        json!([{"name": "y", "layer": "gru", "inputs": ["words"], "units": 3, "go_backwards": true}]),
        json!([
            {"name": "drop", "layer": "dropout", "inputs": ["words"], "rate": 0.5},
            {"name": "a", "layer": "simple_rnn", "inputs": ["drop"], "units": 3, "return_sequences": true},
            {"name": "b", "layer": "bidirectional", "inputs": ["a"], "wrapped": {"layer": "gru", "units": 2}},
            {"name": "y", "layer": "dense", "inputs": ["b"], "units": 2},
        ]),
    ] {
        let short = padded_sentence(rest.clone(), 16, true);
        for (length, in_front) in [(36, true), (16, false), (36, false)] {
            let other = padded_sentence(rest.clone(), length, in_front);
            let near = short.iter().zip(&other).all(|(a, b)| (a - b).abs() < 1e-6);
            assert!(near, "{length} {in_front}: {short:?} and {other:?}, {rest}");
        }
    }
}

/// Tokens are drawn below 5, so that every fifth place is padding.
#[test]
fn gradients_pass_by_what_does_not_count() {
    let recurrent = |kind: &str, sequences: bool, backwards: bool| json!({"layer": kind, "units": 3, "return_sequences": sequences, "go_backwards": backwards, "activation": "softsign"});
    let mut chains: Vec<Vec<Value>> = vec![
        vec![json!({"layer": "global_average_pooling1d"})],
        vec![json!({"layer": "batch_normalization"}), json!({"layer": "global_average_pooling1d"})],
        vec![json!({"layer": "layer_normalization"}), recurrent("gru", false, false)],
    ];
    for kind in ["simple_rnn", "lstm", "gru"] {
        chains.push(vec![recurrent(kind, false, false)]);
        chains.push(vec![recurrent(kind, true, true), recurrent(kind, true, false)]);
        let both = json!({"layer": "bidirectional", "wrapped": recurrent(kind, true, false)});
        chains.push(vec![both, recurrent(kind, false, true)]);
    }
    let mut failures = Vec::new();
    for chain in chains {
        let mut layers = vec![
            json!({"name": "x", "layer": "input", "shape": [5], "dtype": "int32"}),
            json!({"name": "words", "layer": "embedding", "inputs": ["x"], "input_dim": 5, "output_dim": 3, "mask_zero": true}),
        ];
        let mut last = "words".to_owned();
        for (index, mut layer) in chain.iter().cloned().enumerate() {
            layer["inputs"] = json!([last]);
            last = format!("h{index}");
            layer["name"] = last.clone().into();
            layers.push(layer);
        }
        layers.push(json!({"name": "flat", "layer": "flatten", "inputs": [last]}));
        layers.push(json!({"name": "y", "layer": "dense", "inputs": ["flat"], "units": 2}));
        for examples in [1, 5] {
            check(&json!(chain).to_string(), layers.clone().into(), examples, &mut failures);
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// The output for two sentences of two tokens each, embedded as the tokens' own numbers and merged.
fn merged_tokens(kind: &str, masks: [bool; 2], sentences: [[f32; 2]; 2]) -> Vec<f32> {
    let embedded = |name: &str, source: &str, mask: bool| json!({"name": name, "layer": "embedding", "inputs": [source], "input_dim": 9, "output_dim": 1, "mask_zero": mask});
    let layers = json!([
        {"name": "x", "layer": "input", "shape": [2], "dtype": "int32"},
        {"name": "z", "layer": "input", "shape": [2], "dtype": "int32"},
        embedded("a", "x", masks[0]), embedded("b", "z", masks[1]),
        {"name": "m", "layer": kind, "inputs": ["a", "b"]},
        {"name": "y", "layer": "flatten", "inputs": ["m"]},
    ]);
    let config: NetworkConfig = serde_json::from_value(json!({"layers": layers, "outputs": ["y"]})).unwrap();
    let losses = BTreeMap::from([("y".to_owned(), Loss::MeanSquaredError)]);
    let mut network = Network::compile(config, &losses, &BTreeMap::new()).unwrap();
    // Padding is embedded too, as 10.
    let numbers: Vec<f32> = (0..9_u8).map(|token| if token == 0 { 10.0 } else { token.into() }).collect();
    for layer in ["a", "b"] {
        network.set_weights(layer, &numbers).unwrap();
    }
    let mut space = network.evaluation_space(1);
    let stride = space.stride();
    for (input, sentence) in sentences.into_iter().enumerate() {
        for (index, token) in sentence.into_iter().enumerate() {
            space.input_mut(input)[index * stride] = token;
        }
    }
    network.forward(&mut space, 1, Mode::Inference);
    space.output(0).chunks_exact(stride).map(|row| row[0]).collect()
}

#[test]
fn products_and_maxima_pass_padding_by_as_in_keras() {
    let both = [true, true];
    assert_eq!(merged_tokens("multiply", both, [[2.0, 0.0], [3.0, 5.0]]), [6.0, 5.0]);
    assert_eq!(merged_tokens("multiply", both, [[2.0, 0.0], [0.0, 0.0]]), [2.0, 0.0]);
    assert_eq!(merged_tokens("multiply", [true, false], [[2.0, 0.0], [3.0, 0.0]]), [6.0, 10.0]);
    assert_eq!(merged_tokens("maximum", both, [[2.0, 0.0], [3.0, 5.0]]), [3.0, 5.0]);
    assert_eq!(merged_tokens("maximum", both, [[2.0, 0.0], [0.0, 0.0]]), [2.0, 10.0]);
    assert_eq!(merged_tokens("maximum", [false, true], [[0.0, 1.0], [3.0, 0.0]]), [10.0, 1.0]);
    // Sums and means count it, and pass on which places count.
    assert_eq!(merged_tokens("add", both, [[2.0, 0.0], [3.0, 5.0]]), [5.0, 15.0]);
    assert_eq!(merged_tokens("average", both, [[2.0, 0.0], [3.0, 5.0]]), [2.5, 7.5]);
}

#[test]
fn merged_padding_learns_what_finite_differences_say() {
    let mut failures = Vec::new();
    for kind in ["add", "multiply", "maximum", "average", "concatenate"] {
        for masks in [[true, true], [true, false], [false, true]] {
            let embedded = |name: &str, source: &str, mask: bool| json!({"name": name, "layer": "embedding", "inputs": [source], "input_dim": 5, "output_dim": 3, "mask_zero": mask});
            let layers = json!([
                {"name": "x", "layer": "input", "shape": [4], "dtype": "int32"},
                {"name": "z", "layer": "input", "shape": [4], "dtype": "int32"},
                embedded("a", "x", masks[0]), embedded("b", "z", masks[1]),
                {"name": "m", "layer": kind, "inputs": ["a", "b", "a"]},
                {"name": "g", "layer": "gru", "inputs": ["m"], "units": 2},
                {"name": "y", "layer": "dense", "inputs": ["g"], "units": 2},
            ]);
            check(&format!("{kind} {masks:?}"), layers, 5, &mut failures);
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn a_softmax_is_over_the_units_of_each_gate() {
    let output = |kind: &str| {
        let config: NetworkConfig = serde_json::from_value(json!({
            "layers": [
                {"name": "x", "layer": "input", "shape": [3, 1]},
                {"name": "h", "layer": kind, "inputs": ["x"], "units": 1, "recurrent_activation": "softmax",
                    "bias_initializer": {"initializer": "constant", "value": 0.5}},
            ],
            "outputs": ["h"],
        }))
        .unwrap();
        let losses = BTreeMap::from([("h".to_owned(), Loss::MeanSquaredError)]);
        let mut network = Network::compile(config, &losses, &BTreeMap::new()).unwrap();
        network.initialize(1);
        network.weights.fill(0.5);
        let mut space = network.evaluation_space(1);
        space.input_mut(0).fill(0.25);
        network.forward(&mut space, 1, Mode::Inference);
        space.output(0)[0]
    };
    // With one unit every gate is 1: the LSTM forgets nothing, the GRU keeps the state of 0.
    let (mut c, mut h) = (0.0_f32, 0.0_f32);
    for _ in 0..3 {
        c += Activation::Tanh.value(0.5 * 0.25 + 0.5 * h + 0.5);
        h = Activation::Tanh.value(c);
    }
    assert!((output("lstm") - h).abs() < 1e-5, "{} and {h}", output("lstm"));
    assert!(output("gru").abs() < 1e-6, "{}", output("gru"));
}
