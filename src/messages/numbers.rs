//! Numbers in messages: typed arrays, and numbers that are null if they are not finite.

use std::borrow::Cow;

use serde::{Serialize, Serializer};

/// Lists of numbers that are typed arrays in JavaScript and plain arrays in JSON.
macro_rules! typed_arrays {
    ($($name:ident: $element:ty => $array:ident, $type:tt;)*) => {$(
        #[derive(Clone, Debug, Default, PartialEq)]
        #[cfg_attr(test, derive(ts_rs::TS), ts(type = $type))]
        pub struct $name<'a>(pub Cow<'a, [$element]>);

        impl Serialize for $name<'_> {
            #[cfg(target_arch = "wasm32")]
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serde_wasm_bindgen::preserve::serialize(&js_sys::$array::from(&self.0[..]), serializer)
            }

            #[cfg(not(target_arch = "wasm32"))]
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                self.0.serialize(serializer)
            }
        }

        impl<'a> From<&'a [$element]> for $name<'a> {
            fn from(numbers: &'a [$element]) -> Self {
                Self(numbers.into())
            }
        }

        impl From<Vec<$element>> for $name<'_> {
            fn from(numbers: Vec<$element>) -> Self {
                Self(numbers.into())
            }
        }

        impl FromIterator<$element> for $name<'_> {
            fn from_iter<I: IntoIterator<Item = $element>>(numbers: I) -> Self {
                Self(numbers.into_iter().collect())
            }
        }
    )*};
}

typed_arrays! {
    Bytes: u8 => Uint8Array, "Uint8Array";
    Shorts: u16 => Uint16Array, "Uint16Array";
    Counts: u32 => Uint32Array, "Uint32Array";
    Floats: f32 => Float32Array, "Float32Array";
    Doubles: f64 => Float64Array, "Float64Array";
}

/// A number, or null if it is not finite.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(test, derive(ts_rs::TS), ts(type = "number | null"))]
pub struct Finite(pub f64);

impl Serialize for Finite {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.is_finite().then_some(self.0).serialize(serializer)
    }
}

impl From<f64> for Finite {
    fn from(number: f64) -> Self {
        Self(number)
    }
}

impl From<f32> for Finite {
    fn from(number: f32) -> Self {
        Self(number.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_finite_is_null() {
        let numbers = [1.5, f64::NAN, f64::INFINITY].map(Finite);
        assert_eq!(serde_json::to_string(&numbers).unwrap(), "[1.5,null,null]");
        assert_eq!(serde_json::to_string(&Bytes::from(vec![1, 2])).unwrap(), "[1,2]");
    }
}
