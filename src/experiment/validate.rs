//! The validation of an experiment.

use super::{Experiment, Wiring};
use crate::data::Schema;
use crate::field_error::{FieldError, Reason, check_range, check_ranges};
use crate::nn::{GraphError, LayerKind, Network};

pub(super) const MAX_LAYERS: usize = 64;
pub(super) const MAX_PARAMETERS: usize = 2_000_000;

impl Experiment {
    /// All errors; empty if the experiment can run.
    pub fn validate(&self) -> Vec<FieldError> {
        let mut errors = Vec::new();
        self.data.validate(&mut errors);
        self.optimizer.validate(&mut errors);
        self.training.validate(&mut errors);
        for (output, loss) in &self.losses {
            check_ranges(&mut errors, &format!("losses.{output}"), loss.ranges());
        }
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

    fn validate_shapes(&self, errors: &mut Vec<FieldError>) {
        match self.check_shapes() {
            Err(error) => errors.push(error),
            Ok(network) => {
                let parameters = network.weights.len() as f64;
                check_range(errors, "network.parameters", parameters, 0.0, MAX_PARAMETERS as f64);
                if let Some(reason) = self.optimizer.rule.refuses(&network) {
                    errors.push(FieldError::new("optimizer.optimizer", reason));
                }
            }
        }
    }

    /// The compiled network, if its graph is right and fits the data.
    pub(super) fn check_shapes(&self) -> Result<Network, FieldError> {
        let (schema, wiring) = (self.data.schema(), self.wiring());
        self.check_inputs(&schema, &wiring)?;
        let network =
            Network::compile(self.network_on_data(), &self.losses, &self.loss_weights).map_err(|error| {
                let field = format!("network.{}", error.layer());
                FieldError::new(field, Reason::Graph { message: error.to_string() })
            })?;
        if let Some(name) = network.masked_output() {
            let message = GraphError::MaskedOutput.to_string();
            return Err(FieldError::new(format!("network.{name}"), Reason::Graph { message }));
        }
        for ((name, value), &target) in network.output_units().zip(&wiring.targets) {
            let expected = schema.targets[target].problem.units();
            if value != expected {
                return Err(mismatch(name, "units", value, expected));
            }
        }
        Ok(network)
    }

    /// An input layer with a shape must have the size of the data.
    fn check_inputs(&self, schema: &Schema, wiring: &Wiring) -> Result<(), FieldError> {
        let inputs = self.network.layers.iter().filter_map(|layer| match &layer.kind {
            LayerKind::Input(input) => Some((&layer.name, input)),
            _ => None,
        });
        for ((name, input), &index) in inputs.zip(&wiring.inputs) {
            let given = &schema.inputs[index];
            let size =
                |shape: &[usize]| shape.iter().try_fold(1_usize, |product, &side| product.checked_mul(side));
            let value = input.shape.as_deref().map_or(Some(given.size()), size).unwrap_or(usize::MAX);
            if value != given.size() {
                return Err(mismatch(name, "shape", value, given.size()));
            }
        }
        Ok(())
    }
}

fn mismatch(layer: &str, argument: &str, value: usize, expected: usize) -> FieldError {
    FieldError::new(format!("network.{layer}.{argument}"), Reason::Mismatch { value, expected })
}
