//! The columns of a table as numbers.

use super::config::{ColumnConfig, ColumnKind, Missing, TableConfig};
use super::missing::may_be_missing;
use super::{Table, TableError};
use crate::data::column::{Column, Standardization};
use crate::data::label::Label;

/// A column of the file with its values, NaN where one is missing.
pub(in crate::data) struct Values<'a> {
    config: &'a ColumnConfig,
    pub values: Vec<f64>,
    /// Currency of its numbers, or `%`.
    unit: Option<&'static str>,
}

impl TableConfig {
    /// The number of usable rows with a way to handle missing values. None if a column cannot be read.
    pub(super) fn usable_rows(&self, table: &Table) -> [usize; 2] {
        let read = |column| Values::read(table, column).ok();
        let inputs: Option<Vec<Values>> = self.input_columns().map(read).collect();
        let (Some(target), Some(inputs)) = (self.target_column().and_then(read), inputs) else {
            return [0; 2];
        };
        [Missing::DropRows, Missing::Fill].map(|missing| usable_rows(table, &target, &inputs, missing).len())
    }
}

/// The usable rows: with a target, and with every input if incomplete rows are left out.
pub(in crate::data) fn usable_rows(
    table: &Table,
    target: &Values,
    inputs: &[Values],
    missing: Missing,
) -> Vec<usize> {
    let is_whole = |&row: &usize| {
        let drops = missing == Missing::DropRows;
        target.is_known(row) && (!drops || inputs.iter().all(|input| !input.values[row].is_nan()))
    };
    (0..table.rows()).filter(is_whole).collect()
}

impl<'a> Values<'a> {
    /// Values that cannot be read as the kind of the column are missing. It is an error if all are.
    pub fn read(table: &Table, config: &'a ColumnConfig) -> Result<Self, TableError> {
        let name = || config.name.clone();
        let column =
            table.column(&config.name).ok_or_else(|| TableError::UnknownColumn { column: name() })?;
        let reading = table.reading(column).with(config);
        let category = |cell: &str| config.categories.iter().position(|category| category == cell);
        let read = |cell: &str| match config.kind {
            ColumnKind::Number => reading.number(cell).filter(|&number| config.missing_value != Some(number)),
            ColumnKind::Date => reading.date(cell),
            // A value that is not one of the categories is missing.
            ColumnKind::Category => match category(cell) {
                None if may_be_missing(cell) => None,
                index => Some(index.map_or(-1.0, |index| index as f64)),
            },
            ColumnKind::Text => None,
        };
        let values: Vec<f64> = table.cells(column).map(|cell| read(cell).unwrap_or(f64::NAN)).collect();
        if values.iter().all(|value| value.is_nan()) {
            let has_value = |&row: &usize| !may_be_missing(table.cell(row, column));
            if let Some(row) = (0..table.rows()).find(has_value) {
                let (value, line) = (table.cell(row, column).to_owned(), table.line(row));
                return Err(TableError::WrongKind {
                    column: name(),
                    kind: config.kind.to_string(),
                    value,
                    line,
                });
            }
        }
        let unit = reading.unit.filter(|_| config.kind == ColumnKind::Number);
        Ok(Self { config, values, unit })
    }

    /// Whether a row has a value.
    fn is_known(&self, row: usize) -> bool {
        let value = self.values[row];
        !value.is_nan() && (self.config.kind != ColumnKind::Category || value >= 0.0)
    }

    /// Fails for a target that is always the same.
    pub fn check_varies(&self, table: &Table, rows: &[usize]) -> Result<(), TableError> {
        let first = self.values[rows[0]];
        if rows.iter().any(|&row| self.values[row] != first) {
            return Ok(());
        }
        let column = self.config.name.clone();
        let value = table.column(&column).map_or("", |index| table.cell(rows[0], index)).to_owned();
        Err(match self.config.kind {
            ColumnKind::Category => TableError::OneClass { column, class: value },
            _ => TableError::Constant { column, value },
        })
    }

    /// The column, standardized by its training rows.
    pub fn column(&self, train: &[usize], standardize: bool) -> Column {
        let name = self.config.name.clone();
        if self.config.kind == ColumnKind::Category {
            let categories = self.config.categories.iter().cloned().map(Label::Text).collect();
            return Column::of_categories(name, categories, true);
        }
        let known = train.iter().map(|&row| self.values[row]).filter(|value| !value.is_nan());
        let is_date = self.config.kind == ColumnKind::Date;
        let column = Column { is_date, ..Column::of_numbers(name, self.unit.unwrap_or(""), known) };
        if standardize { column } else { Column { standardization: Standardization::NONE, ..column } }
    }

    /// The value that replaces a missing one: the mean of the training rows, or their most frequent category.
    pub fn fill_value(&self, train: &[usize]) -> f64 {
        let known = train.iter().map(|&row| self.values[row]).filter(|value| !value.is_nan());
        if self.config.kind != ColumnKind::Category {
            return Standardization::of(known).mean;
        }
        let mut counts = vec![0; self.config.categories.len()];
        for category in known.filter(|&value| value >= 0.0) {
            counts[category as usize] += 1;
        }
        let most = counts.iter().max().copied().unwrap_or(0);
        counts.iter().position(|&count| count == most).unwrap_or(0) as f64
    }
}
