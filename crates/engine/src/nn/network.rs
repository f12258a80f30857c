//! A compiled network: its forward and backward pass, and its weights in one flat array.

use std::collections::BTreeMap;
use std::ops::Range;
use std::rc::Rc;

use kernels::elementwise::clear;
use kernels::vector::{LANES, padded};

use super::activation::Activation;
use super::graph_error::GraphError;
use super::initializer::Initializer;
use super::layer::{
    Backward, Forward, InputGradients, LayerConfig, LayerKind, NetworkConfig, PlannedLayer, Site,
};
use super::loss::{Form, Loss};
use super::mlp::Mlp;
use super::network_error::NetworkError;
use super::plan::{Plan, PlannedOutput, Regularized};
use super::regularizer::L1Method;
use super::workspace::{Mode, Workspace, scaled};
use crate::fingerprint;
use crate::random::{Random, Stream};

/// Upper bounds for the examples evaluated at once and for their multiplications, which take a few dozen milliseconds in a
/// browser.
const MAX_BLOCK: usize = 128;
const BLOCK_MULTIPLICATIONS: f64 = 2e8;

/// An array of a layer, with its range among the weights.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameter {
    pub layer: String,
    pub name: &'static str,
    /// Keras's shape; the last axis is the units.
    pub shape: Vec<usize>,
    pub range: Range<usize>,
    /// False for moving averages.
    pub trainable: bool,
}

/// A row of the model summary.
#[derive(Clone, Debug, PartialEq)]
pub struct SummaryRow {
    pub name: String,
    pub layer: &'static str,
    pub output_shape: Vec<usize>,
    pub parameters: usize,
    /// How the number of parameters is computed, such as `6 × 9 + 9 = 63`.
    pub arithmetic: String,
}

/// The public properties of a layer.
#[derive(Clone, Copy, Debug)]
pub struct LayerView<'a> {
    pub name: &'a str,
    pub kind: &'a LayerKind,
    pub inputs: &'a [String],
    /// Shape of its output without the batch, and the number of values in it.
    pub shape: &'a [usize],
    pub units: usize,
}

#[derive(Clone, Debug)]
pub struct Network {
    pub(super) plan: Rc<Plan>,
    mlp: Option<Rc<Mlp>>,
    /// All trainable parameters, layer by layer in Keras's order, then all non-trainable ones.
    pub weights: Vec<f32>,
}

impl Network {
    /// Checks the graph and lays out memory. All weights are zero until `initialize`. Every output needs a loss; a missing
    /// loss weight is 1. Errors name the layer and say what is wrong with it.
    pub fn compile(
        config: impl Into<Rc<NetworkConfig>>,
        losses: &BTreeMap<String, Loss>,
        loss_weights: &BTreeMap<String, f64>,
    ) -> Result<Self, NetworkError> {
        let mut plan = Plan::new(config.into(), losses, loss_weights)?;
        let mlp = Mlp::from_plan(&plan).map(Rc::new);
        if mlp.is_some() {
            plan.temporary_rows = 0;
        }
        let weights = vec![0.0; plan.weights + plan.non_trainable];
        Ok(Self { plan: plan.into(), mlp, weights })
    }

    /// Draws the initial weights. Each layer has its own random stream, so adding a layer does not change the others.
    pub fn initialize(&mut self, seed: u64) {
        for layer in &self.plan.layers {
            let name = &self.plan.config_of(layer).name;
            let mut random = Random::new(seed ^ fingerprint::of_bytes(name.bytes()), Stream::Weights);
            for (spec, range) in self.plan.parameters(layer) {
                let weights = &mut self.weights[range];
                let columns = spec.shape.last().copied().unwrap_or(1);
                spec.initializer.fill(weights, spec.fan_in, spec.fan_out, columns, &mut random);
                weights[spec.ones].fill(1.0);
            }
        }
    }

    /// Draws the weights with a `random_uniform` initializer anew from one stream of numbers in [0, 1), layer by layer,
    /// unit by unit.
    pub fn draw_uniform(&mut self, mut next: impl FnMut() -> f64) {
        for layer in &self.plan.layers {
            for (spec, range) in self.plan.parameters(layer) {
                let Initializer::RandomUniform { minval, maxval } = spec.initializer else { continue };
                let weights = &mut self.weights[range];
                let columns = spec.shape.last().copied().unwrap_or(1).max(1);
                for column in 0..columns {
                    let unit = weights.iter_mut().skip(column).step_by(columns);
                    unit.for_each(|weight| *weight = (minval + (maxval - minval) * next()) as f32);
                }
            }
        }
    }

    /// The weights that an optimizer may change.
    pub fn trainable_mut(&mut self) -> &mut [f32] {
        &mut self.weights[..self.plan.weights]
    }

    /// The ranges of a layer's trainable and non-trainable weights.
    fn ranges(&self, layer: &str) -> Option<[Range<usize>; 2]> {
        let layer = self.find(layer)?;
        let (first, range) = (self.plan.weights, &layer.non_trainable);
        Some([layer.weights.clone(), first + range.start..first + range.end])
    }

    /// A layer's weights, array by array in Keras's order.
    pub fn get_weights(&self, layer: &str) -> Vec<f32> {
        let ranges = self.ranges(layer).into_iter().flatten();
        ranges.flat_map(|range| self.weights[range].iter().copied()).collect()
    }

    /// Sets a layer's weights, array by array in Keras's order. Fails if their number is wrong.
    pub fn set_weights(&mut self, layer: &str, values: &[f32]) -> Result<(), NetworkError> {
        let fail = |error| NetworkError::new(layer, error);
        let [trainable, non_trainable] = self.ranges(layer).ok_or_else(|| fail(GraphError::UnknownLayer))?;
        let count = trainable.len() + non_trainable.len();
        if count != values.len() {
            return Err(fail(GraphError::WeightCount { count, got: values.len() }));
        }
        let (first, second) = values.split_at(trainable.len());
        self.weights[trainable].copy_from_slice(first);
        self.weights[non_trainable].copy_from_slice(second);
        Ok(())
    }

    fn find(&self, name: &str) -> Option<&PlannedLayer> {
        self.plan.find(name).map(|index| &self.plan.layers[index])
    }

    /// Copies the weights of `other` that still fit: those of a layer and parameter of the same name, as far as both shapes
    /// overlap.
    pub fn adopt(&mut self, other: &Network) {
        let others = other.parameters();
        for parameter in self.parameters() {
            let same = |old: &&Parameter| {
                old.layer == parameter.layer
                    && old.name == parameter.name
                    && old.shape.len() == parameter.shape.len()
            };
            let Some(old) = others.iter().find(same) else { continue };
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

    #[cfg(test)]
    pub(super) fn is_mlp(&self) -> bool {
        self.mlp.is_some()
    }

    /// Approximate number of multiplications in the forward pass of one example.
    pub fn multiplications(&self) -> f64 {
        self.plan.multiplications
    }

    /// How many examples to evaluate at once: many, unless that would take too long.
    pub fn evaluation_block(&self) -> usize {
        let lanes = (BLOCK_MULTIPLICATIONS / self.plan.multiplications.max(1.0)) as usize;
        (lanes / LANES * LANES).clamp(LANES, MAX_BLOCK)
    }

    /// Approximate count of numbers in a workspace for batches of up to `capacity` examples.
    pub fn workspace_size(&self, capacity: usize) -> f64 {
        let plan = &self.plan;
        let rows = 2.0 * plan.rows as f64 + plan.scratch_rows as f64 + plan.temporary_rows as f64;
        (rows + plan.target_rows as f64) * padded(capacity) as f64
    }

    /// The decision threshold of an output of one unit. Targets are 0 and 1, so it is 1/2. Where the loss reads 0 as -1,
    /// it is 0 if outputs can be negative.
    pub fn threshold(&self, output: usize) -> f32 {
        let output = &self.plan.outputs[output];
        let activation = self.plan.config_of(&self.plan.layers[output.layer]).kind.activation();
        let is_probability = activation.is_some_and(Activation::is_probability);
        if output.loss.has_signed_labels() && !is_probability { 0.0 } else { 0.5 }
    }

    /// A workspace for training on batches of up to `capacity` examples.
    pub fn workspace(&self, capacity: usize) -> Workspace {
        Workspace::new(&self.plan, capacity, true)
    }

    /// A workspace for forward passes only.
    pub fn evaluation_space(&self, capacity: usize) -> Workspace {
        Workspace::new(&self.plan, capacity, false)
    }

    /// Computes every layer's values from the inputs in `space`, for the first `examples` lanes.
    pub fn forward(&self, space: &mut Workspace, examples: usize, mut mode: Mode) {
        let (stride, lanes) = (space.stride, padded(examples));
        assert!(lanes <= stride, "a batch of {examples} in a workspace for {stride}");
        if let Some(mlp) = &self.mlp {
            return mlp.forward(&self.weights, space, lanes);
        }
        let (weights, non_trainable) = self.weights.split_at(self.plan.weights);
        if !space.non_trainable.is_empty() {
            space.non_trainable.copy_from_slice(non_trainable);
        }
        for layer in &self.plan.layers {
            let (before, rest) = space.values.split_at_mut(layer.rows.start * stride);
            self.plan.config_of(layer).kind.forward(Forward {
                site: self.site(layer, stride, examples),
                weights: &weights[layer.weights.clone()],
                non_trainable: &non_trainable[layer.non_trainable.clone()],
                new_non_trainable: space
                    .non_trainable
                    .get_mut(layer.non_trainable.clone())
                    .unwrap_or(&mut []),
                before,
                output: &mut rest[..layer.rows.len() * stride],
                masks: &mut space.masks,
                scratch: &mut space.scratch[scaled(&layer.scratch, stride)],
                temporary: &mut space.temporary,
                training: match &mut mode {
                    Mode::Training(random) => Some(random),
                    Mode::Inference => None,
                },
            });
        }
    }

    fn site<'a>(&'a self, layer: &'a PlannedLayer, stride: usize, examples: usize) -> Site<'a> {
        let (layers, lanes) = (&self.plan.layers[..], padded(examples));
        Site {
            layers,
            inputs: &layer.inputs,
            mask: &layer.mask,
            shape: &layer.shape,
            stride,
            lanes,
            examples,
        }
    }

    /// Computes the gradients of the batch's mean loss and of the regularizers with respect to every weight. Must follow
    /// `forward` in training mode.
    pub fn backward(&self, space: &mut Workspace, examples: usize) {
        let (stride, lanes) = (space.stride, padded(examples));
        if self.mlp.is_none() {
            let wanted = self.plan.layers.iter().filter(|layer| layer.requires_grad || space.input_gradients);
            wanted.for_each(|layer| clear(&mut space.value_gradients[scaled(&layer.rows, stride)]));
        }
        for output in &self.plan.outputs {
            let rows = scaled(&self.plan.layers[output.layer].rows, stride);
            output.loss.gradient_of_batch(
                output.form,
                output.weight,
                &space.values[rows.clone()],
                &space.targets[scaled(&output.targets, stride)],
                &mut space.value_gradients[rows],
                stride,
                examples,
            );
        }
        match &self.mlp {
            Some(mlp) => {
                let from_logits = self.is_from_logits(self.plan.layers.len() - 1);
                mlp.backward(&self.weights, space, lanes, from_logits);
            }
            None => self.backward_by_layers(space, examples),
        }
        for Regularized { weights, regularizer } in &self.plan.regularized {
            regularizer.gradient(&self.weights[weights.clone()], &mut space.gradients[weights.clone()]);
        }
    }

    /// Backpropagates layer by layer. Each adds to the gradients with respect to its inputs.
    fn backward_by_layers(&self, space: &mut Workspace, examples: usize) {
        let stride = space.stride;
        for (index, layer) in self.plan.layers.iter().enumerate().rev() {
            if !layer.requires_grad && !space.input_gradients {
                continue;
            }
            let rows = scaled(&layer.rows, stride);
            let (before, rest) = space.value_gradients.split_at_mut(rows.start);
            self.plan.config_of(layer).kind.backward(Backward {
                site: self.site(layer, stride, examples),
                weights: &self.weights[layer.weights.clone()],
                before: &space.values[..rows.start],
                output: &space.values[rows.clone()],
                masks: &space.masks,
                scratch: &mut space.scratch[scaled(&layer.scratch, stride)],
                temporary: &mut space.temporary,
                grad_output: &mut rest[..rows.len()],
                grad_is_wrt_logits: self.is_from_logits(index),
                grad_inputs: InputGradients { values: before, includes_inputs: space.input_gradients },
                grad_weights: &mut space.gradients[layer.weights.clone()],
                accumulates: layer.accumulates,
            });
        }
    }

    /// Takes over the moving averages of the batch in `space`. Must follow `forward` in training mode.
    pub fn update_non_trainable(&mut self, space: &Workspace) {
        if !space.non_trainable.is_empty() {
            self.weights[self.plan.weights..].copy_from_slice(&space.non_trainable);
        }
    }

    fn is_from_logits(&self, layer: usize) -> bool {
        self.plan.outputs.iter().any(|output| output.layer == layer && output.form != Form::Outputs)
    }

    /// Mean loss of the batch in `space`, weighted over the outputs, without regularizers.
    pub fn loss(&self, space: &Workspace, examples: usize) -> f64 {
        self.plan.outputs.iter().map(|output| output.weight * self.output_loss(output, space, examples)).sum()
    }

    /// Mean loss of the batch in `space` at output `index`, without its weight.
    pub fn loss_of_output(&self, index: usize, space: &Workspace, examples: usize) -> f64 {
        self.output_loss(&self.plan.outputs[index], space, examples)
    }

    fn output_loss(&self, output: &PlannedOutput, space: &Workspace, examples: usize) -> f64 {
        let (stride, layer) = (space.stride, &self.plan.layers[output.layer]);
        let values = &space.values[scaled(&layer.rows, stride)];
        let logits = match output.form {
            Form::Outputs => &[][..],
            _ => &space.scratch[scaled(&layer.scratch, stride)],
        };
        let targets = &space.targets[scaled(&output.targets, stride)];
        output.loss.of_batch(output.form, values, logits, targets, stride, examples)
    }

    /// Weights whose L1 penalty is applied by proximal steps, each with its strength.
    pub fn proximal_weights(&self) -> impl Iterator<Item = (Range<usize>, f64)> {
        self.l1_by(L1Method::Proximal)
    }

    /// Weights that an L1 penalty cuts for good, each with its strength.
    pub fn pruned_weights(&self) -> impl Iterator<Item = (Range<usize>, f64)> {
        self.l1_by(L1Method::Pruning)
    }

    fn l1_by(&self, method: L1Method) -> impl Iterator<Item = (Range<usize>, f64)> {
        let each = self.plan.regularized.iter().filter(move |one| one.regularizer.l1_method == method);
        let each = each.map(|Regularized { weights, regularizer }| (weights.clone(), regularizer.l1));
        each.filter(|(_, l1)| *l1 > 0.0)
    }

    /// How many weights of all kernels are not 0, and how many there are.
    pub fn live_weights(&self) -> (usize, usize) {
        let parameters = self.parameters();
        let kernels = parameters.iter().filter(|parameter| parameter.name.ends_with("kernel"));
        let mut counts = (0, 0);
        for weights in kernels.map(|kernel| &self.weights[kernel.range.clone()]) {
            counts.0 += weights.iter().filter(|weight| **weight != 0.0).count();
            counts.1 += weights.len();
        }
        counts
    }

    /// The sum of all regularization terms.
    pub fn penalty(&self) -> f64 {
        let of = |Regularized { weights, regularizer }: &Regularized| {
            regularizer.value(&self.weights[weights.clone()])
        };
        self.plan.regularized.iter().map(of).sum()
    }

    /// Every array, layer by layer in Keras's order.
    pub fn parameters(&self) -> Vec<Parameter> {
        let of = |layer: &PlannedLayer| {
            let name = &self.plan.config_of(layer).name;
            let arrays = self.plan.parameters(layer).into_iter();
            let parameters = arrays.map(|(spec, range)| Parameter {
                layer: name.clone(),
                name: spec.name,
                shape: spec.shape,
                range,
                trainable: spec.trainable,
            });
            parameters.collect::<Vec<_>>()
        };
        self.plan.layers.iter().flat_map(of).collect()
    }

    /// The layers in the order of computation.
    pub fn layers(&self) -> impl Iterator<Item = LayerView<'_>> {
        self.plan.layers.iter().map(|layer| {
            let LayerConfig { name, kind, inputs, .. } = self.plan.config_of(layer);
            LayerView { name, kind, inputs, shape: &layer.shape, units: layer.rows.len() }
        })
    }

    /// da/dz of every value of a layer, `[value][lane]`, for the batch in `space`. Must follow `forward`. None for layers without
    /// an activation, for recurrent ones, which have several, and for a softmax, whose values depend on each other.
    pub fn derivatives(&self, space: &Workspace, layer: usize) -> Option<Vec<f32>> {
        let planned = &self.plan.layers[layer];
        let kind = &self.plan.config_of(planned).kind;
        let is_elementwise = matches!(
            kind,
            LayerKind::Dense(_) | LayerKind::Activation(_) | LayerKind::Conv1d(_) | LayerKind::Conv2d(_)
        );
        let activation = kind.activation().filter(|one| is_elementwise && **one != Activation::Softmax)?;
        let z = &space.scratch[scaled(&planned.scratch, space.stride)];
        let a = space.values(layer);
        let mut derivatives = vec![1.0; a.len()];
        activation.backward(z, a, &mut derivatives, space.stride, space.stride);
        Some(derivatives)
    }

    /// Which values a dropout layer kept for the first example of the last training batch in `space`. None if the layer is
    /// not a dropout layer or has not been used yet.
    pub fn dropout_mask(&self, space: &Workspace, layer: &str) -> Option<Vec<bool>> {
        let planned = self.find(layer)?;
        let LayerKind::Dropout(_) = self.plan.config_of(planned).kind else { return None };
        let factors = space.scratch.get(scaled(&planned.scratch, space.stride))?;
        let drawn = factors.iter().any(|&factor| factor != 0.0);
        drawn.then(|| factors.chunks_exact(space.stride).map(|lanes| lanes[0] != 0.0).collect())
    }

    /// Name and number of units of every output.
    pub fn output_units(&self) -> impl Iterator<Item = (&str, usize)> {
        self.plan.outputs.iter().map(|output| {
            let layer = &self.plan.layers[output.layer];
            (&self.plan.config_of(layer).name[..], layer.rows.len())
        })
    }

    /// An output that has a mask.
    pub fn masked_output(&self) -> Option<&str> {
        let mut layers = self.plan.outputs.iter().map(|output| &self.plan.layers[output.layer]);
        layers.find(|layer| !layer.mask.is_empty()).map(|layer| &self.plan.config_of(layer).name[..])
    }

    /// Names of the inputs, in the order of `Workspace::input_mut`.
    pub fn input_names(&self) -> impl Iterator<Item = &str> {
        self.plan.inputs.iter().map(|&layer| &self.plan.config_of(&self.plan.layers[layer]).name[..])
    }

    /// The rows of the model summary, in the order of computation.
    pub fn summary(&self) -> Vec<SummaryRow> {
        let row = |layer: &PlannedLayer| SummaryRow {
            name: self.plan.config_of(layer).name.clone(),
            layer: self.plan.config_of(layer).kind.name(),
            output_shape: layer.shape.to_vec(),
            parameters: self.plan.count(layer),
            arithmetic: self.plan.arithmetic(layer),
        };
        self.plan.layers.iter().map(row).collect()
    }
}
