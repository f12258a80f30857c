//! Layers that read a sequence step by step: PyTorch's own where they compute the same, else a module that does.

use super::functions::function;
use super::layers::Place;
use super::weights::Weight;
use super::{Writer, last};
use crate::export::python::string;
use crate::export::steps::{Cell, Steps};
use crate::nn::{Activation, BidirectionalConfig, LayerKind, MergeMode, Recurrent};

const RECURRENT: &str = "\
class Recurrent(nn.Module):
    \"\"\"A recurrent layer step by step, for activations and masks that PyTorch's own lack. Gates are in Keras's order.\"\"\"

    def __init__(self, cell, inputs, units, activation, gate=torch.sigmoid, bias=True):
        super().__init__()
        gates = {\"simple_rnn\": 1, \"lstm\": 4, \"gru\": 3}[cell]
        self.cell, self.units, self.activation, self.gate = cell, units, activation, gate
        self.kernel = nn.Linear(inputs, gates * units, bias)
        self.recurrent = nn.Linear(units, gates * units, bias and cell == \"gru\")

    def step(self, x, h, c):
        x, r = self.kernel(x), self.recurrent(h)
        if self.cell == \"simple_rnn\":
            return self.activation(x + r), c
        if self.cell == \"lstm\":
            i, f, g, o = (x + r).chunk(4, dim=-1)
            c = self.gate(f) * c + self.gate(i) * self.activation(g)
            return self.gate(o) * self.activation(c), c
        (xz, xr, xh), (rz, rr, rh) = x.chunk(3, dim=-1), r.chunk(3, dim=-1)
        z = self.gate(xz + rz)
        return z * h + (1 - z) * self.activation(xh + self.gate(xr + rr) * rh), c

    def forward(self, x, mask=None):
        h = c = x.new_zeros(len(x), self.units)
        outputs = []
        for t in range(x.shape[1]):
            new_h, new_c = self.step(x[:, t], h, c)
            if mask is not None:
                new_h = torch.where(mask[:, t, None], new_h, h)
                new_c = torch.where(mask[:, t, None], new_c, c)
            h, c = new_h, new_c
            outputs.append(h)
        return torch.stack(outputs, dim=1)
";

const GATES: &str = "\
def gates(units):
    \"\"\"The rows of Keras's GRU in PyTorch's order: Keras has the update gate first, PyTorch the reset gate.\"\"\"
    return torch.arange(3 * units).view(3, units)[[1, 0, 2]].flatten()
";

/// A recurrent layer of a network: `path` is how its module is reached, `part` the prefix of its parameters.
struct Reader<'a> {
    steps: &'a Steps<'a>,
    owner: &'a str,
    path: &'a str,
    part: &'a str,
    features: usize,
}

impl Reader<'_> {
    /// One of its weights: the index is 0 for the kernel, 1 for the recurrent kernel and 2 for biases.
    fn weight<'b>(&'b self, index: usize, path: &str, name: &'b str, change: &'b str) -> Weight<'b> {
        Weight {
            path: format!("{}.{path}", self.path),
            name,
            change,
            start: self.steps.initializers[index],
            regularizer: self.steps.regularizers[index],
        }
    }
}

impl Writer<'_> {
    /// Adds PyTorch's own layer.
    fn add_standard(&mut self, reader: &Reader) {
        let Reader { steps, owner, path, part, features } = *reader;
        let Steps { cell, units, use_bias, .. } = *steps;
        let class = match cell {
            Cell::Lstm => "LSTM",
            Cell::Gru => "GRU",
            Cell::SimpleRnn => "RNN",
        };
        let bias = if use_bias { "" } else { ", bias=False" };
        self.module(path, format!("nn.{class}({features}, {units}, batch_first=True{bias})"));
        // Keras has the update gate first, PyTorch the reset gate.
        let order = if cell == Cell::Gru { format!("[gates({units})]") } else { String::new() };
        if cell == Cell::Gru {
            self.needs(GATES);
        }
        let [kernel, recurrent, bias] =
            ["kernel", "recurrent_kernel", "bias"].map(|name| format!("{part}{name}"));
        let change = format!(".T{order}");
        self.weight(owner, reader.weight(0, "weight_ih_l0", &kernel, &change));
        self.weight(owner, reader.weight(1, "weight_hh_l0", &recurrent, &change));
        if !use_bias {
            return;
        }
        if cell == Cell::Gru {
            self.weight(owner, reader.weight(2, "bias_ih_l0", &bias, &format!("[0]{order}")));
            self.weight(owner, reader.weight(2, "bias_hh_l0", &bias, &format!("[1]{order}")));
            return;
        }
        self.weight(owner, reader.weight(2, "bias_ih_l0", &bias, ""));
        // PyTorch has two biases, whose sum counts.
        self.starts.push(format!("nn.init.zeros_(self{path}.bias_hh_l0)"));
        self.loads.push(format!("model{path}.bias_hh_l0.zero_()"));
        self.remember(reader, "bias_ih_l0");
    }

    /// Adds a layer for activations and masks that PyTorch's own does not know.
    fn add_own(&mut self, reader: &Reader) {
        let Reader { steps, owner, path, part, features } = *reader;
        let Steps { cell, units, activation, gate, use_bias, .. } = *steps;
        self.needs(RECURRENT);
        let gate = match gate {
            Some(gate) if *gate != Activation::Sigmoid => format!(", gate={}", function(gate)),
            _ => String::new(),
        };
        let bias = if use_bias { "" } else { ", bias=False" };
        let (name, activation) = (string(cell.name()), function(activation));
        self.module(path, format!("Recurrent({name}, {features}, {units}, {activation}{gate}{bias})"));
        let [kernel, recurrent, bias] =
            ["kernel", "recurrent_kernel", "bias"].map(|name| format!("{part}{name}"));
        self.weight(owner, reader.weight(0, "kernel.weight", &kernel, ".T"));
        self.weight(owner, reader.weight(1, "recurrent.weight", &recurrent, ".T"));
        if !use_bias {
            return;
        }
        if cell == Cell::Gru {
            self.weight(owner, reader.weight(2, "kernel.bias", &bias, "[0]"));
            self.weight(owner, reader.weight(2, "recurrent.bias", &bias, "[1]"));
        } else {
            self.weight(owner, reader.weight(2, "kernel.bias", &bias, ""));
            self.remember(reader, "kernel.bias");
        }
    }

    /// Starts the bias of the forget gate at 1, if it does.
    fn remember(&mut self, Reader { steps, path, .. }: &Reader, bias: &str) {
        if steps.remembers {
            let units = steps.units;
            let gate = format!("self{path}.{bias}[{units}:{}]", 2 * units);
            self.starts.push(format!("nn.init.ones_({gate})  # the forget gate"));
        }
    }

    /// All outputs of such a layer, in the order in which it reads.
    fn read(&self, path: &str, at: &Place, backwards: bool, standard: bool) -> String {
        let x = at.x();
        let x = if backwards { format!("{x}.flip(1)") } else { x.to_owned() };
        match self.masks.get(&at.layer.inputs[0]) {
            Some(mask) if backwards => format!("self{path}({x}, {mask}.flip(1))"),
            Some(mask) => format!("self{path}({x}, {mask})"),
            None if standard => format!("self{path}({x})[0]"),
            None => format!("self{path}({x})"),
        }
    }

    fn add(&mut self, reader: &Reader, standard: bool) {
        if standard { self.add_standard(reader) } else { self.add_own(reader) }
    }

    pub(super) fn recurrent(&mut self, at: &Place, kind: &Recurrent) -> String {
        let (steps, path) = (&Steps::of(kind), &at.path[..]);
        let standard = self.reads_by_itself(steps, at.owner);
        if at.is_owner {
            let features = last(at.from());
            self.add(&Reader { steps, owner: at.owner, path, part: "", features }, standard);
        }
        let all = self.read(path, at, steps.go_backwards, standard);
        if steps.return_sequences { all } else { format!("{all}[:, -1]") }
    }

    /// Whether PyTorch's own layer does: not for masks, wherever it is called.
    fn reads_by_itself(&self, steps: &Steps, owner: &str) -> bool {
        let layers = self.model.config.layers.iter();
        let mut calls = layers
            .filter(|layer| layer.name == owner || layer.shared_with.as_deref() == Some(owner))
            .flat_map(|layer| &layer.inputs);
        steps.is_standard()
            && calls.all(|input| !self.masks.contains_key(input) && !self.will_be_masked(input))
    }

    /// Whether an input that comes later will have a mask: any embedding before it that makes one counts.
    fn will_be_masked(&self, input: &str) -> bool {
        let Some(layer) = self.model.config.layers.iter().find(|layer| layer.name == input) else {
            return false;
        };
        matches!(&layer.kind, LayerKind::Embedding(config) if config.mask_zero)
            || layer.inputs.iter().any(|before| self.will_be_masked(before))
    }

    pub(super) fn bidirectional(&mut self, at: &Place, config: &BidirectionalConfig) -> String {
        let steps = &Steps::of(&config.wrapped);
        let standard = self.reads_by_itself(steps, at.owner);
        let [there, back] = ["forward", "backward"].map(|direction| format!("{}_{direction}", at.path));
        if at.is_owner {
            let (owner, features) = (at.owner, last(at.from()));
            self.add(&Reader { steps, owner, path: &there, part: "forward_", features }, standard);
            self.add(&Reader { steps, owner, path: &back, part: "backward_", features }, standard);
        }
        let mut first = self.read(&there, at, steps.go_backwards, standard);
        let mut second = self.read(&back, at, !steps.go_backwards, standard);
        if steps.return_sequences {
            second += ".flip(1)";
        } else {
            first += "[:, -1]";
            second += "[:, -1]";
        }
        match config.merge_mode {
            MergeMode::Concat => format!("torch.cat([{first}, {second}], dim=-1)"),
            MergeMode::Sum => format!("{first} + {second}"),
            MergeMode::Mul => format!("{first} * {second}"),
            MergeMode::Ave => format!("({first} + {second}) / 2"),
        }
    }
}
