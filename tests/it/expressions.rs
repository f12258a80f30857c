//! Formulas: parsed and printed without loss, differentiated exactly, with errors at the right position.

use descent::expression::{Evaluator, Expression, Function, LANES, ParseErrorReason, Program};
use proptest::prelude::*;

fn read(text: &str) -> Expression {
    Expression::parse(text, &["x", "y"]).unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn value(text: &str, x: f64, y: f64) -> f64 {
    read(text).value(&[x, y], &[2.0, 3.0])
}

#[test]
fn precedence_is_that_of_mathematics() {
    for (text, expected) in [
        ("-x^2", -9.0),
        ("2^3^2", 512.0),
        ("2^-1", 0.5),
        ("1 - 2 - 3", -4.0),
        ("12/2/3", 2.0),
        ("2x", 6.0),
        ("2(x + 1)(y - 1)", 32.0),
        ("x y", 15.0),
        ("x²+y³", 134.0),
        ("x**2", 9.0),
        ("−x × y ÷ 3", -5.0),
        ("2e3", 2000.0),
        ("2e - e", std::f64::consts::E),
        ("π", std::f64::consts::PI),
        ("2pi", std::f64::consts::TAU),
        ("--x", 3.0),
        ("1/2x", 1.5),
        ("x > 2", 1.0),
        ("if(x < 2, 10, 20)", 20.0),
        ("min(x, y) + max(x, y)", 8.0),
        ("log(e^x)", 3.0),
        ("[x + 1]*2", 8.0),
        (".5x", 1.5),
        ("a*x + b", 9.0),
    ] {
        let got = value(text, 3.0, 5.0);
        assert!((got - expected).abs() < 1e-12 * expected.abs(), "{text}: {got}, expected {expected}");
    }
}

#[test]
fn letters_that_are_not_variables_are_parameters_in_their_order() {
    let formula = read("b*x + a_1*y^k2 + b");
    assert_eq!(formula.parameters(), ["b", "a_1", "k2"]);
    assert!(formula.uses(0) && formula.uses(1) && !read("a + x").uses(1));
}

#[test]
fn a_mistake_points_at_the_character_and_says_what_would_be_right() {
    use ParseErrorReason::*;
    for (text, reason, position, length, expected) in [
        ("", Empty, 0, 1, ""),
        ("   ", Empty, 3, 1, ""),
        ("x + ", Unfinished, 4, 1, "value"),
        ("x + * y", Unexpected, 4, 1, "value"),
        ("x # y", Character, 2, 1, ""),
        ("가 + x", Character, 0, 1, ""),
        ("𝑥 + 1 $", Character, 0, 2, ""),
        ("1.2.3", Number, 0, 5, ""),
        ("1e999", Number, 0, 5, ""),
        ("(x + 1", Parenthesis, 0, 1, ")"),
        ("x + 1)", Parenthesis, 5, 1, ""),
        ("sine(x)", UnknownFunction, 0, 4, "sin"),
        ("xy + 1", UnknownName, 0, 2, "x"),
        ("sin + 1", Unexpected, 4, 1, "("),
        ("min(x)", Arguments, 0, 3, "2"),
        ("sin(x, y)", Arguments, 0, 3, "1"),
        ("if(x, 1)", Arguments, 0, 2, "3"),
        ("sin()", Arguments, 0, 3, "1"),
        ("x 2", Unexpected, 2, 1, "operator"),
        ("x = 2", Character, 2, 1, ""),
        ("1 < x < 2", Unexpected, 6, 1, "operator"),
    ] {
        let error = Expression::parse(text, &["x", "y"]).expect_err(text);
        assert_eq!((error.reason, error.position, error.length), (reason, position, length), "{text}");
        assert!(expected.is_empty() || error.expected.iter().any(|one| one == expected), "{text}: {error}");
    }
    let long = "x + ".repeat(200) + "x";
    assert_eq!(Expression::parse(&long, &["x"]).unwrap_err().reason, TooLong);
    for deep in ["(".repeat(400), "-".repeat(400), "x^".repeat(200) + "x", "sin(".repeat(100)] {
        assert_eq!(Expression::parse(&deep, &["x"]).unwrap_err().reason, TooDeep, "{deep}");
    }
}

#[test]
fn derivatives_are_printed_as_one_would_write_them() {
    for (text, expected) in [
        ("x^2", "2*x"),
        ("x^3", "3*x^2"),
        ("3x^2 + 2x + 1", "6*x + 2"),
        ("sin(3x)", "3*cos(3*x)"),
        ("cos(x)", "-sin(x)"),
        ("exp(-x^2)", "-2*exp(-x^2)*x"),
        ("1/x", "-1/x^2"),
        ("x*y", "y"),
        ("y^2", "0"),
        ("abs(x)", "sign(x)"),
        ("sqrt(x)", "1/(2*sqrt(x))"),
        ("e^x", "e^x"),
        ("a*x^2", "2*a*x"),
        ("min(x, y)", "if(x < y, 1, 0)"),
        ("(x^2 + k*y^2)/2", "x"),
    ] {
        let got = read(text).derivative(0).to_string();
        assert_eq!(got, expected, "{text}");
    }
}

#[test]
fn the_derivative_of_every_function_agrees_with_finite_differences() {
    for function in Function::ALL {
        for argument in ["x/3", "y*x/7 + 0.02"] {
            let formula = read(&format!("{}({argument})", function.name()));
            let derivative = formula.derivative(0);
            for x in [0.3, 0.8, 1.4, 2.2] {
                let at = |x: f64| formula.value(&[x, 1.3], &[]);
                let h = 1e-5;
                let expected =
                    (at(x - 2.0 * h) - 8.0 * at(x - h) + 8.0 * at(x + h) - at(x + 2.0 * h)) / (12.0 * h);
                let got = derivative.value(&[x, 1.3], &[]);
                let fits = (got - expected).abs() < 1e-7 * (1.0 + expected.abs())
                    || expected.is_nan() && got.is_nan();
                assert!(fits, "{} of {argument} at {x}: {got}, expected {expected}", function.name());
            }
        }
    }
}

#[test]
fn many_points_at_once_give_the_same_bits_as_one_by_one() {
    let formula = read("sin(a*x)*exp(-y^2) + x^5/(1 + y^2) - if(x > y, x, 2y)");
    let derivative = formula.derivative(1);
    let mut evaluator = Evaluator::new(&Program::new(&[&formula, &derivative]), &[1.7]);
    let points: Vec<(f64, f64)> = (0..LANES).map(|i| (i as f64 * 0.1 - 3.0, 2.0 - i as f64 * 0.07)).collect();
    for (lane, &(x, y)) in points.iter().enumerate() {
        evaluator.variable(0)[lane] = x;
        evaluator.variable(1)[lane] = y;
    }
    evaluator.run(LANES);
    for (lane, &(x, y)) in points.iter().enumerate() {
        assert_eq!(evaluator.output(0)[lane].to_bits(), formula.value(&[x, y], &[1.7]).to_bits());
        assert_eq!(evaluator.output(1)[lane].to_bits(), derivative.value(&[x, y], &[1.7]).to_bits());
    }
}

#[test]
fn mathml_is_written_with_fractions_powers_and_roots() {
    let text = read("sqrt(x)/2 + x^2").mathml();
    assert!(text.contains("<msqrt>") && text.contains("<mfrac>"), "{text}");
    let named = Expression::parse("beta_1*m_before + (1 - beta_1)*g", &["beta_1", "m_before", "g"]).unwrap();
    let text = named.mathml();
    assert!(
        text.contains("β") && text.contains("<mn>1</mn>") && text.contains("<mi>t</mi><mo>−</mo>"),
        "{text}"
    );
    let text = named.mathml_with(&[Some(0.9), Some(-0.125), Some(1e-7)]);
    for part in ["<mn>0.9</mn><mo>⁢</mo><mrow><mo>(</mo><mo>−</mo><mn>0.125</mn>", "<msup><mn>10</mn>"] {
        assert!(text.contains(part), "{part}: {text}");
    }
}

/// Formulas of every kind, as one could type them.
fn any_formula() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        Just("x".to_owned()),
        Just("y".to_owned()),
        Just("a".to_owned()),
        Just("pi".to_owned()),
        Just("e".to_owned()),
        (0.0..100.0_f64).prop_map(|number| format!("{number:.3}")),
        (0..9_u32).prop_map(|number| number.to_string()),
    ];
    leaf.prop_recursive(5, 40, 3, |inner| {
        let operator = prop::sample::select(vec!["+", "-", "*", "/", "^", "<", ">", ">=", " "]);
        let function = prop::sample::select(Function::ALL.to_vec());
        prop_oneof![
            (inner.clone(), operator.clone(), inner.clone()).prop_map(|(a, o, b)| format!("({a}) {o} ({b})")),
            (inner.clone(), operator, inner.clone()).prop_map(|(a, o, b)| format!("{a}{o}{b}")),
            inner.clone().prop_map(|a| format!("-{a}")),
            (function.clone(), inner.clone()).prop_map(|(f, a)| format!("{}({a})", f.name())),
            (function, inner.clone()).prop_map(|(f, a)| format!("{} {a}", f.name())),
            inner.clone().prop_map(|a| format!("|{a}|")),
            inner.clone().prop_map(|a| format!("√({a})")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("max({a}, {b})")),
            (inner.clone(), inner.clone(), inner).prop_map(|(a, b, c)| format!("if({a}, {b}, {c})")),
        ]
    })
}

fn same(a: f64, b: f64) -> bool {
    a == b || (a.is_nan() && b.is_nan())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]

    #[test]
    fn reading_printing_and_reading_gives_the_same_function_and_derivatives(text in any_formula()) {
        let Ok(formula) = Expression::parse(&text, &["x", "y"]) else { return Ok(()) };
        let printed = formula.to_string();
        let again = Expression::parse(&printed, &["x", "y"]);
        // A text near the limits may print longer than may be read.
        if printed.len() > 480 { return Ok(()) }
        let again = again.map_err(|error| TestCaseError::fail(format!("{text} -> {printed}: {error}")))?;
        prop_assert_eq!(&again.to_string(), &printed);
        let derivatives = [formula.derivative(0), formula.derivative(1)];
        let derivatives_again = [again.derivative(0), again.derivative(1)];
        for point in [[0.3, 0.7], [-1.2, 2.5], [2.0, -0.4], [0.0, 0.0]] {
            let at = |formula: &Expression| formula.value(&point, &[1.5]);
            prop_assert!(same(at(&formula), at(&again)), "{} -> {}", text, printed);
            for (one, other) in derivatives.iter().zip(&derivatives_again) {
                prop_assert!(same(at(one), at(other)), "{}: {} and {}", text, one, other);
            }
        }
        for derivative in &derivatives {
            let printed = derivative.to_string();
            if printed.len() > 480 { continue }
            let Ok(read) = Expression::parse(&printed, &["x", "y"]) else {
                // A printed derivative may be nested deeper than a typed formula may be.
                continue;
            };
            for point in [[0.3, 0.7], [-1.2, 2.5]] {
                let (one, other) = (derivative.value(&point, &[1.5]), read.value(&point, &[1.5]));
                prop_assert!(same(one, other), "{}: {} {}", printed, one, other);
            }
        }
        formula.mathml();
    }

    #[test]
    fn no_text_makes_the_reader_panic(text in "[ -~\\PC]{0,60}", part in "[-+*/^()xyae0-9., sincoexp<>²|√₁₂⁻³α１ｘ{}=]{0,80}") {
        for text in [&text, &part] {
            match Expression::parse(text, &["x", "y"]) {
                Ok(formula) => {
                    formula.derivative(0).derivative(1).value(&[1.0, 2.0], &[]);
                    formula.to_string();
                    formula.mathml();
                }
                Err(error) => prop_assert!(error.position <= text.encode_utf16().count()),
            }
        }
    }
}

#[test]
fn what_lecturers_write_is_read_as_they_mean_it() {
    use libm::{cos, exp, log as ln, pow, sin};
    use std::f64::consts::{E, PI};
    for (text, expected) in [
        ("x1^2 + x2^2", 34.0),
        ("x_1^2 + x_2^2", 34.0),
        ("x₁² + x₂²", 34.0),
        ("x₁x₂", 15.0),
        ("x²³", pow(3.0, 23.0)),
        ("x⁻¹", 1.0 / 3.0),
        ("|x - 5|", 2.0),
        ("2|x - 5| + 1", 5.0),
        ("|x| |y|", 15.0),
        ("||x| - |y||", 2.0),
        ("|x - 5|²", 4.0),
        ("(|x - 5| + |y|)|y|", 35.0),
        ("ln|x|", ln(3.0)),
        ("sin x", sin(3.0)),
        ("sin x + cos y", sin(3.0) + cos(5.0)),
        ("sin x cos y", sin(3.0) * cos(5.0)),
        ("2 sin 2x", 2.0 * sin(6.0)),
        ("sin 2πx", sin(6.0 * PI)),
        ("sin x^2", sin(9.0)),
        ("sin x * y", sin(3.0) * 5.0),
        ("sin²x + cos²x", 1.0),
        ("sin^2 x", sin(3.0) * sin(3.0)),
        ("sin^2(x)", sin(3.0) * sin(3.0)),
        ("sin² (x + 1) y", sin(4.0) * sin(4.0) * 5.0),
        ("ln x", ln(3.0)),
        ("exp x", exp(3.0)),
        ("log₂ 8", 3.0),
        ("log₁₀(100)", 2.0),
        ("√x", 3f64.sqrt()),
        ("√(x + 1)", 2.0),
        ("2√x·y", 10.0 * 3f64.sqrt()),
        ("∛(x + 5)", 2.0),
        ("x·y × 2 ÷ 3 − 1", 9.0),
        ("e^x", pow(E, 3.0)),
        ("π x", 3.0 * PI),
        ("ｘ＾２＋１", 10.0),
        ("２ｘ　＋　ｙ", 11.0),
        ("（x＋１）＊２", 8.0),
        ("x^{10}", 59049.0),
        ("f(x, y) = x^2 + y", 14.0),
        ("f(x₁, x₂) = x₁ + x₂", 8.0),
        ("z = x y", 15.0),
        ("αx + β", 9.0),
        ("θ₁x + alpha", 9.0),
    ] {
        let got = value(text, 3.0, 5.0);
        assert!((got - expected).abs() <= 1e-12 * expected.abs(), "{text}: {got}, expected {expected}");
    }
    assert_eq!(read("αx + θ₁").parameters(), ["alpha", "theta_1"]);
    // Old formulas keep their meaning: x1 beside x is a parameter.
    assert_eq!(read("x1*x^2 + x").parameters(), ["x1"]);
}

#[test]
fn what_could_be_meant_in_two_ways_is_refused_with_both() {
    use ParseErrorReason::*;
    for (text, reason, position, expected) in [
        ("sin x/2", Ambiguous, 5, "sin(x/2)"),
        ("sin x/2", Ambiguous, 5, "sin(x)/2"),
        ("sin x (y + 1)", Ambiguous, 6, "sin(x)*…"),
        ("sin⁻¹ x", Ambiguous, 0, "arcsin(x)"),
        ("sin^-1(x)", Ambiguous, 0, "1/sin(x)"),
        ("√x²", Ambiguous, 2, "√(x²)"),
        ("√2x", Ambiguous, 2, "√(2x)"),
        ("0,5x", DecimalComma, 1, "0.5"),
        ("(0,5 + x)", DecimalComma, 2, "0.5"),
        ("sin(0,5)", DecimalComma, 5, "0.5"),
        ("xy + 1", UnknownName, 0, "x*y"),
        ("sinx", UnknownName, 0, "sin(x)"),
        ("1 + lnx", UnknownName, 4, "ln(x)"),
        ("x₁ + x", UnknownName, 0, "x"),
        ("x1 + x2 + x3", UnknownName, 10, "x1"),
        ("|x + 1", Parenthesis, 0, "|"),
        ("|x + (1|", Unfinished, 8, "value"),
        ("sin + 1", Unexpected, 4, "("),
        ("f(x) = 2 $", Character, 9, ""),
        ("g(x) = 2", Character, 5, ""),
    ] {
        let error = Expression::parse(text, &["x", "y"]).expect_err(text);
        assert_eq!((error.reason, error.position), (reason, position), "{text}: {error}");
        let named = expected.is_empty() || error.expected.iter().any(|one| one == expected);
        assert!(named, "{text}: {error}");
    }
}
