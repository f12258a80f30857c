//! The door to JavaScript, and the only one. Wishes and answers are plain objects; pictures, weights and histories are
//! typed arrays. A config that is wrong is thrown as `{message, errors}`; anything else that is thrown is a bug.

mod basin;
mod built;
mod chart;
mod files;
mod lab;
mod landscape;
mod questions;
mod race;
mod trainer;
mod value;
mod version;

use serde::Serialize;
use wasm_bindgen::prelude::*;

use crate::invalid::Invalid;
use value::{object, set};

/// A panic becomes an exception named `Panic` that says what happened and where. The instance is dead after it; the page
/// starts another.
#[wasm_bindgen(start)]
fn start() {
    std::panic::set_hook(Box::new(|panic| {
        let error = js_sys::Error::new(&panic.to_string());
        error.set_name("Panic");
        wasm_bindgen::throw_val(error.into())
    }));
}

/// Panics, so that the tests see what the page makes of it.
#[wasm_bindgen(js_name = provokePanic)]
pub fn provoke_panic() {
    panic!("a test asked for a panic");
}

/// What is thrown for a config that is wrong.
fn refuse(errors: Vec<Invalid>) -> JsValue {
    #[derive(Serialize)]
    struct Refusal {
        message: String,
        errors: Vec<Invalid>,
    }
    let message = errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ");
    object(&Refusal { message, errors })
}
