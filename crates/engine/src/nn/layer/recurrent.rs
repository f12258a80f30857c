//! What simple RNN, LSTM and GRU have in common: their arguments, and the way from step to step, forward and back. Each
//! of them adds the formulas of one step, its [`Cell`].
//! Source: <https://keras.io/api/layers/recurrent_layers/>

use std::ops::Range;

use kernels::elementwise::{clear, copy};
use kernels::gemm::Init;
use kernels::vector::padded;

use super::buffer::{at, cut, cut_mut};
use super::walk::Walk;
use super::{
    ArgumentRange, Backward, Forward, Layer, Masking, Nested, ParameterSpec, Site, count, equation, of_rank,
};
use crate::nn::activation::Activation;
use crate::nn::graph_error::GraphError;
use crate::nn::initializer::Initializer;
use crate::nn::regularizer::Regularizer;

/// Declares a config with the arguments that all recurrent layers have, and its own arguments with their defaults.
macro_rules! recurrent_config {
    ($(#[$doc:meta])* $name:ident { $($(#[$own_doc:meta])* $own:ident: $kind:ty = $default:expr),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
        #[serde(default, deny_unknown_fields)]
        #[cfg_attr(feature = "ts", derive(ts_rs::TS))]
        pub struct $name {
            pub units: usize,
            pub activation: $crate::nn::Activation,
            $($(#[$own_doc])* pub $own: $kind,)*
            pub use_bias: bool,
            pub kernel_initializer: $crate::nn::Initializer,
            pub recurrent_initializer: $crate::nn::Initializer,
            pub bias_initializer: $crate::nn::Initializer,
            pub kernel_regularizer: $crate::nn::Regularizer,
            pub recurrent_regularizer: $crate::nn::Regularizer,
            pub bias_regularizer: $crate::nn::Regularizer,
            /// Whether to output the state after every step or only after the last.
            pub return_sequences: bool,
            pub go_backwards: bool,
        }

        impl Default for $name {
            fn default() -> Self {
                Self {
                    units: 1,
                    activation: $crate::nn::Activation::Tanh,
                    $($own: $default,)*
                    use_bias: true,
                    kernel_initializer: $crate::nn::Initializer::GlorotUniform,
                    recurrent_initializer: $crate::nn::Initializer::Orthogonal { gain: 1.0 },
                    bias_initializer: $crate::nn::Initializer::Zeros,
                    kernel_regularizer: $crate::nn::Regularizer::default(),
                    recurrent_regularizer: $crate::nn::Regularizer::default(),
                    bias_regularizer: $crate::nn::Regularizer::default(),
                    return_sequences: false,
                    go_backwards: false,
                }
            }
        }


        impl $name {
            /// The arguments that all recurrent layers have, and what a step consists of.
            fn shared(&self, blocks: $crate::nn::layer::recurrent::Blocks) -> $crate::nn::layer::recurrent::Arguments<'_> {
                $crate::nn::layer::recurrent::Arguments {
                    blocks,
                    units: self.units,
                    activation: &self.activation,
                    recurrent_activation: None,
                    use_bias: self.use_bias,
                    gate_of_ones: None,
                    initializers: [&self.kernel_initializer, &self.recurrent_initializer, &self.bias_initializer],
                    regularizers: [self.kernel_regularizer, self.recurrent_regularizer, self.bias_regularizer],
                    return_sequences: self.return_sequences,
                    go_backwards: self.go_backwards,
                }
            }
        }
    };
}
pub(super) use recurrent_config;

/// Limit on the numbers in the states of all steps for one example.
const MAX_STATES: usize = 1 << 22;

/// The formulas of one step. As in Keras, a cell makes the states after a step from its input and the states before it.
pub(super) trait Cell {
    fn arguments(&self) -> Arguments<'_>;

    fn step(&self, step: Step);

    /// Takes the gradient with respect to the states after the step back to the gates and to the states before it.
    fn step_back(&self, step: StepBack);
}

/// How many blocks `[unit][lane]` a step consists of.
#[derive(Clone, Copy)]
pub(super) struct Blocks {
    /// Gates, whose kernels lie side by side.
    pub gates: usize,
    /// What goes on to the next step: h, and the c of an LSTM.
    pub states: usize,
    /// What else the backward pass needs.
    pub kept: usize,
    /// Keras's argument of a GRU: whether the gates' sums over h stay apart from those over x, with a bias of their own,
    /// since a gate is to act on them.
    pub reset_after: bool,
}

/// One step forward. Every buffer is blocks `[unit][lane]` side by side.
pub(super) struct Step<'a> {
    /// kernel^T x + recurrent_kernel^T h + bias of every gate, to be activated.
    pub gates: &'a mut [f32],
    /// With `reset_after`, recurrent_kernel^T h + recurrent bias of every gate, which `gates` are then without.
    pub from_state: &'a [f32],
    /// The states before the step. None at the first, where they are zeros.
    pub before: Option<&'a [f32]>,
    /// The states after the step, to be computed.
    pub states: &'a mut [f32],
    /// What else the backward pass needs, to be computed.
    pub kept: &'a mut [f32],
    /// The gates before activation. Empty if no derivative needs them.
    pre_activation: &'a mut [f32],
    pub stride: usize,
    pub lanes: usize,
    /// Count of numbers in a block.
    size: usize,
}

impl Step<'_> {
    /// Applies an activation to some of the gates, each by itself: a softmax is over the units of one.
    pub fn activate(&mut self, gates: Range<usize>, activation: &Activation) {
        let numbers = gates.start * self.size..gates.end * self.size;
        let gates = &mut self.gates[numbers.clone()];
        if let Some(pre_activation) = self.pre_activation.get_mut(numbers) {
            copy(pre_activation, gates);
        }
        for gate in gates.chunks_exact_mut(self.size) {
            activation.apply(gate, self.stride, self.lanes);
        }
    }
}

/// One step back, with what the step forward has computed.
pub(super) struct StepBack<'a> {
    /// Activated.
    pub gates: &'a [f32],
    pub before: Option<&'a [f32]>,
    pub states: &'a [f32],
    pub kept: &'a [f32],
    /// The gradient with respect to the states after the step. To be replaced by the part of the one with respect to the
    /// states before it that does not come through the gates.
    pub grad_states: &'a mut [f32],
    /// The gradient with respect to the gates before activation, to be computed.
    pub grad_gates: &'a mut [f32],
    /// That with respect to `from_state`, to be computed with `reset_after`.
    pub grad_from_state: &'a mut [f32],
    pre_activation: &'a [f32],
    pub stride: usize,
    pub lanes: usize,
    size: usize,
}

impl StepBack<'_> {
    /// Turns the gradient with respect to some activated gates into the one before activation.
    pub fn activate_back(&mut self, gates: Range<usize>, activation: &Activation) {
        for gate in gates {
            let numbers = gate * self.size..(gate + 1) * self.size;
            let z = self.pre_activation.get(numbers.clone()).unwrap_or(&[]);
            let (a, grad) = (&self.gates[numbers.clone()], &mut self.grad_gates[numbers]);
            activation.backward(z, a, grad, self.stride, self.lanes);
        }
    }
}

/// The arguments that all recurrent layers have in common.
pub(super) struct Arguments<'a> {
    pub blocks: Blocks,
    pub units: usize,
    pub activation: &'a Activation,
    /// None in a simple RNN.
    pub recurrent_activation: Option<&'a Activation>,
    pub use_bias: bool,
    /// The gate whose bias starts at 1.
    pub gate_of_ones: Option<usize>,
    /// For kernel, recurrent kernel and bias.
    pub initializers: [&'a Initializer; 3],
    pub regularizers: [Regularizer; 3],
    pub return_sequences: bool,
    pub go_backwards: bool,
}

impl<C: Cell> Layer for C {
    fn output_shape(&self, inputs: &[&[usize]]) -> Result<Vec<usize>, GraphError> {
        self.arguments().output_shape(inputs)
    }

    fn parameters(&self, inputs: &[&[usize]]) -> Vec<ParameterSpec> {
        self.arguments().parameters(inputs)
    }

    fn arithmetic(&self, inputs: &[&[usize]]) -> String {
        self.arguments().arithmetic(inputs)
    }

    fn scratch(&self, inputs: &[&[usize]], _output: &[usize]) -> usize {
        self.arguments().scratch(inputs[0][0])
    }

    fn temporary(&self, inputs: &[&[usize]], _output: &[usize]) -> usize {
        self.arguments().temporary(inputs[0][0])
    }

    fn masking(&self, _rank: usize) -> Masking {
        if self.arguments().return_sequences { Masking::Passes } else { Masking::Drops }
    }

    /// Every step multiplies by both kernels.
    fn multiplications(&self, inputs: &[&[usize]], _output: &[usize]) -> f64 {
        inputs[0][0] as f64 * count(&self.parameters(inputs))
    }

    fn activation(&self) -> Option<&Activation> {
        Some(self.arguments().activation)
    }

    fn ranges(&self) -> Vec<ArgumentRange> {
        vec![("units", self.arguments().units as f64, 1.0, 1024.0)]
    }

    fn nested(&self) -> Vec<Nested> {
        self.arguments().nested()
    }

    fn forward(&self, pass: Forward) {
        forward(self, pass);
    }

    fn backward(&self, pass: Backward) {
        backward(self, pass);
    }
}

impl Arguments<'_> {
    fn output_shape(&self, inputs: &[&[usize]]) -> Result<Vec<usize>, GraphError> {
        let [steps, _] = of_rank(inputs, ["steps", "features"])?;
        if steps.checked_mul(self.units).is_none_or(|values| values > MAX_STATES) {
            return Err(GraphError::TooLong { shape: inputs[0].to_vec() });
        }
        Ok(if self.return_sequences { vec![steps, self.units] } else { vec![self.units] })
    }

    /// Columns of both kernels: the units of all gates.
    fn width(&self) -> usize {
        self.blocks.gates * self.units
    }

    fn parameters(&self, inputs: &[&[usize]]) -> Vec<ParameterSpec> {
        let (features, width) = (inputs[0].last().copied().unwrap_or(1), self.width());
        let bias_shape = if self.blocks.reset_after { vec![2, width] } else { vec![width] };
        let shapes = [vec![features, width], vec![self.units, width], bias_shape];
        let names = ["kernel", "recurrent_kernel", "bias"];
        let arrays = names.into_iter().zip(shapes).zip(self.initializers).zip(self.regularizers);
        let specs = arrays.map(|(((name, shape), initializer), regularizer)| {
            ParameterSpec::new(name, &shape, initializer.clone()).regularized(regularizer)
        });
        let mut specs: Vec<ParameterSpec> = specs.take(if self.use_bias { 3 } else { 2 }).collect();
        if let (Some(bias), Some(gate)) = (specs.get_mut(2), self.gate_of_ones) {
            bias.ones = at(gate, self.units);
        }
        specs
    }

    /// `4 × (2 × 8 + 8 × 8 + 8) = 352`
    fn arithmetic(&self, inputs: &[&[usize]]) -> String {
        let (features, units, gates) =
            (inputs[0].last().copied().unwrap_or(1), self.units, self.blocks.gates);
        let mut terms = vec![vec![features, units], vec![units, units]];
        if self.use_bias {
            terms.push(if self.blocks.reset_after { vec![2, units] } else { vec![units] });
        }
        let one_gate = equation(&terms);
        if gates == 1 {
            return one_gate;
        }
        let sum = one_gate.split(" = ").next().unwrap_or_default();
        let total: usize = terms.iter().map(|term| term.iter().product::<usize>()).sum();
        format!("{gates} × ({sum}) = {}", gates * total)
    }

    fn nested(&self) -> Vec<Nested> {
        let initializers = ["kernel_initializer", "recurrent_initializer", "bias_initializer"];
        let regularizers = ["kernel_regularizer", "recurrent_regularizer", "bias_regularizer"];
        let initializers = initializers.into_iter().zip(self.initializers);
        let regularizers = regularizers.into_iter().zip(self.regularizers);
        let mut nested: Vec<Nested> = initializers.map(|(name, of)| (name, of.ranges())).collect();
        nested.extend(regularizers.map(|(name, of)| (name, of.ranges())));
        nested.push(("activation", self.activation.ranges()));
        nested.extend(self.recurrent_activation.map(|of| ("recurrent_activation", of.ranges())));
        nested
    }

    /// Blocks of a step that last from forward to backward: gates, gates before activation if a derivative needs them,
    /// states, and what else the cell keeps.
    fn memory(&self) -> [usize; 4] {
        let Blocks { gates, states, kept, .. } = self.blocks;
        let activations = [Some(self.activation), self.recurrent_activation];
        let keeps_z = activations.into_iter().flatten().any(Activation::needs_pre_activation);
        [gates, if keeps_z { gates } else { 0 }, states, kept]
    }

    fn scratch(&self, steps: usize) -> usize {
        steps * self.units * self.memory().into_iter().sum::<usize>()
    }

    /// The numbers of `backward`'s buffers for one lane: the gradients with respect to the gates of all steps, transposed,
    /// and of one step; the same with respect to the state's share of them if it is apart; the gradient with respect to the
    /// states; and its masked part.
    fn temporary(&self, steps: usize) -> usize {
        let sums = if self.blocks.reset_after { 2 } else { 1 };
        sums * (steps * padded(self.width()) + self.width()) + 2 * self.blocks.states * self.units
    }

    /// The numbers in kernel, recurrent kernel, bias and recurrent bias.
    fn weights(&self, features: usize) -> [usize; 4] {
        let width = self.width();
        let bias = if self.use_bias { width } else { 0 };
        [features * width, self.units * width, bias, if self.blocks.reset_after { bias } else { 0 }]
    }

    fn walk<'a>(&self, site: Site<'a>, masks: &'a [f32]) -> Walk<'a> {
        Walk {
            site,
            mask: site.mask(masks),
            steps: site.input_shape(0)[0],
            features: site.features(),
            units: self.units,
            width: self.width(),
            states: self.blocks.states,
            go_backwards: self.go_backwards,
        }
    }
}

fn forward(cell: &dyn Cell, pass: Forward) {
    let arguments = cell.arguments();
    let (site, reset_after) = (pass.site, arguments.blocks.reset_after);
    let walk = arguments.walk(site, pass.masks);
    let [kernel, recurrent_kernel, bias, recurrent_bias] =
        cut(pass.weights, arguments.weights(walk.features));
    let x = site.input(pass.before, 0);
    let sizes = arguments.memory().map(|blocks| blocks * walk.block());
    let [gates, pre_activation, states, kept] = cut_mut(pass.scratch, sizes.map(|size| walk.steps * size));
    let [gates_size, pre_activation_size, states_size, kept_size] = sizes;
    let from_state = &mut pass.temporary[..if reset_after { gates_size } else { 0 }];
    for step in 0..walk.steps {
        let (done, states) = states.split_at_mut(step * states_size);
        let (before, states) = (done.rchunks_exact(states_size).next(), &mut states[..states_size]);
        let gates = &mut gates[at(step, gates_size)];
        walk.input_sums(step, kernel, bias, x, gates);
        if reset_after {
            walk.state_sums(Init::of(recurrent_bias), recurrent_kernel, before, from_state);
        } else {
            walk.state_sums(Init::Accumulate, recurrent_kernel, before, gates);
        }
        cell.step(Step {
            gates,
            from_state,
            before,
            states: &mut *states,
            kept: &mut kept[at(step, kept_size)],
            pre_activation: &mut pre_activation[at(step, pre_activation_size)],
            stride: site.stride,
            lanes: site.lanes,
            size: walk.block(),
        });
        walk.keep_masked_states(step, states, before);
    }
    walk.write_output(states, pass.output);
}

fn backward(cell: &dyn Cell, mut pass: Backward) {
    let arguments = cell.arguments();
    let (site, reset_after) = (pass.site, arguments.blocks.reset_after);
    let walk = arguments.walk(site, pass.masks);
    let weights = arguments.weights(walk.features);
    let [kernel, recurrent_kernel, ..] = cut(pass.weights, weights);
    let sizes = arguments.memory().map(|blocks| blocks * walk.block());
    let [gates, pre_activation, states, kept] = cut(pass.scratch, sizes.map(|size| walk.steps * size));
    let [gates_size, pre_activation_size, states_size, kept_size] = sizes;
    let transposed_size = walk.steps * walk.transposed();
    let [apart_size, apart_transposed_size] =
        if reset_after { [gates_size, transposed_size] } else { [0, 0] };
    let [grad_gates, transposed, grad_from_state, from_state_transposed, grad_states, masked] = cut_mut(
        pass.temporary,
        [gates_size, transposed_size, apart_size, apart_transposed_size, states_size, states_size],
    );
    clear(grad_states);
    for step in (0..walk.steps).rev() {
        walk.add_grad_output(step, pass.grad_output, grad_states);
        walk.set_aside(step, grad_states, masked);
        cell.step_back(StepBack {
            gates: &gates[at(step, gates_size)],
            before: (step > 0).then(|| &states[at(step - 1, states_size)]),
            states: &states[at(step, states_size)],
            kept: &kept[at(step, kept_size)],
            grad_states,
            grad_gates,
            grad_from_state,
            pre_activation: &pre_activation[at(step, pre_activation_size)],
            stride: site.stride,
            lanes: site.lanes,
            size: walk.block(),
        });
        walk.keep(step, grad_gates, transposed);
        walk.backward_input(step, kernel, grad_gates, &mut pass.grad_inputs);
        if reset_after {
            walk.keep(step, grad_from_state, from_state_transposed);
            walk.backward_state(recurrent_kernel, grad_from_state, grad_states);
        } else {
            walk.backward_state(recurrent_kernel, grad_gates, grad_states);
        }
        walk.put_back(masked, grad_states);
    }
    let [kernel_gradient, recurrent_gradient, bias_gradient, recurrent_bias_gradient] =
        cut_mut(pass.grad_weights, weights);
    walk.backward_kernel(site.input(pass.before, 0), transposed, kernel_gradient);
    walk.backward_bias(transposed, bias_gradient);
    if reset_after {
        walk.backward_recurrent(states, from_state_transposed, recurrent_gradient);
        walk.backward_bias(from_state_transposed, recurrent_bias_gradient);
    } else {
        walk.backward_recurrent(states, transposed, recurrent_gradient);
    }
}
