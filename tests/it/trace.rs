//! The readable pass in f64 against the fast one and against finite differences. `reference.rs` holds it against Keras.

use std::collections::BTreeMap;

use descent::experiment::Experiment;
use descent::inspect::{self, Chosen, StepTrace};
use descent::json::{self, Tagged};
use descent::nn::trace::{self, Batch};
use descent::nn::{Activation, Loss, Mode, Network, NetworkConfig, OptimizerConfig, Workspace};
use descent::random::{Random, Stream};
use descent::run::Run;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::random_graphs::{Draw, KINDS, graph, inputs_of};
use crate::support::axes;

/// A network with a batch that both passes take.
struct Case {
    network: Network,
    weights: Vec<f64>,
    inputs: Vec<Batch>,
    targets: Vec<Batch>,
    examples: usize,
}

impl Case {
    fn new(config: Value, losses: &[Loss], examples: usize, shares: bool) -> Result<Self, String> {
        let config: NetworkConfig = serde_json::from_value(config).map_err(|error| error.to_string())?;
        let losses = config.outputs.iter().cloned().zip(losses.iter().cycle().cloned()).collect();
        let weights = config.outputs.iter().enumerate();
        let weights: BTreeMap<_, _> =
            weights.map(|(index, name)| (name.clone(), 1.0 + 0.5 * index as f64)).collect();
        let mut network = Network::compile(config, &losses, &weights).map_err(|error| error.to_string())?;
        network.initialize(7);
        let mut random = Random::new(5, Stream::Data);
        for weight in &mut network.weights {
            *weight += random.between(-0.2, 0.2) as f32;
        }
        let mut rows = |units: usize, number: &mut dyn FnMut(&mut Random, usize) -> f32| -> Batch {
            let mut row = || (0..units).map(|unit| f64::from(number(&mut random, unit))).collect();
            (0..examples).map(|_| row()).collect()
        };
        let names: Vec<_> = network.input_names().collect();
        let sizes = names.iter().map(|name| network.layers().find(|layer| layer.name == *name));
        let inputs = sizes
            .map(|layer| {
                rows(layer.map_or(0, |layer| layer.units), &mut |random, _| random.between(-3.0, 3.0) as f32)
            })
            .collect();
        let targets = network
            .output_units()
            .map(|(_, units)| {
                let mut hot = 0;
                rows(units, &mut |random, unit| {
                    if unit == 0 {
                        hot = random.below(units.max(2));
                    }
                    let share = if unit == hot { 1.0 } else { 0.0 };
                    if shares { share } else { random.between(-1.0, 1.0) as f32 }
                })
            })
            .collect();
        let weights = trace::weights(&network);
        Ok(Self { network, weights, inputs, targets, examples })
    }

    fn random() -> Random {
        Random::new(3, Stream::Dropout)
    }

    /// The fast forward and backward pass.
    fn fast(&self) -> Workspace {
        let mut space = self.network.workspace(self.examples);
        space.enable_input_gradients();
        for (index, rows) in self.inputs.iter().enumerate() {
            fill(rows, &mut space, index, Workspace::input_mut);
        }
        for (index, rows) in self.targets.iter().enumerate() {
            fill(rows, &mut space, index, Workspace::target_mut);
        }
        self.network.forward(&mut space, self.examples, Mode::Training(&mut Self::random()));
        self.network.backward(&mut space, self.examples);
        space
    }

    fn forward(&self, weights: &[f64]) -> trace::Forward {
        trace::forward(&self.network, weights, &self.inputs, Some(Self::random()))
    }

    fn shares(&self) -> Vec<f64> {
        vec![1.0 / self.examples as f64; self.examples]
    }

    /// The mean loss over the batch.
    fn loss(&self, weights: &[f64]) -> f64 {
        let losses = trace::losses(&self.network, &self.forward(weights), &self.targets);
        let of = |example: usize| trace::loss_of_example(&self.network, &losses, example);
        (0..self.examples).map(of).sum::<f64>() / self.examples as f64
    }

    /// Where the two passes differ by more than f32 allows.
    fn difference(&self) -> Option<String> {
        let (fast, forward) = (self.fast(), self.forward(&self.weights));
        let backward = trace::backward(&self.network, &self.weights, &forward, &self.targets, &self.shares());
        for (index, layer) in self.network.layers().enumerate() {
            let values = by_example(fast.values(index), fast.stride(), self.examples);
            if let Some(difference) = apart(&values, &forward.layers[index].a.concat()) {
                return Some(format!("values of {}: {difference}", layer.name));
            }
            if self.network.input_names().any(|name| name == layer.name) {
                let grads = by_example(fast.value_gradients(index), fast.stride(), self.examples);
                if let Some(difference) = apart(&grads, &backward.layers[index].grad_a.concat()) {
                    return Some(format!("gradient of {}: {difference}", layer.name));
                }
            }
        }
        let loss = self.network.loss(&fast, self.examples);
        if let Some(difference) = apart(&[loss], &[self.loss(&self.weights)]) {
            return Some(format!("loss: {difference}"));
        }
        let regularization = trace::regularize(&self.network, &self.weights);
        let gradients: Vec<f64> =
            backward.weights.iter().zip(regularization).map(|(gradient, term)| gradient + term).collect();
        let fast: Vec<f64> = fast.gradients().iter().map(|&gradient| gradient.into()).collect();
        apart(&fast, &gradients).map(|difference| format!("gradients of weights: {difference}"))
    }

    /// The largest difference between a gradient and its finite difference, relative to its size. Weights near which the loss
    /// has a kink do not count.
    fn worst(&self) -> f64 {
        let forward = self.forward(&self.weights);
        let backward = trace::backward(&self.network, &self.weights, &forward, &self.targets, &self.shares());
        let mut worst = 0.0_f64;
        for (index, gradient) in backward.weights.iter().enumerate() {
            let slope = |h: f64| {
                let mut moved = self.weights.clone();
                moved[index] += h;
                let above = self.loss(&moved);
                moved[index] -= 2.0 * h;
                (above - self.loss(&moved)) / (2.0 * h)
            };
            let (near, far) = (slope(1e-5), slope(2e-5));
            if (near - far).abs() < 1e-6 * (1.0 + near.abs()) {
                worst = worst.max((near - gradient).abs() / (1.0 + near.abs()));
            }
        }
        worst
    }
}

fn fill(rows: &Batch, space: &mut Workspace, index: usize, of: fn(&mut Workspace, usize) -> &mut [f32]) {
    let stride = space.stride();
    let into = of(space, index);
    for (example, row) in rows.iter().enumerate() {
        row.iter().enumerate().for_each(|(at, &value)| into[at * stride + example] = value as f32);
    }
}

fn by_example(values: &[f32], stride: usize, examples: usize) -> Vec<f64> {
    let each = (0..examples).flat_map(|example| values.iter().skip(example).step_by(stride));
    each.map(|&value| f64::from(value)).collect()
}

fn apart(fast: &[f64], slow: &[f64]) -> Option<String> {
    if fast.len() != slow.len() {
        return Some(format!("{} numbers, the trace has {}", fast.len(), slow.len()));
    }
    let finite = slow.iter().filter(|number| number.is_finite());
    let size = finite.fold(0.0_f64, |most, number| most.max(number.abs()));
    let mut pairs = fast.iter().zip(slow).enumerate();
    let far = pairs.find(|(_, (fast, slow))| {
        let near = (**fast - **slow).abs() <= 2e-5 + 2e-4 * size;
        fast.is_finite() && slow.is_finite() && !near
    });
    far.map(|(index, (fast, slow))| format!("number {index} is {fast}, the trace has {slow}"))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(800))]

    #[test]
    fn a_random_graph_has_the_same_numbers(
        shapes in prop::collection::vec(prop::collection::vec(1..6_usize, 1..4), 2),
        draws in prop::collection::vec((prop::sample::select(KINDS.clone()), prop::collection::vec(0..11_usize, 1..4), any::<[u8; 6]>()), 1..5),
        examples in 1..6_usize,
    ) {
        let numbers = |bytes: [u8; 6]| bytes.map(|byte| usize::from(byte % 6));
        let draws: Vec<Draw> = draws.into_iter().map(|(kind, takes, bytes)| (kind, takes, numbers(bytes))).collect();
        if let Ok(case) = Case::new(graph(&shapes, &draws), &[Loss::MeanSquaredError], examples, false) {
            prop_assert_eq!(case.difference(), None);
        }
    }

    #[test]
    fn a_random_layer_has_the_same_numbers(
        shape in prop::collection::vec(1..8_usize, 1..4),
        kind in prop::sample::select(KINDS.clone()),
        bytes in any::<[u8; 6]>(),
        examples in 1..10_usize,
    ) {
        let draw = (kind, inputs_of(kind), bytes.map(|byte| usize::from(byte % 6)));
        if let Ok(case) = Case::new(graph(&[shape.clone(), shape], &[draw]), &[Loss::HalfSquaredError { signed: false }], examples, false) {
            prop_assert_eq!(case.difference(), None);
        }
    }
}

/// A layer between two dense ones.
fn sandwich(kind: &str) -> Value {
    let shape = match axes(kind) {
        3 => vec![6, 5, 2],
        2 => vec![5, 2],
        _ => vec![4],
    };
    let mut layer = json!({"name": "h", "layer": kind, "inputs": ["first"]});
    match kind {
        "conv1d" | "conv2d" => layer["activation"] = "tanh".into(),
        "reshape" => layer["target_shape"] = json!([2, -1]),
        "embedding" => {
            layer["inputs"] = json!(["x"]);
            layer["input_dim"] = 6.into();
        }
        _ if ["dense", "simple_rnn", "lstm", "gru"].contains(&kind) => layer["units"] = 3.into(),
        _ if inputs_of(kind).len() == 2 => layer["inputs"] = json!(["first", "second"]),
        _ => {}
    }
    let first = json!({"name": "first", "layer": "dense", "inputs": ["x"], "units": 4, "activation": "tanh"});
    let mut second = first.clone();
    second["name"] = "second".into();
    json!({"layers": [
        {"name": "x", "layer": "input", "shape": shape}, first, second, layer,
        {"name": "flat", "layer": "flatten", "inputs": ["h"]},
        {"name": "y", "layer": "dense", "inputs": ["flat"], "units": 2, "kernel_regularizer": {"l2": 0.1}},
    ], "outputs": ["y"]})
}

#[test]
fn every_kind_of_layer_agrees_with_the_fast_pass_and_with_finite_differences() {
    for &kind in KINDS.iter() {
        for examples in [1, 5] {
            let case = Case::new(sandwich(kind), &[Loss::MeanSquaredError], examples, false);
            let case = case.unwrap_or_else(|error| panic!("{kind}: {error}"));
            assert_eq!(case.difference(), None, "{kind}, {examples} examples");
            let worst = case.worst();
            assert!(worst < 1e-7, "{kind}, {examples} examples: {worst}");
        }
    }
}

#[test]
fn every_recurrent_layer_agrees_in_every_way_of_reading_with_padding_too() {
    for kind in ["simple_rnn", "lstm", "gru"] {
        for (sequences, backwards, mode) in [
            (false, false, None),
            (true, true, None),
            (false, true, Some("concat")),
            (true, false, Some("mul")),
            (true, true, Some("ave")),
            (true, false, Some("sum")),
        ] {
            let cell =
                json!({"layer": kind, "units": 3, "return_sequences": sequences, "go_backwards": backwards});
            let mut layer = match mode {
                Some(mode) => json!({"layer": "bidirectional", "wrapped": cell, "merge_mode": mode}),
                None => cell,
            };
            layer["name"] = "h".into();
            layer["inputs"] = json!(["words"]);
            let config = json!({"layers": [
                {"name": "x", "layer": "input", "shape": [5], "dtype": "int32"},
                {"name": "words", "layer": "embedding", "inputs": ["x"], "input_dim": 3, "output_dim": 3, "mask_zero": true},
                layer,
                {"name": "more", "layer": "gru", "inputs": [if sequences { "h" } else { "words" }], "units": 2},
                {"name": "flat", "layer": "flatten", "inputs": ["h"]},
                {"name": "all", "layer": "concatenate", "inputs": ["flat", "more"]},
                {"name": "y", "layer": "dense", "inputs": ["all"], "units": 1},
            ], "outputs": ["y"]});
            let case = Case::new(config.clone(), &[Loss::MeanSquaredError], 6, false).expect("it compiles");
            assert_eq!(case.difference(), None, "{config}");
            assert!(case.worst() < 1e-7, "{config}");
        }
    }
}

#[test]
fn every_activation_and_every_loss_agrees() {
    for activation in Activation::names() {
        for loss in Loss::names() {
            let loss: Loss = json::named(loss).expect("arguments have defaults");
            let last = match (loss.name(), *activation) {
                (_, "sigmoid" | "softmax") => activation,
                ("binary_crossentropy" | "kl_divergence", _) => "sigmoid",
                ("categorical_crossentropy", _) => "softmax",
                _ => activation,
            };
            let config = json!({"layers": [
                {"name": "x", "layer": "input", "shape": [3]},
                {"name": "h", "layer": "dense", "inputs": ["x"], "units": 4, "activation": activation},
                {"name": "y", "layer": "dense", "inputs": ["h"], "units": 3, "activation": last},
            ], "outputs": ["y"]});
            let case = Case::new(config, std::slice::from_ref(&loss), 5, true).expect("it compiles");
            assert_eq!(case.difference(), None, "{activation} with {}", loss.name());
            let worst = case.worst();
            assert!(worst < 1e-6, "{activation} with {}: {worst}", loss.name());
        }
    }
}

/// Two heads on shared layers, of which one layer is used twice, with label smoothing.
fn heads() -> Case {
    let config = json!({"layers": [
        {"name": "x", "layer": "input", "shape": [3]},
        {"name": "a", "layer": "dense", "inputs": ["x"], "units": 3, "activation": "tanh", "kernel_regularizer": {"l1": 0.1, "l1_method": "subgradient"}},
        {"name": "b", "layer": "dense", "inputs": ["a"], "units": 3, "activation": "tanh", "shared_with": "a", "kernel_regularizer": {"l1": 0.1, "l1_method": "subgradient"}},
        {"name": "d", "layer": "dropout", "inputs": ["b"], "rate": 0.4},
        {"name": "y", "layer": "dense", "inputs": ["d"], "units": 3, "activation": "softmax"},
        {"name": "z", "layer": "dense", "inputs": ["b"], "units": 2, "activation": "sigmoid"},
    ], "outputs": ["y", "z"]});
    let losses = [
        Loss::CategoricalCrossentropy { label_smoothing: 0.2 },
        Loss::BinaryCrossentropy { label_smoothing: 0.1 },
    ];
    Case::new(config, &losses, 6, true).expect("it compiles")
}

#[test]
fn shared_layers_add_up_and_outputs_have_their_weights() {
    let case = heads();
    assert_eq!(case.difference(), None);
    assert!(case.worst() < 1e-7);
    let forward = case.forward(&case.weights);
    let backward = trace::backward(&case.network, &case.weights, &forward, &case.targets, &case.shares());
    let parts = backward.layers[1].grad_weights.iter().zip(&backward.layers[2].grad_weights);
    for (sum, (first, second)) in backward.weights.iter().zip(parts) {
        assert!((sum - first - second).abs() < 1e-15);
    }
}

#[test]
fn the_gradient_of_the_batch_is_the_mean_of_those_of_its_examples() {
    let case = heads();
    let forward = case.forward(&case.weights);
    let of = |shares: &[f64]| {
        trace::backward(&case.network, &case.weights, &forward, &case.targets, shares).weights
    };
    let mean = of(&case.shares());
    let mut sum = vec![0.0; mean.len()];
    for example in 0..case.examples {
        let mut shares = vec![0.0; case.examples];
        shares[example] = 1.0;
        sum.iter_mut().zip(of(&shares)).for_each(|(sum, one)| *sum += one);
    }
    for (sum, mean) in sum.iter().zip(&mean) {
        assert!((sum / case.examples as f64 - mean).abs() < 1e-14);
    }
}

#[test]
fn outside_of_training_nothing_is_dropped_and_averages_are_used() {
    let config = json!({"layers": [
        {"name": "x", "layer": "input", "shape": [4]},
        {"name": "norm", "layer": "batch_normalization", "inputs": ["x"]},
        {"name": "drop", "layer": "dropout", "inputs": ["norm"], "rate": 0.5},
        {"name": "y", "layer": "gaussian_noise", "inputs": ["drop"], "stddev": 1.0},
    ], "outputs": ["y"]});
    let case = Case::new(config, &[Loss::MeanSquaredError], 3, false).expect("it compiles");
    let forward = trace::forward(&case.network, &case.weights, &case.inputs, None);
    let mut space = case.network.evaluation_space(3);
    fill(&case.inputs[0], &mut space, 0, Workspace::input_mut);
    case.network.forward(&mut space, 3, Mode::Inference);
    let fast = by_example(space.output(0), space.stride(), 3);
    assert_eq!(apart(&fast, &forward.layers[3].a.concat()), None);
}

#[test]
fn moving_averages_are_those_of_the_fast_pass() {
    let case = Case::new(sandwich("batch_normalization"), &[Loss::MeanSquaredError], 5, false).unwrap();
    let (mut network, space) = (case.network.clone(), case.fast());
    network.update_non_trainable(&space);
    let forward = case.forward(&case.weights);
    let first = case.network.parameters().into_iter().find(|one| !one.trainable).expect("it has averages");
    let fast: Vec<f64> = network.weights[first.range.start..].iter().map(|&weight| weight.into()).collect();
    assert_eq!(apart(&fast, &forward.layers[3].new_averages), None);
}

#[test]
fn clipping_bounds_what_the_optimizer_bounds() {
    let case = heads();
    let gradients: Vec<f64> =
        (0..case.weights.len()).map(|index| (index * 37 % 19) as f64 / 10.0 - 0.9).collect();
    for option in [
        r#""clipnorm": 0.5"#,
        r#""clipvalue": 0.25"#,
        r#""global_clipnorm": 1"#,
        r#""clipnorm": 0.5, "global_clipnorm": 0.7, "clipvalue": 0.3"#,
    ] {
        let config: OptimizerConfig =
            serde_json::from_str(&format!(r#"{{"optimizer": "sgd", {option}}}"#)).expect("it reads");
        let clipped = trace::clip(&config, &case.network, &gradients);
        let mut optimizer = descent::nn::Optimizer::new(&config, &case.network);
        let mut weights = vec![0.0_f32; gradients.len()];
        let mut fast: Vec<f32> = gradients.iter().map(|&gradient| gradient as f32).collect();
        optimizer.step(1.0, &mut weights, &mut fast);
        let steps: Vec<f64> = weights.iter().map(|&weight| -f64::from(weight)).collect();
        assert_eq!(apart(&steps, &clipped.gradients), None, "{option}");
    }
}

/// A run after some steps, and what the trace says of its next one.
fn next_step(partial: &Value, chosen: &Chosen, weight: Option<usize>) -> (Run, StepTrace) {
    let experiment = Experiment::from_json(&partial.to_string()).unwrap_or_else(|error| panic!("{error:?}"));
    let mut run = Run::new(experiment).unwrap_or_else(|error| panic!("{error:?}"));
    run.advance(7, || false);
    let moment = run.moment();
    let slots = run.weights_and_slots().split_off(run.network().weights.len());
    let traced = inspect::trace(&run, moment, &slots, chosen, weight).expect("there is such an example");
    (run, traced)
}

#[test]
fn the_step_that_is_taken_apart_is_the_one_that_the_run_makes() {
    let hidden = json!({"name": "drop", "layer": "dropout", "inputs": ["h"], "rate": 0.3});
    let network = json!({"layers": [
        {"name": "x", "layer": "input"},
        {"name": "h", "layer": "dense", "inputs": ["x"], "units": 5, "activation": "tanh", "kernel_regularizer": {"l1": 0.01, "l2": 0.02}},
        {"name": "norm", "layer": "batch_normalization", "inputs": ["h"]},
        hidden,
        {"name": "noise", "layer": "gaussian_noise", "inputs": ["drop"], "stddev": 0.2},
        {"name": "add", "layer": "add", "inputs": ["noise", "norm"]},
        {"name": "y", "layer": "dense", "inputs": ["add"], "units": 1, "activation": "sigmoid"},
    ], "outputs": ["y"]});
    for optimizer in [
        json!({"optimizer": "sgd", "learning_rate": 0.1}),
        json!({"optimizer": "sgd", "learning_rate": 0.1, "momentum": 0.9, "nesterov": true, "clipnorm": 0.1}),
        json!({"optimizer": "adam", "learning_rate": 0.03, "amsgrad": true, "global_clipnorm": 0.2}),
        json!({"optimizer": "adamw", "learning_rate": 0.03, "weight_decay": 0.1}),
        json!({"optimizer": "rmsprop", "learning_rate": 0.01, "momentum": 0.5, "centered": true}),
        json!({"optimizer": "adagrad", "learning_rate": 0.1, "schedule": {"schedule": "warmup", "warmup_steps": 20}}),
        json!({"optimizer": "adadelta", "learning_rate": 1}),
        json!({"optimizer": "nadam"}),
        json!({"optimizer": "adamax", "clipvalue": 0.01}),
    ] {
        let mut network = network.clone();
        if optimizer["optimizer"] == "adadelta" {
            // It has no proximal step.
            network["layers"][1]["kernel_regularizer"] = json!({"l2": 0.02});
        }
        let partial = json!({"network": network, "optimizer": optimizer, "seed": 4});
        let (mut run, traced) = next_step(&partial, &Chosen::Batch(2), Some(3));
        let before = run.network().weights.clone();
        run.advance(1, || false);
        let update = traced.update.expect("there is a batch");
        for (index, after) in update.new_weights.iter().enumerate() {
            let moved = f64::from(run.network().weights[index]);
            let error = (after - moved).abs();
            assert!(
                error < 2e-6 + 1e-4 * (moved - f64::from(before[index])).abs(),
                "{optimizer}, weight {index}: {after}, is {moved}"
            );
        }
        let weight = traced.weight.expect("it was asked for");
        let of_weight = weight.update.expect("there is a batch");
        assert_eq!(of_weight.after, update.new_weights[3], "{optimizer}");
        assert_eq!(of_weight.lines.len(), lines_of(&optimizer), "{optimizer}");
        assert!((weight.difference - traced.backward.weights[3]).abs() < 1e-7, "{optimizer}");
        for (difference, gradient) in traced.differences.iter().zip(&traced.backward.weights) {
            assert!((difference - gradient).abs() < 1e-6 * (1.0 + gradient.abs()), "{optimizer}");
        }
    }
}

fn lines_of(optimizer: &Value) -> usize {
    let config: OptimizerConfig = serde_json::from_value(optimizer.clone()).expect("it reads");
    config.rule.rule().formulas().len()
}

#[test]
fn an_example_is_chosen_from_the_batch_from_a_set_or_typed() {
    let partial = json!({"data": {"dataset": "two_gaussians"}});
    let (run, of_set) = next_step(&partial, &Chosen::Train(5), None);
    let examples = &run.data().train;
    let inputs = vec![examples.input(0, 5).iter().map(|&value| value.into()).collect()];
    let targets = vec![examples.target(0, 5).iter().map(|&value| value.into()).collect()];
    let (_, given) = next_step(&partial, &Chosen::Given { inputs, targets }, None);
    assert_eq!(of_set.loss, given.loss);
    assert_eq!(of_set.backward.weights, given.backward.weights);
    let (run, of_batch) = next_step(&partial, &Chosen::Batch(1), None);
    let (_, same) = next_step(&partial, &Chosen::Train(of_batch.batch[1]), None);
    assert_eq!(of_batch.loss, same.loss, "no layer behaves otherwise in training");
    let none = |chosen, weight| inspect::trace(&run, run.moment(), &[], &chosen, weight).is_none();
    assert!(none(Chosen::Batch(10_000), None) && none(Chosen::Test(10_000), None));
    assert!(none(Chosen::Batch(0), Some(10_000)));
}
