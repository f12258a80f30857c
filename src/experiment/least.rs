//! The least that still stands for an experiment: what a link carries.

use crate::least::least_of;
use serde_json::{Map, Value};

use super::Experiment;

impl Experiment {
    /// The partial experiment with only what differs from the defaults.
    /// Reading it back gives this experiment.
    pub fn least(&self) -> Map<String, Value> {
        let defaults = Self::default();
        let mut follower = self.clone();
        follower.network = defaults.network.clone();
        follower.follow_data();

        let mut least = Map::new();
        let mut keep = |key: &str, value: Value, differs: bool| {
            if differs {
                least.insert(key.to_owned(), value);
            }
        };
        keep("data", least_of(&self.data), self.data != defaults.data);
        keep("network", least_of(&self.network), self.network != follower.network);
        keep("losses", least_of(&self.losses), self.losses != self.advised_losses());
        keep("loss_weights", least_of(&self.loss_weights), !self.loss_weights.is_empty());
        keep("optimizer", least_of(&self.optimizer), self.optimizer != defaults.optimizer);
        keep("training", least_of(&self.training), self.training != defaults.training);
        keep("seed", self.seed.into(), self.seed != defaults.seed);
        least
    }
}
