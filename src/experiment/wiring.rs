//! The input of the data for each input layer, and the target for each output. Those of the same name belong
//! together, then the remaining ones in order. A layer that is left without one shares the first.

use std::ops::Range;

use crate::data::{Examples, Schema};
use crate::nn::{LayerKind, NetworkConfig, Workspace};

/// Indices into the schema, in the order of the network's input layers and outputs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wiring {
    pub inputs: Vec<usize>,
    pub targets: Vec<usize>,
}

impl Wiring {
    pub fn of(network: &NetworkConfig, schema: &Schema) -> Self {
        let is_input = |kind: &LayerKind| matches!(kind, LayerKind::Input(_));
        let inputs = network.layers.iter().filter(|layer| is_input(&layer.kind)).map(|layer| &layer.name[..]);
        let offered: Vec<&str> = schema.inputs.iter().map(|input| input.name).collect();
        let asked: Vec<&str> = schema.targets.iter().map(|target| target.name).collect();
        Self {
            inputs: matched(inputs, &offered),
            targets: matched(network.outputs.iter().map(|output| &output[..]), &asked),
        }
    }

    /// Copies the examples at `indices` to the first lanes of a workspace and sets the others to 0.
    pub fn gather(&self, examples: &Examples, indices: &[usize], space: &mut Workspace) {
        let stride = space.stride();
        for (layer, &input) in self.inputs.iter().enumerate() {
            examples.gather(&examples.inputs[input], indices, space.input_mut(layer), stride);
        }
        for (head, &target) in self.targets.iter().enumerate() {
            examples.gather(&examples.targets[target], indices, space.target_mut(head), stride);
        }
    }

    /// Copies a range of examples to the first lanes of a workspace.
    pub fn copy_block(&self, examples: &Examples, range: Range<usize>, space: &mut Workspace) {
        let stride = space.stride();
        for (layer, &input) in self.inputs.iter().enumerate() {
            examples.copy_block(&examples.inputs[input], range.clone(), space.input_mut(layer), stride);
        }
        for (head, &target) in self.targets.iter().enumerate() {
            examples.copy_block(&examples.targets[target], range.clone(), space.target_mut(head), stride);
        }
    }
}

fn matched<'a>(names: impl Iterator<Item = &'a str> + Clone, offered: &[&str]) -> Vec<usize> {
    let by_name = |name: &str| offered.iter().position(|other| *other == name);
    let named: Vec<Option<usize>> = names.map(by_name).collect();
    let mut left = (0..offered.len()).filter(|index| !named.contains(&Some(*index)));
    named.iter().map(|index| index.unwrap_or_else(|| left.next().unwrap_or(0))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_come_first_then_the_order_then_the_first_is_shared() {
        let match_up = |names: &[&'static str]| matched(names.iter().copied(), &["numbers", "zip_code"]);
        assert_eq!(match_up(&["numbers", "zip_code"]), [0, 1]);
        assert_eq!(match_up(&["zip_code", "other"]), [1, 0]);
        assert_eq!(match_up(&["a", "b", "c"]), [0, 1, 0]);
        assert_eq!(match_up(&["zip_code"]), [1]);
    }
}
