//! Learning curves: loss and metric by epoch, solid for training, dashed for test.

use std::error::Error;

use plotters::coord::Shift;
use plotters::prelude::*;
use serde::{Deserialize, Serialize};

use super::Rgb;
use super::axes::{Axes, Lines};
use super::scale::Scale;
use crate::run::ROW;

/// Options and colours. Sizes are in canvas pixels.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct CurveOptions {
    pub log: bool,
    pub smooth: bool,
    pub metric: bool,
    /// Whether the test data have curves, and a part in the range.
    #[serde(rename = "testCurve")]
    pub test_curve: bool,
    /// Whether the metric is accuracy in [0, 1]. R2 can be negative.
    #[serde(rename = "metricIsShare")]
    pub metric_is_share: bool,
    /// Canvas pixels per CSS pixel.
    pub scale: f64,
    pub ink: Rgb,
    pub grid: Rgb,
    pub train: Rgb,
    pub test: Rgb,
    pub words: CurveWords,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct CurveWords {
    pub loss: String,
    pub metric: String,
    pub epoch: String,
}

/// The position of the epochs, for reading values under the pointer, and of the lowest axis. In canvas pixels.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Plot {
    pub left: i32,
    pub right: i32,
    pub bottom: i32,
    pub low: f64,
    pub high: f64,
}

type Row = [f64; ROW];

/// Columns of a row.
const EPOCH: usize = 0;
const TRAIN_LOSS: usize = 1;
const TEST_LOSS: usize = 2;
const TRAIN_METRIC: usize = 3;
const TEST_METRIC: usize = 4;
/// Larger values are drawn at the edge, since plotters counts pixels in i32.
const LARGEST: f64 = 1e9;
/// The limits of a logarithmic chart.
const SMALLEST_IN_LOG: f64 = 1e-300;
const LARGEST_IN_LOG: f64 = 1e300;
/// Opacity of the curves of another way.
const PALE: f64 = 0.35;
/// Weight of the past in a smoothed curve.
const SMOOTHING: f64 = 0.85;

/// Draws the loss and below it the metric. Pale behind them are those of another way that the run has taken, such as the
/// future it has gone back from. Returns the position of the epochs.
pub fn draw_curves<B: DrawingBackend>(
    area: &DrawingArea<B, Shift>,
    rows: &[Row],
    pale: &[Row],
    options: &CurveOptions,
) -> Result<Plot, Box<dyn Error + Send + Sync>>
where
    B::ErrorType: 'static,
{
    let epochs =
        [rows, pale].iter().filter_map(|rows| rows.last()).fold(1.0, |most: f64, row| most.max(row[EPOCH]));
    let both: Vec<Row> = [rows, pale].concat();
    let runs = [pale, rows];
    let height = area.dim_in_pixel().1;
    let (upper, lower) = match options.metric {
        true => {
            let (upper, lower) = area.split_vertically((f64::from(height) * 0.58) as i32);
            (upper, Some(lower))
        }
        false => (area.clone(), None),
    };
    let columns = |train, test| if options.test_curve { vec![train, test] } else { vec![train] };
    let columns_of_loss = columns(TRAIN_LOSS, TEST_LOSS);
    let losses = range(&both, &columns_of_loss, options.log);
    let style = Panel { words: &options.words.loss, options, columns: &columns_of_loss, low: losses.0 };
    let mut plot = match options.log {
        true => style.draw(&upper, runs, epochs, Scale::of_powers(losses.0, losses.1)),
        false => style.draw(&upper, runs, epochs, Scale::even(losses.0, losses.1)),
    }?;
    if let Some(lower) = lower {
        let columns_of_metric = columns(TRAIN_METRIC, TEST_METRIC);
        let values = range(&both, &columns_of_metric, false);
        let low = if options.metric_is_share { values.0.clamp(0.0, 0.5) } else { values.0.clamp(-1.0, 0.0) };
        let style = Panel { words: &options.words.metric, options, columns: &columns_of_metric, low };
        plot.bottom = style.draw(&lower, runs, epochs, Scale::even(low, 1.02))?.bottom;
    }
    Ok(plot)
}

/// One of the two charts.
struct Panel<'a> {
    words: &'a str,
    options: &'a CurveOptions,
    /// Of training data, and of test data where they are drawn.
    columns: &'a [usize],
    /// The lower limit, at which lower values are drawn.
    low: f64,
}

impl Panel<'_> {
    fn draw<B: DrawingBackend>(
        &self,
        area: &DrawingArea<B, Shift>,
        [pale, rows]: [&[Row]; 2],
        epochs: f64,
        values: Scale,
    ) -> Result<Plot, Box<dyn Error + Send + Sync>>
    where
        B::ErrorType: 'static,
    {
        let options = self.options;
        let pixels = |size: f64| (size * options.scale).round() as i32;
        // A low chart has no room for the name of its epochs, nor for many numbers.
        let is_low = area.dim_in_pixel().1 < pixels(130.0) as u32;
        let epoch = if is_low { "" } else { &*options.words.epoch };
        let mut chart = ChartBuilder::on(area)
            .margin_top(pixels(6.0))
            .margin_right(pixels(10.0))
            .set_label_area_size(LabelAreaPosition::Left, pixels(54.0))
            .set_label_area_size(LabelAreaPosition::Bottom, pixels(if is_low { 22.0 } else { 32.0 }))
            .build_cartesian_2d(Scale::even(0.0, epochs), values)?;
        let words = [epoch, self.words];
        let axes = Axes {
            scale: options.scale,
            ink: options.ink,
            grid: options.grid,
            numbers: if is_low { 3 } else { 5 },
            words,
            lines: Lines::Level,
            exponent: 0,
        };
        axes.draw(&mut chart)?;
        let width = pixels(2.0).max(1) as u32;
        let bottom = self.low;
        for (rows, opacity) in [(pale, PALE), (rows, 1.0)] {
            let mut lines = self.columns.iter().map(|&column| {
                let points = line(rows, column, options).into_iter();
                points.map(|(epoch, value)| (epoch, value.max(bottom))).collect::<Vec<_>>()
            });
            let solid = RGBColor::from(options.train).mix(opacity).stroke_width(width);
            chart.draw_series(LineSeries::new(lines.next().unwrap_or_default(), solid))?;
            if let Some(test) = lines.next() {
                let dashed = RGBColor::from(options.test).mix(opacity).stroke_width(width);
                let (dash, gap) = (pixels(5.0), pixels(3.0));
                chart.draw_series(DashedLineSeries::new(test, dash, gap, dashed))?;
            }
        }
        let (across, down) = chart.plotting_area().get_pixel_range();
        Ok(Plot { left: across.start, right: across.end, bottom: down.end, low: 0.0, high: epochs })
    }
}

/// The finite points of a column, optionally smoothed.
fn line(rows: &[Row], column: usize, options: &CurveOptions) -> Vec<(f64, f64)> {
    let mut past: Option<f64> = None;
    let finite = rows.iter().filter(|row| row[column].is_finite());
    let point = |row: &Row| {
        let value = match (options.smooth, past) {
            (true, Some(past)) => SMOOTHING * past + (1.0 - SMOOTHING) * row[column],
            _ => row[column],
        };
        past = Some(value);
        let most = if options.log { LARGEST_IN_LOG } else { LARGEST };
        (row[EPOCH], value.clamp(-most, most))
    };
    finite.map(point).collect()
}

/// The range of columns with a margin.
fn range(rows: &[Row], columns: &[usize], log: bool) -> (f64, f64) {
    let values = || {
        let all = rows.iter().flat_map(|row| columns.iter().map(|&column| row[column]));
        all.filter(|value| value.is_finite())
    };
    let high = values().fold(f64::NEG_INFINITY, f64::max);
    let low = values().filter(|&value| !log || value > 0.0).fold(f64::INFINITY, f64::min);
    match (low.is_finite() && high.is_finite(), log) {
        (false, _) => (if log { 0.01 } else { 0.0 }, 1.0),
        (true, true) => {
            let low = low.clamp(SMALLEST_IN_LOG, LARGEST_IN_LOG);
            (low / 1.2, (high.min(LARGEST_IN_LOG) * 1.2).max(low * 2.0))
        }
        (true, false) => (low.min(0.0), if high > 0.0 { high.min(LARGEST) * 1.05 } else { 1.0 }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_leaves_out_what_is_not_finite() {
        let options = CurveOptions {
            log: false,
            smooth: false,
            metric: false,
            test_curve: true,
            metric_is_share: true,
            scale: 1.0,
            ink: Rgb([0; 3]),
            grid: Rgb([0; 3]),
            train: Rgb([0; 3]),
            test: Rgb([0; 3]),
            words: CurveWords { loss: String::new(), metric: String::new(), epoch: String::new() },
        };
        let rows = [[0.0, 1.0, f64::NAN, 0.0, 0.0], [1.0, 0.5, 2.0, 0.0, 0.0]];
        assert_eq!(line(&rows, TEST_LOSS, &options), [(1.0, 2.0)]);
    }

    #[test]
    fn a_logarithmic_chart_holds_the_smallest_losses_and_the_largest() {
        let rows = [[0.0, 0.5, f64::NAN, 0.0, 0.0], [1.0, 7.9e-16, 2e20, 0.0, 0.0]];
        let (low, high) = range(&rows, &[TRAIN_LOSS, TEST_LOSS], true);
        assert!(low < 7.9e-16 && low > 1e-16 && high > 2e20 && high < 1e21, "{low} {high}");
    }

    #[test]
    fn a_flat_logarithmic_chart_has_a_number_at_its_side() {
        for loss in [3e-15, 0.04, 0.25, 0.31, 7.0, 6e8] {
            let (low, high) = range(&[[0.0, loss, loss, 0.0, 0.0]], &[TRAIN_LOSS, TEST_LOSS], true);
            let ticks = plotters::coord::ranged1d::Ranged::key_points(&Scale::of_powers(low, high), 5_usize);
            assert!(ticks.iter().any(|tick| (low..=high).contains(tick)), "{loss}: {ticks:?}");
        }
    }
}
