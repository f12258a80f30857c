//! Operators that are layers.

use serde_json::{Value as Json, json};

use super::constant::Constant;
use super::layout::{Axis, Value, worded};
use super::nodes::{Nodes, float, int, ints, text};
use super::problem::OnnxProblem;
use super::reader::Reader;
use crate::export::model::same_padding;
use crate::export::onnx::proto::NodeProto;
use crate::nn::LayerKind;

/// Operators that are read, besides activations.
const KNOWN: [&str; 35] = [
    "Add",
    "AveragePool",
    "BatchNormalization",
    "Cast",
    "Clip",
    "Concat",
    "Constant",
    "Conv",
    "Dropout",
    "Flatten",
    "Gather",
    "Gemm",
    "GlobalAveragePool",
    "GlobalMaxPool",
    "GRU",
    "Identity",
    "LayerNormalization",
    "LSTM",
    "MatMul",
    "Max",
    "MaxPool",
    "Mean",
    "Mul",
    "ReduceMax",
    "ReduceMean",
    "Reshape",
    "RNN",
    "Shape",
    "Squeeze",
    "Sum",
    "Swish",
    "Transpose",
    "Unsqueeze",
    "Expand",
    "Pad",
];
const ACTIVATIONS: [&str; 13] = [
    "Relu",
    "Sigmoid",
    "Tanh",
    "Softplus",
    "Softsign",
    "Sin",
    "Mish",
    "LeakyRelu",
    "Elu",
    "PRelu",
    "Selu",
    "HardSigmoid",
    "Gelu",
];

/// The windows of a convolution or a pooling, as Keras says them.
struct Windows {
    size: Vec<usize>,
    strides: Vec<usize>,
    padding: &'static str,
}

impl Reader {
    pub fn is_known(nodes: &Nodes, node: &NodeProto) -> bool {
        let name = &node.op_type[..];
        if ["Sub", "Div"].contains(&name) {
            return nodes.inputs(node).len() == 1 && !nodes.constants.contains_key(&node.input[0]);
        }
        ["", "ai.onnx"].contains(&&node.domain[..])
            && (KNOWN.contains(&name) || ACTIVATIONS.contains(&name) || name == "Softmax")
    }

    /// Reads a node, whose inputs have been read before.
    pub fn node(&mut self, node: &NodeProto) -> Result<(), OnnxProblem> {
        match &node.op_type[..] {
            "Identity" | "Dropout" => self.passed(node),
            "Clip" if self.is_of_tokens(node) => self.passed(node),
            "Cast" => self.passed(node),
            "Pad" => self.padded(node),
            "Transpose" => self.transpose(node),
            "Squeeze" => self.squeeze(node),
            "Unsqueeze" => self.unsqueeze(node),
            "Reshape" => self.reshape(node),
            "Flatten" => self.flatten(node),
            "Gemm" => self.gemm(node),
            "MatMul" => self.mat_mul(node),
            "Conv" => self.conv(node),
            "MaxPool" | "AveragePool" => self.pool(node),
            "GlobalAveragePool" | "ReduceMean" => self.over_places(node, "global_average_pooling"),
            "GlobalMaxPool" | "ReduceMax" => self.over_places(node, "global_max_pooling"),
            "BatchNormalization" => self.batch_normalization(node),
            "LayerNormalization" => self.layer_normalization(node),
            "Gather" => self.gather(node),
            "RNN" | "LSTM" | "GRU" => self.recurrent(node),
            "Concat" => self.concat(node),
            "Add" if self.nodes.inputs(node).len() == 1 => self.bias(node),
            "Mul" | "Sub" | "Div" if self.nodes.inputs(node).len() == 1 => self.scaled(node),
            "Add" | "Sum" => self.merge(node, "add"),
            "Mul" => self.merge(node, "multiply"),
            "Max" => self.merge(node, "maximum"),
            "Mean" => self.merge(node, "average"),
            _ => match self.activation(node)? {
                Some(activation) => {
                    let x = node.input.first().cloned().unwrap_or_default();
                    self.activate(node, &x, activation)
                }
                None => Err(OnnxProblem::operator(node)),
            },
        }
    }

    /// What changes nothing outside of training.
    fn passed(&mut self, node: &NodeProto) -> Result<(), OnnxProblem> {
        let value = self.value(node, 0)?;
        self.put(node, 0, value)
    }

    /// Exporters write paddings of nothing.
    fn padded(&mut self, node: &NodeProto) -> Result<(), OnnxProblem> {
        let pads = self.list(node, "pads", 1)?.unwrap_or_default();
        match pads.iter().all(|&pad| pad == 0) {
            true => self.passed(node),
            false => {
                let right = "the padding as the pads of the convolution or pooling";
                Err(OnnxProblem::argument(node, format!("pads = {pads:?}"), right))
            }
        }
    }

    fn is_of_tokens(&self, node: &NodeProto) -> bool {
        let kind = self.value(node, 0).and_then(|value| self.kind(&value));
        matches!(kind, Ok(LayerKind::Input(input)) if input.dtype.is_some())
    }

    /// The only value that a node takes, the last axis of which has to be the units.
    fn rows(&self, node: &NodeProto) -> Result<Value, OnnxProblem> {
        let value = self.value(node, 0)?;
        match value.axes.last() == Some(&value.units()) && !value.axes.contains(&Axis::Directions) {
            true => Ok(value),
            false => {
                Err(OnnxProblem::argument(node, "the channels come before the places", "the channels last"))
            }
        }
    }

    fn gemm(&mut self, node: &NodeProto) -> Result<(), OnnxProblem> {
        let (alpha, beta) = (float(node, "alpha", 1.0), float(node, "beta", 1.0));
        if int(node, "transA", 0) != 0 {
            return Err(OnnxProblem::argument(node, "transA = 1", "transA = 0"));
        }
        if alpha != 1.0 || beta != 1.0 {
            return Err(OnnxProblem::argument(
                node,
                format!("alpha = {alpha}, beta = {beta}"),
                "alpha = beta = 1",
            ));
        }
        let kernel = self.kernel(node, int(node, "transB", 0) != 0)?;
        let bias = match node.input.get(2).filter(|name| !name.is_empty()) {
            Some(_) => Some(self.weights(node, 2)?.1),
            None => None,
        };
        self.dense(node, kernel, bias)
    }

    fn mat_mul(&mut self, node: &NodeProto) -> Result<(), OnnxProblem> {
        let kernel = self.kernel(node, false)?;
        self.dense(node, kernel, None)
    }

    /// A kernel `[input, unit]`.
    fn kernel(&self, node: &NodeProto, turned: bool) -> Result<Constant, OnnxProblem> {
        self.weights(node, 1)?;
        let kernel = self.constant_input(node, 1)?;
        let kernel = if turned { kernel.transposed(&[1, 0]) } else { Some(kernel) };
        kernel
            .filter(|kernel| kernel.shape.len() == 2)
            .ok_or_else(|| OnnxProblem::argument(node, "weights of other axes", "weights with two axes"))
    }

    fn dense(
        &mut self,
        node: &NodeProto,
        kernel: Constant,
        bias: Option<Vec<f32>>,
    ) -> Result<(), OnnxProblem> {
        let value = self.rows(node)?;
        let (inputs, units) = (kernel.shape[0], kernel.shape[1]);
        let values = kernel.as_floats().unwrap_or_default();
        if value.shape.last() != Some(&inputs) {
            let what = format!("{inputs} rows");
            return Err(OnnxProblem::argument(
                node,
                what,
                format!("{} rows", value.shape.last().unwrap_or(&0)),
            ));
        }
        let mut own = vec![0.0; values.len()];
        for row in 0..inputs {
            let place = value.order.as_ref().map_or(row, |order| order[row]);
            own[place * units..(place + 1) * units].copy_from_slice(&values[row * units..(row + 1) * units]);
        }
        let mut parameters = vec![("kernel", own)];
        let config = json!({"layer": "dense", "units": units, "use_bias": bias.is_some()});
        if let Some(bias) = bias {
            // One number may stand for all.
            let all = if bias.len() == 1 { vec![bias[0]; units] } else { bias };
            parameters.push(("bias", all));
        }
        let made = self.make(&node.input[1], config, &[value.layer], parameters)?;
        self.put(node, 0, Value { axes: value.axes, ..made })
    }

    /// A constant with one number for each unit of the value that it is combined with.
    fn by_units(&self, node: &NodeProto) -> Result<(Value, Vec<f32>), OnnxProblem> {
        let of_value = usize::from(self.nodes.constants.contains_key(&node.input[0]));
        let value = self.value(node, of_value)?;
        let (shape, given) = self.weights(node, 1 - of_value)?;
        let units = value.shape.last().copied().unwrap_or(0);
        // The axis along which the constant has more than one number.
        let wide = shape.iter().rev().position(|&side| side != 1);
        let is_along_units = match wide {
            Some(from_end) => value.axes.iter().rev().nth(from_end) == Some(&value.units()),
            None => units == 1 && !shape.is_empty(),
        };
        if !is_along_units || given.len() != units {
            let what = format!("a constant with the shape {shape:?}");
            let right =
                "a bias, or the scale and shift of a normalization: a number for each unit or channel";
            return Err(OnnxProblem::argument(node, what, right));
        }
        let mut own = given.clone();
        for (index, &place) in value.order.iter().flatten().enumerate() {
            own[place] = given[index];
        }
        Ok((value, own))
    }

    /// What is added to a value: its bias, or the shift of a normalization.
    fn bias(&mut self, node: &NodeProto) -> Result<(), OnnxProblem> {
        let (value, bias) = self.by_units(node)?;
        let can_have =
            matches!(self.kind(&value)?, LayerKind::Dense(_) | LayerKind::Conv1d(_) | LayerKind::Conv2d(_));
        let layer = &mut self.layers[value.layer];
        let has_none = layer.config.get("use_bias") == Some(&Json::Bool(false))
            && !layer.config.contains_key("activation");
        if can_have && has_none && value.is_own && value.order.is_none() {
            layer.config.insert("use_bias".into(), true.into());
            layer.parameters.push(("bias", bias));
            return self.put(node, 0, value);
        }
        self.normalized(node, value, None, Some(bias))
    }

    /// What a value is multiplied with or divided by, or what is subtracted: the scale or shift of a normalization.
    fn scaled(&mut self, node: &NodeProto) -> Result<(), OnnxProblem> {
        let (value, given) = self.by_units(node)?;
        let each = |change: fn(f32) -> f32| given.iter().map(|&number| change(number)).collect();
        match &node.op_type[..] {
            "Sub" => self.normalized(node, value, None, Some(each(|number| -number))),
            "Div" => self.normalized(node, value, Some(each(|number| 1.0 / number)), None),
            _ => self.normalized(node, value, Some(given), None),
        }
    }

    /// A value that is scaled and shifted: by the normalization that makes it, or by one of its own, whose mean is 0 and
    /// variance 1.
    fn normalized(
        &mut self,
        node: &NodeProto,
        value: Value,
        scale: Option<Vec<f32>>,
        shift: Option<Vec<f32>>,
    ) -> Result<(), OnnxProblem> {
        let units = value.shape.last().copied().unwrap_or(0);
        let kind = self.layers[value.layer].config["layer"].as_str().unwrap_or_default();
        let mut value = value;
        if !value.is_own || !["batch_normalization", "layer_normalization"].contains(&kind) {
            let epsilon = 0.001;
            let parameters =
                vec![("moving_mean", vec![0.0; units]), ("moving_variance", vec![1.0 - epsilon; units])];
            let config =
                json!({"layer": "batch_normalization", "epsilon": 0.001, "scale": false, "center": false});
            let of_value = usize::from(self.nodes.constants.contains_key(&node.input[0]));
            let made = self.make(&node.input[1 - of_value].clone(), config, &[value.layer], parameters)?;
            value = Value { axes: value.axes, order: value.order, ..made };
        }
        let layer = &mut self.layers[value.layer];
        for (name, argument, usual) in [("gamma", "scale", 1.0), ("beta", "center", 0.0)] {
            let change = if name == "gamma" { scale.is_some() } else { shift.is_some() };
            if change && !layer.parameters.iter().any(|(own, _)| *own == name) {
                layer.config.insert(argument.into(), true.into());
                layer.parameters.push((name, vec![usual; units]));
            }
        }
        for (name, numbers) in &mut layer.parameters {
            for (index, number) in numbers.iter_mut().enumerate() {
                match (*name, &scale, &shift) {
                    ("gamma" | "beta", Some(scale), _) => *number *= scale[index],
                    ("beta", None, Some(shift)) => *number += shift[index],
                    _ => {}
                }
            }
        }
        self.put(node, 0, value)
    }

    /// A value with the channels first, for operators on windows of this size, and which axes of the windows are those of
    /// the layer's output: Keras makes images of sequences, one place high.
    fn channels_first(
        &mut self,
        node: &NodeProto,
        size: &[usize],
    ) -> Result<(Value, Vec<usize>), OnnxProblem> {
        let value = self.value(node, 0)?;
        let value = self.with_channel(value)?;
        let axes = value.axes.len().saturating_sub(2);
        let places = value.shape.len().saturating_sub(1);
        // Those axes are left out along which nothing is done.
        let pads = ints(node, "pads").unwrap_or_default();
        let is_idle = |axis: &usize| {
            size.get(*axis).is_none_or(|&side| side == 1)
                && [*axis, axes + *axis].iter().all(|&end| pads.get(end).is_none_or(|&pad| pad == 0))
        };
        let lacking = axes.saturating_sub(places);
        let idle: Vec<usize> = (0..axes).filter(is_idle).collect();
        let ways: Vec<Vec<usize>> = match lacking {
            0 => vec![Vec::new()],
            1 => idle.iter().map(|&axis| vec![axis]).collect(),
            _ => vec![idle],
        };
        for left_out in ways.into_iter().filter(|left_out| left_out.len() == lacking) {
            let kept: Vec<usize> = (0..axes).filter(|axis| !left_out.contains(axis)).collect();
            let mut wanted = Value::channels_first(places + 1);
            for &axis in &left_out {
                wanted.insert((axis + 2).min(wanted.len()), Axis::One);
            }
            if let Some(value) = value.with_axes(wanted).filter(|_| places <= axes && axes > 0) {
                return Ok((value, kept));
            }
        }
        let what = format!("an input with the shape {}", worded(&value.sides()));
        Err(OnnxProblem::argument(node, what, "a sequence or an image with the channels first"))
    }

    /// A value that had no channels, with one.
    fn with_channel(&mut self, value: Value) -> Result<Value, OnnxProblem> {
        let places = (0..value.shape.len()).map(Axis::Of);
        let lacks = value.axes.iter().copied().eq([Axis::Batch, Axis::One].into_iter().chain(places));
        if !lacks || value.order.is_some() || value.shape.len() > 2 {
            return Ok(value);
        }
        let shape = [&value.shape[..], &[1]].concat();
        let made =
            self.make("", json!({"layer": "reshape", "target_shape": shape}), &[value.layer], Vec::new())?;
        Ok(Value { axes: Value::channels_first(made.shape.len()), ..made })
    }

    /// The windows of a node along the axes that are kept.
    fn windows(
        &self,
        node: &NodeProto,
        value: &Value,
        size: &[usize],
        kept: &[usize],
    ) -> Result<Windows, OnnxProblem> {
        let axes = kept.len();
        let along = |all: Vec<usize>| -> Vec<usize> {
            let both = kept.iter().copied().chain(kept.iter().map(|axis| axis + size.len()));
            both.filter_map(|axis| all.get(axis).copied()).collect()
        };
        let numbers = |name: &str| {
            ints(node, name).map(|all| along(all.into_iter().map(|one| one.max(0) as usize).collect()))
        };
        let size = along(size.to_vec());
        let strides = numbers("strides").unwrap_or_else(|| vec![1; axes]);
        if let Some(given) = numbers("dilations").filter(|given| given.iter().any(|&one| one != 1)) {
            return Err(OnnxProblem::argument(node, format!("dilations = {given:?}"), "dilations = 1"));
        }
        if strides.len() != axes || strides.contains(&0) || value.shape.len() != axes + 1 {
            return Err(OnnxProblem::argument(node, format!("strides = {strides:?}"), "one for each axis"));
        }
        if int(node, "ceil_mode", 0) != 0 {
            return Err(OnnxProblem::argument(node, "ceil_mode = 1", "ceil_mode = 0"));
        }
        let same = same_padding(&value.shape, &size, &strides);
        let same: Vec<usize> =
            [0, 1].into_iter().flat_map(|end| same.iter().map(move |pad| pad[end])).collect();
        let padding = match &text(node, "auto_pad", "NOTSET")[..] {
            "SAME_UPPER" => "same",
            "VALID" => "valid",
            "NOTSET" => match numbers("pads") {
                Some(pads) if pads.iter().any(|&pad| pad > 0) => {
                    if pads != same {
                        let right = format!("no pads, or {same:?}: as many as Keras has for \"same\"");
                        return Err(OnnxProblem::argument(node, format!("pads = {pads:?}"), right));
                    }
                    "same"
                }
                _ => "valid",
            },
            other => {
                return Err(OnnxProblem::argument(
                    node,
                    format!("auto_pad = {other}"),
                    "SAME_UPPER or VALID",
                ));
            }
        };
        Ok(Windows { size, strides, padding })
    }

    fn conv(&mut self, node: &NodeProto) -> Result<(), OnnxProblem> {
        let group = int(node, "group", 1);
        if group != 1 {
            return Err(OnnxProblem::argument(node, format!("group = {group}"), "group = 1"));
        }
        self.weights(node, 1)?;
        let kernel = self.constant_input(node, 1)?;
        let axes = kernel.shape.len().saturating_sub(2);
        // Filters, channels and places become places, channels and filters.
        let order: Vec<usize> = (2..axes + 2).chain([1, 0]).collect();
        let turned = kernel.transposed(&order).filter(|_| (1..=2).contains(&axes));
        let wrong = || {
            OnnxProblem::argument(node, format!("weights with {} axes", kernel.shape.len()), "three or four")
        };
        let turned = turned.ok_or_else(wrong)?;
        let (value, kept) = self.channels_first(node, &kernel.shape[2..])?;
        let windows = self.windows(node, &value, &kernel.shape[2..], &kept)?;
        let mut parameters = vec![("kernel", turned.as_floats().unwrap_or_default().to_vec())];
        let has_bias = node.input.get(2).is_some_and(|name| !name.is_empty());
        if has_bias {
            parameters.push(("bias", self.weights(node, 2)?.1));
        }
        // Over no places, it is a dense layer.
        let config = match kept.len() {
            0 => json!({"layer": "dense", "units": kernel.shape[0], "use_bias": has_bias}),
            axes => json!({
                "layer": format!("conv{axes}d"), "filters": kernel.shape[0], "kernel_size": windows.size,
                "strides": windows.strides, "padding": windows.padding, "use_bias": has_bias,
            }),
        };
        let made = self.make(&node.input[1], config, &[value.layer], parameters)?;
        self.put(node, 0, Value { axes: value.axes, ..made })
    }

    fn pool(&mut self, node: &NodeProto) -> Result<(), OnnxProblem> {
        let size = ints(node, "kernel_shape").unwrap_or_default();
        let size: Vec<usize> = size.into_iter().map(|side| side.max(0) as usize).collect();
        let (value, kept) = self.channels_first(node, &size)?;
        if kept.is_empty() {
            return self.passed(node);
        }
        let windows = self.windows(node, &value, &size, &kept)?;
        let is_average = node.op_type == "AveragePool";
        if is_average && windows.padding == "same" && int(node, "count_include_pad", 0) != 0 {
            return Err(OnnxProblem::argument(node, "count_include_pad = 1", "count_include_pad = 0"));
        }
        let kind = if is_average { "average_pooling" } else { "max_pooling" };
        let config = json!({
            "layer": format!("{kind}{}d", windows.size.len()), "pool_size": windows.size, "strides": windows.strides,
            "padding": windows.padding,
        });
        let made = self.make("", config, &[value.layer], Vec::new())?;
        self.put(node, 0, Value { axes: value.axes, ..made })
    }

    /// Reduces all places of a sequence or an image, and keeps the channels.
    fn over_places(&mut self, node: &NodeProto, kind: &str) -> Result<(), OnnxProblem> {
        let is_global = node.op_type.starts_with("Global");
        let value = if is_global { self.channels_first(node, &[])?.0 } else { self.value(node, 0)? };
        let mut reduced: Vec<usize> = match is_global {
            true => (2..value.axes.len()).collect(),
            false => {
                let axes = self.list(node, "axes", 1)?.unwrap_or_default();
                axes.into_iter().filter_map(|axis| value.axis(axis)).collect()
            }
        };
        reduced.sort_unstable();
        let are_places = reduced.iter().all(|&place| {
            value.axes[place] == Axis::One
                || matches!(value.axes[place], Axis::Of(_)) && value.axes[place] != value.units()
        });
        let count = reduced.iter().filter(|&&place| value.axes[place] != Axis::One).count();
        let dimensions = value.shape.len() - 1;
        if !are_places || count != dimensions || !(1..=2).contains(&dimensions) || value.order.is_some() {
            let what = format!("axes {reduced:?} of {}", worded(&value.sides()));
            return Err(OnnxProblem::argument(node, what, "all places of a sequence or an image"));
        }
        let keeps = is_global || int(node, "keepdims", 1) != 0;
        let axes = value.axes.iter().enumerate().filter_map(|(place, &axis)| match axis {
            Axis::Batch => Some(Axis::Batch),
            _ if reduced.contains(&place) => keeps.then_some(Axis::One),
            Axis::Of(_) => Some(Axis::Of(0)),
            other => Some(other),
        });
        let axes = axes.collect();
        let made =
            self.make("", json!({"layer": format!("{kind}{dimensions}d")}), &[value.layer], Vec::new())?;
        self.put(node, 0, Value { axes, ..made })
    }

    fn batch_normalization(&mut self, node: &NodeProto) -> Result<(), OnnxProblem> {
        let value = self.value(node, 0)?;
        if value.axes.get(1) != Some(&value.units()) {
            return Err(OnnxProblem::argument(
                node,
                "an axis 1 that is not the channels",
                "the channels at axis 1",
            ));
        }
        let mut parameters = Vec::new();
        for (input, name) in [(1, "gamma"), (2, "beta"), (3, "moving_mean"), (4, "moving_variance")] {
            let given = self.weights(node, input)?.1;
            let mut own = given.clone();
            for (index, &place) in value.order.iter().flatten().enumerate() {
                if let (Some(own), Some(&number)) = (own.get_mut(place), given.get(index)) {
                    *own = number;
                }
            }
            parameters.push((name, own));
        }
        let mut config = json!({"layer": "batch_normalization", "epsilon": float(node, "epsilon", 1e-5)});
        if super::nodes::attribute(node, "momentum").is_some() {
            config["momentum"] = float(node, "momentum", 0.9).into();
        }
        let made = self.make(&node.input[1], config, &[value.layer], parameters)?;
        self.put(node, 0, Value { axes: value.axes, order: value.order, ..made })
    }

    fn layer_normalization(&mut self, node: &NodeProto) -> Result<(), OnnxProblem> {
        let value = self.value(node, 0)?;
        let last = value.axes.len() as i64 - 1;
        // Of the steps of a normalization it is known which axes they are over; the operator takes all from one on.
        let axes = ints(node, "axes").unwrap_or_else(|| {
            let axis = int(node, "axis", -1);
            (if axis < 0 { axis + last + 1 } else { axis }..=last).collect()
        });
        let is_over_units = match axes[..] {
            [axis] => value.axis(axis).is_some_and(|place| value.axes[place] == value.units()),
            _ => false,
        };
        if !is_over_units || value.order.is_some() || value.axes.contains(&Axis::Directions) {
            let what = format!("axes {axes:?} of {}", worded(&value.sides()));
            return Err(OnnxProblem::argument(node, what, "that of the units or channels"));
        }
        let given = |input: usize| node.input.get(input).is_some_and(|name| !name.is_empty());
        let (has_scale, has_shift) = (given(1), given(2));
        let mut parameters = Vec::new();
        for (is_given, input, name) in [(has_scale, 1, "gamma"), (has_shift, 2, "beta")] {
            if is_given {
                parameters.push((name, self.weights(node, input)?.1));
            }
        }
        let epsilon = float(node, "epsilon", 1e-5);
        let config = json!({"layer": "layer_normalization", "epsilon": epsilon, "scale": has_scale, "center": has_shift});
        let made =
            self.make(node.input.get(1).map_or("", |name| name), config, &[value.layer], parameters)?;
        self.put(node, 0, Value { axes: value.axes, ..made })
    }

    /// Rows of a table by tokens, or the last step of a sequence.
    fn gather(&mut self, node: &NodeProto) -> Result<(), OnnxProblem> {
        let axis = int(node, "axis", 0);
        if self.nodes.constants.contains_key(&node.input[0]) {
            let (shape, values) = self.weights(node, 0)?;
            let tokens = self.value(node, 1)?;
            let [rows, width] = shape[..] else {
                return Err(OnnxProblem::argument(node, "a table with other axes", "a table with two axes"));
            };
            if axis != 0 || !tokens.is_plain() || !self.is_token_input(&tokens)? {
                return Err(OnnxProblem::argument(
                    node,
                    format!("axis = {axis}"),
                    "rows of a table, chosen by an input of integers",
                ));
            }
            let config = json!({"layer": "embedding", "input_dim": rows, "output_dim": width});
            let made = self.make(&node.input[0], config, &[tokens.layer], vec![("embeddings", values)])?;
            return self.put(node, 0, made);
        }
        let value = self.value(node, 0)?;
        let index = self.constant_input(node, 1)?;
        let place = value.axis(axis);
        // The only place of an axis.
        if let Some(place) = place.filter(|&place| value.axes[place] == Axis::One && index.shape.is_empty()) {
            let mut axes = value.axes.clone();
            axes.remove(place);
            return self.put(node, 0, Value { axes, ..value });
        }
        let steps = value.shape.first().copied().unwrap_or(0) as f64;
        let is_last = index.shape.is_empty()
            && index.scalar().is_some_and(|index| index == -1.0 || index == steps - 1.0);
        let is_of_steps =
            value.shape.len() == 2 && place.is_some_and(|place| value.axes[place] == Axis::Of(0));
        let layer = &mut self.layers[value.layer];
        let gives_all = layer.config.get("return_sequences") == Some(&Json::Bool(true));
        if !is_last || !is_of_steps || !gives_all || !value.is_own || layer.config["layer"] == "bidirectional"
        {
            return Err(OnnxProblem::argument(
                node,
                "a part of a value",
                "the last step of a recurrent layer, or rows of a table",
            ));
        }
        layer.config.insert("return_sequences".into(), false.into());
        let units = layer.config["units"].as_u64().unwrap_or(0) as usize;
        self.set_shape(value.layer, vec![units]);
        let axes = value.axes.iter().filter_map(|axis| match axis {
            Axis::Of(0) => None,
            Axis::Of(_) => Some(Axis::Of(0)),
            other => Some(*other),
        });
        let axes = axes.collect();
        self.put(node, 0, Value { axes, shape: vec![units], ..value })
    }

    fn is_token_input(&self, value: &Value) -> Result<bool, OnnxProblem> {
        Ok(matches!(self.kind(value)?, LayerKind::Input(input) if input.dtype.is_some()))
    }

    /// All values that a node takes, with the same axes.
    fn alike(&self, node: &NodeProto) -> Result<Vec<Value>, OnnxProblem> {
        let values: Vec<Value> =
            (0..node.input.len()).map(|input| self.value(node, input)).collect::<Result<_, _>>()?;
        match values.iter().all(|value| value.axes == values[0].axes) && !values.is_empty() {
            true => Ok(values),
            false if values.iter().any(|value| value.sides() != values[0].sides()) => {
                Err(OnnxProblem::argument(node, "inputs of different shapes", "the same shape for all"))
            }
            false => Err(OnnxProblem::argument(
                node,
                "inputs with their axes in different orders",
                "the same order for all",
            )),
        }
    }

    fn merge(&mut self, node: &NodeProto, kind: &str) -> Result<(), OnnxProblem> {
        let values = self.alike(node)?;
        if values.iter().any(|value| value.shape != values[0].shape || value.order != values[0].order) {
            return Err(OnnxProblem::argument(node, "inputs of different shapes", "the same shape for all"));
        }
        let inputs: Vec<usize> = values.iter().map(|value| value.layer).collect();
        let made = self.make("", json!({"layer": kind}), &inputs, Vec::new())?;
        let Value { axes, order, .. } = values[0].clone();
        self.put(node, 0, Value { axes, order, ..made })
    }

    fn concat(&mut self, node: &NodeProto) -> Result<(), OnnxProblem> {
        let values = self.alike(node)?;
        let axis = int(node, "axis", 0);
        let Some(Axis::Of(own)) = values[0].axis(axis).map(|place| values[0].axes[place]) else {
            return Err(OnnxProblem::argument(
                node,
                format!("axis = {axis}"),
                "an axis other than the batch",
            ));
        };
        let order = values.iter().any(|value| value.order.is_some()).then(|| {
            let mut first = 0;
            let mut order = Vec::new();
            for value in &values {
                let size = value.shape[0];
                order.extend(
                    (0..size).map(|place| first + value.order.as_ref().map_or(place, |own| own[place])),
                );
                first += size;
            }
            order
        });
        let inputs: Vec<usize> = values.iter().map(|value| value.layer).collect();
        // Keras counts the batch.
        let made = self.make("", json!({"layer": "concatenate", "axis": own + 1}), &inputs, Vec::new())?;
        self.put(node, 0, Value { axes: values[0].axes.clone(), order, ..made })
    }
}
