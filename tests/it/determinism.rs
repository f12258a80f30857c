//! A run has the same bits however its time is divided, whatever is shown meanwhile, and whatever was trained before.

use descent::data::{Files, Split};
use descent::experiment::Experiment;
use descent::inspect::{self, Attributor};
use descent::landscape::{Directions, Landscape};
use descent::preset;
use descent::random::{Random, Stream};
use descent::run::Run;
use descent::unit_pictures::{Painter, View};
use serde_json::{Value, json};

use crate::tasks::page_files;

/// Experiments whose steps draw random numbers, update moving averages, mask, penalize, stop or decay, and the number
/// of steps of each.
fn experiments() -> Vec<(String, Experiment, u64)> {
    let names = [
        ("spiral", 300),
        ("dropout", 300),
        ("sparse", 300),
        ("overfitting", 150),
        ("siamese", 40),
        ("residual", 8),
        ("houses", 60),
        ("sentences_lstm", 12),
        ("sentences_pooling", 60),
        ("series_sines", 40),
        ("table_iris", 120),
        ("digits_autoencoder", 10),
    ];
    let presets = preset::all();
    let of = |name: &str| {
        presets.iter().find(|preset| preset.name == name).map(|preset| preset.experiment.clone())
    };
    let mut all: Vec<(String, Value, u64)> = names
        .into_iter()
        .map(|(name, steps)| (name.to_owned(), of(name).unwrap_or_else(|| panic!("no preset {name}")), steps))
        .collect();
    let noisy = json!({
        "data": {"dataset": "moons", "samples": 203}, "seed": 4,
        "training": {"batch_size": 16, "early_stopping": {"patience": 6}},
        "optimizer": {"optimizer": "adam", "schedule": {"schedule": "exponential_decay", "decay_steps": 20}},
        "network": {"layers": [
            {"name": "x", "layer": "input"},
            {"name": "a", "layer": "dense", "inputs": ["x"], "units": 9, "activation": "gelu"},
            {"name": "n", "layer": "batch_normalization", "inputs": ["a"]},
            {"name": "g", "layer": "gaussian_noise", "inputs": ["n"], "stddev": 0.2},
            {"name": "d", "layer": "dropout", "inputs": ["g"], "rate": 0.3},
            {"name": "y", "layer": "dense", "inputs": ["d"], "units": 1, "activation": "sigmoid"},
        ], "outputs": ["y"]},
    });
    all.push(("noisy".to_owned(), noisy, 400));
    let read = |(name, config, steps): (String, Value, u64)| {
        let experiment = Experiment::read(&config).unwrap_or_else(|errors| panic!("{name}: {errors:?}"));
        (name, experiment, steps)
    };
    all.into_iter().map(read).collect()
}

fn started(experiment: &Experiment) -> Run {
    let files = page_files(&experiment.data);
    Run::with_files(experiment.clone(), &files).expect("the experiment is valid")
}

/// Looks at a run in one of the ways in which the page does.
fn look(run: &mut Run, painter: &mut Option<Painter>, random: &mut Random) {
    let mut patience = random.below(4);
    let mut out_of_time = move || {
        let is_out = patience == 0;
        patience = patience.saturating_sub(1);
        is_out
    };
    let example: Vec<Vec<f32>> =
        run.data().schema.inputs.iter().map(|input| vec![1.0; input.size()]).collect();
    match random.below(12) {
        0 | 1 => drop(run.evaluate_in_parts(out_of_time)),
        2 => drop(run.evaluate()),
        3 => run.cancel_evaluation(),
        4 => drop(run.outputs(Split::Test).len()),
        5 => drop(run.predict(&[example])),
        6 if run.data().has_plane() => {
            let view = View { resolution: 12, units_per_layer: 4 };
            let painter = painter.get_or_insert_with(|| Painter::new(run.network(), run.data(), view));
            drop(painter.paint(run.network(), run.step(), out_of_time).cloned());
        }
        7 => drop(inspect::activations(run.network(), run.wiring(), &example)),
        8 => {
            let (experiment, network) = (run.experiment(), run.network());
            drop(Attributor::new(experiment, network, &example, 0, 0, 3).advance(out_of_time));
        }
        9 => {
            let directions = Directions::Random { seed: random.below(9) as u32 };
            let landscape = Landscape::new(run, directions, 4, &[], 3);
            drop(landscape.map(|mut landscape| landscape.advance(&mut out_of_time)));
        }
        10 => {
            // What the page sends when nothing has changed.
            let same = run.experiment().clone();
            let files = page_files(&same.data);
            if run.stopped().is_none() {
                run.configure(same, &files, false).expect("it was valid before");
            }
        }
        _ => {
            let layers: Vec<String> = run.network().layers().map(|layer| layer.name.to_owned()).collect();
            let layer = &layers[random.below(layers.len())];
            drop(run.dropout_mask(layer));
            drop(inspect::codes(run.network(), run.wiring(), &run.data().test, layer, 5, || false));
        }
    }
}

/// Trains in pieces of random length, and looks at the run between them.
fn in_pieces(run: &mut Run, steps: u64, seed: u64) {
    let mut random = Random::new(seed, Stream::Data);
    let mut painter = None;
    while run.step() < steps && run.stopped().is_none() {
        let most = 1 + random.below(9) as u64;
        let mut patience = random.below(6);
        run.advance(most.min(steps - run.step()), || {
            let is_out = patience == 0;
            patience = patience.saturating_sub(1);
            is_out
        });
        look(run, &mut painter, &mut random);
    }
    while run.awaits_evaluation() {
        run.advance(0, || true);
    }
}

#[test]
fn a_run_that_is_watched_has_the_bits_of_one_that_is_not() {
    for (name, experiment, steps) in experiments() {
        let mut whole = started(&experiment);
        whole.advance(steps, || false);
        for seed in 1..=3 {
            let mut pieces = started(&experiment);
            in_pieces(&mut pieces, steps, seed);
            assert_eq!(pieces.step(), whole.step(), "{name}, {seed}");
            assert_eq!(pieces.fingerprint(), whole.fingerprint(), "{name}, {seed}");
            assert_eq!(pieces.history().rows(), whole.history().rows(), "{name}, {seed}");
            // The same again, in the run that has just watched.
            pieces.reset();
            in_pieces(&mut pieces, steps, seed + 10);
            assert_eq!(pieces.fingerprint(), whole.fingerprint(), "{name} after a reset, {seed}");
        }
    }
}

#[test]
fn a_run_has_the_same_bits_whatever_was_trained_before() {
    let experiments = experiments();
    let alone: Vec<u64> = experiments
        .iter()
        .map(|(_, experiment, steps)| {
            let mut run = started(experiment);
            run.advance(*steps / 2, || false);
            run.fingerprint()
        })
        .collect();
    let mut random = Random::new(1, Stream::Data);
    let mut used = started(&experiments[0].1);
    for _ in 0..60 {
        let index = random.below(experiments.len());
        let (name, experiment, steps) = &experiments[index];
        let before = used.experiment().optimizer.rule.clone();
        used.configure(experiment.clone(), &page_files(&experiment.data), true).expect("it is valid");
        used.advance(*steps / 2, || false);
        assert_eq!(used.fingerprint(), alone[index], "{name} after {before:?}");
    }
}

#[test]
fn what_is_built_before_it_trains_has_the_bits_of_its_link() {
    let experiments = experiments();
    let mut built = started(&experiments[0].1);
    for (name, experiment, steps) in &experiments {
        let files = page_files(&experiment.data);
        built.configure(experiment.clone(), &files, false).expect("the experiment is valid");
        let mut opened = started(experiment);
        assert_eq!(built.fingerprint(), opened.fingerprint(), "{name}");
        built.clone().advance(*steps / 4, || false);
        let mut trained = built.clone();
        trained.advance(*steps / 4, || false);
        opened.advance(*steps / 4, || false);
        assert_eq!(trained.fingerprint(), opened.fingerprint(), "{name}");
    }
}

#[test]
fn weights_set_by_hand_stay_when_a_network_that_has_not_trained_is_changed() {
    let experiment = Experiment::read(&json!({})).expect("the default");
    let mut run = started(&experiment);
    run.set_parameter(0, 3.5);
    let mut wider = experiment;
    wider.seed += 1;
    run.configure(wider, &page_files(&run.experiment().data.clone()), false)
        .expect("the experiment is valid");
    assert_eq!(run.network().weights[0], 3.5);
}

#[test]
fn data_weights_and_order_have_seeds_of_their_own() {
    let trained = |seeds: Value| {
        let config = json!({"seed": 5, "seeds": seeds, "data": {"dataset": "moons", "noise": 0.2}});
        let mut run = Run::new(Experiment::read(&config).unwrap()).unwrap();
        let start = run.fingerprint();
        let points = run.data().train.inputs[0].clone();
        run.advance(60, || false);
        (points, start, run.fingerprint())
    };
    let one_seed = trained(json!({}));
    assert_eq!(trained(json!({"data": 5, "weights": 5, "order": 5})), one_seed);
    let (points, start, end) = &one_seed;
    for (seeds, other) in [("data", [true, false]), ("weights", [false, true]), ("order", [false, false])] {
        let run = trained(json!({ seeds: 6 }));
        assert_eq!([run.0 != *points, run.1 != *start], other, "{seeds}");
        assert_ne!(run.2, *end, "{seeds}");
    }
}

#[test]
fn new_weights_of_a_layer_that_is_added_come_from_the_seed_of_weights() {
    let config = |seeds: Value, units: u32| {
        let layers = json!([
            {"name": "input", "layer": "input"},
            {"name": "hidden", "layer": "dense", "inputs": ["input"], "units": units},
            {"name": "output", "layer": "dense", "inputs": ["hidden"], "units": 1, "activation": "sigmoid"},
        ]);
        let network = json!({"layers": layers, "outputs": ["output"]});
        Experiment::read(&json!({"seed": 5, "seeds": seeds, "network": network})).unwrap()
    };
    let grown = |seeds: Value| {
        let mut run = Run::new(config(seeds.clone(), 2)).unwrap();
        run.advance(10, || false);
        run.configure(config(seeds, 4), &Files::default(), false).unwrap();
        run.fingerprint()
    };
    let own = |weights: u32| json!({"weights": weights});
    assert_eq!(grown(own(5)), grown(json!({})));
    assert_ne!(grown(own(6)), grown(own(5)));
}

#[test]
fn pictures_that_were_painted_while_it_trained_are_of_the_step_at_which_they_were_begun() {
    let experiment = Experiment::read(&json!({"data": {"dataset": "circle"}})).expect("it is valid");
    let mut run = started(&experiment);
    let view = View { resolution: 100, units_per_layer: 4 };
    let mut painter = Painter::new(run.network(), run.data(), view);
    run.advance(7, || false);
    assert!(painter.paint(run.network(), run.step(), || true).is_none(), "one block is a part of them");
    run.advance(30, || false);
    let torn = painter.paint(run.network(), run.step(), || false).expect("they are finished").clone();
    assert_eq!(torn.step, 7);
    let whole = painter.paint(run.network(), run.step(), || false).expect("they are finished").clone();
    assert_eq!(whole.step, 37);
    assert_ne!(torn.output, whole.output);
}
