//! Reads text into rows of cells. The delimiter and the header are detected unless they are given.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::rc::Rc;

use csv::StringRecord;

use super::TableError;
use super::config::{MAX_ROWS, MIN_ROWS};
use super::delimiter::Delimiter;
use super::header::{has_header, title_rows};
use super::layout::Layout;
use super::quotes::Quote;
use super::reading::Reading;
use super::rows::{Row, records};
use crate::data::text::{normal, trimmed};

const MAX_COLUMNS: usize = 500;

/// The cells of a file, row by row.
#[derive(Clone, Debug)]
pub struct Table {
    pub names: Vec<String>,
    /// The layout, as given or detected. All fields are set.
    pub layout: Layout,
    /// The lines above the table.
    pub titles: Vec<String>,
    /// Columns without a name in the header.
    unnamed: Vec<bool>,
    rows: Vec<StringRecord>,
    /// Line of the file in which each row begins, from 1.
    lines: Vec<u32>,
    readings: OnceCell<Vec<Reading>>,
    /// The text of the file, in case it is to be read in another layout.
    text: Rc<str>,
}

impl Table {
    /// Reads the text of a file, detecting its layout.
    pub fn read(text: &str) -> Result<Self, TableError> {
        Self::read_as(text, Layout::default())
    }

    /// Reads the text of a file, detecting whatever `layout` leaves open. A byte order mark is skipped.
    pub fn read_as(text: &str, layout: Layout) -> Result<Self, TableError> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        if trimmed(text).is_empty() {
            return Err(TableError::Empty);
        }
        let is_binary = |c: char| {
            (c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{c}' | '\u{85}')) || c == '\u{fffd}'
        };
        if let Some(at) = text.find(is_binary) {
            return Err(TableError::Binary { line: line_of(text, at) });
        }
        let whole = plain_line_ends(&normal(text)).into_owned();
        let quote = layout.quote.unwrap_or_else(|| Quote::of(&whole));
        let (text, mark) = quote.plain(&whole);
        let (declared, start) = declared_delimiter(&text);
        let delimiter = layout.delimiter.or(declared).unwrap_or_else(|| Delimiter::of(&text[start..], mark));
        let mut rows = Vec::new();
        for mut row in records(&text, delimiter, mark) {
            row.cells = clean(row.cells);
            // A line of blank cells is an empty row of a spreadsheet. The first line may only name the delimiter.
            let is_declaration = start > 0 && row.line == 1;
            if !is_declaration && row.cells.iter().any(|cell| !cell.is_empty()) {
                rows.push(row);
            }
            if rows.len() > MAX_ROWS + 1 {
                let rows = text.lines().count().saturating_sub(1);
                return Err(TableError::TooManyRows { rows, most: MAX_ROWS });
            }
        }
        check_quotes(&text, mark, &rows)?;
        let titles: Vec<Row> = rows.drain(..title_rows(&rows)).collect();
        level(&mut rows);
        check_rows(&rows)?;
        let has_header = layout.header.unwrap_or_else(|| has_header(&rows));
        let first = if has_header && !rows.is_empty() { rows.remove(0).cells } else { StringRecord::new() };
        let columns = first.len().max(rows.first().map_or(0, |row| row.cells.len()));
        if rows.is_empty() {
            return Err(TableError::TooFewRows { rows: 0, least: MIN_ROWS });
        }
        Ok(Self {
            names: names(&first, columns),
            layout: Layout { quote: Some(quote), delimiter: Some(delimiter), header: Some(has_header) },
            titles: titles.iter().map(|row| row.cells.iter().collect::<String>()).collect(),
            unnamed: (0..columns).map(|column| first.get(column).is_none_or(str::is_empty)).collect(),
            lines: rows.iter().map(|row| row.line).collect(),
            rows: rows.into_iter().map(|row| row.cells).collect(),
            readings: OnceCell::new(),
            text: whole.into(),
        })
    }

    /// The same file in another layout.
    pub fn in_layout(&self, layout: Layout) -> Result<Self, TableError> {
        Self::read_as(&self.text, layout)
    }

    pub fn rows(&self) -> usize {
        self.rows.len()
    }

    /// A cell, trimmed.
    pub fn cell(&self, row: usize, column: usize) -> &str {
        self.rows[row].get(column).unwrap_or("")
    }

    /// The cells of a row.
    pub fn row(&self, row: usize) -> impl Iterator<Item = &str> {
        self.rows[row].iter()
    }

    /// The cells of a column.
    pub fn cells(&self, column: usize) -> impl Iterator<Item = &str> {
        (0..self.rows()).map(move |row| self.cell(row, column))
    }

    /// Line of the file in which a row begins, from 1.
    pub fn line(&self, row: usize) -> usize {
        self.lines[row] as usize
    }

    /// Index of the column with a name.
    pub fn column(&self, name: &str) -> Option<usize> {
        self.names.iter().position(|other| other == name)
    }

    /// Whether a column has no name in the file.
    pub fn is_unnamed(&self, column: usize) -> bool {
        self.unnamed[column]
    }

    /// The detected format of a column.
    pub(super) fn reading(&self, column: usize) -> &Reading {
        let decide = || {
            let columns = (0..self.names.len()).map(|column| self.cells(column));
            Reading::of_columns(columns, self.layout.delimiter.unwrap_or_default())
        };
        &self.readings.get_or_init(decide)[column]
    }

    /// Whether the table has the given layout.
    pub fn has_layout(&self, declared: Layout) -> bool {
        declared.quote.is_none_or(|quote| Some(quote) == self.layout.quote)
            && declared.delimiter.is_none_or(|delimiter| Some(delimiter) == self.layout.delimiter)
            && declared.header.is_none_or(|header| Some(header) == self.layout.header)
    }
}

/// Accepts the line ends of old Macs too.
fn plain_line_ends(text: &str) -> Cow<'_, str> {
    let text = text.replace(['\u{85}', '\u{2028}'], "\n");
    if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n").into() } else { text.into() }
}

/// Spreadsheets may name the delimiter in the first line: `sep=;`. Also returns the offset after that line.
fn declared_delimiter(text: &str) -> (Option<Delimiter>, usize) {
    let first = text.lines().next().unwrap_or("");
    let is_mark = |c: char| c == '"' || c.is_control();
    let declared = trimmed(first).trim_matches(is_mark).to_ascii_lowercase();
    let delimiter = declared.strip_prefix("sep=").and_then(|sign| {
        let sign = if first.contains('\t') { '\t' } else { sign.chars().next()? };
        Delimiter::ALL.into_iter().find(|delimiter| delimiter.sign() == sign)
    });
    let end = first.len() + 1;
    if delimiter.is_some() && end < text.len() { (delimiter, end) } else { (None, 0) }
}

/// Removes invisible characters around the cells.
fn clean(cells: StringRecord) -> StringRecord {
    if cells.iter().all(|cell| trimmed(cell).len() == cell.len()) {
        return cells;
    }
    cells.iter().map(trimmed).collect()
}

fn line_of(text: &str, at: usize) -> usize {
    1 + plain_line_ends(&text[..at]).bytes().filter(|&byte| byte == b'\n').count()
}

/// Makes all rows the same length where the difference is only one of notation: a delimiter at the end of every line,
/// or a header without a name for the row names.
fn level(rows: &mut [Row]) {
    let Some((first, others)) = rows.split_first_mut() else { return };
    let (names, cells) = (first.cells.len(), others.first().map_or(0, |row| row.cells.len()));
    if others.iter().any(|row| row.cells.len() != cells) {
        return;
    }
    let ends_empty = |row: &Row| row.cells.iter().next_back().is_some_and(str::is_empty);
    let others_end_empty = cells > 1 && others.iter().all(ends_empty);
    if names + 1 == cells && !others_end_empty {
        first.cells = std::iter::once("").chain(first.cells.iter()).collect();
    }
    if others_end_empty && names < cells {
        others.iter_mut().for_each(|row| row.cells.truncate(cells - 1));
    }
    if ends_empty(first) && names == cells + 1 {
        first.cells.truncate(cells);
    }
    if ends_empty(first) && others_end_empty && names == cells {
        rows.iter_mut().for_each(|row| row.cells.truncate(cells - 1));
    }
}

/// Detects an unmatched quote, which would swallow the rest of the file.
fn check_quotes(text: &str, mark: Option<u8>, rows: &[Row]) -> Result<(), TableError> {
    if let (Some(last), Some(mark)) = (rows.last(), mark)
        && last.cells.iter().any(|cell| cell.contains('\n'))
        && text.bytes().filter(|&byte| byte == mark).count() % 2 == 1
    {
        return Err(TableError::Quote { line: last.line as usize });
    }
    Ok(())
}

fn check_rows(rows: &[Row]) -> Result<(), TableError> {
    let expected = rows.first().map_or(0, |row| row.cells.len());
    if expected > MAX_COLUMNS {
        return Err(TableError::TooManyColumns { columns: expected, most: MAX_COLUMNS });
    }
    if let Some(odd) = rows.iter().find(|row| row.cells.len() != expected) {
        return Err(TableError::Ragged { line: odd.line as usize, cells: odd.cells.len(), expected });
    }
    if expected == 1 {
        return Err(TableError::OneColumn);
    }
    Ok(())
}

/// The names of a header. Missing and duplicate ones are numbered.
fn names(header: &StringRecord, columns: usize) -> Vec<String> {
    let mut names: Vec<String> = Vec::with_capacity(columns);
    for column in 0..columns {
        let given = header.get(column).filter(|name| !name.is_empty());
        let stem = given.map_or_else(|| format!("column_{}", column + 1), str::to_owned);
        let mut name = stem.clone();
        let mut number = 2;
        while names.contains(&name) {
            name = format!("{stem}_{number}");
            number += 1;
        }
        names.push(name);
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(text: &str) -> TableError {
        Table::read(text).expect_err("the file is bad")
    }

    #[test]
    fn delimiters_quotes_and_line_ends_of_all_kinds_are_understood() {
        for text in [
            "size,price\n1,2\n3,4\n",
            "size;price\r\n1;2\r\n3;4",
            "\u{feff}size\tprice\n1\t2\n\n3\t4\n",
            "size|price\n1|2\n3|4",
            "\"size\",\"price\"\n\"1\",2\n3,\"4\"\n,\n",
        ] {
            let table = Table::read(text).unwrap();
            assert_eq!(table.names, ["size", "price"], "{text}");
            assert_eq!((table.rows(), table.cell(0, 1), table.cell(1, 0)), (2, "2", "3"), "{text}");
        }
        let quoted = Table::read("name,note\na,\"x, \"\"y\"\"\nz\"\nb,c\n").unwrap();
        assert_eq!(quoted.cell(0, 1), "x, \"y\"\nz");
        assert_eq!(quoted.line(1), 4);
    }

    #[test]
    fn decimal_commas_do_not_part_cells_where_semicolons_do() {
        let table = Table::read("a;b\n1,5;2,5\n3,5;4,5\n").unwrap();
        assert_eq!((table.layout.delimiter, table.cell(1, 1)), (Some(Delimiter::Semicolon), "4,5"));
    }

    #[test]
    fn columns_without_a_name_or_with_one_twice_are_numbered() {
        assert_eq!(Table::read("a,,a\n1,2,3\n4,5,6").unwrap().names, ["a", "column_2", "a_2"]);
    }

    #[test]
    fn a_given_layout_is_used() {
        let text = "1;2,5\n3;4,5\n5;6,5\n";
        let guessed = Table::read(text).unwrap();
        let found =
            Layout { quote: Some(Quote::Double), delimiter: Some(Delimiter::Semicolon), header: Some(false) };
        assert_eq!(guessed.layout, found);
        let asked = Layout { delimiter: Some(Delimiter::Comma), header: Some(true), ..Layout::default() };
        let declared = guessed.in_layout(asked).unwrap();
        assert_eq!(
            (&declared.names[..], declared.cell(1, 0)),
            (&["1;2".to_owned(), "5".to_owned()][..], "5;6")
        );
        assert!(declared.has_layout(Layout { header: Some(true), ..Layout::default() }));
        assert!(!declared.has_layout(Layout { header: Some(false), ..Layout::default() }));
    }

    #[test]
    fn quotation_marks_that_are_said_are_taken() {
        let text = "name,note\n'a, b','x'\n'c','y'\n'tis,z\n";
        assert_eq!(Table::read(text).unwrap_err(), TableError::Ragged { line: 2, cells: 3, expected: 2 });
        let quoted = |quote| Layout { quote: Some(quote), ..Layout::default() };
        let table = Table::read_as(text, quoted(Quote::Single)).unwrap();
        assert_eq!([table.cell(0, 0), table.cell(1, 1), table.cell(2, 0)], ["a, b", "y", "'tis"]);
        let marked = Table::read("name,note\n'a','x'\n'c','y'\n").unwrap();
        assert_eq!((marked.layout.quote, marked.cell(0, 0)), (Some(Quote::Single), "a"));
        let bare = marked.in_layout(quoted(Quote::None)).unwrap();
        assert_eq!((bare.layout.quote, bare.cell(0, 0)), (Some(Quote::None), "'a'"));
        assert!(bare.has_layout(quoted(Quote::None)) && !bare.has_layout(quoted(Quote::Double)));
        // A mark that opens but never closes is a part of the text where none encloses.
        let inches = "size,n\n\"5,1\n6,2\n";
        assert_eq!(Table::read(inches).unwrap_err(), TableError::Quote { line: 2 });
        assert_eq!(Table::read_as(inches, quoted(Quote::None)).unwrap().cell(0, 0), "\"5");
    }

    #[test]
    fn files_of_all_programs_become_the_same_table() {
        for text in [
            "a,b\r1,2\r3,4\r",
            "sep=;\na;b\n1;2\n3;4\n",
            "\"sep=,\"\r\na,b\r\n1,2\r\n3,4\r\n",
            "a,b,\n1,2,\n3,4,\n",
            "a,b\n1,2,\n3,4,\n",
            "\u{200b}a,b\u{a0}\n1,\u{2060}2\n3,4\n",
            "a   b\n1   2\n 3  4\n",
            "\n\na,b\n1,2\n,\n3,4\n\n",
        ] {
            let table = Table::read(text).expect(text);
            assert_eq!(table.names, ["a", "b"], "{text:?}");
            let cells = [table.cell(0, 0), table.cell(0, 1), table.cell(1, 0), table.cell(1, 1)];
            assert_eq!((table.rows(), cells), (2, ["1", "2", "3", "4"]), "{text:?}");
        }
        let rows_with_names = Table::read("size price\nr1 5 6\nr2 7 8\nr3 9 10\n").unwrap();
        assert_eq!(rows_with_names.names, ["column_1", "size", "price"]);
        assert!(rows_with_names.is_unnamed(0) && !rows_with_names.is_unnamed(1));
    }

    #[test]
    fn names_and_cells_are_composed() {
        let table = Table::read("\u{1112}\u{1161}\u{11ab},b\n\u{1100}\u{1161},1\n").unwrap();
        assert_eq!((&table.names[0][..], table.cell(0, 0)), ("한", "가"));
    }

    #[test]
    fn what_is_wrong_is_named_with_its_line() {
        assert_eq!(problem(""), TableError::Empty);
        assert_eq!(problem(" \n \n"), TableError::Empty);
        assert_eq!(problem("a,b\n1,\u{0}2\n"), TableError::Binary { line: 2 });
        assert_eq!(problem("a,b\n1,\u{fffd}\n"), TableError::Binary { line: 2 });
        assert_eq!(problem("a,b\n1,2\n\n3\n"), TableError::Ragged { line: 4, cells: 1, expected: 2 });
        assert_eq!(problem("a,b\n1,2\n3,\"4\n5,6\n"), TableError::Quote { line: 3 });
        assert_eq!(problem("a\n1\n2\n"), TableError::OneColumn);
        assert_eq!(problem("a,b\n"), TableError::TooFewRows { rows: 0, least: 10 });
        let wide = vec!["x"; 1000].join(",");
        assert_eq!(problem(&wide), TableError::TooManyColumns { columns: 1000, most: 500 });
    }

    #[test]
    fn more_rows_than_can_be_read_are_counted() {
        let text = format!("a,b\n{}", "1,2\n".repeat(100_001));
        assert_eq!(problem(&text), TableError::TooManyRows { rows: 100_001, most: 100_000 });
    }
}
