//! The maximum or mean of each channel over a whole sequence or image.
//! Source: <https://keras.io/api/layers/pooling_layers/>

use kernels::elementwise::{add_scaled, clear, copy};
use kernels::number::Number;
use kernels::vector::{Vector, vectors, vectors_mut};
use serde::{Deserialize, Serialize};

use super::mask::count_places;
use super::pooling::keep_larger;
use super::window::image;
use super::{Backward, Forward, Layer};
use crate::nn::graph_error::GraphError;

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default = "GlobalPoolingConfig::default", deny_unknown_fields)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "ts", ts(rename = format!("Global{}Pooling{AXES}dConfig", if MAX { "Max" } else { "Average" })))]
pub struct GlobalPoolingConfig<const AXES: usize, const MAX: bool> {}

/// Over sequences `[steps, channels]` and images `[rows, columns, channels]`.
pub type GlobalMaxPooling1dConfig = GlobalPoolingConfig<1, true>;
pub type GlobalMaxPooling2dConfig = GlobalPoolingConfig<2, true>;
pub type GlobalAveragePooling1dConfig = GlobalPoolingConfig<1, false>;
pub type GlobalAveragePooling2dConfig = GlobalPoolingConfig<2, false>;

impl<const AXES: usize, const MAX: bool> Layer for GlobalPoolingConfig<AXES, MAX> {
    fn output_shape(&self, inputs: &[&[usize]]) -> Result<Vec<usize>, GraphError> {
        let [_, _, channels] = image(inputs, AXES)?;
        Ok(vec![channels])
    }

    /// The pixel of each maximum.
    fn scratch(&self, _inputs: &[&[usize]], output: &[usize]) -> usize {
        if MAX { output[0] } else { 0 }
    }

    /// The number of unmasked places, if there is a mask.
    fn temporary(&self, _inputs: &[&[usize]], _output: &[usize]) -> usize {
        1
    }

    fn forward(&self, pass: Forward) {
        if MAX { max(pass) } else { average(pass) }
    }

    fn backward(&self, pass: Backward) {
        if MAX { max_backward(pass) } else { average_backward(pass) }
    }
}

/// The scratch memory stores the pixel of each maximum.
fn max(pass: Forward) {
    let x = pass.site.input(pass.before, 0);
    let size = pass.output.len();
    copy(pass.output, &x[..size]);
    clear(pass.scratch);
    for (pixel, x) in x.chunks_exact(size).enumerate().skip(1) {
        keep_larger(pass.output, pass.scratch, x, pixel);
    }
}

fn max_backward(mut pass: Backward) {
    let Some(grad_input) = pass.grad_inputs.of(&pass.site, 0) else { return };
    for (pixel, grad_input) in grad_input.chunks_exact_mut(pass.grad_output.len()).enumerate() {
        let (pixel, zero) = (Vector::splat(pixel as f32), Vector::splat(0.0));
        let each = vectors_mut(grad_input).zip(vectors(pass.grad_output)).zip(vectors(pass.scratch));
        each.for_each(|((x, grad), best)| *x += best.eq(pixel).select(grad, zero));
    }
}

/// The mean over all unmasked places; 0 if there are none.
fn average(pass: Forward) {
    let x = pass.site.input(pass.before, 0);
    let (size, stride) = (pass.output.len(), pass.site.stride);
    clear(pass.output);
    let Some(mask) = pass.site.mask(pass.masks) else {
        let share = size as f32 / x.len() as f32;
        return x.chunks_exact(size).for_each(|x| add_scaled(pass.output, share, x));
    };
    let counts = &mut pass.temporary[..stride];
    count_places(mask, stride, counts);
    let zero = Vector::splat(0.0);
    for (x, mask) in x.chunks_exact(size).zip(mask.chunks_exact(stride)) {
        for (sum, x) in pass.output.chunks_exact_mut(stride).zip(x.chunks_exact(stride)) {
            let each = vectors_mut(sum).zip(vectors(x)).zip(vectors(mask));
            each.for_each(|((sum, x), mask)| *sum += mask.gt(zero).select(x, zero));
        }
    }
    for sum in pass.output.chunks_exact_mut(stride) {
        vectors_mut(sum).zip(vectors(counts)).for_each(|(sum, count)| *sum /= count);
    }
}

fn average_backward(mut pass: Backward) {
    let (site, stride) = (pass.site, pass.site.stride);
    let Some(grad_input) = pass.grad_inputs.of(&site, 0) else { return };
    let size = pass.grad_output.len();
    let Some(mask) = site.mask(pass.masks) else {
        let share = size as f32 / grad_input.len() as f32;
        return grad_input
            .chunks_exact_mut(size)
            .for_each(|grad_input| add_scaled(grad_input, share, pass.grad_output));
    };
    let counts = &mut pass.temporary[..stride];
    count_places(mask, stride, counts);
    let zero = Vector::splat(0.0);
    for (grad_input, mask) in grad_input.chunks_exact_mut(size).zip(mask.chunks_exact(stride)) {
        for (to, grad) in grad_input.chunks_exact_mut(stride).zip(pass.grad_output.chunks_exact(stride)) {
            let each = vectors_mut(to).zip(vectors(grad)).zip(vectors(mask).zip(vectors(counts)));
            each.for_each(|((to, grad), (mask, count))| *to += mask.gt(zero).select(grad / count, zero));
        }
    }
}
