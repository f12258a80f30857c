//! Examples as a person states them.

use crate::data::{Data, Problem};

/// The network inputs for an example. For an input made of columns it has a value per column, in its own unit or as the
/// number of a category; for others the values themselves. Missing values are 0, surplus ones are ignored.
pub fn encode(data: &Data, given: &[Vec<f64>]) -> Vec<Vec<f32>> {
    let inputs = data.schema.inputs.iter().zip(&data.inputs).enumerate();
    let example = inputs.map(|(index, (input, columns))| {
        let given = given.get(index).map_or(&[][..], |values| &values[..]);
        let mut values = Vec::with_capacity(input.size());
        if columns.len() > 1 || columns.first().is_some_and(|column| column.width() == input.size()) {
            for (column, &value) in columns.iter().zip(given) {
                column.encode(value, &mut values);
            }
        } else {
            values.extend(given.iter().map(|&value| value as f32));
        }
        values.resize(input.size(), 0.0);
        values
    });
    example.collect()
}

/// The network's targets. A class is given by its number or as a share for each class, a number in its own unit.
pub fn encode_targets(data: &Data, given: &[Vec<f64>]) -> Vec<Vec<f32>> {
    let targets = data.schema.targets.iter().zip(&data.targets).enumerate();
    let example = targets.map(|(index, (target, column))| {
        let given = given.get(index).map_or(&[][..], |values| &values[..]);
        let mut values: Vec<f32> = match (target.problem, given) {
            (Problem::Multiclass { .. }, [class]) => target.problem.one_hot(class.max(0.0) as usize),
            (problem, given) if problem.is_regression() => {
                given.iter().map(|&value| column.standardization.apply(value)).collect()
            }
            (_, given) => given.iter().map(|&value| value as f32).collect(),
        };
        values.resize(target.problem.units(), 0.0);
        values
    });
    example.collect()
}
