//! Recurrent layers as the writers of code and graphs see them.

use crate::nn::{Activation, Initializer, Recurrent, Regularizer};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cell {
    SimpleRnn,
    Lstm,
    Gru,
}

impl Cell {
    /// Keras's name.
    pub fn name(self) -> &'static str {
        match self {
            Self::SimpleRnn => "simple_rnn",
            Self::Lstm => "lstm",
            Self::Gru => "gru",
        }
    }
}

/// The arguments of a layer that reads a sequence step by step.
pub struct Steps<'a> {
    pub cell: Cell,
    pub units: usize,
    pub activation: &'a Activation,
    pub gate: Option<&'a Activation>,
    pub use_bias: bool,
    /// Whether the bias of the forget gate starts at 1.
    pub remembers: bool,
    pub return_sequences: bool,
    pub go_backwards: bool,
    /// For kernel, recurrent kernel and bias.
    pub initializers: [&'a Initializer; 3],
    pub regularizers: [Regularizer; 3],
}

macro_rules! steps {
    ($cell:expr, $layer:expr, $gate:expr, $remembers:expr) => {
        Steps {
            cell: $cell,
            units: $layer.units,
            activation: &$layer.activation,
            gate: $gate,
            use_bias: $layer.use_bias,
            remembers: $remembers,
            return_sequences: $layer.return_sequences,
            go_backwards: $layer.go_backwards,
            initializers: [
                &$layer.kernel_initializer,
                &$layer.recurrent_initializer,
                &$layer.bias_initializer,
            ],
            regularizers: [$layer.kernel_regularizer, $layer.recurrent_regularizer, $layer.bias_regularizer],
        }
    };
}

impl<'a> Steps<'a> {
    pub fn of(kind: &'a Recurrent) -> Self {
        match kind {
            Recurrent::SimpleRnn(layer) => steps!(Cell::SimpleRnn, layer, None, false),
            Recurrent::Lstm(layer) => {
                steps!(Cell::Lstm, layer, Some(&layer.recurrent_activation), layer.unit_forget_bias)
            }
            Recurrent::Gru(layer) => steps!(Cell::Gru, layer, Some(&layer.recurrent_activation), false),
        }
    }

    /// Whether its activations are those that every library has in its own layer.
    pub fn is_standard(&self) -> bool {
        *self.activation == Activation::Tanh && self.gate.is_none_or(|gate| *gate == Activation::Sigmoid)
    }
}
