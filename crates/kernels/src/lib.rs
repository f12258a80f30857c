//! The inner loops of Descent. They work on slices of numbers and know nothing of layers, batches or networks.
//!
//! This is a crate of its own so that it can be compiled for speed while everything that calls it is compiled for size.

pub mod activation;
pub mod elementwise;
pub mod gemm;
pub mod math;
pub mod mlp;
pub mod number;
mod pair;
mod register;
pub mod small_dense;
pub mod vector;
