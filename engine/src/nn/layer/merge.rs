//! Layers that merge inputs of one shape value by value. Source: <https://keras.io/api/layers/merging_layers/>

use super::{Backward, Forward, Layer};
use crate::nn::misfit::Misfit;

macro_rules! config {
    ($name:ident, $doc:literal) => {
        #[doc = $doc]
        #[derive(Clone, Debug, Default, PartialEq)]
        #[cfg_attr(feature = "ts", derive(ts_rs::TS))]
        pub struct $name {}
        crate::record!($name {});
    };
}

config!(AddConfig, "The sum.");
config!(MultiplyConfig, "The product.");
config!(AverageConfig, "The mean.");
config!(MaximumConfig, "The largest; of equal ones the first learns.");

/// The shape of all inputs.
fn common_shape(inputs: &[&[usize]]) -> Result<Vec<usize>, Misfit> {
    let [first, others @ ..] = inputs else { return Err(Misfit::TooFewInputs { count: 0 }) };
    if others.is_empty() {
        return Err(Misfit::TooFewInputs { count: 1 });
    }
    match others.iter().find(|other| *other != first) {
        Some(other) => Err(Misfit::OneShape { first: first.to_vec(), other: other.to_vec() }),
        None => Ok(first.to_vec()),
    }
}

impl Layer for AddConfig {
    fn output_shape(&self, inputs: &[&[usize]]) -> Result<Vec<usize>, Misfit> {
        common_shape(inputs)
    }

    fn forward(&self, pass: Forward) {
        fold(pass, |sum, x| sum + x);
    }

    fn backward(&self, pass: Backward) {
        spread(pass, 1.0);
    }
}

impl Layer for AverageConfig {
    fn output_shape(&self, inputs: &[&[usize]]) -> Result<Vec<usize>, Misfit> {
        common_shape(inputs)
    }

    fn forward(&self, pass: Forward) {
        let share = 1.0 / pass.site.sources.len() as f32;
        fold(Forward { output: &mut *pass.output, ..pass }, |sum, x| sum + x);
        pass.output.iter_mut().for_each(|y| *y *= share);
    }

    fn backward(&self, pass: Backward) {
        let share = 1.0 / pass.site.sources.len() as f32;
        spread(pass, share);
    }
}

impl Layer for MaximumConfig {
    fn output_shape(&self, inputs: &[&[usize]]) -> Result<Vec<usize>, Misfit> {
        common_shape(inputs)
    }

    fn forward(&self, pass: Forward) {
        // NaN wins, so that it is not hidden.
        fold(pass, |most, x| if x > most || x.is_nan() { x } else { most });
    }

    fn backward(&self, mut pass: Backward) {
        let site = pass.site;
        for index in 0..site.sources.len() {
            let x = site.input(pass.before, index);
            if let Some(x_delta) = pass.inputs.of(&site, index) {
                let each = x_delta.iter_mut().zip(&*pass.delta).zip(x).zip(pass.output);
                each.for_each(|(((to, delta), x), most)| *to += if x == most { *delta } else { 0.0 });
            }
            // What one input took is not there for the next.
            let each = pass.delta.iter_mut().zip(x).zip(pass.output);
            each.for_each(|((delta, x), most)| *delta = if x == most { 0.0 } else { *delta });
        }
    }
}

impl Layer for MultiplyConfig {
    fn output_shape(&self, inputs: &[&[usize]]) -> Result<Vec<usize>, Misfit> {
        common_shape(inputs)
    }

    fn forward(&self, pass: Forward) {
        fold(pass, |product, x| product * x);
    }

    /// delta times the product of the others.
    fn backward(&self, mut pass: Backward) {
        let site = pass.site;
        for index in 0..site.sources.len() {
            let Some(x_delta) = pass.inputs.of(&site, index) else { continue };
            for (at, (to, delta)) in x_delta.iter_mut().zip(&*pass.delta).enumerate() {
                let others = (0..site.sources.len()).filter(|&other| other != index);
                *to += others.fold(*delta, |product, other| product * site.input(pass.before, other)[at]);
            }
        }
    }
}

fn fold(pass: Forward, merge: impl Fn(f32, f32) -> f32) {
    let site = pass.site;
    pass.output.copy_from_slice(site.input(pass.before, 0));
    for index in 1..site.sources.len() {
        let x = site.input(pass.before, index);
        pass.output.iter_mut().zip(x).for_each(|(y, x)| *y = merge(*y, *x));
    }
}

/// Every input gets the gradient times `share`.
fn spread(mut pass: Backward, share: f32) {
    let site = pass.site;
    for index in 0..site.sources.len() {
        let Some(x_delta) = pass.inputs.of(&site, index) else { continue };
        x_delta.iter_mut().zip(&*pass.delta).for_each(|(x, delta)| *x += share * *delta);
    }
}
