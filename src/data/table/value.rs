//! What a cell of a table says.

/// Ways to write that a value is missing, in lower case.
const MISSING: [&str; 12] = ["", "na", "n/a", "#n/a", "nan", "null", "none", "?", "-", ".", "결측", "없음"];

pub fn is_missing(cell: &str) -> bool {
    let cell = cell.trim();
    cell.len() <= 6 && MISSING.contains(&&cell.to_ascii_lowercase()[..])
}

/// A finite number: `1e-3`, `1,234.5`, `₩1,200`, `45 %`. A lone comma is a decimal one, unless commas part the cells
/// by thousands.
pub fn number(cell: &str) -> Option<f64> {
    let cell = cell.trim().trim_start_matches(['$', '€', '£', '₩']).trim_end_matches(['%', '원', '€']).trim();
    // Words such as "inf" and "nan" are no numbers here.
    if !cell.ends_with(|c: char| c.is_ascii_digit() || c == '.') {
        return None;
    }
    let value: f64 = match cell.split_once(',') {
        None => cell.parse().ok()?,
        Some(_) if has_thousands(cell) => cell.replace(',', "").parse().ok()?,
        Some((whole, part)) if !part.contains([',', '.']) && !whole.contains('.') => {
            format!("{whole}.{part}").parse().ok()?
        }
        Some(_) => return None,
    };
    value.is_finite().then_some(value)
}

/// Whether every comma is followed by exactly three digits.
fn has_thousands(cell: &str) -> bool {
    let (whole, part) = cell.split_once('.').unwrap_or((cell, ""));
    let mut groups = whole.trim_start_matches(['+', '-']).split(',');
    let digits = |group: &str| group.bytes().all(|byte| byte.is_ascii_digit());
    let first = groups.next().is_some_and(|group| (1..=3).contains(&group.len()) && digits(group));
    first && digits(part) && groups.all(|group| group.len() == 3 && digits(group))
}

/// Days since 1970-01-01 of `2024-03-01`, `2024/3/1`, `2024.3.1.`, `1.3.2024` or `3/1/2024`, with or without a time of day.
pub fn date(cell: &str) -> Option<f64> {
    let day = cell.trim().split(['T', ' ']).next()?.trim_end_matches('.');
    let separator = day.chars().find(|c| !c.is_ascii_digit()).filter(|c| ['-', '/', '.'].contains(c))?;
    let mut parts = day.split(separator).map(|part| part.parse::<u32>().ok());
    let (a, b, c) = (parts.next()??, parts.next()??, parts.next()??);
    if parts.next().is_some() {
        return None;
    }
    let (year, month, day) = match separator {
        _ if a >= 1000 => (a, b, c),
        '/' => (c, a, b),
        _ => (c, b, a),
    };
    let fits = (1000..=9999).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day);
    fits.then(|| days(i64::from(year), i64::from(month), i64::from(day)))
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
    use super::*;

    #[test]
    fn numbers_are_read_as_people_write_them() {
        for (cell, value) in [
            ("3", 3.0),
            (" -2.5e3 ", -2500.0),
            ("1,234", 1234.0),
            ("1,234,567.8", 1_234_567.8),
            ("3,25", 3.25),
            ("₩12,000", 12000.0),
            ("45 %", 45.0),
            ("5.", 5.0),
        ] {
            assert_eq!(number(cell), Some(value), "{cell}");
        }
        for cell in ["", "inf", "NaN", "1,2,3", "12a", "1.2,3", "--3", "e5", "2024-01-01", "1e999"] {
            assert_eq!(number(cell), None, "{cell}");
        }
    }

    #[test]
    fn dates_are_days_since_1970() {
        assert_eq!(date("1970-01-01"), Some(0.0));
        assert_eq!(date("2000-03-01"), Some(11_017.0));
        for cell in ["2024-03-01", "2024/3/1", "2024.3.1.", "1.3.2024", "3/1/2024", "2024-03-01T12:30:00"] {
            assert_eq!(date(cell), date("2024-03-01"), "{cell}");
        }
        for cell in ["", "3.14", "2024-13-01", "1-2", "1.2.3", "2024-01-01-01", "a-b-c"] {
            assert_eq!(date(cell), None, "{cell}");
        }
    }

    #[test]
    fn missing_values_have_many_names() {
        for cell in ["", "  ", "NA", "n/a", "?", "NaN", "결측"] {
            assert!(is_missing(cell), "{cell}");
        }
        assert!(!is_missing("0") && !is_missing("no"));
    }
}
