//! The types of problems.

use serde::Serialize;

/// What is to be predicted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Problem {
    /// One value, 0 or 1.
    Binary,
    /// One value per class, of which exactly one is 1.
    Multiclass { classes: usize },
    /// One value per label, of which any may be 1.
    MultiLabel { labels: usize },
    /// Any numbers.
    Regression { units: usize },
    /// Numbers in [0, 1].
    UnitRegression { units: usize },
}

/// The type of a problem without its size.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub enum ProblemKind {
    Binary,
    Multiclass,
    MultiLabel,
    Regression,
    UnitRegression,
}

impl Problem {
    pub fn kind(self) -> ProblemKind {
        match self {
            Self::Binary => ProblemKind::Binary,
            Self::Multiclass { .. } => ProblemKind::Multiclass,
            Self::MultiLabel { .. } => ProblemKind::MultiLabel,
            Self::Regression { .. } => ProblemKind::Regression,
            Self::UnitRegression { .. } => ProblemKind::UnitRegression,
        }
    }

    /// Values of a target.
    pub fn units(self) -> usize {
        match self {
            Self::Binary => 1,
            Self::Multiclass { classes } => classes,
            Self::MultiLabel { labels } => labels,
            Self::Regression { units } | Self::UnitRegression { units } => units,
        }
    }

    /// Number of classes or labels; for regression, the number of values.
    pub fn classes(self) -> usize {
        match self {
            Self::Binary => 2,
            other => other.units(),
        }
    }

    pub fn is_regression(self) -> bool {
        matches!(self, Self::Regression { .. } | Self::UnitRegression { .. })
    }

    /// The problem with `classes` classes. Two of them need only one unit.
    pub fn of_classes(classes: usize) -> Self {
        if classes == 2 { Self::Binary } else { Self::Multiclass { classes } }
    }

    /// Writes class `class` as target values.
    pub fn one_hot(self, class: usize) -> Vec<f32> {
        match self {
            Self::Multiclass { classes } => (0..classes).map(|c| f32::from(u8::from(c == class))).collect(),
            _ => vec![class as f32],
        }
    }
}
