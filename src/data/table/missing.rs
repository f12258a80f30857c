//! Ways to write that a value is missing.

use crate::data::text::trimmed;

/// Markers in lower case that are never the name of a class.
const SIGNS: [&str; 25] = [
    "?",
    "-",
    "--",
    "---",
    ".",
    "..",
    "...",
    "–",
    "—",
    "―",
    "…",
    "*",
    "#n/a",
    "#na",
    "#value!",
    "#div/0!",
    "#ref!",
    "#num!",
    "#name?",
    "#null!",
    "<na>",
    "(null)",
    "\\n",
    "결측",
    "결측치",
];
/// Words in lower case that could be the name of a class.
const WORDS: [&str; 10] = ["na", "n/a", "n.a.", "n.a", "nan", "-nan", "null", "nil", "none", "없음"];
/// Number words of other languages: beside them `Nan` is a word too.
const FLOATS: [&str; 6] = ["inf", "-inf", "+inf", "infinity", "-infinity", "+infinity"];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    Sign,
    Word,
}

impl Mark {
    /// Whether a cell that is not empty may mark a missing value.
    pub fn of(cell: &str) -> Option<Self> {
        if cell.len() > 10 {
            return None;
        }
        let lower = cell.to_ascii_lowercase();
        if SIGNS.contains(&&lower[..]) {
            Some(Self::Sign)
        } else {
            WORDS.contains(&&lower[..]).then_some(Self::Word)
        }
    }
}

/// Whether a cell is empty or may mark a missing value.
pub fn may_be_missing(cell: &str) -> bool {
    let cell = trimmed(cell);
    cell.is_empty() || Mark::of(cell).is_some()
}

/// Whether a word in a column of categories is such a marker. `others` are the values beside all such words.
pub fn is_category(word: &str, others: &[&str]) -> bool {
    if Mark::of(word) != Some(Mark::Word) {
        return false;
    }
    let is_float = |other: &&str| FLOATS.contains(&&other.to_ascii_lowercase()[..]);
    let is_code = |text: &&str| text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_uppercase());
    // NaN, NA, n/a and null come from programs. A person who names a class writes None, Nan or 없음.
    let is_capitalized = word.starts_with(|c: char| c.is_ascii_uppercase())
        && word.bytes().skip(1).all(|byte| byte.is_ascii_lowercase());
    let is_name = is_capitalized && word.len() > 2 || matches!(word, "none" | "nil" | "없음");
    // North America among continents, Namibia among countries.
    let is_one_of_codes = is_code(&word) && others.len() > 1 && others.iter().all(is_code);
    is_name || is_one_of_codes || others.iter().any(is_float)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn missing_values_have_many_names() {
        for cell in [
            "", "  ", "\u{a0}", "\u{200b}", "NA", "n/a", "?", "NaN", "결측", "null", "NULL", "-", "—",
            "#N/A", "<NA>", "\\N", "None",
        ] {
            assert!(may_be_missing(cell), "{cell}");
        }
        for cell in ["0", "no", "nano", "unknown", "a.", "Inf"] {
            assert!(!may_be_missing(cell), "{cell}");
        }
    }

    #[test]
    fn a_class_may_be_called_like_a_missing_value() {
        for (word, others) in [
            ("Nan", &["Inf"][..]),
            ("nan", &["inf", "-inf"]),
            ("NaN", &["Infinity", "x"]),
            ("Nan", &["Pita", "Baguette"]),
            ("None", &["Mild", "Severe"]),
            ("none", &["some"]),
            ("없음", &["있음"]),
            ("Null", &["Eins", "Zwei"]),
            ("NA", &["EU", "AF", "SA"]),
        ] {
            assert!(is_category(word, others), "{word} {others:?}");
        }
        for (word, others) in [
            ("NaN", &["a", "b"][..]),
            ("nan", &["a"]),
            ("NA", &["yes", "no"]),
            ("NA", &["A"]),
            ("null", &["red", "blue"]),
            ("?", &["Inf"]),
            ("", &["Inf"]),
            ("-", &["a"]),
            ("NA", &[]),
            ("a", &["Inf"]),
        ] {
            assert!(!is_category(word, others), "{word} {others:?}");
        }
    }
}
