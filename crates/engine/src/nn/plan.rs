//! A compiled graph of layers: shapes are checked, the order is fixed, memory is laid out.

use std::collections::BTreeMap;
use std::ops::Range;
use std::rc::Rc;

use super::graph_error::GraphError;
use super::layer::{LayerConfig, LayerKind, Masking, NetworkConfig, ParameterSpec, PlannedLayer};
use super::loss::{Form, Loss};
use super::network_error::NetworkError;
use super::regularizer::Regularizer;

/// Weights with a regularizer.
#[derive(Clone, Debug)]
pub struct Regularized {
    pub weights: Range<usize>,
    pub regularizer: Regularizer,
}

/// An output of the network, with its loss.
#[derive(Clone, Debug)]
pub struct PlannedOutput {
    pub layer: usize,
    pub loss: Loss,
    pub form: Form,
    pub weight: f64,
    /// Rows of its targets.
    pub targets: Range<usize>,
}

#[derive(Clone, Debug, Default)]
pub struct Plan {
    pub config: Rc<NetworkConfig>,
    pub layers: Vec<PlannedLayer>,
    /// The input layers, in the order of the config.
    pub inputs: Vec<usize>,
    pub outputs: Vec<PlannedOutput>,
    pub rows: usize,
    pub scratch_rows: usize,
    /// The largest number of temporary rows that any layer needs.
    pub temporary_rows: usize,
    pub target_rows: usize,
    pub mask_rows: usize,
    /// Number of trainable weights, and of others such as moving averages.
    pub weights: usize,
    pub non_trainable: usize,
    /// Approximate number of multiplications in the forward pass of one example.
    pub multiplications: f64,
    pub regularized: Vec<Regularized>,
}

/// Limits on the values of a layer for one example, and on the weights.
const MAX_VALUES: usize = 1 << 24;
const MAX_WEIGHTS: usize = 1 << 26;

impl Plan {
    /// Errors name the layer and say what is wrong with it.
    pub fn new(
        config: Rc<NetworkConfig>,
        losses: &BTreeMap<String, Loss>,
        loss_weights: &BTreeMap<String, f64>,
    ) -> Result<Self, NetworkError> {
        let mut plan = Self::empty(config.clone());
        for index in order(&config)? {
            plan.add_layer(index)?;
        }
        let names = losses.keys().chain(loss_weights.keys());
        if let Some(name) = names.into_iter().find(|name| !config.outputs.contains(name)) {
            return Err(NetworkError::new(name, GraphError::LossOfNoOutput));
        }
        for name in &config.outputs {
            plan.add_output(name, losses, loss_weights)?;
        }
        if plan.outputs.is_empty() {
            return Err(NetworkError::new("outputs", GraphError::NoOutput));
        }
        plan.inputs.shrink_to_fit();
        Ok(plan)
    }

    /// A plan without layers, to which `add_layer` adds.
    pub fn empty(config: Rc<NetworkConfig>) -> Self {
        let (layers, outputs) = (config.layers.len(), config.outputs.len());
        Self {
            config,
            layers: Vec::with_capacity(layers),
            outputs: Vec::with_capacity(outputs),
            ..Default::default()
        }
    }

    pub fn config_of(&self, layer: &PlannedLayer) -> &LayerConfig {
        &self.config.layers[layer.index]
    }

    pub fn find(&self, name: &str) -> Option<usize> {
        self.layers.iter().position(|layer| self.config_of(layer).name == name)
    }

    fn input_shapes(&self, inputs: &[usize]) -> Vec<&[usize]> {
        inputs.iter().map(|&input| &self.layers[input].shape[..]).collect()
    }

    /// The arrays that a layer owns, each with its range among the weights. The non-trainable ones follow all trainable ones,
    /// so their ranges are right only after all layers have been added.
    pub fn parameters(&self, layer: &PlannedLayer) -> Vec<(ParameterSpec, Range<usize>)> {
        let config = self.config_of(layer);
        if config.shared_with.is_some() {
            return Vec::new();
        }
        let (mut trainable, mut non_trainable) =
            (layer.weights.start, self.weights + layer.non_trainable.start);
        let specs = config.kind.parameters(&self.input_shapes(&layer.inputs)).into_iter();
        specs
            .map(|spec| {
                let start = if spec.trainable { &mut trainable } else { &mut non_trainable };
                let range = *start..*start + spec.shape.iter().product::<usize>();
                *start = range.end;
                (spec, range)
            })
            .collect()
    }

    /// Number of parameters that a layer owns.
    pub fn count(&self, layer: &PlannedLayer) -> usize {
        match self.config_of(layer).shared_with {
            Some(_) => 0,
            None => layer.weights.len() + layer.non_trainable.len(),
        }
    }

    /// How that number is computed, such as `6 × 9 + 9 = 63`.
    pub fn arithmetic(&self, layer: &PlannedLayer) -> String {
        let config = self.config_of(layer);
        match &config.shared_with {
            Some(owner) => format!("= {owner}"),
            None => config.kind.arithmetic(&self.input_shapes(&layer.inputs)),
        }
    }

    /// Adds a layer of the config. Its inputs must have been added already.
    pub fn add_layer(&mut self, index: usize) -> Result<(), NetworkError> {
        let all = self.config.clone();
        let config = &all.layers[index];
        let fail = |error| NetworkError::new(&config.name, error);
        if let Some((argument, value, low, high)) = config.kind.out_of_range().next() {
            return Err(fail(GraphError::Range { argument, value, low, high }));
        }
        let inputs: Box<[usize]> = config.inputs.iter().filter_map(|name| self.find(name)).collect();
        let shapes = self.input_shapes(&inputs);
        let shape = config.kind.output_shape(&shapes).map_err(fail)?;
        let size = product(&shape).filter(|&size| size > 0 && size <= MAX_VALUES);
        let size = size.ok_or_else(|| fail(GraphError::TooLarge { shape: shape.clone() }))?;

        let parameters = config.kind.parameters(&shapes);
        let mut counts = [0_usize; 2];
        for parameter in &parameters {
            let count = &mut counts[usize::from(!parameter.trainable)];
            *count = product(&parameter.shape)
                .and_then(|product| count.checked_add(product))
                .unwrap_or(usize::MAX);
        }
        let [weights, non_trainable] = counts;
        if weights > MAX_WEIGHTS || self.weights + weights > MAX_WEIGHTS || non_trainable > MAX_WEIGHTS {
            return Err(fail(GraphError::TooManyParameters { count: weights }));
        }
        let scratch = config.kind.scratch(&shapes, &shape);
        let temporary = config.kind.temporary(&shapes, &shape);
        if scratch > 16 * MAX_VALUES || temporary > 16 * MAX_VALUES {
            return Err(fail(GraphError::TooLong { shape: shapes[0].to_vec() }));
        }
        let multiplications = config.kind.multiplications(&shapes, &shape);
        let requires_grad = weights > 0 || inputs.iter().any(|&input| self.layers[input].requires_grad);
        let mask = self.mask_of(config.kind.masking(shape.len()), &inputs, &shape);
        let mut layer = PlannedLayer {
            mask,
            index,
            inputs,
            shape: shape.into(),
            rows: self.rows..self.rows + size,
            scratch: self.scratch_rows..self.scratch_rows + scratch,
            weights: self.weights..self.weights + weights,
            non_trainable: self.non_trainable..self.non_trainable + non_trainable,
            requires_grad,
            accumulates: false,
        };
        if let Some(name) = &config.shared_with {
            self.share(&mut layer, name)?;
        } else {
            self.weights += weights;
            self.non_trainable += non_trainable;
        }
        for (spec, weights) in self.parameters(&layer) {
            if spec.trainable && spec.regularizer.acts() {
                self.regularized.push(Regularized { weights, regularizer: spec.regularizer });
            }
        }
        if matches!(config.kind, LayerKind::Input(_)) {
            self.inputs.push(self.layers.len());
        }
        self.multiplications += multiplications;
        self.mask_rows = self.mask_rows.max(layer.mask.end);
        self.rows += size;
        self.scratch_rows += scratch;
        self.temporary_rows = self.temporary_rows.max(temporary);
        self.layers.push(layer);
        Ok(())
    }

    /// Rows of the mask of an output of `shape`: those of an input if the mask is the same, else new ones.
    fn mask_of(&self, masking: Masking, inputs: &[usize], shape: &[usize]) -> Range<usize> {
        let places = shape.split_last().map_or(0, |(_, before)| before.iter().product());
        let new = self.mask_rows..self.mask_rows + places;
        let mut masks = inputs.iter().map(|&input| &self.layers[input].mask);
        let is_last = |axis: usize| axis + 1 == shape.len();
        match masking {
            Masking::Drops => 0..0,
            Masking::Passes => masks.next().cloned().unwrap_or_default(),
            Masking::Makes => new,
            Masking::Concatenates { axis } if !is_last(axis) => {
                if masks.any(|mask| !mask.is_empty()) {
                    new
                } else {
                    0..0
                }
            }
            Masking::Merges | Masking::Concatenates { .. } => {
                let first = masks.next().cloned().unwrap_or_default();
                if first.is_empty() || masks.clone().any(|mask| mask.is_empty()) {
                    0..0
                } else if masks.all(|mask| *mask == first) {
                    first
                } else {
                    new
                }
            }
        }
    }

    /// Makes a layer use the weights of another one, which must have the same kind, arguments and shapes.
    fn share(&mut self, layer: &mut PlannedLayer, name: &str) -> Result<(), NetworkError> {
        let config = self.config_of(layer);
        let fail = |error| NetworkError::new(&config.name, error);
        let owner = self.find(name).map(|index| &self.layers[index]);
        let owner = owner.ok_or_else(|| fail(GraphError::UnknownOwner { name: name.to_owned() }))?;
        if self.config_of(owner).shared_with.is_some() {
            return Err(fail(GraphError::OwnsNothing { name: name.to_owned() }));
        }
        if self.config_of(owner).kind != config.kind {
            return Err(fail(GraphError::OtherKind { name: name.to_owned() }));
        }
        let shapes = |layer: &PlannedLayer| -> Vec<Vec<usize>> {
            let specs = config.kind.parameters(&self.input_shapes(&layer.inputs));
            specs.into_iter().map(|parameter| parameter.shape).collect()
        };
        let (own, others) = (shapes(layer), shapes(owner));
        if own != others {
            return Err(fail(GraphError::OtherShapes { name: name.to_owned(), own, others }));
        }
        layer.weights = owner.weights.clone();
        layer.non_trainable = owner.non_trainable.clone();
        for other in self.layers.iter_mut().filter(|other| other.weights == layer.weights) {
            other.accumulates = true;
        }
        Ok(())
    }

    fn add_output(
        &mut self,
        name: &str,
        losses: &BTreeMap<String, Loss>,
        loss_weights: &BTreeMap<String, f64>,
    ) -> Result<(), NetworkError> {
        let index = self.find(name).ok_or_else(|| NetworkError::new(name, GraphError::UnknownOutput))?;
        if self.outputs.iter().any(|output| output.layer == index) {
            return Err(NetworkError::new(name, GraphError::OutputTwice));
        }
        let loss = losses.get(name).cloned().ok_or_else(|| NetworkError::new(name, GraphError::NoLoss))?;
        let layer = &self.layers[index];
        let is_last = self.layers.iter().all(|other| !other.inputs.contains(&index));
        let kind = &self.config_of(layer).kind;
        let has_logits = is_last && kind.keeps_logits() && layer.shape.len() == 1;
        let form = loss.form(kind.activation().filter(|_| has_logits));
        let weight = loss_weights.get(name).copied().unwrap_or(1.0);
        let targets = self.target_rows..self.target_rows + layer.rows.len();
        self.target_rows = targets.end;
        self.outputs.push(PlannedOutput { layer: index, loss, form, weight, targets });
        Ok(())
    }
}

/// The product of the sides; none if it overflows.
fn product(shape: &[usize]) -> Option<usize> {
    shape.iter().try_fold(1_usize, |product, &side| product.checked_mul(side))
}

/// A topological order of the layers; among those that are ready, the one listed first.
fn order(config: &NetworkConfig) -> Result<Vec<usize>, NetworkError> {
    let layers = &config.layers;
    if let Some((layer, error)) =
        (0..layers.len()).find_map(|index| Some((index, config.connection_error(index)?)))
    {
        return Err(NetworkError::new(&layers[layer].name, error));
    }
    let mut order: Vec<usize> = Vec::with_capacity(layers.len());
    while order.len() < layers.len() {
        let is_done = |name: &String| order.iter().any(|&done| layers[done].name == *name);
        let ready = (0..layers.len())
            .find(|index| !order.contains(index) && layers[*index].dependencies().all(is_done));
        let Some(ready) = ready else {
            let stuck = (0..layers.len()).find(|index| !order.contains(index)).unwrap_or(0);
            return Err(NetworkError::new(&layers[stuck].name, GraphError::Cycle));
        };
        order.push(ready);
    }
    Ok(order)
}
