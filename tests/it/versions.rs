//! Links and files of older versions give the same bits for ever.

use descent::experiment::Experiment;
use descent::race::{Race, Run};
use descent::run;
use descent::version::{upgrade_experiment, upgrade_race};
use serde::Deserialize;
use serde_json::Value;

use crate::tasks::page_files;

/// The results of version 1 for experiments and races. They were written by it and must never be updated.
const VERSION_1: &str = include_str!("versions/1.json");

#[derive(Deserialize)]
struct Cases {
    experiments: Vec<Case>,
    races: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    name: String,
    steps: u64,
    /// Of all weights, or of all paths.
    fingerprint: String,
    partial: Value,
}

fn train(partial: &Value, steps: u64) -> String {
    let upgraded = upgrade_experiment(partial.clone(), 1).expect("version 1 is known").partial;
    let experiment = Experiment::read(&upgraded).unwrap_or_else(|errors| panic!("{upgraded}: {errors:?}"));
    // The complete form is written in today's words, so that nothing depends on defaults that may change.
    let complete = serde_json::to_value(&experiment).expect("an experiment is JSON");
    assert_eq!(Experiment::read(&complete).expect("what is complete is valid"), experiment);
    let files = page_files(&experiment.data);
    let mut run = run::Run::with_files(experiment, &files).expect("the experiment can run");
    run.advance(steps, || false);
    format!("{:016x}", run.fingerprint())
}

fn race(partial: &Value, steps: u64) -> String {
    let upgraded = upgrade_race(partial.clone(), 1).expect("version 1 is known").partial;
    let mut run = Run::new(Race::read(&upgraded).unwrap_or_else(|errors| panic!("{upgraded}: {errors:?}")));
    run.advance(steps);
    format!("{:016x}", run.fingerprint())
}

#[test]
fn version_1_gives_the_same_bits() {
    let cases: Cases = serde_json::from_str(VERSION_1).expect("the cases are JSON");
    for case in cases.experiments {
        assert_eq!(train(&case.partial, case.steps), case.fingerprint, "{}", case.name);
    }
    for case in cases.races {
        assert_eq!(race(&case.partial, case.steps), case.fingerprint, "{}", case.name);
    }
}
