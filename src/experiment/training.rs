//! The config of training: batch size and when to stop.

use std::fmt;

use serde::de::{self, Deserializer, Unexpected, Visitor};
use serde::{Deserialize, Serialize, Serializer};

use crate::field_error::{FieldError, check_range};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct TrainingConfig {
    pub batch_size: BatchSize,
    /// Whether each epoch has the examples in another order, as in Keras.
    #[serde(skip_serializing_if = "is_on")]
    #[cfg_attr(test, ts(optional, as = "Option<bool>"))]
    pub shuffle: bool,
    #[serde(skip_serializing_if = "LastBatch::is_smaller")]
    #[cfg_attr(test, ts(optional, as = "Option<_>"))]
    pub last_batch: LastBatch,
    /// Stop after this many epochs.
    pub stop_epoch: Option<u64>,
    pub early_stopping: Option<EarlyStopping>,
}

/// What becomes of the examples at the end of an epoch that fill no batch.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub enum LastBatch {
    /// They are a batch of their own, a smaller one.
    #[default]
    Smaller,
    /// The first batch of the next epoch has them besides its own, as in TensorFlow Playground. Without a full batch in an
    /// epoch nothing is learned.
    Carried,
}

impl LastBatch {
    #[allow(clippy::trivially_copy_pass_by_ref)]
    fn is_smaller(&self) -> bool {
        *self == Self::Smaller
    }
}

#[allow(clippy::trivially_copy_pass_by_ref)]
fn is_on(switch: &bool) -> bool {
    *switch
}

impl Default for TrainingConfig {
    fn default() -> Self {
        Self {
            batch_size: BatchSize::default(),
            shuffle: true,
            last_batch: LastBatch::default(),
            stop_epoch: None,
            early_stopping: None,
        }
    }
}

impl TrainingConfig {
    /// The number of examples that an epoch of `count` leaves for the next one.
    pub fn carried(&self, count: usize) -> usize {
        if self.last_batch == LastBatch::Carried { count % self.batch_size.of(count).max(1) } else { 0 }
    }

    /// Steps in an epoch of `count` examples.
    pub fn steps_per_epoch(&self, count: usize) -> usize {
        (count - self.carried(count)).div_ceil(self.batch_size.of(count).max(1))
    }

    /// Whether an epoch of `count` examples has no batch to learn from.
    pub fn learns_nothing(&self, count: usize) -> bool {
        let is_short = matches!(self.batch_size, BatchSize::Examples(size) if size > count);
        is_short && self.last_batch == LastBatch::Carried
    }
}

/// Examples per step. `"all"` is full-batch gradient descent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(test, derive(ts_rs::TS), ts(type = "number | \"all\""))]
pub enum BatchSize {
    Examples(usize),
    All,
}

impl Default for BatchSize {
    fn default() -> Self {
        Self::Examples(10)
    }
}

impl BatchSize {
    /// The size of a full batch for a training set of `count` examples.
    pub fn of(self, count: usize) -> usize {
        match self {
            Self::Examples(size) => size.min(count),
            Self::All => count,
        }
    }
}

impl Serialize for BatchSize {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Examples(size) => size.serialize(serializer),
            Self::All => serializer.serialize_str("all"),
        }
    }
}

impl<'de> Deserialize<'de> for BatchSize {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(BatchSizeVisitor)
    }
}

struct BatchSizeVisitor;

impl Visitor<'_> for BatchSizeVisitor {
    type Value = BatchSize;

    fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str("a whole number or \"all\"")
    }

    fn visit_u64<E: de::Error>(self, size: u64) -> Result<BatchSize, E> {
        Ok(BatchSize::Examples(usize::try_from(size).unwrap_or(usize::MAX)))
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<BatchSize, E> {
        match text {
            "all" => Ok(BatchSize::All),
            other => Err(de::Error::invalid_value(Unexpected::Str(other), &self)),
        }
    }
}

/// Stops when the test loss has not improved for a number of epochs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct EarlyStopping {
    /// Number of epochs without improvement after which to stop.
    pub patience: u64,
    /// The smallest decrease of the test loss that counts as an improvement.
    pub min_delta: f64,
    pub restore_best_weights: bool,
}

impl Default for EarlyStopping {
    fn default() -> Self {
        Self { patience: 20, min_delta: 0.0, restore_best_weights: false }
    }
}

impl TrainingConfig {
    pub(super) fn validate(&self, errors: &mut Vec<FieldError>) {
        if let BatchSize::Examples(size) = self.batch_size {
            check_range(errors, "training.batch_size", size as f64, 1.0, 5000.0);
        }
        if let Some(epoch) = self.stop_epoch {
            check_range(errors, "training.stop_epoch", epoch as f64, 1.0, 1e9);
        }
        if let Some(stopping) = &self.early_stopping {
            check_range(errors, "training.early_stopping.patience", stopping.patience as f64, 1.0, 1e6);
            check_range(errors, "training.early_stopping.min_delta", stopping.min_delta, 0.0, 1e6);
        }
    }
}
