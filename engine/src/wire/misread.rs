//! What is wrong with a value that is read.

use std::fmt;

use serde_json::Value;

/// Where the value is wrong, and what would be right.
#[derive(Clone, Debug, PartialEq)]
pub struct Misread {
    /// Such as `layers[0].units`; empty where it is the whole.
    pub path: String,
    pub message: String,
}

impl Misread {
    pub fn new(message: impl Into<String>) -> Self {
        Self { path: String::new(), message: message.into() }
    }

    /// Something else than what is needed.
    pub fn expected(what: &str, value: &Value) -> Self {
        let got = match value {
            Value::Array(_) => "a list".to_owned(),
            Value::Object(_) => "an object".to_owned(),
            Value::Null => "null".to_owned(),
            Value::Bool(flag) => flag.to_string(),
            Value::String(text) => format!("\"{text}\""),
            Value::Number(number) => match number.as_i64() {
                Some(whole) => whole.to_string(),
                None => format!("{:?}", number.as_f64().unwrap_or_default()),
            },
        };
        Self::new(format!("expected {what}, got {got}"))
    }

    /// A name that is not one of those there are.
    pub fn unknown(what: &str, name: &str, names: &[&str]) -> Self {
        let names: Vec<_> = names.iter().map(|name| format!("`{name}`")).collect();
        let expected = match &names[..] {
            [] => "there are none".to_owned(),
            [name] => format!("expected {name}"),
            names => format!("expected one of {}", names.join(", ")),
        };
        Self::new(format!("unknown {what} `{name}`, {expected}"))
    }

    /// The same, seen from what has it as a part.
    pub fn within(mut self, part: &str) -> Self {
        let joint = if self.path.is_empty() || self.path.starts_with('[') { "" } else { "." };
        self.path = [part, joint, &self.path].concat();
        self
    }
}

impl fmt::Display for Misread {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        if !self.path.is_empty() {
            write!(formatter, "{}: ", self.path)?;
        }
        formatter.write_str(&self.message)
    }
}
