//! The rows of a table as examples.

use super::DataConfig;
use super::column::Column;
use super::examples::Example;
use super::files::Files;
use super::generated::{Data, TaskExamples, TaskInfo};
use super::split::train_test_split;
use super::table::{MIN_ROWS, TableConfig, Values, usable_rows};
use crate::field_error::{FieldError, Reason, TableError};
use crate::random::{Random, Stream};

impl TableConfig {
    /// Errors name the column, or the file if no row is left.
    pub(super) fn generate(&self, config: &DataConfig, seed: u64, files: &Files) -> Result<Data, FieldError> {
        let table = &files.table(self)?;
        let refuse = |field: &str, problem| FieldError::new(field, Reason::Table(problem));
        let read = |column| Values::read(table, column).map_err(|problem| refuse("data.columns", problem));
        let target = self.target_column().map(read).transpose()?;
        let target = target.ok_or_else(|| {
            refuse("data.target", TableError::UnknownColumn { column: self.target.clone() })
        })?;
        let inputs = self.input_columns().map(read).collect::<Result<Vec<_>, _>>()?;

        let mut rows = usable_rows(table, &target, &inputs, self.missing);
        if rows.len() < MIN_ROWS {
            let problem = TableError::TooFewRows { rows: rows.len(), least: MIN_ROWS };
            return Err(refuse("data.file", problem));
        }
        Random::new(seed, Stream::Split).shuffle(&mut rows);
        rows.truncate(config.samples);
        target.check_varies(table, &rows).map_err(|problem| refuse("data.target", problem))?;

        let (train, test) = train_test_split(&rows, config.train_fraction);
        let columns: Vec<Column> = inputs.iter().map(|input| input.column(train, self.standardize)).collect();
        let fills: Vec<f64> = inputs.iter().map(|input| input.fill_value(train)).collect();
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
                vec![asked.standardization.apply(answer)]
            } else {
                problem.one_hot(answer as usize)
            };
            Example { row, inputs: vec![given], targets: vec![answer] }
        };
        let (train, test) = (train.iter().map(example).collect(), test.iter().map(example).collect());
        let examples = TaskExamples { inputs: vec![columns], targets: vec![asked], train, test };
        Ok(Data::of_task(config, examples).with_task_info(TaskInfo::Table(table.clone())))
    }
}
