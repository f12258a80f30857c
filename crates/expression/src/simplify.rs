//! Builds simplified nodes. Derivatives are built from these.

use super::function::Function;
use super::graph::{Constant, Graph, Id, Node, Operator};

/// The number of factors up to which a product is analysed.
const MAX_FACTORS: usize = 40;

impl Graph {
    fn binary(&mut self, operator: Operator, a: Id, b: Id) -> Id {
        self.put(Node::Binary(operator, a, b))
    }

    /// The coefficient of a product, and its other factors. A product of very many factors counts as one, since
    /// analysing it again for each of its parts would take quadratic time.
    fn factors(&self, id: Id) -> (f64, Vec<Id>) {
        let (scale, factors) = self.all_factors(id, MAX_FACTORS);
        if factors.len() > MAX_FACTORS { (1.0, vec![id]) } else { (scale, factors) }
    }

    /// At least `most` + 1 if there are more than `most`.
    fn all_factors(&self, id: Id, most: usize) -> (f64, Vec<Id>) {
        match self[id] {
            Node::Number(number) => (number.value(), Vec::new()),
            Node::Negate(operand) => {
                let (scale, factors) = self.all_factors(operand, most);
                (-scale, factors)
            }
            Node::Binary(Operator::Multiply, a, b) => {
                // The right operand first, since chains grow on the left.
                let (y, right) = self.all_factors(b, most);
                let Some(rest) = most.checked_sub(right.len()) else { return (y, right) };
                let (x, left) = self.all_factors(a, rest);
                (x * y, [left, right].concat())
            }
            _ => (1.0, vec![id]),
        }
    }

    /// A product with its coefficient first.
    fn product(&mut self, scale: f64, factors: &[Id]) -> Id {
        let mut joined: Vec<Id> = Vec::new();
        for &factor in factors {
            match joined.last_mut() {
                Some(last) if *last == factor => *last = self.square(factor),
                _ => joined.push(factor),
            }
        }
        let Some((&first, rest)) = joined.split_first() else { return self.number(scale) };
        if scale == 0.0 {
            return self.number(0.0);
        }
        let first = match scale.abs() {
            1.0 => first,
            scale => {
                let scale = self.number(scale);
                self.binary(Operator::Multiply, scale, first)
            }
        };
        let product = rest.iter().fold(first, |left, &right| self.binary(Operator::Multiply, left, right));
        if scale < 0.0 { self.put(Node::Negate(product)) } else { product }
    }

    /// A negated term without its minus sign.
    fn without_minus(&mut self, id: Id) -> Option<Id> {
        if let Some(number) = self.as_number(id).filter(|&number| number < 0.0) {
            return Some(self.number(-number));
        }
        match self[id] {
            Node::Negate(operand) => Some(operand),
            Node::Binary(Operator::Multiply, ..) => {
                let (scale, factors) = self.factors(id);
                (scale < 0.0).then(|| self.product(-scale, &factors))
            }
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
        match self[a] {
            Node::Binary(Operator::Subtract, x, y) => self.binary(Operator::Subtract, y, x),
            _ => {
                let (scale, factors) = self.factors(a);
                self.product(-scale, &factors)
            }
        }
    }

    pub fn multiply(&mut self, a: Id, b: Id) -> Id {
        match (self[a], self[b]) {
            (_, Node::Binary(Operator::Divide, x, y)) if self.as_number(a) != Some(1.0) => {
                let above = self.multiply(a, x);
                self.divide(above, y)
            }
            (Node::Binary(Operator::Divide, x, y), _) if self.as_number(b) != Some(1.0) => {
                let above = self.multiply(x, b);
                self.divide(above, y)
            }
            _ => {
                let ((x, left), (y, right)) = (self.factors(a), self.factors(b));
                self.product(x * y, &[left, right].concat())
            }
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
        if let Some(positive) = self.without_minus(a) {
            let quotient = self.divide(positive, b);
            return self.negate(quotient);
        }
        let ((x, above), (y, below)) = (self.factors(a), self.factors(b));
        if let Some(quotient) = exact_quotient(x, y)
            && (below.is_empty() || (y != 1.0 && quotient.fract() == 0.0))
        {
            let above = self.product(quotient, &above);
            let below = self.product(1.0, &below);
            return if self.as_number(below) == Some(1.0) { above } else { self.divide(above, below) };
        }
        match self[a] {
            Node::Binary(Operator::Divide, x, y) => {
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
