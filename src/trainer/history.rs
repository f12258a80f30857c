//! The loss and metric of a run, in rows that stay few however long it runs.

/// Values in a row: epoch, train loss, test loss, train metric, test metric.
pub const ROW: usize = 5;
const MAX_ROWS: usize = 512;

/// Rows at every `stride`-th step. When there are too many, every other goes and the stride doubles,
/// so which steps are kept depends on their number alone.
#[derive(Clone, Debug)]
pub struct History {
    rows: Vec<[f64; ROW]>,
    steps: Vec<u64>,
    stride: u64,
}

impl History {
    /// A history with two rows an epoch to begin with.
    pub fn new(steps_per_epoch: usize) -> Self {
        Self { rows: Vec::new(), steps: Vec::new(), stride: (steps_per_epoch as u64 / 2).max(1) }
    }

    /// Whether a row is due at `step`.
    pub fn is_due(&self, step: u64) -> bool {
        step.is_multiple_of(self.stride) && self.steps.last() != Some(&step)
    }

    pub fn push(&mut self, step: u64, row: [f64; ROW]) {
        self.steps.push(step);
        self.rows.push(row);
        if self.rows.len() >= MAX_ROWS {
            self.stride *= 2;
            let kept: Vec<bool> = self.steps.iter().map(|step| step.is_multiple_of(self.stride)).collect();
            let mut keep = kept.iter();
            self.rows.retain(|_| *keep.next().unwrap_or(&true));
            let mut keep = kept.iter();
            self.steps.retain(|_| *keep.next().unwrap_or(&true));
        }
    }

    /// Forgets what came after `step`.
    pub fn truncate(&mut self, step: u64) {
        let count = self.steps.partition_point(|&recorded| recorded <= step);
        self.steps.truncate(count);
        self.rows.truncate(count);
    }

    pub fn rows(&self) -> &[[f64; ROW]] {
        &self.rows
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
        let mut history = History::new(2);
        for step in 0..=steps {
            if history.is_due(step) {
                history.push(step, [step as f64; ROW]);
            }
        }
        history
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
        let mut history = History::new(1);
        assert!(history.is_due(0));
        history.push(0, [0.0; ROW]);
        assert!(!history.is_due(0));
    }
}
