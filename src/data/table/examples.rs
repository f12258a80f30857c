//! The rows of a table as examples.

use super::config::{ColumnConfig, ColumnKind, Missing, TableConfig};
use super::missing::may_be_missing;
use super::{Table, TableError};
use crate::data::column::{Column, Scaling};
use crate::data::examples::{Arranged, Data, Story, parted};
use crate::data::{DataConfig, Example, Files, Label};
use crate::field_error::{FieldError, Reason};
use crate::random::{Random, Stream};

/// Rows that are needed at least.
pub const LEAST_ROWS: usize = 10;

/// A column of the file with the values it has, NaN where one is missing.
struct Values<'a> {
    config: &'a ColumnConfig,
    values: Vec<f64>,
    /// Currency of its numbers, or `%`.
    unit: Option<&'static str>,
}

impl TableConfig {
    /// How many rows can be learned if missing values are handled so. None where a column cannot be read.
    pub(super) fn usable_rows(&self, table: &Table) -> [usize; 2] {
        let read = |column| Values::read(table, column).ok();
        let inputs: Option<Vec<Values>> = self.input_columns().map(read).collect();
        let (Some(target), Some(inputs)) = (self.target_column().and_then(read), inputs) else {
            return [0; 2];
        };
        [Missing::DropRows, Missing::Fill].map(|missing| usable_rows(table, &target, &inputs, missing).len())
    }

    /// Errors name the column, or the file where no row is left.
    pub(in crate::data) fn generate(
        &self,
        config: &DataConfig,
        seed: u64,
        files: &Files,
    ) -> Result<Data, FieldError> {
        let table = &files.table(self)?;
        let refuse = |field: &str, problem| FieldError::new(field, Reason::Table(problem));
        let read = |column| Values::read(table, column).map_err(|problem| refuse("data.columns", problem));
        let target = self.target_column().map(read).transpose()?;
        let target = target.ok_or_else(|| {
            refuse("data.target", TableError::UnknownColumn { column: self.target.clone() })
        })?;
        let inputs = self.input_columns().map(read).collect::<Result<Vec<_>, _>>()?;

        let mut rows = usable_rows(table, &target, &inputs, self.missing);
        if rows.len() < LEAST_ROWS {
            let problem = TableError::TooFewRows { rows: rows.len(), least: LEAST_ROWS };
            return Err(refuse("data.file", problem));
        }
        Random::new(seed, Stream::Split).shuffle(&mut rows);
        rows.truncate(config.samples);
        target.check_varies(table, &rows).map_err(|problem| refuse("data.target", problem))?;

        let (train, test) = parted(&rows, config.train_fraction);
        let columns: Vec<Column> = inputs.iter().map(|input| input.column(train, self.standardize)).collect();
        let fills: Vec<f64> = inputs.iter().map(|input| input.usual(train)).collect();
        let asked = target.column(train, true);
        let problem = self.schema().problem();
        let example = |&row: &usize| {
            let mut given = Vec::new();
            for ((input, column), &fill) in inputs.iter().zip(&columns).zip(&fills) {
                let value = input.values[row];
                column.encode(if value.is_nan() { fill } else { value }, &mut given);
            }
            let answer = target.values[row];
            let answer = if problem.is_regression() {
                vec![asked.scaling.apply(answer)]
            } else {
                problem.one_hot(answer as usize)
            };
            Example { row, inputs: vec![given], targets: vec![answer] }
        };
        let (train, test) = (train.iter().map(example).collect(), test.iter().map(example).collect());
        let arranged = Arranged { inputs: vec![columns], targets: vec![asked], train, test };
        Ok(Data::of_task(config, arranged).with_story(Story::Table(table.clone())))
    }
}

/// Rows that can be learned: with a target, and with every input where the others are left out.
fn usable_rows(table: &Table, target: &Values, inputs: &[Values], missing: Missing) -> Vec<usize> {
    let is_whole = |&row: &usize| {
        let drops = missing == Missing::DropRows;
        target.is_known(row) && (!drops || inputs.iter().all(|input| !input.values[row].is_nan()))
    };
    (0..table.rows()).filter(is_whole).collect()
}

impl<'a> Values<'a> {
    /// Values that cannot be read as the column's kind are missing; all of them are an error.
    fn read(table: &Table, config: &'a ColumnConfig) -> Result<Self, TableError> {
        let name = || config.name.clone();
        let column =
            table.column(&config.name).ok_or_else(|| TableError::UnknownColumn { column: name() })?;
        let reading = table.reading(column).with(config);
        let category = |cell: &str| config.categories.iter().position(|category| category == cell);
        let read = |cell: &str| match config.kind {
            ColumnKind::Number => reading.number(cell).filter(|&number| config.missing_value != Some(number)),
            ColumnKind::Date => reading.date(cell),
            // A value beyond the categories is none of them.
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

    /// Whether a row has a value that can be learned.
    fn is_known(&self, row: usize) -> bool {
        let value = self.values[row];
        !value.is_nan() && (self.config.kind != ColumnKind::Category || value >= 0.0)
    }

    /// A target that is always the same cannot be learned.
    fn check_varies(&self, table: &Table, rows: &[usize]) -> Result<(), TableError> {
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

    /// The column as its training rows have it.
    fn column(&self, train: &[usize], standardize: bool) -> Column {
        let name = self.config.name.clone();
        if self.config.kind == ColumnKind::Category {
            let categories = self.config.categories.iter().cloned().map(Label::Text).collect();
            return Column::of_categories(name, categories, true);
        }
        let known = train.iter().map(|&row| self.values[row]).filter(|value| !value.is_nan());
        let is_date = self.config.kind == ColumnKind::Date;
        let column = Column { is_date, ..Column::of_numbers(name, self.unit.unwrap_or(""), known) };
        if standardize { column } else { Column { scaling: Scaling::NONE, ..column } }
    }

    /// What fills a missing value: the training rows' mean, or their most frequent category.
    fn usual(&self, train: &[usize]) -> f64 {
        let known = train.iter().map(|&row| self.values[row]).filter(|value| !value.is_nan());
        if self.config.kind != ColumnKind::Category {
            return Scaling::of(known).mean;
        }
        let mut counts = vec![0; self.config.categories.len()];
        for category in known.filter(|&value| value >= 0.0) {
            counts[category as usize] += 1;
        }
        let most = counts.iter().max().copied().unwrap_or(0);
        counts.iter().position(|&count| count == most).unwrap_or(0) as f64
    }
}
