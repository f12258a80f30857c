//! Layers that read a sequence step by step.

use serde_json::{Value as Json, json};

use super::layout::{Axis, Value, worded};
use super::nodes::{attribute, int, text, texts};
use super::problem::OnnxProblem;
use super::reader::Reader;
use crate::export::onnx::gate_order;
use crate::export::onnx::proto::NodeProto;
use crate::export::steps::Cell;

/// One direction of a layer: its kernels and biases as ONNX has them.
struct Direction<'a> {
    kernel: &'a [f32],
    recurrent: &'a [f32],
    bias: Option<&'a [f32]>,
}

impl Reader {
    pub(super) fn recurrent(&mut self, node: &NodeProto) -> Result<(), OnnxProblem> {
        let cell = match &node.op_type[..] {
            "LSTM" => Cell::Lstm,
            "GRU" => Cell::Gru,
            _ => Cell::SimpleRnn,
        };
        let value = self.steps_of(node)?;
        self.check_arguments(node, cell)?;
        let direction = text(node, "direction", "forward");
        let is_both = direction == "bidirectional";
        let gates = gate_order(cell).len();
        let (shape, kernel) = self.weights(node, 1)?;
        let (_, recurrent) = self.weights(node, 2)?;
        let has_bias = node.input.get(3).is_some_and(|name| !name.is_empty());
        let bias = if has_bias { self.weights(node, 3)?.1 } else { Vec::new() };
        let [directions, width, inputs] = shape[..] else {
            return Err(OnnxProblem::argument(
                node,
                format!("weights with the shape {shape:?}"),
                "three axes",
            ));
        };
        let units = width / gates;
        let fits = directions == if is_both { 2 } else { 1 }
            && width == gates * units
            && value.shape[1] == inputs
            && recurrent.len() == directions * width * units
            && (!has_bias || bias.len() == directions * 2 * width);
        if !fits {
            let what = format!("weights with the shape {shape:?}");
            return Err(OnnxProblem::argument(node, what, "one for each direction, gate, unit and input"));
        }
        let mut parameters = Vec::new();
        for side in 0..directions {
            let part = |values: &[f32]| -> (usize, usize) {
                let size = values.len() / directions;
                (side * size, (side + 1) * size)
            };
            let of = |values: &'_ [f32]| values[part(values).0..part(values).1].to_vec();
            let (kernel, recurrent, bias) = (of(&kernel), of(&recurrent), has_bias.then(|| of(&bias)));
            let own = Direction { kernel: &kernel, recurrent: &recurrent, bias: bias.as_deref() };
            let names = match (is_both, side) {
                (false, _) => ["kernel", "recurrent_kernel", "bias"],
                (true, 0) => ["forward_kernel", "forward_recurrent_kernel", "forward_bias"],
                (true, _) => ["backward_kernel", "backward_recurrent_kernel", "backward_bias"],
            };
            parameters.extend(names.into_iter().zip(own.parameters(cell, units)));
        }
        let gives_all = self.which(node, &direction)?;
        let mut layer = json!({
            "layer": cell.name(), "units": units, "use_bias": has_bias, "return_sequences": gives_all,
        });
        if direction == "reverse" {
            layer["go_backwards"] = true.into();
        }
        for (name, activation) in self.activations(node, cell, directions)? {
            layer[name] = activation;
        }
        if is_both {
            layer = json!({"layer": "bidirectional", "wrapped": layer, "merge_mode": "concat"});
        }
        let made = self.make(&node.input[1], layer, &[value.layer], parameters)?;
        let side = if is_both { Axis::Directions } else { Axis::One };
        // Of sequences ONNX gives [step, direction, example, unit], of last steps [direction, example, unit].
        let (output, axes) = match (gives_all, int(node, "layout", 0)) {
            (true, 0) => (0, vec![Axis::Of(0), side, Axis::Batch, Axis::Of(1)]),
            (true, _) => (0, vec![Axis::Batch, Axis::Of(0), side, Axis::Of(1)]),
            (false, 0) => (1, vec![side, Axis::Batch, Axis::Of(0)]),
            (false, _) => (1, vec![Axis::Batch, side, Axis::Of(0)]),
        };
        self.put(node, output, Value { axes, ..made })
    }

    /// The sequence that a layer reads, with its axes as ONNX wants them.
    fn steps_of(&self, node: &NodeProto) -> Result<Value, OnnxProblem> {
        let value = self.value(node, 0)?;
        let wanted = match int(node, "layout", 0) {
            0 => [Axis::Of(0), Axis::Batch, Axis::Of(1)],
            _ => [Axis::Batch, Axis::Of(0), Axis::Of(1)],
        };
        match value.axes == wanted && value.shape.len() == 2 {
            true => Ok(value),
            false => {
                let what = format!("an input with the shape {}", worded(&value.sides()));
                Err(OnnxProblem::argument(node, what, "a sequence: steps, examples, features"))
            }
        }
    }

    fn check_arguments(&self, node: &NodeProto, cell: Cell) -> Result<(), OnnxProblem> {
        let argument = |what: String, right: &str| Err(OnnxProblem::argument(node, what, right));
        if cell == Cell::Gru && int(node, "linear_before_reset", 0) != 1 {
            return argument("linear_before_reset = 0".into(), "linear_before_reset = 1");
        }
        if attribute(node, "clip").is_some() || int(node, "input_forget", 0) != 0 {
            return argument("clip or input_forget".into(), "neither");
        }
        for (input, name) in [(4, "sequence_lens"), (7, "P")] {
            let given = node.input.get(input).map_or("", |name| &name[..]);
            let is_absent = given.is_empty() || input == 7 && self.nodes.is_zero(given);
            if !is_absent {
                return argument(name.into(), "all steps of all examples, without peepholes");
            }
        }
        for input in [5, 6] {
            let given = node.input.get(input).map_or("", |name| &name[..]);
            if !self.nodes.is_zero(given) {
                return argument(format!("{given}: a state to start from"), "a state of zeros");
            }
        }
        Ok(())
    }

    /// Whether the outputs of all steps are used, or those of the last one.
    fn which(&self, node: &NodeProto, direction: &str) -> Result<bool, OnnxProblem> {
        let is_used =
            |output: usize| node.output.get(output).is_some_and(|name| self.uses.contains_key(name));
        if is_used(2) || is_used(0) && is_used(1) {
            return Err(OnnxProblem::argument(
                node,
                "several of its outputs are used",
                "only Y, or only Y_h",
            ));
        }
        if is_used(0) && direction == "reverse" {
            return Err(OnnxProblem::argument(
                node,
                "direction = reverse with all steps",
                "forward or bidirectional",
            ));
        }
        Ok(is_used(0))
    }

    /// The activations of a layer by the names of Keras's arguments.
    fn activations(
        &self,
        node: &NodeProto,
        cell: Cell,
        directions: usize,
    ) -> Result<Vec<(&'static str, Json)>, OnnxProblem> {
        let Some(given) = texts(node, "activations") else { return Ok(Vec::new()) };
        let wrong = || {
            OnnxProblem::argument(
                node,
                format!("activations = {given:?}"),
                "Tanh, Sigmoid, Relu, Softsign or Softplus, the same for both directions",
            )
        };
        let named = |name: &String| match &name.to_ascii_lowercase()[..] {
            known @ ("tanh" | "sigmoid" | "relu" | "softsign" | "softplus") => Some(Json::from(known)),
            _ => None,
        };
        let all: Vec<Json> = given.iter().map(named).collect::<Option<_>>().ok_or_else(wrong)?;
        let count = all.len() / directions.max(1);
        let (first, second) = all.split_at(count);
        if directions == 2 && first != second {
            return Err(wrong());
        }
        match (cell, first) {
            (Cell::SimpleRnn, [activation]) => Ok(vec![("activation", activation.clone())]),
            (Cell::Gru, [gate, activation]) => {
                Ok(vec![("recurrent_activation", gate.clone()), ("activation", activation.clone())])
            }
            (Cell::Lstm, [gate, activation, shown]) if activation == shown => {
                Ok(vec![("recurrent_activation", gate.clone()), ("activation", activation.clone())])
            }
            _ => Err(wrong()),
        }
    }
}

impl Direction<'_> {
    /// Kernel, recurrent kernel and bias in Keras's order of gates.
    fn parameters(&self, cell: Cell, units: usize) -> Vec<Vec<f32>> {
        let order = gate_order(cell);
        let width = order.len() * units;
        // Where Keras has each row of ONNX's gates.
        let column = |row: usize| order[row / units] * units + row % units;
        let turned = |values: &[f32]| {
            let inputs = values.len() / width;
            let mut own = vec![0.0; values.len()];
            for row in 0..width {
                for input in 0..inputs {
                    own[input * width + column(row)] = values[row * inputs + input];
                }
            }
            own
        };
        let mut all = vec![turned(self.kernel), turned(self.recurrent)];
        if let Some(bias) = self.bias {
            let (of_input, of_state) = bias.split_at(width);
            let mut own = vec![0.0; if cell == Cell::Gru { 2 * width } else { width }];
            for row in 0..width {
                own[column(row)] += of_input[row];
                // Only a GRU has both apart.
                let place = if cell == Cell::Gru { width + column(row) } else { column(row) };
                own[place] += of_state[row];
            }
            all.push(own);
        }
        all
    }
}
