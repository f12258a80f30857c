//! A notebook: the data, the network, its training, its weights, and a cell that checks that it computes the same.
//! Source: <https://nbformat.readthedocs.io/en/latest/format_description.html>

use serde_json::{Value, json};

use super::keras::{Parts, parts};
use super::model::Model;
use super::python::string;

/// How many examples are checked.
const CHECKED: usize = 5;

/// The notebook in Keras. `outputs` are those of the training examples, `[unit][example]` for each output. `texts` are
/// Markdown: the title, and what stands before each cell of code.
pub fn notebook(model: &Model, outputs: &[Vec<f32>], texts: Option<[&str; 6]>) -> String {
    let Parts { data, network, training, loading } = parts(model);
    let code = [data, network, training, loading, check(model, outputs)];
    let mut cells = Vec::new();
    if let Some([title, ..]) = texts {
        cells.push(cell(0, "markdown", title));
    }
    for (index, code) in code.iter().enumerate() {
        if let Some([_, before @ ..]) = texts {
            cells.push(cell(cells.len(), "markdown", before[index]));
        }
        cells.push(cell(cells.len(), "code", code));
    }
    let kernel = json!({"display_name": "Python 3", "language": "python", "name": "python3"});
    let notebook = json!({
        "cells": cells,
        "metadata": {"kernelspec": kernel, "language_info": {"name": "python"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    });
    format!("{notebook:#}\n")
}

fn cell(index: usize, kind: &str, text: &str) -> Value {
    let lines: Vec<&str> = text.trim_end().split_inclusive('\n').collect();
    let mut cell =
        json!({"id": format!("cell-{}", index + 1), "cell_type": kind, "metadata": {}, "source": lines});
    if kind == "code" {
        cell["execution_count"] = Value::Null;
        cell["outputs"] = json!([]);
    }
    cell
}

/// Compares what the network computes for the first examples with what Descent does.
fn check(model: &Model, outputs: &[Vec<f32>]) -> String {
    let count = CHECKED.min(model.examples[0]);
    let given = match model.inputs()[..] {
        [_] => format!("x_train[:{count}]"),
        _ => format!("{{name: values[:{count}] for name, values in x_train.items()}}"),
    };
    let mut code = String::from("# What Descent computes for the first examples.\n");
    let names = model.outputs();
    let arrays: Vec<String> = names
        .iter()
        .zip(outputs)
        .map(|(name, values)| array(values, model.examples[0], count, &model.shape(name)))
        .collect();
    if let [one] = &arrays[..] {
        code += &format!("expected = {one}\n");
        code += &format!("computed = model.predict({given}, verbose=0)\n");
        code += "np.testing.assert_allclose(computed, expected, rtol=1e-5, atol=1e-5)\n";
    } else {
        code += "expected = {\n";
        for (name, array) in names.iter().zip(&arrays) {
            code += &format!("    {}: {array},\n", string(name));
        }
        code += &format!("}}\ncomputed = model.predict({given}, verbose=0)\n");
        code += "for name, values in expected.items():\n";
        code += "    np.testing.assert_allclose(computed[name], values, rtol=1e-5, atol=1e-5)\n";
    }
    code + "print(\"The same as in Descent.\")\n"
}

/// The values of the first examples, one example a line.
fn array(values: &[f32], examples: usize, count: usize, shape: &[usize]) -> String {
    let units = values.len().checked_div(examples).unwrap_or(0);
    let row = |example: usize| {
        let numbers: Vec<String> =
            (0..units).map(|unit| literal(values[unit * examples + example])).collect();
        format!("    [{}],\n", numbers.join(", "))
    };
    let rows: String = (0..count).map(row).collect();
    let sides: String = shape.iter().map(|side| format!(", {side}")).collect();
    let reshaped = if shape.len() > 1 { format!(".reshape({count}{sides})") } else { String::new() };
    format!("np.array([\n{rows}]){reshaped}")
}

fn literal(value: f32) -> String {
    if value.is_finite() { value.to_string() } else { format!("float(\"{value}\")") }
}
