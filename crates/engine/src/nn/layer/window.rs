//! Windows that slide over images and sequences.

use std::fmt;
use std::ops::Range;

use serde::de::value::SeqAccessDeserializer;
use serde::de::{self, Deserializer, IntoDeserializer, SeqAccess, Visitor};
use serde::{Deserialize, Serialize, Serializer};

use super::of_rank;
use crate::nn::graph_error::GraphError;

/// The sides of a window, written as one number for all axes or one for each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Sides<const AXES: usize>(#[cfg_attr(feature = "ts", ts(type = "number[]"))] pub [usize; AXES]);

impl<const AXES: usize> Serialize for Sides<AXES> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0)
    }
}

impl<'de, const AXES: usize> Deserialize<'de> for Sides<AXES> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(SidesVisitor)
    }
}

struct SidesVisitor<const AXES: usize>;

impl<'de, const AXES: usize> Visitor<'de> for SidesVisitor<AXES> {
    type Value = Sides<AXES>;

    fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        write!(formatter, "a whole number or a list of {AXES}")
    }

    fn visit_u64<E: de::Error>(self, side: u64) -> Result<Sides<AXES>, E> {
        Ok(Sides([usize::deserialize(side.into_deserializer())?; AXES]))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, sides: A) -> Result<Sides<AXES>, A::Error> {
        let sides: Vec<usize> = Deserialize::deserialize(SeqAccessDeserializer::new(sides))?;
        let count = sides.len();
        Ok(Sides(sides.try_into().map_err(|_| de::Error::invalid_length(count, &self))?))
    }
}

impl<const AXES: usize> Sides<AXES> {
    /// Rows and columns of the same window over an image. A sequence is an image of one row.
    pub fn of_image(&self) -> [usize; 2] {
        match self.0[..] {
            [columns] => [1, columns],
            [rows, columns] => [rows, columns],
            _ => unreachable!("windows lie over sequences and images"),
        }
    }

    /// The smallest and the largest side, to check their range.
    pub fn extremes(&self) -> (f64, f64) {
        let sides = self.0.iter();
        (sides.clone().min().map_or(0.0, |&side| side as f64), sides.max().map_or(0.0, |&side| side as f64))
    }
}

/// Whether windows must lie inside the input, or the output has the size of the input at stride 1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Padding {
    #[default]
    Valid,
    Same,
}

/// A window along one axis.
#[derive(Clone, Copy, Debug)]
pub struct WindowAxis {
    pub input: usize,
    pub window: usize,
    pub stride: usize,
    pub output: usize,
    /// How far the first window extends before the input.
    pub before: usize,
}

impl WindowAxis {
    /// Fails if no window fits.
    pub fn new(input: usize, window: usize, stride: usize, padding: Padding) -> Result<Self, GraphError> {
        let (output, before) = match padding {
            Padding::Valid if window > input => {
                return Err(GraphError::Window { window, side: input });
            }
            Padding::Valid => ((input - window) / stride + 1, 0),
            Padding::Same => {
                let output = input.div_ceil(stride);
                (output, ((output - 1) * stride + window).saturating_sub(input) / 2)
            }
        };
        Ok(Self { input, window, stride, output, before })
    }

    /// Positions in the window of output `at` that lie inside the input.
    pub fn inside(&self, at: usize) -> Range<usize> {
        let start = at * self.stride;
        self.before.saturating_sub(start)..self.window.min(self.input + self.before - start)
    }

    /// The input under position `within` of the window of output `at`.
    pub fn source(&self, at: usize, within: usize) -> usize {
        at * self.stride + within - self.before
    }

    /// Outputs whose window has position `within` inside the input.
    pub fn outputs_of(&self, within: usize) -> Range<usize> {
        let first = self.before.saturating_sub(within).div_ceil(self.stride);
        let last = (self.input + self.before).saturating_sub(within).div_ceil(self.stride).min(self.output);
        first.min(last)..last
    }

    /// Outputs whose whole window lies inside the input.
    pub fn whole(&self) -> Range<usize> {
        let (first, last) = (self.outputs_of(0).start, self.outputs_of(self.window - 1).end);
        first.min(last)..last
    }

    /// The windows that cover input `source`: its position in the last of them, that window's output, and their number.
    /// From each window to the one before, the position grows by the stride and the output falls by one.
    pub fn covering(&self, source: usize) -> (usize, usize, usize) {
        let position = source + self.before;
        let last = (position / self.stride).min(self.output - 1);
        let within = position - last * self.stride;
        let count =
            if within < self.window { (self.window - within).div_ceil(self.stride).min(last + 1) } else { 0 };
        (within, last, count)
    }
}

/// Windows over an image.
#[derive(Clone, Copy, Debug)]
pub struct Windows {
    pub rows: WindowAxis,
    pub columns: WindowAxis,
    pub channels: usize,
}

impl Windows {
    /// Fails if no window fits.
    pub fn new(
        image: [usize; 3],
        window: [usize; 2],
        strides: [usize; 2],
        padding: Padding,
    ) -> Result<Self, GraphError> {
        Ok(Self {
            rows: WindowAxis::new(image[0], window[0], strides[0], padding)?,
            columns: WindowAxis::new(image[1], window[1], strides[1], padding)?,
            channels: image[2],
        })
    }

    /// The shape of an output with these features, for a sequence (1 axis) or an image (2 axes).
    pub fn output_shape(&self, axes: usize, features: usize) -> Vec<usize> {
        [self.rows.output, self.columns.output, features][2 - axes..].to_vec()
    }
}

/// The shape `[rows, columns, channels]` of the only input, which must be a sequence (1 axis) or an image (2 axes). A
/// sequence is an image of one row.
pub fn image(inputs: &[&[usize]], axes: usize) -> Result<[usize; 3], GraphError> {
    if axes == 1 {
        return of_rank(inputs, ["steps", "channels"]).map(|[steps, channels]| [1, steps, channels]);
    }
    of_rank(inputs, ["rows", "columns", "channels"])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_query_agrees_with_trying_all_positions() {
        for input in 1..9 {
            for window in 1..7 {
                for stride in 1..4 {
                    for padding in [Padding::Valid, Padding::Same] {
                        let Ok(axis) = WindowAxis::new(input, window, stride, padding) else {
                            assert!(padding == Padding::Valid && window > input);
                            continue;
                        };
                        let covers = |at: usize, within: usize| {
                            let source = (at * stride + within) as isize - axis.before as isize;
                            (0..input as isize).contains(&source).then_some(source as usize)
                        };
                        for at in 0..axis.output {
                            let places: Vec<_> = (0..window).filter(|&w| covers(at, w).is_some()).collect();
                            assert_eq!(axis.inside(at).collect::<Vec<_>>(), places);
                            assert!(places.iter().all(|&w| Some(axis.source(at, w)) == covers(at, w)));
                        }
                        for within in 0..window {
                            let outputs: Vec<_> =
                                (0..axis.output).filter(|&at| covers(at, within).is_some()).collect();
                            assert_eq!(axis.outputs_of(within).collect::<Vec<_>>(), outputs);
                        }
                        let whole: Vec<_> =
                            (0..axis.output).filter(|&at| axis.inside(at) == (0..window)).collect();
                        assert_eq!(axis.whole().collect::<Vec<_>>(), whole);
                        for source in 0..input {
                            let (within, last, count) = axis.covering(source);
                            let found: Vec<_> = (0..count).map(|i| (within + i * stride, last - i)).collect();
                            let all = (0..axis.output).rev().flat_map(|at| (0..window).map(move |w| (w, at)));
                            let want: Vec<_> = all.filter(|&(w, at)| covers(at, w) == Some(source)).collect();
                            assert_eq!(found, want, "{axis:?} {source}");
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn sides_are_one_number_or_one_for_each_axis() {
        let read = |text| serde_json::from_str::<Sides<2>>(text).map_err(|error| error.to_string());
        assert_eq!(read("3"), Ok(Sides([3, 3])));
        assert_eq!(read("[2, 5]"), Ok(Sides([2, 5])));
        assert!(read("[1]").unwrap_err().contains("a list of 2"));
    }
}
