//! Generates the list of every closed set of names, with arguments, defaults and ranges, for the page:
//! `www/js/core/registry_data.js`. `cargo xtask types` updates the file.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

use crate::data::{DataSet, MIN_ROWS};
use crate::field_error::ArgumentRange;
use crate::json::{self, Tagged};
use crate::nn::{Activation, Initializer, LayerKind, Loss, OptimizerConfig, Schedule, UpdateRule};
use crate::race::{DIVERGED, NOWHERE, Race, contestant_names};
use crate::run::ROW;
use crate::surface::{ParameterRange, SurfaceName};

const FILE: &str = "www/js/core/registry_data.js";

const HEAD: &str = "// Generated from the Rust types by `cargo xtask types`. Not edited by hand.

/** Every closed set: its members, and the numbers and switches of each with their ranges and defaults. */
export const sets = /** @type {const} */ ({
";

/// A member with its arguments at their defaults, and the names of those without one, which get any value.
fn member<T: Tagged + DeserializeOwned>(name: &str) -> (T, Vec<String>) {
    let mut given = Map::from_iter([(T::TAG.to_owned(), name.into())]);
    let read = loop {
        match json::read::<T>(&given.clone().into()) {
            Ok(read) => break read,
            Err(error) => {
                let missing =
                    error.message.strip_prefix("missing field `").and_then(|rest| rest.split('`').next());
                let missing = missing.unwrap_or_else(|| panic!("{name}: {error}"));
                given.insert(missing.to_owned(), any_value(missing));
            }
        }
    };
    (read, given.into_iter().map(|(argument, _)| argument).collect())
}

fn any_value(argument: &str) -> Value {
    match argument {
        "target_shape" => json!([1]),
        "wrapped" => json!({"layer": "lstm", "units": 1}),
        _ => json!(1),
    }
}

type Members = Vec<(String, Map<String, Value>)>;

/// The members of a set with their numbers and switches: their defaults, and the ranges from `ranges`. Every number
/// has a range.
fn set<T: Tagged + DeserializeOwned + Serialize>(ranges: impl Fn(&T) -> Vec<ArgumentRange>) -> Members {
    let one = |name: &&str| {
        let (member, required) = member::<T>(name);
        let mut known = Map::new();
        for (argument, value, low, high) in ranges(&member) {
            let mut range = json!({ "low": shortest(low), "high": shortest(high) });
            if !required.iter().any(|one| one == argument) {
                range["default"] = shortest(value);
            }
            known.insert(argument.to_owned(), range);
        }
        let written = serde_json::to_value(&member).expect("configs are JSON");
        for (argument, value) in written.as_object().into_iter().flatten() {
            assert!(!value.is_number() || known.contains_key(argument), "{name}: {argument} has no range");
            if value.is_boolean() {
                known.insert(argument.clone(), json!({ "default": value }));
            }
        }
        ((*name).to_owned(), known)
    };
    T::names().iter().map(one).collect()
}

/// A number without a needless fraction: 1 instead of 1.0.
fn shortest(number: f64) -> Value {
    if number.fract() == 0.0 && number.abs() < 1e15 { json!(number as i64) } else { json!(number) }
}

/// Optimizers with their default learning rates.
fn optimizers() -> Members {
    let mut all = set::<UpdateRule>(|rule| rule.rule().ranges());
    for (name, arguments) in &mut all {
        let rule = json::named::<UpdateRule>(name).expect("rules have defaults");
        let rate = OptimizerConfig::from(rule).learning_rate;
        arguments.insert("learning_rate".to_owned(), json!({ "default": rate }));
    }
    all
}

/// Surfaces with their parameters.
fn surfaces() -> Members {
    let one = |surface: &SurfaceName| {
        let race = Race::read(&json!({ "surface": surface })).expect("surfaces have defaults");
        let range = |range: ParameterRange| {
            let known = json!({ "default": shortest(range.value), "low": shortest(range.low), "high": shortest(range.high) });
            (range.name, known)
        };
        (name_of(surface), race.surface().parameter_ranges().into_iter().map(range).collect())
    };
    SurfaceName::all().iter().map(one).collect()
}

fn name_of(member: &impl Serialize) -> String {
    serde_json::to_value(member).expect("names are JSON").as_str().expect("names are text").to_owned()
}

/// The names of the data sets of each group, in the order in which they are offered.
fn data_groups() -> Value {
    let mut groups: Map<String, Value> = Map::new();
    for name in DataSet::names() {
        let (set, _) = member::<DataSet>(name);
        let group = groups.entry(name_of(&set.group())).or_insert_with(|| json!([]));
        group.as_array_mut().expect("groups are lists").push(json!(name));
    }
    groups.into()
}

#[test]
fn the_registry_of_the_page_is_that_of_the_core() {
    let sets = [
        ("activations", set::<Activation>(Activation::ranges)),
        ("losses", set::<Loss>(Loss::ranges)),
        ("optimizers", optimizers()),
        ("contestants", contestant_names().into_iter().map(|name| (name.to_owned(), Map::new())).collect()),
        ("schedules", set::<Schedule>(Schedule::ranges)),
        ("initializers", set::<Initializer>(Initializer::ranges)),
        ("layers", set::<LayerKind>(LayerKind::ranges)),
        ("data_sets", set::<DataSet>(DataSet::ranges)),
        ("surfaces", surfaces()),
    ];
    let mut text = HEAD.to_owned();
    for (name, members) in sets {
        text += &format!("  {name}: {{\n");
        for (member, arguments) in members {
            text += &format!("    {member}: {},\n", Value::from(arguments));
        }
        text += "  },\n";
    }
    text += "});\n";
    let without: Vec<_> = UpdateRule::names()
        .iter()
        .filter(|name| {
            !json::named::<UpdateRule>(name).expect("rules have defaults").rule().has_proximal_step()
        })
        .collect();
    text += &format!(
        "\n/** Optimizers that have no proximal step for an L1 penalty. */\nexport const withoutProximalStep = {};\n",
        json!(without)
    );
    text += &format!(
        "\n/** Data sets by what they have in common. */\nexport const dataGroups = /** @type {{const}} */ ({});\n",
        data_groups()
    );
    let constants = json!({
        "history_columns": ROW, "basin_diverged": DIVERGED, "basin_nowhere": NOWHERE, "least_table_rows": MIN_ROWS,
    });
    text += &format!(
        "\n/** Numbers that the core and the page have to agree on. */\nexport const constants = {constants};\n"
    );
    if std::env::var_os("UPDATE_TYPES").is_some() {
        std::fs::write(FILE, &text).expect("the file can be written");
    }
    let file = std::fs::read_to_string(FILE).unwrap_or_default();
    assert!(file == text, "{FILE} is out of date; write it anew with cargo xtask types");
}
