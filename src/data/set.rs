//! The data sets and their problems.

use serde::{Deserialize, Serialize};

use super::axis::Axis;
use super::bounds::{DISCS, EDGE};
use super::digits::DigitsConfig;
use super::feature::Feature;
use super::formula::FunctionConfig;
use super::houses;
use super::problem::Problem;
use super::schema::{Input, Schema};
use super::sentences::SentencesConfig;
use super::series::SeriesConfig;
use super::table::{MAX_ROWS, TableConfig};
use super::tensorflow_playground::{LONGEST_SEED, TensorflowPlaygroundConfig};
use crate::field_error::{ArgumentRange, FieldError, Reason, check_range, check_ranges};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(remote = "Self", rename_all = "snake_case", deny_unknown_fields)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[cfg_attr(test, ts(tag = "dataset"))]
pub enum DataSet {
    Circle,
    ExclusiveOr,
    TwoGaussians,
    Spiral {
        #[serde(default = "two")]
        arms: usize,
    },
    Moons,
    Blobs {
        #[serde(default = "three")]
        classes: usize,
    },
    Checkerboard,
    Rings,
    /// Overlapping discs, each with a label.
    Discs,
    Plane,
    /// Hills between 0 and 1.
    Gaussians,
    Saddle,
    Ripple,
    NoisyLine,
    Sine,
    Step,
    /// Size of a house in 100 square metres -> its price in 100,000; never below 0.
    HouseSize,
    /// Points `[x1, x2, class or value]` drawn by the user.
    Drawn {
        #[serde(default)]
        problem: DrawnProblem,
        #[serde(default = "two")]
        classes: usize,
        #[serde(default)]
        points: Vec<[f64; 3]>,
    },
    /// Points of a formula typed by the user.
    Function(FunctionConfig),
    /// The points of TensorFlow Playground.
    TensorflowPlayground(TensorflowPlaygroundConfig),
    /// Size, bathrooms, income and zip code of a house -> its price, and whether it was sold.
    Houses,
    /// Scanned handwritten digits of 8x8 pixels.
    Digits(DigitsConfig),
    /// Short sentences, positive or negative.
    Sentences(SentencesConfig),
    /// The last values of a time series -> the next ones.
    Series(SeriesConfig),
    /// Columns of a file.
    Table(TableConfig),
}

engine::tagged!(DataSet, "dataset");

fn two() -> usize {
    2
}

fn three() -> usize {
    3
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub enum DrawnProblem {
    #[default]
    Classification,
    Regression,
}

/// What data sets have in common: classes or a value on the plane, what the user draws or types, a curve, a real task.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DataGroup {
    Classes,
    Plane,
    Own,
    Curve,
    Task,
    /// Those of other programs, which come by their links.
    Other,
}

impl DataSet {
    /// Every data set of the plane or of a curve, with default parameters.
    pub fn all() -> Vec<Self> {
        let drawn = Self::Drawn { problem: DrawnProblem::Classification, classes: 2, points: Vec::new() };
        vec![
            Self::Circle,
            Self::ExclusiveOr,
            Self::TwoGaussians,
            Self::Spiral { arms: 2 },
            Self::Moons,
            Self::Blobs { classes: 3 },
            Self::Checkerboard,
            Self::Rings,
            Self::Discs,
            Self::Plane,
            Self::Gaussians,
            Self::Saddle,
            Self::Ripple,
            Self::NoisyLine,
            Self::Sine,
            Self::Step,
            Self::HouseSize,
            drawn,
            Self::Function(FunctionConfig::default()),
            Self::TensorflowPlayground(TensorflowPlaygroundConfig::default()),
        ]
    }

    /// Every kind of task, with default parameters.
    pub fn tasks() -> Vec<Self> {
        vec![
            Self::Houses,
            Self::Digits(DigitsConfig::default()),
            Self::Sentences(SentencesConfig::default()),
            Self::Series(SeriesConfig::default()),
            Self::Table(TableConfig::default()),
        ]
    }

    /// Whether it is neither on the plane nor a curve.
    pub fn is_task(&self) -> bool {
        self.dimensions() == 0
    }

    /// The inputs and targets. `features` are those of a data set of the plane.
    pub fn schema(&self, features: usize) -> Schema {
        match self {
            Self::Houses => houses::schema(),
            Self::Digits(digits) => digits.schema(),
            Self::Sentences(sentences) => sentences.schema(),
            Self::Series(series) => series.schema(),
            Self::Table(table) => table.schema(),
            _ => {
                let features = Input::numbers("features", &[features]);
                Schema::new(vec![features], &[("target", self.problem())])
            }
        }
    }

    /// The problem of the first target.
    pub fn problem(&self) -> Problem {
        match self {
            Self::Circle
            | Self::ExclusiveOr
            | Self::TwoGaussians
            | Self::Moons
            | Self::Checkerboard
            | Self::Rings => Problem::Binary,
            Self::Spiral { arms } => Problem::of_classes(*arms),
            Self::Blobs { classes } => Problem::of_classes(*classes),
            Self::Discs => Problem::MultiLabel { labels: DISCS.len() },
            Self::Gaussians => Problem::UnitRegression { units: 1 },
            Self::Plane | Self::Saddle | Self::Ripple => Problem::Regression { units: 1 },
            Self::NoisyLine | Self::Sine | Self::Step | Self::HouseSize => Problem::Regression { units: 1 },
            Self::Drawn { problem: DrawnProblem::Classification, classes, .. } => {
                Problem::of_classes(*classes)
            }
            Self::Drawn { problem: DrawnProblem::Regression, .. } => Problem::Regression { units: 1 },
            Self::Function(function) => function.problem(),
            Self::TensorflowPlayground(config) => config.problem(),
            Self::Houses | Self::Digits(_) | Self::Sentences(_) | Self::Series(_) | Self::Table(_) => {
                self.schema(0).problem()
            }
        }
    }

    /// 2 for the plane, 1 for curves, 0 for tasks.
    pub fn dimensions(&self) -> usize {
        match self {
            Self::Houses | Self::Digits(_) | Self::Sentences(_) | Self::Series(_) | Self::Table(_) => 0,
            Self::NoisyLine | Self::Sine | Self::Step | Self::HouseSize => 1,
            _ => 2,
        }
    }

    /// The default features: the coordinates.
    pub fn default_features(&self) -> Vec<Feature> {
        Feature::defaults(self.dimensions())
    }

    /// Default number of examples, or the largest number to take from a file.
    pub fn default_samples(&self) -> usize {
        match self {
            Self::Houses | Self::Series(_) => 1000,
            Self::Digits(_) => 1797,
            Self::Sentences(_) => 1000,
            Self::Table(_) => MAX_ROWS,
            Self::TensorflowPlayground(_) => 500,
            _ => 400,
        }
    }

    pub fn max_samples(&self) -> usize {
        if matches!(self, Self::Table(_)) { MAX_ROWS } else { 5000 }
    }

    /// Names and ranges of the coordinates. Labels are keys of the page's words.
    pub fn axes(&self) -> Vec<Axis> {
        match self {
            Self::HouseSize => vec![Axis::new("axis.size", "100 m²", 0.0, 3.0)],
            _ if self.is_task() => Vec::new(),
            Self::Function(_) => {
                vec![Axis::new("axis.x", "", -EDGE, EDGE), Axis::new("axis.y", "", -EDGE, EDGE)]
            }
            _ if self.dimensions() == 1 => vec![Axis::new("axis.x1", "", -EDGE, EDGE)],
            _ => vec![Axis::new("axis.x1", "", -EDGE, EDGE), Axis::new("axis.x2", "", -EDGE, EDGE)],
        }
    }

    /// Name and range of the target.
    pub fn target_axis(&self) -> Axis {
        match self {
            Self::HouseSize => Axis::new("axis.price", "100k", -0.5, 4.5),
            Self::NoisyLine | Self::Sine | Self::Step => Axis::new("axis.y", "", -1.6, 1.6),
            Self::Function(function) => {
                let size = function.size();
                let unit = if size == 1.0 { String::new() } else { size.to_string() };
                Axis::new("axis.value", unit, -1.0, 1.0)
            }
            _ if self.problem().is_regression() => Axis::new("axis.value", "", -1.0, 1.0),
            _ => Axis::new("axis.value", "", 0.0, 1.0),
        }
    }

    /// Values and ranges of the numbers that only some data sets have.
    pub fn ranges(&self) -> Vec<ArgumentRange> {
        match self {
            Self::Spiral { arms } => vec![("arms", *arms as f64, 2.0, 5.0)],
            Self::Blobs { classes } | Self::Drawn { classes, .. } => {
                vec![("classes", *classes as f64, 2.0, 6.0)]
            }
            Self::Sentences(sentences) => sentences.ranges(),
            Self::Series(series) => series.ranges(),
            _ => Vec::new(),
        }
    }

    /// The group under which it is offered.
    pub fn group(&self) -> DataGroup {
        match self {
            Self::Drawn { .. } | Self::Function(_) => DataGroup::Own,
            Self::TensorflowPlayground(_) => DataGroup::Other,
            _ if self.is_task() => DataGroup::Task,
            _ if self.dimensions() == 1 => DataGroup::Curve,
            _ if self.problem().is_regression() => DataGroup::Plane,
            _ => DataGroup::Classes,
        }
    }

    pub(super) fn validate(&self, errors: &mut Vec<FieldError>) {
        check_ranges(errors, "data", self.ranges());
        match self {
            Self::Drawn { problem, classes, points } => {
                if points.len() > 5000 {
                    check_range(errors, "data.points", points.len() as f64, 0.0, 5000.0);
                }
                let (low, high) = match problem {
                    DrawnProblem::Classification => (0.0, *classes as f64 - 1.0),
                    DrawnProblem::Regression => (-1.0, 1.0),
                };
                let whole = |value: f64| *problem == DrawnProblem::Regression || value.fract() == 0.0;
                for (index, [x1, x2, value]) in points.iter().enumerate() {
                    let before = errors.len();
                    check_range(errors, &format!("data.points.{index}"), *x1, -EDGE, EDGE);
                    check_range(errors, &format!("data.points.{index}"), *x2, -EDGE, EDGE);
                    check_range(errors, &format!("data.points.{index}"), *value, low, high);
                    if !whole(*value) {
                        let message = format!("class {value} is not a whole number");
                        errors.push(FieldError::new(
                            format!("data.points.{index}"),
                            Reason::Unreadable { message },
                        ));
                    }
                    if errors.len() > before {
                        break;
                    }
                }
            }
            Self::Function(function) => function.validate(errors),
            Self::Table(table) => table.validate(errors),
            Self::TensorflowPlayground(config) => {
                let length = config.seed.len() as f64;
                check_range(errors, "data.seed", length, 0.0, LONGEST_SEED as f64);
            }
            _ => {}
        }
    }
}
