//! The error of a value that cannot be read.

use std::fmt;

use serde::de::{self, Expected, Unexpected};
use serde_json::Value;

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
        Self::mismatch("type", got, what)
    }

    fn mismatch(of: &str, got: Unexpected, expected: &str) -> Self {
        // The names of Rust types say nothing to whoever writes JSON.
        let plain = match expected {
            "u8" | "u32" | "u64" | "usize" | "i64" => "a whole number",
            "f32" | "f64" => "a number",
            "a boolean" => "true or false",
            "a sequence" => "a list",
            "a map" => "an object",
            structure if structure.starts_with("struct ") => "an object",
            other => other,
        };
        Self::new(match got {
            Unexpected::Unit => format!("invalid {of}: null, expected {plain}"),
            _ => format!("invalid {of}: {got}, expected {plain}"),
        })
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

    fn from_serde(text: &str) -> Self {
        let (path, message) = text.split_once(END_OF_PATH).unwrap_or(("", text));
        Self { path: path.to_owned(), message: message.to_owned() }
    }
}

/// Prepends `outer` to a path.
fn join(path: &mut String, outer: &str) {
    let joint = if path.is_empty() || path.starts_with('[') || outer.is_empty() { "" } else { "." };
    *path = [outer, joint, path].concat();
}

/// The error of [`Reader`](super::reader::Reader), boxed so that results of derived code are small.
#[derive(Debug)]
pub(super) struct ReadError(Box<DeserializeError>);

impl ReadError {
    #[cold]
    pub fn within(self, part: &str) -> Self {
        self.0.within(part).into()
    }

    #[cold]
    pub fn within_item(self, index: usize) -> Self {
        self.within(&format!("[{index}]"))
    }
}

impl From<DeserializeError> for ReadError {
    fn from(error: DeserializeError) -> Self {
        Self(error.into())
    }
}

impl From<ReadError> for DeserializeError {
    fn from(error: ReadError) -> Self {
        *error.0
    }
}

impl de::Error for ReadError {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self(DeserializeError::from_serde(&message.to_string()).into())
    }

    fn invalid_type(got: Unexpected, expected: &dyn Expected) -> Self {
        Self(DeserializeError::mismatch("type", got, &expected.to_string()).into())
    }

    fn invalid_value(got: Unexpected, expected: &dyn Expected) -> Self {
        Self(DeserializeError::mismatch("value", got, &expected.to_string()).into())
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

impl std::error::Error for ReadError {}

impl fmt::Display for DeserializeError {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        if !self.path.is_empty() {
            write!(formatter, "{}: ", self.path)?;
        }
        formatter.write_str(&self.message)
    }
}

impl std::error::Error for DeserializeError {}
