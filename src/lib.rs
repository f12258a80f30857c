//! Descent: a neural network laboratory that opens in a browser. What trains is here; what one touches is in `www`.
//!
//! | module | what it is | knows |
//! |---|---|---|
//! | [`nn`] | the engine: layers, losses, optimizers | numbers |
//! | [`data`] | data sets and tasks, files, features, the split | examples |
//! | [`experiment`] | the wish: everything one can set, and what is wrong with it | `nn`, `data` |
//! | [`trainer`] | an experiment carried out | all of the above |
//! | [`explain`] | one example: what layers make of it, what mattered, what it would say | all of the above |
//! | [`snapshot`] | what units make of the plane, as pictures | `nn`, `data` |
//! | [`chart`] | curves, by plotters | histories |
//! | `wasm` | the only door to JavaScript | all of the above |

pub mod chart;
pub mod data;
pub mod experiment;
pub mod explain;
pub mod expression;
pub mod invalid;
pub mod nn;
pub mod preset;
pub mod random;
pub mod snapshot;
pub mod tagged;
pub mod trainer;
#[cfg(target_arch = "wasm32")]
mod wasm;
