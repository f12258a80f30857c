//! A state with a gate for how much of it is new and one for how much of it the new part sees (Cho et al., 2014),
//! the second after the product, as cuDNN and Keras have it (`reset_after`).
//! Source: <https://keras.io/api/layers/recurrent_layers/gru/>

use kernels::elementwise::{add, add_product, clear, copy, multiply, multiply_by};
use kernels::gemm::Init;
use kernels::number::Number;
use kernels::vector::{Vector, padded, vectors, vectors_mut};

use super::recurrent::{at, cut, recurrent_config};
use super::{ArgumentRange, Backward, Forward, Layer, Masking, Nested, ParameterSpec};
use crate::nn::activation::Activation;
use crate::nn::graph_error::GraphError;

recurrent_config!(GruConfig { recurrent_activation: Activation = Activation::Sigmoid });

impl GruConfig {
    /// Update, reset, new.
    const GATES: usize = 3;
    /// One beside each kernel.
    const BIASES: usize = 2;

    fn needs_pre_activation(&self) -> bool {
        self.activation.needs_pre_activation() || self.recurrent_activation.needs_pre_activation()
    }
}

impl Layer for GruConfig {
    fn output_shape(&self, inputs: &[&[usize]]) -> Result<Vec<usize>, GraphError> {
        self.shared().output_shape(inputs)
    }

    fn parameters(&self, inputs: &[&[usize]]) -> Vec<ParameterSpec> {
        self.shared().parameters(inputs)
    }

    fn arithmetic(&self, inputs: &[&[usize]]) -> String {
        self.shared().arithmetic(inputs)
    }

    /// For all steps: gates, the candidate's share of recurrent_kernel^T h, states, and the gates before activation if they
    /// are needed.
    fn scratch(&self, inputs: &[&[usize]], _output: &[usize]) -> usize {
        inputs[0][0] * self.units * if self.needs_pre_activation() { 8 } else { 5 }
    }

    /// The transposed gradients with respect to the gates of all steps, of the input's and of the state's share; those of one
    /// step; that with respect to the state; and its masked part. The forward pass needs one step of the state's share.
    fn temporary(&self, inputs: &[&[usize]], _output: &[usize]) -> usize {
        2 * inputs[0][0] * padded(3 * self.units) + 5 * self.units
    }

    fn masking(&self, _rank: usize) -> Masking {
        self.shared().masking()
    }

    fn multiplications(&self, inputs: &[&[usize]], _output: &[usize]) -> f64 {
        self.shared().multiplications(inputs)
    }

    fn activation(&self) -> Option<&Activation> {
        Some(&self.activation)
    }

    fn ranges(&self) -> Vec<ArgumentRange> {
        self.shared().ranges()
    }

    fn nested(&self) -> Vec<Nested> {
        let mut nested = self.shared().nested();
        nested.extend([
            ("activation", self.activation.ranges()),
            ("recurrent_activation", self.recurrent_activation.ranges()),
        ]);
        nested
    }

    /// z and r = activated sums; new = activation(kernel^T x + bias + r (recurrent_kernel^T h + bias));
    /// h = z h + (1 - z) new.
    fn forward(&self, pass: Forward) {
        let (shared, site) = (self.shared(), pass.site);
        let walk = shared.walk(site, pass.masks);
        let (kernel, recurrent, bias) = shared.split(pass.weights, walk.features);
        let (bias, recurrent_bias) = bias.split_at(bias.len() / 2);
        let init = if recurrent_bias.is_empty() { Init::Zero } else { Init::Bias(recurrent_bias) };
        let x = site.input(pass.before, 0);
        let (steps, size, gates_size) = (walk.steps, walk.state(), walk.gates());
        let pre_size = if self.needs_pre_activation() { steps * gates_size } else { 0 };
        let [gates, seen, states, pre] =
            cut(pass.scratch, [steps * gates_size, steps * size, steps * size, pre_size]);
        let one = Vector::splat(1.0);
        let from_state = &mut pass.temporary[..gates_size];
        for step in 0..steps {
            let (done, states) = states.split_at_mut(step * size);
            let before = done.get(done.len().wrapping_sub(size)..);
            let gates = &mut gates[at(step, gates_size)];
            let seen = &mut seen[at(step, size)];
            walk.input_sums(step, kernel, bias, x, gates);
            walk.state_sums(init, recurrent, before, from_state);
            add(&mut gates[..2 * size], &from_state[..2 * size]);
            copy(seen, &from_state[2 * size..]);
            if let Some(pre) = pre.get_mut(at(step, gates_size)) {
                copy(&mut pre[..2 * size], &gates[..2 * size]);
            }
            self.recurrent_activation.apply(&mut gates[..2 * size], site.stride, site.lanes);
            let [update, reset, new] = cut(gates, [size; 3]);
            add_product(new, reset, seen);
            if let Some(pre) = pre.get_mut(at(step, gates_size)) {
                copy(&mut pre[2 * size..], new);
            }
            self.activation.apply(new, site.stride, site.lanes);
            let state = &mut states[..size];
            let each = vectors_mut(state).zip(vectors(update)).zip(vectors(new));
            each.for_each(|((h, z), new)| *h = (one - z) * new);
            if let Some(before) = before {
                add_product(state, update, before);
            }
            walk.keep_masked_state(step, state, before);
        }
        walk.write_output(states, pass.output);
    }

    fn backward(&self, mut pass: Backward) {
        let (shared, site) = (self.shared(), pass.site);
        let walk = shared.walk(site, pass.masks);
        let (kernel, recurrent, _) = shared.split(pass.weights, walk.features);
        let (steps, size, gates_size) = (walk.steps, walk.state(), walk.gates());
        let pre_size = if self.needs_pre_activation() { steps * gates_size } else { 0 };
        let [gates, seen, states, pre] =
            cut(pass.scratch, [steps * gates_size, steps * size, steps * size, pre_size]);
        let transposed_size = steps * walk.transposed();
        let [transposed, transposed_state, grad, grad_h, kept] =
            cut(pass.temporary, [transposed_size, transposed_size, gates_size, size, size]);
        let (kernel_gradient, rest) = pass.grad_weights.split_at_mut(kernel.len());
        let (recurrent_gradient, bias_gradient) = rest.split_at_mut(recurrent.len());
        clear(grad_h);
        let (zero, one) = (Vector::splat(0.0), Vector::splat(1.0));
        for step in (0..steps).rev() {
            walk.add_grad_output(step, pass.grad_output, grad_h);
            walk.set_aside(step, grad_h, kept);
            let gates = &gates[at(step, gates_size)];
            let pre = pre.get(at(step, gates_size)).unwrap_or(&[]);
            let before = (step > 0).then(|| &states[at(step - 1, size)]);
            let gate = |index: usize| &gates[at(index, size)];
            let seen = &seen[at(step, size)];
            let [grad_update, grad_reset, grad_new] = cut(grad, [size; 3]);

            let each = vectors_mut(grad_update).zip(vectors(grad_h)).zip(vectors(gate(2)));
            each.for_each(|((to, h), new)| *to = zero - h * new);
            if let Some(before) = before {
                add_product(grad_update, grad_h, before);
            }
            let each = vectors_mut(grad_new).zip(vectors(grad_h)).zip(vectors(gate(0)));
            each.for_each(|((to, h), z)| *to = h * (one - z));
            let z = pre.get(2 * size..).unwrap_or(&[]);
            self.activation.backward(z, gate(2), grad_new, site.stride, site.lanes);
            multiply(grad_reset, grad_new, seen);
            let z = pre.get(..2 * size).unwrap_or(&[]);
            let both = &mut grad[..2 * size];
            self.recurrent_activation.backward(z, &gates[..2 * size], both, site.stride, site.lanes);

            multiply_by(grad_h, gate(0));
            walk.backward_input(step, kernel, grad, &mut pass.grad_inputs, transposed);
            multiply_by(&mut grad[2 * size..], gate(1));
            walk.keep(step, grad, transposed_state);
            walk.backward_state(Init::Accumulate, recurrent, grad, grad_h);
            walk.put_back(kept, grad_h);
        }
        walk.backward_kernel(site.input(pass.before, 0), transposed, kernel_gradient);
        walk.backward_recurrent(states, transposed_state, recurrent_gradient);
        let (bias_gradient, recurrent_bias_gradient) = bias_gradient.split_at_mut(bias_gradient.len() / 2);
        walk.backward_bias(transposed, bias_gradient);
        walk.backward_bias(transposed_state, recurrent_bias_gradient);
    }
}
