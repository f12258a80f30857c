//! A small picture of a data set.

use serde::Serialize;

use super::{Data, DataConfig, Problem};

const POINTS: usize = 140;

/// A point of the picture: x and y in [0, 1] from the top left, and a class or a value in [-1, 1].
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ThumbnailPoint {
    pub x: f64,
    pub y: f64,
    pub class: Option<usize>,
    pub value: f64,
}

/// The points of a small picture of the data set, with little noise. Always the same for the same set.
pub fn thumbnail(config: &DataConfig) -> Vec<ThumbnailPoint> {
    let config = DataConfig { samples: POINTS, noise: 0.04, train_fraction: 0.9, ..config.clone() };
    if config.set.is_task() {
        return Vec::new();
    }
    let data = Data::of_points(&config, 7);
    let (examples, problem) = (&data.train, data.problem());
    let share = |value: f32, low: f64, high: f64| (f64::from(value) - low) / (high - low);
    let point = |index: usize| {
        let target = |unit: usize| examples.targets[0][unit * examples.count + index];
        let x = share(examples.coordinates[index], data.axes[0].low, data.axes[0].high);
        let y = match data.axes.get(1) {
            Some(axis) => share(examples.coordinates[examples.count + index], axis.low, axis.high),
            None => share(target(0), data.target.low, data.target.high),
        };
        let units = || (0..problem.units()).filter(|&unit| target(unit) > 0.5);
        let class = match problem {
            Problem::Binary => Some(usize::from(target(0) > 0.5)),
            // Points without a label count as the first class, those with several labels as the last of theirs.
            Problem::Multiclass { .. } => units().next(),
            Problem::MultiLabel { .. } => Some(units().map(|unit| unit + 1).sum()),
            Problem::Regression { .. } | Problem::UnitRegression { .. } => None,
        };
        let value = match problem {
            Problem::UnitRegression { .. } => 2.0 * f64::from(target(0)) - 1.0,
            _ if data.dimensions == 1 => 1.0,
            _ => f64::from(target(0)),
        };
        ThumbnailPoint { x, y: 1.0 - y, class, value }
    };
    (0..examples.count).map(point).collect()
}
