//! Keras's way of writing a choice: a bare name (`"relu"`) or an object whose tag names the choice
//! and whose other keys are its arguments (`{"activation": "leaky_relu", "negative_slope": 0.1}`).
//!
//! [`tagged!`] gives an enum this form. The enum derives serde with `remote = "Self"`, which is
//! serde's external form (`{"leaky_relu": {..}}`); unlike serde's own internal tags it keeps the
//! path of a wrong field for the message.

use serde::de::{DeserializeOwned, Deserializer};
use serde_json::{Map, Value};

/// Reads the choice `tag` names in `value`, and its arguments.
/// The error says which argument is wrong and what would be right.
pub fn from_value<T: External>(tag: &str, value: Value) -> Result<T, String> {
    let (name, arguments) = match value {
        Value::String(name) => (name, Map::new()),
        Value::Object(mut fields) => match fields.remove(tag) {
            Some(Value::String(name)) => (name, fields),
            Some(other) => return Err(format!("{tag}: expected a name, got {other}")),
            None => return Err(format!("{tag}: missing")),
        },
        other => return Err(format!("expected a name or an object with \"{tag}\", got {other}")),
    };
    let bare = arguments.is_empty();
    let object = |arguments| Value::Object(Map::from_iter([(name.clone(), arguments)]));
    let read = |value: Value| {
        let mut track = serde_path_to_error::Track::new();
        T::read(serde_path_to_error::Deserializer::new(value, &mut track))
            .map_err(|error| (track.path().to_string(), error.to_string()))
    };
    let result = read(object(Value::Object(arguments)));
    let result =
        if bare { result.or_else(|first| read(object(Value::Null)).map_err(|_| first)) } else { result };
    result.map_err(|(path, message)| match path.split_once('.') {
        Some((_, field)) => format!("{field}: {message}"),
        None if message.contains("expected unit") => format!("{name} takes no arguments"),
        None => message,
    })
}

/// Writes a choice: its bare name where it has no arguments and `bare` allows it, else an object.
pub fn to_value<T: External>(tag: &str, choice: &T, bare: bool) -> Value {
    let external = choice.write().unwrap_or(Value::Null);
    let (name, arguments) = match external {
        Value::Object(map) => match map.into_iter().next() {
            Some((name, Value::Object(arguments))) => (Value::String(name), arguments),
            Some((name, _)) => (Value::String(name), Map::new()),
            None => (Value::Null, Map::new()),
        },
        name => (name, Map::new()),
    };
    if bare && arguments.is_empty() {
        return name;
    }
    let mut fields = Map::from_iter([(tag.to_owned(), name)]);
    fields.extend(arguments);
    Value::Object(fields)
}

/// serde's external form of an enum, as `remote = "Self"` derives it. Implemented by [`tagged!`].
pub trait External: Sized {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error>;
    fn write(&self) -> Result<Value, serde_json::Error>;
}

/// Reads a value of `T` and names the path of what is wrong with it.
pub fn from_fields<T: DeserializeOwned>(fields: Map<String, Value>) -> Result<T, String> {
    serde_path_to_error::deserialize(Value::Object(fields)).map_err(|error| {
        let path = error.path().to_string();
        let message = error.into_inner().to_string();
        if path == "." { message } else { format!("{path}: {message}") }
    })
}

/// Gives an enum that derives serde with `remote = "Self"` the tagged form.
#[macro_export]
macro_rules! tagged {
    ($choice:ty, $tag:literal) => {
        impl $crate::tagged::External for $choice {
            fn read<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                <$choice>::deserialize(deserializer)
            }
            fn write(&self) -> Result<serde_json::Value, serde_json::Error> {
                <$choice>::serialize(self, serde_json::value::Serializer)
            }
        }
        impl<'de> serde::Deserialize<'de> for $choice {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let value = serde_json::Value::deserialize(deserializer)?;
                $crate::tagged::from_value($tag, value).map_err(serde::de::Error::custom)
            }
        }
        impl serde::Serialize for $choice {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                $crate::tagged::to_value($tag, self, true).serialize(serializer)
            }
        }
    };
}

#[cfg(test)]
mod tests {
    use serde::{Deserialize, Serialize};
    use serde_json::json;

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    #[serde(remote = "Self", rename_all = "snake_case", deny_unknown_fields)]
    enum Shape {
        Point,
        Circle {
            #[serde(default = "one")]
            radius: f64,
        },
        Square(Square),
    }
    crate::tagged!(Shape, "shape");

    #[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
    #[serde(default, deny_unknown_fields)]
    struct Square {
        side: f64,
    }

    fn one() -> f64 {
        1.0
    }

    fn read(value: serde_json::Value) -> Result<Shape, String> {
        serde_json::from_value(value).map_err(|error: serde_json::Error| error.to_string())
    }

    #[test]
    fn a_choice_is_a_bare_name_or_an_object_with_arguments() {
        assert_eq!(read(json!("point")), Ok(Shape::Point));
        assert_eq!(read(json!({"shape": "point"})), Ok(Shape::Point));
        assert_eq!(read(json!("circle")), Ok(Shape::Circle { radius: 1.0 }));
        assert_eq!(read(json!({"shape": "circle", "radius": 2})), Ok(Shape::Circle { radius: 2.0 }));
        assert_eq!(read(json!({"shape": "square"})), Ok(Shape::Square(Square::default())));
    }

    #[test]
    fn what_is_written_reads_back() {
        for shape in [Shape::Point, Shape::Circle { radius: 2.0 }, Shape::Square(Square { side: 3.0 })] {
            assert_eq!(read(serde_json::to_value(&shape).unwrap()), Ok(shape));
        }
        assert_eq!(serde_json::to_value(Shape::Point).unwrap(), json!("point"));
    }

    #[test]
    fn an_error_names_the_wrong_argument_and_the_choices() {
        assert!(read(json!({"shape": "circle", "radius": "x"})).unwrap_err().starts_with("radius: "));
        assert!(read(json!({"shape": "circle", "size": 1})).unwrap_err().contains("expected `radius`"));
        assert!(read(json!("cricle")).unwrap_err().contains("`point`, `circle`"));
        assert_eq!(read(json!({"shape": "point", "x": 1})).unwrap_err(), "point takes no arguments");
        assert_eq!(read(json!({})).unwrap_err(), "shape: missing");
    }
}
