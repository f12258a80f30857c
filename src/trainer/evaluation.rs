//! Loss and metrics over whole sets of examples, and predictions, in inference mode.

use crate::data::{Data, Examples, Problem};
use crate::experiment::Wiring;
use crate::nn::{Mode, Network, Workspace, metric};

/// Figures of one set of examples; NaN where it is empty, and where the network computes no numbers any more.
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

/// How a network does on a set of examples.
#[derive(Clone, Debug, PartialEq)]
pub struct Evaluation {
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

/// The two sets of examples.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Set {
    Train,
    Test,
}

impl Set {
    pub const BOTH: [Self; 2] = [Self::Train, Self::Test];

    fn of(self, data: &Data) -> &Examples {
        match self {
            Self::Train => &data.train,
            Self::Test => &data.test,
        }
    }
}

/// Evaluates a network as it is when it begins, block by block, so that nobody has to wait for the whole.
#[derive(Clone)]
pub struct Evaluator {
    /// With the weights of the beginning.
    network: Network,
    space: Workspace,
    /// Examples in a block. It depends on the network alone: the same blocks give the same sums.
    block: usize,
    wiring: Wiring,
    passes: [Pass; 2],
    /// Sets still to be done, the next one last, and the examples of that one that are done.
    left: Vec<Set>,
    done: usize,
}

/// What a network makes of one set.
#[derive(Clone, Default)]
struct Pass {
    /// Outputs head by head, [unit][example].
    outputs: Vec<Vec<f32>>,
    /// Loss of the whole network, then of every output: summed over the examples, in the end the mean.
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

    /// Begins with the weights that `network`, of the same shape, has now.
    pub fn begin(&mut self, network: &Network, data: &Data, sets: &[Set]) {
        self.network.weights.copy_from_slice(&network.weights);
        self.left.clear();
        self.left.extend(sets.iter().rev());
        self.done = 0;
        for &set in sets {
            let (examples, pass) = (set.of(data), &mut self.passes[set as usize]);
            pass.outputs.resize(self.wiring.targets.len(), Vec::new());
            for (outputs, &target) in pass.outputs.iter_mut().zip(&self.wiring.targets) {
                outputs.resize(examples.targets[target].len(), 0.0);
            }
            pass.losses.clear();
            pass.losses.resize(self.wiring.targets.len() + 1, 0.0);
        }
    }

    /// Whether there is something left to do.
    pub fn is_under_way(&self) -> bool {
        !self.left.is_empty()
    }

    /// Forgets what is left to do.
    pub fn cancel(&mut self) {
        self.left.clear();
    }

    /// Does one block of `data`, the same as when it began. True when nothing is left.
    pub fn advance(&mut self, data: &Data) -> bool {
        let Some(&set) = self.left.last() else { return true };
        let examples = set.of(data);
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

    fn run_block(&mut self, set: Set, examples: &Examples, range: std::ops::Range<usize>) {
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

    /// Does a set from beginning to end.
    pub fn run(&mut self, network: &Network, data: &Data, sets: &[Set]) {
        self.begin(network, data, sets);
        while !self.advance(data) {}
    }

    /// The weights that it evaluates.
    pub fn weights(&self) -> &[f32] {
        &self.network.weights
    }

    /// Figures of the whole network, then of every output, for a set that is done.
    pub fn figures(&self, data: &Data, set: Set) -> Vec<Figures> {
        let (total, each) =
            self.passes[set as usize].losses.split_first().expect("the whole loss comes first");
        let mut figures = vec![Figures::NONE];
        for (head, &loss) in each.iter().enumerate() {
            figures.push(self.head_figures(data, set, head, loss));
        }
        figures[0] = Figures { loss: *total, ..figures[1] };
        figures
    }

    fn head_figures(&self, data: &Data, set: Set, head: usize, loss: f64) -> Figures {
        let examples = set.of(data);
        if !self.has_numbers(examples, set, head) {
            return Figures { loss, ..Figures::NONE };
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
        Figures { loss, metric, mae: metric::mean_absolute_error(outputs, targets) }
    }

    /// Whether an output is a number for every example, of which there are some. Nothing is counted otherwise: a
    /// comparison with NaN is no class.
    fn has_numbers(&self, examples: &Examples, set: Set, head: usize) -> bool {
        examples.count > 0 && self.head_outputs(set, head).iter().all(|output| output.is_finite())
    }

    fn head_outputs(&self, set: Set, head: usize) -> &[f32] {
        &self.passes[set as usize].outputs[head]
    }

    /// Figures, mistakes and confusion over a set that is done.
    pub fn evaluation(&self, data: &Data, set: Set) -> Evaluation {
        let (figures, examples) = (self.figures(data, set), set.of(data));
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
            Head {
                figures: figures[head + 1],
                wrong: has_classes.then(|| (0..count).map(wrong).collect()),
                confusion: is_confused.then(confusion),
            }
        };
        Evaluation { figures: figures[0], heads: (0..self.wiring.targets.len()).map(head).collect() }
    }

    fn is_right(&self, problem: Problem, examples: &Examples, set: Set, head: usize, example: usize) -> bool {
        let right = match problem {
            Problem::MultiLabel { .. } => metric::labels_are_right,
            _ => metric::class_is_right,
        };
        let (outputs, targets) = (self.head_outputs(set, head), &examples.targets[self.wiring.targets[head]]);
        right(outputs, targets, examples.count, example, self.network.threshold(head))
    }

    /// Outputs for a whole set that is done, head by head, [unit][example].
    pub fn outputs(&self, set: Set) -> &[Vec<f32>] {
        &self.passes[set as usize].outputs
    }

    /// Outputs for one example each of `inputs`, `[example][input][value]` -> `[example][output][unit]`.
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
