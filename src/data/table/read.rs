//! Reads text into rows of cells: finds out what parts the cells and whether the first line is a header.

use csv::{ReaderBuilder, StringRecord};

use super::{TableProblem, value};
use crate::data::set::MOST_SAMPLES;

const MOST_COLUMNS: usize = 500;
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];
/// Lines that are looked at to find the delimiter and the header.
const SAMPLE: usize = 50;

/// A file's cells as they are, row by row.
#[derive(Clone, Debug)]
pub struct Table {
    pub names: Vec<String>,
    pub delimiter: char,
    /// Whether the names stood in the first line.
    pub has_header: bool,
    rows: Vec<StringRecord>,
    /// Line of the file in which each row begins, from 1.
    lines: Vec<u32>,
}

impl Table {
    /// Reads a file's text. A leading byte order mark is left out.
    pub fn read(text: &str) -> Result<Self, TableProblem> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        if text.trim().is_empty() {
            return Err(TableProblem::Empty);
        }
        let is_binary =
            |c: char| (c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{c}')) || c == '\u{fffd}';
        if let Some(at) = text.find(is_binary) {
            return Err(TableProblem::Binary { line: line_of(text, at) });
        }
        let delimiter = delimiter(text);
        let mut rows = Vec::new();
        for record in records(text, delimiter) {
            // Cells that are all blank are an empty line of a spreadsheet.
            if record.iter().any(|cell| !cell.is_empty()) {
                rows.push(record);
            }
            if rows.len() > MOST_SAMPLES + 1 {
                let rows = text.lines().count().saturating_sub(1);
                return Err(TableProblem::TooManyRows { rows, most: MOST_SAMPLES });
            }
        }
        check_rows(text, &rows)?;
        let has_header = has_header(&rows);
        let first = if has_header { rows.remove(0) } else { StringRecord::new() };
        let columns = first.len().max(rows.first().map_or(0, StringRecord::len));
        if rows.is_empty() {
            return Err(TableProblem::TooFewRows { rows: 0, least: super::examples::LEAST_ROWS });
        }
        let lines = rows.iter().map(|row| line(text, row) as u32).collect();
        Ok(Self { names: names(&first, columns), delimiter: delimiter.into(), has_header, rows, lines })
    }

    pub fn rows(&self) -> usize {
        self.rows.len()
    }

    /// A cell, without blanks around it.
    pub fn cell(&self, row: usize, column: usize) -> &str {
        self.rows[row].get(column).unwrap_or("")
    }

    /// The cells of a row.
    pub fn row(&self, row: usize) -> impl Iterator<Item = &str> {
        self.rows[row].iter()
    }

    /// Line of the file in which a row begins, from 1.
    pub fn line(&self, row: usize) -> usize {
        self.lines[row] as usize
    }

    /// Number of the column of this name.
    pub fn column(&self, name: &str) -> Option<usize> {
        self.names.iter().position(|other| other == name)
    }
}

fn records(text: &str, delimiter: u8) -> impl Iterator<Item = StringRecord> {
    let reader = ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    // Text that is UTF-8 and may be ragged has no errors.
    reader.into_records().filter_map(Result::ok)
}

/// Line in which a record begins, after the empty lines before it.
fn line(text: &str, record: &StringRecord) -> usize {
    let Some(position) = record.position() else { return 0 };
    let before = text.bytes().skip(position.byte() as usize).take_while(|byte| b"\r\n".contains(byte));
    position.line() as usize + before.filter(|&byte| byte == b'\n').count()
}

fn line_of(text: &str, at: usize) -> usize {
    1 + text[..at].bytes().filter(|&byte| byte == b'\n').count()
}

/// The delimiter that parts the first lines into the most cells, as many in each.
fn delimiter(text: &str) -> u8 {
    let end = text.char_indices().filter(|&(_, c)| c == '\n').nth(SAMPLE).map_or(text.len(), |(at, _)| at);
    let score = |&delimiter: &u8| {
        let cells: Vec<usize> = records(&text[..end], delimiter).map(|record| record.len()).collect();
        let first = cells.first().copied().unwrap_or(0);
        let alike = cells.iter().filter(|&&count| count == first).count();
        if first > 1 { (alike * 1000 / cells.len(), first) } else { (0, 0) }
    };
    DELIMITERS.into_iter().rev().max_by_key(score).unwrap_or(b',')
}

fn check_rows(text: &str, rows: &[StringRecord]) -> Result<(), TableProblem> {
    // An odd quote swallows the rest of the file into the last cell.
    if let Some(last) = rows.last()
        && last.iter().any(|cell| cell.contains('\n'))
        && text.bytes().filter(|&byte| byte == b'"').count() % 2 == 1
    {
        return Err(TableProblem::Quote { line: line(text, last) });
    }
    let expected = rows.first().map_or(0, StringRecord::len);
    if expected > MOST_COLUMNS {
        return Err(TableProblem::TooManyColumns { columns: expected, most: MOST_COLUMNS });
    }
    if let Some(odd) = rows.iter().find(|row| row.len() != expected) {
        return Err(TableProblem::Ragged { line: line(text, odd), cells: odd.len(), expected });
    }
    if expected == 1 {
        return Err(TableProblem::OneColumn);
    }
    Ok(())
}

/// Whether the first row names the columns: none of its cells is a value, while others are, or all of it is new.
fn has_header(rows: &[StringRecord]) -> bool {
    let Some((first, others)) = rows.split_first() else { return false };
    let others = &others[..others.len().min(SAMPLE)];
    let is_value = |cell: &str| value::number(cell).is_some() || value::date(cell).is_some();
    if first.iter().any(is_value) {
        return false;
    }
    let differs = |column: usize| {
        let mut cells = others.iter().filter_map(|row| row.get(column));
        cells.clone().any(is_value) || !cells.any(|cell| Some(cell) == first.get(column))
    };
    (0..first.len()).all(differs)
}

/// The names of a header; those that are missing or there twice are numbered.
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

    fn problem(text: &str) -> TableProblem {
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
        assert_eq!((table.delimiter, table.cell(1, 1)), (';', "4,5"));
    }

    #[test]
    fn a_header_is_told_from_values() {
        assert!(Table::read("a,b\n1,x\n2,y\n").unwrap().has_header);
        let bare = Table::read("1,x\n2,y\n").unwrap();
        assert_eq!((bare.has_header, bare.rows(), &bare.names[1][..]), (false, 2, "column_2"));
        assert!(Table::read("이름,지역\n철수,서울\n영희,부산\n").unwrap().has_header);
        assert!(!Table::read("yes,red\nno,blue\nyes,red\n").unwrap().has_header);
    }

    #[test]
    fn columns_without_a_name_or_with_one_twice_are_numbered() {
        assert_eq!(Table::read("a,,a\n1,2,3\n4,5,6").unwrap().names, ["a", "column_2", "a_2"]);
    }

    #[test]
    fn what_is_wrong_is_named_with_its_line() {
        assert_eq!(problem(""), TableProblem::Empty);
        assert_eq!(problem(" \n \n"), TableProblem::Empty);
        assert_eq!(problem("a,b\n1,\u{0}2\n"), TableProblem::Binary { line: 2 });
        assert_eq!(problem("a,b\n1,\u{fffd}\n"), TableProblem::Binary { line: 2 });
        assert_eq!(problem("a,b\n1,2\n\n3\n"), TableProblem::Ragged { line: 4, cells: 1, expected: 2 });
        assert_eq!(problem("a,b\n1,2\n3,\"4\n5,6\n"), TableProblem::Quote { line: 3 });
        assert_eq!(problem("a\n1\n2\n"), TableProblem::OneColumn);
        assert_eq!(problem("a,b\n"), TableProblem::TooFewRows { rows: 0, least: 10 });
        let wide = vec!["x"; 1000].join(",");
        assert_eq!(problem(&wide), TableProblem::TooManyColumns { columns: 1000, most: 500 });
    }

    #[test]
    fn more_rows_than_can_be_read_are_counted() {
        let text = format!("a,b\n{}", "1,2\n".repeat(100_001));
        assert_eq!(problem(&text), TableProblem::TooManyRows { rows: 100_001, most: 100_000 });
    }
}
