//! Plain JavaScript values as the JSON they stand for, and back.

use js_sys::{Array, Object};
use serde::Serialize;
use serde_json::{Map, Value};
use wasm_bindgen::prelude::*;

/// Deeper than any config; what lies deeper counts as nothing.
const MAX_DEPTH: usize = 64;

/// The largest number below which JavaScript tells all whole numbers apart.
const MAX_SAFE_INTEGER: f64 = 9_007_199_254_740_991.0;

/// A JavaScript value as `JSON.stringify` would write it.
pub fn read(given: &JsValue) -> Value {
    read_within(given, MAX_DEPTH)
}

fn read_within(given: &JsValue, depth: usize) -> Value {
    if let Some(number) = given.as_f64() {
        number_of(number)
    } else if let Some(text) = given.as_string() {
        text.into()
    } else if let Some(flag) = given.as_bool() {
        flag.into()
    } else if depth == 0 {
        Value::Null
    } else if let Some(items) = given.dyn_ref::<Array>() {
        items.iter().map(|item| read_within(&item, depth - 1)).collect()
    } else if let Some(object) = given.dyn_ref::<Object>() {
        let mut fields = Map::new();
        for entry in Object::entries(object).iter() {
            let entry: Array = entry.unchecked_into();
            if let (Some(name), false) = (entry.get(0).as_string(), entry.get(1).is_undefined()) {
                fields.insert(name, read_within(&entry.get(1), depth - 1));
            }
        }
        fields.into()
    } else {
        Value::Null
    }
}

fn number_of(number: f64) -> Value {
    let is_whole = number.fract() == 0.0 && number.abs() <= MAX_SAFE_INTEGER;
    if is_whole { (number as i64).into() } else { number.into() }
}

/// The JavaScript value of plain data; what is not finite becomes `null`.
pub fn object(value: &impl Serialize) -> JsValue {
    written(&serde_json::to_value(value).unwrap_or_else(|error| panic!("{error}")))
}

fn written(value: &Value) -> JsValue {
    match value {
        Value::Null => JsValue::NULL,
        Value::Bool(flag) => (*flag).into(),
        Value::Number(number) => number.as_f64().into(),
        Value::String(text) => text.into(),
        Value::Array(items) => items.iter().map(written).collect::<Array>().into(),
        Value::Object(fields) => {
            // To set a field called `__proto__` would set the prototype.
            if fields.contains_key("__proto__") {
                let entries = fields.iter().map(|(name, field)| Array::of2(&name.into(), &written(field)));
                let entries: Array = entries.collect();
                return Object::from_entries(&entries).expect("pairs are entries").into();
            }
            let object = Object::new().into();
            for (name, field) in fields {
                set(&object, name, written(field));
            }
            object
        }
    }
}

/// Sets a field of a JavaScript object.
pub fn set(target: &JsValue, field: &str, value: impl Into<JsValue>) {
    js_sys::Reflect::set(target, &JsValue::from_str(field), &value.into())
        .expect("a plain object takes a field");
}
