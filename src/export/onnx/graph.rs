//! A graph of operators while it is written.

use super::proto::{
    AttributeProto, Dimension, GraphProto, NodeProto, Shape, TensorProto, TensorType, TypeProto, ValueInfo,
    attribute, element,
};

/// Nodes and constants, with names that differ.
#[derive(Default)]
pub struct Graph {
    proto: GraphProto,
    /// The layer that is written, with which names begin.
    layer: String,
    /// Nodes and constants of that layer.
    count: usize,
}

pub fn int(name: &str, value: i64) -> AttributeProto {
    AttributeProto { name: name.into(), i: Some(value), r#type: attribute::INT, ..Default::default() }
}

pub fn float(name: &str, value: f64) -> AttributeProto {
    AttributeProto {
        name: name.into(),
        f: Some(value as f32),
        r#type: attribute::FLOAT,
        ..Default::default()
    }
}

pub fn ints(name: &str, values: impl IntoIterator<Item = i64>) -> AttributeProto {
    let ints = values.into_iter().collect();
    AttributeProto { name: name.into(), ints, r#type: attribute::INTS, ..Default::default() }
}

pub fn text(name: &str, value: &str) -> AttributeProto {
    AttributeProto {
        name: name.into(),
        s: Some(value.into()),
        r#type: attribute::STRING,
        ..Default::default()
    }
}

pub fn texts(name: &str, values: &[&str]) -> AttributeProto {
    let strings = values.iter().map(|value| value.as_bytes().to_vec()).collect();
    AttributeProto { name: name.into(), strings, r#type: attribute::STRINGS, ..Default::default() }
}

pub fn tensor(name: &str, value: TensorProto) -> AttributeProto {
    AttributeProto { name: name.into(), t: Some(value), r#type: attribute::TENSOR, ..Default::default() }
}

/// A tensor of numbers, row by row.
pub fn floats(shape: &[usize], values: impl IntoIterator<Item = f32>) -> TensorProto {
    TensorProto {
        dims: shape.iter().map(|&side| side as i64).collect(),
        data_type: element::FLOAT,
        raw_data: values.into_iter().flat_map(f32::to_le_bytes).collect(),
        ..Default::default()
    }
}

/// A list of integers.
pub fn integers(values: &[i64]) -> TensorProto {
    TensorProto {
        dims: vec![values.len() as i64],
        data_type: element::INT64,
        raw_data: values.iter().flat_map(|value| value.to_le_bytes()).collect(),
        ..Default::default()
    }
}

impl Graph {
    /// Begins with a layer.
    pub fn begin(&mut self, layer: &str) {
        self.layer = layer.to_owned();
        self.count = 0;
    }

    /// Adds a node with one output, and returns the name of that.
    pub fn node<const COUNT: usize>(
        &mut self,
        operator: &str,
        inputs: &[&str],
        attributes: [AttributeProto; COUNT],
    ) -> String {
        self.nodes(operator, inputs, attributes.into(), 1).remove(0)
    }

    /// Adds a node with several outputs.
    pub fn nodes(
        &mut self,
        operator: &str,
        inputs: &[&str],
        attribute: Vec<AttributeProto>,
        outputs: usize,
    ) -> Vec<String> {
        let name = self.name(operator);
        let output: Vec<String> = match outputs {
            1 => vec![name.clone()],
            _ => (0..outputs).map(|index| format!("{name}_{index}")).collect(),
        };
        self.proto.node.push(NodeProto {
            input: inputs.iter().map(|&input| input.to_owned()).collect(),
            output: output.clone(),
            name,
            op_type: operator.to_owned(),
            attribute,
            domain: String::new(),
        });
        output
    }

    /// Adds a constant and returns its name.
    pub fn constant(&mut self, name: &str, value: TensorProto) -> String {
        let name = self.name(name);
        self.proto.initializer.push(TensorProto { name: name.clone(), ..value });
        name
    }

    /// Adds a weight of a layer, unless another call of the layer has added it. Returns its name.
    pub fn weight(&mut self, owner: &str, name: &str, value: impl FnOnce() -> TensorProto) -> String {
        let name = format!("{owner}/{name}");
        if !self.proto.initializer.iter().any(|other| other.name == name) {
            self.proto.initializer.push(TensorProto { name: name.clone(), ..value() });
        }
        name
    }

    pub fn number(&mut self, name: &str, value: f32) -> String {
        self.constant(name, floats(&[], [value]))
    }

    fn name(&mut self, of: &str) -> String {
        self.count += 1;
        format!("{}/{of}_{}", self.layer, self.count)
    }

    pub fn input(&mut self, name: &str, elements: i32, shape: &[usize]) {
        self.proto.input.push(value_info(name, elements, shape));
    }

    /// Makes a value an output of the graph with a name of its own.
    pub fn output(&mut self, value: &str, name: &str, shape: &[usize]) {
        self.proto.output.push(value_info(name, element::FLOAT, shape));
        self.proto.node.push(NodeProto {
            input: vec![value.to_owned()],
            output: vec![name.to_owned()],
            name: format!("{name}/output"),
            op_type: "Identity".into(),
            ..Default::default()
        });
    }

    pub fn finish(mut self, name: &str) -> GraphProto {
        name.clone_into(&mut self.proto.name);
        self.drop_identities();
        self.proto
    }

    /// Gives values that are outputs their names at once, where a node makes them that makes no other output.
    fn drop_identities(&mut self) {
        let GraphProto { node, .. } = &mut self.proto;
        let outputs: Vec<(String, String)> = node
            .iter()
            .filter(|node| node.op_type == "Identity")
            .map(|node| (node.input[0].clone(), node.output[0].clone()))
            .collect();
        for (value, name) in outputs {
            let makes = |node: &NodeProto| node.op_type != "Identity" && node.output.contains(&value);
            if !node.iter().any(makes) {
                continue;
            }
            node.retain(|node| node.output[0] != name);
            for own in node.iter_mut().flat_map(|node| node.input.iter_mut().chain(&mut node.output)) {
                if *own == value {
                    name.clone_into(own);
                }
            }
        }
    }
}

fn value_info(name: &str, elements: i32, shape: &[usize]) -> ValueInfo {
    let batch = Dimension { dim_value: None, dim_param: Some("batch".into()) };
    let sides = shape.iter().map(|&side| Dimension { dim_value: Some(side as i64), dim_param: None });
    let shape = Shape { dim: [batch].into_iter().chain(sides).collect() };
    let tensor_type = TensorType { elem_type: elements, shape: Some(shape) };
    ValueInfo { name: name.to_owned(), r#type: Some(TypeProto { tensor_type: Some(tensor_type) }) }
}
