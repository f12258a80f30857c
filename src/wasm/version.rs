//! Upgrades experiments and races of links and files from any version.

use serde::Serialize;
use serde_json::Value;
use wasm_bindgen::prelude::*;

use super::{json_of, object, refuse};
use crate::field_error::FieldError;
use crate::version::{self, Upgraded};

/// The current version of experiments and races.
#[wasm_bindgen(js_name = formatVersion)]
pub fn format_version() -> u32 {
    version::VERSION
}

/// A partial experiment of any version as `{partial, kept}`; see [`Upgraded`].
#[wasm_bindgen(js_name = upgradeExperiment)]
pub fn upgrade_experiment(partial: &JsValue, version: u32) -> Result<JsValue, JsValue> {
    upgraded(version::upgrade_experiment(json_of(partial)?, version))
}

/// The same of a race.
#[wasm_bindgen(js_name = upgradeRace)]
pub fn upgrade_race(partial: &JsValue, version: u32) -> Result<JsValue, JsValue> {
    upgraded(version::upgrade_race(json_of(partial)?, version))
}

fn upgraded(outcome: Result<Upgraded, FieldError>) -> Result<JsValue, JsValue> {
    #[derive(Serialize)]
    struct Answer {
        partial: Value,
        kept: Vec<&'static str>,
    }
    let Upgraded { partial, kept } = outcome.map_err(|error| refuse(vec![error]))?;
    Ok(object(&Answer { partial, kept }))
}
