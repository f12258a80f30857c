//! Initial values of weights. Source of names, defaults and formulas: <https://keras.io/api/layers/initializers/>

use serde::{Deserialize, Serialize};

use crate::field_error::ArgumentRange;
use crate::random::Random;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(remote = "Self", rename_all = "snake_case", deny_unknown_fields)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "ts", ts(tag = "initializer"))]
pub enum Initializer {
    /// Uniform within sqrt(6 / (fan_in + fan_out)) (Glorot and Bengio, 2010)
    GlorotUniform,
    /// Normal with variance 2 / (fan_in + fan_out), truncated at two standard deviations
    GlorotNormal,
    /// Uniform within sqrt(6 / fan_in) (He et al., 2015)
    HeUniform,
    HeNormal,
    /// Uniform within sqrt(3 / fan_in) (LeCun et al., 1998)
    LecunUniform,
    LecunNormal,
    /// Orthogonal rows or columns of length `gain` (Saxe et al., 2013)
    Orthogonal {
        #[serde(default = "orthogonal_gain")]
        gain: f64,
    },
    RandomUniform {
        #[serde(default = "uniform_minval")]
        minval: f64,
        #[serde(default = "uniform_maxval")]
        maxval: f64,
    },
    RandomNormal {
        #[serde(default)]
        mean: f64,
        #[serde(default = "normal_stddev")]
        stddev: f64,
    },
    Zeros,
    Ones,
    Constant {
        #[serde(default)]
        value: f64,
    },
}

crate::tagged!(Initializer, "initializer");

fn uniform_minval() -> f64 {
    -0.05
}

fn uniform_maxval() -> f64 {
    0.05
}

fn normal_stddev() -> f64 {
    0.05
}

fn orthogonal_gain() -> f64 {
    1.0
}

/// Standard deviation of a standard normal distribution truncated at two deviations.
const TRUNCATED_DEVIATION: f64 = 0.879_625_661_034_239_8;

/// The largest initial weight allowed. Products of such numbers are still finite.
const LARGEST: f64 = 1e6;

impl Initializer {
    /// Its arguments and their ranges.
    pub fn ranges(&self) -> Vec<ArgumentRange> {
        let number = |name: &'static str, value: f64| (name, value, -LARGEST, LARGEST);
        match *self {
            Self::Constant { value } => vec![number("value", value)],
            Self::RandomUniform { minval, maxval } => {
                vec![number("minval", minval), number("maxval", maxval)]
            }
            Self::RandomNormal { mean, stddev } => {
                vec![number("mean", mean), ("stddev", stddev, 0.0, LARGEST)]
            }
            Self::Orthogonal { gain } => vec![number("gain", gain)],
            Self::Zeros
            | Self::Ones
            | Self::GlorotUniform
            | Self::GlorotNormal
            | Self::HeUniform
            | Self::HeNormal
            | Self::LecunUniform
            | Self::LecunNormal => Vec::new(),
        }
    }

    /// Fills `weights`, an array whose last axis is `columns` units. Each unit has `fan_in` inputs and each input `fan_out`
    /// outputs.
    pub fn fill(
        &self,
        weights: &mut [f32],
        fan_in: usize,
        fan_out: usize,
        columns: usize,
        random: &mut Random,
    ) {
        let (inward, outward) = (fan_in.max(1) as f64, fan_out.max(1) as f64);
        let mut uniform =
            |limit: f64| weights.iter_mut().for_each(|w| *w = random.between(-limit, limit) as f32);
        match self {
            Self::GlorotUniform => uniform(libm::sqrt(6.0 / (inward + outward))),
            Self::HeUniform => uniform(libm::sqrt(6.0 / inward)),
            Self::LecunUniform => uniform(libm::sqrt(3.0 / inward)),
            Self::GlorotNormal => truncated_normal(weights, 2.0 / (inward + outward), random),
            Self::HeNormal => truncated_normal(weights, 2.0 / inward, random),
            Self::LecunNormal => truncated_normal(weights, 1.0 / inward, random),
            Self::Zeros => weights.fill(0.0),
            Self::Ones => weights.fill(1.0),
            Self::Constant { value } => weights.fill(*value as f32),
            Self::RandomUniform { minval, maxval } => {
                weights.iter_mut().for_each(|w| *w = random.between(*minval, *maxval) as f32);
            }
            Self::RandomNormal { mean, stddev } => {
                weights.iter_mut().for_each(|w| *w = (mean + stddev * random.normal()) as f32);
            }
            Self::Orthogonal { gain } => orthogonal(weights, columns.max(1), *gain, random),
        }
    }
}

fn truncated_normal(weights: &mut [f32], variance: f64, random: &mut Random) {
    let deviation = libm::sqrt(variance) / TRUNCATED_DEVIATION;
    for weight in weights {
        let mut draw = random.normal();
        while draw.abs() > 2.0 {
            draw = random.normal();
        }
        *weight = (draw * deviation) as f32;
    }
}

/// Gram and Schmidt on the shorter side of a matrix of normal numbers.
fn orthogonal(weights: &mut [f32], columns: usize, gain: f64, random: &mut Random) {
    let rows = weights.len() / columns;
    let (count, length) = (rows.min(columns), rows.max(columns));
    let mut vectors: Vec<Vec<f64>> = Vec::with_capacity(count);
    while vectors.len() < count {
        let mut vector: Vec<f64> = (0..length).map(|_| random.normal()).collect();
        for other in &vectors {
            let dot: f64 = vector.iter().zip(other).map(|(a, b)| a * b).sum();
            vector.iter_mut().zip(other).for_each(|(a, b)| *a -= dot * b);
        }
        let norm = libm::sqrt(vector.iter().map(|a| a * a).sum());
        if norm > 1e-6 {
            vector.iter_mut().for_each(|a| *a /= norm);
            vectors.push(vector);
        }
    }
    for row in 0..rows {
        for column in 0..columns {
            let value = if rows < columns { vectors[row][column] } else { vectors[column][row] };
            weights[row * columns + column] = (gain * value) as f32;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Stream;

    fn fill(initializer: &Initializer, rows: usize, columns: usize) -> Vec<f32> {
        let mut weights = vec![9.0; rows * columns];
        initializer.fill(&mut weights, rows, columns, columns, &mut Random::new(1, Stream::Weights));
        weights
    }

    fn deviation(weights: &[f32]) -> f64 {
        libm::sqrt(weights.iter().map(|w| f64::from(w * w)).sum::<f64>() / weights.len() as f64)
    }

    #[test]
    fn every_initializer_has_its_deviation() {
        use Initializer::*;
        for (initializer, want) in [
            (GlorotUniform, libm::sqrt(2.0 / 300.0)),
            (GlorotNormal, libm::sqrt(2.0 / 300.0)),
            (HeUniform, libm::sqrt(2.0 / 100.0)),
            (HeNormal, libm::sqrt(2.0 / 100.0)),
            (LecunUniform, libm::sqrt(1.0 / 100.0)),
            (LecunNormal, libm::sqrt(1.0 / 100.0)),
            (RandomNormal { mean: 0.0, stddev: 0.05 }, 0.05),
            (Ones, 1.0),
            (Zeros, 0.0),
            (Constant { value: 0.3 }, 0.3),
        ] {
            let got = deviation(&fill(&initializer, 100, 200));
            assert!((got - want).abs() <= 0.02 * want + 1e-7, "{initializer:?}: {got} {want}");
        }
    }

    #[test]
    fn orthogonal_columns_are_at_right_angles() {
        let (rows, columns) = (7, 4);
        let weights = fill(&Initializer::Orthogonal { gain: 2.0 }, rows, columns);
        for a in 0..columns {
            for b in 0..columns {
                let dot: f32 =
                    (0..rows).map(|row| weights[row * columns + a] * weights[row * columns + b]).sum();
                assert!((dot - if a == b { 4.0 } else { 0.0 }).abs() < 1e-5);
            }
        }
    }
}
