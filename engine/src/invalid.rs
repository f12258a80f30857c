//! What is wrong with a config: the field, what it holds, and what would be right.
//! The page puts it next to the control, in the reader's language; `Display` is the English of it.

mod table;

pub use table::TableProblem;

use expression::Mistake;
use serde::Serialize;

use crate::json::DeserializeError;

/// One field that cannot be as it is.
#[derive(Clone, Debug, PartialEq, Serialize, thiserror::Error)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[error("{}{reason}", prefix(.field))]
pub struct Invalid {
    /// Path of the field in the experiment, such as `optimizer.learning_rate`.
    pub field: String,
    #[serde(flatten)]
    pub reason: Reason,
}

/// Why a field cannot be as it is.
#[derive(Clone, Debug, PartialEq, Serialize, thiserror::Error)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(tag = "reason", rename_all = "snake_case")]
pub enum Reason {
    #[error("{value} is not between {low} and {high}")]
    Range { value: f64, low: f64, high: f64 },
    /// Not one of a closed set of names.
    #[error("{value} is not one of {}", choices.join(", "))]
    Choice { value: String, choices: Vec<String> },
    /// A number of units, inputs or classes that must be another.
    #[error("{value} does not fit, {expected} needed")]
    Mismatch { value: usize, expected: usize },
    /// A graph that does not connect; the sentence names the layer and both shapes.
    #[error("{message}")]
    Graph { message: String },
    /// L1 cannot take its proximal step with this optimizer.
    #[error("{optimizer} has no proximal step; choose the subgradient method or another optimizer")]
    NoProximalStep { optimizer: String },
    /// A file that the data are read from is not here.
    #[error("the file {name} is missing")]
    MissingFile { name: String },
    /// Something is wrong with a table, or with how it is to be read.
    #[error("{0}")]
    Table(TableProblem),
    /// A formula that does not read, and where.
    #[error("{mistake}")]
    Formula { mistake: Mistake },
    /// The text does not read as an experiment at all.
    #[error("{message}")]
    Unreadable { message: String },
}

/// A whole that is wrong has no path.
fn prefix(field: &str) -> String {
    if field.is_empty() { String::new() } else { format!("{field}: ") }
}

impl From<DeserializeError> for Invalid {
    fn from(DeserializeError { path, message }: DeserializeError) -> Self {
        Self::new(path, Reason::Unreadable { message })
    }
}

impl Invalid {
    pub fn new(field: impl Into<String>, reason: Reason) -> Self {
        Self { field: field.into(), reason }
    }
}

/// An argument with the range it must be in: name, value, lowest, highest.
pub type ArgumentRange = (&'static str, f64, f64, f64);

/// Adds an error for every argument of `field` that is out of its range.
pub fn check_ranges(errors: &mut Vec<Invalid>, field: &str, ranges: Vec<ArgumentRange>) {
    for (argument, value, low, high) in ranges {
        check_range(errors, &format!("{field}.{argument}"), value, low, high);
    }
}

/// Adds an error unless `value` lies in [low, high]. NaN lies nowhere.
pub fn check_range(errors: &mut Vec<Invalid>, field: &str, value: f64, low: f64, high: f64) {
    if !(low..=high).contains(&value) {
        errors.push(Invalid::new(field, Reason::Range { value, low, high }));
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
