//! The exact derivative of an expression: the rule of each node is applied once, operands first.

use super::function::Function;
use super::graph::{Graph, Id, Node, Operator};

pub(super) fn derive(graph: &mut Graph, root: Id, variable: usize) -> Id {
    let zero = graph.number(0.0);
    let mut derivatives = vec![zero; root.0 as usize + 1];
    for id in graph.below(root) {
        let of = |part: Id| derivatives[part.0 as usize];
        derivatives[id.0 as usize] = match graph[id] {
            Node::Number(_) | Node::Constant(_) | Node::Parameter(_) => zero,
            Node::Variable(index) => graph.number(if index == variable { 1.0 } else { 0.0 }),
            Node::Negate(a) => {
                let inner = of(a);
                graph.negate(inner)
            }
            Node::Call(function, a) if of(a) != zero => {
                let (inner, outer) = (of(a), of_function(graph, function, id, a));
                graph.multiply(outer, inner)
            }
            Node::Call(..) => zero,
            Node::Binary(operator, a, b) => of_operator(graph, operator, id, [a, b], [of(a), of(b)]),
            Node::Choose(condition, a, b) => {
                let (a, b) = (of(a), of(b));
                graph.choose(condition, a, b)
            }
        };
    }
    derivatives[root.0 as usize]
}

/// The derivative of a function with respect to its argument `u`, where `value` is its value.
fn of_function(graph: &mut Graph, function: Function, value: Id, u: Id) -> Id {
    let (zero, one) = (graph.number(0.0), graph.number(1.0));
    match function {
        Function::Sin => graph.call(Function::Cos, u),
        Function::Cos => {
            let sine = graph.call(Function::Sin, u);
            graph.negate(sine)
        }
        Function::Tan => {
            let square = graph.square(value);
            graph.add(one, square)
        }
        Function::Asin | Function::Acos => {
            let square = graph.square(u);
            let under = graph.subtract(one, square);
            let root = graph.call(Function::Sqrt, under);
            let slope = graph.divide(one, root);
            if function == Function::Asin { slope } else { graph.negate(slope) }
        }
        Function::Atan => {
            let square = graph.square(u);
            let below = graph.add(one, square);
            graph.divide(one, below)
        }
        Function::Sinh => graph.call(Function::Cosh, u),
        Function::Cosh => graph.call(Function::Sinh, u),
        Function::Tanh => {
            let square = graph.square(value);
            graph.subtract(one, square)
        }
        Function::Exp => value,
        Function::Ln => graph.divide(one, u),
        Function::Log10 | Function::Log2 => {
            let base = graph.number(if function == Function::Log10 { 10.0 } else { 2.0 });
            let logarithm = graph.call(Function::Ln, base);
            let below = graph.multiply(u, logarithm);
            graph.divide(one, below)
        }
        Function::Sqrt => {
            let two = graph.number(2.0);
            let below = graph.multiply(two, value);
            graph.divide(one, below)
        }
        Function::Cbrt => {
            let (three, square) = (graph.number(3.0), graph.square(value));
            let below = graph.multiply(three, square);
            graph.divide(one, below)
        }
        Function::Abs => graph.call(Function::Sign, u),
        Function::Sign | Function::Floor | Function::Ceil | Function::Round => zero,
        Function::Sigmoid => {
            let rest = graph.subtract(one, value);
            graph.multiply(value, rest)
        }
        Function::Relu => {
            let above = graph.put(Node::Binary(Operator::Greater, u, zero));
            graph.choose(above, one, zero)
        }
        Function::Softplus => graph.call(Function::Sigmoid, u),
    }
}

/// The derivative of `value`, which combines a and b, whose derivatives are da and db.
fn of_operator(graph: &mut Graph, operator: Operator, value: Id, [a, b]: [Id; 2], [da, db]: [Id; 2]) -> Id {
    let zero = graph.number(0.0);
    if da == zero && db == zero {
        return zero;
    }
    match operator {
        Operator::Add => graph.add(da, db),
        Operator::Subtract => graph.subtract(da, db),
        Operator::Multiply => {
            let (left, right) = (graph.multiply(da, b), graph.multiply(a, db));
            graph.add(left, right)
        }
        Operator::Divide if db == zero => graph.divide(da, b),
        Operator::Divide => {
            let (left, right) = (graph.multiply(da, b), graph.multiply(a, db));
            let (above, below) = (graph.subtract(left, right), graph.square(b));
            graph.divide(above, below)
        }
        Operator::Power if db == zero => {
            let one = graph.number(1.0);
            let less = graph.subtract(b, one);
            let power = graph.power(a, less);
            let slope = graph.multiply(b, power);
            graph.multiply(slope, da)
        }
        Operator::Power => {
            let logarithm = graph.call(Function::Ln, a);
            let by_exponent = graph.multiply(db, logarithm);
            if da == zero {
                return graph.multiply(value, by_exponent);
            }
            let product = graph.multiply(b, da);
            let by_base = graph.divide(product, a);
            let sum = graph.add(by_exponent, by_base);
            graph.multiply(value, sum)
        }
        Operator::Minimum | Operator::Maximum => {
            let comparison = if operator == Operator::Minimum { Operator::Less } else { Operator::Greater };
            let first = graph.put(Node::Binary(comparison, a, b));
            graph.choose(first, da, db)
        }
        Operator::Less | Operator::LessOrEqual | Operator::Greater | Operator::GreaterOrEqual => zero,
    }
}
