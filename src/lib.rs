//! Descent: a neural network laboratory that opens in a browser. This crate computes; the page is in `www`.
//! `tests/it/imports.rs` has the table of what each module may import.
//!
//! | module | what it is | builds on |
//! |---|---|---|
//! | [`nn`] | layers, losses, optimizers | |
//! | [`data`] | data sets and tasks, files, features, the train/test split | `expression` |
//! | [`expression`] | formulas: parsed, printed, differentiated, evaluated | |
//! | [`surface`] | test functions for optimizers, with gradients and minima | `expression` |
//! | [`race`] | optimizers side by side on a surface | `surface`, `nn` |
//! | [`experiment`] | the config: everything that can be set, defaults and validation | `nn`, `data` |
//! | [`version`] | upgrades links and files of older versions | `experiment` |
//! | [`run`] | the training run | `experiment`, `data`, `nn` |
//! | [`landscape`] | the loss of a network over a plane in weight space | `run`, `surface` |
//! | [`inspect`] | one example: values of layers, attribution, forecasts | `experiment`, `data`, `nn` |
//! | [`goals`] | comparisons over what a run is, for exercises | `run`, `inspect` |
//! | [`health`] | dead units, gradients and steps of each layer, and what is wrong | `experiment`, `nn`, `run` |
//! | [`unit_pictures`] | pictures of the units over the plane | `nn`, `data` |
//! | [`messages`] | the messages between page and core | all of the above |
//! | [`export`] | a network in files of other programs | `run`, `nn` |
//! | [`import`] | weights and networks from files of other programs | `export`, `nn` |
//! | [`desk`] | what the second module answers | `export`, `import`, `messages` |
//! | [`chart`] | curves and contours, by plotters | `run`, `surface` |
//! | `wasm` | the only interface to JavaScript, but for that of the desk (`crates/desk`) | all of the above |

pub mod chart;
pub mod data;
pub mod desk;
mod diff;
pub mod experiment;
pub mod export;
pub mod goals;
pub mod health;
pub mod import;
pub mod inspect;
pub mod landscape;
pub mod messages;
mod partial;
pub mod preset;
mod principal;
pub mod race;
#[cfg(test)]
mod registry;
pub mod run;
pub mod surface;
#[cfg(test)]
mod types;
pub mod unit_pictures;
pub mod version;
#[cfg(target_arch = "wasm32")]
pub mod wasm;

pub use engine::{field_error, fingerprint, json, nn, random};
pub use expression;
