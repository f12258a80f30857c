//! The data sets of the plane and of curves. Points lie on the plane from -6 to 6; curves have their own range.

use std::f64::consts::{PI, TAU};

use super::DataConfig;
use super::bounds::{DISCS, EDGE};
use super::column::Column;
use super::examples::Examples;
use super::feature::Feature;
use super::formula::FunctionConfig;
use super::generated::{Data, TaskInfo};
use super::point::Point;
use super::problem::Problem;
use super::set::DataSet;
use super::split::train_test_split;
use crate::random::{Random, Stream};

const DISC_RADIUS: f64 = 2.8;

impl DataSet {
    /// Generates `count` points. `noise` in [0, 0.5] scatters them, and the targets of curves and planes.
    pub fn points(&self, count: usize, noise: f64, random: &mut Random) -> Vec<Point> {
        if let Self::Drawn { points, .. } = self {
            return points.iter().map(|&[x1, x2, value]| self.classed(x1, x2, value)).collect();
        }
        if let Self::Function(function) = self {
            return function_points(function, count, noise, random);
        }
        (0..count).map(|index| self.point(index, count, noise, random)).collect()
    }

    fn point(&self, index: usize, count: usize, noise: f64, random: &mut Random) -> Point {
        let scatter = 2.0 * noise;
        match self {
            Self::Circle => {
                let inside = index.is_multiple_of(2);
                let radius = if inside { random.between(0.0, 2.5) } else { random.between(3.5, 5.0) };
                let at = polar(radius, random.between(0.0, TAU));
                self.near(at, scatter, f64::from(u8::from(inside)), random)
            }
            Self::ExclusiveOr => {
                let corner = index % 4;
                let side = |positive: bool, size: f64| if positive { size } else { -size };
                let (right, up) = (corner.is_multiple_of(2), corner / 2 == 0);
                let at = (side(right, random.between(0.4, 5.0)), side(up, random.between(0.4, 5.0)));
                self.near(at, scatter, f64::from(u8::from(right == up)), random)
            }
            Self::TwoGaussians => {
                let class = index % 2;
                let centre = if class == 0 { -2.0 } else { 2.0 };
                let spread = 0.7 + 2.0 * noise;
                self.near((centre, centre), spread, class as f64, random)
            }
            Self::Spiral { arms } => {
                let class = index % arms;
                let way = random.uniform();
                let angle = 1.6 * TAU * way * 0.75 + TAU * class as f64 / *arms as f64;
                self.near(polar(0.4 + 4.8 * way, angle), 0.8 * noise, class as f64, random)
            }
            Self::Moons => {
                let class = index % 2;
                let angle = random.between(0.0, PI);
                let (cos, sin) = (libm::cos(angle), libm::sin(angle));
                let at = if class == 0 {
                    (3.0 * cos - 1.5, 3.0 * sin - 0.8)
                } else {
                    (1.5 - 3.0 * cos, 0.8 - 3.0 * sin)
                };
                self.near(at, scatter, class as f64, random)
            }
            Self::Blobs { classes } => {
                let class = index % classes;
                let angle = TAU * class as f64 / *classes as f64 + 0.5;
                self.near(polar(3.4, angle), 0.5 + 1.6 * noise, class as f64, random)
            }
            Self::Checkerboard => {
                let field = |x: f64| ((x + EDGE) / 3.0).floor() as i64;
                let at = (random.between(-EDGE, EDGE), random.between(-EDGE, EDGE));
                self.near(at, 0.6 * noise, ((field(at.0) + field(at.1)) % 2) as f64, random)
            }
            Self::Rings => {
                let ring = index % 4;
                let radius = 0.5 + 1.4 * ring as f64 + random.between(-0.3, 0.3);
                self.near(
                    polar(radius.abs(), random.between(0.0, TAU)),
                    0.8 * noise,
                    (ring % 2) as f64,
                    random,
                )
            }
            Self::Discs => {
                let at = (random.between(-5.5, 5.5), random.between(-5.5, 5.5));
                let inside = |&(x1, x2): &(f64, f64)| libm::hypot(at.0 - x1, at.1 - x2) < DISC_RADIUS;
                let target = DISCS.iter().map(|disc| f64::from(u8::from(inside(disc)))).collect();
                let (x1, x2) = jitter(at, 0.8 * noise, random);
                Point { x1, x2, target }
            }
            Self::Plane | Self::Gaussians | Self::Saddle | Self::Ripple => {
                let (x1, x2) = (random.between(-EDGE, EDGE), random.between(-EDGE, EDGE));
                let value = self.height(x1, x2) + 0.6 * noise * random.normal();
                let value = if *self == Self::Gaussians { value.clamp(0.0, 1.0) } else { value };
                Point { x1, x2, target: vec![value] }
            }
            Self::NoisyLine | Self::Sine | Self::Step | Self::HouseSize => {
                let axis = &self.axes()[0];
                // Evenly spread with some jitter, so that even few examples cover the range.
                let share = (index as f64 + random.uniform()) / count as f64;
                let x1 = axis.low + (axis.high - axis.low) * share;
                let value = self.height(x1, 0.0) + noise * random.normal();
                let value = if *self == Self::HouseSize { value.max(0.0) } else { value };
                Point { x1, x2: 0.0, target: vec![value] }
            }
            // Drawn points are given, those of formulas and of other programs made elsewhere, and tasks have their own examples.
            Self::Drawn { .. }
            | Self::Function(_)
            | Self::TensorflowPlayground(_)
            | Self::Houses
            | Self::Digits(_)
            | Self::Sentences(_)
            | Self::Series(_)
            | Self::Table(_) => Point { x1: 0.0, x2: 0.0, target: vec![0.0] },
        }
    }

    /// The target value at a point, without noise.
    fn height(&self, x1: f64, x2: f64) -> f64 {
        let hill = |c1: f64, c2: f64| libm::exp(-((x1 - c1) * (x1 - c1) + (x2 - c2) * (x2 - c2)) / 4.0);
        match self {
            Self::Plane => (x1 + x2) / 12.0,
            Self::Gaussians => hill(-2.5, 2.5).max(hill(2.5, 2.0)).max(hill(0.0, -3.0)),
            Self::Saddle => (x1 * x1 - x2 * x2) / 36.0,
            Self::Ripple => libm::cos(1.3 * libm::hypot(x1, x2)),
            Self::NoisyLine => 0.2 * x1,
            Self::Sine => libm::sin(x1),
            Self::Step => {
                if x1 < 0.0 {
                    -0.8
                } else {
                    0.8
                }
            }
            Self::HouseSize => (1.6 * x1 - 0.7).max(0.0),
            _ => 0.0,
        }
    }

    fn near(&self, at: (f64, f64), scatter: f64, class: f64, random: &mut Random) -> Point {
        let (x1, x2) = jitter(at, scatter, random);
        self.classed(x1, x2, class)
    }

    /// A point with one target value: itself for one unit, else one-hot.
    fn classed(&self, x1: f64, x2: f64, value: f64) -> Point {
        let target = match self.problem() {
            Problem::Multiclass { classes } => {
                (0..classes).map(|c| f64::from(u8::from(c as f64 == value))).collect()
            }
            _ => vec![value],
        };
        Point { x1, x2, target }
    }
}

/// Points all over the plane. With noise, points move across the borders of their class, and numbers are off by a
/// little.
fn function_points(function: &FunctionConfig, count: usize, noise: f64, random: &mut Random) -> Vec<Point> {
    let Some(mut rule) = function.rule() else { return Vec::new() };
    let mut point = || {
        let at = (random.between(-EDGE, EDGE), random.between(-EDGE, EDGE));
        let value = rule.value(at.0, at.1);
        if rule.compares() {
            let (x1, x2) = jitter(at, 0.8 * noise, random);
            return Point { x1, x2, target: vec![value] };
        }
        Point { x1: at.0, x2: at.1, target: vec![value + 0.6 * noise * random.normal()] }
    };
    (0..count).map(|_| point()).collect()
}

fn polar(radius: f64, angle: f64) -> (f64, f64) {
    (radius * libm::sin(angle), radius * libm::cos(angle))
}

/// Moves a point randomly, but not off the plane.
fn jitter((x1, x2): (f64, f64), scatter: f64, random: &mut Random) -> (f64, f64) {
    let mut move_by = |x: f64| (x + scatter * random.normal()).clamp(-EDGE, EDGE);
    (move_by(x1), move_by(x2))
}

impl Data {
    /// A data set of the plane or of a curve.
    pub fn of_points(config: &DataConfig, seed: u64) -> Self {
        let points = match &config.set {
            DataSet::TensorflowPlayground(set) => set.points(config.samples, config.noise),
            set => {
                let mut points =
                    set.points(config.samples, config.noise, &mut Random::new(seed, Stream::Data));
                Random::new(seed, Stream::Split).shuffle(&mut points);
                points
            }
        };
        let (train, test) = train_test_split(&points, config.train_fraction);
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
            task_info: TaskInfo::None,
            plane: None,
        }
    }
}

impl Examples {
    fn of_points(points: &[Point], features: &[Feature], dimensions: usize, problem: Problem) -> Self {
        let rows = |values: &dyn Fn(&Point) -> f64| {
            points.iter().map(|point| values(point) as f32).collect::<Vec<_>>()
        };
        let coordinates = [rows(&|point| point.x1), rows(&|point| point.x2)];
        let inputs = features.iter().flat_map(|feature| {
            let mut rule = feature.rule();
            points.iter().map(move |point| rule.value(point.x1, point.x2))
        });
        let targets = (0..problem.units()).flat_map(|unit| rows(&|point| point.target[unit]));
        Self {
            count: points.len(),
            rows: (0..points.len() as u32).collect(),
            coordinates: coordinates[..dimensions].concat(),
            inputs: vec![inputs.collect()],
            targets: vec![targets.collect()],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::DrawnProblem;

    fn every_set(noise: f64) -> Vec<Data> {
        let config = |set: DataSet| DataConfig {
            features: Feature::defaults(set.dimensions()),
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
        let (one, all) = (with(&[Feature::X1]), with(&Feature::named()));
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
