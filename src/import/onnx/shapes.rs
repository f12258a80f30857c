//! Operators that only move axes, and shapes that are computed.

use serde_json::json;

use super::constant::{BATCH, Constant, Numbers};
use super::layout::{Axis, Value, worded};
use super::nodes::{int, ints};
use super::problem::OnnxProblem;
use super::reader::Reader;
use crate::export::onnx::proto::NodeProto;

/// Constants that are computed of others in more steps are not followed.
const MOST_STEPS: usize = 32;

impl Reader {
    /// The numbers of a value that does not depend on the examples. The number of examples is [`BATCH`].
    pub fn constant(&self, name: &str, depth: usize) -> Option<Constant> {
        if let Some(constant) = self.nodes.constants.get(name) {
            return Some(constant.clone());
        }
        let node = self.nodes.maker(name).filter(|_| depth < MOST_STEPS)?;
        let of = |input: usize| self.constant(node.input.get(input)?, depth + 1);
        let list = |name: &str, input: usize| match ints(node, name) {
            Some(values) => Some(values),
            None => of(input)?.as_integers().map(<[i64]>::to_vec),
        };
        match &node.op_type[..] {
            "Identity" => of(0),
            "Cast" => {
                let constant = of(0)?;
                let numbers = match (&constant.numbers, int(node, "to", 0)) {
                    (Numbers::Integers(values), 1) => {
                        Numbers::Floats(values.iter().map(|&value| value as f32).collect())
                    }
                    (Numbers::Floats(values), 6 | 7) => {
                        Numbers::Integers(values.iter().map(|&value| value as i64).collect())
                    }
                    (same, _) => same.clone(),
                };
                Some(Constant { numbers, ..constant })
            }
            "Shape" => {
                let value = self.values.get(node.input.first()?)?;
                let sides: Vec<i64> =
                    value.sides().into_iter().map(|side| side.map_or(BATCH, |side| side as i64)).collect();
                let place = |end: i64| {
                    if end < 0 { end + sides.len() as i64 } else { end }.clamp(0, sides.len() as i64) as usize
                };
                let (start, end) =
                    (place(int(node, "start", 0)), place(int(node, "end", sides.len() as i64)));
                Some(Constant::integers(sides.get(start..end)?.to_vec()))
            }
            "Gather" if int(node, "axis", 0) == 0 => of(0)?.rows(&of(1)?),
            "Slice" => {
                let constant = of(0)?;
                let values = constant.as_integers().filter(|_| constant.shape.len() == 1)?;
                let count = values.len() as i64;
                let place = |end: i64| if end < 0 { end + count } else { end }.clamp(0, count) as usize;
                let (start, end) = (list("starts", 1)?, list("ends", 2)?);
                Some(Constant::integers(values.get(place(*start.first()?)..place(*end.first()?))?.to_vec()))
            }
            "Concat" => {
                let parts: Vec<Constant> = (0..node.input.len()).map(of).collect::<Option<_>>()?;
                let all: Option<Vec<&[i64]>> = parts.iter().map(Constant::as_integers).collect();
                Some(Constant::integers(all?.concat()))
            }
            "Unsqueeze" => {
                let constant = of(0)?;
                let rank = constant.shape.len() + list("axes", 1)?.len();
                let mut shape = constant.shape.clone();
                for axis in list("axes", 1)? {
                    let place = usize::try_from(if axis < 0 { axis + rank as i64 } else { axis }).ok()?;
                    shape.insert(place.min(shape.len()), 1);
                }
                constant.reshaped(shape)
            }
            "Squeeze" => {
                let constant = of(0)?;
                let shape = constant.shape.iter().copied().filter(|&side| side != 1).collect();
                constant.reshaped(shape)
            }
            "Reshape" => {
                let (constant, wanted) = (of(0)?, list("shape", 1)?);
                let shape: Option<Vec<usize>> = match wanted[..] {
                    [-1] => Some(vec![constant.shape.iter().product()]),
                    _ => wanted.into_iter().map(|side| usize::try_from(side).ok()).collect(),
                };
                constant.reshaped(shape?)
            }
            "Mul" => of(0)?.times(&of(1)?),
            "ReduceProd" => {
                let product = of(0)?.product()?;
                let keeps = int(node, "keepdims", 1) != 0;
                let shape = if keeps { vec![1] } else { Vec::new() };
                Some(Constant { shape, numbers: Numbers::Integers(vec![product]) })
            }
            "Transpose" => {
                let constant = of(0)?;
                let order: Vec<usize> = match ints(node, "perm") {
                    Some(order) => order.into_iter().map(|axis| axis as usize).collect(),
                    None => (0..constant.shape.len()).rev().collect(),
                };
                constant.transposed(&order)
            }
            _ => None,
        }
    }

    pub(super) fn transpose(&mut self, node: &NodeProto) -> Result<(), OnnxProblem> {
        let value = self.value(node, 0)?;
        let rank = value.axes.len();
        let order = ints(node, "perm").unwrap_or_else(|| (0..rank as i64).rev().collect());
        let axes: Option<Vec<Axis>> =
            order.iter().map(|&axis| value.axes.get(usize::try_from(axis).ok()?).copied()).collect();
        match axes.filter(|axes| axes.len() == rank && value.order.is_none() || *axes == value.axes) {
            Some(axes) => self.put(node, 0, Value { axes, ..value }),
            None => Err(OnnxProblem::argument(node, format!("perm = {order:?}"), "an order of its axes")),
        }
    }

    pub(super) fn squeeze(&mut self, node: &NodeProto) -> Result<(), OnnxProblem> {
        let value = self.value(node, 0)?;
        let given = self.list(node, "axes", 1)?;
        let places: Vec<usize> = match &given {
            Some(axes) => axes.iter().filter_map(|&axis| value.axis(axis)).collect(),
            None => (0..value.axes.len()).filter(|&place| value.axes[place] == Axis::One).collect(),
        };
        let left: Vec<Option<usize>> = (0..value.axes.len())
            .filter(|place| !places.contains(place))
            .map(|place| value.side(value.axes[place]))
            .collect();
        self.reshaped(node, value, &left)
    }

    pub(super) fn unsqueeze(&mut self, node: &NodeProto) -> Result<(), OnnxProblem> {
        let value = self.value(node, 0)?;
        let axes = self.list(node, "axes", 1)?.unwrap_or_default();
        let rank = value.axes.len() + axes.len();
        let mut places: Vec<usize> = axes
            .iter()
            .filter_map(|&axis| usize::try_from(if axis < 0 { axis + rank as i64 } else { axis }).ok())
            .collect();
        places.sort_unstable();
        let mut sides = value.sides();
        for place in places {
            sides.insert(place.min(sides.len()), Some(1));
        }
        self.reshaped(node, value, &sides)
    }

    pub(super) fn reshape(&mut self, node: &NodeProto) -> Result<(), OnnxProblem> {
        let value = self.value(node, 0)?;
        let wanted = self.list(node, "shape", 1)?.unwrap_or_default();
        let from = value.sides();
        let given: Vec<Option<usize>> = wanted.iter().map(|&side| usize::try_from(side).ok()).collect();
        let wrong = || {
            OnnxProblem::argument(
                node,
                format!("shape = {}", worded(&given)),
                "the batch, and then sides of as many numbers",
            )
        };
        let mut sides: Vec<Option<Option<usize>>> = Vec::new();
        for (place, &side) in wanted.iter().enumerate() {
            sides.push(match side {
                0 => Some(*from.get(place).ok_or_else(wrong)?),
                BATCH => Some(None),
                -1 => None,
                side => Some(Some(usize::try_from(side).map_err(|_| wrong())?)),
            });
        }
        let total: usize = value.shape.iter().product();
        // Without the batch, the side at its place is that of the examples: it is open, or it is written into the file.
        if let Some(batch) = value.axes.iter().position(|&axis| axis == Axis::Batch)
            && let Some(Some(Some(examples))) = sides.get(batch).copied()
            && !sides.contains(&Some(None))
        {
            let others = sides.iter().enumerate().filter(|(place, _)| *place != batch);
            let others: Option<Vec<usize>> = others.map(|(_, &side)| side.flatten()).collect();
            let are_whole = others.is_some_and(|others| others.iter().product::<usize>() == total);
            if are_whole || self.examples == Some(examples as i64) {
                sides[batch] = Some(None);
            }
        }
        let known: usize = sides.iter().flatten().flatten().product();
        let has_batch = sides.contains(&Some(None));
        let rest = if has_batch { total.checked_div(known) } else { None };
        let sides: Vec<Option<usize>> = sides
            .into_iter()
            .map(|side| match side {
                Some(side) => side,
                None => rest,
            })
            .collect();
        // Keras multiplies all rows of all examples with one kernel.
        if sides[..] == [None, value.shape.last().copied()] && value.shape.len() > 1 && value.is_plain() {
            let units = value.units();
            return self.put(node, 0, Value { axes: vec![Axis::Rows, units], ..value });
        }
        let is_whole = sides.iter().filter(|side| side.is_none()).count() == 1
            && sides.iter().flatten().product::<usize>() == total;
        if is_whole { self.reshaped(node, value, &sides) } else { Err(wrong()) }
    }

    pub(super) fn flatten(&mut self, node: &NodeProto) -> Result<(), OnnxProblem> {
        let value = self.value(node, 0)?;
        let axis = int(node, "axis", 1);
        if value.axis(axis) != Some(1) || value.axes[0] != Axis::Batch {
            return Err(OnnxProblem::argument(node, format!("axis = {axis}"), "axis = 1"));
        }
        let total = value.shape.iter().product();
        self.reshaped(node, value, &[None, Some(total)])
    }

    /// A value in another shape: the same axes with others of one place, flattened, or by a layer of its own.
    fn reshaped(
        &mut self,
        node: &NodeProto,
        value: Value,
        sides: &[Option<usize>],
    ) -> Result<(), OnnxProblem> {
        if value.axes.first() == Some(&Axis::Rows) {
            let plain = Value::plain(value.layer, value.shape.clone());
            if plain.sides() == sides {
                return self.put(node, 0, Value { axes: plain.axes, ..value });
            }
        }
        if let Some(axes) = matched(&value, sides) {
            return self.put(node, 0, Value { axes, ..value });
        }
        let is_first = value.axes.first() == Some(&Axis::Batch) && sides.first() == Some(&None);
        let total: usize = value.shape.iter().product();
        // One number of each example, without an axis of its own.
        if is_first && sides.len() == 1 && total == 1 {
            return self.put(node, 0, Value { axes: vec![Axis::Batch], ..value });
        }
        let places = &sides[1.min(sides.len())..];
        if is_first && places == [Some(total)] && !value.axes.contains(&Axis::Directions) {
            let order = value.flat_order();
            let made = self.make("", json!({"layer": "flatten"}), &[value.layer], Vec::new())?;
            return self.put(node, 0, Value { order, ..made });
        }
        let wide: Vec<Axis> = value.axes.iter().copied().filter(|axis| *axis != Axis::One).collect();
        if is_first && (Value { axes: wide, ..value.clone() }).is_plain() {
            let mut places: Vec<usize> = places.iter().flatten().copied().collect();
            let feeds_channels =
                places.len() > 1 && node.output.first().is_some_and(|output| self.feeds_channels(output, 0));
            if !feeds_channels || places[0] == 1 {
                // The one channel may as well come last.
                places.rotate_left(usize::from(feeds_channels));
                let config = json!({"layer": "reshape", "target_shape": places});
                let made = self.make("", config, &[value.layer], Vec::new())?;
                let axes = if feeds_channels { Value::channels_first(places.len()) } else { made.axes };
                return self.put(node, 0, Value { axes, ..made });
            }
        }
        Err(OnnxProblem::argument(
            node,
            format!("{} to {}", worded(&value.sides()), worded(sides)),
            "one with the channels last",
        ))
    }
}

/// The axes of a value in a shape that differs only by axes of one place, or by its two directions being one axis.
fn matched(value: &Value, sides: &[Option<usize>]) -> Option<Vec<Axis>> {
    let halves = value.axes.contains(&Axis::Directions);
    let is_narrow = |axis: &Axis| matches!(axis, Axis::Of(_)) && !halves && value.side(*axis) == Some(1);
    let narrow: Vec<Axis> = value.axes.iter().copied().filter(is_narrow).collect();
    let wide = value.axes.iter().copied().filter(|axis| *axis != Axis::One && !is_narrow(axis));
    let mut left = wide.peekable();
    let mut axes = Vec::new();
    for &side in sides {
        let next = left.peek().copied();
        if next == Some(Axis::Directions) && side == value.shape.last().copied() {
            left.next();
            if left.next() != Some(value.units()) {
                return None;
            }
            axes.push(value.units());
        } else if next.is_some_and(|axis| value.side(axis) == side) {
            axes.extend(left.next());
        } else if side == Some(1) {
            axes.push(Axis::One);
        } else {
            return None;
        }
    }
    // Which of the axes of one place is which does not matter.
    let mut places = axes.iter_mut().filter(|axis| **axis == Axis::One);
    let are_placed = narrow.into_iter().all(|axis| places.next().map(|place| *place = axis).is_some());
    (left.next().is_none() && are_placed).then_some(axes)
}
