//! Long computations that are shown as they progress: basins of attraction, and the loss of a network over a plane.

use super::live_run::now;
use crate::field_error::{FieldError, Reason};
use crate::landscape::Landscape;
use crate::messages::Event;
use crate::race::{Basin, Race};

/// Pixels per side of a map of basins.
const MAX_SIDE: usize = 512;

pub enum Exploration {
    Basin(Box<Basin>),
    Landscape(Landscape),
}

impl Exploration {
    /// Fails if the race has no such contestant.
    pub fn basin(race: Race, contestant: usize, size: usize, steps: u32) -> Result<Self, Vec<FieldError>> {
        let (value, high) = (contestant as f64, race.contestants.len() as f64 - 1.0);
        let missing = || vec![FieldError::new("contestant", Reason::Range { value, low: 0.0, high })];
        let basin = Basin::new(race, contestant, size.clamp(2, MAX_SIDE), steps);
        Ok(Self::Basin(Box::new(basin.ok_or_else(missing)?)))
    }

    /// Computes for `budget_millis` and returns the progress.
    pub fn explore(&mut self, budget_millis: f64) -> Event<'_> {
        let until = now() + budget_millis;
        match self {
            Self::Basin(basin) => {
                basin.advance(|| now() >= until);
                Event::Basin((&**basin).into())
            }
            Self::Landscape(landscape) => {
                landscape.advance(|| now() >= until);
                Event::Landscape((&*landscape).into())
            }
        }
    }
}
