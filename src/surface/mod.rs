//! Test functions of one or two variables for optimizers: value, exact gradient and Hessian, domain, minima. Each is
//! a formula, whether built in or typed.

mod grid;
mod minima;
mod name;

pub(crate) use grid::share;
pub use grid::{Grid, LEVELS};
pub use minima::Minimum;
pub(crate) use minima::distance;
pub use name::{ParameterRange, SurfaceName};

use std::cell::RefCell;
use std::collections::BTreeMap;

use crate::expression::{Evaluator, Expression, LANES, ParseError, Program, Undefined};

/// The names of the variables in a formula.
pub const VARIABLES: [&str; 2] = ["x", "y"];

/// Default and range of a parameter of a typed formula.
const DEFAULT_PARAMETER: (f64, f64, f64) = (1.0, -5.0, 5.0);

/// Default domain of a typed formula.
const DEFAULT_DOMAIN: [f64; 2] = [-5.0, 5.0];

/// Points per side at which gradients are measured.
const GRADIENTS: usize = 21;

/// A surface that is ready to be evaluated.
#[derive(Clone, Debug)]
pub struct Surface {
    name: SurfaceName,
    formula: Expression,
    derivatives: Vec<Expression>,
    domain: Vec<[f64; 2]>,
    parameters: BTreeMap<String, f64>,
    value: Evaluator,
    /// The derivatives, and the value after them.
    gradient: Evaluator,
    /// xx, xy, yy; computed when first needed.
    curvature: Option<Evaluator>,
}

/// A compiled formula, for any parameters.
#[derive(Clone)]
struct Prepared {
    text: String,
    formula: Expression,
    derivatives: Vec<Expression>,
    value: Evaluator,
    gradient: Evaluator,
}

/// Number of compiled formulas to keep: while one is edited, those of the defaults are needed again and again.
const KEPT: usize = 4;

thread_local! {
    /// The most recently used, the latest first.
    static LATEST: RefCell<Vec<Prepared>> = const { RefCell::new(Vec::new()) };
}

impl Prepared {
    fn of(text: &str) -> Result<Self, ParseError> {
        let known = LATEST.with_borrow_mut(|latest| {
            let at = latest.iter().position(|prepared| prepared.text == text)?;
            latest[..=at].rotate_right(1);
            latest.first().cloned()
        });
        if let Some(known) = known {
            return Ok(known);
        }
        let formula = Expression::parse(text, &VARIABLES)?;
        let dimensions = if formula.uses(1) { 2 } else { 1 };
        let derivatives: Vec<_> = (0..dimensions).map(|variable| formula.derivative(variable)).collect();
        let mut all = derivatives.clone();
        all.push(formula.clone());
        let (value, gradient) = (evaluator(std::slice::from_ref(&formula)), evaluator(&all));
        let prepared = Self { text: text.to_owned(), formula, derivatives, value, gradient };
        LATEST.with_borrow_mut(|latest| {
            latest.insert(0, prepared.clone());
            latest.truncate(KEPT);
        });
        Ok(prepared)
    }
}

impl Surface {
    /// A surface with parameters and domain. `formula` is used only if the name is `Typed`. Missing values get their
    /// defaults, and so does a domain with a wrong number of dimensions.
    pub fn new(
        name: SurfaceName,
        formula: &str,
        parameters: &BTreeMap<String, f64>,
        domain: &[[f64; 2]],
    ) -> Result<Self, ParseError> {
        let row = name.row();
        let text = if name == SurfaceName::Typed { formula } else { row.formula };
        let Prepared { formula, derivatives, value, gradient, .. } = Prepared::of(text)?;
        let dimensions = derivatives.len();
        let domain = match (domain.len() == dimensions, row.domain.len() == dimensions) {
            (true, _) => domain.to_vec(),
            (false, true) => row.domain.to_vec(),
            (false, false) => vec![DEFAULT_DOMAIN; dimensions],
        };
        let mut surface = Self {
            name,
            formula,
            derivatives,
            domain,
            parameters: BTreeMap::new(),
            value,
            gradient,
            curvature: None,
        };
        for range in surface.parameter_ranges() {
            let value = parameters.get(&range.name).copied().unwrap_or(range.value);
            surface.parameters.insert(range.name, value);
        }
        let values = surface.parameter_values();
        for evaluator in [&mut surface.value, &mut surface.gradient] {
            evaluator.set_parameters(&values);
        }
        Ok(surface)
    }

    /// The parameters in the order of the formula.
    fn parameter_values(&self) -> Vec<f64> {
        self.formula.parameters().iter().map(|name| self.parameters[name]).collect()
    }

    pub fn name(&self) -> SurfaceName {
        self.name
    }

    pub fn formula(&self) -> &Expression {
        &self.formula
    }

    /// The derivative with respect to each variable.
    pub fn derivatives(&self) -> &[Expression] {
        &self.derivatives
    }

    pub fn dimensions(&self) -> usize {
        self.domain.len()
    }

    /// The domain, as the range of each variable. A run that leaves it has diverged.
    pub fn domain(&self) -> &[[f64; 2]] {
        &self.domain
    }

    pub fn parameters(&self) -> &BTreeMap<String, f64> {
        &self.parameters
    }

    /// The parameters of the formula with default values and the ranges of their sliders.
    pub fn parameter_ranges(&self) -> Vec<ParameterRange> {
        let row = self.name.row();
        // In the user's own formula the same letter means something else.
        let default_formula = Expression::parse(row.formula, &VARIABLES).map(|formula| formula.to_string());
        let own = self.name == SurfaceName::Typed && default_formula.ok() != Some(self.formula.to_string());
        let known: Vec<_> = row.parameters().filter(|_| !own).collect();
        let range = |name: &String| match known.iter().find(|range| range.name == *name) {
            Some(range) => range.clone(),
            None => {
                let (value, low, high) = DEFAULT_PARAMETER;
                ParameterRange { name: name.clone(), value, low, high, log: false }
            }
        };
        self.formula.parameters().iter().map(range).collect()
    }

    /// The default start.
    pub fn default_start(&self) -> Vec<f64> {
        let start = self.name.row().start;
        let inside = |start: &[f64]| {
            start.len() == self.dimensions()
                && start.iter().zip(&self.domain).all(|(x, [low, high])| (low..=high).contains(&x))
        };
        if inside(start) {
            return start.to_vec();
        }
        self.domain.iter().zip([0.85, 0.8]).map(|([low, high], share)| low + (high - low) * share).collect()
    }

    pub fn value(&mut self, point: &[f64]) -> f64 {
        self.value.at(point);
        self.value.output(0)[0]
    }

    /// The reason why there is no value at a point. None if there is a value.
    pub fn undefined(&self, point: &[f64]) -> Option<Undefined> {
        self.formula.undefined(point, &self.parameter_values())
    }

    /// The gradient at a point. Where the formula has a value but no slope, as at the tip of a cone, it is 0. Where
    /// it has no value it has no gradient either, even if its derivative is a shorter formula that has one.
    pub fn gradient(&mut self, point: &[f64], gradient: &mut [f64]) {
        self.gradient.at(point);
        let value = self.gradient.output(gradient.len())[0];
        for (index, gradient) in gradient.iter_mut().enumerate() {
            *gradient = slope(self.gradient.output(index)[0], value);
        }
    }

    /// Gradients at up to [`LANES`] points, `[point][dimension]` in and out.
    pub fn gradients(&mut self, points: &[f32], gradients: &mut [f32]) {
        let dimensions = self.dimensions();
        let lanes = points.len() / dimensions;
        assert!(lanes <= LANES && points.len() == gradients.len());
        for dimension in 0..dimensions {
            let lanes = self.gradient.variable(dimension).iter_mut();
            for (lane, point) in lanes.zip(points.chunks_exact(dimensions)) {
                *lane = f64::from(point[dimension]);
            }
        }
        self.gradient.run(lanes);
        let values = self.gradient.output(dimensions);
        for dimension in 0..dimensions {
            let slopes = self.gradient.output(dimension).iter().zip(values);
            for (gradient, (&derivative, &value)) in gradients.chunks_exact_mut(dimensions).zip(slopes) {
                gradient[dimension] = slope(derivative, value) as f32;
            }
        }
    }

    /// Second derivatives: xx, xy, yy, or only xx in one dimension.
    pub fn curvature(&mut self, point: &[f64]) -> [f64; 3] {
        let dimensions = self.dimensions();
        let curvature = self.curvature_evaluator();
        curvature.at(point);
        match dimensions {
            1 => [curvature.output(0)[0], 0.0, 0.0],
            _ => [0, 1, 2].map(|index| curvature.output(index)[0]),
        }
    }

    fn curvature_evaluator(&mut self) -> &mut Evaluator {
        let values = if self.curvature.is_none() { self.parameter_values() } else { Vec::new() };
        self.curvature.get_or_insert_with(|| {
            let second: Vec<_> = match &self.derivatives[..] {
                [x, y] => vec![x.derivative(0), x.derivative(1), y.derivative(1)],
                only => vec![only[0].derivative(0)],
            };
            let mut curvature = evaluator(&second);
            curvature.set_parameters(&values);
            curvature
        })
    }

    /// The cost of value, gradient and curvature at a point, in additions.
    pub fn costs(&mut self) -> (usize, usize, usize) {
        (self.value.cost(), self.gradient.cost(), self.curvature_evaluator().cost())
    }

    /// The largest side of a grid whose values together cost at most `cost` additions.
    pub fn side_within(&self, cost: usize) -> usize {
        let points = cost / self.value.cost().max(1);
        if self.dimensions() == 1 { points } else { points.isqrt() }
    }

    /// The cost of one step of descent, in additions.
    fn cost_of_step(&self) -> u64 {
        let curvature = self.curvature.as_ref().map_or(0, Evaluator::cost);
        (4 * self.value.cost() + self.gradient.cost() + curvature) as u64
    }

    /// Length of the diagonal of the domain.
    pub fn diagonal(&self) -> f64 {
        libm::sqrt(self.domain.iter().map(|[low, high]| (high - low) * (high - low)).sum())
    }

    /// The median norm of the gradients over the domain.
    pub fn median_gradient_norm(&mut self) -> f64 {
        let dimensions = self.dimensions();
        let rows = if dimensions == 1 { 1 } else { GRADIENTS };
        let grid = Grid::new(GRADIENTS, rows, &self.domain);
        let points = GRADIENTS * rows;
        let mut lengths = Vec::with_capacity(points);
        for start in (0..points).step_by(LANES) {
            let lanes = LANES.min(points - start);
            for lane in 0..lanes {
                let point = grid.point(start + lane);
                for (dimension, value) in point.into_iter().enumerate().take(dimensions) {
                    self.gradient.variable(dimension)[lane] = value;
                }
            }
            self.gradient.run(lanes);
            for lane in 0..lanes {
                let value = self.gradient.output(dimensions)[lane];
                let of = |dimension: usize| slope(self.gradient.output(dimension)[lane], value);
                let (x, y) = (of(0), if dimensions == 2 { of(1) } else { 0.0 });
                lengths.push(libm::sqrt(x * x + y * y));
            }
        }
        lengths.retain(|length| length.is_finite());
        lengths.sort_unstable_by(f64::total_cmp);
        lengths.get(lengths.len() / 2).copied().unwrap_or(0.0)
    }

    pub fn contains(&self, point: &[f64]) -> bool {
        point.iter().zip(&self.domain).all(|(x, [low, high])| (low..=high).contains(&x))
    }
}

/// A derivative at a point where the formula has this value.
fn slope(derivative: f64, value: f64) -> f64 {
    match value.is_finite() {
        true if derivative.is_nan() => 0.0,
        true => derivative,
        false => f64::NAN,
    }
}

fn evaluator(expressions: &[Expression]) -> Evaluator {
    Evaluator::new(&Program::new(&expressions.iter().collect::<Vec<_>>()), &[])
}
