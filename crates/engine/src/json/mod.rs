//! Configs in JSON, read by serde with errors that give a path.
//!
//! A struct derives `Deserialize` with `#[serde(default, deny_unknown_fields)]`. An enum whose variants have arguments is
//! written as in Keras, as a bare name or as an object with a tag: [`tagged!`](crate::tagged). A struct that contains such
//! an enum in the same object is [`flat!`](crate::flat).

mod error;
mod flat;
mod names;
mod reader;
mod tagged;

pub use error::DeserializeError;
pub use flat::{Flat, read_flat, serialize_flat, set_default};
pub use names::all;
pub use tagged::{Tagged, deserialize_tagged, named, serialize_tagged};

use serde::de::DeserializeOwned;
use serde::{Serialize, Serializer};
use serde_json::Value;

use reader::Reader;

/// Reads a config.
pub fn read<T: DeserializeOwned>(value: &Value) -> Result<T, DeserializeError> {
    Ok(T::deserialize(Reader(value))?)
}

/// Writes a number, or null if it is not finite.
pub fn finite<S: Serializer>(number: &f64, serializer: S) -> Result<S::Ok, S::Error> {
    number.is_finite().then_some(*number).serialize(serializer)
}

/// Parses JSON.
pub fn parse(text: &str) -> Result<Value, DeserializeError> {
    serde_json::from_str(text).map_err(|error| DeserializeError::new(error.to_string()))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn an_error_names_the_path_and_what_would_be_right() {
        let read = |text| {
            read::<BTreeMap<String, Vec<[u8; 2]>>>(&parse(text).unwrap()).map_err(|error| error.to_string())
        };
        assert_eq!(read(r#"{"a": [[1, 2]]}"#), Ok(BTreeMap::from([("a".into(), vec![[1, 2]])])));
        for (text, message) in [
            (r#"{"a": [[1, 256]]}"#, "a[0][1]: invalid value: integer `256`, expected a whole number"),
            (r#"{"a": [[1, -2]]}"#, "a[0][1]: invalid value: integer `-2`, expected a whole number"),
            (r#"{"a": [[1, 1.5]]}"#, "a[0][1]: invalid type: floating point `1.5`, expected a whole number"),
            (r#"{"a": [[1, 2], [1]]}"#, "a[1]: invalid length 1, expected an array of length 2"),
            ("[]", "invalid type: sequence, expected an object"),
        ] {
            assert_eq!(read(text).unwrap_err(), message);
        }
        assert!(parse("{").unwrap_err().to_string().starts_with("EOF"));
    }
}
