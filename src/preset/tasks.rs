//! Presets of the real tasks.

use serde_json::{Value, json};

use super::{Group, Preset, glorot};

/// A layer: its name, its kind, where its values come from, and its arguments.
pub(super) fn layer(name: &str, kind: &str, inputs: &[&str], arguments: Value) -> Value {
    let mut layer = json!({"name": name, "layer": kind, "inputs": inputs});
    if let (Some(layer), Value::Object(arguments)) = (layer.as_object_mut(), arguments) {
        layer.extend(arguments);
    }
    layer
}

pub(super) fn relu(name: &str, input: &str, units: usize) -> Value {
    let arguments = json!({"units": units, "activation": "relu", "kernel_initializer": "he_uniform"});
    layer(name, "dense", &[input], arguments)
}

pub(super) fn dense(name: &str, input: &str, units: usize, activation: &str) -> Value {
    layer(name, "dense", &[input], json!({"units": units, "activation": activation}))
}

pub(super) fn conv(name: &str, input: &str, filters: usize) -> Value {
    let arguments = json!({"filters": filters, "kernel_size": [3, 3], "padding": "same", "activation": "relu",
        "kernel_initializer": "he_uniform"});
    layer(name, "conv2d", &[input], arguments)
}

pub(super) fn plain(name: &str, kind: &str, input: &str) -> Value {
    layer(name, kind, &[input], json!({}))
}

pub(super) fn input(name: &str) -> Value {
    json!({"name": name, "layer": "input"})
}

pub(super) fn experiment(
    data: Value,
    layers: Vec<Value>,
    outputs: &[&str],
    rate: f64,
    batch: usize,
) -> Value {
    json!({"data": data, "network": {"layers": layers, "outputs": outputs},
        "optimizer": {"optimizer": "adam", "learning_rate": rate}, "training": {"batch_size": batch}})
}

/// Sentences of a language, read by what comes between the words' embedding and the answer.
fn sentences(language: &str, between: Vec<Value>, dropout: f64, rate: f64) -> Value {
    let last = between.last().map_or("words", |layer| layer["name"].as_str().unwrap_or("words")).to_owned();
    let embedding = json!({"input_dim": 600, "output_dim": 8});
    let mut layers = vec![input("tokens"), layer("words", "embedding", &["tokens"], embedding)];
    layers.extend(between);
    layers.push(layer("dropout", "dropout", &[&last], json!({"rate": dropout})));
    layers.push(dense("positive", "dropout", 1, "sigmoid"));
    experiment(json!({"dataset": "sentences", "language": language}), layers, &["positive"], rate, 16)
}

fn recurrent(kind: &str, units: usize) -> Vec<Value> {
    vec![layer("state", kind, &["words"], json!({ "units": units }))]
}

fn series(kind: &str, between: Vec<Value>) -> Value {
    let last = between.last().map_or("window", |layer| layer["name"].as_str().unwrap_or("window")).to_owned();
    let mut layers = vec![input("window")];
    layers.extend(between);
    layers.push(dense("forecast", &last, 5, "linear"));
    experiment(json!({"dataset": "series", "series": kind}), layers, &["forecast"], 0.005, 32)
}

fn flat_window() -> Vec<Value> {
    vec![plain("flat", "flatten", "window"), relu("hidden_1", "flat", 24), relu("hidden_2", "hidden_1", 12)]
}

fn table(file: &str, units: &[usize], output: (usize, &str)) -> Value {
    let mut layers = vec![input("features")];
    let mut before = "features".to_owned();
    for (index, &units) in units.iter().enumerate() {
        let name = format!("hidden_{}", index + 1);
        layers.push(relu(&name, &before, units));
        before = name;
    }
    layers.push(dense("output", &before, output.0, output.1));
    experiment(json!({"dataset": "table", "file": file}), layers, &["output"], 0.005, 16)
}

fn function(formula: &str, hidden: &[usize], output: (usize, &str)) -> Value {
    json!({"data": {"dataset": "function", "formula": formula}, "network": glorot(hidden, "tanh", output),
        "optimizer": {"optimizer": "adam", "learning_rate": 0.01}})
}

/// All of them, the first of each task being the one that opens with it.
pub fn all() -> Vec<Preset> {
    let preset = |name, experiment| Preset { name, group: Group::Tasks, experiment };
    vec![
        preset("digits_conv", || {
            let layers = vec![
                input("image"),
                conv("conv_1", "image", 8),
                plain("pool_1", "max_pooling2d", "conv_1"),
                conv("conv_2", "pool_1", 16),
                plain("pool_2", "max_pooling2d", "conv_2"),
                plain("flat", "flatten", "pool_2"),
                relu("hidden", "flat", 32),
                dense("digit", "hidden", 10, "softmax"),
            ];
            experiment(json!({"dataset": "digits"}), layers, &["digit"], 0.004, 32)
        }),
        preset("digits_dense", || {
            let layers = vec![
                input("image"),
                plain("flat", "flatten", "image"),
                relu("hidden_1", "flat", 32),
                relu("hidden_2", "hidden_1", 16),
                dense("digit", "hidden_2", 10, "softmax"),
            ];
            experiment(json!({"dataset": "digits"}), layers, &["digit"], 0.004, 32)
        }),
        preset("digits_autoencoder", || {
            let layers = vec![
                input("image"),
                plain("flat", "flatten", "image"),
                dense("encoder", "flat", 32, "tanh"),
                dense("middle", "encoder", 2, "tanh"),
                dense("decoder", "middle", 32, "tanh"),
                dense("image_again", "decoder", 64, "sigmoid"),
            ];
            experiment(json!({"dataset": "digits", "target": "image"}), layers, &["image_again"], 0.005, 32)
        }),
        preset("houses", || {
            let layers = vec![
                input("numbers"),
                input("zip_code"),
                layer("place", "embedding", &["zip_code"], json!({"input_dim": 12, "output_dim": 2})),
                plain("place_flat", "flatten", "place"),
                layer("together", "concatenate", &["numbers", "place_flat"], json!({})),
                relu("hidden_1", "together", 16),
                relu("hidden_2", "hidden_1", 8),
                dense("price", "hidden_2", 1, "linear"),
                dense("sold", "hidden_2", 1, "sigmoid"),
            ];
            experiment(json!({"dataset": "houses", "noise": 0.08}), layers, &["price", "sold"], 0.01, 32)
        }),
        preset("houses_linear", || {
            let layers = vec![
                input("numbers"),
                input("zip_code"),
                layer("place", "embedding", &["zip_code"], json!({"input_dim": 12, "output_dim": 2})),
                plain("place_flat", "flatten", "place"),
                layer("together", "concatenate", &["numbers", "place_flat"], json!({})),
                dense("price", "together", 1, "linear"),
                dense("sold", "together", 1, "sigmoid"),
            ];
            experiment(json!({"dataset": "houses", "noise": 0.08}), layers, &["price", "sold"], 0.01, 32)
        }),
        preset("sentences_lstm", || sentences("en", recurrent("lstm", 8), 0.3, 0.01)),
        preset("sentences_ko", || sentences("ko", recurrent("gru", 8), 0.3, 0.01)),
        preset("sentences_pooling", || {
            sentences("en", vec![plain("mean", "global_average_pooling1d", "words")], 0.0, 0.02)
        }),
        preset("series_sines", || series("sines", flat_window())),
        preset("series_seasonal", || {
            series("seasonal", vec![layer("state", "gru", &["window"], json!({"units": 12}))])
        }),
        preset("series_walk", || series("price_walk", flat_window())),
        preset("table_iris", || table("iris", &[8], (3, "softmax"))),
        preset("table_wine", || table("wine", &[8], (3, "softmax"))),
        preset("table_cancer", || table("breast_cancer", &[16, 8], (1, "sigmoid"))),
        preset("function_waves", || function("y > 2 sin(x)", &[8, 8], (1, "sigmoid"))),
        preset("function_surface", || {
            let mut wish = function("sin(x) * cos(y)", &[24, 16, 8], (1, "linear"));
            wish["data"]["samples"] = json!(2000);
            wish["data"]["noise"] = json!(0.02);
            wish["optimizer"]["learning_rate"] = json!(0.005);
            wish
        }),
        preset("table_diabetes", || table("diabetes", &[12], (1, "linear"))),
    ]
}
