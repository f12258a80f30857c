//! What a file seems to hold: the kind of every column, which one to learn, and what to know before one does.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use serde::Serialize;

use super::config::MOST_CATEGORIES;
use super::{ColumnConfig, ColumnKind, Missing, Table, TableConfig, TableProblem, value};

/// Rows that are shown.
const SHOWN: usize = 8;
/// Different values that are counted.
const COUNTED: usize = 2000;
/// Share of the values that must be numbers, or dates, in a column of them.
const MOST_OF: f64 = 0.9;
/// Whole numbers of at most so many values are classes where they are to be learned.
const FEW_CLASSES: usize = 10;
/// Names of columns that are usually to be learned.
const TARGET_NAMES: [&str; 12] = [
    "target", "class", "label", "y", "outcome", "price", "result", "species", "정답", "결과", "가격", "등급",
];

/// A file as it seems to be, to be shown before it is used.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Preview {
    pub rows: usize,
    pub has_header: bool,
    pub delimiter: char,
    pub columns: Vec<ColumnGuess>,
    /// The first rows, cell by cell.
    pub first_rows: Vec<Vec<String>>,
    /// The guess as a table to learn.
    pub config: TableConfig,
    /// What one should know: none of it keeps the table from being learned.
    pub warnings: Vec<TableProblem>,
}

/// What a column holds.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ColumnGuess {
    pub name: String,
    pub kind: ColumnKind,
    /// Rows without a value.
    pub missing: usize,
    /// Different values, counted up to 2000.
    pub distinct: usize,
    /// The values with how often they are there: all of them, or the 100 most frequent; in their order.
    pub categories: Vec<(String, usize)>,
    pub numbers: Readable,
    pub dates: Readable,
    /// Range of the numbers.
    pub low: f64,
    pub high: f64,
}

/// How many values of a column can be read as a kind, and the first that cannot.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Readable {
    pub count: usize,
    pub first_wrong: Option<WrongCell>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct WrongCell {
    pub line: usize,
    pub value: String,
}

impl Preview {
    /// Looks at every cell. `file` is the name the table goes by.
    pub fn of(table: &Table, file: &str) -> Self {
        let columns: Vec<ColumnGuess> =
            (0..table.names.len()).map(|column| ColumnGuess::of(table, column)).collect();
        let target = target(&columns);
        let config = TableConfig {
            file: file.to_owned(),
            columns: columns.iter().enumerate().map(|(index, guess)| guess.config(index == target)).collect(),
            target: columns[target].name.clone(),
            missing: Missing::DropRows,
            standardize: true,
        };
        let is_constant = |guess: &&ColumnGuess| guess.distinct <= 1 && guess.name != columns[target].name;
        let constant = |guess: &ColumnGuess| TableProblem::Constant {
            column: guess.name.clone(),
            value: guess.categories.first().map_or(String::new(), |(value, _)| value.clone()),
        };
        let shown = table.rows().min(SHOWN);
        Self {
            rows: table.rows(),
            has_header: table.has_header,
            delimiter: table.delimiter,
            first_rows: (0..shown).map(|row| table.row(row).map(str::to_owned).collect()).collect(),
            config,
            warnings: columns.iter().filter(is_constant).map(constant).collect(),
            columns,
        }
    }
}

impl ColumnGuess {
    fn of(table: &Table, column: usize) -> Self {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        let (mut numbers, mut dates) = (Readable::default(), Readable::default());
        let (mut missing, mut low, mut high) = (0, f64::INFINITY, f64::NEG_INFINITY);
        for row in 0..table.rows() {
            let cell = table.cell(row, column);
            if value::is_missing(cell) {
                missing += 1;
                continue;
            }
            if let Some(count) = counts.get_mut(cell) {
                *count += 1;
            } else if counts.len() < COUNTED {
                counts.insert(cell.to_owned(), 1);
            }
            let wrong = || WrongCell { line: table.line(row), value: cell.to_owned() };
            let number = value::number(cell);
            numbers.take(number.is_some(), wrong);
            dates.take(number.is_none() && value::date(cell).is_some(), wrong);
            if let Some(number) = number {
                (low, high) = (low.min(number), high.max(number));
            }
        }
        let mut guess = Self {
            name: table.names[column].clone(),
            kind: ColumnKind::Text,
            missing,
            distinct: counts.len(),
            categories: categories(counts),
            numbers,
            dates,
            low: if low.is_finite() { low } else { 0.0 },
            high: if high.is_finite() { high } else { 0.0 },
        };
        guess.kind = guess.guess_kind(table.rows() - missing);
        guess
    }

    fn guess_kind(&self, values: usize) -> ColumnKind {
        let most = |readable: &Readable| readable.count as f64 >= MOST_OF * values as f64;
        let few = self.distinct <= MOST_CATEGORIES && (self.distinct <= 12 || self.distinct * 5 <= values);
        if values == 0 {
            ColumnKind::Text
        } else if most(&self.numbers) {
            // Two numbers are a yes and a no.
            if self.distinct == 2 { ColumnKind::Category } else { ColumnKind::Number }
        } else if most(&self.dates) {
            ColumnKind::Date
        } else if few {
            ColumnKind::Category
        } else {
            ColumnKind::Text
        }
    }

    /// How the table would be read.
    fn config(&self, is_target: bool) -> ColumnConfig {
        let kind = if is_target && self.looks_like_classes() { ColumnKind::Category } else { self.kind };
        let categories = if kind == ColumnKind::Category {
            self.categories.iter().map(|(value, _)| value.clone()).collect()
        } else {
            Vec::new()
        };
        let used = kind != ColumnKind::Text && self.distinct > 1 && !self.counts_rows();
        ColumnConfig { name: self.name.clone(), kind, used, categories }
    }

    fn looks_like_classes(&self) -> bool {
        let whole =
            |(value, _): &(String, usize)| value::number(value).is_some_and(|number| number.fract() == 0.0);
        self.kind == ColumnKind::Number
            && self.distinct <= FEW_CLASSES
            && self.numbers.first_wrong.is_none()
            && self.categories.iter().all(whole)
    }

    /// Whether it numbers the rows.
    fn counts_rows(&self) -> bool {
        let name = self.name.to_ascii_lowercase();
        let says_so =
            ["id", "index", "no", "번호", "순번", "column_1"].contains(&&name[..]) || name.ends_with("_id");
        says_so && self.distinct == (self.numbers.count).min(COUNTED) && self.missing == 0
    }

    fn can_be_learned(&self) -> bool {
        matches!(self.kind, ColumnKind::Number | ColumnKind::Category)
            && self.distinct > 1
            && !self.counts_rows()
    }
}

impl Readable {
    fn take(&mut self, is_readable: bool, wrong: impl Fn() -> WrongCell) {
        if is_readable {
            self.count += 1;
        } else if self.first_wrong.is_none() {
            self.first_wrong = Some(wrong());
        }
    }
}

/// Number of the column to learn: one that is named so, else the last that can be.
fn target(columns: &[ColumnGuess]) -> usize {
    let is_named = |guess: &ColumnGuess| TARGET_NAMES.contains(&&guess.name.to_ascii_lowercase()[..]);
    // One of a single class too: that it cannot be learned is then what is said of the file.
    let holds_one = |guess: &ColumnGuess| guess.distinct == 1 && guess.kind == ColumnKind::Category;
    let named =
        columns.iter().rposition(|guess| (guess.can_be_learned() || holds_one(guess)) && is_named(guess));
    let last = || columns.iter().rposition(ColumnGuess::can_be_learned);
    named.or_else(last).unwrap_or(columns.len() - 1)
}

/// The most frequent values, numbers by size and the others by their letters.
fn categories(counts: BTreeMap<String, usize>) -> Vec<(String, usize)> {
    let mut counts: Vec<(String, usize)> = counts.into_iter().collect();
    counts.sort_by_key(|&(_, count)| Reverse(count));
    counts.truncate(MOST_CATEGORIES);
    let size = |category: &str| value::number(category).unwrap_or(f64::INFINITY);
    counts.sort_by(|(a, _), (b, _)| size(a).total_cmp(&size(b)).then_with(|| a.cmp(b)));
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn preview(text: &str) -> Preview {
        Preview::of(&Table::read(text).unwrap(), "a.csv")
    }

    fn kinds(preview: &Preview) -> Vec<ColumnKind> {
        preview.columns.iter().map(|column| column.kind).collect()
    }

    #[test]
    fn kinds_target_and_problem_are_guessed() {
        let mut text = "id,city,built,size,note,sold\n".to_owned();
        for row in 0..40 {
            let (city, sold) = (["서울", "부산"][row % 2], ["no", "yes"][row % 2]);
            let size = if row == 3 { "?".to_owned() } else { format!("{}", 50 + row) };
            text +=
                &format!("{row},{city},2001-02-{:02},{size},text {row} of its own,{sold}\n", row % 28 + 1);
        }
        let preview = preview(&text);
        use ColumnKind::{Category, Date, Number, Text};
        assert_eq!(kinds(&preview), [Number, Category, Date, Number, Text, Category]);
        assert_eq!((preview.columns[3].missing, preview.columns[3].low), (1, 50.0));
        assert_eq!(preview.config.target, "sold");
        assert_eq!(preview.config.columns[5].categories, ["no", "yes"]);
        let used: Vec<&str> = preview.config.input_columns().map(|column| &column.name[..]).collect();
        assert_eq!(used, ["city", "built", "size"]);
    }

    #[test]
    fn classes_that_are_numbers_are_classes_where_they_are_learned() {
        let text: String = (0..30).map(|row| format!("{},{}\n", row * 7 % 11, row % 3)).collect();
        let preview = preview(&format!("x,class\n{text}"));
        assert_eq!(preview.columns[1].kind, ColumnKind::Number);
        assert_eq!(preview.config.columns[1].categories, ["0", "1", "2"]);
    }

    #[test]
    fn a_few_wrong_cells_do_not_make_a_column_text_and_the_first_is_named() {
        let text: String = (0..30)
            .map(|row| format!("{row},{}\n", if row == 4 { "x".into() } else { row.to_string() }))
            .collect();
        let preview = preview(&format!("a,b\n{text}"));
        assert_eq!(preview.columns[1].kind, ColumnKind::Number);
        assert_eq!(preview.columns[1].numbers.count, 29);
        assert_eq!(preview.columns[1].numbers.first_wrong, Some(WrongCell { line: 6, value: "x".into() }));
    }

    #[test]
    fn a_target_of_one_class_stays_the_target_so_that_it_is_named() {
        let text: String = (0..30).map(|row| format!("{row},yes\n")).collect();
        let preview = preview(&format!("a,class\n{text}"));
        assert_eq!((&preview.config.target[..], preview.warnings.len()), ("class", 0));
    }

    #[test]
    fn a_constant_column_is_named_and_left_out() {
        let text: String = (0..30).map(|row| format!("{row},7,{}\n", row * 2)).collect();
        let preview = preview(&format!("a,b,c\n{text}"));
        assert_eq!(preview.warnings, [TableProblem::Constant { column: "b".into(), value: "7".into() }]);
        assert!(!preview.config.columns[1].used);
        assert_eq!(preview.config.target, "c");
    }
}
