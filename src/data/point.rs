//! A point of the plane, or of a curve.

/// Its coordinates and target values.
pub struct Point {
    pub x1: f64,
    pub x2: f64,
    pub target: Vec<f64>,
}
