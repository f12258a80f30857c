//! The error of a network that cannot be compiled.

use super::graph_error::GraphError;

/// A layer and what is wrong with it.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("layer \"{layer}\": {reason}")]
pub struct NetworkError {
    layer: String,
    reason: GraphError,
}

impl NetworkError {
    pub fn new(layer: &str, reason: GraphError) -> Self {
        Self { layer: layer.to_owned(), reason }
    }

    /// The name of the layer.
    pub fn layer(&self) -> &str {
        &self.layer
    }

    pub fn reason(&self) -> &GraphError {
        &self.reason
    }
}
