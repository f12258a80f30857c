//! A data set, made: its examples, parted into those to train on and those to test on.

use std::borrow::Cow;
use std::ops::Range;
use std::rc::Rc;

use kernels::elementwise::{copy, gather};
use serde::Serialize;

use super::label::Label;
use super::plane::{Plane, PlaneChoice};
use super::points::Point;
use super::series::Timeline;
use super::table::Table;
use super::vocabulary::Vocabulary;
use super::{Column, DataConfig, DataSet, Feature, Files, Problem, Schema, houses};
use crate::field_error::FieldError;
use crate::random::{Random, Stream};

/// A coordinate or target: what it is called, in which unit, from where to where.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Axis {
    pub label: Label,
    pub unit: Cow<'static, str>,
    pub low: f64,
    pub high: f64,
    /// Whether its numbers are days since 1970-01-01.
    pub is_date: bool,
}

impl Axis {
    pub(super) fn new(
        label: impl Into<Label>,
        unit: impl Into<Cow<'static, str>>,
        low: f64,
        high: f64,
    ) -> Self {
        Self { label: label.into(), unit: unit.into(), low, high, is_date: false }
    }
}

/// An example before it is laid out: its number in the whole set, and its values input by input and target by target.
pub(super) struct Example {
    pub row: usize,
    pub inputs: Vec<Vec<f32>>,
    pub targets: Vec<Vec<f32>>,
}

/// Examples side by side. Every array is `[value][example]`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Examples {
    pub count: usize,
    /// Number of each in the whole set: the line of a file, the day of a series.
    pub rows: Vec<u32>,
    /// Where they lie, [dimension][example]; nothing for tasks.
    pub coordinates: Vec<f32>,
    /// What a network is given, input by input.
    pub inputs: Vec<Vec<f32>>,
    /// What it should answer, target by target.
    pub targets: Vec<Vec<f32>>,
}

/// What a task knows beyond its examples.
#[derive(Clone, Debug, Default)]
pub enum Story {
    /// A set of the plane or of a curve.
    #[default]
    None,
    Houses,
    /// Which digit each scan shows.
    Digits(Vec<u8>),
    Sentences {
        vocabulary: Vocabulary,
        texts: Vec<String>,
    },
    Series(Timeline),
    Table(Rc<Table>),
}

/// A data set with everything the page shows of it.
#[derive(Clone, Debug)]
pub struct Data {
    pub schema: Schema,
    /// 2 for the plane, 1 for curves, 0 for tasks.
    pub dimensions: usize,
    pub axes: Vec<Axis>,
    /// The first target.
    pub target: Axis,
    features: Vec<Feature>,
    /// The columns each input is made of; none where it is not made of columns.
    pub inputs: Vec<Vec<Column>>,
    /// A column for each target.
    pub targets: Vec<Column>,
    pub train: Examples,
    pub test: Examples,
    pub story: Story,
    /// The plane of a table that is shown.
    plane: Option<Plane>,
}

/// The examples of a task and the columns they come from.
pub(super) struct Arranged {
    pub inputs: Vec<Vec<Column>>,
    pub targets: Vec<Column>,
    pub train: Vec<Example>,
    pub test: Vec<Example>,
}

impl Data {
    /// The set that `config` asks for. The same seed gives the same examples, whichever features are chosen.
    /// Fails where a file is missing or does not hold what it should.
    pub fn generate(config: &DataConfig, seed: u64, files: &Files) -> Result<Self, FieldError> {
        match &config.set {
            DataSet::Houses => Ok(houses::generate(config, seed)),
            DataSet::Digits(digits) => digits.generate(config, seed, files),
            DataSet::Sentences(sentences) => sentences.generate(config, seed, files),
            DataSet::Series(series) => Ok(series.generate(config, seed)),
            DataSet::Table(table) => table.generate(config, seed, files),
            _ => Ok(Self::of_points(config, seed)),
        }
    }

    /// A set of the plane or of a curve.
    pub fn of_points(config: &DataConfig, seed: u64) -> Self {
        let mut points =
            config.set.points(config.samples, config.noise, &mut Random::new(seed, Stream::Data));
        Random::new(seed, Stream::Split).shuffle(&mut points);
        let (train, test) = parted(&points, config.train_fraction);
        let arrange = |points: &[Point]| {
            Examples::of_points(points, &config.features, config.dimensions(), config.problem())
        };
        let target = config.set.target_axis();
        let column = Column::plain(target.label.clone(), target.low, target.high);
        Self {
            schema: config.schema(),
            dimensions: config.dimensions(),
            axes: config.set.axes(),
            target,
            features: config.features.clone(),
            inputs: vec![Vec::new()],
            targets: vec![column],
            train: arrange(train),
            test: arrange(test),
            story: Story::None,
            plane: None,
        }
    }

    pub(super) fn of_task(config: &DataConfig, arranged: Arranged) -> Self {
        let schema = config.schema();
        let Arranged { inputs, targets, train, test } = arranged;
        let first = &targets[0];
        let scaled = |value: f64| f64::from(first.scaling.apply(value));
        Self {
            dimensions: 0,
            axes: Vec::new(),
            target: Axis::new(first.label.clone(), first.unit.clone(), scaled(first.low), scaled(first.high)),
            features: Vec::new(),
            train: Examples::of_task(&train, &schema),
            test: Examples::of_task(&test, &schema),
            schema,
            inputs,
            targets,
            story: Story::None,
            plane: None,
        }
    }

    pub(super) fn with_story(self, story: Story) -> Self {
        let mut data = Self { story, ..self };
        if matches!(data.story, Story::Table(_)) {
            data.show_plane(&PlaneChoice::Principal);
        }
        data
    }

    /// Chooses what is shown of a table. False where there is nothing of the kind.
    pub fn show_plane(&mut self, choice: &PlaneChoice) -> bool {
        let is_table = matches!(self.story, Story::Table(_));
        let plane = is_table.then(|| Plane::new(choice, &self.inputs[0], &self.train)).flatten();
        let is_shown = plane.is_some();
        self.plane = plane.or(self.plane.take());
        is_shown
    }

    /// The plane of a table that is shown.
    pub fn plane(&self) -> Option<&Plane> {
        self.plane.as_ref()
    }

    /// The first target's problem.
    pub fn problem(&self) -> Problem {
        self.schema.problem()
    }

    /// Whether there is a plane, or a line, to paint.
    pub fn has_plane(&self) -> bool {
        self.dimensions > 0 || self.plane.is_some()
    }

    /// What the network is given over a picture of the plane, [value][pixel], the pixels row by row from the top.
    pub fn inputs_over_plane(&self, width: usize, height: usize) -> Vec<f32> {
        match &self.plane {
            Some(plane) => plane.inputs(width, height),
            None => self.features_over_plane(width, height),
        }
    }

    /// The features over a picture of the coordinates' range, [feature][pixel], the pixels row by row from the top.
    pub fn features_over_plane(&self, width: usize, height: usize) -> Vec<f32> {
        let across = |axis: &Axis, share: f64| axis.low + (axis.high - axis.low) * share;
        let middle = |index: usize, count: usize| (index as f64 + 0.5) / count as f64;
        let mut plane = Vec::with_capacity(self.features.len() * width * height);
        for feature in &self.features {
            for row in 0..height {
                let x2 = self.axes.get(1).map_or(0.0, |axis| across(axis, 1.0 - middle(row, height)));
                let x1 = (0..width).map(|column| across(&self.axes[0], middle(column, width)));
                plane.extend(x1.map(|x1| feature.value(x1, x2) as f32));
            }
        }
        plane
    }
}

/// Parts examples into those to train on and those to test on; a lone one trains.
pub(super) fn parted<T>(all: &[T], train_fraction: f64) -> (&[T], &[T]) {
    let count = all.len();
    let share = (count as f64 * train_fraction).round() as usize;
    all.split_at(if count < 2 { count } else { share.clamp(1, count - 1) })
}

impl Examples {
    fn of_points(points: &[Point], features: &[Feature], dimensions: usize, problem: Problem) -> Self {
        let rows = |values: &dyn Fn(&Point) -> f64| {
            points.iter().map(|point| values(point) as f32).collect::<Vec<_>>()
        };
        let coordinates = [rows(&|point| point.x1), rows(&|point| point.x2)];
        let inputs = features.iter().flat_map(|feature| rows(&|point| feature.value(point.x1, point.x2)));
        let targets = (0..problem.units()).flat_map(|unit| rows(&|point| point.target[unit]));
        Self {
            count: points.len(),
            rows: (0..points.len() as u32).collect(),
            coordinates: coordinates[..dimensions].concat(),
            inputs: vec![inputs.collect()],
            targets: vec![targets.collect()],
        }
    }

    fn of_task(examples: &[Example], schema: &Schema) -> Self {
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
        lane(&self.inputs[input], self.count, example)
    }

    /// The values of one example of a target.
    pub fn target(&self, target: usize, example: usize) -> Vec<f32> {
        lane(&self.targets[target], self.count, example)
    }

    /// Puts the examples at `indices` of one input or target into the first lanes of rows of `stride`, and zeros into
    /// the others.
    pub fn gather(&self, from: &[f32], indices: &[usize], into: &mut [f32], stride: usize) {
        gather(from, self.count, indices, into, stride);
    }

    /// Puts the examples of a range of one input or target into the first lanes of rows of `stride`.
    pub fn copy_block(&self, from: &[f32], range: Range<usize>, into: &mut [f32], stride: usize) {
        for (from, into) in from.chunks_exact(self.count).zip(into.chunks_exact_mut(stride)) {
            copy(&mut into[..range.len()], &from[range.clone()]);
        }
    }
}

fn lane(values: &[f32], count: usize, example: usize) -> Vec<f32> {
    values.chunks_exact(count.max(1)).map(|row| row[example]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{DataSet, DrawnProblem};

    fn every_set(noise: f64) -> Vec<Data> {
        let config = |set: DataSet| DataConfig {
            features: Feature::usual(set.dimensions()),
            set,
            noise,
            samples: 360,
            train_fraction: 0.5,
        };
        DataSet::all().into_iter().map(|set| Data::of_points(&config(set), 1)).collect()
    }

    #[test]
    fn every_set_lies_in_its_range_and_has_its_share() {
        for data in every_set(0.5) {
            for examples in [&data.train, &data.test] {
                if !matches!(data.problem(), Problem::Binary) || examples.count > 0 {
                    assert_eq!(examples.count, 180, "{:?}", data.problem());
                }
                for (row, axis) in examples.coordinates.chunks(examples.count.max(1)).zip(&data.axes) {
                    assert!(row.iter().all(|&x| f64::from(x) >= axis.low && f64::from(x) <= axis.high));
                }
            }
        }
    }

    #[test]
    fn classes_are_about_equally_frequent() {
        for data in every_set(0.1) {
            let Examples { count, targets, .. } = &data.train;
            let targets = &targets[0];
            let classes = data.problem().classes();
            if data.problem().is_regression()
                || matches!(data.problem(), Problem::MultiLabel { .. })
                || *count == 0
            {
                continue;
            }
            for row in targets.chunks(*count) {
                let share = row.iter().sum::<f32>() / *count as f32;
                assert!((share - 1.0 / classes as f32).abs() < 0.12, "{:?}: {share}", data.problem());
            }
        }
    }

    #[test]
    fn choosing_features_never_moves_a_point() {
        let with = |features: &[Feature]| {
            Data::of_points(&DataConfig { features: features.to_vec(), ..Default::default() }, 4)
        };
        let (one, all) = (with(&[Feature::X1]), with(&Feature::all()));
        assert_eq!(one.train.coordinates, all.train.coordinates);
        assert_eq!(one.train.inputs[0][..], all.train.inputs[0][..one.train.count]);
    }

    #[test]
    fn prices_are_never_negative_and_some_houses_are_worth_nothing() {
        let data = Data::of_points(
            &DataConfig { set: DataSet::HouseSize, features: vec![Feature::X1], ..Default::default() },
            1,
        );
        assert!(data.train.targets[0].iter().all(|&price| price >= 0.0));
        assert!(data.train.targets[0].contains(&0.0));
    }

    #[test]
    fn a_drawing_without_points_has_no_examples_and_one_point_trains() {
        let drawn = |points: &[[f64; 3]]| {
            let set =
                DataSet::Drawn { problem: DrawnProblem::Classification, classes: 3, points: points.to_vec() };
            Data::of_points(&DataConfig { set, ..Default::default() }, 1)
        };
        assert_eq!((drawn(&[]).train.count, drawn(&[]).test.count), (0, 0));
        let one = drawn(&[[1.0, 2.0, 2.0]]);
        assert_eq!(one.train.targets[0], [0.0, 0.0, 1.0]);
    }
}
