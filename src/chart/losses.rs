//! Losses of a race against its steps, one line for each contestant.

use std::error::Error;

use plotters::coord::Shift;
use plotters::coord::ranged1d::{AsRangedCoord, ValueFormatter};
use plotters::prelude::*;
use serde::Deserialize;

use super::curves::{Plot, short};
use super::Rgb;

/// What to draw and in which colours. Sizes are in pixels of the canvas.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LossOptions {
    /// Pixels of the canvas for one of the page.
    pub scale: f64,
    pub ink: Rgb,
    pub grid: Rgb,
    pub log: bool,
    /// Where the chart ends on the right.
    pub until: f64,
    /// A step to mark.
    pub step: Option<f64>,
    /// The lowest value there is: in a logarithmic chart the loss is measured from here.
    pub lowest: Option<f64>,
    pub lines: Vec<LossLine>,
    pub words: LossWords,
}

#[derive(Clone, Debug, Deserialize)]
pub struct LossLine {
    pub contestant: usize,
    pub colour: Rgb,
}

#[derive(Clone, Debug, Deserialize)]
pub struct LossWords {
    pub loss: String,
    pub step: String,
}

type Failed = Box<dyn Error + Send + Sync>;

/// Below this a logarithmic chart ends.
const SMALLEST: f64 = 1e-12;
/// How many times the loss at the start a line may climb before it leaves the chart.
const MOST: f64 = 1.5;
const MOST_IN_LOG: f64 = 1e3;

/// Draws the losses of the contestants in `options`, and tells where the steps lie.
pub fn draw_losses<'a, B: DrawingBackend>(
    area: &DrawingArea<B, Shift>,
    losses: impl Fn(usize) -> &'a [f64],
    options: &LossOptions,
) -> Result<Plot, Failed>
where
    B::ErrorType: 'static,
{
    let zero = options.lowest.filter(|_| options.log).unwrap_or(0.0);
    let heights = |contestant: usize| losses(contestant).iter().map(move |loss| loss - zero);
    let all = || options.lines.iter().flat_map(|line| heights(line.contestant)).filter(|y| y.is_finite());
    let start = options.lines.iter().find_map(|line| heights(line.contestant).next()).unwrap_or(1.0);
    let most = start.abs() * if options.log { MOST_IN_LOG } else { MOST };
    let highest = all().filter(|y| *y <= most).fold(f64::NEG_INFINITY, f64::max);
    let lowest = all().filter(|y| !options.log || *y > 0.0).fold(f64::INFINITY, f64::min);
    let lines: Vec<(Vec<(f64, f64)>, Rgb)> = options
        .lines
        .iter()
        .map(|line| (heights(line.contestant).enumerate().map(|(step, y)| (step as f64, y)).collect(), line.colour))
        .collect();
    match options.log {
        true => {
            let low = if lowest.is_finite() { lowest.max(SMALLEST) } else { 1e-3 };
            let high = if highest > 2.0 * low { highest } else { 2.0 * low };
            let (low, high) = (low / 1.3, high * 1.3);
            draw(area, &lines, options, (low, high), (low..high).log_scale())
        }
        false => {
            let low = options.lowest.unwrap_or(lowest).min(lowest);
            let low = if low.is_finite() { low.max(-1e12) } else { 0.0 };
            let high = if highest > low { highest.min(1e12) } else { low + 1.0 };
            let room = 0.05 * (high - low);
            draw(area, &lines, options, (low - room, high + room), low - room..high + room)
        }
    }
}

fn draw<B, Y>(
    area: &DrawingArea<B, Shift>,
    lines: &[(Vec<(f64, f64)>, Rgb)],
    options: &LossOptions,
    (low, high): (f64, f64),
    values: Y,
) -> Result<Plot, Failed>
where
    B: DrawingBackend,
    B::ErrorType: 'static,
    Y: AsRangedCoord<Value = f64>,
    Y::CoordDescType: ValueFormatter<f64>,
{
    let pixels = |size: f64| (size * options.scale).round() as i32;
    let (ink, grid) = (RGBColor::from(options.ink), RGBColor::from(options.grid));
    let font = ("sans-serif", pixels(11.0)).into_font().color(&ink);
    let until = if options.until >= 1.0 { options.until.min(1e9) } else { 1.0 };
    let mut chart = ChartBuilder::on(area)
        .margin_top(pixels(8.0))
        .margin_right(pixels(12.0))
        .set_label_area_size(LabelAreaPosition::Left, pixels(48.0))
        .set_label_area_size(LabelAreaPosition::Bottom, pixels(32.0))
        .build_cartesian_2d(0.0..until, values)?;
    chart
        .configure_mesh()
        .disable_x_mesh()
        .bold_line_style(grid.mix(0.8))
        .light_line_style(grid.mix(0.0))
        .axis_style(grid)
        .x_labels(6)
        .y_labels(6)
        .x_desc(&*options.words.step)
        .y_desc(&*options.words.loss)
        .label_style(font.clone())
        .axis_desc_style(font)
        .x_label_formatter(&|step| short(*step))
        .y_label_formatter(&|value| short(*value))
        .draw()?;
    if let Some(step) = options.step.filter(|step| (0.0..=until).contains(step)) {
        let line = [(step, low), (step, high)];
        chart.draw_series(LineSeries::new(line, ink.mix(0.5).stroke_width(pixels(1.0).max(1) as u32)))?;
    }
    let (across, _) = chart.plotting_area().get_pixel_range();
    let columns = (across.end - across.start).max(1) as f64;
    for (points, colour) in lines {
        let style = RGBColor::from(*colour).stroke_width(pixels(2.0).max(1) as u32);
        let inside = points.iter().filter(|(step, y)| *step <= until && y.is_finite());
        let clamped = inside.map(|&(step, y)| (step, y.clamp(low, high)));
        chart.draw_series(LineSeries::new(thinned(clamped, columns / until), style))?;
    }
    Ok(Plot { left: across.start, right: across.end, low: 0.0, high: until })
}

/// At most the first, lowest, highest and last point of every column of pixels, in their order.
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
        let mut indices: Vec<usize> =
            [Some(0), lowest, highest, column.len().checked_sub(1)].into_iter().flatten().collect();
        indices.sort_unstable();
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
