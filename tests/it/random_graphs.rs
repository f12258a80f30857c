//! Random graphs of random layers. Each compiles and trains or is refused with an error; nothing panics. Tests are
//! compiled with debug assertions, and every product checks its bounds; `cargo xtask sanitize` runs them under
//! AddressSanitizer, which checks every read and write.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use descent::json::Tagged;
use descent::nn::{LayerKind, Loss, Mode, Network, NetworkConfig, Optimizer, OptimizerConfig};
use descent::random::{Random, Stream};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::support::axes;

/// All there are but inputs.
pub static KINDS: LazyLock<Vec<&str>> =
    LazyLock::new(|| LayerKind::names().iter().copied().filter(|kind| *kind != "input").collect());
/// Those that take two inputs here.
const MERGES: [&str; 5] = ["concatenate", "add", "multiply", "average", "maximum"];
const ACTIVATIONS: [&str; 6] = ["linear", "relu", "tanh", "sigmoid", "softmax", "gelu"];

/// The choices for a random layer: its kind, its inputs, and numbers for its arguments.
pub type Draw = (&'static str, Vec<usize>, [usize; 6]);

/// The inputs that a layer of a kind takes on its own.
pub fn inputs_of(kind: &str) -> Vec<usize> {
    if MERGES.contains(&kind) { vec![0, 1] } else { vec![0] }
}

fn layer(index: usize, (kind, takes, numbers): &Draw) -> Value {
    let [a, b, c, d, e, f] = *numbers;
    let activation = ACTIVATIONS[d % ACTIVATIONS.len()];
    let padding = if e % 2 == 0 { "same" } else { "valid" };
    let recurrent = json!({"units": a, "return_sequences": b % 2 == 0, "go_backwards": c % 2 == 0, "use_bias": e % 3 > 0});
    let mut layer = match *kind {
        "dense" => json!({"units": a, "activation": activation, "use_bias": b % 2 == 0}),
        "activation" => json!({"activation": activation}),
        "dropout" => json!({"rate": 0.1 * b as f64}),
        "gaussian_noise" => json!({"stddev": 0.1 * a as f64}),
        "conv1d" => {
            json!({"filters": a, "kernel_size": b, "strides": c, "padding": padding, "activation": activation})
        }
        "conv2d" => json!({"filters": a, "kernel_size": [b, c], "strides": [f, d], "padding": padding}),
        "max_pooling1d" | "average_pooling1d" => json!({"pool_size": b, "strides": c, "padding": padding}),
        "max_pooling2d" | "average_pooling2d" => json!({"pool_size": [b, c], "padding": padding}),
        "reshape" => json!({"target_shape": [a, -1]}),
        "embedding" => json!({"input_dim": a + b, "output_dim": c}),
        "simple_rnn" | "lstm" | "gru" => recurrent,
        "bidirectional" => {
            let mut wrapped = recurrent;
            wrapped["layer"] = ["simple_rnn", "lstm", "gru"][d % 3].into();
            let mode = ["concat", "sum", "mul", "ave"][f % 4];
            json!({"wrapped": wrapped, "merge_mode": mode})
        }
        "concatenate" => json!({"axis": a as i64 - 2}),
        _ => json!({}),
    };
    layer["name"] = format!("l{index}").into();
    layer["layer"] = (*kind).into();
    // One of the few layers before it, or rarely itself or one that does not exist.
    let name = |take: &usize| match take % 12 {
        11 => format!("l{}", index + take % 3),
        near => match (index as isize) - 1 - (near % 4) as isize {
            before if before >= 0 => format!("l{before}"),
            _ => format!("x{}", near % 2),
        },
    };
    layer["inputs"] = takes.iter().map(name).collect();
    layer
}

pub fn graph(shapes: &[Vec<usize>], draws: &[Draw]) -> Value {
    let inputs = shapes.iter().enumerate();
    let inputs =
        inputs.map(|(index, shape)| json!({"name": format!("x{index}"), "layer": "input", "shape": shape}));
    let layers: Vec<Value> = inputs.chain(draws.iter().enumerate().map(|(i, draw)| layer(i, draw))).collect();
    json!({"layers": layers, "outputs": [format!("l{}", draws.len() - 1)]})
}

/// Compiles and trains two batches, the second smaller. The error is the reason why the graph is refused.
fn train(graph: Value, examples: usize) -> Result<(), String> {
    let config: NetworkConfig = serde_json::from_value(graph).map_err(|error| error.to_string())?;
    let mut errors = Vec::new();
    config.validate(&mut errors);
    if let Some(error) = errors.first() {
        return Err(error.to_string());
    }
    let losses: BTreeMap<_, _> =
        config.outputs.iter().map(|name| (name.clone(), Loss::MeanSquaredError)).collect();
    let mut network =
        Network::compile(config, &losses, &BTreeMap::new()).map_err(|error| error.to_string())?;
    network.initialize(7);
    let mut space = network.workspace(examples);
    space.enable_input_gradients();
    let mut random = Random::new(3, Stream::Dropout);
    let config: OptimizerConfig = serde_json::from_value(json!("adam")).expect("adam reads");
    let mut optimizer = Optimizer::new(&config, &network);
    for examples in [examples, examples.div_ceil(2)] {
        for input in 0..network.input_names().count() {
            space.input_mut(input).iter_mut().for_each(|value| *value = random.between(-3.0, 3.0) as f32);
        }
        network.forward(&mut space, examples, Mode::Training(&mut random));
        network.backward(&mut space, examples);
        optimizer.step(0.01, network.trainable_mut(), space.gradients_mut());
        network.update_non_trainable(&space);
        let loss = network.loss(&space, examples);
        let overflows = space.output(0).iter().any(|value| !value.is_finite());
        assert!(loss >= 0.0 || overflows, "a loss of {loss} of finite outputs");
    }
    let mut space = network.evaluation_space(examples);
    network.forward(&mut space, examples, Mode::Inference);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn a_random_graph_trains_or_is_refused(
        shapes in prop::collection::vec(prop::collection::vec(1..7_usize, 1..4), 2),
        draws in prop::collection::vec((prop::sample::select(KINDS.clone()), prop::collection::vec(any::<usize>(), 1..4), any::<[u8; 6]>()), 1..7),
        examples in 1..6_usize,
    ) {
        let numbers = |bytes: [u8; 6]| bytes.map(|byte| usize::from(byte % 6));
        let draws: Vec<Draw> = draws.into_iter().map(|(kind, takes, bytes)| (kind, takes, numbers(bytes))).collect();
        if let Err(message) = train(graph(&shapes, &draws), examples) {
            prop_assert!(!message.is_empty());
        }
    }

    /// Each kind on its own after an input, so that many fit.
    #[test]
    fn a_random_layer_trains_or_is_refused(
        shape in prop::collection::vec(1..8_usize, 1..4),
        kind in prop::sample::select(KINDS.clone()),
        bytes in any::<[u8; 6]>(),
        examples in 1..10_usize,
    ) {
        let numbers = bytes.map(|byte| usize::from(byte % 6));
        let draw = (kind, inputs_of(kind), numbers);
        if let Err(message) = train(graph(&[shape.clone(), shape], &[draw]), examples) {
            prop_assert!(!message.is_empty());
        }
    }
}

#[test]
fn every_kind_is_met_and_most_of_them_train() {
    let mut trained = 0;
    for &kind in KINDS.iter() {
        let shape = match axes(kind) {
            3 => vec![6, 6, 2],
            2 => vec![6, 2],
            _ => vec![4],
        };
        let result = train(graph(&[shape.clone(), shape], &[(kind, inputs_of(kind), [2, 2, 2, 2, 2, 1])]), 3);
        trained += usize::from(result.is_ok());
        assert!(result.is_ok() || ["reshape", "concatenate"].contains(&kind), "{kind}: {result:?}");
    }
    assert!(trained >= KINDS.len() - 2);
}
