//! The split into training and test examples.

use serde::Deserialize;

/// One of the two sets of examples.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub enum Split {
    Train,
    Test,
}

impl Split {
    pub const BOTH: [Self; 2] = [Self::Train, Self::Test];
}

/// Splits examples into a training and a test set. Neither is empty, unless all are for training or
/// there is only one.
pub(super) fn train_test_split<T>(all: &[T], train_fraction: f64) -> (&[T], &[T]) {
    let count = all.len();
    let train = (count as f64 * train_fraction).round() as usize;
    all.split_at(if count < 2 || train_fraction >= 1.0 { count } else { train.clamp(1, count - 1) })
}
