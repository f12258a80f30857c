//! Characters to words.

use super::graph::Operator;
use super::mistake::{Mistake, MistakeReason};

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Word {
    Number(f64),
    Name(String),
    Operator(Operator),
    /// A raised number, as in x².
    Raised(f64),
    Open,
    Close,
    Comma,
    End,
}

/// A word and where it stands, in UTF-16 units.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Placed {
    pub word: Word,
    pub text: String,
    pub position: usize,
}

impl Placed {
    pub fn mistake(&self, reason: MistakeReason, expected: &[&str]) -> Mistake {
        Mistake {
            reason,
            position: self.position,
            length: units(&self.text).max(1),
            found: self.text.clone(),
            expected: expected.iter().map(|&name| name.to_owned()).collect(),
        }
    }
}

/// UTF-16 units of a text.
pub(super) fn units(text: &str) -> usize {
    text.encode_utf16().count()
}

/// Words of a text, the last of which is its end.
pub(super) fn words(text: &str) -> Result<Vec<Placed>, Mistake> {
    let mut words = Vec::new();
    let mut rest = text;
    loop {
        rest = rest.trim_start();
        let position = units(&text[..text.len() - rest.len()]);
        let Some(first) = rest.chars().next() else {
            words.push(Placed { word: Word::End, text: String::new(), position });
            return Ok(words);
        };
        let (length, word) = if first.is_ascii_digit() || first == '.' {
            let length = number_length(rest);
            (length, rest[..length].parse().ok().filter(|number: &f64| number.is_finite()).map(Word::Number))
        } else if first == 'π' || first.is_ascii_alphabetic() {
            let length = name_length(rest);
            let name = if first == 'π' { "pi" } else { &rest[..length] };
            (length, Some(Word::Name(name.to_owned())))
        } else {
            let (length, word) = sign(rest, first);
            let placed = || Placed { word: Word::End, text: first.to_string(), position };
            (length, Some(word.ok_or_else(|| placed().mistake(MistakeReason::Character, &[]))?))
        };
        let placed = Placed { word: Word::End, text: rest[..length].to_owned(), position };
        let word = word.ok_or_else(|| placed.mistake(MistakeReason::Number, &[]))?;
        words.push(Placed { word, ..placed });
        rest = &rest[length..];
    }
}

/// Digits and points, and an exponent where digits follow: `2e3` is 2000, `2e` is 2 times e.
fn number_length(text: &str) -> usize {
    let digits = |text: &str| text.bytes().take_while(|byte| byte.is_ascii_digit() || *byte == b'.').count();
    let whole = digits(text);
    let Some(after) = text[whole..].strip_prefix(['e', 'E']) else { return whole };
    let unsigned = after.strip_prefix(['+', '-']).unwrap_or(after);
    let exponent = unsigned.bytes().take_while(u8::is_ascii_digit).count();
    if exponent == 0 { whole } else { text.len() - unsigned.len() + exponent }
}

fn name_length(text: &str) -> usize {
    if let Some(pi) = text.strip_prefix('π') {
        return text.len() - pi.len();
    }
    text.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'_').count()
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
        '-' | '−' | '–' => Word::Operator(Operator::Subtract),
        '*' | '·' | '×' | '⋅' => Word::Operator(Operator::Multiply),
        '/' | '÷' => Word::Operator(Operator::Divide),
        '^' => Word::Operator(Operator::Power),
        '<' => Word::Operator(Operator::Less),
        '>' => Word::Operator(Operator::Greater),
        '≤' => Word::Operator(Operator::LessOrEqual),
        '≥' => Word::Operator(Operator::GreaterOrEqual),
        '²' => Word::Raised(2.0),
        '³' => Word::Raised(3.0),
        '(' | '[' => Word::Open,
        ')' | ']' => Word::Close,
        ',' => Word::Comma,
        _ => return (first.len_utf8(), None),
    };
    (first.len_utf8(), Some(word))
}
