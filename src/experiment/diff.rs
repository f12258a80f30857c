//! The difference of an experiment from the defaults, which is what a link contains.

use crate::diff::without_defaults;
use serde_json::{Map, Value};

use super::Experiment;

impl Experiment {
    /// The partial experiment with only what differs from the defaults. Reading it gives the same experiment.
    pub fn diff_from_defaults(&self) -> Map<String, Value> {
        let defaults = Self::default();
        let mut derived = self.clone();
        derived.network = defaults.network.clone();
        derived.adapt_to_data();

        let mut differences = Map::new();
        let mut keep = |key: &str, value: Value, differs: bool| {
            if differs {
                differences.insert(key.to_owned(), value);
            }
        };
        keep("data", without_defaults(&self.data), self.data != defaults.data);
        keep("network", without_defaults(&self.network), self.network != derived.network);
        keep("losses", without_defaults(&self.losses), self.losses != self.recommended_losses());
        keep("loss_weights", without_defaults(&self.loss_weights), !self.loss_weights.is_empty());
        keep("optimizer", without_defaults(&self.optimizer), self.optimizer != defaults.optimizer);
        keep("training", without_defaults(&self.training), self.training != defaults.training);
        keep("seed", self.seed.into(), self.seed != defaults.seed);
        keep("seeds", without_defaults(&self.seeds), self.seeds != defaults.seeds);
        differences
    }
}
