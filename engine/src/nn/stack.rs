//! Stacks of narrow dense layers, forward and backward in one go.
//!
//! These are the networks one draws. A step of one is some hundred multiplications of vectors, less than what a
//! call of each layer costs with its records, its checks, and gradients that are cleared to be added to.

use std::ops::Range;

use kernels::narrow::{Narrow, Wanted};
use kernels::rows::copy;

use super::activation::Activation;
use super::layer::LayerKind;
use super::plan::{Plan, PlannedLayer};
use super::workspace::Workspace;

/// From this many units on, a product held in registers tile by tile is faster.
const WIDEST: usize = 16;

/// A dense layer with numbers for its inputs.
#[derive(Clone, Debug)]
struct Link {
    activation: Activation,
    sizes: Narrow,
    /// Where the rows of its inputs begin, which its values follow, and rows of its z, if it keeps that.
    x: usize,
    z: Range<usize>,
    /// Where its weights begin.
    weights: usize,
}

#[derive(Clone, Debug)]
pub struct Stack(Box<[Link]>);

impl Stack {
    /// The plan as a stack; none where it is something else, or too wide.
    pub fn of(plan: &Plan) -> Option<Self> {
        let [input, layers @ ..] = &plan.layers[..] else { return None };
        let [output] = &plan.outputs[..] else { return None };
        let starts = matches!(plan.config_of(input).kind, LayerKind::Input(_)) && input.shape.len() == 1;
        let chained = (1..).zip(layers).all(|(index, layer)| layer.inputs[..] == [index - 1]);
        if !starts || !chained || output.layer != layers.len() {
            return None;
        }
        layers.iter().map(|layer| Link::of(plan, layer)).collect::<Option<_>>().map(Self)
    }

    /// Computes every layer's values from the inputs in `space`, in the first `lanes` lanes.
    pub fn forward(&self, weights: &[f32], space: &mut Workspace, lanes: usize) {
        let stride = space.stride;
        for link in &self.0 {
            let (x, y) = space.values[link.x * stride..].split_at_mut(link.sizes.features * stride);
            let y = &mut y[..link.sizes.units * stride];
            link.sizes.combine(&weights[link.weights..], x, y, stride, lanes);
            if !link.z.is_empty() {
                copy(&mut space.scratch[link.z.start * stride..link.z.end * stride], y);
            }
            link.activation.apply(y, stride, lanes);
        }
    }

    /// Gradients by all weights from the gradient by the output, which is by the logits already if so said.
    pub fn backward(&self, weights: &[f32], space: &mut Workspace, lanes: usize, by_logits: bool) {
        let stride = space.stride;
        for (index, link) in self.0.iter().enumerate().rev() {
            let rows = |first: usize, count: usize| first * stride..(first + count) * stride;
            let (x, y) = space.values[link.x * stride..].split_at(link.sizes.features * stride);
            let (x_delta, delta) = space.deltas[link.x * stride..].split_at_mut(link.sizes.features * stride);
            let (y, delta) = (&y[..link.sizes.units * stride], &mut delta[..link.sizes.units * stride]);
            if !by_logits || index + 1 < self.0.len() {
                let z = &space.scratch[rows(link.z.start, link.z.len())];
                link.activation.backward(z, y, delta, stride, lanes);
            }
            let wanted = Wanted {
                gradients: &mut space.gradients[link.weights..],
                x_delta: (index > 0 || space.to_inputs).then_some(x_delta),
            };
            link.sizes.backward(&weights[link.weights..], x, delta, wanted, stride, lanes);
        }
    }
}

impl Link {
    fn of(plan: &Plan, layer: &PlannedLayer) -> Option<Self> {
        let config = plan.config_of(layer);
        let LayerKind::Dense(dense) = &config.kind else { return None };
        let &[input] = &layer.inputs[..] else { return None };
        let x = &plan.layers[input].rows;
        let narrow = x.len() <= WIDEST && dense.units <= WIDEST;
        (narrow && config.shared_with.is_none()).then(|| Self {
            activation: dense.activation.clone(),
            sizes: Narrow { features: x.len(), units: dense.units, has_bias: dense.use_bias },
            x: x.start,
            z: layer.scratch.clone(),
            weights: layer.weights.start,
        })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde_json::json;

    use crate::nn::{Loss, Mode, Network, NetworkConfig, Workspace};
    use crate::random::{Random, Stream};

    /// Dense layers of these units, the first of them the inputs. A dropout of nothing in front makes it no stack.
    fn network(units: &[usize], activation: &str, use_bias: bool, is_stack: bool) -> Network {
        let mut layers = vec![json!({"name": "x", "layer": "input", "inputs": [], "shape": [units[0]]})];
        let mut last = "x".to_owned();
        if !is_stack {
            layers.push(json!({"name": "none", "layer": "dropout", "inputs": ["x"], "rate": 0}));
            last = "none".to_owned();
        }
        for (index, units) in units.iter().enumerate().skip(1) {
            let (name, layer) = (format!("dense_{index}"), "dense");
            layers.push(json!({
                "name": name, "layer": layer, "inputs": [last], "units": units, "activation": activation,
                "use_bias": use_bias, "bias_initializer": "random_normal", "kernel_regularizer": {"l2": 0.01},
            }));
            last = name;
        }
        let config: NetworkConfig =
            serde_json::from_value(json!({"layers": layers, "outputs": [last]})).unwrap();
        let losses = BTreeMap::from([(last, Loss::BinaryCrossentropy)]);
        let mut network = Network::compile(config, &losses, &BTreeMap::new()).unwrap();
        assert_eq!(network.plan_is_stack(), is_stack);
        network.initialize(3);
        network
    }

    fn trained(network: &Network, examples: usize) -> Workspace {
        let mut space = network.workspace(examples);
        space.ask_for_input_gradients();
        let mut random = Random::new(examples as u64, Stream::Data);
        space.input_mut(0).fill_with(|| random.normal() as f32);
        let targets = space.target_mut(0);
        targets.fill_with(|| random.uniform().round() as f32);
        network.forward(&mut space, examples, Mode::Training(&mut random));
        network.backward(&mut space, examples);
        space
    }

    #[test]
    fn a_stack_computes_what_its_layers_compute_one_by_one() {
        for units in [&[2, 4, 2, 1][..], &[1, 1], &[7, 8, 8, 1], &[3, 16, 5, 11, 6], &[16, 3]] {
            for (activation, use_bias) in [("tanh", true), ("sigmoid", true), ("softplus", false)] {
                for examples in [1, 3, 8, 10, 21] {
                    let of = |is_stack| trained(&network(units, activation, use_bias, is_stack), examples);
                    let (stack, layers) = (of(true), of(false));
                    assert_eq!(stack.output(0), layers.output(0), "{units:?} {activation} {examples}");
                    let pairs = stack.gradients().iter().zip(layers.gradients());
                    let inputs = stack.deltas(0).iter().zip(layers.deltas(0));
                    for (a, b) in pairs.chain(inputs) {
                        let near = (a - b).abs() <= 1e-6 + 1e-5 * b.abs();
                        assert!(near, "{units:?} {activation} {examples}: {a} and {b}");
                    }
                }
            }
        }
    }
}
