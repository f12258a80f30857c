//! A state and a cell, with gates for what comes in, stays and goes out (Hochreiter and Schmidhuber, 1997).
//! Source: <https://keras.io/api/layers/recurrent_layers/lstm/>

use kernels::elementwise::{add, add_product, clear, copy, multiply, multiply_by};
use kernels::gemm::Init;
use kernels::vector::padded;

use super::recurrent::{at, cut, recurrent_config};
use super::{ArgumentRange, Backward, Forward, Layer, Masking, Nested, ParameterSpec};
use crate::nn::activation::Activation;
use crate::nn::graph_error::GraphError;

recurrent_config!(LstmConfig {
    recurrent_activation: Activation = Activation::Sigmoid,
    /// Whether the forget gate's bias begins at 1, so that the cell remembers at first.
    unit_forget_bias: bool = true,
});

impl LstmConfig {
    /// Input, forget, cell, output.
    const GATES: usize = 4;
    const BIASES: usize = 1;

    fn needs_pre_activation(&self) -> bool {
        self.activation.needs_pre_activation() || self.recurrent_activation.needs_pre_activation()
    }
}

impl Layer for LstmConfig {
    fn output_shape(&self, inputs: &[&[usize]]) -> Result<Vec<usize>, GraphError> {
        self.shared().output_shape(inputs)
    }

    fn parameters(&self, inputs: &[&[usize]]) -> Vec<ParameterSpec> {
        let mut parameters = self.shared().parameters(inputs);
        if let Some(bias) = parameters.get_mut(2).filter(|_| self.unit_forget_bias) {
            bias.ones = self.units..2 * self.units;
        }
        parameters
    }

    fn arithmetic(&self, inputs: &[&[usize]]) -> String {
        self.shared().arithmetic(inputs)
    }

    /// For all steps: gates, cells, activated cells, states, and the gates before activation if they are needed.
    fn scratch(&self, inputs: &[&[usize]], _output: &[usize]) -> usize {
        inputs[0][0] * self.units * if self.needs_pre_activation() { 11 } else { 7 }
    }

    /// The transposed gradients with respect to the gates of all steps, those of one step, those with respect to state and
    /// cell, and the masked parts of these two.
    fn temporary(&self, inputs: &[&[usize]], _output: &[usize]) -> usize {
        inputs[0][0] * padded(4 * self.units) + 8 * self.units
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

    /// [i f g o] = kernel^T x + recurrent_kernel^T h + bias, each activated; c = f c + i g; h = o activation(c).
    fn forward(&self, pass: Forward) {
        let (shared, site) = (self.shared(), pass.site);
        let walk = shared.walk(site, pass.masks);
        let (kernel, recurrent, bias) = shared.split(pass.weights, walk.features);
        let x = site.input(pass.before, 0);
        let (steps, size, gates_size) = (walk.steps, walk.state(), walk.gates());
        let pre_size = if self.needs_pre_activation() { steps * gates_size } else { 0 };
        let [gates, cells, squashed, states, pre] =
            cut(pass.scratch, [steps * gates_size, steps * size, steps * size, steps * size, pre_size]);
        for step in 0..steps {
            let (done, states) = states.split_at_mut(step * size);
            let before = done.get(done.len().wrapping_sub(size)..);
            let gates = &mut gates[at(step, gates_size)];
            walk.input_sums(step, kernel, bias, x, gates);
            walk.state_sums(Init::Accumulate, recurrent, before, gates);
            if !pre.is_empty() {
                copy(&mut pre[at(step, gates_size)], gates);
            }
            let [input_forget, candidate, output] = cut(gates, [2 * size, size, size]);
            self.recurrent_activation.apply(input_forget, site.stride, site.lanes);
            self.activation.apply(candidate, site.stride, site.lanes);
            self.recurrent_activation.apply(output, site.stride, site.lanes);
            let (input, forget) = input_forget.split_at(size);
            let (done, cells) = cells.split_at_mut(step * size);
            let (cell, cell_before) = (&mut cells[..size], done.get(done.len().wrapping_sub(size)..));
            multiply(cell, input, candidate);
            if let Some(before) = cell_before {
                add_product(cell, forget, before);
            }
            walk.keep_masked_state(step, cell, cell_before);
            let squashed = &mut squashed[at(step, size)];
            copy(squashed, cell);
            self.activation.apply(squashed, site.stride, site.lanes);
            multiply(&mut states[..size], output, squashed);
            walk.keep_masked_state(step, &mut states[..size], before);
        }
        walk.write_output(states, pass.output);
    }

    fn backward(&self, mut pass: Backward) {
        let (shared, site) = (self.shared(), pass.site);
        let walk = shared.walk(site, pass.masks);
        let (kernel, recurrent, _) = shared.split(pass.weights, walk.features);
        let (steps, size, gates_size) = (walk.steps, walk.state(), walk.gates());
        let pre_size = if self.needs_pre_activation() { steps * gates_size } else { 0 };
        let [gates, cells, squashed, states, pre] =
            cut(pass.scratch, [steps * gates_size, steps * size, steps * size, steps * size, pre_size]);
        let [transposed, grad, grad_h, grad_c, h_kept, c_kept] =
            cut(pass.temporary, [steps * walk.transposed(), gates_size, size, size, size, size]);
        let (kernel_gradient, rest) = pass.grad_weights.split_at_mut(kernel.len());
        let (recurrent_gradient, bias_gradient) = rest.split_at_mut(recurrent.len());
        clear(grad_h);
        clear(grad_c);
        for step in (0..steps).rev() {
            walk.add_grad_output(step, pass.grad_output, grad_h);
            walk.set_aside(step, grad_h, h_kept);
            walk.set_aside(step, grad_c, c_kept);
            let (cell, squashed) = (&cells[at(step, size)], &squashed[at(step, size)]);
            let before = (step > 0).then(|| &cells[at(step - 1, size)]);
            let gates = &gates[at(step, gates_size)];
            let pre = pre.get(at(step, gates_size)).unwrap_or(&[]);
            let gate = |index: usize| &gates[at(index, size)];
            let z = |from: usize, to: usize| pre.get(from * size..to * size).unwrap_or(&[]);
            let [grad_input, grad_forget, grad_candidate, grad_output] = cut(grad, [size; 4]);

            multiply(grad_output, grad_h, squashed);
            multiply_by(grad_h, gate(3));
            self.activation.backward(cell, squashed, grad_h, site.stride, site.lanes);
            add(grad_c, grad_h);
            multiply(grad_input, grad_c, gate(2));
            multiply(grad_candidate, grad_c, gate(0));
            match before {
                Some(before) => multiply(grad_forget, grad_c, before),
                None => clear(grad_forget),
            }
            multiply_by(grad_c, gate(1));

            let (input_forget, rest) = grad.split_at_mut(2 * size);
            let (candidate, output) = rest.split_at_mut(size);
            let (stride, lanes) = (site.stride, site.lanes);
            self.recurrent_activation.backward(z(0, 2), &gates[..2 * size], input_forget, stride, lanes);
            self.activation.backward(z(2, 3), gate(2), candidate, stride, lanes);
            self.recurrent_activation.backward(z(3, 4), gate(3), output, stride, lanes);
            walk.backward_input(step, kernel, grad, &mut pass.grad_inputs, transposed);
            walk.backward_state(Init::Zero, recurrent, grad, grad_h);
            walk.put_back(h_kept, grad_h);
            walk.put_back(c_kept, grad_c);
        }
        walk.backward_kernel(site.input(pass.before, 0), transposed, kernel_gradient);
        walk.backward_recurrent(states, transposed, recurrent_gradient);
        walk.backward_bias(transposed, bias_gradient);
    }
}
