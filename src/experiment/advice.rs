//! The lecture's table: the type of problem says which last activation and loss are usual.

use std::collections::BTreeMap;

use serde::Serialize;

use super::Experiment;
use crate::data::{DataConfig, Problem};
use crate::nn::{Activation, LayerKind, Loss};

/// What a data set asks of the last layer and the loss.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Advice {
    pub problem: &'static str,
    pub units: usize,
    pub dimensions: usize,
    pub activation: Activation,
    pub loss: Loss,
}

impl Advice {
    pub fn on(data: &DataConfig) -> Self {
        let problem = data.problem();
        Self {
            problem: problem_name(problem),
            units: problem.units(),
            dimensions: data.dimensions(),
            activation: usual_activation(problem),
            loss: usual_loss(problem),
        }
    }
}

/// The last activation that is usual for a problem.
fn usual_activation(problem: Problem) -> Activation {
    match problem {
        Problem::Binary | Problem::MultiLabel { .. } | Problem::UnitRegression => Activation::Sigmoid,
        Problem::Multiclass { .. } => Activation::Softmax,
        Problem::Regression => Activation::Linear,
    }
}

/// The loss that is usual for a problem.
fn usual_loss(problem: Problem) -> Loss {
    match problem {
        Problem::Binary | Problem::MultiLabel { .. } => Loss::BinaryCrossentropy,
        Problem::Multiclass { .. } => Loss::CategoricalCrossentropy,
        Problem::Regression | Problem::UnitRegression => Loss::MeanSquaredError,
    }
}

/// The name of a problem type in the words of the page.
pub fn problem_name(problem: Problem) -> &'static str {
    match problem {
        Problem::Binary => "binary",
        Problem::Multiclass { .. } => "multiclass",
        Problem::MultiLabel { .. } => "multi_label",
        Problem::Regression => "regression",
        Problem::UnitRegression => "unit_regression",
    }
}

impl Experiment {
    /// Sets units and activation of the output layer and its loss as the data ask for.
    pub fn follow_data(&mut self) {
        let advice = Advice::on(&self.data);
        let outputs = &self.network.outputs;
        for layer in self.network.layers.iter_mut().filter(|layer| outputs.contains(&layer.name)) {
            if let LayerKind::Dense(dense) = &mut layer.kind {
                dense.units = advice.units;
                dense.activation = advice.activation.clone();
            }
        }
        self.losses = self.advised_losses();
    }

    /// The loss the data ask for, at every output.
    pub(super) fn advised_losses(&self) -> BTreeMap<String, Loss> {
        let loss = usual_loss(self.data.problem());
        self.network.outputs.iter().map(|output| (output.clone(), loss.clone())).collect()
    }
}
