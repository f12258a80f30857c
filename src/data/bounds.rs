//! The plane of the data sets.

/// Half the side of the plane.
pub const EDGE: f64 = 6.0;

/// Centres and radius of the discs of the multi-label set.
pub(super) const DISCS: [(f64, f64); 3] = [(-1.7, 1.0), (1.7, 1.0), (0.0, -1.9)];
