//! Descent: a neural network laboratory that opens in a browser. What trains is here; what one touches is in `www`.
//!
//! | module | what it is | knows |
//! |---|---|---|
//! | [`nn`] | the engine: layers, losses, optimizers | numbers |
//! | [`data`] | data sets and tasks, files, features, the split | examples |
//! | [`expression`] | formulas as one types them: read, printed, differentiated, computed | numbers |
//! | [`surface`] | functions to roll down, with gradients and minima | `expression` |
//! | [`race`] | optimizers side by side on a surface | `surface`, `nn` |
//! | [`experiment`] | the config: everything one can set, and what is wrong with it | `nn`, `data` |
//! | [`version`] | what links and files of older versions mean | `experiment` |
//! | [`trainer`] | an experiment carried out | all of the above |
//! | [`landscape`] | a real network's loss over a plane of its weights | `trainer`, `surface` |
//! | [`explain`] | one example: what layers make of it, what mattered, what it would say | all of the above |
//! | [`snapshot`] | what units make of the plane, as pictures | `nn`, `data` |
//! | [`messages`] | what the core tells the page | all of the above |
//! | [`chart`] | curves and contours, by plotters | histories, grids |
//! | `wasm` | the only door to JavaScript | all of the above |

pub mod chart;
pub mod data;
pub mod experiment;
pub mod explain;
pub mod landscape;
mod least;
pub mod messages;
pub mod preset;
pub mod race;
#[cfg(test)]
mod registry;
pub mod snapshot;
pub mod surface;
pub mod trainer;
#[cfg(test)]
mod types;
pub mod version;
#[cfg(target_arch = "wasm32")]
mod wasm;

pub use engine::{field_error, json, nn, random};
pub use expression;
