//! What is wrong with a network is found, and the remedy mends it.

use descent::experiment::Experiment;
use descent::health::{Health, Kind, Verdict, measure, remedied, verdict};
use descent::preset;
use descent::run::Run;
use serde_json::{Value, json};

use crate::presets::config;
use crate::tasks::page_files;

fn trained(experiment: Experiment, epochs: usize) -> Run {
    let mut run = Run::new(experiment).unwrap_or_else(|errors| panic!("{errors:?}"));
    run.advance((epochs * run.steps_per_epoch()) as u64, || false);
    run
}

fn read(config: &Value) -> Experiment {
    Experiment::read(config).unwrap_or_else(|errors| panic!("{config}: {errors:?}"))
}

fn health(run: &Run) -> Health {
    let numbers = run.weights_and_slots();
    measure(run, &run.moment(), &numbers[run.network().weights.len()..])
}

fn verdict_on(run: &Run) -> Option<Verdict> {
    let files = page_files(&run.experiment().data);
    let start = || health(&Run::with_files(run.experiment().clone(), &files).unwrap());
    verdict(&health(run), run.experiment(), run.history().rows(), start)
}

/// The finding after so many epochs, and the run of its remedy after as many.
#[track_caller]
fn mended(config: &Value, epochs: usize, kind: Kind, layer: Option<&str>) -> Run {
    let run = trained(read(config), epochs);
    let Verdict { finding, remedy } =
        verdict_on(&run).unwrap_or_else(|| panic!("nothing wrong with {config}"));
    assert_eq!((finding.kind, finding.layer.as_deref()), (kind, layer), "{finding:?}");
    let (remedy, experiment) = remedy.unwrap_or_else(|| panic!("no remedy for {finding:?}"));
    assert_eq!(remedied(run.experiment(), &remedy).as_ref(), Some(&experiment));
    trained(experiment, epochs)
}

fn losses(run: &mut Run) -> [f64; 4] {
    let [train, test] = run.evaluate().map(|evaluation| evaluation.metrics);
    [train.loss, test.loss, train.metric, test.metric]
}

#[test]
fn a_rate_at_which_numbers_run_out_comes_down() {
    let mut calm = mended(&config("too_fast"), 2000, Kind::NotFinite, Some("output"));
    assert!(calm.stopped().is_none() && losses(&mut calm)[2] > 0.8, "{:?}", losses(&mut calm));
    let mut early = mended(&config("too_fast"), 20, Kind::LossRises, None);
    assert!(losses(&mut early)[0].is_finite());
}

#[test]
fn zero_weights_are_equal_units_and_random_ones_learn() {
    for epochs in [0, 1000] {
        let kind = Kind::EqualUnits;
        let run = trained(read(&config("all_zero")), epochs);
        let verdict = verdict_on(&run).expect("something is wrong");
        assert_eq!((verdict.finding.kind, verdict.finding.layer.as_deref()), (kind, Some("hidden_1")));
    }
    let mut random = mended(&config("all_zero"), 300, Kind::EqualUnits, Some("hidden_1"));
    assert!(losses(&mut random)[2] > 0.95, "{:?}", losses(&mut random));
}

#[test]
fn units_that_never_fired_get_other_initial_weights() {
    let mut random = mended(&config("dead_relu"), 300, Kind::DeadFromStart, Some("hidden_2"));
    assert!(losses(&mut random)[2] > 0.95, "{:?}", losses(&mut random));
}

#[test]
fn rate_3_kills_the_second_layer_of_relus_and_a_lower_one_does_not() {
    let mut config = config("dead_relu");
    for layer in config["network"]["layers"].as_array_mut().unwrap() {
        layer.as_object_mut().unwrap().remove("bias_initializer");
    }
    config["optimizer"] = json!({"optimizer": "sgd", "learning_rate": 3});
    let mut calm = mended(&config, 100, Kind::DeadInTraining, Some("hidden_2"));
    assert!(losses(&mut calm)[2] > 0.95, "{:?}", losses(&mut calm));
}

#[test]
fn a_stack_of_sigmoids_passes_no_gradient_on_and_relus_do() {
    let mut relus = mended(&config("vanishing"), 1500, Kind::VanishingGradients, Some("hidden_1"));
    assert!(losses(&mut relus)[2] > 0.95, "{:?}", losses(&mut relus));
}

#[test]
fn learning_by_heart_is_told_by_the_curves_and_penalties_narrow_the_gap() {
    let config = config("overfitting");
    let mut before = trained(read(&config), 1000);
    let [_, unmended, ..] = losses(&mut before);
    let mut penalized = mended(&config, 1000, Kind::Overfitting, None);
    let [_, test, ..] = losses(&mut penalized);
    assert!(test < 0.5 * unmended, "{test} after {unmended}");
}

#[test]
fn penalties_that_take_all_weights_are_told_whatever_else_comes_of_it() {
    for activation in ["tanh", "relu", "sigmoid"] {
        for penalty in [json!({"l2": 1}), json!({"l2": 0.3}), json!({"l1": 0.3})] {
            let mut config = config("circle");
            for layer in config["network"]["layers"].as_array_mut().unwrap() {
                if layer["layer"] == "dense" {
                    layer["kernel_regularizer"] = penalty.clone();
                }
            }
            config["network"]["layers"][1]["activation"] = json!(activation);
            config["network"]["layers"][1]["units"] = json!(8);
            config["optimizer"] = json!({"optimizer": "sgd", "learning_rate": 0.1});
            let mut free = mended(&config, 300, Kind::OverRegularized, Some("hidden_1"));
            assert!(losses(&mut free)[2] > 0.9, "{activation} {penalty}: {:?}", losses(&mut free));
        }
    }
}

#[test]
fn a_saturated_unit_that_is_normalized_already_is_one_too_few() {
    let mut config = config("spiral");
    config["network"]["layers"] = json!([
        {"name": "input", "layer": "input"},
        {"name": "hidden_1", "layer": "dense", "inputs": ["input"], "units": 1, "activation": "tanh"},
        {"name": "output", "layer": "dense", "inputs": ["hidden_1"], "units": 1, "activation": "sigmoid"},
    ]);
    config["optimizer"] = json!({"optimizer": "sgd", "learning_rate": 0.1});
    let run = mended(&config, 300, Kind::Saturated, Some("hidden_1"));
    let Verdict { finding, remedy } = verdict_on(&run).expect("something is wrong");
    assert_eq!(finding.kind, Kind::Underfitting, "{finding:?}");
    assert!(remedy.is_some());
}

#[test]
fn linear_layers_cannot_learn_the_spiral_and_bent_ones_can() {
    let mut bent = mended(&config("linear_spiral"), 300, Kind::OnlyLinear, None);
    assert!(losses(&mut bent)[2] > 0.95, "{:?}", losses(&mut bent));
}

#[test]
fn huge_initial_weights_explode() {
    let mut config = config("vanishing");
    for layer in config["network"]["layers"].as_array_mut().unwrap() {
        if layer["layer"] == "dense" && layer["name"] != "output" {
            layer["activation"] = json!("relu");
            layer["units"] = json!(8);
            layer["kernel_initializer"] = json!({"initializer": "random_normal", "stddev": 2});
        }
    }
    config["optimizer"] = json!({"optimizer": "adam", "learning_rate": 0.001});
    let run = trained(read(&config), 0);
    let Verdict { finding, remedy } = verdict_on(&run).expect("something is wrong");
    assert_eq!(finding.kind, Kind::ExplodingGradients);
    let (_, experiment) = remedy.expect("other initial weights");
    let mut mended = trained(experiment, 300);
    assert!(losses(&mut mended)[2] > 0.95, "{:?}", losses(&mut mended));
}

#[test]
fn a_step_function_has_no_derivative() {
    let mut config = config("circle");
    config["network"]["layers"][1]["activation"] = json!("step");
    config["network"]["layers"][1]["units"] = json!(6);
    let mut relus = mended(&config, 300, Kind::NoDerivative, Some("hidden_1"));
    assert!(losses(&mut relus)[2] > 0.95, "{:?}", losses(&mut relus));
}

#[test]
fn too_small_steps_get_larger() {
    let mut config = config("circle");
    config["optimizer"] = json!({"optimizer": "sgd", "learning_rate": 1e-6});
    let run = mended(&config, 50, Kind::StepsTooSmall, None);
    assert_eq!(run.experiment().optimizer.learning_rate, 1e-5);
}

#[test]
fn a_line_underfits_a_circle_and_a_hidden_layer_fits() {
    let mut config = config("one_neuron");
    config["data"] = json!({"dataset": "circle"});
    config["optimizer"] = json!({"optimizer": "adam", "learning_rate": 0.01});
    let mut larger = mended(&config, 300, Kind::Underfitting, None);
    assert!(losses(&mut larger)[2] > 0.95, "{:?}", losses(&mut larger));
}

#[test]
fn examples_that_learn_have_nothing_wrong() {
    for (name, epochs) in [
        ("circle", 200),
        ("spiral", 500),
        ("one_neuron", 100),
        ("blobs", 200),
        ("five_arms", 300),
        ("sine", 300),
        ("house_line", 100),
        ("dropout", 50),
    ] {
        let run = trained(read(&config(name)), epochs);
        let verdict = verdict_on(&run).map(|verdict| verdict.finding);
        assert_eq!(verdict, None, "{name} {:?}", run.history().rows().last());
    }
}

#[test]
fn a_fresh_network_has_nothing_wrong() {
    for preset in preset::all() {
        let is_meant_to_fail = ["all_zero", "dead_relu", "vanishing"].contains(&&preset.name[..]);
        if is_meant_to_fail || preset.group == "tasks" {
            continue;
        }
        let experiment = read(&preset.experiment);
        let files = page_files(&experiment.data);
        let run = Run::with_files(experiment, &files).expect("the page has the files");
        let verdict = verdict_on(&run).map(|verdict| verdict.finding);
        assert_eq!(verdict, None, "{}", preset.name);
    }
}

#[test]
fn the_numbers_are_those_of_the_network() {
    let run = trained(read(&json!({})), 20);
    let health = health(&run);
    assert_eq!((health.step, health.examples), (run.step(), run.data().train.count));
    let names: Vec<_> = health.layers.iter().map(|layer| &layer.name[..]).collect();
    assert_eq!(names, ["hidden_1", "hidden_2", "output"]);
    let [train, _] = { run.clone().evaluate() };
    assert!((health.loss - train.metrics.loss).abs() < 1e-6);
    let mut next = run.clone();
    next.advance(1, || false);
    for layer in &health.layers {
        let (before, after) =
            (run.network().get_weights(&layer.name), next.network().get_weights(&layer.name));
        let square =
            |numbers: &mut dyn Iterator<Item = f64>| numbers.map(|number| number * number).sum::<f64>();
        let size = square(&mut before.iter().map(|&weight| weight.into()));
        let step = square(&mut before.iter().zip(&after).map(|(a, b)| f64::from(b - a)));
        let weights = layer.weights.as_ref().expect("weights");
        assert!((weights.update().unwrap() - (step / size).sqrt()).abs() < 1e-9, "{}", layer.name);
        assert_eq!(weights.histogram.counts.iter().sum::<u32>() as usize, before.len());
        assert_eq!((layer.dead, layer.slopes.len()), (0, layer.units));
    }
}
