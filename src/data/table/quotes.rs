//! Quotation marks around cells: ", ', “ and others.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::Delimiter;

/// The quotation marks around cells. Other marks are part of the text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub enum Quote {
    /// `"`, the mark of the CSV format.
    #[default]
    Double,
    /// `'`
    Single,
    /// `‘ ’`
    SingleCurly,
    /// `“ ”`
    Curly,
    /// `„ “`
    LowHigh,
    /// `” ”`
    High,
    /// `« »`
    Guillemets,
    /// `＂`
    FullWidth,
    /// No marks.
    None,
}

/// Stands for quotation marks other than `"` once they are recognized. No text file has this character.
const PLAIN: u8 = 1;

impl Quote {
    /// The marks that are detected besides `"`.
    const OTHERS: [Self; 7] = [
        Self::Single,
        Self::SingleCurly,
        Self::Curly,
        Self::LowHigh,
        Self::High,
        Self::Guillemets,
        Self::FullWidth,
    ];

    /// The opening and the closing mark.
    fn signs(self) -> Option<[char; 2]> {
        Some(match self {
            Self::Double => ['"', '"'],
            Self::Single => ['\'', '\''],
            Self::SingleCurly => ['‘', '’'],
            Self::Curly => ['“', '”'],
            Self::LowHigh => ['„', '“'],
            Self::High => ['”', '”'],
            Self::Guillemets => ['«', '»'],
            Self::FullWidth => ['＂', '＂'],
            Self::None => return None,
        })
    }

    /// Detects the marks of a text. Marks other than `"` count as such if every cell that begins with one ends with its
    /// partner and no cell begins with `"`; otherwise, as in 'tis, they are part of the text.
    pub fn of(text: &str) -> Self {
        let encloses = |quote: &Self| {
            quote
                .signs()
                .is_some_and(|signs| text.contains(signs[0]) && Enclosed::by(signs, text).is_throughout())
        };
        let is_plain = || text.split('\n').any(|line| opening(line, '"', true).is_some());
        Self::OTHERS.into_iter().find(encloses).filter(|_| !is_plain()).unwrap_or_default()
    }

    /// Replaces the marks around cells by ones of a single byte, and returns that byte. None if cells have no marks.
    pub fn plain(self, text: &str) -> (Cow<'_, str>, Option<u8>) {
        match self.signs() {
            None => (Cow::Borrowed(text), None),
            Some(['"', _]) => (Cow::Borrowed(text), Some(b'"')),
            Some(signs) => (Cow::Owned(Enclosed::by(signs, text).text), Some(PLAIN)),
        }
    }
}

/// A text whose marks of one kind are replaced by plain ones.
struct Enclosed {
    text: String,
    cells: usize,
    /// Number of cells that begin with a mark but do not end with its partner.
    open: usize,
}

impl Enclosed {
    fn by([open, close]: [char; 2], text: &str) -> Self {
        let mut enclosed = Self { text: String::with_capacity(text.len()), cells: 0, open: 0 };
        let plain = char::from(PLAIN);
        for line in text.split_inclusive('\n') {
            let (mut rest, mut begins_line) = (line, true);
            while let Some(at) = opening(rest, open, begins_line) {
                let (before, quoted) = rest.split_at(at);
                let quoted = &quoted[open.len_utf8()..];
                begins_line = false;
                enclosed.text.push_str(before);
                let Some(end) = closing(quoted, close) else {
                    enclosed.open += 1;
                    enclosed.text.push(open);
                    rest = quoted;
                    continue;
                };
                let doubled = String::from_iter([close, close]);
                enclosed.text.push(plain);
                enclosed.text.push_str(&quoted[..end].replace(&doubled, close.encode_utf8(&mut [0; 4])));
                enclosed.text.push(plain);
                enclosed.cells += 1;
                rest = &quoted[end + close.len_utf8()..];
            }
            enclosed.text.push_str(rest);
        }
        enclosed
    }

    /// Whether the marks enclose cells throughout. A single cell could just be a quoted word.
    fn is_throughout(&self) -> bool {
        self.cells > 1 && self.open == 0
    }
}

/// The next position where a cell begins with `open`.
fn opening(text: &str, open: char, begins_line: bool) -> Option<usize> {
    let mut begins_cell = begins_line;
    for (at, c) in text.char_indices() {
        if begins_cell && c == open {
            return Some(at);
        }
        begins_cell = is_delimiter(c) || begins_cell && c == ' ';
    }
    None
}

/// The next position where a cell ends with `close`.
fn closing(text: &str, close: char) -> Option<usize> {
    let ends = |&(at, _): &(usize, &str)| {
        let after = text[at + close.len_utf8()..].trim_start_matches(' ');
        after.is_empty() || after.starts_with(|c| c == '\n' || is_delimiter(c))
    };
    text.match_indices(close).find(ends).map(|(at, _)| at)
}

fn is_delimiter(c: char) -> bool {
    Delimiter::ALL.iter().any(|delimiter| *delimiter != Delimiter::Space && delimiter.sign() == c)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text with `/` around the cells that its own marks enclose.
    fn marked(quote: Quote, text: &str) -> String {
        let (plain, mark) = quote.plain(text);
        plain.replace(char::from(mark.unwrap_or(PLAIN)), "/")
    }

    #[test]
    fn cells_between_other_quotation_marks_get_plain_ones() {
        for (text, quote, plain) in [
            ("'a','b'\n'x, y',1\n", Quote::Single, "/a/,/b/\n/x, y/,1\n"),
            ("a;b\n'x;y'; 'z'\n", Quote::Single, "a;b\n/x;y/; /z/\n"),
            ("'it''s',1\n'b',2", Quote::Single, "/it's/,1\n/b/,2"),
            ("'5\" pipe',1\n'b',2", Quote::Single, "/5\" pipe/,1\n/b/,2"),
            ("“say \"a\"”,1\n“b”,2", Quote::Curly, "/say \"a\"/,1\n/b/,2"),
            ("“a”,“b”\n“x, y”,1", Quote::Curly, "/a/,/b/\n/x, y/,1"),
            ("„a“\t„b“\n1\t2", Quote::LowHigh, "/a/\t/b/\n1\t2"),
            ("”a”;”b”\n1;2", Quote::High, "/a/;/b/\n1;2"),
            ("«a»|«b»\n1|2", Quote::Guillemets, "/a/|/b/\n1|2"),
            ("‘a’,‘b’\n1,2", Quote::SingleCurly, "/a/,/b/\n1,2"),
            ("＂a＂,＂b＂\n1,2", Quote::FullWidth, "/a/,/b/\n1,2"),
        ] {
            assert_eq!(Quote::of(text), quote, "{text}");
            assert_eq!(marked(quote, text), plain, "{text}");
        }
    }

    #[test]
    fn apostrophes_and_quoted_words_stay() {
        for text in [
            "a,b\n'tis,1\n'twas,2",
            "a,b\nit's,1\ndon't,2",
            "a,b\nrock 'n' roll,1\nthe '90s,2",
            "word,n\n“hello”,1\nplain,2",
            "a,b\n“open,1\n“also”,2",
            "feet,inches\n5',3''\n6',2''",
            "\"a\",'b'\n'c',\"d\"",
            "",
        ] {
            assert_eq!(Quote::of(text), Quote::Double, "{text}");
        }
    }

    #[test]
    fn marks_that_are_asked_for_enclose_what_they_can() {
        assert_eq!(marked(Quote::Single, "'a, b',1\n'tis,2\n\"c\",'d'"), "/a, b/,1\n'tis,2\n\"c\",/d/");
        assert_eq!(marked(Quote::None, "\"a\",'b'"), "\"a\",'b'");
        assert_eq!(marked(Quote::Double, "\"a\",'b'"), "/a/,'b'");
    }
}
