//! Loss and metrics over whole sets of examples, and predictions, in inference mode.

use crate::data::{Data, Examples, Problem, Split};
use crate::experiment::Wiring;
use crate::nn::{Mode, Network, Workspace, metric};

/// The metrics of one set of examples. NaN if it is empty or the outputs are not finite.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Metrics {
    /// Mean loss over the examples, without regularizers.
    pub loss: f64,
    /// Accuracy in [0, 1] for classes, R2 for numbers.
    pub metric: f64,
    /// Mean absolute error.
    pub mae: f64,
}

impl Metrics {
    /// The metrics of an empty set.
    pub const NONE: Self = Self { loss: f64::NAN, metric: f64::NAN, mae: f64::NAN };
}

/// The evaluation of a network on a set of examples.
#[derive(Clone, Debug, PartialEq)]
pub struct Evaluation {
    /// The total loss, with the metric and the error of the first output.
    pub metrics: Metrics,
    pub heads: Vec<OutputEvaluation>,
}

/// The evaluation of one output.
#[derive(Clone, Debug, PartialEq)]
pub struct OutputEvaluation {
    pub metrics: Metrics,
    /// 1 for each example that is wrong. None for regression.
    pub wrong: Option<Vec<u8>>,
    /// The confusion matrix, `[true class][predicted class]`. None without classes.
    pub confusion: Option<Vec<u32>>,
}

/// Evaluates a network block by block, so that nothing has to wait for the whole. The weights are those at the start,
/// even if the network is trained in between.
#[derive(Clone)]
pub struct Evaluator {
    /// The network with the weights at the start.
    network: Network,
    space: Workspace,
    /// Examples in a block. This depends only on the network, since the same blocks give the same sums.
    block: usize,
    wiring: Wiring,
    passes: [Pass; 2],
    /// The sets still to be evaluated, the next one last, and how many of its examples are done.
    left: Vec<Split>,
    done: usize,
}

/// The results for one set.
#[derive(Clone, Default)]
struct Pass {
    /// Outputs of each head, `[unit][example]`.
    outputs: Vec<Vec<f32>>,
    /// The total loss, then that of every output: sums over the examples, means once the set is done.
    losses: Vec<f64>,
}

impl Evaluator {
    pub fn new(network: &Network, wiring: Wiring) -> Self {
        let block = network.evaluation_block();
        Self {
            network: network.clone(),
            space: network.evaluation_space(block),
            block,
            wiring,
            passes: [Pass::default(), Pass::default()],
            left: Vec::new(),
            done: 0,
        }
    }

    /// Starts an evaluation with the current weights of `network`, which must have the same shape.
    pub fn begin(&mut self, network: &Network, data: &Data, sets: &[Split]) {
        self.network.weights.copy_from_slice(&network.weights);
        self.left.clear();
        self.left.extend(sets.iter().rev());
        self.done = 0;
        for &set in sets {
            let (examples, pass) = (data.examples(set), &mut self.passes[set as usize]);
            pass.outputs.resize(self.wiring.targets.len(), Vec::new());
            for (outputs, &target) in pass.outputs.iter_mut().zip(&self.wiring.targets) {
                outputs.resize(examples.targets[target].len(), 0.0);
            }
            pass.losses.clear();
            pass.losses.resize(self.wiring.targets.len() + 1, 0.0);
        }
    }

    /// Whether an evaluation is in progress.
    pub fn is_under_way(&self) -> bool {
        !self.left.is_empty()
    }

    /// Cancels the evaluation.
    pub fn cancel(&mut self) {
        self.left.clear();
    }

    /// Evaluates one block of `data`, which must be the same as at the start. Returns true when all is done.
    pub fn advance(&mut self, data: &Data) -> bool {
        let Some(&set) = self.left.last() else { return true };
        let examples = data.examples(set);
        let end = (self.done + self.block).min(examples.count);
        if self.done < end {
            self.run_block(set, examples, self.done..end);
        }
        self.done = end;
        if end == examples.count {
            let losses = &mut self.passes[set as usize].losses;
            losses.iter_mut().for_each(|loss| *loss /= examples.count as f64);
            self.left.pop();
            self.done = 0;
        }
        self.left.is_empty()
    }

    fn run_block(&mut self, set: Split, examples: &Examples, range: std::ops::Range<usize>) {
        let (count, block) = (examples.count, range.len());
        self.wiring.copy_block(examples, range.clone(), &mut self.space);
        self.network.forward(&mut self.space, block, Mode::Inference);
        let Pass { outputs, losses } = &mut self.passes[set as usize];
        losses[0] += self.network.loss(&self.space, block) * block as f64;
        let stride = self.space.stride();
        for (head, outputs) in outputs.iter_mut().enumerate() {
            losses[head + 1] += self.network.loss_of_output(head, &self.space, block) * block as f64;
            let rows = outputs.chunks_exact_mut(count).zip(self.space.output(head).chunks_exact(stride));
            for (into, row) in rows {
                into[range.clone()].copy_from_slice(&row[..block]);
            }
        }
    }

    /// Evaluates whole sets.
    pub fn run(&mut self, network: &Network, data: &Data, sets: &[Split]) {
        self.begin(network, data, sets);
        while !self.advance(data) {}
    }

    /// The weights that are evaluated.
    pub fn weights(&self) -> &[f32] {
        &self.network.weights
    }

    /// The metrics of the whole network, then of every output, for a set that is done.
    pub fn metrics(&self, data: &Data, set: Split) -> Vec<Metrics> {
        let (total, each) =
            self.passes[set as usize].losses.split_first().expect("the whole loss comes first");
        let mut metrics = vec![Metrics::NONE];
        for (head, &loss) in each.iter().enumerate() {
            metrics.push(self.output_metrics(data, set, head, loss));
        }
        metrics[0] = Metrics { loss: *total, ..metrics[1] };
        metrics
    }

    fn output_metrics(&self, data: &Data, set: Split, head: usize, loss: f64) -> Metrics {
        let examples = data.examples(set);
        if !self.has_numbers(examples, set, head) {
            return Metrics { loss, ..Metrics::NONE };
        }
        let target = self.wiring.targets[head];
        let (outputs, targets) = (self.head_outputs(set, head), &examples.targets[target]);
        let problem = data.schema.targets[target].problem;
        let metric = if problem.is_regression() {
            metric::r2(outputs, targets)
        } else {
            let right =
                (0..examples.count).filter(|&example| self.is_right(problem, examples, set, head, example));
            right.count() as f64 / examples.count as f64
        };
        Metrics { loss, metric, mae: metric::mean_absolute_error(outputs, targets) }
    }

    /// Whether an output is finite for every example of a set that is not empty. If not, nothing is counted, since a
    /// comparison with NaN is not a class.
    fn has_numbers(&self, examples: &Examples, set: Split, head: usize) -> bool {
        examples.count > 0 && self.head_outputs(set, head).iter().all(|output| output.is_finite())
    }

    fn head_outputs(&self, set: Split, head: usize) -> &[f32] {
        &self.passes[set as usize].outputs[head]
    }

    /// The evaluation of a set that is done.
    pub fn evaluation(&self, data: &Data, set: Split) -> Evaluation {
        let (metrics, examples) = (self.metrics(data, set), data.examples(set));
        let head = |head: usize| {
            let target = self.wiring.targets[head];
            let problem = data.schema.targets[target].problem;
            let count = examples.count;
            let has_classes = !problem.is_regression() && self.has_numbers(examples, set, head);
            let wrong = |example| u8::from(!self.is_right(problem, examples, set, head, example));
            let is_confused = has_classes && !matches!(problem, Problem::MultiLabel { .. });
            let confusion = || {
                let (outputs, targets) = (self.head_outputs(set, head), &examples.targets[target]);
                metric::confusion(outputs, targets, count, self.network.threshold(head))
            };
            OutputEvaluation {
                metrics: metrics[head + 1],
                wrong: has_classes.then(|| (0..count).map(wrong).collect()),
                confusion: is_confused.then(confusion),
            }
        };
        Evaluation { metrics: metrics[0], heads: (0..self.wiring.targets.len()).map(head).collect() }
    }

    fn is_right(
        &self,
        problem: Problem,
        examples: &Examples,
        set: Split,
        head: usize,
        example: usize,
    ) -> bool {
        let right = match problem {
            Problem::MultiLabel { .. } => metric::labels_are_right,
            _ => metric::class_is_right,
        };
        let (outputs, targets) = (self.head_outputs(set, head), &examples.targets[self.wiring.targets[head]]);
        right(outputs, targets, examples.count, example, self.network.threshold(head))
    }

    /// Outputs for a set that is done, for each head `[unit][example]`.
    pub fn outputs(&self, set: Split) -> &[Vec<f32>] {
        &self.passes[set as usize].outputs
    }

    /// Outputs for individual examples, `[example][input][value]` -> `[example][output][unit]`.
    pub fn predict(&mut self, network: &Network, inputs: &[Vec<Vec<f32>>]) -> Vec<Vec<Vec<f32>>> {
        let stride = self.space.stride();
        let mut predictions = Vec::with_capacity(inputs.len());
        for block in inputs.chunks(self.block) {
            for (layer, &input) in self.wiring.inputs.iter().enumerate() {
                let lanes = self.space.input_mut(layer);
                for (example, values) in block.iter().enumerate() {
                    for (row, value) in values[input].iter().enumerate() {
                        lanes[row * stride + example] = *value;
                    }
                }
            }
            network.forward(&mut self.space, block.len(), Mode::Inference);
            let lane = |head: usize, example: usize| {
                self.space.output(head).chunks_exact(stride).map(|row| row[example]).collect::<Vec<f32>>()
            };
            let heads = 0..self.wiring.targets.len();
            predictions.extend(
                (0..block.len()).map(|example| heads.clone().map(|head| lane(head, example)).collect()),
            );
        }
        predictions
    }
}

/// The metrics of the naive forecast for a series: every predicted value is the last given one. The loss is the mean
/// squared error.
pub fn no_change(examples: &Examples) -> Metrics {
    let (count, targets) = (examples.count, &examples.targets[0]);
    if count == 0 {
        return Metrics::NONE;
    }
    let last = &examples.inputs[0][examples.inputs[0].len() - count..];
    let outputs: Vec<f32> = targets.chunks_exact(count).flat_map(|_| last.iter().copied()).collect();
    let squares = outputs.iter().zip(targets).map(|(o, t)| f64::from((o - t) * (o - t)));
    Metrics {
        loss: squares.sum::<f64>() / targets.len() as f64,
        metric: metric::r2(&outputs, targets),
        mae: metric::mean_absolute_error(&outputs, targets),
    }
}
