//! Numbers that stand in a file, and what exporters compute of them.

use super::problem::OnnxProblem;
use crate::export::onnx::proto::{TensorProto, element};

/// In place of the number of examples, where a shape is computed.
pub const BATCH: i64 = i64::MIN;

#[derive(Clone, Debug, PartialEq)]
pub enum Numbers {
    Floats(Vec<f32>),
    Integers(Vec<i64>),
}

/// Numbers with a shape, row by row.
#[derive(Clone, Debug, PartialEq)]
pub struct Constant {
    pub shape: Vec<usize>,
    pub numbers: Numbers,
}

impl Numbers {
    /// The numbers of a tensor. Types other than floats and integers have none.
    pub fn of(tensor: &TensorProto) -> Result<Self, OnnxProblem> {
        if tensor.data_location == 1 {
            return Err(OnnxProblem::External { tensor: tensor.name.clone() });
        }
        let raw = &tensor.raw_data[..];
        let numbers = match tensor.data_type {
            element::FLOAT if raw.is_empty() => Self::Floats(tensor.float_data.clone()),
            element::FLOAT => Self::Floats(of_bytes(raw, f32::from_le_bytes)),
            element::DOUBLE if raw.is_empty() => {
                Self::Floats(tensor.double_data.iter().map(|&value| value as f32).collect())
            }
            element::DOUBLE => Self::Floats(of_bytes(raw, |bytes| f64::from_le_bytes(bytes) as f32)),
            element::INT64 if raw.is_empty() => Self::Integers(tensor.int64_data.clone()),
            element::INT64 => Self::Integers(of_bytes(raw, i64::from_le_bytes)),
            element::INT32 if raw.is_empty() => {
                Self::Integers(tensor.int32_data.iter().map(|&value| value.into()).collect())
            }
            element::INT32 => Self::Integers(of_bytes(raw, |bytes| i32::from_le_bytes(bytes).into())),
            element::BOOL if raw.is_empty() => {
                Self::Integers(tensor.int32_data.iter().map(|&value| value.into()).collect())
            }
            element::BOOL => Self::Integers(raw.iter().map(|&value| value.into()).collect()),
            other => {
                let named = [(10, "float16"), (16, "bfloat16"), (2, "uint8"), (3, "int8")];
                let named = named.into_iter().find(|(number, _)| *number == other);
                let kind = named.map_or_else(|| other.to_string(), |(_, name)| name.to_owned());
                let message = format!("{}: numbers of type {kind}, not float32", tensor.name);
                return Err(OnnxProblem::Damaged { message });
            }
        };
        Ok(numbers)
    }

    fn count(&self) -> usize {
        match self {
            Self::Floats(values) => values.len(),
            Self::Integers(values) => values.len(),
        }
    }

    /// Those at these places, in this order.
    fn at(&self, places: impl Iterator<Item = usize>) -> Self {
        match self {
            Self::Floats(values) => Self::Floats(places.map(|place| values[place]).collect()),
            Self::Integers(values) => Self::Integers(places.map(|place| values[place]).collect()),
        }
    }
}

fn product(numbers: &[i64]) -> i64 {
    if numbers.contains(&BATCH) {
        BATCH
    } else {
        numbers.iter().fold(1, |product, &one| product.wrapping_mul(one))
    }
}

fn of_bytes<T, const SIZE: usize>(bytes: &[u8], read: impl Fn([u8; SIZE]) -> T) -> Vec<T> {
    bytes.as_chunks().0.iter().map(|&chunk| read(chunk)).collect()
}

impl Constant {
    pub fn of(tensor: &TensorProto) -> Result<Self, OnnxProblem> {
        let sides: Option<Vec<usize>> = tensor.dims.iter().map(|&side| usize::try_from(side).ok()).collect();
        let numbers = Numbers::of(tensor)?;
        let count =
            |sides: &Vec<usize>| sides.iter().try_fold(1_usize, |count, &side| count.checked_mul(side));
        match sides {
            Some(shape) if count(&shape) == Some(numbers.count()) => Ok(Self { shape, numbers }),
            _ => {
                let message = format!("{}: not as many numbers as its shape says", tensor.name);
                Err(OnnxProblem::Damaged { message })
            }
        }
    }

    pub fn integers(values: Vec<i64>) -> Self {
        Self { shape: vec![values.len()], numbers: Numbers::Integers(values) }
    }

    pub fn floats(values: Vec<f32>) -> Self {
        Self { shape: vec![values.len()], numbers: Numbers::Floats(values) }
    }

    pub fn as_integers(&self) -> Option<&[i64]> {
        match &self.numbers {
            Numbers::Integers(values) => Some(values),
            Numbers::Floats(_) => None,
        }
    }

    pub fn as_floats(&self) -> Option<&[f32]> {
        match &self.numbers {
            Numbers::Floats(values) => Some(values),
            Numbers::Integers(_) => None,
        }
    }

    /// The number, where it is one.
    pub fn scalar(&self) -> Option<f64> {
        match &self.numbers {
            Numbers::Floats(values) if values.len() == 1 => Some(values[0].into()),
            Numbers::Integers(values) if values.len() == 1 => Some(values[0] as f64),
            _ => None,
        }
    }

    pub fn is_zero(&self) -> bool {
        match &self.numbers {
            Numbers::Floats(values) => values.iter().all(|&value| value == 0.0),
            Numbers::Integers(values) => values.iter().all(|&value| value == 0),
        }
    }

    /// Floats of the same shape along a new first axis.
    pub fn stacked(all: Vec<Self>) -> Option<Self> {
        let shape = [&[all.len()], &all.first()?.shape[..]].concat();
        let is_alike = all.iter().all(|one| one.shape == shape[1..]);
        let numbers = all.iter().map(Self::as_floats).collect::<Option<Vec<_>>>()?.concat();
        is_alike.then_some(Self { shape, numbers: Numbers::Floats(numbers) })
    }

    /// Two lists of whole numbers multiplied, where one may be a single number. With the number of examples it is that.
    pub fn times(&self, other: &Self) -> Option<Self> {
        let (one, other) = (self.as_integers()?, other.as_integers()?);
        let (long, short) = if one.len() < other.len() { (other, one) } else { (one, other) };
        let at = |index: usize| if short.len() == 1 { Some(short[0]) } else { short.get(index).copied() };
        let product = |(index, &number)| Some(product(&[number, at(index)?]));
        let numbers = long.iter().enumerate().map(product).collect::<Option<Vec<i64>>>()?;
        Some(Self { shape: vec![numbers.len()], numbers: Numbers::Integers(numbers) })
    }

    /// All whole numbers multiplied.
    pub fn product(&self) -> Option<i64> {
        self.as_integers().map(product)
    }

    /// With the axes in this order. None if it is no order of its axes.
    pub fn transposed(&self, order: &[usize]) -> Option<Self> {
        let mut sorted = order.to_vec();
        sorted.sort_unstable();
        if !sorted.into_iter().eq(0..self.shape.len()) {
            return None;
        }
        let shape: Vec<usize> = order.iter().map(|&axis| self.shape[axis]).collect();
        let strides: Vec<usize> =
            (0..self.shape.len()).map(|axis| self.shape[axis + 1..].iter().product()).collect();
        let place = |index: usize| {
            let mut left = index;
            let mut place = 0;
            for (&side, &axis) in shape.iter().zip(order).rev() {
                place += left % side * strides[axis];
                left /= side;
            }
            place
        };
        let numbers = self.numbers.at((0..self.numbers.count()).map(place));
        Some(Self { shape, numbers })
    }

    /// In another shape of as many numbers.
    pub fn reshaped(&self, shape: Vec<usize>) -> Option<Self> {
        (shape.iter().product::<usize>() == self.numbers.count())
            .then(|| Self { shape, numbers: self.numbers.clone() })
    }

    /// Rows of the first axis. Negative ones count from the end.
    pub fn rows(&self, indices: &Self) -> Option<Self> {
        let (&rows, rest) = self.shape.split_first()?;
        let size: usize = rest.iter().product();
        let row = |&index: &i64| {
            usize::try_from(if index < 0 { index + rows as i64 } else { index })
                .ok()
                .filter(|&row| row < rows)
        };
        let chosen: Vec<usize> = indices.as_integers()?.iter().map(row).collect::<Option<_>>()?;
        let numbers = self.numbers.at(chosen.iter().flat_map(|row| row * size..(row + 1) * size));
        Some(Self { shape: [&indices.shape, rest].concat(), numbers })
    }
}
