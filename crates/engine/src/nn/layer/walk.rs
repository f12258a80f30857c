//! The way of a recurrent layer from step to step: the matrix products of a step and of all steps, masks, and what the
//! steps have of the layer's input and output.

use kernels::elementwise::{add, copy};
use kernels::gemm::{Gemm, Init, SumAxis, sum_over_lanes, transpose};
use kernels::vector::padded;

use super::buffer::at;
use super::mask::{replace_masked, set_aside_masked};
use super::{InputGradients, Site};

/// A pass over a sequence `[step][feature][lane]`. Steps are counted in reading order, also when going backwards.
#[derive(Clone, Copy)]
pub struct Walk<'a> {
    pub site: Site<'a>,
    /// The input's mask, `[time][lane]`. A masked step leaves the state as it is.
    pub mask: Option<&'a [f32]>,
    pub steps: usize,
    pub features: usize,
    pub units: usize,
    /// Columns of both kernels: the units of all gates.
    pub width: usize,
    /// States that go from step to step, h first.
    pub states: usize,
    pub go_backwards: bool,
}

impl Walk<'_> {
    /// Count of numbers in one state of one step.
    pub fn block(&self) -> usize {
        self.units * self.site.stride
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

    /// Where a step is masked, replaces its states by the previous ones, or by 0 at the first step.
    pub fn keep_masked_states(&self, step: usize, states: &mut [f32], before: Option<&[f32]>) {
        if let Some(mask) = self.mask_at(step) {
            replace_masked(mask, states, before);
        }
    }

    /// Moves the part of the states' gradient that belongs to masked steps from `grad` to `kept`: it passes unchanged to
    /// the previous step.
    pub fn set_aside(&self, step: usize, grad: &mut [f32], kept: &mut [f32]) {
        if let Some(mask) = self.mask_at(step) {
            set_aside_masked(mask, grad, kept);
        }
    }

    /// Adds that part to the gradient with respect to the previous states.
    pub fn put_back(&self, kept: &[f32], grad: &mut [f32]) {
        if self.mask.is_some() {
            add(grad, kept);
        }
    }

    /// z = kernel^T x + bias.
    pub fn input_sums(&self, step: usize, kernel: &[f32], bias: &[f32], x: &[f32], z: &mut [f32]) {
        let stride = self.site.stride;
        let x = &x[self.input_at(step)..][..self.features * stride];
        Gemm::matmul(self.width, self.features, self.site.lanes, (1, self.width), stride).run(
            Init::of(bias),
            kernel,
            x,
            z,
        );
    }

    /// z = init + recurrent_kernel^T h, where h is the first of the previous states, or zeros if there are none.
    pub fn state_sums(&self, init: Init, kernel: &[f32], states: Option<&[f32]>, z: &mut [f32]) {
        let depth = if states.is_some() { self.units } else { 0 };
        let gemm = Gemm::matmul(self.width, depth, self.site.lanes, (1, self.width), self.site.stride);
        gemm.run(init, kernel, states.unwrap_or(&[]), z);
    }

    /// grad_x += kernel grad_z, if it is needed.
    pub fn backward_input(&self, step: usize, kernel: &[f32], grad: &[f32], inputs: &mut InputGradients) {
        let stride = self.site.stride;
        if let Some(grad_input) = inputs.of(&self.site, 0) {
            let grad_input = &mut grad_input[self.input_at(step)..][..self.features * stride];
            let gemm = Gemm::matmul(self.features, self.width, self.site.lanes, (self.width, 1), stride);
            gemm.run(Init::Accumulate, kernel, grad, grad_input);
        }
    }

    /// Keeps the gradient with respect to the gates of a step for those with respect to the weights.
    pub fn keep(&self, step: usize, grad: &[f32], transposed: &mut [f32]) {
        let transposed = &mut transposed[step * self.transposed()..][..self.transposed()];
        transpose(grad, self.site.stride, self.site.examples, transposed);
    }

    /// grad_h += recurrent_kernel grad_z, where h is the first of the previous states.
    pub fn backward_state(&self, kernel: &[f32], grad: &[f32], grad_states: &mut [f32]) {
        let gemm = Gemm::matmul(self.units, self.width, self.site.lanes, (self.width, 1), self.site.stride);
        gemm.run(Init::Accumulate, kernel, grad, grad_states);
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

    /// Gradient with respect to the recurrent kernel: each h but the last, times the gradient of the next step's gates.
    pub fn backward_recurrent(&self, states: &[f32], transposed: &[f32], gradient: &mut [f32]) {
        let steps = SumAxis::new(self.steps - 1, self.states * self.block(), self.transposed());
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

    /// Copies h of all steps, or of the last one, to the layer's output.
    pub fn write_output(&self, states: &[f32], output: &mut [f32]) {
        let first = self.steps - output.len() / self.block();
        let states = states.chunks_exact(self.states * self.block()).skip(first);
        output.chunks_exact_mut(self.block()).zip(states).for_each(|(to, states)| copy(to, states));
    }

    /// Adds the part of the output's gradient that belongs to h of a step.
    pub fn add_grad_output(&self, step: usize, grad: &[f32], grad_states: &mut [f32]) {
        let first = self.steps - grad.len() / self.block();
        if step >= first {
            add(grad_states, &grad[at(step - first, self.block())]);
        }
    }
}
