//! Why an ONNX file cannot become a network.

use serde::Serialize;

use crate::export::onnx::proto::NodeProto;

/// What there is no layer for, or what is wrong with the file.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "problem", rename_all = "snake_case")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub enum OnnxProblem {
    /// An operator that no layer computes. `instead` are operators that would do.
    Operator { node: String, operator: String, instead: Vec<&'static str> },
    /// An argument of an operator: what it is, and what would be right.
    Argument { node: String, operator: String, what: String, right: String },
    /// Numbers that have to be in the file and are computed, or come from outside.
    NotConstant { node: String, operator: String, input: String },
    /// An input whose shape is open.
    OpenShape { input: String },
    /// Numbers in a file of their own.
    External { tensor: String },
    /// Numbers that are not finite.
    NotFinite { tensor: String },
    /// The layers do not fit together, as the message says.
    Graph { message: String },
    /// The file cannot be read.
    Damaged { message: String },
}

/// What a node is called, or its first output where it has no name.
pub fn name_of(node: &NodeProto) -> String {
    if node.name.is_empty() { node.output.first().cloned().unwrap_or_default() } else { node.name.clone() }
}

impl OnnxProblem {
    pub fn operator(node: &NodeProto) -> Self {
        let instead: &[&str] = match &node.op_type[..] {
            "LogSoftmax" | "Hardmax" => &["Softmax"],
            "HardSwish" | "ThresholdedRelu" | "Celu" => &["Relu", "Elu", "Selu"],
            "InstanceNormalization" | "GroupNormalization" | "LpNormalization" | "LRN" => {
                &["BatchNormalization", "LayerNormalization"]
            }
            "ConvTranspose" | "Resize" | "Upsample" => &["Conv", "Gemm"],
            "Attention" | "MultiHeadAttention" => &["LSTM", "GRU"],
            "Loop" | "Scan" => &["RNN", "LSTM", "GRU"],
            _ => &[],
        };
        let prefix = if node.domain.is_empty() { String::new() } else { format!("{}.", node.domain) };
        let operator = format!("{prefix}{}", node.op_type);
        Self::Operator { node: name_of(node), operator, instead: instead.to_vec() }
    }

    pub fn argument(node: &NodeProto, what: impl Into<String>, right: impl Into<String>) -> Self {
        let (what, right) = (what.into(), right.into());
        Self::Argument { node: name_of(node), operator: node.op_type.clone(), what, right }
    }
}
