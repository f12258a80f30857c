//! A graph of layers, compiled: shapes checked, order fixed, memory laid out.

use std::collections::BTreeMap;
use std::ops::Range;

use super::error::NetworkError;
use super::layer::{LayerConfig, LayerKind, NetworkConfig, ParameterSpec};
use super::loss::{Form, Loss};

/// A layer in the order of computation.
#[derive(Clone, Debug)]
pub struct PlannedLayer {
    pub config: LayerConfig,
    /// Indices of the layers it takes, all before this one.
    pub inputs: Vec<usize>,
    /// Shape without the batch, and its product.
    pub shape: Vec<usize>,
    pub size: usize,
    /// First row of its values, and of its scratch.
    pub row: usize,
    pub scratch_row: usize,
    pub scratch_size: usize,
    /// Where its parameters lie among the weights.
    pub weights: Range<usize>,
    pub parameters: Vec<ParameterSpec>,
    pub arithmetic: String,
    /// Whether it or anything before it has weights.
    pub learns: bool,
}

/// An output of the network, with its loss.
#[derive(Clone, Debug)]
pub struct PlannedOutput {
    pub layer: usize,
    pub loss: Loss,
    pub form: Form,
    pub weight: f64,
    /// First row of its targets.
    pub target_row: usize,
}

#[derive(Clone, Debug)]
pub struct Plan {
    pub layers: Vec<PlannedLayer>,
    /// Layers whose values are given, in the order they are listed in.
    pub inputs: Vec<usize>,
    pub outputs: Vec<PlannedOutput>,
    pub rows: usize,
    pub scratch_rows: usize,
    pub target_rows: usize,
    pub weights: usize,
}

impl Plan {
    /// Errors name the layer that is wrong and both sides of what does not meet.
    pub fn new(
        config: &NetworkConfig,
        losses: &BTreeMap<String, Loss>,
        loss_weights: &BTreeMap<String, f64>,
    ) -> Result<Self, NetworkError> {
        let mut plan = Self {
            layers: Vec::with_capacity(config.layers.len()),
            inputs: Vec::new(),
            outputs: Vec::new(),
            rows: 0,
            scratch_rows: 0,
            target_rows: 0,
            weights: 0,
        };
        for index in order(config)? {
            plan.add_layer(&config.layers[index])?;
        }
        let names = losses.keys().chain(loss_weights.keys());
        if let Some(name) = names.into_iter().find(|name| !config.outputs.contains(name)) {
            return Err(NetworkError::new(name, "has a loss but is not an output"));
        }
        for name in &config.outputs {
            plan.add_output(name, losses, loss_weights)?;
        }
        if plan.outputs.is_empty() {
            return Err(NetworkError::new("outputs", "the network has no output"));
        }
        Ok(plan)
    }

    pub fn find(&self, name: &str) -> Option<usize> {
        self.layers.iter().position(|layer| layer.config.name == name)
    }

    fn add_layer(&mut self, config: &LayerConfig) -> Result<(), NetworkError> {
        let fail = |message: String| NetworkError::new(&config.name, message);
        let inputs: Vec<usize> = config.inputs.iter().filter_map(|name| self.find(name)).collect();
        let shapes: Vec<&[usize]> = inputs.iter().map(|&input| &self.layers[input].shape[..]).collect();
        let shape = config.kind.output_shape(&shapes).map_err(fail)?;
        let too_large = || fail(format!("output shape {shape:?} is too large"));
        let size = shape
            .iter()
            .try_fold(1_usize, |product, &side| product.checked_mul(side))
            .ok_or_else(too_large)?;
        if size == 0 || size > 1 << 24 {
            return Err(too_large());
        }
        let parameters = config.kind.parameters(&shapes);
        let mut count = 0_usize;
        for parameter in &parameters {
            let product =
                parameter.shape.iter().try_fold(1_usize, |product, &side| product.checked_mul(side));
            count = product.and_then(|product| count.checked_add(product)).unwrap_or(usize::MAX);
        }
        if count > 1 << 26 {
            return Err(fail(format!("{count} parameters are too many")));
        }
        let arithmetic = config.kind.arithmetic(&shapes);
        let learns = count > 0 || inputs.iter().any(|&input| self.layers[input].learns);
        if matches!(config.kind, LayerKind::Input(_)) {
            self.inputs.push(self.layers.len());
        }
        let scratch_size = config.kind.scratch(size);
        self.layers.push(PlannedLayer {
            config: config.clone(),
            inputs,
            shape,
            size,
            row: self.rows,
            scratch_row: self.scratch_rows,
            scratch_size,
            weights: self.weights..self.weights + count,
            parameters,
            arithmetic,
            learns,
        });
        self.rows += size;
        self.scratch_rows += scratch_size;
        self.weights += count;
        Ok(())
    }

    fn add_output(
        &mut self,
        name: &str,
        losses: &BTreeMap<String, Loss>,
        loss_weights: &BTreeMap<String, f64>,
    ) -> Result<(), NetworkError> {
        let layer = self.find(name).ok_or_else(|| NetworkError::new(name, "is an output but not a layer"))?;
        if self.outputs.iter().any(|output| output.layer == layer) {
            return Err(NetworkError::new(name, "is an output twice"));
        }
        let loss = losses
            .get(name)
            .cloned()
            .ok_or_else(|| NetworkError::new(name, "is an output without a loss"))?;
        let is_last = self.layers.iter().all(|other| !other.inputs.contains(&layer));
        let kind = &self.layers[layer].config.kind;
        let form = loss.form(kind.activation().filter(|_| is_last && self.layers[layer].shape.len() == 1));
        let weight = loss_weights.get(name).copied().unwrap_or(1.0);
        self.outputs.push(PlannedOutput { layer, loss, form, weight, target_row: self.target_rows });
        self.target_rows += self.layers[layer].size;
        Ok(())
    }
}

/// Indices of the layers so that each comes after those it takes; otherwise as they are listed.
fn order(config: &NetworkConfig) -> Result<Vec<usize>, NetworkError> {
    let layers = &config.layers;
    for (index, layer) in layers.iter().enumerate() {
        if layers[..index].iter().any(|other| other.name == layer.name) {
            return Err(NetworkError::new(&layer.name, "two layers have this name"));
        }
        let known = |name: &String| layers.iter().any(|other| other.name == *name);
        if let Some(unknown) = layer.inputs.iter().find(|name| !known(name)) {
            return Err(NetworkError::new(&layer.name, format!("takes \"{unknown}\", which is not a layer")));
        }
        if layer.inputs.is_empty() && !matches!(layer.kind, LayerKind::Input(_)) {
            return Err(NetworkError::new(&layer.name, "has no input"));
        }
    }
    let mut order: Vec<usize> = Vec::with_capacity(layers.len());
    while order.len() < layers.len() {
        let is_done = |name: &String| order.iter().any(|&done| layers[done].name == *name);
        let ready = (0..layers.len())
            .find(|index| !order.contains(index) && layers[*index].inputs.iter().all(is_done));
        let Some(ready) = ready else {
            let stuck = (0..layers.len()).find(|index| !order.contains(index)).unwrap_or(0);
            return Err(NetworkError::new(&layers[stuck].name, "is part of a cycle"));
        };
        order.push(ready);
    }
    Ok(order)
}
