//! Neural networks and optimizers. Nothing here knows of JavaScript, files or a clock, and randomness is always an argument.
//!
//! Every buffer of activations and gradients is laid out `[feature][example]`, with the examples padded to
//! [`LANES`](kernels::vector::LANES), so that every inner loop runs along examples and vectorizes. Sums have a fixed order
//! and multiplications are never fused with additions, so results have the same bits on every machine.

pub mod activation;
pub mod graph_error;
pub mod initializer;
pub mod layer;
pub mod loss;
pub mod metric;
mod mlp;
mod network;
mod network_error;
pub mod optimizer;
mod outline;
mod plan;
pub mod regularizer;
pub mod schedule;
pub mod trace;
mod workspace;

pub use activation::Activation;
pub use graph_error::GraphError;
pub use initializer::Initializer;
pub use layer::{
    BatchNormalizationConfig, BidirectionalConfig, DenseConfig, EmbeddingConfig, LayerConfig, LayerKind,
    LayerNormalizationConfig, Masking, MergeMode, NetworkConfig, Padding, Recurrent,
};
pub use loss::Loss;
pub use network::{LayerView, Network, Parameter, SummaryRow};
pub use network_error::NetworkError;
pub use optimizer::{Optimizer, OptimizerConfig, UpdateRule};
pub use outline::{OutlineLayer, outline};
pub use regularizer::{L1Method, Regularizer};
pub use schedule::Schedule;
pub use workspace::{Mode, Workspace};
