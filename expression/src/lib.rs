//! Formulas as one types them: read with errors that point at the character, printed, differentiated, computed.
//!
//! An expression knows nothing of what it is for: the caller names its variables; single letters that are neither
//! variables nor constants are its parameters.

mod derivative;
mod function;
mod graph;
mod lexer;
mod mathml;
mod mistake;
mod parser;
mod printer;
mod program;
mod simplify;
mod undefined;

pub use function::Function;
pub use mathml::MathMl;
pub use mistake::{Mistake, MistakeReason};
pub use program::{Evaluator, LANES, Program};
pub use undefined::{Undefined, UndefinedReason};

use graph::{Graph, Id, Node};

/// A formula of variables and parameters.
#[derive(Clone, Debug)]
pub struct Expression {
    graph: Graph,
    root: Id,
    names: Names,
}

/// What variables and parameters are called, by their index.
#[derive(Clone, Debug, Default, PartialEq)]
struct Names {
    variables: Vec<String>,
    parameters: Vec<String>,
}

/// Longer derivatives nobody reads.
const MAX_READABLE: u64 = 400;

impl Expression {
    /// Reads a formula of the named variables. Precedence as in mathematics: `-x^2` is `-(x^2)`, `a^b^c` is
    /// `a^(b^c)`, and a product may go without its sign: `2x (y + 1)`.
    pub fn parse(text: &str, variables: &[&str]) -> Result<Self, Mistake> {
        parser::parse(text, variables)
    }

    pub fn variables(&self) -> &[String] {
        &self.names.variables
    }

    /// Names of its parameters, in the order in which they first stand in the text.
    pub fn parameters(&self) -> &[String] {
        &self.names.parameters
    }

    /// Whether the value depends on a variable.
    pub fn uses(&self, variable: usize) -> bool {
        self.graph.below(self.root).any(|id| self.graph[id] == Node::Variable(variable))
    }

    /// The exact derivative by a variable. Where a function has a corner it is the one from the right or the middle.
    pub fn derivative(&self, variable: usize) -> Self {
        let mut graph = self.graph.clone();
        let root = derivative::derive(&mut graph, self.root, variable);
        Self { graph, root, names: self.names.clone() }
    }

    /// Whether it is short enough to be read when written out.
    pub fn is_readable(&self) -> bool {
        self.graph.written_size(self.root) <= MAX_READABLE
    }

    /// The value at one point; see [`Program`] for many. What is missing counts as 0.
    pub fn value(&self, variables: &[f64], parameters: &[f64]) -> f64 {
        let mut evaluator = Evaluator::new(&Program::new(&[self]), parameters);
        evaluator.at(variables);
        evaluator.output(0)[0]
    }

    fn same_names(&self) -> &Names {
        &self.names
    }
}
