//! A data set, made: points, their features and targets, parted into those to train on and those to test on.

use std::ops::Range;

use serde::Serialize;

use super::set::Point;
use super::{DataConfig, Feature, Problem};
use crate::nn::Workspace;
use crate::random::{Random, Stream};

/// A coordinate or target: what it is called, in which unit, from where to where.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Axis {
    /// Key of its name in the page's words.
    pub label: &'static str,
    pub unit: &'static str,
    pub low: f64,
    pub high: f64,
}

impl Axis {
    pub(super) fn new(label: &'static str, unit: &'static str, low: f64, high: f64) -> Self {
        Self { label, unit, low, high }
    }
}

/// Examples side by side. Every array is `[row][example]`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Examples {
    pub count: usize,
    /// Where they lie, [dimension][example].
    pub coordinates: Vec<f32>,
    /// What the network is given, [feature][example].
    pub inputs: Vec<f32>,
    /// What it should answer, [unit][example].
    pub targets: Vec<f32>,
}

/// A data set with everything the page shows of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Data {
    pub problem: Problem,
    pub dimensions: usize,
    pub axes: Vec<Axis>,
    pub target: Axis,
    features: Vec<Feature>,
    pub train: Examples,
    pub test: Examples,
}

impl Data {
    /// The set that `config` asks for. The same seed gives the same points, whichever features are chosen.
    pub fn generate(config: &DataConfig, seed: u64) -> Self {
        let mut points =
            config.set.points(config.samples, config.noise, &mut Random::new(seed, Stream::Data));
        Random::new(seed, Stream::Split).shuffle(&mut points);
        let count = points.len();
        let share = (count as f64 * config.train_fraction).round() as usize;
        let training = if count < 2 { count } else { share.clamp(1, count - 1) };
        let (train, test) = points.split_at(training);
        let arrange =
            |points: &[Point]| Examples::new(points, &config.features, config.dimensions(), config.problem());
        Self {
            problem: config.problem(),
            dimensions: config.dimensions(),
            axes: config.set.axes(),
            target: config.set.target_axis(),
            features: config.features.clone(),
            train: arrange(train),
            test: arrange(test),
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

impl Examples {
    fn new(points: &[Point], features: &[Feature], dimensions: usize, problem: Problem) -> Self {
        let rows = |values: &dyn Fn(&Point) -> f64| {
            points.iter().map(|point| values(point) as f32).collect::<Vec<_>>()
        };
        let coordinates = [rows(&|point| point.x1), rows(&|point| point.x2)];
        Self {
            count: points.len(),
            coordinates: coordinates[..dimensions].concat(),
            inputs: features
                .iter()
                .flat_map(|feature| rows(&|point| feature.value(point.x1, point.x2)))
                .collect(),
            targets: (0..problem.units()).flat_map(|unit| rows(&|point| point.target[unit])).collect(),
        }
    }

    /// Puts the examples at `indices` into the first lanes of a workspace, and zeros into the others.
    pub fn gather(&self, indices: &[usize], space: &mut Workspace) {
        let stride = space.stride();
        let rows = |from: &[f32], into: &mut [f32]| {
            for (from, into) in from.chunks_exact(self.count).zip(into.chunks_exact_mut(stride)) {
                for (lane, &index) in into.iter_mut().zip(indices) {
                    *lane = from[index];
                }
                into[indices.len()..].fill(0.0);
            }
        };
        rows(&self.inputs, space.input_mut(0));
        rows(&self.targets, space.target_mut(0));
    }

    /// Puts the examples of a range into the first lanes of a workspace.
    pub fn copy_block(&self, range: Range<usize>, space: &mut Workspace) {
        let stride = space.stride();
        let rows = |from: &[f32], into: &mut [f32]| {
            for (from, into) in from.chunks_exact(self.count).zip(into.chunks_exact_mut(stride)) {
                into[..range.len()].copy_from_slice(&from[range.clone()]);
            }
        };
        rows(&self.inputs, space.input_mut(0));
        rows(&self.targets, space.target_mut(0));
    }
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
        DataSet::all().into_iter().map(|set| Data::generate(&config(set), 1)).collect()
    }

    #[test]
    fn every_set_lies_in_its_range_and_has_its_share() {
        for data in every_set(0.5) {
            for examples in [&data.train, &data.test] {
                if !matches!(data.problem, Problem::Binary) || examples.count > 0 {
                    assert_eq!(examples.count, 180, "{:?}", data.problem);
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
            let classes = data.problem.classes();
            if data.problem.is_regression()
                || matches!(data.problem, Problem::MultiLabel { .. })
                || *count == 0
            {
                continue;
            }
            for row in targets.chunks(*count) {
                let share = row.iter().sum::<f32>() / *count as f32;
                assert!((share - 1.0 / classes as f32).abs() < 0.12, "{:?}: {share}", data.problem);
            }
        }
    }

    #[test]
    fn choosing_features_never_moves_a_point() {
        let with = |features: &[Feature]| {
            Data::generate(&DataConfig { features: features.to_vec(), ..Default::default() }, 4)
        };
        let (one, all) = (with(&[Feature::X1]), with(&Feature::ALL));
        assert_eq!(one.train.coordinates, all.train.coordinates);
        assert_eq!(one.train.inputs[..], all.train.inputs[..one.train.count]);
    }

    #[test]
    fn prices_are_never_negative_and_some_houses_are_worth_nothing() {
        let data = Data::generate(
            &DataConfig { set: DataSet::HouseSize, features: vec![Feature::X1], ..Default::default() },
            1,
        );
        assert!(data.train.targets.iter().all(|&price| price >= 0.0));
        assert!(data.train.targets.contains(&0.0));
    }

    #[test]
    fn a_drawing_without_points_has_no_examples_and_one_point_trains() {
        let drawn = |points: &[[f64; 3]]| {
            let set =
                DataSet::Drawn { problem: DrawnProblem::Classification, classes: 3, points: points.to_vec() };
            Data::generate(&DataConfig { set, ..Default::default() }, 1)
        };
        assert_eq!((drawn(&[]).train.count, drawn(&[]).test.count), (0, 0));
        let one = drawn(&[[1.0, 2.0, 2.0]]);
        assert_eq!(one.train.targets, [0.0, 0.0, 1.0]);
    }
}
