//! The tests of `descent` from outside, linked once: `cargo test --test it layers::` runs those of one module.

mod charts;
mod determinism;
mod experiment;
mod exports;
mod expressions;
mod gradients;
mod health;
mod imports;
mod journal;
mod landscape;
mod layers;
mod mutations;
mod presets;
mod race;
mod race_charts;
mod random_graphs;
mod reference;
mod support;
mod surfaces;
mod tables;
mod tasks;
mod tensorflow_playground;
mod trace;
mod training;
mod versions;
