//! Dates as they occur in files. Which of two numbers is the day is decided for a whole column, so a cell is read in
//! every order.

use serde::{Deserialize, Serialize};

use crate::data::text::plain_signs;

/// The order of year, month and day in a date of numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub enum DateOrder {
    #[default]
    Ymd,
    Dmy,
    Mdy,
}

impl DateOrder {
    pub const ALL: [Self; 3] = [Self::Ymd, Self::Dmy, Self::Mdy];
}

/// A cell that looks like a date, even if there is no such day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Date {
    parts: Parts,
    /// Time of day as a fraction of a day.
    time: f64,
    /// The separator between the numbers.
    pub separator: char,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Parts {
    /// Unambiguous, because the year comes first or the month is a word.
    Known { year: u32, month: u32, day: u32 },
    /// Two numbers before a year of four digits.
    YearLast(u32, u32, u32),
    /// Three numbers of one or two digits.
    Short([u32; 3], [bool; 3]),
}

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];
const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

impl Date {
    /// `2024-03-01`, `2024. 3. 1.`, `2024년 3월 1일`, `1.3.2024`, `3/1/24`, `1 Mar 2024`, with or without a weekday and
    /// a time of day.
    pub fn of(cell: &str) -> Option<Self> {
        // No date is longer, and a number alone is not a date.
        if cell.len() > 60 || cell.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let plain = plain_signs(cell);
        let mut cursor = Cursor { rest: plain.trim() };
        cursor.weekday();
        let (parts, separator) = cursor.day()?;
        cursor.weekday();
        let time = cursor.time()?;
        cursor.rest.is_empty().then_some(Self { parts, time, separator })
    }

    /// Eight digits as year, month and day: `20240301`.
    pub fn of_digits(cell: &str) -> Option<Self> {
        let cell = cell.trim();
        if cell.len() != 8 || !cell.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let part = |range: std::ops::Range<usize>| cell[range].parse::<u32>().ok();
        let (year, month, day) = (part(0..4)?, part(4..6)?, part(6..8)?);
        let is_recent = (1900..=2100).contains(&year);
        is_recent.then_some(Self { parts: Parts::Known { year, month, day }, time: 0.0, separator: ' ' })
    }

    /// Days since 1970-01-01. None if there is no such day.
    pub fn value(&self, order: DateOrder) -> Option<f64> {
        let (year, month, day) = match (self.parts, order) {
            (Parts::Known { year, month, day }, _) => (year, month, day),
            (Parts::YearLast(..), DateOrder::Ymd) => return None,
            (Parts::YearLast(day, month, year), DateOrder::Dmy) => (year, month, day),
            (Parts::YearLast(month, day, year), DateOrder::Mdy) => (year, month, day),
            (Parts::Short(numbers, is_year), order) => {
                let [year, month, day] = match order {
                    DateOrder::Ymd => [0, 1, 2],
                    DateOrder::Dmy => [2, 1, 0],
                    DateOrder::Mdy => [2, 0, 1],
                };
                if !is_year[year] {
                    return None;
                }
                // POSIX: 69 is 1969, 68 is 2068.
                let century = if numbers[year] < 69 { 2000 } else { 1900 };
                (century + numbers[year], numbers[month], numbers[day])
            }
        };
        let fits = (1..=12).contains(&month) && (1..=days_in_month(year, month)).contains(&day);
        fits.then(|| days(i64::from(year), i64::from(month), i64::from(day)) + self.time)
    }

    /// Whether day and month could be swapped.
    pub fn is_ambiguous(&self) -> bool {
        let [dmy, mdy] = [DateOrder::Dmy, DateOrder::Mdy].map(|order| self.value(order));
        dmy.is_some() && mdy.is_some() && dmy != mdy
    }
}

/// The rest of a cell.
struct Cursor<'a> {
    rest: &'a str,
}

impl<'a> Cursor<'a> {
    fn skip_blanks(&mut self) {
        self.rest = self.rest.trim_start();
    }

    fn take(&mut self, text: &str) -> bool {
        let rest = self.rest.strip_prefix(text);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    fn while_is(&mut self, is: impl Fn(char) -> bool) -> &'a str {
        let end = self.rest.find(|c| !is(c)).unwrap_or(self.rest.len());
        let (taken, rest) = self.rest.split_at(end);
        self.rest = rest;
        taken
    }

    /// A number of at most four digits, and how many it has.
    fn number(&mut self) -> Option<(u32, usize)> {
        let digits = self.while_is(|c| c.is_ascii_digit());
        ((1..=4).contains(&digits.len())).then(|| Some((digits.parse().ok()?, digits.len())))?
    }

    /// The index of the one of `words` that starts with the next word, which must have at least three letters.
    fn word(&mut self, words: &[&str]) -> Option<usize> {
        let mut ahead = Cursor { rest: self.rest };
        let word = ahead.while_is(|c| c.is_ascii_alphabetic()).to_ascii_lowercase();
        let index = words.iter().position(|whole| {
            whole.starts_with(&word) && word.len() >= 3 || *whole == "september" && word == "sept"
        })?;
        ahead.take(".");
        self.rest = ahead.rest;
        Some(index)
    }

    /// `Fri,`, `(Fri)`, `(금)`, `금요일`.
    fn weekday(&mut self) {
        let mut ahead = Cursor { rest: self.rest };
        ahead.skip_blanks();
        let in_brackets = ahead.take("(");
        let korean = ahead.rest.chars().next().filter(|c| "월화수목금토일".contains(*c));
        let found = match korean {
            Some(day) => {
                ahead.rest = &ahead.rest[day.len_utf8()..];
                ahead.take("요일") || in_brackets
            }
            None => ahead.word(&WEEKDAYS).is_some(),
        };
        if found && (!in_brackets || ahead.take(")")) {
            ahead.take(",");
            ahead.skip_blanks();
            self.rest = ahead.rest;
        }
    }

    /// The day, and the separator between its numbers.
    fn day(&mut self) -> Option<(Parts, char)> {
        if let Some(month) = self.word(&MONTHS) {
            return self.after_month(month as u32 + 1).map(|parts| (parts, ' '));
        }
        let (a, digits) = self.number()?;
        if self.take("년") {
            return self.korean_day(a).map(|parts| (parts, '년'));
        }
        if digits <= 2 {
            let mut ahead = Cursor { rest: self.rest };
            for suffix in ["st", "nd", "rd", "th"] {
                if ahead.take(suffix) {
                    break;
                }
            }
            ahead.while_is(|c| " .-/".contains(c));
            if let Some(month) = ahead.word(&MONTHS) {
                ahead.while_is(|c| " ,-/".contains(c));
                let (year, digits) = ahead.number()?;
                self.rest = ahead.rest;
                return Some((
                    Parts::Known { year: full_year(year, digits)?, month: month as u32 + 1, day: a },
                    ' ',
                ));
            }
        }
        let separator = self.separator()?;
        let (b, second) = self.number()?;
        if self.rest.is_empty() && digits == 4 && second == 2 && separator == '-' {
            // A month without a day means its first day.
            return Some((Parts::Known { year: a, month: b, day: 1 }, separator));
        }
        if self.separator()? != separator {
            return None;
        }
        let (c, third) = self.number()?;
        if separator == '.' {
            self.take(".");
        }
        let parts = match (digits, second, third) {
            (4, 1..=2, 1..=2) if a >= 1000 => Parts::Known { year: a, month: b, day: c },
            (1..=2, 1..=2, 4) if c >= 1000 && separator != ' ' => Parts::YearLast(a, b, c),
            (1..=2, 1..=2, 1..=2) if separator != ' ' && (digits == 2 || third == 2) => {
                Parts::Short([a, b, c], [digits == 2, false, third == 2])
            }
            _ => return None,
        };
        Some((parts, separator))
    }

    /// `-`, `/` or `.` with optional spaces around it, or spaces only.
    fn separator(&mut self) -> Option<char> {
        let blanks = self.while_is(|c| c == ' ').len();
        let sign = self.rest.chars().next().filter(|c| ['-', '/', '.'].contains(c));
        if let Some(sign) = sign {
            self.rest = &self.rest[sign.len_utf8()..];
            self.skip_blanks();
        }
        sign.or((blanks > 0).then_some(' '))
    }

    /// `3월 1일` or `3월` after the year.
    fn korean_day(&mut self, year: u32) -> Option<Parts> {
        self.skip_blanks();
        let (month, _) = self.number()?;
        if !self.take("월") {
            return None;
        }
        self.skip_blanks();
        let mut day = 1;
        if self.rest.starts_with(|c: char| c.is_ascii_digit()) {
            day = self.number()?.0;
            self.take("일").then_some(())?;
        }
        Some(Parts::Known { year, month, day })
    }

    /// `1, 2024`, `1st 2024` or `2024` after the month.
    fn after_month(&mut self, month: u32) -> Option<Parts> {
        self.while_is(|c| " -/".contains(c));
        let (first, digits) = self.number()?;
        if digits == 4 {
            return Some(Parts::Known { year: first, month, day: 1 });
        }
        for suffix in ["st", "nd", "rd", "th"] {
            self.take(suffix);
        }
        if self.while_is(|c| " ,-/".contains(c)).is_empty() {
            return None;
        }
        let (year, digits) = self.number()?;
        Some(Parts::Known { year: full_year(year, digits)?, month, day: first })
    }

    /// A time of day as a fraction of a day; 0 if there is none. A time zone is ignored, so the day stays as written.
    fn time(&mut self) -> Option<f64> {
        let separator = self.while_is(|c| c == ' ' || c == 'T' || c == ',');
        if self.rest.is_empty() {
            return separator.trim().is_empty().then_some(0.0);
        }
        if separator.is_empty() {
            return None;
        }
        let mut afternoon = self.half_of_day(&["오전", "오후"]);
        let (hour, _) = self.number().filter(|&(_, digits)| digits <= 2)?;
        let korean = self.take("시");
        if !korean && !self.take(":") {
            return None;
        }
        self.skip_blanks();
        let minute = if korean && self.rest.is_empty() { 0 } else { self.number()?.0 };
        self.take("분");
        let mut second = 0.0;
        if self.take(":") {
            let text = self.while_is(|c| c.is_ascii_digit() || c == '.');
            second = text.parse().ok()?;
        }
        self.skip_blanks();
        afternoon = afternoon.or_else(|| self.half_of_day(&["AM", "PM", "am", "pm", "a.m.", "p.m."]));
        if !self.take("Z") && (self.take("+") || self.take("-")) {
            self.while_is(|c| c.is_ascii_digit() || c == ':');
        }
        let hour = match afternoon {
            Some(_) if !(1..=12).contains(&hour) => return None,
            Some(afternoon) => hour % 12 + if afternoon { 12 } else { 0 },
            None => hour,
        };
        let fits = hour <= 24 && minute < 60 && (0.0..61.0).contains(&second);
        fits.then(|| (f64::from(hour) * 3600.0 + f64::from(minute) * 60.0 + second) / 86_400.0)
    }

    /// Whether the word is the second of two that mean the halves of a day.
    fn half_of_day(&mut self, words: &[&str]) -> Option<bool> {
        let index = words.iter().position(|word| self.take(word))?;
        self.skip_blanks();
        Some(index % 2 == 1)
    }
}

/// A year of four digits, or of two digits in this century or the last.
fn full_year(year: u32, digits: usize) -> Option<u32> {
    match digits {
        4 => Some(year),
        2 => Some(year + if year < 69 { 2000 } else { 1900 }),
        _ => None,
    }
}

fn days_in_month(year: u32, month: u32) -> u32 {
    match month {
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days from 1970-01-01 to a day of the Gregorian calendar (Hinnant, "chrono-compatible low-level date algorithms").
fn days(year: i64, month: i64, day: i64) -> f64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    (era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468) as f64
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(cell: &str, order: DateOrder) -> Option<f64> {
        Date::of(cell)?.value(order)
    }

    const FIRST_OF_MARCH: f64 = 19_783.0;

    #[test]
    fn dates_are_days_since_1970() {
        assert_eq!(read("1970-01-01", DateOrder::Ymd), Some(0.0));
        assert_eq!(read("2000-03-01", DateOrder::Ymd), Some(11_017.0));
        assert_eq!(read("1969-12-31", DateOrder::Ymd), Some(-1.0));
    }

    #[test]
    fn a_day_is_the_same_however_it_is_written() {
        for cell in [
            "2024-03-01",
            "2024/3/1",
            "2024.3.1",
            "2024.3.1.",
            "2024. 3. 1.",
            "2024. 03. 01",
            "2024년 3월 1일",
            "2024년3월1일",
            "2024년 03월 01일 금요일",
            "2024. 3. 1. (금)",
            "２０２４－０３－０１",
            "2024 3 1",
            "1 Mar 2024",
            "1-Mar-24",
            "01 March 2024",
            "Mar 1, 2024",
            "March 1st, 2024",
            "1st Mar 2024",
            "Fri, 01 Mar 2024",
            "Friday, March 1, 2024",
            "1. Mar. 2024",
            "2024-03",
            "2024년 3월",
            "Mar 2024",
            "2024-03-01T00:00:00Z",
            "2024-03-01 00:00",
            "1/Mar/2024",
        ] {
            for order in DateOrder::ALL {
                assert_eq!(read(cell, order), Some(FIRST_OF_MARCH), "{cell} {order:?}");
            }
        }
        for cell in
            ["1.3.2024", "1/3/2024", "01-03-2024", "1.3.24", "1. 3. 2024", "01/03/24", "1/3/2024 0:00"]
        {
            assert_eq!(read(cell, DateOrder::Dmy), Some(FIRST_OF_MARCH), "{cell}");
        }
        for cell in ["3.1.2024", "3/1/2024", "03-01-2024", "3/1/24"] {
            assert_eq!(read(cell, DateOrder::Mdy), Some(FIRST_OF_MARCH), "{cell}");
        }
        for cell in ["24-03-01", "24.3.1", "24/03/01", "24. 3. 1."] {
            assert_eq!(read(cell, DateOrder::Ymd), Some(FIRST_OF_MARCH), "{cell}");
        }
        assert_eq!(Date::of_digits("20240301").unwrap().value(DateOrder::Ymd), Some(FIRST_OF_MARCH));
    }

    #[test]
    fn the_time_of_day_is_a_share_of_the_day() {
        for (cell, share) in [
            ("2024-03-01T12:00", 0.5),
            ("2024-03-01 06:00:00", 0.25),
            ("2024-03-01 18:00:00.000", 0.75),
            ("2024-03-01T06:00:00+09:00", 0.25),
            ("3/1/2024 6:00 PM", 0.75),
            ("3/1/2024 12:00 AM", 0.0),
            ("3/1/2024, 12:00 pm", 0.5),
            ("2024. 3. 1. 오후 6:00", 0.75),
            ("2024년 3월 1일 18시", 0.75),
            ("2024년 3월 1일 오전 6시 0분", 0.25),
        ] {
            assert_eq!(read(cell, DateOrder::Mdy), Some(FIRST_OF_MARCH + share), "{cell}");
        }
    }

    #[test]
    fn days_that_do_not_exist_look_like_dates_and_have_no_value() {
        for cell in [
            "2023-02-29",
            "2024-13-01",
            "2024-00-10",
            "31/4/2024",
            "2024년 2월 30일",
            "30 Feb 2024",
            "32/1/2024",
            "2100-02-29",
        ] {
            let date = Date::of(cell).expect(cell);
            assert!(DateOrder::ALL.into_iter().all(|order| date.value(order).is_none()), "{cell}");
        }
        assert!(Date::of_digits("20230229").unwrap().value(DateOrder::Ymd).is_none());
        assert_eq!(read("2024-02-29", DateOrder::Ymd), Some(FIRST_OF_MARCH - 1.0));
        assert!(read("2000-02-29", DateOrder::Ymd).is_some());
    }

    #[test]
    fn what_is_no_date_does_not_look_like_one() {
        for cell in [
            "",
            "3.14",
            "1-2",
            "1.2.3",
            "2024-01-01-01",
            "a-b-c",
            "2024",
            "20240301",
            "127.0.0.1",
            "1,234",
            "May",
            "maybe",
            "12:30",
            "2024-03-01 noon",
            "marching 3 2024",
            "10/9",
            "010-1234-5678",
            "1/2/3/2024",
            "2024-3/1",
            "(금)",
            "1 2 2024",
            "2024-03-01 25:61",
            "Mon",
            "12345-1-1",
        ] {
            assert_eq!(Date::of(cell), None, "{cell}");
        }
    }

    #[test]
    fn day_and_month_may_change_places_up_to_the_twelfth() {
        assert!(Date::of("10/9/2016").unwrap().is_ambiguous());
        assert!(Date::of("1.2.24").unwrap().is_ambiguous());
        for cell in ["30/9/2016", "9/9/2016", "2016-10-09", "1 Mar 2024"] {
            assert!(!Date::of(cell).unwrap().is_ambiguous(), "{cell}");
        }
    }

    proptest! {
        #[test]
        fn every_day_is_read_back_in_every_order(offset in 0_i64..73_000) {
            // Days of 1900 to 2099, counted by themselves.
            let (mut year, mut month, mut day) = (1900, 1, 1 + offset as u32);
            while day > days_in_month(year, month) {
                day -= days_in_month(year, month);
                month += 1;
                if month > 12 {
                    (year, month) = (year + 1, 1);
                }
            }
            let expected = Some((offset - 25_567) as f64);
            prop_assert_eq!(read(&format!("{year}-{month:02}-{day:02}"), DateOrder::Ymd), expected);
            prop_assert_eq!(read(&format!("{year}년 {month}월 {day}일"), DateOrder::Ymd), expected);
            prop_assert_eq!(read(&format!("{day}.{month}.{year}"), DateOrder::Dmy), expected);
            prop_assert_eq!(read(&format!("{month}/{day}/{year}"), DateOrder::Mdy), expected);
            let name = &MONTHS[month as usize - 1][..3];
            prop_assert_eq!(read(&format!("{day} {name} {year}"), DateOrder::Ymd), expected);
        }

        #[test]
        fn any_text_is_a_date_or_none(cell in "\\PC{0,16}|[0-9년월일./ :TZ-]{0,16}|[0-9]{1,4}[./-][0-9]{1,2}[./-][0-9]{1,4}.{0,6}") {
            if let Some(date) = Date::of(&cell) {
                DateOrder::ALL.into_iter().filter_map(|order| date.value(order)).for_each(|day| assert!(day.is_finite()));
            }
        }
    }
}
