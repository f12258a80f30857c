//! Examples show what their words promise.

use descent::data::TaskInfo;
use descent::experiment::Experiment;
use descent::inspect::{SentenceReader, activations};
use descent::preset;
use descent::run::{Run, Stopped};
use serde_json::{Value, json};

use crate::tasks::page_files;

/// The experiment of a preset.
pub fn config(name: &str) -> Value {
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

/// A preset of a task after so many epochs.
fn task(name: &str, epochs: usize) -> Run {
    let experiment = Experiment::read(&config(name)).unwrap_or_else(|errors| panic!("{name}: {errors:?}"));
    let files = page_files(&experiment.data);
    let mut run = Run::with_files(experiment, &files).unwrap_or_else(|errors| panic!("{name}: {errors:?}"));
    run.advance((epochs * run.steps_per_epoch()) as u64, || false);
    run
}

/// The class with the largest of some values.
fn largest(values: &[f32]) -> usize {
    (0..values.len()).max_by(|&one, &other| values[one].total_cmp(&values[other])).unwrap_or(0)
}

#[test]
fn the_right_features_draw_the_circle_with_one_unit_and_the_coordinates_cannot() {
    let right = config("right_features");
    let mut plain = right.clone();
    plain["data"]["features"] = json!(["x1", "x2"]);
    let [right, plain] = [right, plain].map(|config| figures(&mut trained(&config, 80))[3]);
    assert!(right > 0.95 && plain < 0.7, "{right} with squares, {plain} with coordinates");
}

#[test]
fn a_line_gives_small_houses_a_price_below_zero_and_relu_does_not() {
    let prices = |name: &str| {
        let mut run = trained(&config(name), 400);
        let sizes = run.data().inputs_over_plane(60, 1);
        let inputs: Vec<_> = sizes.iter().map(|&size| vec![vec![size]]).collect();
        run.predict(&inputs).iter().map(|outputs| outputs[0][0]).collect::<Vec<_>>()
    };
    let [line, bent] = ["house_line", "house_relu"].map(prices);
    assert!(line[0] < 0.0, "{line:?}");
    assert!(bent.iter().all(|&price| price >= 0.0) && bent[0] == 0.0 && bent[59] > 0.0, "{bent:?}");
}

#[test]
fn all_samples_in_a_step_give_a_smooth_curve_and_one_does_not() {
    let risen = |batch_size: Value| {
        let mut config = config("full_batch");
        config["training"]["batch_size"] = batch_size;
        let mut run = trained(&config, 0);
        let mut losses = Vec::new();
        for _ in 0..200 {
            losses.push(figures(&mut run)[0]);
            run.advance(1, || false);
        }
        losses.windows(2).filter(|pair| pair[1] > pair[0]).count()
    };
    let [all, one] = [json!("all"), json!(1)].map(risen);
    assert!(all <= 4 && one >= 40, "the loss rises in {all} and {one} of 200 steps");
}

#[test]
fn without_its_skip_connections_the_residual_network_learns_less() {
    let with = config("residual");
    let mut without = with.clone();
    for layer in without["network"]["layers"].as_array_mut().expect("layers") {
        if layer["layer"] == "add" {
            let last = layer["inputs"][1].clone();
            *layer = json!({"name": layer["name"], "layer": "activation", "activation": "linear", "inputs": [last]});
        }
    }
    let [with, without] = [with, without].map(|config| figures(&mut trained(&config, 30))[0]);
    assert!(with < 0.8 * without, "{with} with skips, {without} without");
}

#[test]
fn digits_are_learned_better_by_convolution_in_as_many_epochs() {
    let reached = |name: &str| task(name, 14).evaluate()[1].heads[0].metrics.metric;
    let [conv, dense] = ["digits_conv", "digits_dense"].map(reached);
    assert!(conv > dense, "{conv} by convolution, {dense} without");
}

#[test]
fn digits_find_their_places_on_the_map_of_the_autoencoder() {
    let run = task("digits_autoencoder", 30);
    let TaskInfo::Digits(digits) = &run.data().task_info else { panic!("these are digits") };
    let test = &run.data().test;
    let places: Vec<(usize, Vec<f32>)> = (0..test.count)
        .map(|example| {
            let layers = activations(run.network(), run.wiring(), &[test.input(0, example)]);
            let middle = layers.into_iter().find(|layer| layer.name == "middle").expect("a middle layer");
            (usize::from(digits[test.rows[example] as usize]), middle.values)
        })
        .collect();
    let near = |a: &[f32], b: &[f32]| a.iter().zip(b).map(|(a, b)| (a - b) * (a - b)).sum::<f32>();
    // A digit by its nearest neighbour on the map, which by chance is right once in ten times.
    let right = places.iter().enumerate().filter(|(index, (digit, place))| {
        let others = places.iter().enumerate().filter(|(other, _)| other != index);
        let nearest =
            others.min_by(|(_, one), (_, other)| near(&one.1, place).total_cmp(&near(&other.1, place)));
        nearest.is_some_and(|(_, (found, _))| found == digit)
    });
    let share = right.count() as f64 / places.len() as f64;
    assert!(share > 0.4, "{share}");
}

#[test]
fn the_test_loss_of_diabetes_turns_upward() {
    let mut run = task("table_diabetes", 0);
    let mut losses = Vec::new();
    for _ in 0..300 {
        losses.push(run.evaluate()[1].heads[0].metrics.loss);
        run.advance(run.steps_per_epoch() as u64, || false);
    }
    let least = losses.iter().copied().fold(f64::INFINITY, f64::min);
    let when = losses.iter().position(|&loss| loss == least).expect("a least loss");
    let last = losses[losses.len() - 1];
    assert!(when < 200 && last > 1.02 * least, "{least} after {when} epochs, {last} at the end");
}

#[test]
fn one_iris_stands_apart_and_the_other_two_touch() {
    let mut run = task("table_iris", 60);
    let mut mistakes = Vec::new();
    for examples in [run.data().train.clone(), run.data().test.clone()] {
        let inputs: Vec<_> = (0..examples.count).map(|example| vec![examples.input(0, example)]).collect();
        for (example, outputs) in run.predict(&inputs).iter().enumerate() {
            let [truth, said] = [largest(&examples.target(0, example)), largest(&outputs[0])];
            if truth != said {
                mistakes.push([truth, said]);
            }
        }
    }
    assert!(!mistakes.is_empty() && mistakes.iter().flatten().all(|&class| class != 0), "{mistakes:?}");
}

#[test]
fn hidden_layers_predict_prices_that_no_line_can_follow() {
    let loss = |name: &str| task(name, 60).evaluate()[1].heads[0].metrics.loss;
    let [network, line] = ["houses", "houses_linear"].map(loss);
    assert!(network < 0.8 * line, "{network} with hidden layers, {line} without");
}

#[test]
fn zip_codes_of_the_houses_find_their_ring() {
    // By their angle around their middle, those that are next to each other on the lake are next to each other on the map.
    let run = task("houses", 80);
    let places: Vec<_> =
        run.network().get_weights("place").chunks(2).map(|place| [place[0], place[1]]).collect();
    let middle = [0, 1].map(|axis| places.iter().map(|place| place[axis]).sum::<f32>() / places.len() as f32);
    let mut around: Vec<usize> = (0..places.len()).collect();
    let angle = |zip: usize| (places[zip][1] - middle[1]).atan2(places[zip][0] - middle[0]);
    around.sort_by(|&one, &other| angle(one).total_cmp(&angle(other)));
    let apart = |one: usize, other: usize| one.abs_diff(other).min(places.len() - one.abs_diff(other));
    let neighbours: Vec<_> =
        (0..places.len()).map(|at| apart(around[at], around[(at + 1) % places.len()])).collect();
    assert!(neighbours.iter().filter(|&&apart| apart <= 2).count() >= 10, "{around:?}");
}

#[test]
fn layers_without_an_activation_are_one_straight_line_however_many() {
    let mut run = trained(&config("linear_spiral"), 60);
    let [.., accuracy] = figures(&mut run);
    assert!(accuracy < 0.75, "{accuracy}");
    // The logit in the middle of two places is the mean of theirs.
    let mut logit = |x: f32, y: f32| {
        let output = run.predict(&[vec![vec![x, y]]])[0][0][0];
        libm::logf(output / (1.0 - output))
    };
    for [from, to] in [[[-1.0, -0.5], [0.7, 0.9]], [[0.4, -1.0], [-0.8, 1.0]]] {
        let middle = logit((from[0] + to[0]) / 2.0, (from[1] + to[1]) / 2.0);
        let mean = (logit(from[0], from[1]) + logit(to[0], to[1])) / 2.0;
        assert!((middle - mean).abs() < 1e-3, "{middle} in the middle, {mean}");
    }
}

#[test]
fn the_mean_of_words_does_not_know_their_order() {
    let run = task("sentences_pooling", 3);
    let TaskInfo::Sentences { vocabulary, .. } = &run.data().task_info else { panic!("these are sentences") };
    let score = |text| {
        let read = SentenceReader::new(run.network(), run.wiring(), "positive", vocabulary, 16, text)
            .advance(|| false);
        read.expect("read at once").score
    };
    assert!(
        (score("The film was bad but the story was good") - score("The film was good but the story was bad"))
            .abs()
            < 1e-5
    );
}

#[test]
fn parameters_of_the_lectures_networks_are_those_of_their_texts() {
    for (name, parameters) in [("lecture_6_9_4", 103), ("lecture_8_9_9_9_4", 301)] {
        let run = trained(&config(name), 0);
        let counts = run.network().layers().map(|layer| run.network().get_weights(layer.name).len());
        assert_eq!(counts.sum::<usize>(), parameters, "{name}");
    }
    let siamese = task("siamese", 0);
    let [first, second] = ["conv_a", "conv_b"].map(|layer| siamese.network().get_weights(layer));
    assert!(second.is_empty() || first == second, "the second branch has parameters of its own");
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
