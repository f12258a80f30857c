//! Narrow dense layers: sums over a few terms, where a product held in registers tile by tile would not pay.

use crate::number::Number;
use crate::vector::{LANES, Vector};

/// The sizes of a dense layer. Its weights are the kernel `[feature][unit]`, then the bias if it has one.
#[derive(Clone, Copy, Debug)]
pub struct Narrow {
    pub features: usize,
    pub units: usize,
    pub has_bias: bool,
}

impl Narrow {
    /// y = kernel^T x + bias
    #[inline(always)]
    pub fn combine(&self, weights: &[f32], x: &[f32], y: &mut [f32], stride: usize, lanes: usize) {
        let (kernel, bias) = weights.split_at(self.features * self.units);
        let by_unit = Turned { kernel, rows: self.units, row: 1, terms: self.features, term: self.units };
        by_unit.run(self.has_bias.then_some(bias), x, y, stride, lanes);
    }

    /// x_delta = kernel delta, from `delta`, the gradient by z.
    #[inline(always)]
    pub fn hand_back(
        &self,
        weights: &[f32],
        delta: &[f32],
        x_delta: &mut [f32],
        stride: usize,
        lanes: usize,
    ) {
        let kernel = &weights[..self.features * self.units];
        let by_feature = Turned { kernel, rows: self.features, row: self.units, terms: self.units, term: 1 };
        by_feature.run(None, delta, x_delta, stride, lanes);
    }

    /// The gradients by kernel and bias: sums over the examples.
    #[inline(always)]
    pub fn gradients(&self, x: &[f32], delta: &[f32], gradients: &mut [f32], stride: usize, lanes: usize) {
        assert!(gradients.len() >= (self.features + usize::from(self.has_bias)) * self.units);
        assert!(x.len() >= self.features * stride && delta.len() >= self.units * stride);
        assert!(lanes <= stride && lanes.is_multiple_of(LANES));
        let first =
            Unit { x: x.as_ptr(), delta: delta.as_ptr(), gradients: gradients.as_mut_ptr(), stride, lanes };
        let whole = self.units / LANES * LANES;
        // SAFETY: all rows are long enough for the lanes, and all gradients are there.
        unsafe {
            for unit in (0..whole).step_by(LANES) {
                self.gradients_of_four(first.plus(unit));
            }
            for unit in whole..self.units {
                self.gradients_of_one(first.plus(unit));
            }
        }
    }

    /// For four units side by side, from one on.
    ///
    /// # Safety
    /// `lanes` lanes of all rows are there from `x` and `delta` on, and the gradients of the units.
    #[inline(always)]
    unsafe fn gradients_of_four(&self, Unit { x, delta, gradients, stride, lanes }: Unit) {
        // SAFETY: the caller's.
        unsafe {
            let delta = |unit: usize, lane: usize| Vector::read(delta.add(unit * stride + lane));
            for feature in 0..self.features {
                let mut sums = [Vector::of(0.0); LANES];
                for lane in (0..lanes).step_by(LANES) {
                    let x = Vector::read(x.add(feature * stride + lane));
                    sums = std::array::from_fn(|unit| sums[unit] + x * delta(unit, lane));
                }
                lane_sums(sums).write(gradients.add(feature * self.units));
            }
            if self.has_bias {
                let mut sums = [Vector::of(0.0); LANES];
                for lane in (0..lanes).step_by(LANES) {
                    sums = std::array::from_fn(|unit| sums[unit] + delta(unit, lane));
                }
                lane_sums(sums).write(gradients.add(self.features * self.units));
            }
        }
    }

    /// For one unit: four gradients at a time, the bias as one more feature, which is 1.
    ///
    /// # Safety
    /// As for `gradients_of_four`.
    #[inline(always)]
    unsafe fn gradients_of_one(&self, unit: Unit) {
        let whole = self.features / LANES * LANES;
        // SAFETY: the caller's, for features that there are.
        unsafe {
            for first in (0..whole).step_by(LANES) {
                self.gradients_of_features::<LANES>(unit, first);
            }
            match self.features - whole {
                0 if self.has_bias => self.gradients_of_features::<0>(unit, whole),
                0 => {}
                1 => self.gradients_of_features::<1>(unit, whole),
                2 => self.gradients_of_features::<2>(unit, whole),
                _ => self.gradients_of_features::<3>(unit, whole),
            }
        }
    }

    /// For one unit and `N` features from `first` on; fewer than four are the last, which the bias follows.
    ///
    /// # Safety
    /// As for `gradients_of_four`.
    #[inline(always)]
    unsafe fn gradients_of_features<const N: usize>(&self, unit: Unit, first: usize) {
        let Unit { x, delta, gradients, stride, lanes } = unit;
        let mut sums = [Vector::of(0.0); LANES];
        // SAFETY: the caller's.
        unsafe {
            for lane in (0..lanes).step_by(LANES) {
                let delta = Vector::read(delta.add(lane));
                for (at, sum) in sums.iter_mut().enumerate().take(N) {
                    *sum += delta * Vector::read(x.add((first + at) * stride + lane));
                }
                if N < LANES {
                    sums[N] += delta;
                }
            }
            let count = N + usize::from(N < LANES && self.has_bias);
            for (at, sum) in lane_sums(sums).to_array().into_iter().enumerate().take(count) {
                *gradients.add((first + at) * self.units) = sum;
            }
        }
    }
}

/// Where the inputs of all units lie, and the gradients of one by its z and by its weights.
#[derive(Clone, Copy)]
struct Unit {
    x: *const f32,
    delta: *const f32,
    gradients: *mut f32,
    stride: usize,
    lanes: usize,
}

impl Unit {
    /// The unit `count` further on.
    ///
    /// # Safety
    /// There is one.
    #[inline(always)]
    unsafe fn plus(self, count: usize) -> Self {
        // SAFETY: the caller's.
        unsafe {
            Self { delta: self.delta.add(count * self.stride), gradients: self.gradients.add(count), ..self }
        }
    }
}

/// A kernel as rows of terms, its own way round or the other: steps from row to row and from term to term.
struct Turned<'a> {
    kernel: &'a [f32],
    rows: usize,
    row: usize,
    terms: usize,
    term: usize,
}

impl Turned<'_> {
    /// Each row of `to` is its start and the sum of its terms times the rows of `from`. Panics where one is too short.
    #[inline(always)]
    fn run(&self, starts: Option<&[f32]>, from: &[f32], to: &mut [f32], stride: usize, lanes: usize) {
        assert!(self.kernel.len() == self.rows * self.terms);
        assert!(starts.is_none_or(|starts| starts.len() >= self.rows));
        assert!(from.len() >= self.terms * stride && to.len() >= self.rows * stride);
        assert!(lanes <= stride && lanes.is_multiple_of(LANES));
        let mut lane = 0;
        while lane < lanes {
            // SAFETY: all rows are long enough for the lanes, and the kernel and the starts for the rows.
            unsafe {
                let (from, to) = (from.as_ptr().add(lane), to.as_mut_ptr().add(lane));
                lane += LANES
                    * match (lanes - lane) / LANES {
                        1 => self.block::<1>(starts, from, to, stride),
                        2 | 4 => self.block::<2>(starts, from, to, stride),
                        _ => self.block::<3>(starts, from, to, stride),
                    };
            }
        }
    }

    /// `N` vectors of each row; gives `N`.
    ///
    /// # Safety
    /// `N` vectors can be read from each row of `from` and written to each of `to`.
    #[inline(always)]
    unsafe fn block<const N: usize>(
        &self,
        starts: Option<&[f32]>,
        from: *const f32,
        to: *mut f32,
        stride: usize,
    ) -> usize {
        // SAFETY: the caller's; the kernel holds all terms of all rows, and `starts` all rows.
        unsafe {
            for row in 0..self.rows {
                let start = starts.map_or(0.0, |starts| *starts.get_unchecked(row));
                let mut sums = [Vector::of(start); N];
                for term in 0..self.terms {
                    let weight = Vector::of(*self.kernel.get_unchecked(row * self.row + term * self.term));
                    let from = from.add(term * stride);
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

/// The sums over the lanes of four vectors.
#[inline(always)]
fn lane_sums(vectors: [Vector; LANES]) -> Vector {
    let [a, b, c, d] = Vector::transposed(vectors);
    (a + b) + (c + d)
}
