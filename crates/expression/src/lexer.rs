//! The lexer: splits a text into words.

use super::error::{ParseError, ParseErrorReason};
use super::function::Function;
use super::graph::Operator;

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Word {
    Number(f64),
    Name(String),
    Operator(Operator),
    /// A superscript number, as in x² or x⁻¹.
    Raised(f64),
    /// A root sign before its operand.
    Root(Function),
    /// One bar of an absolute value.
    Bar,
    Open,
    Close,
    Comma,
    End,
}

/// A word and its position in UTF-16 units.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Placed {
    pub word: Word,
    pub text: String,
    pub position: usize,
}

impl Placed {
    pub fn error(&self, reason: ParseErrorReason, expected: &[&str]) -> ParseError {
        ParseError {
            reason,
            position: self.position,
            length: units(&self.text).max(1),
            found: self.text.clone(),
            expected: expected.iter().map(|&name| name.to_owned()).collect(),
        }
    }

    pub fn end(&self) -> usize {
        self.position + units(&self.text)
    }
}

/// Length of a text in UTF-16 units.
pub(super) fn units(text: &str) -> usize {
    text.encode_utf16().count()
}

/// The words of a text, followed by an end marker.
pub(super) fn words(text: &str) -> Result<Vec<Placed>, ParseError> {
    let mut words = Vec::new();
    let mut rest = text;
    loop {
        rest = rest.trim_start();
        let position = units(&text[..text.len() - rest.len()]);
        let Some(first) = rest.chars().next() else {
            words.push(Placed { word: Word::End, text: String::new(), position });
            return Ok(words);
        };
        let plain: String = rest.chars().map(narrow).collect();
        let (characters, word) = next(&plain);
        let length = rest.chars().take(characters).map(char::len_utf8).sum();
        let placed = Placed { word: Word::End, text: rest[..length].to_owned(), position };
        let reason = match narrow(first) {
            '0'..='9' | '.' => ParseErrorReason::Number,
            _ => ParseErrorReason::Character,
        };
        let word = word.ok_or_else(|| placed.error(reason, &[]))?;
        words.push(Placed { word, ..placed });
        rest = &rest[length..];
    }
}

/// Replaces full-width characters by plain ones, and typographic characters by those of a keyboard.
fn narrow(character: char) -> char {
    match character {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(character) - 0xfee0).unwrap_or(character),
        '−' | '–' => '-',
        '·' | '×' | '⋅' | '∙' | '∗' => '*',
        '÷' | '∕' | '⁄' => '/',
        '∣' => '|',
        other => other,
    }
}

/// The first word of a text and its length in characters. None if the text does not start with a word.
fn next(text: &str) -> (usize, Option<Word>) {
    let first = text.chars().next().unwrap_or_default();
    if first.is_ascii_digit() || first == '.' {
        let length = number_length(text);
        let number = text[..length].parse().ok().filter(|number: &f64| number.is_finite());
        return (length, number.map(Word::Number));
    }
    if first.is_ascii_alphabetic() {
        let plain = |letter: &char| letter.is_ascii_alphanumeric() || *letter == '_';
        let mut letters: Vec<char> = text.chars().take_while(plain).collect();
        let written = letters.len();
        letters.extend(text.chars().skip(written).take_while(|&letter| subscript(letter).is_some()));
        let name = letters.iter().map(|&letter| subscript(letter).unwrap_or(letter)).collect();
        return (letters.len(), Some(Word::Name(name)));
    }
    if let Some(name) = greek(first) {
        let index: String = text.chars().skip(1).map_while(subscript).collect();
        let name = if index.is_empty() { name.to_owned() } else { format!("{name}_{index}") };
        return (1 + index.chars().count(), Some(Word::Name(name)));
    }
    let raised: Vec<char> = text.chars().map_while(superscript).collect();
    if !raised.is_empty() {
        let number = raised.iter().collect::<String>().parse::<i32>().ok();
        return (raised.len(), number.map(|number| Word::Raised(number.into())));
    }
    sign(text, first)
}

/// Digits and points, with an exponent if digits follow it: `2e3` is 2000, but `2e` is 2 times e.
fn number_length(text: &str) -> usize {
    let digits = |text: &str| text.bytes().take_while(|byte| byte.is_ascii_digit() || *byte == b'.').count();
    let whole = digits(text);
    let Some(after) = text[whole..].strip_prefix(['e', 'E']) else { return whole };
    let unsigned = after.strip_prefix(['+', '-']).unwrap_or(after);
    let exponent = unsigned.bytes().take_while(u8::is_ascii_digit).count();
    if exponent == 0 { whole } else { text.len() - unsigned.len() + exponent }
}

fn sign(text: &str, first: char) -> (usize, Option<Word>) {
    for (long, operator) in
        [("**", Operator::Power), ("<=", Operator::LessOrEqual), (">=", Operator::GreaterOrEqual)]
    {
        if text.starts_with(long) {
            return (2, Some(Word::Operator(operator)));
        }
    }
    let word = match first {
        '+' => Word::Operator(Operator::Add),
        '-' => Word::Operator(Operator::Subtract),
        '*' => Word::Operator(Operator::Multiply),
        '/' => Word::Operator(Operator::Divide),
        '^' => Word::Operator(Operator::Power),
        '<' => Word::Operator(Operator::Less),
        '>' => Word::Operator(Operator::Greater),
        '≤' => Word::Operator(Operator::LessOrEqual),
        '≥' => Word::Operator(Operator::GreaterOrEqual),
        '√' => Word::Root(Function::Sqrt),
        '∛' => Word::Root(Function::Cbrt),
        '|' => Word::Bar,
        '(' | '[' | '{' => Word::Open,
        ')' | ']' | '}' => Word::Close,
        ',' => Word::Comma,
        _ => return (1, None),
    };
    (1, Some(word))
}

fn subscript(character: char) -> Option<char> {
    let digit = u32::from(character).checked_sub(0x2080).filter(|&digit| digit < 10)?;
    char::from_digit(digit, 10)
}

fn superscript(character: char) -> Option<char> {
    Some(match character {
        '⁰' => '0',
        '¹' => '1',
        '²' => '2',
        '³' => '3',
        '⁴'..='⁹' => char::from_digit(u32::from(character) - 0x2070, 10)?,
        '⁻' => '-',
        _ => return None,
    })
}

/// Greek letters that can be parameters, and their names.
const GREEK: [(char, &str); 17] = [
    ('α', "alpha"),
    ('β', "beta"),
    ('γ', "gamma"),
    ('δ', "delta"),
    ('ε', "epsilon"),
    ('η', "eta"),
    ('θ', "theta"),
    ('κ', "kappa"),
    ('λ', "lambda"),
    ('μ', "mu"),
    ('ν', "nu"),
    ('ρ', "rho"),
    ('σ', "sigma"),
    ('τ', "tau"),
    ('φ', "phi"),
    ('ω', "omega"),
    ('π', "pi"),
];

fn greek(character: char) -> Option<&'static str> {
    GREEK.iter().find(|(letter, _)| *letter == character).map(|(_, name)| *name)
}

/// Whether it is the name of a Greek letter that can be a parameter.
pub(super) fn is_greek(name: &str) -> bool {
    name != "pi" && GREEK.iter().any(|(_, known)| *known == name)
}
