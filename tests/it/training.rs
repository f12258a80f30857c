//! Whole runs: networks that learn, that fail on purpose, and runs that repeat exactly.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

use descent::data::Split;
use descent::experiment::Experiment;
use descent::inspect;
use descent::json::Tagged;
use descent::nn::UpdateRule;
use descent::preset;
use descent::run::{Run, Stopped};
use serde_json::json;

thread_local! {
    static ALLOCATIONS: Cell<usize> = const { Cell::new(0) };
}

/// Counts what this thread allocates.
struct Counting;

// SAFETY: hands everything on to the system's allocator.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATIONS.with(|count| count.set(count.get() + 1));
        // SAFETY: as the caller promises.
        unsafe { System.alloc(layout) }
    }
    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: as the caller promises.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static COUNTING: Counting = Counting;

fn started(config: serde_json::Value) -> Run {
    let experiment = Experiment::from_json(&config.to_string()).expect("the experiment reads");
    Run::new(experiment).expect("the experiment is valid")
}

fn trained(config: serde_json::Value, steps: u64) -> Run {
    let mut run = started(config);
    run.advance(steps, || false);
    run
}

fn preset(name: &str) -> serde_json::Value {
    preset::all().iter().find(|preset| preset.name == name).expect("the preset exists").experiment.clone()
}

#[test]
fn the_same_experiment_gives_the_same_bits_however_the_time_is_cut() {
    let config = json!({"data": {"dataset": "moons"}, "optimizer": {"optimizer": "adam"}, "seed": 5});
    let whole = trained(config.clone(), 300).fingerprint();
    let mut pieces = started(config.clone());
    while pieces.step() < 300 {
        pieces.advance(300 - pieces.step(), || true);
    }
    assert_eq!(whole, pieces.fingerprint());
    let mut other = config;
    other["seed"] = 6.into();
    assert_ne!(whole, trained(other, 300).fingerprint());
}

#[test]
fn a_reset_gives_the_run_again() {
    let mut run = trained(json!({}), 100);
    let first = run.fingerprint();
    run.reset();
    run.advance(100, || false);
    assert_eq!(run.fingerprint(), first);
}

#[test]
fn the_last_partial_batch_counts() {
    let mut run =
        started(json!({"data": {"samples": 50, "train_fraction": 0.5}, "training": {"batch_size": 10}}));
    assert_eq!(run.data().train.count, 25);
    run.advance(2, || false);
    assert_eq!(run.epoch(), 0.8);
    run.advance(1, || false);
    assert_eq!(run.epoch(), 1.0);
}

#[test]
fn a_training_step_allocates_nothing() {
    for optimizer in UpdateRule::names() {
        let mut run = trained(json!({"optimizer": {"optimizer": optimizer, "clipnorm": 1}}), 3);
        // Steps 4 to 13 of an epoch of 28: no row of the history falls among them.
        let before = ALLOCATIONS.with(Cell::get);
        run.advance(10, || false);
        assert_eq!(ALLOCATIONS.with(Cell::get) - before, 0, "{optimizer}");
    }
}

#[test]
fn every_preset_that_should_learn_learns() {
    let goals = [
        ("one_neuron", 1500, 0.95),
        ("circle", 3000, 0.95),
        ("exclusive_or", 3000, 0.93),
        ("right_features", 2000, 0.95),
        ("spiral", 8000, 0.95),
        ("five_arms", 10_000, 0.9),
        ("blobs", 2000, 0.93),
        ("checkerboard", 20_000, 0.9),
        ("discs", 8000, 0.85),
        ("dropout", 2000, 0.7),
        ("sparse", 3000, 0.93),
        ("full_batch", 3000, 0.95),
        ("house_line", 3000, 0.8),
        ("house_relu", 3000, 0.9),
        ("sine", 6000, 0.95),
        ("saddle", 6000, 0.9),
        ("ripple", 20_000, 0.9),
        ("lecture_6_9_4", 2000, 0.95),
        ("lecture_8_9_9_9_4", 8000, 0.9),
    ];
    let mut failures = Vec::new();
    for (name, steps, goal) in goals {
        let [train, _] = trained(preset(name), steps).evaluate();
        if train.metrics.metric < goal {
            failures.push(format!("{name}: {} after {steps} batches, wanted {goal}", train.metrics.metric));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn every_data_set_learns_with_a_sensible_network() {
    use descent::data::DataSet;
    for set in DataSet::all() {
        let written = serde_json::to_value(descent::data::DataConfig { set, ..Default::default() }).unwrap();
        let name = written["dataset"].as_str().unwrap().to_owned();
        if name == "drawn" {
            continue;
        }
        let config =
            json!({"data": {"dataset": name}, "optimizer": {"optimizer": "adam", "learning_rate": 0.01}});
        let mut run = started(config);
        let [before, _] = run.evaluate();
        run.advance(3000, || false);
        let [after, _] = run.evaluate();
        assert!(
            after.metrics.loss < 0.8 * before.metrics.loss,
            "{name}: {} to {}",
            before.metrics.loss,
            after.metrics.loss
        );
    }
}

#[test]
fn a_learning_rate_that_is_too_high_diverges_and_goes_back() {
    let mut run = trained(preset("too_fast"), 2000);
    assert!(matches!(run.stopped(), Some(Stopped::Diverged(_))));
    let at = run.step();
    assert_eq!(run.advance(10, || false), 0, "a diverged run stands still");
    assert!(run.rewind());
    assert!(run.step() < at && run.stopped().is_none());
    assert!(run.network().weights.iter().all(|weight| weight.is_finite()));
    let mut gentle = run.experiment().clone();
    gentle.optimizer.learning_rate /= 10.0;
    run.configure(gentle, &Default::default(), false).expect("the experiment is valid");
    run.advance(500, || false);
    assert!(run.stopped().is_none());
}

#[test]
fn the_presets_that_are_meant_to_fail_fail_for_their_reason() {
    let [zero, _] = trained(preset("all_zero"), 1000).evaluate();
    assert!(zero.metrics.loss > 0.68, "zero weights learned: {}", zero.metrics.loss);
    let mut dead = trained(preset("dead_relu"), 1000);
    assert!(dead.evaluate()[0].metrics.loss > 0.68, "dead units learned");
    let [vanishing, _] = trained(preset("vanishing"), 1500).evaluate();
    assert!(vanishing.metrics.loss > 0.68, "the sigmoid stack learned: {}", vanishing.metrics.loss);
    let [linear, _] = trained(preset("linear_spiral"), 5000).evaluate();
    assert!(linear.metrics.metric < 0.75, "a linear network learned the spiral: {}", linear.metrics.metric);
    let [train, test] = trained(preset("overfitting"), 4000).evaluate();
    assert!(train.metrics.loss < 0.05 && test.metrics.loss > 10.0 * train.metrics.loss, "{train:?} {test:?}");
}

#[test]
fn a_rebuilt_network_keeps_the_weights_that_fit_and_the_history() {
    let mut run = trained(json!({}), 200);
    let (rows, kept) = (run.history().rows().len(), run.network().get_weights("hidden_1"));
    let mut config = serde_json::to_value(run.experiment()).unwrap();
    config["network"]["layers"][2]["units"] = 7.into();
    let wider = Experiment::from_json(&config.to_string()).unwrap();
    run.configure(wider, &Default::default(), false).unwrap();
    assert_eq!(run.network().get_weights("hidden_1"), kept);
    assert_eq!(run.history().rows().len(), rows);
    assert_eq!(run.step(), 200);
    run.advance(50, || false);
    assert!(run.stopped().is_none());
}

#[test]
fn training_stops_at_its_epoch_and_early_when_the_test_loss_no_longer_falls() {
    let mut run = trained(json!({"training": {"stop_epoch": 3}}), 10_000);
    assert_eq!((run.stopped(), run.epoch()), (Some(&Stopped::StopEpoch), 3.0));
    run.resume();
    assert_eq!(run.advance(5, || false), 5);
    let mut config = preset("overfitting");
    config["training"] = json!({"early_stopping": {"patience": 5, "restore_best_weights": true}});
    let mut early = trained(config, 100_000);
    assert_eq!(early.stopped(), Some(&Stopped::EarlyStopping));
    let best = early.history().rows().iter().map(|row| row[2]).fold(f64::INFINITY, f64::min);
    assert!(early.evaluate()[1].metrics.loss <= best * 1.05);
}

#[test]
fn a_drawing_without_points_waits() {
    let mut run = trained(json!({"data": {"dataset": "drawn"}}), 10);
    assert_eq!(run.step(), 0);
    assert!(run.evaluate()[0].metrics.loss.is_nan());
}

#[test]
fn a_link_of_any_experiment_reads_back_as_the_same_one() {
    for preset in preset::all() {
        let experiment = Experiment::from_json(&preset.experiment.to_string()).unwrap();
        let least = serde_json::Value::Object(experiment.diff_from_defaults()).to_string();
        assert_eq!(Experiment::from_json(&least).unwrap(), experiment, "{}: {least}", preset.name);
    }
    assert!(Experiment::default().diff_from_defaults().is_empty());
}

#[test]
fn a_weight_that_overflows_is_noticed_even_where_the_loss_stays_finite() {
    let mut run = started(json!({"optimizer": {"optimizer": "sgd", "learning_rate": 10_000}}));
    for index in 0..run.network().weights.len() {
        run.set_parameter(index, 3.0e38);
    }
    run.advance(2000, || false);
    assert!(matches!(run.stopped(), Some(Stopped::Diverged(_))));
}

#[test]
fn a_dropout_tells_what_it_let_through_in_the_last_batch() {
    let config = json!({
        "network": { "layers": [
            { "name": "input", "layer": "input" },
            { "name": "wide", "layer": "dense", "inputs": ["input"], "units": 400 },
            { "name": "drop", "layer": "dropout", "inputs": ["wide"], "rate": 0.3 },
            { "name": "output", "layer": "dense", "inputs": ["drop"], "activation": "sigmoid" },
        ], "outputs": ["output"] },
    });
    let mut run = Run::new(Experiment::from_json(&config.to_string()).unwrap()).unwrap();
    assert_eq!(run.dropout_mask("drop"), None, "nothing was drawn yet");
    run.advance(1, || false);
    let first = run.dropout_mask("drop").unwrap();
    assert_eq!(first.len(), 400);
    let share = first.iter().filter(|passed| !**passed).count() as f64 / 400.0;
    assert!((share - 0.3).abs() < 0.1, "{share} were dropped");
    // Pictures and evaluation draw no random numbers; training does.
    run.evaluate();
    assert_eq!(run.dropout_mask("drop").unwrap(), first);
    run.advance(1, || false);
    assert_ne!(run.dropout_mask("drop").unwrap(), first);
    assert_eq!(run.dropout_mask("wide"), None);
}

/// Where a run stops and with which weights, when at most `steps` batches are asked for and the time is always up.
fn stop_in_slices(config: &serde_json::Value, steps: u64) -> (u64, Option<Stopped>, u64) {
    let mut run = started(config.clone());
    for _ in 0..200_000 {
        run.advance(steps, || true);
        if run.stopped().is_some() && !run.awaits_evaluation() {
            break;
        }
    }
    (run.step(), run.stopped().cloned(), run.fingerprint())
}

#[test]
fn a_run_stops_at_the_same_step_however_the_time_is_cut() {
    let mut early = preset("overfitting");
    early["training"] = json!({"early_stopping": {"patience": 5, "restore_best_weights": true}});
    let planned = json!({"training": {"stop_epoch": 3}});
    for config in [early, planned, preset("too_fast")] {
        let whole = trained(config.clone(), 100_000);
        let headless = (whole.step(), whole.stopped().cloned(), whole.fingerprint());
        assert!(headless.1.is_some(), "{config}");
        for steps in [1, 7, 1000] {
            assert_eq!(stop_in_slices(&config, steps), headless, "{steps} batches at a time: {config}");
        }
    }
}

#[test]
fn a_run_that_goes_back_is_the_same_run_again() {
    let noisy = json!({
        "data": {"dataset": "moons"},
        "network": {"layers": [
            {"name": "input", "layer": "input"},
            {"name": "noise", "layer": "gaussian_noise", "inputs": ["input"], "stddev": 0.2},
            {"name": "hidden", "layer": "dense", "inputs": ["noise"], "units": 6, "activation": "relu"},
            {"name": "drop", "layer": "dropout", "inputs": ["hidden"], "rate": 0.3},
            {"name": "norm", "layer": "batch_normalization", "inputs": ["drop"]},
            {"name": "output", "layer": "dense", "inputs": ["norm"], "units": 1, "activation": "sigmoid"},
        ], "outputs": ["output"]},
        "optimizer": {"optimizer": "adam", "learning_rate": 0.01},
        "training": {"early_stopping": {"patience": 40}},
    });
    let mut run = trained(noisy.clone(), 333);
    assert!(run.rewind());
    let back = run.step();
    assert!(back > 0 && back < 333, "{back}");
    for steps in [1, 50, 400] {
        run.advance(steps, || false);
        assert_eq!(run.fingerprint(), trained(noisy.clone(), run.step()).fingerprint(), "{back} and {steps}");
    }
}

#[test]
fn going_back_to_more_examples_than_there_are_now_begins_their_epoch() {
    let mut run = trained(json!({"data": {"samples": 400}}), 14);
    let mut fewer = run.experiment().clone();
    fewer.data.samples = 20;
    run.configure(fewer, &Default::default(), false).expect("the experiment is valid");
    assert!(run.rewind());
    run.advance(5, || false);
}

#[test]
fn a_weight_set_by_hand_that_breaks_the_loss_is_told_without_a_step() {
    let mut run = trained(json!({"data": {"dataset": "plane"}}), 10);
    for index in 0..run.network().weights.len() {
        run.set_parameter(index, 3.0e38);
    }
    run.advance(0, || false);
    let Some(Stopped::Diverged(divergence)) = run.stopped() else { panic!("{:?}", run.stopped()) };
    assert_eq!((divergence.step, divergence.likely), (10, descent::run::Cause::EditedWeight));
}

#[test]
fn no_figure_is_computed_from_what_is_no_number() {
    let config = json!({
        "data": {"dataset": "blobs"},
        "optimizer": {"optimizer": "sgd", "learning_rate": 10_000},
        "network": {"layers": [
            {"name": "input", "layer": "input"},
            {"name": "a", "layer": "dense", "inputs": ["input"], "units": 8, "activation": "relu"},
            {"name": "b", "layer": "dense", "inputs": ["a"], "units": 8, "activation": "relu"},
            {"name": "output", "layer": "dense", "inputs": ["b"], "units": 3, "activation": "softmax"},
        ], "outputs": ["output"]},
    });
    for seed in 1..=20 {
        let mut config = config.clone();
        config["seed"] = seed.into();
        let mut run = trained(config, 1000);
        let [train, test] = run.evaluate();
        if matches!(run.stopped(), Some(Stopped::Diverged(_))) {
            for evaluation in [train, test] {
                let head = &evaluation.heads[0];
                assert!(evaluation.metrics.metric.is_nan() && head.metrics.metric.is_nan(), "{evaluation:?}");
                assert_eq!((&head.wrong, &head.confusion), (&None, &None));
            }
            return;
        }
        assert!(train.metrics.loss.is_finite(), "a run goes on with a loss of {}", train.metrics.loss);
    }
    panic!("none of the runs diverged");
}

#[test]
fn an_evaluation_in_parts_is_the_evaluation() {
    let mut run = trained(json!({"data": {"dataset": "moons", "samples": 1000}}), 30);
    let whole = run.evaluate();
    let mut parts = 1;
    let in_parts = loop {
        match run.evaluate_in_parts(|| true) {
            Some(evaluation) => break evaluation,
            // Training in between only affects the next evaluation.
            None => parts += run.advance(1, || false),
        }
    };
    assert!(parts > 5, "{parts}");
    assert_eq!(in_parts, whole);
}

#[test]
fn outputs_are_kept_of_the_last_whole_evaluation() {
    let mut run = trained(json!({"data": {"dataset": "moons", "samples": 1000}}), 30);
    assert_eq!(run.evaluated_outputs(Split::Test), None);
    assert!(run.evaluate_in_parts(|| true).is_none());
    assert_eq!(run.evaluated_outputs(Split::Test), None, "half an evaluation is none");
    run.evaluate();
    let outputs = run.evaluated_outputs(Split::Test).map(<[_]>::to_vec);
    assert_eq!(outputs.as_deref(), Some(run.outputs(Split::Test)));
    run.advance(20, || false);
    assert_eq!(
        run.evaluated_outputs(Split::Test),
        outputs.as_deref(),
        "they are of the same step as the figures"
    );
    let mut other = run.experiment().clone();
    other.data.samples = 60;
    run.configure(other, &Default::default(), false).expect("the experiment is valid");
    assert_eq!(run.evaluated_outputs(Split::Test), None, "they would be of other examples");
}

#[test]
fn a_layer_is_shown_for_as_many_examples_as_there_is_time_for() {
    let run = trained(json!({"data": {"dataset": "moons", "samples": 1000}}), 30);
    let of = |out_of_time: bool| {
        let (network, wiring, examples) = (run.network(), run.wiring(), &run.data().train);
        inspect::codes(network, wiring, examples, "hidden_1", 600, || out_of_time)
    };
    let (whole, first) = (of(false), of(true));
    assert_eq!(whole.count, 600);
    assert!(0 < first.count && first.count < 600, "{}", first.count);
    let units = whole.values.len() / whole.count;
    for unit in 0..units {
        let row = |codes: &inspect::LayerCodes| codes.values[unit * codes.count..][..first.count].to_vec();
        assert_eq!(row(&first), row(&whole));
    }
}

#[test]
fn hinge_tells_the_classes_apart_at_zero() {
    let config = json!({"data": {"dataset": "two_gaussians", "noise": 0}, "losses": {"output": "hinge"}, "network": {"layers": [
        {"name": "input", "layer": "input"},
        {"name": "output", "layer": "dense", "inputs": ["input"], "units": 1},
    ], "outputs": ["output"]}});
    let mut run = started(config);
    // Outputs of about -0.3 and 0.3.
    for (index, weight) in [0.08, 0.08, 0.0].into_iter().enumerate() {
        run.set_parameter(index, weight);
    }
    let [train, _] = run.evaluate();
    assert_eq!(train.metrics.metric, 1.0);
    assert_eq!(train.heads[0].wrong.as_ref().map(|wrong| wrong.contains(&1)), Some(false));
}

#[test]
fn the_penalty_on_the_sparse_preset_leaves_zeros_that_stay() {
    let mut run = trained(preset("sparse"), 3000);
    let (live, all) = run.network().live_weights();
    assert!(live < all / 2, "{live} of {all} weights live");
    let dead = |run: &Run| -> Vec<bool> {
        run.network().get_weights("hidden_1").iter().map(|weight| *weight == 0.0).collect()
    };
    let before = dead(&run);
    run.advance(500, || false);
    let after = dead(&run);
    let stayed = before.iter().zip(&after).filter(|(before, after)| **before && **after).count();
    let zeros = before.iter().filter(|dead| **dead).count();
    assert!(stayed * 10 >= zeros * 9, "{stayed} of {zeros} zeros stayed");
    assert!(run.evaluate()[0].metrics.metric > 0.93);
    let mut swinging = preset("sparse");
    swinging["network"]["layers"][1]["kernel_regularizer"] = json!({"l1": 0.01, "l1_method": "subgradient"});
    let (live, all) = trained(swinging, 3000).network().live_weights();
    assert_eq!(live, all, "Keras's way leaves no zeros");
}

#[test]
fn a_large_network_is_evaluated_in_small_parts() {
    let config = json!({"data": {"dataset": "series"}, "network": {"layers": [
        {"name": "window", "layer": "input"},
        {"name": "state", "layer": "gru", "inputs": ["window"], "units": 512},
        {"name": "forecast", "layer": "dense", "inputs": ["state"], "units": 5},
    ], "outputs": ["forecast"]}});
    let mut run = started(config);
    let network = run.network();
    let cost = network.multiplications() * network.evaluation_block() as f64;
    assert!(cost < 5e8, "{cost} multiplications at a time");
    // Neither the first row of the history nor the evaluation for the page is done at once.
    assert_eq!(run.advance(0, || true), 0);
    assert!(run.awaits_evaluation() && run.history().rows().is_empty());
    assert!(run.evaluate_in_parts(|| true).is_none() && run.is_evaluating());
    // Other data need not wait for the rest.
    let mut other = run.experiment().clone();
    other.data.samples = 60;
    run.configure(other, &Default::default(), true).expect("the experiment is valid");
    assert!(!run.is_evaluating());
}
