//! The engine of Descent: networks and their optimizers; and what they are written in: seeded randomness,
//! how wishes are read and written, errors that name a field.
//!
//! A package of its own so that it alone is compiled for speed; the rest of the page is compiled for size.

pub mod invalid;
pub mod nn;
pub mod random;
pub mod wire;
