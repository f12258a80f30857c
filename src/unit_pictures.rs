//! Pictures of the output of every unit, and of the network, over the input plane.

use kernels::elementwise::copy;

use crate::data::{Data, DataConfig, DataSet, Feature};
use crate::nn::{LayerKind, Mode, Network, Workspace};

/// What the pictures should show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct View {
    /// Side of the plane in pixels. One-dimensional data take a row of twice as many.
    pub resolution: usize,
    /// The number of units per layer that get a picture.
    pub units_per_layer: usize,
}

/// A finished set of pictures. Pixels are row by row from the top, where the second coordinate is largest.
#[derive(Clone, Debug, PartialEq)]
pub struct Pictures {
    /// The step at which they were begun. If training went on meanwhile, pixels that came later are of later steps.
    pub step: u64,
    pub width: usize,
    pub height: usize,
    pub layers: Vec<LayerPictures>,
    /// Quantized values, `[layer][unit][pixel]`. 128 is the centre of the layer; 1 and 255 are the scale of the unit
    /// below and above it.
    pub values: Vec<u8>,
    /// The outputs of the network, `[unit][pixel]`, not quantized.
    pub output: Vec<f32>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct LayerPictures {
    pub name: String,
    /// Index of the layer in the network.
    index: usize,
    pub units: usize,
    /// Offset of its units in `values`.
    pub offset: usize,
    /// The value of 128: 1/2 where all values lie between 0 and 1 as probabilities do, else 0.
    pub centre: f32,
    /// How far the value of 255 lies above the centre, for each unit.
    pub scales: Vec<f32>,
}

/// Paints block by block, so that a large network never delays training.
pub struct Painter {
    view: View,
    space: Workspace,
    /// The number of pixels painted at once.
    block: usize,
    /// The inputs of the network over the plane, `[value][pixel]`.
    plane: Vec<f32>,
    /// The input layers, which all get the same values.
    inputs: usize,
    pixels: usize,
    /// Pixels painted so far.
    painted: usize,
    /// The step at which the first of them were.
    begun: u64,
    /// Values of the units with a picture, `[layer][unit][pixel]`.
    raw: Vec<f32>,
    pictures: Pictures,
}

impl Painter {
    pub fn new(network: &Network, data: &Data, view: View) -> Self {
        let (width, height) = match data.dimensions {
            1 => (2 * view.resolution, 1),
            _ => (view.resolution, view.resolution),
        };
        let pixels = width * height;
        let mut offset = 0;
        let mut layers = Vec::new();
        for (index, layer) in network.layers().enumerate() {
            let activation = match layer.kind {
                LayerKind::Dense(dense) => Some(&dense.activation),
                LayerKind::Activation(layer) => Some(&layer.activation),
                _ => None,
            };
            if let Some(activation) = activation {
                let units = layer.units.min(view.units_per_layer);
                layers.push(LayerPictures {
                    name: layer.name.to_owned(),
                    index,
                    units,
                    offset,
                    centre: if activation.is_a_share() { 0.5 } else { 0.0 },
                    scales: vec![1.0; units],
                });
                offset += units * pixels;
            }
        }
        let outputs = data.problem().units() * pixels;
        Self {
            view,
            space: network.evaluation_space(network.evaluation_block()),
            block: network.evaluation_block(),
            plane: data.inputs_over_plane(width, height),
            inputs: network.input_names().count(),
            pixels,
            painted: 0,
            begun: 0,
            raw: vec![0.0; offset],
            pictures: Pictures {
                step: 0,
                width,
                height,
                layers,
                values: vec![0; offset],
                output: vec![0.0; outputs],
            },
        }
    }

    pub fn view(&self) -> View {
        self.view
    }

    /// Drops unfinished pictures.
    pub fn restart(&mut self) {
        self.painted = 0;
    }

    /// Paints until the pictures are finished or `out_of_time` returns true, but at least one block.
    pub fn paint(
        &mut self,
        network: &Network,
        step: u64,
        mut out_of_time: impl FnMut() -> bool,
    ) -> Option<&Pictures> {
        if self.painted == 0 {
            self.begun = step;
        }
        loop {
            self.paint_block(network);
            if self.painted == self.pixels {
                self.painted = 0;
                self.quantise();
                self.pictures.step = self.begun;
                return Some(&self.pictures);
            }
            if out_of_time() {
                return None;
            }
        }
    }

    fn paint_block(&mut self, network: &Network) {
        let start = self.painted;
        let block = self.block.min(self.pixels - start);
        let stride = self.space.stride();
        for input in 0..self.inputs {
            let lanes = self.space.input_mut(input).chunks_exact_mut(stride);
            for (lanes, row) in lanes.zip(self.plane.chunks_exact(self.pixels)) {
                copy(&mut lanes[..block], &row[start..start + block]);
            }
        }
        network.forward(&mut self.space, block, Mode::Inference);
        for layer in &self.pictures.layers {
            let values = self.space.values(layer.index);
            for unit in 0..layer.units {
                let raw = &mut self.raw[layer.offset + unit * self.pixels + start..][..block];
                copy(raw, &values[unit * stride..][..block]);
            }
        }
        let values = self.space.output(0);
        for (unit, row) in self.pictures.output.chunks_exact_mut(self.pixels).enumerate() {
            copy(&mut row[start..start + block], &values[unit * stride..][..block]);
        }
        self.painted += block;
    }

    fn quantise(&mut self) {
        for layer in &mut self.pictures.layers {
            for (unit, scale) in layer.scales.iter_mut().enumerate() {
                let plane = layer.offset + unit * self.pixels..layer.offset + (unit + 1) * self.pixels;
                let (raw, bytes) = (&self.raw[plane.clone()], &mut self.pictures.values[plane]);
                *scale = match layer.centre {
                    0.0 => largest(raw),
                    centre => centre,
                };
                quantise(raw, layer.centre, *scale, bytes);
            }
        }
    }
}

/// The largest size of any value.
fn largest(values: &[f32]) -> f32 {
    values.iter().fold(1e-6_f32, |most, value| most.max(value.abs()))
}

/// Quantizes values to bytes: 128 is the centre, 255 is `scale` above it.
fn quantise(values: &[f32], centre: f32, scale: f32, bytes: &mut [u8]) {
    for (byte, value) in bytes.iter_mut().zip(values) {
        *byte = ((value - centre) * (127.0 / scale) + 128.5) as u8;
    }
}

/// The values of a feature over a square plane of `size` pixels a side, or over a row for one dimension.
pub fn feature_picture(feature: Feature, size: usize, dimensions: usize) -> Vec<u8> {
    let set = if dimensions == 1 { DataSet::Sine } else { DataSet::Circle };
    let data = Data::of_points(
        &DataConfig { set, features: vec![feature], samples: 10, ..DataConfig::default() },
        1,
    );
    let values = data.features_over_plane(size, if dimensions == 1 { 1 } else { size });
    let mut bytes = vec![0; values.len()];
    quantise(&values, 0.0, largest(&values), &mut bytes);
    bytes
}
