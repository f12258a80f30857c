//! Tables: files of columns that come with the page or that the user opens.

mod config;
mod date;
mod delimiter;
mod guess;
mod header;
mod layout;
mod missing;
mod number;
mod quotes;
mod read;
mod reading;
mod rows;
mod same;
mod values;

use crate::field_error::TableError;
pub(super) use config::MAX_ROWS;
pub use config::{ColumnConfig, ColumnKind, MIN_ROWS, Missing, TableConfig};
pub use date::DateOrder;
pub use delimiter::Delimiter;
pub use guess::Preview;
pub use layout::Layout;
pub use number::Decimal;
pub use quotes::Quote;
pub use read::Table;
pub(super) use values::{Values, usable_rows};
