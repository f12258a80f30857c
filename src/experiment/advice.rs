//! The lecture's table: the type of problem says which last activation and loss are usual.

use std::collections::BTreeMap;

use serde::Serialize;

use super::Experiment;
use super::usual::usual_network;
use crate::data::{DataConfig, Input, Problem, ProblemKind, Target};
use crate::nn::{Activation, LayerKind, Loss};

/// What a data set gives a network, and what it asks of the last layers and their losses.
/// The fields beside the lists are those of the first target.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Advice {
    pub problem: ProblemKind,
    pub units: usize,
    pub dimensions: usize,
    pub activation: Activation,
    pub loss: Loss,
    /// Inputs of a task. Those of the plane are features, of which one may choose any number.
    pub inputs: Vec<InputAdvice>,
    pub targets: Vec<TargetAdvice>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct InputAdvice {
    pub name: &'static str,
    pub shape: Vec<usize>,
    /// Tokens that are told apart; none where the values are numbers.
    pub vocabulary: Option<usize>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct TargetAdvice {
    pub name: &'static str,
    pub problem: ProblemKind,
    pub units: usize,
    pub activation: Activation,
    pub loss: Loss,
}

impl Advice {
    pub fn on(data: &DataConfig) -> Self {
        let schema = data.schema();
        let targets: Vec<TargetAdvice> = schema.targets.iter().map(TargetAdvice::on).collect();
        let inputs = if data.set.is_task() { &schema.inputs[..] } else { &[] };
        let first = targets[0].clone();
        Self {
            problem: first.problem,
            units: first.units,
            dimensions: data.dimensions(),
            activation: first.activation,
            loss: first.loss,
            inputs: inputs.iter().map(InputAdvice::on).collect(),
            targets,
        }
    }
}

impl InputAdvice {
    pub(super) fn on(input: &Input) -> Self {
        Self { name: input.name, shape: input.shape.clone(), vocabulary: input.vocabulary() }
    }
}

impl TargetAdvice {
    pub(super) fn on(target: &Target) -> Self {
        Self {
            name: target.name,
            problem: target.problem.kind(),
            units: target.problem.units(),
            activation: usual_activation(target.problem),
            loss: usual_loss(target.problem),
        }
    }
}

/// The last activation that is usual for a problem.
pub(super) fn usual_activation(problem: Problem) -> Activation {
    match problem {
        Problem::Binary | Problem::MultiLabel { .. } | Problem::UnitRegression { .. } => Activation::Sigmoid,
        Problem::Multiclass { .. } => Activation::Softmax,
        Problem::Regression { .. } => Activation::Linear,
    }
}

/// The loss that is usual for a problem.
fn usual_loss(problem: Problem) -> Loss {
    match problem {
        Problem::Binary | Problem::MultiLabel { .. } => Loss::BinaryCrossentropy,
        Problem::Multiclass { .. } => Loss::CategoricalCrossentropy,
        Problem::Regression { .. } | Problem::UnitRegression { .. } => Loss::MeanSquaredError,
    }
}

impl Experiment {
    /// Sets units and activation of the outputs and their losses as the data ask for. A network that cannot take
    /// the data makes room for the usual one.
    pub fn follow_data(&mut self) {
        self.follow_targets();
        if !self.suits_data() {
            self.network = usual_network(&self.data.schema());
            self.follow_targets();
        }
        self.loss_weights.retain(|output, _| self.network.outputs.contains(output));
    }

    fn follow_targets(&mut self) {
        let (schema, wiring) = (self.data.schema(), self.wiring());
        let outputs = self.network.outputs.iter().zip(wiring.targets);
        for (output, target) in outputs {
            let advice = TargetAdvice::on(&schema.targets[target]);
            let layer = self.network.layers.iter_mut().find(|layer| layer.name == *output);
            if let Some(LayerKind::Dense(dense)) = layer.map(|layer| &mut layer.kind) {
                dense.units = advice.units;
                dense.activation = advice.activation;
            }
        }
        self.losses = self.advised_losses();
    }

    /// Whether every input and target of the data has a place in the network, and tokens meet embeddings.
    fn suits_data(&self) -> bool {
        let (schema, wiring) = (self.data.schema(), self.wiring());
        let fills =
            wiring.inputs.len() == schema.inputs.len() && wiring.targets.len() == schema.targets.len();
        fills && self.check_shapes().is_ok()
    }

    /// The loss the data ask for, at every output.
    pub(super) fn advised_losses(&self) -> BTreeMap<String, Loss> {
        let (schema, wiring) = (self.data.schema(), self.wiring());
        let mut losses = BTreeMap::new();
        for (output, target) in self.network.outputs.iter().zip(wiring.targets) {
            losses.insert(output.clone(), usual_loss(schema.targets[target].problem));
        }
        losses
    }
}
