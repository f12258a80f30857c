//! The inner loops: products of matrices with the examples as the innermost axis.
//!
//! `kernel` is `[input][unit]` as in Keras; `x`, `y` and `delta` are `[feature][example]` with `stride` lanes a row,
//! of which the first `lanes` (a multiple of [`LANES`]) are computed.

use std::ops::{Add, Mul};

/// Examples that are computed at once.
pub const LANES: usize = 4;

/// Rounds a number of examples up to whole vectors.
pub const fn padded(examples: usize) -> usize {
    examples.next_multiple_of(LANES)
}

#[derive(Clone, Copy)]
#[repr(align(16))]
struct Vector([f32; LANES]);

impl Vector {
    const ZERO: Self = Self([0.0; LANES]);

    #[inline(always)]
    fn splat(value: f32) -> Self {
        Self([value; LANES])
    }

    /// Reads [`LANES`] numbers from `at` on.
    ///
    /// # Safety
    /// `at + LANES <= from.len()`.
    #[inline(always)]
    unsafe fn read(from: &[f32], at: usize) -> Self {
        debug_assert!(at + LANES <= from.len());
        // SAFETY: the caller keeps the range inside the slice; an unaligned read is asked for.
        Self(unsafe { from.as_ptr().add(at).cast::<[f32; LANES]>().read_unaligned() })
    }

    /// # Safety
    /// `at + LANES <= to.len()`.
    #[inline(always)]
    unsafe fn write(self, to: &mut [f32], at: usize) {
        debug_assert!(at + LANES <= to.len());
        // SAFETY: as in `read`.
        unsafe { to.as_mut_ptr().add(at).cast::<[f32; LANES]>().write_unaligned(self.0) }
    }

    #[inline(always)]
    fn sum(self) -> f32 {
        (self.0[0] + self.0[2]) + (self.0[1] + self.0[3])
    }
}

impl Add for Vector {
    type Output = Self;
    #[inline(always)]
    fn add(self, other: Self) -> Self {
        Self(std::array::from_fn(|lane| self.0[lane] + other.0[lane]))
    }
}

impl Mul for Vector {
    type Output = Self;
    #[inline(always)]
    fn mul(self, other: Self) -> Self {
        Self(std::array::from_fn(|lane| self.0[lane] * other.0[lane]))
    }
}

/// Sizes of a product: `inputs` rows of `x`, `units` rows of `y`.
#[derive(Clone, Copy, Debug)]
pub struct Product {
    pub inputs: usize,
    pub units: usize,
    pub stride: usize,
    pub lanes: usize,
}

impl Product {
    fn check(&self, kernel: &[f32], x: &[f32], y: &[f32]) {
        assert!(self.lanes <= self.stride && self.lanes.is_multiple_of(LANES));
        assert!(kernel.len() >= self.inputs * self.units);
        assert!(x.len() >= self.inputs * self.stride && y.len() >= self.units * self.stride);
    }

    /// y = kernel^T x + bias.
    pub fn forward(&self, kernel: &[f32], bias: Option<&[f32]>, x: &[f32], y: &mut [f32]) {
        self.check(kernel, x, y);
        assert!(bias.is_none_or(|bias| bias.len() >= self.units));
        let mut unit = 0;
        while unit + 4 <= self.units {
            self.forward_tile::<4>(unit, kernel, bias, x, y);
            unit += 4;
        }
        while unit < self.units {
            self.forward_tile::<1>(unit, kernel, bias, x, y);
            unit += 1;
        }
    }

    /// `UNITS` rows of y, two vectors of examples at a time.
    #[inline(always)]
    fn forward_tile<const UNITS: usize>(
        &self,
        unit: usize,
        kernel: &[f32],
        bias: Option<&[f32]>,
        x: &[f32],
        y: &mut [f32],
    ) {
        let start: [Vector; UNITS] =
            std::array::from_fn(|tile| bias.map_or(Vector::ZERO, |bias| Vector::splat(bias[unit + tile])));
        let mut lane = 0;
        while lane + 2 * LANES <= self.lanes {
            self.forward_block::<UNITS, 2>(unit, lane, start, kernel, x, y);
            lane += 2 * LANES;
        }
        if lane < self.lanes {
            self.forward_block::<UNITS, 1>(unit, lane, start, kernel, x, y);
        }
    }

    #[inline(always)]
    fn forward_block<const UNITS: usize, const BLOCK: usize>(
        &self,
        unit: usize,
        lane: usize,
        start: [Vector; UNITS],
        kernel: &[f32],
        x: &[f32],
        y: &mut [f32],
    ) {
        let mut sums: [[Vector; BLOCK]; UNITS] = start.map(|bias| [bias; BLOCK]);
        for input in 0..self.inputs {
            // SAFETY: `check` bounds every row of kernel, x and y; lane + BLOCK * LANES <= lanes <= stride.
            unsafe {
                let row: [Vector; BLOCK] =
                    std::array::from_fn(|block| Vector::read(x, input * self.stride + lane + block * LANES));
                for (tile, sums) in sums.iter_mut().enumerate() {
                    let weight = Vector::splat(*kernel.get_unchecked(input * self.units + unit + tile));
                    for (sum, value) in sums.iter_mut().zip(row) {
                        *sum = *sum + weight * value;
                    }
                }
            }
        }
        for (tile, sums) in sums.into_iter().enumerate() {
            for (block, sum) in sums.into_iter().enumerate() {
                // SAFETY: as above.
                unsafe { sum.write(y, (unit + tile) * self.stride + lane + block * LANES) };
            }
        }
    }

    /// x_delta += kernel y_delta.
    pub fn backward_inputs(&self, kernel: &[f32], y_delta: &[f32], x_delta: &mut [f32]) {
        self.check(kernel, x_delta, y_delta);
        let mut input = 0;
        while input + 4 <= self.inputs {
            self.backward_inputs_tile::<4>(input, kernel, y_delta, x_delta);
            input += 4;
        }
        while input < self.inputs {
            self.backward_inputs_tile::<1>(input, kernel, y_delta, x_delta);
            input += 1;
        }
    }

    #[inline(always)]
    fn backward_inputs_tile<const INPUTS: usize>(
        &self,
        input: usize,
        kernel: &[f32],
        y_delta: &[f32],
        x_delta: &mut [f32],
    ) {
        let mut lane = 0;
        while lane < self.lanes {
            // SAFETY: `check` bounds every row; lane + LANES <= lanes <= stride.
            unsafe {
                let mut sums: [Vector; INPUTS] =
                    std::array::from_fn(|tile| Vector::read(x_delta, (input + tile) * self.stride + lane));
                for unit in 0..self.units {
                    let delta = Vector::read(y_delta, unit * self.stride + lane);
                    for (tile, sum) in sums.iter_mut().enumerate() {
                        let weight = Vector::splat(*kernel.get_unchecked((input + tile) * self.units + unit));
                        *sum = *sum + weight * delta;
                    }
                }
                for (tile, sum) in sums.into_iter().enumerate() {
                    sum.write(x_delta, (input + tile) * self.stride + lane);
                }
            }
            lane += LANES;
        }
    }

    /// kernel_gradient += x y_delta^T, summed over the lanes.
    pub fn backward_kernel(&self, x: &[f32], y_delta: &[f32], kernel_gradient: &mut [f32]) {
        self.check(kernel_gradient, x, y_delta);
        for input in 0..self.inputs {
            let mut unit = 0;
            while unit + 4 <= self.units {
                self.backward_kernel_tile::<4>(input, unit, x, y_delta, kernel_gradient);
                unit += 4;
            }
            while unit < self.units {
                self.backward_kernel_tile::<1>(input, unit, x, y_delta, kernel_gradient);
                unit += 1;
            }
        }
    }

    #[inline(always)]
    fn backward_kernel_tile<const UNITS: usize>(
        &self,
        input: usize,
        unit: usize,
        x: &[f32],
        y_delta: &[f32],
        gradient: &mut [f32],
    ) {
        let mut sums = [Vector::ZERO; UNITS];
        let mut lane = 0;
        while lane < self.lanes {
            // SAFETY: `check` bounds every row; lane + LANES <= lanes <= stride.
            unsafe {
                let value = Vector::read(x, input * self.stride + lane);
                for (tile, sum) in sums.iter_mut().enumerate() {
                    *sum = *sum + value * Vector::read(y_delta, (unit + tile) * self.stride + lane);
                }
            }
            lane += LANES;
        }
        for (tile, sum) in sums.into_iter().enumerate() {
            gradient[input * self.units + unit + tile] += sum.sum();
        }
    }

    /// bias_gradient += y_delta, summed over the lanes.
    pub fn backward_bias(&self, y_delta: &[f32], bias_gradient: &mut [f32]) {
        for (row, gradient) in y_delta.chunks_exact(self.stride).zip(bias_gradient) {
            let mut sum = Vector::ZERO;
            for chunk in row[..self.lanes].chunks_exact(LANES) {
                sum = sum + Vector([chunk[0], chunk[1], chunk[2], chunk[3]]);
            }
            *gradient += sum.sum();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{Random, Stream};

    fn numbers(count: usize, stream: Stream) -> Vec<f32> {
        let mut random = Random::new(9, stream);
        (0..count).map(|_| random.normal() as f32).collect()
    }

    fn close(got: &[f32], want: &[f32]) {
        for (got, want) in got.iter().zip(want) {
            assert!((got - want).abs() < 1e-4, "{got} {want}");
        }
    }

    #[test]
    fn products_agree_with_the_plain_sums_in_odd_sizes() {
        for (inputs, units, examples) in [(1, 1, 1), (3, 5, 7), (7, 8, 12), (9, 13, 30), (2, 4, 10)] {
            let lanes = padded(examples);
            let product = Product { inputs, units, stride: lanes + 4, lanes };
            let (stride, kernel) = (product.stride, numbers(inputs * units, Stream::Weights));
            let bias = numbers(units, Stream::Split);
            let x = numbers(inputs * stride, Stream::Data);
            let delta = numbers(units * stride, Stream::Dropout);

            let mut y = vec![0.0; units * stride];
            product.forward(&kernel, Some(&bias), &x, &mut y);
            let mut x_delta = vec![1.0; inputs * stride];
            product.backward_inputs(&kernel, &delta, &mut x_delta);
            let mut kernel_gradient = vec![0.0; inputs * units];
            product.backward_kernel(&x, &delta, &mut kernel_gradient);

            for lane in 0..lanes {
                for unit in 0..units {
                    let sum: f32 = (0..inputs).map(|i| kernel[i * units + unit] * x[i * stride + lane]).sum();
                    close(&[y[unit * stride + lane]], &[sum + bias[unit]]);
                }
                for input in 0..inputs {
                    let sum: f32 =
                        (0..units).map(|u| kernel[input * units + u] * delta[u * stride + lane]).sum();
                    close(&[x_delta[input * stride + lane]], &[sum + 1.0]);
                }
            }
            for input in 0..inputs {
                for unit in 0..units {
                    let sum: f32 = (0..lanes).map(|l| x[input * stride + l] * delta[unit * stride + l]).sum();
                    close(&[kernel_gradient[input * units + unit]], &[sum]);
                }
            }
        }
    }
}
