//! A column of numbers or categories, and its encoding for a network: numbers are standardized by the mean and
//! deviation of the training examples, categories are one-hot encoded.

use std::borrow::Cow;

use serde::Serialize;

use super::label::Label;

/// value = mean + deviation × network input. The deviation of a constant is 0, and so is the input.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Standardization {
    pub mean: f64,
    pub deviation: f64,
}

/// Values whose relative difference is less than this differ only by rounding.
const ROUNDING: f64 = 1e-13;

impl Standardization {
    pub const NONE: Self = Self { mean: 0.0, deviation: 1.0 };

    /// Mean and deviation of the values.
    pub fn of(values: impl Iterator<Item = f64> + Clone) -> Self {
        let size = values.clone().fold(0.0_f64, |size, value| size.max(value.abs()));
        let low = values.clone().fold(f64::INFINITY, f64::min);
        let high = values.clone().fold(f64::NEG_INFINITY, f64::max);
        if low > high || !size.is_finite() {
            return Self::NONE;
        }
        if high / size - low / size <= ROUNDING || size == 0.0 {
            return Self { mean: low, deviation: 0.0 };
        }
        let (mean, variance) = moments(values.clone());
        if variance.is_normal() && mean.is_finite() {
            return Self { mean, deviation: libm::sqrt(variance) };
        }
        // The squares overflow or underflow.
        let (mean, variance) = moments(values.map(|value| value / size));
        Self { mean: mean * size, deviation: libm::sqrt(variance) * size }
    }

    /// Whether all values are equal up to rounding.
    pub fn is_constant(self) -> bool {
        self.deviation == 0.0
    }

    /// The network input for a value.
    pub fn apply(self, value: f64) -> f32 {
        if self.is_constant() { 0.0 } else { ((value - self.mean) / self.deviation) as f32 }
    }

    /// The value for a network output.
    pub fn undo(self, scaled: f32) -> f64 {
        self.mean + self.deviation * f64::from(scaled)
    }
}

/// Mean and variance.
fn moments(values: impl Iterator<Item = f64> + Clone) -> (f64, f64) {
    let count = values.clone().count().max(1) as f64;
    let mean = values.clone().sum::<f64>() / count;
    (mean, values.map(|value| (value - mean) * (value - mean)).sum::<f64>() / count)
}

/// A column of an input or target, as the page shows it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Column {
    pub label: Label,
    pub unit: Cow<'static, str>,
    /// Range over the training examples, in its own unit. For categories, the range of their numbers.
    pub low: f64,
    pub high: f64,
    #[serde(flatten)]
    pub standardization: Standardization,
    /// Names of its categories, or of a target's classes. Empty for numbers.
    pub categories: Vec<Label>,
    /// Whether its numbers are days since 1970-01-01.
    pub is_date: bool,
    /// Whether categories are one-hot encoded. Otherwise their number is the input.
    pub one_hot: bool,
}

impl Column {
    /// A column of numbers, standardized by the training `values`.
    pub fn of_numbers(
        label: impl Into<Label>,
        unit: impl Into<Cow<'static, str>>,
        values: impl Iterator<Item = f64> + Clone,
    ) -> Self {
        let low = values.clone().fold(f64::INFINITY, f64::min);
        let high = values.clone().fold(f64::NEG_INFINITY, f64::max);
        let (low, high) = if low <= high { (low, high) } else { (0.0, 1.0) };
        let standardization = Standardization::of(values);
        let (label, unit) = (label.into(), unit.into());
        Self {
            label,
            unit,
            low,
            high,
            standardization,
            categories: Vec::new(),
            is_date: false,
            one_hot: false,
        }
    }

    /// A column of numbers without standardization.
    pub fn plain(label: impl Into<Label>, low: f64, high: f64) -> Self {
        let label = label.into();
        Self {
            label,
            unit: "".into(),
            low,
            high,
            standardization: Standardization::NONE,
            categories: Vec::new(),
            is_date: false,
            one_hot: false,
        }
    }

    /// A column of categories.
    pub fn of_categories(label: impl Into<Label>, categories: Vec<Label>, one_hot: bool) -> Self {
        let high = categories.len().saturating_sub(1) as f64;
        let label = label.into();
        Self {
            label,
            unit: "".into(),
            low: 0.0,
            high,
            standardization: Standardization::NONE,
            categories,
            is_date: false,
            one_hot,
        }
    }

    /// The number of network inputs for it.
    pub fn width(&self) -> usize {
        if self.one_hot { self.categories.len() } else { 1 }
    }

    /// Appends the network inputs for `value`, a number in its own unit or the number of a category.
    pub fn encode(&self, value: f64, into: &mut Vec<f32>) {
        if self.one_hot {
            into.extend((0..self.categories.len()).map(|c| f32::from(u8::from(c as f64 == value))));
        } else if self.categories.is_empty() {
            into.push(self.standardization.apply(value));
        } else {
            into.push(value.clamp(self.low, self.high) as f32);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scaled_numbers_have_mean_zero_and_deviation_one_and_come_back() {
        let values = [2.0, 4.0, 6.0, 8.0];
        let standardization = Standardization::of(values.iter().copied());
        let scaled = values.map(|value| standardization.apply(value));
        assert!(scaled.iter().sum::<f32>().abs() < 1e-6);
        assert!((scaled.iter().map(|x| x * x).sum::<f32>() / 4.0 - 1.0).abs() < 1e-6);
        assert!((standardization.undo(scaled[2]) - 6.0).abs() < 1e-6);
    }

    #[test]
    fn constant_and_empty_columns_stay_finite() {
        assert_eq!(Standardization::of([3.0, 3.0].iter().copied()).apply(3.0), 0.0);
        assert_eq!(Standardization::of(std::iter::empty()), Standardization { mean: 0.0, deviation: 1.0 });
        assert_eq!(Column::of_numbers("x", "", std::iter::empty()).high, 1.0);
    }

    #[test]
    fn a_column_that_is_constant_but_for_rounding_says_nothing() {
        for values in [vec![14.62; 10], vec![0.1 + 0.2, 0.3], vec![0.0; 3], vec![1e300; 7], vec![-7e-200]] {
            let standardization = Standardization::of(values.iter().copied());
            assert!(standardization.is_constant(), "{values:?}");
            // Nor for other values in the test rows.
            let seen = [values[0], 0.0, 1e9].map(|value| standardization.apply(value));
            assert_eq!(seen, [0.0; 3], "{values:?}");
            assert_eq!(standardization.undo(3.0), standardization.mean);
        }
    }

    #[test]
    fn columns_of_any_size_have_mean_zero_and_deviation_one() {
        for size in [1e-300, 1e-200, 1e-10, 1.0, 1e10, 1e200, 1e307] {
            let values = [2.0, 4.0, 6.0, 8.0].map(|value| value * size);
            let standardization = Standardization::of(values.iter().copied());
            let scaled = values.map(|value| standardization.apply(value));
            assert!(scaled.iter().sum::<f32>().abs() < 1e-5, "{size}: {scaled:?}");
            let squares = scaled.iter().map(|x| x * x).sum::<f32>() / 4.0;
            assert!((squares - 1.0).abs() < 1e-5, "{size}: {scaled:?}");
            assert!((standardization.undo(scaled[2]) / size - 6.0).abs() < 1e-5);
        }
    }

    #[test]
    fn a_category_is_one_of_several_values_or_its_number() {
        let categories = || vec!["a".into(), "b".into(), "c".into()];
        let mut values = Vec::new();
        Column::of_categories("x", categories(), true).encode(1.0, &mut values);
        Column::of_categories("x", categories(), false).encode(2.0, &mut values);
        Column::of_categories("x", categories(), false).encode(9.0, &mut values);
        assert_eq!(values, [0.0, 1.0, 0.0, 2.0, 2.0]);
    }
}
