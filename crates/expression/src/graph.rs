//! The nodes of expressions. Equal nodes are stored once, and a node comes after its operands.

use std::collections::BTreeMap;
use std::ops::Index;

use super::function::Function;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Id(pub(super) u32);

/// A finite number, compared by its bits so that equal nodes can be found. There is no negative zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Number(u64);

impl Number {
    pub fn new(value: f64) -> Self {
        Self(if value == 0.0 { 0.0_f64 } else { value }.to_bits())
    }

    pub fn value(self) -> f64 {
        f64::from_bits(self.0)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Constant {
    Pi,
    E,
}

impl Constant {
    pub fn value(self) -> f64 {
        match self {
            Self::Pi => std::f64::consts::PI,
            Self::E => std::f64::consts::E,
        }
    }
}

/// Binary operators. A comparison is 1 if it is true and 0 if not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Operator {
    Add,
    Subtract,
    Multiply,
    Divide,
    Power,
    Minimum,
    Maximum,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

impl Operator {
    /// The operator as written between its operands, or as a function name before them.
    pub fn text(self) -> &'static str {
        match self {
            Self::Add => "+",
            Self::Subtract => "-",
            Self::Multiply => "*",
            Self::Divide => "/",
            Self::Power => "^",
            Self::Minimum => "min",
            Self::Maximum => "max",
            Self::Less => "<",
            Self::LessOrEqual => "<=",
            Self::Greater => ">",
            Self::GreaterOrEqual => ">=",
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Node {
    Number(Number),
    Constant(Constant),
    Variable(usize),
    Parameter(usize),
    Negate(Id),
    Call(Function, Id),
    Binary(Operator, Id, Id),
    /// The second operand if the first is not 0, else the third.
    Choose(Id, Id, Id),
}

impl Node {
    /// Its operands.
    pub fn operands(self) -> impl Iterator<Item = Id> {
        let operands = match self {
            Self::Number(_) | Self::Constant(_) | Self::Variable(_) | Self::Parameter(_) => [None; 3],
            Self::Negate(a) | Self::Call(_, a) => [Some(a), None, None],
            Self::Binary(_, a, b) => [Some(a), Some(b), None],
            Self::Choose(a, b, c) => [Some(a), Some(b), Some(c)],
        };
        operands.into_iter().flatten()
    }

    /// The same node with other operands.
    pub fn map(self, mut change: impl FnMut(Id) -> Id) -> Self {
        match self {
            Self::Negate(a) => Self::Negate(change(a)),
            Self::Call(function, a) => Self::Call(function, change(a)),
            Self::Binary(operator, a, b) => Self::Binary(operator, change(a), change(b)),
            Self::Choose(a, b, c) => Self::Choose(change(a), change(b), change(c)),
            leaf => leaf,
        }
    }
}

#[derive(Clone, Debug, Default)]
pub(super) struct Graph {
    nodes: Vec<Node>,
    known: BTreeMap<Node, Id>,
}

impl Index<Id> for Graph {
    type Output = Node;
    fn index(&self, id: Id) -> &Node {
        &self.nodes[id.0 as usize]
    }
}

impl Graph {
    /// Adds a node without simplification.
    pub fn put(&mut self, node: Node) -> Id {
        let next = Id(self.nodes.len() as u32);
        let id = *self.known.entry(node).or_insert(next);
        if id == next {
            self.nodes.push(node);
        }
        id
    }

    pub fn number(&mut self, value: f64) -> Id {
        self.put(Node::Number(Number::new(value)))
    }

    pub fn as_number(&self, id: Id) -> Option<f64> {
        match self[id] {
            Node::Number(number) => Some(number.value()),
            _ => None,
        }
    }

    /// All nodes below `root` and itself, operands first.
    pub fn below(&self, root: Id) -> impl Iterator<Item = Id> + use<> {
        let mut needed = vec![false; root.0 as usize + 1];
        needed[root.0 as usize] = true;
        for index in (0..needed.len()).rev() {
            if needed[index] {
                self.nodes[index].operands().for_each(|operand| needed[operand.0 as usize] = true);
            }
        }
        (0..=root.0).filter(move |&index| needed[index as usize]).map(Id)
    }

    /// Copies `root` of another graph with everything below it.
    pub fn import(&mut self, other: &Graph, root: Id) -> Id {
        let mut here: Vec<Id> = Vec::new();
        let mut at = vec![0; root.0 as usize + 1];
        for id in other.below(root) {
            let node = other[id].map(|operand| here[at[operand.0 as usize]]);
            at[id.0 as usize] = here.len();
            here.push(self.put(node));
        }
        here[at[root.0 as usize]]
    }

    /// The number of nodes when written out, where shared nodes count as often as they occur.
    pub fn written_size(&self, root: Id) -> u64 {
        let mut sizes = vec![0_u64; root.0 as usize + 1];
        for id in self.below(root) {
            let parts = self[id].operands().map(|operand| sizes[operand.0 as usize]);
            sizes[id.0 as usize] = parts.fold(1, u64::saturating_add);
        }
        sizes[root.0 as usize]
    }
}
