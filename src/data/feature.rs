//! Features of a point of the plane.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::formula;
use crate::expression::{Evaluator, Expression, ParseError, ParseErrorReason, Program};
use crate::json;

/// How many formulas there may be among the features.
pub(super) const MAX_FORMULAS: usize = 4;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub enum Feature {
    X1,
    X2,
    X1Squared,
    X2Squared,
    X1X2,
    SinX1,
    SinX2,
    CosX1,
    CosX2,
    /// Distance from the centre.
    Radius,
    /// A formula of x1 and x2.
    Formula(String),
}

impl fmt::Display for Feature {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Self::Formula(text) => formatter.write_str(text),
            named => named.serialize(formatter),
        }
    }
}

/// A feature that is ready to be computed.
pub(super) enum FeatureRule<'a> {
    Named(&'a Feature),
    Formula(Evaluator),
}

impl Feature {
    /// Every feature that has a name.
    pub fn named() -> Vec<Self> {
        json::all()
    }

    /// The coordinates.
    pub fn defaults(dimensions: usize) -> Vec<Self> {
        vec![Self::X1, Self::X2][..dimensions].to_vec()
    }

    /// The value of a feature that has a name.
    fn value(&self, x1: f64, x2: f64) -> f64 {
        match self {
            Self::X1 => x1,
            Self::X2 => x2,
            Self::X1Squared => x1 * x1,
            Self::X2Squared => x2 * x2,
            Self::X1X2 => x1 * x2,
            Self::SinX1 => libm::sin(x1),
            Self::SinX2 => libm::sin(x2),
            Self::CosX1 => libm::cos(x1),
            Self::CosX2 => libm::cos(x2),
            Self::Radius => libm::sqrt(x1 * x1 + x2 * x2),
            Self::Formula(_) => 0.0,
        }
    }

    /// A formula that cannot be parsed is 0 everywhere.
    pub(super) fn rule(&self) -> FeatureRule<'_> {
        match self.expression(2) {
            Some(Ok(expression)) => FeatureRule::Formula(Evaluator::new(&Program::new(&[&expression]), &[])),
            _ => FeatureRule::Named(self),
        }
    }

    pub fn is_formula(&self) -> bool {
        matches!(self, Self::Formula(_))
    }

    /// The parsed formula, which may use the first `dimensions` coordinates; None for a feature that has a name.
    fn expression(&self, dimensions: usize) -> Option<Result<Expression, ParseError>> {
        let Self::Formula(text) = self else { return None };
        let parsed = formula::parse(text, 0);
        Some(parsed.and_then(|expression| {
            if dimensions == 1 && expression.uses(1) {
                Err(no_second_coordinate(text))
            } else {
                Ok(expression)
            }
        }))
    }

    /// What is wrong with a formula.
    pub fn formula_error(&self, dimensions: usize) -> Option<ParseError> {
        self.expression(dimensions)?.err()
    }

    /// Whether two features are the same, however their formulas are written.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        match (self.expression(2), other.expression(2)) {
            (Some(Ok(one)), Some(Ok(other))) => one.to_string() == other.to_string(),
            _ => self == other,
        }
    }

    /// The number of coordinates it needs: 1 if x1 is enough. What a formula needs is checked when it is parsed.
    pub fn dimensions(&self) -> usize {
        match self {
            Self::X1 | Self::X1Squared | Self::SinX1 | Self::CosX1 | Self::Formula(_) => 1,
            _ => 2,
        }
    }
}

/// The error of a formula that uses x2 where there is none.
fn no_second_coordinate(text: &str) -> ParseError {
    let names = ["x2", "x_2", "x₂", "y"];
    let first = names.iter().filter_map(|name| Some((text.find(name)?, *name))).min();
    let (before, found) = first.unwrap_or((0, "x2"));
    ParseError {
        reason: ParseErrorReason::UnknownName,
        position: text[..before].encode_utf16().count(),
        length: found.encode_utf16().count(),
        found: found.to_owned(),
        expected: vec!["x1".into()],
    }
}

impl FeatureRule<'_> {
    /// The value at a point. Where a formula has no finite value it is 0.
    pub fn value(&mut self, x1: f64, x2: f64) -> f32 {
        match self {
            Self::Named(feature) => feature.value(x1, x2) as f32,
            Self::Formula(evaluator) => {
                evaluator.at(&[x1, x2]);
                let value = evaluator.output(0)[0] as f32;
                if value.is_finite() { value } else { 0.0 }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::formula::VARIABLES;

    fn formula(text: &str) -> Feature {
        Feature::Formula(text.into())
    }

    #[test]
    fn names_are_those_that_are_written() {
        for feature in Feature::named() {
            assert_eq!(serde_json::to_value(&feature).unwrap(), feature.to_string());
        }
        assert_eq!(Feature::named().len(), 10);
        let written = serde_json::to_value(formula("x1*x2 + 1")).unwrap();
        assert_eq!(written, serde_json::json!({"formula": "x1*x2 + 1"}));
        assert_eq!(serde_json::from_value::<Feature>(written).unwrap(), formula("x1*x2 + 1"));
    }

    #[test]
    fn a_formula_is_what_the_feature_of_the_same_meaning_is() {
        for (named, text) in [
            (Feature::X1, "x1"),
            (Feature::X2, "y"),
            (Feature::X1Squared, "x₁²"),
            (Feature::X1X2, "x y"),
            (Feature::SinX2, "sin(x_2)"),
            (Feature::CosX1, "cos x1"),
            (Feature::Radius, "sqrt(x1^2 + x2^2)"),
        ] {
            for (x1, x2) in [(0.0, 0.0), (-3.25, 5.5), (6.0, -6.0)] {
                assert_eq!(formula(text).rule().value(x1, x2), named.rule().value(x1, x2), "{text}");
            }
        }
        assert_eq!(formula("x1*x2 + 1").rule().value(2.0, 3.0), 7.0);
    }

    #[test]
    fn what_is_not_finite_is_zero() {
        for (text, x1) in [("1 / x1", 0.0), ("log(x1)", -1.0), ("exp(100 x1)", 6.0), ("x1 +", 1.0)] {
            assert_eq!(formula(text).rule().value(x1, 0.0), 0.0, "{text}");
        }
    }

    #[test]
    fn a_curve_has_no_second_coordinate() {
        for (text, position, found) in
            [("x2 + 1", 0, "x2"), ("π + x₂", 4, "x₂"), ("x y", 2, "y"), ("sin(x_2)", 4, "x_2")]
        {
            assert_eq!(formula(text).formula_error(2), None, "{text}");
            let error = formula(text).formula_error(1).unwrap();
            assert_eq!((error.position, &error.found[..]), (position, found), "{text}");
            assert_eq!(
                (error.reason, error.expected),
                (ParseErrorReason::UnknownName, vec!["x1".to_owned()])
            );
        }
        assert_eq!(formula("x1^2").formula_error(1), None);
        let unknown = formula("x1 + q").formula_error(2).unwrap();
        assert_eq!((unknown.position, &unknown.expected[..]), (5, &VARIABLES.map(str::to_owned)[..]));
    }

    #[test]
    fn formulas_are_compared_by_what_they_say() {
        assert!(formula("x1*x2+1").is_same(&formula(" x₁ x₂ + 1")));
        assert!(formula("x*y + 1").is_same(&formula("x1*x2 + 1")));
        assert!(!formula("x1*x2").is_same(&formula("x1*x2 + 1")));
        assert!(!formula("x1").is_same(&Feature::X1));
    }
}
