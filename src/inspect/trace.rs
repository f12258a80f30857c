//! The next step of a run, taken apart: one example forward and backward, the mean over the batch, the new weights.

use serde::Deserialize;

use super::encode::{encode, encode_targets};
use super::update::{RuleAtStep, Update, WeightUpdate};
use crate::data::{Examples, Split};
use crate::nn::trace::{self, Backward, Batch, Forward};
use crate::random::Random;
use crate::run::{Moment, Run};

/// The example to look at.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "ChosenExample", rename_all = "snake_case"))]
pub enum Chosen {
    /// Its place in the batch: layers behave as in training.
    Batch(usize),
    /// An example of the training or the test set by itself, as when it is evaluated.
    Train(usize),
    Test(usize),
    /// One typed by a person.
    Given {
        inputs: Vec<Vec<f64>>,
        targets: Vec<Vec<f64>>,
    },
}

/// Everything about a step and an example in it.
#[derive(Clone, Debug)]
pub struct StepTrace {
    pub moment: Moment,
    pub learning_rate: f64,
    /// The training examples of the batch.
    pub batch: Vec<usize>,
    /// Whether the example is one of the batch and layers behave as in training.
    pub training: bool,
    /// The row of the example in `forward` and `backward`.
    pub row: usize,
    pub forward: Forward,
    /// Of the loss of this example alone.
    pub backward: Backward,
    /// The targets of the example, by output.
    pub targets: Vec<Vec<f64>>,
    /// Its loss at each output, without the weight of the output.
    pub losses: Vec<f64>,
    /// The weighted sum of these.
    pub loss: f64,
    /// The mean over the batch, and the penalties that are added to it.
    pub batch_loss: f64,
    pub penalty: f64,
    pub weights: Vec<f64>,
    /// Finite differences of the example's loss for all weights; empty for networks too large for that.
    pub differences: Vec<f64>,
    /// None where there is nothing to train on.
    pub update: Option<Update>,
    pub weight: Option<WeightTrace>,
}

/// One weight.
#[derive(Clone, Debug)]
pub struct WeightTrace {
    pub index: usize,
    /// The finite difference of the example's loss.
    pub difference: f64,
    pub update: Option<WeightUpdate>,
}

/// A batch in the order of the network's inputs and outputs.
struct Subjects {
    inputs: Vec<Batch>,
    targets: Vec<Batch>,
    random: Option<Random>,
}

/// Products above which finite differences of all weights are not computed.
const MANY_PRODUCTS: f64 = 4e6;
/// Products above which a batch is not gone through.
const TOO_MANY_PRODUCTS: f64 = 6e8;

/// Takes the step apart that follows a moment. `slots` are those of the optimizer, one after the other; where there are none,
/// they have their initial values. None if there is no such example or weight.
pub fn trace(
    run: &Run,
    moment: Moment,
    slots: &[f32],
    chosen: &Chosen,
    weight: Option<usize>,
) -> Option<StepTrace> {
    let (network, config) = (run.network(), &run.experiment().optimizer);
    let weights = trace::weights(network);
    let batch = run.batch_at(&moment);
    let is_too_large = network.multiplications() * batch.len() as f64 > TOO_MANY_PRODUCTS;
    let training = Subjects::of_examples(run, &run.data().train, &batch, Some(moment.random()));
    let (subjects, row) = subjects(run, &moment, &batch, chosen)?;
    let forward = subjects.forward(run, &weights);
    let losses = trace::losses(network, &forward, &subjects.targets);
    let examples = subjects.inputs[0].len();
    let mut shares = vec![0.0; examples];
    shares[row] = 1.0;
    let backward = trace::backward(network, &weights, &forward, &subjects.targets, &shares);
    let trainable = backward.weights.len();
    if weight.is_some_and(|weight| weight >= trainable) {
        return None;
    }
    let difference = |index: usize| subjects.difference(run, &weights, row, index);
    let products = network.multiplications() * (examples * trainable) as f64;
    let differences = if products > MANY_PRODUCTS { 0 } else { trainable };
    let differences: Vec<f64> = (0..differences).map(difference).collect();

    let of_batch = (!batch.is_empty() && !is_too_large).then(|| training.mean(run, &weights));
    let initial: Vec<f32>;
    let rule = config.rule.rule();
    let slots = if slots.is_empty() {
        let of_slot = |slot| vec![rule.initial_slot_value(slot) as f32; trainable];
        initial = (0..rule.slots().len()).flat_map(of_slot).collect();
        &initial
    } else {
        slots
    };
    if slots.len() != rule.slots().len() * trainable {
        return None;
    }
    let mut rule = RuleAtStep::new(config, network, moment.step, moment.optimizer_steps, slots);
    let update = of_batch.as_ref().map(|(_, mean)| {
        let penalty_gradients = trace::regularize(network, &weights);
        let sums = mean.iter().zip(&penalty_gradients).map(|(mean, penalty)| mean + penalty);
        let clipped = trace::clip(config, network, &sums.collect::<Vec<_>>());
        let new_weights = rule.all(&weights, &clipped.gradients);
        Update { mean_gradients: mean.clone(), penalty_gradients, clipped, new_weights }
    });
    let weight = weight.map(|index| WeightTrace {
        index,
        difference: differences.get(index).copied().unwrap_or_else(|| difference(index)),
        update: update
            .as_ref()
            .map(|update| rule.weight(index, weights[index], update.clipped.gradients[index])),
    });
    Some(StepTrace {
        learning_rate: config.rate(moment.step),
        moment,
        batch,
        training: matches!(chosen, Chosen::Batch(_)),
        row,
        targets: subjects.targets.iter().map(|rows| rows[row].clone()).collect(),
        loss: trace::loss_of_example(network, &losses, row),
        losses: losses.iter().map(|losses| losses[row]).collect(),
        batch_loss: of_batch.map_or(f64::NAN, |(loss, _)| loss),
        penalty: trace::penalty(network, &weights),
        forward,
        backward,
        weights,
        differences,
        update,
        weight,
    })
}

/// What to go through for the chosen example, and its row there.
fn subjects(run: &Run, moment: &Moment, batch: &[usize], chosen: &Chosen) -> Option<(Subjects, usize)> {
    let of_set = |set: Split, index: usize| {
        let examples = run.data().examples(set);
        (index < examples.count).then(|| (Subjects::of_examples(run, examples, &[index], None), 0))
    };
    match chosen {
        Chosen::Batch(row) if *row < batch.len() => {
            let random = Some(moment.random());
            Some((Subjects::of_examples(run, &run.data().train, batch, random), *row))
        }
        Chosen::Batch(_) => None,
        Chosen::Train(index) => of_set(Split::Train, *index),
        Chosen::Test(index) => of_set(Split::Test, *index),
        Chosen::Given { inputs, targets } => {
            let (inputs, targets) = (encode(run.data(), inputs), encode_targets(run.data(), targets));
            let of = |values: &[Vec<f32>], wired: &[usize]| {
                wired.iter().map(|&index| vec![wide(&values[index])]).collect()
            };
            let wiring = run.wiring();
            let (inputs, targets) = (of(&inputs, &wiring.inputs), of(&targets, &wiring.targets));
            Some((Subjects { inputs, targets, random: None }, 0))
        }
    }
}

impl Subjects {
    fn of_examples(run: &Run, examples: &Examples, indices: &[usize], random: Option<Random>) -> Self {
        let wiring = run.wiring();
        let inputs = wiring.inputs.iter();
        let inputs =
            inputs.map(|&input| indices.iter().map(|&index| wide(&examples.input(input, index))).collect());
        let targets = wiring.targets.iter();
        let targets = targets
            .map(|&target| indices.iter().map(|&index| wide(&examples.target(target, index))).collect());
        Self { inputs: inputs.collect(), targets: targets.collect(), random }
    }

    fn forward(&self, run: &Run, weights: &[f64]) -> Forward {
        trace::forward(run.network(), weights, &self.inputs, self.random.clone())
    }

    /// The mean loss of all, and its gradients.
    fn mean(&self, run: &Run, weights: &[f64]) -> (f64, Vec<f64>) {
        let (network, examples) = (run.network(), self.inputs[0].len());
        let forward = self.forward(run, weights);
        let losses = trace::losses(network, &forward, &self.targets);
        let sum: f64 = (0..examples).map(|row| trace::loss_of_example(network, &losses, row)).sum();
        let share = 1.0 / examples as f64;
        let backward = trace::backward(network, weights, &forward, &self.targets, &vec![share; examples]);
        (share * sum, backward.weights)
    }

    /// How the loss of an example changes with a weight: the loss a little above and a little below, over their distance.
    fn difference(&self, run: &Run, weights: &[f64], row: usize, index: usize) -> f64 {
        let h = 1e-5 * weights[index].abs().max(1.0);
        let loss = |weight: f64| {
            let mut moved = weights.to_vec();
            moved[index] = weight;
            let losses = trace::losses(run.network(), &self.forward(run, &moved), &self.targets);
            trace::loss_of_example(run.network(), &losses, row)
        };
        (loss(weights[index] + h) - loss(weights[index] - h)) / (2.0 * h)
    }
}

fn wide(values: &[f32]) -> Vec<f64> {
    values.iter().map(|&value| value.into()).collect()
}
