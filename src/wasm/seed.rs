//! Seeds by chance. Only the page asks for one: the core computes with what it is given.

use wasm_bindgen::prelude::*;

/// Seeds stay short enough to be read out and typed.
const MOST: u32 = 999_999;

/// A seed between 1 and 999,999, another than `current`.
#[wasm_bindgen(js_name = freshSeed)]
pub fn fresh_seed(current: u32) -> Result<u32, JsValue> {
    let chance = getrandom::u32().map_err(|error| JsValue::from(error.to_string()))?;
    // One of all seeds but `current`, which the last one takes the place of.
    let seed = chance % (MOST - 1) + 1;
    Ok(if seed == current { MOST } else { seed })
}
