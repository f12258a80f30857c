//! What is wrong with an experiment, field by field.

use super::Experiment;
use crate::invalid::{Invalid, Reason, check_range};
use crate::nn::{LayerKind, Network};

const MAX_LAYERS: usize = 64;
const MAX_PARAMETERS: usize = 2_000_000;

impl Experiment {
    /// Every field that cannot be as it is; empty when the experiment can run.
    pub fn validate(&self) -> Vec<Invalid> {
        let mut errors = Vec::new();
        self.data.validate(&mut errors);
        self.optimizer.validate(&mut errors);
        self.training.validate(&mut errors);
        for (output, weight) in &self.loss_weights {
            check_range(&mut errors, &format!("loss_weights.{output}"), *weight, 0.0, 1e6);
        }
        check_range(&mut errors, "network.layers", self.network.layers.len() as f64, 2.0, MAX_LAYERS as f64);
        self.network.validate(&mut errors);
        if errors.is_empty() {
            self.validate_shapes(&mut errors);
        }
        errors
    }

    /// Whether the graph connects, and meets the data at both ends.
    fn validate_shapes(&self, errors: &mut Vec<Invalid>) {
        let features = self.data.features.len();
        for layer in &self.network.layers {
            if let LayerKind::Input(input) = &layer.kind
                && let Some(shape) = &input.shape
                && shape.iter().product::<usize>() != features
            {
                let value = shape.iter().product();
                let field = format!("network.{}.shape", layer.name);
                errors.push(Invalid::new(field, Reason::Mismatch { value, expected: features }));
                return;
            }
        }
        match Network::compile(&self.network_on_data(), &self.losses, &self.loss_weights) {
            Err(error) => {
                let field = format!("network.{}", error.layer());
                errors.push(Invalid::new(field, Reason::Graph { message: error.to_string() }));
            }
            Ok(network) => {
                let parameters = network.weights.len() as f64;
                check_range(errors, "network.parameters", parameters, 0.0, MAX_PARAMETERS as f64);
                let expected = self.data.problem().units();
                for (name, value) in network.output_units() {
                    if value != expected {
                        let field = format!("network.{name}.units");
                        errors.push(Invalid::new(field, Reason::Mismatch { value, expected }));
                    }
                }
            }
        }
    }
}
