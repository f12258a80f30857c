//! Two recurrent layers, of which one reads the sequence backwards, with their outputs merged (Schuster and Paliwal, 1997).
//! Source: <https://keras.io/api/layers/recurrent_layers/bidirectional/>

use kernels::elementwise::{add, copy, multiply, scale};
use serde::{Deserialize, Serialize};

use super::buffer::cut_mut;
use super::mask::replace_masked;
use super::{
    ArgumentRange, Backward, Forward, GruConfig, InputGradients, Layer, LstmConfig, Masking, Nested,
    ParameterSpec, SimpleRnnConfig, Site,
};
use crate::nn::activation::Activation;
use crate::nn::graph_error::GraphError;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct BidirectionalConfig {
    /// The layer that reads forward: `{"layer": "lstm", "units": 4}`.
    pub wrapped: Recurrent,
    pub merge_mode: MergeMode,
}

impl Default for BidirectionalConfig {
    fn default() -> Self {
        Self { wrapped: Recurrent::Lstm(LstmConfig::default()), merge_mode: MergeMode::Concat }
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(remote = "Self", rename_all = "snake_case", deny_unknown_fields)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "ts", ts(tag = "layer"))]
pub enum Recurrent {
    SimpleRnn(SimpleRnnConfig),
    Lstm(LstmConfig),
    Gru(GruConfig),
}

crate::tagged!(Recurrent, "layer");

/// How the two outputs are combined.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum MergeMode {
    /// Side by side.
    #[default]
    Concat,
    Sum,
    /// The product.
    Mul,
    /// The mean.
    Ave,
}

impl Recurrent {
    fn layer(&self) -> &dyn Layer {
        match self {
            Self::SimpleRnn(layer) => layer,
            Self::Lstm(layer) => layer,
            Self::Gru(layer) => layer,
        }
    }

    fn goes_backwards(&self) -> bool {
        match self {
            Self::SimpleRnn(layer) => layer.go_backwards,
            Self::Lstm(layer) => layer.go_backwards,
            Self::Gru(layer) => layer.go_backwards,
        }
    }

    fn reversed(&self) -> Self {
        let mut reversed = self.clone();
        match &mut reversed {
            Self::SimpleRnn(layer) => layer.go_backwards = !layer.go_backwards,
            Self::Lstm(layer) => layer.go_backwards = !layer.go_backwards,
            Self::Gru(layer) => layer.go_backwards = !layer.go_backwards,
        }
        reversed
    }
}

/// The name of an array in one of the two directions.
fn direction_name(backward: bool, name: &str) -> &'static str {
    match (backward, name) {
        (false, "kernel") => "forward_kernel",
        (false, "recurrent_kernel") => "forward_recurrent_kernel",
        (false, _) => "forward_bias",
        (true, "kernel") => "backward_kernel",
        (true, "recurrent_kernel") => "backward_recurrent_kernel",
        (true, _) => "backward_bias",
    }
}

/// Maps the outputs of both directions to the merged output.
struct Merge {
    mode: MergeMode,
    /// Count of numbers in one step of one direction.
    size: usize,
    steps: usize,
}

impl Merge {
    /// Sets the output of masked steps to zero, as Keras does in both directions. `numbers` are in reading order.
    fn clear_masked(&self, mask: &[f32], backwards: bool, numbers: &mut [f32]) {
        let stride = mask.len() / self.steps;
        for (step, numbers) in numbers.chunks_exact_mut(self.size).enumerate() {
            let time = if backwards { self.steps - 1 - step } else { step };
            replace_masked(&mask[time * stride..][..stride], numbers, None);
        }
    }

    /// Visits the ranges of each step in the outputs of both directions, each in its reading order, and in the merged output.
    fn each_step(&self, mut visit: impl FnMut([std::ops::Range<usize>; 2], std::ops::Range<usize>)) {
        let width = if self.mode == MergeMode::Concat { 2 * self.size } else { self.size };
        for step in 0..self.steps {
            let own = |step: usize| step * self.size..(step + 1) * self.size;
            visit([own(step), own(self.steps - 1 - step)], step * width..(step + 1) * width);
        }
    }
}

impl BidirectionalConfig {
    fn merge(&self, site: &Site) -> Merge {
        let features = site.shape.last().copied().unwrap_or(1);
        let units = if self.merge_mode == MergeMode::Concat { features / 2 } else { features };
        let steps = if site.shape.len() == 2 { site.shape[0] } else { 1 };
        Merge { mode: self.merge_mode, size: units * site.stride, steps }
    }
}

impl Layer for BidirectionalConfig {
    fn output_shape(&self, inputs: &[&[usize]]) -> Result<Vec<usize>, GraphError> {
        let mut shape = self.wrapped.layer().output_shape(inputs)?;
        if let Some(last) = shape.last_mut().filter(|_| self.merge_mode == MergeMode::Concat) {
            *last *= 2;
        }
        Ok(shape)
    }

    fn parameters(&self, inputs: &[&[usize]]) -> Vec<ParameterSpec> {
        let one = self.wrapped.layer().parameters(inputs);
        let named = |backward: bool| {
            let one = one.clone();
            one.into_iter()
                .map(move |spec| ParameterSpec { name: direction_name(backward, spec.name), ..spec })
        };
        named(false).chain(named(true)).collect()
    }

    fn arithmetic(&self, inputs: &[&[usize]]) -> String {
        let one = self.wrapped.layer().arithmetic(inputs);
        let (sum, total) = one.split_once(" = ").unwrap_or((&one, "0"));
        format!("2 × ({sum}) = {}", 2 * total.parse::<usize>().unwrap_or(0))
    }

    /// For both directions, the layer's own scratch memory and its output.
    fn scratch(&self, inputs: &[&[usize]], _output: &[usize]) -> usize {
        let layer = self.wrapped.layer();
        let output = layer.output_shape(inputs).unwrap_or_default();
        2 * (layer.scratch(inputs, &output) + output.iter().product::<usize>())
    }

    /// For one direction, the layer's own temporary memory and the gradient with respect to its output.
    fn temporary(&self, inputs: &[&[usize]], _output: &[usize]) -> usize {
        let layer = self.wrapped.layer();
        let output = layer.output_shape(inputs).unwrap_or_default();
        layer.temporary(inputs, &output) + output.iter().product::<usize>()
    }

    fn masking(&self, rank: usize) -> Masking {
        self.wrapped.layer().masking(rank)
    }

    fn multiplications(&self, inputs: &[&[usize]], output: &[usize]) -> f64 {
        2.0 * self.wrapped.layer().multiplications(inputs, output)
    }

    fn activation(&self) -> Option<&Activation> {
        self.wrapped.layer().activation()
    }

    fn ranges(&self) -> Vec<ArgumentRange> {
        self.wrapped.layer().ranges()
    }

    fn nested(&self) -> Vec<Nested> {
        self.wrapped.layer().nested()
    }

    fn forward(&self, mut pass: Forward) {
        let merge = self.merge(&pass.site);
        let size = merge.size * merge.steps;
        let own = pass.scratch.len() / 2 - size;
        let [first_scratch, second_scratch, first, second] = cut_mut(pass.scratch, [own, own, size, size]);
        let (half, reversed) = (pass.weights.len() / 2, self.wrapped.reversed());
        let directions =
            [(&self.wrapped, first_scratch, &mut *first), (&reversed, second_scratch, &mut *second)];
        for (index, (layer, scratch, output)) in directions.into_iter().enumerate() {
            layer.layer().forward(Forward {
                site: pass.site,
                weights: &pass.weights[index * half..][..half],
                non_trainable: &[],
                new_non_trainable: &mut [],
                before: pass.before,
                output,
                masks: &mut *pass.masks,
                scratch,
                temporary: &mut *pass.temporary,
                training: pass.training.as_deref_mut(),
            });
        }
        let site = pass.site;
        if let Some(mask) = site.mask(pass.masks).filter(|_| site.shape.len() == 2) {
            merge.clear_masked(mask, self.wrapped.goes_backwards(), first);
            merge.clear_masked(mask, reversed.goes_backwards(), second);
        }
        merge.each_step(|[a, b], to| {
            let (a, b, to) = (&first[a], &second[b], &mut pass.output[to]);
            match merge.mode {
                MergeMode::Concat => {
                    copy(&mut to[..merge.size], a);
                    copy(&mut to[merge.size..], b);
                }
                MergeMode::Mul => multiply(to, a, b),
                MergeMode::Sum | MergeMode::Ave => {
                    copy(to, a);
                    add(to, b);
                    if merge.mode == MergeMode::Ave {
                        scale(to, 0.5);
                    }
                }
            }
        });
    }

    fn backward(&self, pass: Backward) {
        let merge = self.merge(&pass.site);
        let size = merge.size * merge.steps;
        let own = pass.scratch.len() / 2 - size;
        let [first_scratch, second_scratch, first, second] = cut_mut(pass.scratch, [own, own, size, size]);
        let (grad, temporary) = pass.temporary.split_at_mut(size);
        let (half, reversed) = (pass.weights.len() / 2, self.wrapped.reversed());
        let directions = [(&self.wrapped, first_scratch), (&reversed, second_scratch)];
        for (index, (layer, scratch)) in directions.into_iter().enumerate() {
            merge.each_step(|own, from| {
                let from = &pass.grad_output[from];
                let (to, others) = (&mut grad[own[index].clone()], [&*second, &*first][index]);
                match merge.mode {
                    MergeMode::Concat => copy(to, &from[index * merge.size..][..merge.size]),
                    MergeMode::Mul => multiply(to, from, &others[own[1 - index].clone()]),
                    MergeMode::Sum | MergeMode::Ave => {
                        copy(to, from);
                        if merge.mode == MergeMode::Ave {
                            scale(to, 0.5);
                        }
                    }
                }
            });
            let site = pass.site;
            if let Some(mask) = site.mask(pass.masks).filter(|_| site.shape.len() == 2) {
                merge.clear_masked(mask, layer.goes_backwards(), grad);
            }
            layer.layer().backward(Backward {
                site,
                weights: &pass.weights[index * half..][..half],
                before: pass.before,
                output: if index == 0 { &*first } else { &*second },
                masks: pass.masks,
                scratch,
                temporary: &mut *temporary,
                grad_output: grad,
                grad_is_wrt_logits: false,
                grad_inputs: InputGradients {
                    values: &mut *pass.grad_inputs.values,
                    includes_inputs: pass.grad_inputs.includes_inputs,
                },
                grad_weights: &mut pass.grad_weights[index * half..][..half],
                accumulates: true,
            });
        }
    }
}
