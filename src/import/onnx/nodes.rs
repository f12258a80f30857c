//! The nodes of a file: their attributes, who makes what, and activations that are several operators.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::constant::Constant;
use super::problem::{OnnxProblem, name_of};
use crate::export::onnx::proto::{AttributeProto, GraphProto, NodeProto};

/// Nodes that only compute shapes or starting states have other inputs than the one that counts.
const FIRST_ONLY: [&str; 14] = [
    "Reshape",
    "Unsqueeze",
    "Squeeze",
    "Slice",
    "Clip",
    "Dropout",
    "ReduceMean",
    "ReduceMax",
    "RNN",
    "LSTM",
    "GRU",
    "Expand",
    "PRelu",
    "Pad",
];

pub struct Nodes {
    pub all: Vec<NodeProto>,
    /// Initializers and constants.
    pub constants: BTreeMap<String, Constant>,
    /// The node that makes each value.
    makers: BTreeMap<String, usize>,
}

/// An attribute of a node.
pub fn attribute<'a>(node: &'a NodeProto, name: &str) -> Option<&'a AttributeProto> {
    node.attribute.iter().find(|attribute| attribute.name == name)
}

pub fn int(node: &NodeProto, name: &str, otherwise: i64) -> i64 {
    attribute(node, name).and_then(|attribute| attribute.i).unwrap_or(otherwise)
}

pub fn float(node: &NodeProto, name: &str, otherwise: f64) -> f64 {
    let value = attribute(node, name).and_then(|attribute| attribute.f);
    // The shortest number that is written so: 0.001, not 0.0010000000474974513.
    value.map_or(otherwise, |value| value.to_string().parse().unwrap_or_else(|_| value.into()))
}

pub fn ints(node: &NodeProto, name: &str) -> Option<Vec<i64>> {
    attribute(node, name).map(|attribute| attribute.ints.clone())
}

pub fn text(node: &NodeProto, name: &str, otherwise: &str) -> String {
    let value = attribute(node, name).and_then(|attribute| attribute.s.as_deref());
    value.map_or(otherwise.into(), |value| String::from_utf8_lossy(value).into_owned())
}

pub fn texts(node: &NodeProto, name: &str) -> Option<Vec<String>> {
    let strings = attribute(node, name).map(|attribute| &attribute.strings);
    strings.map(|all| all.iter().map(|one| String::from_utf8_lossy(one).into_owned()).collect())
}

impl Nodes {
    pub fn of(graph: &mut GraphProto) -> Result<Self, Vec<OnnxProblem>> {
        let all = std::mem::take(&mut graph.node);
        let mut constants = BTreeMap::new();
        let mut problems = Vec::new();
        for tensor in &graph.initializer {
            match Constant::of(tensor) {
                Ok(constant) => drop(constants.insert(tensor.name.clone(), constant)),
                Err(problem) => problems.push(problem),
            }
        }
        for node in &all {
            // A constant of a type that has no numbers here is missed where it is used.
            let own = (node.op_type == "Constant").then(|| constant_of(node)).flatten();
            if let (Some(own), Some(output)) = (own, node.output.first()) {
                constants.insert(output.clone(), own);
            }
        }
        let nodes = Self::with(all, constants);
        // Whatever looks back from a node comes to an end.
        let comes_later = |(index, node): (usize, &NodeProto)| {
            let later = |input: &&String| nodes.makers.get(*input).is_some_and(|&maker| maker >= index);
            node.input.iter().find(later).map(|input| OnnxProblem::Damaged {
                message: format!("{} takes {input}, which comes later", name_of(node)),
            })
        };
        problems.extend(nodes.all.iter().enumerate().filter_map(comes_later));
        if problems.is_empty() { Ok(nodes) } else { Err(problems) }
    }

    pub fn with(all: Vec<NodeProto>, constants: BTreeMap<String, Constant>) -> Self {
        let outputs = |(index, node): (usize, &NodeProto)| {
            node.output.clone().into_iter().map(move |output| (output, index))
        };
        let makers = all.iter().enumerate().flat_map(outputs).collect();
        Self { all, constants, makers }
    }

    pub fn maker(&self, value: &str) -> Option<&NodeProto> {
        self.makers.get(value).map(|&index| &self.all[index])
    }

    pub fn made_by(&self, value: &str, operator: &str) -> Option<&NodeProto> {
        self.maker(value).filter(|node| node.op_type == operator)
    }

    /// A value before it was given other names.
    pub fn unnamed<'a>(&'a self, value: &'a str) -> &'a str {
        let mut value = value;
        while let Some(input) = self.made_by(value, "Identity").and_then(|same| same.input.first()) {
            value = input;
        }
        value
    }

    /// The two inputs of a node, in both orders.
    pub fn both_orders<'a>(&self, node: &'a NodeProto) -> Vec<[&'a str; 2]> {
        match &node.input[..] {
            [one, other] => vec![[one, other], [other, one]],
            _ => Vec::new(),
        }
    }

    /// Whether a value is this number everywhere.
    pub fn is_number(&self, value: &str, number: f64) -> bool {
        let scalar = self.constants.get(value).and_then(Constant::scalar);
        scalar.is_some_and(|scalar| (scalar - number).abs() < 1e-5)
    }

    /// The inputs of a node that are values of layers.
    pub fn inputs<'a>(&'a self, node: &'a NodeProto) -> Vec<&'a str> {
        let given = node.input.iter().map(|input| &input[..]);
        let counts = |input: &&str| !input.is_empty() && !self.constants.contains_key(*input);
        match &node.op_type[..] {
            operator if FIRST_ONLY.contains(&operator) => given.take(1).filter(counts).collect(),
            // What is in the body of a loop counts.
            "Loop" | "Scan" | "If" => Vec::new(),
            "Gather" => given.take(2).filter(counts).collect(),
            _ => given.filter(counts).collect(),
        }
    }

    /// The activation that a node ends, where it takes several operators to compute it, and its input.
    pub fn composite(&self, node: &NodeProto) -> Option<(Value, String)> {
        match &node.op_type[..] {
            "Cast" => {
                let [x, zero] = &self.made_by(node.input.first()?, "Greater")?.input[..] else { return None };
                self.is_number(zero, 0.0).then(|| (json!("step"), x.clone()))
            }
            "Mul" => {
                let factors = self.factors(node);
                match &factors[..] {
                    [a, b] => self.gated(a, b).or_else(|| self.gated(b, a)),
                    [_, _, _] => self.gelu(&factors),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// The factors of a product of products, where one of them is no number.
    fn factors(&self, node: &NodeProto) -> Vec<String> {
        let mut factors = Vec::new();
        for input in &node.input {
            match self.made_by(input, "Mul") {
                Some(product) if factors.len() < 4 => factors.extend(product.input.iter().cloned()),
                _ => factors.push(input.clone()),
            }
        }
        factors
    }

    /// silu or mish: a value times a function of it.
    fn gated(&self, x: &str, gate: &str) -> Option<(Value, String)> {
        if self.made_by(gate, "Sigmoid").is_some_and(|gate| gate.input == [x]) {
            return Some((json!("silu"), x.to_owned()));
        }
        let soft = self.made_by(gate, "Tanh")?.input.first()?;
        (self.made_by(soft, "Softplus")?.input == [x]).then(|| (json!("mish"), x.to_owned()))
    }

    /// gelu: x/2 (1 + erf(x / √2)), in any order.
    fn gelu(&self, factors: &[String]) -> Option<(Value, String)> {
        let half = factors.iter().position(|factor| self.is_number(factor, 0.5))?;
        let share = factors.iter().position(|factor| self.made_by(factor, "Add").is_some())?;
        let x = &factors[3 - half.min(2) - share.min(2)];
        let sum = &self.made_by(&factors[share], "Add")?.input;
        let erf = sum.iter().find_map(|input| self.made_by(input, "Erf"))?;
        let has_one = sum.iter().any(|input| self.is_number(input, 1.0));
        let scaled = self.maker(erf.input.first()?)?;
        let by = match &scaled.op_type[..] {
            "Div" => std::f64::consts::SQRT_2,
            "Mul" => std::f64::consts::FRAC_1_SQRT_2,
            _ => return None,
        };
        let is_scaled =
            scaled.input.contains(x) && scaled.input.iter().any(|input| self.is_number(input, by));
        (half != share && has_one && is_scaled).then(|| (json!("gelu"), x.clone()))
    }

    /// The nodes that outputs are made of, and how often each value is used by them. `activations` are those of
    /// [`Self::composite`], by the number of their last node.
    pub fn reached(
        &self,
        outputs: &[String],
        activations: &BTreeMap<usize, (Value, String)>,
    ) -> (BTreeSet<usize>, BTreeMap<String, usize>) {
        let mut reached = BTreeSet::new();
        let mut uses: BTreeMap<String, usize> = BTreeMap::new();
        let mut left: Vec<String> = outputs.to_vec();
        while let Some(value) = left.pop() {
            *uses.entry(value.clone()).or_default() += 1;
            let Some(&index) = self.makers.get(&value) else { continue };
            if !reached.insert(index) {
                continue;
            }
            match activations.get(&index) {
                Some((_, x)) => left.push(x.clone()),
                None => left.extend(self.inputs(&self.all[index]).into_iter().map(str::to_owned)),
            }
        }
        (reached, uses)
    }

    /// Whether a value is 0 everywhere, as the starting state of a recurrent layer.
    pub fn is_zero(&self, value: &str) -> bool {
        if let Some(constant) = self.constants.get(value) {
            return constant.is_zero();
        }
        let Some(node) = self.maker(value) else { return value.is_empty() };
        match &node.op_type[..] {
            "ConstantOfShape" => attribute(node, "value")
                .and_then(|attribute| attribute.t.as_ref())
                .is_none_or(|tensor| Constant::of(tensor).is_ok_and(|constant| constant.is_zero())),
            "Expand" | "Unsqueeze" | "Squeeze" | "Slice" | "Tile" | "Cast" | "Identity" | "Reshape"
            | "Transpose" => node.input.first().is_some_and(|input| self.is_zero(input)),
            "Concat" => node.input.iter().all(|input| self.is_zero(input)),
            _ => false,
        }
    }
}

/// The numbers of a node `Constant`.
fn constant_of(node: &NodeProto) -> Option<Constant> {
    let given = node.attribute.first()?;
    let single = |numbers| Constant { shape: Vec::new(), numbers };
    use super::constant::Numbers::{Floats, Integers};
    match &given.name[..] {
        "value" => Constant::of(given.t.as_ref()?).ok(),
        "value_float" => Some(single(Floats(vec![given.f?]))),
        "value_int" => Some(single(Integers(vec![given.i?]))),
        "value_ints" => Some(Constant::integers(given.ints.clone())),
        "value_floats" => {
            Some(Constant { shape: vec![given.floats.len()], numbers: Floats(given.floats.clone()) })
        }
        _ => None,
    }
}
