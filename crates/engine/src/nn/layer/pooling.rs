//! The maximum or mean of each window, channel by channel.
//! Source: <https://keras.io/api/layers/pooling_layers/>

use kernels::elementwise::{add_scaled, clear, copy};
use kernels::number::Number;
use kernels::vector::{Vector, vectors, vectors_mut};
use serde::{Deserialize, Serialize};

use super::window::{Padding, Sides, WindowAxis};
use super::{ArgumentRange, Backward, Forward, Layer, checked, of_rank};
use crate::nn::graph_error::GraphError;

#[derive(Clone, Copy)]
enum Reduction {
    Max,
    Average,
}

/// Declares a config for 1 or 2 axes. A sequence is computed as an image of one row.
macro_rules! pooling {
    ($name:ident, $rule:expr, $axes:literal, $axes_words:expr, $size:ident => $window:expr, $input:ident => $image:expr, $strides:ident => $steps:expr) => {
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
        #[serde(default, deny_unknown_fields)]
        #[cfg_attr(feature = "ts", derive(ts_rs::TS))]
        pub struct $name {
            pub pool_size: Sides<$axes>,
            /// If missing, the size of the window.
            #[serde(skip_serializing_if = "Option::is_none")]
            #[cfg_attr(feature = "ts", ts(optional))]
            pub strides: Option<Sides<$axes>>,
            pub padding: Padding,
        }

        impl Default for $name {
            fn default() -> Self {
                Self { pool_size: Sides([2; $axes]), strides: None, padding: Padding::Valid }
            }
        }

        impl $name {
            fn pool(&self, $input: &[usize]) -> Result<Pool, GraphError> {
                let $size = self.pool_size.0;
                let $strides = self.strides.unwrap_or(self.pool_size).0;
                let (image, window, steps): ([usize; 3], [usize; 2], [usize; 2]) = ($image, $window, $steps);
                Ok(Pool {
                    rows: WindowAxis::new(image[0], window[0], steps[0], self.padding)?,
                    columns: WindowAxis::new(image[1], window[1], steps[1], self.padding)?,
                    channels: image[2],
                })
            }
        }

        impl Layer for $name {
            fn output_shape(&self, inputs: &[&[usize]]) -> Result<Vec<usize>, GraphError> {
                let input: [usize; $axes + 1] = of_rank(inputs, $axes_words)?;
                let pool = self.pool(&input)?;
                let sides = [pool.rows.output, pool.columns.output, pool.channels];
                Ok(sides[2 - $axes..].to_vec())
            }

            /// The position of each maximum in its window.
            fn scratch(&self, _inputs: &[&[usize]], output: &[usize]) -> usize {
                match $rule {
                    Reduction::Max => output.iter().product(),
                    Reduction::Average => 0,
                }
            }

            fn ranges(&self) -> Vec<ArgumentRange> {
                let ((smallest, largest), (shortest, longest)) =
                    (self.pool_size.extremes(), self.strides.unwrap_or(self.pool_size).extremes());
                vec![
                    ("pool_size", smallest, 1.0, 64.0),
                    ("pool_size", largest, 1.0, 64.0),
                    ("strides", shortest, 1.0, 64.0),
                    ("strides", longest, 1.0, 64.0),
                ]
            }

            fn forward(&self, pass: Forward) {
                let pool = checked(self.pool(pass.site.input_shape(0)));
                match $rule {
                    Reduction::Max => pool.max(pass),
                    Reduction::Average => pool.average(pass),
                }
            }

            fn backward(&self, pass: Backward) {
                let pool = checked(self.pool(pass.site.input_shape(0)));
                match $rule {
                    Reduction::Max => pool.max_backward(pass),
                    Reduction::Average => pool.average_backward(pass),
                }
            }
        }
    };
}

macro_rules! pooling_1d {
    ($name:ident, $rule:expr) => {
        pooling!(
            $name, $rule, 1, ["steps", "channels"],
            size => [1, size[0]], input => [1, input[0], input[1]], strides => [1, strides[0]]
        );
    };
}

macro_rules! pooling_2d {
    ($name:ident, $rule:expr) => {
        pooling!(
            $name, $rule, 2, ["rows", "columns", "channels"],
            size => size, input => [input[0], input[1], input[2]], strides => strides
        );
    };
}

pooling_1d!(MaxPooling1dConfig, Reduction::Max);
pooling_2d!(MaxPooling2dConfig, Reduction::Max);
pooling_1d!(AveragePooling1dConfig, Reduction::Average);
pooling_2d!(AveragePooling2dConfig, Reduction::Average);

struct Pool {
    rows: WindowAxis,
    columns: WindowAxis,
    channels: usize,
}

impl Pool {
    /// Visits every position of every window that lies inside the input: output pixel, number of the position in the window,
    /// input pixel, and how many positions of the window lie inside.
    fn each_place(&self, mut visit: impl FnMut(usize, usize, usize, usize)) {
        for row in 0..self.rows.output {
            let inside_rows = self.rows.inside(row);
            for column in 0..self.columns.output {
                let inside = self.columns.inside(column);
                let output = row * self.columns.output + column;
                for (line, within_row) in inside_rows.clone().enumerate() {
                    let start = self.rows.source(row, within_row) * self.columns.input;
                    for (at, within) in inside.clone().enumerate() {
                        let source = start + self.columns.source(column, within);
                        visit(output, line * inside.len() + at, source, inside_rows.len() * inside.len());
                    }
                }
            }
        }
    }

    fn max(&self, pass: Forward) {
        let x = pass.site.input(pass.before, 0);
        let size = self.channels * pass.site.stride;
        let (output, places) = (pass.output, pass.scratch);
        self.each_place(|to, place, from, _| {
            let x = &x[from * size..][..size];
            let output = &mut output[to * size..][..size];
            let places = &mut places[to * size..][..size];
            if place == 0 {
                copy(output, x);
                clear(places);
            } else {
                keep_larger(output, places, x, place);
            }
        });
    }

    fn max_backward(&self, mut pass: Backward) {
        let size = self.channels * pass.site.stride;
        let (grad, places) = (pass.grad_output, pass.scratch);
        let Some(grad_input) = pass.grad_inputs.of(&pass.site, 0) else { return };
        self.each_place(|to, place, from, _| {
            let (x, rows) = (&mut grad_input[from * size..][..size], to * size..(to + 1) * size);
            let (place, zero) = (Vector::splat(place as f32), Vector::splat(0.0));
            let each = vectors_mut(x).zip(vectors(&grad[rows.clone()])).zip(vectors(&places[rows]));
            each.for_each(|((x, grad), best)| *x += best.eq(place).select(grad, zero));
        });
    }

    /// The mean over the positions inside the input.
    fn average(&self, pass: Forward) {
        let x = pass.site.input(pass.before, 0);
        let size = self.channels * pass.site.stride;
        clear(pass.output);
        self.each_place(|to, _, from, places| {
            let share = 1.0 / places as f32;
            add_scaled(&mut pass.output[to * size..][..size], share, &x[from * size..][..size]);
        });
    }

    fn average_backward(&self, mut pass: Backward) {
        let size = self.channels * pass.site.stride;
        let grad = pass.grad_output;
        let Some(grad_input) = pass.grad_inputs.of(&pass.site, 0) else { return };
        self.each_place(|to, _, from, places| {
            let share = 1.0 / places as f32;
            add_scaled(&mut grad_input[from * size..][..size], share, &grad[to * size..][..size]);
        });
    }
}

/// Where a number is larger than the maximum so far, or NaN, keeps it and its place. Of equal numbers the first is kept.
pub(super) fn keep_larger(kept: &mut [f32], places: &mut [f32], numbers: &[f32], place: usize) {
    let place = Vector::splat(place as f32);
    for ((kept, best), x) in vectors_mut(kept).zip(vectors_mut(places)).zip(vectors(numbers)) {
        let higher = x.gt(*kept) | x.is_nan();
        *kept = higher.select(x, *kept);
        *best = higher.select(place, *best);
    }
}
