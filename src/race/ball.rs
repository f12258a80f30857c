//! One contestant rolling: the engine's own optimizer on the surface's gradients.

use super::contestant::{Contestant, Method, Newton};
use crate::nn::Optimizer;
use crate::random::{Random, Stream};
use crate::surface::Surface;

/// Why a contestant does not go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// It left the domain.
    Left,
    /// The surface has no value where it starts.
    Undefined,
    /// Its position or loss is no number any more.
    Overflow,
    /// The matrix of second derivatives has no inverse.
    Singular,
}

/// A position and what the method remembers, in the engine's own precision.
#[derive(Clone, Debug)]
pub struct Ball {
    pub weights: Vec<f32>,
    stepper: Stepper,
    noise: Noise,
    step: u64,
}

#[derive(Clone, Debug)]
enum Stepper {
    Rule(Optimizer),
    Newton(Newton),
}

/// What a step was made of.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Taken {
    pub learning_rate: f64,
    pub gradient: Vec<f64>,
    pub noise: Vec<f64>,
    /// Gradient and noise, clipped.
    pub used: Vec<f32>,
    /// Second derivatives, of Newton's method only.
    pub curvature: [f64; 3],
}

/// Mini-batch noise: the same for every contestant with the same seed, up to its level.
#[derive(Clone, Debug)]
pub struct Noise {
    random: Random,
    deviation: f64,
}

impl Noise {
    /// `noise_unit` is what level 1 means on the surface.
    pub fn new(seed: u32, level: f64, noise_unit: f64) -> Self {
        Self { random: Random::new(seed.into(), Stream::Surface), deviation: level * noise_unit }
    }

    pub fn is_silent(&self) -> bool {
        self.deviation == 0.0
    }

    pub fn draw(&mut self) -> f64 {
        if self.is_silent() { 0.0 } else { self.deviation * self.random.normal() }
    }
}

impl Ball {
    pub fn new(contestant: &Contestant, start: &[f64], seed: u32, noise_unit: f64) -> Self {
        let stepper = match &contestant.optimizer {
            Method::Rule(config) => {
                let weights = start.len();
                Stepper::Rule(Optimizer::on(config, weights, std::slice::from_ref(&(0..weights))))
            }
            Method::Newton(newton) => Stepper::Newton(newton.clone()),
        };
        Self {
            weights: start.iter().map(|&x| x as f32).collect(),
            stepper,
            noise: Noise::new(seed, contestant.noise, noise_unit),
            step: 0,
        }
    }

    pub fn position(&self) -> Vec<f64> {
        self.weights.iter().map(|&x| f64::from(x)).collect()
    }

    /// What the method remembers, by name.
    pub fn slots(&self) -> Vec<(&'static str, Vec<f32>)> {
        match &self.stepper {
            Stepper::Rule(optimizer) => {
                optimizer.slots().map(|(name, values)| (name, values.to_vec())).collect()
            }
            Stepper::Newton(_) => Vec::new(),
        }
    }

    /// One step, and what it was made of. Fails where there is none.
    pub fn step(&mut self, surface: &mut Surface, taken: &mut Taken) -> Result<(), Why> {
        let (dimensions, position) = (self.weights.len(), self.position());
        taken.gradient.resize(dimensions, 0.0);
        surface.gradient(&position, &mut taken.gradient);
        taken.noise.clear();
        taken.noise.extend((0..dimensions).map(|_| self.noise.draw()));
        taken.used.clear();
        let noisy =
            taken.gradient.iter().zip(&taken.noise).map(|(gradient, noise)| (gradient + noise) as f32);
        taken.used.extend(noisy);
        match &mut self.stepper {
            Stepper::Rule(optimizer) => {
                taken.learning_rate = optimizer.config().rate(self.step);
                optimizer.step(taken.learning_rate, &mut self.weights, &mut taken.used);
            }
            Stepper::Newton(newton) => {
                taken.learning_rate = newton.learning_rate;
                taken.curvature = surface.curvature(&position);
                let step = newton.step(taken.curvature, &taken.used).ok_or(Why::Singular)?;
                for (weight, step) in self.weights.iter_mut().zip(step) {
                    *weight -= step as f32;
                }
            }
        }
        self.step += 1;
        Ok(())
    }

    /// Whether it can go on from where it is.
    pub fn ended(&self, surface: &Surface) -> Option<Why> {
        if !self.weights.iter().all(|weight| weight.is_finite()) {
            return Some(Why::Overflow);
        }
        let inside = |(&x, &[low, high]): (&f32, &[f64; 2])| x >= low as f32 && x <= high as f32;
        (!self.weights.iter().zip(surface.domain()).all(inside)).then_some(Why::Left)
    }
}

impl Newton {
    /// What to subtract; none where the matrix has no inverse.
    fn step(&self, [xx, xy, yy]: [f64; 3], gradient: &[f32]) -> Option<[f64; 2]> {
        let rate = self.learning_rate;
        // At rest there is nothing to divide.
        if gradient.iter().all(|&slope| slope == 0.0) {
            return Some([0.0; 2]);
        }
        let (a, c) = (xx + self.damping, yy + self.damping);
        let step = match gradient {
            [g] => [rate * f64::from(*g) / a, 0.0],
            [g, h] => {
                let (g, h) = (f64::from(*g), f64::from(*h));
                let determinant = a * c - xy * xy;
                [rate * (c * g - xy * h) / determinant, rate * (a * h - xy * g) / determinant]
            }
            _ => return None,
        };
        step.iter().all(|step| step.is_finite()).then_some(step)
    }
}
