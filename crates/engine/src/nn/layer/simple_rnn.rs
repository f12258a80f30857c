//! h_t = activation(kernel^T x_t + recurrent_kernel^T h_(t-1) + bias) (Elman, 1990).
//! Source: <https://keras.io/api/layers/recurrent_layers/simple_rnn/>

use kernels::elementwise::{clear, copy};
use kernels::gemm::Init;
use kernels::vector::padded;

use super::recurrent::{at, cut, recurrent_config};
use super::{ArgumentRange, Backward, Forward, Layer, Masking, Nested, ParameterSpec};
use crate::nn::activation::Activation;
use crate::nn::graph_error::GraphError;

recurrent_config!(SimpleRnnConfig {});

impl SimpleRnnConfig {
    const GATES: usize = 1;
    const BIASES: usize = 1;
}

impl Layer for SimpleRnnConfig {
    fn output_shape(&self, inputs: &[&[usize]]) -> Result<Vec<usize>, GraphError> {
        self.shared().output_shape(inputs)
    }

    fn parameters(&self, inputs: &[&[usize]]) -> Vec<ParameterSpec> {
        self.shared().parameters(inputs)
    }

    fn arithmetic(&self, inputs: &[&[usize]]) -> String {
        self.shared().arithmetic(inputs)
    }

    /// States, and z if the derivative of the activation needs it.
    fn scratch(&self, inputs: &[&[usize]], _output: &[usize]) -> usize {
        inputs[0][0] * self.units * if self.activation.needs_pre_activation() { 2 } else { 1 }
    }

    /// The transposed gradients with respect to z, those with respect to this state and the previous one, and the masked part.
    fn temporary(&self, inputs: &[&[usize]], _output: &[usize]) -> usize {
        inputs[0][0] * padded(self.units) + 3 * self.units
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
        nested.extend([("activation", self.activation.ranges())]);
        nested
    }

    fn forward(&self, pass: Forward) {
        let (shared, site) = (self.shared(), pass.site);
        let walk = shared.walk(site, pass.masks);
        let (kernel, recurrent, bias) = shared.split(pass.weights, walk.features);
        let x = site.input(pass.before, 0);
        let size = walk.state();
        let (states, pre) = pass.scratch.split_at_mut(walk.steps * size);
        for step in 0..walk.steps {
            let (done, rest) = states.split_at_mut(step * size);
            let h = &mut rest[..size];
            let before = done.get(done.len().wrapping_sub(size)..);
            walk.input_sums(step, kernel, bias, x, h);
            walk.state_sums(Init::Accumulate, recurrent, before, h);
            if !pre.is_empty() {
                copy(&mut pre[at(step, size)], h);
            }
            self.activation.apply(h, site.stride, site.lanes);
            walk.keep_masked_state(step, h, before);
        }
        walk.write_output(states, pass.output);
    }

    fn backward(&self, mut pass: Backward) {
        let (shared, site) = (self.shared(), pass.site);
        let walk = shared.walk(site, pass.masks);
        let (kernel, recurrent, _) = shared.split(pass.weights, walk.features);
        let size = walk.state();
        let (states, pre) = pass.scratch.split_at(walk.steps * size);
        let [transposed, grad, before, kept] =
            cut(pass.temporary, [walk.steps * walk.transposed(), size, size, size]);
        let (kernel_gradient, rest) = pass.grad_weights.split_at_mut(kernel.len());
        let (recurrent_gradient, bias_gradient) = rest.split_at_mut(recurrent.len());
        clear(grad);
        for step in (0..walk.steps).rev() {
            walk.add_grad_output(step, pass.grad_output, grad);
            walk.set_aside(step, grad, kept);
            let z = pre.get(at(step, size)).unwrap_or(&[]);
            self.activation.backward(z, &states[at(step, size)], grad, site.stride, site.lanes);
            walk.backward_input(step, kernel, grad, &mut pass.grad_inputs, transposed);
            walk.backward_state(Init::Zero, recurrent, grad, before);
            copy(grad, before);
            walk.put_back(kept, grad);
        }
        walk.backward_kernel(site.input(pass.before, 0), transposed, kernel_gradient);
        walk.backward_recurrent(states, transposed, recurrent_gradient);
        walk.backward_bias(transposed, bias_gradient);
    }
}
