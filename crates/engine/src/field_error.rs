//! Errors in a config, each with the field, its value, and the values allowed. The page shows an error next to the field's
//! control, in the user's language. `Display` is English.

mod table;

pub use table::TableError;

use expression::ParseError;
use serde::Serialize;

use crate::json::DeserializeError;

/// An error in one field.
#[derive(Clone, Debug, PartialEq, Serialize, thiserror::Error)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[error("{}{reason}", prefix(.field))]
pub struct FieldError {
    /// Path of the field in the experiment, such as `optimizer.learning_rate`. Empty for the experiment as a whole.
    pub field: String,
    #[serde(flatten)]
    pub reason: Reason,
}

/// What is wrong with a field.
#[derive(Clone, Debug, PartialEq, Serialize, thiserror::Error)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(tag = "reason", rename_all = "snake_case")]
pub enum Reason {
    #[error("{value} is not between {low} and {high}")]
    Range { value: f64, low: f64, high: f64 },
    /// Not one of the names allowed.
    #[error("{value} is not one of {}", choices.join(", "))]
    Choice { value: String, choices: Vec<String> },
    #[error("{text} is not a number")]
    NotANumber { text: String },
    /// Something that is there already.
    #[error("{value} is there twice; a formula can be given once")]
    Repeated { value: String },
    /// A wrong number of units, inputs or classes.
    #[error("{value} does not fit, {expected} needed")]
    Mismatch { value: usize, expected: usize },
    /// A graph of layers that is wrong. The message names the layer and the shapes.
    #[error("{message}")]
    Graph { message: String },
    /// An L1 penalty with proximal steps, for which the optimizer has none.
    #[error("{optimizer} has no proximal step; choose the subgradient method or another optimizer")]
    NoProximalStep { optimizer: String },
    /// A data file that is missing.
    #[error("the file {name} is missing")]
    MissingFile { name: String },
    /// An error in a table or in how it is to be read.
    #[error("{0}")]
    Table(TableError),
    /// A formula that cannot be parsed.
    #[error("{error}")]
    Formula { error: ParseError },
    /// The text cannot be read as an experiment.
    #[error("{message}")]
    Unreadable { message: String },
}

fn prefix(field: &str) -> String {
    if field.is_empty() { String::new() } else { format!("{field}: ") }
}

impl From<DeserializeError> for FieldError {
    fn from(DeserializeError { path, message }: DeserializeError) -> Self {
        Self::new(path, Reason::Unreadable { message })
    }
}

impl FieldError {
    pub fn new(field: impl Into<String>, reason: Reason) -> Self {
        Self { field: field.into(), reason }
    }
}

/// An argument with its range: name, value, lowest, highest.
pub type ArgumentRange = (&'static str, f64, f64, f64);

/// Adds an error for every argument of `field` that is out of range.
pub fn check_ranges(errors: &mut Vec<FieldError>, field: &str, ranges: Vec<ArgumentRange>) {
    for (argument, value, low, high) in ranges {
        check_range(errors, &format!("{field}.{argument}"), value, low, high);
    }
}

/// Adds an error unless `value` lies in [low, high]. NaN is always an error.
pub fn check_range(errors: &mut Vec<FieldError>, field: &str, value: f64, low: f64, high: f64) {
    if !(low..=high).contains(&value) {
        errors.push(FieldError::new(field, Reason::Range { value, low, high }));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_out_of_range_is_named_with_its_field_and_range() {
        let mut errors = Vec::new();
        check_range(&mut errors, "data.noise", 0.2, 0.0, 0.5);
        assert!(errors.is_empty());
        check_range(&mut errors, "data.noise", 2.0, 0.0, 0.5);
        check_range(&mut errors, "data.noise", f64::NAN, 0.0, 0.5);
        assert_eq!(errors[0].to_string(), "data.noise: 2 is not between 0 and 0.5");
        assert_eq!(errors.len(), 2);
    }
}
