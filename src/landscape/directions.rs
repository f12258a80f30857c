//! The directions that span the plane.

use serde::{Deserialize, Serialize};

use crate::field_error::{FieldError, Reason, check_range};
use crate::nn::Network;
use crate::random::{Random, Stream};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(remote = "Self", rename_all = "snake_case", deny_unknown_fields)]
#[cfg_attr(test, derive(ts_rs::TS), ts(tag = "directions"))]
pub enum Directions {
    /// Two weights, by index.
    Weights { first: usize, second: usize },
    /// Two random directions with filter normalization (Li et al., 2018).
    Random { seed: u32 },
    /// The first two principal components of the trajectories.
    Principal,
}
engine::tagged!(Directions, "directions");

impl Directions {
    pub(super) fn validate(&self, network: &Network, errors: &mut Vec<FieldError>) {
        let Self::Weights { first, second } = *self else { return };
        let trainable = trainable(network);
        let last = trainable.iter().rposition(|&trainable| trainable).unwrap_or(0);
        for (name, index) in [("first", first), ("second", second)] {
            check_range(errors, &format!("directions.{name}"), index as f64, 0.0, last as f64);
        }
        if first == second {
            let message = "two different weights are needed".to_owned();
            errors.push(FieldError::new("directions.second", Reason::Graph { message }));
        }
    }
}

/// Which weights are trainable.
pub(super) fn trainable(network: &Network) -> Vec<bool> {
    let mut trainable = vec![false; network.weights.len()];
    for parameter in network.parameters().into_iter().filter(|parameter| parameter.trainable) {
        trainable[parameter.range].fill(true);
    }
    trainable
}

pub(super) fn of_weights(origin: &[f32], first: usize, second: usize) -> [Vec<f32>; 2] {
    [first, second].map(|index| {
        let mut axis = vec![0.0; origin.len()];
        axis[index] = 1.0;
        axis
    })
}

/// Two random directions. Each unit's column of a kernel has the norm of the network's own, so that a step of 1
/// changes every unit by the same proportion. Biases and other arrays of one axis stay fixed.
pub(super) fn normalised(network: &Network, origin: &[f32], seed: u32) -> [Vec<f32>; 2] {
    let mut random = Random::new(seed.into(), Stream::Surface);
    [(), ()].map(|()| {
        let mut axis = vec![0.0_f32; origin.len()];
        for parameter in network.parameters() {
            let units = parameter.shape.last().copied().unwrap_or(1).max(1);
            if parameter.shape.len() < 2 || !parameter.trainable {
                continue;
            }
            let own = &mut axis[parameter.range.clone()];
            own.iter_mut().for_each(|value| *value = random.normal() as f32);
            let weights = &origin[parameter.range.clone()];
            for unit in 0..units {
                let norm = |values: &[f32]| {
                    let squares =
                        values.iter().skip(unit).step_by(units).map(|&x| f64::from(x) * f64::from(x));
                    libm::sqrt(squares.sum())
                };
                let (length, wanted) = (norm(own), norm(weights));
                // A unit with only zero weights gets a direction too, to show what weights would do.
                let wanted = if wanted > 0.0 { wanted } else { 1.0 };
                let scale = (wanted / length.max(1e-30)) as f32;
                own.iter_mut().skip(unit).step_by(units).for_each(|value| *value *= scale);
            }
        }
        axis
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::Experiment;
    use crate::run::Run;

    #[test]
    fn every_unit_of_a_random_direction_is_as_long_as_its_own_weights_and_biases_stay() {
        let experiment = Experiment::from_json(r#"{"data": {"samples": 100}}"#).expect("a valid experiment");
        let run = Run::new(experiment).expect("a valid experiment");
        let network = run.network();
        // Units of very different norms, and one of norm 0.
        let mut origin = network.weights.clone();
        let mut parameters = network.parameters().into_iter();
        let first = parameters.find(|parameter| parameter.shape.len() == 2).expect("a kernel");
        let units = first.shape[1];
        for (index, weight) in origin[first.range.clone()].iter_mut().enumerate() {
            *weight = (index % units) as f32 * 7.0;
        }
        let axes = normalised(network, &origin, 3);
        for parameter in network.parameters() {
            let own = |values: &[f32]| values[parameter.range.clone()].to_vec();
            for axis in &axes {
                if parameter.shape.len() < 2 {
                    assert!(own(axis).iter().all(|&value| value == 0.0), "{}", parameter.name);
                    continue;
                }
                let units = parameter.shape[parameter.shape.len() - 1];
                for unit in 0..units {
                    let length = |values: &[f32]| {
                        let column = own(values).into_iter().skip(unit).step_by(units);
                        libm::sqrt(column.map(|value| f64::from(value * value)).sum())
                    };
                    let wanted = if length(&origin) > 0.0 { length(&origin) } else { 1.0 };
                    assert!((length(axis) - wanted).abs() < 1e-4 * wanted, "{} {unit}", parameter.name);
                }
            }
        }
        assert_ne!(axes[0], axes[1]);
    }
}
