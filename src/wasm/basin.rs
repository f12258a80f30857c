//! The basin map as the worker sees it: as far as it is, whenever asked.

use js_sys::{Uint8Array, Uint16Array};
use wasm_bindgen::prelude::*;

use super::race::race as race_of;
use super::{object, refuse, set, trainer::now};
use crate::invalid::{Invalid, Reason};
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

    /// Computes for `budget_millis` and tells what there is: `Basin` of the page's protocol.
    pub fn explore(&mut self, budget_millis: f64) -> JsValue {
        let until = now() + budget_millis;
        self.0.advance(|| now() >= until);
        let (reached, arrived) = self.0.picture();
        let picture = js_sys::Object::new().into();
        set(&picture, "type", "basin");
        set(&picture, "progress", self.0.progress());
        set(&picture, "done", self.0.progress() >= 1.0);
        set(&picture, "width", self.0.grid().width);
        set(&picture, "height", self.0.grid().height);
        set(&picture, "domain", object(&self.0.grid().domain));
        set(&picture, "minima", object(&self.0.minima()));
        set(&picture, "reached", Uint8Array::from(&reached[..]));
        set(&picture, "arrived", Uint16Array::from(&arrived[..]));
        picture
    }
}
