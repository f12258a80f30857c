//! Loss and metrics over a whole set of examples, and predictions, in inference mode.

use crate::data::{Examples, Problem};
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

/// What a network makes of a set of examples.
#[derive(Clone, Debug, PartialEq)]
pub struct Judgement {
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
    /// Outputs and targets of the set at hand, [unit][example].
    outputs: Vec<f32>,
}

impl Evaluation {
    pub fn new(network: &Network) -> Self {
        Self { space: network.evaluation_space(BLOCK), outputs: Vec::new() }
    }

    /// Mean loss, metric and absolute error of `network` over `examples`.
    pub fn figures(&mut self, network: &Network, problem: &Problem, examples: &Examples) -> Figures {
        if examples.count == 0 {
            return Figures { loss: f64::NAN, metric: f64::NAN, mae: f64::NAN };
        }
        let loss = self.run(network, examples);
        let (outputs, targets) = (&self.outputs, &examples.targets);
        let metric = if problem.is_regression() {
            metric::r2(outputs, targets)
        } else {
            let right = (0..examples.count).filter(|&example| self.is_right(problem, examples, example));
            right.count() as f64 / examples.count as f64
        };
        Figures { loss, metric, mae: metric::mean_absolute_error(outputs, targets) }
    }

    /// Figures, mistakes and confusion of `network` over `examples`.
    pub fn judge(&mut self, network: &Network, problem: &Problem, examples: &Examples) -> Judgement {
        let figures = self.figures(network, problem, examples);
        if problem.is_regression() || examples.count == 0 {
            return Judgement { figures, wrong: None, confusion: None };
        }
        let (outputs, targets, count) = (&self.outputs, &examples.targets, examples.count);
        let wrong = (0..count).map(|example| u8::from(!self.is_right(problem, examples, example)));
        let confusion = match problem {
            Problem::MultiLabel { .. } => None,
            _ => Some(metric::confusion(outputs, targets, count)),
        };
        Judgement { figures, wrong: Some(wrong.collect()), confusion }
    }

    fn is_right(&self, problem: &Problem, examples: &Examples, example: usize) -> bool {
        let right = match problem {
            Problem::MultiLabel { .. } => metric::labels_are_right,
            _ => metric::class_is_right,
        };
        right(&self.outputs, &examples.targets, examples.count, example)
    }

    /// Runs the whole set; leaves the outputs in `self.outputs` and returns the mean loss.
    fn run(&mut self, network: &Network, examples: &Examples) -> f64 {
        let count = examples.count;
        let units = examples.targets.len() / count;
        self.outputs.resize(units * count, 0.0);
        let mut total = 0.0;
        for start in (0..count).step_by(BLOCK) {
            let block = BLOCK.min(count - start);
            examples.copy_block(start..start + block, &mut self.space);
            network.forward(&mut self.space, block, Mode::Inference);
            total += network.loss(&self.space, block) * block as f64;
            let stride = self.space.stride();
            let values = self.space.output(0);
            for unit in 0..units {
                self.outputs[unit * count + start..][..block]
                    .copy_from_slice(&values[unit * stride..][..block]);
            }
        }
        total / count as f64
    }

    /// Outputs for `inputs`, `[example][feature]` -> `[example][unit]`.
    pub fn predict(&mut self, network: &Network, inputs: &[Vec<f32>]) -> Vec<Vec<f32>> {
        let stride = self.space.stride();
        let mut outputs = Vec::with_capacity(inputs.len());
        for block in inputs.chunks(BLOCK) {
            let lanes = self.space.input_mut(0);
            for (example, features) in block.iter().enumerate() {
                for (feature, value) in features.iter().enumerate() {
                    lanes[feature * stride + example] = *value;
                }
            }
            network.forward(&mut self.space, block.len(), Mode::Inference);
            let values = self.space.output(0);
            let units = values.len() / stride;
            outputs.extend(
                (0..block.len()).map(|example| {
                    (0..units).map(|unit| values[unit * stride + example]).collect::<Vec<f32>>()
                }),
            );
        }
        outputs
    }
}
