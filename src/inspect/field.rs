//! The receptive field: the part of an image or sequence that a unit depends on.

use std::rc::Rc;

use serde::Serialize;

use crate::experiment::Experiment;
use crate::nn::layer::Padding;
use crate::nn::{LayerConfig, LayerKind, Network};

/// A range of rows and columns of an input. A sequence has one column.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Field {
    pub input: String,
    pub rows: [usize; 2],
    pub columns: [usize; 2],
}

/// Part of a layer's values: `None` is all of them.
type Part = Option<[[usize; 2]; 2]>;

/// A window that slides along rows and columns.
struct Window {
    size: [usize; 2],
    strides: [usize; 2],
    padding: Padding,
}

/// The receptive field of the value at `row` and `column` of a layer, in every input. Empty if there is no such
/// layer.
pub fn receptive_field(experiment: &Experiment, layer: &str, row: usize, column: usize) -> Vec<Field> {
    let config = Rc::new(experiment.network_on_data());
    let Ok(network) = Network::compile(config.clone(), &experiment.losses, &experiment.loss_weights) else {
        return Vec::new();
    };
    let network = &network;
    let start = Some([[row, row.saturating_add(1)], [column, column.saturating_add(1)]]);
    let mut fields = Vec::new();
    let mut open = vec![(layer.to_owned(), start)];
    while let Some((name, part)) = open.pop() {
        let Some(found) = config.layers.iter().find(|other| other.name == name) else { continue };
        if found.inputs.is_empty() {
            add(&mut fields, &name, clipped(part, shape(network, &name)));
        }
        for input in &found.inputs {
            open.push((input.clone(), before(found, part, shape(network, input))));
        }
    }
    fields
}

fn shape<'a>(network: &'a Network, layer: &str) -> &'a [usize] {
    network.layers().find(|view| view.name == layer).map_or(&[], |view| view.shape)
}

/// Rows and columns of values of this shape.
fn sides(shape: &[usize]) -> [usize; 2] {
    match *shape {
        [rows, columns, _] => [rows, columns],
        [rows, _] => [rows, 1],
        _ => [1, 1],
    }
}

fn clipped(part: Part, shape: &[usize]) -> [[usize; 2]; 2] {
    let [rows, columns] = sides(shape);
    let [r, c] = part.unwrap_or([[0, rows], [0, columns]]);
    [[r[0].min(rows), r[1].min(rows)], [c[0].min(columns), c[1].min(columns)]]
}

/// Widens the field of an input, or adds one.
fn add(fields: &mut Vec<Field>, input: &str, [rows, columns]: [[usize; 2]; 2]) {
    match fields.iter_mut().find(|field| field.input == input) {
        Some(field) => {
            field.rows = [field.rows[0].min(rows[0]), field.rows[1].max(rows[1])];
            field.columns = [field.columns[0].min(columns[0]), field.columns[1].max(columns[1])];
        }
        None => fields.push(Field { input: input.to_owned(), rows, columns }),
    }
}

/// The part of an input that a part of a layer depends on.
fn before(layer: &LayerConfig, part: Part, input: &[usize]) -> Part {
    let part = part?;
    let window = match &layer.kind {
        LayerKind::Conv2d(conv) => two(conv.kernel_size.0, conv.strides.0, conv.padding),
        LayerKind::Conv1d(conv) => one(conv.kernel_size.0[0], conv.strides.0[0], conv.padding),
        LayerKind::MaxPooling2d(pool) => {
            two(pool.pool_size.0, pool.strides.unwrap_or(pool.pool_size).0, pool.padding)
        }
        LayerKind::AveragePooling2d(pool) => {
            two(pool.pool_size.0, pool.strides.unwrap_or(pool.pool_size).0, pool.padding)
        }
        LayerKind::MaxPooling1d(pool) => {
            one(pool.pool_size.0[0], pool.strides.unwrap_or(pool.pool_size).0[0], pool.padding)
        }
        LayerKind::AveragePooling1d(pool) => {
            one(pool.pool_size.0[0], pool.strides.unwrap_or(pool.pool_size).0[0], pool.padding)
        }
        // A value depends on the values at its place, or in its row.
        LayerKind::Activation(_)
        | LayerKind::Dropout(_)
        | LayerKind::GaussianNoise(_)
        | LayerKind::BatchNormalization(_)
        | LayerKind::LayerNormalization(_)
        | LayerKind::Embedding(_)
        | LayerKind::Concatenate(_)
        | LayerKind::Add(_)
        | LayerKind::Multiply(_)
        | LayerKind::Average(_)
        | LayerKind::Maximum(_) => return Some(part),
        LayerKind::Dense(_) if input.len() > 1 => return Some(part),
        // A recurrent layer depends on everything before, and the remaining kinds mix everything.
        _ => return None,
    };
    let sides = sides(input);
    let axis = |axis: usize| {
        let [size, stride] = [window.size[axis], window.strides[axis]];
        let ahead = match window.padding {
            Padding::Valid => 0,
            Padding::Same => {
                let output = sides[axis].div_ceil(stride);
                ((output.max(1) - 1) * stride + size).saturating_sub(sides[axis]) / 2
            }
        };
        let [first, end] = part[axis];
        let last = end.saturating_sub(1).saturating_mul(stride).saturating_add(size);
        [
            first.saturating_mul(stride).saturating_sub(ahead).min(sides[axis]),
            last.saturating_sub(ahead).min(sides[axis]),
        ]
    };
    Some([axis(0), axis(1)])
}

fn two(size: [usize; 2], strides: [usize; 2], padding: Padding) -> Window {
    Window { size, strides, padding }
}

fn one(size: usize, stride: usize, padding: Padding) -> Window {
    Window { size: [size, 1], strides: [stride, 1], padding }
}
