//! Messages for the Optimizers room: surfaces, formulas, grids, and explorations.

use serde::Serialize;

use super::{Bytes, Counts, Doubles, Finite, Floats, Shorts};
use crate::expression::{Expression, ParseError};
use crate::surface::{self, Minimum, ParameterRange, Surface, SurfaceName, VARIABLES};
use crate::{landscape, race};

/// A surface to choose from.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct SurfaceInfo {
    pub name: SurfaceName,
    #[cfg_attr(test, ts(type = "1 | 2"))]
    pub dimensions: usize,
    pub formula: String,
    pub mathml: String,
    pub parameters: Vec<ParameterRange>,
    pub domain: Vec<[f64; 2]>,
    pub start: Vec<f64>,
}

impl SurfaceInfo {
    /// All surfaces, the typed one last.
    pub fn all() -> Vec<Self> {
        SurfaceName::all().into_iter().filter_map(Self::of).collect()
    }

    fn of(name: SurfaceName) -> Option<Self> {
        let formula = name.row().formula;
        let surface = Surface::new(name, formula, &Default::default(), &[]).ok()?;
        Some(Self {
            name,
            dimensions: surface.dimensions(),
            formula: formula.to_owned(),
            mathml: surface.formula().mathml(),
            parameters: surface.parameter_ranges(),
            domain: surface.domain().to_vec(),
            start: surface.default_start(),
        })
    }
}

/// A typed formula or its error. One of them is null.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[cfg_attr(test, ts(type = "{ formula: Formula, error: null } | { formula: null, error: ParseError }"))]
pub struct CheckedFormula {
    formula: Option<Formula>,
    error: Option<ParseError>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Formula {
    #[cfg_attr(test, ts(type = "1 | 2"))]
    dimensions: usize,
    parameters: Vec<ParameterRange>,
    mathml: String,
    derivatives: Vec<Derivative>,
}

/// `text` and `mathml` are empty if they would be too long to read.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Derivative {
    variable: &'static str,
    text: String,
    mathml: String,
}

impl CheckedFormula {
    pub fn of(text: &str) -> Self {
        match Surface::new(SurfaceName::Typed, text, &Default::default(), &[]) {
            Ok(surface) => Self { formula: Some(Formula::of(&surface)), error: None },
            Err(error) => Self { formula: None, error: Some(error) },
        }
    }
}

impl Formula {
    fn of(surface: &Surface) -> Self {
        let derivative = |(variable, derivative): (&'static str, &Expression)| {
            let (text, mathml) = match derivative.is_readable() {
                true => (derivative.to_string(), derivative.mathml()),
                false => Default::default(),
            };
            Derivative { variable, text, mathml }
        };
        Self {
            dimensions: surface.dimensions(),
            parameters: surface.parameter_ranges(),
            mathml: surface.formula().mathml(),
            derivatives: VARIABLES.into_iter().zip(surface.derivatives()).map(derivative).collect(),
        }
    }
}

/// Heights of a surface, or losses of a network. `height` is 1 in one dimension.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Grid<'a> {
    pub width: usize,
    pub height: usize,
    pub domain: Vec<[f64; 2]>,
    pub values: Doubles<'a>,
    /// The values scaled to [0, 1], evenly from level to level, for colours and for heights in three dimensions. A
    /// value that is not finite has no shade either.
    pub shades: Floats<'a>,
    /// Levels from the lowest to the highest value, with an equal area between any two. Contour lines run along them.
    pub levels: Doubles<'a>,
}

impl From<surface::Grid> for Grid<'_> {
    fn from(grid: surface::Grid) -> Self {
        let levels = grid.levels();
        Self {
            width: grid.width,
            height: grid.height,
            shades: grid.shades(&levels).into(),
            domain: grid.domain,
            values: grid.values.into(),
            levels: levels.into(),
        }
    }
}

/// Value and gradient of a surface at a point.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Slope {
    pub value: Finite,
    pub gradient: Vec<Finite>,
}

impl Slope {
    pub fn at(surface: &mut Surface, point: &[f64]) -> Self {
        let mut gradient = vec![0.0; surface.dimensions()];
        surface.gradient(point, &mut gradient);
        let value = surface.value(point).into();
        Self { value, gradient: gradient.into_iter().map(Finite).collect() }
    }
}

/// The minimum that every start reaches, as far as computed. Rows go from coarse to fine; missing ones repeat the
/// nearest.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Basin<'a> {
    pub progress: f64,
    pub done: bool,
    pub width: usize,
    pub height: usize,
    pub domain: &'a [[f64; 2]],
    pub minima: &'a [Minimum],
    /// Indices into `minima`, or 254 if no minimum was reached in time, or 253 if the start diverged.
    pub reached: Bytes<'a>,
    /// The step at which each start reached its minimum.
    pub arrived: Shorts<'a>,
}

impl<'a> From<&'a race::Basin> for Basin<'a> {
    fn from(basin: &'a race::Basin) -> Self {
        let (reached, arrived) = basin.picture();
        let grid = basin.grid();
        Self {
            progress: basin.progress(),
            done: basin.progress() >= 1.0,
            width: grid.width,
            height: grid.height,
            domain: &grid.domain,
            minima: basin.minima(),
            reached: reached.into(),
            arrived: arrived.into(),
        }
    }
}

/// What became of a contestant under every pair of two settings, `[up][across]`.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct RaceSweep<'a> {
    pub regimes: Vec<race::Regime>,
    /// Indices into `minima`, or the codes of `Basin`.
    pub reached: Bytes<'a>,
    /// The step from which on it stays there, or at which it diverged.
    pub arrived: Counts<'a>,
    /// The last losses.
    pub losses: Doubles<'a>,
    /// The minima of the last race's surface.
    pub minima: Vec<Minimum>,
}

impl RaceSweep<'_> {
    pub fn of(outcomes: &[race::Outcome], minima: Vec<Minimum>) -> Self {
        Self {
            regimes: outcomes.iter().map(|outcome| outcome.regime).collect(),
            reached: outcomes.iter().map(|outcome| outcome.reached).collect(),
            arrived: outcomes.iter().map(|outcome| outcome.arrived).collect(),
            losses: outcomes.iter().map(|outcome| outcome.loss).collect(),
            minima,
        }
    }
}

/// The loss of a network over a plane in its weight space, as far as computed.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Landscape<'a> {
    pub progress: f64,
    pub done: bool,
    #[cfg_attr(test, ts(type = "\"paths\" | \"grid\""))]
    pub stage: &'static str,
    /// Null while the rivals are running. Then it fills from coarse to fine.
    pub grid: Option<Grid<'a>>,
    pub paths: Vec<LandscapePath<'a>>,
    /// Names of the axes: weights as `layer.kernel[0, 1]`, else empty.
    pub labels: [String; 2],
    /// Share of the trajectories' variance along each axis; null if there is none.
    pub explained: Option<[f64; 2]>,
}

/// The trajectory of a run, projected on the plane as `[point][2]`, with its true losses.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct LandscapePath<'a> {
    /// Index of the rival; null for the run itself.
    pub rival: Option<usize>,
    pub steps: Doubles<'a>,
    pub points: Floats<'a>,
    pub losses: Doubles<'a>,
    /// The step at which it diverged.
    pub ended: Option<u64>,
}

impl<'a> From<&'a landscape::Landscape> for Landscape<'a> {
    fn from(landscape: &'a landscape::Landscape) -> Self {
        let grid = landscape.grid();
        let path = |(way, points): (&'a landscape::ProjectedTrajectory, Vec<f32>)| LandscapePath {
            rival: way.rival,
            steps: way.steps.iter().map(|&step| step as f64).collect(),
            points: points.into(),
            losses: way.losses[..].into(),
            ended: way.ended,
        };
        Self {
            progress: landscape.progress(),
            done: landscape.is_done(),
            stage: if grid.is_some() { "grid" } else { "paths" },
            grid: grid.map(Grid::from),
            paths: landscape.trajectories().into_iter().map(path).collect(),
            labels: landscape.labels(),
            explained: landscape.explained().filter(|shares| shares.iter().all(|share| share.is_finite())),
        }
    }
}
