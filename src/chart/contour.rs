//! Contour lines of a grid, and the curve of one that is a line.

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

/// What to draw and in which colours. Sizes are in pixels of the canvas.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContourOptions {
    /// Pixels of the canvas for one of the page.
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
    /// How many of them, counted from the first, are the lowest; the others are marked smaller. All where it is missing.
    pub lowest: Option<usize>,
    pub domain: Vec<[f64; 2]>,
}

fn yes() -> bool {
    true
}

/// One number or two.
#[derive(Clone, Debug)]
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

/// Where the plane lies on the canvas, and its values at the bottom and the top.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Frame {
    pub left: i32,
    pub right: i32,
    pub top: i32,
    pub bottom: i32,
    pub low: f64,
    pub high: f64,
}

type Failed = Box<dyn Error + Send + Sync>;

impl ContourOptions {
    fn pixels(&self, size: f64) -> i32 {
        (size * self.scale).round() as i32
    }

    fn axes(&self, lines: Lines) -> Axes<'_> {
        let words = [&*self.labels[0], &*self.labels[1]];
        Axes { scale: self.scale, ink: self.ink, grid: self.grid, numbers: 7, words, lines }
    }

    fn side(&self, dimension: usize) -> [f64; 2] {
        self.domain.get(dimension).copied().filter(|[low, high]| low < high).unwrap_or([0.0, 1.0])
    }

    /// Place and whether it is one of the lowest. Those are drawn last.
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

/// Draws the lines of a grid, [row][column], along `levels`, except the lowest and the highest, which have none.
pub fn draw_contour<B: DrawingBackend>(
    area: &DrawingArea<B, Shift>,
    values: &[f32],
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
    for level in levels.iter().skip(1).take(levels.len().saturating_sub(2)) {
        for line in isolines(values, width, *level) {
            chart.draw_series(LineSeries::new(line.into_iter().map(place), style))?;
        }
    }
    // Plotters counts pixels in i32, so nothing far outside may be drawn.
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
    values: &[f32],
    options: &ContourOptions,
) -> Result<Frame, Failed>
where
    B::ErrorType: 'static,
{
    let [left, right] = options.side(0);
    let finite = || values.iter().map(|&value| f64::from(value)).filter(|value| value.is_finite());
    let (low, high) = finite()
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)));
    let (low, high) = match low < high {
        true => (low, high),
        false if low.is_finite() => (low - 0.5 - 0.1 * low.abs(), low + 0.5 + 0.1 * low.abs()),
        false => (0.0, 1.0),
    };
    let room = 0.06 * (high - low);
    let (low, high) = (low - room, high + room);
    let mut chart =
        builder(area, options).build_cartesian_2d(Scale::even(left, right), Scale::even(low, high))?;
    options.axes(Lines::Both).draw(&mut chart)?;
    let at = |index: usize| left + (right - left) * (index as f64 + 0.5) / values.len() as f64;
    let style = RGBColor::from(options.line).stroke_width(options.pixels(2.0).max(1) as u32);
    // Where there is no value the curve is interrupted.
    let points: Vec<(f64, f64)> =
        values.iter().enumerate().map(|(index, &value)| (at(index), value.into())).collect();
    for part in points.split(|(_, value)| !value.is_finite()).filter(|part| part.len() > 1) {
        chart.draw_series(LineSeries::new(part.iter().copied(), style))?;
    }
    let inside = options.marks().filter(|((x, _), _)| (left..right).contains(x));
    let on_curve = inside.filter_map(|((x, _), lowest)| {
        let index = ((x - left) / (right - left) * values.len() as f64) as usize;
        let value = values.get(index).filter(|value| value.is_finite())?;
        Some(options.cross((x, f64::from(*value)), lowest))
    });
    chart.draw_series(on_curve)?;
    let (across, down) = chart.plotting_area().get_pixel_range();
    Ok(Frame { left: across.start, right: across.end, top: down.start, bottom: down.end, low, high })
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
