//! The least JSON that still stands for a value: what links carry.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::json;

/// The value of `thing` without every key that may go without changing what it reads as.
pub fn least_of<T: Serialize + DeserializeOwned + PartialEq>(thing: &T) -> Value {
    without_needless(json!(thing), &|value| json::read::<T>(value).is_ok_and(|read| read == *thing))
}

fn without_needless(mut whole: Value, means_the_same: &dyn Fn(&Value) -> bool) -> Value {
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
