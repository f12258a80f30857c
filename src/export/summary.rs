//! The model summary as Keras prints it.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::fmt::Write;

use super::model::{Model, class_name};
use crate::nn::{LayerConfig, LayerKind};

/// The widths of the columns as Keras has them where the terminal is wide enough.
const SEQUENTIAL: [usize; 3] = [36, 27, 15];
const FUNCTIONAL: [usize; 4] = [29, 25, 15, 26];

/// `1,234`.
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let groups: Vec<&str> = (0..digits.len().div_ceil(3))
        .rev()
        .map(|group| {
            let end = digits.len() - 3 * group;
            &digits[end.saturating_sub(3)..end]
        })
        .collect();
    groups.join(",")
}

/// The size of so many parameters of four bytes: `108.00 B`, `1.05 KB`.
fn memory(parameters: usize) -> String {
    let mut size = 4.0 * parameters as f64;
    let mut units = ["B", "KB", "MB", "GB"].into_iter();
    let mut unit = units.next().unwrap_or_default();
    for larger in units {
        if size < 1024.0 {
            break;
        }
        size /= 1024.0;
        unit = larger;
    }
    format!("{size:.2} {unit}")
}

fn shape(sides: &[usize]) -> String {
    let sides: String = sides.iter().map(|side| format!(", {side}")).collect();
    format!("(None{sides})")
}

/// How far each layer is from the last, by which Keras orders its table.
fn depths<'a>(layers: &[(&'a LayerConfig, Vec<usize>)]) -> BTreeMap<&'a str, usize> {
    let mut depths = BTreeMap::new();
    for (layer, _) in layers.iter().rev() {
        let depth = *depths.entry(&layer.name[..]).or_insert(0);
        let owner = layer.shared_with.as_deref();
        if let Some(owner) = owner {
            let own: &mut usize = depths.entry(owner).or_insert(0);
            *own = depth.max(*own);
        }
        for input in &layer.inputs {
            let before = depths.entry(input).or_insert(0);
            *before = (depth + 1).max(*before);
        }
    }
    depths
}

/// The table and the totals beneath it.
pub fn summary(model: &Model) -> String {
    let sequential = model.is_sequential();
    let mut layers = model.layers();
    let depths = depths(&layers);
    layers.sort_by_key(|(layer, _)| Reverse(depths[&layer.name[..]]));
    // A layer that is called several times has one row; its calls are counted.
    let owner = |layer: &LayerConfig| layer.shared_with.clone().unwrap_or_else(|| layer.name.clone());
    let calls = |of: &str| model.config.layers.iter().filter(|layer| owner(layer) == of).collect::<Vec<_>>();
    let connection = |input: &String| {
        let from = model.config.layers.iter().find(|layer| layer.name == *input).map_or(input.clone(), owner);
        let call = calls(&from).iter().position(|layer| layer.name == *input).unwrap_or(0);
        format!("{from}[{call}][0]")
    };
    let summary = model.network.summary();
    let mut rows = Vec::new();
    for (layer, sides) in &layers {
        if sequential && matches!(layer.kind, LayerKind::Input(_)) || layer.shared_with.is_some() {
            continue;
        }
        let own = summary.iter().find(|row| row.name == layer.name);
        let kind = class_name(&layer.kind);
        let count = own.map_or(0, |row| row.parameters);
        let mut row = vec![format!("{} ({kind})", layer.name), shape(sides), grouped(count)];
        if !sequential {
            let inputs: Vec<String> =
                calls(&layer.name).iter().flat_map(|call| call.inputs.iter().map(connection)).collect();
            row.push(if inputs.is_empty() { "-".into() } else { inputs.join(", ") });
        }
        rows.push(row);
    }
    let trainable: usize = model
        .network
        .parameters()
        .iter()
        .filter(|parameter| parameter.trainable)
        .map(|one| one.range.len())
        .sum();
    let total = model.network.weights.len();
    let name = if sequential { "sequential" } else { "functional" };
    let mut text = format!("Model: \"{name}\"\n");
    let heads = ["Layer (type)", "Output Shape", "Param #", "Connected to"];
    if sequential {
        table(&mut text, &SEQUENTIAL, &heads[..3], &rows);
    } else {
        table(&mut text, &FUNCTIONAL, &heads, &rows);
    }
    let totals = [("Total", total), ("Trainable", trainable), ("Non-trainable", total - trainable)];
    for (what, count) in totals {
        let _ = writeln!(text, " {what} params: {} ({})", grouped(count), memory(count));
    }
    text
}

/// Lines of at most `width` signs, broken between words; a longer word is cut.
fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ') {
        let mut word = word.to_owned();
        if word.chars().count() > width {
            word = word.chars().take(width - 1).chain(['…']).collect();
        }
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= width => {
                line.push(' ');
                line.push_str(&word);
            }
            _ => lines.push(word),
        }
    }
    lines
}

fn table(text: &mut String, widths: &[usize], heads: &[&str], rows: &[Vec<String>]) {
    let line = |ends: [&str; 3], fill: &str| {
        let parts: Vec<String> = widths.iter().map(|width| fill.repeat(width + 2)).collect();
        format!("{}{}{}\n", ends[0], parts.join(ends[1]), ends[2])
    };
    let cells = |cells: &[&str], bar: &str| {
        let padded = cells.iter().zip(widths).enumerate().map(|(index, (cell, width))| {
            let space = " ".repeat(width - cell.chars().count());
            if index == 2 { format!(" {space}{cell} ") } else { format!(" {cell}{space} ") }
        });
        format!("{bar}{}{bar}\n", padded.collect::<Vec<_>>().join(bar))
    };
    text.push_str(&line(["┏", "┳", "┓"], "━"));
    text.push_str(&cells(heads, "┃"));
    text.push_str(&line(["┡", "╇", "┩"], "━"));
    for (index, row) in rows.iter().enumerate() {
        if index > 0 {
            text.push_str(&line(["├", "┼", "┤"], "─"));
        }
        let row: Vec<Vec<String>> =
            row.iter().zip(widths).map(|(cell, width)| wrapped(cell, *width)).collect();
        let height = row.iter().map(Vec::len).max().unwrap_or(1);
        for place in 0..height {
            let parts: Vec<&str> = row.iter().map(|cell| cell.get(place).map_or("", |line| line)).collect();
            text.push_str(&cells(&parts, "│"));
        }
    }
    text.push_str(&line(["└", "┴", "┘"], "─"));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_and_sizes_have_units() {
        assert_eq!([0, 999, 1000, 1_234_567].map(grouped), ["0", "999", "1,000", "1,234,567"]);
        assert_eq!([27, 300, 1_000_000].map(memory), ["108.00 B", "1.17 KB", "3.81 MB"]);
    }

    #[test]
    fn long_texts_are_broken_between_words_and_long_words_cut() {
        assert_eq!(wrapped("hidden (Dense)", 20), ["hidden (Dense)"]);
        assert_eq!(wrapped("a_long_name (Dense)", 9), ["a_long_n…", "(Dense)"]);
    }
}
