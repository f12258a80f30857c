//! A graph of layers, layer by layer, with shapes as far as they are known. It works for graphs with errors too.

use std::rc::Rc;

use serde::Serialize;

use super::graph_error::GraphError;
use super::layer::{LayerConfig, NetworkConfig};
use super::plan::Plan;

/// A layer of a graph that may have errors. Without shape and error, it depends on a layer that has an error.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct OutlineLayer {
    pub name: String,
    /// Shape of the output without the batch.
    pub shape: Option<Vec<usize>>,
    /// Number of parameters that it owns.
    pub parameters: usize,
    /// How that number is computed, such as `6 × 9 + 9 = 63`.
    pub arithmetic: String,
    pub error: Option<GraphError>,
    /// Whether its output has a mask.
    #[serde(skip)]
    pub is_masked: bool,
}

impl OutlineLayer {
    /// A layer of which only the name is known.
    pub fn unknown(layer: &LayerConfig) -> Self {
        Self { name: layer.name.clone(), ..Self::default() }
    }
}

/// Every layer, in the order of the config.
pub fn outline(config: NetworkConfig) -> Vec<OutlineLayer> {
    let config = Rc::new(config);
    let layers = &config.layers;
    let mut plan = Plan::empty(config.clone());
    let mut lines: Vec<OutlineLayer> = (0..layers.len())
        .map(|index| OutlineLayer {
            error: config.connection_error(index),
            ..OutlineLayer::unknown(&layers[index])
        })
        .collect();
    while let Some(index) = (0..layers.len()).find(|&index| {
        let is_open = lines[index].shape.is_none() && lines[index].error.is_none();
        is_open && layers[index].dependencies().all(|name| plan.find(name).is_some())
    }) {
        match plan.add_layer(index) {
            Err(error) => lines[index].error = Some(error.reason().clone()),
            Ok(()) => {
                let layer = plan.layers.last().expect("a layer was added");
                lines[index].parameters = plan.count(layer);
                lines[index].arithmetic = plan.arithmetic(layer);
                lines[index].shape = Some(layer.shape.to_vec());
                lines[index].is_masked = !layer.mask.is_empty();
            }
        }
    }
    for (index, line) in lines.iter_mut().enumerate() {
        if line.shape.is_none() && line.error.is_none() && is_in_cycle(&config, index) {
            line.error = Some(GraphError::Cycle);
        }
    }
    lines
}

/// Whether a layer depends on itself.
fn is_in_cycle(config: &NetworkConfig, start: usize) -> bool {
    let layers = &config.layers;
    let mut seen = vec![false; layers.len()];
    let mut open = vec![start];
    while let Some(index) = open.pop() {
        for name in layers[index].dependencies() {
            let Some(before) = layers.iter().position(|layer| layer.name == *name) else { continue };
            if before == start {
                return true;
            }
            if !std::mem::replace(&mut seen[before], true) {
                open.push(before);
            }
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn of(layers: serde_json::Value) -> Vec<OutlineLayer> {
        let config: NetworkConfig = serde_json::from_value(json!({"layers": layers, "outputs": []})).unwrap();
        outline(config)
    }

    #[test]
    fn layers_before_an_error_are_known_and_those_after_it_are_open() {
        let lines = of(json!([
            {"name": "image", "layer": "input", "shape": [8, 8, 1]},
            {"name": "conv", "layer": "conv2d", "inputs": ["image"], "filters": 4},
            {"name": "lstm", "layer": "lstm", "inputs": ["conv"], "units": 3},
            {"name": "dense", "layer": "dense", "inputs": ["lstm"], "units": 2},
            {"name": "beside", "layer": "flatten", "inputs": ["image"]},
        ]));
        assert_eq!(lines[1].shape, Some(vec![6, 6, 4]));
        assert_eq!((lines[1].parameters, &lines[1].arithmetic[..]), (40, "3 × 3 × 1 × 4 + 4 = 40"));
        let axes = vec!["steps", "features"];
        assert_eq!(lines[2].error, Some(GraphError::Axes { axes, shape: vec![6, 6, 4] }));
        assert_eq!((&lines[3].shape, &lines[3].error), (&None, &None));
        assert_eq!(lines[4].shape, Some(vec![64]));
    }

    #[test]
    fn cycles_missing_inputs_and_duplicate_names_are_told_apart() {
        let lines = of(json!([
            {"name": "x", "layer": "input", "shape": [2]},
            {"name": "a", "layer": "add", "inputs": ["x", "b"]},
            {"name": "b", "layer": "activation", "inputs": ["a"]},
            {"name": "after", "layer": "activation", "inputs": ["b"]},
            {"name": "alone", "layer": "dense"},
            {"name": "lost", "layer": "dense", "inputs": ["nobody"]},
            {"name": "x", "layer": "input", "shape": [3]},
        ]));
        let errors: Vec<_> = lines.iter().map(|line| line.error.clone()).collect();
        let unknown = GraphError::UnknownInput { name: "nobody".into() };
        assert_eq!(
            errors,
            [
                None,
                Some(GraphError::Cycle),
                Some(GraphError::Cycle),
                None,
                Some(GraphError::NoInput),
                Some(unknown),
                Some(GraphError::NameTaken)
            ]
        );
    }

    #[test]
    fn shared_weights_are_counted_once() {
        let lines = of(json!([
            {"name": "a", "layer": "input", "shape": [3]},
            {"name": "b", "layer": "input", "shape": [3]},
            {"name": "first", "layer": "dense", "inputs": ["a"], "units": 4},
            {"name": "again", "layer": "dense", "inputs": ["b"], "units": 4, "shared_with": "first"},
        ]));
        assert_eq!((lines[2].parameters, lines[3].parameters), (16, 0));
        assert_eq!(lines[3].arithmetic, "= first");
    }
}
