//! Words to an expression. The grammar, loosest first:
//!
//! ```text
//! comparison  sum [("<" | "<=" | ">" | ">=") sum]
//! sum         product {("+" | "-") product}
//! product     "-" product | signed {["*" | "/"] signed}          without a sign it is "*"
//! signed      ("-" | "+") signed | power
//! power       atom ["²" | "³"] ["^" signed]
//! atom        number | name | function "(" comparison {"," comparison} ")" | "(" comparison ")"
//! ```

use super::function::Function;
use super::graph::{Constant, Graph, Id, Node, Operator};
use super::lexer::{Placed, Word, units, words};
use super::mistake::{Mistake, MistakeReason};
use super::{Expression, Names};

const MAX_LENGTH: usize = 500;
const MAX_DEPTH: usize = 40;

struct Parser {
    words: Vec<Placed>,
    at: usize,
    depth: usize,
    graph: Graph,
    names: Names,
}

pub(super) fn parse(text: &str, variables: &[&str]) -> Result<Expression, Mistake> {
    let length = units(text);
    if length > MAX_LENGTH {
        let rest = Placed { word: Word::End, text: String::new(), position: MAX_LENGTH };
        let mistake = rest.mistake(MistakeReason::TooLong, &[]);
        return Err(Mistake { length: length - MAX_LENGTH, ..mistake });
    }
    let variables = variables.iter().map(|&name| name.to_owned()).collect();
    let mut parser = Parser {
        words: words(text)?,
        at: 0,
        depth: 0,
        graph: Graph::default(),
        names: Names { variables, parameters: Vec::new() },
    };
    if parser.peek().word == Word::End {
        return Err(parser.peek().mistake(MistakeReason::Empty, &[]));
    }
    let root = parser.comparison()?;
    match parser.peek().word {
        Word::End => Ok(Expression { graph: parser.graph, root, names: parser.names }),
        Word::Close => Err(parser.peek().mistake(MistakeReason::Parenthesis, &[])),
        _ => Err(parser.peek().mistake(MistakeReason::Unexpected, &["operator"])),
    }
}

impl Parser {
    fn peek(&self) -> &Placed {
        &self.words[self.at]
    }

    /// The next word; the end stays.
    fn take(&mut self) -> Placed {
        let placed = self.words[self.at].clone();
        self.at = (self.at + 1).min(self.words.len() - 1);
        placed
    }

    /// Takes the next word where it is one of these operators.
    fn operator(&mut self, among: &[Operator]) -> Option<Operator> {
        match self.peek().word {
            Word::Operator(operator) if among.contains(&operator) => {
                self.take();
                Some(operator)
            }
            _ => None,
        }
    }

    fn binary(&mut self, operator: Operator, left: Id, right: Id) -> Id {
        self.graph.put(Node::Binary(operator, left, right))
    }

    fn comparison(&mut self) -> Result<Id, Mistake> {
        let left = self.sum()?;
        let all = [Operator::Less, Operator::LessOrEqual, Operator::Greater, Operator::GreaterOrEqual];
        match self.operator(&all) {
            None => Ok(left),
            Some(operator) => {
                let right = self.sum()?;
                Ok(self.binary(operator, left, right))
            }
        }
    }

    fn sum(&mut self) -> Result<Id, Mistake> {
        let mut left = self.product()?;
        while let Some(operator) = self.operator(&[Operator::Add, Operator::Subtract]) {
            let right = self.product()?;
            left = self.binary(operator, left, right);
        }
        Ok(left)
    }

    fn product(&mut self) -> Result<Id, Mistake> {
        if self.operator(&[Operator::Subtract]).is_some() {
            self.deeper()?;
            let product = self.product()?;
            self.depth -= 1;
            return Ok(self.negated(product));
        }
        let mut left = self.signed()?;
        loop {
            let operator = match self.operator(&[Operator::Multiply, Operator::Divide]) {
                Some(operator) => operator,
                None if self.begins_atom() => Operator::Multiply,
                None => return Ok(left),
            };
            let right = self.signed()?;
            left = self.binary(operator, left, right);
        }
    }

    /// Whether what follows may be multiplied without a sign. A number may not: `x 2` is more likely a slip.
    fn begins_atom(&self) -> bool {
        matches!(self.peek().word, Word::Name(_) | Word::Open)
    }

    fn signed(&mut self) -> Result<Id, Mistake> {
        self.deeper()?;
        let result = match self.operator(&[Operator::Add, Operator::Subtract]) {
            None => self.power(),
            Some(Operator::Subtract) => self.signed().map(|operand| self.negated(operand)),
            Some(_) => self.signed(),
        };
        self.depth -= 1;
        result
    }

    fn negated(&mut self, operand: Id) -> Id {
        match self.graph.as_number(operand) {
            Some(number) => self.graph.number(-number),
            None => self.graph.put(Node::Negate(operand)),
        }
    }

    fn power(&mut self) -> Result<Id, Mistake> {
        let mut base = self.atom()?;
        if let Word::Raised(exponent) = self.peek().word {
            self.take();
            let exponent = self.graph.number(exponent);
            base = self.binary(Operator::Power, base, exponent);
        }
        if self.operator(&[Operator::Power]).is_none() {
            return Ok(base);
        }
        let exponent = self.signed()?;
        Ok(self.binary(Operator::Power, base, exponent))
    }

    fn atom(&mut self) -> Result<Id, Mistake> {
        let placed = self.take();
        match &placed.word {
            Word::Number(number) => Ok(self.graph.number(*number)),
            Word::Open => self.inside(&placed),
            Word::Name(name) if self.peek().word == Word::Open && self.is_call(name) => {
                self.call(name, &placed)
            }
            Word::Name(name) => self.name(name, &placed),
            Word::End => Err(placed.mistake(MistakeReason::Unfinished, &["value"])),
            Word::Close => Err(placed.mistake(MistakeReason::Unexpected, &["value"])),
            _ => Err(placed.mistake(MistakeReason::Unexpected, &["value"])),
        }
    }

    /// What stands in parentheses, the first of which has been taken.
    fn inside(&mut self, open: &Placed) -> Result<Id, Mistake> {
        let value = self.comparison()?;
        self.close(open)?;
        Ok(value)
    }

    fn close(&mut self, open: &Placed) -> Result<(), Mistake> {
        match self.peek().word {
            Word::Close => {
                self.take();
                Ok(())
            }
            Word::End => Err(open.mistake(MistakeReason::Parenthesis, &[")"])),
            _ => Err(self.peek().mistake(MistakeReason::Unexpected, &["operator", ")"])),
        }
    }

    /// Names before a parenthesis are functions, unless they can be a factor.
    fn is_call(&self, name: &str) -> bool {
        !self.names.variables.iter().any(|variable| variable == name)
            && constant(name).is_none()
            && !is_parameter(name)
    }

    fn call(&mut self, name: &str, placed: &Placed) -> Result<Id, Mistake> {
        let function = Function::find(name);
        let wanted = match name {
            "min" | "max" => 2,
            "if" => 3,
            _ if function.is_some() => 1,
            _ => return Err(placed.mistake(MistakeReason::UnknownFunction, &similar(name))),
        };
        let open = self.take();
        let mut arguments = Vec::new();
        if self.peek().word != Word::Close {
            arguments.push(self.comparison()?);
            while self.peek().word == Word::Comma {
                self.take();
                arguments.push(self.comparison()?);
            }
        }
        self.close(&open)?;
        match (function, &arguments[..]) {
            (Some(function), &[argument]) => Ok(self.graph.put(Node::Call(function, argument))),
            (None, &[a, b]) if wanted == 2 => {
                let operator = if name == "min" { Operator::Minimum } else { Operator::Maximum };
                Ok(self.binary(operator, a, b))
            }
            (None, &[a, b, c]) if wanted == 3 => Ok(self.graph.put(Node::Choose(a, b, c))),
            _ => Err(placed.mistake(MistakeReason::Arguments, &[&wanted.to_string()])),
        }
    }

    fn name(&mut self, name: &str, placed: &Placed) -> Result<Id, Mistake> {
        if let Some(index) = self.names.variables.iter().position(|variable| variable == name) {
            return Ok(self.graph.put(Node::Variable(index)));
        }
        if let Some(constant) = constant(name) {
            return Ok(self.graph.put(Node::Constant(constant)));
        }
        if Function::find(name).is_some() || ["min", "max", "if"].contains(&name) {
            return Err(self.peek().mistake(MistakeReason::Unexpected, &["("]));
        }
        if !is_parameter(name) {
            let mut expected: Vec<&str> = self.names.variables.iter().map(String::as_str).collect();
            expected.extend(["pi", "e", "parameter"]);
            return Err(placed.mistake(MistakeReason::UnknownName, &expected));
        }
        let parameters = &mut self.names.parameters;
        let index = parameters.iter().position(|parameter| parameter == name).unwrap_or_else(|| {
            parameters.push(name.to_owned());
            parameters.len() - 1
        });
        Ok(self.graph.put(Node::Parameter(index)))
    }

    fn deeper(&mut self) -> Result<(), Mistake> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(self.peek().mistake(MistakeReason::TooDeep, &[]));
        }
        Ok(())
    }
}

fn constant(name: &str) -> Option<Constant> {
    match name {
        "pi" => Some(Constant::Pi),
        "e" => Some(Constant::E),
        _ => None,
    }
}

/// A letter, with a number perhaps: `a`, `k2`, `w_1`.
fn is_parameter(name: &str) -> bool {
    let mut characters = name.chars();
    characters.next().is_some_and(|first| first.is_ascii_alphabetic())
        && characters.all(|character| character.is_ascii_digit() || character == '_')
        && !name.ends_with('_')
}

/// Functions whose names resemble the one that there is not.
fn similar(name: &str) -> Vec<&'static str> {
    let near = |known: &&str| {
        let shared = known.chars().zip(name.chars()).take_while(|(a, b)| a == b).count();
        shared >= 2 || (shared == 1 && known.len().abs_diff(name.len()) <= 1)
    };
    let names = Function::ALL.iter().map(|function| function.name()).chain(["min", "max", "if"]);
    names.filter(near).take(4).collect()
}
