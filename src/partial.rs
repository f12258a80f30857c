//! How configs are read of which anything may be missing: what is there is read, the rest takes its defaults, and then the
//! whole is checked.

use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::field_error::FieldError;
use crate::json;

/// Reads a config without checking its values. `complete` fills in what is missing.
pub fn read_partial<Partial: DeserializeOwned, Config>(
    value: &Value,
    complete: impl FnOnce(Partial) -> Result<Config, FieldError>,
) -> Result<Config, Vec<FieldError>> {
    let partial = json::read(value).map_err(|error| vec![error.into()])?;
    complete(partial).map_err(|error| vec![error])
}

/// A config if `validate` finds nothing wrong with it.
pub fn checked<Config>(
    config: Config,
    validate: impl FnOnce(&Config) -> Vec<FieldError>,
) -> Result<Config, Vec<FieldError>> {
    let errors = validate(&config);
    if errors.is_empty() { Ok(config) } else { Err(errors) }
}
