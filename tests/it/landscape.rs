//! The loss of a real network over a plane of its weights.

use descent::experiment::Experiment;
use descent::landscape::{Directions, Landscape};
use descent::nn::OptimizerConfig;
use descent::run::Run;
use serde_json::{Value, json};

fn trained(config: Value, steps: u64) -> Run {
    let experiment = Experiment::from_json(&config.to_string()).expect("a valid experiment");
    let mut run = Run::new(experiment).expect("a valid experiment");
    run.advance(steps, || false);
    run
}

fn small() -> Value {
    json!({"data": {"samples": 100}, "optimizer": {"optimizer": "sgd", "learning_rate": 0.3}})
}

fn directions(text: Value) -> Directions {
    serde_json::from_value(text).expect("directions read")
}

fn rivals() -> Vec<OptimizerConfig> {
    serde_json::from_value(json!([
        {"optimizer": "sgd", "learning_rate": 0.3},
        {"optimizer": "adam", "learning_rate": 0.05},
    ]))
    .unwrap()
}

fn finished(run: &Run, config: Value, rivals: &[OptimizerConfig], steps: u32) -> Landscape {
    let mut landscape = Landscape::new(run, directions(config), 9, rivals, steps).expect("a valid landscape");
    let mut last = 0.0;
    while !landscape.is_done() {
        landscape.advance(|| true);
        assert!(landscape.progress() >= last - 1e-12, "{} after {last}", landscape.progress());
        last = landscape.progress();
    }
    assert_eq!(landscape.progress(), 1.0);
    landscape
}

/// Loss over all training examples, with regularizers.
fn loss_at(run: &Run, weights: &[f32]) -> f64 {
    run.probe().loss(weights)
}

#[test]
fn a_plane_of_two_weights_holds_the_losses_that_the_network_has_there() {
    let run = trained(small(), 40);
    let landscape = finished(&run, json!({"directions": "weights", "first": 0, "second": 3}), &[], 0);
    let grid = landscape.grid().unwrap();
    for pixel in [0, 10, 40, 80] {
        let mut weights = run.network().weights.clone();
        let [a, b] = grid.point(pixel);
        (weights[0], weights[3]) = (a as f32, b as f32);
        let expected = loss_at(&run, &weights);
        assert!((grid.values[pixel] - expected).abs() < 1e-5, "{}: {expected}", grid.values[pixel]);
    }
    assert_eq!(landscape.labels(), ["hidden_1.kernel[0, 0]", "hidden_1.kernel[0, 3]"]);
    let ways = landscape.trajectories();
    let (way, points) = &ways[0];
    assert_eq!((way.rival, way.steps[0], way.steps.last()), (None, 0, Some(&40)));
    let end = &points[points.len() - 2..];
    assert!((end[0] - run.network().weights[0]).abs() < 1e-6, "the way ends at the weights");
    assert!((way.losses.last().unwrap() - loss_at(&run, &run.network().weights)).abs() < 1e-9);
}

#[test]
fn random_directions_have_the_network_in_their_middle_and_follow_their_seed() {
    let run = trained(small(), 40);
    let landscape = finished(&run, json!({"directions": "random", "seed": 3}), &[], 0);
    let grid = landscape.grid().unwrap();
    let middle = grid.values[40];
    let here = loss_at(&run, &run.network().weights);
    let around = grid.domain.iter().all(|[low, high]| *low <= -1.0 && *high >= 1.0);
    assert!(around, "{:?}", grid.domain);
    assert!((middle - here).abs() < 0.2 * here + 0.05, "{middle} {here}");
    let again = finished(&run, json!({"directions": "random", "seed": 3}), &[], 0);
    assert_eq!(again.grid().unwrap().values, grid.values);
    let other = finished(&run, json!({"directions": "random", "seed": 4}), &[], 0);
    assert_ne!(other.grid().unwrap().values, grid.values);
}

#[test]
fn principal_directions_explain_more_of_a_way_than_random_ones() {
    let run = trained(small(), 200);
    let explained = |config: Value| {
        let landscape = finished(&run, config, &[], 0);
        let [first, second] = landscape.explained().unwrap();
        assert!(first <= 1.0 && second >= 0.0);
        (first, second)
    };
    let principal = explained(json!({"directions": "principal"}));
    let random = explained(json!({"directions": "random", "seed": 1}));
    assert!(principal.0 >= principal.1 && principal.0 + principal.1 > 0.9, "{principal:?}");
    assert!(principal.0 + principal.1 <= 1.0 + 1e-6, "{principal:?}");
    assert!(principal.0 + principal.1 > random.0 + random.1, "{principal:?} {random:?}");
}

#[test]
fn the_end_of_the_run_lies_on_its_plane_where_its_loss_is() {
    let run = trained(small(), 200);
    let mut landscape =
        Landscape::new(&run, directions(json!({"directions": "principal"})), 65, &[], 0).unwrap();
    landscape.advance(|| false);
    let grid = landscape.grid().unwrap();
    let ways = landscape.trajectories();
    let (way, points) = &ways[0];
    let end = &points[points.len() - 2..];
    let nearest = (0..grid.values.len()).min_by(|&a, &b| {
        let distance = |pixel: usize| {
            let [x, y] = grid.point(pixel);
            (x - f64::from(end[0])).abs() + (y - f64::from(end[1])).abs()
        };
        distance(a).total_cmp(&distance(b))
    });
    let (there, here) = (grid.values[nearest.unwrap()], *way.losses.last().unwrap());
    assert!((there - here).abs() < 0.05 * here + 0.01, "{there} {here}");
}

#[test]
fn rivals_start_from_the_same_weights_and_sgd_repeats_the_run() {
    let run = trained(small(), 60);
    let landscape = finished(&run, json!({"directions": "principal"}), &rivals(), 60);
    let ways = landscape.trajectories();
    assert_eq!(ways.iter().map(|(way, _)| way.rival).collect::<Vec<_>>(), [None, Some(0), Some(1)]);
    let (own, sgd, adam) = (&ways[0], &ways[1], &ways[2]);
    assert_eq!(own.1, sgd.1, "the same optimizer on the same batches goes the same way");
    assert_eq!(own.0.losses, sgd.0.losses);
    assert_eq!(adam.1[..2], own.1[..2], "the start is the same");
    assert_ne!(adam.1.last(), own.1.last());
    let domain = landscape.grid().unwrap().domain;
    for (_, points) in &ways {
        for point in points.chunks(2) {
            assert!(
                point
                    .iter()
                    .zip(&domain)
                    .all(|(&x, [low, high])| f64::from(x) >= *low && f64::from(x) <= *high)
            );
        }
    }
}

#[test]
fn a_rival_that_diverges_is_named_and_the_rest_is_shown() {
    let run = trained(
        json!({"data": {"dataset": "plane", "samples": 100}, "optimizer": {"optimizer": "sgd", "learning_rate": 0.03}}),
        20,
    );
    let wild = serde_json::from_value(json!([{"optimizer": "sgd", "learning_rate": 500}])).unwrap();
    let wild: Vec<OptimizerConfig> = wild;
    let landscape = finished(&run, json!({"directions": "principal"}), &wild, 300);
    let ways = landscape.trajectories();
    assert!(ways[1].0.ended.is_some());
    assert!(ways.iter().all(|(_, points)| points.iter().all(|x| x.is_finite())));
}

#[test]
fn an_untrained_network_is_shown_where_its_rivals_went() {
    let run = trained(small(), 0);
    for config in [json!({"directions": "principal"}), json!({"directions": "random", "seed": 1})] {
        finished(&run, config.clone(), &rivals(), 30);
        let alone = finished(&run, config, &[], 0);
        assert!(alone.grid().unwrap().values.iter().all(|loss| loss.is_finite()));
    }
}

#[test]
fn exploring_leaves_the_run_as_it_was() {
    let run = trained(small(), 30);
    let before = run.fingerprint();
    finished(&run, json!({"directions": "principal"}), &rivals(), 30);
    assert_eq!((run.fingerprint(), run.step()), (before, 30));
}

#[test]
fn errors_name_what_cannot_be() {
    let run = trained(small(), 5);
    let errors = |config: Value, size: usize, rivals: &[OptimizerConfig], steps: u32| match Landscape::new(
        &run,
        directions(config),
        size,
        rivals,
        steps,
    ) {
        Ok(_) => String::new(),
        Err(errors) => errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "),
    };
    let principal = || json!({"directions": "principal"});
    assert!(
        errors(json!({"directions": "weights", "first": 0, "second": 99999}), 9, &[], 0)
            .contains("directions.second")
    );
    assert!(
        errors(json!({"directions": "weights", "first": 1, "second": 1}), 9, &[], 0)
            .contains("two different")
    );
    assert!(errors(principal(), 0, &[], 0).contains("size: 0"));
    let wrong: Vec<OptimizerConfig> =
        serde_json::from_value(json!([{"optimizer": "adam", "beta_1": 3}])).unwrap();
    assert!(errors(principal(), 9, &wrong, 5).contains("rivals.0.optimizer.beta_1"));
    let sparse = json!({"network": {"layers": [
        {"name": "x", "layer": "input"},
        {"name": "y", "layer": "dense", "inputs": ["x"], "activation": "sigmoid", "kernel_regularizer": {"l1": 0.1}},
    ], "outputs": ["y"]}});
    let lion: OptimizerConfig = serde_json::from_value(json!({"optimizer": "lion"})).unwrap();
    let refused = Landscape::new(&trained(sparse, 1), directions(principal()), 9, &[lion], 5).err().unwrap();
    assert!(
        refused[0].to_string().starts_with("rivals.0.optimizer: lion has no proximal step"),
        "{refused:?}"
    );
    assert!(errors(principal(), 9, &[], 1_000_000).contains("steps"));
}
