//! Tables as people save them, from the text of a file to examples: what is decided for each column and what is
//! reported.

use descent::data::{
    ColumnKind, Data, DataConfig, DateOrder, Decimal, Files, Layout, Preview, Problem, Table, TableConfig,
};
use proptest::prelude::*;
use serde_json::Value;

fn preview(text: &str) -> Preview {
    Preview::of(&Table::read(text).expect(text), "own.csv")
}

/// The examples of a table as it is guessed, after `change`.
fn learned(text: &str, change: impl FnOnce(&mut TableConfig)) -> Data {
    let table = Table::read(text).expect("the table is good");
    let mut config = Preview::of(&table, "own.csv").config;
    change(&mut config);
    generate(table, &config).expect("the table can be learned")
}

fn generate(table: Table, config: &TableConfig) -> Result<Data, String> {
    let mut config = serde_json::to_value(config).expect("a config is JSON");
    config["dataset"] = "table".into();
    let mut files = Files::default();
    files.insert_table("own.csv", table);
    let config: DataConfig = serde_json::from_value(config).map_err(|error| error.to_string())?;
    Data::generate(&config, 1, &files).map_err(|error| error.to_string())
}

/// The values of the first input column in the order of the rows, in their own unit.
fn first_column(data: &Data) -> Vec<f64> {
    let mut values: Vec<(u32, f64)> = Vec::new();
    for examples in [&data.train, &data.test] {
        let scaled = &examples.inputs[0][..examples.count];
        values.extend(
            examples
                .rows
                .iter()
                .zip(scaled)
                .map(|(&row, &x)| (row, data.inputs[0][0].standardization.undo(x))),
        );
    }
    values.sort_by_key(|&(row, _)| row);
    values.into_iter().map(|(_, value)| value).collect()
}

/// A table of two columns: `cell` of each row, and a class.
fn with_class(name: &str, delimiter: &str, count: usize, cell: impl Fn(usize) -> String) -> String {
    let rows: String =
        (0..count).map(|row| format!("{}{delimiter}{}\n", cell(row), ["a", "b"][row % 2])).collect();
    format!("{name}{delimiter}class\n{rows}")
}

#[test]
fn numbers_of_every_style_are_the_same_numbers() {
    let value = |row: usize| 0.125 + 1.5 * row as f64 + if row.is_multiple_of(5) { 1000.0 } else { 0.0 };
    let point = |row| format!("{}", value(row));
    let grouped = |row: usize| {
        let text = point(row);
        if text.len() > 7 { format!("{},{}", &text[..text.len() - 7], &text[text.len() - 7..]) } else { text }
    };
    let swap = |text: String| text.replace('.', ";").replace(',', ".").replace(';', ",");
    let full_width =
        |text: String| text.chars().map(|c| char::from_u32(c as u32 + 0xfee0).unwrap()).collect::<String>();
    let expected = first_column(&learned(&with_class("x", ",", 40, point), |_| {}));
    assert!(expected.iter().enumerate().all(|(row, x)| (x - value(row)).abs() < 1e-3), "{expected:?}");
    for (style, text) in [
        ("decimal commas", with_class("x", ";", 40, |row| swap(point(row)))),
        ("decimal commas and points between groups", with_class("x", ";", 40, |row| swap(grouped(row)))),
        ("decimal commas between tabs", with_class("x", "\t", 40, |row| swap(point(row)))),
        ("quoted decimal commas", with_class("x", ",", 40, |row| format!("\"{}\"", swap(point(row))))),
        ("commas between groups", with_class("x", "|", 40, grouped)),
        (
            "narrow spaces between groups",
            with_class("x", ";", 40, |row| swap(grouped(row)).replace('.', "\u{202f}")),
        ),
        ("full-width digits", with_class("x", ",", 40, |row| full_width(point(row)))),
        ("a currency", with_class("x", ",", 40, |row| format!("₩{}", point(row)))),
        ("a currency behind", with_class("x", ";", 40, |row| format!("{} €", swap(point(row))))),
        ("per cent", with_class("x", ",", 40, |row| format!("{} %", point(row)))),
    ] {
        assert_eq!(first_column(&learned(&text, |_| {})), expected, "{style}");
    }
}

#[test]
fn negative_numbers_have_many_signs() {
    let expected = first_column(&learned(&with_class("x", ";", 30, |row| format!("-{},5", row + 1)), |_| {}));
    assert!(expected[2] < -3.4 && expected[2] > -3.6);
    for (before, after) in [("−", ""), ("–", ""), ("－", ""), ("(", ")"), ("- ", ""), ("\u{2010}", "")] {
        let text = with_class("x", ";", 30, |row| format!("{before}{},5{after}", row + 1));
        assert_eq!(first_column(&learned(&text, |_| {})), expected, "{before}{after}");
    }
}

#[test]
fn a_decimal_sign_can_be_said() {
    let text = with_class("x", "\t", 20, |row| format!("{},125", row + 1));
    assert!(preview(&text).columns[0].decimal_is_open);
    assert!((first_column(&learned(&text, |_| {}))[0] - 1125.0).abs() < 0.01);
    let said = learned(&text, |config| config.columns[0].decimal = Some(Decimal::Comma));
    assert!((first_column(&said)[0] - 1.125).abs() < 1e-6);
}

#[test]
fn the_first_column_of_a_file_without_a_header_is_kept() {
    let text: String =
        (0..30).map(|row| format!("{},{},{}\n", 0.37 * row as f64, row % 7, ["x", "y"][row % 2])).collect();
    let shown = preview(&text);
    assert!(!shown.has_header && shown.config.columns[0].used, "{:?}", shown.columns[0].left_out);
    let with_names =
        Table::read(&text).unwrap().in_layout(Layout { header: Some(true), ..Layout::default() }).unwrap();
    assert_eq!((with_names.rows(), &with_names.names[0][..]), (29, "0"));
}

#[test]
fn what_is_left_out_is_said() {
    let mut text = "id,PassengerId,deck,same,rounded,empty,note,age,survived\n".to_owned();
    for row in 0..40 {
        let rounded = if row % 2 == 0 { "14.62" } else { "14.620000000000001" };
        let deck = if row % 5 == 0 {
            "C"
        } else if row % 7 == 0 {
            "B"
        } else {
            ""
        };
        text += &format!(
            "{row},{},{deck},7,{rounded},,text number {row},{},{}\n",
            1000 + 3 * row % 120 * 7,
            20 + row % 30,
            row % 2
        );
    }
    let shown = preview(&text);
    let reasons: Vec<Value> =
        shown.columns.iter().map(|column| serde_json::to_value(column.left_out).unwrap()).collect();
    assert_eq!(
        reasons,
        ["row_numbers", "identifiers", "mostly_missing", "constant", "constant", "empty", "text"]
            .map(Value::from)
            .into_iter()
            .chain([Value::Null, Value::Null])
            .collect::<Vec<_>>()
    );
    let used: Vec<&str> = shown.config.input_columns().map(|column| &column.name[..]).collect();
    assert_eq!((used, &shown.config.target[..]), (vec!["age"], "survived"));
}

#[test]
fn rows_that_remain_are_counted_for_each_choice() {
    let text: String = (0..40)
        .map(|row| {
            format!("{},{},{}\n", if row % 4 == 0 { "NA" } else { "5.5" }, row, ["no", "yes"][row % 2])
        })
        .collect();
    let shown = preview(&format!("a,b,answer\n{text}"));
    assert_eq!((shown.usable.drop_rows, shown.usable.fill), (40, 40), "the constant column is not used");
    let text: String = (0..40)
        .map(|row| {
            format!(
                "{},{},{}\n",
                if row % 4 == 0 { "NA".into() } else { row.to_string() },
                row,
                ["no", "yes"][row % 2]
            )
        })
        .collect();
    let shown = preview(&format!("a,b,answer\n{text}"));
    assert_eq!((shown.usable.drop_rows, shown.usable.fill), (30, 40));
}

#[test]
fn identifiers_stay_text() {
    for cell in [
        (|row| format!("{}e{}", 713_000 + 7 * row, row % 10)) as fn(usize) -> String,
        |row| format!("{:05}", 17 * row),
        |row| format!("88012345678{:05}", 13 * row),
        |row| format!("{:x}", 0x8a3f_21c0_u64 + 0x1234_5678 * row as u64),
    ] {
        let shown = preview(&with_class("code", ",", 60, cell));
        assert_eq!(shown.columns[0].kind, ColumnKind::Text, "{}", cell(1));
        assert!(!shown.config.columns[0].used);
    }
    // A few postcodes are categories, with leading zeros.
    let shown = preview(&with_class("zip", ",", 60, |row| ["02134", "94110", "10001"][row % 3].into()));
    assert_eq!(shown.config.columns[0].categories, ["02134", "10001", "94110"]);
}

#[test]
fn a_class_may_be_called_like_a_missing_value() {
    for (classes, kept) in [
        (["Nan", "Inf", "Inf"], 2),
        (["None", "Mild", "Severe"], 3),
        (["없음", "있음", "있음"], 2),
        (["NA", "EU", "AF"], 3),
        (["NaN", "cat", "dog"], 2),
        (["", "cat", "dog"], 2),
    ] {
        let rows: String = (0..60).map(|row| format!("{},{}\n", row % 11, classes[row % 3])).collect();
        let shown = preview(&format!("x,kind\n{rows}"));
        assert_eq!(shown.config.target, "kind");
        assert_eq!(shown.config.columns[1].categories.len(), kept, "{classes:?}");
        let data = learned(&format!("x,kind\n{rows}"), |_| {});
        let expected =
            if kept == classes.iter().collect::<std::collections::BTreeSet<_>>().len() { 60 } else { 40 };
        assert_eq!(data.train.count + data.test.count, expected, "{classes:?}");
    }
    // The user can choose otherwise.
    let rows: String =
        (0..60).map(|row| format!("{},{}\n", row % 11, ["NaN", "cat", "dog"][row % 3])).collect();
    let data = learned(&format!("x,kind\n{rows}"), |config| config.columns[1].categories.push("NaN".into()));
    assert_eq!(
        (data.train.count + data.test.count, data.problem()),
        (60, Problem::Multiclass { classes: 3 })
    );
}

#[test]
fn dates_are_days_apart_in_the_order_of_the_column() {
    let days = |text: &str| first_column(&learned(text, |_| {}));
    let european = with_class("when", ",", 30, |row| format!("{}/{}/2016", row % 28 + 1, 9 + row / 28));
    let american = with_class("when", ",", 30, |row| format!("{}/{}/2016", 9 + row / 28, row % 28 + 1));
    let korean = with_class("when", ",", 30, |row| format!("2016년 {}월 {}일", 9 + row / 28, row % 28 + 1));
    let dotted = with_class("when", ",", 30, |row| format!("2016. {}. {}.", 9 + row / 28, row % 28 + 1));
    let expected = days(&korean);
    assert!((expected[19] - expected[0] - 19.0).abs() < 1e-3);
    for text in [european, american, dotted] {
        assert_eq!(days(&text), expected, "{text}");
    }
    let shown = preview(&korean);
    assert_eq!((shown.columns[0].kind, shown.columns[0].low), (ColumnKind::Date, 17_045.0));
    let data = learned(&korean, |_| {});
    assert!(data.inputs[0][0].is_date);
}

#[test]
fn the_order_of_a_date_can_be_said_and_impossible_days_are_named() {
    let text = with_class("when", ",", 24, |row| format!("{}/{}/2016", row % 12 + 1, row / 3 + 1));
    assert!(preview(&text).columns[0].date_is_open);
    let as_days = learned(&text, |config| config.columns[0].date_order = Some(DateOrder::Dmy));
    let as_months = learned(&text, |config| config.columns[0].date_order = Some(DateOrder::Mdy));
    assert_ne!(first_column(&as_days), first_column(&as_months));
    let text = with_class("when", ",", 40, |row| {
        if row == 5 { "30/2/2016".into() } else { format!("{}/3/2016", row % 31 + 1) }
    });
    let wrong = &preview(&text).columns[0].dates.wrong;
    assert_eq!(
        (wrong.len(), wrong[0].line, &wrong[0].value[..], wrong[0].no_such_day),
        (1, 7, "30/2/2016", true)
    );
}

#[test]
fn a_date_can_be_learned() {
    let rows: String =
        (0..40).map(|row| format!("{row},2024-{:02}-{:02}\n", row / 20 + 1, row % 20 + 1)).collect();
    let data = learned(&format!("x,due\n{rows}"), |config| config.target = "due".into());
    assert!(data.targets[0].is_date && data.problem().is_regression());
}

#[test]
fn cells_that_cannot_be_read_are_named_one_by_one() {
    let text = with_class("x", ",", 60, |row| match row {
        3 => "\"3,5\"".into(),
        10 => "about 7".into(),
        20 => "5kg".into(),
        _ => format!("{row}.5"),
    });
    let column = &preview(&text).columns[0];
    let wrong: Vec<(usize, &str)> =
        column.numbers.wrong.iter().map(|cell| (cell.line, &cell.value[..])).collect();
    assert_eq!(wrong, [(5, "3,5"), (12, "about 7"), (22, "5kg")]);
    assert_eq!((column.kind, column.numbers.count), (ColumnKind::Number, 57));
}

#[test]
fn numeric_labels_are_ordered_as_numbers() {
    let rows: String = (0..260)
        .map(|row| format!("{},{}\n", row % 17, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 40][row % 13]))
        .collect();
    let shown = preview(&format!("x,label\n{rows}"));
    assert_eq!(shown.config.columns[1].categories.join(" "), "1 2 3 4 5 6 7 8 9 10 11 12 40");
    let rows: String = (0..60).map(|row| format!("{},group {}\n", row % 17, row % 12 + 1)).collect();
    let named = preview(&format!("x,label\n{rows}"));
    assert_eq!(named.config.columns[1].categories[1..3], ["group 2", "group 3"]);
}

#[test]
fn decomposed_names_in_a_link_are_those_of_the_file() {
    let text = with_class("한글", ",", 20, |row| row.to_string());
    let data = learned(&text, |config| {
        config.columns[0].name = "\u{1112}\u{1161}\u{11ab}\u{1100}\u{1173}\u{11af}".into();
    });
    assert_eq!(data.inputs[0][0].label, "한글");
    let decomposed = text.replace("한글", "\u{1112}\u{1161}\u{11ab}\u{1100}\u{1173}\u{11af}");
    assert_eq!(first_column(&learned(&decomposed, |_| {})), first_column(&data));
}

#[test]
fn names_of_the_languages_below_are_names() {
    for name in ["constructor", "__proto__", "toString", "hasOwnProperty", "axis.x", "answer.yes", "valueOf"]
    {
        let rows: String = (0..30).map(|row| format!("{row},{}\n", [name, "other"][row % 2])).collect();
        let data = learned(&format!("{name},class\n{rows}"), |_| {});
        assert_eq!(data.inputs[0][0].label, name);
        let label = serde_json::to_value(&data.inputs[0][0].label).unwrap();
        assert_eq!(label, serde_json::json!({ "text": name }));
    }
}

#[test]
fn settings_that_were_shared_read_the_same_table_again() {
    for text in [
        with_class("x", ";", 30, |row| format!("{},5", row)),
        with_class("when", ",", 30, |row| format!("{}/9/2016", row % 28 + 1)),
        (0..30).map(|row| format!("{},{}\n", row, row % 7)).collect(),
        with_class("x", " ", 30, |row| row.to_string()),
    ] {
        let shown = preview(&text);
        let shared: Value = serde_json::from_str(&serde_json::to_string(&shown.config).unwrap()).unwrap();
        let config: TableConfig = serde_json::from_value(shared).unwrap();
        assert_eq!(config, shown.config);
        // The file is opened in another layout first.
        let other = Table::read(&text).unwrap();
        let flipped = Layout { header: other.layout.header.map(|header| !header), ..other.layout };
        let opened = other.in_layout(flipped).unwrap();
        let again = generate(opened, &config).unwrap();
        assert_eq!(again.train.inputs, learned(&text, |_| {}).train.inputs, "{text}");
    }
}

#[test]
fn a_config_without_the_newer_settings_reads_as_before() {
    let text = with_class("x", ",", 30, |row| format!("{}.25", row * row % 37));
    let old = serde_json::json!({
        "file": "own.csv", "target": "class", "missing": "drop_rows", "standardize": true,
        "columns": [
            {"name": "x", "kind": "number", "used": true, "categories": []},
            {"name": "class", "kind": "category", "used": true, "categories": ["a", "b"]},
        ],
    });
    let config: TableConfig = serde_json::from_value(old).unwrap();
    let data = generate(Table::read(&text).unwrap(), &config).unwrap();
    assert_eq!(data.train.inputs, learned(&text, |_| {}).train.inputs);
    let written = serde_json::to_value(&config).unwrap();
    assert!(["quote", "delimiter", "header"].iter().all(|layout| written.get(layout).is_none()));
}

/// A cell of one of many kinds, or of none.
fn cell() -> impl Strategy<Value = String> {
    prop_oneof![
        (-100_000_i64..100_000).prop_map(|number| number.to_string()),
        any::<f64>().prop_map(|number| number.to_string()),
        "[0-9]{1,3}([.,' ][0-9]{3}){0,2}([.,][0-9]{1,3})?",
        "[(−–-]?[$₩€]?[0-9]{1,4}[.,]?[0-9]{0,3}[%)원€]?",
        "[0-9]{1,4}[-/.년 ]{1,2}[0-9]{1,2}[-/.월 ]{1,2}[0-9]{1,4}[일.]?( [0-9]{1,2}:[0-9]{2})?",
        "(NA|NaN|nan|None|null|\\?|-|없음|#N/A|Inf|)",
        "(constructor|__proto__|toString|axis.x|class|id)",
        "[0-9]{3,8}e[0-9]{1,3}|0[0-9]{2,6}|[0-9]{14,20}",
        "[가-힣\u{1100}-\u{1112}\u{1161}-\u{1175}]{0,5}",
        "\\PC{0,8}",
        "\"[a-z,;\t ]{0,6}\"",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn tables_of_anything_are_read_or_refused(
        rows in prop::collection::vec(prop::collection::vec(cell(), 3), 0..24),
        delimiter in "[,;\t| ]",
        end in "(\n|\r\n|\r)",
        change in 0_usize..6,
    ) {
        let text: String = rows.iter().map(|row| row.join(&delimiter) + &end).collect();
        if let Ok(table) = Table::read(&text) {
            let layout = table.layout;
            let mut config = Preview::of(&table, "own.csv").config;
            match change {
                0 => config.columns.iter_mut().for_each(|column| column.kind = ColumnKind::Number),
                1 => config.columns.iter_mut().for_each(|column| column.kind = ColumnKind::Date),
                2 => config.columns.iter_mut().for_each(|column| column.decimal = Some(Decimal::Comma)),
                3 => config.columns.iter_mut().for_each(|column| column.date_order = Some(DateOrder::Dmy)),
                4 => config.columns.iter_mut().for_each(|column| column.used = true),
                _ => {}
            }
            let again = Preview::as_set(&table, &config);
            prop_assert_eq!(&again.config, &config);
            let flipped = Layout { header: layout.header.map(|header| !header), ..layout };
            if let Ok(other) = table.in_layout(flipped) {
                prop_assert_eq!(other.layout, flipped);
                Preview::as_set(&other, &config);
            }
            if let Ok(data) = generate(table, &config) {
                prop_assert!(data.train.inputs[0].iter().chain(&data.test.inputs[0]).all(|x| x.is_finite()));
            }
        }
    }

    #[test]
    fn a_table_that_is_written_is_read_back(
        numbers in prop::collection::vec(-1e6_f64..1e6, 12..40),
        style in 0_usize..4,
    ) {
        let (delimiter, decimal) = [(",", "."), (";", ","), ("\t", ","), ("|", ".")][style];
        let text = with_class("x", delimiter, numbers.len(), |row| format!("{:.4}", numbers[row]).replace('.', decimal));
        let read = first_column(&learned(&text, |config| config.standardize = false));
        for (read, number) in read.iter().zip(&numbers) {
            let written: f64 = format!("{number:.4}").parse().unwrap();
            prop_assert_eq!(*read as f32, written as f32);
        }
    }
}

#[test]
fn a_number_far_from_all_others_that_repeats_may_mean_missing() {
    let table =
        |sentinel: &str, often: usize| {
            with_class("x", ",", 40, |row| {
                if row % 40 < often { sentinel.to_owned() } else { format!("{}.5", row) }
            })
        };
    for sentinel in ["-999", "-9999", "9999", "-99999", "-99.0", "999999"] {
        let found = preview(&table(sentinel, 4));
        let value: f64 = sentinel.parse().unwrap();
        let column = &found.columns[0];
        assert_eq!(column.sentinel, Some((value, 4)), "{sentinel}");
        assert_eq!((column.missing, column.low, column.high), (4, 4.5, 39.5), "{sentinel}");
        assert_eq!(found.config.columns[0].missing_value, Some(value), "{sentinel}");
        assert_eq!((found.usable.drop_rows, found.usable.fill), (36, 40), "{sentinel}");
        let without = first_column(&learned(&table(sentinel, 4), |_| {}));
        assert_eq!(
            (without.len(), without.iter().all(|x| (4.4..39.6).contains(x))),
            (36, true),
            "{sentinel}"
        );
        // The user can choose otherwise, and then it is a number like any other.
        let with =
            first_column(&learned(&table(sentinel, 4), |config| config.columns[0].missing_value = None));
        assert_eq!(with.len(), 40, "{sentinel}");
        assert!((with[0] - value).abs() < 1e-3 * value.abs(), "{sentinel}: {}", with[0]);
    }
    // Far away and repeated, but not as programs write it: only offered.
    let offered = preview(&table("-1000", 4));
    assert_eq!(offered.columns[0].sentinel, Some((-1000.0, 4)));
    assert_eq!((offered.config.columns[0].missing_value, offered.columns[0].missing), (None, 0));
    // Once, not far enough, or the only value there is.
    for text in [table("-999", 1), table("-9", 4), table("50", 4), table("99", 4)] {
        assert_eq!(preview(&text).columns[0].sentinel, None, "{text}");
    }
    let two = with_class("x", ",", 40, |row| ["-999", "7"][row % 3 % 2].to_owned());
    assert_eq!(preview(&two).config.columns[0].missing_value, None);
}

#[test]
fn a_number_that_means_missing_is_carried_and_old_configs_have_none() {
    let column = |text: &str| serde_json::from_str::<descent::data::ColumnConfig>(text);
    let old = column(r#"{"name": "x", "kind": "number"}"#).unwrap();
    assert_eq!(old.missing_value, None);
    assert!(!serde_json::to_string(&old).unwrap().contains("missing_value"));
    let new = column(r#"{"name": "x", "kind": "number", "missing_value": -999}"#).unwrap();
    assert_eq!(new.missing_value, Some(-999.0));
    assert_eq!(column(&serde_json::to_string(&new).unwrap()).unwrap(), new);
}

#[test]
fn cells_between_other_quotation_marks_are_read_without_them() {
    for [open, close] in [["'", "'"], ["“", "”"], ["„", "“"], ["«", "»"], ["\"", "\""]] {
        let quoted = |text: String| format!("{open}{text}{close}");
        let text = (0..40).map(|row| {
            format!("{},{}\n", quoted(format!("{},5", row)), quoted(["Kim, A", "Lee, B"][row % 2].to_owned()))
        });
        let text: String = std::iter::once(format!("{},{}\n", quoted("x".into()), quoted("who".into())))
            .chain(text)
            .collect();
        let found = preview(&text);
        assert_eq!((&found.columns[0].name[..], found.columns[0].high), ("x", 39.5), "{text}");
        let who: Vec<&str> = found.columns[1].categories.iter().map(|(name, _)| &name[..]).collect();
        assert_eq!(who, ["Kim, A", "Lee, B"], "{text}");
    }
}
