//! Guesses the contents of a file: the kind of every column, the target, and what the user should know first.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use serde::Serialize;

use super::config::{MAX_CATEGORIES, MIN_ROWS};
use super::missing::{Mark, is_category};
use super::number::Number;
use super::reading::{MAJORITY, Reading};
use super::same::says_the_same;
use super::{
    ColumnConfig, ColumnKind, DateOrder, Decimal, Delimiter, Layout, Missing, Quote, Table, TableConfig,
};

/// Number of rows shown.
const SHOWN: usize = 8;
/// Maximum number of different values counted.
const COUNTED: usize = 2000;
/// Number of unreadable cells shown.
const MAX_WRONG: usize = 5;
/// Number of different markers of missing values shown.
const MAX_MARKS: usize = 12;
/// Up to this many different integers in a target are classes.
const FEW_CLASSES: usize = 10;
/// Common names of target columns.
const TARGET_NAMES: [&str; 24] = [
    "target",
    "class",
    "label",
    "y",
    "outcome",
    "price",
    "result",
    "species",
    "survived",
    "diagnosis",
    "medv",
    "quality",
    "정답",
    "결과",
    "가격",
    "등급",
    "클래스",
    "레이블",
    "라벨",
    "목표",
    "타깃",
    "타겟",
    "품종",
    "생존",
];
/// Those of them that are classes even if their values are numbers.
const CLASS_NAMES: [&str; 10] =
    ["class", "label", "species", "diagnosis", "클래스", "레이블", "라벨", "등급", "품종", "정답"];
/// Names of columns that only identify rows.
const ROW_NAMES: [&str; 19] = [
    "id",
    "index",
    "idx",
    "no",
    "no.",
    "nr",
    "nr.",
    "#",
    "row",
    "rownames",
    "uuid",
    "unnamed: 0",
    "번호",
    "순번",
    "연번",
    "일련번호",
    "학번",
    "고유번호",
    "아이디",
];

/// A guess about a file, to be shown before it is used.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Preview {
    pub rows: usize,
    pub has_header: bool,
    pub quote: Quote,
    pub delimiter: Delimiter,
    /// The lines above the table.
    pub titles: Vec<String>,
    pub columns: Vec<ColumnGuess>,
    /// The first rows, cell by cell.
    pub first_rows: Vec<Vec<String>>,
    /// The guess as a config.
    pub config: TableConfig,
    /// The number of usable rows, by how missing values are handled.
    pub usable: UsableRows,
}

/// The number of usable rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct UsableRows {
    pub drop_rows: usize,
    pub fill: usize,
}

/// The contents of a column.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ColumnGuess {
    pub name: String,
    pub kind: ColumnKind,
    /// Number of rows without a value.
    pub missing: usize,
    /// The markers of missing values as written, with counts. In a column of categories some of them may be values.
    pub marks: Vec<(String, usize)>,
    /// Number of different values, counted up to 2000.
    pub distinct: usize,
    /// The values with counts, in their order: all of them, or the 100 most frequent.
    pub categories: Vec<(String, usize)>,
    pub numbers: Readable,
    pub dates: Readable,
    /// Range of the numbers or dates.
    pub low: f64,
    pub high: f64,
    pub decimal: Decimal,
    /// Whether another decimal sign would give other numbers.
    pub decimal_matters: bool,
    /// Whether nothing in the column decides between the decimal signs.
    pub decimal_is_open: bool,
    pub date_order: DateOrder,
    /// Whether day and month are ambiguous in some dates.
    pub date_matters: bool,
    /// Whether nothing in the column decides which number is the day.
    pub date_is_open: bool,
    /// Currency of the numbers, or `%`.
    pub unit: Option<String>,
    /// Why it is not an input by default.
    pub left_out: Option<LeftOut>,
    /// Whether it leaks the target.
    pub says_target: bool,
    /// A number that may mark a missing value, and its count.
    pub sentinel: Option<(f64, usize)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum LeftOut {
    Empty,
    Constant,
    RowNumbers,
    Identifiers,
    Text,
    MostlyMissing,
}

/// The number of values of a column that can be read as a kind, and the first that cannot.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Readable {
    pub count: usize,
    pub wrong: Vec<WrongCell>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct WrongCell {
    pub line: usize,
    pub value: String,
    /// Whether it has the form of a date but there is no such day.
    pub no_such_day: bool,
}

impl Preview {
    /// Examines every cell. `file` is the name of the table.
    pub fn of(table: &Table, file: &str) -> Self {
        Self::as_set(table, &TableConfig::opened(file))
    }

    /// Examines every cell in the format given by `config`. Columns with other names are guessed anew.
    pub fn as_set(table: &Table, config: &TableConfig) -> Self {
        let is_set = config.columns.iter().map(|column| &column.name).eq(&table.names);
        let set = |column: usize| config.columns.get(column).filter(|_| is_set);
        let mut columns: Vec<ColumnGuess> =
            (0..table.names.len()).map(|column| ColumnGuess::of(table, column, set(column))).collect();
        let target = table.column(&config.target).filter(|_| is_set).unwrap_or_else(|| target(&columns));
        let mut config = TableConfig {
            quote: table.layout.quote,
            delimiter: table.layout.delimiter,
            header: table.layout.header,
            target: columns[target].name.clone(),
            columns: columns
                .iter()
                .enumerate()
                .map(|(index, guess)| set(index).cloned().unwrap_or_else(|| guess.config(index == target)))
                .collect(),
            ..config.clone()
        };
        for (index, guess) in columns.iter_mut().enumerate() {
            guess.says_target =
                index != target && says_the_same(table, &config.columns[index], &config.columns[target]);
        }
        let [drop_rows, fill] = config.usable_rows(table);
        if !is_set && drop_rows < MIN_ROWS && fill >= MIN_ROWS {
            config.missing = Missing::Fill;
        }
        let Layout { quote, delimiter, header } = table.layout;
        let shown = table.rows().min(SHOWN);
        Self {
            rows: table.rows(),
            has_header: header.unwrap_or_default(),
            quote: quote.unwrap_or_default(),
            delimiter: delimiter.unwrap_or_default(),
            titles: table.titles.clone(),
            first_rows: (0..shown).map(|row| table.row(row).map(str::to_owned).collect()).collect(),
            config,
            usable: UsableRows { drop_rows, fill },
            columns,
        }
    }
}

/// A number that occurs more than once and is far below or above all others, so that it may mark a missing value, and
/// its count. A number that looks like a marker need not be as far away.
fn sentinel(mut numbers: Vec<f64>) -> Option<(f64, usize)> {
    numbers.sort_unstable_by(f64::total_cmp);
    let (&low, &high) = (numbers.first()?, numbers.last()?);
    let of = |value: f64| {
        let others = || numbers.iter().filter(|&&number| number != value);
        let count = numbers.len() - others().count();
        let (&least, &most) = (others().next()?, others().next_back()?);
        let gap = if value < least { least - value } else { value - most };
        let far = match (is_all_nines(value), value < 0.0) {
            (true, true) => 0.5,
            (true, false) => 2.0,
            (false, _) => 5.0,
        };
        let is_far = gap > far * (most - least) && most > least;
        (count > 1 && value.fract() == 0.0 && is_far).then_some((value, count))
    };
    of(low).or_else(|| of(high))
}

/// Numbers like -99, -999 and 9999.
fn is_all_nines(value: f64) -> bool {
    let digits = format!("{}", value.abs());
    digits.len() >= if value < 0.0 { 2 } else { 3 } && digits.bytes().all(|digit| digit == b'9')
}

/// Counts over the cells of a column.
#[derive(Default)]
struct Cells {
    empty: usize,
    marks: BTreeMap<String, usize>,
    counts: BTreeMap<String, usize>,
    /// Whether its integers count the rows.
    count_rows: bool,
}

impl Cells {
    fn of(table: &Table, column: usize) -> Self {
        let mut cells = Self { count_rows: true, ..Self::default() };
        let mut last = None;
        for cell in table.cells(column) {
            let number: Option<i64> = cell.parse().ok();
            let follows = match (last, number) {
                (None, Some(number)) => number == 0 || number == 1,
                (Some(last), Some(number)) => Some(number) == i64::checked_add(last, 1),
                _ => false,
            };
            cells.count_rows &= follows;
            last = number;
            if cell.is_empty() {
                cells.empty += 1;
                continue;
            }
            let is_mark = Mark::of(cell).is_some();
            let (counts, most) =
                if is_mark { (&mut cells.marks, MAX_MARKS) } else { (&mut cells.counts, COUNTED) };
            if let Some(count) = counts.get_mut(cell) {
                *count += 1;
            } else if counts.len() < most {
                counts.insert(cell.to_owned(), 1);
            } else if is_mark {
                cells.empty += 1;
            }
        }
        cells
    }
}

impl ColumnGuess {
    fn of(table: &Table, column: usize, config: Option<&ColumnConfig>) -> Self {
        let Cells { empty, marks, mut counts, count_rows } = Cells::of(table, column);
        let own = table.reading(column);
        let reading = config.map_or_else(|| own.clone(), |config| own.with(config));
        let others: Vec<&str> = counts.keys().map(String::as_str).collect();
        let is_class = |mark: &str| match config {
            Some(config) if config.kind == ColumnKind::Category => {
                config.categories.iter().any(|one| one == mark)
            }
            _ => is_category(mark, &others),
        };
        let classes: Vec<(String, usize)> = marks
            .iter()
            .filter(|(mark, _)| is_class(mark))
            .map(|(mark, &count)| (mark.clone(), count))
            .collect();
        let unread = empty + marks.values().sum::<usize>();
        let mut guess = Self {
            name: table.names[column].clone(),
            kind: ColumnKind::Text,
            missing: unread,
            marks: Vec::new(),
            distinct: counts.len(),
            categories: Vec::new(),
            numbers: Readable::default(),
            dates: Readable::default(),
            low: f64::INFINITY,
            high: f64::NEG_INFINITY,
            decimal: reading.decimal,
            decimal_matters: own.decimal_matters,
            decimal_is_open: own.decimal_is_open && config.is_none_or(|config| config.decimal.is_none()),
            date_order: reading.date_order,
            date_matters: own.date_matters,
            date_is_open: own.date_is_open && config.is_none_or(|config| config.date_order.is_none()),
            unit: reading.unit.map(str::to_owned),
            left_out: None,
            says_target: false,
            sentinel: None,
        };
        guess.read_cells(table, column, &reading);
        guess.kind = guess.guess_kind(&reading, counts.len() + classes.len());
        let kind = config.map_or(guess.kind, |config| config.kind);
        if kind == ColumnKind::Number {
            let numbers = || {
                let cells = table.cells(column).filter(|cell| Mark::of(cell).is_none());
                cells.filter_map(|cell| reading.number(cell))
            };
            guess.sentinel = sentinel(numbers().collect());
            let missing = config.map_or_else(|| guess.missing_value(), |config| config.missing_value);
            let count = numbers().filter(|&number| Some(number) == missing).count();
            if count > 0 {
                guess.missing += count;
                guess.numbers.count -= count;
                let others = || numbers().filter(|&number| Some(number) != missing);
                (guess.low, guess.high) =
                    (others().fold(f64::INFINITY, f64::min), others().fold(f64::NEG_INFINITY, f64::max));
            }
        }
        if kind == ColumnKind::Category || guess.kind == ColumnKind::Category {
            for (mark, count) in classes {
                guess.missing -= count;
                counts.insert(mark, count);
            }
        }
        guess.distinct = counts.len();
        guess.categories = categories(counts, &reading);
        for (mark, count) in marks {
            guess.marks.push((mark, count));
        }
        if kind == ColumnKind::Date {
            let days = || table.cells(column).filter_map(|cell| reading.date(cell));
            (guess.low, guess.high) =
                (days().fold(f64::INFINITY, f64::min), days().fold(f64::NEG_INFINITY, f64::max));
        }
        if guess.low > guess.high {
            (guess.low, guess.high) = (0.0, 0.0);
        }
        guess.left_out = guess.reason_to_leave_out(table, column, count_rows);
        guess
    }

    /// Counts the numbers and dates, and collects what is neither.
    fn read_cells(&mut self, table: &Table, column: usize, reading: &Reading) {
        for (row, cell) in table.cells(column).enumerate() {
            if cell.is_empty() || Mark::of(cell).is_some() {
                continue;
            }
            let number = reading.number(cell);
            if let Some(number) = number {
                (self.low, self.high) = (self.low.min(number), self.high.max(number));
            }
            let wrong =
                |no_such_day| WrongCell { line: table.line(row), value: cell.to_owned(), no_such_day };
            self.numbers.take(number.is_some(), || wrong(false));
            let is_date = (number.is_none() || reading.is_compact_date) && reading.date(cell).is_some();
            self.dates.take(is_date, || wrong(reading.looks_like_date(cell).is_some()));
        }
    }

    fn guess_kind(&self, reading: &Reading, distinct: usize) -> ColumnKind {
        let most = |readable: &Readable| readable.count as f64 >= MAJORITY * reading.values as f64;
        let few = distinct <= MAX_CATEGORIES && (distinct <= 12 || distinct * 5 <= reading.values);
        let otherwise = if few { ColumnKind::Category } else { ColumnKind::Text };
        if reading.values == 0 {
            // Only markers of missing values, which could also be a class.
            if distinct > 1 { ColumnKind::Category } else { ColumnKind::Text }
        } else if reading.is_compact_date {
            ColumnKind::Date
        } else if most(&self.numbers) {
            match self.distinct {
                _ if reading.is_code => otherwise,
                // Two different numbers mean yes and no.
                2 if !self.is_constant() => ColumnKind::Category,
                _ => ColumnKind::Number,
            }
        } else if most(&self.dates) {
            ColumnKind::Date
        } else {
            otherwise
        }
    }

    /// The format in which the table would be read.
    fn config(&self, is_target: bool) -> ColumnConfig {
        let kind = if is_target && self.looks_like_classes() { ColumnKind::Category } else { self.kind };
        let categories = if kind == ColumnKind::Category {
            self.categories.iter().map(|(value, _)| value.clone()).collect()
        } else {
            Vec::new()
        };
        ColumnConfig {
            name: self.name.clone(),
            kind,
            used: kind != ColumnKind::Text && self.left_out.is_none(),
            categories,
            decimal: Some(self.decimal)
                .filter(|_| kind == ColumnKind::Number && self.decimal_matters && !self.decimal_is_open),
            date_order: Some(self.date_order)
                .filter(|_| kind == ColumnKind::Date && self.date_matters && !self.date_is_open),
            missing_value: self.missing_value().filter(|_| kind == ColumnKind::Number),
        }
    }

    /// The marker of missing values, if it is one that programs write.
    fn missing_value(&self) -> Option<f64> {
        self.sentinel.map(|(value, _)| value).filter(|&value| is_all_nines(value))
    }

    fn looks_like_classes(&self) -> bool {
        let whole = |(value, _): &(String, usize)| {
            Number::of(value)
                .and_then(|number| number.value(self.decimal))
                .is_some_and(|number| number.fract() == 0.0)
        };
        let is_few = self.distinct <= FEW_CLASSES
            || self.is_called(&CLASS_NAMES)
                && self.distinct <= MAX_CATEGORIES
                && self.distinct * 5 <= self.numbers.count;
        self.kind == ColumnKind::Number
            && is_few
            && self.numbers.wrong.is_empty()
            && self.categories.iter().all(whole)
    }

    fn is_called(&self, names: &[&str]) -> bool {
        names.contains(&&self.name.to_ascii_lowercase()[..])
    }

    fn reason_to_leave_out(&self, table: &Table, column: usize, count_rows: bool) -> Option<LeftOut> {
        let rows = table.rows();
        let is_nameless = table.is_unnamed(column);
        let is_whole = self.numbers.count == rows
            && self.categories.iter().all(|(value, _)| !value.contains(['.', ',']));
        let all_differ = self.missing == 0 && self.distinct == rows.min(COUNTED);
        // The endings are of a to z, and the tables of all letters would be 4 KB more for the page to load.
        let (lower, name) = (self.name.to_ascii_lowercase(), &self.name);
        let ends =
            ["_id", " id", "-id", "_no", "_idx", "_index", "번호"].iter().any(|end| lower.ends_with(end))
                || name
                    .strip_suffix("Id")
                    .or(name.strip_suffix("ID"))
                    .is_some_and(|stem| stem.ends_with(|c: char| c.is_lowercase()));
        let is_named = self.is_called(&ROW_NAMES) || ends;
        if self.missing == rows {
            Some(LeftOut::Empty)
        } else if self.distinct <= 1 || self.is_constant() {
            Some(LeftOut::Constant)
        } else if is_whole && all_differ && (is_named || is_nameless) && count_rows {
            Some(LeftOut::RowNumbers)
        } else if all_differ && (is_named && (is_whole || self.kind == ColumnKind::Text)) {
            Some(LeftOut::Identifiers)
        } else if self.missing * 2 > rows {
            Some(LeftOut::MostlyMissing)
        } else if self.kind == ColumnKind::Text {
            Some(LeftOut::Text)
        } else {
            None
        }
    }

    /// Whether all numbers are equal up to rounding.
    fn is_constant(&self) -> bool {
        let size = self.low.abs().max(self.high.abs());
        self.numbers.count > 0 && self.numbers.wrong.is_empty() && self.high - self.low <= 1e-12 * size
    }

    fn can_be_learned(&self) -> bool {
        matches!(self.kind, ColumnKind::Number | ColumnKind::Category)
            && self.left_out.is_none_or(|reason| reason == LeftOut::MostlyMissing)
    }
}

impl Readable {
    fn take(&mut self, is_readable: bool, wrong: impl Fn() -> WrongCell) {
        if is_readable {
            self.count += 1;
        } else if self.wrong.len() < MAX_WRONG {
            self.wrong.push(wrong());
        }
    }
}

/// Index of the target: a column with a common name, else the last one that can be a target.
fn target(columns: &[ColumnGuess]) -> usize {
    // One with a single class counts too, so that the error says so.
    let holds_one = |guess: &ColumnGuess| guess.distinct == 1 && guess.kind == ColumnKind::Category;
    let can_be = |guess: &&ColumnGuess| guess.can_be_learned() || holds_one(guess);
    let named = columns.iter().rposition(|guess| can_be(&guess) && guess.is_called(&TARGET_NAMES));
    let full = || columns.iter().rposition(|guess| guess.can_be_learned() && guess.left_out.is_none());
    let last = || columns.iter().rposition(ColumnGuess::can_be_learned);
    named.or_else(full).or_else(last).unwrap_or(columns.len() - 1)
}

/// The most frequent values, numbers in numerical and others in alphabetical order.
fn categories(counts: BTreeMap<String, usize>, reading: &Reading) -> Vec<(String, usize)> {
    let mut counts: Vec<(String, usize)> = counts.into_iter().collect();
    counts.sort_by_key(|&(_, count)| Reverse(count));
    counts.truncate(MAX_CATEGORIES);
    let size = |category: &str| reading.number(category).unwrap_or(f64::INFINITY);
    let by_letters = |a: &str, b: &str| natural_key(a).cmp(&natural_key(b)).then_with(|| a.cmp(b));
    counts.sort_by(|(a, _), (b, _)| size(a).total_cmp(&size(b)).then_with(|| by_letters(a, b)));
    counts
}

/// The sort key of names, by which `group 2` comes before `group 10`: every number is preceded by its length.
fn natural_key(text: &str) -> String {
    let mut key = String::with_capacity(text.len() + 8);
    let mut rest = text;
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        let digits = &rest[start..];
        let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
        let significant = digits[..end].trim_start_matches('0');
        key.push_str(&rest[..start]);
        // Numbers sort where digits do.
        key.push('0');
        key.push(char::from_u32(0x100 + significant.len() as u32).unwrap_or('0'));
        key.push_str(significant);
        rest = &digits[end..];
    }
    key + rest
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
        let wrong = WrongCell { line: 6, value: "x".into(), no_such_day: false };
        assert_eq!(preview.columns[1].numbers.wrong, [wrong]);
    }

    #[test]
    fn a_target_of_one_class_stays_the_target_so_that_it_is_named() {
        let text: String = (0..30).map(|row| format!("{row},yes\n")).collect();
        let preview = preview(&format!("a,class\n{text}"));
        assert_eq!((&preview.config.target[..], preview.columns[0].left_out), ("class", None));
    }

    #[test]
    fn a_constant_column_is_named_and_left_out() {
        let text: String = (0..30).map(|row| format!("{row},7,{}\n", row * 2)).collect();
        let preview = preview(&format!("a,b,c\n{text}"));
        assert_eq!(preview.columns[1].left_out, Some(LeftOut::Constant));
        assert!(!preview.config.columns[1].used);
        assert_eq!(preview.config.target, "c");
    }
}
