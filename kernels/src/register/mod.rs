//! The storage and arithmetic of a vector: a WebAssembly SIMD register, or elsewhere an array that gives the same bits.

#[cfg(not(target_arch = "wasm32"))]
mod portable;
#[cfg(target_arch = "wasm32")]
mod wasm;

#[cfg(not(target_arch = "wasm32"))]
pub use portable::*;
#[cfg(target_arch = "wasm32")]
pub use wasm::*;
