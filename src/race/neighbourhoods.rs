//! Decides which minimum a position has reached.

use std::cell::OnceCell;

use crate::surface::{Minimum, Surface, distance};

/// Cells per side of the map of nearest minima.
const CELLS: usize = 128;

/// A disc around each minimum, small enough that no two overlap.
pub struct Neighbourhoods {
    dimensions: usize,
    domain: Vec<[f64; 2]>,
    /// `[minimum][dimension]`
    minima: Vec<f64>,
    /// Squares of the radii.
    squares: Vec<f64>,
    /// The minimum nearest to the centre of each cell, `[row][column]`, found when someone comes there: many minima take a
    /// while, and paths cross few cells.
    nearest: Vec<OnceCell<u8>>,
}

impl Neighbourhoods {
    pub fn new(surface: &Surface, minima: &[Minimum]) -> Self {
        let (dimensions, most) = (surface.dimensions(), 0.02 * surface.diagonal());
        let radius = |minimum: &Minimum| {
            let others = minima.iter().filter(|other| other.position != minimum.position);
            let gaps = others.map(|other| distance(&other.position, &minimum.position));
            gaps.fold(most, |radius, gap| radius.min(0.3 * gap))
        };
        let rows = if dimensions == 1 { 1 } else { CELLS };
        Self {
            dimensions,
            domain: surface.domain().to_vec(),
            minima: minima.iter().flat_map(|minimum| minimum.position.iter().copied()).collect(),
            squares: minima.iter().map(|minimum| radius(minimum) * radius(minimum)).collect(),
            nearest: vec![OnceCell::new(); rows * CELLS],
        }
    }

    /// The minimum nearest to the centre of a cell.
    fn nearest(&self, cell: usize) -> u8 {
        let middle: Vec<f64> = [cell % CELLS, cell / CELLS]
            .iter()
            .zip(&self.domain)
            .map(|(&index, [low, high])| low + (high - low) * (index as f64 + 0.5) / CELLS as f64)
            .collect();
        let squares = (0..self.squares.len()).map(|minimum| self.square(minimum, &middle));
        squares.enumerate().min_by(|a, b| a.1.total_cmp(&b.1)).map_or(0, |(minimum, _)| minimum as u8)
    }

    fn square(&self, minimum: usize, position: &[f64]) -> f64 {
        let minimum = &self.minima[minimum * self.dimensions..][..self.dimensions];
        minimum.iter().zip(position).map(|(a, b)| (a - b) * (a - b)).sum()
    }

    /// The index of the minimum that `position`, inside the domain, has reached.
    pub fn at(&self, position: &[f32]) -> Option<u8> {
        if self.squares.is_empty() {
            return None;
        }
        let mut cell = 0;
        for (&x, [low, high]) in position.iter().zip(&self.domain).rev() {
            let share = (f64::from(x) - low) / (high - low);
            cell = cell * CELLS + ((share * CELLS as f64) as usize).min(CELLS - 1);
        }
        let nearest = *self.nearest[cell].get_or_init(|| self.nearest(cell));
        let mut point = [0.0; 2];
        point.iter_mut().zip(position).for_each(|(point, &x)| *point = x.into());
        let square = self.square(nearest.into(), &point[..self.dimensions]);
        (square <= self.squares[usize::from(nearest)]).then_some(nearest)
    }
}
