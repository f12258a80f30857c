//! The engine: numbers only. It knows no JavaScript, no files, no clock, and no randomness it was not handed.
//!
//! Every buffer of activations and gradients is laid out `[feature][example]`, with the examples padded to
//! [`LANES`](kernels::vector::LANES), so that every inner loop runs along examples and vectorises. Sums have a fixed order and
//! nothing fuses a multiplication with an addition: the same bits on every machine.

pub mod activation;
pub mod error;
pub mod initializer;
pub mod layer;
pub mod loss;
pub mod metric;
pub mod misfit;
mod network;
pub mod optimizer;
mod outline;
mod plan;
pub mod regularizer;
pub mod schedule;
mod stack;
mod workspace;

pub use activation::Activation;
pub use error::NetworkError;
pub use initializer::Initializer;
pub use layer::{LayerConfig, LayerKind, NetworkConfig};
pub use loss::Loss;
pub use misfit::Misfit;
pub use network::{LayerView, Network, Parameter, SummaryRow};
pub use optimizer::{Optimizer, OptimizerConfig, Rule};
pub use outline::{OutlineLayer, outline};
pub use regularizer::{L1Method, Regularizer};
pub use schedule::Schedule;
pub use workspace::{Mode, Workspace};
