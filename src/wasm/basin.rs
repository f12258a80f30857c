//! The basin map as the worker sees it: as far as it is, whenever asked.

use wasm_bindgen::prelude::*;

use super::race::race as race_of;
use super::trainer::now;
use super::{message, refuse};
use crate::invalid::{Invalid, Reason};
use crate::messages;
use crate::race::Basin;

/// Pixels of a side.
const MAX_SIDE: usize = 512;

#[wasm_bindgen]
pub struct BasinMap(Basin);

#[wasm_bindgen]
impl BasinMap {
    /// Throws what is wrong with the race, or that it has no such contestant.
    #[wasm_bindgen(constructor)]
    pub fn new(race: &JsValue, contestant: usize, size: usize, steps: u32) -> Result<BasinMap, JsValue> {
        let race = race_of(race)?;
        let (value, high) = (contestant as f64, race.contestants.len() as f64 - 1.0);
        let missing = || vec![Invalid::new("contestant", Reason::Range { value, low: 0.0, high })];
        let basin = Basin::new(race, contestant, size.clamp(2, MAX_SIDE), steps);
        Ok(Self(basin.ok_or_else(|| refuse(missing()))?))
    }

    /// Computes for `budget_millis` and tells what there is.
    pub fn explore(&mut self, budget_millis: f64) -> JsValue {
        let until = now() + budget_millis;
        self.0.advance(|| now() >= until);
        message(&messages::Basin::from(&self.0))
    }
}
