//! How well the layers of a network are doing: units that never fire, derivatives that are almost 0, how large gradients and steps
//! are, and numbers that are not finite. `verdict` says in one finding what is wrong, and `remedy` what would mend it.

mod remedy;
mod verdict;

pub use remedy::{Remedy, remedied};
pub use verdict::{Finding, Kind, Verdict, verdict};

use crate::nn::{LayerView, Mode, Network, Optimizer, Parameter, Workspace};
use crate::run::{Moment, Run};

/// A derivative below this share of its largest counts as flat.
const FLAT: f32 = 0.01;
/// Multiplications above which only some training examples are looked at.
const MANY_PRODUCTS: f64 = 3e8;
const FEWEST_EXAMPLES: usize = 64;
/// Weights above which the next step is not computed.
const MANY_WEIGHTS: usize = 300_000;
const BINS: usize = 24;

/// All layers that have weights or an activation, at one step.
#[derive(Clone, Debug)]
pub struct Health {
    pub step: u64,
    /// The number of training examples that were looked at, and of all.
    pub examples: usize,
    pub of_examples: usize,
    /// Their mean loss.
    pub loss: f64,
    pub layers: Vec<LayerHealth>,
}

#[derive(Clone, Debug)]
pub struct LayerHealth {
    pub name: String,
    pub kind: &'static str,
    pub activation: Option<&'static str>,
    pub is_output: bool,
    /// The last axis of its output.
    pub units: usize,
    /// For each unit the share of values whose derivative is at least 1 % of the activation's largest. Empty where there is no
    /// such derivative.
    pub slopes: Vec<f32>,
    /// The number of units whose derivative is 0 for every example.
    pub dead: usize,
    pub weights: Option<WeightHealth>,
    /// Values and weights that are not finite.
    pub not_finite: usize,
}

/// What training does to the weights of a layer.
#[derive(Clone, Debug)]
pub struct WeightHealth {
    pub count: usize,
    /// The root mean square of the weights, of their gradients over all examples, and of the next step.
    pub rms: f64,
    pub gradient: f64,
    /// None where the next step was not computed.
    pub step: Option<f64>,
    pub histogram: Histogram,
    /// Whether all units have the same weights and the same gradients, so that they stay the same.
    pub units_are_equal: bool,
}

#[derive(Clone, Debug, Default)]
pub struct Histogram {
    pub low: f64,
    pub high: f64,
    pub counts: Vec<u32>,
}

impl LayerHealth {
    /// The share of values whose derivative is under 1 % of its largest.
    pub fn saturated(&self) -> Option<f64> {
        let sum: f64 = self.slopes.iter().map(|&slope| f64::from(slope)).sum();
        (!self.slopes.is_empty()).then(|| 1.0 - sum / self.slopes.len() as f64)
    }

    pub fn dead_share(&self) -> f64 {
        if self.slopes.is_empty() { 0.0 } else { self.dead as f64 / self.slopes.len() as f64 }
    }
}

impl WeightHealth {
    /// How far the next step moves the weights, as a share of their size.
    pub fn update(&self) -> Option<f64> {
        self.step.filter(|_| self.rms > 0.0).map(|step| step / self.rms)
    }
}

impl Health {
    /// The gradient of the first layer with weights over that of the last.
    pub fn gradient_ratio(&self) -> Option<f64> {
        let mut gradients =
            self.layers.iter().filter_map(|layer| layer.weights.as_ref()).map(|one| one.gradient);
        let first = gradients.next()?;
        let ratio = first / gradients.next_back()?;
        ratio.is_finite().then_some(ratio)
    }
}

/// What is counted of a layer's values.
struct Counted {
    layer: usize,
    largest: f32,
    /// By unit: derivatives that are not flat, that are not 0, and all.
    steep: Vec<u64>,
    moving: Vec<u64>,
    all: u64,
    not_finite: usize,
}

/// Looks at the training set with the weights that the run has. `slots` are those of the optimizer, one after the other; where
/// they do not fit, they have their initial values.
pub fn measure(run: &Run, moment: &Moment, slots: &[f32]) -> Health {
    let (network, all) = (run.network(), run.data().train.count);
    let most = (MANY_PRODUCTS / network.multiplications().max(1.0)) as usize;
    let examples = all.min(most.max(FEWEST_EXAMPLES));
    let chosen: Vec<usize> = (0..examples).map(|index| index * all / examples).collect();
    let mut counted: Vec<Counted> =
        network.layers().enumerate().map(|(index, layer)| Counted::new(index, &layer)).collect();
    let mut gradients = vec![0.0; trainable(network)];
    let mut loss = 0.0;
    let block = network.evaluation_block().min(examples.max(1));
    let mut space = network.workspace(block);
    let mut random = moment.random();
    for indices in chosen.chunks(block) {
        run.wiring().gather(&run.data().train, indices, &mut space);
        network.forward(&mut space, indices.len(), Mode::Training(&mut random));
        counted.iter_mut().for_each(|one| one.add(network, &space, indices.len()));
        loss += network.loss(&space, indices.len()) * indices.len() as f64 / examples as f64;
        network.backward(&mut space, indices.len());
        let share = indices.len() as f64 / examples as f64;
        let added = gradients.iter_mut().zip(space.gradients());
        added.for_each(|(sum, &gradient)| *sum += share * f64::from(gradient));
    }
    let step = next_step(run, moment, slots);
    let (parameters, outputs) = (network.parameters(), &run.experiment().network.outputs);
    let layers = network.layers().zip(counted).filter_map(|(layer, counted)| {
        let own: Vec<&Parameter> = parameters
            .iter()
            .filter(|one| one.layer == layer.name && one.trainable && !one.range.is_empty())
            .collect();
        let weights = (!own.is_empty()).then(|| weights(network, &own, &gradients, step.as_deref()));
        let slopes = counted.slopes();
        let has_values = !slopes.is_empty() || weights.is_some();
        has_values.then(|| LayerHealth {
            name: layer.name.to_owned(),
            kind: layer.kind.name(),
            activation: layer.kind.activation().map(|activation| activation.name()),
            is_output: outputs.iter().any(|output| output == layer.name),
            units: layer.shape.last().copied().unwrap_or(1),
            dead: counted.dead(),
            slopes,
            not_finite: counted.not_finite
                + own.iter().map(|one| not_finite(&network.weights[one.range.clone()])).sum::<usize>(),
            weights,
        })
    });
    Health { step: moment.step, examples, of_examples: all, loss, layers: layers.collect() }
}

impl Counted {
    fn new(index: usize, layer: &LayerView) -> Self {
        let units = layer.shape.last().copied().unwrap_or(1);
        let largest = layer.kind.activation().map_or(0.0, |activation| activation.largest_derivative());
        Self { layer: index, largest, steep: vec![0; units], moving: vec![0; units], all: 0, not_finite: 0 }
    }

    fn add(&mut self, network: &Network, space: &Workspace, examples: usize) {
        let (units, stride) = (self.steep.len(), space.stride());
        let rows = space.values(self.layer).chunks_exact(stride);
        self.not_finite += rows.map(|row| not_finite(&row[..examples])).sum::<usize>();
        let Some(derivatives) = network.derivatives(space, self.layer) else { return };
        for (value, row) in derivatives.chunks_exact(stride).enumerate() {
            let row = &row[..examples];
            let above = |least: f32| row.iter().filter(|slope| slope.abs() > least).count() as u64;
            self.steep[value % units] += above(FLAT * self.largest);
            self.moving[value % units] += above(0.0);
        }
        self.all += (examples * derivatives.len() / stride / units) as u64;
    }

    fn slopes(&self) -> Vec<f32> {
        if self.all == 0 {
            Vec::new()
        } else {
            self.steep.iter().map(|&count| count as f32 / self.all as f32).collect()
        }
    }

    fn dead(&self) -> usize {
        if self.all == 0 { 0 } else { self.moving.iter().filter(|&&count| count == 0).count() }
    }
}

fn trainable(network: &Network) -> usize {
    network.parameters().iter().filter(|one| one.trainable).map(|one| one.range.len()).sum()
}

fn not_finite(numbers: &[f32]) -> usize {
    numbers.iter().filter(|number| !number.is_finite()).count()
}

/// By how much the next batch changes each weight.
fn next_step(run: &Run, moment: &Moment, slots: &[f32]) -> Option<Vec<f64>> {
    let (mut network, batch) = (run.network().clone(), run.batch_at(moment));
    if batch.is_empty() || network.weights.len() > MANY_WEIGHTS {
        return None;
    }
    let mut space = network.workspace(batch.len());
    run.wiring().gather(&run.data().train, &batch, &mut space);
    network.forward(&mut space, batch.len(), Mode::Training(&mut moment.random()));
    network.backward(&mut space, batch.len());
    let config = &run.experiment().optimizer;
    let mut optimizer = Optimizer::new(config, &network);
    optimizer.restore(slots, moment.optimizer_steps);
    optimizer.step(config.rate(moment.step), network.trainable_mut(), space.gradients_mut());
    let pairs = network.weights.iter().zip(&run.network().weights);
    Some(pairs.map(|(after, before)| f64::from(*after) - f64::from(*before)).collect())
}

fn weights(network: &Network, own: &[&Parameter], gradients: &[f64], step: Option<&[f64]>) -> WeightHealth {
    let of = |numbers: &dyn Fn(usize) -> f64| rms(own.iter().flat_map(|one| one.range.clone()).map(numbers));
    let all: Vec<f64> =
        own.iter().flat_map(|one| one.range.clone()).map(|at| network.weights[at].into()).collect();
    WeightHealth {
        count: all.len(),
        rms: rms(all.iter().copied()),
        gradient: of(&|at| gradients[at]),
        step: step.map(|step| of(&|at| step[at])),
        histogram: Histogram::of(&all),
        units_are_equal: own.iter().all(|one| columns_are_equal(one, &|at| network.weights[at].into()))
            && own.iter().all(|one| columns_are_equal(one, &|at| gradients[at])),
    }
}

/// Whether there are at least two units, and each has the same numbers.
fn columns_are_equal(parameter: &Parameter, number: &dyn Fn(usize) -> f64) -> bool {
    let units = parameter.shape.last().copied().unwrap_or(1);
    units > 1
        && parameter.range.clone().all(|at| {
            let first = at - (at - parameter.range.start) % units;
            number(at).to_bits() == number(first).to_bits()
        })
}

fn rms(numbers: impl Iterator<Item = f64>) -> f64 {
    let (count, sum) = numbers.fold((0, 0.0), |(count, sum), number| (count + 1, sum + number * number));
    libm::sqrt(sum / f64::from(count.max(1)))
}

impl Histogram {
    fn of(numbers: &[f64]) -> Self {
        let finite: Vec<f64> = numbers.iter().copied().filter(|number| number.is_finite()).collect();
        let low = finite.iter().copied().fold(f64::INFINITY, f64::min);
        let high = finite.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        if finite.is_empty() {
            return Self::default();
        }
        let mut counts = vec![0; BINS];
        for number in finite {
            let share = if high > low { (number - low) / (high - low) } else { 0.5 };
            counts[((share * BINS as f64) as usize).min(BINS - 1)] += 1;
        }
        Self { low, high, counts }
    }
}
