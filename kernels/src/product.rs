//! The one inner loop of the engine: a product of matrices, held in registers tile by tile.
//!
//! Dense, convolution and recurrent layers are all this product, forward and backward; what differs is where
//! the factors lie, which [`Loop`]s say.

use crate::number::Number;
use crate::vector::{LANES, Vector, padded};

/// One level of the sum in a product: `count` times, a step on in the left and in the right factor.
#[derive(Clone, Copy, Debug)]
pub struct Loop {
    pub count: usize,
    pub left: isize,
    pub right: isize,
}

impl Loop {
    pub const ONCE: Self = Self { count: 1, left: 0, right: 0 };

    pub const fn new(count: usize, left: usize, right: usize) -> Self {
        Self { count, left: left as isize, right: right as isize }
    }
}

/// What the result holds before the sum is added to it.
#[derive(Clone, Copy, Debug)]
pub enum Start<'a> {
    Zero,
    /// What it holds already.
    Current,
    /// A number for each row.
    Rows(&'a [f32]),
}

/// `result[row][column] = start + sum of left[row] * right[column]` over three nested loops, the innermost last.
///
/// Columns lie side by side in the right factor and in the result. Where `columns` is no multiple of
/// [`LANES`], the right factor is padded to one.
#[derive(Clone, Copy, Debug)]
pub struct Product {
    pub rows: usize,
    pub columns: usize,
    /// Steps from row to row.
    pub left_row: usize,
    pub result_row: usize,
    /// Where the sum begins in the factors; 0 unless a loop goes backwards.
    pub left_at: usize,
    pub right_at: usize,
    pub sum: [Loop; 3],
}

impl Product {
    /// A product of plain matrices: the left one `[row][depth]` where `left_row` is `depth` and `left_step` 1,
    /// or its transpose.
    pub fn plain(rows: usize, depth: usize, columns: usize, left: (usize, usize), right_row: usize) -> Self {
        let (left_row, left_step) = left;
        let sum = [Loop::ONCE, Loop::ONCE, Loop::new(depth, left_step, right_row)];
        Self { rows, columns, left_row, result_row: right_row, left_at: 0, right_at: 0, sum }
    }

    /// Computes the product. Panics where a factor or the result is too short for it.
    #[inline(never)]
    pub fn run(&self, start: Start, left: &[f32], right: &[f32], result: &mut [f32]) {
        if self.rows == 0 || self.columns == 0 {
            return;
        }
        self.check(start, left, right, result);
        let (left, right, result) = (left.as_ptr(), right.as_ptr(), result.as_mut_ptr());
        // V8 has fifteen registers for vectors: eight sums, and the factors and values of a turn. Of more sums some go
        // through memory in every turn: tiles of 2 x 4 and 4 x 2 reach 80 % of the peak, one of 4 x 3 reaches 56 %.
        let mut column = 0;
        while column < self.columns {
            // SAFETY: `check` bounds every number that is read or written.
            unsafe {
                column += match self.columns - column {
                    16.. => self.band::<2, 4>(column, start, left, right, result),
                    8.. => self.band::<4, 2>(column, start, left, right, result),
                    _ => self.band::<4, 1>(column, start, left, right, result),
                };
            }
        }
    }

    fn check(&self, start: Start, left: &[f32], right: &[f32], result: &[f32]) {
        let reach = |step: fn(&Loop) -> isize| {
            let ends = self.sum.iter().map(|each| (each.count as isize - 1) * step(each));
            ends.fold((0, 0), |(low, high), end| (low + end.min(0), high + end.max(0)))
        };
        let (left_low, left_high) = reach(|each| each.left);
        let (right_low, right_high) = reach(|each| each.right);
        let (left_at, right_at) = (self.left_at as isize, self.right_at as isize);
        let rows = self.rows as isize - 1;
        let is_empty = self.sum.iter().any(|each| each.count == 0);
        let width = self.columns.next_multiple_of(LANES) as isize;
        assert!(
            is_empty || left_at + left_low >= 0 && right_at + right_low >= 0,
            "a product reads before its factors"
        );
        assert!(is_empty || left_at + left_high + rows * (self.left_row as isize) < left.len() as isize);
        assert!(is_empty || right_at + right_high + width <= right.len() as isize);
        assert!(rows as usize * self.result_row + self.columns <= result.len());
        if let Start::Rows(numbers) = start {
            assert!(numbers.len() >= self.rows);
        }
    }

    /// All rows of `N` vectors from `column` on, `M` rows at a time; gives the columns that are done.
    ///
    /// # Safety
    /// As `check` has found.
    #[inline(always)]
    unsafe fn band<const M: usize, const N: usize>(
        &self,
        column: usize,
        start: Start,
        left: *const f32,
        right: *const f32,
        result: *mut f32,
    ) -> usize {
        let columns = (self.columns - column).min(N * LANES);
        // SAFETY: the offsets stay within rows and columns.
        unsafe {
            let right = right.wrapping_add(self.right_at + column);
            let result = result.add(column);
            let mut row = 0;
            while row + M <= self.rows {
                self.tile::<M, N>(row, columns, start, left, right, result);
                row += M;
            }
            if M > 2 && row + 2 <= self.rows {
                self.tile::<2, N>(row, columns, start, left, right, result);
                row += 2;
            }
            if row < self.rows {
                self.tile::<1, N>(row, columns, start, left, right, result);
            }
        }
        columns
    }

    /// `M` rows of `N` vectors. Of one vector, the first `columns` count.
    ///
    /// # Safety
    /// As `check` has found.
    #[inline(always)]
    unsafe fn tile<const M: usize, const N: usize>(
        &self,
        row: usize,
        columns: usize,
        start: Start,
        left: *const f32,
        right: *const f32,
        result: *mut f32,
    ) {
        // SAFETY: the caller's.
        unsafe {
            let left = left.wrapping_add(self.left_at + row * self.left_row);
            let place = |m: usize, n: usize| result.add((row + m) * self.result_row + n * LANES);
            let is_ragged = N == 1 && columns < LANES;
            let mut sums: [[Vector; N]; M] = std::array::from_fn(|m| match start {
                Start::Zero => [Vector::of(0.0); N],
                Start::Rows(numbers) => [Vector::of(*numbers.get_unchecked(row + m)); N],
                Start::Current if is_ragged => [Vector::of(0.0); N],
                Start::Current => std::array::from_fn(|n| Vector::read(place(m, n))),
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
                        *place = if let Start::Current = start { *place + sum } else { sum };
                    }
                }
            }
        }
    }

    /// # Safety
    /// As `check` has found, for `M` rows from `left` and `N` vectors from `right`.
    #[inline(always)]
    unsafe fn accumulate<const M: usize, const N: usize>(
        &self,
        sums: &mut [[Vector; N]; M],
        left: *const f32,
        right: *const f32,
    ) {
        let [outer, middle, inner] = self.sum;
        let right_step = inner.right * size_of::<f32>() as isize;
        for a in 0..outer.count as isize {
            for b in 0..middle.count as isize {
                let mut left = left.wrapping_offset(a * outer.left + b * middle.left);
                let mut right = right.wrapping_offset(a * outer.right + b * middle.right);
                for _ in 0..inner.count {
                    // SAFETY: the caller's.
                    unsafe {
                        let values: [Vector; N] = std::array::from_fn(|n| Vector::read(right.add(n * LANES)));
                        for (m, sums) in sums.iter_mut().enumerate() {
                            let factor = Vector::of(*left.add(m * self.left_row));
                            for (sum, value) in sums.iter_mut().zip(values) {
                                *sum += factor * value;
                            }
                        }
                    }
                    left = left.wrapping_offset(inner.left);
                    // Read anew each turn: of a step known to stay, the compiler makes an address for each vector,
                    // where a read from memory takes the distance between vectors along for nothing.
                    // SAFETY: it is a number of this function.
                    right = right.wrapping_byte_offset(unsafe { std::ptr::read_volatile(&right_step) });
                }
            }
        }
    }
}

/// Turns `[row][lane]` into `[lane][row]`, rows padded to whole vectors with zeros: the right factor of a product
/// that sums over examples. `stride` is a multiple of [`LANES`]; lanes up to the next one after `examples` are written.
pub fn transpose(from: &[f32], stride: usize, examples: usize, to: &mut [f32]) {
    let rows = from.len() / stride;
    let width = rows.next_multiple_of(LANES);
    let lanes = padded(examples);
    assert!(lanes <= stride && to.len() >= lanes * width);
    for row in (0..rows).step_by(LANES) {
        for lane in (0..lanes).step_by(LANES) {
            // SAFETY: row and lane are in range, and the four lines from them on, which is asserted for `to`.
            unsafe {
                let from = from.as_ptr().add(row * stride + lane);
                let four: [Vector; LANES] = std::array::from_fn(|at| match row + at < rows {
                    true => Vector::read(from.add(at * stride)),
                    false => Vector::of(0.0),
                });
                let to = to.as_mut_ptr().add(lane * width + row);
                for (at, line) in Vector::transposed(four).into_iter().enumerate() {
                    line.write(to.add(at * width));
                }
            }
        }
    }
}

/// Adds what [`transpose`] wrote up over the lanes, row by row.
pub fn sum_over_lanes(turned: &[f32], examples: usize, sums: &mut [f32]) {
    let width = sums.len().next_multiple_of(LANES);
    assert!(turned.len() >= examples * width);
    for (at, sums) in sums.chunks_mut(LANES).enumerate() {
        let mut total = Vector::of(0.0);
        for lane in 0..examples {
            // SAFETY: lane * width + at * LANES + LANES <= examples * width, which is asserted.
            total += unsafe { Vector::read(turned.as_ptr().add(lane * width + at * LANES)) };
        }
        sums.iter_mut().zip(total.to_array()).for_each(|(sum, total)| *sum += total);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers in [-1, 1) that look random enough.
    fn numbers(count: usize, seed: usize) -> Vec<f32> {
        (1..=count)
            .map(|at| (at * at * 37 + at * seed * 11) % 64)
            .map(|number| number as f32 / 32.0 - 1.0)
            .collect()
    }

    #[test]
    fn products_agree_with_the_plain_sums_in_odd_sizes() {
        for (rows, columns, depth) in
            [(1, 1, 1_usize), (3, 5_usize, 7), (7, 8, 12), (9, 13, 30), (2, 20, 1), (4, 31, 3)]
        {
            let width = columns.next_multiple_of(LANES);
            // Two blocks of the sum, and backwards in the second half of them.
            let sum = [Loop::ONCE, Loop::new(2, depth, depth * width), Loop::new(depth, 1, width)];
            let product = Product {
                rows,
                columns,
                left_row: 2 * depth,
                result_row: width + 3,
                left_at: 0,
                right_at: 0,
                sum,
            };
            let left = numbers(rows * 2 * depth, 1);
            let right = numbers(2 * depth * width, 2);
            let bias = numbers(rows, 3);
            let before = numbers(rows * product.result_row, 4);
            for start in [Start::Zero, Start::Current, Start::Rows(&bias)] {
                let mut result = before.clone();
                product.run(start, &left, &right, &mut result);
                for row in 0..rows {
                    for column in 0..product.result_row {
                        let at = row * product.result_row + column;
                        let sum: f32 = (0..2 * depth)
                            .map(|k| left[row * 2 * depth + k] * right[k * width + column.min(width - 1)])
                            .sum();
                        let want = match start {
                            _ if column >= columns => before[at],
                            Start::Zero => sum,
                            Start::Current => before[at] + sum,
                            Start::Rows(bias) => bias[row] + sum,
                        };
                        assert!((result[at] - want).abs() < 1e-4, "{} {want}", result[at]);
                    }
                }
            }
        }
    }

    #[test]
    fn steps_may_go_backwards() {
        let sum = [Loop::ONCE, Loop::ONCE, Loop { count: 3, left: 1, right: -4 }];
        let product =
            Product { rows: 1, columns: 4, left_row: 0, result_row: 4, left_at: 0, right_at: 8, sum };
        let right: Vec<f32> = (0..12).map(|value| value as f32).collect();
        let mut result = [0.0; 4];
        product.run(Start::Zero, &[1.0, 10.0, 100.0], &right, &mut result);
        assert_eq!(result, [48.0, 159.0, 270.0, 381.0]);
    }

    #[test]
    #[should_panic(expected = "before its factors")]
    fn what_would_read_out_of_bounds_is_refused() {
        let sum = [Loop::ONCE, Loop::ONCE, Loop { count: 3, left: -1, right: 0 }];
        let product =
            Product { rows: 1, columns: 4, left_row: 0, result_row: 4, left_at: 0, right_at: 0, sum };
        product.run(Start::Zero, &[1.0; 3], &[1.0; 4], &mut [0.0; 4]);
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
