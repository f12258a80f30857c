//! Evaluates expressions at many points at once. Every instruction is applied to all points before the next one.

use super::Expression;
use super::function::Function;
use super::graph::{Constant, Graph, Id, Node, Operator};

/// How many points are computed at once.
pub const LANES: usize = 64;

type Lanes = [f64; LANES];

/// Several expressions of the same variables and parameters. Common subexpressions are computed once.
#[derive(Clone, Debug)]
pub struct Program {
    /// Instructions that do not depend on the variables, computed once for given parameters.
    constants: Vec<(usize, Instruction)>,
    instructions: Vec<(usize, Instruction)>,
    variables: usize,
    registers: usize,
    outputs: Vec<usize>,
}

/// The operands are registers. The first registers are the variables.
#[derive(Clone, Copy, Debug)]
enum Instruction {
    Value(f64),
    Parameter(usize),
    Negate(usize),
    Call(Function, usize),
    Binary(Operator, usize, usize),
    /// An integer power, by multiplication.
    Whole(usize, i32),
    Choose(usize, usize, usize),
}

impl Program {
    /// The expressions must have the same variables. Parameters of the same name are the same.
    pub fn new(expressions: &[&Expression]) -> Self {
        let mut graph = Graph::default();
        let roots: Vec<Id> =
            expressions.iter().map(|expression| graph.import(&expression.graph, expression.root)).collect();
        let variables = expressions.first().map_or(0, |first| first.names.variables.len());
        debug_assert!(expressions.iter().all(|each| each.same_names() == expressions[0].same_names()));

        let last = roots.iter().map(|root| root.0 as usize + 1).max().unwrap_or(0);
        let mut needed = vec![false; last];
        for &root in &roots {
            graph.below(root).for_each(|id| needed[id.0 as usize] = true);
        }
        let mut registers = vec![usize::MAX; last];
        let mut varies = vec![false; last];
        let mut program = Self {
            constants: Vec::new(),
            instructions: Vec::new(),
            variables,
            registers: variables,
            outputs: Vec::new(),
        };
        for index in (0..last).filter(|&index| needed[index]) {
            let node = graph[Id(index as u32)];
            if let Node::Variable(variable) = node {
                (registers[index], varies[index]) = (variable, true);
                continue;
            }
            varies[index] = node.operands().any(|operand| varies[operand.0 as usize]);
            let at = |id: Id| registers[id.0 as usize];
            let instruction = instruction(&graph, node, at);
            let list = if varies[index] { &mut program.instructions } else { &mut program.constants };
            list.push((program.registers, instruction));
            registers[index] = program.registers;
            program.registers += 1;
        }
        program.outputs = roots.iter().map(|root| registers[root.0 as usize]).collect();
        program
    }
}

fn instruction(graph: &Graph, node: Node, at: impl Fn(Id) -> usize) -> Instruction {
    match node {
        Node::Number(number) => Instruction::Value(number.value()),
        Node::Constant(constant) => Instruction::Value(constant.value()),
        Node::Parameter(index) => Instruction::Parameter(index),
        Node::Variable(_) => unreachable!("variables have registers of their own"),
        Node::Negate(a) => Instruction::Negate(at(a)),
        Node::Call(function, a) => Instruction::Call(function, at(a)),
        Node::Choose(a, b, c) => Instruction::Choose(at(a), at(b), at(c)),
        Node::Binary(Operator::Power, a, b) => match (graph[a], graph.as_number(b)) {
            (_, Some(0.5)) => Instruction::Call(Function::Sqrt, at(a)),
            (_, Some(power)) if power.fract() == 0.0 && power.abs() <= 32.0 => {
                Instruction::Whole(at(a), power as i32)
            }
            (Node::Constant(Constant::E), _) => Instruction::Call(Function::Exp, at(b)),
            _ => Instruction::Binary(Operator::Power, at(a), at(b)),
        },
        Node::Binary(operator, a, b) => Instruction::Binary(operator, at(a), at(b)),
    }
}

/// A program with its memory and the values of the parameters.
#[derive(Clone, Debug)]
pub struct Evaluator {
    program: Program,
    registers: Vec<Lanes>,
}

impl Evaluator {
    /// Missing parameters count as 0.
    pub fn new(program: &Program, parameters: &[f64]) -> Self {
        let mut evaluator =
            Self { registers: vec![[0.0; LANES]; program.registers], program: program.clone() };
        evaluator.set_parameters(parameters);
        evaluator
    }

    pub fn set_parameters(&mut self, parameters: &[f64]) {
        let constants = std::mem::take(&mut self.program.constants);
        for &(target, instruction) in &constants {
            match instruction {
                Instruction::Parameter(index) => {
                    self.registers[target] = [parameters.get(index).copied().unwrap_or(0.0); LANES];
                }
                instruction => execute(&mut self.registers, target, instruction, LANES),
            }
        }
        self.program.constants = constants;
    }

    /// The values of a variable, to be filled before `run`.
    pub fn variable(&mut self, index: usize) -> &mut Lanes {
        &mut self.registers[index]
    }

    /// Computes the outputs at the first `lanes` points.
    pub fn run(&mut self, lanes: usize) {
        for &(target, instruction) in &self.program.instructions {
            execute(&mut self.registers, target, instruction, lanes.min(LANES));
        }
    }

    /// Computes the outputs at one point.
    pub fn at(&mut self, point: &[f64]) {
        for (register, &value) in self.registers[..self.program.variables].iter_mut().zip(point) {
            register[0] = value;
        }
        self.run(1);
    }

    /// The cost of one point, in additions.
    pub fn cost(&self) -> usize {
        let cost = |(_, instruction): &(usize, Instruction)| match instruction {
            Instruction::Binary(Operator::Power, ..) => 20,
            Instruction::Call(..) => 8,
            Instruction::Whole(..) => 3,
            _ => 1,
        };
        self.program.instructions.iter().map(cost).sum()
    }

    /// Values of the expression `index`.
    pub fn output(&self, index: usize) -> &Lanes {
        &self.registers[self.program.outputs[index]]
    }
}

/// Every operand is in an earlier register.
fn execute(registers: &mut [Lanes], target: usize, instruction: Instruction, lanes: usize) {
    let (before, rest) = registers.split_at_mut(target);
    let out = &mut rest[0][..lanes];
    match instruction {
        Instruction::Value(value) => out.fill(value),
        Instruction::Parameter(_) => {}
        Instruction::Negate(a) => unary(out, &before[a], |a| -a),
        Instruction::Call(Function::Sqrt, a) => unary(out, &before[a], f64::sqrt),
        Instruction::Call(function, a) => unary(out, &before[a], |a| function.value(a)),
        Instruction::Whole(a, 2) => unary(out, &before[a], |a| a * a),
        Instruction::Whole(a, power) => unary(out, &before[a], |a| whole_power(a, power)),
        Instruction::Binary(operator, a, b) => {
            let (a, b) = (&before[a], &before[b]);
            let truth = |truth: bool| if truth { 1.0 } else { 0.0 };
            match operator {
                Operator::Add => binary(out, a, b, |a, b| a + b),
                Operator::Subtract => binary(out, a, b, |a, b| a - b),
                Operator::Multiply => binary(out, a, b, |a, b| a * b),
                Operator::Divide => binary(out, a, b, |a, b| a / b),
                Operator::Power => binary(out, a, b, libm::pow),
                Operator::Minimum => binary(out, a, b, |a, b| if a < b { a } else { b }),
                Operator::Maximum => binary(out, a, b, |a, b| if a > b { a } else { b }),
                Operator::Less => binary(out, a, b, |a, b| truth(a < b)),
                Operator::LessOrEqual => binary(out, a, b, |a, b| truth(a <= b)),
                Operator::Greater => binary(out, a, b, |a, b| truth(a > b)),
                Operator::GreaterOrEqual => binary(out, a, b, |a, b| truth(a >= b)),
            }
        }
        Instruction::Choose(condition, a, b) => {
            let (condition, a, b) = (&before[condition], &before[a], &before[b]);
            for (lane, out) in out.iter_mut().enumerate() {
                *out = if condition[lane] != 0.0 { a[lane] } else { b[lane] };
            }
        }
    }
}

#[inline(always)]
fn unary(out: &mut [f64], a: &Lanes, value: impl Fn(f64) -> f64) {
    out.iter_mut().zip(a).for_each(|(out, &a)| *out = value(a));
}

#[inline(always)]
fn binary(out: &mut [f64], a: &Lanes, b: &Lanes, value: impl Fn(f64, f64) -> f64) {
    out.iter_mut().zip(a).zip(b).for_each(|((out, &a), &b)| *out = value(a, b));
}

#[inline(always)]
fn whole_power(base: f64, power: i32) -> f64 {
    let (mut result, mut square, mut rest) = (1.0, base, power.unsigned_abs());
    while rest > 0 {
        if rest & 1 == 1 {
            result *= square;
        }
        square *= square;
        rest >>= 1;
    }
    if power < 0 { 1.0 / result } else { result }
}
