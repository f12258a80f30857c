//! Small dense layers. They sum over so few terms that the register tiles of [`gemm`](crate::gemm) would not pay off.

use crate::number::Number;
use crate::vector::{LANES, Vector};

/// The sizes of a dense layer. Its weights are the kernel `[feature][unit]`, then the bias if it has one.
#[derive(Clone, Copy, Debug)]
pub struct SmallDense {
    pub features: usize,
    pub units: usize,
    pub has_bias: bool,
}

impl SmallDense {
    /// y = kernel^T x + bias
    #[inline(always)]
    pub fn forward(&self, weights: &[f32], x: &[f32], y: &mut [f32], stride: usize, lanes: usize) {
        let (kernel, bias) = weights.split_at(self.features * self.units);
        let transposed = Strided {
            matrix: kernel,
            rows: self.units,
            row_stride: 1,
            columns: self.features,
            column_stride: self.units,
        };
        transposed.multiply(self.has_bias.then_some(bias), x, y, stride, lanes);
    }

    /// grad_input = kernel grad, where `grad` is the gradient with respect to z.
    #[inline(always)]
    pub fn grad_input(
        &self,
        weights: &[f32],
        grad: &[f32],
        grad_input: &mut [f32],
        stride: usize,
        lanes: usize,
    ) {
        let kernel = Strided {
            matrix: &weights[..self.features * self.units],
            rows: self.features,
            row_stride: self.units,
            columns: self.units,
            column_stride: 1,
        };
        kernel.multiply(None, grad, grad_input, stride, lanes);
    }

    /// The gradients with respect to kernel and bias, summed over the examples.
    #[inline(always)]
    pub fn grad_weights(
        &self,
        x: &[f32],
        grad: &[f32],
        grad_weights: &mut [f32],
        stride: usize,
        lanes: usize,
    ) {
        assert!(grad_weights.len() >= (self.features + usize::from(self.has_bias)) * self.units);
        assert!(x.len() >= self.features * stride && grad.len() >= self.units * stride);
        assert!(lanes <= stride && lanes.is_multiple_of(LANES));
        let first = UnitPointers {
            x: x.as_ptr(),
            grad: grad.as_ptr(),
            grad_weights: grad_weights.as_mut_ptr(),
            stride,
            lanes,
        };
        let whole = self.units / LANES * LANES;
        // SAFETY: the assertions above: every row holds all lanes, and `grad_weights` all weights.
        unsafe {
            for unit in (0..whole).step_by(LANES) {
                self.grad_weights_of_four(first.skip(unit));
            }
            for unit in whole..self.units {
                self.grad_weights_of_one(first.skip(unit));
            }
        }
    }

    /// For four neighbouring units, of which the given one is the first.
    ///
    /// # Safety
    /// Every row of `x` and `grad` must hold `lanes` numbers, and `grad_weights` the weights of the four units.
    #[inline(always)]
    unsafe fn grad_weights_of_four(&self, pointers: UnitPointers) {
        let UnitPointers { x, grad, grad_weights, stride, lanes } = pointers;
        // SAFETY: guaranteed by the caller.
        unsafe {
            let grad = |unit: usize, lane: usize| Vector::read(grad.add(unit * stride + lane));
            for feature in 0..self.features {
                let mut sums = [Vector::splat(0.0); LANES];
                for lane in (0..lanes).step_by(LANES) {
                    let x = Vector::read(x.add(feature * stride + lane));
                    sums = std::array::from_fn(|unit| sums[unit] + x * grad(unit, lane));
                }
                lane_sums(sums).write(grad_weights.add(feature * self.units));
            }
            if self.has_bias {
                let mut sums = [Vector::splat(0.0); LANES];
                for lane in (0..lanes).step_by(LANES) {
                    sums = std::array::from_fn(|unit| sums[unit] + grad(unit, lane));
                }
                lane_sums(sums).write(grad_weights.add(self.features * self.units));
            }
        }
    }

    /// For one unit: four weights at a time. The bias counts as one more feature, which is always 1.
    ///
    /// # Safety
    /// As for `grad_weights_of_four`.
    #[inline(always)]
    unsafe fn grad_weights_of_one(&self, unit: UnitPointers) {
        let whole = self.features / LANES * LANES;
        // SAFETY: guaranteed by the caller; the features exist.
        unsafe {
            for first in (0..whole).step_by(LANES) {
                self.grad_weights_of_features::<LANES>(unit, first);
            }
            match self.features - whole {
                0 if self.has_bias => self.grad_weights_of_features::<0>(unit, whole),
                0 => {}
                1 => self.grad_weights_of_features::<1>(unit, whole),
                2 => self.grad_weights_of_features::<2>(unit, whole),
                _ => self.grad_weights_of_features::<3>(unit, whole),
            }
        }
    }

    /// For one unit and `N` features starting at `first`. Fewer than four are the last ones, which the bias follows.
    ///
    /// # Safety
    /// As for `grad_weights_of_four`.
    #[inline(always)]
    unsafe fn grad_weights_of_features<const N: usize>(&self, unit: UnitPointers, first: usize) {
        let UnitPointers { x, grad, grad_weights, stride, lanes } = unit;
        let mut sums = [Vector::splat(0.0); LANES];
        // SAFETY: guaranteed by the caller.
        unsafe {
            for lane in (0..lanes).step_by(LANES) {
                let grad = Vector::read(grad.add(lane));
                for (at, sum) in sums.iter_mut().enumerate().take(N) {
                    *sum += grad * Vector::read(x.add((first + at) * stride + lane));
                }
                if N < LANES {
                    sums[N] += grad;
                }
            }
            let count = N + usize::from(N < LANES && self.has_bias);
            for (at, sum) in lane_sums(sums).to_array().into_iter().enumerate().take(count) {
                *grad_weights.add((first + at) * self.units) = sum;
            }
        }
    }
}

/// The inputs of the layer, and one unit's gradients with respect to z and to its weights.
#[derive(Clone, Copy)]
struct UnitPointers {
    x: *const f32,
    grad: *const f32,
    grad_weights: *mut f32,
    stride: usize,
    lanes: usize,
}

impl UnitPointers {
    /// The pointers of the unit `count` units later.
    ///
    /// # Safety
    /// That unit must exist.
    #[inline(always)]
    unsafe fn skip(self, count: usize) -> Self {
        // SAFETY: guaranteed by the caller.
        unsafe {
            Self {
                grad: self.grad.add(count * self.stride),
                grad_weights: self.grad_weights.add(count),
                ..self
            }
        }
    }
}

/// A matrix with strides, so that it can be used as it is stored or transposed.
struct Strided<'a> {
    matrix: &'a [f32],
    rows: usize,
    row_stride: usize,
    columns: usize,
    column_stride: usize,
}

impl Strided<'_> {
    /// to = matrix * from + bias. Panics if a slice is too short.
    #[inline(always)]
    fn multiply(&self, bias: Option<&[f32]>, from: &[f32], to: &mut [f32], stride: usize, lanes: usize) {
        assert!(self.matrix.len() == self.rows * self.columns);
        assert!(bias.is_none_or(|bias| bias.len() >= self.rows));
        assert!(from.len() >= self.columns * stride && to.len() >= self.rows * stride);
        assert!(lanes <= stride && lanes.is_multiple_of(LANES));
        let mut lane = 0;
        while lane < lanes {
            // SAFETY: the assertions above: every row holds all lanes, and matrix and bias all rows.
            unsafe {
                let (from, to) = (from.as_ptr().add(lane), to.as_mut_ptr().add(lane));
                lane += LANES
                    * match (lanes - lane) / LANES {
                        1 => self.block::<1>(bias, from, to, stride),
                        2 | 4 => self.block::<2>(bias, from, to, stride),
                        _ => self.block::<3>(bias, from, to, stride),
                    };
            }
        }
    }

    /// Computes `N` vectors of each row and returns `N`.
    ///
    /// # Safety
    /// Each row of `from` and `to` must hold `N` vectors.
    #[inline(always)]
    unsafe fn block<const N: usize>(
        &self,
        bias: Option<&[f32]>,
        from: *const f32,
        to: *mut f32,
        stride: usize,
    ) -> usize {
        // SAFETY: guaranteed by the caller; matrix and bias hold all rows.
        unsafe {
            for row in 0..self.rows {
                let start = bias.map_or(0.0, |bias| *bias.get_unchecked(row));
                let mut sums = [Vector::splat(start); N];
                for column in 0..self.columns {
                    let at = row * self.row_stride + column * self.column_stride;
                    let weight = Vector::splat(*self.matrix.get_unchecked(at));
                    let from = from.add(column * stride);
                    sums = std::array::from_fn(|at| sums[at] + weight * Vector::read(from.add(at * LANES)));
                }
                for (at, sum) in sums.into_iter().enumerate() {
                    sum.write(to.add(row * stride + at * LANES));
                }
            }
        }
        N
    }
}

/// Sums each of four vectors over its lanes.
#[inline(always)]
fn lane_sums(vectors: [Vector; LANES]) -> Vector {
    let [a, b, c, d] = Vector::transpose(vectors);
    (a + b) + (c + d)
}
