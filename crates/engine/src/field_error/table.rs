//! Errors in a data file, with their line or column. The page has words for them under `table.<problem>`.

use serde::Serialize;

/// Lines are counted from 1, as in editors.
#[derive(Clone, Debug, PartialEq, Serialize, thiserror::Error)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(tag = "problem", rename_all = "snake_case")]
pub enum TableError {
    #[error("the file is empty")]
    Empty,
    #[error("line {line} has bytes that are not text")]
    Binary { line: usize },
    #[error("line {line} begins a quoted cell that never ends")]
    Quote { line: usize },
    #[error("line {line} has {cells} cells, the first line has {expected}")]
    Ragged { line: usize, cells: usize, expected: usize },
    #[error("there is only one column")]
    OneColumn,
    #[error("{columns} columns, at most {most} can be read")]
    TooManyColumns { columns: usize, most: usize },
    #[error("{rows} rows, at most {most} can be read")]
    TooManyRows { rows: usize, most: usize },
    #[error("{rows} rows can be used, at least {least} are needed")]
    TooFewRows { rows: usize, least: usize },
    #[error("column {column} is not in the file")]
    UnknownColumn { column: String },
    #[error("column {column} is there twice")]
    ColumnTwice { column: String },
    #[error("column {column} has only one value, {value}")]
    Constant { column: String, value: String },
    #[error("column {column} has only one class, {class}")]
    OneClass { column: String, class: String },
    #[error("column {column} has {categories} categories, at most {most} can be told apart")]
    TooManyCategories { column: String, categories: usize, most: usize },
    #[error("column {column} is text; only numbers and categories can be learned")]
    TextTarget { column: String },
    #[error("column {column} has no value that is a {kind}; the first one is {value} in line {line}")]
    WrongKind { column: String, kind: String, value: String, line: usize },
    #[error("no column is left to learn from")]
    NoInputs,
    #[error("the columns make {values} values, at most {most} can be given to a network")]
    TooManyValues { values: usize, most: usize },
}
