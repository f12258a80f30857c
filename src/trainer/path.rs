//! The way of a run through the space of its weights, in points that stay few however long it runs.

const MAX_POINTS: usize = 256;
const MAX_BYTES: usize = 16 << 20;

/// Weights at every `gap`-th step. When there are too many, every other goes and the gap doubles.
#[derive(Clone, Debug)]
pub struct Path {
    steps: Vec<u64>,
    points: Vec<Vec<f32>>,
    gap: u64,
}

impl Path {
    /// A way that begins here.
    pub fn new(step: u64, weights: &[f32]) -> Self {
        Self { steps: vec![step], points: vec![weights.to_vec()], gap: 1 }
    }

    /// Keeps the weights of `step`, if a point is due there.
    pub fn offer(&mut self, step: u64, weights: &[f32]) {
        if !step.is_multiple_of(self.gap) {
            return;
        }
        self.steps.push(step);
        self.points.push(weights.to_vec());
        let most = (MAX_BYTES / size_of_val(weights).max(1)).clamp(8, MAX_POINTS);
        if self.points.len() > most {
            self.gap *= 2;
            // The first point is where the run began, whatever its step.
            let kept = |index: usize, step: u64| index == 0 || step.is_multiple_of(self.gap);
            let kept: Vec<bool> =
                self.steps.iter().enumerate().map(|(index, step)| kept(index, *step)).collect();
            let mut keep = kept.iter();
            self.points.retain(|_| *keep.next().unwrap_or(&true));
            let mut keep = kept.iter();
            self.steps.retain(|_| *keep.next().unwrap_or(&true));
        }
    }

    /// Forgets what came after `step`.
    pub fn truncate(&mut self, step: u64) {
        let count = self.steps.partition_point(|&kept| kept <= step).max(1);
        self.steps.truncate(count);
        self.points.truncate(count);
    }

    /// Steps and weights, the oldest first.
    pub fn points(&self) -> impl Iterator<Item = (u64, &[f32])> {
        self.steps.iter().copied().zip(self.points.iter().map(|point| &point[..]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_way_keeps_its_beginning_and_few_points() {
        let mut path = Path::new(0, &[0.0]);
        for step in 1..=100_000 {
            path.offer(step, &[step as f32]);
        }
        let points: Vec<_> = path.points().collect();
        assert!((128..=256).contains(&points.len()), "{}", points.len());
        assert_eq!(points[0], (0, &[0.0][..]));
        assert!(points.iter().all(|(step, point)| *step as f32 == point[0]));
        path.truncate(50_000);
        assert!(path.points().all(|(step, _)| step <= 50_000));
    }
}
