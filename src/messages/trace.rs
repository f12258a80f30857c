//! The message about a step that is taken apart.

use serde::Serialize;

use super::{Bytes, Counts, Doubles, Finite};
use crate::inspect::{FilledLine, SlotChange, StepTrace, WeightTrace, WeightUpdate};
use crate::json::Tagged;
use crate::nn::trace::{self, Batch, LayerBackward, LayerForward, Step, StepGradients, derivative};
use crate::nn::{LayerView, Network};
use crate::run::Run;

/// The next step of a run: every number of one example, forward and backward, and the new weights. Lists of all weights are
/// of the trainable ones, in the order of `snapshot.weights`; `parameters` says which are where.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Trace<'a> {
    pub step: u64,
    pub learning_rate: f64,
    /// The training examples of the batch.
    pub batch: Counts<'a>,
    /// Whether the example is one of the batch, so that layers behave as in training.
    pub training: bool,
    /// In the order of computation.
    pub layers: Vec<TraceLayer<'a>>,
    pub outputs: Vec<TraceOutput<'a>>,
    /// The loss of the example: the sum over the outputs, each times its weight.
    pub loss: Finite,
    /// The mean over the batch, and the penalties that are added to it.
    pub batch_loss: Finite,
    pub penalty: Finite,
    pub parameters: Vec<TraceParameter<'a>>,
    pub weights: Doubles<'a>,
    /// Of the example's loss.
    pub gradients: Doubles<'a>,
    /// The same by finite differences; empty for networks too large for that.
    pub differences: Doubles<'a>,
    /// Null where there is nothing to train on.
    pub update: Option<TraceUpdate<'a>>,
    /// The weight that was asked for.
    pub weight: Option<TraceWeight>,
}

/// A layer, flattened in its shape. What a layer does not have is empty.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct TraceLayer<'a> {
    pub name: &'a str,
    pub kind: &'static str,
    pub activation: Option<&'static str>,
    /// The layers it takes, by their place in this list.
    pub inputs: Vec<usize>,
    pub shape: &'a [usize],
    /// Before the activation, and the output.
    pub z: Doubles<'a>,
    pub a: Doubles<'a>,
    /// da/dz of each unit; of a softmax, how its own z acts on it.
    pub derivative: Doubles<'a>,
    pub grad_a: Doubles<'a>,
    pub grad_z: Doubles<'a>,
    /// 1 for places that count, 0 for padding; null if all count.
    pub mask: Option<Bytes<'a>>,
    /// The factors of dropout, and what noise has added.
    pub factors: Doubles<'a>,
    pub noise: Doubles<'a>,
    /// Which value of the input was the largest, or which input.
    pub largest: Counts<'a>,
    pub statistics: Vec<TraceStatistics>,
    pub normalized: Doubles<'a>,
    /// The steps of each direction of a recurrent layer.
    pub directions: Vec<Vec<TraceStep<'a>>>,
}

#[derive(Clone, Copy, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct TraceStatistics {
    pub mean: Finite,
    pub variance: Finite,
    pub inverse_deviation: Finite,
}

/// A step of a recurrent layer. Gates lie side by side, `[gate][unit]`: h of a simple RNN, i, f, g, o of an LSTM, z, r and
/// the new part of a GRU.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct TraceStep<'a> {
    /// The place in the sequence that it reads.
    pub time: usize,
    pub counts: bool,
    pub z: Doubles<'a>,
    pub gates: Doubles<'a>,
    pub h_before: Doubles<'a>,
    pub h: Doubles<'a>,
    pub c_before: Doubles<'a>,
    pub c: Doubles<'a>,
    pub grad_h: Doubles<'a>,
    pub grad_c: Doubles<'a>,
    pub grad_gates: Doubles<'a>,
    pub grad_z: Doubles<'a>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct TraceOutput<'a> {
    /// Its place among the layers.
    pub layer: usize,
    pub loss_name: &'static str,
    pub weight: f64,
    pub target: Doubles<'a>,
    /// Without the weight.
    pub loss: Finite,
    /// Whether dL/dz comes from the logits at once, as of a softmax with cross-entropy: a - y.
    pub from_logits: bool,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct TraceParameter<'a> {
    /// Its place among the layers, and that of others that use it too.
    pub layer: usize,
    pub name: &'a str,
    pub shape: Vec<usize>,
    /// Its first weight.
    pub offset: usize,
}

/// What happens to the weights.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct TraceUpdate<'a> {
    /// Of the mean loss of the batch.
    pub mean_gradients: Doubles<'a>,
    pub penalty_gradients: Doubles<'a>,
    /// Their sum, clipped: what the optimizer gets.
    pub clipped: Doubles<'a>,
    /// The norm of all gradients before they are clipped, and that of each parameter.
    pub norm: Finite,
    pub norms: Doubles<'a>,
    /// Empty for networks too large to compute them all.
    pub new_weights: Doubles<'a>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct TraceWeight {
    pub index: usize,
    /// The finite difference of the example's loss.
    pub difference: Finite,
    pub update: Option<TraceRule>,
}

/// The rule of the optimizer, line by line. What is written is MathML.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct TraceRule {
    pub lines: Vec<TraceLine>,
    pub slots: Vec<TraceSlot>,
    /// How far the proximal step of an L1 penalty moves the weight towards 0 at most; null where there is none.
    pub threshold: Option<Finite>,
    pub after: Finite,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct TraceLine {
    pub symbol: String,
    pub formula: String,
    pub filled: String,
    pub value: Finite,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct TraceSlot {
    pub name: &'static str,
    pub symbol: String,
    pub before: Finite,
    pub after: Finite,
}

/// The row of an example; empty where the layer has none.
fn row<'a>(batch: &Batch, row: usize) -> Doubles<'a> {
    batch.get(row).cloned().unwrap_or_default().into()
}

impl<'a> Trace<'a> {
    pub fn of(run: &'a Run, traced: StepTrace) -> Self {
        let network = run.network();
        let StepTrace { row: example, .. } = traced;
        let views: Vec<LayerView> = network.layers().collect();
        let pairs = views.iter().zip(traced.forward.layers.iter().zip(&traced.backward.layers));
        let layers = pairs
            .map(|(view, (forward, backward))| TraceLayer::of(*view, &views, forward, backward, example));
        let layers = layers.collect();
        let update = traced.update.map(|update| TraceUpdate {
            mean_gradients: update.mean_gradients.into(),
            penalty_gradients: update.penalty_gradients.into(),
            norm: update.clipped.norm.into(),
            norms: update.clipped.norms.into(),
            clipped: update.clipped.gradients.into(),
            new_weights: update.new_weights.into(),
        });
        let trainable = traced.backward.weights.len();
        Self {
            step: traced.moment.step,
            learning_rate: traced.learning_rate,
            batch: traced.batch.iter().map(|&index| index as u32).collect(),
            training: traced.training,
            layers,
            outputs: outputs(network, &views, &traced.targets, &traced.losses),
            loss: traced.loss.into(),
            batch_loss: traced.batch_loss.into(),
            penalty: traced.penalty.into(),
            parameters: parameters(network, &views),
            weights: traced.weights[..trainable].to_vec().into(),
            gradients: traced.backward.weights.into(),
            differences: traced.differences.into(),
            update,
            weight: traced.weight.map(TraceWeight::from),
        }
    }
}

fn outputs<'a>(
    network: &'a Network,
    views: &[LayerView],
    targets: &[Vec<f64>],
    losses: &[f64],
) -> Vec<TraceOutput<'a>> {
    let all = trace::outputs(network).zip(targets).zip(losses);
    let output = |((output, target), &loss): ((trace::Output<'a>, &Vec<f64>), &f64)| TraceOutput {
        layer: views.iter().position(|view| view.name == output.name).unwrap_or_default(),
        loss_name: output.loss.name(),
        weight: output.weight,
        target: target.clone().into(),
        loss: loss.into(),
        from_logits: output.from_logits,
    };
    all.map(output).collect()
}

fn parameters(network: &Network, views: &[LayerView]) -> Vec<TraceParameter<'static>> {
    let trainable = network.parameters().into_iter().filter(|parameter| parameter.trainable);
    let parameter = trainable.map(|parameter| TraceParameter {
        layer: views.iter().position(|view| view.name == parameter.layer).unwrap_or_default(),
        name: parameter.name,
        shape: parameter.shape,
        offset: parameter.range.start,
    });
    parameter.collect()
}

impl<'a> TraceLayer<'a> {
    fn of(
        view: LayerView<'a>,
        all: &[LayerView],
        forward: &LayerForward,
        backward: &LayerBackward,
        example: usize,
    ) -> Self {
        let place = |name: &String| all.iter().position(|other| other.name == name).unwrap_or_default();
        let activation = view.kind.activation();
        let (z, a) = (forward.z.get(example), forward.a.get(example));
        let units = z.into_iter().flatten().zip(a.into_iter().flatten());
        let derivatives = units.filter_map(|(&z, &a)| Some(derivative(activation?, z, a)));
        // Batch statistics are of all examples, those of a layer normalization of each.
        let statistics = match &forward.statistics[..] {
            [of_batch] => Some(of_batch),
            all => all.get(example),
        };
        let step = |(forward, backward): (&Step, &StepGradients)| TraceStep::of(forward, backward);
        let directions = forward.steps.iter().zip(&backward.steps);
        Self {
            name: view.name,
            kind: view.kind.name(),
            activation: activation.map(Tagged::name),
            inputs: view.inputs.iter().map(place).collect(),
            shape: view.shape,
            z: row(&forward.z, example),
            a: row(&forward.a, example),
            derivative: derivatives.collect(),
            grad_a: row(&backward.grad_a, example),
            grad_z: row(&backward.grad_z, example),
            mask: forward
                .mask
                .as_ref()
                .map(|mask| mask[example].iter().map(|&counts| counts.into()).collect()),
            factors: row(&forward.factors, example),
            noise: row(&forward.noise, example),
            largest: forward.largest.get(example).into_iter().flatten().map(|&at| at as u32).collect(),
            statistics: statistics
                .into_iter()
                .flatten()
                .map(|statistics| TraceStatistics {
                    mean: statistics.mean.into(),
                    variance: statistics.variance.into(),
                    inverse_deviation: statistics.inverse_deviation.into(),
                })
                .collect(),
            normalized: row(&forward.normalized, example),
            directions: directions
                .map(|(forward, backward)| {
                    forward[example].iter().zip(&backward[example]).map(step).collect()
                })
                .collect(),
        }
    }
}

impl TraceStep<'_> {
    fn of(forward: &Step, backward: &StepGradients) -> Self {
        Self {
            time: forward.time,
            counts: forward.counts,
            z: forward.z.clone().into(),
            gates: forward.gates.clone().into(),
            h_before: forward.h_before.clone().into(),
            h: forward.h.clone().into(),
            c_before: forward.c_before.clone().into(),
            c: forward.c.clone().into(),
            grad_h: backward.h.clone().into(),
            grad_c: backward.c.clone().into(),
            grad_gates: backward.gates.clone().into(),
            grad_z: backward.z.clone().into(),
        }
    }
}

impl From<WeightTrace> for TraceWeight {
    fn from(weight: WeightTrace) -> Self {
        Self {
            index: weight.index,
            difference: weight.difference.into(),
            update: weight.update.map(TraceRule::from),
        }
    }
}

impl From<WeightUpdate> for TraceRule {
    fn from(update: WeightUpdate) -> Self {
        let line = |FilledLine { symbol, formula, filled, value }| TraceLine {
            symbol,
            formula,
            filled,
            value: Finite(value),
        };
        let slot = |SlotChange { name, symbol, before, after }| TraceSlot {
            name,
            symbol,
            before: Finite(before),
            after: Finite(after),
        };
        Self {
            lines: update.lines.into_iter().map(line).collect(),
            slots: update.slots.into_iter().map(slot).collect(),
            threshold: update.threshold.map(Finite),
            after: update.after.into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::Experiment;
    use crate::inspect::{self, Chosen};

    #[test]
    fn all_numbers_of_an_example_are_sent() {
        let run = Run::new(Experiment::default()).unwrap();
        let moment = run.moment();
        let traced = inspect::trace(&run, moment, &[], &Chosen::Train(0), Some(2)).unwrap();
        let sent = serde_json::to_value(Trace::of(&run, traced)).unwrap();
        let layers = sent["layers"].as_array().unwrap();
        assert_eq!(layers.len(), run.network().layers().count());
        for layer in &layers[1..] {
            let units = layer["a"].as_array().unwrap().len();
            for field in ["z", "derivative", "gradA", "gradZ"] {
                assert_eq!(layer[field].as_array().unwrap().len(), units, "{field} of {layer}");
            }
        }
        let weights = sent["weights"].as_array().unwrap().len();
        for list in [&sent["gradients"], &sent["differences"], &sent["update"]["newWeights"]] {
            assert_eq!(list.as_array().unwrap().len(), weights);
        }
        assert_eq!(sent["weight"]["index"], 2);
        assert_eq!(sent["weight"]["update"]["after"], sent["update"]["newWeights"][2]);
        let last = sent["parameters"].as_array().unwrap().last().unwrap();
        assert_eq!((&last["name"], &last["offset"]), (&"bias".into(), &(weights - 1).into()));
    }
}
