//! A map of basins of attraction: the minimum that a contestant reaches from every start, and when. It is computed
//! block by block.

use super::Race;
use super::ball::{Ball, EndReason, Noise, StepDetails};
use super::contestant::{Contestant, Method};
use super::defaults::noise_unit;
use super::neighbourhoods::Neighbourhoods;
use crate::expression::LANES;
use crate::nn::{Optimizer, OptimizerConfig};
use crate::surface::{Grid, Minimum, Surface};

/// The code of a start that has left the domain.
pub const DIVERGED: u8 = 253;
/// The code of a start that has reached no minimum in time.
pub const NOWHERE: u8 = 254;
const UNKNOWN: u8 = 255;

pub struct Basin {
    race: Race,
    contestant: Contestant,
    steps: u32,
    surface: Surface,
    noise_unit: f64,
    minima: Vec<Minimum>,
    neighbourhoods: Neighbourhoods,
    /// The pixels, in the order of computation.
    order: Vec<usize>,
    done: usize,
    grid: Grid,
    reached: Vec<u8>,
    arrived: Vec<u16>,
}

/// The state of one start.
#[derive(Clone, Copy, Debug, PartialEq)]
struct State {
    reached: u8,
    arrived: u16,
}

impl State {
    const START: Self = Self { reached: NOWHERE, arrived: 0 };

    fn move_to(&mut self, minimum: Option<u8>, step: u16) {
        let reached = minimum.unwrap_or(NOWHERE);
        if self.reached != reached {
            *self = Self { reached, arrived: step };
        }
    }
}

impl Basin {
    /// A map of `size` pixels a side over the domain of a valid race. None if there is no such contestant.
    pub fn new(race: Race, contestant: usize, size: usize, steps: u32) -> Option<Self> {
        let contestant = race.contestants.get(contestant)?.clone();
        let mut surface = race.surface();
        let minima = surface.minima();
        let neighbourhoods = Neighbourhoods::new(&surface, &minima);
        let grid = Grid::new(size, size, surface.domain());
        let pixels = grid.width * grid.height;
        Some(Self {
            noise_unit: noise_unit(&mut surface),
            race,
            contestant,
            steps: steps.min(u16::MAX.into()),
            minima,
            neighbourhoods,
            order: grid.coarse_to_fine(),
            done: 0,
            surface,
            grid,
            reached: vec![UNKNOWN; pixels],
            arrived: vec![0; pixels],
        })
    }

    /// Computes until it is finished or `out_of_time` returns true, but at least one block.
    pub fn advance(&mut self, mut out_of_time: impl FnMut() -> bool) {
        while self.done < self.order.len() {
            self.block();
            if out_of_time() {
                break;
            }
        }
    }

    /// The share that is done.
    pub fn progress(&self) -> f64 {
        self.done as f64 / self.order.len().max(1) as f64
    }

    pub fn minima(&self) -> &[Minimum] {
        &self.minima
    }

    pub fn grid(&self) -> &Grid {
        &self.grid
    }

    /// For each pixel the index of its minimum, or a code, and the step at which it was reached. Missing rows repeat
    /// the nearest one above.
    pub fn picture(&self) -> (Vec<u8>, Vec<u16>) {
        let (mut reached, mut arrived) = (self.reached.clone(), self.arrived.clone());
        let width = self.grid.width;
        for pixel in width..reached.len() {
            if reached[pixel] == UNKNOWN {
                (reached[pixel], arrived[pixel]) = (reached[pixel - width], arrived[pixel - width]);
            }
        }
        (reached, arrived)
    }

    fn block(&mut self) {
        let block = LANES.min(self.order.len() - self.done);
        let pixels = self.order[self.done..self.done + block].to_vec();
        let dimensions = self.surface.dimensions();
        let starts = pixels
            .iter()
            .flat_map(|&pixel| self.grid.point(pixel).into_iter().take(dimensions).collect::<Vec<_>>());
        let starts: Vec<f64> = starts.collect();
        let states = match self.contestant.optimizer.clone() {
            Method::Rule(config) => self.roll(&config, &starts),
            Method::Newton(_) => starts.chunks(dimensions).map(|start| self.roll_one(start)).collect(),
        };
        for (&pixel, state) in pixels.iter().zip(states) {
            self.reached[pixel] = state.reached;
            self.arrived[pixel] = state.arrived;
        }
        self.done += block;
    }

    /// Runs many starts in one optimizer: update rules treat every weight alike, and each start is clipped as a
    /// parameter of its own.
    fn roll(&mut self, config: &OptimizerConfig, starts: &[f64]) -> Vec<State> {
        let dimensions = self.surface.dimensions();
        let lanes = starts.len() / dimensions;
        let config = clipped_alone(config);
        let parameters: Vec<_> = (0..lanes).map(|lane| lane * dimensions..(lane + 1) * dimensions).collect();
        let mut optimizer = Optimizer::on(&config, starts.len(), &parameters);
        let mut noise = Noise::new(self.race.seed, self.contestant.noise, self.noise_unit);
        let mut weights: Vec<f32> = starts.iter().map(|&x| x as f32).collect();
        let mut gradients = vec![0.0_f32; weights.len()];
        let mut states = vec![State::START; lanes];
        for (state, position) in states.iter_mut().zip(weights.chunks(dimensions)) {
            state.move_to(self.neighbourhoods.at(position), 0);
        }
        let domain: Vec<[f32; 2]> =
            self.surface.domain().iter().map(|side| side.map(|bound| bound as f32)).collect();
        for step in 0..self.steps {
            self.surface.gradients(&weights, &mut gradients);
            if !noise.is_silent() {
                let mut draws = [0.0; 2];
                draws[..dimensions].iter_mut().for_each(|draw| *draw = noise.draw());
                for gradient in gradients.chunks_mut(dimensions) {
                    gradient.iter_mut().zip(draws).for_each(|(g, draw)| *g = (f64::from(*g) + draw) as f32);
                }
            }
            optimizer.step(config.rate(step.into()), &mut weights, &mut gradients);
            let mut rolling = false;
            for (state, position) in states.iter_mut().zip(weights.chunks(dimensions)) {
                if state.reached == DIVERGED {
                    continue;
                }
                let inside = position.iter().zip(&domain).all(|(x, [low, high])| (low..=high).contains(&x));
                if inside {
                    rolling = true;
                    state.move_to(self.neighbourhoods.at(position), step as u16 + 1);
                } else {
                    *state = State { reached: DIVERGED, arrived: step as u16 + 1 };
                }
            }
            if !rolling {
                break;
            }
        }
        states
    }

    fn roll_one(&mut self, start: &[f64]) -> State {
        let mut ball = Ball::new(&self.contestant, start, self.race.seed, self.noise_unit);
        let mut taken = StepDetails::default();
        let mut state = State::START;
        state.move_to(self.neighbourhoods.at(&ball.weights), 0);
        for step in 1..=self.steps as u16 {
            let before = ball.weights.clone();
            match ball.step(&mut self.surface, &mut taken).err().or_else(|| ball.ended(&self.surface)) {
                None => state.move_to(self.neighbourhoods.at(&ball.weights), step),
                Some(EndReason::Singular) => break,
                Some(_) => return State { reached: DIVERGED, arrived: step },
            }
            // Without noise, a start that no longer moves never moves again.
            if before == ball.weights && self.contestant.noise == 0.0 {
                break;
            }
        }
        state
    }
}

/// Replaces clipping by global norm by clipping of each start, which is a whole set of weights.
fn clipped_alone(config: &OptimizerConfig) -> OptimizerConfig {
    let norms = [config.clipnorm, config.global_clipnorm];
    let clipnorm = norms.into_iter().flatten().reduce(f64::min);
    OptimizerConfig { clipnorm, global_clipnorm: None, ..config.clone() }
}
