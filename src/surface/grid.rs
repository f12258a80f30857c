//! A grid of values over a plane, and suitable contour levels.

use super::Surface;
use crate::expression::LANES;

/// Values at the centres of pixels, `[row][column]`, with row 0 at the top; a single row in one dimension.
#[derive(Clone, Debug, PartialEq)]
pub struct Grid {
    pub width: usize,
    pub height: usize,
    pub domain: Vec<[f64; 2]>,
    pub values: Vec<f64>,
}

/// Number of levels of a grid, including its lowest and highest value.
pub const LEVELS: usize = 17;

/// Distance of the rows that are computed first.
const FIRST_GAP: usize = 16;

impl Grid {
    pub fn new(width: usize, height: usize, domain: &[[f64; 2]]) -> Self {
        let height = if domain.len() == 1 { 1 } else { height };
        Self { width, height, domain: domain.to_vec(), values: vec![f64::NAN; width * height] }
    }

    /// A surface over a domain, its own if none is given.
    pub fn of(surface: &mut Surface, width: usize, height: usize, domain: Option<&[[f64; 2]]>) -> Self {
        let domain = domain.filter(|domain| domain.len() == surface.dimensions());
        let mut grid = Self::new(width, height, domain.unwrap_or(surface.domain()));
        for start in (0..grid.values.len()).step_by(LANES) {
            let lanes = LANES.min(grid.values.len() - start);
            for lane in 0..lanes {
                let point = grid.point(start + lane);
                for (variable, value) in point.into_iter().enumerate().take(grid.domain.len()) {
                    surface.value.variable(variable)[lane] = value;
                }
            }
            surface.value.run(lanes);
            grid.values[start..start + lanes].copy_from_slice(&surface.value.output(0)[..lanes]);
        }
        grid
    }

    /// The centre of a pixel.
    pub fn point(&self, pixel: usize) -> [f64; 2] {
        let share = |index: usize, count: usize| (index as f64 + 0.5) / count as f64;
        let across = share(pixel % self.width, self.width);
        let down = share(pixel / self.width, self.height);
        let [low, high] = self.domain[0];
        let x = low + (high - low) * across;
        let y = self.domain.get(1).map_or(0.0, |[low, high]| high - (high - low) * down);
        [x, y]
    }

    /// All pixels, row by row: first rows that are far apart, then those in between, so that the whole picture is
    /// visible early.
    pub fn coarse_to_fine(&self) -> Vec<usize> {
        let gaps = std::iter::successors(Some(FIRST_GAP), |gap| (*gap > 1).then_some(gap / 2));
        let rows = gaps.flat_map(|gap| {
            let is_new = move |row: &usize| gap == FIRST_GAP || !row.is_multiple_of(2 * gap);
            (0..self.height).step_by(gap).filter(is_new)
        });
        rows.flat_map(|row| row * self.width..(row + 1) * self.width).collect()
    }

    /// Increasing values from the lowest to the highest, with an equal area between any two, so that a function that
    /// climbs to a million still shows its floor. At least two, unless nothing is finite.
    pub fn levels(&self) -> Vec<f64> {
        let mut sorted: Vec<f64> = self.values.iter().copied().filter(|value| value.is_finite()).collect();
        sorted.sort_unstable_by(f64::total_cmp);
        let Some(last) = sorted.len().checked_sub(1) else { return Vec::new() };
        let at = |index: usize| {
            // Denser towards the floor, where everything happens.
            let share = index as f64 / (LEVELS - 1) as f64;
            sorted[(share * share * last as f64) as usize]
        };
        let mut levels: Vec<f64> = (0..LEVELS).map(at).collect();
        levels.dedup();
        if levels.len() == 1 {
            levels.push((levels[0] + 1.0).max(levels[0].next_up()));
        }
        levels
    }

    /// The values scaled to [0, 1], evenly from level to level.
    pub fn shades(&self, levels: &[f64]) -> Vec<f32> {
        self.values.iter().map(|&value| shade(levels, value) as f32).collect()
    }
}

/// The position of a value among the levels, from 0 to 1. NaN stays NaN.
fn shade(levels: &[f64], value: f64) -> f64 {
    if levels.len() < 2 || !value.is_finite() {
        return f64::NAN;
    }
    let above = levels.partition_point(|&level| level <= value).clamp(1, levels.len() - 1);
    let (low, high) = (levels[above - 1], levels[above]);
    ((above - 1) as f64 + share(low, high, value)) / (levels.len() - 1) as f64
}

/// The position of a value between two others, from 0 to 1, even if their difference overflows.
pub(crate) fn share(low: f64, high: f64, value: f64) -> f64 {
    let whole = high - low;
    let share = if whole.is_finite() {
        (value - low) / whole
    } else {
        (value / 2.0 - low / 2.0) / (high / 2.0 - low / 2.0)
    };
    share.clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pixel_comes_once() {
        for height in [1, 2, 7, 16, 17, 200] {
            let grid = Grid::new(3, height, &[[0.0, 1.0], [0.0, 1.0]]);
            let mut pixels = grid.coarse_to_fine();
            pixels.sort_unstable();
            assert_eq!(pixels, (0..3 * height).collect::<Vec<_>>());
        }
    }
}
