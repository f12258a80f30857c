//! Words to an expression. The grammar, loosest first:
//!
//! ```text
//! comparison  sum [("<" | "<=" | ">" | ">=") sum]
//! sum         product {("+" | "-") product}
//! product     "-" product | signed {["*" | "/"] signed}          without a sign it is "*"
//! signed      ("-" | "+") signed | power
//! power       atom [raised] ["^" signed]
//! atom        number | name | function "(" comparison {"," comparison} ")" | "(" comparison ")"
//! | "|" comparison "|" | root atom | function [raised] ("(" comparison ")" | bare)
//! bare        power {name ["^" signed]}                          as in sin 2πx
//! ```
//!
//! Where readers would disagree, as about `sin x/2`, nothing is guessed: the error shows both ways to write it.

use super::error::{ParseError, ParseErrorReason};
use super::function::Function;
use super::graph::{Constant, Graph, Id, Node, Operator};
use super::lexer::{Placed, Word, is_greek, units, words};
use super::{Expression, Names};

const MAX_LENGTH: usize = 500;
const MAX_DEPTH: usize = 40;

struct Parser {
    words: Vec<Placed>,
    at: usize,
    depth: usize,
    /// Open absolute values within the innermost parentheses.
    bars: usize,
    /// Whether x1 and x2 are names of the variables.
    numbered: bool,
    graph: Graph,
    names: Names,
}

pub(super) fn parse(text: &str, variables: &[&str]) -> Result<Expression, ParseError> {
    let length = units(text);
    if length > MAX_LENGTH {
        let rest = Placed { word: Word::End, text: String::new(), position: MAX_LENGTH };
        let error = rest.error(ParseErrorReason::TooLong, &[]);
        return Err(ParseError { length: length - MAX_LENGTH, ..error });
    }
    if let Some(start) = definition(text) {
        let offset = units(&text[..start]);
        let later = |error: ParseError| ParseError { position: error.position + offset, ..error };
        return parse(&text[start..], variables).map_err(later);
    }
    let words = words(text)?;
    let numbered = numbered(&words, variables)?;
    let variables = variables.iter().map(|&name| name.to_owned()).collect();
    let mut parser = Parser {
        words,
        at: 0,
        depth: 0,
        bars: 0,
        numbered,
        graph: Graph::default(),
        names: Names { variables, parameters: Vec::new() },
    };
    if parser.peek().word == Word::End {
        return Err(parser.peek().error(ParseErrorReason::Empty, &[]));
    }
    let root = parser.comparison()?;
    match parser.peek().word {
        Word::End => Ok(Expression { graph: parser.graph, root, names: parser.names }),
        Word::Close => Err(parser.peek().error(ParseErrorReason::Parenthesis, &[])),
        _ => Err(parser.unexpected(&["operator"])),
    }
}

/// The start of the formula after a leading `f(x, y) =` or `z =`.
fn definition(text: &str) -> Option<usize> {
    let sign = text.char_indices().find(|(_, sign)| matches!(sign, '=' | '＝'))?;
    let before: String = text[..sign.0].chars().filter(|character| !character.is_whitespace()).collect();
    let names = ["f", "z", "f(x)", "f(x,y)", "f(x1,x2)", "f(x_1,x_2)", "f(x₁,x₂)"];
    names.contains(&before.as_str()).then_some(sign.0 + sign.1.len_utf8())
}

/// Whether x₁ and x₂ mean x and y: if they are written as subscripts, or if there is no x or y besides them. In an
/// old formula with both, x1 is a parameter.
fn numbered(words: &[Placed], variables: &[&str]) -> Result<bool, ParseError> {
    if variables != ["x", "y"] {
        return Ok(false);
    }
    let is_name = |placed: &Placed, names: &[&str]| matches!(&placed.word, Word::Name(name) if names.contains(&name.as_str()));
    if !words.iter().any(|placed| is_name(placed, &["x1", "x2", "x_1", "x_2"])) {
        return Ok(false);
    }
    let plain = words.iter().any(|placed| is_name(placed, variables));
    match words.iter().find(|placed| ["x₁", "x₂"].contains(&placed.text.as_str())) {
        Some(raised) if plain => Err(raised.error(ParseErrorReason::UnknownName, variables)),
        _ if plain => Ok(false),
        _ => {
            let third =
                words.iter().find(|placed| matches!(&placed.word, Word::Name(name) if is_numbered(name)));
            let error = |third: &Placed| third.error(ParseErrorReason::UnknownName, &["x1", "x2"]);
            third.map_or(Ok(true), |third| Err(error(third)))
        }
    }
}

/// x3 and beyond, and x0.
fn is_numbered(name: &str) -> bool {
    let index = name.strip_prefix('x').map(|rest| rest.strip_prefix('_').unwrap_or(rest));
    index.is_some_and(|index| {
        !index.is_empty() && index.bytes().all(|byte| byte.is_ascii_digit()) && !["1", "2"].contains(&index)
    })
}

impl Parser {
    fn peek(&self) -> &Placed {
        &self.words[self.at]
    }

    /// Takes the next word. The end marker is never taken.
    fn take(&mut self) -> Placed {
        let placed = self.words[self.at].clone();
        self.at = (self.at + 1).min(self.words.len() - 1);
        placed
    }

    /// Takes the next word if it is one of these operators.
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

    fn comparison(&mut self) -> Result<Id, ParseError> {
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

    fn sum(&mut self) -> Result<Id, ParseError> {
        let mut left = self.product()?;
        while let Some(operator) = self.operator(&[Operator::Add, Operator::Subtract]) {
            let right = self.product()?;
            left = self.binary(operator, left, right);
        }
        Ok(left)
    }

    fn product(&mut self) -> Result<Id, ParseError> {
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

    /// Whether the next word can be multiplied without a sign. A number cannot: `x 2` is more likely a typing error.
    fn begins_atom(&self) -> bool {
        match self.peek().word {
            Word::Name(_) | Word::Open | Word::Root(_) => true,
            Word::Bar => self.bars == 0,
            _ => false,
        }
    }

    /// The error for an unexpected word. A comma between two numbers was probably meant as a decimal comma.
    fn unexpected(&self, expected: &[&str]) -> ParseError {
        self.decimal_comma(self.at..self.at + 1)
            .unwrap_or_else(|| self.peek().error(ParseErrorReason::Unexpected, expected))
    }

    /// The first comma among these words with a digit on either side, and the number as it should be written.
    fn decimal_comma(&self, mut among: std::ops::Range<usize>) -> Option<ParseError> {
        let is_number = |placed: &Placed| matches!(placed.word, Word::Number(_));
        among.find_map(|at| {
            let [before, comma, after] = self.words.get(at.checked_sub(1)?..at + 2)? else { return None };
            let touch = before.end() == comma.position && comma.end() == after.position;
            let decimal = comma.word == Word::Comma && touch && is_number(before) && is_number(after);
            let right = format!("{}.{}", before.text, after.text);
            decimal.then(|| comma.error(ParseErrorReason::DecimalComma, &[&right]))
        })
    }

    fn signed(&mut self) -> Result<Id, ParseError> {
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

    fn power(&mut self) -> Result<Id, ParseError> {
        let mut base = self.atom()?;
        if let Some(exponent) = self.raised() {
            let exponent = self.graph.number(exponent);
            base = self.binary(Operator::Power, base, exponent);
        }
        if self.operator(&[Operator::Power]).is_none() {
            return Ok(base);
        }
        let exponent = self.signed()?;
        Ok(self.binary(Operator::Power, base, exponent))
    }

    fn raised(&mut self) -> Option<f64> {
        let Word::Raised(exponent) = self.peek().word else { return None };
        self.take();
        Some(exponent)
    }

    fn atom(&mut self) -> Result<Id, ParseError> {
        let placed = self.take();
        match &placed.word {
            Word::Number(number) => Ok(self.graph.number(*number)),
            Word::Open => self.inside(&placed),
            Word::Bar => self.absolute(&placed),
            Word::Root(function) => self.root(*function, &placed),
            Word::Name(name) if self.peek().word == Word::Open && self.is_call(name) => {
                self.call(name, &placed)
            }
            Word::Name(name) => self.name(name, &placed),
            Word::End => Err(placed.error(ParseErrorReason::Unfinished, &["value"])),
            Word::Close => Err(placed.error(ParseErrorReason::Unexpected, &["value"])),
            _ => Err(placed.error(ParseErrorReason::Unexpected, &["value"])),
        }
    }

    /// An expression in parentheses, of which the opening one has been taken.
    fn inside(&mut self, open: &Placed) -> Result<Id, ParseError> {
        let bars = std::mem::take(&mut self.bars);
        let value = self.comparison()?;
        self.close(open)?;
        self.bars = bars;
        Ok(value)
    }

    /// An absolute value, of which the first bar has been taken.
    fn absolute(&mut self, open: &Placed) -> Result<Id, ParseError> {
        self.deeper()?;
        self.bars += 1;
        let value = self.comparison()?;
        match self.peek().word {
            Word::Bar => self.take(),
            Word::End | Word::Close => return Err(open.error(ParseErrorReason::Parenthesis, &["|"])),
            _ => return Err(self.unexpected(&["operator", "|"])),
        };
        self.bars -= 1;
        self.depth -= 1;
        Ok(self.graph.put(Node::Call(Function::Abs, value)))
    }

    /// A root of the operand after its sign. Whether a factor after that would be part of the root is ambiguous.
    fn root(&mut self, function: Function, sign: &Placed) -> Result<Id, ParseError> {
        self.deeper()?;
        let from = self.at;
        let fenced = matches!(self.peek().word, Word::Open | Word::Bar);
        let operand = self.atom()?;
        self.depth -= 1;
        let written = self.written(from..self.at);
        let follows = self.begins_atom()
            || matches!(self.peek().word, Word::Raised(_) | Word::Operator(Operator::Power));
        if !fenced && follows {
            let next = self.written(self.at..self.at + 1);
            let readings =
                [format!("{}({written}){next}", sign.text), format!("{}({written}{next})", sign.text)];
            return Err(self
                .peek()
                .error(ParseErrorReason::Ambiguous, &readings.each_ref().map(String::as_str)));
        }
        Ok(self.graph.put(Node::Call(function, operand)))
    }

    /// Words as they were typed, without insignificant spaces.
    fn written(&self, words: std::ops::Range<usize>) -> String {
        let mut text = String::new();
        for placed in &self.words[words.start..words.end.min(self.words.len())] {
            let parted = |text: &str| text.ends_with(|last: char| last.is_alphanumeric());
            if parted(&text) && placed.text.starts_with(char::is_alphanumeric) {
                text.push(' ');
            }
            text.push_str(&placed.text);
        }
        text
    }

    /// A function, whose argument may be without parentheses and may follow a power: sin²x.
    fn apply(&mut self, function: Function, placed: &Placed) -> Result<Id, ParseError> {
        self.deeper()?;
        let name = &placed.text;
        let power = match self.raised() {
            None if self.peek().word == Word::Operator(Operator::Power) => {
                self.take();
                let sign = self.operator(&[Operator::Subtract]).map_or(1.0, |_| -1.0);
                match self.take().word {
                    Word::Number(number) => Some(sign * number),
                    _ => return Err(placed.error(ParseErrorReason::Unexpected, &["("])),
                }
            }
            raised => raised,
        };
        let from = self.at;
        let argument = match self.peek().word.clone() {
            Word::Open => {
                let open = self.take();
                self.inside(&open)?
            }
            Word::Bar if self.bars == 0 => {
                let bar = self.take();
                self.absolute(&bar)?
            }
            Word::Number(_) | Word::Name(_) | Word::Root(_) => self.bare(name)?,
            _ => return Err(self.peek().error(ParseErrorReason::Unexpected, &["("])),
        };
        self.depth -= 1;
        let written = self.written(from..self.at);
        let written = written.strip_prefix('(').and_then(|text| text.strip_suffix(')')).unwrap_or(&written);
        let call = self.graph.put(Node::Call(function, argument));
        match power {
            None => Ok(call),
            Some(power) if power > 0.0 && power.fract() == 0.0 => {
                let power = self.graph.number(power);
                Ok(self.binary(Operator::Power, call, power))
            }
            Some(_) => {
                let inverse = format!("arc{name}({written})");
                let reciprocal = format!("1/{name}({written})");
                let has_inverse = Function::find(&format!("arc{name}")).is_some();
                let readings: &[&str] = if has_inverse { &[&inverse, &reciprocal] } else { &[&reciprocal] };
                Err(placed.error(ParseErrorReason::Ambiguous, readings))
            }
        }
    }

    /// The argument of a function without parentheses: `2πx` of `sin 2πx cos x`.
    fn bare(&mut self, name: &str) -> Result<Id, ParseError> {
        let from = self.at;
        let mut argument = self.power()?;
        while let Word::Name(next) = &self.peek().word {
            if self.is_function(next) {
                break;
            }
            let factor = self.power()?;
            argument = self.binary(Operator::Multiply, argument, factor);
        }
        let divided = self.peek().word == Word::Operator(Operator::Divide);
        let multiplied = match self.peek().word {
            Word::Open | Word::Root(_) => true,
            Word::Bar => self.bars == 0,
            _ => false,
        };
        if divided || multiplied {
            let written = self.written(from..self.at);
            let next = self.written(self.at..self.at + if divided { 2 } else { 1 });
            let next = if divided { next } else { "…".to_owned() };
            let star = if multiplied { "*" } else { "" };
            let readings =
                [format!("{name}({written}){star}{next}"), format!("{name}({written}{star}{next})")];
            return Err(self
                .peek()
                .error(ParseErrorReason::Ambiguous, &readings.each_ref().map(String::as_str)));
        }
        Ok(argument)
    }

    /// Whether a name is a function and not a variable or parameter of this formula.
    fn is_function(&self, name: &str) -> bool {
        let own = self.names.variables.iter().any(|variable| variable == name);
        !own && (Function::find(name).is_some() || ["min", "max", "if"].contains(&name))
    }

    fn close(&mut self, open: &Placed) -> Result<(), ParseError> {
        match self.peek().word {
            Word::Close => {
                self.take();
                Ok(())
            }
            Word::End => Err(open.error(ParseErrorReason::Parenthesis, &[")"])),
            _ => Err(self.unexpected(&["operator", ")"])),
        }
    }

    /// A name before a parenthesis is a function unless it can be a factor.
    fn is_call(&self, name: &str) -> bool {
        !self.names.variables.iter().any(|variable| variable == name)
            && constant(name).is_none()
            && !is_parameter(name)
    }

    fn call(&mut self, name: &str, placed: &Placed) -> Result<Id, ParseError> {
        let function = Function::find(name);
        let wanted = match name {
            "min" | "max" => 2,
            "if" => 3,
            _ if function.is_some() => 1,
            _ => return Err(placed.error(ParseErrorReason::UnknownFunction, &similar(name))),
        };
        let open = self.take();
        let (from, bars) = (self.at, std::mem::take(&mut self.bars));
        let mut arguments = Vec::new();
        if self.peek().word != Word::Close {
            arguments.push(self.comparison()?);
            while self.peek().word == Word::Comma {
                self.take();
                arguments.push(self.comparison()?);
            }
        }
        self.close(&open)?;
        self.bars = bars;
        match (function, &arguments[..]) {
            (Some(function), &[argument]) => Ok(self.graph.put(Node::Call(function, argument))),
            (None, &[a, b]) if wanted == 2 => {
                let operator = if name == "min" { Operator::Minimum } else { Operator::Maximum };
                Ok(self.binary(operator, a, b))
            }
            (None, &[a, b, c]) if wanted == 3 => Ok(self.graph.put(Node::Choose(a, b, c))),
            _ => Err(self
                .decimal_comma(from..self.at)
                .unwrap_or_else(|| placed.error(ParseErrorReason::Arguments, &[&wanted.to_string()]))),
        }
    }

    fn name(&mut self, name: &str, placed: &Placed) -> Result<Id, ParseError> {
        let own = |variable: &String| variable == name || self.numbered && is_index_of(name, variable);
        if let Some(index) = self.names.variables.iter().position(own) {
            return Ok(self.graph.put(Node::Variable(index)));
        }
        if let Some(constant) = constant(name) {
            return Ok(self.graph.put(Node::Constant(constant)));
        }
        if let Some(function) = Function::find(name) {
            return self.apply(function, placed);
        }
        if ["min", "max", "if"].contains(&name) {
            return Err(self.peek().error(ParseErrorReason::Unexpected, &["("]));
        }
        if !is_parameter(name) {
            let parted = self.parted(name);
            let mut expected: Vec<&str> = parted.iter().map(String::as_str).collect();
            expected.extend(self.names.variables.iter().map(String::as_str));
            expected.extend(["pi", "e", "parameter"]);
            return Err(placed.error(ParseErrorReason::UnknownName, &expected));
        }
        let parameters = &mut self.names.parameters;
        let index = parameters.iter().position(|parameter| parameter == name).unwrap_or_else(|| {
            parameters.push(name.to_owned());
            parameters.len() - 1
        });
        Ok(self.graph.put(Node::Parameter(index)))
    }

    /// What a name of several letters may have meant: `sin(x)` for `sinx`, `x*y` for `xy`.
    fn parted(&self, name: &str) -> Option<String> {
        let known = |name: &str| {
            self.names.variables.iter().any(|variable| variable == name)
                || constant(name).is_some()
                || is_parameter(name)
        };
        let functions = Function::ALL.iter().map(|function| function.name()).chain(["log"]);
        let called = functions.filter_map(|function| Some((function, name.strip_prefix(function)?)));
        if let Some((function, argument)) =
            called.filter(|(_, argument)| known(argument)).max_by_key(|(name, _)| name.len())
        {
            return Some(format!("{function}({argument})"));
        }
        let letters: Vec<String> = name.chars().map(String::from).collect();
        let variables = letters.iter().all(|letter| self.names.variables.contains(letter));
        variables.then(|| letters.join("*"))
    }

    fn deeper(&mut self) -> Result<(), ParseError> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(self.peek().error(ParseErrorReason::TooDeep, &[]));
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

/// Whether the pair is `x1` and `x` or `x2` and `y`.
fn is_index_of(name: &str, variable: &str) -> bool {
    match variable {
        "x" => ["x1", "x_1"].contains(&name),
        "y" => ["x2", "x_2"].contains(&name),
        _ => false,
    }
}

/// A Latin letter or the name of a Greek one, possibly with a number: `a`, `k2`, `w_1`, `alpha`.
fn is_parameter(name: &str) -> bool {
    let letter = name.trim_end_matches(|character: char| character.is_ascii_digit() || character == '_');
    let is_letter = letter.len() == 1 && letter.starts_with(|first: char| first.is_ascii_alphabetic());
    (is_letter || is_greek(letter)) && !name.ends_with('_')
}

/// Functions with names similar to an unknown one.
fn similar(name: &str) -> Vec<&'static str> {
    let near = |known: &&str| {
        let shared = known.chars().zip(name.chars()).take_while(|(a, b)| a == b).count();
        shared >= 2 || (shared == 1 && known.len().abs_diff(name.len()) <= 1)
    };
    let names = Function::ALL.iter().map(|function| function.name()).chain(["min", "max", "if"]);
    names.filter(near).take(4).collect()
}
