//! The trajectory of a run through weight space: a bounded number of points, however long the run.

const MAX_POINTS: usize = 256;
const MIN_POINTS: usize = 4;
const MAX_BYTES: usize = 8 << 20;

/// Weights at every `gap`-th step. If there are too many, every other point is dropped and the gap doubles. All
/// memory is allocated at the start, so that training allocates nothing.
#[derive(Clone, Debug)]
pub struct Trajectory {
    steps: Vec<u64>,
    /// `[point][weight]`
    weights: Vec<f32>,
    gap: u64,
    most: usize,
}

impl Trajectory {
    /// A trajectory that starts at `step`.
    pub fn new(step: u64, weights: &[f32]) -> Self {
        let most = (MAX_BYTES / size_of_val(weights).max(1)).clamp(MIN_POINTS, MAX_POINTS);
        let (steps, kept) = (Vec::with_capacity(most), Vec::with_capacity(most * weights.len()));
        let mut trajectory = Self { steps, weights: kept, gap: 1, most };
        trajectory.steps.push(step);
        trajectory.weights.extend_from_slice(weights);
        trajectory
    }

    /// Stores the weights if `step` gets a point. Their number must not change.
    pub fn offer(&mut self, step: u64, weights: &[f32]) {
        if self.steps.len() == self.most {
            self.thin(weights.len());
        }
        if step.is_multiple_of(self.gap) {
            self.steps.push(step);
            self.weights.extend_from_slice(weights);
        }
    }

    /// Drops every other point. The first one is the start of the run, whatever its step.
    fn thin(&mut self, size: usize) {
        self.gap *= 2;
        let mut kept = 0;
        for index in 0..self.steps.len() {
            if index == 0 || self.steps[index].is_multiple_of(self.gap) {
                self.steps[kept] = self.steps[index];
                self.weights.copy_within(index * size..(index + 1) * size, kept * size);
                kept += 1;
            }
        }
        self.cut(kept);
    }

    fn cut(&mut self, count: usize) {
        let size = self.weights.len() / self.steps.len();
        self.steps.truncate(count);
        self.weights.truncate(count * size);
    }

    /// Drops the points after `step`.
    pub fn truncate(&mut self, step: u64) {
        self.cut(self.steps.partition_point(|&kept| kept <= step).max(1));
    }

    /// Steps and weights, the oldest first.
    pub fn points(&self) -> impl Iterator<Item = (u64, &[f32])> {
        let size = (self.weights.len() / self.steps.len()).max(1);
        self.steps.iter().copied().zip(self.weights.chunks_exact(size))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_way_keeps_its_beginning_and_few_points() {
        let mut trajectory = Trajectory::new(0, &[0.0]);
        for step in 1..=100_000 {
            trajectory.offer(step, &[step as f32]);
        }
        let points: Vec<_> = trajectory.points().collect();
        assert!((127..=256).contains(&points.len()), "{}", points.len());
        assert_eq!(points[0], (0, &[0.0][..]));
        assert!(points.iter().all(|(step, point)| *step as f32 == point[0]));
        trajectory.truncate(50_000);
        assert!(trajectory.points().all(|(step, _)| step <= 50_000));
    }
}
