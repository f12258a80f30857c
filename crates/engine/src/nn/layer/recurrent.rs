//! What simple RNN, LSTM and GRU have in common: their arguments, and the loop over the steps of a sequence.
//! Source: <https://keras.io/api/layers/recurrent_layers/>

use kernels::elementwise::{add, copy};
use kernels::gemm::{Gemm, Init, SumAxis, sum_over_lanes, transpose};
use kernels::vector::padded;

use super::mask::{replace_masked, set_aside_masked};
use super::{ArgumentRange, InputGradients, Masking, Nested, ParameterSpec, Site, count, equation, of_rank};
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
            fn shared(&self) -> $crate::nn::layer::recurrent::Shared<'_> {
                $crate::nn::layer::recurrent::Shared {
                    units: self.units,
                    gates: Self::GATES,
                    biases: Self::BIASES,
                    use_bias: self.use_bias,
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

/// The arguments that all recurrent layers have in common.
pub(super) struct Shared<'a> {
    pub units: usize,
    /// Number of gates, whose kernels lie side by side: 1, 3 or 4.
    pub gates: usize,
    /// Biases per gate.
    pub biases: usize,
    pub use_bias: bool,
    /// For kernel, recurrent kernel and bias.
    pub initializers: [&'a Initializer; 3],
    pub regularizers: [Regularizer; 3],
    pub return_sequences: bool,
    pub go_backwards: bool,
}

impl Shared<'_> {
    pub fn output_shape(&self, inputs: &[&[usize]]) -> Result<Vec<usize>, GraphError> {
        let [steps, _] = of_rank(inputs, ["steps", "features"])?;
        if steps.checked_mul(self.units).is_none_or(|values| values > MAX_STATES) {
            return Err(GraphError::TooLong { shape: inputs[0].to_vec() });
        }
        Ok(if self.return_sequences { vec![steps, self.units] } else { vec![self.units] })
    }

    pub fn parameters(&self, inputs: &[&[usize]]) -> Vec<ParameterSpec> {
        let (features, width) = (inputs[0].last().copied().unwrap_or(1), self.gates * self.units);
        let bias_shape = if self.biases == 1 { vec![width] } else { vec![self.biases, width] };
        let shapes = [vec![features, width], vec![self.units, width], bias_shape];
        let names = ["kernel", "recurrent_kernel", "bias"];
        let arrays = names.into_iter().zip(shapes).zip(self.initializers).zip(self.regularizers);
        let specs = arrays.map(|(((name, shape), initializer), regularizer)| {
            ParameterSpec::new(name, &shape, initializer.clone()).regularized(regularizer)
        });
        specs.take(if self.use_bias { 3 } else { 2 }).collect()
    }

    /// `4 × (2 × 8 + 8 × 8 + 8) = 352`
    pub fn arithmetic(&self, inputs: &[&[usize]]) -> String {
        let (features, units) = (inputs[0].last().copied().unwrap_or(1), self.units);
        let mut terms = vec![vec![features, units], vec![units, units]];
        if self.use_bias {
            terms.push(if self.biases == 1 { vec![units] } else { vec![self.biases, units] });
        }
        if self.gates == 1 {
            return equation(&terms);
        }
        let one_gate = equation(&terms);
        let sum = one_gate.split(" = ").next().unwrap_or_default();
        let total: usize = terms.iter().map(|term| term.iter().product::<usize>()).sum();
        format!("{} × ({sum}) = {}", self.gates, self.gates * total)
    }

    pub fn ranges(&self) -> Vec<ArgumentRange> {
        vec![("units", self.units as f64, 1.0, 1024.0)]
    }

    pub fn nested(&self) -> Vec<Nested> {
        let initializers = ["kernel_initializer", "recurrent_initializer", "bias_initializer"];
        let regularizers = ["kernel_regularizer", "recurrent_regularizer", "bias_regularizer"];
        let first = initializers.into_iter().zip(self.initializers).map(|(name, of)| (name, of.ranges()));
        let second = regularizers.into_iter().zip(self.regularizers).map(|(name, of)| (name, of.ranges()));
        first.chain(second).collect()
    }

    /// Every step multiplies by both kernels.
    pub fn multiplications(&self, inputs: &[&[usize]]) -> f64 {
        inputs[0][0] as f64 * count(&self.parameters(inputs))
    }

    pub fn masking(&self) -> Masking {
        if self.return_sequences { Masking::Passes } else { Masking::Drops }
    }

    pub fn walk<'a>(&self, site: Site<'a>, masks: &'a [f32]) -> Walk<'a> {
        let (steps, features) = (site.input_shape(0)[0], site.features());
        let width = self.gates * self.units;
        let (units, go_backwards) = (self.units, self.go_backwards);
        Walk { site, mask: site.mask(masks), steps, features, units, width, go_backwards }
    }

    /// Splits weights into kernel, recurrent kernel and bias, which is empty without `use_bias`.
    pub fn split<'w>(&self, weights: &'w [f32], features: usize) -> (&'w [f32], &'w [f32], &'w [f32]) {
        let width = self.gates * self.units;
        let (kernel, rest) = weights.split_at(features * width);
        let (recurrent, bias) = rest.split_at(self.units * width);
        (kernel, recurrent, bias)
    }
}

/// A pass over a sequence `[step][feature][lane]`. Steps are counted in reading order, also when going backwards.
#[derive(Clone, Copy)]
pub(super) struct Walk<'a> {
    pub site: Site<'a>,
    /// The input's mask, `[time][lane]`. A masked step leaves the state as it is.
    mask: Option<&'a [f32]>,
    pub steps: usize,
    pub features: usize,
    pub units: usize,
    /// Columns of both kernels: the units of all gates.
    pub width: usize,
    go_backwards: bool,
}

impl Walk<'_> {
    /// Count of numbers in the state of one step.
    pub fn state(&self) -> usize {
        self.units * self.site.stride
    }

    /// Count of numbers in the gates of one step.
    pub fn gates(&self) -> usize {
        self.width * self.site.stride
    }

    /// Count of numbers in the transposed gates of one step.
    pub fn transposed(&self) -> usize {
        padded(self.width) * self.site.stride
    }

    fn time(&self, step: usize) -> usize {
        if self.go_backwards { self.steps - 1 - step } else { step }
    }

    fn input_at(&self, step: usize) -> usize {
        self.time(step) * self.features * self.site.stride
    }

    fn mask_at(&self, step: usize) -> Option<&[f32]> {
        self.mask.map(|mask| &mask[self.time(step) * self.site.stride..][..self.site.stride])
    }

    /// Where a step is masked, replaces its state by the previous one, or by 0 at the first step.
    pub fn keep_masked_state(&self, step: usize, state: &mut [f32], before: Option<&[f32]>) {
        if let Some(mask) = self.mask_at(step) {
            replace_masked(mask, state, before);
        }
    }

    /// Moves the part of a state's gradient that belongs to masked steps from `grad` to `kept`: it passes unchanged to the
    /// previous step.
    pub fn set_aside(&self, step: usize, grad: &mut [f32], kept: &mut [f32]) {
        if let Some(mask) = self.mask_at(step) {
            set_aside_masked(mask, grad, kept);
        }
    }

    /// Adds that part to the gradient with respect to the previous state.
    pub fn put_back(&self, kept: &[f32], grad: &mut [f32]) {
        if self.mask.is_some() {
            add(grad, kept);
        }
    }

    /// z = kernel^T x + bias.
    pub fn input_sums(&self, step: usize, kernel: &[f32], bias: &[f32], x: &[f32], z: &mut [f32]) {
        let init = if bias.is_empty() { Init::Zero } else { Init::Bias(bias) };
        let stride = self.site.stride;
        let x = &x[self.input_at(step)..][..self.features * stride];
        Gemm::matmul(self.width, self.features, self.site.lanes, (1, self.width), stride)
            .run(init, kernel, x, z);
    }

    /// z = init + kernel^T h, where a missing h counts as zeros.
    pub fn state_sums(&self, init: Init, kernel: &[f32], h: Option<&[f32]>, z: &mut [f32]) {
        let depth = if h.is_some() { self.units } else { 0 };
        let gemm = Gemm::matmul(self.width, depth, self.site.lanes, (1, self.width), self.site.stride);
        gemm.run(init, kernel, h.unwrap_or(&[]), z);
    }

    /// Computes the gradient with respect to a step's input from the one with respect to its gates, and keeps the latter in
    /// `transposed`.
    pub fn backward_input(
        &self,
        step: usize,
        kernel: &[f32],
        grad: &[f32],
        inputs: &mut InputGradients,
        transposed: &mut [f32],
    ) {
        let stride = self.site.stride;
        self.keep(step, grad, transposed);
        if let Some(grad_input) = inputs.of(&self.site, 0) {
            let grad_input = &mut grad_input[self.input_at(step)..][..self.features * stride];
            let gemm = Gemm::matmul(self.features, self.width, self.site.lanes, (self.width, 1), stride);
            gemm.run(Init::Accumulate, kernel, grad, grad_input);
        }
    }

    pub fn keep(&self, step: usize, grad: &[f32], transposed: &mut [f32]) {
        let transposed = &mut transposed[step * self.transposed()..][..self.transposed()];
        transpose(grad, self.site.stride, self.site.examples, transposed);
    }

    /// grad_h = init + kernel grad_z, where h is the previous state.
    pub fn backward_state(&self, init: Init, kernel: &[f32], grad: &[f32], grad_h: &mut [f32]) {
        let gemm = Gemm::matmul(self.units, self.width, self.site.lanes, (self.width, 1), self.site.stride);
        gemm.run(init, kernel, grad, grad_h);
    }

    /// Gradient with respect to the kernel, summed over all steps at once.
    pub fn backward_kernel(&self, x: &[f32], transposed: &[f32], gradient: &mut [f32]) {
        let size = (self.features * self.site.stride) as isize;
        let step = if self.go_backwards { -size } else { size };
        let steps =
            SumAxis { count: self.steps, left_stride: step, right_stride: self.transposed() as isize };
        self.over_examples(self.features, self.input_at(0), 0, steps).run(
            Init::Accumulate,
            x,
            transposed,
            gradient,
        );
    }

    /// Gradient with respect to the recurrent kernel: each state but the last, times the gradient of the next step's gates.
    pub fn backward_recurrent(&self, states: &[f32], transposed: &[f32], gradient: &mut [f32]) {
        let steps = SumAxis::new(self.steps - 1, self.state(), self.transposed());
        self.over_examples(self.units, 0, self.transposed(), steps).run(
            Init::Accumulate,
            states,
            transposed,
            gradient,
        );
    }

    pub fn backward_bias(&self, transposed: &[f32], gradient: &mut [f32]) {
        for transposed in transposed.chunks_exact(self.transposed()).take(self.steps) {
            sum_over_lanes(transposed, self.site.examples, gradient);
        }
    }

    fn over_examples(&self, rows: usize, left_offset: usize, right_offset: usize, steps: SumAxis) -> Gemm {
        Gemm {
            rows,
            columns: self.width,
            left_row_stride: self.site.stride,
            result_row_stride: self.width,
            left_offset,
            right_offset,
            sum_axes: [SumAxis::ONE, steps, SumAxis::new(self.site.examples, 1, padded(self.width))],
        }
    }

    /// Copies the states of all steps, or of the last one, to the layer's output.
    pub fn write_output(&self, states: &[f32], output: &mut [f32]) {
        let start = states.len() - output.len();
        copy(output, &states[start..]);
    }

    /// Adds the part of the output's gradient that belongs to the state of a step.
    pub fn add_grad_output(&self, step: usize, grad: &[f32], grad_h: &mut [f32]) {
        let first = self.steps - grad.len() / self.state();
        if step >= first {
            let grad = &grad[(step - first) * self.state()..][..self.state()];
            add(grad_h, grad);
        }
    }
}

/// Splits a buffer into parts of these sizes.
pub(super) fn cut<const PARTS: usize>(mut buffer: &mut [f32], sizes: [usize; PARTS]) -> [&mut [f32]; PARTS] {
    sizes.map(|size| {
        let (part, rest) = std::mem::take(&mut buffer).split_at_mut(size);
        buffer = rest;
        part
    })
}

/// The range of one step's numbers.
pub(super) fn at(step: usize, size: usize) -> std::ops::Range<usize> {
    step * size..(step + 1) * size
}
