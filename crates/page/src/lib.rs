//! The WebAssembly module that the page loads: all of `descent`, linked for speed.
//!
//! A package of its own, since what is linked last decides how all is linked: `descent` itself is compiled for size.

pub use descent;
