//! Tables: files of columns, those that come with the page and any that the user opens.

mod config;
mod examples;
mod guess;
mod read;
mod value;

use crate::invalid::TableProblem;
pub use config::{ColumnConfig, ColumnKind, Missing, TableConfig};
pub use guess::Preview;
pub use read::Table;
