//! Losses of runs by step, one line for each.

use std::error::Error;
use std::ops::Range;

use plotters::coord::Shift;
use plotters::prelude::*;
use serde::{Deserialize, Serialize};

use super::Rgb;
use super::axes::{Axes, Lines};
use super::scale::Scale;

/// Options and colours. Sizes are in canvas pixels.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct LossOptions {
    /// Canvas pixels per CSS pixel.
    pub scale: f64,
    pub ink: Rgb,
    pub grid: Rgb,
    pub log: bool,
    /// The right limit of the chart.
    pub until: f64,
    /// The lowest possible value, from which a logarithmic chart measures the loss.
    pub lowest: Option<f64>,
    pub lines: Vec<LossLine>,
    pub words: LossWords,
}

/// The range of a line's points, and its style.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct LossLine {
    /// Number of its points, after those of the previous line.
    pub count: usize,
    pub colour: Rgb,
    /// Length of dashes and gaps; solid if missing.
    pub dash: Option<[f64; 2]>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct LossWords {
    pub loss: String,
    pub step: String,
}

type Failed = Box<dyn Error + Send + Sync>;

/// The limit of a linear chart.
const LARGEST: f64 = 1e12;
/// The limits of a logarithmic chart.
const SMALLEST: f64 = 1e-300;
const LARGEST_IN_LOG: f64 = 1e300;
/// How many times the initial loss a line can reach before it leaves the chart.
const MOST: f64 = 1.5;
const MAX_RISE_IN_LOG: f64 = 1e3;

/// The position of steps and losses on the canvas. A logarithmic chart shows `loss - zero` in powers between `low`
/// and `high`.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct LossPlot {
    pub left: i32,
    pub right: i32,
    pub top: i32,
    pub bottom: i32,
    pub until: f64,
    pub low: f64,
    pub high: f64,
    pub zero: f64,
}

type Line = (Vec<(f64, f64)>, LossLine);

/// Draws lines of points `[step, loss]`, one line after the other.
pub fn draw_losses<B: DrawingBackend>(
    area: &DrawingArea<B, Shift>,
    points: &[[f64; 2]],
    options: &LossOptions,
) -> Result<LossPlot, Failed>
where
    B::ErrorType: 'static,
{
    let zero = options.lowest.filter(|_| options.log).unwrap_or(0.0);
    let mut rest = points.iter().map(|[step, loss]| (*step, loss - zero));
    let cut = |line: &LossLine| (rest.by_ref().take(line.count).collect(), line.clone());
    let lines: Vec<Line> = options.lines.iter().map(cut).collect();
    let all = || lines.iter().flat_map(|(points, _)| points).map(|point| point.1).filter(|y| y.is_finite());
    let start = lines.iter().find_map(|(points, _)| points.first()).map_or(1.0, |point| point.1);
    let most = start.abs() * if options.log { MAX_RISE_IN_LOG } else { MOST };
    let highest = all().filter(|y| *y <= most).fold(f64::NEG_INFINITY, f64::max);
    let lowest = all().filter(|y| !options.log || *y > 0.0).fold(f64::INFINITY, f64::min);
    let (low, high) = match options.log {
        true => {
            let low = if lowest.is_finite() { lowest.clamp(SMALLEST, LARGEST_IN_LOG) } else { 1e-3 };
            (low / 1.3, highest.clamp(2.0 * low, 10.0 * LARGEST_IN_LOG) * 1.3)
        }
        false => {
            let low = options.lowest.unwrap_or(lowest).min(lowest);
            let low = if low.is_finite() { low.clamp(-LARGEST, LARGEST) } else { 0.0 };
            let high = highest.min(LARGEST);
            let high = if high > low { high } else { low + (low.abs() * 1e-3).max(1.0) };
            let room = 0.05 * (high - low);
            (low - room, high + room)
        }
    };
    let values = if options.log { Scale::of_powers(low, high) } else { Scale::even(low, high) };
    let (across, down) = draw(area, &lines, options, (low, high), values)?;
    let (left, right, top, bottom) = (across.start, across.end, down.start, down.end);
    Ok(LossPlot { left, right, top, bottom, until: options.end(), low, high, zero })
}

impl LossOptions {
    fn end(&self) -> f64 {
        if self.until >= 1.0 { self.until.min(1e9) } else { 1.0 }
    }
}

/// Draws the chart and returns the pixel ranges of its inside, horizontal and vertical.
fn draw<B: DrawingBackend>(
    area: &DrawingArea<B, Shift>,
    lines: &[Line],
    options: &LossOptions,
    (low, high): (f64, f64),
    values: Scale,
) -> Result<(Range<i32>, Range<i32>), Failed>
where
    B::ErrorType: 'static,
{
    let pixels = |size: f64| (size * options.scale).round() as i32;
    let until = options.end();
    let mut chart = ChartBuilder::on(area)
        .margin_top(pixels(8.0))
        .margin_right(pixels(12.0))
        .set_label_area_size(LabelAreaPosition::Left, pixels(48.0))
        .set_label_area_size(LabelAreaPosition::Bottom, pixels(32.0))
        .build_cartesian_2d(Scale::even(0.0, until), values)?;
    let words = [&*options.words.step, &*options.words.loss];
    let axes = Axes {
        scale: options.scale,
        ink: options.ink,
        grid: options.grid,
        numbers: 6,
        words,
        lines: Lines::Level,
        exponent: 0,
    };
    axes.draw(&mut chart)?;
    let (across, down) = chart.plotting_area().get_pixel_range();
    let columns = (across.end - across.start).max(1) as f64;
    for (points, line) in lines {
        let style = RGBColor::from(line.colour).stroke_width(pixels(2.0).max(1) as u32);
        let inside = points.iter().filter(|(step, y)| *step <= until && y.is_finite());
        let clamped = inside.map(|&(step, y)| (step, y.clamp(low, high)));
        let points = thinned(clamped, columns / until);
        match line.dash {
            None => chart.draw_series(LineSeries::new(points, style))?,
            Some([dash, gap]) => {
                chart.draw_series(DashedLineSeries::new(points, pixels(dash), pixels(gap), style))?
            }
        };
    }
    Ok((across, down))
}

/// Only the first, lowest, highest and last point of every column of pixels, in their order.
fn thinned(points: impl Iterator<Item = (f64, f64)>, columns_per_step: f64) -> Vec<(f64, f64)> {
    if columns_per_step >= 0.5 {
        return points.collect();
    }
    let mut kept: Vec<(f64, f64)> = Vec::new();
    let mut column: Vec<(f64, f64)> = Vec::new();
    let mut flush = |column: &mut Vec<(f64, f64)>| {
        let by_height = |a: &usize, b: &usize| column[*a].1.total_cmp(&column[*b].1);
        let lowest = (0..column.len()).min_by(by_height);
        let highest = (0..column.len()).max_by(by_height);
        let last = column.len().checked_sub(1);
        let mut indices: Vec<usize> =
            [Some(0), lowest.min(highest), lowest.max(highest), last].into_iter().flatten().collect();
        indices.dedup();
        kept.extend(indices.into_iter().filter_map(|index| column.get(index)));
        column.clear();
    };
    let mut current = 0;
    for point in points {
        let own = (point.0 * columns_per_step) as usize;
        if own != current {
            flush(&mut column);
            current = own;
        }
        column.push(point);
    }
    flush(&mut column);
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_line_keeps_its_peaks_and_its_ends() {
        let points = (0..10_000).map(|step| (f64::from(step), if step == 7777 { 5.0 } else { 1.0 }));
        let kept = thinned(points.clone(), 0.02);
        assert!(kept.len() < 900, "{}", kept.len());
        assert!(kept.contains(&(7777.0, 5.0)));
        assert_eq!((kept[0].0, kept[kept.len() - 1].0), (0.0, 9999.0));
        assert_eq!(thinned(points.take(50), 4.0).len(), 50);
    }
}
