//! The engine of Descent: networks and optimizers, and what they build on: seeded randomness, configs in JSON, errors that
//! name a field, and fingerprints.
//!
//! This is a crate of its own that is compiled for size. Its inner loops are in `kernels`, which is compiled for speed.

pub mod field_error;
pub mod fingerprint;
pub mod json;
pub mod nn;
pub mod random;
