//! The largest or the mean of each channel over a whole sequence or image.
//! Source: <https://keras.io/api/layers/pooling_layers/>

use super::{Backward, Forward, Layer, of_rank};
use crate::nn::misfit::Misfit;

macro_rules! global_pooling {
    ($name:ident, $axes:literal, $axes_words:expr, $scratch:expr, $forward:ident, $backward:ident) => {
        #[derive(Clone, Debug, Default, PartialEq)]
        #[cfg_attr(feature = "ts", derive(ts_rs::TS))]
        pub struct $name {}
        crate::record!($name {});

        impl Layer for $name {
            fn output_shape(&self, inputs: &[&[usize]]) -> Result<Vec<usize>, Misfit> {
                let input: [usize; $axes] = of_rank(inputs, $axes_words)?;
                Ok(vec![input[$axes - 1]])
            }

            fn scratch(&self, _inputs: &[&[usize]], output: &[usize]) -> usize {
                $scratch * output[0]
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

/// The scratch keeps the pixel of each largest value. NaN is never hidden.
fn max(pass: Forward) {
    let x = pass.site.input(pass.before, 0);
    let size = pass.output.len();
    pass.output.copy_from_slice(&x[..size]);
    pass.scratch.fill(0.0);
    for (pixel, x) in x.chunks_exact(size).enumerate().skip(1) {
        for ((y, best), x) in pass.output.iter_mut().zip(&mut *pass.scratch).zip(x) {
            let higher = *x > *y || x.is_nan();
            *y = if higher { *x } else { *y };
            *best = if higher { pixel as f32 } else { *best };
        }
    }
}

fn max_backward(mut pass: Backward) {
    let Some(x_delta) = pass.inputs.of(&pass.site, 0) else { return };
    for (pixel, x_delta) in x_delta.chunks_exact_mut(pass.delta.len()).enumerate() {
        let each = x_delta.iter_mut().zip(&*pass.delta).zip(&*pass.scratch);
        each.for_each(|((x, delta), best)| *x += if *best == pixel as f32 { *delta } else { 0.0 });
    }
}

fn average(pass: Forward) {
    let x = pass.site.input(pass.before, 0);
    let size = pass.output.len();
    let share = size as f32 / x.len() as f32;
    pass.output.fill(0.0);
    for x in x.chunks_exact(size) {
        pass.output.iter_mut().zip(x).for_each(|(y, x)| *y += share * x);
    }
}

fn average_backward(mut pass: Backward) {
    let Some(x_delta) = pass.inputs.of(&pass.site, 0) else { return };
    let share = pass.delta.len() as f32 / x_delta.len() as f32;
    for x_delta in x_delta.chunks_exact_mut(pass.delta.len()) {
        x_delta.iter_mut().zip(&*pass.delta).for_each(|(x, delta)| *x += share * *delta);
    }
}
