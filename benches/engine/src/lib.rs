//! The engine alone, driven as a run drives it, for `cargo xtask bench engine`. It is a module of its own, so
//! that it does not add to the page's.
#![cfg(target_arch = "wasm32")]

mod grid;
mod heap;
mod model;
mod peak;
mod training;
