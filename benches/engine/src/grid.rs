//! The forward pass over a picture, keeping the values of every unit at every pixel, as `descent::unit_pictures` does
//! for the page.

use descent::nn::{Mode, Network, Workspace};
use kernels::elementwise::copy;
use wasm_bindgen::prelude::*;

use crate::model::Model;

/// Pixels at a time, so that a block's values stay in the nearest cache.
const BLOCK: usize = 128;

#[wasm_bindgen]
pub struct Grid {
    network: Network,
    space: Workspace,
    /// Inputs over the picture, `[feature][pixel]`.
    plane: Vec<f32>,
    pixels: usize,
    /// Values of every unit of every layer behind the inputs, `[unit][pixel]`.
    values: Vec<f32>,
}

#[wasm_bindgen]
impl Grid {
    #[wasm_bindgen(constructor)]
    pub fn new(model: &str, pixels: usize, plane: Vec<f32>) -> Result<Grid, JsError> {
        let network = Model::read(model)?.network()?;
        let units: usize = network.layers().skip(1).map(|layer| layer.units).sum();
        let space = network.evaluation_space(BLOCK);
        Ok(Self { network, space, plane, pixels, values: vec![0.0; units * pixels] })
    }

    pub fn run(&mut self, grids: u32) {
        for _ in 0..grids {
            for start in (0..self.pixels).step_by(BLOCK) {
                self.block(start, BLOCK.min(self.pixels - start));
            }
        }
    }

    fn block(&mut self, start: usize, size: usize) {
        let stride = self.space.stride();
        let input = self.space.input_mut(0).chunks_exact_mut(stride);
        for (lanes, row) in input.zip(self.plane.chunks_exact(self.pixels)) {
            copy(&mut lanes[..size], &row[start..start + size]);
        }
        self.network.forward(&mut self.space, size, Mode::Inference);
        let layers = self.network.layers().count();
        let rows = (1..layers).flat_map(|layer| self.space.values(layer).chunks_exact(stride));
        for (kept, lanes) in self.values.chunks_exact_mut(self.pixels).zip(rows) {
            copy(&mut kept[start..start + size], &lanes[..size]);
        }
    }

    /// Sum of all kept values, to show that they were computed.
    pub fn sum(&self) -> f64 {
        self.values.iter().copied().map(f64::from).sum()
    }
}
