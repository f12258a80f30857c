//! Attribution: which values of an example matter for one unit of an output.

use std::collections::BTreeMap;

use super::layers::Passes;
use crate::data::{Problem, Schema};
use crate::experiment::Experiment;
use crate::nn::{Loss, Mode, Network};
use crate::random::{Random, Stream};

/// Two attributions, by input and value.
#[derive(Clone, Debug, PartialEq)]
pub struct Attribution {
    /// The value of the unit.
    pub value: f32,
    /// The gradient of the log probability with respect to each value (Simonyan et al., 2013), or of the unit itself
    /// if it is not a probability.
    pub gradients: Vec<Vec<f32>>,
    /// How much the unit falls if a square around each value is blanked (Zeiler and Fergus, 2013).
    pub occlusion: Vec<Vec<f32>>,
}

/// An attribution computed in parts, for the weights at the time of the question.
#[derive(Clone, Debug)]
pub struct Attributor {
    unit: usize,
    problem: Problem,
    gradients: Vec<Vec<f32>>,
    /// The example, then the example with a square blanked around each of its values.
    passes: Passes,
}

impl Attributor {
    /// Attributes unit `unit` of output `head` to the values of one example, `[input][value]`. `side` is that of the
    /// blanked square and odd. The gradients are computed at once.
    pub fn new(
        experiment: &Experiment,
        network: &Network,
        inputs: &[Vec<f32>],
        head: usize,
        unit: usize,
        side: usize,
    ) -> Self {
        let schema = experiment.data.schema();
        let wiring = experiment.wiring();
        let problem = schema.targets[wiring.targets[head]].problem;
        let output = experiment.network.outputs[head].clone();
        let mut examples = vec![inputs.to_vec()];
        for (input, values) in inputs.iter().enumerate() {
            let shape = &schema.inputs[input].shape;
            examples.extend((0..values.len()).map(|at| blank(inputs, input, shape, at, side)));
        }
        Self {
            unit,
            problem,
            gradients: gradients(experiment, network, &schema, inputs, head, unit, problem),
            passes: Passes::new(network, &wiring, vec![output], examples),
        }
    }

    /// Continues until it is complete or `out_of_time`, by at least one block of examples.
    pub fn advance(&mut self, out_of_time: impl FnMut() -> bool) -> Option<Attribution> {
        let said = self.passes.advance(out_of_time)?;
        let mut chances = said.iter().map(|layers| chance(&layers[0], self.unit, self.problem));
        let value = chances.next()?;
        let mut falls = chances.map(|without| value - without);
        let occlusion =
            self.gradients.iter().map(|values| falls.by_ref().take(values.len()).collect()).collect();
        Some(Attribution { value, gradients: self.gradients.clone(), occlusion })
    }
}

/// The output for a class. If two classes share a unit, the first is its complement.
fn chance(output: &[f32], unit: usize, problem: Problem) -> f32 {
    match problem {
        Problem::Binary if unit == 0 => 1.0 - output[0],
        Problem::Binary => output[0],
        _ => output[unit],
    }
}

/// The example with zeros in a square around place `at` of an image, or in a span of any other input.
fn blank(inputs: &[Vec<f32>], input: usize, shape: &[usize], at: usize, side: usize) -> Vec<Vec<f32>> {
    let mut blanked = inputs.to_vec();
    let reach = side / 2;
    let (columns, channels) = match *shape {
        [_, columns, channels] => (columns, channels),
        [_, channels] => (1, channels),
        _ => (1, 1),
    };
    let place = |index: usize| (index / channels / columns, index / channels % columns);
    let (row, column) = place(at);
    for (index, value) in blanked[input].iter_mut().enumerate() {
        let (r, c) = place(index);
        if r.abs_diff(row) <= reach && c.abs_diff(column) <= reach {
            *value = 0.0;
        }
    }
    blanked
}

/// By backpropagation to the inputs. Tokens are names, not numbers, and have no gradient.
fn gradients(
    experiment: &Experiment,
    network: &Network,
    schema: &Schema,
    inputs: &[Vec<f32>],
    head: usize,
    unit: usize,
    problem: Problem,
) -> Vec<Vec<f32>> {
    let nothing = || inputs.iter().map(|values| vec![0.0; values.len()]).collect::<Vec<_>>();
    let Some(still) = still(experiment, network, head, problem) else { return nothing() };
    let wiring = experiment.wiring();
    let mut space = still.workspace(1);
    space.enable_input_gradients();
    let stride = space.stride();
    for (layer, &input) in wiring.inputs.iter().enumerate() {
        for (row, &value) in space.input_mut(layer).chunks_exact_mut(stride).zip(&inputs[input]) {
            row[0] = value;
        }
    }
    let asked = if problem.is_regression() { vec![0.0; problem.units()] } else { problem.one_hot(unit) };
    for (row, target) in space.target_mut(head).chunks_exact_mut(stride).zip(asked) {
        row[0] = target;
    }
    still.forward(&mut space, 1, Mode::Training(&mut Random::new(0, Stream::Dropout)));
    if problem.is_regression() {
        // If the target of the unit is one below its output, half the squared error has the gradient of the unit itself,
        // divided by the number of units.
        let outputs: Vec<f32> = space.output(head).chunks_exact(stride).map(|row| row[0]).collect();
        for (index, (row, output)) in space.target_mut(head).chunks_exact_mut(stride).zip(outputs).enumerate()
        {
            row[0] = if index == unit { output + problem.units() as f32 } else { output };
        }
    }
    still.backward(&mut space, 1);
    let mut all = nothing();
    let layers: Vec<&str> = still.layers().map(|layer| layer.name).collect();
    for (name, &input) in still.input_names().zip(&wiring.inputs) {
        let index = layers.iter().position(|layer| *layer == name).unwrap_or(0);
        if schema.inputs[input].vocabulary().is_some() {
            continue;
        }
        for (sum, row) in all[input].iter_mut().zip(space.value_gradients(index).chunks_exact(stride)) {
            *sum -= row[0];
        }
    }
    all
}

/// The network as it answers, in a form that can be differentiated: nothing random, and normalisation by its moving
/// statistics written as the product it is. Only output `head` has a loss that weighs.
fn still(experiment: &Experiment, network: &Network, head: usize, problem: Problem) -> Option<Network> {
    let mut config = experiment.network_on_data();
    let mut replaced = Vec::new();
    for (layer, planned) in config.layers.iter_mut().zip(network.layers()) {
        let own = network.get_weights(&layer.name);
        let channels = planned.shape.last().copied().unwrap_or(1);
        if let Some((kind, weights)) = layer.kind.inference(&own, channels) {
            layer.shared_with = None;
            layer.kind = kind;
            replaced.push((layer.name.clone(), weights));
        }
    }
    let loss = match problem {
        Problem::Regression { .. } | Problem::UnitRegression { .. } => {
            Loss::HalfSquaredError { signed: false }
        }
        Problem::Multiclass { .. } => Loss::CategoricalCrossentropy { label_smoothing: 0.0 },
        Problem::Binary | Problem::MultiLabel { .. } => Loss::BinaryCrossentropy { label_smoothing: 0.0 },
    };
    let output = &config.outputs[head];
    let mut losses = experiment.losses.clone();
    losses.insert(output.clone(), loss);
    let mut weights = BTreeMap::new();
    for name in &config.outputs {
        weights.insert(name.clone(), if name == output { 1.0 } else { 0.0 });
    }
    let mut still = Network::compile(config, &losses, &weights).ok()?;
    still.adopt(network);
    for (name, weights) in replaced {
        still.set_weights(&name, &weights).ok()?;
    }
    Some(still)
}
