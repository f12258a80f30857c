//! Tables: files of columns, those that come with the page and any that the user opens.

mod config;
mod date;
mod examples;
mod guess;
mod header;
mod layout;
mod missing;
mod number;
mod quotes;
mod read;
mod reading;
mod same;

use crate::field_error::TableError;
pub use config::{ColumnConfig, ColumnKind, Missing, TableConfig};
pub use date::DateOrder;
pub use guess::Preview;
pub use layout::{Delimiter, Layout};
pub use number::Decimal;
pub use read::Table;
