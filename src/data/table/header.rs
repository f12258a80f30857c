//! Detects a header, and lines above the table.

use super::date::Date;
use super::missing::may_be_missing;
use super::number::Number;
use super::rows::Row;

/// Number of rows examined.
const SAMPLE: usize = 50;
/// Maximum number of rows above a table.
const MAX_TITLES: usize = 8;

/// The number of rows at the top that are a title: they have a single cell where the rows below have more.
pub fn title_rows(rows: &[Row]) -> usize {
    let filled = |row: &Row| row.cells.iter().filter(|cell| !cell.is_empty()).count();
    let titles = rows.iter().take(MAX_TITLES).take_while(|row| filled(row) == 1).count();
    let rest = &rows[titles..];
    let Some(first) = rest.first() else { return 0 };
    let width = first.cells.len();
    // Below a title there must be at least a header and two rows.
    let is_table = width > 2 || rows[..titles].iter().all(|row| row.cells.len() == 1) && width == 2;
    let is_even = rest.len() > 2 && rest.iter().take(SAMPLE).all(|row| row.cells.len() == width);
    let has_names = first.cells.iter().all(|cell| !cell.is_empty() && !is_value(cell));
    if titles > 0 && is_table && is_even && has_names { titles } else { 0 }
}

fn is_value(cell: &str) -> bool {
    Number::of(cell).is_some() || Date::of(cell).is_some()
}

/// Whether the first row is a header: its cells are of another kind than those below, or occur only once.
pub fn has_header(rows: &[Row]) -> bool {
    let Some((first, others)) = rows.split_first() else { return false };
    let others = &others[..others.len().min(SAMPLE)];
    if counts(first) && !others.first().is_some_and(counts) {
        return true;
    }
    let (mut names, mut values, mut new) = (0, 0, 0);
    for (column, cell) in first.cells.iter().enumerate().filter(|(_, cell)| !cell.is_empty()) {
        let below: Vec<&str> = others.iter().filter_map(|row| row.cells.get(column)).collect();
        let filled: Vec<&str> = below.into_iter().filter(|cell| !may_be_missing(cell)).collect();
        let of_values = filled.iter().filter(|cell| is_value(cell)).count();
        if 2 * of_values > filled.len() {
            if is_value(cell) {
                values += 1;
            } else if !may_be_missing(cell) && !filled.contains(&cell) {
                names += 1;
            }
        } else if filled.contains(&cell) {
            values += 1;
        } else if !is_value(cell) {
            new += 1;
        }
    }
    if names + values == 0 { new > 0 } else { names > values }
}

/// Whether the cells after the first count on: 0, 1, 2 or 1990, 1991, 1992 are names of columns.
fn counts(row: &Row) -> bool {
    let whole = |cell: &str| cell.parse::<u32>().ok();
    let from = usize::from(row.cells.get(0).is_some_and(|cell| whole(cell).is_none()));
    let numbers: Vec<Option<u32>> = row.cells.iter().skip(from).map(whole).collect();
    numbers.len() > 2 && numbers.windows(2).all(|pair| matches!(pair, [Some(a), Some(b)] if *b == a + 1))
}

#[cfg(test)]
mod tests {
    use super::super::Table;

    fn has_header(text: &str) -> bool {
        Table::read(text).expect(text).layout.header.unwrap()
    }

    #[test]
    fn a_header_is_told_from_values() {
        for text in [
            "a,b\n1,x\n2,y\n",
            "이름,지역\n철수,서울\n영희,부산\n",
            "name,2016,2017,2018\na,5,6,7.5\nb,6,7,8\n",
            "0,1,2,3\n5.1,3.5,1.4,0.2\n4.9,3.0,1.4,0.2\n",
            ",a,b\n0,1,2\n1,2,3\n",
            "date,value\n2024-01-01,5\n2024-01-02,6\n",
            "날짜,값\n2024. 1. 1.,5\n2024. 1. 2.,6\n",
            "price,size\n1 200,50\n?,60\n1 300,70\n",
            "x;y\n0,5;1,5\n1,5;2,5\n",
            "amount,paid\n$5,yes\n$6,no\n$7,yes\n",
        ] {
            assert!(has_header(text), "{text}");
        }
        for text in [
            "1,x\n2,y\n",
            "yes,red\nno,blue\nyes,red\n",
            "0.5,1.5\n1.25,2.5\n3.75,4.5\n",
            "0,125;0,5\n1,125;2,5\n",
            "5.1,3.5,setosa\n4.9,3.0,setosa\n7.0,3.2,versicolor\n",
            "?,3.5,setosa\n4.9,3.0,setosa\n7.0,3.2,versicolor\n",
            "2024-01-01,5\n2024-01-02,6\n",
            "M,0.455,0.365\nM,0.35,0.265\nF,0.53,0.42\n",
            "1,2,3\n2,3,4\n3,4,5\n",
            "$5,yes\n$6,no\n$7,yes\n",
            "−3,a\n−4,b\n−5,a\n",
        ] {
            assert!(!has_header(text), "{text}");
        }
    }

    #[test]
    fn lines_above_the_table_are_kept_apart() {
        let table = Table::read("Sales 2024\nall shops\n\nshop,size,price\na,1,2\nb,2,3\nc,3,4\n").unwrap();
        assert_eq!(
            (&table.titles[..], table.rows()),
            (&["Sales 2024".to_owned(), "all shops".to_owned()][..], 3)
        );
        assert_eq!(table.names, ["shop", "size", "price"]);
        assert_eq!(table.line(0), 5);
        let padded = Table::read("Sales,,\nshop,size,price\na,1,2\nb,2,3\nc,3,4\n").unwrap();
        assert_eq!(padded.names, ["shop", "size", "price"]);
        assert!(Table::read("a,,\nb,1,2\nc,3,4\nd,5,6\n").unwrap().titles.is_empty());
    }
}
