//! Numbers, names, and lists of what can be read.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::{Misread, Wire, object};

/// What JSON has a value for.
macro_rules! plain {
    ($($kind:ty: $blank:expr, $read:ident, $what:literal);* $(;)?) => {$(
        impl Wire for $kind {
            fn blank() -> Self {
                $blank
            }
            fn read(&mut self, value: &Value) -> Result<(), Misread> {
                *self = value.$read().ok_or_else(|| Misread::expected($what, value))?;
                Ok(())
            }
            fn write(&self) -> Value {
                (*self).into()
            }
        }
    )*};
}

plain! {
    f64: 0.0, as_f64, "a number";
    i64: 0, as_i64, "a whole number";
    bool: false, as_bool, "true or false";
}

impl Wire for f32 {
    fn blank() -> Self {
        0.0
    }
    fn read(&mut self, value: &Value) -> Result<(), Misread> {
        let mut wide = 0.0_f64;
        wide.read(value)?;
        *self = wide as Self;
        Ok(())
    }
    fn write(&self) -> Value {
        (*self).into()
    }
}

/// A whole number of at most `most`.
fn whole(value: &Value, most: u64) -> Result<u64, Misread> {
    let number = value.as_u64().ok_or_else(|| Misread::expected("a whole number", value))?;
    if number > most {
        return Err(Misread::expected(&format!("a whole number of at most {most}"), value));
    }
    Ok(number)
}

macro_rules! whole {
    ($($kind:ty),*) => {$(
        impl Wire for $kind {
            fn blank() -> Self {
                0
            }
            fn read(&mut self, value: &Value) -> Result<(), Misread> {
                *self = whole(value, <$kind>::MAX as u64)? as Self;
                Ok(())
            }
            fn write(&self) -> Value {
                (*self).into()
            }
        }
    )*};
}

whole!(u8, u32, u64, usize);

impl Wire for String {
    fn blank() -> Self {
        Self::new()
    }
    fn read(&mut self, value: &Value) -> Result<(), Misread> {
        *self = value.as_str().ok_or_else(|| Misread::expected("a text", value))?.to_owned();
        Ok(())
    }
    fn write(&self) -> Value {
        self.clone().into()
    }
}

impl<T: Wire> Wire for Option<T> {
    fn blank() -> Self {
        None
    }
    fn read(&mut self, value: &Value) -> Result<(), Misread> {
        *self = None;
        if value.is_null() { Ok(()) } else { self.insert(T::blank()).read(value) }
    }
    fn write(&self) -> Value {
        self.as_ref().map_or(Value::Null, T::write)
    }
}

impl<T: Wire> Wire for Vec<T> {
    fn blank() -> Self {
        Self::new()
    }
    fn read(&mut self, value: &Value) -> Result<(), Misread> {
        self.clear();
        each_item(value, &mut |item| {
            let mut thing = T::blank();
            thing.read(item)?;
            self.push(thing);
            Ok(())
        })
    }
    fn write(&self) -> Value {
        self.iter().map(T::write).collect()
    }
}

impl<T: Wire, const COUNT: usize> Wire for [T; COUNT] {
    fn blank() -> Self {
        std::array::from_fn(|_| T::blank())
    }
    fn read(&mut self, value: &Value) -> Result<(), Misread> {
        if value.as_array().is_none_or(|items| items.len() != COUNT) {
            return Err(Misread::expected(&format!("a list of {COUNT}"), value));
        }
        let mut places = self.iter_mut();
        each_item(value, &mut |item| places.next().map_or(Ok(()), |place| place.read(item)))
    }
    fn write(&self) -> Value {
        self.iter().map(T::write).collect()
    }
}

fn each_item(value: &Value, read: &mut dyn FnMut(&Value) -> Result<(), Misread>) -> Result<(), Misread> {
    let items = value.as_array().ok_or_else(|| Misread::expected("a list", value))?;
    items
        .iter()
        .enumerate()
        .try_for_each(|(index, item)| read(item).map_err(|error| error.within(&format!("[{index}]"))))
}

impl<T: Wire> Wire for BTreeMap<String, T> {
    fn blank() -> Self {
        Self::new()
    }
    fn read(&mut self, value: &Value) -> Result<(), Misread> {
        self.clear();
        for (key, value) in object(value)? {
            let mut thing = T::blank();
            thing.read(value).map_err(|error| error.within(key))?;
            self.insert(key.clone(), thing);
        }
        Ok(())
    }
    fn write(&self) -> Value {
        let mut fields = Map::new();
        for (key, thing) in self {
            fields.insert(key.clone(), thing.write());
        }
        fields.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::read_text;

    #[test]
    fn an_error_names_the_path_and_what_would_be_right() {
        let read =
            |text| read_text::<BTreeMap<String, Vec<[u8; 2]>>>(text).map_err(|error| error.to_string());
        assert_eq!(read(r#"{"a": [[1, 2]]}"#), Ok(BTreeMap::from([("a".into(), vec![[1, 2]])])));
        assert_eq!(read(r#"{"a": [[1, 2], [1]]}"#).unwrap_err(), "a[1]: expected a list of 2, got a list");
        assert_eq!(
            read(r#"{"a": [[1, 256]]}"#).unwrap_err(),
            "a[0][1]: expected a whole number of at most 255, got 256"
        );
        assert_eq!(read(r#"{"a": [[1, -2]]}"#).unwrap_err(), "a[0][1]: expected a whole number, got -2");
        assert_eq!(read("[]").unwrap_err(), "expected an object, got a list");
        assert!(read("{").unwrap_err().starts_with("EOF"));
    }
}
