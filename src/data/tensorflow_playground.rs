//! The data sets of TensorFlow Playground, drawn number by number as it draws them, so that its links can be opened: the
//! same points in the same order, of which the first are for training.
//! Source: <https://github.com/tensorflow/playground>, and seedrandom 2.4 for the generator.

use std::f64::consts::{PI, TAU};

use serde::{Deserialize, Serialize};

use super::point::Point;
use super::problem::Problem;

/// What is drawn. Classes are told apart or a value over the plane is fitted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub enum Pattern {
    #[default]
    Circle,
    ExclusiveOr,
    TwoGaussians,
    Spiral,
    Plane,
    Gaussians,
}

/// A pattern, and the text that seeds its generator. Weights that are initialized uniformly go on with the same numbers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct TensorflowPlaygroundConfig {
    pub pattern: Pattern,
    pub seed: String,
}

impl Default for TensorflowPlaygroundConfig {
    fn default() -> Self {
        Self { pattern: Pattern::Circle, seed: "0.5".into() }
    }
}

/// More than anyone writes into a link.
pub(super) const LONGEST_SEED: usize = 200;

impl TensorflowPlaygroundConfig {
    pub fn problem(&self) -> Problem {
        match self.pattern {
            Pattern::Plane | Pattern::Gaussians => Problem::Regression { units: 1 },
            _ => Problem::Binary,
        }
    }

    /// The points in the order in which they are trained on.
    pub(super) fn points(&self, count: usize, noise: f64) -> Vec<Point> {
        self.draw(count, noise).0
    }

    /// The generator after the points are drawn and shuffled: it goes on with the weights.
    pub(super) fn stream(&self, count: usize, noise: f64) -> Arc4 {
        self.draw(count, noise).1
    }

    fn draw(&self, count: usize, noise: f64) -> (Vec<Point>, Arc4) {
        let mut random = Arc4::new(&self.seed);
        let mut points: Vec<Point> =
            (0..count).map(|index| self.point(index, count, noise, &mut random)).collect();
        for left in (1..=points.len()).rev() {
            let chosen = (random.uniform() * left as f64) as usize;
            points.swap(left - 1, chosen);
        }
        (points, random)
    }

    fn point(&self, index: usize, count: usize, noise: f64, random: &mut Arc4) -> Point {
        let half = count.div_ceil(2);
        let (is_first, within) = (index < half, (index % half) as f64);
        let class = |x1: f64, x2: f64, is_positive: bool| {
            let target = vec![f64::from(u8::from(is_positive))];
            Point { x1, x2, target }
        };
        match self.pattern {
            Pattern::Circle => {
                let radius = if is_first { random.between(0.0, 2.5) } else { random.between(3.5, 5.0) };
                let angle = random.between(0.0, TAU);
                let (x1, x2) = (radius * libm::sin(angle), radius * libm::cos(angle));
                // Noise moves the point only where its label is decided.
                let (y1, y2) =
                    (x1 + random.between(-5.0, 5.0) * noise, x2 + random.between(-5.0, 5.0) * noise);
                class(x1, x2, libm::sqrt(y1 * y1 + y2 * y2) < 2.5)
            }
            Pattern::ExclusiveOr => {
                let mut away = || {
                    let x = random.between(-5.0, 5.0);
                    x + if x > 0.0 { 0.3 } else { -0.3 }
                };
                let (x1, x2) = (away(), away());
                let (y1, y2) =
                    (x1 + random.between(-5.0, 5.0) * noise, x2 + random.between(-5.0, 5.0) * noise);
                class(x1, x2, y1 * y2 >= 0.0)
            }
            Pattern::TwoGaussians => {
                let (centre, variance) = (if is_first { 2.0 } else { -2.0 }, 0.5 + 7.0 * noise);
                let (x1, x2) = (random.normal(centre, variance), random.normal(centre, variance));
                class(x1, x2, is_first)
            }
            Pattern::Spiral => {
                let (radius, turn) = (within / half as f64 * 5.0, if is_first { 0.0 } else { PI });
                let angle = 1.75 * within / half as f64 * 2.0 * PI + turn;
                let x1 = radius * libm::sin(angle) + random.between(-1.0, 1.0) * noise;
                let x2 = radius * libm::cos(angle) + random.between(-1.0, 1.0) * noise;
                class(x1, x2, is_first)
            }
            Pattern::Plane | Pattern::Gaussians => {
                let (x1, x2) = (random.between(-6.0, 6.0), random.between(-6.0, 6.0));
                let (y1, y2) =
                    (x1 + random.between(-6.0, 6.0) * noise, x2 + random.between(-6.0, 6.0) * noise);
                let value = if self.pattern == Pattern::Plane { (y1 + y2) / 10.0 } else { bumps(y1, y2) };
                Point { x1, x2, target: vec![value] }
            }
        }
    }
}

/// Centres and signs of the bumps.
const BUMPS: [(f64, f64, f64); 6] = [
    (-4.0, 2.5, 1.0),
    (0.0, 2.5, -1.0),
    (4.0, 2.5, 1.0),
    (-4.0, -2.5, -1.0),
    (0.0, -2.5, 1.0),
    (4.0, -2.5, -1.0),
];

/// The bump that is highest or deepest at a point.
fn bumps(x1: f64, x2: f64) -> f64 {
    let mut value = 0.0_f64;
    for (c1, c2, sign) in BUMPS {
        let (d1, d2) = (x1 - c1, x2 - c2);
        let height = sign * (1.0 - libm::sqrt(d1 * d1 + d2 * d2) / 2.0).max(0.0);
        if height.abs() > value.abs() {
            value = height;
        }
    }
    value
}

/// Random numbers by ARC4, as David Bau's seedrandom makes them of a text.
#[derive(Clone, Debug)]
pub struct Arc4 {
    state: [u8; 256],
    i: u8,
    j: u8,
}

impl Arc4 {
    pub fn new(seed: &str) -> Self {
        let key = key(seed);
        let mut state: [u8; 256] = std::array::from_fn(|index| index as u8);
        let mut j = 0_u8;
        for i in 0..256 {
            j = j.wrapping_add(key[i % key.len()]).wrapping_add(state[i]);
            state.swap(i, usize::from(j));
        }
        let mut random = Self { state, i: 0, j: 0 };
        for _ in 0..256 {
            random.byte();
        }
        random
    }

    fn byte(&mut self) -> u8 {
        self.i = self.i.wrapping_add(1);
        let (i, moved) = (usize::from(self.i), self.state[usize::from(self.i)]);
        self.j = self.j.wrapping_add(moved);
        self.state.swap(i, usize::from(self.j));
        self.state[usize::from(self.state[i].wrapping_add(moved))]
    }

    /// Uniform in [0, 1), with 52 bits at least.
    pub fn uniform(&mut self) -> f64 {
        const LEAST: f64 = (1_u64 << 52) as f64;
        const MOST: f64 = (1_u64 << 53) as f64;
        let mut number = (0..6).fold(0.0, |number, _| number * 256.0 + f64::from(self.byte()));
        let (mut whole, mut last) = ((1_u64 << 48) as f64, 0_u32);
        while number < LEAST {
            number = (number + f64::from(last)) * 256.0;
            whole *= 256.0;
            last = self.byte().into();
        }
        while number >= MOST {
            number /= 2.0;
            whole /= 2.0;
            last >>= 1;
        }
        (number + f64::from(last)) / whole
    }

    fn between(&mut self, low: f64, high: f64) -> f64 {
        self.uniform() * (high - low) + low
    }

    /// By the polar method, of whose two numbers one is thrown away.
    fn normal(&mut self, mean: f64, variance: f64) -> f64 {
        loop {
            let (v1, v2) = (2.0 * self.uniform() - 1.0, 2.0 * self.uniform() - 1.0);
            let square = v1 * v1 + v2 * v2;
            if square <= 1.0 {
                return mean + libm::sqrt(variance) * (libm::sqrt(-2.0 * libm::log(square) / square) * v1);
            }
        }
    }
}

/// The key of a text: its code units, smeared over 256 bytes at most.
fn key(seed: &str) -> Vec<u8> {
    let (mut key, mut smear) = (Vec::new(), 0_u32);
    for (index, unit) in seed.encode_utf16().enumerate() {
        let at = index & 255;
        smear ^= key.get(at).map_or(0, |&byte: &u8| u32::from(byte) * 19);
        let byte = smear.wrapping_add(unit.into()) as u8;
        match key.get_mut(at) {
            Some(place) => *place = byte,
            None => key.push(byte),
        }
    }
    if key.is_empty() { vec![0] } else { key }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(pattern: Pattern, seed: &str) -> TensorflowPlaygroundConfig {
        TensorflowPlaygroundConfig { pattern, seed: seed.into() }
    }

    #[test]
    fn the_generator_gives_the_numbers_of_seedrandom() {
        let mut random = Arc4::new("0.59704");
        let expected = [0.3720885891366738, 0.5777042295963245, 0.512260760220704, 0.3054890864708655];
        assert_eq!(expected.map(|_| random.uniform()), expected);
        assert_ne!(Arc4::new("0.245").uniform(), Arc4::new("0.2450").uniform());
    }

    #[test]
    fn points_and_weights_are_those_of_the_golden_case() {
        let circle = config(Pattern::Circle, "0.59704");
        let points = circle.points(500, 0.0);
        let expected = [
            (0.24014491222149606, 0.46035893207186385, 1.0),
            (-4.203728859722804, -0.07979141264854898, 0.0),
        ];
        for (point, (x1, x2, target)) in points.iter().zip(expected) {
            assert!((point.x1 - x1).abs() < 1e-9 && (point.x2 - x2).abs() < 1e-9);
            assert_eq!(point.target, [target]);
        }
        let mut stream = circle.stream(500, 0.0);
        let weights = [stream.uniform() - 0.5, stream.uniform() - 0.5];
        assert_eq!(weights, [0.013961340352000695, 0.43302599830780975]);
    }

    #[test]
    fn every_pattern_has_its_number_of_points_and_both_classes() {
        for pattern in [Pattern::Circle, Pattern::ExclusiveOr, Pattern::TwoGaussians, Pattern::Spiral] {
            let points = config(pattern, "0.1").points(501, 0.3);
            let positive = points.iter().filter(|point| point.target[0] == 1.0).count();
            assert!(points.len() == 501 && (150..350).contains(&positive), "{pattern:?}: {positive}");
        }
        for pattern in [Pattern::Plane, Pattern::Gaussians] {
            let points = config(pattern, "0.1").points(1200, 0.1);
            assert!(points.len() == 1200 && points.iter().all(|point| point.target[0].abs() < 2.0));
        }
    }
}
