//! Recurrent layers, unrolled: one step after the other, with the gates and the states of each.

use super::activation::{activate, activate_back};
use super::{Batch, Gradients, LayerForward, Site};
use crate::nn::activation::Activation;
use crate::nn::layer::{
    BidirectionalConfig, GruConfig, LayerKind, LstmConfig, MergeMode, Recurrent, SimpleRnnConfig,
};

/// A step of one example. Gates lie side by side, `[gate][unit]`: i, f, g, o of an LSTM, z, r and the new part of a GRU,
/// and h itself of a simple RNN.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Step {
    /// The place in the sequence that it reads.
    pub time: usize,
    /// False at padding, where the states stay as they are.
    pub counts: bool,
    /// kernel^T x + bias + recurrent_kernel^T h.
    pub z: Vec<f64>,
    /// recurrent_kernel^T h + recurrent bias of a GRU, whose new part sees it through the gate r.
    pub from_state: Vec<f64>,
    pub gates: Vec<f64>,
    /// The states before and after.
    pub h_before: Vec<f64>,
    pub h: Vec<f64>,
    /// The cell of an LSTM and its activation.
    pub c_before: Vec<f64>,
    pub c: Vec<f64>,
    pub activated_c: Vec<f64>,
}

/// The gradients of a step.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StepGradients {
    /// With respect to h and c after the step, from the layer's output and from the next step.
    pub h: Vec<f64>,
    pub c: Vec<f64>,
    pub gates: Vec<f64>,
    pub z: Vec<f64>,
}

/// What the three kinds have in common, with their weights.
struct Cell<'a> {
    kind: Kind<'a>,
    units: usize,
    features: usize,
    gates: usize,
    activation: &'a Activation,
    return_sequences: bool,
    go_backwards: bool,
    kernel: &'a [f64],
    recurrent_kernel: &'a [f64],
    /// Empty if there is none.
    bias: &'a [f64],
    recurrent_bias: &'a [f64],
}

enum Kind<'a> {
    SimpleRnn,
    Lstm { recurrent_activation: &'a Activation },
    Gru { recurrent_activation: &'a Activation },
}

impl<'a> Cell<'a> {
    fn of(layer: &'a Recurrent, features: usize, weights: &'a [f64]) -> Self {
        match layer {
            Recurrent::SimpleRnn(layer) => Self::simple_rnn(layer, features, weights),
            Recurrent::Lstm(layer) => Self::lstm(layer, features, weights),
            Recurrent::Gru(layer) => Self::gru(layer, features, weights),
        }
    }

    fn of_kind(kind: &'a LayerKind, features: usize, weights: &'a [f64]) -> Self {
        match kind {
            LayerKind::SimpleRnn(layer) => Self::simple_rnn(layer, features, weights),
            LayerKind::Lstm(layer) => Self::lstm(layer, features, weights),
            LayerKind::Gru(layer) => Self::gru(layer, features, weights),
            other => panic!("{} is not recurrent", other.name()),
        }
    }

    fn simple_rnn(layer: &'a SimpleRnnConfig, features: usize, weights: &'a [f64]) -> Self {
        let cell = Self::new(Kind::SimpleRnn, 1, layer.units, &layer.activation, features, weights);
        Self { return_sequences: layer.return_sequences, go_backwards: layer.go_backwards, ..cell }
    }

    fn lstm(layer: &'a LstmConfig, features: usize, weights: &'a [f64]) -> Self {
        let kind = Kind::Lstm { recurrent_activation: &layer.recurrent_activation };
        let cell = Self::new(kind, 4, layer.units, &layer.activation, features, weights);
        Self { return_sequences: layer.return_sequences, go_backwards: layer.go_backwards, ..cell }
    }

    fn gru(layer: &'a GruConfig, features: usize, weights: &'a [f64]) -> Self {
        let kind = Kind::Gru { recurrent_activation: &layer.recurrent_activation };
        let cell = Self::new(kind, 3, layer.units, &layer.activation, features, weights);
        Self { return_sequences: layer.return_sequences, go_backwards: layer.go_backwards, ..cell }
    }

    fn new(
        kind: Kind<'a>,
        gates: usize,
        units: usize,
        activation: &'a Activation,
        features: usize,
        weights: &'a [f64],
    ) -> Self {
        let width = gates * units;
        let (kernel, rest) = weights.split_at(features * width);
        let (recurrent_kernel, biases) = rest.split_at(units * width);
        let (bias, recurrent_bias) = biases.split_at(biases.len().min(width));
        Self {
            kind,
            units,
            features,
            gates,
            activation,
            return_sequences: false,
            go_backwards: false,
            kernel,
            recurrent_kernel,
            bias,
            recurrent_bias,
        }
    }

    fn width(&self) -> usize {
        self.gates * self.units
    }

    /// Sums of a kernel's columns times numbers, plus bias.
    fn sums(&self, kernel: &[f64], numbers: &[f64], bias: &[f64]) -> Vec<f64> {
        let column = |column: usize| {
            let products = numbers.iter().enumerate().map(|(row, x)| kernel[row * self.width() + column] * x);
            products.sum::<f64>() + bias.get(column).copied().unwrap_or(0.0)
        };
        (0..self.width()).map(column).collect()
    }

    /// The steps over one example.
    fn forward(&self, x: &[f64], mask: Option<&Vec<bool>>) -> Vec<Step> {
        let count = x.len() / self.features;
        let (mut h, mut c) = (vec![0.0; self.units], vec![0.0; self.units]);
        let mut steps = Vec::new();
        for at in 0..count {
            let time = if self.go_backwards { count - 1 - at } else { at };
            let from_input = self.sums(self.kernel, &x[time * self.features..][..self.features], self.bias);
            let from_state = self.sums(self.recurrent_kernel, &h, self.recurrent_bias);
            let before = Step {
                time,
                counts: mask.is_none_or(|mask| mask[time]),
                h_before: h.clone(),
                c_before: c.clone(),
                ..Step::default()
            };
            let mut step = self.step(before, &from_input, from_state);
            if !step.counts {
                step.h.clone_from(&h);
                step.c.clone_from(&c);
            }
            h.clone_from(&step.h);
            c.clone_from(&step.c);
            steps.push(step);
        }
        steps
    }

    fn step(&self, before: Step, from_input: &[f64], from_state: Vec<f64>) -> Step {
        let units = self.units;
        let sum = |range: std::ops::Range<usize>| -> Vec<f64> {
            range.map(|at| from_input[at] + from_state[at]).collect()
        };
        match self.kind {
            // h = activation(z).
            Kind::SimpleRnn => {
                let z = sum(0..units);
                let h = activate(self.activation, &z);
                Step { z, gates: h.clone(), h, ..before }
            }
            // c = f c_before + i g; h = o activation(c).
            Kind::Lstm { recurrent_activation } => {
                let z = sum(0..4 * units);
                let gates = [
                    activate(recurrent_activation, &z[..units]),
                    activate(recurrent_activation, &z[units..2 * units]),
                    activate(self.activation, &z[2 * units..3 * units]),
                    activate(recurrent_activation, &z[3 * units..]),
                ]
                .concat();
                let gate = |gate: usize, unit: usize| gates[gate * units + unit];
                let cell = |unit| gate(1, unit) * before.c_before[unit] + gate(0, unit) * gate(2, unit);
                let c: Vec<f64> = (0..units).map(cell).collect();
                let activated_c = activate(self.activation, &c);
                let h = (0..units).map(|unit| gate(3, unit) * activated_c[unit]).collect();
                Step { z, gates, h, c, activated_c, ..before }
            }
            // new = activation(kernel^T x + bias + r (recurrent_kernel^T h + recurrent bias));
            // h = z h_before + (1 - z) new.
            Kind::Gru { recurrent_activation } => {
                let mut z = sum(0..2 * units);
                let mut gates = activate(recurrent_activation, &z[..units]);
                gates.extend(activate(recurrent_activation, &z[units..]));
                let of_new = |unit: usize| {
                    from_input[2 * units + unit] + gates[units + unit] * from_state[2 * units + unit]
                };
                let new: Vec<f64> = (0..units).map(of_new).collect();
                gates.extend(activate(self.activation, &new));
                z.extend(new);
                let state = |unit: usize| {
                    gates[unit] * before.h_before[unit] + (1.0 - gates[unit]) * gates[2 * units + unit]
                };
                Step { z, h: (0..units).map(state).collect(), gates, from_state, ..before }
            }
        }
    }

    /// The output: h of all steps or of the last.
    fn output(&self, steps: &[Step]) -> Vec<f64> {
        let first = if self.return_sequences { 0 } else { steps.len() - 1 };
        steps[first..].iter().flat_map(|step| step.h.clone()).collect()
    }

    /// Goes back through the steps of one example, from the last to the first. Each step gets a gradient from the output
    /// and from the step after it; the weights, which all steps use, get the sum of what each gives.
    fn backward(
        &self,
        x: &[f64],
        steps: &[Step],
        grad_output: &[f64],
        grad_x: &mut [f64],
        grad_weights: &mut [f64],
    ) -> Vec<StepGradients> {
        let (units, width) = (self.units, self.width());
        let (grad_kernel, rest) = grad_weights.split_at_mut(self.kernel.len());
        let (grad_recurrent, grad_biases) = rest.split_at_mut(self.recurrent_kernel.len());
        let (grad_bias, grad_recurrent_bias) = grad_biases.split_at_mut(self.bias.len());
        let (mut grad_h, mut grad_c) = (vec![0.0; units], vec![0.0; units]);
        let first = steps.len() - grad_output.len() / units;
        let mut all = vec![StepGradients::default(); steps.len()];
        for (at, step) in steps.iter().enumerate().rev() {
            if at >= first {
                let own = &grad_output[(at - first) * units..][..units];
                grad_h.iter_mut().zip(own).for_each(|(sum, grad)| *sum += grad);
            }
            let mut of_step =
                StepGradients { h: grad_h.clone(), c: grad_c.clone(), ..StepGradients::default() };
            if step.counts {
                let back = self.step_back(step, &grad_h, &grad_c);
                let x = &x[step.time * self.features..][..self.features];
                for column in 0..width {
                    let (grad_z, grad_from_state) = (back.z[column], back.from_state[column]);
                    for (row, x) in x.iter().enumerate() {
                        grad_kernel[row * width + column] += grad_z * x;
                        grad_x[step.time * self.features + row] += grad_z * self.kernel[row * width + column];
                    }
                    for (row, h) in step.h_before.iter().enumerate() {
                        grad_recurrent[row * width + column] += grad_from_state * h;
                    }
                    if let Some(grad_bias) = grad_bias.get_mut(column) {
                        *grad_bias += grad_z;
                    }
                    if let Some(grad_bias) = grad_recurrent_bias.get_mut(column) {
                        *grad_bias += grad_from_state;
                    }
                }
                let through_gates = |row: usize| {
                    let each = back.from_state.iter().enumerate();
                    each.map(|(column, grad)| grad * self.recurrent_kernel[row * width + column]).sum::<f64>()
                };
                grad_h = (0..units).map(|unit| back.h_before[unit] + through_gates(unit)).collect();
                grad_c = back.c_before;
                of_step.gates = back.gates;
                of_step.z = back.z;
            }
            all[at] = of_step;
        }
        all
    }

    fn step_back(&self, step: &Step, grad_h: &[f64], grad_c: &[f64]) -> StepBack {
        let units = self.units;
        let gate = |gate: usize, unit: usize| step.gates[gate * units + unit];
        let each = |of: &dyn Fn(usize) -> f64| -> Vec<f64> { (0..units).map(of).collect() };
        // Some of the gates, through their activation.
        let back = |activation: &Activation, gates: &[f64], from: usize, to: usize| {
            let range = from * units..to * units;
            activate_back(activation, &step.z[range.clone()], &step.gates[range.clone()], &gates[range])
        };
        match self.kind {
            Kind::SimpleRnn => {
                let z = activate_back(self.activation, &step.z, &step.gates, grad_h);
                let zeros = vec![0.0; units];
                StepBack {
                    gates: grad_h.to_vec(),
                    from_state: z.clone(),
                    z,
                    h_before: zeros.clone(),
                    c_before: zeros,
                }
            }
            Kind::Lstm { recurrent_activation } => {
                let of_c = each(&|unit| grad_h[unit] * gate(3, unit));
                let of_c = activate_back(self.activation, &step.c, &step.activated_c, &of_c);
                let of_c = each(&|unit| grad_c[unit] + of_c[unit]);
                let gates = [
                    each(&|unit| of_c[unit] * gate(2, unit)),
                    each(&|unit| of_c[unit] * step.c_before[unit]),
                    each(&|unit| of_c[unit] * gate(0, unit)),
                    each(&|unit| grad_h[unit] * step.activated_c[unit]),
                ]
                .concat();
                let z = [
                    back(recurrent_activation, &gates, 0, 1),
                    back(recurrent_activation, &gates, 1, 2),
                    back(self.activation, &gates, 2, 3),
                    back(recurrent_activation, &gates, 3, 4),
                ]
                .concat();
                // All of h reaches the step before through the gates, c directly through f.
                let c_before = each(&|unit| of_c[unit] * gate(1, unit));
                StepBack { gates, from_state: z.clone(), z, h_before: vec![0.0; units], c_before }
            }
            Kind::Gru { recurrent_activation } => {
                let of_z = each(&|unit| grad_h[unit] * (step.h_before[unit] - gate(2, unit)));
                let of_new = each(&|unit| grad_h[unit] * (1.0 - gate(0, unit)));
                let mut gates = [of_z, vec![0.0; units], of_new].concat();
                let new = back(self.activation, &gates, 2, 3);
                for unit in 0..units {
                    gates[units + unit] = new[unit] * step.from_state[2 * units + unit];
                }
                let z =
                    [back(recurrent_activation, &gates, 0, 1), back(recurrent_activation, &gates, 1, 2), new]
                        .concat();
                let mut from_state = z.clone();
                (0..units).for_each(|unit| from_state[2 * units + unit] *= gate(1, unit));
                let h_before = each(&|unit| grad_h[unit] * gate(0, unit));
                StepBack { gates, z, from_state, h_before, c_before: vec![0.0; units] }
            }
        }
    }
}

/// The gradients that a step passes on.
struct StepBack {
    gates: Vec<f64>,
    z: Vec<f64>,
    /// With respect to recurrent_kernel^T h + recurrent bias.
    from_state: Vec<f64>,
    /// With respect to the states before the step, apart from what goes through the gates.
    h_before: Vec<f64>,
    c_before: Vec<f64>,
}

pub(super) fn forward(kind: &LayerKind, site: &Site) -> LayerForward {
    let cell = Cell::of_kind(kind, site.features(), site.weights);
    let steps = all_steps(&cell, site);
    let a = steps.iter().map(|steps| cell.output(steps)).collect();
    LayerForward { a, steps: vec![steps], ..LayerForward::default() }
}

fn all_steps(cell: &Cell, site: &Site) -> Vec<Vec<Step>> {
    let rows = site.x().iter().enumerate();
    rows.map(|(example, x)| cell.forward(x, site.mask().map(|mask| &mask[example]))).collect()
}

pub(super) fn backward(kind: &LayerKind, site: &Site, own: &LayerForward, grad_a: &Batch) -> Gradients {
    let cell = Cell::of_kind(kind, site.features(), site.weights);
    let (mut inputs, mut weights) = (site.zeros(), vec![0.0; site.weights.len()]);
    let steps = all_back(&cell, site, &own.steps[0], grad_a, &mut inputs[0], &mut weights);
    Gradients { inputs, weights, steps: vec![steps], ..Gradients::default() }
}

fn all_back(
    cell: &Cell,
    site: &Site,
    steps: &[Vec<Step>],
    grad_output: &Batch,
    grad_inputs: &mut Batch,
    grad_weights: &mut [f64],
) -> Vec<Vec<StepGradients>> {
    let rows = site.x().iter().zip(steps).zip(grad_output).zip(grad_inputs);
    rows.map(|(((x, steps), grad), grad_x)| cell.backward(x, steps, grad, grad_x, grad_weights)).collect()
}

/// The cell that reads forward, with the first half of the weights, and the one that reads backward.
fn cells<'a>(layer: &'a BidirectionalConfig, site: &'a Site) -> [Cell<'a>; 2] {
    let (first, second) = site.weights.split_at(site.weights.len() / 2);
    let forward = Cell::of(&layer.wrapped, site.features(), first);
    let backward = Cell::of(&layer.wrapped, site.features(), second);
    let go_backwards = !backward.go_backwards;
    [forward, Cell { go_backwards, ..backward }]
}

/// The outputs of both directions for one example, in the order of the first one's steps. As in Keras the output of a
/// whole sequence is 0 at padding.
fn outputs(cells: &[Cell; 2], steps: [&[Step]; 2]) -> [Vec<f64>; 2] {
    let of = |index: usize| {
        let (cell, steps) = (&cells[index], steps[index]);
        if !cell.return_sequences {
            return cell.output(steps);
        }
        let value = |step: &Step| if step.counts { step.h.clone() } else { vec![0.0; cell.units] };
        let values = steps.iter().map(value).collect::<Vec<_>>();
        if index == 0 { values.concat() } else { values.into_iter().rev().collect::<Vec<_>>().concat() }
    };
    [of(0), of(1)]
}

pub(super) fn forward_bidirectional(layer: &BidirectionalConfig, site: &Site) -> LayerForward {
    let cells = cells(layer, site);
    let units = cells[0].units;
    let steps = [all_steps(&cells[0], site), all_steps(&cells[1], site)];
    let mut a = Batch::new();
    for (first, second) in steps[0].iter().zip(&steps[1]) {
        let [first, second] = outputs(&cells, [first, second]);
        let pairs = first.iter().zip(&second);
        a.push(match layer.merge_mode {
            MergeMode::Concat => {
                let steps = first.chunks(units).zip(second.chunks(units));
                steps.flat_map(|(first, second)| [first, second].concat()).collect()
            }
            MergeMode::Sum => pairs.map(|(first, second)| first + second).collect(),
            MergeMode::Mul => pairs.map(|(first, second)| first * second).collect(),
            MergeMode::Ave => pairs.map(|(first, second)| 0.5 * (first + second)).collect(),
        });
    }
    LayerForward { a, steps: steps.into(), ..LayerForward::default() }
}

pub(super) fn backward_bidirectional(
    layer: &BidirectionalConfig,
    site: &Site,
    own: &LayerForward,
    grad_a: &Batch,
) -> Gradients {
    let cells = cells(layer, site);
    let units = cells[0].units;
    let mut grads = [Batch::new(), Batch::new()];
    for (example, grad) in grad_a.iter().enumerate() {
        let steps = [&own.steps[0][example][..], &own.steps[1][example]];
        let both = outputs(&cells, steps);
        for (index, grads) in grads.iter_mut().enumerate() {
            let others = &both[1 - index];
            let mut own: Vec<f64> = match layer.merge_mode {
                MergeMode::Concat => {
                    let steps = grad.chunks(2 * units);
                    steps.flat_map(|step| step[index * units..][..units].to_vec()).collect()
                }
                MergeMode::Sum => grad.clone(),
                MergeMode::Mul => grad.iter().zip(others).map(|(grad, other)| grad * other).collect(),
                MergeMode::Ave => grad.iter().map(|grad| 0.5 * grad).collect(),
            };
            if cells[index].return_sequences {
                if index == 1 {
                    own = own.chunks(units).rev().collect::<Vec<_>>().concat();
                }
                for (step, own) in steps[index].iter().zip(own.chunks_mut(units)) {
                    if !step.counts {
                        own.fill(0.0);
                    }
                }
            }
            grads.push(own);
        }
    }
    let (mut inputs, mut weights) = (site.zeros(), vec![0.0; site.weights.len()]);
    let half = weights.len() / 2;
    let mut steps = Vec::new();
    for (index, cell) in cells.iter().enumerate() {
        let weights = &mut weights[index * half..][..half];
        steps.push(all_back(cell, site, &own.steps[index], &grads[index], &mut inputs[0], weights));
    }
    Gradients { inputs, weights, steps, ..Gradients::default() }
}
