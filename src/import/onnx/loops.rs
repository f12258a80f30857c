//! Recurrent layers that are written as a loop over steps, as Keras's are.

use std::collections::BTreeMap;

use super::constant::Constant;
use super::nodes::{Nodes, attribute, int, ints};
use crate::export::onnx::proto::NodeProto;

/// A layer that a loop computes: the kernels as Keras has them, by the names of their constants.
pub struct Unrolled {
    pub operator: &'static str,
    /// `[step][example][feature]`.
    pub sequence: String,
    pub kernels: [String; 2],
    /// For the input, and for the state.
    pub bias: Vec<f32>,
    /// Those of gates first.
    pub activations: Vec<String>,
    /// What the layer gives at all steps.
    pub output: String,
}

/// What one round of a loop computes.
struct Body<'a> {
    nodes: Nodes,
    /// Its constants by the names that they have outside.
    outside: BTreeMap<&'a str, &'a str>,
    counter: &'a str,
    state: &'a str,
}

/// A product of a value with a kernel, and what is added to it.
struct Linear {
    kernel: String,
    bias: Option<Vec<f32>>,
    /// The sequence whose step is multiplied; None for the state.
    sequence: Option<String>,
}

impl Unrolled {
    pub fn of(nodes: &Nodes, node: &NodeProto) -> Option<Self> {
        let graph = attribute(node, "body")?.g.as_ref()?;
        let states = node.input.len().checked_sub(2)?;
        let [_, _, carried @ ..] = &graph.input[..] else { return None };
        let [_, results @ ..] = &graph.output[..] else { return None };
        // One output besides the states: that of all steps.
        if carried.len() != states || results.len() != states + 1 || node.output.len() != states + 1 {
            return None;
        }
        let mut inner = Nodes::of(&mut graph.clone()).ok()?;
        let mut outside = BTreeMap::new();
        let (mut counter, mut state) = (None, None);
        for ((own, given), result) in carried.iter().zip(&node.input[2..]).zip(results) {
            let constant = nodes.constants.get(given);
            if inner.unnamed(&result.name) == own.name {
                if let Some(constant) = constant {
                    inner.constants.insert(own.name.clone(), constant.clone());
                    outside.insert(&own.name[..], &given[..]);
                }
            } else if constant.is_some_and(|first| first.shape.is_empty() && first.is_zero()) {
                counter = Some(&own.name[..]);
            } else if nodes.is_zero(given) && state.replace((&own.name[..], &result.name[..])).is_some() {
                return None;
            }
        }
        let ((state, next), steps) = (state?, results.last()?);
        for name in graph.node.iter().flat_map(|node| &node.input) {
            if let Some(constant) = nodes.constants.get(name) {
                inner.constants.insert(name.clone(), constant.clone());
                outside.insert(name, name);
            }
        }
        let body = Body { nodes: inner, outside, counter: counter?, state };
        let next = body.nodes.unnamed(next);
        let is_shown = body.nodes.unnamed(&steps.name) == next;
        let output = node.output.last()?.clone();
        is_shown.then(|| body.simple_rnn(next, &output).or_else(|| body.gru(next, &output)))?
    }
}

impl Body<'_> {
    /// x K + b, or h R + b.
    fn linear(&self, value: &str) -> Option<Linear> {
        if let Some(product) = self.nodes.made_by(value, "MatMul") {
            let [x, kernel] = &product.input[..] else { return None };
            let kernel = (*self.outside.get(&kernel[..])?).to_owned();
            let sequence = if x == self.state { None } else { Some(self.step_of(x)?) };
            return Some(Linear { kernel, bias: None, sequence });
        }
        let sum = self.nodes.made_by(value, "Add")?;
        self.nodes.both_orders(sum).into_iter().find_map(|[product, bias]| {
            let linear = self.linear(product).filter(|linear| linear.bias.is_none())?;
            Some(Linear { bias: Some(self.vector(bias)?), ..linear })
        })
    }

    /// The sequence that a value is the present step of.
    fn step_of(&self, value: &str) -> Option<String> {
        let gather = self.nodes.made_by(value, "Gather").filter(|gather| int(gather, "axis", 0) == 0)?;
        (gather.input.get(1)? == self.counter).then(|| gather.input[0].clone())
    }

    /// A constant, or a row of one.
    fn vector(&self, value: &str) -> Option<Vec<f32>> {
        if let Some(constant) = self.nodes.constants.get(value) {
            return constant.as_floats().map(<[f32]>::to_vec);
        }
        let split = self.nodes.made_by(value, "Squeeze")?.input.first()?;
        let maker = self.nodes.made_by(split, "Split").filter(|maker| int(maker, "axis", 0) == 0)?;
        let row = maker.output.iter().position(|output| output == split)?;
        let rows = self.nodes.constants.get(maker.input.first()?)?;
        let width = *rows.shape.get(1).filter(|_| rows.shape[0] == maker.output.len())?;
        rows.as_floats()?.get(row * width..(row + 1) * width).map(<[f32]>::to_vec)
    }

    /// The third of a value that another is, and that value.
    fn third<'a>(&'a self, value: &'a str) -> Option<(usize, &'a str)> {
        let maker = self.nodes.maker(value)?;
        let whole = &maker.input.first()?[..];
        match &maker.op_type[..] {
            "Split" if maker.output.len() == 3 && int(maker, "axis", 0) != 0 => {
                Some((maker.output.iter().position(|output| output == value)?, whole))
            }
            "Slice" => {
                let list = |name: &str, input: usize| match ints(maker, name) {
                    Some(values) => Some(values),
                    None => Some(self.nodes.constants.get(maker.input.get(input)?)?.as_integers()?.to_vec()),
                };
                let (start, end) = (*list("starts", 1)?.last()?, *list("ends", 2)?.last()?);
                let units = self.units()?;
                let part = start / units;
                let is_third = start % units == 0 && (end == start + units || part == 2 && end >= 3 * units);
                is_third.then_some((usize::try_from(part).ok()?, whole))
            }
            _ => None,
        }
    }

    /// What the state is multiplied by: `[unit][gate and unit]`.
    fn recurrent_kernel(&self) -> Option<&Constant> {
        let factors = |node: &NodeProto| match &node.input[..] {
            [state, kernel] if node.op_type == "MatMul" && state == self.state => {
                self.nodes.constants.get(kernel)
            }
            _ => None,
        };
        self.nodes.all.iter().find_map(factors)
    }

    /// The units of a layer with gates.
    fn units(&self) -> Option<i64> {
        Some(*self.recurrent_kernel()?.shape.first()? as i64)
    }

    /// Two values that are added up, of which the first comes from the sequence.
    fn summands(&self, value: &str) -> Vec<[&str; 2]> {
        self.nodes.made_by(value, "Add").map(|sum| self.nodes.both_orders(sum)).unwrap_or_default()
    }

    /// An operator of one input, and that input.
    fn applied<'a>(&'a self, value: &str) -> Option<(&'a str, &'a str)> {
        let node = self.nodes.maker(value).filter(|node| node.input.len() == 1)?;
        Some((&node.op_type, &node.input[0]))
    }

    fn layer(
        operator: &'static str,
        [x, h]: [Linear; 2],
        width: usize,
        activations: &[&str],
        output: &str,
    ) -> Option<Unrolled> {
        let sequence = x.sequence.filter(|_| h.sequence.is_none())?;
        let of = |bias: Option<Vec<f32>>| bias.unwrap_or_else(|| vec![0.0; width]);
        let bias = [of(x.bias), of(h.bias)].concat();
        let activations = activations.iter().map(|&name| name.to_owned()).collect();
        let output = output.to_owned();
        (bias.len() == 2 * width).then_some(Unrolled {
            operator,
            sequence,
            kernels: [x.kernel, h.kernel],
            bias,
            activations,
            output,
        })
    }

    fn width(&self) -> Option<usize> {
        self.recurrent_kernel()?.shape.get(1).copied()
    }

    /// h' = activation(x K + b + h R).
    fn simple_rnn(&self, next: &str, output: &str) -> Option<Unrolled> {
        let (activation, sum) = self.applied(next)?;
        self.summands(sum).into_iter().find_map(|[x, h]| {
            Self::layer("RNN", [self.linear(x)?, self.linear(h)?], self.width()?, &[activation], output)
        })
    }

    /// h' = z h + (1 - z) activation(x K + b + r (h R + c)), where z and r are gates.
    fn gru(&self, next: &str, output: &str) -> Option<Unrolled> {
        let factors = |value: &str| {
            self.nodes
                .made_by(value, "Mul")
                .map(|product| self.nodes.both_orders(product))
                .unwrap_or_default()
        };
        for [kept, new] in self.summands(next) {
            for [z, _] in factors(kept).into_iter().filter(|[_, state]| *state == self.state) {
                for [rest, candidate] in factors(new) {
                    let is_rest = self.nodes.made_by(rest, "Sub").is_some_and(|rest| {
                        rest.input.len() == 2
                            && self.nodes.is_number(&rest.input[0], 1.0)
                            && rest.input[1] == z
                    });
                    if let Some((activation, sum)) = self.applied(candidate).filter(|_| is_rest) {
                        return self.gates(z, activation, sum, output);
                    }
                }
            }
        }
        None
    }

    fn gates(&self, z: &str, activation: &str, sum: &str, output: &str) -> Option<Unrolled> {
        // A gate, and the two values that its numbers are thirds of.
        let gate = |value: &str, wanted: usize| {
            let (gate, sum) = self.applied(value)?;
            self.summands(sum).into_iter().find_map(|[x, h]| {
                let ((one, x), (other, h)) = (self.third(x)?, self.third(h)?);
                let is_of_step = self.linear(x)?.sequence.is_some();
                (one == wanted && other == wanted && is_of_step).then_some((gate.to_owned(), [x, h]))
            })
        };
        let (name, [x, h]) = gate(z, 0)?;
        let is_candidate = self.summands(sum).into_iter().any(|[one, product]| {
            let factors = self.nodes.made_by(product, "Mul").map(|node| self.nodes.both_orders(node));
            self.third(one) == Some((2, x))
                && factors.unwrap_or_default().into_iter().any(|[r, other]| {
                    self.third(other) == Some((2, h)) && gate(r, 1) == Some((name.clone(), [x, h]))
                })
        });
        let both = [self.linear(x)?, self.linear(h)?];
        is_candidate.then(|| Self::layer("GRU", both, self.width()?, &[&name, activation], output))?
    }
}
