//! A series continued: the network's own answers become what it is given next.

use super::layers::values_of;
use crate::data::Scaling;
use crate::experiment::Wiring;
use crate::nn::Network;

/// The next `steps` values after the last `window` of `values`, in the series' unit.
pub fn forecast(
    network: &Network,
    wiring: &Wiring,
    output: &str,
    scaling: Scaling,
    values: &[f64],
    window: usize,
    steps: usize,
) -> Vec<f64> {
    let mut known: Vec<f32> =
        values[values.len().saturating_sub(window)..].iter().map(|&value| scaling.apply(value)).collect();
    let mut next = Vec::with_capacity(steps);
    while next.len() < steps && known.len() >= window {
        let given = known[known.len() - window..].to_vec();
        let said = &values_of(network, wiring, &[vec![given]], &[output])[0][0];
        if said.is_empty() {
            break;
        }
        known.extend(said);
        next.extend(said.iter().map(|&value| scaling.undo(value)));
    }
    next.truncate(steps);
    next
}
