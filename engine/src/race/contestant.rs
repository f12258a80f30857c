//! One of those that race: a method, the noise of its gradients, and how it is shown.

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use crate::invalid::{Invalid, check_range};
use crate::nn::OptimizerConfig;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(default, deny_unknown_fields)]
pub struct Contestant {
    pub optimizer: Method,
    /// Mini-batch noise of its gradients. 0 is none; 1 shakes plain descent, at the rate that suits the surface, by a
    /// hundredth of the plane's diagonal.
    pub noise: f64,
    /// Index into the page's colours; the first free one where missing.
    #[serde(default = "no_colour", skip_serializing_if = "is_no_colour")]
    pub colour: u8,
    pub shown: bool,
}

/// Stands for a colour that is not chosen yet.
const NO_COLOUR: u8 = u8::MAX;

fn no_colour() -> u8 {
    NO_COLOUR
}

fn is_no_colour(colour: &u8) -> bool {
    *colour == NO_COLOUR
}

/// Colours that the page has.
const COLOURS: u8 = 24;

impl Default for Contestant {
    fn default() -> Self {
        let sgd = serde_json::from_value("sgd".into()).expect("every rule has usual arguments");
        Self { optimizer: Method::Rule(sgd), noise: 0.0, colour: NO_COLOUR, shown: true }
    }
}

/// How a contestant steps: by one of the engine's rules, or by Newton's method, which sees the curvature.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "ts", ts(type = "OptimizerConfig | ({ optimizer: \"newton\" } & Newton)"))]
pub enum Method {
    Rule(OptimizerConfig),
    Newton(Newton),
}

/// w -= rate (H + damping I)^-1 g, with H the matrix of second derivatives.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(default, deny_unknown_fields)]
pub struct Newton {
    pub learning_rate: f64,
    /// Added to the curvature (Levenberg, 1944): large values turn the step towards the gradient.
    pub damping: f64,
}

impl Default for Newton {
    fn default() -> Self {
        Self { learning_rate: 1.0, damping: 0.0 }
    }
}

const NEWTON: &str = "newton";

impl<'de> Deserialize<'de> for Method {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut value = Value::deserialize(deserializer)?;
        if value == NEWTON {
            return Ok(Self::Newton(Newton::default()));
        }
        if value.get("optimizer").is_some_and(|name| name == NEWTON) {
            value.as_object_mut().map(|fields| fields.remove("optimizer"));
            return serde_json::from_value(value).map(Self::Newton).map_err(D::Error::custom);
        }
        serde_json::from_value(value).map(Self::Rule).map_err(D::Error::custom)
    }
}

impl Serialize for Method {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Rule(config) => config.serialize(serializer),
            Self::Newton(newton) => {
                let mut value = serde_json::to_value(newton).unwrap_or_default();
                if let Some(fields) = value.as_object_mut() {
                    fields.insert("optimizer".into(), NEWTON.into());
                }
                value.serialize(serializer)
            }
        }
    }
}

impl Contestant {
    pub(super) fn validate(&self, field: &str, errors: &mut Vec<Invalid>) {
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
            own.into_iter().map(|error| Invalid { field: format!("{field}.{}", error.field), ..error }),
        );
    }
}

/// The contestants without the colours they would take anyway.
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

/// The contestants, each with a colour: those without one take the first that are free.
pub(super) fn coloured(mut contestants: Vec<Contestant>) -> Vec<Contestant> {
    for index in 0..contestants.len() {
        if contestants[index].colour == NO_COLOUR {
            let taken = |colour: &u8| contestants.iter().any(|other| other.colour == *colour);
            contestants[index].colour = (0..COLOURS).find(|colour| !taken(colour)).unwrap_or(0);
        }
    }
    contestants
}
