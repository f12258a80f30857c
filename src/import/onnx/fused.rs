//! What exporters write as several operators, where ONNX has one: the last of them becomes that one, and nobody uses the
//! others any more.

use std::collections::BTreeMap;

use super::constant::{Constant, Numbers};
use super::loops::Unrolled;
use super::nodes::{Nodes, float, int, ints, text};
use crate::export::onnx::graph as attributes;
use crate::export::onnx::proto::{AttributeProto, NodeProto};

/// A sum of more than these is not looked through.
const MOST_SUMMANDS: f64 = 16.5;

/// A node with other operators in the place of one: it keeps the name and the output.
fn instead(node: &NodeProto, operator: &str, inputs: &[&str], attribute: Vec<AttributeProto>) -> NodeProto {
    NodeProto {
        input: inputs.iter().map(|&input| input.to_owned()).collect(),
        output: node.output.clone(),
        name: node.name.clone(),
        op_type: operator.to_owned(),
        attribute,
        domain: String::new(),
    }
}

/// The number of the last place along an axis.
const LAST: &str = "/last";

fn last_place() -> Constant {
    Constant { shape: Vec::new(), numbers: Numbers::Integers(vec![-1]) }
}

/// What a loop is called that gives only what it computes last.
fn last_of(steps: &str) -> String {
    format!("{steps}/last")
}

fn is_recurrent(node: &NodeProto) -> bool {
    ["RNN", "LSTM", "GRU"].contains(&&node.op_type[..])
}

fn is_bidirectional(node: &NodeProto) -> bool {
    text(node, "direction", "forward") == "bidirectional"
}

/// A normalization that is computed step by step.
struct Normalized<'a> {
    x: &'a str,
    mean: &'a str,
    axes: Vec<i64>,
    epsilon: f64,
}

impl Nodes {
    /// The same nodes, some of them with others in their place.
    pub fn fused(self) -> Self {
        let mut constants = BTreeMap::from([(LAST.to_owned(), last_place())]);
        let mut all = Vec::new();
        for node in &self.all {
            match self.replacement(node, &mut constants) {
                Some(replacement) => all.extend(replacement),
                None => all.push(node.clone()),
            }
        }
        constants.extend(self.constants);
        Self::with(all, constants)
    }

    /// What stands for a node, in the order in which it is computed. None if the node stays as it is.
    fn replacement(
        &self,
        node: &NodeProto,
        constants: &mut BTreeMap<String, Constant>,
    ) -> Option<Vec<NodeProto>> {
        let one = match &node.op_type[..] {
            "Mul" | "Div" => self
                .hard_sigmoid(node)
                .or_else(|| self.mean(node))
                .or_else(|| self.softsign(node))
                .or_else(|| self.divided_normalization(node)),
            "Max" | "Min" => self.clip(node),
            "Where" => self.softplus(node),
            "Gather" => self.rows_by_tokens(node),
            "Add" => self.layer_normalization(node),
            "Squeeze" => self.last_step(node),
            "Concat" => {
                return self.both_directions(node).or_else(|| self.loops_in_both_directions(node, constants));
            }
            "Loop" => return self.recurrent_loop(node, constants),
            "RNN" | "LSTM" | "GRU" => self.turned(node),
            _ => None,
        };
        one.map(|one| vec![one])
    }

    /// The other input of a node that takes a value and this number.
    fn beside<'a>(&self, node: &'a NodeProto, number: f64) -> Option<&'a str> {
        self.both_orders(node).into_iter().find(|[_, given]| self.is_number(given, number)).map(|[x, _]| x)
    }

    fn number(&self, value: &str) -> Option<f64> {
        self.constants.get(value).and_then(Constant::scalar)
    }

    fn is_computed(&self, value: &str) -> bool {
        !self.constants.contains_key(value)
    }

    /// x/6 + 1/2, clipped, as Keras computes it: relu6(x + 3) / 6.
    fn hard_sigmoid(&self, node: &NodeProto) -> Option<NodeProto> {
        let clipped = match &node.op_type[..] {
            "Mul" => self.beside(node, 1.0 / 6.0)?,
            _ => (self.is_number(node.input.get(1)?, 6.0)).then(|| &node.input[0][..])?,
        };
        let clip = self.made_by(clipped, "Clip")?;
        let end = |input: usize, name: &str| match clip.input.get(input) {
            Some(given) if !given.is_empty() => self.number(given).unwrap_or(f64::NAN),
            _ => float(clip, name, f64::NAN),
        };
        if end(1, "min") != 0.0 || end(2, "max") != 6.0 {
            return None;
        }
        let x = self.beside(self.made_by(clip.input.first()?, "Add")?, 3.0)?;
        let arguments = vec![attributes::float("alpha", 1.0 / 6.0), attributes::float("beta", 0.5)];
        Some(instead(node, "HardSigmoid", &[x], arguments))
    }

    /// A sum divided by the number of its summands.
    fn mean(&self, node: &NodeProto) -> Option<NodeProto> {
        let [sum, number] =
            self.both_orders(node).into_iter().find(|[_, number]| !self.is_computed(number))?;
        let number = self.number(number)?;
        let count = if node.op_type == "Mul" { 1.0 / number } else { number };
        let is_in_order = node.op_type == "Mul" || node.input[0] == sum;
        if !is_in_order || !(1.5..MOST_SUMMANDS).contains(&count) {
            return None;
        }
        let mut summands = vec![sum];
        while summands.len() as f64 + 0.5 < count {
            let is_sum = |one: &&str| {
                let add = self.made_by(one, "Add");
                add.filter(|add| add.input.iter().all(|input| self.is_computed(input)))
            };
            let (place, add) =
                summands.iter().enumerate().find_map(|(place, one)| Some((place, is_sum(one)?)))?;
            summands.splice(place..=place, add.input.iter().map(|input| &input[..]));
        }
        ((summands.len() as f64 / count - 1.0).abs() < 1e-5)
            .then(|| instead(node, "Mean", &summands, Vec::new()))
    }

    /// x / (1 + |x|).
    fn softsign(&self, node: &NodeProto) -> Option<NodeProto> {
        let [x, divisor] = &node.input[..] else { return None };
        let absolute = self.beside(self.made_by(divisor, "Add")?, 1.0)?;
        (node.op_type == "Div" && self.made_by(absolute, "Abs")?.input == [x.clone()])
            .then(|| instead(node, "Softsign", &[x], Vec::new()))
    }

    /// The smaller of a value and one number, and the larger of that and another.
    fn clip(&self, node: &NodeProto) -> Option<NodeProto> {
        let inner = if node.op_type == "Max" { "Min" } else { "Max" };
        let with_number = |node| {
            let pair = self.both_orders(node).into_iter().find(|[_, number]| !self.is_computed(number))?;
            Some((pair[0], self.number(pair[1])?))
        };
        let (clipped, outer) = with_number(node)?;
        let (x, inner) = with_number(self.made_by(clipped, inner)?)?;
        let (min, max) = if node.op_type == "Max" { (outer, inner) } else { (inner, outer) };
        Some(instead(node, "Clip", &[x], vec![attributes::float("min", min), attributes::float("max", max)]))
    }

    /// PyTorch takes x itself where it is so large that softplus(x) is.
    fn softplus(&self, node: &NodeProto) -> Option<NodeProto> {
        let [is_large, x, soft] = &node.input[..] else { return None };
        let compared = &self.made_by(is_large, "Greater")?.input;
        let is_so = compared.first() == Some(x) && self.number(compared.get(1)?)? >= 15.0;
        (is_so && self.made_by(soft, "Softplus")?.input == [x.clone()])
            .then(|| instead(node, "Softplus", &[x], Vec::new()))
    }

    /// Keras lets tokens below 0 count from the end of the table: there are none.
    fn rows_by_tokens(&self, node: &NodeProto) -> Option<NodeProto> {
        let [table, index] = &node.input[..] else { return None };
        if self.is_computed(table) {
            return None;
        }
        let is_negative = |value: &str, x: &str| {
            let compared = self.made_by(value, "Less").map(|less| &less.input[..]);
            matches!(compared, Some([one, zero]) if self.uncast(one) == self.uncast(x) && self.is_number(zero, 0.0))
        };
        let chosen = match self.maker(index).map(|maker| (&maker.op_type[..], &maker.input[..])) {
            Some(("Where", [test, _, x])) => is_negative(test, x).then_some(&x[..]),
            Some(("Add", [one, other])) => {
                let factors = [one, other].into_iter().filter_map(|factor| self.made_by(factor, "Mul"));
                factors.flat_map(|factor| self.both_orders(factor)).find_map(|[x, test]| {
                    let not = self.made_by(self.uncast(test), "Not")?;
                    is_negative(not.input.first()?, x).then_some(x)
                })
            }
            _ => None,
        };
        Some(instead(node, "Gather", &[table, chosen?], node.attribute.clone()))
    }

    /// A value before it was another type of number.
    fn uncast<'a>(&'a self, value: &'a str) -> &'a str {
        let mut value = value;
        while let Some(input) = self.made_by(value, "Cast").and_then(|cast| cast.input.first()) {
            value = input;
        }
        value
    }

    /// The axes that a node takes away, or makes one number of.
    fn reduced_axes(&self, node: &NodeProto) -> Option<Vec<i64>> {
        if node.op_type == "GlobalAveragePool" {
            // Of a sequence, which has three axes: of an image, this axis is not that of the channels.
            return Some(vec![2]);
        }
        ints(node, "axes").or_else(|| Some(self.constants.get(node.input.get(1)?)?.as_integers()?.to_vec()))
    }

    /// The node that computes a mean, which may be given its axes in another order.
    fn mean_of(&self, value: &str) -> Option<&NodeProto> {
        let node = self.maker(value)?;
        match &node.op_type[..] {
            "ReduceMean" | "GlobalAveragePool" => Some(node),
            "Reshape" | "Transpose" => self.mean_of(node.input.first()?),
            _ => None,
        }
    }

    /// √(variance + epsilon) of a value whose mean is computed, too.
    fn deviation<'a>(&'a self, root: &str) -> Option<Normalized<'a>> {
        let sum = self.made_by(self.made_by(root, "Sqrt")?.input.first()?, "Add")?;
        let [variance, epsilon] =
            self.both_orders(sum).into_iter().find(|[_, epsilon]| !self.is_computed(epsilon))?;
        let epsilon = self.number(epsilon)?;
        let reduced = self.mean_of(variance)?;
        let square = self.maker(reduced.input.first()?)?;
        let is_square = match &square.op_type[..] {
            "Mul" => square.input.first() == square.input.get(1),
            "Pow" => self.is_number(square.input.get(1)?, 2.0),
            _ => false,
        };
        let [x, mean] = &self.made_by(square.input.first()?, "Sub")?.input[..] else { return None };
        let of_mean = self.mean_of(mean)?;
        let mean = of_mean.output.first()?;
        let axes = self.reduced_axes(reduced)?;
        let is_whole = is_square
            && of_mean.input.first() == Some(x)
            && self.reduced_axes(of_mean)? == axes
            && [reduced, of_mean].iter().all(|node| int(node, "keepdims", 1) == 1);
        // The shortest number that is written so, as attributes have it.
        let epsilon = (epsilon as f32).to_string().parse().ok()?;
        is_whole.then_some(Normalized { x, mean, axes, epsilon })
    }

    fn normalization(&self, node: &NodeProto, of: &Normalized, gamma: &str, beta: &str) -> NodeProto {
        let arguments =
            vec![attributes::float("epsilon", of.epsilon), attributes::ints("axes", of.axes.clone())];
        instead(node, "LayerNormalization", &[of.x, gamma, beta], arguments)
    }

    /// (x - mean) / √(variance + epsilon), as PyTorch wrote it before there was an operator.
    fn divided_normalization(&self, node: &NodeProto) -> Option<NodeProto> {
        let [difference, root] = &node.input[..] else { return None };
        let of = self.deviation(root).filter(|_| node.op_type == "Div")?;
        (self.made_by(difference, "Sub")?.input.first().map(|x| &x[..]) == Some(of.x))
            .then(|| self.normalization(node, &of, "", ""))
    }

    /// x s + (beta - mean s), where s is gamma / √(variance + epsilon), as Keras computes it.
    fn layer_normalization(&self, node: &NodeProto) -> Option<NodeProto> {
        let scaled = |[product, shift]: [&str; 2]| {
            let orders = self.both_orders(self.made_by(product, "Mul")?);
            orders.into_iter().find_map(|[x, scale]| {
                let (of, gamma) = self.scale(scale).filter(|(of, _)| of.x == x)?;
                let beta = self.shift(shift, of.mean, scale)?;
                Some(self.normalization(node, &of, gamma, beta))
            })
        };
        self.both_orders(node).into_iter().find_map(scaled)
    }

    /// 1 / √(variance + epsilon), and what it is multiplied by.
    fn scale<'a>(&'a self, value: &'a str) -> Option<(Normalized<'a>, &'a str)> {
        let inverse = |value: &str| self.deviation(self.made_by(value, "Reciprocal")?.input.first()?);
        if let Some(of) = inverse(value) {
            return Some((of, ""));
        }
        let orders = self.both_orders(self.made_by(value, "Mul")?);
        orders
            .into_iter()
            .find_map(|[one, gamma]| Some((inverse(one)?, gamma)).filter(|_| !self.is_computed(gamma)))
    }

    /// What is added to -mean s.
    fn shift<'a>(&'a self, value: &'a str, mean: &str, scale: &str) -> Option<&'a str> {
        let is_product = |value: &str| {
            let orders =
                self.made_by(value, "Mul").map(|product| self.both_orders(product)).unwrap_or_default();
            let is_mean =
                |one: &str| self.made_by(one, "Neg").is_some_and(|negative| negative.input == [mean]);
            orders.into_iter().any(|[one, other]| is_mean(one) && other == scale)
        };
        if is_product(value) {
            return Some("");
        }
        let orders = self.both_orders(self.made_by(value, "Add")?);
        orders
            .into_iter()
            .find(|[one, beta]| is_product(one) && !self.is_computed(beta))
            .map(|[_, beta]| beta)
    }

    /// Start, end and axis of a part along one axis.
    fn part(&self, node: &NodeProto) -> Option<[i64; 3]> {
        let list = |name: &str, input: usize| match ints(node, name) {
            Some(values) => Some(values),
            None => Some(self.constants.get(node.input.get(input)?)?.as_integers()?.to_vec()),
        };
        match (&list("starts", 1)?[..], &list("ends", 2)?[..], &list("axes", 3)?[..]) {
            (&[start], &[end], &[axis]) => Some([start, end, axis]),
            _ => None,
        }
    }

    /// A part of one place without its axis: the value, the place, and the axis.
    fn place<'a>(&'a self, value: &str) -> Option<(&'a str, i64, i64)> {
        if let Some(gather) = self.made_by(value, "Gather") {
            let index = self.constants.get(gather.input.get(1)?).filter(|index| index.shape.is_empty())?;
            return Some((&gather.input[0][..], *index.as_integers()?.first()?, int(gather, "axis", 0)));
        }
        let squeeze = self.made_by(value, "Squeeze")?;
        let slice = self.made_by(squeeze.input.first()?, "Slice")?;
        let [start, end, axis] = self.part(slice)?;
        let is_one = end == start + 1 || start == -1 && end > i64::from(i32::MAX) - 1;
        let value = slice.input.first()?;
        (is_one && self.reduced_axes(squeeze)? == [axis]).then_some((value, start, axis))
    }

    /// The last place along an axis, as PyTorch writes it.
    fn last_step(&self, node: &NodeProto) -> Option<NodeProto> {
        let (value, _, axis) = self.place(node.output.first()?).filter(|&(_, start, _)| start == -1)?;
        let squeezed = |last: &str| instead(node, "Squeeze", &[last], vec![attributes::ints("axes", [0])]);
        let is_layer = |node: &NodeProto| Unrolled::of(self, node).is_some();
        if axis == 0 && self.made_by(value, "Loop").is_some_and(is_layer) {
            return Some(squeezed(&last_of(value)));
        }
        if let Some(last) = self.last_output(value).filter(|_| axis == 0) {
            return Some(squeezed(last));
        }
        Some(instead(node, "Gather", &[value, LAST], vec![attributes::int("axis", axis)]))
    }

    /// What a layer with one direction gives last, where a value is what it gives at all steps.
    fn last_output(&self, steps: &str) -> Option<&str> {
        let squeeze =
            self.made_by(steps, "Squeeze").filter(|squeeze| self.reduced_axes(squeeze) == Some(vec![1]))?;
        let all = squeeze.input.first()?;
        let maker =
            self.maker(all).filter(|maker| is_recurrent(maker) && maker.output.first() == Some(all))?;
        maker.output.get(1).map(|name| &name[..]).filter(|name| !name.is_empty() && !is_bidirectional(maker))
    }

    /// The outputs of both directions side by side: of all steps, or of the last that each direction has read.
    fn both_directions(&self, node: &NodeProto) -> Option<Vec<NodeProto>> {
        let [one, other] = &node.input[..] else { return None };
        let direction = |value: &str| {
            let (all, start, axis) = self.place(value).filter(|&(_, _, axis)| axis == 1)?;
            let maker = self.maker(all).filter(|maker| is_recurrent(maker) && is_bidirectional(maker))?;
            (axis == 1 && maker.output[0] == all).then_some((maker, start))
        };
        // What each direction gives last is an output of its own.
        let state = |value: &str| {
            let (all, start, axis) = self.place(value).filter(|&(_, _, axis)| axis == 0)?;
            let maker = self.maker(all).filter(|maker| is_recurrent(maker) && is_bidirectional(maker))?;
            (axis == 0 && maker.output.get(1)? == all).then_some((maker, start.rem_euclid(2)))
        };
        let last = |value: &str| {
            if let Some(found) = state(value) {
                return Some(found);
            }
            let (steps, step, axis) = self.place(value).filter(|&(_, _, axis)| axis == 0)?;
            let (maker, start) = direction(steps)?;
            (axis == 0 && step == if start == 0 { -1 } else { 0 }).then_some((maker, start))
        };
        let axis = int(node, "axis", 0);
        let (output, order, shape) = match (direction(one), direction(other), last(one), last(other)) {
            (Some((a, 0)), Some((b, 1)), ..) if a.output == b.output && [2, -1].contains(&axis) => {
                (a.output[0].clone(), vec![0, 2, 1, 3], vec![0, 0, -1])
            }
            (.., Some((a, 0)), Some((b, 1))) if a.output == b.output && [1, -1].contains(&axis) => {
                (a.output.get(1).filter(|name| !name.is_empty())?.clone(), vec![1, 0, 2], vec![0, -1])
            }
            _ => return None,
        };
        side_by_side(node, &output, order, shape)
    }

    /// A sequence before all of its steps were turned around.
    fn before_reversal<'a>(&'a self, sequence: &str) -> Option<&'a str> {
        let node = self.made_by(sequence, "ReverseSequence")?;
        let [x, lengths] = &node.input[..] else { return None };
        // The length of every example is that of the sequence.
        let length = self.made_by(self.made_by(lengths, "Expand")?.input.first()?, "Gather")?;
        let is_first = self.number(length.input.get(1)?) == Some(0.0);
        let is_of_it = self.made_by(length.input.first()?, "Shape")?.input.first() == Some(x);
        (int(node, "time_axis", 0) == 0 && is_first && is_of_it).then_some(x)
    }

    /// A layer that reads a sequence which was turned around. What it gives at all steps is then in another order, which
    /// nobody can use here.
    fn turned(&self, node: &NodeProto) -> Option<NodeProto> {
        let x = self.before_reversal(node.input.first()?)?;
        let mut turned = node.clone();
        turned.input[0] = x.to_owned();
        turned.attribute.retain(|attribute| attribute.name != "direction");
        turned.attribute.push(attributes::text("direction", "reverse"));
        (text(node, "direction", "forward") == "forward").then_some(turned)
    }

    /// A layer that Keras computes step by step in a loop.
    fn recurrent_loop(
        &self,
        node: &NodeProto,
        constants: &mut BTreeMap<String, Constant>,
    ) -> Option<Vec<NodeProto>> {
        let own = Unrolled::of(self, node)?;
        let reversed = self.before_reversal(&own.sequence);
        let direction = if reversed.is_some() { "reverse" } else { "forward" };
        let x = reversed.unwrap_or(&own.sequence).to_owned();
        let output = own.output.clone();
        let layer = self.recurrent(node, &[own], &x, direction, constants)?;
        let mut steps = instead(node, "Squeeze", &[&layer.output[0]], vec![attributes::ints("axes", [1])]);
        steps.output = vec![output];
        Some(vec![layer, steps])
    }

    /// Two loops, of which one reads the sequence backwards, and what they give at all steps side by side.
    fn loops_in_both_directions(
        &self,
        node: &NodeProto,
        constants: &mut BTreeMap<String, Constant>,
    ) -> Option<Vec<NodeProto>> {
        let [one, other] = &node.input[..] else { return None };
        let mut other = self.made_by(other, "ReverseSequence")?.input.first()?;
        while let Some(transpose) = self.made_by(other, "Transpose") {
            other = transpose.input.first()?;
        }
        let forward = Unrolled::of(self, self.made_by(one, "Loop")?)?;
        let backward = Unrolled::of(self, self.made_by(other, "Loop")?)?;
        let x = forward.sequence.clone();
        let are_alike = self.before_reversal(&backward.sequence) == Some(&x)
            && (forward.operator, &forward.activations) == (backward.operator, &backward.activations)
            && [2, -1].contains(&int(node, "axis", 0));
        if !are_alike || forward.output != *one || backward.output != *other {
            return None;
        }
        let layer = self.recurrent(node, &[forward, backward], &x, "bidirectional", constants)?;
        let mut both = vec![layer];
        both.extend(side_by_side(node, &both[0].output[0], vec![0, 2, 1, 3], vec![0, 0, -1])?);
        Some(both)
    }

    /// A recurrent layer as ONNX has it, with one direction or two.
    fn recurrent(
        &self,
        node: &NodeProto,
        directions: &[Unrolled],
        x: &str,
        direction: &str,
        constants: &mut BTreeMap<String, Constant>,
    ) -> Option<NodeProto> {
        let Unrolled { operator, kernels, activations, output, .. } = directions.first()?;
        let weights = ["W", "R", "B"].map(|weight| format!("{}/{weight}", kernels[0]));
        for (index, name) in weights.iter().enumerate() {
            let of = |one: &Unrolled| match index {
                2 => Some(Constant::floats(one.bias.clone())),
                _ => self.constants.get(&one.kernels[index])?.transposed(&[1, 0]),
            };
            constants
                .insert(name.clone(), Constant::stacked(directions.iter().map(of).collect::<Option<_>>()?)?);
        }
        let names: Vec<&str> = directions.iter().flat_map(|_| activations).map(|name| &name[..]).collect();
        let mut attribute =
            vec![attributes::text("direction", direction), attributes::texts("activations", &names)];
        if *operator == "GRU" {
            attribute.push(attributes::int("linear_before_reset", 1));
        }
        let mut layer = instead(node, operator, &[x, &weights[0], &weights[1], &weights[2]], attribute);
        layer.output = vec![format!("{output}/steps"), last_of(output)];
        Some(layer)
    }
}

/// The two directions of a layer as one axis: an order of its axes in which they stand before the units, and the shape then.
fn side_by_side(node: &NodeProto, value: &str, order: Vec<i64>, shape: Vec<i64>) -> Option<Vec<NodeProto>> {
    let turned = format!("{}/turned", node.output.first()?);
    let mut transpose = instead(node, "Transpose", &[value], vec![attributes::ints("perm", order)]);
    transpose.output = vec![turned.clone()];
    Some(vec![transpose, instead(node, "Reshape", &[&turned], vec![attributes::ints("shape", shape)])])
}
