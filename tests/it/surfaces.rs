//! Surfaces: exact gradients, and minima where the literature has them.

use std::collections::BTreeMap;

use descent::surface::{Grid, Surface, SurfaceName};

fn surface(name: SurfaceName) -> Surface {
    Surface::new(name, name.row().formula, &BTreeMap::new(), &[])
        .expect("every surface has a formula that reads")
}

fn typed(formula: &str) -> Surface {
    Surface::new(SurfaceName::Typed, formula, &BTreeMap::new(), &[]).expect("the formula reads")
}

/// Points spread over the domain, none of them special.
fn points(surface: &Surface) -> Vec<Vec<f64>> {
    let place = |index: u32, [low, high]: [f64; 2], ratio: f64| {
        low + (high - low) * (f64::from(index) * ratio).fract()
    };
    let ratios = [0.618_033_988_749_895, 0.754_877_666_246_693];
    let at =
        |index| surface.domain().iter().zip(ratios).map(|(&side, ratio)| place(index, side, ratio)).collect();
    (1..200).map(at).collect()
}

#[test]
fn every_gradient_and_curvature_agrees_with_finite_differences() {
    for name in SurfaceName::all() {
        let mut surface = surface(name);
        let dimensions = surface.dimensions();
        for point in points(&surface) {
            let mut gradient = vec![0.0; dimensions];
            surface.gradient(&point, &mut gradient);
            let value = surface.value(&point);
            let curvature = surface.curvature(&point);
            for variable in 0..dimensions {
                let h = 1e-4;
                let moved = |steps: f64| {
                    let mut moved = point.clone();
                    moved[variable] += steps * h;
                    moved
                };
                let difference = |at: &mut dyn FnMut(&[f64]) -> f64| {
                    let [a, b, c, d] = [-2.0, -1.0, 1.0, 2.0].map(|steps| at(&moved(steps)));
                    (a - 8.0 * b + 8.0 * c - d) / (12.0 * h)
                };
                let expected = difference(&mut |at| surface.value(at));
                let scale = 1.0 + expected.abs() + value.abs();
                let got = gradient[variable];
                assert!(
                    (got - expected).abs() < 1e-6 * scale,
                    "{name:?} at {point:?}: {got}, expected {expected}"
                );
                let expected = difference(&mut |at| {
                    let mut gradient = vec![0.0; dimensions];
                    surface.gradient(at, &mut gradient);
                    gradient[variable]
                });
                let got = curvature[2 * variable];
                let scale = 1.0 + expected.abs() + gradient[variable].abs();
                assert!(
                    (got - expected).abs() < 1e-5 * scale,
                    "{name:?} at {point:?}: {got}, expected {expected}"
                );
            }
        }
    }
}

#[test]
fn mixed_curvature_agrees_with_finite_differences() {
    let mut beale = surface(SurfaceName::Beale);
    let (x, y, h) = (0.7, -0.4, 1e-5);
    let mut slope = |y: f64| {
        let mut gradient = [0.0; 2];
        beale.gradient(&[x, y], &mut gradient);
        gradient[0]
    };
    let expected = (slope(y + h) - slope(y - h)) / (2.0 * h);
    assert!((beale.curvature(&[x, y])[1] - expected).abs() < 1e-6 * expected.abs());
}

#[test]
fn the_known_minima_are_found_have_no_slope_and_are_lowest() {
    for name in SurfaceName::all() {
        let mut surface = surface(name);
        let found = surface.minima();
        let known = name.row().global_minima;
        for position in known {
            let near = |minimum: &&descent::surface::Minimum| {
                minimum.position.iter().zip(*position).all(|(a, b)| (a - b).abs() < 1e-6)
            };
            let minimum =
                found.iter().find(near).unwrap_or_else(|| panic!("{name:?} {position:?}: {found:?}"));
            assert!(minimum.global, "{name:?} {position:?}: {found:?}");
            let mut gradient = vec![0.0; surface.dimensions()];
            surface.gradient(position, &mut gradient);
            assert!(gradient.iter().all(|slope| slope.abs() < 1e-8), "{name:?} {position:?}: {gradient:?}");
        }
        assert!(
            known.is_empty() || found.iter().filter(|minimum| minimum.global).count() == known.len(),
            "{name:?}"
        );
        for minimum in &found {
            assert!(surface.contains(&minimum.position), "{name:?}: {minimum:?}");
        }
    }
}

#[test]
fn surfaces_have_as_many_minima_as_they_should() {
    let count = |name| surface(name).minima().len();
    assert_eq!(count(SurfaceName::Saddle), 0);
    assert_eq!(count(SurfaceName::MonkeySaddle), 0);
    assert_eq!(count(SurfaceName::Himmelblau), 4);
    assert_eq!(count(SurfaceName::StyblinskiTang), 4);
    assert_eq!(count(SurfaceName::ThreeHumpCamel), 3);
    assert_eq!(count(SurfaceName::DoubleWell), 2);
    assert_eq!(count(SurfaceName::Rastrigin), 121);
    assert!(count(SurfaceName::Wiggly) >= 4);
}

#[test]
fn minima_of_typed_formulas_are_found_and_none_are_invented() {
    let minima = |formula: &str| typed(formula).minima();
    let tip = minima("abs(x - 1) + abs(y + 2)");
    assert_eq!(tip.len(), 1);
    assert!((tip[0].position[0] - 1.0).abs() < 1e-6 && (tip[0].position[1] + 2.0).abs() < 1e-6, "{tip:?}");
    for level in ["3", "(x + y)^2", "floor(x) + 0*y", "x + y", "1/x", "ln(x)", "sqrt(-1 - x^2)"] {
        assert_eq!(minima(level), [], "{level}");
    }
}

#[test]
fn a_tip_has_no_slope_and_a_function_that_is_not_defined_has_no_value() {
    let mut gradient = [9.0; 2];
    let mut ackley = surface(SurfaceName::Ackley);
    assert!(ackley.value(&[0.0, 0.0]).abs() < 1e-12);
    ackley.gradient(&[0.0, 0.0], &mut gradient);
    assert_eq!(gradient, [0.0, 0.0]);
    let mut many = [9.0_f32; 4];
    ackley.gradients(&[0.0, 0.0, 1.0, 0.5], &mut many);
    assert!(many[..2] == [0.0, 0.0] && many[2..].iter().all(|slope| *slope > 0.1), "{many:?}");
    assert!(typed("ln(x)").value(&[-1.0]).is_nan());
}

#[test]
fn a_formula_without_y_has_one_dimension_and_what_does_not_fit_follows_it() {
    let line = Surface::new(SurfaceName::Typed, "x^2", &BTreeMap::new(), &[[0.0, 1.0], [0.0, 1.0]]).unwrap();
    assert_eq!((line.dimensions(), line.domain().len(), line.default_start().len()), (1, 1, 1));
    let plane = Surface::new(SurfaceName::Typed, "y", &BTreeMap::new(), &[[0.0, 1.0]]).unwrap();
    assert_eq!((plane.dimensions(), plane.domain().len(), plane.default_start().len()), (2, 2, 2));
}

#[test]
fn levels_of_a_grid_rise_and_shades_follow_them() {
    for name in SurfaceName::all() {
        let mut surface = surface(name);
        let grid = Grid::of(&mut surface, 61, 47, None);
        let levels = grid.levels();
        assert!(levels.len() > 5 && levels.windows(2).all(|pair| pair[0] < pair[1]), "{name:?}: {levels:?}");
        let shades = grid.shades(&levels);
        assert!(shades.iter().all(|shade| (0.0..=1.0).contains(shade)), "{name:?}");
        let lowest = grid.values.iter().position(|value| *value == levels[0]).unwrap();
        assert_eq!(shades[lowest], 0.0);
    }
    let holes = Grid::of(&mut typed("ln(x)"), 10, 1, None);
    let shades = holes.shades(&holes.levels());
    assert!(shades[0].is_nan() && shades[9] == 1.0);
    assert!(Grid::of(&mut typed("sqrt(-1 - x^2)"), 10, 1, None).levels().is_empty());
    assert_eq!(Grid::of(&mut typed("3"), 10, 1, None).levels(), [3.0, 4.0]);
}

#[test]
fn numbers_of_any_size_have_shades() {
    for (formula, levels_at_least) in [
        ("1e308*x", 3),
        ("1e300*x^2", 3),
        ("-1e300*x^2", 3),
        ("1.7e308*sin(x)", 3),
        ("1e39*x", 3),
        ("1e-320*x", 3),
        ("1e-200*x^2", 3),
        ("1e300*(x^2 + y^2)", 3),
        ("1e308*sin(x)*cos(y)", 3),
        ("1e-50*x*y", 3),
        ("1e308", 2),
        ("-1e308", 2),
        ("1.7976931348623157e308", 2),
        ("1e-320", 2),
        ("0", 2),
    ] {
        let mut surface = typed(formula);
        let grid = Grid::of(&mut surface, 40, 40, None);
        let levels = grid.levels();
        assert!(levels.len() >= levels_at_least, "{formula}: {levels:?}");
        assert!(levels.windows(2).all(|pair| pair[0] < pair[1]), "{formula}: {levels:?}");
        let shades = grid.shades(&levels);
        let (mut low, mut high) = (f32::INFINITY, f32::NEG_INFINITY);
        for (shade, value) in shades.iter().zip(&grid.values) {
            assert_eq!(shade.is_finite(), value.is_finite(), "{formula}: {value} has the shade {shade}");
            (low, high) = (low.min(*shade), high.max(*shade));
        }
        let spread = if levels_at_least > 2 { 1.0 } else { 0.0 };
        assert_eq!((low, high), (0.0, spread), "{formula}");
    }
}

#[test]
fn value_gradient_and_picture_agree_on_where_there_is_a_value() {
    for (formula, without, with) in [
        ("0*(1/x) + y^2", [0.0, 1.0], [1.0, 1.0]),
        ("x^(1/3) + 0*y", [-1.0, 1.0], [1.0, 1.0]),
        ("ln(x) + y", [-1.0, 1.0], [1.0, 1.0]),
        ("sqrt(x) + y", [-1.0, 1.0], [1.0, 1.0]),
    ] {
        let mut surface = typed(formula);
        let mut gradient = [0.0; 2];
        surface.gradient(&without, &mut gradient);
        assert!(!surface.value(&without).is_finite(), "{formula}");
        assert!(gradient.iter().all(|slope| slope.is_nan()), "{formula}: {gradient:?}");
        let (points, mut both) = ([without, with].concat(), [0.0_f32; 4]);
        let points: Vec<f32> = points.iter().map(|&x| x as f32).collect();
        surface.gradients(&points, &mut both);
        assert!(both[..2].iter().all(|slope| slope.is_nan()), "{formula}: {both:?}");
        assert!(both[2..].iter().all(|slope| slope.is_finite()), "{formula}: {both:?}");
        assert!(surface.undefined(&without).is_some() && surface.undefined(&with).is_none(), "{formula}");
    }
    // The tip of a cone has a value, and no slope.
    let mut cone = typed("sqrt(x^2 + y^2)");
    let mut gradient = [1.0; 2];
    cone.gradient(&[0.0, 0.0], &mut gradient);
    assert_eq!(gradient, [0.0, 0.0]);
}

#[test]
fn a_point_without_a_value_is_told_why_and_what_to_type() {
    use descent::expression::UndefinedReason::*;
    for (formula, x, reason, part, instead) in [
        ("x^(1/3)", -8.0, Power, "x^(1/3)", Some("cbrt(x)")),
        ("(x - 1)^(2/3)", -8.0, Power, "(x - 1)^(2/3)", Some("cbrt(x - 1)^2")),
        ("x^0.2", -8.0, Power, "x^0.2", Some("sign(x)*abs(x)^(1/5)")),
        ("x^0.5", -8.0, Power, "x^0.5", None),
        ("1 + ln(x - 1)", 0.0, Logarithm, "ln(x - 1)", None),
        ("3/x", 0.0, Division, "3/x", None),
        ("x^-2", 0.0, Division, "x^(-2)", None),
        ("sqrt(x)", -1.0, Root, "sqrt(x)", None),
        ("asin(x)", 2.0, Inverse, "asin(x)", None),
        ("exp(exp(x))", 100.0, Overflow, "exp(exp(x))", None),
        ("if(x > 0, ln(x), 1/x)", 0.0, Division, "1/x", None),
    ] {
        let why = typed(formula).undefined(&[x]).expect(formula);
        assert_eq!((why.reason, &why.part[..], why.instead.as_deref()), (reason, part, instead), "{formula}");
        if let Some(instead) = instead {
            assert!(typed(&formula.replace(part, instead)).value(&[x]).is_finite(), "{instead}");
        }
    }
    assert_eq!(typed("if(x > 0, ln(x), x)").undefined(&[-1.0]), None);
}

#[test]
fn the_heaviest_formulas_stay_in_proportion_to_their_length() {
    let long = |part: &str, end: &str| {
        let mut text = String::new();
        while text.len() + part.len() + end.len() <= 500 {
            text += part;
        }
        text + end
    };
    let nested = format!("{}x{}", "(".repeat(37), "/y)^2".repeat(37));
    let formulas = [
        long("x*", "x"),
        long("x/", "x"),
        long("x*y/", "x"),
        long("(x/y)/", "x"),
        long("-(x*y)/", "x"),
        long("(x^y)*", "x"),
        long("sin x*", "x"),
        long("x^.1+", "x"),
        nested,
    ];
    for text in formulas {
        let mut surface = typed(&text);
        let (value, gradient, curvature) = surface.costs();
        // A derivative has each part's rule once: a dozen nodes or so.
        assert!(gradient <= 60 * value && curvature <= 600 * value, "{text}: {value} {gradient} {curvature}");
        surface.minima();
    }
}
