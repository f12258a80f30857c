//! The journal of a run: whatever is edited, undone and gone back to, the same bits come again.

use std::collections::BTreeMap;

use descent::data::Files;
use descent::experiment::Experiment;
use descent::random::{Random, Stream};
use descent::run::{Edit, Journal, Run, Stopped};
use proptest::prelude::*;
use serde_json::{Value, json};

/// Experiments whose steps draw random numbers, update moving averages, keep a state, or stop.
fn experiments() -> [Value; 4] {
    let noisy = json!({
        "data": {"dataset": "moons", "samples": 83}, "seed": 4,
        "training": {"batch_size": 16, "early_stopping": {"patience": 3, "restore_best_weights": true}},
        "optimizer": {"optimizer": "adam", "schedule": {"schedule": "exponential_decay", "decay_steps": 20}},
        "network": {"layers": [
            {"name": "x", "layer": "input"},
            {"name": "hidden", "layer": "dense", "inputs": ["x"], "units": 5, "activation": "gelu"},
            {"name": "n", "layer": "batch_normalization", "inputs": ["hidden"]},
            {"name": "g", "layer": "gaussian_noise", "inputs": ["n"], "stddev": 0.2},
            {"name": "d", "layer": "dropout", "inputs": ["g"], "rate": 0.3},
            {"name": "y", "layer": "dense", "inputs": ["d"], "units": 1, "activation": "sigmoid"},
        ], "outputs": ["y"]},
    });
    let stops = json!({
        "data": {"dataset": "circle", "samples": 60}, "training": {"stop_epoch": 2, "batch_size": 7},
        "network": {"layers": [
            {"name": "x", "layer": "input"},
            {"name": "hidden", "layer": "dense", "inputs": ["x"], "units": 4, "activation": "tanh"},
            {"name": "y", "layer": "dense", "inputs": ["hidden"], "units": 1, "activation": "sigmoid"},
        ], "outputs": ["y"]},
    });
    let lstm = json!({
        "data": {"dataset": "series", "samples": 120},
        "network": {"layers": [
            {"name": "window", "layer": "input"},
            {"name": "hidden", "layer": "lstm", "inputs": ["window"], "units": 3},
            {"name": "d", "layer": "dropout", "inputs": ["hidden"], "rate": 0.2},
            {"name": "forecast", "layer": "dense", "inputs": ["d"], "units": 5},
        ], "outputs": ["forecast"]},
    });
    let diverges = json!({
        "data": {"dataset": "plane", "samples": 50},
        "optimizer": {"optimizer": "sgd", "learning_rate": 0.05},
        "network": {"layers": [
            {"name": "x", "layer": "input"},
            {"name": "hidden", "layer": "dense", "inputs": ["x"], "units": 3, "activation": "relu"},
            {"name": "y", "layer": "dense", "inputs": ["hidden"], "units": 1},
        ], "outputs": ["y"]},
    });
    [noisy, stops, lstm, diverges]
}

fn started(experiment: &Value) -> Run {
    Run::new(Experiment::read(experiment).expect("it is valid")).expect("it runs")
}

fn files() -> Files {
    Files::default()
}

fn configure(run: &mut Run, change: impl FnOnce(&mut Value)) {
    let mut config = json!(run.experiment());
    change(&mut config);
    let experiment = Experiment::read(&config).expect("it is valid");
    run.configure(experiment, &files(), false).expect("it runs");
}

/// Waits for everything that is due at this step.
fn settle(run: &mut Run) {
    while run.is_seeking() || run.awaits_evaluation() {
        run.advance(0, || true);
    }
    run.advance(0, || false);
}

/// What is to be the same. Weights that are not numbers are compared by their bits as well.
fn state(run: &Run) -> (u64, u64, f64, Vec<[f64; 5]>, Option<Stopped>, Value) {
    let history = run.history().rows().to_vec();
    let experiment = json!(run.experiment());
    (run.step(), run.fingerprint(), run.epoch(), history, run.stopped().cloned(), experiment)
}

/// One random act. Returns true if it may be an edit.
fn act(run: &mut Run, kind: u8, random: &mut Random, past: &mut Vec<Experiment>) -> bool {
    if (3..11).contains(&kind) {
        past.push(run.experiment().clone());
    }
    match kind {
        0 => drop(run.advance(1 + random.below(40) as u64, || false)),
        1 | 2 => {
            let mut patience = random.below(30);
            run.advance(1 + random.below(40) as u64, || {
                patience = patience.saturating_sub(1);
                patience == 0
            });
        }
        3 => configure(run, |config| {
            config["optimizer"]["learning_rate"] = json!([0.001, 0.01, 0.1, 30.0][random.below(4)]);
        }),
        4 => configure(run, |config| {
            config["optimizer"] = json!(["sgd", "adam", "rmsprop", "lion"][random.below(4)]);
        }),
        5 => configure(run, |config| config["network"]["layers"][1]["units"] = json!(2 + random.below(6))),
        6 => configure(run, |config| config["data"]["noise"] = json!(random.below(10) as f64 / 40.0)),
        7 => configure(run, |config| config["data"]["samples"] = json!(40 + 10 * random.below(6))),
        8 => configure(run, |config| config["training"]["batch_size"] = json!(5 + random.below(20))),
        9 => configure(run, |config| config["seed"] = json!(1 + random.below(3))),
        10 => run.resume(),
        11 => {
            let index = random.below(run.network().weights.len());
            let value = [0.5, -2.0, 1.0, 3.0e38][random.below(4)];
            run.set_parameter(index.min(3), value);
        }
        16 => {
            let mut values = run.network().weights.clone();
            values.iter_mut().for_each(|value| *value *= [0.5, -1.0, 3.0e38][random.below(3)]);
            let _ = run.set_parameters(values);
        }
        12 => {
            if let Some(before) = past.pop() {
                run.revert(before, &files(), false).expect("it ran before");
            }
        }
        13 => drop(run.rewind()),
        14 => run.seek(random.below(run.furthest() as usize + 1) as u64).expect("it was there"),
        15 => {
            *run = run.branch(random.below(run.furthest() as usize + 1) as u64).expect("it was there");
            settle(run);
        }
        _ => settle(run),
    }
    (3..14).contains(&kind) || kind == 15 || kind == 16
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn whatever_is_done_to_a_run_its_journal_gives_the_same_bits(
        which in 0..4_usize,
        seed in 0..1_u64 << 40,
        acts in prop::collection::vec(0..20_u8, 1..40),
    ) {
        let mut run = started(&experiments()[which]);
        let mut random = Random::new(seed, Stream::Data);
        let (mut past, mut seen) = (Vec::new(), BTreeMap::new());
        for kind in acts {
            let before = run.step();
            let journal = run.journal().cloned();
            let edits = act(&mut run, kind, &mut random, &mut past);
            if edits && run.journal() != journal.as_ref() {
                let edited = before.min(run.step());
                seen.retain(|&step, _| step < edited);
            } else if !edits && !run.is_seeking() && !run.awaits_evaluation() {
                // No edit of the journal is due at this step.
                run.advance(0, || false);
                seen.insert(run.step(), state(&run));
            }
        }
        settle(&mut run);
        run.seek(run.furthest()).unwrap();
        settle(&mut run);
        let written = json!(run.journal().expect("it is short"));
        let journal = Journal::read(&written).expect("it was written by a run");
        let mut again = Run::following(journal, &files()).expect("it ran before");
        again.advance(run.furthest(), || false);
        prop_assert_eq!(state(&again), state(&run), "{}", written);
        for (step, seen) in seen {
            if step <= run.furthest() {
                run.seek(step).unwrap();
                settle(&mut run);
                prop_assert_eq!(state(&run), seen, "at {}: {}", step, written);
            }
        }
        // Both go on alike, also from the past.
        let mut branch = run.branch(run.step()).unwrap();
        settle(&mut branch);
        prop_assert_eq!(state(&branch), state(&run));
        for run in [&mut run, &mut again] {
            run.seek(run.furthest()).unwrap();
            settle(run);
            run.resume();
            run.advance(30, || false);
        }
        prop_assert_eq!(state(&again), state(&run), "{}", written);
    }
}

#[test]
fn a_step_gone_back_to_has_the_bits_of_the_straight_run() {
    for experiment in &experiments()[..3] {
        let mut straight = started(experiment);
        straight.advance(0, || false);
        let mut states = vec![state(&straight)];
        while straight.advance(1, || false) == 1 && states.len() < 90 {
            states.push(state(&straight));
        }
        for step in [70, 3, 0, 41, 40, 89] {
            let step = step.min(states.len() - 1);
            straight.seek(step as u64).unwrap();
            settle(&mut straight);
            assert_eq!(state(&straight), states[step]);
            let rest = states.len() - 1 - step;
            straight.advance(rest as u64, || false);
            assert_eq!(&state(&straight), states.last().unwrap(), "from {step}");
        }
    }
}

#[test]
fn a_run_goes_only_where_it_was_and_can_be_interrupted_on_the_way() {
    let mut run = started(&json!({}));
    run.advance(100, || false);
    let end = run.fingerprint();
    assert_eq!(run.seek(101).unwrap_err()[0].to_string(), "step: 101 is not between 0 and 100");
    assert_eq!((run.step(), run.is_seeking()), (100, false));
    run.seek(55).unwrap();
    let mut parts = 0;
    while run.is_seeking() {
        assert_eq!(run.advance(0, || true), 0, "steps on the way are not counted");
        parts += 1;
    }
    assert_eq!(run.step(), 55);
    assert!(parts > 2, "{parts}");
    assert_eq!(run.furthest(), 100, "what came later stays");
    assert_eq!(run.advance(45, || false), 45);
    assert_eq!(run.fingerprint(), end);
}

#[test]
fn an_edit_in_the_past_takes_another_way() {
    let mut run = started(&json!({}));
    run.advance(50, || false);
    configure(&mut run, |config| config["optimizer"]["learning_rate"] = json!(0.3));
    run.advance(50, || false);
    let end = run.fingerprint();
    run.seek(20).unwrap();
    run.advance(80, || false);
    assert_eq!(run.fingerprint(), end, "the edit at step 50 is made again");
    let mut other = run.branch(20).unwrap();
    settle(&mut other);
    assert_eq!((other.step(), other.furthest()), (20, 20));
    configure(&mut other, |config| config["optimizer"]["learning_rate"] = json!(0.001));
    other.advance(80, || false);
    assert_ne!(other.fingerprint(), end);
    assert_eq!(other.journal().unwrap().edits().len(), 1);
    assert_eq!((run.furthest(), run.fingerprint()), (100, end), "a branch leaves the run alone");
    run.seek(20).unwrap();
    settle(&mut run);
    configure(&mut run, |config| config["optimizer"]["learning_rate"] = json!(0.001));
    assert_eq!(run.furthest(), 20);
    run.advance(80, || false);
    assert_eq!(run.fingerprint(), other.fingerprint());
}

#[test]
fn what_an_edit_threw_away_comes_back_if_it_is_undone_before_a_step() {
    for experiment in &experiments()[..3] {
        let changes: [fn(&mut Value); 5] = [
            |config| config["network"]["layers"][1]["units"] = json!(2),
            |config| config["optimizer"] = json!("lion"),
            |config| config["data"]["samples"] = json!(40),
            |config| config["seed"] = json!(77),
            |config| config["training"]["batch_size"] = json!(3),
        ];
        for change in changes {
            let mut run = started(experiment);
            run.advance(25, || false);
            let (before, former) = (state(&run), run.experiment().clone());
            let mut straight = run.clone();
            configure(&mut run, change);
            assert_eq!(run.journal().unwrap().edits().len(), 1);
            run.revert(former, &files(), false).unwrap();
            settle(&mut run);
            assert_eq!(state(&run), before);
            assert!(run.journal().unwrap().edits().is_empty(), "as if nothing had been changed");
            for run in [&mut run, &mut straight] {
                run.resume();
                run.advance(40, || false);
            }
            assert_eq!(state(&run), state(&straight));
        }
    }
}

#[test]
fn other_data_begin_a_new_run_and_undone_bring_back_the_old_one() {
    let mut run = started(&experiments()[0]);
    run.advance(25, || false);
    configure(&mut run, |config| config["optimizer"]["learning_rate"] = json!(0.3));
    run.advance(25, || false);
    let (before, former) = (state(&run), run.experiment().clone());
    let mut straight = run.clone();
    // A slider is dragged.
    for noise in [0.1, 0.2, 0.25] {
        let mut other = former.clone();
        other.data.noise = noise;
        run.configure(other, &files(), true).unwrap();
        run.advance(0, || false);
    }
    let other = run.experiment().clone();
    run.revert(former.clone(), &files(), true).unwrap();
    assert_eq!(state(&run), before);
    run.revert(other.clone(), &files(), true).unwrap();
    assert_eq!((run.step(), run.experiment()), (0, &other), "redone");
    run.revert(former.clone(), &files(), true).unwrap();
    run.advance(30, || false);
    straight.advance(30, || false);
    assert_eq!(state(&run), state(&straight));
    // Once something was trained there is no way back.
    run.configure(other, &files(), true).unwrap();
    run.advance(1, || false);
    run.revert(former, &files(), true).unwrap();
    assert_eq!(run.step(), 0);
}

#[test]
fn a_gesture_is_one_edit() {
    let mut run = started(&json!({}));
    run.advance(30, || false);
    let untouched = run.clone();
    for units in [5, 4, 3, 2, 1, 2, 3, 6] {
        configure(&mut run, |config| config["network"]["layers"][1]["units"] = json!(units));
        run.advance(0, || units % 2 == 0);
    }
    for step in 0..50 {
        run.set_parameter(2, step as f32 / 10.0);
    }
    assert_eq!(run.journal().unwrap().edits().len(), 2);
    let mut direct = untouched;
    configure(&mut direct, |config| config["network"]["layers"][1]["units"] = json!(6));
    direct.set_parameter(2, 4.9);
    assert_eq!(
        direct.fingerprint(),
        run.fingerprint(),
        "units that were away for a moment keep their weights"
    );
}

#[test]
fn a_weight_set_by_hand_and_set_back_was_never_set() {
    let mut run = started(&experiments()[0]);
    run.advance(26, || false);
    let (before, weight) = (state(&run), run.network().weights[1]);
    run.set_parameter(1, 3.0e38);
    run.advance(0, || false);
    run.set_parameter(1, 2.0);
    run.set_parameter(1, weight);
    settle(&mut run);
    assert_eq!(state(&run), before);
    assert!(run.journal().unwrap().edits().is_empty());
}

#[test]
fn weights_of_a_file_are_one_edit_that_is_followed_and_taken_back() {
    let mut run = started(&json!({"optimizer": {"optimizer": "adam", "learning_rate": 0.1}}));
    run.advance(26, || false);
    let before = state(&run);
    let initial = started(&json!({"seed": 5})).network().weights.clone();
    let old = run.network().weights.clone();
    run.set_parameters(vec![9.0; initial.len()]).expect("as many as there are");
    run.set_parameters(initial.clone()).expect("as many as there are");
    assert_eq!(run.network().weights, initial);
    assert_eq!(run.journal().unwrap().edits().len(), 1);

    let mut fresh = started(&json!({"optimizer": {"optimizer": "adam", "learning_rate": 0.1}}));
    fresh.set_parameters(initial.clone()).expect("as many as there are");
    run.advance(1, || false);
    fresh.advance(1, || false);
    let moved = |run: &Run| (run.network().weights[0] - initial[0]).abs();
    assert!((moved(&run) - moved(&fresh)).abs() < 1e-4, "the optimizer starts anew");
    run.advance(20, || false);

    let journal = Journal::read(&json!(run.journal())).expect("it reads back");
    let mut again = Run::following(journal, &files()).expect("it fits");
    again.advance(47, || false);
    settle(&mut again);
    settle(&mut run);
    assert_eq!(state(&again), state(&run));

    run.seek(26).expect("it was there");
    settle(&mut run);
    run.set_parameters(old).expect("as many as there are");
    settle(&mut run);
    assert_eq!(state(&run), before, "undone at the same step nothing has happened");
    assert!(run.journal().unwrap().edits().is_empty());
}

#[test]
fn weights_that_do_not_fit_are_refused_and_change_nothing() {
    let mut run = started(&json!({}));
    let before = state(&run);
    let count = run.network().weights.len();
    for (values, part) in [
        (vec![1.0; count + 1], format!("weights: {} does not fit, {count} needed", count + 1)),
        (vec![f32::NAN; count], "weights: NaN is not between".to_owned()),
    ] {
        let errors = run.set_parameters(values).expect_err("they do not fit");
        assert!(errors[0].to_string().starts_with(&part), "{}", errors[0]);
    }
    assert_eq!(state(&run), before);
    let edits = json!([{"step": 0, "edit": {"set_parameters": {"bits": [0]}}}]);
    let journal = Journal::read(&json!({"first": {}, "edits": edits})).expect("it is read");
    let errors = Run::following(journal, &files()).err().expect("it does not fit");
    assert!(errors[0].to_string().starts_with("edits[0].edit.set_parameters.bits: 1 does not fit"));
}

#[test]
fn a_run_that_has_diverged_goes_on_with_weights_of_a_file() {
    let mut run = started(&json!({"optimizer": {"optimizer": "sgd", "learning_rate": 0.1}}));
    let good = run.network().weights.clone();
    run.set_parameters(vec![3.0e38; good.len()]).expect("as many as there are");
    settle(&mut run);
    assert!(run.stopped().is_some());
    run.set_parameters(good).expect("as many as there are");
    settle(&mut run);
    assert!(run.stopped().is_none());
}

#[test]
fn a_pause_is_no_edit() {
    let mut run = started(&experiments()[0]);
    let mut paused = run.clone();
    run.advance(200, || false);
    while paused.advance(7, || false) > 0 {
        if paused.stopped().is_none() {
            paused.resume();
        }
    }
    assert_eq!(paused.stopped(), Some(&Stopped::EarlyStopping));
    assert_eq!(state(&paused), state(&run));
}

#[test]
fn after_a_divergence_a_run_goes_back_with_the_experiment_of_now() {
    let mut run = started(&experiments()[3]);
    run.advance(40, || false);
    configure(&mut run, |config| config["optimizer"]["learning_rate"] = json!(50));
    run.advance(500, || false);
    assert!(matches!(run.stopped(), Some(Stopped::Diverged(_))));
    configure(&mut run, |config| config["optimizer"]["learning_rate"] = json!(0.01));
    assert!(run.rewind());
    assert!(run.step() <= 40 && run.stopped().is_none());
    assert_eq!(run.furthest(), run.step());
    assert_eq!(run.experiment().optimizer.learning_rate, 0.01);
    let Some(Edit::Configure(last)) = run.journal().unwrap().edits().last().map(|entry| &entry.edit) else {
        panic!("the lower rate is an edit");
    };
    assert_eq!(&**last, run.experiment());
    run.advance(100, || false);
    assert!(run.stopped().is_none());
}

#[test]
fn a_run_with_very_many_edits_forgets_its_beginning() {
    let mut run = started(&json!({"data": {"samples": 20}}));
    for step in 1..1300 {
        run.advance(1, || false);
        configure(&mut run, |config| config["optimizer"]["learning_rate"] = json!(step as f64 / 1e5));
    }
    let end = state(&run);
    assert!(run.journal().is_none());
    let errors = run.seek(0).unwrap_err();
    let message = errors[0].to_string();
    assert!(message.starts_with("step: 0 is not between "), "{message}");
    run.seek(1100).unwrap();
    settle(&mut run);
    assert_eq!((run.step(), run.experiment().optimizer.learning_rate), (1100, 0.011));
    run.seek(1299).unwrap();
    settle(&mut run);
    assert_eq!(state(&run), end);
}

#[test]
fn a_journal_that_cannot_be_followed_says_why() {
    let follow = |edits: Value| {
        let journal = Journal::read(&json!({"first": {}, "edits": edits})).unwrap();
        Run::following(journal, &files()).map(drop).map_err(|errors| errors[0].to_string())
    };
    let of = |config: Value| json!([{"step": 3, "edit": {"configure": config}}]);
    assert_eq!(follow(of(json!({"seed": 2}))), Ok(()));
    let missing = follow(of(json!({"data": "digits"})));
    assert_eq!(missing.unwrap_err(), "edits[0].edit.configure.data.file: the file digits.txt is missing");
}

#[test]
fn a_replayed_run_goes_beyond_the_last_edit_and_counts_as_a_new_start() {
    let mut run = started(&experiments()[0]);
    run.advance(20, || false);
    run.configure(Experiment { seed: 99, ..run.experiment().clone() }, &files(), false).unwrap();
    run.advance(33, || false);
    settle(&mut run);
    let journal = Journal::read(&json!(run.journal())).unwrap();
    let mut again = started(&experiments()[2]).replay(journal, &files(), 53).unwrap();
    assert!(again.is_seeking());
    settle(&mut again);
    assert_eq!((again.step(), again.furthest(), again.starts()), (53, 53, 2));
    assert_eq!(state(&again), state(&run));
}
