//! What simple RNN, LSTM and GRU share: their arguments, and a sequence walked step by step with a state.
//! Source: <https://keras.io/api/layers/recurrent_layers/>

use kernels::elementwise::{add, copy};
use kernels::gemm::{Gemm, Init, SumAxis, sum_over_lanes, transpose};
use kernels::vector::padded;

use super::mask::{replace_masked, set_aside_masked};
use super::{ArgumentRange, InputDeltas, Masking, Nested, ParameterSpec, Site, count, equation, of_rank};
use crate::nn::initializer::Initializer;
use crate::nn::misfit::Misfit;
use crate::nn::regularizer::Regularizer;

/// A config with the arguments of all recurrent layers, and its own with their defaults.
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
            /// Whether to give the state after every step, or after the last only.
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

/// Numbers of one example in the states of all steps.
const MAX_STATES: usize = 1 << 22;

/// The arguments that all recurrent layers have.
pub(super) struct Shared<'a> {
    pub units: usize,
    /// Kernels side by side: 1, 3 or 4.
    pub gates: usize,
    /// Biases a gate has.
    pub biases: usize,
    pub use_bias: bool,
    /// Of kernel, recurrent kernel and bias.
    pub initializers: [&'a Initializer; 3],
    pub regularizers: [Regularizer; 3],
    pub return_sequences: bool,
    pub go_backwards: bool,
}

impl Shared<'_> {
    pub fn output_shape(&self, inputs: &[&[usize]]) -> Result<Vec<usize>, Misfit> {
        let [steps, _] = of_rank(inputs, ["steps", "features"])?;
        if steps.checked_mul(self.units).is_none_or(|values| values > MAX_STATES) {
            return Err(Misfit::TooLong { shape: inputs[0].to_vec() });
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

    /// Every step costs both kernels.
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

    /// Kernel, recurrent kernel and bias; no bias is an empty one.
    pub fn split<'w>(&self, weights: &'w [f32], features: usize) -> (&'w [f32], &'w [f32], &'w [f32]) {
        let width = self.gates * self.units;
        let (kernel, rest) = weights.split_at(features * width);
        let (recurrent, bias) = rest.split_at(self.units * width);
        (kernel, recurrent, bias)
    }
}

/// A sequence `[step][feature][lane]` walked with a state of `units`. Step counts the walk, whichever way it goes.
#[derive(Clone, Copy)]
pub(super) struct Walk<'a> {
    pub site: Site<'a>,
    /// Steps that do not count change nothing, [time][lane].
    mask: Option<&'a [f32]>,
    pub steps: usize,
    pub features: usize,
    pub units: usize,
    /// Columns of both kernels: all gates.
    pub width: usize,
    go_backwards: bool,
}

impl Walk<'_> {
    /// Numbers in the state of one step.
    pub fn state(&self) -> usize {
        self.units * self.site.stride
    }

    /// Numbers in the gates of one step.
    pub fn gates(&self) -> usize {
        self.width * self.site.stride
    }

    /// Numbers in the gates of one step, example first.
    pub fn turned(&self) -> usize {
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

    /// Where a step does not count its state is that of the step before, or 0 at the first.
    pub fn pass_by(&self, step: usize, state: &mut [f32], before: Option<&[f32]>) {
        if let Some(mask) = self.mask_at(step) {
            replace_masked(mask, state, before);
        }
    }

    /// Takes out of the gradient by a state what goes to the step before as it is, because this one does not count.
    pub fn set_aside(&self, step: usize, delta: &mut [f32], kept: &mut [f32]) {
        if let Some(mask) = self.mask_at(step) {
            set_aside_masked(mask, delta, kept);
        }
    }

    /// Adds what was set aside to the gradient by the state of the step before.
    pub fn put_back(&self, kept: &[f32], delta: &mut [f32]) {
        if self.mask.is_some() {
            add(delta, kept);
        }
    }

    /// z = kernel^T x + bias.
    pub fn input_sums(&self, step: usize, kernel: &[f32], bias: &[f32], x: &[f32], z: &mut [f32]) {
        let start = if bias.is_empty() { Init::Zero } else { Init::Bias(bias) };
        let stride = self.site.stride;
        let x = &x[self.input_at(step)..][..self.features * stride];
        Gemm::matmul(self.width, self.features, self.site.lanes, (1, self.width), stride)
            .run(start, kernel, x, z);
    }

    /// z = start + kernel^T h; no h is one of zeros.
    pub fn state_sums(&self, start: Init, kernel: &[f32], h: Option<&[f32]>, z: &mut [f32]) {
        let depth = if h.is_some() { self.units } else { 0 };
        let product = Gemm::matmul(self.width, depth, self.site.lanes, (1, self.width), self.site.stride);
        product.run(start, kernel, h.unwrap_or(&[]), z);
    }

    /// Turns the gradient by the gates of a step into that by its input, and keeps it example first in `turned`.
    pub fn backward_input(
        &self,
        step: usize,
        kernel: &[f32],
        delta: &[f32],
        inputs: &mut InputDeltas,
        turned: &mut [f32],
    ) {
        let stride = self.site.stride;
        self.keep(step, delta, turned);
        if let Some(x_delta) = inputs.of(&self.site, 0) {
            let x_delta = &mut x_delta[self.input_at(step)..][..self.features * stride];
            let product = Gemm::matmul(self.features, self.width, self.site.lanes, (self.width, 1), stride);
            product.run(Init::Accumulate, kernel, delta, x_delta);
        }
    }

    pub fn keep(&self, step: usize, delta: &[f32], turned: &mut [f32]) {
        let turned = &mut turned[step * self.turned()..][..self.turned()];
        transpose(delta, self.site.stride, self.site.examples, turned);
    }

    /// h_delta = start + kernel z_delta, for the step before.
    pub fn backward_state(&self, start: Init, kernel: &[f32], delta: &[f32], h_delta: &mut [f32]) {
        let product =
            Gemm::matmul(self.units, self.width, self.site.lanes, (self.width, 1), self.site.stride);
        product.run(start, kernel, delta, h_delta);
    }

    /// Gradient of the kernel: over all steps at once.
    pub fn backward_kernel(&self, x: &[f32], turned: &[f32], gradient: &mut [f32]) {
        let size = (self.features * self.site.stride) as isize;
        let step = if self.go_backwards { -size } else { size };
        let steps = SumAxis { count: self.steps, left_stride: step, right_stride: self.turned() as isize };
        self.over_examples(self.features, self.input_at(0), 0, steps).run(
            Init::Accumulate,
            x,
            turned,
            gradient,
        );
    }

    /// Gradient of the recurrent kernel: the state before each step but the first, times that step's gates.
    pub fn backward_recurrent(&self, states: &[f32], turned: &[f32], gradient: &mut [f32]) {
        let steps = SumAxis::new(self.steps - 1, self.state(), self.turned());
        self.over_examples(self.units, 0, self.turned(), steps).run(
            Init::Accumulate,
            states,
            turned,
            gradient,
        );
    }

    pub fn backward_bias(&self, turned: &[f32], gradient: &mut [f32]) {
        for turned in turned.chunks_exact(self.turned()).take(self.steps) {
            sum_over_lanes(turned, self.site.examples, gradient);
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

    /// The states of all steps, or of the last, as the layer's output.
    pub fn give(&self, states: &[f32], output: &mut [f32]) {
        let start = states.len() - output.len();
        copy(output, &states[start..]);
    }

    /// Adds the gradient by the output that belongs to the state of a step.
    pub fn take(&self, step: usize, delta: &[f32], h_delta: &mut [f32]) {
        let first = self.steps - delta.len() / self.state();
        if step >= first {
            let delta = &delta[(step - first) * self.state()..][..self.state()];
            add(h_delta, delta);
        }
    }
}

/// Cuts a buffer into parts of these sizes.
pub(super) fn cut<const PARTS: usize>(mut buffer: &mut [f32], sizes: [usize; PARTS]) -> [&mut [f32]; PARTS] {
    sizes.map(|size| {
        let (part, rest) = std::mem::take(&mut buffer).split_at_mut(size);
        buffer = rest;
        part
    })
}

/// The values of one step among those of all.
pub(super) fn at(step: usize, size: usize) -> std::ops::Range<usize> {
    step * size..(step + 1) * size
}
