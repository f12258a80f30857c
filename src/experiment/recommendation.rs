//! Recommends the last activation and the loss for a data set, by the type of its problem.

use std::collections::BTreeMap;

use serde::Serialize;

use super::Experiment;
use super::defaults::{network_for, recommended_activation, recommended_loss};
use crate::data::{DataConfig, Input, ProblemKind, Target};
use crate::nn::{Activation, LayerKind, Loss};

/// The inputs of a data set and the recommended outputs. The fields beside the lists are those of the first target.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Recommendation {
    pub problem: ProblemKind,
    pub units: usize,
    pub dimensions: usize,
    pub activation: Activation,
    pub loss: Loss,
    /// The inputs of a task. Data sets of the plane have features instead, of which the user can choose any.
    pub inputs: Vec<InputRecommendation>,
    pub targets: Vec<TargetRecommendation>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct InputRecommendation {
    pub name: &'static str,
    pub shape: Vec<usize>,
    /// The number of different tokens. None for numbers.
    pub vocabulary: Option<usize>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct TargetRecommendation {
    pub name: &'static str,
    pub problem: ProblemKind,
    pub units: usize,
    pub activation: Activation,
    pub loss: Loss,
}

impl Recommendation {
    pub fn on(data: &DataConfig) -> Self {
        let schema = data.schema();
        let targets: Vec<TargetRecommendation> =
            schema.targets.iter().map(TargetRecommendation::on).collect();
        let inputs = if data.set.is_task() { &schema.inputs[..] } else { &[] };
        let first = targets[0].clone();
        Self {
            problem: first.problem,
            units: first.units,
            dimensions: data.dimensions(),
            activation: first.activation,
            loss: first.loss,
            inputs: inputs.iter().map(InputRecommendation::on).collect(),
            targets,
        }
    }
}

impl InputRecommendation {
    pub(super) fn on(input: &Input) -> Self {
        Self { name: input.name, shape: input.shape.clone(), vocabulary: input.vocabulary() }
    }
}

impl TargetRecommendation {
    pub(super) fn on(target: &Target) -> Self {
        Self {
            name: target.name,
            problem: target.problem.kind(),
            units: target.problem.units(),
            activation: recommended_activation(target.problem),
            loss: recommended_loss(target.problem),
        }
    }
}

impl Experiment {
    /// Sets units, activations and losses of the outputs as recommended for the data. A network that cannot take the
    /// data is replaced by a default one.
    pub fn adapt_to_data(&mut self) {
        self.adapt_to_targets();
        if !self.fits_data() {
            self.network = network_for(&self.data.schema());
            self.adapt_to_targets();
        }
        self.loss_weights.retain(|output, _| self.network.outputs.contains(output));
    }

    fn adapt_to_targets(&mut self) {
        let (schema, wiring) = (self.data.schema(), self.wiring());
        let outputs = self.network.outputs.iter().zip(wiring.targets);
        for (output, target) in outputs {
            let advice = TargetRecommendation::on(&schema.targets[target]);
            let layer = self.network.layers.iter_mut().find(|layer| layer.name == *output);
            if let Some(LayerKind::Dense(dense)) = layer.map(|layer| &mut layer.kind) {
                dense.units = advice.units;
                dense.activation = advice.activation;
            }
        }
        self.losses = self.recommended_losses();
    }

    /// Whether every input and target of the data has a layer, and tokens go to embeddings.
    fn fits_data(&self) -> bool {
        let (schema, wiring) = (self.data.schema(), self.wiring());
        let fills =
            wiring.inputs.len() == schema.inputs.len() && wiring.targets.len() == schema.targets.len();
        fills && self.check_shapes().is_ok()
    }

    /// The recommended loss of every output.
    pub(super) fn recommended_losses(&self) -> BTreeMap<String, Loss> {
        let (schema, wiring) = (self.data.schema(), self.wiring());
        let mut losses = BTreeMap::new();
        for (output, target) in self.network.outputs.iter().zip(wiring.targets) {
            losses.insert(output.clone(), recommended_loss(schema.targets[target].problem));
        }
        losses
    }
}
