//! Layers that combine inputs of the same shape element by element. Source: <https://keras.io/api/layers/merging_layers/>

use kernels::elementwise::{add, add_scaled, copy, multiply_by, scale};
use kernels::number::Number;
use kernels::vector::{Vector, vectors, vectors_mut};
use serde::{Deserialize, Serialize};

use super::{Backward, Forward, Layer, Masking};
use crate::nn::graph_error::GraphError;

macro_rules! config {
    ($name:ident, $doc:literal) => {
        #[doc = $doc]
        #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
        #[serde(default, deny_unknown_fields)]
        #[cfg_attr(feature = "ts", derive(ts_rs::TS))]
        pub struct $name {}
    };
}

config!(AddConfig, "The sum.");
config!(
    MultiplyConfig,
    "The product. At places where some inputs are masked, the product of the others; 0 if all are masked."
);
config!(AverageConfig, "The mean.");
config!(MaximumConfig, "The maximum of the unmasked inputs. Among equal ones, the first gets the gradient.");

/// The shape that all inputs have.
fn common_shape(inputs: &[&[usize]]) -> Result<Vec<usize>, GraphError> {
    let [first, others @ ..] = inputs else { return Err(GraphError::TooFewInputs { count: 0 }) };
    if others.is_empty() {
        return Err(GraphError::TooFewInputs { count: 1 });
    }
    match others.iter().find(|other| *other != first) {
        Some(other) => Err(GraphError::OneShape { first: first.to_vec(), other: other.to_vec() }),
        None => Ok(first.to_vec()),
    }
}

impl Layer for AddConfig {
    fn output_shape(&self, inputs: &[&[usize]]) -> Result<Vec<usize>, GraphError> {
        common_shape(inputs)
    }

    fn masking(&self, _rank: usize) -> Masking {
        Masking::Merges
    }

    fn forward(&self, pass: Forward) {
        fold(pass, add);
    }

    fn backward(&self, pass: Backward) {
        spread(pass, 1.0);
    }
}

impl Layer for AverageConfig {
    fn output_shape(&self, inputs: &[&[usize]]) -> Result<Vec<usize>, GraphError> {
        common_shape(inputs)
    }

    fn masking(&self, _rank: usize) -> Masking {
        Masking::Merges
    }

    fn forward(&self, pass: Forward) {
        let share = 1.0 / pass.site.inputs.len() as f32;
        fold(Forward { output: &mut *pass.output, ..pass }, add);
        scale(pass.output, share);
    }

    fn backward(&self, pass: Backward) {
        let share = 1.0 / pass.site.inputs.len() as f32;
        spread(pass, share);
    }
}

impl Layer for MaximumConfig {
    fn output_shape(&self, inputs: &[&[usize]]) -> Result<Vec<usize>, GraphError> {
        common_shape(inputs)
    }

    fn masking(&self, _rank: usize) -> Masking {
        Masking::Merges
    }

    fn forward(&self, pass: Forward) {
        if pass.site.has_masked_input() {
            return fold_counting(pass, |most, x| if x > most || x.is_nan() { x } else { most }, None);
        }
        fold(pass, |most, x| {
            for (most, x) in vectors_mut(most).zip(vectors(x)) {
                // NaN counts as the maximum, so that it is never hidden.
                *most = (x.gt(*most) | x.is_nan()).select(x, *most);
            }
        });
    }

    fn backward(&self, mut pass: Backward) {
        let (site, zero) = (pass.site, Vector::splat(0.0));
        if site.has_masked_input() {
            for index in 0..site.inputs.len() {
                let Some(grad_input) = pass.grad_inputs.of(&site, index) else { continue };
                for (at, (to, grad)) in grad_input.iter_mut().zip(&*pass.grad_output).enumerate() {
                    let counts = |&input: &usize| {
                        site.counts(pass.masks, input, at)
                            && site.input(pass.before, input)[at] == pass.output[at]
                    };
                    let largest = (0..site.inputs.len()).find(counts);
                    if largest == Some(index) || (index == 0 && site.counts_nowhere(pass.masks, at)) {
                        *to += *grad;
                    }
                }
            }
            return;
        }
        for index in 0..site.inputs.len() {
            let x = site.input(pass.before, index);
            if let Some(grad_input) = pass.grad_inputs.of(&site, index) {
                let each = vectors_mut(grad_input)
                    .zip(vectors(pass.grad_output))
                    .zip(vectors(x).zip(vectors(pass.output)));
                each.for_each(|((to, grad), (x, most))| *to += x.eq(most).select(grad, zero));
            }
            // The gradient goes to the first input only.
            let each = vectors_mut(pass.grad_output).zip(vectors(x)).zip(vectors(pass.output));
            each.for_each(|((grad, x), most)| *grad = x.eq(most).select(zero, *grad));
        }
    }
}

impl Layer for MultiplyConfig {
    fn output_shape(&self, inputs: &[&[usize]]) -> Result<Vec<usize>, GraphError> {
        common_shape(inputs)
    }

    fn masking(&self, _rank: usize) -> Masking {
        Masking::Merges
    }

    fn forward(&self, pass: Forward) {
        if pass.site.has_masked_input() {
            return fold_counting(pass, |product, x| product * x, Some(0.0));
        }
        fold(pass, multiply_by);
    }

    /// The gradient times the product of the other inputs.
    fn backward(&self, mut pass: Backward) {
        let site = pass.site;
        let all_count = !site.has_masked_input();
        let counts = |input: usize, at: usize| all_count || site.counts(pass.masks, input, at);
        for index in 0..site.inputs.len() {
            let Some(grad_input) = pass.grad_inputs.of(&site, index) else { continue };
            for (at, (to, grad)) in grad_input.iter_mut().zip(&*pass.grad_output).enumerate() {
                if counts(index, at) {
                    let others = (0..site.inputs.len()).filter(|&other| other != index && counts(other, at));
                    *to += others.fold(*grad, |product, other| product * site.input(pass.before, other)[at]);
                }
            }
        }
    }
}

/// Copies the first input and merges the others into it.
fn fold(mut pass: Forward, merge: fn(&mut [f32], &[f32])) {
    let site = pass.site;
    pass.merge_masks();
    copy(pass.output, site.input(pass.before, 0));
    for index in 1..site.inputs.len() {
        merge(pass.output, site.input(pass.before, index));
    }
}

/// Merges the inputs that are unmasked at a place. If all are masked, the result is `otherwise`, or the first input.
fn fold_counting(mut pass: Forward, merge: fn(f32, f32) -> f32, otherwise: Option<f32>) {
    let site = pass.site;
    pass.merge_masks();
    for (at, output) in pass.output.iter_mut().enumerate() {
        let x = |input: usize| site.input(pass.before, input)[at];
        let counting = (0..site.inputs.len()).filter(|&input| site.counts(pass.masks, input, at));
        *output = counting.map(x).reduce(merge).or(otherwise).unwrap_or_else(|| x(0));
    }
}

/// Adds `share` times the gradient to that of every input.
fn spread(mut pass: Backward, share: f32) {
    let site = pass.site;
    for index in 0..site.inputs.len() {
        let Some(grad_input) = pass.grad_inputs.of(&site, index) else { continue };
        add_scaled(grad_input, share, pass.grad_output);
    }
}
