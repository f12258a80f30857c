//! The least that still stands for an experiment: what a link carries.

use serde::Serialize;
use serde::de::DeserializeOwned;
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

/// The value of `thing` without every key that may go without changing what it reads as.
pub(crate) fn least_of<T: Serialize + DeserializeOwned + PartialEq>(thing: &T) -> Value {
    let mut whole = serde_json::to_value(thing).unwrap_or_default();
    let means_the_same = |value: &Value| T::deserialize(value).is_ok_and(|read| read == *thing);
    for path in paths(&whole, "") {
        let mut without = whole.clone();
        let (parent, key) = path.rsplit_once('/').unwrap_or(("", &path));
        if let Some(Value::Object(object)) = without.pointer_mut(parent) {
            object.remove(key);
            if means_the_same(&without) {
                whole = without;
            }
        }
    }
    whole
}

/// JSON pointers of every key, the outer before the inner. Arrays of numbers and of names have none.
fn paths(value: &Value, at: &str) -> Vec<String> {
    let children: Vec<(String, &Value)> = match value {
        Value::Object(object) => object.iter().map(|(key, child)| (format!("{at}/{key}"), child)).collect(),
        Value::Array(items) if items.first().is_some_and(Value::is_object) => {
            let inside = items.iter().enumerate();
            return inside.flat_map(|(index, item)| paths(item, &format!("{at}/{index}"))).collect();
        }
        _ => Vec::new(),
    };
    children
        .into_iter()
        .flat_map(|(path, child)| [vec![path.clone()], paths(child, &path)].concat())
        .collect()
}
