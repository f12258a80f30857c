//! Leaks: columns that contain the target in other words or another unit.

use std::collections::BTreeMap;

use super::missing::may_be_missing;
use super::{ColumnConfig, ColumnKind, Table};

/// Minimum number of rows with a value in both columns.
const LEAST: usize = 10;
/// Minimum number of rows per category if several categories may mean the same class.
const LEAST_OF_EACH: usize = 5;
/// Distance from a straight line, as a share of the range, that counts as rounding.
const ROUNDING: f64 = 1e-9;

/// Whether the values of `column` determine those of `target`: one to one, by category, or on a straight line.
pub fn says_the_same(table: &Table, column: &ColumnConfig, target: &ColumnConfig) -> bool {
    let (Some(from), Some(to)) = (table.column(&column.name), table.column(&target.name)) else {
        return false;
    };
    let pairs = || {
        let both = table.cells(from).zip(table.cells(to));
        both.filter(|(a, b)| !may_be_missing(a) && !may_be_missing(b))
    };
    if column.kind == ColumnKind::Number && target.kind == ColumnKind::Number {
        let [a, b] = [(from, column), (to, target)].map(|(index, config)| table.reading(index).with(config));
        return on_a_line(pairs().filter_map(|(x, y)| Some((a.number(x)?, b.number(y)?))));
    }
    target.kind == ColumnKind::Category && is_told(pairs(), column.kind == ColumnKind::Category)
}

/// Whether every value always occurs with the same other value. With `many_to_one`, several values may occur with the
/// same one.
fn is_told<'a>(pairs: impl Iterator<Item = (&'a str, &'a str)>, many_to_one: bool) -> bool {
    let mut meanings: BTreeMap<&str, &str> = BTreeMap::new();
    let mut count = 0;
    for (value, class) in pairs {
        count += 1;
        match meanings.get(value) {
            Some(known) if *known != class => return false,
            Some(_) => {}
            None => drop(meanings.insert(value, class)),
        }
        // Values that hardly occur twice prove nothing.
        if meanings.len() > 200 {
            return false;
        }
    }
    let mut classes: Vec<&str> = Vec::new();
    for class in meanings.values() {
        if !classes.contains(class) {
            classes.push(class);
        }
    }
    let one_for_one = classes.len() == meanings.len() && meanings.len() * 2 <= count;
    let many_for_one = many_to_one && meanings.len() * LEAST_OF_EACH <= count;
    count >= LEAST && classes.len() > 1 && (one_for_one || many_for_one)
}

/// Whether all pairs lie on a straight line that is not horizontal, up to rounding.
fn on_a_line(pairs: impl Iterator<Item = (f64, f64)>) -> bool {
    let pairs: Vec<(f64, f64)> = pairs.collect();
    let least = |pick: fn(&(f64, f64)) -> f64| pairs.iter().map(pick).fold(f64::INFINITY, f64::min);
    let most = |pick: fn(&(f64, f64)) -> f64| pairs.iter().map(pick).fold(f64::NEG_INFINITY, f64::max);
    let (left, right, low, high) =
        (least(|pair| pair.0), most(|pair| pair.0), least(|pair| pair.1), most(|pair| pair.1));
    if pairs.len() < LEAST || right <= left || high <= low {
        return false;
    }
    let place = |&(x, y): &(f64, f64)| ((x - left) / (right - left), (y - low) / (high - low));
    let size =
        1.0 + (left.abs().max(right.abs())) / (right - left) + low.abs().max(high.abs()) / (high - low);
    let rounding = ROUNDING.max(f64::EPSILON * size);
    let rises = pairs.iter().map(place).all(|(x, y)| (x - y).abs() <= rounding);
    let falls = pairs.iter().map(place).all(|(x, y)| (x + y - 1.0).abs() <= rounding);
    rises || falls
}

#[cfg(test)]
mod tests {
    use super::super::Preview;
    use super::*;

    fn telling(header: &str, row: impl Fn(usize) -> String) -> Vec<String> {
        let text: String = (0..60).map(|index| row(index) + "\n").collect();
        let preview = Preview::of(&Table::read(&format!("{header}\n{text}")).unwrap(), "a.csv");
        preview.columns.into_iter().filter(|column| column.says_target).map(|column| column.name).collect()
    }

    #[test]
    fn a_column_that_repeats_the_target_in_other_words_is_told() {
        let words = telling("alive,sex,age,survived", |row| {
            let lives = row % 3 == 0;
            format!(
                "{},{},{},{}",
                if lives { "yes" } else { "no" },
                ["m", "f"][row % 2],
                row % 40,
                u8::from(lives)
            )
        });
        assert_eq!(words, ["alive"]);
        let finer = telling("district,floor,class", |row| {
            format!(
                "{},{},{}",
                ["Mapo", "Jongno", "Haeundae", "Suyeong"][row % 4],
                row % 7,
                ["Seoul", "Busan"][row % 4 / 2]
            )
        });
        assert_eq!(finer, ["district"]);
    }

    #[test]
    fn a_number_in_another_unit_is_told_and_one_with_noise_is_not() {
        let named = telling("celsius,size,target", |row| {
            let fahrenheit = 14.0 + 3.7 * (row * row % 17) as f64;
            format!("{},{},{fahrenheit}", (fahrenheit - 32.0) / 1.8, fahrenheit + (row % 3) as f64)
        });
        assert_eq!(named, ["celsius"]);
    }

    #[test]
    fn columns_that_only_happen_to_differ_in_every_row_say_nothing() {
        let named = telling("word,number,class", |row| format!("w{row},{row},{}", ["a", "b"][row % 2]));
        assert!(named.is_empty(), "{named:?}");
    }
}
