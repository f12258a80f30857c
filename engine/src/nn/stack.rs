//! Networks that are one stack of narrow dense layers: those one draws.

use std::ops::Range;

use kernels::activation::InPlaceActivation;
use kernels::elementwise::copy;
use kernels::mlp::{self, Gradients, Layer};
use kernels::small_dense::SmallDense;

use super::activation::Activation;
use super::layer::{DenseConfig, LayerKind};
use super::plan::{Plan, PlannedLayer};
use super::workspace::{Workspace, scaled};

/// From this many units on, a product held in registers tile by tile is faster.
const WIDEST: usize = 16;

#[derive(Clone, Debug)]
pub struct Stack {
    links: Box<[Layer]>,
    stops: Box<[Stop]>,
}

/// Where a pass leaves its chain, for an activation that is no curve or whose z is asked for later.
#[derive(Clone, Debug)]
struct Stop {
    /// How many links come before it.
    links: usize,
    activation: Activation,
    /// Rows of what is activated, and of its z, if that is kept.
    rows: Range<usize>,
    z: Range<usize>,
}

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
        let (mut links, mut stops) = (Vec::with_capacity(layers.len()), Vec::new());
        for (x, layer) in plan.layers.iter().map(|before| &before.rows).zip(layers) {
            let DenseConfig { units, activation, use_bias, .. } = narrow(plan, layer, x.len())?;
            let keeps_z = links.len() + 1 == layers.len() && !layer.scratch.is_empty();
            let curve = activation.curve().filter(|_| !keeps_z);
            links.push(Layer {
                dense: SmallDense { features: x.len(), units: *units, has_bias: *use_bias },
                activation: curve.unwrap_or(InPlaceActivation::Linear),
                input_row: x.start,
                weights: layer.weights.start,
            });
            if curve.is_none() {
                let (links, activation) = (links.len(), activation.clone());
                stops.push(Stop { links, activation, rows: layer.rows.clone(), z: layer.scratch.clone() });
            }
        }
        Some(Self { links: links.into(), stops: stops.into() })
    }

    /// The chains, each with what stops it. The last one may be empty.
    fn chains(&self) -> impl DoubleEndedIterator<Item = (&[Layer], Option<&Stop>)> {
        (0..=self.stops.len()).map(|index| {
            let start = index.checked_sub(1).map_or(0, |before| self.stops[before].links);
            let stop = self.stops.get(index);
            (&self.links[start..stop.map_or(self.links.len(), |stop| stop.links)], stop)
        })
    }

    /// Computes every layer's values from the inputs in `space`, in the first `lanes` lanes.
    pub fn forward(&self, weights: &[f32], space: &mut Workspace, lanes: usize) {
        let stride = space.stride;
        for (links, stop) in self.chains() {
            mlp::forward(links, weights, &mut space.values, stride, lanes);
            let Some(Stop { activation, rows, z, .. }) = stop else { continue };
            let y = &mut space.values[scaled(rows, stride)];
            if !z.is_empty() {
                copy(&mut space.scratch[scaled(z, stride)], y);
            }
            activation.apply(y, stride, lanes);
        }
    }

    /// Gradients by all weights from the gradient by the output, which is by the logits already if so said.
    pub fn backward(&self, weights: &[f32], space: &mut Workspace, lanes: usize, by_logits: bool) {
        let stride = space.stride;
        for (links, stop) in self.chains().rev() {
            let stop = stop.filter(|stop| !by_logits || stop.links < self.links.len());
            if let Some(Stop { activation, rows, z, .. }) = stop {
                let (rows, z) = (scaled(rows, stride), &space.scratch[scaled(z, stride)]);
                let delta = &mut space.deltas[rows.clone()];
                activation.backward(z, &space.values[rows], delta, stride, lanes);
            }
            let (values, weight_gradients) = (&mut space.deltas[..], &mut space.gradients[..]);
            let gradients = Gradients { values, weights: weight_gradients, includes_input: space.to_inputs };
            mlp::backward(links, weights, &space.values, gradients, stride, lanes);
        }
    }
}

/// A layer as a dense one of numbers, where neither it nor its `features` are many and it owns its weights.
fn narrow<'a>(plan: &'a Plan, layer: &PlannedLayer, features: usize) -> Option<&'a DenseConfig> {
    let config = plan.config_of(layer);
    let LayerKind::Dense(dense) = &config.kind else { return None };
    let is_narrow = features <= WIDEST && dense.units <= WIDEST;
    (is_narrow && config.shared_with.is_none()).then_some(dense)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde_json::json;

    use crate::nn::{Loss, Mode, Network, NetworkConfig, Workspace};
    use crate::random::{Random, Stream};

    /// Dense layers of these units, the first of them the inputs, and of these activations by turns. A dropout of nothing
    /// in front makes it no stack.
    fn network(units: &[usize], activations: &[&str], use_bias: bool, is_stack: bool) -> Network {
        let mut layers = vec![json!({"name": "x", "layer": "input", "inputs": [], "shape": [units[0]]})];
        let mut last = "x".to_owned();
        if !is_stack {
            layers.push(json!({"name": "none", "layer": "dropout", "inputs": ["x"], "rate": 0}));
            last = "none".to_owned();
        }
        for ((index, units), activation) in units.iter().enumerate().skip(1).zip(activations.iter().cycle()) {
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
            for (activations, use_bias) in [
                (&["tanh"][..], true),
                (&["sigmoid"], true),
                (&["softplus"], false),
                (&["relu", "softplus", "linear", "sigmoid"], true),
                (&["silu", "tanh"], true),
            ] {
                for examples in [1, 3, 8, 10, 21] {
                    let of = |is_stack| trained(&network(units, activations, use_bias, is_stack), examples);
                    let (stack, layers) = (of(true), of(false));
                    assert_eq!(stack.output(0), layers.output(0), "{units:?} {activations:?} {examples}");
                    let pairs = stack.gradients().iter().zip(layers.gradients());
                    let inputs = stack.deltas(0).iter().zip(layers.deltas(0));
                    for (a, b) in pairs.chain(inputs) {
                        let near = (a - b).abs() <= 1e-6 + 1e-5 * b.abs();
                        assert!(near, "{units:?} {activations:?} {examples}: {a} and {b}");
                    }
                }
            }
        }
    }
}
