//! The error of a formula that cannot be parsed.

use serde::Serialize;

/// The page has words for it under `formula.<reason>`. `Display` is English.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, thiserror::Error)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[error("character {}: {}", position + 1, self.sentence())]
pub struct ParseError {
    pub reason: ParseErrorReason,
    /// Position in the text, in UTF-16 units as in JavaScript.
    pub position: usize,
    pub length: usize,
    /// The text found there.
    pub found: String,
    /// What was expected instead.
    pub expected: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum ParseErrorReason {
    /// The formula is empty.
    Empty,
    /// A character that no formula contains.
    Character,
    /// Not a number, such as `1.2.3`, or one too large.
    Number,
    /// Something else was expected here.
    Unexpected,
    /// The text ends too early.
    Unfinished,
    UnknownName,
    UnknownFunction,
    /// A function has the wrong number of arguments.
    Arguments,
    /// An unmatched parenthesis.
    Parenthesis,
    /// It could mean two things, both listed in `expected`.
    Ambiguous,
    /// A decimal comma instead of a point.
    DecimalComma,
    TooLong,
    TooDeep,
}

impl ParseError {
    fn sentence(&self) -> String {
        let found = &self.found;
        let what = match self.reason {
            ParseErrorReason::Empty => "there is no formula".to_owned(),
            ParseErrorReason::Character => format!("{found} cannot stand in a formula"),
            ParseErrorReason::Number => format!("{found} is not a number"),
            ParseErrorReason::Unexpected => format!("{found} does not fit here"),
            ParseErrorReason::Unfinished => "the formula ends too early".to_owned(),
            ParseErrorReason::UnknownName => format!("{found} is not a name"),
            ParseErrorReason::UnknownFunction => format!("{found} is not a function"),
            ParseErrorReason::Arguments => format!("{found} has the wrong number of arguments"),
            ParseErrorReason::Parenthesis => format!("{found} has no partner"),
            ParseErrorReason::Ambiguous => format!("{found} can be read in two ways"),
            ParseErrorReason::DecimalComma => format!("{found} needs a decimal point"),
            ParseErrorReason::TooLong => "the formula is too long".to_owned(),
            ParseErrorReason::TooDeep => "too many parentheses in each other".to_owned(),
        };
        match &self.expected[..] {
            [] => what,
            expected => format!("{what}, expected {}", expected.join(", ")),
        }
    }
}
