//! A plane in weight space: from its coordinates to weights, and back.

use super::directions::{Directions, trainable};
use crate::nn::Network;

/// Margin around what is shown, as a share of it.
const MARGIN: f64 = 0.3;
/// Minimum ratio of the shorter to the longer side.
const SHORTEST: f64 = 0.4;

pub(super) struct WeightPlane {
    axes: [Vec<f32>; 2],
    /// Inverse of the Gram matrix of the axes: xx, xy, yy.
    inverse: [f64; 3],
    /// Coordinates of the origin: the values of two weights, or 0.
    offset: [f64; 2],
    /// Minimum distance that it extends from the origin.
    least: f64,
    trained: Vec<bool>,
    pub labels: [String; 2],
    pub domain: Vec<[f64; 2]>,
    pub explained: Option<[f64; 2]>,
    /// A buffer for the weights at a point.
    weights: Vec<f32>,
}

impl WeightPlane {
    pub fn new(network: &Network, directions: &Directions, origin: &[f32], axes: [Vec<f32>; 2]) -> Self {
        let products = [(0, 0), (0, 1), (1, 1)].map(|(a, b)| product(&axes[a], &axes[b]));
        let [xx, xy, yy] = products;
        let determinant = xx * yy - xy * xy;
        let inverse = if determinant > 0.0 {
            [yy / determinant, -xy / determinant, xx / determinant]
        } else {
            [1.0 / xx.max(1e-30), 0.0, 0.0]
        };
        let (offset, labels, least) = match *directions {
            Directions::Weights { first, second } => {
                let both = [first, second];
                let values = both.map(|index| f64::from(origin[index]));
                let largest = values[0].abs().max(values[1].abs());
                (values, both.map(|index| label(network, index)), (1.5 * largest).max(1.0))
            }
            Directions::Random { .. } => ([0.0; 2], Default::default(), 1.0),
            Directions::Principal => ([0.0; 2], Default::default(), 0.0),
        };
        Self {
            axes,
            inverse,
            offset,
            least,
            trained: trainable(network),
            labels,
            domain: Vec::new(),
            explained: None,
            weights: origin.to_vec(),
        }
    }

    /// Chooses the range so that all points are shown, and measures how much of their variance lies along the axes.
    pub fn fit<'a>(&mut self, points: impl Iterator<Item = &'a Vec<f32>>, origin: &[f32]) {
        let mut sides = self.offset.map(|at| [at - self.least, at + self.least]);
        let (mut total, mut along) = (0.0, [0.0; 2]);
        for point in points {
            let position = self.project(point, origin);
            for (side, x) in sides.iter_mut().zip(position) {
                *side = [side[0].min(x), side[1].max(x)];
            }
            let differences = point.iter().zip(origin).zip(&self.trained);
            total += differences
                .map(
                    |((x, from), trained)| {
                        if *trained { f64::from(x - from) * f64::from(x - from) } else { 0.0 }
                    },
                )
                .sum::<f64>();
            for (axis, along) in along.iter_mut().enumerate() {
                let x = position[axis] - self.offset[axis];
                *along += x * x * product(&self.axes[axis], &self.axes[axis]);
            }
        }
        let sizes = sides.map(|[low, high]| high - low);
        let longest = sizes[0].max(sizes[1]).max(1e-3);
        self.domain = sides
            .iter()
            .map(|[low, high]| {
                let (middle, size) = (0.5 * (low + high), (high - low).max(SHORTEST * longest));
                let reach = size * (0.5 + MARGIN / 2.0);
                [middle - reach, middle + reach]
            })
            .collect();
        self.explained = (total > 0.0).then(|| along.map(|along| (along / total).min(1.0)));
    }

    /// The weights at a point of the plane.
    pub fn weights(&mut self, origin: &[f32], point: [f64; 2]) -> &[f32] {
        let [a, b] = [0, 1].map(|axis| (point[axis] - self.offset[axis]) as f32);
        let axes = self.axes[0].iter().zip(&self.axes[1]);
        for ((weight, from), (x, y)) in self.weights.iter_mut().zip(origin).zip(axes) {
            *weight = from + a * x + b * y;
        }
        &self.weights
    }

    /// The point of the plane nearest to weights.
    pub fn project(&self, weights: &[f32], origin: &[f32]) -> [f64; 2] {
        let along = [0, 1].map(|axis| {
            let differences = weights.iter().zip(origin).zip(&self.axes[axis]);
            differences.map(|((x, from), axis)| f64::from(x - from) * f64::from(*axis)).sum::<f64>()
        });
        let [xx, xy, yy] = self.inverse;
        [self.offset[0] + xx * along[0] + xy * along[1], self.offset[1] + xy * along[0] + yy * along[1]]
    }
}

/// A weight as `layer.kernel[0, 1]`.
fn label(network: &Network, index: usize) -> String {
    let mut parameters = network.parameters().into_iter();
    let Some(parameter) = parameters.find(|parameter| parameter.range.contains(&index)) else {
        return String::new();
    };
    let mut rest = index - parameter.range.start;
    let mut indices = Vec::new();
    for size in parameter.shape.iter().rev() {
        indices.push((rest % size).to_string());
        rest /= size;
    }
    indices.reverse();
    format!("{}.{}[{}]", parameter.layer, parameter.name, indices.join(", "))
}

fn product(a: &[f32], b: &[f32]) -> f64 {
    a.iter().zip(b).map(|(&a, &b)| f64::from(a) * f64::from(b)).sum()
}
