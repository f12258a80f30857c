//! Random seeds. Only the page needs them: the core computes with the seed it is given.

use wasm_bindgen::prelude::*;

/// Seeds are short enough to be read out and typed.
const MOST: u32 = 999_999;

/// A random seed between 1 and 999,999 other than `current`.
#[wasm_bindgen(js_name = freshSeed)]
pub fn fresh_seed(current: u32) -> Result<u32, JsValue> {
    let chance = getrandom::u32().map_err(|error| JsValue::from(error.to_string()))?;
    // Any seed but `current`, which the last one replaces.
    let seed = chance % (MOST - 1) + 1;
    Ok(if seed == current { MOST } else { seed })
}
