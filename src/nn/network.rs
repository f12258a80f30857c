//! A compiled network: forward, backward, and its weights in one flat array.

use std::collections::BTreeMap;
use std::ops::Range;

use super::error::NetworkError;
use super::lanes::padded;
use super::layer::{Backward, Forward, LayerKind, NetworkConfig};
use super::loss::{Form, Loss};
use super::plan::{Plan, PlannedLayer, PlannedOutput};
use super::workspace::{Mode, Workspace};
use crate::random::{Random, Stream};

/// A trainable array: which layer it belongs to, and where it lies among the weights.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameter {
    pub layer: String,
    pub name: &'static str,
    /// Keras's shape; the last axis is the units.
    pub shape: Vec<usize>,
    pub range: Range<usize>,
}

/// A line of the model summary.
#[derive(Clone, Debug, PartialEq)]
pub struct SummaryRow {
    pub name: String,
    pub layer: &'static str,
    pub output_shape: Vec<usize>,
    pub parameters: usize,
    /// How the number of parameters comes about, such as `6 × 9 + 9 = 63`.
    pub arithmetic: String,
}

/// A layer as others see it.
#[derive(Clone, Copy, Debug)]
pub struct LayerView<'a> {
    pub name: &'a str,
    pub kind: &'a LayerKind,
    pub inputs: &'a [String],
    pub units: usize,
}

#[derive(Clone, Debug)]
pub struct Network {
    plan: std::rc::Rc<Plan>,
    parameters: std::rc::Rc<Vec<Parameter>>,
    /// Ranges of each layer's inputs in rows, per layer.
    input_rows: std::rc::Rc<Vec<Vec<Range<usize>>>>,
    /// All trainable parameters, layer by layer in Keras's order.
    pub weights: Vec<f32>,
}

impl Network {
    /// Checks the graph and lays out memory. Weights are zero until `initialize`.
    /// Every output needs a loss; a missing loss weight is 1. Errors name the layer and what does not fit.
    pub fn compile(
        config: &NetworkConfig,
        losses: &BTreeMap<String, Loss>,
        loss_weights: &BTreeMap<String, f64>,
    ) -> Result<Self, NetworkError> {
        let plan = Plan::new(config, losses, loss_weights)?;
        let mut parameters = Vec::new();
        for layer in &plan.layers {
            let mut start = layer.weights.start;
            for spec in &layer.parameters {
                let range = start..start + spec.shape.iter().product::<usize>();
                start = range.end;
                let (layer, shape) = (layer.config.name.clone(), spec.shape.clone());
                parameters.push(Parameter { layer, name: spec.name, shape, range });
            }
        }
        let rows =
            |layer: &usize| plan.layers[*layer].row..plan.layers[*layer].row + plan.layers[*layer].size;
        let input_rows = plan.layers.iter().map(|layer| layer.inputs.iter().map(rows).collect()).collect();
        let weights = vec![0.0; plan.weights];
        Ok(Self {
            plan: plan.into(),
            parameters: std::rc::Rc::new(parameters),
            input_rows: std::rc::Rc::new(input_rows),
            weights,
        })
    }

    /// First weights from `seed`. Each layer draws from a stream of its own, so that another layer changes none.
    pub fn initialize(&mut self, seed: u64) {
        for layer in &self.plan.layers {
            let mut random = Random::new(seed ^ name_hash(&layer.config.name), Stream::Weights);
            let mut weights = &mut self.weights[layer.weights.clone()];
            for spec in &layer.parameters {
                let (own, rest) = weights.split_at_mut(spec.shape.iter().product());
                let columns = spec.shape.last().copied().unwrap_or(1);
                spec.initializer.fill(own, spec.fan_in, spec.fan_out, columns, &mut random);
                weights = rest;
            }
        }
    }

    /// A layer's weights, array by array in Keras's order.
    pub fn get_weights(&self, layer: &str) -> Vec<f32> {
        self.find(layer).map_or(Vec::new(), |planned| self.weights[planned.weights.clone()].to_vec())
    }

    /// Sets a layer's weights, array by array in Keras's order. Fails where their number is another.
    pub fn set_weights(&mut self, layer: &str, values: &[f32]) -> Result<(), NetworkError> {
        let range = self.find(layer).map(|planned| planned.weights.clone());
        let range = range.ok_or_else(|| NetworkError::new(layer, "is not a layer"))?;
        if range.len() != values.len() {
            return Err(NetworkError::new(
                layer,
                format!("has {} weights, got {}", range.len(), values.len()),
            ));
        }
        self.weights[range].copy_from_slice(values);
        Ok(())
    }

    fn find(&self, name: &str) -> Option<&PlannedLayer> {
        self.plan.layers.iter().find(|layer| layer.config.name == name)
    }

    /// Takes every weight of `other` that still fits: the same layer and parameter, as far as both reach.
    pub fn adopt(&mut self, other: &Network) {
        for parameter in self.parameters.iter() {
            let same = |old: &&Parameter| {
                old.layer == parameter.layer
                    && old.name == parameter.name
                    && old.shape.len() == parameter.shape.len()
            };
            let Some(old) = other.parameters.iter().find(same) else { continue };
            let columns = |shape: &[usize]| shape.last().copied().unwrap_or(1).max(1);
            let (new_columns, old_columns) = (columns(&parameter.shape), columns(&old.shape));
            let into = self.weights[parameter.range.clone()].chunks_mut(new_columns);
            let from = other.weights[old.range.clone()].chunks(old_columns);
            for (into, from) in into.zip(from) {
                let shared = new_columns.min(old_columns);
                into[..shared].copy_from_slice(&from[..shared]);
            }
        }
    }

    /// A workspace for training on batches of up to `capacity` examples.
    pub fn workspace(&self, capacity: usize) -> Workspace {
        Workspace::new(&self.plan, capacity, true)
    }

    /// A workspace that can only go forward.
    pub fn evaluation_space(&self, capacity: usize) -> Workspace {
        Workspace::new(&self.plan, capacity, false)
    }

    /// Computes every layer's values from the inputs in `space`, for the first `examples` lanes.
    pub fn forward(&self, space: &mut Workspace, examples: usize, mut mode: Mode) {
        let (stride, lanes) = (space.stride, padded(examples));
        assert!(lanes <= stride, "a batch of {examples} in a space for {stride}");
        let mut ranges = Ranges::default();
        for (layer, inputs) in self.plan.layers.iter().zip(self.input_rows.iter()) {
            let (before, rest) = space.values.split_at_mut(layer.row * stride);
            layer.config.kind.forward(Forward {
                weights: &self.weights[layer.weights.clone()],
                before,
                inputs: ranges.scaled(inputs, stride),
                output: &mut rest[..layer.size * stride],
                scratch: &mut space.scratch[layer.scratch_row * stride..][..layer.scratch_size * stride],
                stride,
                lanes,
                training: match &mut mode {
                    Mode::Training(random) => Some(random),
                    Mode::Inference => None,
                },
            });
        }
    }

    /// Gradients of the mean loss of the batch, with regularizers, by every weight. After `forward` in training mode.
    pub fn backward(&self, space: &mut Workspace, examples: usize) {
        let (stride, lanes) = (space.stride, padded(examples));
        space.deltas.fill(0.0);
        space.gradients.fill(0.0);
        for output in &self.plan.outputs {
            let rows =
                space_rows(self.plan.layers[output.layer].row, self.plan.layers[output.layer].size, stride);
            let targets = space_rows(output.target_row, self.plan.layers[output.layer].size, stride);
            output.loss.gradient_of_batch(
                output.form,
                output.weight,
                &space.values[rows.clone()],
                &space.targets[targets],
                &mut space.deltas[rows],
                stride,
                examples,
            );
        }
        let mut ranges = Ranges::default();
        for (index, layer) in self.plan.layers.iter().enumerate().rev() {
            if !layer.learns {
                continue;
            }
            let (before_deltas, rest) = space.deltas.split_at_mut(layer.row * stride);
            layer.config.kind.backward(Backward {
                weights: &self.weights[layer.weights.clone()],
                before: &space.values[..layer.row * stride],
                inputs: ranges.scaled(&self.input_rows[index], stride),
                output: &space.values[layer.row * stride..][..layer.size * stride],
                scratch: &mut space.scratch[layer.scratch_row * stride..][..layer.scratch_size * stride],
                delta: &mut rest[..layer.size * stride],
                delta_is_by_logits: self.is_by_logits(index),
                before_deltas,
                needs_input_delta: layer.inputs.iter().any(|&input| self.plan.layers[input].learns),
                gradients: &mut space.gradients[layer.weights.clone()],
                stride,
                lanes,
            });
            self.regularize(layer, &mut space.gradients);
        }
    }

    fn is_by_logits(&self, layer: usize) -> bool {
        self.plan.outputs.iter().any(|output| output.layer == layer && output.form != Form::Outputs)
    }

    fn regularize(&self, layer: &PlannedLayer, gradients: &mut [f32]) {
        let mut start = layer.weights.start;
        for spec in &layer.parameters {
            let range = start..start + spec.shape.iter().product::<usize>();
            start = range.end;
            spec.regularizer.gradient(&self.weights[range.clone()], &mut gradients[range]);
        }
    }

    /// Mean loss of the batch in `space`, weighted over the outputs, without regularizers.
    pub fn loss(&self, space: &Workspace, examples: usize) -> f64 {
        self.plan.outputs.iter().map(|output| output.weight * self.output_loss(output, space, examples)).sum()
    }

    fn output_loss(&self, output: &PlannedOutput, space: &Workspace, examples: usize) -> f64 {
        let (stride, layer) = (space.stride, &self.plan.layers[output.layer]);
        let values = &space.values[space_rows(layer.row, layer.size, stride)];
        let logits = match output.form {
            Form::Outputs => &[][..],
            _ => &space.scratch[space_rows(layer.scratch_row, layer.scratch_size, stride)],
        };
        let targets = &space.targets[space_rows(output.target_row, layer.size, stride)];
        output.loss.of_batch(output.form, values, logits, targets, stride, examples)
    }

    /// What the regularizers add to the loss.
    pub fn penalty(&self) -> f64 {
        let specs = self.plan.layers.iter().flat_map(|layer| &layer.parameters);
        let pairs = specs.zip(self.parameters.iter());
        pairs.map(|(spec, parameter)| spec.regularizer.value(&self.weights[parameter.range.clone()])).sum()
    }

    /// Every trainable array, in the order of the weights.
    pub fn parameters(&self) -> &[Parameter] {
        &self.parameters
    }

    /// The layers in the order of computation.
    pub fn layers(&self) -> impl Iterator<Item = LayerView<'_>> {
        self.plan.layers.iter().map(|layer| LayerView {
            name: &layer.config.name,
            kind: &layer.config.kind,
            inputs: &layer.config.inputs,
            units: layer.size,
        })
    }

    /// Name and number of values of every output.
    pub fn output_units(&self) -> impl Iterator<Item = (&str, usize)> {
        self.plan.outputs.iter().map(|output| {
            let layer = &self.plan.layers[output.layer];
            (&layer.config.name[..], layer.size)
        })
    }

    /// Names of the inputs, in the order that `Workspace::input_mut` counts them.
    pub fn input_names(&self) -> impl Iterator<Item = &str> {
        self.plan.inputs.iter().map(|&layer| &self.plan.layers[layer].config.name[..])
    }

    /// The lines of the model summary, in the order of computation.
    pub fn summary(&self) -> Vec<SummaryRow> {
        let row = |layer: &PlannedLayer| SummaryRow {
            name: layer.config.name.clone(),
            layer: layer.config.kind.name(),
            output_shape: layer.shape.clone(),
            parameters: layer.weights.len(),
            arithmetic: layer.arithmetic.clone(),
        };
        self.plan.layers.iter().map(row).collect()
    }
}

fn space_rows(row: usize, size: usize, stride: usize) -> Range<usize> {
    row * stride..(row + size) * stride
}

/// Where a layer's inputs lie in a space: their rows times its stride, kept without allocating.
#[derive(Default)]
struct Ranges {
    one: [Range<usize>; 1],
    many: Vec<Range<usize>>,
}

impl Ranges {
    fn scaled(&mut self, rows: &[Range<usize>], stride: usize) -> &[Range<usize>] {
        let scale = |rows: &Range<usize>| rows.start * stride..rows.end * stride;
        match rows {
            [one] => {
                self.one = [scale(one)];
                &self.one
            }
            _ => {
                self.many.clear();
                self.many.extend(rows.iter().map(scale));
                &self.many
            }
        }
    }
}

/// A number for a name, the same everywhere (FNV-1a).
fn name_hash(name: &str) -> u64 {
    name.bytes()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3))
}
