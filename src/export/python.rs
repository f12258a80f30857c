//! Python as it is written: literals, names and calls, folded where a line would be too long.

use std::fmt::Write;

use serde_json::Value;

/// Black's.
const WIDTH: usize = 88;

const KEYWORDS: [&str; 36] = [
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue", "def",
    "del", "elif", "else", "except", "finally", "for", "from", "global", "if", "import", "in", "is",
    "lambda", "nonlocal", "not", "or", "pass", "raise", "return", "try", "while", "with", "yield", "print",
];

/// Functions and types that a variable of the same name would hide.
const BUILTINS: [&str; 74] = [
    "abs",
    "aiter",
    "all",
    "anext",
    "any",
    "ascii",
    "bin",
    "bool",
    "breakpoint",
    "bytearray",
    "bytes",
    "callable",
    "chr",
    "classmethod",
    "compile",
    "complex",
    "copyright",
    "credits",
    "delattr",
    "dict",
    "dir",
    "divmod",
    "enumerate",
    "eval",
    "exec",
    "exit",
    "filter",
    "float",
    "format",
    "frozenset",
    "getattr",
    "globals",
    "hasattr",
    "hash",
    "help",
    "hex",
    "id",
    "input",
    "int",
    "isinstance",
    "issubclass",
    "iter",
    "len",
    "license",
    "list",
    "locals",
    "map",
    "max",
    "memoryview",
    "min",
    "next",
    "object",
    "oct",
    "open",
    "ord",
    "pow",
    "property",
    "quit",
    "range",
    "repr",
    "reversed",
    "round",
    "set",
    "setattr",
    "slice",
    "sorted",
    "staticmethod",
    "str",
    "sum",
    "super",
    "tuple",
    "type",
    "vars",
    "zip",
];

/// A number with the fewest digits that read back as the same.
pub fn number(value: f64) -> String {
    if value == value.trunc() && value.abs() < 1e15 {
        format!("{value:.1}")
    } else if value.abs() >= 1e-4 && value.abs() < 1e15 {
        value.to_string()
    } else {
        format!("{value:e}")
    }
}

/// A whole number without a decimal point, another as it is.
pub fn count(value: f64) -> String {
    if value == value.trunc() && value.abs() < 1e15 { format!("{value:.0}") } else { number(value) }
}

pub fn string(text: &str) -> String {
    Value::from(text).to_string()
}

pub fn tuple(sides: &[usize]) -> String {
    match sides {
        [one] => format!("({one},)"),
        several => format!("({})", several.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")),
    }
}

pub fn list(items: impl IntoIterator<Item = String>) -> String {
    format!("[{}]", items.into_iter().collect::<Vec<_>>().join(", "))
}

/// A config's value.
pub fn literal(value: &Value) -> String {
    match value {
        Value::Null => "None".into(),
        Value::Bool(true) => "True".into(),
        Value::Bool(false) => "False".into(),
        Value::Number(given) if given.is_f64() => number(given.as_f64().unwrap_or_default()),
        Value::Number(given) => given.to_string(),
        Value::String(text) => string(text),
        Value::Array(items) => match &items[..] {
            [one] => format!("({},)", literal(one)),
            several => format!("({})", several.iter().map(literal).collect::<Vec<_>>().join(", ")),
        },
        Value::Object(_) => unreachable!("objects have writers of their own"),
    }
}

/// Names of variables for the names of layers, which may be anything.
#[derive(Debug, Default)]
pub struct Names {
    given: Vec<(String, String)>,
    /// Names that the code uses for something else.
    reserved: &'static [&'static str],
}

impl Names {
    pub fn with_reserved(reserved: &'static [&'static str]) -> Self {
        Self { given: Vec::new(), reserved }
    }

    /// Gives a layer a variable of one's choice.
    pub fn set(&mut self, layer: &str, variable: &str) {
        self.given.push((layer.to_owned(), variable.to_owned()));
    }

    /// The variable of a layer, the same whenever it is asked for.
    pub fn of(&mut self, layer: &str) -> String {
        if let Some((_, variable)) = self.given.iter().find(|(own, _)| own == layer) {
            return variable.clone();
        }
        let mut plain: String =
            layer.chars().map(|sign| if sign.is_alphanumeric() { sign } else { '_' }).collect();
        plain = plain.to_lowercase();
        if plain.chars().next().is_none_or(|first| first.is_numeric()) {
            plain.insert_str(0, "layer_");
        }
        if [&KEYWORDS[..], &BUILTINS, self.reserved].iter().any(|names| names.contains(&&plain[..])) {
            plain.push('_');
        }
        let mut variable = plain.clone();
        let mut next = 2;
        while self.given.iter().any(|(_, taken)| *taken == variable) {
            variable = format!("{plain}_{next}");
            next += 1;
        }
        self.given.push((layer.to_owned(), variable.clone()));
        variable
    }
}

/// A call, with arguments by place and by name.
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    pub function: String,
    pub arguments: Vec<String>,
}

impl Call {
    pub fn new(function: impl Into<String>) -> Self {
        Self { function: function.into(), arguments: Vec::new() }
    }

    pub fn arg(mut self, value: impl Into<String>) -> Self {
        self.arguments.push(value.into());
        self
    }

    pub fn named(self, name: &str, value: impl AsRef<str>) -> Self {
        self.arg(format!("{name}={}", value.as_ref()))
    }

    pub fn named_if(self, holds: bool, name: &str, value: impl AsRef<str>) -> Self {
        if holds { self.named(name, value) } else { self }
    }

    pub fn line(&self) -> String {
        format!("{}({})", self.function, self.arguments.join(", "))
    }

    /// The call with one argument a line.
    pub fn lines(&self) -> String {
        let mut text = format!("{}(\n", self.function);
        for argument in &self.arguments {
            let _ = writeln!(text, "{},", indented(argument));
        }
        text.push(')');
        text
    }
}

/// Every line four spaces to the right.
pub fn indented(text: &str) -> String {
    let lines = text.lines().map(|line| if line.is_empty() { String::new() } else { format!("    {line}") });
    lines.collect::<Vec<_>>().join("\n")
}

/// `before` with a call after it, on one line where there is room. `indent` are the spaces before the statement.
pub fn folded(before: &str, call: &Call, after: &str, indent: usize) -> String {
    let line = format!("{before}{}{after}", call.line());
    if line.contains('\n') || indent + line.chars().count() > WIDTH {
        format!("{before}{}{after}", call.lines())
    } else {
        line
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_back_as_they_are() {
        let given = [0.03, 1.0, 1e-7, 0.0, -2.5, 1e20, 1234.5678, 0.1 + 0.2];
        let texts = given.map(number);
        assert_eq!(texts, ["0.03", "1.0", "1e-7", "0.0", "-2.5", "1e20", "1234.5678", "0.30000000000000004"]);
        for (text, value) in texts.iter().zip(given) {
            assert_eq!(text.parse(), Ok(value));
        }
        assert_eq!((count(100.0), count(0.5)), ("100".into(), "0.5".into()));
    }

    #[test]
    fn names_of_variables_are_valid_and_differ() {
        let mut names = Names::with_reserved(&["model"]);
        let given = ["Hidden 1", "hidden-1", "1st", "class", "sum", "model", "은닉층", "", "Hidden 1"];
        let expected = [
            "hidden_1",
            "hidden_1_2",
            "layer_1st",
            "class_",
            "sum_",
            "model_",
            "은닉층",
            "layer_",
            "hidden_1",
        ];
        assert_eq!(given.map(|name| names.of(name)), expected);
    }

    #[test]
    fn long_calls_are_folded() {
        let call = Call::new("layers.Dense").arg("4").named("activation", "\"tanh\"");
        assert_eq!(folded("x = ", &call, "(x)", 0), "x = layers.Dense(4, activation=\"tanh\")(x)");
        assert_eq!(
            folded("x = ", &call, "(x)", 70),
            "x = layers.Dense(\n    4,\n    activation=\"tanh\",\n)(x)"
        );
    }
}
