//! A running race. Every position and loss so far is stored, so that going back costs nothing.

use std::cell::OnceCell;

use serde::Serialize;

use super::anatomy::{Anatomy, anatomy};
use super::ball::{Ball, EndReason, StepDetails};
use super::defaults::noise_unit;
use super::neighbourhoods::Neighbourhoods;
use super::{Contestant, Race};
use crate::expression::Undefined;
use crate::fingerprint;
use crate::json;
use crate::surface::{Minimum, Surface, distance};

pub struct Run {
    race: Race,
    surface: Surface,
    noise_unit: f64,
    /// Found when first needed, which is never for a race whose surface changes with every move of a slider.
    known: OnceCell<(Vec<Minimum>, Neighbourhoods)>,
    trajectories: Vec<Trajectory>,
}

/// The trajectory of one contestant.
#[derive(Clone, Debug)]
struct Trajectory {
    contestant: Contestant,
    ball: Ball,
    /// `[step][dimension]`, the start first.
    positions: Vec<f32>,
    /// `[step]`
    losses: Vec<f64>,
    /// Length of the trajectory up to each step.
    lengths: Vec<f64>,
    ended: Option<(u64, EndReason)>,
}

/// Statistics of a contestant after some steps.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Statistics {
    pub steps_to_tolerance: Option<usize>,
    pub final_loss: Option<f64>,
    #[serde(serialize_with = "json::finite")]
    #[cfg_attr(test, ts(type = "number | null"))]
    pub path_length: f64,
    pub steps: usize,
    pub ended: Option<Ended>,
    /// Index of the minimum it has reached.
    pub minimum: Option<usize>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Ended {
    pub step: u64,
    #[cfg_attr(test, ts(type = "\"left\" | \"overflow\" | \"singular\" | \"undefined\""))]
    pub why: &'static str,
}

impl EndReason {
    pub fn name(self) -> &'static str {
        match self {
            Self::Left => "left",
            Self::Undefined => "undefined",
            Self::Overflow => "overflow",
            Self::Singular => "singular",
        }
    }
}

impl Run {
    /// Starts a valid race.
    pub fn new(race: Race) -> Self {
        let mut surface = race.surface();
        let noise_unit = noise_unit(&mut surface);
        let mut run = Self { race, surface, noise_unit, known: OnceCell::new(), trajectories: Vec::new() };
        run.trajectories =
            run.race.contestants.clone().into_iter().map(|contestant| run.trajectory(contestant)).collect();
        run
    }

    fn trajectory(&mut self, contestant: Contestant) -> Trajectory {
        let ball = self.ball(&contestant);
        let loss = self.surface.value(&ball.position());
        let why = ball.ended(&self.surface).or((!loss.is_finite()).then_some(EndReason::Undefined));
        Trajectory {
            contestant,
            positions: ball.weights.clone(),
            ball,
            losses: vec![loss],
            lengths: vec![0.0],
            ended: why.map(|why| (0, why)),
        }
    }

    fn ball(&self, contestant: &Contestant) -> Ball {
        Ball::new(contestant, &self.race.start, self.race.seed, self.noise_unit)
    }

    /// Changes the race. Contestants whose trajectory stays the same keep it.
    pub fn configure(&mut self, race: Race) {
        let same_surface = self.race.surface == race.surface
            && self.race.formula == race.formula
            && self.race.parameters == race.parameters
            && self.race.domain == race.domain;
        if !same_surface {
            *self = Self::new(race);
            return;
        }
        let same_ways = self.race.start == race.start && self.race.seed == race.seed;
        self.race = race;
        let mut old = std::mem::take(&mut self.trajectories);
        for contestant in self.race.contestants.clone() {
            let same = |trajectory: &Trajectory| {
                same_ways
                    && trajectory.contestant.optimizer == contestant.optimizer
                    && trajectory.contestant.noise == contestant.noise
            };
            let trajectory = match old.iter().position(same) {
                Some(index) => Trajectory { contestant, ..old[index].clone() },
                None => self.trajectory(contestant),
            };
            self.trajectories.push(trajectory);
        }
        old.clear();
    }

    /// Computes all trajectories up to `step` or the end of the race. Returns the step reached.
    pub fn advance(&mut self, step: u64) -> u64 {
        let step = step.min(self.race.steps.into());
        let mut taken = StepDetails::default();
        for trajectory in &mut self.trajectories {
            trajectory.advance(step, &mut self.surface, &mut taken);
        }
        step
    }

    /// Positions of a contestant, `[step][dimension]`. The last one of a diverged contestant is on the edge of the
    /// domain.
    pub fn path(&self, contestant: usize) -> &[f32] {
        self.trajectories.get(contestant).map_or(&[], |trajectory| &trajectory.positions)
    }

    /// Losses of a contestant, `[step]`. The loss of a step out of the domain is the one found there.
    pub fn losses(&self, contestant: usize) -> &[f64] {
        self.trajectories.get(contestant).map_or(&[], |trajectory| &trajectory.losses)
    }

    /// The statistics of every contestant after `step` steps.
    pub fn statistics(&self, step: usize) -> Vec<Statistics> {
        self.known();
        self.statistics_so_far(step)
    }

    /// The same without a search for the minima. Whatever depends on them is None until they are known.
    pub fn statistics_so_far(&self, step: usize) -> Vec<Statistics> {
        let known = self.known.get();
        self.trajectories.iter().map(|trajectory| self.metrics(trajectory, step, known)).collect()
    }

    fn metrics(
        &self,
        trajectory: &Trajectory,
        step: usize,
        known: Option<&(Vec<Minimum>, Neighbourhoods)>,
    ) -> Statistics {
        let last = step.min(trajectory.losses.len() - 1);
        let lowest = known.and_then(|(minima, _)| minima.first());
        let enough = lowest.map(|lowest| lowest.value + self.race.tolerance);
        let dimensions = self.surface.dimensions();
        let position = &trajectory.positions[last * dimensions..][..dimensions];
        let ended = trajectory.ended.filter(|&(ended, _)| ended <= step as u64);
        Statistics {
            steps_to_tolerance: enough
                .and_then(|enough| trajectory.losses[..=last].iter().position(|&loss| loss <= enough)),
            final_loss: Some(trajectory.losses[last]).filter(|loss| loss.is_finite()),
            path_length: trajectory.lengths[last],
            steps: last,
            minimum: match ended {
                Some((_, EndReason::Left | EndReason::Overflow | EndReason::Undefined)) => None,
                _ => known.and_then(|(_, neighbourhoods)| neighbourhoods.at(position)).map(usize::from),
            },
            ended: ended.map(|(step, why)| Ended { step, why: why.name() }),
        }
    }

    /// Sets the minima of this surface, found elsewhere.
    pub fn know(&mut self, minima: Vec<Minimum>) {
        let neighbourhoods = Neighbourhoods::new(&self.surface, &minima);
        self.known = OnceCell::from((minima, neighbourhoods));
    }

    /// EndReason there is no value where the race starts.
    pub fn undefined(&self) -> Option<Undefined> {
        let Some(trajectory) = self.trajectories.first() else {
            return self.surface.undefined(&self.race.start);
        };
        let start: Vec<f64> =
            trajectory.positions[..self.surface.dimensions()].iter().map(|&x| x.into()).collect();
        self.surface.undefined(&start)
    }

    /// Value of the lowest minimum.
    pub fn lowest(&self) -> Option<f64> {
        self.minima().first().map(|minimum| minimum.value)
    }

    pub fn minima(&self) -> &[Minimum] {
        &self.known().0
    }

    fn known(&self) -> &(Vec<Minimum>, Neighbourhoods) {
        self.known.get_or_init(|| {
            let minima = self.surface.clone().minima();
            let neighbourhoods = Neighbourhoods::new(&self.surface, &minima);
            (minima, neighbourhoods)
        })
    }

    /// How and when a contestant ended, as far as computed.
    pub fn ended(&self, contestant: usize) -> Option<Ended> {
        let (step, why) = self.trajectories.get(contestant)?.ended?;
        Some(Ended { step, why: why.name() })
    }

    /// The index of the minimum whose neighbourhood a position, inside the domain, is in.
    pub(super) fn minimum_at(&self, position: &[f32]) -> Option<u8> {
        self.known().1.at(position)
    }

    /// Length of the domain's diagonal.
    pub(super) fn diagonal(&self) -> f64 {
        self.surface.diagonal()
    }

    pub fn race(&self) -> &Race {
        &self.race
    }

    /// The anatomy of a contestant's step `step`, counted from 1. None after the end of its trajectory.
    pub fn anatomy(&mut self, contestant: usize, step: u64) -> Option<Anatomy> {
        let trajectory = self.trajectories.get(contestant)?;
        let ended = trajectory
            .ended
            .map_or(u64::MAX, |(ended, why)| if why == EndReason::Singular { ended - 1 } else { ended });
        if step == 0 || step > ended || step > self.race.steps.into() {
            return None;
        }
        let contestant = trajectory.contestant.clone();
        let mut ball = self.ball(&contestant);
        let mut taken = StepDetails::default();
        for _ in 1..step {
            ball.step(&mut self.surface, &mut taken).ok()?;
        }
        anatomy(step, &contestant, ball, &mut self.surface)
    }

    /// The fingerprint of all positions.
    pub fn fingerprint(&self) -> u64 {
        fingerprint::of_numbers(self.trajectories.iter().flat_map(|trajectory| &trajectory.positions))
    }
}

impl Trajectory {
    fn advance(&mut self, step: u64, surface: &mut Surface, taken: &mut StepDetails) {
        while self.ended.is_none() && (self.losses.len() as u64) <= step {
            let number = self.losses.len() as u64;
            let before = self.ball.position();
            if let Err(why) = self.ball.step(surface, taken) {
                self.ended = Some((number, why));
                return;
            }
            let after = self.ball.position();
            let loss = surface.value(&after);
            let why = self.ball.ended(surface);
            let drawn = if why.is_some() { edge(&before, &after, surface.domain()) } else { after };
            let length = self.lengths[self.lengths.len() - 1] + distance(&before, &drawn);
            self.positions.extend(drawn.iter().map(|&x| x as f32));
            self.losses.push(loss);
            self.lengths.push(length);
            self.ended = why.or((!loss.is_finite()).then_some(EndReason::Overflow)).map(|why| (number, why));
        }
    }
}

/// The point where the line from `before` inside the domain to `after` outside of it crosses the edge.
fn edge(before: &[f64], after: &[f64], domain: &[[f64; 2]]) -> Vec<f64> {
    // If the numbers overflowed, only the direction is known.
    let overflowed = after.iter().any(|x| !x.is_finite());
    let ahead = |(x, to): (&f64, &f64)| match to {
        to if to.is_infinite() => x + to.signum(),
        to if to.is_nan() || overflowed => *x,
        to => *to,
    };
    let after: Vec<f64> = before.iter().zip(after).map(ahead).collect();
    let mut share = f64::INFINITY;
    for ((x, to), [low, high]) in before.iter().zip(&after).zip(domain) {
        let bound = if to > x { high } else { low };
        if to != x {
            share = share.min((bound - x) / (to - x));
        }
    }
    let share = if share.is_finite() { share.max(0.0) } else { 0.0 };
    let meets = |((x, to), [low, high]): ((&f64, &f64), &[f64; 2])| (x + share * (to - x)).clamp(*low, *high);
    before.iter().zip(&after).zip(domain).map(meets).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_out_of_the_domain_is_drawn_to_the_edge() {
        let domain = [[-1.0, 1.0], [-2.0, 2.0]];
        assert_eq!(edge(&[0.0, 0.0], &[4.0, 2.0], &domain), [1.0, 0.5]);
        assert_eq!(edge(&[0.5, 1.0], &[0.5, -9.0], &domain), [0.5, -2.0]);
        assert_eq!(edge(&[0.0, 1.0], &[f64::INFINITY, f64::NAN], &domain), [1.0, 1.0]);
        assert_eq!(edge(&[0.0, 1.0], &[f64::NAN, f64::NAN], &domain), [0.0, 1.0]);
        assert_eq!(edge(&[1.0, 2.0], &[3.0, 2.0], &domain), [1.0, 2.0]);
    }
}
