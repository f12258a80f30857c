//! What goals compare: numbers of a run at one moment, and numbers of its experiment.

use serde::Deserialize;

use super::Quantity;
use crate::experiment::Experiment;
use crate::inspect;
use crate::nn::LayerKind;
use crate::run::{self, Evaluation, Run};

/// The numbers of a run at one moment, as a snapshot has them. What is missing is not known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Deserialize)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Facts {
    pub step: u64,
    pub epoch: f64,
    pub learning_rate: f64,
    pub train: Measures,
    pub test: Measures,
    pub live_weights: Option<usize>,
    #[cfg_attr(test, ts(optional, as = "Option<_>"))]
    pub dead_units: Option<usize>,
}

/// The metrics of one set of examples; `metric` is accuracy or R2.
#[derive(Clone, Copy, Debug, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Measures {
    pub loss: Option<f64>,
    pub metric: Option<f64>,
    pub mae: Option<f64>,
}

impl From<run::Metrics> for Measures {
    fn from(metrics: run::Metrics) -> Self {
        let known = |number: f64| number.is_finite().then_some(number);
        Self { loss: known(metrics.loss), metric: known(metrics.metric), mae: known(metrics.mae) }
    }
}

impl Facts {
    /// Those of a run that was just evaluated. Dead units are counted where they are wanted.
    pub fn of(run: &Run, [train, test]: &[Evaluation; 2], counts_dead_units: bool) -> Self {
        Self {
            step: run.step(),
            epoch: run.epoch(),
            learning_rate: run.learning_rate(),
            train: train.metrics.into(),
            test: test.metrics.into(),
            live_weights: Some(run.network().live_weights().0),
            dead_units: counts_dead_units.then(|| dead_units(run)),
        }
    }

    /// The value of a quantity. None if it is not known, or is nothing that this experiment has.
    pub fn value(&self, quantity: Quantity, experiment: &Experiment) -> Option<f64> {
        let is_regression = experiment.data.problem().is_regression();
        let accuracy = |measures: Measures| measures.metric.filter(|_| !is_regression);
        let r2 = |measures: Measures| measures.metric.filter(|_| is_regression);
        let evaluated = if experiment.data.has_test_set() { self.test } else { self.train };
        let hidden = || hidden_layers(experiment);
        match quantity {
            Quantity::TrainLoss => self.train.loss,
            Quantity::TestLoss => self.test.loss,
            Quantity::Gap => Some(self.test.loss? - self.train.loss?),
            Quantity::Accuracy => accuracy(evaluated),
            Quantity::TrainAccuracy => accuracy(self.train),
            Quantity::TestAccuracy => accuracy(self.test),
            Quantity::R2 => r2(evaluated),
            Quantity::TrainR2 => r2(self.train),
            Quantity::TestR2 => r2(self.test),
            Quantity::Mae => evaluated.mae,
            Quantity::TrainMae => self.train.mae,
            Quantity::TestMae => self.test.mae,
            Quantity::Epoch => Some(self.epoch),
            Quantity::Step => Some(self.step as f64),
            Quantity::LearningRate => Some(self.learning_rate),
            Quantity::BatchSize => {
                let examples = experiment.data.samples as f64 * experiment.data.train_fraction;
                Some(experiment.training.batch_size.of(examples.round() as usize) as f64)
            }
            Quantity::Samples => Some(experiment.data.samples as f64),
            Quantity::Features => Some(experiment.data.features.len() as f64),
            Quantity::HiddenLayers => Some(hidden().len() as f64),
            Quantity::HiddenUnits => Some(hidden().iter().map(|(_, units)| units).sum::<usize>() as f64),
            Quantity::Parameters => Some(experiment.outline().parameters as f64),
            Quantity::LiveWeights => self.live_weights.map(|count| count as f64),
            Quantity::DeadUnits => self.dead_units.map(|count| count as f64),
        }
    }
}

/// Layers with units that are no outputs, each with their number.
fn hidden_layers(experiment: &Experiment) -> Vec<(String, usize)> {
    let network = &experiment.network;
    let has_units = |name: &str| {
        let layer = network.layers.iter().find(|layer| layer.name == name);
        let is_output = network.outputs.iter().any(|output| output == name);
        !is_output
            && layer.is_some_and(|layer| {
                matches!(
                    layer.kind,
                    LayerKind::Dense(_)
                        | LayerKind::Conv1d(_)
                        | LayerKind::Conv2d(_)
                        | LayerKind::SimpleRnn(_)
                        | LayerKind::Lstm(_)
                        | LayerKind::Gru(_)
                        | LayerKind::Bidirectional(_)
                )
            })
    };
    let layers = experiment.outline().layers.into_iter();
    let sized = layers.filter_map(|layer| Some((layer.name, *layer.shape?.last()?)));
    sized.filter(|(name, _)| has_units(name)).collect()
}

/// The number of hidden units that are 0 for every training example, wherever a filter looks.
pub fn dead_units(run: &Run) -> usize {
    let (network, wiring, examples) = (run.network(), run.wiring(), &run.data().train);
    let dead = |(layer, units): &(String, usize)| {
        let codes = inspect::codes(network, wiring, examples, layer, examples.count, || false);
        // Rows are values of the layer, of which the last axis counts its units.
        let rows: Vec<bool> =
            codes.values.chunks_exact(codes.count.max(1)).map(|row| row.iter().all(|&v| v == 0.0)).collect();
        (0..*units).filter(|unit| rows.iter().skip(*unit).step_by(*units).all(|&is_zero| is_zero)).count()
    };
    if examples.count == 0 { 0 } else { hidden_layers(run.experiment()).iter().map(dead).sum() }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::goals::{Goal, read};

    fn run(experiment: serde_json::Value) -> Run {
        Run::new(Experiment::read(&experiment).unwrap()).unwrap()
    }

    fn value(run: &mut Run, quantity: Quantity) -> Option<f64> {
        let evaluations = run.evaluate();
        Facts::of(run, &evaluations, true).value(quantity, run.experiment())
    }

    #[test]
    fn a_network_is_counted_as_people_count_it() {
        let mut run = run(json!({}));
        run.advance(28, || false);
        let mut is =
            |quantity, expected: f64| assert_eq!(value(&mut run, quantity), Some(expected), "{quantity:?}");
        is(Quantity::HiddenLayers, 2.0);
        is(Quantity::HiddenUnits, 8.0);
        is(Quantity::Parameters, 37.0);
        is(Quantity::LiveWeights, 28.0);
        is(Quantity::DeadUnits, 0.0);
        is(Quantity::Step, 28.0);
        is(Quantity::Epoch, 1.0);
        is(Quantity::BatchSize, 10.0);
        is(Quantity::LearningRate, 0.1);
        assert_eq!(value(&mut run, Quantity::R2), None);
        let gap =
            value(&mut run, Quantity::TestLoss).unwrap() - value(&mut run, Quantity::TrainLoss).unwrap();
        assert_eq!(value(&mut run, Quantity::Gap), Some(gap));
        assert_eq!(value(&mut run, Quantity::Accuracy), value(&mut run, Quantity::TestAccuracy));
    }

    #[test]
    fn units_that_are_always_zero_are_dead() {
        let mut run = run(json!({"network": {"layers": [
            {"name": "input", "layer": "input"},
            {"name": "h", "layer": "dense", "inputs": ["input"], "units": 3, "activation": "relu"},
            {"name": "output", "layer": "dense", "inputs": ["h"], "activation": "sigmoid"},
        ], "outputs": ["output"]}}));
        assert_eq!(value(&mut run, Quantity::DeadUnits), Some(0.0));
        let bias = run.network().parameters().iter().find(|one| one.name == "bias").unwrap().range.start;
        run.set_parameter(bias, -1000.0);
        assert_eq!(value(&mut run, Quantity::DeadUnits), Some(1.0));
    }

    #[test]
    fn goals_are_reached_by_values_that_are_there() {
        let mut run = run(json!({"data": {"dataset": "sine"}}));
        let evaluations = run.evaluate();
        let facts = Facts::of(&run, &evaluations, false);
        let check = |text: &str| {
            let goals: Vec<Goal> = read(text).unwrap();
            goals.iter().map(|goal| goal.check(&facts, run.experiment()).1).collect::<Vec<_>>()
        };
        assert_eq!(
            check("epoch = 0, test_r2 < 1, accuracy >= 0, dead_units = 0"),
            [true, true, false, false]
        );
    }
}
