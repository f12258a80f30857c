//! The layout of a file: its quotation marks, its delimiter, and whether its first line is a header.

use super::date::Date;
use super::delimiter::Delimiter;
use super::header::title_rows;
use super::missing::may_be_missing;
use super::number::Number;
use super::quotes::Quote;
use super::rows::{Row, records};

/// Number of lines examined to detect the delimiter.
const SAMPLE: usize = 50;

/// The layout of a file. What is not set is detected.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Layout {
    pub quote: Option<Quote>,
    pub delimiter: Option<Delimiter>,
    pub header: Option<bool>,
}

impl Delimiter {
    /// The delimiter with which most lines have the same number of cells, and most cells are values. `mark` is the
    /// quotation mark.
    pub fn of(text: &str, mark: Option<u8>) -> Self {
        let end =
            text.char_indices().filter(|&(_, c)| c == '\n').nth(SAMPLE).map_or(text.len(), |(at, _)| at);
        let scores = Self::ALL.map(|delimiter| Score::of(&text[..end], delimiter, mark));
        let mut best = 0;
        for (index, score) in scores.iter().enumerate() {
            if score.is_better_than(&scores[best]) {
                best = index;
            }
        }
        Self::ALL[best]
    }
}

/// A score for a delimiter.
struct Score {
    /// Lines in a thousand that have the most common number of cells.
    alike: usize,
    /// Cells in a thousand that are numbers, dates or missing.
    values: usize,
    cells: usize,
    /// Whether all lines have the same number of cells, except perhaps the first.
    is_even: bool,
    is_space: bool,
}

impl Score {
    fn of(text: &str, delimiter: Delimiter, mark: Option<u8>) -> Self {
        let is_space = delimiter == Delimiter::Space;
        let none = Self { alike: 0, values: 0, cells: 0, is_even: false, is_space };
        let rows: Vec<Row> = records(text, delimiter, mark).filter(|row| !row.cells.is_empty()).collect();
        let counts: Vec<usize> = rows.iter().map(|row| row.cells.len()).filter(|&count| count > 0).collect();
        let often = |count: usize| counts.iter().filter(|&&other| other == count).count();
        let Some(cells) = counts.iter().copied().max_by_key(|&count| (often(count), count)) else {
            return none;
        };
        // A header of a single word rules out a delimiter that would split the other lines.
        let has_lone_header =
            counts.len() > 2 && counts[0] == 1 && often(1) == 1 && counts[1] == cells && !is_title(&rows);
        if cells < 2 || has_lone_header {
            return none;
        }
        let is_value =
            |cell: &str| may_be_missing(cell) || Number::of(cell).is_some() || Date::of(cell).is_some();
        let all: usize = counts.iter().sum();
        let values = rows.iter().flat_map(|row| row.cells.iter()).filter(|cell| is_value(cell)).count();
        Self {
            alike: often(cells) * 1000 / counts.len(),
            values: values * 1000 / all,
            cells,
            is_even: counts.len() - often(cells) <= usize::from(counts[0] != cells),
            is_space,
        }
    }

    fn is_better_than(&self, other: &Self) -> bool {
        // Spaces also separate words, so they count only if they give values, and more of them than a real delimiter.
        let fits = self.cells > 1 && (!self.is_space || (self.values >= 400 && self.is_even));
        if !fits || other.cells < 2 {
            return fits && other.cells < 2;
        }
        if self.alike.abs_diff(other.alike) > 50 {
            return self.alike > other.alike;
        }
        let (more, margin) = (self.values > other.values, self.values.abs_diff(other.values));
        if margin > if self.is_space { 150 } else { 30 } {
            more
        } else {
            self.cells > other.cells && !self.is_space
        }
    }
}

/// Whether the first row is a title above a table, the rest of which begins with a header.
fn is_title(rows: &[Row]) -> bool {
    title_rows(rows) > 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_delimiter_is_the_one_that_parts_cells_into_values() {
        for (text, delimiter) in [
            ("a,b\n1,2\n3,4", Delimiter::Comma),
            ("a;b\n0,125;0,5\n1,125;2,5", Delimiter::Semicolon),
            ("0,125;0,5\n1,125;2,5", Delimiter::Semicolon),
            ("1,5;2,5;3,5\n4,5;5,5;6,5", Delimiter::Semicolon),
            ("a\tb\n1,5\t2,5\n", Delimiter::Tab),
            ("1,5\t2,5\n3,5\t4,5", Delimiter::Tab),
            ("a|b\n1|2\n", Delimiter::Pipe),
            ("a b\n1 2\n3 4", Delimiter::Space),
            ("a   b  c\n1.5  2   3\n  4   5.5 6\n", Delimiter::Space),
            ("1,5 2,5\n3,5 4,5", Delimiter::Space),
            (
                "18.0   8   307.0   \"chevrolet chevelle\"\n15.0   8   350.0   \"buick skylark 320\"",
                Delimiter::Space,
            ),
            ("name,note\nx,a b\ny,c d", Delimiter::Comma),
            ("name,tags\nx,a;b\ny,c;d", Delimiter::Comma),
            ("x,a;b\ny,c;d", Delimiter::Comma),
            ("when,what\n2024-01-01 10:00,5\n2024-01-02 11:00,6", Delimiter::Comma),
            ("a;b\n1 234,5;2 345,6\n3 456,7;4 567,8", Delimiter::Semicolon),
            ("name;price\n\"Miller, John\";1,5\n\"Smith, Ann\";2,5", Delimiter::Semicolon),
            ("이름,점수\n철수,1\n영희,2", Delimiter::Comma),
            ("date,value\n2016. 9. 30.,5\n2016. 10. 1.,6", Delimiter::Comma),
            ("one\ntwo\n", Delimiter::Comma),
            ("", Delimiter::Comma),
        ] {
            assert_eq!(Delimiter::of(text, Some(b'"')), delimiter, "{text}");
        }
    }
}
