//! A deserializer of JSON values whose errors have a path. Serde's derived code is compiled for it alone, and for each type
//! only what JSON can hold of it: a struct is an object, never an array of its fields.

use serde::de::value::StrDeserializer;
use serde::de::{DeserializeSeed, Deserializer, EnumAccess, Error as _, MapAccess, SeqAccess};
use serde::de::{Expected, VariantAccess, Visitor};
use serde_json::{Value, map};

use super::DeserializeError;
use super::error::ReadError;

pub(super) struct Reader<'de>(pub &'de Value);

impl Reader<'_> {
    #[cold]
    fn unexpected(&self, expected: &dyn Expected) -> ReadError {
        DeserializeError::expected(&expected.to_string(), self.0).into()
    }
}

/// Methods for types that one kind of value can be read as.
macro_rules! one_kind {
    ($kind:pat => $visit:expr; $($method:ident)*) => {
        $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
            match self.0 {
                $kind => $visit(visitor),
                _ => Err(self.unexpected(&visitor)),
            }
        })*
    };
}

macro_rules! numbers {
    ($($method:ident)*) => {
        $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
            self.deserialize_f64(visitor)
        })*
    };
}

impl<'de> Deserializer<'de> for Reader<'de> {
    type Error = ReadError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        match self.0 {
            Value::Null => visitor.visit_unit(),
            Value::Bool(flag) => visitor.visit_bool(*flag),
            Value::Number(_) => self.deserialize_f64(visitor),
            Value::String(text) => visitor.visit_borrowed_str(text),
            Value::Array(_) => self.deserialize_seq(visitor),
            Value::Object(_) => self.deserialize_map(visitor),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        if self.0.is_null() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        let Value::Number(number) = self.0 else { return Err(self.unexpected(&visitor)) };
        match (number.as_u64(), number.as_i64(), number.as_f64()) {
            (Some(whole), _, _) => visitor.visit_u64(whole),
            (_, Some(whole), _) => visitor.visit_i64(whole),
            (_, _, number) => visitor.visit_f64(number.unwrap_or(f64::NAN)),
        }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        let Value::Array(items) = self.0 else { return Err(self.unexpected(&visitor)) };
        let mut list = List { items, next: 0 };
        let read = visitor.visit_seq(&mut list)?;
        if list.next == items.len() {
            Ok(read)
        } else {
            Err(ReadError::invalid_length(items.len(), &"fewer elements in array"))
        }
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        match self.0 {
            Value::Object(fields) => visitor.visit_map(Fields { rest: fields.iter(), current: None }),
            _ => Err(self.unexpected(&visitor)),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, ReadError> {
        self.deserialize_map(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, ReadError> {
        match self.0 {
            Value::String(name) => visitor.visit_enum(Variant { name, arguments: None }),
            Value::Object(fields) if fields.len() == 1 => {
                let (name, arguments) = fields.iter().next().expect("it has one");
                visitor.visit_enum(Variant { name, arguments: Some(arguments) })
            }
            _ => Err(self.unexpected(&visitor)),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, ReadError> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _length: usize, visitor: V) -> Result<V::Value, ReadError> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _length: usize,
        visitor: V,
    ) -> Result<V::Value, ReadError> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, ReadError> {
        self.deserialize_unit(visitor)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        visitor.visit_unit()
    }

    one_kind!(Value::Null => V::visit_unit; deserialize_unit);
    one_kind!(Value::Bool(flag) => |visitor: V| visitor.visit_bool(*flag); deserialize_bool);
    one_kind!(Value::String(text) => |visitor: V| visitor.visit_borrowed_str(text);
        deserialize_char deserialize_str deserialize_string deserialize_identifier
        deserialize_bytes deserialize_byte_buf);
    numbers!(deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64 deserialize_f32);
}

struct List<'de> {
    items: &'de [Value],
    next: usize,
}

impl<'de> SeqAccess<'de> for &mut List<'de> {
    type Error = ReadError;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, ReadError> {
        let Some(item) = self.items.get(self.next) else { return Ok(None) };
        self.next += 1;
        seed.deserialize(Reader(item)).map(Some).map_err(|error| error.within_item(self.next - 1))
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.items.len() - self.next)
    }
}

struct Fields<'de> {
    rest: map::Iter<'de>,
    current: Option<(&'de str, &'de Value)>,
}

impl<'de> MapAccess<'de> for Fields<'de> {
    type Error = ReadError;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, ReadError> {
        let Some((key, value)) = self.rest.next() else { return Ok(None) };
        self.current = Some((key, value));
        seed.deserialize(StrDeserializer::new(key)).map(Some).map_err(|error: ReadError| error.within(key))
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, ReadError> {
        let (key, value) = self.current.take().expect("a key comes before its value");
        seed.deserialize(Reader(value)).map_err(|error| error.within(key))
    }
}

/// The name of an enum's variant and its arguments, in the form in which serde's derived code reads enums.
pub(super) struct Variant<'de> {
    pub name: &'de str,
    pub arguments: Option<&'de Value>,
}

impl<'de> Variant<'de> {
    fn arguments(&self) -> Result<Reader<'de>, ReadError> {
        let missing = || DeserializeError::new(format!("{} needs arguments", self.name)).into();
        self.arguments.map(Reader).ok_or_else(missing)
    }
}

impl<'de> EnumAccess<'de> for Variant<'de> {
    type Error = ReadError;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self), ReadError> {
        Ok((seed.deserialize(StrDeserializer::<ReadError>::new(self.name))?, self))
    }
}

impl<'de> VariantAccess<'de> for Variant<'de> {
    type Error = ReadError;

    fn unit_variant(self) -> Result<(), ReadError> {
        match self.arguments.and_then(Value::as_object).and_then(|fields| fields.keys().next()) {
            None => Ok(()),
            Some(key) => {
                let message = format!("unknown field `{key}`, {} takes no arguments", self.name);
                Err(DeserializeError::new(message).within(key).into())
            }
        }
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, ReadError> {
        seed.deserialize(self.arguments()?)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _length: usize, visitor: V) -> Result<V::Value, ReadError> {
        self.arguments()?.deserialize_seq(visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, ReadError> {
        self.arguments()?.deserialize_map(visitor)
    }
}
