//! The config of a race: optimizers side by side on a surface.

mod anatomy;
mod ball;
mod basin;
mod contestant;
mod defaults;
mod formulas;
mod neighbourhoods;
pub mod preset;
mod run;
mod sweep;

pub use crate::nn::optimizer::Arrow;
pub use anatomy::{Anatomy, AnatomyLine, SlotChange};
pub use basin::{Basin, DIVERGED, NOWHERE};
pub use contestant::{Contestant, Method, Newton};
pub use defaults::contestant_names;
pub use run::{Ended, Run, Statistics};
pub use sweep::{Outcome, Regime, SweepAxis, sweep};

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::diff::without_defaults;
use crate::field_error::{FieldError, Reason, check_range};
use crate::partial::{checked, read_partial};
use crate::surface::{Surface, SurfaceName};

pub const MAX_STEPS: u32 = 20_000;
const MAX_CONTESTANTS: usize = 24;

/// Everything that can be set about a race. The defaults depend on the surface.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Race {
    pub surface: SurfaceName,
    /// The formula: the user's own for a typed surface, else that of the surface.
    pub formula: String,
    /// Values of the formula's parameters.
    pub parameters: BTreeMap<String, f64>,
    /// The domain that is shown, for each dimension. A run that leaves it has diverged.
    pub domain: Vec<[f64; 2]>,
    pub start: Vec<f64>,
    pub contestants: Vec<Contestant>,
    /// The number of steps.
    pub steps: u32,
    /// A loss within this of the lowest value counts as reached.
    pub tolerance: f64,
    /// The seed of the mini-batch noise, which is the same for all contestants.
    pub seed: u32,
}

/// The config as it is read, where anything may be missing.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Partial {
    surface: SurfaceName,
    formula: Option<String>,
    parameters: BTreeMap<String, f64>,
    domain: Option<Vec<[f64; 2]>>,
    start: Option<Vec<f64>>,
    contestants: Option<Vec<Contestant>>,
    steps: Option<u32>,
    tolerance: Option<f64>,
    seed: Option<u32>,
}

impl Default for Race {
    fn default() -> Self {
        Partial::default().complete().unwrap_or_else(|invalid| panic!("the default race: {invalid}"))
    }
}

impl Partial {
    fn complete(self) -> Result<Race, FieldError> {
        let row = self.surface.row();
        let formula = match self.surface {
            SurfaceName::Typed => self.formula.unwrap_or_else(|| row.formula.to_owned()),
            _ => row.formula.to_owned(),
        };
        let domain = self.domain.unwrap_or_default();
        let mut surface = Surface::new(self.surface, &formula, &self.parameters, &domain)
            .map_err(|error| FieldError::new("formula", Reason::Formula { error }))?;
        let start = self.start.filter(|start| start.len() == surface.dimensions());
        Ok(Race {
            surface: self.surface,
            formula,
            parameters: surface.parameters().clone(),
            domain: surface.domain().to_vec(),
            start: start.unwrap_or_else(|| surface.default_start()),
            contestants: contestant::coloured(
                self.contestants.unwrap_or_else(|| defaults::contestants(&mut surface)),
            ),
            steps: self.steps.unwrap_or(300),
            tolerance: self.tolerance.unwrap_or(0.01),
            seed: self.seed.unwrap_or(1),
        })
    }
}

impl Race {
    /// Reads and validates a race, complete or partial. Errors name every wrong field.
    pub fn from_json(text: &str) -> Result<Self, Vec<FieldError>> {
        Self::read(&crate::json::parse(text).map_err(|error| vec![error.into()])?)
    }

    /// The same from a JSON value.
    pub fn read(value: &Value) -> Result<Self, Vec<FieldError>> {
        read_partial(value, Partial::complete).and_then(|race| checked(race, Self::validate))
    }

    /// All errors; empty if the race can run.
    pub fn validate(&self) -> Vec<FieldError> {
        let mut errors = Vec::new();
        if let Err(error) = self.try_surface() {
            errors.push(FieldError::new("formula", Reason::Formula { error }));
        }
        for (name, value) in &self.parameters {
            check_range(&mut errors, &format!("parameters.{name}"), *value, -1e6, 1e6);
        }
        for (index, &[low, high]) in self.domain.iter().enumerate() {
            check_range(&mut errors, &format!("domain.{index}.0"), low, -1e6, 1e6);
            check_range(&mut errors, &format!("domain.{index}.1"), high, low + 1e-6, 1e6);
        }
        for (index, (&x, &[low, high])) in self.start.iter().zip(&self.domain).enumerate() {
            check_range(&mut errors, &format!("start.{index}"), x, low, high);
        }
        check_range(&mut errors, "contestants", self.contestants.len() as f64, 0.0, MAX_CONTESTANTS as f64);
        for (index, contestant) in self.contestants.iter().enumerate() {
            contestant.validate(&format!("contestants.{index}"), &mut errors);
        }
        check_range(&mut errors, "steps", self.steps.into(), 1.0, MAX_STEPS.into());
        check_range(&mut errors, "tolerance", self.tolerance, 1e-12, 1e6);
        errors
    }

    fn try_surface(&self) -> Result<Surface, crate::expression::ParseError> {
        Surface::new(self.surface, &self.formula, &self.parameters, &self.domain)
    }

    /// The surface of a valid race.
    pub fn surface(&self) -> Surface {
        self.try_surface().unwrap_or_else(|error| panic!("{}: {error}", self.formula))
    }

    /// A contestant by name, with default arguments for this surface.
    pub fn default_contestant(&self, name: &str) -> Result<Contestant, String> {
        defaults::contestant(name, &mut self.surface())
    }

    /// The partial race with only what differs from the defaults. Reading it gives the same race.
    pub fn diff_from_defaults(&self) -> Map<String, Value> {
        let defaults = Self::default();
        let bare =
            Partial { surface: self.surface, formula: Some(self.formula.clone()), ..Partial::default() };
        let surface_defaults = bare.complete().unwrap_or_else(|_| defaults.clone());
        // The defaults of start and contestants depend on the surface.
        let given = Partial {
            surface: self.surface,
            formula: Some(self.formula.clone()),
            parameters: self.parameters.clone(),
            domain: Some(self.domain.clone()),
            ..Partial::default()
        };
        let derived = given.complete().unwrap_or_else(|_| defaults.clone());
        let mut differences = Map::new();
        let mut keep = |key: &str, value: Value, differs: bool| {
            if differs {
                differences.insert(key.to_owned(), value);
            }
        };
        keep("surface", json!(self.surface), self.surface != defaults.surface);
        let own = self.surface == SurfaceName::Typed && self.formula != self.surface.row().formula;
        keep("formula", self.formula.clone().into(), own);
        let mut parameters = self.parameters.clone();
        parameters.retain(|name, value| surface_defaults.parameters.get(name) != Some(value));
        keep("parameters", without_defaults(&parameters), !parameters.is_empty());
        keep("domain", without_defaults(&self.domain), self.domain != surface_defaults.domain);
        keep("start", without_defaults(&self.start), self.start != derived.start);
        keep(
            "contestants",
            without_defaults(&contestant::uncoloured(&self.contestants)),
            self.contestants != derived.contestants,
        );
        keep("steps", self.steps.into(), self.steps != defaults.steps);
        keep("tolerance", self.tolerance.into(), self.tolerance != defaults.tolerance);
        keep("seed", self.seed.into(), self.seed != defaults.seed);
        differences
    }
}
