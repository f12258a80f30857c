//! The storage and arithmetic of a vector: a WebAssembly SIMD register, or elsewhere an array that gives the same bits.

/// Numbers in a register.
pub const LANES: usize = 4;

#[cfg(not(target_arch = "wasm32"))]
mod portable;
#[cfg(target_arch = "wasm32")]
mod wasm;

#[cfg(not(target_arch = "wasm32"))]
pub use portable::*;
#[cfg(target_arch = "wasm32")]
pub use wasm::*;
