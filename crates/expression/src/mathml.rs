//! Writes an expression as MathML for display, with fractions, powers and roots as in handwriting.

use super::Expression;
use super::function::Function;
use super::graph::{Constant, Id, Node, Operator};
use super::printer::{Level, levels, shortest};

/// Writes an expression as MathML, without the `<math>` around it.
pub struct MathMl<'a> {
    expression: &'a Expression,
    /// Numbers to show in place of variables, by index.
    values: &'a [Option<f64>],
}

const TIMES: &str = "<mo>⁢</mo>";
const DOT: &str = "<mo>·</mo>";

impl Expression {
    pub fn mathml(&self) -> String {
        self.mathml_with(&[])
    }

    /// Shows rounded numbers in place of those variables that have one.
    pub fn mathml_with(&self, values: &[Option<f64>]) -> String {
        let writer = MathMl { expression: self, values };
        let mut out = String::new();
        writer.write(&mut out, self.root, Level::Comparison);
        out
    }
}

impl MathMl<'_> {
    fn number_at(&self, id: Id) -> Option<String> {
        match self.expression.graph[id] {
            Node::Number(number) => Some(shortest(number.value())),
            Node::Variable(index) => self.values.get(index).copied().flatten().map(rounded),
            _ => None,
        }
    }

    fn level(&self, id: Id) -> Level {
        match self.number_at(id) {
            Some(number) if number.contains('e') && number.starts_with('-') => Level::Minus,
            Some(number) if number.contains('e') => Level::Product,
            Some(number) if number.starts_with('-') => Level::Minus,
            Some(_) => Level::Atom,
            None => match self.expression.graph[id] {
                // The line of a fraction makes parentheses unnecessary.
                Node::Binary(Operator::Divide, ..) => Level::Power,
                _ => self.expression.level(id),
            },
        }
    }

    fn write(&self, out: &mut String, id: Id, least: Level) {
        if self.level(id) < least {
            self.fence(out, id, ["(", ")"]);
            return;
        }
        if let Some(number) = self.number_at(id) {
            out.push_str(&number_mathml(&number));
            return;
        }
        match self.expression.graph[id] {
            Node::Number(number) => out.push_str(&number_mathml(&shortest(number.value()))),
            Node::Constant(Constant::Pi) => out.push_str("<mi>π</mi>"),
            Node::Constant(Constant::E) => out.push_str("<mi>e</mi>"),
            Node::Variable(index) => out.push_str(&symbol(&self.expression.names.variables[index])),
            Node::Parameter(index) => out.push_str(&symbol(&self.expression.names.parameters[index])),
            Node::Negate(a) => {
                out.push_str("<mo>−</mo>");
                self.write(out, a, Level::Product);
            }
            Node::Call(function, a) => self.call(out, function, a),
            Node::Choose(condition, a, b) => self.cases(out, condition, a, b),
            Node::Binary(operator, a, b) => self.binary(out, operator, a, b),
        }
    }

    fn row(&self, out: &mut String, id: Id) {
        out.push_str("<mrow>");
        self.write(out, id, Level::Comparison);
        out.push_str("</mrow>");
    }

    fn fence(&self, out: &mut String, id: Id, [open, close]: [&str; 2]) {
        out.push_str(&format!("<mrow><mo>{open}</mo>"));
        self.write(out, id, Level::Comparison);
        out.push_str(&format!("<mo>{close}</mo></mrow>"));
    }

    fn call(&self, out: &mut String, function: Function, a: Id) {
        match function {
            Function::Sqrt => {
                out.push_str("<msqrt>");
                self.write(out, a, Level::Comparison);
                out.push_str("</msqrt>");
            }
            Function::Cbrt => {
                out.push_str("<mroot>");
                self.row(out, a);
                out.push_str("<mn>3</mn></mroot>");
            }
            Function::Exp => {
                out.push_str("<msup><mi>e</mi>");
                self.row(out, a);
                out.push_str("</msup>");
            }
            Function::Abs => self.fence(out, a, ["|", "|"]),
            Function::Floor => self.fence(out, a, ["⌊", "⌋"]),
            Function::Ceil => self.fence(out, a, ["⌈", "⌉"]),
            Function::Log10 => self.named(out, "<msub><mi>log</mi><mn>10</mn></msub>", a),
            Function::Log2 => self.named(out, "<msub><mi>log</mi><mn>2</mn></msub>", a),
            _ => self.named(out, &format!("<mi>{}</mi>", function.name()), a),
        }
    }

    fn named(&self, out: &mut String, name: &str, a: Id) {
        out.push_str(name);
        self.fence(out, a, ["(", ")"]);
    }

    fn cases(&self, out: &mut String, condition: Id, a: Id, b: Id) {
        out.push_str("<mrow><mo>{</mo><mtable><mtr><mtd>");
        self.write(out, a, Level::Comparison);
        out.push_str("</mtd><mtd>");
        self.write(out, condition, Level::Comparison);
        out.push_str("</mtd></mtr><mtr><mtd>");
        self.write(out, b, Level::Comparison);
        out.push_str("</mtd><mtd></mtd></mtr></mtable></mrow>");
    }

    fn binary(&self, out: &mut String, operator: Operator, a: Id, b: Id) {
        let (_, [left, right]) = levels(operator);
        match operator {
            Operator::Divide => {
                out.push_str("<mfrac>");
                self.row(out, a);
                self.row(out, b);
                out.push_str("</mfrac>");
            }
            Operator::Power => {
                out.push_str("<msup><mrow>");
                // A fraction needs parentheses here, but not as a factor.
                self.write(out, a, left);
                out.push_str("</mrow>");
                self.row(out, b);
                out.push_str("</msup>");
            }
            Operator::Minimum | Operator::Maximum => {
                out.push_str(&format!("<mi>{}</mi><mrow><mo>(</mo>", operator.text()));
                self.write(out, a, Level::Comparison);
                out.push_str("<mo>,</mo>");
                self.write(out, b, Level::Comparison);
                out.push_str("<mo>)</mo></mrow>");
            }
            _ => {
                self.write(out, a, left);
                let sign = match operator {
                    Operator::Multiply if self.begins_with_number(b) => DOT,
                    Operator::Multiply => TIMES,
                    Operator::Subtract => "<mo>−</mo>",
                    Operator::Less => "<mo>&lt;</mo>",
                    Operator::Greater => "<mo>&gt;</mo>",
                    Operator::LessOrEqual => "<mo>≤</mo>",
                    Operator::GreaterOrEqual => "<mo>≥</mo>",
                    _ => "<mo>+</mo>",
                };
                out.push_str(sign);
                self.write(out, b, right);
            }
        }
    }

    /// Two adjacent numbers would look like one.
    fn begins_with_number(&self, id: Id) -> bool {
        if let Some(number) = self.number_at(id) {
            return !number.starts_with('-');
        }
        match self.expression.graph[id] {
            Node::Binary(Operator::Multiply | Operator::Power | Operator::Divide, a, _) => {
                self.begins_with_number(a)
            }
            _ => false,
        }
    }
}

/// A name in mathematical notation: `beta_1` with a subscript, `m_hat` with a hat, `alpha` in Greek, `m_before` with
/// subscript t - 1.
fn symbol(name: &str) -> String {
    if let Some(base) = name.strip_suffix("_hat") {
        return format!("<mover><mrow>{}</mrow><mo>^</mo></mover>", symbol(base));
    }
    for (end, index) in [("_before", "−"), ("_next", "+")] {
        if let Some(base) = name.strip_suffix(end) {
            let index = format!("<mrow><mi>t</mi><mo>{index}</mo><mn>1</mn></mrow>");
            return format!("<msub><mrow>{}</mrow>{index}</msub>", symbol(base));
        }
    }
    if let Some((base, index)) = name.split_once('_') {
        let tag = if index.starts_with(|first: char| first.is_ascii_digit()) { "mn" } else { "mi" };
        return format!("<msub><mrow>{}</mrow><{tag}>{index}</{tag}></msub>", symbol(base));
    }
    let letter = match name {
        "alpha" => "α",
        "beta" => "β",
        "gamma" => "γ",
        "delta" => "δ",
        "Delta" => "Δ",
        "epsilon" => "ε",
        "eta" => "η",
        "theta" => "θ",
        "lambda" => "λ",
        "mu" => "μ",
        "rho" => "ρ",
        other => other,
    };
    let digits = letter.trim_start_matches(|letter: char| !letter.is_ascii_digit());
    let letters = &letter[..letter.len() - digits.len()];
    match digits {
        "" => format!("<mi>{letters}</mi>"),
        _ => format!("<msub><mi>{letters}</mi><mn>{digits}</mn></msub>"),
    }
}

/// Rounds to four digits, in as few characters as possible.
pub fn rounded(value: f64) -> String {
    if !value.is_finite() {
        return if value.is_nan() {
            "?".into()
        } else if value > 0.0 {
            "∞".into()
        } else {
            "-∞".into()
        };
    }
    let size = value.abs();
    if size != 0.0 && !(1e-3..1e5).contains(&size) {
        let text = format!("{value:.2e}");
        let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
        return format!("{}e{exponent}", trimmed(mantissa));
    }
    let decimals = match size {
        size if size >= 1000.0 => 1,
        size if size >= 100.0 => 2,
        size if size >= 10.0 => 3,
        _ => 4,
    };
    trimmed(&format!("{value:.decimals$}")).to_owned()
}

fn trimmed(number: &str) -> &str {
    if number.contains('.') { number.trim_end_matches('0').trim_end_matches('.') } else { number }
}

/// A printed number as MathML, with its exponent as a power of ten.
fn number_mathml(number: &str) -> String {
    let unsigned = number.trim_start_matches('-');
    let minus = if unsigned.len() < number.len() { "<mo>−</mo>" } else { "" };
    let power = |exponent: &str| match exponent.strip_prefix('-') {
        Some(size) => format!("<msup><mn>10</mn><mrow><mo>−</mo><mn>{size}</mn></mrow></msup>"),
        None => format!("<msup><mn>10</mn><mn>{exponent}</mn></msup>"),
    };
    match unsigned.split_once('e') {
        Some((mantissa, exponent)) => format!("{minus}<mn>{mantissa}</mn>{DOT}{}", power(exponent)),
        None => format!("{minus}<mn>{unsigned}</mn>"),
    }
}
