//! Nodes put together with what is plain to see left out: derivatives are made of these.

use super::function::Function;
use super::graph::{Constant, Graph, Id, Node, Operator};

impl Graph {
    fn binary(&mut self, operator: Operator, a: Id, b: Id) -> Id {
        self.put(Node::Binary(operator, a, b))
    }

    /// The number in front of a product with one, and the rest.
    fn scaled(&self, id: Id) -> Option<(f64, Id)> {
        match self[id] {
            Node::Binary(Operator::Multiply, scale, rest) => Some((self.as_number(scale)?, rest)),
            _ => None,
        }
    }

    /// What a term that begins with a minus is without it.
    fn without_minus(&mut self, id: Id) -> Option<Id> {
        if let Some(number) = self.as_number(id).filter(|&number| number < 0.0) {
            return Some(self.number(-number));
        }
        if let Some((scale, rest)) = self.scaled(id).filter(|&(scale, _)| scale < 0.0) {
            let scale = self.number(-scale);
            return Some(self.multiply(scale, rest));
        }
        match self[id] {
            Node::Negate(operand) => Some(operand),
            _ => None,
        }
    }

    pub fn add(&mut self, a: Id, b: Id) -> Id {
        match (self.as_number(a), self.as_number(b)) {
            (Some(x), Some(y)) => return self.number(x + y),
            (Some(0.0), _) => return b,
            (_, Some(0.0)) => return a,
            _ if a == b => {
                let two = self.number(2.0);
                return self.multiply(two, a);
            }
            _ => {}
        }
        if let Some(b) = self.without_minus(b) {
            return self.subtract(a, b);
        }
        if let Some(a) = self.without_minus(a) {
            return self.subtract(b, a);
        }
        self.binary(Operator::Add, a, b)
    }

    pub fn subtract(&mut self, a: Id, b: Id) -> Id {
        match (self.as_number(a), self.as_number(b)) {
            (Some(x), Some(y)) => return self.number(x - y),
            (Some(0.0), _) => return self.negate(b),
            (_, Some(0.0)) => return a,
            _ if a == b => return self.number(0.0),
            _ => {}
        }
        match self.without_minus(b) {
            Some(b) => self.add(a, b),
            None => self.binary(Operator::Subtract, a, b),
        }
    }

    pub fn negate(&mut self, a: Id) -> Id {
        if let Some(positive) = self.without_minus(a) {
            return positive;
        }
        if let Some(number) = self.as_number(a) {
            return self.number(-number);
        }
        if let Some((scale, rest)) = self.scaled(a) {
            let scale = self.number(-scale);
            return self.binary(Operator::Multiply, scale, rest);
        }
        match self[a] {
            Node::Binary(Operator::Subtract, x, y) => self.binary(Operator::Subtract, y, x),
            _ => self.put(Node::Negate(a)),
        }
    }

    pub fn multiply(&mut self, a: Id, b: Id) -> Id {
        match (self.as_number(a), self.as_number(b)) {
            (Some(x), Some(y)) => return self.number(x * y),
            (Some(0.0), _) | (_, Some(0.0)) => return self.number(0.0),
            (Some(1.0), _) => return b,
            (_, Some(1.0)) => return a,
            (Some(-1.0), _) => return self.negate(b),
            (_, Some(_)) => return self.multiply(b, a),
            (Some(x), None) => {
                if let Some((y, rest)) = self.scaled(b) {
                    let scale = self.number(x * y);
                    return self.multiply(scale, rest);
                }
            }
            (None, None) => {
                if let Some((scale, rest)) = self.scaled(b) {
                    let (scale, product) = (self.number(scale), self.multiply(a, rest));
                    return self.multiply(scale, product);
                }
                if let Some((scale, rest)) = self.scaled(a) {
                    let (scale, product) = (self.number(scale), self.multiply(rest, b));
                    return self.multiply(scale, product);
                }
            }
        }
        match (self[a], self[b]) {
            (Node::Negate(x), _) => {
                let product = self.multiply(x, b);
                self.negate(product)
            }
            (_, Node::Negate(y)) => {
                let product = self.multiply(a, y);
                self.negate(product)
            }
            (_, Node::Binary(Operator::Divide, x, y)) => {
                let product = self.multiply(a, x);
                self.divide(product, y)
            }
            (Node::Binary(Operator::Divide, x, y), _) => {
                let product = self.multiply(x, b);
                self.divide(product, y)
            }
            _ if a == b => {
                let two = self.number(2.0);
                self.binary(Operator::Power, a, two)
            }
            _ => self.binary(Operator::Multiply, a, b),
        }
    }

    pub fn divide(&mut self, a: Id, b: Id) -> Id {
        if let (Some(x), Some(y)) = (self.as_number(a), self.as_number(b))
            && let Some(quotient) = exact_quotient(x, y)
        {
            return self.number(quotient);
        }
        if self.as_number(a) == Some(0.0) {
            return a;
        }
        if self.as_number(b) == Some(1.0) {
            return a;
        }
        if let (Some((x, rest)), Some(y)) = (self.scaled(a), self.as_number(b))
            && let Some(quotient) = exact_quotient(x, y)
        {
            let scale = self.number(quotient);
            return self.multiply(scale, rest);
        }
        match (self[a], self[b]) {
            (Node::Negate(x), _) => {
                let quotient = self.divide(x, b);
                self.negate(quotient)
            }
            (_, Node::Negate(y)) => {
                let quotient = self.divide(a, y);
                self.negate(quotient)
            }
            (Node::Binary(Operator::Divide, x, y), _) => {
                let below = self.multiply(y, b);
                self.divide(x, below)
            }
            _ => self.binary(Operator::Divide, a, b),
        }
    }

    pub fn power(&mut self, a: Id, b: Id) -> Id {
        match self.as_number(b) {
            Some(0.0) => self.number(1.0),
            Some(1.0) => a,
            _ => self.binary(Operator::Power, a, b),
        }
    }

    pub fn call(&mut self, function: Function, a: Id) -> Id {
        match (function, self[a]) {
            (Function::Ln, Node::Constant(Constant::E)) => self.number(1.0),
            _ => self.put(Node::Call(function, a)),
        }
    }

    pub fn choose(&mut self, condition: Id, then: Id, otherwise: Id) -> Id {
        if then == otherwise { then } else { self.put(Node::Choose(condition, then, otherwise)) }
    }

    pub fn square(&mut self, a: Id) -> Id {
        let two = self.number(2.0);
        self.power(a, two)
    }
}

/// A quotient that is a short number: 6 / 4, but not 1 / 3.
fn exact_quotient(x: f64, y: f64) -> Option<f64> {
    let quotient = x / y;
    (quotient.is_finite() && (quotient * 64.0).fract() == 0.0 && quotient * y == x).then_some(quotient)
}
