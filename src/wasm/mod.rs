//! The only interface to JavaScript. Configs and answers are plain objects; pictures, weights and histories are typed
//! arrays. A config with errors is thrown as `{message, errors}`; any other exception is a bug.
//!
//! What the page's module offers is behind the feature `page`, since each module that links this crate exports it.

#[cfg(feature = "page")]
mod chart;
#[cfg(feature = "page")]
mod exploration;
mod files;
#[cfg(feature = "page")]
mod inquiry;
#[cfg(feature = "page")]
mod lab;
#[cfg(feature = "page")]
mod live_run;
#[cfg(feature = "page")]
mod questions;
#[cfg(feature = "page")]
mod race;
#[cfg(feature = "page")]
mod seed;
#[cfg(feature = "page")]
mod version;
#[cfg(feature = "page")]
mod worker;

pub use files::WorkerFiles;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use wasm_bindgen::prelude::*;

use crate::field_error::{FieldError, Reason};
use crate::json;
use crate::messages::Refusal;

/// A panic becomes an exception named `Panic` that says what happened and where. The instance is dead afterwards, and
/// the page starts another.
#[wasm_bindgen(start)]
fn start() {
    std::panic::set_hook(Box::new(|panic| {
        let error = js_sys::Error::new(&panic.to_string());
        error.set_name("Panic");
        wasm_bindgen::throw_val(error.into())
    }));
}

/// Panics, for tests of how the page handles it.
#[wasm_bindgen(js_name = provokePanic)]
pub fn provoke_panic() {
    panic!("a test asked for a panic");
}

/// The exception for a config with errors.
fn refuse(errors: Vec<FieldError>) -> JsValue {
    object(&Refusal::from(errors))
}

/// Converts a JavaScript value to JSON. Fails if that is impossible, as for an object that contains itself.
pub fn json_of(given: &JsValue) -> Result<Value, JsValue> {
    let unreadable = |message: String| refuse(vec![FieldError::new("", Reason::Unreadable { message })]);
    let text = js_sys::JSON::stringify(given)
        .map_err(|thrown| unreadable(js_sys::Error::from(thrown).message().into()))?;
    // Some values such as `undefined` have no JSON text. The browser also parses the text, since a parser of our own
    // would be larger.
    let plain = text.as_string().map_or(Ok(JsValue::NULL), |text| js_sys::JSON::parse(&text))?;
    serde_wasm_bindgen::from_value(plain).map_err(|error| unreadable(error.to_string()))
}

/// Reads a part of an experiment that came from the core and therefore has no errors.
fn part<T: DeserializeOwned>(given: &JsValue) -> Result<T, JsValue> {
    json::read(&json_of(given)?).map_err(|error| refuse(vec![error.into()]))
}

/// Converts plain data to a JavaScript object; numbers that are not finite become null.
fn object(data: &impl Serialize) -> JsValue {
    let value = serde_json::to_value(data).unwrap_or_else(|error| panic!("{error}"));
    js_sys::JSON::parse(&value.to_string()).unwrap_or_else(|_| panic!("serde_json writes JSON"))
}

/// Converts a message with typed arrays to a JavaScript object.
pub fn message(message: &impl Serialize) -> JsValue {
    let serializer = serde_wasm_bindgen::Serializer::json_compatible();
    message.serialize(&serializer).unwrap_or_else(|error| panic!("{error}"))
}
