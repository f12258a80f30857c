//! The error of a value that cannot be read.

use std::fmt::{self, Write};

use serde::de::{self, Unexpected};
use serde_json::Value;
use serde_path_to_error::Segment;

/// The path of a wrong value, and what is wrong with it.
#[derive(Clone, Debug, PartialEq)]
pub struct DeserializeError {
    /// Such as `layers[0].units`; empty for the value as a whole.
    pub path: String,
    pub message: String,
}

/// Serde keeps only the text of an error. An invisible character marks the end of the path in it, so that when a part was
/// read separately, its path can be joined to the path of the part.
const END_OF_PATH: &str = "\u{2063}: ";

impl DeserializeError {
    pub fn new(message: impl Into<String>) -> Self {
        Self { path: String::new(), message: message.into() }
    }

    /// A value of the wrong type.
    pub fn expected(what: &str, value: &Value) -> Self {
        let got = match value {
            Value::Null => Unexpected::Unit,
            Value::Bool(flag) => Unexpected::Bool(*flag),
            Value::String(text) => Unexpected::Str(text),
            Value::Array(_) => Unexpected::Seq,
            Value::Object(_) => Unexpected::Map,
            Value::Number(number) => match (number.as_u64(), number.as_i64()) {
                (Some(whole), _) => Unexpected::Unsigned(whole),
                (_, Some(whole)) => Unexpected::Signed(whole),
                _ => Unexpected::Float(number.as_f64().unwrap_or(f64::NAN)),
            },
        };
        let error: serde_json::Error = de::Error::invalid_type(got, &what);
        Self::new(error.to_string())
    }

    /// The same error with the path of the part that it occurred in.
    pub fn within(mut self, part: &str) -> Self {
        join(&mut self.path, part);
        self
    }

    /// The same error for a deserializer to return.
    pub fn into_serde<E: de::Error>(self) -> E {
        E::custom(if self.path.is_empty() { self.message } else { self.path + END_OF_PATH + &self.message })
    }
}

/// Prepends `outer` to a path.
fn join(path: &mut String, outer: &str) {
    let joint = if path.is_empty() || path.starts_with('[') || outer.is_empty() { "" } else { "." };
    *path = [outer, joint, path].concat();
}

impl From<serde_path_to_error::Error<serde_json::Error>> for DeserializeError {
    fn from(error: serde_path_to_error::Error<serde_json::Error>) -> Self {
        let mut outer = String::new();
        for segment in error.path() {
            match segment {
                Segment::Seq { index } => {
                    write!(outer, "[{index}]").expect("writing to a string never fails")
                }
                Segment::Map { key } if outer.is_empty() => outer.push_str(key),
                Segment::Map { key } => write!(outer, ".{key}").expect("writing to a string never fails"),
                // The name of a variant is not part of the path, since its arguments are beside it.
                Segment::Enum { .. } | Segment::Unknown => {}
            }
        }
        let text = error.inner().to_string();
        let (inner, message) = text.split_once(END_OF_PATH).unwrap_or(("", &text));
        Self { path: inner.to_owned(), message: without_rust_types(message) }.within(&outer)
    }
}

/// Replaces the names of Rust types in a message.
fn without_rust_types(message: &str) -> String {
    let Some((before, expected)) = message.rsplit_once(", expected ") else { return message.to_owned() };
    let plain = match expected {
        "u8" | "u32" | "u64" | "usize" | "i64" => "a whole number",
        "f32" | "f64" => "a number",
        "a boolean" => "true or false",
        "a sequence" => "a list",
        "a map" => "an object",
        structure if structure.starts_with("struct ") => "an object",
        other => other,
    };
    format!("{before}, expected {plain}")
}

impl fmt::Display for DeserializeError {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        if !self.path.is_empty() {
            write!(formatter, "{}: ", self.path)?;
        }
        formatter.write_str(&self.message)
    }
}

impl std::error::Error for DeserializeError {}
