//! Whole time series.

/// A whole series, in its own unit.
#[derive(Clone, Debug, PartialEq)]
pub struct Timeline {
    pub values: Vec<f64>,
    /// Index of the first value in the test set.
    pub border: usize,
}
