//! A data set made from a formula: `y > sin(x)` gives two classes, `x^2 - y^2` a number at every point.

use serde::{Deserialize, Serialize};

use super::bounds::EDGE;
use super::problem::Problem;
use crate::expression::{Evaluator, Expression, ParseError, ParseErrorReason, Program};
use crate::field_error::{FieldError, Reason};

pub(super) const VARIABLES: [&str; 2] = ["x", "y"];
/// Points per side of the grid that measures how large the values are.
const GRID: usize = 41;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct FunctionConfig {
    /// A formula of x and y. With a `>` or `<` between two formulas it defines two classes.
    pub formula: String,
}

impl Default for FunctionConfig {
    fn default() -> Self {
        Self { formula: "y > 2 sin(x)".into() }
    }
}

/// A formula that is ready to be evaluated.
pub(super) struct LabelRule {
    evaluator: Evaluator,
    comparison: Option<Comparison>,
    /// Divisor that brings the values between -1 and 1.
    size: f64,
}

/// A comparison sign.
#[derive(Clone, Copy)]
struct Comparison {
    /// Position in the text, in bytes.
    start: usize,
    end: usize,
    /// Whether the left side is the larger one.
    greater: bool,
    /// Whether it is also true for equal sides.
    or_equal: bool,
}

impl FunctionConfig {
    /// The comparison sign, if there is one.
    fn comparison(&self) -> Option<Comparison> {
        let signs = ['>', '<', '≥', '≤', '＞', '＜'];
        let (start, sign) = self.formula.char_indices().find(|(_, sign)| signs.contains(sign))?;
        let end = start + sign.len_utf8();
        let equals = self.formula[end..].chars().next().filter(|next| ['=', '＝'].contains(next));
        Some(Comparison {
            start,
            end: end + equals.map_or(0, char::len_utf8),
            greater: matches!(sign, '>' | '≥' | '＞'),
            or_equal: matches!(sign, '≥' | '≤') || equals.is_some(),
        })
    }

    pub(super) fn problem(&self) -> Problem {
        if self.comparison().is_some() { Problem::Binary } else { Problem::Regression { units: 1 } }
    }

    pub(super) fn validate(&self, errors: &mut Vec<FieldError>) {
        if let Err(error) = self.expressions() {
            errors.push(FieldError::new("data.formula", Reason::Formula { error }));
        }
    }

    /// The value, or the larger and the smaller side of a comparison.
    fn expressions(&self) -> Result<Vec<Expression>, ParseError> {
        let Some(cut) = self.comparison() else { return Ok(vec![parse(&self.formula, 0)?]) };
        let (left, right) = (&self.formula[..cut.start], &self.formula[cut.end..]);
        let start = self.formula[..cut.end].encode_utf16().count();
        let mut sides = vec![parse(left, 0)?, parse(right, start)?];
        if !cut.greater {
            sides.reverse();
        }
        Ok(sides)
    }

    /// None if the formula cannot be parsed.
    pub(super) fn rule(&self) -> Option<LabelRule> {
        let expressions = self.expressions().ok()?;
        let program = Program::new(&expressions.iter().collect::<Vec<_>>());
        let evaluator = Evaluator::new(&program, &[]);
        let mut rule = LabelRule { evaluator, comparison: self.comparison(), size: 1.0 };
        if !rule.compares() {
            rule.size = rule.largest();
        }
        Some(rule)
    }

    /// The divisor of the values; 1 for classes.
    pub(super) fn size(&self) -> f64 {
        self.rule().map_or(1.0, |rule| rule.size)
    }
}

impl LabelRule {
    /// The class at a point, or its value between -1 and 1. A value that is not finite counts as 0.
    pub(super) fn value(&mut self, x: f64, y: f64) -> f64 {
        self.evaluator.at(&[x, y]);
        let first = self.evaluator.output(0)[0];
        if let Some(comparison) = self.comparison {
            let second = self.evaluator.output(1)[0];
            return f64::from(u8::from(first > second || comparison.or_equal && first == second));
        }
        if first.is_finite() { (first / self.size).clamp(-1.0, 1.0) } else { 0.0 }
    }

    pub(super) fn compares(&self) -> bool {
        self.comparison.is_some()
    }

    /// The largest finite magnitude on the plane, rounded up to two digits; 1 if there is none.
    fn largest(&mut self) -> f64 {
        let at = |index: usize| EDGE * (2.0 * index as f64 / (GRID - 1) as f64 - 1.0);
        let mut largest: f64 = 0.0;
        for place in 0..GRID * GRID {
            self.evaluator.at(&[at(place % GRID), at(place / GRID)]);
            let value = self.evaluator.output(0)[0].abs();
            if value.is_finite() {
                largest = largest.max(value);
            }
        }
        if largest < 1e-300 {
            return 1.0;
        }
        let power = libm::pow(10.0, libm::floor(libm::log10(largest)) - 1.0);
        let rounded = libm::ceil(largest / power - 1e-9) * power;
        if rounded.is_finite() { rounded } else { largest }
    }
}

/// Parses one side, which starts at `start` in the whole text. Only x and y are allowed.
pub(super) fn parse(text: &str, start: usize) -> Result<Expression, ParseError> {
    let later = |error: ParseError| ParseError { position: error.position + start, ..error };
    let expression = Expression::parse(text, &VARIABLES).map_err(later)?;
    match expression.parameters().first() {
        None => Ok(expression),
        Some(letter) => {
            let before = text.find(letter.as_str()).unwrap_or(0);
            let position = start + text[..before].encode_utf16().count();
            let expected = VARIABLES.map(str::to_owned).to_vec();
            Err(ParseError {
                reason: ParseErrorReason::UnknownName,
                position,
                length: 1,
                found: letter.clone(),
                expected,
            })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(formula: &str) -> FunctionConfig {
        FunctionConfig { formula: formula.into() }
    }

    #[test]
    fn a_comparison_makes_two_classes_and_anything_else_a_number() {
        let mut above = of("y > sin(x)").rule().unwrap();
        assert_eq!([above.value(0.0, 1.0), above.value(0.0, -1.0)], [1.0, 0.0]);
        let mut inside = of("x^2 + y^2 < 9").rule().unwrap();
        assert_eq!([inside.value(0.0, 0.0), inside.value(3.0, 3.0)], [1.0, 0.0]);
        let mut saddle = of("x^2 - y^2").rule().unwrap();
        assert_eq!(
            [saddle.value(6.0, 0.0), saddle.value(0.0, 6.0), saddle.value(3.0, 0.0)],
            [1.0, -1.0, 0.25]
        );
        for (formula, inside) in [
            ("x >= 1", 1.0),
            ("x ≥ 1", 1.0),
            ("x > 1", 0.0),
            ("1 <= x", 1.0),
            ("1 ＜ x", 0.0),
            ("x₂ ≤ x₁", 1.0),
        ] {
            assert_eq!(of(formula).rule().unwrap().value(1.0, 1.0), inside, "{formula}");
            assert_eq!(of(formula).problem(), Problem::Binary, "{formula}");
        }
        assert_eq!(of("x^2 - y^2").size(), 36.0);
        assert_eq!(of("y > x").problem(), Problem::Binary);
        assert_eq!(of("x * y").problem(), Problem::Regression { units: 1 });
    }

    #[test]
    fn what_is_wrong_is_named_with_its_character_in_the_whole_text() {
        let error = |formula: &str| of(formula).expressions().unwrap_err();
        assert_eq!((error("y > sin(x").reason, error("y > q + 1").position), (error("y > sin(x").reason, 4));
        assert_eq!(error("y > q + 1").found, "q");
        assert_eq!(error("y > x ? 2").position, 6);
        assert_eq!(error("").reason, ParseErrorReason::Empty);
        assert_eq!(error("y >").reason, ParseErrorReason::Empty);
        assert_eq!(error("y >= q").position, 5);
    }

    #[test]
    fn values_that_are_not_finite_are_zero_and_never_spoil_the_scale() {
        for formula in ["1 / x", "log(x)", "exp(exp(exp(x)))", "0", "x / 0"] {
            let mut rule = of(formula).rule().unwrap();
            for at in [-6.0, 0.0, 0.1, 6.0] {
                let value = rule.value(at, at);
                assert!((-1.0..=1.0).contains(&value), "{formula} at {at}: {value}");
            }
        }
    }
}
