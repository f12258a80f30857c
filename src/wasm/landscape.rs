//! A network's loss over a plane as the worker sees it: as far as it is, whenever asked.

use wasm_bindgen::prelude::*;

use super::lab::part;
use super::trainer::{WorkerTrainer, now};
use super::{message, refuse};
use crate::landscape::{Directions, Landscape};
use crate::messages;
use crate::nn::OptimizerConfig;

#[wasm_bindgen]
pub struct LandscapeMap(Landscape);

#[wasm_bindgen]
impl LandscapeMap {
    /// Around the trainer's weights as they are. Throws what is wrong.
    #[wasm_bindgen(constructor)]
    pub fn new(
        trainer: &WorkerTrainer,
        directions: &JsValue,
        size: usize,
        rivals: &JsValue,
        steps: u32,
    ) -> Result<LandscapeMap, JsValue> {
        let (directions, rivals): (Directions, Vec<OptimizerConfig>) = (part(directions)?, part(rivals)?);
        Landscape::new(trainer.trainer(), directions, size, &rivals, steps).map(Self).map_err(refuse)
    }

    /// Computes for `budget_millis` and tells what there is.
    pub fn explore(&mut self, budget_millis: f64) -> JsValue {
        let until = now() + budget_millis;
        self.0.advance(|| now() >= until);
        message(&messages::Landscape::from(&self.0))
    }
}
