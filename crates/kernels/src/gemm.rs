//! General matrix multiplication, the inner loop of the engine. Sums are kept in registers, tile by tile.
//!
//! Dense, convolution and recurrent layers are all this product, forward and backward. They differ only in the strides
//! with which the factors are read, see [`SumAxis`].

use crate::number::Number;
use crate::vector::{LANES, Vector, padded};

/// An axis that is summed over: its length, and its stride in the left and in the right factor.
#[derive(Clone, Copy, Debug)]
pub struct SumAxis {
    pub count: usize,
    pub left_stride: isize,
    pub right_stride: isize,
}

impl SumAxis {
    pub const ONE: Self = Self { count: 1, left_stride: 0, right_stride: 0 };

    pub const fn new(count: usize, left_stride: usize, right_stride: usize) -> Self {
        Self { count, left_stride: left_stride as isize, right_stride: right_stride as isize }
    }
}

/// What the sum is added to.
#[derive(Clone, Copy, Debug)]
pub enum Init<'a> {
    Zero,
    /// What the result already holds, as with beta = 1 in BLAS.
    Accumulate,
    /// One number per row.
    Bias(&'a [f32]),
}

impl<'a> Init<'a> {
    /// A layer's bias, or zeros if it is empty.
    pub fn of(bias: &'a [f32]) -> Self {
        if bias.is_empty() { Self::Zero } else { Self::Bias(bias) }
    }
}

/// `result[row][column] = init + sum of left[row] * right[column]` over three axes, the innermost last.
///
/// Columns are contiguous in the right factor and in the result. If `columns` is not a multiple of [`LANES`], the right
/// factor must be padded to one.
#[derive(Clone, Copy, Debug)]
pub struct Gemm {
    pub rows: usize,
    pub columns: usize,
    pub left_row_stride: usize,
    pub result_row_stride: usize,
    /// Where the sum starts in each factor.
    pub left_offset: usize,
    pub right_offset: usize,
    pub sum_axes: [SumAxis; 3],
}

impl Gemm {
    /// A plain matrix product of `[rows][depth]` and `[depth][columns]`. `left_strides` are those from row to row and from
    /// column to column: `(depth, 1)` as the matrix is written, `(1, rows)` if it is stored transposed. The result has the
    /// row stride of the right factor.
    pub fn matmul(
        rows: usize,
        depth: usize,
        columns: usize,
        left_strides: (usize, usize),
        right_row_stride: usize,
    ) -> Self {
        let (left_row_stride, left_column_stride) = left_strides;
        Self {
            rows,
            columns,
            left_row_stride,
            result_row_stride: right_row_stride,
            left_offset: 0,
            right_offset: 0,
            sum_axes: [SumAxis::ONE, SumAxis::ONE, SumAxis::new(depth, left_column_stride, right_row_stride)],
        }
    }

    /// Computes the product. Panics if a factor or the result is too short.
    #[inline(never)]
    pub fn run(&self, init: Init, left: &[f32], right: &[f32], result: &mut [f32]) {
        if self.rows == 0 || self.columns == 0 {
            return;
        }
        self.check(init, left, right, result);
        let (left, right, result) = (left.as_ptr(), right.as_ptr(), result.as_mut_ptr());
        // V8 has fifteen vector registers: enough for eight sums and the operands of one iteration. With more sums some
        // are spilled in every iteration: tiles of 2 x 4 and 4 x 2 reach 80 % of the peak, one of 4 x 3 only 56 %.
        let mut column = 0;
        while column < self.columns {
            // SAFETY: `check` has verified every index that is read or written.
            unsafe {
                column += match self.columns - column {
                    16.. => self.band::<2, 4>(column, init, left, right, result),
                    8.. => self.band::<4, 2>(column, init, left, right, result),
                    _ => self.band::<4, 1>(column, init, left, right, result),
                };
            }
        }
    }

    fn check(&self, init: Init, left: &[f32], right: &[f32], result: &[f32]) {
        let reach = |stride: fn(&SumAxis) -> isize| {
            let ends = self.sum_axes.iter().map(|axis| (axis.count as isize - 1) * stride(axis));
            ends.fold((0, 0), |(low, high), end| (low + end.min(0), high + end.max(0)))
        };
        let (left_low, left_high) = reach(|axis| axis.left_stride);
        let (right_low, right_high) = reach(|axis| axis.right_stride);
        let (left_offset, right_offset) = (self.left_offset as isize, self.right_offset as isize);
        let rows = self.rows as isize - 1;
        let is_empty = self.sum_axes.iter().any(|axis| axis.count == 0);
        let width = self.columns.next_multiple_of(LANES) as isize;
        assert!(
            is_empty || left_offset + left_low >= 0 && right_offset + right_low >= 0,
            "a product reads before the start of its factors"
        );
        assert!(
            is_empty
                || left_offset + left_high + rows * (self.left_row_stride as isize) < left.len() as isize
        );
        assert!(is_empty || right_offset + right_high + width <= right.len() as isize);
        assert!(rows as usize * self.result_row_stride + self.columns <= result.len());
        if let Init::Bias(bias) = init {
            assert!(bias.len() >= self.rows);
        }
    }

    /// Computes `N` vectors of every row, starting at `column`, `M` rows at a time. Returns the number of columns done.
    ///
    /// # Safety
    /// `check` must have passed.
    #[inline(always)]
    unsafe fn band<const M: usize, const N: usize>(
        &self,
        column: usize,
        init: Init,
        left: *const f32,
        right: *const f32,
        result: *mut f32,
    ) -> usize {
        let columns = (self.columns - column).min(N * LANES);
        // SAFETY: rows and columns are within the bounds that `check` has verified.
        unsafe {
            let right = right.wrapping_add(self.right_offset + column);
            let result = result.add(column);
            let mut row = 0;
            while row + M <= self.rows {
                self.tile::<M, N>(row, columns, init, left, right, result);
                row += M;
            }
            if M > 2 && row + 2 <= self.rows {
                self.tile::<2, N>(row, columns, init, left, right, result);
                row += 2;
            }
            if row < self.rows {
                self.tile::<1, N>(row, columns, init, left, right, result);
            }
        }
        columns
    }

    /// Computes `M` rows of `N` vectors. With one vector per row, only its first `columns` numbers are written.
    ///
    /// # Safety
    /// `check` must have passed.
    #[inline(always)]
    unsafe fn tile<const M: usize, const N: usize>(
        &self,
        row: usize,
        columns: usize,
        init: Init,
        left: *const f32,
        right: *const f32,
        result: *mut f32,
    ) {
        // SAFETY: guaranteed by the caller.
        unsafe {
            let left = left.wrapping_add(self.left_offset + row * self.left_row_stride);
            let place = |m: usize, n: usize| result.add((row + m) * self.result_row_stride + n * LANES);
            let is_ragged = N == 1 && columns < LANES;
            let mut sums: [[Vector; N]; M] = std::array::from_fn(|m| match init {
                Init::Zero => [Vector::splat(0.0); N],
                Init::Bias(bias) => [Vector::splat(*bias.get_unchecked(row + m)); N],
                Init::Accumulate if is_ragged => [Vector::splat(0.0); N],
                Init::Accumulate => std::array::from_fn(|n| Vector::read(place(m, n))),
            });
            self.accumulate(&mut sums, left, right);
            for (m, sums) in sums.into_iter().enumerate() {
                for (n, sum) in sums.into_iter().enumerate() {
                    if !is_ragged {
                        sum.write(place(m, n));
                        continue;
                    }
                    for (column, sum) in sum.to_array().into_iter().enumerate().take(columns) {
                        let place = place(m, n).add(column);
                        *place = if let Init::Accumulate = init { *place + sum } else { sum };
                    }
                }
            }
        }
    }

    /// # Safety
    /// `check` must have passed; `M` rows must be readable at `left` and `N` vectors at `right`.
    #[inline(always)]
    unsafe fn accumulate<const M: usize, const N: usize>(
        &self,
        sums: &mut [[Vector; N]; M],
        left: *const f32,
        right: *const f32,
    ) {
        let [outer, middle, inner] = self.sum_axes;
        let right_stride = inner.right_stride * size_of::<f32>() as isize;
        for a in 0..outer.count as isize {
            for b in 0..middle.count as isize {
                let mut left = left.wrapping_offset(a * outer.left_stride + b * middle.left_stride);
                let mut right = right.wrapping_offset(a * outer.right_stride + b * middle.right_stride);
                for _ in 0..inner.count {
                    // SAFETY: guaranteed by the caller.
                    unsafe {
                        let values: [Vector; N] = std::array::from_fn(|n| Vector::read(right.add(n * LANES)));
                        for (m, sums) in sums.iter_mut().enumerate() {
                            let factor = Vector::splat(*left.add(m * self.left_row_stride));
                            for (sum, value) in sums.iter_mut().zip(values) {
                                *sum += factor * value;
                            }
                        }
                    }
                    left = left.wrapping_offset(inner.left_stride);
                    // If LLVM knows that the stride is constant, it keeps a separate pointer for each of the N vectors.
                    // Hidden behind a volatile read, it keeps one, and the distances between the vectors go into the
                    // `offset=` of `v128.load`, which costs nothing.
                    // SAFETY: `right_stride` is a local variable.
                    right = right.wrapping_byte_offset(unsafe { std::ptr::read_volatile(&right_stride) });
                }
            }
        }
    }
}

/// Transposes `[row][lane]` into `[lane][row]`, with rows padded to whole vectors by zeros. The result is the right factor
/// of a product that sums over examples. `stride` must be a multiple of [`LANES`]; `examples` rounded up to one is the
/// number of lanes written.
pub fn transpose(from: &[f32], stride: usize, examples: usize, to: &mut [f32]) {
    let rows = from.len() / stride;
    let width = rows.next_multiple_of(LANES);
    let lanes = padded(examples);
    assert!(lanes <= stride && to.len() >= lanes * width);
    for row in (0..rows).step_by(LANES) {
        for lane in (0..lanes).step_by(LANES) {
            // SAFETY: row and lane are in range, and the assertion above covers the four lines written to `to`.
            unsafe {
                let from = from.as_ptr().add(row * stride + lane);
                let four: [Vector; LANES] = std::array::from_fn(|at| match row + at < rows {
                    true => Vector::read(from.add(at * stride)),
                    false => Vector::splat(0.0),
                });
                let to = to.as_mut_ptr().add(lane * width + row);
                for (at, line) in Vector::transpose(four).into_iter().enumerate() {
                    line.write(to.add(at * width));
                }
            }
        }
    }
}

/// Adds to each of `sums` the sum of its row over all examples. `transposed` is a result of [`transpose`].
pub fn sum_over_lanes(transposed: &[f32], examples: usize, sums: &mut [f32]) {
    let width = sums.len().next_multiple_of(LANES);
    assert!(transposed.len() >= examples * width);
    for (at, sums) in sums.chunks_mut(LANES).enumerate() {
        let mut total = Vector::splat(0.0);
        for lane in 0..examples {
            // SAFETY: lane * width + at * LANES + LANES <= examples * width, which is asserted.
            total += unsafe { Vector::read(transposed.as_ptr().add(lane * width + at * LANES)) };
        }
        sums.iter_mut().zip(total.to_array()).for_each(|(sum, total)| *sum += total);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Pseudo-random numbers in [-1, 1).
    fn numbers(count: usize, seed: usize) -> Vec<f32> {
        (1..=count)
            .map(|at| (at * at * 37 + at * seed * 11) % 64)
            .map(|number| number as f32 / 32.0 - 1.0)
            .collect()
    }

    #[test]
    fn products_of_odd_sizes_agree_with_plain_sums() {
        for (rows, columns, depth) in
            [(1, 1, 1_usize), (3, 5_usize, 7), (7, 8, 12), (9, 13, 30), (2, 20, 1), (4, 31, 3)]
        {
            let width = columns.next_multiple_of(LANES);
            // A sum over two axes.
            let sum_axes =
                [SumAxis::ONE, SumAxis::new(2, depth, depth * width), SumAxis::new(depth, 1, width)];
            let gemm = Gemm {
                rows,
                columns,
                left_row_stride: 2 * depth,
                result_row_stride: width + 3,
                left_offset: 0,
                right_offset: 0,
                sum_axes,
            };
            let left = numbers(rows * 2 * depth, 1);
            let right = numbers(2 * depth * width, 2);
            let bias = numbers(rows, 3);
            let before = numbers(rows * gemm.result_row_stride, 4);
            for init in [Init::Zero, Init::Accumulate, Init::Bias(&bias)] {
                let mut result = before.clone();
                gemm.run(init, &left, &right, &mut result);
                for row in 0..rows {
                    for column in 0..gemm.result_row_stride {
                        let at = row * gemm.result_row_stride + column;
                        let sum: f32 = (0..2 * depth)
                            .map(|k| left[row * 2 * depth + k] * right[k * width + column.min(width - 1)])
                            .sum();
                        let want = match init {
                            _ if column >= columns => before[at],
                            Init::Zero => sum,
                            Init::Accumulate => before[at] + sum,
                            Init::Bias(bias) => bias[row] + sum,
                        };
                        assert!((result[at] - want).abs() < 1e-4, "{} {want}", result[at]);
                    }
                }
            }
        }
    }

    #[test]
    fn strides_may_be_negative() {
        let sum_axes = [SumAxis::ONE, SumAxis::ONE, SumAxis { count: 3, left_stride: 1, right_stride: -4 }];
        let gemm = Gemm {
            rows: 1,
            columns: 4,
            left_row_stride: 0,
            result_row_stride: 4,
            left_offset: 0,
            right_offset: 8,
            sum_axes,
        };
        let right: Vec<f32> = (0..12).map(|value| value as f32).collect();
        let mut result = [0.0; 4];
        gemm.run(Init::Zero, &[1.0, 10.0, 100.0], &right, &mut result);
        assert_eq!(result, [48.0, 159.0, 270.0, 381.0]);
    }

    #[test]
    #[should_panic(expected = "before the start of its factors")]
    fn reads_out_of_bounds_are_refused() {
        let sum_axes = [SumAxis::ONE, SumAxis::ONE, SumAxis { count: 3, left_stride: -1, right_stride: 0 }];
        let gemm = Gemm {
            rows: 1,
            columns: 4,
            left_row_stride: 0,
            result_row_stride: 4,
            left_offset: 0,
            right_offset: 0,
            sum_axes,
        };
        gemm.run(Init::Zero, &[1.0; 3], &[1.0; 4], &mut [0.0; 4]);
    }

    #[test]
    fn a_transpose_pads_with_zeros() {
        let mut to = [9.0; 16];
        transpose(&[1.0, 2.0, 0.0, 0.0, 3.0, 4.0, 0.0, 0.0], 4, 2, &mut to);
        assert_eq!(to[..8], [1.0, 3.0, 0.0, 0.0, 2.0, 4.0, 0.0, 0.0]);
        let mut sums = [1.0, 1.0];
        sum_over_lanes(&to, 2, &mut sums);
        assert_eq!(sums, [4.0, 8.0]);
    }
}
