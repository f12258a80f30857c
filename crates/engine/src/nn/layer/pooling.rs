//! The maximum or mean of each window, channel by channel.
//! Source: <https://keras.io/api/layers/pooling_layers/>

use kernels::elementwise::{add_scaled, clear, copy};
use kernels::number::Number;
use kernels::vector::{Vector, vectors, vectors_mut};
use serde::{Deserialize, Serialize};

use super::window::{Padding, Sides, Windows, image};
use super::{ArgumentRange, Backward, Forward, Layer, checked};
use crate::nn::graph_error::GraphError;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default = "PoolingConfig::default", deny_unknown_fields)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "ts", ts(rename = format!("{}Pooling{AXES}dConfig", if MAX { "Max" } else { "Average" })))]
pub struct PoolingConfig<const AXES: usize, const MAX: bool> {
    pub pool_size: Sides<AXES>,
    /// If missing, the size of the window.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub strides: Option<Sides<AXES>>,
    pub padding: Padding,
}

/// Over sequences `[steps, channels]` and images `[rows, columns, channels]`.
pub type MaxPooling1dConfig = PoolingConfig<1, true>;
pub type MaxPooling2dConfig = PoolingConfig<2, true>;
pub type AveragePooling1dConfig = PoolingConfig<1, false>;
pub type AveragePooling2dConfig = PoolingConfig<2, false>;

impl<const AXES: usize, const MAX: bool> Default for PoolingConfig<AXES, MAX> {
    fn default() -> Self {
        Self { pool_size: Sides([2; AXES]), strides: None, padding: Padding::Valid }
    }
}

impl<const AXES: usize, const MAX: bool> PoolingConfig<AXES, MAX> {
    fn strides(&self) -> Sides<AXES> {
        self.strides.unwrap_or(self.pool_size)
    }

    fn windows(&self, inputs: &[&[usize]]) -> Result<Windows, GraphError> {
        Windows::new(image(inputs, AXES)?, self.pool_size.of_image(), self.strides().of_image(), self.padding)
    }

    /// The windows over an input of a compiled network.
    pub(in crate::nn) fn windows_over(&self, input: &[usize]) -> Windows {
        checked(self.windows(&[input]))
    }
}

impl<const AXES: usize, const MAX: bool> Layer for PoolingConfig<AXES, MAX> {
    fn output_shape(&self, inputs: &[&[usize]]) -> Result<Vec<usize>, GraphError> {
        let windows = self.windows(inputs)?;
        Ok(windows.output_shape(AXES, windows.channels))
    }

    /// The position of each maximum in its window.
    fn scratch(&self, _inputs: &[&[usize]], output: &[usize]) -> usize {
        if MAX { output.iter().product() } else { 0 }
    }

    fn ranges(&self) -> Vec<ArgumentRange> {
        let ((smallest, largest), (shortest, longest)) =
            (self.pool_size.extremes(), self.strides().extremes());
        vec![
            ("pool_size", smallest, 1.0, 64.0),
            ("pool_size", largest, 1.0, 64.0),
            ("strides", shortest, 1.0, 64.0),
            ("strides", longest, 1.0, 64.0),
        ]
    }

    fn forward(&self, pass: Forward) {
        let windows = self.windows_over(pass.site.input_shape(0));
        if MAX { windows.max(pass) } else { windows.average(pass) }
    }

    fn backward(&self, pass: Backward) {
        let windows = self.windows_over(pass.site.input_shape(0));
        if MAX { windows.max_backward(pass) } else { windows.average_backward(pass) }
    }
}

impl Windows {
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
