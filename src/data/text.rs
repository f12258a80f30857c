//! Unicode normalization, so that text that looks the same is the same, however a keyboard or a file encoded it.

use std::borrow::Cow;

/// The composed form (NFC): Hangul as syllables, accented letters as one character.
pub fn normal(text: &str) -> Cow<'_, str> {
    // ASCII is already composed, and most files are ASCII.
    if text.is_ascii() { Cow::Borrowed(text) } else { Cow::Owned(composed(text)) }
}

/// Browsers have the Unicode tables, so the page need not load them.
#[cfg(target_arch = "wasm32")]
fn composed(text: &str) -> String {
    js_sys::JsString::from(text).normalize("NFC").into()
}

#[cfg(not(target_arch = "wasm32"))]
fn composed(text: &str) -> String {
    unicode_normalization::UnicodeNormalization::nfc(text).collect()
}

/// Removes spaces and invisible characters from both ends.
pub fn trimmed(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || is_invisible(c))
}

/// Zero-width characters, which editors and web pages leave behind.
pub fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{feff}' | '\u{ad}')
}

/// Replaces digits and signs of other keyboards by ASCII: full-width forms, the typographic minus, all kinds of
/// spaces.
pub fn plain_signs(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().filter(|&c| !is_invisible(c)).map(plain_sign).collect())
}

fn plain_sign(c: char) -> char {
    let shifted = |first: char, to: u8| char::from(to + (c as u32 - first as u32) as u8);
    match c {
        '\u{ff01}'..='\u{ff5e}' => shifted('\u{ff01}', b'!'),
        '\u{660}'..='\u{669}' => shifted('\u{660}', b'0'),
        '\u{6f0}'..='\u{6f9}' => shifted('\u{6f0}', b'0'),
        '\u{66b}' => '.',
        '\u{66c}' => ',',
        // Hyphens, dashes and minus signs. A long dash means a missing value.
        '\u{2010}'..='\u{2013}' | '\u{2212}' | '\u{fe63}' | '\u{207b}' => '-',
        '\u{2018}' | '\u{2019}' | '\u{2bc}' => '\'',
        '\u{ffe6}' => '₩',
        '\u{ffe5}' => '¥',
        '\u{ffe1}' => '£',
        c if c.is_whitespace() => ' ',
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn composed_and_decomposed_text_is_the_same() {
        for (one, other) in [
            ("이 영화", "\u{110b}\u{1175} \u{110b}\u{1167}\u{11bc}\u{1112}\u{116a}"),
            ("한글", "\u{1112}\u{1161}\u{11ab}\u{1100}\u{1173}\u{11af}"),
            // Syllables with a separate final consonant.
            ("한", "하\u{11ab}"),
            ("é", "e\u{301}"),
            ("ñ", "n\u{303}"),
            ("Å", "\u{212b}"),
            ("plain", "plain"),
        ] {
            assert_eq!(normal(other), one, "{other}");
            assert_eq!(normal(one), one, "{one}");
        }
    }

    #[test]
    fn signs_of_other_keyboards_become_ascii() {
        for (text, plain) in [
            ("−3,5", "-3,5"),
            ("–3", "-3"),
            ("１２．５", "12.5"),
            ("－７％", "-7%"),
            ("1\u{a0}234\u{202f}567", "1 234 567"),
            ("٣٫٥", "3.5"),
            ("￦1’000", "₩1'000"),
            ("\u{200e}12\u{feff}", "12"),
        ] {
            assert_eq!(plain_signs(text), plain);
        }
    }

    #[test]
    fn blanks_of_every_kind_go_from_around_a_text() {
        assert_eq!(trimmed("\u{feff} \u{a0}a b\u{3000}\u{200b}"), "a b");
        assert_eq!(trimmed("\u{200b}"), "");
    }
}
