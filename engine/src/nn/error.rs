//! Why a graph of layers cannot be compiled.

use super::misfit::Misfit;

/// Names the layer, what is wrong and what would be right.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("layer \"{layer}\": {misfit}")]
pub struct NetworkError {
    layer: String,
    misfit: Misfit,
}

impl NetworkError {
    pub fn new(layer: &str, misfit: Misfit) -> Self {
        Self { layer: layer.to_owned(), misfit }
    }

    /// The layer that is wrong.
    pub fn layer(&self) -> &str {
        &self.layer
    }

    /// What is wrong with it.
    pub fn misfit(&self) -> &Misfit {
        &self.misfit
    }
}
