//! A state h and a cell c, with gates i, f and o for what comes in, stays and goes out (Hochreiter and Schmidhuber, 1997;
//! the forget gate by Gers et al., 2000).
//! Source: <https://keras.io/api/layers/recurrent_layers/lstm/>

use kernels::elementwise::{add, add_product, clear, copy, multiply, multiply_by};

use super::buffer::{blocks, blocks_mut};
use super::recurrent::{Arguments, Blocks, Cell, Step, StepBack, recurrent_config};
use crate::nn::activation::Activation;

recurrent_config!(LstmConfig {
    recurrent_activation: Activation = Activation::Sigmoid,
    /// Whether the forget gate's bias begins at 1, so that the cell remembers at first.
    unit_forget_bias: bool = true,
});

/// The gates are i, f, g and o, where g is the new content of the cell; the states h and c. Activation(c) is kept.
impl Cell for LstmConfig {
    fn arguments(&self) -> Arguments<'_> {
        Arguments {
            recurrent_activation: Some(&self.recurrent_activation),
            gate_of_ones: self.unit_forget_bias.then_some(1),
            ..self.shared(Blocks { gates: 4, states: 2, kept: 1, reset_after: false })
        }
    }

    /// c = f c_before + i g; h = o activation(c).
    fn step(&self, mut step: Step) {
        step.activate(0..2, &self.recurrent_activation);
        step.activate(2..3, &self.activation);
        step.activate(3..4, &self.recurrent_activation);
        let [i, f, g, o] = blocks(step.gates);
        let [h, c] = blocks_mut(step.states);
        let activated_c = step.kept;

        multiply(c, i, g);
        if let Some(before) = step.before {
            let [_, c_before] = blocks(before);
            add_product(c, f, c_before);
        }
        copy(activated_c, c);
        self.activation.apply(activated_c, step.stride, step.lanes);
        multiply(h, o, activated_c);
    }

    fn step_back(&self, mut step: StepBack) {
        let [i, f, g, o] = blocks(step.gates);
        let ([_, c], activated_c) = (blocks(step.states), step.kept);
        let [grad_i, grad_f, grad_g, grad_o] = blocks_mut(step.grad_gates);
        let [grad_h, grad_c] = blocks_mut(step.grad_states);

        multiply(grad_o, grad_h, activated_c);
        multiply_by(grad_h, o);
        self.activation.backward(c, activated_c, grad_h, step.stride, step.lanes);
        add(grad_c, grad_h);
        multiply(grad_i, grad_c, g);
        multiply(grad_g, grad_c, i);
        match step.before {
            Some(before) => {
                let [_, c_before] = blocks(before);
                multiply(grad_f, grad_c, c_before);
            }
            None => clear(grad_f),
        }
        // What reaches the states before the step directly: all h comes through the gates.
        clear(grad_h);
        multiply_by(grad_c, f);

        step.activate_back(0..2, &self.recurrent_activation);
        step.activate_back(2..3, &self.activation);
        step.activate_back(3..4, &self.recurrent_activation);
    }
}
