//! Quotation marks around cells that are not those of the CSV format: ', “ and others.

use std::borrow::Cow;

use super::Delimiter;

/// Pairs of opening and closing marks.
const STYLES: [[char; 2]; 7] =
    [['\'', '\''], ['‘', '’'], ['“', '”'], ['„', '“'], ['”', '”'], ['«', '»'], ['＂', '＂']];

/// Replaces quotation marks around cells by plain ones. Other marks count as such if every cell that begins with one
/// ends with its partner; otherwise, as in 'tis, they are part of the text.
pub fn plain_quotes(text: &str) -> Cow<'_, str> {
    let mut plain = Cow::Borrowed(text);
    for [open, close] in STYLES {
        // In a file with plain marks, an apostrophe is just that.
        let may_enclose = plain.contains(open) && (open != '\'' || !plain.contains('"'));
        if may_enclose && let Some(changed) = replaced(&plain, open, close) {
            plain = Cow::Owned(changed);
        }
    }
    plain
}

/// The text with the marks of one style replaced. None if they do not enclose cells throughout.
fn replaced(text: &str, open: char, close: char) -> Option<String> {
    let mut plain = String::with_capacity(text.len());
    let mut cells = 0;
    for line in text.split_inclusive('\n') {
        let mut rest = line;
        while let Some(at) = opening(rest, open, plain.ends_with('\n') || plain.is_empty()) {
            let (before, quoted) = rest.split_at(at);
            let quoted = &quoted[open.len_utf8()..];
            let end = closing(quoted, close)?;
            plain.push_str(before);
            plain.push('"');
            let doubled = String::from_iter([close, close]);
            plain.push_str(
                &quoted[..end].replace(&doubled, close.encode_utf8(&mut [0; 4])).replace('"', "\"\""),
            );
            plain.push('"');
            rest = &quoted[end + close.len_utf8()..];
            cells += 1;
        }
        plain.push_str(rest);
    }
    // A single cell could just be a quoted word.
    (cells > 1).then_some(plain)
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

    #[test]
    fn cells_between_other_quotation_marks_get_plain_ones() {
        for (text, plain) in [
            ("'a','b'\n'x, y',1\n", "\"a\",\"b\"\n\"x, y\",1\n"),
            ("a;b\n'x;y'; 'z'\n", "a;b\n\"x;y\"; \"z\"\n"),
            ("'it''s',1\n'b',2", "\"it's\",1\n\"b\",2"),
            ("“say \"a\"”,1\n“b”,2", "\"say \"\"a\"\"\",1\n\"b\",2"),
            ("“a”,“b”\n“x, y”,1", "\"a\",\"b\"\n\"x, y\",1"),
            ("„a“\t„b“\n1\t2", "\"a\"\t\"b\"\n1\t2"),
            ("«a»|«b»\n1|2", "\"a\"|\"b\"\n1|2"),
            ("‘a’,‘b’\n1,2", "\"a\",\"b\"\n1,2"),
            ("＂a＂,＂b＂\n1,2", "\"a\",\"b\"\n1,2"),
        ] {
            assert_eq!(plain_quotes(text), plain, "{text}");
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
            assert_eq!(plain_quotes(text), text);
        }
    }
}
