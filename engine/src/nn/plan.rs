//! A graph of layers, compiled: shapes checked, order fixed, memory laid out.

use std::collections::BTreeMap;
use std::ops::Range;
use std::rc::Rc;

use super::error::NetworkError;
use super::layer::{LayerConfig, LayerKind, Masking, NetworkConfig, ParameterSpec};
use super::loss::{Form, Loss};
use super::misfit::Misfit;
use super::regularizer::Regularizer;
use super::stack::Stack;

/// A layer in the order of computation. What can be told from the config is not kept: the smallest networks are
/// smaller than what there is to say of them.
#[derive(Clone, Debug)]
pub struct PlannedLayer {
    /// Its place among the layers of the config.
    pub place: usize,
    /// The layers it takes, all before this one.
    pub inputs: Box<[usize]>,
    /// Shape without the batch.
    pub shape: Box<[usize]>,
    /// Rows of its values, and of its scratch.
    pub rows: Range<usize>,
    pub scratch: Range<usize>,
    /// Where its trainable parameters lie among the weights, and its statistics among the statistics.
    pub weights: Range<usize>,
    pub statistics: Range<usize>,
    /// Rows of its mask among all masks; empty where all places count.
    pub mask: Range<usize>,
    /// Whether it or anything before it has weights.
    pub learns: bool,
    /// Whether no layer behind it has the same weights: on the way back it is the first to come by them.
    pub begins_gradients: bool,
}

/// Weights that a regularizer keeps small.
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
    /// Layers whose values are given, in the order they are listed in.
    pub inputs: Vec<usize>,
    pub outputs: Vec<PlannedOutput>,
    pub rows: usize,
    pub scratch_rows: usize,
    /// Rows that the most demanding layer needs within a pass.
    pub temporary_rows: usize,
    pub target_rows: usize,
    pub mask_rows: usize,
    /// Trainable weights, and numbers that are kept but not trained.
    pub weights: usize,
    pub statistics: usize,
    /// Multiplications for one example, forward, roughly.
    pub multiplications: f64,
    /// The whole as a stack of narrow dense layers, where it is one.
    pub stack: Option<Stack>,
    pub regularized: Vec<Regularized>,
}

/// Values of one example that a layer may have, and weights.
const MOST_VALUES: usize = 1 << 24;
const MOST_WEIGHTS: usize = 1 << 26;

impl Plan {
    /// Errors name the layer that is wrong and both sides of what does not meet.
    pub fn new(
        config: Rc<NetworkConfig>,
        losses: &BTreeMap<String, Loss>,
        loss_weights: &BTreeMap<String, f64>,
    ) -> Result<Self, NetworkError> {
        let mut plan = Self::of(config.clone());
        for place in order(&config)? {
            plan.add_layer(place)?;
        }
        let names = losses.keys().chain(loss_weights.keys());
        if let Some(name) = names.into_iter().find(|name| !config.outputs.contains(name)) {
            return Err(NetworkError::new(name, Misfit::LossOfNoOutput));
        }
        for name in &config.outputs {
            plan.add_output(name, losses, loss_weights)?;
        }
        if plan.outputs.is_empty() {
            return Err(NetworkError::new("outputs", Misfit::NoOutput));
        }
        plan.stack = Stack::of(&plan);
        if plan.stack.is_some() {
            plan.temporary_rows = 0;
        }
        plan.inputs.shrink_to_fit();
        Ok(plan)
    }

    /// Without a layer yet.
    pub fn of(config: Rc<NetworkConfig>) -> Self {
        let (layers, outputs) = (config.layers.len(), config.outputs.len());
        Self {
            config,
            layers: Vec::with_capacity(layers),
            outputs: Vec::with_capacity(outputs),
            ..Default::default()
        }
    }

    pub fn config_of(&self, layer: &PlannedLayer) -> &LayerConfig {
        &self.config.layers[layer.place]
    }

    pub fn find(&self, name: &str) -> Option<usize> {
        self.layers.iter().position(|layer| self.config_of(layer).name == name)
    }

    fn input_shapes(&self, inputs: &[usize]) -> Vec<&[usize]> {
        inputs.iter().map(|&input| &self.layers[input].shape[..]).collect()
    }

    /// The arrays that a layer owns and where each lies: among the weights, and behind all of these, once all layers are
    /// there, the statistics.
    pub fn parameters(&self, layer: &PlannedLayer) -> Vec<(ParameterSpec, Range<usize>)> {
        let config = self.config_of(layer);
        if config.shared_with.is_some() {
            return Vec::new();
        }
        let (mut trained, mut kept) = (layer.weights.start, self.weights + layer.statistics.start);
        let specs = config.kind.parameters(&self.input_shapes(&layer.inputs)).into_iter();
        specs
            .map(|spec| {
                let start = if spec.trainable { &mut trained } else { &mut kept };
                let range = *start..*start + spec.shape.iter().product::<usize>();
                *start = range.end;
                (spec, range)
            })
            .collect()
    }

    /// How many numbers a layer owns.
    pub fn count(&self, layer: &PlannedLayer) -> usize {
        match self.config_of(layer).shared_with {
            Some(_) => 0,
            None => layer.weights.len() + layer.statistics.len(),
        }
    }

    /// How that number comes about.
    pub fn arithmetic(&self, layer: &PlannedLayer) -> String {
        let config = self.config_of(layer);
        match &config.shared_with {
            Some(owner) => format!("= {owner}"),
            None => config.kind.arithmetic(&self.input_shapes(&layer.inputs)),
        }
    }

    /// Adds a layer of the config whose inputs are there already.
    pub fn add_layer(&mut self, place: usize) -> Result<(), NetworkError> {
        let all = self.config.clone();
        let config = &all.layers[place];
        let fail = |misfit| NetworkError::new(&config.name, misfit);
        if let Some((argument, value, low, high)) = config.kind.out_of_range().next() {
            return Err(fail(Misfit::Range { argument, value, low, high }));
        }
        let inputs: Box<[usize]> = config.inputs.iter().filter_map(|name| self.find(name)).collect();
        let shapes = self.input_shapes(&inputs);
        let shape = config.kind.output_shape(&shapes).map_err(fail)?;
        let size = product(&shape).filter(|&size| size > 0 && size <= MOST_VALUES);
        let size = size.ok_or_else(|| fail(Misfit::TooLarge { shape: shape.clone() }))?;

        let parameters = config.kind.parameters(&shapes);
        let mut counts = [0_usize; 2];
        for parameter in &parameters {
            let count = &mut counts[usize::from(!parameter.trainable)];
            *count = product(&parameter.shape)
                .and_then(|product| count.checked_add(product))
                .unwrap_or(usize::MAX);
        }
        let [weights, statistics] = counts;
        if weights > MOST_WEIGHTS || self.weights + weights > MOST_WEIGHTS || statistics > MOST_WEIGHTS {
            return Err(fail(Misfit::TooManyParameters { count: weights }));
        }
        let scratch = config.kind.scratch(&shapes, &shape);
        let temporary = config.kind.temporary(&shapes, &shape);
        if scratch > 16 * MOST_VALUES || temporary > 16 * MOST_VALUES {
            return Err(fail(Misfit::TooLong { shape: shapes[0].to_vec() }));
        }
        let multiplications = config.kind.multiplications(&shapes, &shape);
        let learns = weights > 0 || inputs.iter().any(|&input| self.layers[input].learns);
        let mask = self.mask_of(config.kind.masking(shape.len()), &inputs, &shape);
        let mut layer = PlannedLayer {
            mask,
            place,
            inputs,
            shape: shape.into(),
            rows: self.rows..self.rows + size,
            scratch: self.scratch_rows..self.scratch_rows + scratch,
            weights: self.weights..self.weights + weights,
            statistics: self.statistics..self.statistics + statistics,
            learns,
            begins_gradients: true,
        };
        if let Some(name) = &config.shared_with {
            self.share(&mut layer, name)?;
        } else {
            self.weights += weights;
            self.statistics += statistics;
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

    /// Rows of the mask of an output of `shape`: those of an input where it is the same mask, else new ones.
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

    /// Lets a layer use the weights of another one of the same kind, arguments and shapes.
    fn share(&mut self, layer: &mut PlannedLayer, name: &str) -> Result<(), NetworkError> {
        let config = self.config_of(layer);
        let fail = |misfit| NetworkError::new(&config.name, misfit);
        let owner = self.find(name).map(|index| &self.layers[index]);
        let owner = owner.ok_or_else(|| fail(Misfit::UnknownOwner { name: name.to_owned() }))?;
        if self.config_of(owner).shared_with.is_some() {
            return Err(fail(Misfit::OwnsNothing { name: name.to_owned() }));
        }
        if self.config_of(owner).kind != config.kind {
            return Err(fail(Misfit::OtherKind { name: name.to_owned() }));
        }
        let shapes = |layer: &PlannedLayer| -> Vec<Vec<usize>> {
            let specs = config.kind.parameters(&self.input_shapes(&layer.inputs));
            specs.into_iter().map(|parameter| parameter.shape).collect()
        };
        let (own, others) = (shapes(layer), shapes(owner));
        if own != others {
            return Err(fail(Misfit::OtherShapes { name: name.to_owned(), own, others }));
        }
        layer.weights = owner.weights.clone();
        layer.statistics = owner.statistics.clone();
        for other in self.layers.iter_mut().filter(|other| other.weights == layer.weights) {
            other.begins_gradients = false;
        }
        Ok(())
    }

    fn add_output(
        &mut self,
        name: &str,
        losses: &BTreeMap<String, Loss>,
        loss_weights: &BTreeMap<String, f64>,
    ) -> Result<(), NetworkError> {
        let index = self.find(name).ok_or_else(|| NetworkError::new(name, Misfit::UnknownOutput))?;
        if self.outputs.iter().any(|output| output.layer == index) {
            return Err(NetworkError::new(name, Misfit::OutputTwice));
        }
        let loss = losses.get(name).cloned().ok_or_else(|| NetworkError::new(name, Misfit::NoLoss))?;
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

/// The product of the sides; none where it is no number of this machine.
fn product(shape: &[usize]) -> Option<usize> {
    shape.iter().try_fold(1_usize, |product, &side| product.checked_mul(side))
}

/// Indices of the layers so that each comes after those it takes; otherwise as they are listed.
fn order(config: &NetworkConfig) -> Result<Vec<usize>, NetworkError> {
    let layers = &config.layers;
    if let Some((layer, misfit)) = (0..layers.len()).find_map(|index| Some((index, config.loose_end(index)?)))
    {
        return Err(NetworkError::new(&layers[layer].name, misfit));
    }
    let mut order: Vec<usize> = Vec::with_capacity(layers.len());
    while order.len() < layers.len() {
        let is_done = |name: &String| order.iter().any(|&done| layers[done].name == *name);
        let ready =
            (0..layers.len()).find(|index| !order.contains(index) && layers[*index].needs().all(is_done));
        let Some(ready) = ready else {
            let stuck = (0..layers.len()).find(|index| !order.contains(index)).unwrap_or(0);
            return Err(NetworkError::new(&layers[stuck].name, Misfit::Cycle));
        };
        order.push(ready);
    }
    Ok(order)
}
