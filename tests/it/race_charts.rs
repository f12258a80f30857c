//! The charts of the Optimizers room as SVG, compared with `tests/snapshots`. `UPDATE_SNAPSHOTS=1 cargo test --test
//! it race_charts` updates them.

use descent::chart::{ContourOptions, LossOptions, draw_contour, draw_losses, draw_profile};
use descent::race::{Race, Run};
use descent::surface::{Grid, Surface};
use plotters::coord::Shift;
use plotters::prelude::*;
use serde_json::{Value, json};

type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;

fn svg(draw: impl FnOnce(&Area)) -> String {
    let mut text = String::new();
    {
        let area = SVGBackend::with_string(&mut text, (360, 300)).into_drawing_area();
        draw(&area);
    }
    text
}

fn matches_snapshot(name: &str, text: &str) {
    let file = format!("tests/snapshots/{name}.svg");
    if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
        std::fs::create_dir_all("tests/snapshots").expect("the folder can be made");
        std::fs::write(&file, text).expect("the file can be written");
    }
    let kept = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(kept == text, "{file} is another picture; look at it and write it anew with UPDATE_SNAPSHOTS=1");
}

fn race(config: Value) -> Race {
    Race::from_json(&config.to_string()).expect("a valid race")
}

fn options(surface: &mut Surface, axes: bool) -> ContourOptions {
    let minima = surface.minima();
    let lowest = minima.iter().filter(|minimum| minimum.global).count();
    let minima: Vec<Value> = minima
        .iter()
        .map(|minimum| match &minimum.position[..] {
            [x] => json!(x),
            position => json!(position),
        })
        .collect();
    serde_json::from_value(json!({
        "scale": 1, "ink": [20, 20, 20], "grid": [200, 200, 200], "line": [90, 90, 160], "marks": [200, 60, 0],
        "axes": axes, "labels": ["x", "y"], "minima": minima, "lowest": lowest, "domain": surface.domain(),
    }))
    .expect("options read")
}

fn contour(name: &str, axes: bool) -> String {
    let mut surface = race(json!({"surface": name})).surface();
    let grid = Grid::of(&mut surface, 48, 40, None);
    let options = options(&mut surface, axes);
    svg(|area| {
        let frame =
            draw_contour(area, &grid.values, grid.width, &grid.levels(), &options).expect("it is drawn");
        assert!(frame.left < frame.right && frame.top < frame.bottom);
        assert_eq!(axes, frame.left > 0);
    })
}

/// The losses of the first two contestants, the second one dashed.
fn losses(run: &Run, change: Value) -> String {
    let lines = [run.losses(0), run.losses(1)];
    let points: Vec<[f64; 2]> = lines
        .iter()
        .flat_map(|line| line.iter().enumerate().map(|(step, loss)| [step as f64, *loss]))
        .collect();
    let mut value = json!({
        "scale": 1, "ink": [20, 20, 20], "grid": [200, 200, 200], "log": false, "until": 40,
        "lowest": run.lowest(), "words": {"loss": "Loss", "step": "Step"},
        "lines": [{"count": lines[0].len(), "colour": [0, 0, 200]},
            {"count": lines[1].len(), "colour": [200, 100, 0], "dash": [6, 3]}],
    });
    for (key, field) in change.as_object().into_iter().flatten() {
        value[key] = field.clone();
    }
    let options: LossOptions = serde_json::from_value(value).expect("options read");
    svg(|area| {
        let plot = draw_losses(area, &points, &options).expect("losses are drawn");
        assert!(plot.left < plot.right && plot.top < plot.bottom && plot.low < plot.high);
    })
}

fn beale() -> Run {
    let rule =
        |optimizer: &str, rate: f64| json!({"optimizer": {"optimizer": optimizer, "learning_rate": rate}});
    let mut run = Run::new(race(json!({"surface": "beale", "steps": 40,
        "contestants": [rule("sgd", 0.005), rule("adam", 0.1)]})));
    run.advance(40);
    run
}

#[test]
fn contour_maps_look_as_they_did() {
    for name in ["beale", "himmelblau", "saddle", "three_hump_camel"] {
        matches_snapshot(&format!("contour_{name}"), &contour(name, true));
    }
    matches_snapshot("contour_without_axes", &contour("valley", false));
}

#[test]
fn the_curve_of_a_surface_in_one_dimension_looks_as_it_did() {
    let mut surface = race(json!({"surface": "wiggly"})).surface();
    let grid = Grid::of(&mut surface, 120, 1, None);
    let options = options(&mut surface, true);
    let text = svg(|area| {
        draw_profile(area, &grid.values, &options).expect("it is drawn");
    });
    matches_snapshot("profile_wiggly", &text);
}

#[test]
fn a_curve_of_numbers_of_any_size_is_drawn_with_numbers_beside_it() {
    let options: ContourOptions =
        serde_json::from_value(json!({"scale": 1, "ink": [0, 0, 0], "grid": [9, 9, 9],
        "line": [90, 90, 160], "marks": [200, 60, 0], "minima": [0], "labels": ["x", "f"], "domain": [[-5, 5]]}))
        .expect("options read");
    for formula in [
        "1e308*x",
        "1e300*x^2",
        "1.7e308*sin(x)",
        "-1e300*x^2",
        "1e39*x",
        "1e10*x",
        "1e-320*x",
        "1e-200*x^2",
        "1e308",
        "-1e308",
        "1e-320",
        "0",
        "1e16 + x/10",
        "1e300 + x",
        "1 + 1e-12*x",
    ] {
        let mut surface = race(json!({"surface": "typed", "formula": formula, "start": [1]})).surface();
        let grid = Grid::of(&mut surface, 120, 1, None);
        let mut frame = None;
        let text = svg(|area| frame = draw_profile(area, &grid.values, &options).ok());
        let frame = frame.unwrap_or_else(|| panic!("{formula} is not drawn"));
        assert!(
            frame.low < frame.high && frame.low.is_finite() && frame.high.is_finite(),
            "{formula}: {frame:?}"
        );
        assert!(text.contains("#5A5AA0"), "{formula}: there is no curve");
        assert!(!text.contains("NaN") && !text.contains("inf"), "{formula}: {text}");
        let numbers = text.lines().filter(|line| line.parse::<f64>().is_ok()).count();
        assert!(numbers > 5 + 2, "{formula}: {numbers} numbers");
    }
    let mut surface = race(json!({"surface": "typed", "formula": "1e300*x^2", "start": [1]})).surface();
    let text = svg(|area| {
        draw_profile(area, &Grid::of(&mut surface, 120, 1, None).values, &options).expect("it is drawn");
    });
    assert!(text.contains("\nf (1e301)\n") && text.contains("\n2\n"), "{text}");
}

#[test]
fn loss_charts_look_as_they_did() {
    let run = beale();
    matches_snapshot("losses_linear", &losses(&run, json!({})));
    matches_snapshot("losses_log", &losses(&run, json!({"log": true})));
}

#[test]
fn a_logarithmic_chart_of_a_short_range_still_has_numbers() {
    let rule = json!({"optimizer": {"optimizer": "sgd", "learning_rate": 0.001}});
    let mut run = Run::new(race(json!({"surface": "bowl", "steps": 40, "contestants": [rule, rule]})));
    run.advance(40);
    let text = losses(&run, json!({"log": true}));
    let numbers = text.lines().filter(|line| line.parse::<f64>().is_ok()).count();
    // Those of the steps are 0, 10, 20, 30 and 40.
    assert!(numbers >= 5 + 2, "{numbers}: {text}");
}

#[test]
fn a_contour_map_has_names_numbers_lines_and_marks() {
    let text = contour("himmelblau", true);
    assert!(text.contains(">\nx\n") && text.contains(">\ny\n"), "the axes have no names");
    assert!(text.matches("#5A5AA0").count() > 15, "too few lines");
    assert_eq!(text.matches("#C83C00").count(), 8, "a cross is two strokes, and there are four minima");
}

#[test]
fn nothing_a_race_can_produce_breaks_its_charts() {
    let options = |domain: Value| -> ContourOptions {
        serde_json::from_value(json!({"scale": 2, "ink": [0, 0, 0], "grid": [0, 0, 0], "line": [0, 0, 0],
            "marks": [0, 0, 0], "minima": [[9e9, -9e9]], "domain": domain}))
        .expect("options read")
    };
    let (nan, inf) = (f64::NAN, f64::INFINITY);
    for values in
        [vec![], vec![1.0], vec![nan; 9], vec![3.0; 9], vec![1.0, 2.0, inf, 4.0, nan, 6.0, -inf, 8.0, 1e308]]
    {
        for domain in
            [json!([[0, 1], [0, 1]]), json!([[1, 1], [2, 1]]), json!([]), json!([[-1e6, 1e6], [0, 1e-6]])]
        {
            let options = options(domain);
            let mut grid = Grid::new(3, values.len() / 3, &[[0.0, 1.0], [0.0, 1.0]]);
            grid.values.clone_from(&values);
            svg(|area| {
                draw_contour(area, &values, 3, &grid.levels(), &options).expect("it is drawn");
            });
            svg(|area| {
                draw_profile(area, &values, &options).expect("it is drawn");
            });
        }
    }
    for config in [
        json!({"surface": "typed", "formula": "exp(exp(x))", "start": [4]}),
        json!({"surface": "typed", "formula": "ln(x)", "start": [-2]}),
        json!({"surface": "typed", "formula": "1e300*x", "start": [2]}),
        json!({"surface": "saddle"}),
        json!({"surface": "bowl", "start": [0, 0]}),
        json!({"contestants": []}),
    ] {
        let mut run = Run::new(race(config));
        run.advance(300);
        for change in [
            json!({}),
            json!({"log": true}),
            json!({"log": true, "lowest": null}),
            json!({"until": 0}),
            json!({"until": 1e12}),
            json!({"lines": []}),
            json!({"lines": [{"count": 1000, "colour": [0, 0, 0]}]}),
        ] {
            losses(&run, change);
        }
    }
}
