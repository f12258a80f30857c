//! What a data set gives a network and asks of it: named inputs and named targets.

use super::Problem;

/// What the values of an input are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Values {
    Numbers,
    /// Whole numbers in [0, vocabulary): words, or categories.
    Tokens {
        vocabulary: usize,
    },
}

/// A part of an example that the network is given.
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

    /// Tokens that are told apart; none where the values are numbers.
    pub fn vocabulary(&self) -> Option<usize> {
        match self.values {
            Values::Tokens { vocabulary } => Some(vocabulary),
            Values::Numbers => None,
        }
    }

    /// Values of one example.
    pub fn size(&self) -> usize {
        self.shape.iter().product()
    }
}

/// Something the network is asked about every example.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Target {
    pub name: &'static str,
    pub problem: Problem,
}

/// The inputs and targets of a data set. There is at least one of each.
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

    /// The first target's problem: the one a single output is about.
    pub fn problem(&self) -> Problem {
        self.targets[0].problem
    }
}
