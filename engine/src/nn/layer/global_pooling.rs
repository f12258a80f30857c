//! The largest or the mean of each channel over a whole sequence or image.
//! Source: <https://keras.io/api/layers/pooling_layers/>

use kernels::elementwise::{add_scaled, clear, copy};
use kernels::number::Number;
use kernels::vector::{Vector, vectors, vectors_mut};
use serde::{Deserialize, Serialize};

use super::mask::count_places;
use super::pooling::keep_larger;
use super::{Backward, Forward, Layer, of_rank};
use crate::nn::misfit::Misfit;

macro_rules! global_pooling {
    ($name:ident, $axes:literal, $axes_words:expr, $scratch:expr, $forward:ident, $backward:ident) => {
        #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
        #[serde(default, deny_unknown_fields)]
        #[cfg_attr(feature = "ts", derive(ts_rs::TS))]
        pub struct $name {}

        impl Layer for $name {
            fn output_shape(&self, inputs: &[&[usize]]) -> Result<Vec<usize>, Misfit> {
                let input: [usize; $axes] = of_rank(inputs, $axes_words)?;
                Ok(vec![input[$axes - 1]])
            }

            fn scratch(&self, _inputs: &[&[usize]], output: &[usize]) -> usize {
                $scratch * output[0]
            }

            /// How many places count, where there is a mask.
            fn temporary(&self, _inputs: &[&[usize]], _output: &[usize]) -> usize {
                1
            }

            fn forward(&self, pass: Forward) {
                $forward(pass);
            }

            fn backward(&self, pass: Backward) {
                $backward(pass);
            }
        }
    };
}

global_pooling!(GlobalMaxPooling1dConfig, 2, ["steps", "channels"], 1, max, max_backward);
global_pooling!(GlobalMaxPooling2dConfig, 3, ["rows", "columns", "channels"], 1, max, max_backward);
global_pooling!(GlobalAveragePooling1dConfig, 2, ["steps", "channels"], 0, average, average_backward);
global_pooling!(
    GlobalAveragePooling2dConfig,
    3,
    ["rows", "columns", "channels"],
    0,
    average,
    average_backward
);

/// The scratch keeps the pixel of each largest value.
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
    let Some(x_delta) = pass.inputs.of(&pass.site, 0) else { return };
    for (pixel, x_delta) in x_delta.chunks_exact_mut(pass.delta.len()).enumerate() {
        let (pixel, zero) = (Vector::splat(pixel as f32), Vector::splat(0.0));
        let each = vectors_mut(x_delta).zip(vectors(pass.delta)).zip(vectors(pass.scratch));
        each.for_each(|((x, delta), best)| *x += best.eq(pixel).select(delta, zero));
    }
}

/// The mean over the places that count; 0 where none does.
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
    let Some(x_delta) = pass.inputs.of(&site, 0) else { return };
    let size = pass.delta.len();
    let Some(mask) = site.mask(pass.masks) else {
        let share = size as f32 / x_delta.len() as f32;
        return x_delta.chunks_exact_mut(size).for_each(|x_delta| add_scaled(x_delta, share, pass.delta));
    };
    let counts = &mut pass.temporary[..stride];
    count_places(mask, stride, counts);
    let zero = Vector::splat(0.0);
    for (x_delta, mask) in x_delta.chunks_exact_mut(size).zip(mask.chunks_exact(stride)) {
        for (to, delta) in x_delta.chunks_exact_mut(stride).zip(pass.delta.chunks_exact(stride)) {
            let each = vectors_mut(to).zip(vectors(delta)).zip(vectors(mask).zip(vectors(counts)));
            each.for_each(|((to, delta), (mask, count))| *to += mask.gt(zero).select(delta / count, zero));
        }
    }
}
