//! What a vector is made of, and its arithmetic: the same bits on either.

#[cfg(not(target_arch = "wasm32"))]
mod portable;
#[cfg(target_arch = "wasm32")]
mod wasm;

#[cfg(not(target_arch = "wasm32"))]
pub use portable::*;
#[cfg(target_arch = "wasm32")]
pub use wasm::*;
