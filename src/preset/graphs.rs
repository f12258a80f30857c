//! Presets of networks that are no stack: branches, ways around, shared weights.

use serde_json::{Value, json};

use super::tasks::{conv, dense, experiment, input, layer, plain, relu};
use super::{Group, Preset};

fn digits(target: &str, layers: Vec<Value>, output: &str) -> Value {
    experiment(json!({"dataset": "digits", "target": target}), layers, &[output], 0.005, 32)
}

/// A convolution over 1 pixel: another number of channels and nothing else.
fn narrow(name: &str, from: &str, filters: usize) -> Value {
    let mut layer = conv(name, from, filters);
    layer["kernel_size"] = json!([1, 1]);
    layer
}

pub fn all() -> Vec<Preset> {
    let preset = |name, experiment| Preset { name, group: Group::Graphs, experiment };
    vec![
        preset("lenet", || {
            let layers = vec![
                input("image"),
                conv("conv2d_1", "image", 6),
                plain("max_pooling2d_1", "max_pooling2d", "conv2d_1"),
                conv("conv2d_2", "max_pooling2d_1", 16),
                plain("max_pooling2d_2", "max_pooling2d", "conv2d_2"),
                plain("flatten", "flatten", "max_pooling2d_2"),
                relu("dense_1", "flatten", 48),
                relu("dense_2", "dense_1", 24),
                dense("digit", "dense_2", 10, "softmax"),
            ];
            digits("digit", layers, "digit")
        }),
        preset("residual", || {
            let data = json!({"dataset": "spiral", "noise": 0.05});
            let mut layers = vec![input("input"), relu("wide", "input", 8)];
            let mut before = "wide".to_owned();
            for block in 1..=3 {
                let name = |part: &str| format!("{part}_{block}");
                let (first, second, sum) = (name("first"), name("second"), name("sum"));
                layers.push(relu(&first, &before, 8));
                layers.push(dense(&second, &first, 8, "linear"));
                layers.push(layer(&sum, "add", &[&before, &second], json!({})));
                before = name("relu");
                layers.push(layer(&before, "activation", &[&sum], json!({"activation": "relu"})));
            }
            layers.push(dense("output", &before, 1, "sigmoid"));
            experiment(data, layers, &["output"], 0.01, 10)
        }),
        preset("inception", || {
            let pool = json!({"pool_size": [3, 3], "strides": [1, 1], "padding": "same"});
            let mut wide = conv("five", "five_narrow", 4);
            wide["kernel_size"] = json!([5, 5]);
            let layers = vec![
                input("image"),
                conv("stem", "image", 8),
                narrow("one", "stem", 4),
                narrow("three_narrow", "stem", 4),
                conv("three", "three_narrow", 6),
                narrow("five_narrow", "stem", 2),
                wide,
                layer("pool", "max_pooling2d", &["stem"], pool),
                narrow("pool_narrow", "pool", 4),
                layer("together", "concatenate", &["one", "three", "five", "pool_narrow"], json!({})),
                plain("max_pooling2d", "max_pooling2d", "together"),
                plain("flatten", "flatten", "max_pooling2d"),
                dense("digit", "flatten", 10, "softmax"),
            ];
            digits("digit", layers, "digit")
        }),
        preset("siamese", || {
            let mut layers = vec![input("image_a"), input("image_b")];
            for side in ["a", "b"] {
                let name = |part: &str| format!("{part}_{side}");
                let (conv_name, pool, flat, code) = (name("conv"), name("pool"), name("flat"), name("code"));
                let mut own = vec![
                    conv(&conv_name, &name("image"), 8),
                    plain(&pool, "max_pooling2d", &conv_name),
                    plain(&flat, "flatten", &pool),
                    dense(&code, &flat, 16, "tanh"),
                ];
                if side == "b" {
                    own[0]["shared_with"] = json!("conv_a");
                    own[3]["shared_with"] = json!("code_a");
                }
                layers.extend(own);
            }
            layers.push(layer("both", "multiply", &["code_a", "code_b"], json!({})));
            layers.push(relu("compare", "both", 16));
            layers.push(dense("same", "compare", 1, "sigmoid"));
            digits("same", layers, "same")
        }),
    ]
}
