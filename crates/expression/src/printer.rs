//! Prints an expression as text that parses to the same expression.

use std::fmt::{self, Display, Formatter};

use super::Expression;
use super::graph::{Constant, Id, Node, Operator};

/// Precedence levels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Level {
    Comparison,
    Sum,
    Minus,
    Product,
    Power,
    Atom,
}

/// The level of a node, and those that its two operands need without parentheses.
pub(super) fn levels(operator: Operator) -> (Level, [Level; 2]) {
    match operator {
        Operator::Add | Operator::Subtract => (Level::Sum, [Level::Sum, Level::Product]),
        Operator::Multiply | Operator::Divide => (Level::Product, [Level::Product, Level::Power]),
        Operator::Power => (Level::Power, [Level::Atom, Level::Power]),
        Operator::Minimum | Operator::Maximum => (Level::Atom, [Level::Comparison; 2]),
        _ => (Level::Comparison, [Level::Sum; 2]),
    }
}

impl Expression {
    pub(super) fn level(&self, id: Id) -> Level {
        match self.graph[id] {
            Node::Number(number) if number.value() < 0.0 => Level::Minus,
            Node::Negate(_) => Level::Minus,
            Node::Binary(operator, ..) => levels(operator).0,
            _ => Level::Atom,
        }
    }

    pub(super) fn write(&self, out: &mut Formatter, id: Id, least: Level) -> fmt::Result {
        if self.level(id) < least {
            out.write_str("(")?;
            self.write(out, id, Level::Comparison)?;
            return out.write_str(")");
        }
        match self.graph[id] {
            Node::Number(number) => out.write_str(&shortest(number.value())),
            Node::Constant(Constant::Pi) => out.write_str("pi"),
            Node::Constant(Constant::E) => out.write_str("e"),
            Node::Variable(index) => out.write_str(&self.names.variables[index]),
            Node::Parameter(index) => out.write_str(&self.names.parameters[index]),
            Node::Negate(a) => {
                out.write_str("-")?;
                self.write(out, a, Level::Product)
            }
            Node::Call(function, a) => self.write_call(out, function.name(), &[a]),
            Node::Choose(a, b, c) => self.write_call(out, "if", &[a, b, c]),
            Node::Binary(operator @ (Operator::Minimum | Operator::Maximum), a, b) => {
                self.write_call(out, operator.text(), &[a, b])
            }
            Node::Binary(operator, a, b) => {
                let (_, [left, right]) = levels(operator);
                self.write(out, a, left)?;
                match operator {
                    Operator::Multiply | Operator::Divide | Operator::Power => {
                        out.write_str(operator.text())?
                    }
                    _ => write!(out, " {} ", operator.text())?,
                }
                self.write(out, b, right)
            }
        }
    }

    fn write_call(&self, out: &mut Formatter, name: &str, arguments: &[Id]) -> fmt::Result {
        write!(out, "{name}(")?;
        for (index, &argument) in arguments.iter().enumerate() {
            if index > 0 {
                out.write_str(", ")?;
            }
            self.write(out, argument, Level::Comparison)?;
        }
        out.write_str(")")
    }
}

impl Display for Expression {
    fn fmt(&self, out: &mut Formatter) -> fmt::Result {
        self.write(out, self.root, Level::Comparison)
    }
}

/// The shortest text that parses to the same number.
pub(super) fn shortest(value: f64) -> String {
    let size = value.abs();
    if size == 0.0 || (1e-4..1e15).contains(&size) { format!("{value}") } else { format!("{value:e}") }
}
