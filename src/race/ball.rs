//! One contestant: an optimizer of the engine on the gradients of the surface.

use super::contestant::{Contestant, Method, Newton};
use crate::nn::Optimizer;
use crate::nn::optimizer::Slot;
use crate::random::{Random, Stream};
use crate::surface::Surface;

/// EndReason a contestant does not go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EndReason {
    /// It left the domain.
    Left,
    /// The surface has no value where it starts.
    Undefined,
    /// Its position or loss is not finite.
    Overflow,
    /// The Hessian is singular.
    Singular,
}

/// A position and the state of the method, in the precision of the engine.
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

/// The inputs of a step.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StepDetails {
    pub learning_rate: f64,
    pub gradient: Vec<f64>,
    pub noise: Vec<f64>,
    /// Gradient plus noise, clipped.
    pub used: Vec<f32>,
    /// Second derivatives, for Newton's method only.
    pub curvature: [f64; 3],
}

/// Mini-batch noise, which differs between contestants of the same seed only by its level.
#[derive(Clone, Debug)]
pub struct Noise {
    random: Random,
    deviation: f64,
}

impl Noise {
    /// `noise_unit` is the deviation of level 1 on the surface.
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

    /// The slots of the method with their names.
    pub fn slots(&self) -> Vec<(Slot, Vec<f32>)> {
        match &self.stepper {
            Stepper::Rule(optimizer) => {
                optimizer.slots().map(|(slot, values)| (slot, values.to_vec())).collect()
            }
            Stepper::Newton(_) => Vec::new(),
        }
    }

    /// Takes a step and returns its inputs. Fails if there is no step.
    pub fn step(&mut self, surface: &mut Surface, taken: &mut StepDetails) -> Result<(), EndReason> {
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
                let step = newton.step(taken.curvature, &taken.used).ok_or(EndReason::Singular)?;
                for (weight, step) in self.weights.iter_mut().zip(step) {
                    *weight -= step as f32;
                }
            }
        }
        self.step += 1;
        Ok(())
    }

    /// Whether it can continue.
    pub fn ended(&self, surface: &Surface) -> Option<EndReason> {
        if !self.weights.iter().all(|weight| weight.is_finite()) {
            return Some(EndReason::Overflow);
        }
        let inside = |(&x, &[low, high]): (&f32, &[f64; 2])| x >= low as f32 && x <= high as f32;
        (!self.weights.iter().zip(surface.domain()).all(inside)).then_some(EndReason::Left)
    }
}

impl Newton {
    /// The step to subtract. None if the Hessian is singular.
    fn step(&self, [xx, xy, yy]: [f64; 3], gradient: &[f32]) -> Option<[f64; 2]> {
        let rate = self.learning_rate;
        // With a gradient of 0 there is nothing to divide.
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
