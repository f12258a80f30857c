//! Splits a text into rows and cells.

use csv::{ReaderBuilder, StringRecord};

use super::delimiter::Delimiter;

/// A row and the line of the file in which it begins, from 1.
pub(super) struct Row {
    pub cells: StringRecord,
    pub line: u32,
}

/// Splits a text into rows and cells. `mark` is the quotation mark.
pub(super) fn records(
    text: &str,
    delimiter: Delimiter,
    mark: Option<u8>,
) -> Box<dyn Iterator<Item = Row> + '_> {
    if delimiter == Delimiter::Space {
        let lines = text.lines().enumerate();
        return Box::new(
            lines
                .map(move |(index, line)| Row { cells: split_at_spaces(line, mark), line: index as u32 + 1 }),
        );
    }
    let reader = ReaderBuilder::new()
        .delimiter(delimiter.sign() as u8)
        .quoting(mark.is_some())
        .quote(mark.unwrap_or_default())
        .has_headers(false)
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    // UTF-8 text that may be ragged cannot give an error.
    let records = reader.into_records().filter_map(Result::ok);
    Box::new(records.map(|cells| Row { line: line(text, &cells) as u32, cells }))
}

/// Splits at any number of blanks. A cell in quotation marks may contain some.
fn split_at_spaces(line: &str, mark: Option<u8>) -> StringRecord {
    let mut cells = StringRecord::new();
    let mut rest = line.trim();
    while !rest.is_empty() {
        let quoted = mark.map(char::from).and_then(|mark| rest.strip_prefix(mark)?.split_once(mark));
        let (cell, after) = match quoted {
            Some((cell, after)) if after.is_empty() || after.starts_with(char::is_whitespace) => {
                (cell, after)
            }
            _ => rest.split_at(rest.find(char::is_whitespace).unwrap_or(rest.len())),
        };
        cells.push_field(cell);
        rest = after.trim_start();
    }
    cells
}

/// The line in which a record begins, after empty lines before it.
fn line(text: &str, record: &StringRecord) -> usize {
    let Some(position) = record.position() else { return 0 };
    let before = text.bytes().skip(position.byte() as usize).take_while(|byte| b"\r\n".contains(byte));
    position.line() as usize + before.filter(|&byte| byte == b'\n').count()
}
