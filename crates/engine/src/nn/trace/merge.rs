//! Sum, mean, product and maximum of inputs of one shape.

use super::pooling::largest;
use super::{Batch, Gradients, LayerForward, Site};

/// The inputs that count at a value of an example: all, or those that are not masked there.
fn counting(site: &Site, example: usize, at: usize) -> Vec<usize> {
    let place = at / site.features();
    let counts = |input: &usize| site.inputs[*input].mask.as_ref().is_none_or(|mask| mask[example][place]);
    (0..site.inputs.len()).filter(counts).collect()
}

/// Calls `merge` for each value of each example.
fn each(site: &Site, mut merge: impl FnMut(usize, usize)) {
    for (example, row) in site.x().iter().enumerate() {
        (0..row.len()).for_each(|at| merge(example, at));
    }
}

/// `share` times the sum.
pub(super) fn forward_sum(site: &Site, share: f64) -> LayerForward {
    let mut own = LayerForward { a: site.x().clone(), ..LayerForward::default() };
    each(site, |example, at| {
        own.a[example][at] = share * site.inputs.iter().map(|input| input.a[example][at]).sum::<f64>();
    });
    own
}

pub(super) fn backward_sum(site: &Site, grad_a: &Batch, share: f64) -> Gradients {
    let mut inputs = site.zeros();
    each(site, |example, at| {
        inputs.iter_mut().for_each(|input| input[example][at] = share * grad_a[example][at]);
    });
    Gradients { inputs, ..Gradients::default() }
}

/// 0 where no input counts.
pub(super) fn forward_product(site: &Site) -> LayerForward {
    let mut own = LayerForward { a: site.x().clone(), ..LayerForward::default() };
    each(site, |example, at| {
        let factors = counting(site, example, at).into_iter().map(|input| site.inputs[input].a[example][at]);
        own.a[example][at] = factors.reduce(|product, factor| product * factor).unwrap_or(0.0);
    });
    own
}

/// Each input gets the gradient times the product of the others.
pub(super) fn backward_product(site: &Site, grad_a: &Batch) -> Gradients {
    let mut inputs = site.zeros();
    each(site, |example, at| {
        let counting = counting(site, example, at);
        for &input in &counting {
            let others = counting.iter().filter(|&&other| other != input);
            let product: f64 = others.map(|&other| site.inputs[other].a[example][at]).product();
            inputs[input][example][at] = grad_a[example][at] * product;
        }
    });
    Gradients { inputs, ..Gradients::default() }
}

/// The first input where none counts.
pub(super) fn forward_maximum(site: &Site) -> LayerForward {
    let mut own = LayerForward {
        a: site.x().clone(),
        largest: site.x().iter().map(|row| vec![0; row.len()]).collect(),
        ..LayerForward::default()
    };
    each(site, |example, at| {
        let counting = counting(site, example, at);
        if !counting.is_empty() {
            let (input, value) =
                largest(counting.into_iter().map(|input| (input, site.inputs[input].a[example][at])));
            own.a[example][at] = value;
            own.largest[example][at] = input;
        }
    });
    own
}

/// All goes to the input that was the largest.
pub(super) fn backward_maximum(site: &Site, own: &LayerForward, grad_a: &Batch) -> Gradients {
    let mut inputs = site.zeros();
    each(site, |example, at| inputs[own.largest[example][at]][example][at] = grad_a[example][at]);
    Gradients { inputs, ..Gradients::default() }
}
