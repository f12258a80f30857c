//! Structs that contain a tagged enum in the same object:
//! `{"optimizer": "adam", "beta_1": 0.9, "learning_rate": 0.01}`.

use serde::de::Deserializer;
use serde::ser::{self, Serialize, Serializer};
use serde_json::{Map, Value};

use super::names::{Probe, names_of};
use super::reader::Reader;
use super::{DeserializeError, Tagged};

/// A struct declared by [`flat!`](crate::flat).
pub trait Flat: Sized {
    type Set: Tagged;
    /// The field of the enum, whose name and arguments are beside the other fields.
    const FIELD: &'static str;
    /// The variant if neither a name nor arguments are given.
    const DEFAULT: Option<&'static str>;

    /// What serde derives, with the enum in its own field.
    fn deserialize_nested<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error>;
    fn serialize_nested<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error>;
}

/// Puts the name and the arguments of a tagged enum beside the other fields of a struct:
/// `flat!(OptimizerConfig { rule: UpdateRule })`. Serde's own `flatten` loses the path of an error. The struct derives
/// serde's traits with `#[serde(remote = "Self", deny_unknown_fields)]`, which makes them inherent functions, and implements
/// `Deserialize` by calling [`read_flat`].
#[macro_export]
macro_rules! flat {
    ($config:ident { $field:ident: $set:ty $(= $default:literal)? }) => {
        impl $crate::json::Flat for $config {
            type Set = $set;
            const FIELD: &'static str = stringify!($field);
            const DEFAULT: Option<&'static str> = [$(Some($default),)? None][0];
            fn deserialize_nested<'de, D: serde::Deserializer<'de>>(inner: D) -> Result<Self, D::Error> {
                Self::deserialize(inner)
            }
            fn serialize_nested<S: serde::Serializer>(&self, inner: S) -> Result<S::Ok, S::Error> {
                Self::serialize(self, inner)
            }
        }
        impl serde::Serialize for $config {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                $crate::json::serialize_flat(self, serializer)
            }
        }
    };
}

/// Reads a struct. `complete` gets the name of the variant and can add defaults to the other fields.
pub fn read_flat<T: Flat>(
    value: Value,
    complete: impl FnOnce(&str, &mut Map<String, Value>),
) -> Result<T, DeserializeError> {
    let mut rest = match value {
        Value::String(name) => Map::from_iter([(T::Set::TAG.to_owned(), name.into())]),
        Value::Object(fields) => fields,
        other => return Err(DeserializeError::expected("an object", &other)),
    };
    let mut fields = Map::new();
    for &name in names_of(T::deserialize_nested(Probe)).iter().filter(|name| **name != T::FIELD) {
        if let Some(value) = rest.remove(name) {
            fields.insert(name.to_owned(), value);
        }
    }
    if let (true, Some(default)) = (rest.is_empty(), T::DEFAULT) {
        rest.insert(T::Set::TAG.to_owned(), default.into());
    }
    if let Some(Value::String(name)) = rest.get(T::Set::TAG) {
        complete(name, &mut fields);
    }
    fields.insert(T::FIELD.to_owned(), rest.into());

    T::deserialize_nested(Reader(&Value::Object(fields))).map_err(|error| {
        let mut error: DeserializeError = error.into();
        if let Some(beside) = error.path.strip_prefix(T::FIELD) {
            error.path = beside.trim_start_matches('.').to_owned();
        }
        error
    })
}

/// Sets a field if it is missing or null.
pub fn set_default(fields: &mut Map<String, Value>, name: &str, value: impl Into<Value>) {
    if fields.get(name).is_none_or(Value::is_null) {
        fields.insert(name.to_owned(), value.into());
    }
}

pub fn serialize_flat<T: Flat, S: Serializer>(config: &T, serializer: S) -> Result<S::Ok, S::Error> {
    let nested = config.serialize_nested(serde_json::value::Serializer).map_err(ser::Error::custom)?;
    let Value::Object(mut fields) = nested else { unreachable!("a struct is an object") };
    match fields.remove(T::FIELD) {
        Some(Value::Object(mut arguments)) => fields.append(&mut arguments),
        name => drop(fields.insert(T::Set::TAG.to_owned(), name.unwrap_or_default())),
    }
    fields.serialize(serializer)
}

#[cfg(test)]
mod tests {
    use serde::{Deserialize, Serialize};
    use serde_json::json;

    use super::*;

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    #[serde(remote = "Self", rename_all = "snake_case", deny_unknown_fields)]
    enum Shape {
        Point,
        Line { length: f64 },
    }
    crate::tagged!(Shape, "shape");

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    #[serde(remote = "Self", deny_unknown_fields)]
    struct Drawing {
        width: f64,
        #[serde(default)]
        colours: Vec<u8>,
        shape: Shape,
    }
    crate::flat!(Drawing { shape: Shape = "point" });

    impl<'de> Deserialize<'de> for Drawing {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            let read = read_flat(Value::deserialize(deserializer)?, |name, fields| {
                set_default(fields, "width", if name == "line" { 2.0 } else { 1.0 });
            });
            read.map_err(DeserializeError::into_serde)
        }
    }

    fn drawing(value: Value) -> Result<Drawing, String> {
        crate::json::read(&value).map_err(|error| error.to_string())
    }

    #[test]
    fn arguments_stand_beside_the_other_fields() {
        let line = Drawing { width: 2.0, colours: vec![3], shape: Shape::Line { length: 4.0 } };
        let written = json!({"shape": "line", "length": 4.0, "width": 2.0, "colours": [3]});
        assert_eq!(serde_json::to_value(&line).unwrap(), written);
        assert_eq!(drawing(written), Ok(line));
        let point = Drawing { width: 1.0, colours: vec![], shape: Shape::Point };
        let written = json!({"shape": "point", "width": 1.0, "colours": []});
        assert_eq!(serde_json::to_value(&point).unwrap(), written);
        for value in [json!("point"), json!({}), json!({"width": null}), json!({"shape": "point"})] {
            assert_eq!(drawing(value), Ok(Drawing { width: 1.0, colours: vec![], shape: Shape::Point }));
        }
    }

    #[test]
    fn an_error_names_the_field_as_it_is_written() {
        for (value, message) in [
            (json!({"shape": "line", "length": []}), "length: invalid type: sequence, expected a number"),
            (json!({"colours": [1, "x"]}), "colours[1]: invalid type: string \"x\", expected a whole number"),
            (json!({"shape": "line", "size": 1}), "size: unknown field `size`, expected `length`"),
            (json!({"shape": "lime"}), "unknown shape `lime`, expected `point` or `line`"),
            (json!({"length": 1}), "missing field `shape`"),
            (json!({"shape": {"shape": "point"}}), "shape: invalid type: map, expected a name"),
            (json!([]), "invalid type: sequence, expected an object"),
        ] {
            assert_eq!(drawing(value).unwrap_err(), message);
        }
    }
}
