//! Series of numbers: the last ones are given, the next ones asked for.

use std::f64::consts::TAU;

use serde::{Deserialize, Serialize};

use super::column::Column;
use super::examples::{Arranged, Data, Story};
use super::problem::Problem;
use super::schema::{Input, Schema};
use super::{DataConfig, Example};
use crate::field_error::{FieldError, check_range};
use crate::random::{Random, Stream};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct SeriesConfig {
    pub series: SeriesKind,
    /// Values that are given.
    pub window: usize,
    /// Values that are asked for.
    pub horizon: usize,
}

/// A whole series, in its own unit.
#[derive(Clone, Debug, PartialEq)]
pub struct Timeline {
    pub values: Vec<f64>,
    /// The first value that tests.
    pub border: usize,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub enum SeriesKind {
    /// Three sines whose periods do not fit together.
    #[default]
    Sines,
    /// A trend, a yearly and a weekly rhythm.
    Seasonal,
    /// Each day's price is the day's before and pure chance: nothing can be learned but that.
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

    /// Values that make at least one example to train on.
    pub(super) fn least_samples(&self, train_fraction: f64) -> f64 {
        ((self.window as f64 + self.horizon as f64) / train_fraction).ceil().max(10.0)
    }

    pub(super) fn validate(&self, errors: &mut Vec<FieldError>) {
        check_range(errors, "data.window", self.window as f64, 1.0, 60.0);
        check_range(errors, "data.horizon", self.horizon as f64, 1.0, 30.0);
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

    /// The first part of the time trains, the rest tests: the future is never among the examples.
    pub(super) fn generate(&self, config: &DataConfig, seed: u64) -> Data {
        let values = self.values(config.samples, config.noise, &mut Random::new(seed, Stream::Data));
        let span = self.window + self.horizon;
        let border = ((values.len() as f64 * config.train_fraction).round() as usize).min(values.len());
        let column = Column::of_numbers("axis.value", "", values[..border].iter().copied());
        let scaled: Vec<f32> = values.iter().map(|&value| column.scaling.apply(value)).collect();
        let example = |start: usize| Example {
            row: start,
            inputs: vec![scaled[start..start + self.window].to_vec()],
            targets: vec![scaled[start + self.window..start + span].to_vec()],
        };
        let last = (values.len() + 1).saturating_sub(span);
        // Training windows end before the border, test windows ask only for what lies behind it.
        let trains = (border + 1).saturating_sub(span).min(last);
        let tests = border.saturating_sub(self.window).max(trains).min(last);
        let train = (0..trains).map(example).collect();
        let test = (tests..last).map(example).collect();
        let window = column.clone();
        Data::of_task(config, Arranged { inputs: vec![vec![window]], targets: vec![column], train, test })
            .with_story(Story::Series(Timeline { values, border }))
    }
}
