//! The WebAssembly module that the page loads: all of `descent`, linked for speed.
//!
//! This is a crate of its own because the profile of the last crate decides how everything is linked; `descent`
//! itself is compiled for size.

pub use descent;
