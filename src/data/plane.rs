//! A plane through the input space of a table: two of its columns with the others fixed, or the first two principal
//! components of the training examples.

use serde::{Deserialize, Serialize};

use super::{Axis, Column, Examples};
use crate::principal::strongest;

/// Limit on the examples used to find the principal components.
const SAMPLE: usize = 2000;
const ROUNDS: usize = 60;

/// The choice of the plane.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(remote = "Self", rename_all = "snake_case", deny_unknown_fields)]
#[cfg_attr(test, derive(ts_rs::TS), ts(tag = "plane"))]
pub enum PlaneChoice {
    /// Two columns. `rest` has a value for every column, in its own unit.
    Columns { x: usize, y: usize, rest: Vec<f64> },
    /// The first two principal components of the training examples (Pearson, 1901).
    Principal,
}
engine::tagged!(PlaneChoice, "plane");

/// inputs = origin + u × along\[0\] + v × along\[1\], with u and v in the units of the axes.
#[derive(Clone, Debug, PartialEq)]
pub struct InputPlane {
    pub axes: [Axis; 2],
    origin: Vec<f32>,
    along: [Vec<f32>; 2],
    /// The columns whose values are the coordinates. None if the coordinates are projections.
    columns: Option<[(usize, Column); 2]>,
}

impl InputPlane {
    /// The plane through inputs made of `columns`. None if a column does not exist or has no numbers.
    pub fn new(choice: &PlaneChoice, columns: &[Column], train: &Examples) -> Option<Self> {
        match choice {
            PlaneChoice::Columns { x, y, rest } => Self::of_columns(columns, *x, *y, rest),
            PlaneChoice::Principal => Some(Self::principal(train)),
        }
    }

    fn of_columns(columns: &[Column], x: usize, y: usize, rest: &[f64]) -> Option<Self> {
        let mut origin = Vec::new();
        let mut starts = Vec::with_capacity(columns.len());
        for (index, column) in columns.iter().enumerate() {
            starts.push(origin.len());
            let mean = column.standardization.mean;
            column.encode(rest.get(index).copied().unwrap_or(mean), &mut origin);
        }
        let pick = |index: usize| {
            let column = columns.get(index).filter(|column| column.categories.is_empty())?;
            Some((starts[index], column.clone()))
        };
        let picked = [pick(x)?, pick(y)?];
        let mut along = [vec![0.0; origin.len()], vec![0.0; origin.len()]];
        for (direction, (start, column)) in along.iter_mut().zip(&picked) {
            // The coordinate is the column's own value, so it is 0 at the origin.
            direction[*start] = if column.standardization.is_constant() {
                0.0
            } else {
                (1.0 / column.standardization.deviation) as f32
            };
            origin[*start] = column.standardization.apply(0.0);
        }
        let axes = [0, 1].map(|axis| {
            let column: &Column = &picked[axis].1;
            let margin = 0.05 * (column.high - column.low).max(1e-6);
            let (low, high) = (column.low - margin, column.high + margin);
            Axis {
                is_date: column.is_date,
                ..Axis::new(column.label.clone(), column.unit.clone(), low, high)
            }
        });
        Some(Self { axes, origin, along, columns: Some(picked) })
    }

    fn principal(train: &Examples) -> Self {
        let count = train.count.min(SAMPLE);
        let rows: Vec<&[f32]> =
            train.inputs[0].chunks_exact(train.count.max(1)).map(|row| &row[..count]).collect();
        let mean = |row: &&[f32]| row.iter().map(|&x| f64::from(x)).sum::<f64>() / count.max(1) as f64;
        let origin: Vec<f64> = rows.iter().map(mean).collect();
        let mut along: Vec<Vec<f64>> = Vec::new();
        for axis in 0..2 {
            let start = (0..rows.len()).map(|i| 1.0 / (1.0 + ((i + axis) % 7) as f64)).collect();
            let multiply = |vector: &[f64]| covariance_times(&rows, &origin, vector);
            along.push(strongest(multiply, start, &along, ROUNDS, 1e-12));
        }
        let single = |values: &[f64]| values.iter().map(|&x| x as f32).collect::<Vec<f32>>();
        let mut plane = Self {
            axes: [Axis::new("axis.pc1", "", -1.0, 1.0), Axis::new("axis.pc2", "", -1.0, 1.0)],
            origin: single(&origin),
            along: [single(&along[0]), single(&along[1])],
            columns: None,
        };
        let coordinates = plane.coordinates(train, count);
        for (axis, values) in plane.axes.iter_mut().zip(coordinates.chunks(count.max(1))) {
            let most = values.iter().fold(1e-3_f64, |most, &value| most.max(f64::from(value.abs())));
            (axis.low, axis.high) = (-1.1 * most, 1.1 * most);
        }
        plane
    }

    /// The projections of the first `count` examples, `[axis][example]`.
    pub fn coordinates(&self, examples: &Examples, count: usize) -> Vec<f32> {
        let row = |index: usize| &examples.inputs[0][index * examples.count..][..count];
        match &self.columns {
            Some(columns) => columns
                .iter()
                .flat_map(|(start, column)| {
                    row(*start).iter().map(|&x| column.standardization.undo(x) as f32)
                })
                .collect(),
            None => {
                let mut coordinates = Vec::with_capacity(2 * count);
                for along in &self.along {
                    let mut sums = vec![0.0_f32; count];
                    for (index, (&weight, &origin)) in along.iter().zip(&self.origin).enumerate() {
                        sums.iter_mut().zip(row(index)).for_each(|(sum, &x)| *sum += weight * (x - origin));
                    }
                    coordinates.extend(sums);
                }
                coordinates
            }
        }
    }

    /// The inputs over a picture of the plane, `[value][pixel]`, row by row from the top.
    pub fn inputs(&self, width: usize, height: usize) -> Vec<f32> {
        let middle = |index: usize, count: usize| (index as f64 + 0.5) / count as f64;
        let across = |axis: &Axis, share: f64| (axis.low + (axis.high - axis.low) * share) as f32;
        let mut inputs = Vec::with_capacity(self.origin.len() * width * height);
        for (index, &origin) in self.origin.iter().enumerate() {
            let (u, v) = (self.along[0][index], self.along[1][index]);
            for row in 0..height {
                let up = across(&self.axes[1], 1.0 - middle(row, height));
                let right = (0..width).map(|column| across(&self.axes[0], middle(column, width)));
                inputs.extend(right.map(|right| origin + u * right + v * up));
            }
        }
        inputs
    }
}

/// The covariance matrix of the examples, up to a factor, times a vector. `rows` are `[value][example]`.
fn covariance_times(rows: &[&[f32]], mean: &[f64], vector: &[f64]) -> Vec<f64> {
    let mut shares = vec![0.0; rows.first().map_or(0, |row| row.len())];
    for ((row, mean), weight) in rows.iter().zip(mean).zip(vector) {
        shares.iter_mut().zip(*row).for_each(|(share, &x)| *share += weight * (f64::from(x) - mean));
    }
    let along = |(row, mean): (&&[f32], &f64)| {
        row.iter().zip(&shares).map(|(&x, share)| (f64::from(x) - mean) * share).sum::<f64>()
    };
    rows.iter().zip(mean).map(along).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn examples(rows: &[&[f32]]) -> Examples {
        Examples { count: rows[0].len(), inputs: vec![rows.concat()], ..Examples::default() }
    }

    #[test]
    fn the_first_principal_direction_is_that_of_the_longest_axis() {
        let train =
            examples(&[&[-4.0, -2.0, 2.0, 4.0, 0.0, 0.0], &[-4.0, -2.0, 2.0, 4.0, 0.3, -0.3], &[0.0; 6]]);
        let plane = InputPlane::new(&PlaneChoice::Principal, &[], &train).unwrap();
        let [first, second] = &plane.along;
        assert!((first[0] - first[1]).abs() < 0.05 && first[2].abs() < 1e-6, "{first:?}");
        let dot: f32 = first.iter().zip(second).map(|(a, b)| a * b).sum();
        assert!(dot.abs() < 1e-5);
    }

    #[test]
    fn the_plane_of_two_columns_is_in_their_own_units_and_holds_the_rest() {
        let column =
            |label: &'static str, values: &[f64]| Column::of_numbers(label, "", values.iter().copied());
        let columns = [
            column("a", &[0.0, 10.0]),
            Column::of_categories("c", vec!["x".into(), "y".into()], true),
            column("b", &[100.0, 300.0]),
        ];
        let choice = PlaneChoice::Columns { x: 0, y: 2, rest: vec![0.0, 1.0, 0.0] };
        let train = examples(&[&[-1.0, 1.0], &[0.0, 1.0], &[1.0, 0.0], &[1.0, -1.0]]);
        let plane = InputPlane::new(&choice, &columns, &train).unwrap();
        assert_eq!(plane.coordinates(&train, 2), [0.0, 10.0, 300.0, 100.0]);
        let inputs = plane.inputs(3, 3);
        let middle: Vec<f32> = inputs.chunks(9).map(|pixels| pixels[4]).collect();
        assert!(middle[0].abs() < 1e-5 && middle[3].abs() < 1e-5, "{middle:?}");
        assert_eq!(middle[1..3], [0.0, 1.0]);
        assert!(
            InputPlane::new(&PlaneChoice::Columns { x: 0, y: 1, rest: vec![] }, &columns, &train).is_none()
        );
        assert!(
            InputPlane::new(&PlaneChoice::Columns { x: 0, y: 9, rest: vec![] }, &columns, &train).is_none()
        );
    }

    #[test]
    fn constant_inputs_have_a_plane_too() {
        let train = examples(&[&[1.0, 1.0]]);
        let plane = InputPlane::new(&PlaneChoice::Principal, &[], &train).unwrap();
        assert!(plane.inputs(4, 4).iter().all(|x| x.is_finite()));
    }
}
