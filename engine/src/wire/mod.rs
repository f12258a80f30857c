//! How values are written as JSON and read back, from one list of their fields.
//!
//! [`record!`](crate::record) lists the fields of a struct, [`choices!`](crate::choices) the variants of an enum in
//! Keras's way: a bare name (`"relu"`), or an object whose tag names the choice and whose other keys are its arguments
//! (`{"activation": "leaky_relu", "negative_slope": 0.1}`); [`names!`](crate::names) an enum of bare names. A type
//! compiles to its list alone and the reading is done by the few functions here: serde's generated code for the same
//! types was a third of the page's WebAssembly. The macros also give serde's traits, by way of a JSON value.

mod choice;
mod misread;
mod plain;

pub use choice::{Choice, Choices, named, read_choice, read_name, tag_of, write_choice, write_tagged};
pub use misread::Misread;

use serde_json::{Map, Value};

/// What can be written as JSON and read back.
pub trait Wire {
    /// What is read into: all that is missing when it is read stays as here.
    fn blank() -> Self
    where
        Self: Sized;

    /// Takes what is written. After an error it is of no use.
    fn read(&mut self, value: &Value) -> Result<(), Misread>;

    fn write(&self) -> Value;
}

/// Whether a field must be there.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// Takes its default where missing.
    Usual,
    /// Must be there when it is read.
    Required,
    /// Is not written where it is null.
    Sparse,
    /// Takes its default where it is null, too.
    Nullable,
}

type Visit<'a> = &'a mut dyn FnMut(&'static str, Presence, &dyn Wire);
type VisitMut<'a> = &'a mut dyn FnMut(&'static str, Presence, &mut dyn Wire);

/// Named fields, in one order.
pub trait Record {
    fn fields(&self, visit: Visit);
    fn fields_mut(&mut self, visit: VisitMut);
}

/// The value that is written, or what is wrong with it.
pub fn read<T: Wire>(value: &Value) -> Result<T, Misread> {
    let mut thing = T::blank();
    thing.read(value).map(|()| thing)
}

/// The value that a text of JSON stands for.
pub fn read_text<T: Wire>(text: &str) -> Result<T, Misread> {
    read(&parse(text)?)
}

/// A text of JSON.
pub fn parse(text: &str) -> Result<Value, Misread> {
    serde_json::from_str(text).map_err(|error| Misread::new(error.to_string()))
}

/// The keys of an object, or what there is instead.
pub fn object(value: &Value) -> Result<&Map<String, Value>, Misread> {
    value.as_object().ok_or_else(|| Misread::expected("an object", value))
}

/// Takes the fields that are written; no others may be there but those of `known`.
pub fn read_record(
    record: &mut dyn Record,
    written: Option<&Map<String, Value>>,
    known: &[&'static str],
) -> Result<(), Misread> {
    let mut outcome = Ok(());
    let mut names = Vec::new();
    record.fields_mut(&mut |name, presence, field| {
        names.push(name);
        if outcome.is_ok() {
            outcome = match written.and_then(|written| written.get(name)) {
                Some(Value::Null) if presence == Presence::Nullable => Ok(()),
                Some(value) => field.read(value).map_err(|error| error.within(name)),
                None if presence == Presence::Required => Err(Misread::new("missing").within(name)),
                None => Ok(()),
            };
        }
    });
    let strange = |key: &&String| !names.contains(&key.as_str()) && !known.contains(&key.as_str());
    match written.into_iter().flat_map(Map::keys).find(strange) {
        Some(key) => Err(Misread::unknown("field", key, &names)),
        None => outcome,
    }
}

/// Writes the fields, in the order of their names.
pub fn write_record(record: &dyn Record) -> Map<String, Value> {
    let mut fields = Map::new();
    record.fields(&mut |name, presence, field| {
        let value = field.write();
        if presence != Presence::Sparse || !value.is_null() {
            fields.insert(name.to_owned(), value);
        }
    });
    fields
}

/// serde's way in, for what reads with it.
pub fn deserialize<'de, T: Wire, D: serde::Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    let value = serde::Deserialize::deserialize(deserializer)?;
    read(&value).map_err(serde::de::Error::custom)
}

/// Lists the fields of a struct that has a default. A field may say its [`Presence`] (`name: Required`) and another
/// name than its own (`is_share as "isShare"`).
#[macro_export]
macro_rules! record {
    ($record:ty { $($fields:tt)* }) => {
        $crate::fields!($record { $($fields)* });
        impl $crate::wire::Wire for $record {
            fn blank() -> Self {
                Self::default()
            }
            fn read(&mut self, value: &serde_json::Value) -> Result<(), $crate::wire::Misread> {
                *self = Self::default();
                $crate::wire::read_record(self, Some($crate::wire::object(value)?), &[])
            }
            fn write(&self) -> serde_json::Value {
                serde_json::Value::Object($crate::wire::write_record(self))
            }
        }
        $crate::serde_by_wire!($record);
    };
}

/// Lists the fields only, for a struct that reads and writes in its own way; those of the field `beside` stand with them.
#[macro_export]
macro_rules! fields {
    ($record:ty { $($field:ident $(: $presence:ident)? $(as $name:literal)?),* $(,)? } $(beside $beside:ident)?) => {
        impl $crate::wire::Record for $record {
            #[allow(unused_variables)]
            fn fields(
                &self,
                visit: &mut dyn FnMut(&'static str, $crate::wire::Presence, &dyn $crate::wire::Wire),
            ) {
                $(visit(
                    $crate::first!($($name,)? stringify!($field)),
                    $crate::first!($($crate::wire::Presence::$presence,)? $crate::wire::Presence::Usual),
                    &self.$field,
                );)*
                $($crate::wire::Record::fields(&self.$beside, visit);)?
            }
            #[allow(unused_variables)]
            fn fields_mut(
                &mut self,
                visit: &mut dyn FnMut(&'static str, $crate::wire::Presence, &mut dyn $crate::wire::Wire),
            ) {
                $(visit(
                    $crate::first!($($name,)? stringify!($field)),
                    $crate::first!($($crate::wire::Presence::$presence,)? $crate::wire::Presence::Usual),
                    &mut self.$field,
                );)*
                $($crate::wire::Record::fields_mut(&mut self.$beside, visit);)?
            }
        }
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! first {
    ($first:expr $(, $other:expr)*) => {
        $first
    };
}

/// serde's traits of what is [`Wire`](crate::wire::Wire).
#[macro_export]
macro_rules! serde_by_wire {
    ($thing:ty $(, $($generics:tt)*)?) => {
        impl<'de, $($($generics)*)?> serde::Deserialize<'de> for $thing {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::wire::deserialize(deserializer)
            }
        }
        impl<$($($generics)*)?> serde::Serialize for $thing {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serde::Serialize::serialize(&$crate::wire::Wire::write(self), serializer)
            }
        }
    };
}
