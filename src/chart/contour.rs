//! Contour lines of a grid, and the curve of a one-dimensional one.

use std::error::Error;

use plotters::coord::Shift;
use plotters::prelude::*;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use super::Rgb;
use super::axes::{Axes, Lines};
use super::isolines::isolines;
use super::scale::Scale;
use crate::json::{self, DeserializeError};

/// Options and colours. Sizes are in canvas pixels.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ContourOptions {
    /// Canvas pixels per CSS pixel.
    pub scale: f64,
    pub ink: Rgb,
    pub grid: Rgb,
    pub line: Rgb,
    pub marks: Rgb,
    /// Without axes the plane fills the canvas.
    #[serde(default = "yes")]
    pub axes: bool,
    #[serde(default)]
    pub labels: [String; 2],
    /// Positions to mark, in the units of the domain.
    #[serde(default)]
    pub minima: Vec<Position>,
    /// How many of them, from the first, are global minima. The others are marked smaller. All if missing.
    pub lowest: Option<usize>,
    pub domain: Vec<[f64; 2]>,
}

fn yes() -> bool {
    true
}

/// One number or two.
#[derive(Clone, Debug)]
#[cfg_attr(test, derive(ts_rs::TS), ts(untagged))]
pub enum Position {
    Line(f64),
    Plane([f64; 2]),
}

impl<'de> Deserialize<'de> for Position {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        let read = if value.is_array() {
            json::read(&value).map(Self::Plane)
        } else {
            json::read(&value).map(Self::Line)
        };
        read.map_err(DeserializeError::into_serde)
    }
}

/// The position of the plane on the canvas, and its values at the bottom and the top.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Frame {
    pub left: i32,
    pub right: i32,
    pub top: i32,
    pub bottom: i32,
    pub low: f64,
    pub high: f64,
}

/// Beyond these limits, heights are in units of a power of ten.
const LARGE: f64 = 1e9;
const SMALL: f64 = 1e-9;

type Failed = Box<dyn Error + Send + Sync>;

impl ContourOptions {
    fn pixels(&self, size: f64) -> i32 {
        (size * self.scale).round() as i32
    }

    fn axes(&self, lines: Lines) -> Axes<'_> {
        let words = [&*self.labels[0], &*self.labels[1]];
        Axes { scale: self.scale, ink: self.ink, grid: self.grid, numbers: 7, words, lines, exponent: 0 }
    }

    fn side(&self, dimension: usize) -> [f64; 2] {
        self.domain.get(dimension).copied().filter(|[low, high]| low < high).unwrap_or([0.0, 1.0])
    }

    /// Position, and whether it is a global minimum. Those are drawn last.
    fn marks(&self) -> impl Iterator<Item = ((f64, f64), bool)> {
        let place = |position: &Position| match position {
            Position::Line(x) => (*x, f64::NAN),
            Position::Plane([x, y]) => (*x, *y),
        };
        let lowest = self.lowest.unwrap_or(self.minima.len());
        self.minima.iter().enumerate().rev().map(move |(index, position)| (place(position), index < lowest))
    }

    fn cross(&self, position: (f64, f64), lowest: bool) -> Cross<(f64, f64), i32> {
        let (size, width) = if lowest { (5.5, 2.2) } else { (3.0, 1.2) };
        let style = RGBColor::from(self.marks).stroke_width(self.pixels(width).max(1) as u32);
        Cross::new(position, self.pixels(size), style)
    }
}

/// Draws the contour lines of a grid, `[row][column]`, for all `levels` but the lowest and the highest, which have
/// none.
pub fn draw_contour<B: DrawingBackend>(
    area: &DrawingArea<B, Shift>,
    values: &[f64],
    width: usize,
    levels: &[f64],
    options: &ContourOptions,
) -> Result<Frame, Failed>
where
    B::ErrorType: 'static,
{
    let ([left, right], [bottom, top]) = (options.side(0), options.side(1));
    let mut chart =
        builder(area, options).build_cartesian_2d(Scale::even(left, right), Scale::even(bottom, top))?;
    if options.axes {
        options.axes(Lines::None).draw(&mut chart)?;
    }
    let height = values.len().checked_div(width).unwrap_or(0);
    let place = |(column, row): (f64, f64)| {
        let across = (column + 0.5) / width as f64;
        let down = (row + 0.5) / height as f64;
        (left + (right - left) * across, top - (top - bottom) * down)
    };
    let style = RGBColor::from(options.line).stroke_width(options.pixels(1.0).max(1) as u32);
    let between = levels.get(1..levels.len().saturating_sub(1)).unwrap_or(&[]);
    for line in isolines(values, width, between).into_iter().flatten() {
        chart.draw_series(LineSeries::new(line.into_iter().map(place), style))?;
    }
    // Plotters counts pixels in i32, so nothing far outside can be drawn.
    let inside = |(x, y): (f64, f64)| (left..=right).contains(&x) && (bottom..=top).contains(&y);
    let crosses = options.marks().filter(|(position, _)| inside(*position));
    chart.draw_series(crosses.map(|(position, lowest)| options.cross(position, lowest)))?;
    let (across, down) = chart.plotting_area().get_pixel_range();
    Ok(Frame {
        left: across.start,
        right: across.end,
        top: down.start,
        bottom: down.end,
        low: bottom,
        high: top,
    })
}

/// Draws the values of a line of the domain as a curve.
pub fn draw_profile<B: DrawingBackend>(
    area: &DrawingArea<B, Shift>,
    values: &[f64],
    options: &ContourOptions,
) -> Result<Frame, Failed>
where
    B::ErrorType: 'static,
{
    let [left, right] = options.side(0);
    let Heights { low, high, exponent, unit } = Heights::of(values);
    let mut chart =
        builder(area, options).build_cartesian_2d(Scale::even(left, right), Scale::even(low, high))?;
    Axes { exponent, ..options.axes(Lines::Both) }.draw(&mut chart)?;
    let at = |index: usize| left + (right - left) * (index as f64 + 0.5) / values.len() as f64;
    let style = RGBColor::from(options.line).stroke_width(options.pixels(2.0).max(1) as u32);
    // The curve is interrupted where there is no value.
    let points: Vec<(f64, f64)> =
        values.iter().enumerate().map(|(index, value)| (at(index), value / unit)).collect();
    for part in points.split(|(_, value)| !value.is_finite()).filter(|part| part.len() > 1) {
        chart.draw_series(LineSeries::new(part.iter().copied(), style))?;
    }
    let inside = options.marks().filter(|((x, _), _)| (left..right).contains(x));
    let on_curve = inside.filter_map(|((x, _), lowest)| {
        let index = ((x - left) / (right - left) * values.len() as f64) as usize;
        let value = values.get(index).filter(|value| value.is_finite())?;
        Some(options.cross((x, value / unit), lowest))
    });
    chart.draw_series(on_curve)?;
    let (across, down) = chart.plotting_area().get_pixel_range();
    let [low, high] = [low, high].map(|side| (side * unit).clamp(f64::MIN, f64::MAX));
    Ok(Frame { left: across.start, right: across.end, top: down.start, bottom: down.end, low, high })
}

/// The range of a curve with a margin, in units of a power of ten, since plotters cannot divide an axis of extremely
/// small or large numbers.
struct Heights {
    low: f64,
    high: f64,
    exponent: i32,
    unit: f64,
}

impl Heights {
    fn of(values: &[f64]) -> Self {
        let finite = || values.iter().copied().filter(|value| value.is_finite());
        let (low, high) =
            (finite().fold(f64::INFINITY, f64::min), finite().fold(f64::NEG_INFINITY, f64::max));
        if low > high {
            return Self { low: 0.0, high: 1.0, exponent: 0, unit: 1.0 };
        }
        let size = low.abs().max(high.abs());
        let is_odd = size >= LARGE || (size < SMALL && low < high);
        let exponent = if is_odd { libm::floor(libm::log10(size)) as i32 } else { 0 };
        let unit = format!("1e{exponent}").parse().unwrap_or(1.0);
        let (low, high) = (low / unit, high / unit);
        // An axis on which all labels are the same would be useless.
        let (low, high) = match high - low > 1e-9 * low.abs().max(high.abs()) {
            true => (low, high),
            false => (low - 0.5 - 0.1 * low.abs(), low + 0.5 + 0.1 * low.abs()),
        };
        let room = 0.06 * (high - low);
        Self { low: low - room, high: high + room, exponent, unit }
    }
}

fn builder<'a, 'b, B: DrawingBackend>(
    area: &'a DrawingArea<B, Shift>,
    options: &ContourOptions,
) -> ChartBuilder<'a, 'b, B> {
    let mut builder = ChartBuilder::on(area);
    if options.axes {
        builder
            .margin_top(options.pixels(8.0))
            .margin_right(options.pixels(10.0))
            .set_label_area_size(LabelAreaPosition::Left, options.pixels(44.0))
            .set_label_area_size(LabelAreaPosition::Bottom, options.pixels(32.0));
    }
    builder
}
