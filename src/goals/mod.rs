//! Goals: comparisons over what a run is, such as `test_loss <= 0.177, hidden_units <= 3`. Exercises and links have them
//! as text, several at a time, separated by commas or lines.

mod facts;
mod read;

pub use facts::{Facts, Measures, dead_units};
pub use read::read;

use serde::{Deserialize, Serialize};

/// What a goal can be about. The README has the same table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub enum Quantity {
    /// Mean loss over the training examples, without penalties on weights.
    TrainLoss,
    /// The same over the test examples.
    TestLoss,
    /// Test loss minus training loss.
    Gap,
    /// Share of examples whose class is right: of the test examples, or of the training examples where none are left out.
    Accuracy,
    TrainAccuracy,
    TestAccuracy,
    /// R2 of a regression, of the same examples as the accuracy.
    R2,
    TrainR2,
    TestR2,
    /// Mean absolute error, of the same examples as the accuracy.
    Mae,
    TrainMae,
    TestMae,
    /// Epochs done.
    Epoch,
    /// Batches done.
    Step,
    /// The learning rate of the next step.
    LearningRate,
    /// Examples per batch.
    BatchSize,
    /// Training and test examples together.
    Samples,
    /// Features of a point that are inputs of the network.
    Features,
    /// Layers with units between inputs and outputs.
    HiddenLayers,
    /// Their units: filters of a convolution, outputs of a recurrent layer.
    HiddenUnits,
    /// Weights and biases.
    Parameters,
    /// Weights of connections, without biases, that are not 0.
    LiveWeights,
    /// Hidden units that are 0 for every training example.
    DeadUnits,
}

impl Quantity {
    /// Every quantity, by the name it has in goals.
    pub const ALL: [(&'static str, Self); 23] = [
        ("train_loss", Self::TrainLoss),
        ("test_loss", Self::TestLoss),
        ("gap", Self::Gap),
        ("accuracy", Self::Accuracy),
        ("train_accuracy", Self::TrainAccuracy),
        ("test_accuracy", Self::TestAccuracy),
        ("r2", Self::R2),
        ("train_r2", Self::TrainR2),
        ("test_r2", Self::TestR2),
        ("mae", Self::Mae),
        ("train_mae", Self::TrainMae),
        ("test_mae", Self::TestMae),
        ("epoch", Self::Epoch),
        ("step", Self::Step),
        ("learning_rate", Self::LearningRate),
        ("batch_size", Self::BatchSize),
        ("samples", Self::Samples),
        ("features", Self::Features),
        ("hidden_layers", Self::HiddenLayers),
        ("hidden_units", Self::HiddenUnits),
        ("parameters", Self::Parameters),
        ("live_weights", Self::LiveWeights),
        ("dead_units", Self::DeadUnits),
    ];
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub enum Comparison {
    #[serde(rename = "<=")]
    AtMost,
    #[serde(rename = "<")]
    Below,
    #[serde(rename = ">=")]
    AtLeast,
    #[serde(rename = ">")]
    Above,
    #[serde(rename = "=")]
    Equal,
}

impl Comparison {
    /// How it is written, the longer before what they begin with.
    const WRITTEN: [(&'static str, Self); 9] = [
        ("<=", Self::AtMost),
        ("≤", Self::AtMost),
        ("=<", Self::AtMost),
        (">=", Self::AtLeast),
        ("≥", Self::AtLeast),
        ("<", Self::Below),
        (">", Self::Above),
        ("==", Self::Equal),
        ("=", Self::Equal),
    ];

    pub fn holds(self, value: f64, target: f64) -> bool {
        match self {
            Self::AtMost => value <= target,
            Self::Below => value < target,
            Self::AtLeast => value >= target,
            Self::Above => value > target,
            // A share such as 2/3 is typed with a few digits.
            Self::Equal => (value - target).abs() <= 1e-9 * target.abs().max(1.0),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Goal {
    pub quantity: Quantity,
    pub comparison: Comparison,
    pub target: f64,
}

impl Goal {
    /// Whether it is reached, with the value of its quantity. A quantity that a run does not have, such as the test loss
    /// where all examples are for training, reaches nothing.
    pub fn check(&self, facts: &Facts, experiment: &crate::experiment::Experiment) -> (Option<f64>, bool) {
        let value = facts.value(self.quantity, experiment);
        (value, value.is_some_and(|value| self.comparison.holds(value, self.target)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_quantity_has_the_name_by_which_it_is_written() {
        for (name, quantity) in Quantity::ALL {
            assert_eq!(serde_json::to_value(quantity).unwrap(), name);
        }
    }

    #[test]
    fn the_readme_has_every_quantity() {
        let readme = std::fs::read_to_string("README.md").unwrap();
        for (name, _) in Quantity::ALL {
            assert!(readme.contains(&format!("`{name}`")), "{name}");
        }
    }

    #[test]
    fn comparisons_are_those_of_numbers() {
        for (comparison, below, same, above) in [
            (Comparison::AtMost, true, true, false),
            (Comparison::Below, true, false, false),
            (Comparison::AtLeast, false, true, true),
            (Comparison::Above, false, false, true),
            (Comparison::Equal, false, true, false),
        ] {
            let holds = [1.0, 2.0, 3.0].map(|value| comparison.holds(value, 2.0));
            assert_eq!(holds, [below, same, above], "{comparison:?}");
        }
        assert!(!Comparison::AtMost.holds(f64::NAN, 1.0));
    }
}
