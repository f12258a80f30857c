//! The schema of a data set: named inputs and named targets.

use super::Problem;

/// The type of an input's values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Values {
    Numbers,
    /// Integers in [0, vocabulary): words or categories.
    Tokens {
        vocabulary: usize,
    },
}

/// An input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Input {
    pub name: &'static str,
    /// Shape of one example.
    pub shape: Vec<usize>,
    pub values: Values,
}

impl Input {
    pub(super) fn numbers(name: &'static str, shape: &[usize]) -> Self {
        Self { name, shape: shape.to_vec(), values: Values::Numbers }
    }

    pub(super) fn tokens(name: &'static str, length: usize, vocabulary: usize) -> Self {
        Self { name, shape: vec![length], values: Values::Tokens { vocabulary } }
    }

    /// The size of the vocabulary. None for numbers.
    pub fn vocabulary(&self) -> Option<usize> {
        match self.values {
            Values::Tokens { vocabulary } => Some(vocabulary),
            Values::Numbers => None,
        }
    }

    /// Number of values per example.
    pub fn size(&self) -> usize {
        self.shape.iter().product()
    }
}

/// A target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Target {
    pub name: &'static str,
    pub problem: Problem,
}

/// The inputs and targets of a data set, at least one of each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schema {
    pub inputs: Vec<Input>,
    pub targets: Vec<Target>,
}

impl Schema {
    pub(super) fn new(inputs: Vec<Input>, targets: &[(&'static str, Problem)]) -> Self {
        let targets = targets.iter().map(|&(name, problem)| Target { name, problem }).collect();
        Self { inputs, targets }
    }

    /// The problem of the first target, which is the one of a single output.
    pub fn problem(&self) -> Problem {
        self.targets[0].problem
    }
}
