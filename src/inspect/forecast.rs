//! A series continued: the network's own answers become what it is given next.

use super::layers::values_of;
use crate::data::Standardization;
use crate::experiment::Wiring;
use crate::nn::Network;

/// Predicts the values after the last `window` of `values`, in the unit of the series, one after the other, as long
/// as more are wanted.
pub fn forecast<'a>(
    network: &'a Network,
    wiring: &'a Wiring,
    output: &'a str,
    standardization: Standardization,
    values: &[f64],
    window: usize,
) -> impl Iterator<Item = f64> + 'a {
    let mut known: Vec<f32> = values[values.len().saturating_sub(window)..]
        .iter()
        .map(|&value| standardization.apply(value))
        .collect();
    let next = move || {
        let given = known[known.len().checked_sub(window)?..].to_vec();
        let predicted = values_of(network, wiring, &[vec![given]], &[output]).swap_remove(0).swap_remove(0);
        known.extend(&predicted);
        Some(predicted).filter(|predicted| !predicted.is_empty())
    };
    std::iter::from_fn(next).flatten().map(move |value| standardization.undo(value))
}
