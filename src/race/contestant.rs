//! A contestant: a method, the noise of its gradients, and how it is shown.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use crate::field_error::{FieldError, check_range};
use crate::json::{self, DeserializeError, Tagged};
use crate::nn::optimizer::Sgd;
use crate::nn::{OptimizerConfig, UpdateRule};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Contestant {
    pub optimizer: Method,
    /// Mini-batch noise of its gradients. 0 is none. 1 moves gradient descent, at its default rate for the surface,
    /// by a hundredth of the diagonal of the plane.
    pub noise: f64,
    /// Index into the page's colours; the first free one if missing.
    #[serde(skip_serializing_if = "is_missing")]
    #[cfg_attr(test, ts(as = "Option<u8>", optional))]
    pub colour: u8,
    pub shown: bool,
}
/// A colour that has not been chosen yet.
const NO_COLOUR: u8 = u8::MAX;

fn is_missing(colour: &u8) -> bool {
    *colour == NO_COLOUR
}

/// The number of the page's colours.
const COLOURS: u8 = 24;

impl Default for Contestant {
    fn default() -> Self {
        Self {
            optimizer: Method::Rule(UpdateRule::Sgd(Sgd::default()).into()),
            noise: 0.0,
            colour: NO_COLOUR,
            shown: true,
        }
    }
}

/// How a contestant steps: by an update rule of the engine, or by Newton's method, which uses the curvature.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[cfg_attr(test, ts(type = "OptimizerConfig | ({ optimizer: \"newton\" } & Newton)"))]
pub enum Method {
    Rule(OptimizerConfig),
    Newton(Newton),
}

/// w -= rate (H + damping I)^-1 g, where H is the Hessian.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Newton {
    pub learning_rate: f64,
    /// Added to the curvature (Levenberg, 1944). Large values turn the step towards the gradient.
    pub damping: f64,
}

impl Default for Newton {
    fn default() -> Self {
        Self { learning_rate: 1.0, damping: 0.0 }
    }
}

const NEWTON: &str = "newton";

/// Newton's method as it is written among the optimizers.
#[derive(Serialize, Deserialize)]
#[serde(remote = "Self", rename_all = "snake_case")]
enum NewtonOptimizer {
    Newton(Newton),
}
engine::tagged!(NewtonOptimizer, "optimizer");

impl<'de> Deserialize<'de> for Method {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        let name = value.get(UpdateRule::TAG).unwrap_or(&value);
        let read = if name == NEWTON {
            json::read(&value).map(|NewtonOptimizer::Newton(newton)| Self::Newton(newton))
        } else {
            json::read(&value).map(Self::Rule)
        };
        read.map_err(DeserializeError::into_serde)
    }
}

impl Serialize for Method {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Rule(config) => config.serialize(serializer),
            Self::Newton(newton) => NewtonOptimizer::Newton(newton.clone()).serialize(serializer),
        }
    }
}

impl Contestant {
    pub(super) fn validate(&self, field: &str, errors: &mut Vec<FieldError>) {
        let mut own = Vec::new();
        match &self.optimizer {
            Method::Rule(config) => config.validate(&mut own),
            Method::Newton(newton) => {
                check_range(&mut own, "optimizer.learning_rate", newton.learning_rate, 0.0, 10.0);
                check_range(&mut own, "optimizer.damping", newton.damping, 0.0, 1e6);
            }
        }
        check_range(&mut own, "noise", self.noise, 0.0, 10.0);
        check_range(&mut own, "colour", self.colour.into(), 0.0, f64::from(COLOURS - 1));
        errors.extend(
            own.into_iter().map(|error| FieldError { field: format!("{field}.{}", error.field), ..error }),
        );
    }
}

/// The contestants without colours that equal their defaults.
pub(super) fn uncoloured(contestants: &[Contestant]) -> Vec<Contestant> {
    let mut bare = contestants.to_vec();
    for index in 0..bare.len() {
        let colour = std::mem::replace(&mut bare[index].colour, NO_COLOUR);
        if coloured(bare.clone()) != contestants {
            bare[index].colour = colour;
        }
    }
    bare
}

/// Gives a colour to every contestant: those without one take the first that are free.
pub(super) fn coloured(mut contestants: Vec<Contestant>) -> Vec<Contestant> {
    for index in 0..contestants.len() {
        if contestants[index].colour == NO_COLOUR {
            let taken = |colour: &u8| contestants.iter().any(|other| other.colour == *colour);
            contestants[index].colour = (0..COLOURS).find(|colour| !taken(colour)).unwrap_or(0);
        }
    }
    contestants
}
