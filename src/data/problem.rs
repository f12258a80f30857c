//! The types of problems: what a target looks like.

/// What is asked of the network.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Problem {
    /// One target, 0 or 1.
    Binary,
    /// One target for each class, a single one of them 1.
    Multiclass { classes: usize },
    /// One target for each label, any of them 1.
    MultiLabel { labels: usize },
    /// One target, any number.
    Regression,
    /// One target in [0, 1].
    UnitRegression,
}

impl Problem {
    /// Values of a target.
    pub fn units(self) -> usize {
        match self {
            Self::Multiclass { classes } => classes,
            Self::MultiLabel { labels } => labels,
            Self::Binary | Self::Regression | Self::UnitRegression => 1,
        }
    }

    /// Classes or labels to tell apart; 1 where targets are numbers.
    pub fn classes(self) -> usize {
        match self {
            Self::Binary => 2,
            other => other.units(),
        }
    }

    pub fn is_regression(self) -> bool {
        matches!(self, Self::Regression | Self::UnitRegression)
    }
}
