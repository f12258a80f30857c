//! What opens from a TensorFlow Playground link trains as it does there. The losses were computed by its own `nn.ts` and
//! `dataset.ts` with seedrandom 2.4.3.

use descent::experiment::Experiment;
use descent::nn::Network;
use descent::run::Run;
use serde_json::{Value, json};

fn run(experiment: &Value) -> Run {
    Run::new(Experiment::read(experiment).expect("it is valid")).expect("it runs")
}

fn dense(name: &str, input: &str, units: usize, activation: &str, zeros: bool) -> Value {
    let (kernel, bias) = match zeros {
        true => (json!("zeros"), json!("zeros")),
        false => (
            json!({"initializer": "random_uniform", "minval": -0.5, "maxval": 0.5}),
            json!({"initializer": "constant", "value": 0.1}),
        ),
    };
    json!({"name": name, "layer": "dense", "inputs": [input], "units": units, "activation": activation,
        "kernel_initializer": kernel, "bias_initializer": bias})
}

/// Training as there: batches in a fixed order, of which the rest is carried on.
fn training(batch_size: usize) -> Value {
    json!({"batch_size": batch_size, "shuffle": false, "last_batch": "carried"})
}

/// Loss on the training and the test examples.
fn losses(run: &mut Run) -> [f64; 2] {
    run.evaluate().map(|set| set.metrics.loss)
}

fn assert_near(got: [f64; 2], expected: [f64; 2], tolerance: f64) {
    for (got, expected) in got.into_iter().zip(expected) {
        assert!((got - expected).abs() <= tolerance * expected, "{got} instead of {expected}");
    }
}

fn epochs(run: &mut Run, count: u64) {
    let steps = run.steps_per_epoch() as u64 * count;
    assert_eq!(run.advance(steps, || false), steps);
}

fn output_weights(network: &Network) -> Vec<f32> {
    network.get_weights("output")
}

#[test]
fn the_circle_of_its_first_page() {
    let mut run = run(&json!({
        "data": {"dataset": "tensorflow_playground", "pattern": "circle", "seed": "0.59704", "noise": 0, "train_fraction": 0.5},
        "network": {"layers": [
            {"name": "input", "layer": "input"},
            dense("hidden_1", "input", 4, "tanh", false),
            dense("hidden_2", "hidden_1", 2, "tanh", false),
            dense("output", "hidden_2", 1, "tanh", false),
        ], "outputs": ["output"]},
        "losses": {"output": {"loss": "half_squared_error", "signed": true}},
        "optimizer": {"optimizer": "sgd", "learning_rate": 0.03},
        "training": training(10),
    }));
    let first = run.network().get_weights("hidden_1");
    // Keras's order has the units side by side.
    assert!((first[0] - 0.013_961_34).abs() < 1e-6 && (first[4] - 0.433_026).abs() < 1e-6);
    let last = output_weights(run.network());
    assert!((last[0] + 0.231_852_76).abs() < 1e-6 && (last[1] + 0.199_483_72).abs() < 1e-6);
    assert_near(losses(&mut run), [0.499_440_096_779_519_1, 0.501_190_089_029_066_6], 1e-5);
    epochs(&mut run, 1);
    assert_near(losses(&mut run), [0.497_578_378_086_68, 0.498_115_848_415_51], 1e-5);
    epochs(&mut run, 199);
    assert_near(losses(&mut run), [0.002_924_246_715_490, 0.003_007_660_807_381], 0.005);
    assert_eq!(run.epoch(), 200.0);
}

#[test]
fn connections_that_l1_cuts_stay_cut() {
    let mut output = dense("output", "input", 1, "tanh", false);
    output["kernel_regularizer"] = json!({"l1": 0.1, "l1_method": "pruning"});
    let mut run = run(&json!({
        "data": {"dataset": "tensorflow_playground", "pattern": "exclusive_or", "seed": "0.57899", "noise": 0.3,
            "train_fraction": 0.2, "features": ["x1", "x2", "x1_squared", "x2_squared", "x1_x2"]},
        "network": {"layers": [{"name": "input", "layer": "input"}, output], "outputs": ["output"]},
        "losses": {"output": {"loss": "half_squared_error", "signed": true}},
        "optimizer": {"optimizer": "sgd", "learning_rate": 0.01},
        "training": training(7),
    }));
    assert_near(losses(&mut run), [0.631_001_380_228_218_2, 0.467_444_481_886_663_1], 1e-5);
    epochs(&mut run, 1);
    assert_near(losses(&mut run), [0.290_641_318_755_60, 0.221_192_348_958_69], 1e-5);
    epochs(&mut run, 499);
    assert_near(losses(&mut run), [0.140_848_894_262_12, 0.156_093_615_492_78], 0.005);
    let weights = output_weights(run.network());
    assert_eq!(
        weights[..4].iter().map(|weight| weight.to_bits()).collect::<Vec<_>>(),
        [(-0.0_f32).to_bits(); 4]
    );
    assert!((weights[4] - 0.203_947_35).abs() < 0.001);
    assert_eq!(run.network().live_weights(), (1, 5));
}

#[test]
fn a_plane_from_zero_weights() {
    let mut run = run(&json!({
        "data": {"dataset": "tensorflow_playground", "pattern": "plane", "seed": "0.2", "samples": 1200, "noise": 0.2,
            "train_fraction": 0.5},
        "network": {"layers": [{"name": "input", "layer": "input"}, dense("output", "input", 1, "linear", true)], "outputs": ["output"]},
        "losses": {"output": "half_squared_error"},
        "optimizer": {"optimizer": "sgd", "learning_rate": 0.03},
        "training": training(10),
    }));
    assert_eq!(run.data().train.count + run.data().test.count, 1200);
    assert_near(losses(&mut run), [0.131_452_666_138_232_35, 0.126_899_884_045_560_66], 1e-5);
    epochs(&mut run, 1);
    assert_near(losses(&mut run), [0.004_557_920_027_57, 0.004_847_170_491_70], 1e-4);
    epochs(&mut run, 9);
    assert_near(losses(&mut run), [0.004_557_844_827_24, 0.004_846_535_621_10], 1e-3);
}

#[test]
fn a_batch_takes_what_the_last_epoch_has_left() {
    let of = |batch_size: usize, last_batch: &str| {
        run(&json!({"data": {"samples": 10, "train_fraction": 1},
            "training": {"batch_size": batch_size, "shuffle": false, "last_batch": last_batch}}))
    };
    let mut carried = of(4, "carried");
    let mut seen = Vec::new();
    for _ in 0..4 {
        seen.push(carried.batch_at(&carried.moment()));
        carried.advance(1, || false);
    }
    assert_eq!(seen, [vec![0, 1, 2, 3], vec![4, 5, 6, 7], vec![8, 9, 0, 1, 2, 3], vec![4, 5, 6, 7]]);
    assert_eq!((carried.epoch(), carried.steps_per_epoch()), (2.0, 2));
    let mut smaller = of(4, "smaller");
    smaller.advance(3, || false);
    assert_eq!((smaller.epoch(), smaller.steps_per_epoch()), (1.0, 3));
}

#[test]
fn batches_that_are_never_full_change_nothing() {
    let mut run = run(&json!({"data": {"samples": 10, "train_fraction": 1},
        "training": {"batch_size": 11, "last_batch": "carried"}}));
    let before = run.fingerprint();
    run.advance(3, || false);
    assert_eq!((run.fingerprint(), run.epoch()), (before, 3.0));
}

#[test]
fn its_experiments_are_written_and_read_back() {
    let experiment = Experiment::read(&json!({
        "data": {"dataset": "tensorflow_playground", "pattern": "gaussians", "seed": "0.2450"},
        "training": training(3),
    }))
    .unwrap();
    let written = Value::from(experiment.diff_from_defaults());
    assert_eq!(Experiment::read(&written).unwrap(), experiment, "{written}");
    assert_eq!(written["data"]["seed"], "0.2450");
}

#[test]
fn exclusive_or_by_hand_on_four_points() {
    let points = json!([[-1, -1, 0], [-1, 1, 1], [1, -1, 1], [1, 1, 0]]);
    let mut run = run(&json!({
        "data": {"dataset": "drawn", "points": points, "train_fraction": 1},
        "network": {"layers": [
            {"name": "input", "layer": "input"},
            {"name": "h", "layer": "dense", "inputs": ["input"], "units": 2, "activation": "step"},
            {"name": "output", "layer": "dense", "inputs": ["h"], "units": 1, "activation": "step"},
        ], "outputs": ["output"]},
        "losses": {"output": "mean_squared_error"},
    }));
    // Or, and not both: the units side by side.
    for (index, value) in [1.0, -1.0, 1.0, -1.0, 1.0, 1.5, 1.0, 1.0, -1.5].into_iter().enumerate() {
        run.set_parameter(index, value);
    }
    let [train, test] = run.evaluate();
    assert_eq!((train.metrics.metric, test.metrics.metric.is_nan()), (1.0, true));
}
