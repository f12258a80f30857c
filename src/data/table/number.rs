//! Numbers as they occur in files: with either decimal sign, grouped, with a currency, in brackets. The meaning of a
//! separator is decided for a whole column, so a cell is read both ways.

use serde::{Deserialize, Serialize};

use crate::data::text::plain_signs;

/// The decimal sign.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub enum Decimal {
    #[default]
    Point,
    Comma,
}

/// The unit before or after a number, as it is written.
const UNITS: [(&str, &str); 24] = [
    ("%", "%"),
    ("US$", "$"),
    ("$", "$"),
    ("₩", "₩"),
    ("원", "₩"),
    ("€", "€"),
    ("£", "£"),
    ("¥", "¥"),
    ("円", "¥"),
    ("元", "元"),
    ("₹", "₹"),
    ("₽", "₽"),
    ("฿", "฿"),
    ("₺", "₺"),
    ("₫", "₫"),
    ("KRW", "₩"),
    ("USD", "$"),
    ("EUR", "€"),
    ("GBP", "£"),
    ("JPY", "¥"),
    ("CNY", "元"),
    ("CHF", "CHF"),
    ("SEK", "SEK"),
    ("kr", "kr"),
];

/// A cell that is a number with at least one of the decimal signs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Number {
    point: Option<f64>,
    comma: Option<f64>,
    /// Currency or per cent.
    pub unit: Option<&'static str>,
    pub form: Form,
}

/// The form of a number. Codes look different from quantities.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Digits only: a quantity or a code of so many digits.
    Digits(usize),
    /// Digits with a leading zero, as in codes: `00123`.
    LeadingZero(usize),
    /// Several digits with an exponent, as can occur in hexadecimal codes: `713752e1`.
    BareExponent(usize),
    /// With a sign, a fraction, groups or a unit.
    Written,
}

impl Number {
    pub fn of(cell: &str) -> Option<Self> {
        let plain = plain_signs(cell);
        let mut text = plain.trim();
        let mut negative = None;
        let mut unit = None;
        // `-$5`, `$-5`, `($5)` and `$(5)` are the same.
        for _ in 0..2 {
            if let Some(inner) = text.strip_prefix('(').and_then(|text| text.strip_suffix(')'))
                && negative.is_none()
            {
                (text, negative) = (inner.trim(), Some(true));
            }
            if let Some(rest) = text.strip_prefix(['-', '+'])
                && negative.is_none()
            {
                (text, negative) = (rest.trim_start(), Some(text.starts_with('-')));
            }
            if unit.is_none()
                && let Some((rest, found)) = without_unit(text)
            {
                (text, unit) = (rest, Some(found));
            }
        }
        let (mantissa, exponent) = match text.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, Some(exponent)),
            None => (text, None),
        };
        let bytes = mantissa.as_bytes();
        let is_mark = |byte: &u8| byte.is_ascii_digit() || b".,' ".contains(byte);
        // Words such as "inf" and "nan" do not count as numbers.
        if !bytes.iter().all(is_mark) || !bytes.iter().any(u8::is_ascii_digit) {
            return None;
        }
        if exponent.is_some_and(|exponent| !is_exponent(exponent)) {
            return None;
        }
        let sign = if negative == Some(true) { -1.0 } else { 1.0 };
        let read = |decimal| value(mantissa, exponent, decimal).map(|value| sign * value);
        let (point, comma) = (read(b'.'), read(b','));
        let form = match exponent {
            _ if negative.is_some() || unit.is_some() => Form::Written,
            None if bytes.iter().all(u8::is_ascii_digit) && bytes[0] == b'0' && bytes.len() > 1 => {
                Form::LeadingZero(bytes.len())
            }
            None if bytes.iter().all(u8::is_ascii_digit) => Form::Digits(bytes.len()),
            Some(exponent)
                if bytes.len() > 1
                    && bytes.iter().all(u8::is_ascii_digit)
                    && exponent.bytes().all(|byte| byte.is_ascii_digit()) =>
            {
                Form::BareExponent(bytes.len() + 1 + exponent.len())
            }
            _ => Form::Written,
        };
        (point.is_some() || comma.is_some()).then_some(Self { point, comma, unit, form })
    }

    pub fn value(&self, decimal: Decimal) -> Option<f64> {
        match decimal {
            Decimal::Point => self.point,
            Decimal::Comma => self.comma,
        }
    }

    /// Whether both decimal signs are valid, with different values: `1,125`.
    pub fn is_ambiguous(&self) -> bool {
        matches!((self.point, self.comma), (Some(point), Some(comma)) if point != comma)
    }
}

/// The number without its unit before or after it.
fn without_unit(text: &str) -> Option<(&str, &'static str)> {
    // Most cells are only digits.
    let ends_in_digits = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_digit);
    if ends_in_digits(text.as_bytes().first()) && ends_in_digits(text.as_bytes().last()) {
        return None;
    }
    UNITS.iter().find_map(|&(written, unit)| {
        let rest =
            text.strip_suffix(written).or_else(|| text.strip_prefix(written).filter(|_| unit != "%"))?;
        Some((rest.trim(), unit))
    })
}

fn is_exponent(text: &str) -> bool {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    !digits.is_empty() && digits.len() <= 5 && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// The number of digits and separators with `decimal` before the fraction, if it is finite.
fn value(mantissa: &str, exponent: Option<&str>, decimal: u8) -> Option<f64> {
    let (whole, fraction) = match mantissa.split_once(char::from(decimal)) {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (mantissa, None),
    };
    let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if fraction.is_some_and(|fraction| !is_digits(fraction)) || !is_grouped(whole) {
        return None;
    }
    let mut text: String = whole.chars().filter(char::is_ascii_digit).collect();
    if text.is_empty() && fraction.is_none_or(str::is_empty) {
        return None;
    }
    if let Some(fraction) = fraction {
        text.push('.');
        text.push_str(fraction);
    }
    if let Some(exponent) = exponent {
        text.push('e');
        text.push_str(exponent);
    }
    text.parse().ok().filter(|value: &f64| value.is_finite())
}

/// Whether digits are ungrouped or in groups of three, or, as in India, of two before the last three. All groups must
/// have the same separator.
fn is_grouped(whole: &str) -> bool {
    let Some(separator) = whole.chars().find(|c| !c.is_ascii_digit()) else { return true };
    let groups: Vec<&str> = whole.split(separator).collect();
    let digits = |group: &&str| !group.is_empty() && group.bytes().all(|byte| byte.is_ascii_digit());
    let (first, last) = (groups[0], groups[groups.len() - 1]);
    let middle = &groups[1..groups.len() - 1];
    groups.iter().all(digits)
        && !first.starts_with('0')
        && last.len() == 3
        && (first.len() <= 3 && middle.iter().all(|group| group.len() == 3)
            || first.len() <= 2 && !middle.is_empty() && middle.iter().all(|group| group.len() == 2))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn point(cell: &str) -> Option<f64> {
        Number::of(cell)?.value(Decimal::Point)
    }

    fn comma(cell: &str) -> Option<f64> {
        Number::of(cell)?.value(Decimal::Comma)
    }

    #[test]
    fn numbers_are_read_as_people_write_them() {
        for (cell, value) in [
            ("3", 3.0),
            (" -2.5e3 ", -2500.0),
            ("+.5", 0.5),
            ("5.", 5.0),
            ("1,234", 1234.0),
            ("1,234,567.8", 1_234_567.8),
            ("12,34,567", 1_234_567.0),
            ("1 234.5", 1234.5),
            ("1\u{a0}234", 1234.0),
            ("1\u{2009}234\u{2009}567", 1_234_567.0),
            ("1'234.50", 1234.5),
            ("1’234", 1234.0),
            ("₩12,000", 12000.0),
            ("12,000원", 12000.0),
            ("￦ 12,000", 12000.0),
            ("$1,200.50", 1200.5),
            ("-$5", -5.0),
            ("$-5", -5.0),
            ("$ 5", 5.0),
            ("5 €", 5.0),
            ("USD 1,200", 1200.0),
            ("45 %", 45.0),
            ("－４５％", -45.0),
            ("(1,200)", -1200.0),
            ("($5)", -5.0),
            ("$(5)", -5.0),
            ("(3.5%)", -3.5),
            ("−3.5", -3.5),
            ("–3", -3.0),
            ("１２３．５", 123.5),
            ("1e-3", 0.001),
            ("1E+03", 1000.0),
            ("007", 7.0),
            ("0.125", 0.125),
        ] {
            assert_eq!(point(cell), Some(value), "{cell}");
        }
    }

    #[test]
    fn a_decimal_comma_goes_with_points_or_spaces_between_groups() {
        for (cell, value) in [
            ("0,125", 0.125),
            ("1,125", 1.125),
            ("1.125", 1125.0),
            ("1.234.567,8", 1_234_567.8),
            ("1 234,5", 1234.5),
            ("−3,5", -3.5),
            (",5", 0.5),
            ("1.200,50 €", 1200.5),
            ("(1.200,50)", -1200.5),
            ("2,5e3", 2500.0),
            ("12", 12.0),
        ] {
            assert_eq!(comma(cell), Some(value), "{cell}");
        }
        for cell in ["0.125", "1.5", "1.25e3", "1,2,3"] {
            assert_eq!(comma(cell), None, "{cell}");
        }
    }

    #[test]
    fn what_is_no_number_stays_text() {
        for cell in [
            "",
            " ",
            "-",
            ".",
            ",",
            "+",
            "()",
            "(-5)",
            "--3",
            "inf",
            "NaN",
            "1,2,3",
            "12a",
            "1.2,3",
            "e5",
            "5e",
            "1e5.2",
            "2024-01-01",
            "1e999",
            "1e99999999",
            "0x1F",
            "1/2",
            "10:30",
            "010 1234",
            "0,125,000",
            "1.2.3",
            "1,23,4567",
            "%",
            "$",
            "₩",
            "5$%",
            "3 4",
            "1'2",
            "--",
            "1 000,000 0",
        ] {
            assert_eq!(point(cell), None, "{cell}");
        }
    }

    #[test]
    fn what_both_signs_read_differently_is_ambiguous() {
        for cell in ["1,125", "1.125", "12,345", "-1.000"] {
            assert!(Number::of(cell).unwrap().is_ambiguous(), "{cell}");
        }
        for cell in ["12", "0,125", "1,25", "1,234,567", "1 234"] {
            assert!(!Number::of(cell).unwrap().is_ambiguous(), "{cell}");
        }
    }

    #[test]
    fn codes_look_different_from_numbers() {
        let form = |cell| Number::of(cell).unwrap().form;
        assert_eq!(form("00123"), Form::LeadingZero(5));
        assert_eq!(form("713752e1"), Form::BareExponent(8));
        assert_eq!(form("20231234"), Form::Digits(8));
        for cell in ["0", "7"] {
            assert_eq!(form(cell), Form::Digits(1));
        }
        for cell in ["0.5", "-5", "1e5", "1.5e3", "12e-3", "1,000", "$5"] {
            assert_eq!(form(cell), Form::Written, "{cell}");
        }
    }

    /// Digits in groups of three.
    fn grouped(value: u64, separator: &str) -> String {
        let digits = value.to_string();
        let mut text = String::new();
        for (index, digit) in digits.chars().enumerate() {
            if index > 0 && (digits.len() - index).is_multiple_of(3) {
                text += separator;
            }
            text.push(digit);
        }
        text
    }

    proptest! {
        #[test]
        fn what_is_written_in_any_style_is_read_back(
            whole in 0_u64..10_000_000_000,
            fraction in 0_u64..10_000,
            negative: bool,
            style in 0_usize..6,
        ) {
            let value: f64 = format!("{}{whole}.{fraction:04}", if negative { "-" } else { "" }).parse().unwrap();
            let (separator, mark, decimal) = [
                ("", ".", Decimal::Point),
                (",", ".", Decimal::Point),
                ("'", ".", Decimal::Point),
                ("", ",", Decimal::Comma),
                (".", ",", Decimal::Comma),
                ("\u{202f}", ",", Decimal::Comma),
            ][style];
            let unsigned = format!("{}{mark}{fraction:04}", grouped(whole, separator));
            let minus = |minus: &str| if negative { format!("{minus}{unsigned}") } else { unsigned.clone() };
            let brackets = if negative { format!("({unsigned})") } else { unsigned.clone() };
            for cell in [minus("-"), minus("−"), brackets, format!("{} €", minus("-")), format!("{}%", minus("–"))] {
                let read = Number::of(&cell).and_then(|number| number.value(decimal));
                prop_assert_eq!(read, Some(value), "{}", cell);
            }
        }

        #[test]
        fn shortest_floats_are_read_back(value: f64) {
            prop_assume!(value.is_finite());
            for cell in [format!("{value}"), format!("{value:e}"), format!("{value:?}")] {
                prop_assert_eq!(point(&cell), Some(value), "{}", cell);
            }
        }

        #[test]
        fn any_text_is_read_or_refused(cell in "\\PC{0,12}|[-+0-9.,'eE%$() ]{0,12}") {
            if let Some(number) = Number::of(&cell) {
                let value = number.value(Decimal::Point).or(number.value(Decimal::Comma)).unwrap();
                prop_assert!(value.is_finite());
            }
        }
    }
}
