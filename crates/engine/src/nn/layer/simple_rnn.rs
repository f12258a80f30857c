//! h_t = activation(kernel^T x_t + recurrent_kernel^T h_(t-1) + bias) (Elman, 1990).
//! Source: <https://keras.io/api/layers/recurrent_layers/simple_rnn/>

use kernels::elementwise::{clear, copy};

use super::recurrent::{Arguments, Blocks, Cell, Step, StepBack, recurrent_config};

recurrent_config!(SimpleRnnConfig {});

/// The only gate is h itself.
impl Cell for SimpleRnnConfig {
    fn arguments(&self) -> Arguments<'_> {
        self.shared(Blocks { gates: 1, states: 1, kept: 0, reset_after: false })
    }

    fn step(&self, mut step: Step) {
        step.activate(0..1, &self.activation);
        copy(step.states, step.gates);
    }

    fn step_back(&self, mut step: StepBack) {
        copy(step.grad_gates, step.grad_states);
        clear(step.grad_states);
        step.activate_back(0..1, &self.activation);
    }
}
