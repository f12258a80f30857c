//! What is wrong with a typed formula, and where.

use serde::Serialize;

/// The page puts it into words under `formula.<reason>`; `Display` is the English of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, thiserror::Error)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[error("character {}: {}", position + 1, self.sentence())]
pub struct Mistake {
    pub reason: MistakeReason,
    /// Where in the text, counted as JavaScript counts: in UTF-16 units.
    pub position: usize,
    pub length: usize,
    /// What stands there.
    pub found: String,
    /// What would be right.
    pub expected: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum MistakeReason {
    /// There is no formula.
    Empty,
    /// No formula has this character.
    Character,
    /// Not a number, such as `1.2.3`, or one too large.
    Number,
    /// Something else should stand here.
    Unexpected,
    /// The text ends too early.
    Unfinished,
    UnknownName,
    UnknownFunction,
    /// A function has the wrong number of arguments.
    Arguments,
    /// A parenthesis without its partner.
    Parenthesis,
    /// It could be meant in two ways, which are what is expected.
    Ambiguous,
    /// A decimal comma, where it should be a point.
    DecimalComma,
    TooLong,
    TooDeep,
}

impl Mistake {
    fn sentence(&self) -> String {
        let found = &self.found;
        let what = match self.reason {
            MistakeReason::Empty => "there is no formula".to_owned(),
            MistakeReason::Character => format!("{found} cannot stand in a formula"),
            MistakeReason::Number => format!("{found} is not a number"),
            MistakeReason::Unexpected => format!("{found} does not fit here"),
            MistakeReason::Unfinished => "the formula ends too early".to_owned(),
            MistakeReason::UnknownName => format!("{found} is not a name"),
            MistakeReason::UnknownFunction => format!("{found} is not a function"),
            MistakeReason::Arguments => format!("{found} has the wrong number of arguments"),
            MistakeReason::Parenthesis => format!("{found} has no partner"),
            MistakeReason::Ambiguous => format!("{found} can be read in two ways"),
            MistakeReason::DecimalComma => format!("{found} needs a decimal point"),
            MistakeReason::TooLong => "the formula is too long".to_owned(),
            MistakeReason::TooDeep => "too many parentheses in each other".to_owned(),
        };
        match &self.expected[..] {
            [] => what,
            expected => format!("{what}, expected {}", expected.join(", ")),
        }
    }
}
