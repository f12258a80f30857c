//! A network's loss over a plane as the worker sees it: as far as it is, whenever asked.

use js_sys::{Array, Float32Array, Float64Array};
use wasm_bindgen::prelude::*;

use super::lab::part;
use super::race::grid_object;
use super::trainer::{WorkerTrainer, now};
use super::{object, refuse, set};
use crate::landscape::{Directions, Landscape};
use crate::nn::OptimizerConfig;

#[wasm_bindgen]
pub struct LandscapeMap(Landscape);

#[wasm_bindgen]
impl LandscapeMap {
    /// Around the trainer's weights as they are. Throws what is wrong with the config.
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

    /// Computes for `budget_millis` and tells what there is: `Landscape` of the page's protocol.
    pub fn explore(&mut self, budget_millis: f64) -> JsValue {
        let until = now() + budget_millis;
        self.0.advance(|| now() >= until);
        let picture = js_sys::Object::new().into();
        let grid = self.0.grid();
        set(&picture, "type", "landscape");
        set(&picture, "progress", self.0.progress());
        set(&picture, "done", self.0.is_done());
        set(&picture, "stage", if grid.is_some() { "grid" } else { "paths" });
        set(&picture, "grid", grid.map_or(JsValue::NULL, |grid| grid_object(&grid)));
        set(&picture, "labels", object(&self.0.labels()));
        set(&picture, "explained", object(&self.0.explained()));
        let paths = Array::new();
        for (way, points) in self.0.ways() {
            let steps: Vec<f64> = way.steps.iter().map(|&step| step as f64).collect();
            let path = object(&serde_json::json!({ "rival": way.rival, "ended": way.ended }));
            set(&path, "steps", Float64Array::from(&steps[..]));
            set(&path, "points", Float32Array::from(&points[..]));
            set(&path, "losses", Float64Array::from(&way.losses[..]));
            paths.push(&path);
        }
        set(&picture, "paths", paths);
        picture
    }
}
