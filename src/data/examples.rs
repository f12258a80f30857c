//! Examples in arrays.

use std::ops::Range;

use kernels::elementwise::{copy, gather};

use super::schema::Schema;

/// One example: its number in the whole data set, and its values by input and by target.
pub(super) struct Example {
    pub row: usize,
    pub inputs: Vec<Vec<f32>>,
    pub targets: Vec<Vec<f32>>,
}

/// Examples in arrays of `[value][example]`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Examples {
    pub count: usize,
    /// The number of each example in the whole data set: the line of a file, the day of a series.
    pub rows: Vec<u32>,
    /// Coordinates, `[dimension][example]`; empty for tasks.
    pub coordinates: Vec<f32>,
    /// Values of each input.
    pub inputs: Vec<Vec<f32>>,
    /// Values of each target.
    pub targets: Vec<Vec<f32>>,
}

impl Examples {
    pub(super) fn of_task(examples: &[Example], schema: &Schema) -> Self {
        let lay_out = |of: &dyn Fn(&Example) -> &[f32], size: usize| {
            let mut values = vec![0.0; size * examples.len()];
            for (index, example) in examples.iter().enumerate() {
                for (row, &value) in of(example).iter().enumerate() {
                    values[row * examples.len() + index] = value;
                }
            }
            values
        };
        let inputs = schema.inputs.iter().enumerate();
        let targets = schema.targets.iter().enumerate();
        Self {
            count: examples.len(),
            rows: examples.iter().map(|example| example.row as u32).collect(),
            coordinates: Vec::new(),
            inputs: inputs.map(|(i, input)| lay_out(&|example| &example.inputs[i], input.size())).collect(),
            targets: targets
                .map(|(i, target)| lay_out(&|example| &example.targets[i], target.problem.units()))
                .collect(),
        }
    }

    /// The values of one example of an input.
    pub fn input(&self, input: usize, example: usize) -> Vec<f32> {
        column(&self.inputs[input], self.count, example)
    }

    /// The values of one example of a target.
    pub fn target(&self, target: usize, example: usize) -> Vec<f32> {
        column(&self.targets[target], self.count, example)
    }

    /// Copies the examples at `indices` of an input or target to the first lanes of rows of `stride`, and sets the
    /// others to 0.
    pub fn gather(&self, from: &[f32], indices: &[usize], into: &mut [f32], stride: usize) {
        gather(from, self.count, indices, into, stride);
    }

    /// Copies a range of examples of an input or target to the first lanes of rows of `stride`.
    pub fn copy_block(&self, from: &[f32], range: Range<usize>, into: &mut [f32], stride: usize) {
        for (from, into) in from.chunks_exact(self.count).zip(into.chunks_exact_mut(stride)) {
            copy(&mut into[..range.len()], &from[range.clone()]);
        }
    }
}

fn column(values: &[f32], count: usize, example: usize) -> Vec<f32> {
    values.chunks_exact(count.max(1)).map(|row| row[example]).collect()
}
