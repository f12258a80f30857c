//! Features of a point of the plane.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::json;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub enum Feature {
    X1,
    X2,
    X1Squared,
    X2Squared,
    X1X2,
    SinX1,
    SinX2,
    CosX1,
    CosX2,
    /// Distance from the centre.
    Radius,
}

impl fmt::Display for Feature {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        self.serialize(formatter)
    }
}

impl Feature {
    pub fn all() -> Vec<Self> {
        json::all()
    }

    /// The coordinates.
    pub fn defaults(dimensions: usize) -> Vec<Self> {
        [Self::X1, Self::X2][..dimensions].to_vec()
    }

    pub fn value(self, x1: f64, x2: f64) -> f64 {
        match self {
            Self::X1 => x1,
            Self::X2 => x2,
            Self::X1Squared => x1 * x1,
            Self::X2Squared => x2 * x2,
            Self::X1X2 => x1 * x2,
            Self::SinX1 => libm::sin(x1),
            Self::SinX2 => libm::sin(x2),
            Self::CosX1 => libm::cos(x1),
            Self::CosX2 => libm::cos(x2),
            Self::Radius => libm::sqrt(x1 * x1 + x2 * x2),
        }
    }

    /// The number of coordinates it needs: 1 if x1 is enough.
    pub fn dimensions(self) -> usize {
        match self {
            Self::X1 | Self::X1Squared | Self::SinX1 | Self::CosX1 => 1,
            _ => 2,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_that_are_written() {
        for feature in Feature::all() {
            assert_eq!(serde_json::to_value(feature).unwrap(), feature.to_string());
        }
    }
}
