//! Versions of links and files. A version is defined by its defaults: whatever an older link left out is filled in if
//! today's default differs, so that the link gives the same bits for ever.

use serde_json::{Map, Value};

use crate::experiment::Experiment;
use crate::field_error::{FieldError, Reason};

/// The version of experiments and races as they are written now. Links and files from before there were versions are
/// version 1.
pub const VERSION: u32 = 2;

/// A partial experiment or race of [`VERSION`].
#[derive(Debug, PartialEq)]
pub struct Upgraded {
    pub partial: Value,
    /// Fields that keep the default of an older version. The page says so when it opens them.
    pub kept: Vec<&'static str>,
}

/// Converts an experiment to the next version, and adds the fields that keep their older default.
type Step = fn(&mut Map<String, Value>, &mut Vec<&'static str>);

/// `STEPS[n]` converts from version `n + 1` to `n + 2`.
const STEPS: [Step; VERSION as usize - 1] = [keep_subgradients];

/// In version 1 an L1 penalty was added to the gradient, as in Keras. In version 2 it is applied by proximal steps.
fn keep_subgradients(experiment: &mut Map<String, Value>, kept: &mut Vec<&'static str>) {
    if let Some(network) = experiment.get_mut("network") {
        for_each_regularizer(network, &mut |regularizer| {
            let acts = regularizer.get("l1").and_then(Value::as_f64).is_some_and(|l1| l1 != 0.0);
            if acts && !regularizer.contains_key("l1_method") {
                regularizer.insert("l1_method".into(), "subgradient".into());
                kept.push("l1_method");
            }
        });
    }
}

/// Visits the regularizers of all layers, including wrapped ones.
fn for_each_regularizer(config: &mut Value, visit: &mut dyn FnMut(&mut Map<String, Value>)) {
    match config {
        Value::Array(items) => items.iter_mut().for_each(|item| for_each_regularizer(item, visit)),
        Value::Object(fields) => fields.iter_mut().for_each(|(key, value)| match value {
            Value::Object(regularizer) if key.ends_with("_regularizer") => visit(regularizer),
            other => for_each_regularizer(other, visit),
        }),
        _ => {}
    }
}

/// Upgrades an experiment, complete or partial.
pub fn upgrade_experiment(partial: Value, version: u32) -> Result<Upgraded, FieldError> {
    upgrade(partial, version, &STEPS)
}

/// Upgrades a race, and the experiment whose loss surface it shows.
pub fn upgrade_race(mut partial: Value, version: u32) -> Result<Upgraded, FieldError> {
    let mut kept = Vec::new();
    match partial.pointer_mut("/network/experiment") {
        Some(experiment) => {
            let upgraded = upgrade_experiment(experiment.take(), version)?;
            *experiment = upgraded.partial;
            kept = upgraded.kept;
        }
        None => known(version)?,
    }
    Ok(Upgraded { partial, kept })
}

/// Reads a saved experiment: `{"version": 2, "experiment": {...}}`, or the experiment itself if it has no version.
pub fn read_experiment(saved: &Value) -> Result<Experiment, Vec<FieldError>> {
    let (version, partial) = match (&saved["version"], &saved["experiment"]) {
        (Value::Null, _) => (1, saved),
        (version, experiment) => (version.as_u64().unwrap_or(0).try_into().unwrap_or(u32::MAX), experiment),
    };
    Experiment::read(&upgrade_experiment(partial.clone(), version).map_err(|error| vec![error])?.partial)
}

fn known(version: u32) -> Result<(), FieldError> {
    let range = Reason::Range { value: version.into(), low: 1.0, high: VERSION.into() };
    if (1..=VERSION).contains(&version) { Ok(()) } else { Err(FieldError::new("version", range)) }
}

/// Anything that is not an object is left to the reader of experiments, whose error names it.
fn upgrade(mut partial: Value, version: u32, steps: &[Step]) -> Result<Upgraded, FieldError> {
    known(version)?;
    let mut kept = Vec::new();
    if let Value::Object(experiment) = &mut partial {
        for step in &steps[version as usize - 1..] {
            step(experiment, &mut kept);
        }
    }
    kept.sort_unstable();
    kept.dedup();
    Ok(Upgraded { partial, kept })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_an_older_version_left_out_is_written_in_full() {
        let steps: [Step; 1] = [|experiment, kept| {
            if !experiment.contains_key("seed") {
                experiment.insert("seed".into(), 8.into());
                kept.push("seed");
            }
        }];
        let old = upgrade(json!({"data": {"dataset": "moons"}}), 1, &steps).unwrap();
        assert_eq!(
            old,
            Upgraded { partial: json!({"data": {"dataset": "moons"}, "seed": 8}), kept: vec!["seed"] }
        );
        assert_eq!(Experiment::read(&old.partial).unwrap().seed, 8);
        assert_eq!(upgrade(json!({"seed": 3}), 1, &steps).unwrap().kept, Vec::<&str>::new());
        assert_eq!(upgrade(json!({}), 2, &steps).unwrap().partial, json!({}));
    }

    #[test]
    fn an_l1_penalty_of_version_1_keeps_its_subgradient() {
        let network = |method: Value| {
            let regularizer = |l1: f64| {
                let mut fields = json!({"l1": l1, "l2": 0.1});
                if l1 > 0.0 && !method.is_null() {
                    fields["l1_method"] = method.clone();
                }
                fields
            };
            json!({"network": {"layers": [
                {"name": "x", "layer": "input"},
                {"name": "h", "layer": "dense", "inputs": ["x"], "kernel_regularizer": regularizer(0.0)},
                {"name": "b", "layer": "bidirectional", "inputs": ["h"],
                    "wrapped": {"layer": "gru", "recurrent_regularizer": regularizer(0.5)}},
                {"name": "y", "layer": "dense", "inputs": ["b"], "bias_regularizer": regularizer(0.1)},
            ]}})
        };
        let old = upgrade_experiment(network(Value::Null), 1).unwrap();
        assert_eq!(old, Upgraded { partial: network("subgradient".into()), kept: vec!["l1_method"] });
        let race = json!({"network": {"experiment": network(Value::Null)}});
        assert_eq!(upgrade_race(race, 1).unwrap().kept, ["l1_method"]);
        for told in ["proximal", "subgradient"] {
            let upgraded = upgrade_experiment(network(told.into()), 1).unwrap();
            assert_eq!(upgraded, Upgraded { partial: network(told.into()), kept: vec![] });
        }
        assert_eq!(upgrade_experiment(network(Value::Null), 2).unwrap().partial, network(Value::Null));
        for odd in
            [json!({"network": null}), json!({"network": {"layers": [3, "x", {"kernel_regularizer": []}]}})]
        {
            assert_eq!(upgrade_experiment(odd.clone(), 1).unwrap().partial, odd);
        }
    }

    #[test]
    fn a_version_that_is_not_known_is_named() {
        for version in [0, VERSION + 1, u32::MAX] {
            assert_eq!(upgrade_experiment(json!({}), version).unwrap_err().field, "version");
            assert_eq!(upgrade_race(json!({}), version).unwrap_err().field, "version");
        }
        assert!(read_experiment(&json!({"version": 3, "experiment": {}})).is_err());
        assert!(read_experiment(&json!({"version": "x", "experiment": {}})).is_err());
    }

    #[test]
    fn saved_experiments_are_read_with_and_without_a_version() {
        assert_eq!(read_experiment(&json!({"version": 2, "experiment": {"seed": 9}})).unwrap().seed, 9);
        assert_eq!(read_experiment(&json!({"seed": 9})).unwrap().seed, 9);
        for wrong in [json!(null), json!([]), json!({"version": 2}), json!("text")] {
            assert!(read_experiment(&wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn the_network_of_a_race_is_taken_along() {
        let race = json!({"surface": "bowl", "network": {"experiment": {"seed": 3}, "steps": 9}});
        assert_eq!(upgrade_race(race.clone(), 1).unwrap().partial, race);
        assert_eq!(upgrade_race(json!([]), 1).unwrap().partial, json!([]));
    }
}
