//! Charts as SVG: what is drawn, and that no possible run breaks them.

use descent::chart::{CurveOptions, draw_curves};
use plotters::prelude::*;

fn options(change: &str) -> CurveOptions {
    let mut value = serde_json::json!({
        "log": false, "smooth": false, "metric": true, "testCurve": true, "metricIsShare": true, "scale": 1.0,
        "ink": [20, 20, 20], "grid": [200, 200, 200], "train": [0, 0, 200], "test": [200, 100, 0],
        "words": {"loss": "Loss", "metric": "Accuracy", "epoch": "Epoch"},
    });
    if !change.is_empty() {
        value[change] = (!value[change].as_bool().unwrap_or_default()).into();
    }
    serde_json::from_value(value).expect("options read")
}

fn svg(rows: &[[f64; 5]], options: &CurveOptions) -> String {
    svg_over(rows, &[], options)
}

fn svg_over(rows: &[[f64; 5]], pale: &[[f64; 5]], options: &CurveOptions) -> String {
    let mut text = String::new();
    {
        let area = SVGBackend::with_string(&mut text, (360, 300)).into_drawing_area();
        let plot = draw_curves(&area, rows, pale, options).expect("curves are drawn");
        assert!(plot.left < plot.right && plot.low < plot.high);
    }
    text
}

fn falling() -> Vec<[f64; 5]> {
    (0..40).map(f64::from).map(|epoch| [epoch, 1.0 / (1.0 + epoch), 1.2 / (1.0 + epoch), 0.9, 0.8]).collect()
}

#[test]
fn both_charts_have_labels_a_solid_and_a_dashed_line() {
    let text = svg(&falling(), &options(""));
    for word in ["Loss", "Accuracy", "Epoch"] {
        assert!(text.contains(word), "{word} is missing");
    }
    assert!(text.contains("#0000C8") && text.contains("#C86400"));
    let lines = |colour: &str| text.matches(&format!("stroke=\"{colour}\"")).count();
    assert!(lines("#C86400") > 5 * lines("#0000C8"), "the test line is not dashed");
}

#[test]
fn the_numbers_below_a_low_chart_are_not_cut() {
    let (height, mut text) = (114, String::new());
    draw_curves(
        &SVGBackend::with_string(&mut text, (300, height)).into_drawing_area(),
        &falling(),
        &[],
        &options("metric"),
    )
    .expect("curves are drawn");
    let tops =
        text.lines().filter(|line| line.starts_with("<text") && line.contains("dy=\"0.76em\"")).map(|line| {
            let (_, rest) = line.split_once(" y=\"").expect("a text has a place");
            rest.split('"').next().unwrap().parse::<u32>().unwrap()
        });
    // On a canvas letters are 11 pixels high.
    let lowest = tops.map(|top| top + 11).max().expect("there are numbers");
    assert!(lowest <= height, "they end at {lowest} of {height}");
}

#[test]
fn a_display_option_changes_the_drawing_and_without_one_it_stays_the_same() {
    let plain = svg(&falling(), &options(""));
    assert_eq!(plain, svg(&falling(), &options("")));
    for change in ["log", "smooth", "metric", "testCurve"] {
        assert_ne!(plain, svg(&falling(), &options(change)), "{change}");
    }
}

#[test]
fn without_the_test_curve_the_range_is_that_of_the_training_data() {
    let rows = |test| [[0.0, 0.5, test, 0.9, 0.1], [1.0, 0.4, test, 0.95, 0.1]];
    let text = svg(&rows(90.0), &options("testCurve"));
    assert!(!text.contains("#C86400"), "a test line is drawn");
    assert_eq!(text, svg(&rows(0.3), &options("testCurve")));
}

#[test]
fn the_future_that_a_run_has_gone_back_from_is_pale_and_keeps_the_scale() {
    let whole = falling();
    let text = svg_over(&whole[..5], &whole, &options(""));
    assert!(text.contains("opacity=\"0.35\""), "nothing is pale");
    let alone = svg(&whole, &options(""));
    let numbers = |text: &str| {
        let labels = text
            .lines()
            .skip_while(|line| !line.starts_with("<text"))
            .filter(|line| line.parse::<f64>().is_ok());
        labels.map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(numbers(&text), numbers(&alone));
}

#[test]
fn nothing_a_run_can_produce_breaks_the_chart() {
    let cases: [&[[f64; 5]]; 6] = [
        &[],
        &[[0.0, 0.7, 0.7, 0.5, 0.5]],
        &[[0.0, 0.0, 0.0, 0.0, 0.0], [1.0, 0.0, 0.0, 1.0, 1.0]],
        &[[0.0, 1.0, f64::NAN, f64::NAN, -1e30], [1.0, f64::INFINITY, f64::NAN, 0.0, f64::NAN]],
        &[[0.0, 1e30, 1e-30, 0.0, 0.0], [1e9, 1e38, 1e-38, 1.0, 1.0]],
        &[[0.0, f64::NAN, f64::NAN, f64::NAN, f64::NAN]],
    ];
    for rows in cases {
        for change in ["", "log", "smooth", "metric", "testCurve", "metricIsShare"] {
            svg(rows, &options(change));
        }
    }
}
