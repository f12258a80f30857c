//! A graph of layers told layer by layer, also where a part of it is wrong: shapes as far as they are known.

use std::rc::Rc;

use serde::Serialize;

use super::layer::{LayerConfig, NetworkConfig};
use super::misfit::Misfit;
use super::plan::Plan;

/// A layer of a graph that need not be whole. Shape and misfit are both missing where it waits for another layer.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct OutlineLayer {
    pub name: String,
    /// Shape of its output without the batch.
    pub shape: Option<Vec<usize>>,
    /// Numbers it owns.
    pub parameters: usize,
    /// How that number comes about, such as `6 × 9 + 9 = 63`.
    pub arithmetic: String,
    pub misfit: Option<Misfit>,
    /// Some of its places may not count.
    #[serde(skip)]
    pub is_masked: bool,
}

impl OutlineLayer {
    /// A layer of which nothing is worked out.
    pub fn unknown(layer: &LayerConfig) -> Self {
        Self { name: layer.name.clone(), ..Self::default() }
    }
}

/// Every layer, in the order in which they are listed.
pub fn outline(config: NetworkConfig) -> Vec<OutlineLayer> {
    let config = Rc::new(config);
    let layers = &config.layers;
    let mut plan = Plan::of(config.clone());
    let mut lines: Vec<OutlineLayer> = (0..layers.len())
        .map(|index| OutlineLayer {
            misfit: config.loose_end(index),
            ..OutlineLayer::unknown(&layers[index])
        })
        .collect();
    while let Some(index) = (0..layers.len()).find(|&index| {
        let is_open = lines[index].shape.is_none() && lines[index].misfit.is_none();
        is_open && layers[index].needs().all(|name| plan.find(name).is_some())
    }) {
        match plan.add_layer(index) {
            Err(error) => lines[index].misfit = Some(error.misfit().clone()),
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
        if line.shape.is_none() && line.misfit.is_none() && is_in_cycle(&config, index) {
            line.misfit = Some(Misfit::Cycle);
        }
    }
    lines
}

/// Whether a layer is reached by going back from it.
fn is_in_cycle(config: &NetworkConfig, start: usize) -> bool {
    let layers = &config.layers;
    let mut seen = vec![false; layers.len()];
    let mut open = vec![start];
    while let Some(index) = open.pop() {
        for name in layers[index].needs() {
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
    fn what_comes_before_a_wrong_layer_is_known_and_what_comes_after_waits() {
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
        assert_eq!(lines[2].misfit, Some(Misfit::Axes { axes, shape: vec![6, 6, 4] }));
        assert_eq!((&lines[3].shape, &lines[3].misfit), (&None, &None));
        assert_eq!(lines[4].shape, Some(vec![64]));
    }

    #[test]
    fn cycles_loose_ends_and_names_given_twice_are_told_apart() {
        let lines = of(json!([
            {"name": "x", "layer": "input", "shape": [2]},
            {"name": "a", "layer": "add", "inputs": ["x", "b"]},
            {"name": "b", "layer": "activation", "inputs": ["a"]},
            {"name": "after", "layer": "activation", "inputs": ["b"]},
            {"name": "alone", "layer": "dense"},
            {"name": "lost", "layer": "dense", "inputs": ["nobody"]},
            {"name": "x", "layer": "input", "shape": [3]},
        ]));
        let misfits: Vec<_> = lines.iter().map(|line| line.misfit.clone()).collect();
        let unknown = Misfit::UnknownInput { name: "nobody".into() };
        assert_eq!(
            misfits,
            [
                None,
                Some(Misfit::Cycle),
                Some(Misfit::Cycle),
                None,
                Some(Misfit::NoInput),
                Some(unknown),
                Some(Misfit::NameTaken)
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
