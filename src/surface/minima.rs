//! Finds the minima of a surface inside its domain by descending from many points.

use serde::{Deserialize, Serialize};

use super::Surface;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Minimum {
    pub position: Vec<f64>,
    pub value: f64,
    /// Whether no other is lower.
    pub global: bool,
}

/// Starting points per side.
const STARTS: usize = 40;
const STARTS_ON_A_LINE: usize = 400;
/// More could not be distinguished by colour anyway.
const MOST: usize = 250;
/// Budget of the search in additions, about a tenth of a second. For a very long formula the remaining starting
/// points are skipped.
const BUDGET: u64 = 30_000_000;

impl Surface {
    /// Every strict minimum inside the domain, the lowest first. A flat valley floor has none.
    pub fn minima(&mut self) -> Vec<Minimum> {
        let dimensions = self.dimensions();
        let near = self.diagonal() * 1e-4;
        let known = self.name().row().global_minima;
        let known = known.iter().filter(|position| position.len() == dimensions).map(|known| known.to_vec());
        let mut found: Vec<Minimum> = Vec::new();
        let mut budget = BUDGET;
        for start in known.chain(self.lowest_of_grid()).collect::<Vec<_>>() {
            let Some(position) = self.settle(start, &mut budget) else { break };
            let value = self.value(&position);
            let is_new = !found.iter().any(|other| distance(&other.position, &position) < near);
            if is_new && value.is_finite() && self.contains(&position) && self.is_strict(&position, value) {
                found.push(Minimum { position, value, global: false });
            }
        }
        found.sort_by(|a, b| a.value.total_cmp(&b.value));
        found.truncate(MOST);
        let lowest = found.first().map_or(0.0, |minimum| minimum.value);
        let margin = 1e-9 * (1.0 + lowest.abs());
        found.iter_mut().for_each(|minimum| minimum.global = minimum.value <= lowest + margin);
        found
    }

    /// Grid points that are lower than their neighbours.
    fn lowest_of_grid(&mut self) -> Vec<Vec<f64>> {
        let (columns, rows) = match self.dimensions() {
            1 => (STARTS_ON_A_LINE, 1),
            _ => (3 * STARTS, 3 * STARTS),
        };
        let grid = super::Grid::of(self, columns, rows, None);
        let value = |column: usize, row: usize| grid.values[row * columns + column];
        let around = |index: usize, count: usize| index.saturating_sub(1)..(index + 2).min(count);
        let mut lowest = Vec::new();
        for pixel in 0..columns * rows {
            let (column, row) = (pixel % columns, pixel / columns);
            let own = value(column, row);
            let mut neighbours =
                around(row, rows).flat_map(|row| around(column, columns).map(move |column| (column, row)));
            if neighbours.all(|(column, row)| value(column, row) >= own) {
                lowest.push(grid.point(pixel)[..self.dimensions()].to_vec());
            }
        }
        // A plane has no minima, and every point of it would be tried.
        if lowest.len() > 4 * MOST { Vec::new() } else { lowest }
    }

    /// Descends by Newton's method if that leads down, else by pattern search with ever smaller steps. None if the
    /// budget runs out.
    fn settle(&mut self, mut point: Vec<f64>, budget: &mut u64) -> Option<Vec<f64>> {
        let dimensions = self.dimensions();
        let mut step = self.diagonal() / STARTS as f64;
        let smallest = self.diagonal() * 1e-12;
        let mut value = self.value(&point);
        for _ in 0..400 {
            if step < smallest {
                break;
            }
            *budget = budget.checked_sub(self.cost_of_step())?;
            if let Some(next) = self.newton(&point) {
                let next_value = self.value(&next);
                if next_value < value {
                    step = step.min(2.0 * distance(&next, &point));
                    (point, value) = (next, next_value);
                    continue;
                }
            }
            let mut best = None;
            for index in 0..2 * dimensions {
                let mut next = point.clone();
                next[index / 2] += if index % 2 == 0 { step } else { -step };
                let next_value = self.value(&next);
                if next_value < best.as_ref().map_or(value, |(_, value)| *value) {
                    best = Some((next, next_value));
                }
            }
            match best {
                Some(better) => (point, value) = better,
                None => step /= 2.0,
            }
        }
        Some(point)
    }

    /// A step of Newton's method if the Hessian is positive definite.
    fn newton(&mut self, point: &[f64]) -> Option<Vec<f64>> {
        let mut gradient = vec![0.0; point.len()];
        self.gradient(point, &mut gradient);
        let [xx, xy, yy] = self.curvature(point);
        let step = match gradient[..] {
            [g] if xx > 0.0 => vec![g / xx],
            [g, h] if xx > 0.0 && xx * yy - xy * xy > 0.0 => {
                let determinant = xx * yy - xy * xy;
                vec![(yy * g - xy * h) / determinant, (xx * h - xy * g) / determinant]
            }
            _ => return None,
        };
        let next: Vec<f64> = point.iter().zip(&step).map(|(x, step)| x - step).collect();
        next.iter().all(|x| x.is_finite()).then_some(next)
    }

    /// Whether the surface rises in every direction nearby, and continuously, unlike at a pole.
    fn is_strict(&mut self, position: &[f64], value: f64) -> bool {
        let radius = self.diagonal() * 2e-3;
        let least = 1e-12 * (1.0 + value.abs());
        let directions = if position.len() == 1 { 2 } else { 48 };
        (0..directions).all(|index| {
            let angle = std::f64::consts::TAU * f64::from(index) / f64::from(directions);
            let around = [libm::cos(angle), libm::sin(angle)];
            let [near, far] = [1e-3, 1.0].map(|share| {
                let point = position.iter().zip(around).map(|(x, a)| x + share * radius * a);
                self.value(&point.collect::<Vec<_>>()) - value
            });
            // Where there is no value, there is no descent.
            far.is_nan() || (far > least && near < 0.5 * far)
        })
    }
}

pub(crate) fn distance(a: &[f64], b: &[f64]) -> f64 {
    libm::sqrt(a.iter().zip(b).map(|(a, b)| (a - b) * (a - b)).sum())
}
