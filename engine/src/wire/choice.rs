//! Closed sets, each choice with a name and perhaps arguments.

use serde_json::{Map, Value};

use super::{Misread, Record, read_record, write_record};

/// Names of choices, each with the choice and its usual arguments.
pub type Choices<T> = [(&'static str, fn() -> T)];

/// The name of a choice, and its arguments where there are any.
type Tagged<'a> = (&'a str, Option<&'a Map<String, Value>>);

/// An enum as [`choices!`](crate::choices) lists it.
pub trait Choice: Record + Sized + 'static {
    /// The key that names the choice.
    const TAG: &'static str;
    const CHOICES: &'static Choices<Self>;

    fn name(&self) -> &'static str;
}

/// Reads the choice that its tag names, and its arguments.
pub fn read_choice<T: Choice>(choice: &mut T, value: &Value) -> Result<(), Misread> {
    let (name, arguments) = tag_of(T::TAG, value)?;
    *choice = named(name)?;
    read_arguments(choice, name, arguments, T::TAG)
}

/// The choice of a name, with its usual arguments.
pub fn named<T: Choice>(name: &str) -> Result<T, Misread> {
    match T::CHOICES.iter().find(|(other, _)| *other == name) {
        Some((_, choice)) => Ok(choice()),
        None => {
            Err(Misread::unknown(T::TAG, name, &T::CHOICES.iter().map(|(name, _)| *name).collect::<Vec<_>>()))
        }
    }
}

fn read_arguments(
    choice: &mut dyn Record,
    name: &str,
    arguments: Option<&Map<String, Value>>,
    tag: &'static str,
) -> Result<(), Misread> {
    let mut takes_none = true;
    choice.fields(&mut |_, _, _| takes_none = false);
    let given = arguments.into_iter().flat_map(Map::keys);
    if takes_none && given.into_iter().any(|key| key != tag) {
        return Err(Misread::new(format!("{name} takes no arguments")));
    }
    read_record(choice, arguments, &[tag])
}

/// The name that `tag` gives a choice, and the object with its arguments where there is one.
pub fn tag_of<'a>(tag: &'static str, value: &'a Value) -> Result<Tagged<'a>, Misread> {
    match value {
        Value::String(name) => Ok((name, None)),
        Value::Object(fields) => match fields.get(tag) {
            Some(Value::String(name)) => Ok((name, Some(fields))),
            Some(other) => Err(Misread::expected("a name", other).within(tag)),
            None => Err(Misread::new("missing").within(tag)),
        },
        other => Err(Misread::expected(&format!("a name or an object with \"{tag}\""), other)),
    }
}

/// Writes a choice: its bare name where it has no arguments, else an object.
pub fn write_choice<T: Choice>(choice: &T) -> Value {
    match write_tagged(choice, T::TAG, choice.name()) {
        Value::Object(fields) if fields.len() == 1 => choice.name().into(),
        value => value,
    }
}

/// Writes a record with the name of a choice under its tag.
pub fn write_tagged(record: &dyn Record, tag: &str, name: &str) -> Value {
    let mut fields = write_record(record);
    fields.insert(tag.to_owned(), name.into());
    Value::Object(fields)
}

/// Reads one of a few names.
pub fn read_name(names: &[&str], value: &Value) -> Result<usize, Misread> {
    let name = value.as_str().ok_or_else(|| Misread::expected("a name", value))?;
    names.iter().position(|other| *other == name).ok_or_else(|| Misread::unknown("name", name, names))
}

/// Lists the choices of an enum under their tag: without arguments (`"tanh" => Tanh`), with arguments and their usual
/// values (`"elu" => Elu { alpha = 1.0 }`), or with a record of them (`"dense" => Dense(DenseConfig)`).
#[macro_export]
macro_rules! choices {
    ($choice:ident, $tag:literal {
        $($name:literal => $variant:ident
            $(($record:ty))?
            $({ $($field:ident $(: $presence:ident)? = $usual:expr),* })?
        ),* $(,)?
    }) => {
        impl $crate::wire::Record for $choice {
            #[allow(unused_variables)]
            fn fields(
                &self,
                visit: &mut dyn FnMut(&'static str, $crate::wire::Presence, &dyn $crate::wire::Wire),
            ) {
                match self {
                    $(Self::$variant { $(0: $crate::bind!(record, $record),)? $($($field,)*)? } => {
                        $(<$record as $crate::wire::Record>::fields(record, visit);)?
                        $($(visit(
                            stringify!($field),
                            $crate::first!($($crate::wire::Presence::$presence,)? $crate::wire::Presence::Usual),
                            $field,
                        );)*)?
                    })*
                }
            }
            #[allow(unused_variables)]
            fn fields_mut(
                &mut self,
                visit: &mut dyn FnMut(&'static str, $crate::wire::Presence, &mut dyn $crate::wire::Wire),
            ) {
                match self {
                    $(Self::$variant { $(0: $crate::bind!(record, $record),)? $($($field,)*)? } => {
                        $(<$record as $crate::wire::Record>::fields_mut(record, visit);)?
                        $($(visit(
                            stringify!($field),
                            $crate::first!($($crate::wire::Presence::$presence,)? $crate::wire::Presence::Usual),
                            $field,
                        );)*)?
                    })*
                }
            }
        }
        impl $crate::wire::Choice for $choice {
            const TAG: &'static str = $tag;
            const CHOICES: &'static $crate::wire::Choices<Self> = &[
                $(($name, || Self::$variant {
                    $(0: <$record>::default(),)?
                    $($($field: $usual,)*)?
                }),)*
            ];
            fn name(&self) -> &'static str {
                match self {
                    $(Self::$variant { .. } => $name,)*
                }
            }
        }
        impl $crate::wire::Wire for $choice {
            fn blank() -> Self {
                <Self as $crate::wire::Choice>::CHOICES[0].1()
            }
            fn read(&mut self, value: &serde_json::Value) -> Result<(), $crate::wire::Misread> {
                $crate::wire::read_choice(self, value)
            }
            fn write(&self) -> serde_json::Value {
                $crate::wire::write_choice(self)
            }
        }
        $crate::serde_by_wire!($choice);
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! bind {
    ($name:ident, $of:ty) => {
        $name
    };
}

/// Lists the names of an enum without arguments, and gives it `name` and `NAMES`.
#[macro_export]
macro_rules! names {
    ($choice:ident { $($name:literal => $variant:ident),* $(,)? }) => {
        impl $choice {
            const CHOICES: &'static [Self] = &[$(Self::$variant),*];
            const NAMES: &'static [&'static str] = &[$($name),*];

            /// As it is written.
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                }
            }
        }
        impl $crate::wire::Wire for $choice {
            fn blank() -> Self {
                Self::CHOICES[0]
            }
            fn read(&mut self, value: &serde_json::Value) -> Result<(), $crate::wire::Misread> {
                *self = Self::CHOICES[$crate::wire::read_name(Self::NAMES, value)?];
                Ok(())
            }
            fn write(&self) -> serde_json::Value {
                self.name().into()
            }
        }
        $crate::serde_by_wire!($choice);
    };
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::wire::{Wire, read};

    #[derive(Debug, PartialEq)]
    enum Shape {
        Point,
        Circle { radius: f64 },
        Square(Square),
        Line { length: f64 },
    }
    crate::choices!(Shape, "shape" {
        "point" => Point,
        "circle" => Circle { radius = 1.0 },
        "square" => Square(Square),
        "line" => Line { length: Required = 0.0 },
    });

    #[derive(Debug, Default, PartialEq)]
    struct Square {
        side: f64,
    }
    crate::record!(Square { side });

    fn shape(value: serde_json::Value) -> Result<Shape, String> {
        read(&value).map_err(|error| error.to_string())
    }

    #[test]
    fn a_choice_is_a_bare_name_or_an_object_with_arguments() {
        assert_eq!(shape(json!("point")), Ok(Shape::Point));
        assert_eq!(shape(json!({"shape": "point"})), Ok(Shape::Point));
        assert_eq!(shape(json!("circle")), Ok(Shape::Circle { radius: 1.0 }));
        assert_eq!(shape(json!({"shape": "circle", "radius": 2})), Ok(Shape::Circle { radius: 2.0 }));
        assert_eq!(shape(json!({"shape": "square"})), Ok(Shape::Square(Square::default())));
        assert_eq!(shape(json!({"shape": "line", "length": 2})), Ok(Shape::Line { length: 2.0 }));
    }

    #[test]
    fn what_is_written_reads_back() {
        for one in [Shape::Point, Shape::Circle { radius: 2.0 }, Shape::Square(Square { side: 3.0 })] {
            assert_eq!(shape(serde_json::to_value(&one).unwrap()), Ok(one));
        }
        assert_eq!(Shape::Point.write(), json!("point"));
    }

    #[test]
    fn an_error_names_the_wrong_argument_and_the_choices() {
        assert_eq!(
            shape(json!({"shape": "circle", "radius": "x"})).unwrap_err(),
            "radius: expected a number, got \"x\""
        );
        assert_eq!(
            shape(json!({"shape": "circle", "size": 1})).unwrap_err(),
            "unknown field `size`, expected `radius`"
        );
        assert!(shape(json!("cricle")).unwrap_err().contains("`point`, `circle`"));
        assert_eq!(shape(json!({"shape": "point", "x": 1})).unwrap_err(), "point takes no arguments");
        assert_eq!(shape(json!({})).unwrap_err(), "shape: missing");
        assert_eq!(shape(json!({"shape": "line"})).unwrap_err(), "length: missing");
        assert_eq!(shape(json!("line")).unwrap_err(), "length: missing");
    }
}
