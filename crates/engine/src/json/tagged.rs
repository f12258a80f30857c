//! Tagged enums, written as a bare name (`"relu"`) or as an object with the name under a tag and the arguments beside it
//! (`{"activation": "leaky_relu", "negative_slope": 0.1}`).

use serde::de::{self, Deserializer, Visitor};
use serde::forward_to_deserialize_any;
use serde::ser::{Serialize, Serializer};
use serde_json::{Map, Value};

use super::DeserializeError;
use super::error::ReadError;
use super::names::{Probe, names_of};
use super::reader::Variant;

/// An enum declared by [`tagged!`](crate::tagged).
pub trait Tagged: Sized {
    /// The key of the variant's name.
    const TAG: &'static str;

    /// What serde derives.
    fn deserialize_variant<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error>;
    fn serialize_variant<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error>;

    /// Names of all variants, in the order of declaration.
    fn names() -> &'static [&'static str] {
        names_of(Self::deserialize_variant(Probe))
    }

    /// The name of its variant.
    fn name(&self) -> &'static str {
        let (name, _) = parts(self);
        Self::names().iter().find(|other| **other == name).expect("what is written has a name")
    }
}

/// Makes an enum a tagged one: `tagged!(Activation, "activation")`. The enum derives serde's traits with
/// `#[serde(remote = "Self", rename_all = .., deny_unknown_fields)]`, which makes them inherent functions.
#[macro_export]
macro_rules! tagged {
    ($set:ident, $tag:literal) => {
        impl $crate::json::Tagged for $set {
            const TAG: &'static str = $tag;
            fn deserialize_variant<'de, D: serde::Deserializer<'de>>(inner: D) -> Result<Self, D::Error> {
                Self::deserialize(inner)
            }
            fn serialize_variant<S: serde::Serializer>(&self, inner: S) -> Result<S::Ok, S::Error> {
                Self::serialize(self, inner)
            }
        }
        impl<'de> serde::Deserialize<'de> for $set {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::json::deserialize_tagged(deserializer)
            }
        }
        impl serde::Serialize for $set {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                $crate::json::serialize_tagged(self, serializer)
            }
        }
    };
}

pub fn deserialize_tagged<'de, T: Tagged, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    read(de::Deserialize::deserialize(deserializer)?).map_err(DeserializeError::into_serde)
}

/// The variant with a name, its arguments at their defaults.
pub fn named<T: Tagged>(name: &str) -> Result<T, DeserializeError> {
    read(name.into())
}

fn read<T: Tagged>(value: Value) -> Result<T, DeserializeError> {
    let (name, arguments) = split(T::TAG, value)?;
    let arguments = Value::Object(arguments);
    let reader = Alternative(Variant { name: &name, arguments: Some(&arguments) });
    T::deserialize_variant(reader).map_err(|error| {
        let error: DeserializeError = error.into();
        // An error with a path is about an argument.
        match error.message.strip_prefix("unknown variant").filter(|_| error.path.is_empty()) {
            Some(rest) => DeserializeError::new(format!("unknown {}{rest}", T::TAG)),
            None => error,
        }
    })
}

fn split(tag: &str, value: Value) -> Result<(String, Map<String, Value>), DeserializeError> {
    match value {
        Value::String(name) => Ok((name, Map::new())),
        Value::Object(mut fields) => match fields.remove(tag) {
            Some(Value::String(name)) => Ok((name, fields)),
            Some(other) => Err(DeserializeError::expected("a name", &other).within(tag)),
            None => Err(DeserializeError::new(format!("missing field `{tag}`"))),
        },
        other => Err(DeserializeError::expected(&format!("a name or an object with `{tag}`"), &other)),
    }
}

pub fn serialize_tagged<T: Tagged, S: Serializer>(choice: &T, serializer: S) -> Result<S::Ok, S::Error> {
    let (name, arguments) = parts(choice);
    if arguments.is_empty() {
        return serializer.serialize_str(&name);
    }
    let mut fields = arguments;
    fields.insert(T::TAG.to_owned(), name.into());
    fields.serialize(serializer)
}

/// Splits a value into the name of the variant and its arguments.
fn parts<T: Tagged>(choice: &T) -> (String, Map<String, Value>) {
    match choice.serialize_variant(serde_json::value::Serializer) {
        Ok(Value::String(name)) => (name, Map::new()),
        Ok(Value::Object(one)) => match one.into_iter().next() {
            Some((name, Value::Object(arguments))) => (name, arguments),
            _ => unreachable!("an enum has one variant with named arguments"),
        },
        other => unreachable!("an enum is a name or an object: {other:?}"),
    }
}

/// A variant that is already split into its name and arguments, for serde's derived code to read.
struct Alternative<'de>(Variant<'de>);

impl<'de> Deserializer<'de> for Alternative<'de> {
    type Error = ReadError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        visitor.visit_enum(self.0)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
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
        Circle {
            #[serde(default = "unit")]
            radius: f64,
        },
        Square(Square),
        Line {
            length: f64,
        },
    }
    crate::tagged!(Shape, "shape");

    fn unit() -> f64 {
        1.0
    }

    #[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
    #[serde(default, deny_unknown_fields)]
    struct Square {
        sides: [f64; 2],
    }

    fn shape(value: Value) -> Result<Shape, String> {
        crate::json::read(&value).map_err(|error| error.to_string())
    }

    #[test]
    fn a_variant_is_a_bare_name_or_an_object_with_arguments() {
        assert_eq!(shape(json!("point")), Ok(Shape::Point));
        assert_eq!(shape(json!({"shape": "point"})), Ok(Shape::Point));
        assert_eq!(shape(json!("circle")), Ok(Shape::Circle { radius: 1.0 }));
        assert_eq!(shape(json!({"shape": "circle", "radius": 2})), Ok(Shape::Circle { radius: 2.0 }));
        assert_eq!(shape(json!({"shape": "square"})), Ok(Shape::Square(Square::default())));
        assert_eq!(shape(json!({"shape": "line", "length": 2})), Ok(Shape::Line { length: 2.0 }));
    }

    #[test]
    fn what_is_written_reads_back_with_any_deserializer() {
        for one in [Shape::Point, Shape::Circle { radius: 2.0 }, Shape::Square(Square { sides: [3.0, 4.0] })]
        {
            let text = serde_json::to_string(&one).unwrap();
            assert_eq!(serde_json::from_str::<Shape>(&text).unwrap(), one);
        }
        assert_eq!(serde_json::to_value(Shape::Point).unwrap(), json!("point"));
        assert_eq!(
            serde_json::to_value(Shape::Circle { radius: 2.0 }).unwrap(),
            json!({"shape": "circle", "radius": 2.0})
        );
    }

    #[test]
    fn an_error_names_the_wrong_argument_and_the_choices() {
        for (value, message) in [
            (
                json!({"shape": "circle", "radius": "x"}),
                "radius: invalid type: string \"x\", expected a number",
            ),
            (json!({"shape": "circle", "size": 1}), "size: unknown field `size`, expected `radius`"),
            (json!("cricle"), "unknown shape `cricle`, expected one of `point`, `circle`, `square`, `line`"),
            (json!({"shape": "point", "x": 1}), "x: unknown field `x`, point takes no arguments"),
            (
                json!({"shape": "square", "sides": [1, true]}),
                "sides[1]: invalid type: boolean `true`, expected a number",
            ),
            (json!({"shape": 3}), "shape: invalid type: integer `3`, expected a name"),
            (json!({}), "missing field `shape`"),
            (json!("line"), "missing field `length`"),
            (json!(3.5), "invalid type: floating point `3.5`, expected a name or an object with `shape`"),
        ] {
            assert_eq!(shape(value).unwrap_err(), message);
        }
    }

    #[test]
    fn the_path_of_an_error_begins_where_the_set_stands() {
        let shapes = json!({"a": ["point", {"shape": "square", "sides": [1, null]}]});
        let read = crate::json::read::<std::collections::BTreeMap<String, Vec<Shape>>>(&shapes);
        assert_eq!(read.unwrap_err().path, "a[1].sides[1]");
    }

    #[test]
    fn names_come_from_the_enum() {
        assert_eq!(Shape::names(), ["point", "circle", "square", "line"]);
        assert_eq!(Shape::Line { length: 1.0 }.name(), "line");
        assert_eq!(named("circle"), Ok(Shape::Circle { radius: 1.0 }));
    }
}
