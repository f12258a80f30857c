//! Why a graph of layers cannot be compiled.

/// Names the layer, what is wrong and what would be right.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("layer \"{layer}\": {message}")]
pub struct NetworkError {
    layer: String,
    message: String,
}

impl NetworkError {
    pub fn new(layer: &str, message: impl Into<String>) -> Self {
        Self { layer: layer.to_owned(), message: message.into() }
    }

    /// The layer that is wrong.
    pub fn layer(&self) -> &str {
        &self.layer
    }
}
