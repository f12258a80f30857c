//! How fast this machine multiplies and adds in WebAssembly: 128-bit vectors in registers, no memory, no fusing.

use std::arch::wasm32::{f32x4_add, f32x4_extract_lane, f32x4_mul, f32x4_splat, v128};

use wasm_bindgen::prelude::*;

/// Floating-point operations of `peak(blocking, turns)`.
#[wasm_bindgen]
pub fn peak_flops(blocking: u32, turns: u32) -> f64 {
    2.0 * 4.0 * f64::from(blocking) * f64::from(turns)
}

/// Runs `turns` turns with `blocking` independent sums and returns the sum of what came out. Too few sums wait for the
/// last result, too many leave the registers. `scale` and `offset` arrive from outside so that nothing can be computed
/// ahead; with 0 < scale < 1 the sums stay near offset / (1 - scale).
#[wasm_bindgen]
pub fn peak(blocking: u32, turns: u32, scale: f32, offset: f32) -> f32 {
    match blocking {
        8 => sums::<8>(turns, scale, offset),
        10 => sums::<10>(turns, scale, offset),
        11 => sums::<11>(turns, scale, offset),
        12 => sums::<12>(turns, scale, offset),
        13 => sums::<13>(turns, scale, offset),
        14 => sums::<14>(turns, scale, offset),
        _ => f32::NAN,
    }
}

/// One multiply-add of each sum a turn. Unrolled, compilers put the operations of one sum next to each other, and the
/// processor no longer sees that the sums are independent: it took half the rate away.
fn sums<const BLOCKING: usize>(turns: u32, scale: f32, offset: f32) -> f32 {
    let (scale, offset) = (f32x4_splat(scale), f32x4_splat(offset));
    let mut sums: [v128; BLOCKING] = std::array::from_fn(|index| f32x4_splat(index as f32));
    for _ in 0..turns {
        for sum in &mut sums {
            *sum = f32x4_add(f32x4_mul(*sum, scale), offset);
        }
    }
    sums.into_iter().map(|sum| f32x4_extract_lane::<0>(sum) + f32x4_extract_lane::<3>(sum)).sum()
}
