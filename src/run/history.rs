//! The learning curves of a run: a bounded number of rows, however long the run.

use std::rc::Rc;

/// Values in a row: epoch, train loss, test loss, train metric, test metric.
pub const ROW: usize = 5;
const MAX_ROWS: usize = 512;
/// Rows of a run that nobody watches.
const FEW_ROWS: usize = 15;

/// Rows at every `stride`-th step. If there are too many, every other row is dropped and the stride doubles, so which
/// steps are kept depends only on their number. The first curve is that of the whole network, the others those of its
/// outputs.
#[derive(Clone, Debug)]
pub struct History {
    curves: Vec<Vec<[f64; ROW]>>,
    steps: Vec<u64>,
    stride: u64,
    /// The only steps with a row, in a run that nobody watches.
    only: Option<Rc<[u64]>>,
}

impl History {
    /// A history that starts with two rows per epoch, for a network with `heads` outputs.
    pub fn new(steps_per_epoch: usize, heads: usize) -> Self {
        let stride = (steps_per_epoch as u64 / 2).max(1);
        Self { curves: vec![Vec::new(); heads + 1], steps: Vec::new(), stride, only: None }
    }

    /// A history with at most [`FEW_ROWS`] rows up to step `last`, which are denser at the beginning.
    pub fn sparse(last: u64, heads: usize) -> Self {
        let end = libm::log1p(last.max(1) as f64);
        let at = |row: usize| (libm::expm1(end * row as f64 / (FEW_ROWS - 1) as f64)).round() as u64;
        let mut steps: Vec<u64> = (0..FEW_ROWS).map(at).collect();
        steps.dedup();
        Self { only: Some(steps.into()), ..Self::new(1, heads) }
    }

    /// The bytes of all rows.
    pub fn bytes(&self) -> usize {
        self.steps.len() * (size_of::<u64>() + self.curves.len() * size_of::<[f64; ROW]>())
    }

    /// The number of outputs.
    pub fn heads(&self) -> usize {
        self.curves.len() - 1
    }

    /// Whether `step` gets a row.
    pub fn is_due(&self, step: u64) -> bool {
        let is_chosen = match &self.only {
            Some(steps) => steps.binary_search(&step).is_ok(),
            None => step.is_multiple_of(self.stride),
        };
        is_chosen && self.steps.last() != Some(&step)
    }

    /// Adds a row to every curve.
    pub fn push(&mut self, step: u64, rows: &[[f64; ROW]]) {
        self.steps.push(step);
        self.curves.iter_mut().zip(rows).for_each(|(curve, row)| curve.push(*row));
        if self.steps.len() >= MAX_ROWS {
            self.stride *= 2;
            let kept: Vec<bool> = self.steps.iter().map(|step| step.is_multiple_of(self.stride)).collect();
            for curve in &mut self.curves {
                let mut keep = kept.iter();
                curve.retain(|_| *keep.next().unwrap_or(&true));
            }
            let mut keep = kept.iter();
            self.steps.retain(|_| *keep.next().unwrap_or(&true));
        }
    }

    /// Drops the rows after `step`.
    pub fn truncate(&mut self, step: u64) {
        let count = self.steps.partition_point(|&recorded| recorded <= step);
        self.steps.truncate(count);
        self.curves.iter_mut().for_each(|curve| curve.truncate(count));
    }

    /// The whole network's curve.
    pub fn rows(&self) -> &[[f64; ROW]] {
        &self.curves[0]
    }

    /// The curves of the outputs.
    pub fn head_curves(&self) -> &[Vec<[f64; ROW]>] {
        &self.curves[1..]
    }

    /// The step of the newest row.
    pub fn last_step(&self) -> Option<u64> {
        self.steps.last().copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(steps: u64) -> History {
        let mut history = History::new(2, 1);
        for step in 0..=steps {
            if history.is_due(step) {
                history.push(step, &[[step as f64; ROW]; 2]);
            }
        }
        history
    }

    #[test]
    fn a_sparse_history_has_few_rows_from_the_first_to_the_last_step() {
        for last in [1, 2, 13, 400, 100_000] {
            let mut history = History::sparse(last, 1);
            for step in 0..=last {
                if history.is_due(step) {
                    history.push(step, &[[0.0; ROW], [0.0; ROW]]);
                }
            }
            assert_eq!((history.steps.first(), history.last_step()), (Some(&0), Some(last)));
            assert!(history.rows().len() <= FEW_ROWS, "{last}");
            let gaps: Vec<u64> = history.steps.windows(2).map(|pair| pair[1] - pair[0]).collect();
            assert!(last < 400 || gaps.is_sorted(), "{gaps:?}");
        }
    }

    #[test]
    fn a_long_history_stays_short_and_evenly_spaced() {
        let history = run(100_000);
        assert!(history.rows().len() < MAX_ROWS);
        let gaps: Vec<f64> = history.rows().windows(2).map(|pair| pair[1][0] - pair[0][0]).collect();
        assert!(gaps.iter().all(|&gap| gap == gaps[0]), "{gaps:?}");
        assert_eq!(history.rows()[0][0], 0.0);
    }

    #[test]
    fn going_back_forgets_what_came_after() {
        let mut history = run(100);
        history.truncate(40);
        assert_eq!(history.last_step(), Some(40));
        assert!(history.is_due(41));
    }

    #[test]
    fn a_step_is_recorded_once() {
        let mut history = History::new(1, 1);
        assert!(history.is_due(0));
        history.push(0, &[[0.0; ROW]; 2]);
        assert!(!history.is_due(0));
    }
}
