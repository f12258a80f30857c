//! The names of an enum's variants and of a struct's fields, as serde knows them.

use std::fmt;

use serde::de::{self, DeserializeOwned, Deserializer, Visitor};
use serde::forward_to_deserialize_any;

use super::read;

/// Every variant of an enum that has no arguments, in the order of declaration.
pub fn all<T: DeserializeOwned>() -> Vec<T> {
    let names = names_of(T::deserialize(Probe));
    names.iter().filter_map(|&name| read(&name.into()).ok()).collect()
}

/// Names of the variants or fields of a type, in the order of declaration.
pub(super) fn names_of<T>(probed: Result<T, Names>) -> &'static [&'static str] {
    probed.err().map_or(&[], |Names(names)| names)
}

/// A deserializer that returns the names it is asked for as its error.
pub(super) struct Probe;

#[derive(Debug)]
pub(super) struct Names(&'static [&'static str]);

impl<'de> Deserializer<'de> for Probe {
    type Error = Names;

    fn deserialize_any<V: Visitor<'de>>(self, _visitor: V) -> Result<V::Value, Names> {
        Err(Names(&[]))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        fields: &'static [&'static str],
        _visitor: V,
    ) -> Result<V::Value, Names> {
        Err(Names(fields))
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        variants: &'static [&'static str],
        _visitor: V,
    ) -> Result<V::Value, Names> {
        Err(Names(variants))
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map identifier ignored_any
    }
}

impl de::Error for Names {
    fn custom<T: fmt::Display>(_message: T) -> Self {
        Self(&[])
    }
}

impl fmt::Display for Names {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str("only names are asked for")
    }
}

impl std::error::Error for Names {}
