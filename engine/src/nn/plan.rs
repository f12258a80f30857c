//! A graph of layers, compiled: shapes checked, order fixed, memory laid out.

use std::collections::BTreeMap;
use std::ops::Range;

use super::error::NetworkError;
use super::layer::{LayerConfig, LayerKind, NetworkConfig, ParameterSpec, Source};
use super::loss::{Form, Loss};
use super::misfit::Misfit;
use super::regularizer::Regularizer;
use super::stack::Stack;

/// A layer in the order of computation.
#[derive(Clone, Debug)]
pub struct PlannedLayer {
    pub config: LayerConfig,
    /// The layers it takes, all before this one.
    pub inputs: Vec<usize>,
    pub sources: Vec<Source>,
    /// Shape without the batch.
    pub shape: Vec<usize>,
    /// Rows of its values, and of its scratch.
    pub rows: Range<usize>,
    pub scratch: Range<usize>,
    /// Where its trainable parameters lie among the weights, and its statistics among the statistics.
    pub weights: Range<usize>,
    pub statistics: Range<usize>,
    /// The trainable ones, then the statistics. Empty where another layer owns them.
    pub parameters: Vec<ParameterSpec>,
    pub arithmetic: String,
    /// Whether it or anything before it has weights.
    pub learns: bool,
    /// Whether no layer behind it has the same weights: on the way back it is the first to come by them.
    pub begins_gradients: bool,
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
    pub layers: Vec<PlannedLayer>,
    /// Layers whose values are given, in the order they are listed in.
    pub inputs: Vec<usize>,
    pub outputs: Vec<PlannedOutput>,
    pub rows: usize,
    pub scratch_rows: usize,
    /// Rows that the most demanding layer needs within a pass.
    pub temporary_rows: usize,
    pub target_rows: usize,
    /// Trainable weights, and numbers that are kept but not trained.
    pub weights: usize,
    pub statistics: usize,
    /// The whole as a stack of narrow dense layers, where it is one.
    pub stack: Option<Stack>,
    /// Whether any parameter has a regularizer.
    pub regularizes: bool,
}

/// Values of one example that a layer may have, and weights.
const MOST_VALUES: usize = 1 << 24;
const MOST_WEIGHTS: usize = 1 << 26;

impl Plan {
    /// Errors name the layer that is wrong and both sides of what does not meet.
    pub fn new(
        config: &NetworkConfig,
        losses: &BTreeMap<String, Loss>,
        loss_weights: &BTreeMap<String, f64>,
    ) -> Result<Self, NetworkError> {
        let mut plan = Self::default();
        for index in order(config)? {
            plan.add_layer(&config.layers[index])?;
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
        Ok(plan)
    }

    pub fn find(&self, name: &str) -> Option<usize> {
        self.layers.iter().position(|layer| layer.config.name == name)
    }

    /// Adds a layer whose inputs are there already.
    pub fn add_layer(&mut self, config: &LayerConfig) -> Result<(), NetworkError> {
        let fail = |misfit| NetworkError::new(&config.name, misfit);
        let inputs: Vec<usize> = config.inputs.iter().filter_map(|name| self.find(name)).collect();
        let shapes: Vec<&[usize]> = inputs.iter().map(|&input| &self.layers[input].shape[..]).collect();
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
        let arithmetic = config.kind.arithmetic(&shapes);
        let learns = weights > 0 || inputs.iter().any(|&input| self.layers[input].learns);
        let source = |&input: &usize| {
            let layer: &PlannedLayer = &self.layers[input];
            Source { rows: layer.rows.clone(), shape: layer.shape.clone(), learns: layer.learns }
        };
        let mut layer = PlannedLayer {
            config: config.clone(),
            sources: inputs.iter().map(source).collect(),
            inputs,
            shape,
            rows: self.rows..self.rows + size,
            scratch: self.scratch_rows..self.scratch_rows + scratch,
            weights: self.weights..self.weights + weights,
            statistics: self.statistics..self.statistics + statistics,
            parameters,
            arithmetic,
            learns,
            begins_gradients: true,
        };
        if let Some(name) = &config.shared_with {
            self.share(&mut layer, name)?;
        } else {
            self.weights += weights;
            self.statistics += statistics;
        }
        if matches!(config.kind, LayerKind::Input(_)) {
            self.inputs.push(self.layers.len());
        }
        self.regularizes |= layer.parameters.iter().any(|spec| spec.regularizer != Regularizer::default());
        self.rows += size;
        self.scratch_rows += scratch;
        self.temporary_rows = self.temporary_rows.max(temporary);
        self.layers.push(layer);
        Ok(())
    }

    /// Lets a layer use the weights of another one of the same kind, arguments and shapes.
    fn share(&mut self, layer: &mut PlannedLayer, name: &str) -> Result<(), NetworkError> {
        let fail = |misfit| NetworkError::new(&layer.config.name, misfit);
        let owner = self.find(name).map(|index| &self.layers[index]);
        let owner = owner.ok_or_else(|| fail(Misfit::UnknownOwner { name: name.to_owned() }))?;
        if owner.config.shared_with.is_some() {
            return Err(fail(Misfit::OwnsNothing { name: name.to_owned() }));
        }
        if owner.config.kind != layer.config.kind {
            return Err(fail(Misfit::OtherKind { name: name.to_owned() }));
        }
        let shapes = |layer: &PlannedLayer| -> Vec<Vec<usize>> {
            layer.parameters.iter().map(|parameter| parameter.shape.clone()).collect()
        };
        let (own, others) = (shapes(layer), shapes(owner));
        if own != others {
            return Err(fail(Misfit::OtherShapes { name: name.to_owned(), own, others }));
        }
        layer.weights = owner.weights.clone();
        layer.statistics = owner.statistics.clone();
        layer.parameters.clear();
        layer.arithmetic = format!("= {name}");
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
        let has_logits = is_last && layer.config.kind.keeps_logits() && layer.shape.len() == 1;
        let form = loss.form(layer.config.kind.activation().filter(|_| has_logits));
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
