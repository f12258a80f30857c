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
use serde_json::Value;

use crate::wire::{Misread, Wire};

/// A colour as `[red, green, blue]`.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Rgb([u8; 3]);

impl Wire for Rgb {
    fn blank() -> Self {
        Self::default()
    }

    fn read(&mut self, value: &Value) -> Result<(), Misread> {
        self.0.read(value)
    }

    fn write(&self) -> Value {
        self.0.write()
    }
}

impl From<Rgb> for RGBColor {
    fn from(Rgb([red, green, blue]): Rgb) -> Self {
        Self(red, green, blue)
    }
}
