//! The door to JavaScript, and the only one. What goes in and out as text is JSON; pictures, weights and
//! histories are typed arrays. A wish that is wrong is thrown as JSON text, `{message, errors}`; anything
//! else that is thrown is a bug.

mod basin;
mod built;
mod chart;
mod files;
mod lab;
mod landscape;
mod questions;
mod race;
mod trainer;

use serde::Serialize;
use wasm_bindgen::prelude::*;

use crate::invalid::Invalid;

/// A panic becomes an exception with its message. The instance is dead after it; the page starts another.
#[wasm_bindgen(start)]
fn start() {
    std::panic::set_hook(Box::new(|panic| wasm_bindgen::throw_str(&panic.to_string())));
}

/// What is thrown for a wish that is wrong.
fn refuse(errors: Vec<Invalid>) -> JsValue {
    #[derive(Serialize)]
    struct Refusal {
        message: String,
        errors: Vec<Invalid>,
    }
    let message = errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ");
    JsValue::from_str(&json(&Refusal { message, errors }))
}

/// JSON text of a value; what is not finite becomes `null`.
fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("plain data can be written")
}

/// A JavaScript object of a value.
fn object(value: &impl Serialize) -> JsValue {
    js_sys::JSON::parse(&json(value)).expect("serde_json writes JSON")
}

/// Sets a field of a JavaScript object.
fn set(target: &JsValue, field: &str, value: impl Into<JsValue>) {
    js_sys::Reflect::set(target, &JsValue::from_str(field), &value.into())
        .expect("a plain object takes a field");
}
