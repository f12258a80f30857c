//! The loss of a real network over a plane in its weight space, with the trajectories of runs. It is computed block
//! by block: first the rivals run, then the plane is chosen and painted.

mod directions;
mod plane;
mod principal;

pub use directions::Directions;

use directions::normalised;
use plane::WeightPlane;
use principal::Principal;

use crate::field_error::{FieldError, Reason, check_range};
use crate::nn::OptimizerConfig;
use crate::run::{Probe, Run, Stopped, Trajectory};
use crate::surface::Grid;

const MAX_RIVALS: usize = 8;
const MAX_STEPS: u32 = 100_000;
/// Number of points shown per trajectory.
const MAX_POINTS: usize = 96;
/// Share of the progress for rivals and trajectories. The rest is for the plane.
const WAYS_SHARE: f64 = 0.4;

pub struct Landscape {
    directions: Directions,
    size: usize,
    steps: u32,
    probe: Probe,
    /// A point of the plane in weight space.
    origin: Vec<f32>,
    /// Names and shapes of the arrays of weights.
    network: crate::nn::Network,
    rivals: Vec<Run>,
    trajectories: Vec<ProjectedTrajectory>,
    stage: Stage,
}

enum Stage {
    Running,
    Looking { trajectory: usize, principal: Option<Principal> },
    Painting { plane: Box<WeightPlane>, grid: Grid, order: Vec<usize>, done: usize },
}

/// The trajectory of a run.
pub struct ProjectedTrajectory {
    /// Index of the rival. None for the run itself.
    pub rival: Option<usize>,
    pub steps: Vec<u64>,
    weights: Vec<Vec<f32>>,
    /// The losses at its points, as far as computed.
    pub losses: Vec<f64>,
    /// The step at which it diverged.
    pub ended: Option<u64>,
}

impl Landscape {
    /// A plane around the weights of a run, with `size` pixels a side. The rivals start where its run did and
    /// take `steps` of the same batches. Errors name the wrong fields.
    pub fn new(
        run: &Run,
        directions: Directions,
        size: usize,
        rivals: &[OptimizerConfig],
        steps: u32,
    ) -> Result<Self, Vec<FieldError>> {
        let mut errors = Vec::new();
        directions.validate(run.network(), &mut errors);
        check_range(&mut errors, "size", size as f64, 2.0, 256.0);
        check_range(&mut errors, "rivals", rivals.len() as f64, 0.0, MAX_RIVALS as f64);
        check_range(&mut errors, "steps", steps.into(), 0.0, MAX_STEPS.into());
        for (index, rival) in rivals.iter().enumerate() {
            let mut own = Vec::new();
            rival.validate(&mut own);
            if let Some(reason) = rival.rule.refuses(run.network()) {
                own.push(FieldError::new("optimizer", reason));
            }
            let field = |error: &FieldError| format!("rivals.{index}.{}", error.field);
            errors.extend(own.into_iter().map(|error| FieldError { field: field(&error), ..error }));
        }
        let weights = &run.network().weights;
        if !weights.iter().all(|weight| weight.is_finite()) {
            let message = "the weights are not finite any more".to_owned();
            errors.push(FieldError::new("network", Reason::Graph { message }));
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        Ok(Self {
            directions,
            size,
            steps,
            probe: run.probe(),
            origin: weights.clone(),
            network: run.network().clone(),
            rivals: rivals.iter().map(|rival| run.rival(rival)).collect(),
            trajectories: vec![ProjectedTrajectory::new(
                None,
                run.trajectory(),
                Some((run.step(), weights)),
                None,
            )],
            stage: Stage::Running,
        })
    }

    /// Continues until it is finished or `out_of_time` returns true, but at least a little.
    pub fn advance(&mut self, mut out_of_time: impl FnMut() -> bool) {
        while !self.is_done() {
            match &mut self.stage {
                Stage::Running => self.run(&mut out_of_time),
                Stage::Looking { .. } => self.look(),
                Stage::Painting { plane, grid, order, done } => {
                    let pixel = order[*done];
                    grid.values[pixel] = self.probe.loss(plane.weights(&self.origin, grid.point(pixel)));
                    *done += 1;
                }
            }
            if out_of_time() {
                return;
            }
        }
    }

    /// Trains the rivals, then collects their trajectories.
    fn run(&mut self, mut out_of_time: impl FnMut() -> bool) {
        let steps = u64::from(self.steps);
        for rival in &mut self.rivals {
            let left = steps.saturating_sub(rival.step());
            if left > 0 && rival.stopped().is_none() {
                rival.advance(left, &mut out_of_time);
                return;
            }
        }
        for (index, rival) in std::mem::take(&mut self.rivals).iter().enumerate() {
            let ended = matches!(rival.stopped(), Some(Stopped::Diverged(_))).then(|| rival.step());
            let last = (rival.step(), &rival.network().weights);
            self.trajectories.push(ProjectedTrajectory::new(
                Some(index),
                rival.trajectory(),
                Some(last),
                ended,
            ));
        }
        // A run that has not started yet has no end to centre the plane on, but its first rival has.
        if self.trajectories[0].steps.last() == Some(&0)
            && let Some(end) = self.trajectories.get(1).and_then(|trajectory| trajectory.weights.last())
        {
            self.origin.clone_from(end);
        }
        let principal = matches!(self.directions, Directions::Principal).then(|| {
            let points = self.trajectories.iter().flat_map(|trajectory| &trajectory.weights);
            Principal::new(&self.network, &self.origin, points)
        });
        self.stage = Stage::Looking { trajectory: 0, principal };
    }

    /// Computes the losses of one trajectory or a part of the principal components, then chooses the plane.
    fn look(&mut self) {
        let Stage::Looking { trajectory, principal } = &mut self.stage else { return };
        if let Some(current) = self.trajectories.get_mut(*trajectory) {
            match current.weights.get(current.losses.len()) {
                Some(weights) => current.losses.push(self.probe.loss(weights)),
                None => *trajectory += 1,
            }
            return;
        }
        if principal.as_mut().is_some_and(|principal| !principal.advance()) {
            return;
        }
        let axes = match (&self.directions, principal.take()) {
            (Directions::Random { seed }, _) => normalised(&self.network, &self.origin, *seed),
            (_, Some(principal)) => principal.axes(),
            (Directions::Weights { first, second }, _) => {
                directions::of_weights(&self.origin, *first, *second)
            }
            (Directions::Principal, None) => return,
        };
        let mut plane = WeightPlane::new(&self.network, &self.directions, &self.origin, axes);
        plane.fit(self.trajectories.iter().flat_map(|trajectory| &trajectory.weights), &self.origin);
        let grid = Grid::new(self.size, self.size, &plane.domain);
        self.stage = Stage::Painting { order: grid.coarse_to_fine(), plane: plane.into(), grid, done: 0 };
    }

    pub fn is_done(&self) -> bool {
        matches!(&self.stage, Stage::Painting { order, done, .. } if *done == order.len())
    }

    /// The share that is done.
    pub fn progress(&self) -> f64 {
        match &self.stage {
            Stage::Running => {
                let wanted = (u64::from(self.steps) * self.rivals.len() as u64).max(1);
                let left = |rival: &Run| match rival.stopped() {
                    None => u64::from(self.steps).saturating_sub(rival.step()),
                    Some(_) => 0,
                };
                let left: u64 = self.rivals.iter().map(left).sum();
                0.75 * WAYS_SHARE * (1.0 - left as f64 / wanted as f64)
            }
            Stage::Looking { .. } => {
                let points: usize = self.trajectories.iter().map(|trajectory| trajectory.weights.len()).sum();
                let looked: usize = self.trajectories.iter().map(|trajectory| trajectory.losses.len()).sum();
                WAYS_SHARE * (0.75 + 0.25 * looked as f64 / points.max(1) as f64)
            }
            Stage::Painting { order, done, .. } => {
                WAYS_SHARE + (1.0 - WAYS_SHARE) * *done as f64 / order.len() as f64
            }
        }
    }

    /// The plane as far as it is painted. None before it is chosen. Missing rows repeat the nearest one above.
    pub fn grid(&self) -> Option<Grid> {
        let Stage::Painting { grid, order, done, .. } = &self.stage else { return None };
        let mut picture = grid.clone();
        let mut is_painted = vec![false; order.len()];
        order[..*done].iter().for_each(|&pixel| is_painted[pixel] = true);
        for pixel in (picture.width..order.len()).filter(|&pixel| !is_painted[pixel]) {
            picture.values[pixel] = picture.values[pixel - picture.width];
        }
        Some(picture)
    }

    /// The trajectories, each with its points on the plane once that is chosen, `[point][2]`.
    pub fn trajectories(&self) -> Vec<(&ProjectedTrajectory, Vec<f32>)> {
        let points = |trajectory: &ProjectedTrajectory| match &self.stage {
            Stage::Painting { plane, .. } => {
                let on_plane =
                    trajectory.weights.iter().flat_map(|weights| plane.project(weights, &self.origin));
                on_plane.map(|x| x as f32).collect()
            }
            _ => Vec::new(),
        };
        self.trajectories.iter().map(|trajectory| (trajectory, points(trajectory))).collect()
    }

    /// The names of the axes if they are weights.
    pub fn labels(&self) -> [String; 2] {
        match &self.stage {
            Stage::Painting { plane, .. } => plane.labels.clone(),
            _ => Default::default(),
        }
    }

    /// Share of the trajectories' variance along each axis. None before the plane is chosen.
    pub fn explained(&self) -> Option<[f64; 2]> {
        match &self.stage {
            Stage::Painting { plane, .. } => plane.explained,
            _ => None,
        }
    }
}

impl ProjectedTrajectory {
    /// Points of a trajectory and its end, up to the first that is not finite.
    fn new(
        rival: Option<usize>,
        trajectory: &Trajectory,
        end: Option<(u64, &Vec<f32>)>,
        ended: Option<u64>,
    ) -> Self {
        let mut points: Vec<(u64, &[f32])> = trajectory.points().collect();
        let last = points.last().map(|(step, _)| *step);
        points
            .extend(end.filter(|(step, _)| Some(*step) != last).map(|(step, weights)| (step, &weights[..])));
        points.retain(|(_, weights)| weights.iter().all(|weight| weight.is_finite()));
        let stride = points.len().div_ceil(MAX_POINTS).max(1);
        let last = points.len().saturating_sub(1);
        let kept = points.iter().enumerate().filter(|(index, _)| index % stride == 0 || *index == last);
        let (steps, weights) = kept.map(|(_, (step, weights))| (*step, weights.to_vec())).unzip();
        Self { rival, steps, weights, losses: Vec::new(), ended }
    }
}
