//! Charts by plotters, generic over the backend: a canvas in the page, SVG text in tests.

mod axes;
mod contour;
mod curves;
mod isolines;
mod losses;
mod scale;

pub use contour::{ContourOptions, Frame, draw_contour, draw_profile};
pub use curves::{CurveOptions, CurveWords, Plot, draw_curves};
pub use losses::{LossLine, LossOptions, LossPlot, LossWords, draw_losses};

use plotters::style::RGBColor;
use serde::Deserialize;

/// A colour as `[red, green, blue]`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Rgb([u8; 3]);

impl From<Rgb> for RGBColor {
    fn from(Rgb([red, green, blue]): Rgb) -> Self {
        Self(red, green, blue)
    }
}
