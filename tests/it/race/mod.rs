//! Races, by subject.

mod basins;
mod configs;
mod formulas;
mod rules;
mod runs;

use descent::race::{Race, Run};
use serde_json::Value;

fn race(config: Value) -> Race {
    Race::from_json(&config.to_string()).unwrap_or_else(|errors| panic!("{config}: {errors:?}"))
}

fn finished(config: Value) -> Run {
    let mut run = Run::new(race(config));
    run.advance(u64::MAX);
    run
}
