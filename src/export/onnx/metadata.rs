//! What a file says of a network besides its graph: how inputs are scaled, what classes are called, and where it is from.

use serde_json::{Value, json};

use super::proto::Entry;
use crate::data::{Column, Data, Label, TaskInfo};
use crate::experiment::Wiring;
use crate::export::model::Model;

/// Where the network stands, layer by layer, and where the link that leads back.
pub const NETWORK: &str = "network";
pub const LINK: &str = "link";

/// The name that a label has in every language: its own text, or the last part of the page's key.
fn name(label: &Label) -> &str {
    match label {
        Label::Text(text) => text,
        Label::Key(key) => key.rsplit('.').next().unwrap_or(key),
    }
}

/// A column: the input or output is (value - mean) / deviation, or the number or one-hot code of a category.
fn column(column: &Column) -> Value {
    if column.categories.is_empty() {
        let scale = column.standardization;
        return json!({"name": name(&column.label), "mean": scale.mean, "deviation": scale.deviation});
    }
    let categories: Vec<&str> = column.categories.iter().map(name).collect();
    json!({"name": name(&column.label), "categories": categories, "one_hot": column.one_hot})
}

pub fn entries(model: &Model, data: Option<(&Data, &Wiring)>, link: Option<&str>) -> Vec<Entry> {
    let mut entries = Vec::new();
    let mut add = |key: &str, value: String| entries.push(Entry { key: key.into(), value });
    if let Some(link) = link {
        add(LINK, link.to_owned());
    }
    add(NETWORK, json!(model.config).to_string());
    let Some((data, wiring)) = data else { return entries };
    let columns = model.inputs().into_iter().zip(&wiring.inputs).map(|(layer, &input)| {
        let columns = data.inputs.get(input).map_or(&[][..], |columns| columns);
        (layer.to_owned(), Value::from(columns.iter().map(column).collect::<Vec<_>>()))
    });
    let inputs: serde_json::Map<String, Value> = columns.collect();
    add("inputs", Value::from(inputs).to_string());
    let targets = model
        .outputs()
        .into_iter()
        .zip(&wiring.targets)
        .filter_map(|(layer, &target)| Some((layer.to_owned(), column(data.targets.get(target)?))));
    let targets: serde_json::Map<String, Value> = targets.collect();
    add("outputs", Value::from(targets).to_string());
    if let TaskInfo::Sentences { vocabulary, .. } = &data.task_info {
        add("vocabulary", json!(vocabulary.words()).to_string());
    }
    entries
}
