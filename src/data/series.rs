//! Time series: the last values are given, the next ones are to be predicted.

use std::f64::consts::TAU;

use serde::{Deserialize, Serialize};

use super::DataConfig;
use super::column::Column;
use super::examples::Example;
use super::generated::{Data, TaskExamples, TaskInfo};
use super::problem::Problem;
use super::schema::{Input, Schema};
use super::timeline::Timeline;
use crate::field_error::ArgumentRange;
use crate::random::{Random, Stream};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct SeriesConfig {
    pub series: SeriesKind,
    /// Number of values given.
    pub window: usize,
    /// Number of values to predict.
    pub horizon: usize,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub enum SeriesKind {
    /// Three sines of incommensurable periods.
    #[default]
    Sines,
    /// A trend, a yearly and a weekly season.
    Seasonal,
    /// A random walk: nothing can be learned except that the last value is the best prediction.
    PriceWalk,
}

impl Default for SeriesConfig {
    fn default() -> Self {
        Self { series: SeriesKind::Sines, window: 20, horizon: 5 }
    }
}

impl SeriesConfig {
    pub(super) fn schema(&self) -> Schema {
        let window = Input::numbers("window", &[self.window, 1]);
        Schema::new(vec![window], &[("forecast", Problem::Regression { units: self.horizon })])
    }

    /// The number of values needed for at least one training example.
    pub(super) fn min_samples(&self, train_fraction: f64) -> f64 {
        ((self.window as f64 + self.horizon as f64) / train_fraction).ceil().max(10.0)
    }

    pub(super) fn ranges(&self) -> Vec<ArgumentRange> {
        vec![("window", self.window as f64, 1.0, 60.0), ("horizon", self.horizon as f64, 1.0, 30.0)]
    }

    /// `count` values of the series. `noise` in [0, 0.5] is added to those that are not noise already.
    fn values(&self, count: usize, noise: f64, random: &mut Random) -> Vec<f64> {
        match self.series {
            SeriesKind::Sines => {
                let phases = [random.uniform(), random.uniform(), random.uniform()];
                let wave =
                    |day: usize, period: f64, phase: f64| libm::sin(TAU * (day as f64 / period + phase));
                let at = |day| {
                    let [a, b, c] = phases;
                    wave(day, 23.0, a) + 0.6 * wave(day, 9.7, b) + 0.3 * wave(day, 61.8, c)
                };
                (0..count).map(|day| at(day) + 0.5 * noise * random.normal()).collect()
            }
            SeriesKind::Seasonal => {
                let phase = random.uniform();
                let at = |day: usize| {
                    let weekend = if day % 7 >= 5 { 9.0 } else { 0.0 };
                    60.0 + 0.015 * day as f64 + 14.0 * libm::sin(TAU * (day as f64 / 90.0 + phase)) + weekend
                };
                (0..count).map(|day| at(day) + 12.0 * noise * random.normal()).collect()
            }
            SeriesKind::PriceWalk => {
                let mut price = 100.0;
                let mut next = || {
                    price *= libm::exp(0.015 * random.normal());
                    price
                };
                (0..count).map(|_| next()).collect()
            }
        }
    }

    /// The first part of the series is for training, the rest for testing, so the future never leaks into training.
    pub(super) fn generate(&self, config: &DataConfig, seed: u64) -> Data {
        let values = self.values(config.samples, config.noise, &mut Random::new(seed, Stream::Data));
        let span = self.window + self.horizon;
        let border = ((values.len() as f64 * config.train_fraction).round() as usize).min(values.len());
        let column = Column::of_numbers("axis.value", "", values[..border].iter().copied());
        let scaled: Vec<f32> = values.iter().map(|&value| column.standardization.apply(value)).collect();
        let example = |start: usize| Example {
            row: start,
            inputs: vec![scaled[start..start + self.window].to_vec()],
            targets: vec![scaled[start + self.window..start + span].to_vec()],
        };
        let last = (values.len() + 1).saturating_sub(span);
        // Training windows end before the border. Test windows predict only values after it.
        let trains = (border + 1).saturating_sub(span).min(last);
        let tests = border.saturating_sub(self.window).max(trains).min(last);
        let train = (0..trains).map(example).collect();
        let test = (tests..last).map(example).collect();
        let window = column.clone();
        Data::of_task(config, TaskExamples { inputs: vec![vec![window]], targets: vec![column], train, test })
            .with_task_info(TaskInfo::Series(Timeline { values, border }))
    }
}
