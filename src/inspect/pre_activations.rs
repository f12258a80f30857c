//! Where on its activation a layer works: z of its units for training examples.

use crate::nn::trace;
use crate::run::Run;

/// Examples, numbers and multiplications above which only some are looked at.
const MOST_EXAMPLES: usize = 256;
const MOST_NUMBERS: usize = 1 << 14;
const MANY_PRODUCTS: f64 = 2e7;

/// z of all units of a layer for training examples spread evenly over the set, as when it is evaluated. Empty where there is no such
/// layer or where it has no z.
pub fn pre_activations(run: &Run, layer: &str) -> Vec<f32> {
    let (network, train) = (run.network(), &run.data().train);
    let Some(index) = network.layers().position(|one| one.name == layer) else { return Vec::new() };
    let few = (MANY_PRODUCTS / network.multiplications().max(1.0)) as usize;
    let count = train.count.min(MOST_EXAMPLES).min(few.max(8));
    let examples = (0..count).map(|at| at * train.count / count);
    let rows = examples.map(|example| {
        run.wiring()
            .inputs
            .iter()
            .map(move |&input| train.input(input, example).iter().map(|&value| value.into()).collect())
            .collect::<Vec<Vec<f64>>>()
    });
    let rows: Vec<Vec<Vec<f64>>> = rows.collect();
    let inputs: Vec<_> = (0..run.wiring().inputs.len())
        .map(|input| rows.iter().map(|row| row[input].clone()).collect())
        .collect();
    let forward = trace::forward(network, &trace::weights(network), &inputs, None);
    let z: Vec<f32> = forward.layers[index].z.iter().flatten().map(|&z| z as f32).collect();
    let share = z.len().div_ceil(MOST_NUMBERS).max(1);
    z.into_iter().step_by(share).collect()
}
