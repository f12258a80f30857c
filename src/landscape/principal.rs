//! The first two principal components of points around an origin, computed from the dot products of the points, since
//! there are few points and many weights.

use super::directions::trainable;
use crate::nn::Network;
use crate::principal::{dot, make_orthogonal, stretch};

/// Iterations to find the two largest eigenvectors.
const ROUNDS: usize = 400;

pub(super) struct Principal {
    /// The points minus the origin, without non-trainable weights.
    differences: Vec<Vec<f32>>,
    /// Dot products of the points, row by row as far as computed.
    products: Vec<Vec<f64>>,
}

impl Principal {
    pub fn new<'a>(network: &Network, origin: &[f32], points: impl Iterator<Item = &'a Vec<f32>>) -> Self {
        let trained = trainable(network);
        let difference = |point: &Vec<f32>| {
            let pairs = point.iter().zip(origin).zip(&trained);
            pairs.map(|((x, from), trained)| if *trained { x - from } else { 0.0 }).collect()
        };
        Self { differences: points.map(difference).collect(), products: Vec::new() }
    }

    /// Computes one more row of products. Returns true when all are done.
    pub fn advance(&mut self) -> bool {
        let Some(row) = self.differences.get(self.products.len()) else { return true };
        let products = self.differences.iter().map(|other| product(row, other)).collect();
        self.products.push(products);
        false
    }

    /// Two orthonormal directions.
    pub fn axes(self) -> [Vec<f32>; 2] {
        let count = self.products.len();
        let multiply = |vector: &[f64]| self.products.iter().map(|row| dot(row, vector)).collect();
        let start = |axis: usize| {
            (0..count).map(|i| if i % 2 == axis { 1.0 } else { 0.5 / (i + 1) as f64 }).collect::<Vec<f64>>()
        };
        // Both in turn: which way the second axis points depends on it.
        let mut vectors = [start(0), start(1)];
        for _ in 0..ROUNDS {
            for index in 0..2 {
                let (before, rest) = vectors.split_at_mut(index);
                if let Some(next) = stretch(multiply, &rest[0], before, 0.0) {
                    rest[0] = next;
                }
            }
        }
        let size = self.differences.first().map_or(0, Vec::len);
        let mut axes: Vec<Vec<f64>> = Vec::new();
        for vector in &vectors {
            let mut axis = vec![0.0_f64; size];
            for (difference, &share) in self.differences.iter().zip(vector) {
                axis.iter_mut().zip(difference).for_each(|(x, &d)| *x += share * f64::from(d));
            }
            // If the second direction is only rounding error, there is none.
            axes.iter().for_each(|first| make_orthogonal(&mut axis, first));
            let length = libm::sqrt(dot(&axis, &axis));
            let reach = axes.first().map_or(0.0, |_| 1e-5 * self.reach());
            if length > reach {
                axis.iter_mut().for_each(|x| *x /= length);
            } else {
                axis = other_axis(&axes, size);
            }
            axes.push(axis);
        }
        let narrow = |axis: &Vec<f64>| axis.iter().map(|&x| x as f32).collect();
        [narrow(&axes[0]), narrow(&axes[1])]
    }

    /// The largest norm of the points.
    fn reach(&self) -> f64 {
        let squares = self.products.iter().enumerate().map(|(index, row)| row[index]);
        libm::sqrt(squares.fold(0.0, f64::max))
    }
}

/// Any direction orthogonal to those given. Points on a line have only one principal component.
fn other_axis(axes: &[Vec<f64>], size: usize) -> Vec<f64> {
    let least =
        |first: &Vec<f64>| (0..size).min_by(|&a, &b| first[a].abs().total_cmp(&first[b].abs())).unwrap_or(0);
    let mut axis = vec![0.0; size];
    if let Some(x) = axis.get_mut(axes.first().map_or(0, least)) {
        *x = 1.0;
    }
    axes.iter().for_each(|first| make_orthogonal(&mut axis, first));
    let length = libm::sqrt(dot(&axis, &axis)).max(1e-30);
    axis.iter_mut().for_each(|x| *x /= length);
    axis
}

fn product(a: &[f32], b: &[f32]) -> f64 {
    a.iter().zip(b).map(|(&a, &b)| f64::from(a) * f64::from(b)).sum()
}
