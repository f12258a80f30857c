//! The shortest JSON that still reads as the same value, which is what links contain.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::json;

/// The JSON of `thing` without any key that can be left out without changing what it reads as.
pub fn without_defaults<T: Serialize + DeserializeOwned + PartialEq>(thing: &T) -> Value {
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

/// JSON pointers to every key, outer keys first. Arrays of numbers and names have none.
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
