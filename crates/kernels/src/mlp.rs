//! Stacks of small dense layers, forward and backward in one call.
//!
//! One training step of such a network is a few hundred vector multiplications, which is less than the overhead of
//! calling each layer separately. With everything in one place, the compiler optimises a pass as a whole.

use crate::activation::InPlaceActivation;
use crate::small_dense::SmallDense;

/// One dense layer of the stack.
#[derive(Clone, Debug)]
pub struct Layer {
    pub dense: SmallDense,
    pub activation: InPlaceActivation,
    /// The first row of its inputs in the buffer of values; its outputs follow them.
    pub input_row: usize,
    /// Offset of its weights.
    pub weights: usize,
}

/// The buffers that [`backward`] fills.
pub struct Gradients<'a> {
    /// With respect to the values, laid out like them. Those of the last layer's output must be there already.
    pub values: &'a mut [f32],
    /// With respect to the weights, laid out like them.
    pub weights: &'a mut [f32],
    /// Whether the gradient with respect to the network's input is needed too.
    pub includes_input: bool,
}

/// Computes the values of every layer. Rows are `stride` apart; only their first `lanes` numbers are in use.
pub fn forward(layers: &[Layer], weights: &[f32], values: &mut [f32], stride: usize, lanes: usize) {
    for layer in layers {
        let dense = &layer.dense;
        let (x, y) = values[layer.input_row * stride..].split_at_mut(dense.features * stride);
        let y = &mut y[..dense.units * stride];
        dense.forward(&weights[layer.weights..], x, y, stride, lanes);
        if lanes == stride {
            layer.activation.apply_inlined(y);
        } else {
            y.chunks_exact_mut(stride).for_each(|row| layer.activation.apply(&mut row[..lanes]));
        }
    }
}

/// Backpropagates from the gradient with respect to the last layer's output.
pub fn backward(
    layers: &[Layer],
    weights: &[f32],
    values: &[f32],
    gradients: Gradients,
    stride: usize,
    lanes: usize,
) {
    for layer in layers.iter().rev() {
        let (dense, start) = (&layer.dense, layer.input_row * stride);
        let (x, y) = values[start..].split_at(dense.features * stride);
        let (grad_input, grad) = gradients.values[start..].split_at_mut(dense.features * stride);
        let rows = ..dense.units * stride;
        layer.activation.backward_inlined(&y[rows], &mut grad[rows]);
        dense.grad_weights(x, &grad[rows], &mut gradients.weights[layer.weights..], stride, lanes);
        if layer.input_row > 0 || gradients.includes_input {
            dense.grad_input(&weights[layer.weights..], &grad[rows], grad_input, stride, lanes);
        }
    }
}
