//! Descent: a neural network laboratory that opens in a browser.

pub mod invalid;
pub mod nn;
pub mod random;
pub mod tagged;
