//! Linear and logarithmic axes of charts. Both are one type, since plotters compiles all of its drawing again for
//! each pair of types.

use std::ops::Range;

use plotters::coord::combinators::{IntoLogRange, LogCoord};
use plotters::coord::ranged1d::{KeyPointHint, NoDefaultFormatting, Ranged, ValueFormatter};
use plotters::coord::types::RangedCoordf64;

pub(super) enum Scale {
    Even(RangedCoordf64),
    Powers(LogCoord<f64>),
}

impl Scale {
    pub fn even(low: f64, high: f64) -> Self {
        Self::Even((low..high).into())
    }

    /// With powers of ten, a short range would have hardly any labels.
    pub fn of_powers(low: f64, high: f64) -> Self {
        let base = if high / low < 100.0 { 2.0 } else { 10.0 };
        Self::Powers((low..high).log_scale().base(base).into())
    }
}

impl Ranged for Scale {
    type FormatOption = NoDefaultFormatting;
    type ValueType = f64;

    fn map(&self, value: &f64, limit: (i32, i32)) -> i32 {
        match self {
            Self::Even(range) => range.map(value, limit),
            Self::Powers(range) => range.map(value, limit),
        }
    }

    fn key_points<Hint: KeyPointHint>(&self, hint: Hint) -> Vec<f64> {
        match self {
            Self::Even(range) => range.key_points(hint),
            Self::Powers(range) => range.key_points(hint),
        }
    }

    fn range(&self) -> Range<f64> {
        match self {
            Self::Even(range) => range.range(),
            Self::Powers(range) => range.range(),
        }
    }
}

impl ValueFormatter<f64> for Scale {
    fn format(value: &f64) -> String {
        short(*value)
    }
}

/// A number in as few characters as possible.
fn short(value: f64) -> String {
    let size = value.abs();
    if size >= 1e8 {
        format!("{value:.0e}")
    } else if size >= 1e6 {
        format!("{:.1}M", value / 1e6)
    } else if size >= 1e4 {
        format!("{:.0}k", value / 1e3)
    } else if size >= 100.0 || (size >= 1.0 && value.fract() == 0.0) || value == 0.0 {
        format!("{value:.0}")
    } else if size >= 0.01 {
        format!("{value:.2}")
    } else {
        format!("{value:.0e}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short() {
        let shorts = [0.0, 1.0, 0.25, 0.00031, 1234.0, 56_000.0, 2_500_000.0, 5e8, 1.5].map(short);
        assert_eq!(shorts, ["0", "1", "0.25", "3e-4", "1234", "56k", "2.5M", "5e8", "1.50"]);
    }
}
