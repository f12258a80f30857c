//! Layers that read a sequence step by step: ONNX's own where it knows activation and mask, else every step in basic
//! operators.

use super::Writer;
use super::activation::recurrent_name;
use super::graph::{floats, int, integers, ints, text, texts};
use super::proto::TensorProto;
use crate::export::layer_name;
use crate::export::steps::{Cell, Steps};
use crate::nn::{BidirectionalConfig, LayerConfig, MergeMode, Recurrent};

/// The order in which ONNX has the gates of a cell, as numbers of Keras's.
pub fn gate_order(cell: Cell) -> &'static [usize] {
    match cell {
        Cell::SimpleRnn => &[0],
        // Input, output, forget, new content; Keras has input, forget, new content, output.
        Cell::Lstm => &[0, 3, 1, 2],
        Cell::Gru => &[0, 1, 2],
    }
}

/// Whether ONNX knows the activations.
fn is_known(steps: &Steps) -> bool {
    recurrent_name(steps.activation).is_some() && steps.gate.is_none_or(|gate| recurrent_name(gate).is_some())
}

/// One direction of a recurrent layer: `part` is the prefix of its parameters.
struct Reader<'a> {
    layer: &'a LayerConfig,
    owner: &'a str,
    steps: &'a Steps<'a>,
    part: &'a str,
    backwards: bool,
}

impl Writer<'_> {
    pub(super) fn recurrent(&mut self, layer: &LayerConfig, owner: &str, kind: &Recurrent) -> String {
        let steps = &Steps::of(kind);
        self.read(&Reader { layer, owner, steps, part: "", backwards: steps.go_backwards })
    }

    pub(super) fn bidirectional(
        &mut self,
        layer: &LayerConfig,
        owner: &str,
        config: &BidirectionalConfig,
    ) -> String {
        let steps = &Steps::of(&config.wrapped);
        let there = Reader { layer, owner, steps, part: "forward_", backwards: steps.go_backwards };
        let back = Reader { part: "backward_", backwards: !steps.go_backwards, ..there };
        let [first, mut second] = [there, back].map(|reader| {
            let value = self.read(&reader);
            // Keras sets masked steps of both directions to zero.
            match self.masks.get(&layer.inputs[0]).cloned() {
                Some(mask) if steps.return_sequences => self.cleared(&value, &mask, reader.backwards),
                _ => value,
            }
        });
        if steps.return_sequences {
            second = self.reversed(&second);
        }
        let (first, second) = (&first[..], &second[..]);
        match config.merge_mode {
            MergeMode::Concat => self.graph.node("Concat", &[first, second], [int("axis", -1)]),
            MergeMode::Sum => self.graph.node("Add", &[first, second], []),
            MergeMode::Mul => self.graph.node("Mul", &[first, second], []),
            MergeMode::Ave => self.graph.node("Mean", &[first, second], []),
        }
    }

    /// A sequence with zeros where it is masked. `backwards` says in which order it is.
    fn cleared(&mut self, sequence: &str, mask: &str, backwards: bool) -> String {
        let mask = if backwards { self.reversed(mask) } else { mask.to_owned() };
        let axes = self.graph.constant("axes", integers(&[-1]));
        let mask = self.graph.node("Unsqueeze", &[&mask, &axes], []);
        let zero = self.graph.number("zero", 0.0);
        self.graph.node("Where", &[&mask, sequence, &zero], [])
    }

    /// The steps of a sequence `[example, step, ..]` from the last to the first.
    fn reversed(&mut self, sequence: &str) -> String {
        let [from, to, axis, step] = [("last", -1), ("first", i64::MIN + 1), ("axis", 1), ("back", -1)]
            .map(|(name, value)| self.graph.constant(name, integers(&[value])));
        self.graph.node("Slice", &[sequence, &from, &to, &axis, &step], [])
    }

    /// The outputs in the order in which the layer reads, or the last of them.
    fn read(&mut self, reader: &Reader) -> String {
        let has_mask = self.masks.contains_key(&reader.layer.inputs[0]);
        if is_known(reader.steps) && !has_mask { self.own(reader) } else { self.unrolled(reader) }
    }

    /// A kernel `[rows, gates * units]` as ONNX wants it: `[1, gates * units, rows]`, in its order of gates.
    fn gates(&mut self, reader: &Reader, name: &str, cell: Cell) -> String {
        let (shape, values) = self.weights(reader.owner, &format!("{}{name}", reader.part));
        let (rows, width, units) = (shape[0], shape[1], reader.steps.units);
        let columns =
            gate_order(cell).iter().flat_map(|gate| (0..units).map(move |unit| gate * units + unit));
        let values = &values;
        let turned = columns.flat_map(|column| (0..rows).map(move |row| values[row * width + column]));
        let name = format!("{}{name}_of_gates", reader.part);
        self.graph.weight(&layer_name(reader.owner), &name, || floats(&[1, width, rows], turned))
    }

    /// ONNX's own layer.
    fn own(&mut self, reader: &Reader) -> String {
        let steps = reader.steps;
        let (cell, units) = (steps.cell, steps.units);
        let input = self.last(&reader.layer.inputs[0]);
        let input = self.graph.node("Transpose", &[&input], [ints("perm", [1, 0, 2])]);
        let kernel = self.gates(reader, "kernel", cell);
        let recurrent = self.gates(reader, "recurrent_kernel", cell);
        let name = format!("{}bias", reader.part);
        let (_, bias) = self.weights(reader.owner, &name);
        let mut inputs = vec![input, kernel, recurrent];
        if !bias.is_empty() {
            // One bias for the input and one for the state; only a GRU of Keras has both.
            let width = gate_order(cell).len() * units;
            let both = [&bias[..], &vec![0.0; 2 * width - bias.len()]].concat();
            let order = |offset: usize| {
                let gates = gate_order(cell).iter();
                gates.flat_map(move |gate| (0..units).map(move |unit| offset + gate * units + unit))
            };
            let values = order(0).chain(order(width)).map(|index| both[index]);
            let name = format!("{name}_of_gates");
            let tensor = || floats(&[1, 2 * width], values);
            inputs.push(self.graph.weight(&layer_name(reader.owner), &name, tensor));
        }
        let operator = match cell {
            Cell::SimpleRnn => "RNN",
            Cell::Lstm => "LSTM",
            Cell::Gru => "GRU",
        };
        let activation = recurrent_name(steps.activation).unwrap_or("Tanh");
        let gate = steps.gate.and_then(recurrent_name).unwrap_or("Sigmoid");
        let activations = match cell {
            Cell::SimpleRnn => vec![activation],
            Cell::Lstm => vec![gate, activation, activation],
            Cell::Gru => vec![gate, activation],
        };
        let mut attributes = vec![
            int("hidden_size", units as i64),
            text("direction", if reader.backwards { "reverse" } else { "forward" }),
            texts("activations", &activations),
        ];
        if cell == Cell::Gru {
            attributes.push(int("linear_before_reset", 1));
        }
        let inputs: Vec<&str> = inputs.iter().map(|input| &input[..]).collect();
        let outputs = self.graph.nodes(operator, &inputs, attributes, 2);
        let (which, axis) = if steps.return_sequences { (&outputs[0], 1) } else { (&outputs[1], 0) };
        let axes = self.graph.constant("direction", integers(&[axis]));
        let value = self.graph.node("Squeeze", &[which, &axes], []);
        if !steps.return_sequences {
            return value;
        }
        let sequence = self.graph.node("Transpose", &[&value], [ints("perm", [1, 0, 2])]);
        if reader.backwards { self.reversed(&sequence) } else { sequence }
    }

    /// Every step in basic operators.
    fn unrolled(&mut self, reader: &Reader) -> String {
        let steps = reader.steps;
        let input = &reader.layer.inputs[0];
        let count = self.model.shape(input)[0];
        let mask = self.masks.get(input).cloned();
        let input = self.last(input);
        let named = |name: &str| format!("{}{name}", reader.part);
        let kernel = self.parameter(reader.owner, &named("kernel")).unwrap_or_default();
        let recurrent = self.parameter(reader.owner, &named("recurrent_kernel")).unwrap_or_default();
        let (_, bias) = self.weights(reader.owner, &named("bias"));
        let width = match steps.cell {
            Cell::SimpleRnn => steps.units,
            Cell::Lstm => 4 * steps.units,
            Cell::Gru => 3 * steps.units,
        };
        let mut sums = self.graph.node("MatMul", &[&input, &kernel], []);
        let mut state_bias = None;
        if !bias.is_empty() {
            let owner = &layer_name(reader.owner);
            let bias_of = |range: &[f32]| floats(&[range.len()], range.to_vec());
            let own = self.graph.weight(owner, &named("bias"), || bias_of(&bias[..width]));
            sums = self.graph.node("Add", &[&sums, &own], []);
            let other = &bias[width..];
            state_bias = (!other.is_empty())
                .then(|| self.graph.weight(owner, &named("recurrent_bias"), || bias_of(other)));
        }
        let mut states: Option<[String; 2]> = None;
        let mut outputs = Vec::new();
        for step in 0..count {
            let time = if reader.backwards { count - 1 - step } else { step };
            let time = TensorProto { dims: Vec::new(), ..integers(&[time as i64]) };
            let time = self.graph.constant("step", time);
            let x = self.graph.node("Gather", &[&sums, &time], [int("axis", 1)]);
            let from_state = match &states {
                Some([h, _]) => {
                    let product = self.graph.node("MatMul", &[h, &recurrent], []);
                    Some(match &state_bias {
                        Some(bias) => self.graph.node("Add", &[&product, bias], []),
                        None => product,
                    })
                }
                None => state_bias.clone(),
            };
            let mut new = self.step(steps, &x, from_state.as_deref(), states.as_ref());
            if let Some(mask) = &mask {
                let counts = self.graph.node("Gather", &[mask, &time], [int("axis", 1)]);
                let axes = self.graph.constant("axes", integers(&[-1]));
                let counts = self.graph.node("Unsqueeze", &[&counts, &axes], []);
                new = [0, 1].map(|which| {
                    let before = match &states {
                        Some(states) => states[which].clone(),
                        None => self.graph.number("zero", 0.0),
                    };
                    self.graph.node("Where", &[&counts, &new[which], &before], [])
                });
            }
            outputs.push(new[0].clone());
            states = Some(new);
        }
        if !steps.return_sequences {
            return outputs.pop().unwrap_or_default();
        }
        let axes = self.graph.constant("axes", integers(&[1]));
        let parts: Vec<String> =
            outputs.iter().map(|output| self.graph.node("Unsqueeze", &[output, &axes], [])).collect();
        let parts: Vec<&str> = parts.iter().map(|part| &part[..]).collect();
        self.graph.node("Concat", &parts, [int("axis", 1)])
    }

    /// The states h and c after a step; c is h where a cell has only one. `x` has the sums over the input for all gates,
    /// `from_state` those over the state.
    fn step(
        &mut self,
        steps: &Steps,
        x: &str,
        from_state: Option<&str>,
        before: Option<&[String; 2]>,
    ) -> [String; 2] {
        let activation = steps.activation;
        let gate = steps.gate.unwrap_or(activation);
        let summed = |writer: &mut Self| match from_state {
            Some(from_state) => writer.graph.node("Add", &[x, from_state], []),
            None => x.to_owned(),
        };
        match steps.cell {
            Cell::SimpleRnn => {
                let z = summed(self);
                let h = self.activated(activation, &z, -1);
                [h.clone(), h]
            }
            Cell::Lstm => {
                let z = summed(self);
                let parts = self.graph.nodes("Split", &[&z], vec![int("axis", -1)], 4);
                let i = self.activated(gate, &parts[0], -1);
                let f = self.activated(gate, &parts[1], -1);
                let g = self.activated(activation, &parts[2], -1);
                let o = self.activated(gate, &parts[3], -1);
                let mut c = self.graph.node("Mul", &[&i, &g], []);
                if let Some([_, c_before]) = before {
                    let kept = self.graph.node("Mul", &[&f, c_before], []);
                    c = self.graph.node("Add", &[&kept, &c], []);
                }
                let shown = self.activated(activation, &c, -1);
                [self.graph.node("Mul", &[&o, &shown], []), c]
            }
            Cell::Gru => {
                let x = self.graph.nodes("Split", &[x], vec![int("axis", -1)], 3);
                let state = from_state
                    .map(|from_state| self.graph.nodes("Split", &[from_state], vec![int("axis", -1)], 3));
                let [z, r] = [0, 1].map(|index| {
                    let sum = match &state {
                        Some(state) => self.graph.node("Add", &[&x[index], &state[index]], []),
                        None => x[index].clone(),
                    };
                    self.activated(gate, &sum, -1)
                });
                let mut new = x[2].clone();
                if let Some(state) = &state {
                    let seen = self.graph.node("Mul", &[&r, &state[2]], []);
                    new = self.graph.node("Add", &[&new, &seen], []);
                }
                let new = self.activated(activation, &new, -1);
                let one = self.graph.number("one", 1.0);
                let share = self.graph.node("Sub", &[&one, &z], []);
                let mut h = self.graph.node("Mul", &[&share, &new], []);
                if let Some([h_before, _]) = before {
                    let kept = self.graph.node("Mul", &[&z, h_before], []);
                    h = self.graph.node("Add", &[&kept, &h], []);
                }
                [h.clone(), h]
            }
        }
    }
}
