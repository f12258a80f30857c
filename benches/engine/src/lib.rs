//! What `cargo xtask bench engine` runs of ours: the engine alone, driven as the trainer drives it.
//! A module of its own, so that the page's grows by nothing of it.
#![cfg(target_arch = "wasm32")]

mod grid;
mod heap;
mod model;
mod peak;
mod training;
