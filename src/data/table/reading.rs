//! How the cells of a column are read. Everything is decided for a whole column, never for a single cell.

use super::config::ColumnConfig;
use super::date::Date;
use super::missing::may_be_missing;
use super::number::{Form, Number};
use super::{DateOrder, Decimal, Delimiter};

/// Share of the values that must be numbers, or dates, for a column to be one of them.
pub const MAJORITY: f64 = 0.9;
/// Integers of more digits cannot be distinguished by a float.
const EXACT_DIGITS: usize = 15;
/// Number of digits of codes in which an exponent occurs by chance.
const CODE_DIGITS: usize = 6;

/// The format of a column's values, and how they are read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading {
    pub decimal: Decimal,
    /// Whether some cell has another value with the other decimal sign.
    pub decimal_matters: bool,
    /// Whether the other decimal sign would give other numbers and nothing in the column rules it out.
    pub decimal_is_open: bool,
    pub date_order: DateOrder,
    /// Whether some date is another day in another order.
    pub date_matters: bool,
    /// Whether day and month could be swapped in every date.
    pub date_is_open: bool,
    /// The unit of the numbers: a currency, or `%`.
    pub unit: Option<&'static str>,
    /// Whether the values are codes of digits and not quantities.
    pub is_code: bool,
    /// Whether all values are dates of eight digits.
    pub is_compact_date: bool,
    /// Number of cells with a value.
    pub values: usize,
}

/// Counts over a column, from which its format is decided.
#[derive(Clone, Debug, Default)]
struct Tally {
    values: usize,
    /// Numbers that are valid with only one decimal sign.
    only_point: usize,
    only_comma: usize,
    ambiguous_numbers: usize,
    percents: usize,
    numbers: usize,
    units: Vec<(&'static str, usize)>,
    /// Dates by order, and those in which day and month are certain.
    dates: [usize; 3],
    ambiguous_dates: usize,
    dates_with_dots: usize,
    /// Whether the dates never go backwards, by order.
    ascending: [bool; 3],
    last: [f64; 3],
    compact_dates: usize,
    digits: usize,
    leading_zeros: usize,
    bare_exponents: usize,
    too_long: usize,
    lengths: [usize; 2],
}

impl Reading {
    /// The format of every column. If a column is ambiguous, the others decide.
    pub fn of_columns<'a, Cells: Iterator<Item = &'a str>>(
        columns: impl Iterator<Item = Cells>,
        delimiter: Delimiter,
    ) -> Vec<Self> {
        let tallies: Vec<Tally> = columns.map(Tally::of).collect();
        let commas = tallies.iter().filter(|tally| tally.only_comma > tally.only_point).count();
        let points = tallies.iter().filter(|tally| tally.only_point > tally.only_comma).count();
        // Semicolons separate cells where commas are decimal signs.
        let default_decimal = if commas > points || (commas == points && delimiter == Delimiter::Semicolon) {
            Decimal::Comma
        } else {
            Decimal::Point
        };
        let decided = |order: usize, other: usize| {
            tallies.iter().filter(|tally| tally.dates[order] > tally.dates[other]).count()
        };
        let default_order = match decided(1, 2).cmp(&decided(2, 1)) {
            std::cmp::Ordering::Greater => Some(DateOrder::Dmy),
            std::cmp::Ordering::Less => Some(DateOrder::Mdy),
            std::cmp::Ordering::Equal => None,
        };
        tallies.iter().map(|tally| tally.decide(default_decimal, default_order)).collect()
    }

    /// The format with the choices of `config`.
    pub fn with(&self, config: &ColumnConfig) -> Self {
        Self {
            decimal: config.decimal.unwrap_or(self.decimal),
            date_order: config.date_order.unwrap_or(self.date_order),
            ..self.clone()
        }
    }

    /// The number in a cell. None if the cell is not in the format of the column.
    pub fn number(&self, cell: &str) -> Option<f64> {
        let number = Number::of(cell)?;
        let fits = match (number.unit, self.unit) {
            (Some(own), Some(unit)) => own == unit,
            // Among plain numbers, a percentage is a hundredth of its digits.
            (Some(own), None) => own != "%",
            (None, _) => true,
        };
        number.value(self.decimal).filter(|_| fits)
    }

    /// The day in a cell, counted from 1970-01-01.
    pub fn date(&self, cell: &str) -> Option<f64> {
        self.looks_like_date(cell)?.value(self.date_order)
    }

    /// A date, even if there is no such day.
    pub fn looks_like_date(&self, cell: &str) -> Option<Date> {
        let compact = || Date::of_digits(cell).filter(|_| self.is_compact_date);
        Date::of(cell).or_else(compact)
    }
}

impl Tally {
    fn of<'a>(cells: impl Iterator<Item = &'a str>) -> Self {
        let mut tally = Self {
            ascending: [true; 3],
            last: [f64::NEG_INFINITY; 3],
            lengths: [usize::MAX, 0],
            ..Self::default()
        };
        for cell in cells.filter(|cell| !may_be_missing(cell)) {
            tally.values += 1;
            match Number::of(cell) {
                Some(number) => tally.take_number(cell, number),
                None => tally.take_date(cell),
            }
        }
        tally
    }

    fn take_number(&mut self, cell: &str, number: Number) {
        self.numbers += 1;
        let [point, comma] = [Decimal::Point, Decimal::Comma].map(|decimal| number.value(decimal));
        self.only_point += usize::from(comma.is_none());
        self.only_comma += usize::from(point.is_none());
        self.ambiguous_numbers += usize::from(number.is_ambiguous());
        if let Some(unit) = number.unit {
            self.percents += usize::from(unit == "%");
            match self.units.iter_mut().find(|(other, _)| *other == unit) {
                Some((_, count)) => *count += 1,
                None => self.units.push((unit, 1)),
            }
        }
        match number.form {
            Form::Digits(length) => {
                self.digits += 1;
                self.too_long += usize::from(length > EXACT_DIGITS);
                self.compact_dates += usize::from(
                    Date::of_digits(cell).is_some_and(|date| date.value(DateOrder::Ymd).is_some()),
                );
                self.take_length(length);
            }
            Form::LeadingZero(length) => {
                self.digits += 1;
                self.leading_zeros += 1;
                self.take_length(length);
            }
            Form::BareExponent(length) => {
                self.bare_exponents += 1;
                self.take_length(length);
            }
            Form::Written => {}
        }
    }

    fn take_length(&mut self, length: usize) {
        self.lengths = [self.lengths[0].min(length), self.lengths[1].max(length)];
    }

    fn take_date(&mut self, cell: &str) {
        let Some(date) = Date::of(cell) else { return };
        self.ambiguous_dates += usize::from(date.is_ambiguous());
        self.dates_with_dots += usize::from(date.separator == '.' || date.separator == '-');
        for (index, order) in DateOrder::ALL.into_iter().enumerate() {
            if let Some(day) = date.value(order) {
                self.dates[index] += 1;
                self.ascending[index] &= day >= self.last[index];
                self.last[index] = day;
            }
        }
    }

    fn decide(&self, default_decimal: Decimal, default_order: Option<DateOrder>) -> Reading {
        let decimal = match self.only_comma.cmp(&self.only_point) {
            std::cmp::Ordering::Greater => Decimal::Comma,
            std::cmp::Ordering::Less => Decimal::Point,
            std::cmp::Ordering::Equal => default_decimal,
        };
        let (date_order, date_is_open) = self.date_order(default_order);
        let unit = self.units.iter().max_by_key(|(_, count)| *count).map(|(unit, _)| *unit);
        let is_rare_percent = unit == Some("%") && self.percents * 2 < self.numbers;
        Reading {
            decimal,
            decimal_matters: self.only_comma + self.only_point + self.ambiguous_numbers > 0,
            decimal_is_open: self.ambiguous_numbers > 0 && self.only_comma == self.only_point,
            date_order,
            date_matters: self.dates.iter().any(|&count| count != self.dates[0]) || self.ambiguous_dates > 0,
            date_is_open,
            unit: unit.filter(|_| !is_rare_percent),
            is_code: self.is_code(),
            is_compact_date: self.values >= 5 && self.compact_dates == self.values,
            values: self.values,
        }
    }

    /// The order in which the most dates are valid, and whether another order is as good.
    fn date_order(&self, common: Option<DateOrder>) -> (DateOrder, bool) {
        let most = self.dates.iter().max().copied().unwrap_or(0);
        let fits = |order: DateOrder| self.dates[order as usize] == most;
        let fitting: Vec<DateOrder> = DateOrder::ALL.into_iter().filter(|&order| fits(order)).collect();
        if self.ambiguous_dates == 0 || fitting.len() == 1 {
            return (fitting[0], false);
        }
        // Rows are often in chronological order.
        let mut ascending = fitting.iter().filter(|&&order| self.ascending[order as usize]);
        let in_time = ascending.next().filter(|_| ascending.next().is_none() && self.values > 2).copied();
        let with_dots = 2 * self.dates_with_dots > self.values;
        let by_sign = if with_dots { DateOrder::Dmy } else { DateOrder::Mdy };
        let first = fitting[0];
        let choices = [common, in_time, Some(by_sign), Some(first)];
        let choice = choices.into_iter().flatten().find(|&order| fits(order));
        (choice.unwrap_or(first), true)
    }

    /// Whether the digits are codes: with leading zeros, with an accidental exponent, or too long for a quantity.
    fn is_code(&self) -> bool {
        let are_bare = self.digits + self.bare_exponents == self.numbers;
        let same_length = self.lengths[0] == self.lengths[1];
        let mostly_bare = self.numbers > 0 && are_bare;
        let zeros = self.leading_zeros > 0 && (same_length || self.leading_zeros * 20 >= self.numbers);
        let exponents = self.bare_exponents > 0
            && (same_length || self.numbers < self.values || self.lengths[1] >= CODE_DIGITS);
        mostly_bare && (zeros || exponents || self.too_long > 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn readings(columns: &[&[&str]], delimiter: Delimiter) -> Vec<Reading> {
        Reading::of_columns(columns.iter().map(|cells| cells.iter().copied()), delimiter)
    }

    fn reading(cells: &[&str]) -> Reading {
        readings(&[cells], Delimiter::Comma).remove(0)
    }

    #[test]
    fn the_decimal_sign_is_that_of_the_column() {
        let comma = reading(&["0,125", "1,125", "2,125"]);
        assert_eq!((comma.decimal, comma.number("1,125")), (Decimal::Comma, Some(1.125)));
        let point = reading(&["1,125", "12.5", "2,125,000"]);
        assert_eq!((point.decimal, point.number("1,125")), (Decimal::Point, Some(1125.0)));
        let german = reading(&["1.125", "2.000", "1.234.567"]);
        assert_eq!((german.decimal, german.number("1.125")), (Decimal::Comma, Some(1125.0)));
        assert!(![comma, point, german].iter().any(|reading| reading.decimal_is_open));
    }

    #[test]
    fn where_a_column_does_not_say_its_decimal_sign_the_file_does() {
        let open = reading(&["1,125", "2,250"]);
        assert_eq!(
            (open.decimal, open.decimal_is_open, open.number("1,125")),
            (Decimal::Point, true, Some(1125.0))
        );
        let by_delimiter = readings(&[&["1,125", "2,250"]], Delimiter::Semicolon).remove(0);
        assert_eq!((by_delimiter.decimal, by_delimiter.decimal_is_open), (Decimal::Comma, true));
        let by_others = readings(&[&["1,125", "2,250"], &["0,5", "1,5"]], Delimiter::Tab).remove(0);
        assert_eq!(by_others.number("1,125"), Some(1.125));
    }

    #[test]
    fn a_cell_of_the_other_style_or_unit_is_not_a_number_of_the_column() {
        let point = reading(&["1.5", "2.5", "3,5", "4.5"]);
        assert_eq!((point.number("3,5"), point.number("2.5")), (None, Some(2.5)));
        let euros = reading(&["5 €", "6 €", "$7", "8"]);
        assert_eq!((euros.unit, euros.number("$7"), euros.number("8")), (Some("€"), None, Some(8.0)));
        let shares = reading(&["0.05", "0.07", "5%", "0.1"]);
        assert_eq!((shares.unit, shares.number("5%")), (None, None));
        assert_eq!(reading(&["5%", "7%", "10%"]).number("5%"), Some(5.0));
    }

    #[test]
    fn codes_of_digits_are_no_amounts() {
        for cells in [
            &["00123", "00456", "12345"][..],
            &["713752e1", "71375203", "88120042"],
            &["713752e1", "8a3f21c0", "12345678"],
            &["12e4", "5a", "77"],
            &["8801234567890123", "8801234567890124"],
            &["02134", "94110", "10001"],
            &["007", "8", "9"],
        ] {
            assert!(reading(cells).is_code, "{cells:?}");
        }
        for cells in [
            &["0", "1", "10"][..],
            &["1e5", "2e3", "3e4"],
            &["12e3", "5e2", "7"],
            &["0.5", "0.25"],
            &["2016", "2017"],
            &["x", "y"],
            &[],
        ] {
            assert!(!reading(cells).is_code, "{cells:?}");
        }
    }

    #[test]
    fn day_and_month_are_told_apart_by_the_column() {
        let days = reading(&["10/9/2016", "30/9/2016"]);
        assert_eq!((days.date_order, days.date_is_open), (DateOrder::Dmy, false));
        assert_eq!(days.date("30/9/2016").unwrap() - days.date("10/9/2016").unwrap(), 20.0);
        let months = reading(&["10/9/2016", "9/30/2016"]);
        assert_eq!((months.date_order, months.date_is_open), (DateOrder::Mdy, false));
        assert_eq!(reading(&["16.09.30", "16.10.01"]).date_order, DateOrder::Ymd);
    }

    #[test]
    fn dates_that_leave_the_order_open_say_so() {
        let open = reading(&["1/2/2024", "3/4/2024"]);
        assert_eq!((open.date_order, open.date_is_open), (DateOrder::Mdy, true));
        let dots = reading(&["1.2.2024", "3.4.2024"]);
        assert_eq!((dots.date_order, dots.date_is_open), (DateOrder::Dmy, true));
        let ascending = reading(&["9/1/2024", "10/1/2024", "1/2/2024"]);
        assert_eq!((ascending.date_order, ascending.date_is_open), (DateOrder::Dmy, true));
        let by_file =
            readings(&[&["1/2/2024", "3/4/2024"], &["13/2/2024", "14/2/2024"]], Delimiter::Comma).remove(0);
        assert_eq!((by_file.date_order, by_file.date_is_open), (DateOrder::Dmy, true));
        assert!(!reading(&["2024-01-02", "2024-03-04"]).date_is_open);
        assert!(!reading(&["5/5/2024", "6/6/2024"]).date_is_open);
    }

    #[test]
    fn eight_digits_are_days_where_all_of_them_are() {
        let days = ["20240229", "20240301", "20231231", "19991231", "20000101"];
        let reading_of_days = reading(&days);
        assert!(reading_of_days.is_compact_date);
        assert_eq!(reading_of_days.date("20240301"), Some(19_783.0));
        assert!(!reading(&["20240229", "20240301", "20231234", "19991231", "20000101"]).is_compact_date);
    }
}
