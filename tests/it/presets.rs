//! Examples show what their words promise.

use descent::experiment::Experiment;
use descent::preset;
use descent::run::{Run, Stopped};
use serde_json::{Value, json};

fn config(name: &str) -> Value {
    let all = preset::all();
    all.iter()
        .find(|preset| preset.name == name)
        .unwrap_or_else(|| panic!("no preset {name}"))
        .experiment
        .clone()
}

/// The run after so many epochs.
fn trained(config: &Value, epochs: usize) -> Run {
    let experiment = Experiment::read(config).unwrap_or_else(|errors| panic!("{config}: {errors:?}"));
    let mut run = Run::new(experiment).unwrap_or_else(|errors| panic!("{config}: {errors:?}"));
    let steps = epochs * run.steps_per_epoch();
    run.advance(steps as u64, || false);
    run
}

/// Training loss, test loss, training accuracy and test accuracy.
fn figures(run: &mut Run) -> [f64; 4] {
    let [train, test] = run.evaluate().map(|evaluation| evaluation.heads[0].metrics);
    [train.loss, test.loss, train.metric, test.metric]
}

#[test]
fn dropout_against_noise_lowers_the_test_loss_with_its_own_seed_and_others() {
    let with = config("dropout");
    let mut without = with.clone();
    for layer in without["network"]["layers"].as_array_mut().expect("layers") {
        if layer["layer"] == "dropout" {
            layer["rate"] = json!(0.0);
        }
    }
    for seed in [json!(null), json!(1), json!(3), json!(4)] {
        let seeded = |config: &Value| {
            let mut config = config.clone();
            if !seed.is_null() {
                config["seed"] = seed.clone();
            }
            config
        };
        let [_, kept, ..] = figures(&mut trained(&seeded(&with), 400));
        let [_, lost, ..] = figures(&mut trained(&seeded(&without), 400));
        assert!(kept < 0.8 * lost, "seed {seed}: {kept} with dropout, {lost} without");
    }
}

#[test]
fn a_rate_that_is_too_high_lets_the_loss_rise_for_some_steps_before_it_diverges() {
    let config = config("too_fast");
    let experiment = Experiment::read(&config).expect("a valid preset");
    let mut run = Run::new(experiment).expect("a valid preset");
    let mut losses = Vec::new();
    while !matches!(run.stopped(), Some(Stopped::Diverged(_))) && losses.len() < 500 {
        losses.push(figures(&mut run)[0]);
        run.advance(1, || false);
    }
    assert!((10..200).contains(&losses.len()), "it diverges after {} steps", losses.len());
    let risen = losses.windows(2).filter(|pair| pair[1] > pair[0]).count();
    assert!(risen * 2 > losses.len(), "the loss rises in {risen} of {} steps", losses.len());
}

#[test]
fn gradients_that_vanish_leave_the_first_layers_where_they_began() {
    let config = config("vanishing");
    let [before, after] = [0, 20].map(|epochs| trained(&config, epochs));
    let moved = |layer: &str| {
        let [from, to] = [&before, &after].map(|run| run.network().get_weights(layer));
        let change: f64 = from.iter().zip(&to).map(|(from, to)| f64::from((to - from) * (to - from))).sum();
        (change / from.len() as f64).sqrt()
    };
    assert!(moved("hidden_1") < 1e-3 * moved("output"), "{} and {}", moved("hidden_1"), moved("output"));
}

#[test]
fn twenty_points_are_learned_by_heart_and_the_test_loss_rises() {
    let config = config("overfitting");
    let [_, early, ..] = figures(&mut trained(&config, 100));
    let [train, late, accuracy, _] = figures(&mut trained(&config, 2000));
    assert!(accuracy > 0.999 && train < 0.05, "{accuracy}, {train}");
    assert!(late > 1.5 * early, "test loss {early}, then {late}");
}

#[test]
fn every_speed_of_a_preset_is_one_of_the_page() {
    let page = include_str!("../../www/js/model/speeds.js").replace('_', "");
    let list = page.split(['[', ']']).nth(1).expect("a list of speeds");
    let speeds: Vec<f64> = list.split(',').filter_map(|speed| speed.trim().parse().ok()).collect();
    for preset in preset::all() {
        assert!(
            preset.speed.is_none_or(|speed| speeds.contains(&speed)),
            "{}: {:?}",
            preset.name,
            preset.speed
        );
    }
}
