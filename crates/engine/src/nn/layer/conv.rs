//! Kernels that slide over a sequence or an image.
//! Sources: <https://keras.io/api/layers/convolution_layers/convolution1d/>,
//! <https://keras.io/api/layers/convolution_layers/convolution2d/>

use kernels::elementwise::copy;
use kernels::gemm::{Gemm, Init, SumAxis, sum_over_lanes, transpose};
use kernels::vector::padded;
use serde::{Deserialize, Serialize};

use super::window::{Padding, Sides, WindowAxis, Windows, image};
use super::{ArgumentRange, Backward, Forward, Layer, Nested, ParameterSpec, checked, equation};
use crate::nn::activation::Activation;
use crate::nn::graph_error::GraphError;
use crate::nn::initializer::Initializer;
use crate::nn::regularizer::Regularizer;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default = "ConvConfig::default", deny_unknown_fields)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(rename = format!("Conv{AXES}dConfig")))]
pub struct ConvConfig<const AXES: usize> {
    pub filters: usize,
    pub kernel_size: Sides<AXES>,
    pub strides: Sides<AXES>,
    pub padding: Padding,
    pub activation: Activation,
    pub use_bias: bool,
    pub kernel_initializer: Initializer,
    pub bias_initializer: Initializer,
    pub kernel_regularizer: Regularizer,
    pub bias_regularizer: Regularizer,
}

/// Over a sequence `[steps, channels]`.
pub type Conv1dConfig = ConvConfig<1>;
/// Over an image `[rows, columns, channels]`.
pub type Conv2dConfig = ConvConfig<2>;

impl<const AXES: usize> Default for ConvConfig<AXES> {
    fn default() -> Self {
        Self {
            filters: 1,
            kernel_size: Sides([3; AXES]),
            strides: Sides([1; AXES]),
            padding: Padding::Valid,
            activation: Activation::Linear,
            use_bias: true,
            kernel_initializer: Initializer::GlorotUniform,
            bias_initializer: Initializer::Zeros,
            kernel_regularizer: Regularizer::default(),
            bias_regularizer: Regularizer::default(),
        }
    }
}

impl<const AXES: usize> ConvConfig<AXES> {
    fn windows(&self, inputs: &[&[usize]]) -> Result<Windows, GraphError> {
        Windows::new(image(inputs, AXES)?, self.kernel_size.of_image(), self.strides.of_image(), self.padding)
    }

    /// The windows over an input of a compiled network.
    pub(in crate::nn) fn windows_over(&self, input: &[usize]) -> Windows {
        checked(self.windows(&[input]))
    }

    fn convolution(&self, input: &[usize]) -> Convolution<'_> {
        let Windows { rows, columns, channels } = self.windows_over(input);
        Convolution { rows, columns, channels, filters: self.filters, activation: &self.activation }
    }

    /// Kernel sides, channels and filters.
    fn kernel_shape(&self, inputs: &[&[usize]]) -> Vec<usize> {
        let channels = inputs[0].last().copied().unwrap_or(1);
        [&self.kernel_size.0[..], &[channels, self.filters]].concat()
    }
}

impl<const AXES: usize> Layer for ConvConfig<AXES> {
    fn output_shape(&self, inputs: &[&[usize]]) -> Result<Vec<usize>, GraphError> {
        Ok(self.windows(inputs)?.output_shape(AXES, self.filters))
    }

    fn parameters(&self, inputs: &[&[usize]]) -> Vec<ParameterSpec> {
        let shape = self.kernel_shape(inputs);
        let receptive_field = self.kernel_size.0.iter().product::<usize>();
        let kernel = ParameterSpec {
            fan_out: receptive_field * self.filters,
            ..ParameterSpec::new("kernel", &shape, self.kernel_initializer.clone())
        };
        let bias = ParameterSpec::new("bias", &[self.filters], self.bias_initializer.clone());
        let kernel = kernel.regularized(self.kernel_regularizer);
        let bias = ParameterSpec { fan_in: self.filters, ..bias.regularized(self.bias_regularizer) };
        if self.use_bias { vec![kernel, bias] } else { vec![kernel] }
    }

    fn arithmetic(&self, inputs: &[&[usize]]) -> String {
        let kernel = self.kernel_shape(inputs);
        equation(&if self.use_bias { vec![kernel, vec![self.filters]] } else { vec![kernel] })
    }

    /// z, if the derivative of the activation needs it.
    fn scratch(&self, _inputs: &[&[usize]], output: &[usize]) -> usize {
        if self.activation.needs_pre_activation() { output.iter().product() } else { 0 }
    }

    /// The gradient with respect to z, transposed.
    fn temporary(&self, _inputs: &[&[usize]], output: &[usize]) -> usize {
        output.iter().rev().skip(1).product::<usize>() * padded(self.filters)
    }

    fn activation(&self) -> Option<&Activation> {
        Some(&self.activation)
    }

    fn ranges(&self) -> Vec<ArgumentRange> {
        let ((smallest, largest), (shortest, longest)) =
            (self.kernel_size.extremes(), self.strides.extremes());
        vec![
            ("filters", self.filters as f64, 1.0, 1024.0),
            ("kernel_size", smallest, 1.0, 64.0),
            ("kernel_size", largest, 1.0, 64.0),
            ("strides", shortest, 1.0, 64.0),
            ("strides", longest, 1.0, 64.0),
        ]
    }

    fn nested(&self) -> Vec<Nested> {
        vec![
            ("activation", self.activation.ranges()),
            ("kernel_initializer", self.kernel_initializer.ranges()),
            ("bias_initializer", self.bias_initializer.ranges()),
            ("kernel_regularizer", self.kernel_regularizer.ranges()),
            ("bias_regularizer", self.bias_regularizer.ranges()),
        ]
    }

    fn forward(&self, pass: Forward) {
        self.convolution(pass.site.input_shape(0)).forward(pass);
    }

    fn backward(&self, pass: Backward) {
        self.convolution(pass.site.input_shape(0)).backward(pass);
    }
}

/// Kernels `[row][column][channel][filter]` over an image `[row][column][channel][lane]`.
struct Convolution<'a> {
    rows: WindowAxis,
    columns: WindowAxis,
    channels: usize,
    filters: usize,
    activation: &'a Activation,
}

impl Convolution<'_> {
    fn kernel_len(&self) -> usize {
        self.rows.window * self.columns.window * self.channels * self.filters
    }

    /// Offset of the weights at a position of the kernel.
    fn kernel_at(&self, row: usize, column: usize) -> usize {
        (row * self.columns.window + column) * self.channels * self.filters
    }

    /// At each output pixel, the part of the kernel over the image times the image under it: rows of the kernel
    /// and of the image are both side by side.
    fn forward(&self, pass: Forward) {
        let (stride, site) = (pass.site.stride, pass.site);
        let x = site.input(pass.before, 0);
        let (kernel, bias) = pass.weights.split_at(self.kernel_len());
        let init = Init::of(bias);
        let line = self.columns.input * self.channels * stride;
        for row in 0..self.rows.output {
            let inside_rows = self.rows.inside(row);
            for column in 0..self.columns.output {
                let inside = self.columns.inside(column);
                let source = self.rows.source(row, inside_rows.start) * self.columns.input
                    + self.columns.source(column, inside.start);
                let gemm = Gemm {
                    rows: self.filters,
                    columns: site.lanes,
                    left_row_stride: 1,
                    result_row_stride: stride,
                    left_offset: self.kernel_at(inside_rows.start, inside.start),
                    right_offset: source * self.channels * stride,
                    sum_axes: [
                        SumAxis::ONE,
                        SumAxis::new(inside_rows.len(), self.kernel_at(1, 0), line),
                        SumAxis::new(inside.len() * self.channels, self.filters, stride),
                    ],
                };
                let pixel = (row * self.columns.output + column) * self.filters * stride;
                gemm.run(init, kernel, x, &mut pass.output[pixel..][..self.filters * stride]);
            }
        }
        copy(pass.scratch, &pass.output[..pass.scratch.len()]);
        for pixel in pass.output.chunks_exact_mut(self.filters * stride) {
            self.activation.apply(pixel, stride, site.lanes);
        }
    }

    fn backward(&self, mut pass: Backward) {
        let (stride, site) = (pass.site.stride, pass.site);
        let width = padded(self.filters);
        let size = self.filters * stride;
        for (pixel, grad) in pass.grad_output.chunks_exact_mut(size).enumerate() {
            let rows = pixel * size..(pixel + 1) * size;
            let z = pass.scratch.get(rows.clone()).unwrap_or(&[]);
            self.activation.backward(z, &pass.output[rows], grad, stride, site.lanes);
            let transposed = &mut pass.temporary[pixel * width * stride..][..width * stride];
            transpose(grad, stride, site.examples, transposed);
        }
        let (kernel_gradient, bias_gradient) = pass.grad_weights.split_at_mut(self.kernel_len());
        let pixels = self.rows.output * self.columns.output;
        for transposed in pass.temporary.chunks_exact(width * stride).take(pixels) {
            sum_over_lanes(transposed, site.examples, bias_gradient);
        }
        let x = site.input(pass.before, 0);
        self.backward_kernel(x, pass.temporary, kernel_gradient, stride, site.examples);
        if let Some(grad_input) = pass.grad_inputs.of(&site, 0) {
            self.backward_input(pass.weights, pass.grad_output, grad_input, stride, site.lanes);
        }
    }

    /// The gradient of a kernel row is the sum of image times gradient over all outputs whose window has that row inside the
    /// image. Output columns where the whole row is inside are summed at once, those at the edges one by one.
    fn backward_kernel(&self, x: &[f32], grad: &[f32], gradient: &mut [f32], stride: usize, examples: usize) {
        let width = padded(self.filters);
        let whole = self.columns.whole();
        let edges = (0..whole.start).chain(whole.end.max(whole.start)..self.columns.output);
        let spans = edges.map(|column| column..column + 1).chain([whole.clone()]);
        for (within, span) in
            (0..self.rows.window).flat_map(|within| spans.clone().map(move |span| (within, span)))
        {
            let rows = self.rows.outputs_of(within);
            if rows.is_empty() || span.is_empty() {
                continue;
            }
            let inside = self.columns.inside(span.start);
            let source = self.rows.source(rows.start, within) * self.columns.input
                + self.columns.source(span.start, inside.start);
            let pixel = rows.start * self.columns.output + span.start;
            let step = self.channels * stride;
            let gemm = Gemm {
                rows: inside.len() * self.channels,
                columns: self.filters,
                left_row_stride: stride,
                result_row_stride: self.filters,
                left_offset: source * step,
                right_offset: pixel * width * stride,
                sum_axes: [
                    SumAxis::new(
                        rows.len(),
                        self.rows.stride * self.columns.input * step,
                        self.columns.output * width * stride,
                    ),
                    SumAxis::new(span.len(), self.columns.stride * step, width * stride),
                    SumAxis::new(examples, 1, width),
                ],
            };
            gemm.run(Init::Accumulate, x, grad, &mut gradient[self.kernel_at(within, inside.start)..]);
        }
    }

    /// The gradient of a pixel is the sum, over all windows that cover it, of kernel times gradient.
    fn backward_input(
        &self,
        kernel: &[f32],
        grad: &[f32],
        grad_input: &mut [f32],
        stride: usize,
        lanes: usize,
    ) {
        let step = self.filters * stride;
        for row in 0..self.rows.input {
            let (row_within, row_output, row_count) = self.rows.covering(row);
            for column in 0..self.columns.input {
                let (within, output, count) = self.columns.covering(column);
                let gemm = Gemm {
                    rows: self.channels,
                    columns: lanes,
                    left_row_stride: self.filters,
                    result_row_stride: stride,
                    left_offset: self.kernel_at(row_within, within),
                    right_offset: (row_output * self.columns.output + output) * step,
                    sum_axes: [
                        SumAxis {
                            count: row_count,
                            left_stride: self.kernel_at(self.rows.stride, 0) as isize,
                            right_stride: -((self.columns.output * step) as isize),
                        },
                        SumAxis {
                            count,
                            left_stride: self.kernel_at(0, self.columns.stride) as isize,
                            right_stride: -(step as isize),
                        },
                        SumAxis::new(self.filters, 1, stride),
                    ],
                };
                let pixel = (row * self.columns.input + column) * self.channels * stride;
                gemm.run(Init::Accumulate, kernel, grad, &mut grad_input[pixel..][..self.channels * stride]);
            }
        }
    }
}
