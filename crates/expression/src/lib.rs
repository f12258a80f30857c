//! Formulas as users type them: parsed with errors that point at a character, printed, differentiated and evaluated.
//!
//! An expression does not know what it is for. The caller names its variables; single letters that are neither
//! variables nor constants are its parameters.

mod derivative;
mod error;
mod function;
mod graph;
mod lexer;
mod mathml;
mod parser;
mod printer;
mod program;
mod simplify;
mod undefined;

pub use error::{ParseError, ParseErrorReason};
pub use function::Function;
pub use mathml::MathMl;
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

/// Names of variables and parameters, by index.
#[derive(Clone, Debug, Default, PartialEq)]
struct Names {
    variables: Vec<String>,
    parameters: Vec<String>,
}

/// The size above which nobody would read a derivative.
const MAX_READABLE: u64 = 400;

impl Expression {
    /// Parses a formula of the named variables. Precedence is that of mathematics: `-x^2` is `-(x^2)`, `a^b^c` is
    /// `a^(b^c)`, and multiplication signs may be left out: `2x (y + 1)`.
    pub fn parse(text: &str, variables: &[&str]) -> Result<Self, ParseError> {
        parser::parse(text, variables)
    }

    pub fn variables(&self) -> &[String] {
        &self.names.variables
    }

    /// Names of its parameters, in the order of their first occurrence.
    pub fn parameters(&self) -> &[String] {
        &self.names.parameters
    }

    /// Whether the value depends on a variable.
    pub fn uses(&self, variable: usize) -> bool {
        self.graph.below(self.root).any(|id| self.graph[id] == Node::Variable(variable))
    }

    /// The exact derivative with respect to a variable. At a kink of a function it is the derivative from the right
    /// or the one in between.
    pub fn derivative(&self, variable: usize) -> Self {
        let mut graph = self.graph.clone();
        let root = derivative::derive(&mut graph, self.root, variable);
        Self { graph, root, names: self.names.clone() }
    }

    /// Whether it is short enough to be shown.
    pub fn is_readable(&self) -> bool {
        self.graph.written_size(self.root) <= MAX_READABLE
    }

    /// The value at one point; see [`Program`] for many points. Missing values count as 0.
    pub fn value(&self, variables: &[f64], parameters: &[f64]) -> f64 {
        let mut evaluator = Evaluator::new(&Program::new(&[self]), parameters);
        evaluator.at(variables);
        evaluator.output(0)[0]
    }

    fn same_names(&self) -> &Names {
        &self.names
    }
}
