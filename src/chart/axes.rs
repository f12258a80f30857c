//! The axes of every chart.

use std::error::Error;

use plotters::coord::cartesian::Cartesian2d;
use plotters::prelude::*;

use super::Rgb;
use super::scale::Scale;

pub(super) struct Axes<'a> {
    /// Canvas pixels per CSS pixel.
    pub scale: f64,
    pub ink: Rgb,
    pub grid: Rgb,
    /// Approximate number of labels per side.
    pub numbers: usize,
    /// Names of the horizontal and vertical axis.
    pub words: [&'a str; 2],
    pub lines: Lines,
    /// The vertical labels are in units of this power of ten.
    pub exponent: i32,
}

/// Grid lines.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Lines {
    None,
    Level,
    Both,
}

impl Axes<'_> {
    pub fn draw<B: DrawingBackend>(
        &self,
        chart: &mut ChartContext<B, Cartesian2d<Scale, Scale>>,
    ) -> Result<(), Box<dyn Error + Send + Sync>>
    where
        B::ErrorType: 'static,
    {
        let (ink, grid) = (RGBColor::from(self.ink), RGBColor::from(self.grid));
        let font = (FontFamily::SansSerif, (11.0 * self.scale).round() as i32).into_font().color(&ink);
        let upwards = match self.exponent {
            0 => self.words[1].to_owned(),
            exponent => format!("{} (1e{exponent})", self.words[1]),
        };
        let mut mesh = chart.configure_mesh();
        if self.lines == Lines::Level {
            mesh.disable_x_mesh();
        }
        mesh.bold_line_style(grid.mix(if self.lines == Lines::None { 0.0 } else { 0.8 }))
            .light_line_style(grid.mix(0.0))
            .axis_style(grid)
            .x_labels(self.numbers)
            .y_labels(self.numbers)
            .x_desc(self.words[0])
            .y_desc(upwards)
            .label_style(font.clone())
            .axis_desc_style(font)
            .draw()?;
        Ok(())
    }
}
