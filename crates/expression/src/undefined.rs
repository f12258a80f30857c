//! The reason why a formula has no value at a point, and what to type instead.

use serde::Serialize;

use super::Expression;
use super::function::Function;
use super::graph::{Id, Node, Operator};
use super::printer::Level;

/// The page has words for it under `undefined.<reason>`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Undefined {
    pub reason: UndefinedReason,
    /// The part of the formula that has no value.
    pub part: String,
    /// What the user may have meant.
    pub instead: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum UndefinedReason {
    /// A negative number to a power that is not an integer.
    Power,
    /// The square root of a negative number.
    Root,
    /// The logarithm of zero or less.
    Logarithm,
    Division,
    /// An inverse function outside of [-1, 1].
    Inverse,
    /// A number that is too large.
    Overflow,
}

impl Expression {
    /// The reason why there is no value at a point. None if there is a value.
    pub fn undefined(&self, variables: &[f64], parameters: &[f64]) -> Option<Undefined> {
        let mut values = vec![f64::NAN; self.graph.below(self.root).count()];
        values.resize(self.root.0 as usize + 1, f64::NAN);
        for id in self.graph.below(self.root) {
            values[id.0 as usize] = self.value_of(id, &values, variables, parameters);
        }
        let value = |id: Id| values[id.0 as usize];
        if value(self.root).is_finite() {
            return None;
        }
        // Find the innermost part that has no value although its operands have.
        let mut part = self.root;
        while let Some(next) = self.needed(part, value).find(|&operand| !value(operand).is_finite()) {
            part = next;
        }
        let (reason, instead) = self.reason(part, value);
        Some(Undefined { reason, part: self.text_of(part), instead })
    }

    fn value_of(&self, id: Id, values: &[f64], variables: &[f64], parameters: &[f64]) -> f64 {
        let at = |id: Id| values[id.0 as usize];
        let given = |all: &[f64], index: usize| all.get(index).copied().unwrap_or(0.0);
        let truth = |truth: bool| f64::from(u8::from(truth));
        match self.graph[id] {
            Node::Number(number) => number.value(),
            Node::Constant(constant) => constant.value(),
            Node::Variable(index) => given(variables, index),
            Node::Parameter(index) => given(parameters, index),
            Node::Negate(a) => -at(a),
            Node::Call(function, a) => function.value(at(a)),
            Node::Choose(condition, a, b) => at(if at(condition) != 0.0 { a } else { b }),
            Node::Binary(operator, a, b) => {
                let (a, b) = (at(a), at(b));
                match operator {
                    Operator::Add => a + b,
                    Operator::Subtract => a - b,
                    Operator::Multiply => a * b,
                    Operator::Divide => a / b,
                    Operator::Power => libm::pow(a, b),
                    Operator::Minimum => {
                        if a < b {
                            a
                        } else {
                            b
                        }
                    }
                    Operator::Maximum => {
                        if a > b {
                            a
                        } else {
                            b
                        }
                    }
                    Operator::Less => truth(a < b),
                    Operator::LessOrEqual => truth(a <= b),
                    Operator::Greater => truth(a > b),
                    Operator::GreaterOrEqual => truth(a >= b),
                }
            }
        }
    }

    /// The operands that the value depends on.
    fn needed(&self, id: Id, value: impl Fn(Id) -> f64) -> impl Iterator<Item = Id> {
        let taken = match self.graph[id] {
            Node::Choose(condition, a, b) => Some([condition, if value(condition) != 0.0 { a } else { b }]),
            _ => None,
        };
        let all = self.graph[id].operands().filter(move |_| taken.is_none());
        taken.into_iter().flatten().chain(all)
    }

    fn reason(&self, id: Id, value: impl Fn(Id) -> f64) -> (UndefinedReason, Option<String>) {
        match self.graph[id] {
            Node::Binary(Operator::Power, base, exponent)
                if value(base) < 0.0 && value(exponent).fract() != 0.0 =>
            {
                (UndefinedReason::Power, self.real_power(base, value(exponent)))
            }
            Node::Binary(Operator::Power, base, _) if value(base) == 0.0 => (UndefinedReason::Division, None),
            Node::Binary(Operator::Divide, _, below) if value(below) == 0.0 => {
                (UndefinedReason::Division, None)
            }
            Node::Call(Function::Sqrt, _) => (UndefinedReason::Root, None),
            Node::Call(Function::Ln | Function::Log10 | Function::Log2, _) => {
                (UndefinedReason::Logarithm, None)
            }
            Node::Call(Function::Asin | Function::Acos, _) => (UndefinedReason::Inverse, None),
            _ => (UndefinedReason::Overflow, None),
        }
    }

    /// A power whose exponent is a fraction with an odd denominator, rewritten so that it has a value for negative
    /// numbers too.
    fn real_power(&self, base: Id, exponent: f64) -> Option<String> {
        let below = [3.0, 5.0, 7.0, 9.0].into_iter().find(|below| {
            let above = exponent * below;
            (above - above.round()).abs() < 1e-9
        })?;
        let above = (exponent * below).round();
        let base = self.text_of(base);
        match (below, above) {
            (3.0, 1.0) => Some(format!("cbrt({base})")),
            (3.0, _) => Some(format!(
                "cbrt({base})^{}",
                if above < 0.0 { format!("({above})") } else { above.to_string() }
            )),
            _ if above % 2.0 == 0.0 => Some(format!("abs({base})^({above}/{below})")),
            _ => Some(format!("sign({base})*abs({base})^({above}/{below})")),
        }
    }

    fn text_of(&self, part: Id) -> String {
        struct Part<'a>(&'a Expression, Id);
        impl std::fmt::Display for Part<'_> {
            fn fmt(&self, out: &mut std::fmt::Formatter) -> std::fmt::Result {
                self.0.write(out, self.1, Level::Comparison)
            }
        }
        Part(self, part).to_string()
    }
}
