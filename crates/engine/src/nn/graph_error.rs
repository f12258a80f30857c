//! Errors in a graph of layers, with the shapes that do not fit. The page explains them in the user's language and offers
//! quick fixes. `Display` is English.

use serde::Serialize;

/// Shapes are without the batch.
#[derive(Clone, Debug, PartialEq, Serialize, thiserror::Error)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum GraphError {
    #[error("two layers have this name")]
    NameTaken,
    #[error("takes \"{name}\", which is not a layer")]
    UnknownInput { name: String },
    #[error("is part of a cycle")]
    Cycle,
    #[error("has no input")]
    NoInput,
    #[error("{argument}: {value} is not between {low} and {high}")]
    Range { argument: String, value: f64, low: f64, high: f64 },
    #[error("an input takes no inputs")]
    InputOfInput,
    #[error("takes 1 input, has {count}")]
    TooManyInputs { count: usize },
    #[error("takes at least 2 inputs, has {count}")]
    TooFewInputs { count: usize },
    /// `axes` are the names of the axes that an input must have.
    #[error("needs an input of shape [{}], got {shape:?}", axes.join(", "))]
    Axes { axes: Vec<&'static str>, shape: Vec<usize> },
    #[error("a window of {window} does not fit into {side}; choose padding same")]
    Window { window: usize, side: usize },
    #[error("needs inputs of one shape, got {first:?} and {other:?}")]
    OneShape { first: Vec<usize>, other: Vec<usize> },
    #[error("needs inputs that differ along axis {axis} only, got {first:?} and {other:?}")]
    OneAxis { axis: i64, first: Vec<usize>, other: Vec<usize> },
    #[error("axis {axis} is not one of an input of shape {shape:?}")]
    Axis { axis: i64, shape: Vec<usize> },
    #[error("target_shape {target:?}: every side must be at least 1, or one of them -1")]
    TargetSides { target: Vec<i64> },
    #[error("target_shape {target:?} does not hold the {size} values of input shape {shape:?}")]
    TargetSize { target: Vec<i64>, size: usize, shape: Vec<usize> },
    #[error("shape {shape:?}: every side must be at least 1")]
    ShapeSides { shape: Vec<usize> },
    #[error("shape: missing")]
    ShapeMissing,
    #[error("output shape {shape:?} is too large")]
    TooLarge { shape: Vec<usize> },
    #[error("{count} parameters are too many")]
    TooManyParameters { count: usize },
    #[error("{count} layers are more than {most}")]
    TooManyLayers { count: usize, most: usize },
    #[error("a sequence or image of shape {shape:?} is too large")]
    TooLong { shape: Vec<usize> },
    #[error("shares with \"{name}\", which is not a layer")]
    UnknownOwner { name: String },
    #[error("shares with \"{name}\", which has no weights of its own")]
    OwnsNothing { name: String },
    #[error("shares with \"{name}\", which is another kind or has other arguments")]
    OtherKind { name: String },
    #[error("needs weights of shapes {own:?}, but \"{name}\" has {others:?}")]
    OtherShapes { name: String, own: Vec<Vec<usize>>, others: Vec<Vec<usize>> },
    #[error("is an output but not a layer")]
    UnknownOutput,
    #[error("is an output twice")]
    OutputTwice,
    #[error("is an output without a loss")]
    NoLoss,
    #[error("has a loss but is not an output")]
    LossOfNoOutput,
    #[error("the network has no output")]
    NoOutput,
    #[error("is not a layer")]
    UnknownLayer,
    #[error("has {count} weights, got {got}")]
    WeightCount { count: usize, got: usize },
    #[error(
        "is an output of places that may be padding; put a pooling, a flatten or a recurrent layer before it"
    )]
    MaskedOutput,
    /// An input or output whose size does not fit the data.
    #[error("has {count} values, {expected} needed")]
    Units { count: usize, expected: usize },
}
