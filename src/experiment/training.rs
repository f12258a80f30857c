//! How long and in what portions to train.

use serde_json::Value;

use crate::invalid::{Invalid, check_range};
use crate::wire::{Misread, Wire};

#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct TrainingConfig {
    pub batch_size: BatchSize,
    /// Stop when this many epochs are done.
    #[cfg_attr(test, ts(type = "number | null"))]
    pub stop_epoch: Option<u64>,
    pub early_stopping: Option<EarlyStopping>,
}
engine::record!(TrainingConfig { batch_size, stop_epoch, early_stopping });

/// Examples per step; `"all"` is full-batch gradient descent.
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
    /// Examples in a full batch of a training set of `count`.
    pub fn of(self, count: usize) -> usize {
        match self {
            Self::Examples(size) => size.min(count),
            Self::All => count,
        }
    }
}

impl Wire for BatchSize {
    fn blank() -> Self {
        Self::default()
    }

    fn read(&mut self, value: &Value) -> Result<(), Misread> {
        *self = match (value.as_u64(), value.as_str()) {
            (Some(size), _) => Self::Examples(usize::try_from(size).unwrap_or(usize::MAX)),
            (_, Some("all")) => Self::All,
            _ => return Err(Misread::expected("a whole number or \"all\"", value)),
        };
        Ok(())
    }

    fn write(&self) -> Value {
        match self {
            Self::Examples(size) => (*size).into(),
            Self::All => "all".into(),
        }
    }
}
engine::serde_by_wire!(BatchSize);

/// Stops when the test loss has not improved for a while.
/// Source: <https://keras.io/api/callbacks/early_stopping/>
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct EarlyStopping {
    /// Epochs without improvement after which to stop.
    #[cfg_attr(test, ts(type = "number"))]
    pub patience: u64,
    /// The least decrease of the test loss that counts as an improvement.
    pub min_delta: f64,
    pub restore_best_weights: bool,
}
engine::record!(EarlyStopping { patience, min_delta, restore_best_weights });

impl Default for EarlyStopping {
    fn default() -> Self {
        Self { patience: 20, min_delta: 0.0, restore_best_weights: false }
    }
}

impl TrainingConfig {
    pub(super) fn validate(&self, errors: &mut Vec<Invalid>) {
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
