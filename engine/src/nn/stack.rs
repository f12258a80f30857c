//! Stacks of narrow dense layers, forward and backward in one go.
//!
//! These are the networks one draws. A step of one is some hundred multiplications of vectors, less than what a
//! call of each layer costs with its records, its checks, and gradients that are cleared to be added to.

use std::ops::Range;

use super::activation::Activation;
use super::layer::{LayerKind, Source};
use super::number::Number;
use super::plan::{Plan, PlannedLayer};
use super::rows::copy;
use super::vector::{LANES, Vector};
use super::workspace::Workspace;

/// From this many units on, a product held in registers tile by tile is faster.
const WIDEST: usize = 16;

/// A dense layer with numbers for its inputs.
#[derive(Clone, Debug)]
struct Link {
    activation: Activation,
    features: usize,
    units: usize,
    has_bias: bool,
    /// Where the rows of its inputs begin, which its values follow, and rows of its z, if it keeps that.
    x: usize,
    z: Range<usize>,
    /// Where its weights begin.
    weights: usize,
}

#[derive(Clone, Debug)]
pub struct Stack(Vec<Link>);

impl Stack {
    /// The plan as a stack; none where it is something else, or too wide.
    pub fn of(plan: &Plan) -> Option<Self> {
        let [input, layers @ ..] = &plan.layers[..] else { return None };
        let [output] = &plan.outputs[..] else { return None };
        let starts = matches!(input.config.kind, LayerKind::Input(_)) && input.shape.len() == 1;
        let chained = (1..).zip(layers).all(|(index, layer)| layer.inputs[..] == [index - 1]);
        if !starts || !chained || output.layer != layers.len() {
            return None;
        }
        layers.iter().map(Link::of).collect::<Option<Vec<_>>>().map(Self)
    }

    /// Computes every layer's values from the inputs in `space`, in the first `lanes` lanes.
    pub fn forward(&self, weights: &[f32], space: &mut Workspace, lanes: usize) {
        let stride = space.stride;
        for link in &self.0 {
            let (x, y) = space.values[link.x * stride..].split_at_mut(link.features * stride);
            let y = &mut y[..link.units * stride];
            link.combine(&weights[link.weights..], x, y, stride, lanes);
            if !link.z.is_empty() {
                copy(y, &mut space.scratch[link.z.start * stride..link.z.end * stride]);
            }
            link.activation.apply(y, stride, lanes);
        }
    }

    /// Gradients by all weights from the gradient by the output, which is by the logits already if so said.
    pub fn backward(&self, weights: &[f32], space: &mut Workspace, lanes: usize, by_logits: bool) {
        let stride = space.stride;
        for (index, link) in self.0.iter().enumerate().rev() {
            let rows = |first: usize, count: usize| first * stride..(first + count) * stride;
            let (x, y) = space.values[link.x * stride..].split_at(link.features * stride);
            let (x_delta, delta) = space.deltas[link.x * stride..].split_at_mut(link.features * stride);
            let (y, delta) = (&y[..link.units * stride], &mut delta[..link.units * stride]);
            if !by_logits || index + 1 < self.0.len() {
                let z = &space.scratch[rows(link.z.start, link.z.len())];
                link.activation.backward(z, y, delta, stride, lanes);
            }
            link.gradients(x, delta, &mut space.gradients[link.weights..], stride, lanes);
            if index > 0 || space.to_inputs {
                link.hand_back(&weights[link.weights..], delta, x_delta, stride, lanes);
            }
        }
    }
}

impl Link {
    fn of(layer: &PlannedLayer) -> Option<Self> {
        let LayerKind::Dense(dense) = &layer.config.kind else { return None };
        let [Source { rows: x, .. }] = &layer.sources[..] else { return None };
        let narrow = x.len() <= WIDEST && dense.units <= WIDEST;
        (narrow && layer.config.shared_with.is_none()).then(|| Self {
            activation: dense.activation.clone(),
            features: x.len(),
            units: dense.units,
            has_bias: dense.use_bias,
            x: x.start,
            z: layer.scratch.clone(),
            weights: layer.weights.start,
        })
    }

    /// y = kernel^T x + bias
    fn combine(&self, weights: &[f32], x: &[f32], y: &mut [f32], stride: usize, lanes: usize) {
        let (kernel, bias) = weights.split_at(self.features * self.units);
        let by_unit = Turned { kernel, rows: self.units, row: 1, terms: self.features, term: self.units };
        by_unit.run(self.has_bias.then_some(bias), x, y, stride, lanes);
    }

    /// The gradient by x: kernel times the gradient by z.
    fn hand_back(&self, weights: &[f32], delta: &[f32], x_delta: &mut [f32], stride: usize, lanes: usize) {
        let kernel = &weights[..self.features * self.units];
        let by_feature = Turned { kernel, rows: self.features, row: self.units, terms: self.units, term: 1 };
        by_feature.run(None, delta, x_delta, stride, lanes);
    }

    /// The gradients by kernel and bias: sums over the examples.
    fn gradients(&self, x: &[f32], delta: &[f32], gradients: &mut [f32], stride: usize, lanes: usize) {
        assert!(gradients.len() >= (self.features + usize::from(self.has_bias)) * self.units);
        assert!(x.len() >= self.features * stride && delta.len() >= self.units * stride);
        assert!(lanes <= stride && lanes.is_multiple_of(LANES));
        let (x, delta, gradients) = (x.as_ptr(), delta.as_ptr(), gradients.as_mut_ptr());
        let whole = self.units / LANES * LANES;
        // SAFETY: all rows are long enough for the lanes, and all gradients are there.
        unsafe {
            for unit in (0..whole).step_by(LANES) {
                let (delta, gradients) = (delta.add(unit * stride), gradients.add(unit));
                self.gradients_of_four(x, delta, gradients, stride, lanes);
            }
            for unit in whole..self.units {
                let (delta, gradients) = (delta.add(unit * stride), gradients.add(unit));
                self.gradients_of_one(x, delta, gradients, stride, lanes);
            }
        }
    }

    /// For four units side by side.
    ///
    /// # Safety
    /// `lanes` lanes of all rows are there from `x` and `delta` on, and the gradients of the units.
    #[inline(always)]
    unsafe fn gradients_of_four(
        &self,
        x: *const f32,
        delta: *const f32,
        gradients: *mut f32,
        stride: usize,
        lanes: usize,
    ) {
        // SAFETY: the caller's.
        unsafe {
            let delta = |unit: usize, lane: usize| Vector::read(delta.add(unit * stride + lane));
            for feature in 0..self.features {
                let mut sums = [Vector::of(0.0); LANES];
                for lane in (0..lanes).step_by(LANES) {
                    let x = Vector::read(x.add(feature * stride + lane));
                    sums = std::array::from_fn(|unit| sums[unit] + x * delta(unit, lane));
                }
                lane_sums(sums).write(gradients.add(feature * self.units));
            }
            if self.has_bias {
                let mut sums = [Vector::of(0.0); LANES];
                for lane in (0..lanes).step_by(LANES) {
                    sums = std::array::from_fn(|unit| sums[unit] + delta(unit, lane));
                }
                lane_sums(sums).write(gradients.add(self.features * self.units));
            }
        }
    }

    /// For one unit: four gradients at a time, the bias as one more feature, which is 1.
    ///
    /// # Safety
    /// As for `gradients_of_four`.
    #[inline(always)]
    unsafe fn gradients_of_one(
        &self,
        x: *const f32,
        delta: *const f32,
        gradients: *mut f32,
        stride: usize,
        lanes: usize,
    ) {
        let count = self.features + usize::from(self.has_bias);
        for first in (0..count).step_by(LANES) {
            let mut sums = [Vector::of(0.0); LANES];
            // SAFETY: the caller's, for features that there are.
            unsafe {
                for lane in (0..lanes).step_by(LANES) {
                    let delta = Vector::read(delta.add(lane));
                    sums = std::array::from_fn(|at| {
                        let feature = first + at;
                        match feature < self.features {
                            true => sums[at] + delta * Vector::read(x.add(feature * stride + lane)),
                            false => sums[at] + delta,
                        }
                    });
                }
                for (at, sum) in lane_sums(sums).to_array().into_iter().enumerate().take(count - first) {
                    *gradients.add((first + at) * self.units) = sum;
                }
            }
        }
    }
}

/// A kernel as rows of terms, its own way round or the other: steps from row to row and from term to term.
struct Turned<'a> {
    kernel: &'a [f32],
    rows: usize,
    row: usize,
    terms: usize,
    term: usize,
}

impl Turned<'_> {
    /// Each row of `to` is its start and the sum of its terms times the rows of `from`. Panics where one is too short.
    #[inline(always)]
    fn run(&self, starts: Option<&[f32]>, from: &[f32], to: &mut [f32], stride: usize, lanes: usize) {
        assert!(self.kernel.len() == self.rows * self.terms);
        assert!(starts.is_none_or(|starts| starts.len() >= self.rows));
        assert!(from.len() >= self.terms * stride && to.len() >= self.rows * stride);
        assert!(lanes <= stride && lanes.is_multiple_of(LANES));
        let mut lane = 0;
        while lane < lanes {
            // SAFETY: all rows are long enough for the lanes, and the kernel and the starts for the rows.
            unsafe {
                let (from, to) = (from.as_ptr().add(lane), to.as_mut_ptr().add(lane));
                lane += LANES
                    * match (lanes - lane) / LANES {
                        1 => self.block::<1>(starts, from, to, stride),
                        2 | 4 => self.block::<2>(starts, from, to, stride),
                        _ => self.block::<3>(starts, from, to, stride),
                    };
            }
        }
    }

    /// `N` vectors of each row; gives `N`.
    ///
    /// # Safety
    /// `N` vectors can be read from each row of `from` and written to each of `to`.
    #[inline(always)]
    unsafe fn block<const N: usize>(
        &self,
        starts: Option<&[f32]>,
        from: *const f32,
        to: *mut f32,
        stride: usize,
    ) -> usize {
        // SAFETY: the caller's; the kernel holds all terms of all rows, and `starts` all rows.
        unsafe {
            for row in 0..self.rows {
                let start = starts.map_or(0.0, |starts| *starts.get_unchecked(row));
                let mut sums = [Vector::of(start); N];
                for term in 0..self.terms {
                    let weight = Vector::of(*self.kernel.get_unchecked(row * self.row + term * self.term));
                    let from = from.add(term * stride);
                    sums = std::array::from_fn(|at| sums[at] + weight * Vector::read(from.add(at * LANES)));
                }
                for (at, sum) in sums.into_iter().enumerate() {
                    sum.write(to.add(row * stride + at * LANES));
                }
            }
        }
        N
    }
}

/// The sums over the lanes of four vectors.
#[inline(always)]
fn lane_sums(vectors: [Vector; LANES]) -> Vector {
    let [a, b, c, d] = Vector::transposed(vectors);
    (a + b) + (c + d)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde_json::json;

    use crate::nn::{Loss, Mode, Network, Workspace};
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
        let config = serde_json::from_value(json!({"layers": layers, "outputs": [last]})).unwrap();
        let losses = BTreeMap::from([(last, Loss::BinaryCrossentropy)]);
        let mut network = Network::compile(&config, &losses, &BTreeMap::new()).unwrap();
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
