//! A state h with a gate z for how much of it stays and a gate r for how much of it the new part sees (Cho et al., 2014),
//! the second after the product, as cuDNN and Keras have it (`reset_after`).
//! Source: <https://keras.io/api/layers/recurrent_layers/gru/>

use kernels::elementwise::{add, add_product, copy, multiply, multiply_by};
use kernels::number::Number;
use kernels::vector::{Vector, vectors, vectors_mut};

use super::buffer::{blocks, blocks_mut};
use super::recurrent::{Arguments, Blocks, Cell, Step, StepBack, recurrent_config};
use crate::nn::activation::Activation;

recurrent_config!(GruConfig { recurrent_activation: Activation = Activation::Sigmoid });

/// The gates are z, r and the new part. What it could see of the state, recurrent_kernel^T h + recurrent bias, is kept.
impl Cell for GruConfig {
    fn arguments(&self) -> Arguments<'_> {
        Arguments {
            recurrent_activation: Some(&self.recurrent_activation),
            ..self.shared(Blocks { gates: 3, states: 1, kept: 1, reset_after: true })
        }
    }

    /// new = activation(kernel^T x + bias + r seen); h = z h_before + (1 - z) new.
    fn step(&self, mut step: Step) {
        let [z_from_state, r_from_state, seen] = blocks(step.from_state);
        let [z, r, _] = blocks_mut(step.gates);
        add(z, z_from_state);
        add(r, r_from_state);
        step.activate(0..2, &self.recurrent_activation);

        let [_, r, new] = blocks_mut(step.gates);
        add_product(new, r, seen);
        copy(step.kept, seen);
        step.activate(2..3, &self.activation);

        let ([z, _, new], h) = (blocks(step.gates), step.states);
        let one = Vector::splat(1.0);
        let each = vectors_mut(h).zip(vectors(z)).zip(vectors(new));
        each.for_each(|((h, z), new)| *h = (one - z) * new);
        if let Some(h_before) = step.before {
            add_product(h, z, h_before);
        }
    }

    fn step_back(&self, mut step: StepBack) {
        let ([z, r, new], seen) = (blocks(step.gates), step.kept);
        let (zero, one) = (Vector::splat(0.0), Vector::splat(1.0));
        let [grad_z, _, grad_new] = blocks_mut(step.grad_gates);
        let each = vectors_mut(grad_z).zip(vectors(step.grad_states)).zip(vectors(new));
        each.for_each(|((grad_z, grad_h), new)| *grad_z = zero - grad_h * new);
        if let Some(h_before) = step.before {
            add_product(grad_z, step.grad_states, h_before);
        }
        let each = vectors_mut(grad_new).zip(vectors(step.grad_states)).zip(vectors(z));
        each.for_each(|((grad_new, grad_h), z)| *grad_new = grad_h * (one - z));
        step.activate_back(2..3, &self.activation);

        let [_, grad_r, grad_new] = blocks_mut(step.grad_gates);
        multiply(grad_r, grad_new, seen);
        step.activate_back(0..2, &self.recurrent_activation);

        copy(step.grad_from_state, step.grad_gates);
        let [_, _, grad_seen] = blocks_mut(step.grad_from_state);
        multiply_by(grad_seen, r);
        // What reaches the state before the step directly.
        multiply_by(step.grad_states, z);
    }
}
