//! Loss and metrics over a whole set of examples, and predictions, in inference mode.

use crate::data::{Data, Examples, Problem};
use crate::experiment::Wiring;
use crate::nn::{Mode, Network, Workspace, metric};

const BLOCK: usize = 128;

/// Figures of one set of examples; NaN where it is empty.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Figures {
    /// Mean loss over the examples, without regularizers.
    pub loss: f64,
    /// Accuracy in [0, 1] for classes, R2 for numbers.
    pub metric: f64,
    /// Mean absolute error.
    pub mae: f64,
}

impl Figures {
    /// Those of no examples.
    pub const NONE: Self = Self { loss: f64::NAN, metric: f64::NAN, mae: f64::NAN };
}

/// What a network makes of a set of examples.
#[derive(Clone, Debug, PartialEq)]
pub struct Judgement {
    /// The whole loss, with the metric and the error of the first output.
    pub figures: Figures,
    pub heads: Vec<Head>,
}

/// How one output does.
#[derive(Clone, Debug, PartialEq)]
pub struct Head {
    pub figures: Figures,
    /// 1 for every example it gets wrong; none where outputs are numbers.
    pub wrong: Option<Vec<u8>>,
    /// Counts [true class][predicted class]; none where there are no classes.
    pub confusion: Option<Vec<u32>>,
}

/// A space to evaluate a network in, block by block.
#[derive(Clone)]
pub struct Evaluation {
    space: Workspace,
    wiring: Wiring,
    /// Outputs for the set at hand, head by head, [unit][example].
    outputs: Vec<Vec<f32>>,
}

impl Evaluation {
    pub fn new(network: &Network, wiring: Wiring) -> Self {
        let outputs = vec![Vec::new(); wiring.targets.len()];
        Self { space: network.evaluation_space(BLOCK), wiring, outputs }
    }

    /// Figures of the whole network, then of every output.
    pub fn figures(&mut self, network: &Network, data: &Data, examples: &Examples) -> Vec<Figures> {
        let losses = self.run(network, examples);
        let (total, each) = losses.split_first().expect("the whole loss comes first");
        let mut figures = vec![Figures { loss: *total, ..Figures::NONE }];
        for (head, &loss) in each.iter().enumerate() {
            figures.push(self.head_figures(data, examples, head, loss));
        }
        figures[0] = Figures { loss: *total, ..figures[1] };
        figures
    }

    fn head_figures(&self, data: &Data, examples: &Examples, head: usize, loss: f64) -> Figures {
        if examples.count == 0 {
            return Figures::NONE;
        }
        let target = self.wiring.targets[head];
        let (outputs, targets) = (&self.outputs[head], &examples.targets[target]);
        let problem = data.schema.targets[target].problem;
        let metric = if problem.is_regression() {
            metric::r2(outputs, targets)
        } else {
            let right =
                (0..examples.count).filter(|&example| self.is_right(problem, examples, head, example));
            right.count() as f64 / examples.count as f64
        };
        Figures { loss, metric, mae: metric::mean_absolute_error(outputs, targets) }
    }

    /// Figures, mistakes and confusion of `network` over `examples`.
    pub fn judge(&mut self, network: &Network, data: &Data, examples: &Examples) -> Judgement {
        let figures = self.figures(network, data, examples);
        let head = |head: usize| {
            let target = self.wiring.targets[head];
            let problem = data.schema.targets[target].problem;
            let count = examples.count;
            let has_classes = !problem.is_regression() && count > 0;
            let wrong = || {
                (0..count).map(|example| u8::from(!self.is_right(problem, examples, head, example))).collect()
            };
            let is_confused = has_classes && !matches!(problem, Problem::MultiLabel { .. });
            let confusion = || metric::confusion(&self.outputs[head], &examples.targets[target], count);
            Head {
                figures: figures[head + 1],
                wrong: has_classes.then(wrong),
                confusion: is_confused.then(confusion),
            }
        };
        Judgement { figures: figures[0], heads: (0..self.wiring.targets.len()).map(head).collect() }
    }

    fn is_right(&self, problem: Problem, examples: &Examples, head: usize, example: usize) -> bool {
        let right = match problem {
            Problem::MultiLabel { .. } => metric::labels_are_right,
            _ => metric::class_is_right,
        };
        let targets = &examples.targets[self.wiring.targets[head]];
        right(&self.outputs[head], targets, examples.count, example)
    }

    /// Runs a whole set; leaves the outputs in `self.outputs`. Returns the mean loss of the network, then of every output.
    fn run(&mut self, network: &Network, examples: &Examples) -> Vec<f64> {
        let count = examples.count;
        let heads = self.wiring.targets.len();
        if count == 0 {
            return vec![f64::NAN; heads + 1];
        }
        let mut totals = vec![0.0; heads + 1];
        for (outputs, &target) in self.outputs.iter_mut().zip(&self.wiring.targets) {
            outputs.resize(examples.targets[target].len(), 0.0);
        }
        for start in (0..count).step_by(BLOCK) {
            let block = BLOCK.min(count - start);
            self.wiring.copy_block(examples, start..start + block, &mut self.space);
            network.forward(&mut self.space, block, Mode::Inference);
            totals[0] += network.loss(&self.space, block) * block as f64;
            let stride = self.space.stride();
            for (head, outputs) in self.outputs.iter_mut().enumerate() {
                totals[head + 1] += network.loss_of_output(head, &self.space, block) * block as f64;
                for (into, row) in
                    outputs.chunks_exact_mut(count).zip(self.space.output(head).chunks_exact(stride))
                {
                    into[start..start + block].copy_from_slice(&row[..block]);
                }
            }
        }
        totals.iter().map(|total| total / count as f64).collect()
    }

    /// Outputs for a whole set, head by head, [unit][example].
    pub fn outputs(&mut self, network: &Network, examples: &Examples) -> &[Vec<f32>] {
        self.run(network, examples);
        &self.outputs
    }

    /// Outputs for one example each of `inputs`, `[example][input][value]` -> `[example][output][unit]`.
    pub fn predict(&mut self, network: &Network, inputs: &[Vec<Vec<f32>>]) -> Vec<Vec<Vec<f32>>> {
        let stride = self.space.stride();
        let mut predictions = Vec::with_capacity(inputs.len());
        for block in inputs.chunks(BLOCK) {
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

/// The figures of saying that a series stays as it is: every value asked for is the last one given.
/// The loss is the mean squared error.
pub fn no_change(examples: &Examples) -> Figures {
    let (count, targets) = (examples.count, &examples.targets[0]);
    if count == 0 {
        return Figures::NONE;
    }
    let last = &examples.inputs[0][examples.inputs[0].len() - count..];
    let outputs: Vec<f32> = targets.chunks_exact(count).flat_map(|_| last.iter().copied()).collect();
    let squares = outputs.iter().zip(targets).map(|(o, t)| f64::from((o - t) * (o - t)));
    Figures {
        loss: squares.sum::<f64>() / targets.len() as f64,
        metric: metric::r2(&outputs, targets),
        mae: metric::mean_absolute_error(&outputs, targets),
    }
}
