//! The fast path for small multilayer perceptrons, the networks that users draw by hand.

use std::ops::Range;

use kernels::activation::InPlaceActivation;
use kernels::elementwise::copy;
use kernels::mlp::{self, Gradients, Layer};
use kernels::small_dense::SmallDense;

use super::activation::Activation;
use super::layer::{DenseConfig, LayerKind, PlannedLayer};
use super::plan::Plan;
use super::workspace::{Workspace, scaled};

/// Above this many units or features, [`kernels::gemm`] is faster.
const MAX_UNITS: usize = 16;

#[derive(Clone, Debug)]
pub struct Mlp {
    layers: Box<[Layer]>,
    separate_activations: Box<[SeparateActivation]>,
}

/// An activation that the kernels cannot apply in place, or whose z is needed later. It interrupts the stack.
#[derive(Clone, Debug)]
struct SeparateActivation {
    /// How many layers come before it, its own included.
    layers: usize,
    activation: Activation,
    /// Rows of its values, and rows for its z if that is kept.
    rows: Range<usize>,
    z: Range<usize>,
}

impl Mlp {
    /// The plan as an MLP; none if it is another kind of network or too wide.
    pub fn from_plan(plan: &Plan) -> Option<Self> {
        let [input, layers @ ..] = &plan.layers[..] else { return None };
        let [output] = &plan.outputs[..] else { return None };
        let has_vector_input =
            matches!(plan.config_of(input).kind, LayerKind::Input(_)) && input.shape.len() == 1;
        let is_sequential = (1..).zip(layers).all(|(index, layer)| layer.inputs[..] == [index - 1]);
        if !has_vector_input || !is_sequential || output.layer != layers.len() {
            return None;
        }
        let (mut stack, mut separate) = (Vec::with_capacity(layers.len()), Vec::new());
        for (x, layer) in plan.layers.iter().map(|before| &before.rows).zip(layers) {
            let DenseConfig { units, activation, use_bias, .. } = small_dense(plan, layer, x.len())?;
            let keeps_z = stack.len() + 1 == layers.len() && !layer.scratch.is_empty();
            let in_place = activation.in_place().filter(|_| !keeps_z);
            stack.push(Layer {
                dense: SmallDense { features: x.len(), units: *units, has_bias: *use_bias },
                activation: in_place.unwrap_or(InPlaceActivation::Linear),
                input_row: x.start,
                weights: layer.weights.start,
            });
            if in_place.is_none() {
                separate.push(SeparateActivation {
                    layers: stack.len(),
                    activation: activation.clone(),
                    rows: layer.rows.clone(),
                    z: layer.scratch.clone(),
                });
            }
        }
        Some(Self { layers: stack.into(), separate_activations: separate.into() })
    }

    /// The runs of layers that one kernel call computes, each with the activation after it. The last may be empty.
    fn runs(&self) -> impl DoubleEndedIterator<Item = (&[Layer], Option<&SeparateActivation>)> {
        (0..=self.separate_activations.len()).map(|index| {
            let start = index.checked_sub(1).map_or(0, |before| self.separate_activations[before].layers);
            let separate = self.separate_activations.get(index);
            (&self.layers[start..separate.map_or(self.layers.len(), |separate| separate.layers)], separate)
        })
    }

    /// Computes the values of every layer from the inputs in `space`, in the first `lanes` lanes.
    pub fn forward(&self, weights: &[f32], space: &mut Workspace, lanes: usize) {
        let stride = space.stride;
        for (layers, separate) in self.runs() {
            mlp::forward(layers, weights, &mut space.values, stride, lanes);
            let Some(SeparateActivation { activation, rows, z, .. }) = separate else { continue };
            let y = &mut space.values[scaled(rows, stride)];
            if !z.is_empty() {
                copy(&mut space.scratch[scaled(z, stride)], y);
            }
            activation.apply(y, stride, lanes);
        }
    }

    /// Computes the gradients with respect to all weights from the gradient with respect to the output, or with respect
    /// to the logits if `from_logits`.
    pub fn backward(&self, weights: &[f32], space: &mut Workspace, lanes: usize, from_logits: bool) {
        let stride = space.stride;
        for (layers, separate) in self.runs().rev() {
            let separate = separate.filter(|separate| !from_logits || separate.layers < self.layers.len());
            if let Some(SeparateActivation { activation, rows, z, .. }) = separate {
                let (rows, z) = (scaled(rows, stride), &space.scratch[scaled(z, stride)]);
                let grad = &mut space.value_gradients[rows.clone()];
                activation.backward(z, &space.values[rows], grad, stride, lanes);
            }
            let gradients = Gradients {
                values: &mut space.value_gradients,
                weights: &mut space.gradients,
                includes_input: space.input_gradients,
            };
            mlp::backward(layers, weights, &space.values, gradients, stride, lanes);
        }
    }
}

/// The layer as a dense one, if it has few features and units and weights of its own.
fn small_dense<'a>(plan: &'a Plan, layer: &PlannedLayer, features: usize) -> Option<&'a DenseConfig> {
    let config = plan.config_of(layer);
    let LayerKind::Dense(dense) = &config.kind else { return None };
    let is_small = features <= MAX_UNITS && dense.units <= MAX_UNITS;
    (is_small && config.shared_with.is_none()).then_some(dense)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde_json::json;

    use crate::nn::{Loss, Mode, Network, NetworkConfig, Workspace};
    use crate::random::{Random, Stream};

    /// Dense layers with these numbers of units, of which the first is that of the inputs, and with these activations in
    /// turn. If it is not to be an MLP, a dropout layer of rate 0 comes first.
    fn network(units: &[usize], activations: &[&str], use_bias: bool, is_mlp: bool) -> Network {
        let mut layers = vec![json!({"name": "x", "layer": "input", "inputs": [], "shape": [units[0]]})];
        let mut last = "x".to_owned();
        if !is_mlp {
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
        let losses = BTreeMap::from([(last, Loss::BinaryCrossentropy { label_smoothing: 0.0 })]);
        let mut network = Network::compile(config, &losses, &BTreeMap::new()).unwrap();
        assert_eq!(network.is_mlp(), is_mlp);
        network.initialize(3);
        network
    }

    fn trained(network: &Network, examples: usize) -> Workspace {
        let mut space = network.workspace(examples);
        space.enable_input_gradients();
        let mut random = Random::new(examples as u64, Stream::Data);
        space.input_mut(0).fill_with(|| random.normal() as f32);
        let targets = space.target_mut(0);
        targets.fill_with(|| random.uniform().round() as f32);
        network.forward(&mut space, examples, Mode::Training(&mut random));
        network.backward(&mut space, examples);
        space
    }

    #[test]
    fn the_fast_path_computes_what_the_layers_compute_one_by_one() {
        for units in [&[2, 4, 2, 1][..], &[1, 1], &[7, 8, 8, 1], &[3, 16, 5, 11, 6], &[16, 3]] {
            for (activations, use_bias) in [
                (&["tanh"][..], true),
                (&["sigmoid"], true),
                (&["softplus"], false),
                (&["relu", "softplus", "linear", "sigmoid"], true),
                (&["silu", "tanh"], true),
            ] {
                for examples in [1, 3, 8, 10, 21] {
                    let of = |is_mlp| trained(&network(units, activations, use_bias, is_mlp), examples);
                    let (fast, layers) = (of(true), of(false));
                    assert_eq!(fast.output(0), layers.output(0), "{units:?} {activations:?} {examples}");
                    let pairs = fast.gradients().iter().zip(layers.gradients());
                    let inputs = fast.value_gradients(0).iter().zip(layers.value_gradients(0));
                    for (a, b) in pairs.chain(inputs) {
                        let near = (a - b).abs() <= 1e-6 + 1e-5 * b.abs();
                        assert!(near, "{units:?} {activations:?} {examples}: {a} and {b}");
                    }
                }
            }
        }
    }
}
