//! The loss of a real network over a plane in the space of its weights, with the ways of runs on it. Computed block by
//! block: first the rivals run, then the plane is laid and painted.

mod directions;
mod plane;
mod principal;

pub use directions::Directions;

use directions::normalised;
use plane::Plane;
use principal::Principal;

use crate::field_error::{FieldError, Reason, check_range};
use crate::nn::OptimizerConfig;
use crate::surface::Grid;
use crate::trainer::{Path, Probe, Stopped, Trainer};

const MAX_RIVALS: usize = 8;
const MAX_STEPS: u32 = 100_000;
/// Points of a way that are shown.
const MAX_POINTS: usize = 96;
/// Share of the progress that rivals and ways take; the plane takes the rest.
const WAYS_SHARE: f64 = 0.4;

pub struct Landscape {
    directions: Directions,
    size: usize,
    steps: u32,
    probe: Probe,
    /// Where the plane passes through the space of weights.
    origin: Vec<f32>,
    /// Names and shapes of what the weights belong to.
    network: crate::nn::Network,
    rivals: Vec<Trainer>,
    ways: Vec<Way>,
    stage: Stage,
}

enum Stage {
    Running,
    Looking { way: usize, principal: Option<Principal> },
    Painting { plane: Box<Plane>, grid: Grid, order: Vec<usize>, done: usize },
}

/// The way of a run.
pub struct Way {
    /// Index of the rival; none for the run that was looked at.
    pub rival: Option<usize>,
    pub steps: Vec<u64>,
    weights: Vec<Vec<f32>>,
    /// Losses at its points.
    pub losses: Vec<f64>,
    /// The step at which it diverged.
    pub ended: Option<u64>,
}

impl Landscape {
    /// The plane around a trainer's weights, of `size` pixels a side. The rivals start where its run did and take
    /// `steps` of the same batches. Errors name the fields that are wrong.
    pub fn new(
        trainer: &Trainer,
        directions: Directions,
        size: usize,
        rivals: &[OptimizerConfig],
        steps: u32,
    ) -> Result<Self, Vec<FieldError>> {
        let mut errors = Vec::new();
        directions.validate(trainer.network(), &mut errors);
        check_range(&mut errors, "size", size as f64, 2.0, 256.0);
        check_range(&mut errors, "rivals", rivals.len() as f64, 0.0, MAX_RIVALS as f64);
        check_range(&mut errors, "steps", steps.into(), 0.0, MAX_STEPS.into());
        for (index, rival) in rivals.iter().enumerate() {
            let mut own = Vec::new();
            rival.validate(&mut own);
            if let Some(reason) = rival.rule.refuses(trainer.network()) {
                own.push(FieldError::new("optimizer", reason));
            }
            let field = |error: &FieldError| format!("rivals.{index}.{}", error.field);
            errors.extend(own.into_iter().map(|error| FieldError { field: field(&error), ..error }));
        }
        let weights = &trainer.network().weights;
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
            probe: trainer.probe(),
            origin: weights.clone(),
            network: trainer.network().clone(),
            rivals: rivals.iter().map(|rival| trainer.rival(rival)).collect(),
            ways: vec![Way::new(None, trainer.path(), Some((trainer.step(), weights)), None)],
            stage: Stage::Running,
        })
    }

    /// Goes on until it is finished or `out_of_time` says so; at least a little.
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

    /// Lets the rivals run, then collects their ways.
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
            self.ways.push(Way::new(Some(index), rival.path(), Some(last), ended));
        }
        // A run that has not begun yet has no end to look around from; its first rival has.
        if self.ways[0].steps.last() == Some(&0)
            && let Some(end) = self.ways.get(1).and_then(|way| way.weights.last())
        {
            self.origin.clone_from(end);
        }
        let principal = matches!(self.directions, Directions::Principal).then(|| {
            let points = self.ways.iter().flat_map(|way| &way.weights);
            Principal::new(&self.network, &self.origin, points)
        });
        self.stage = Stage::Looking { way: 0, principal };
    }

    /// Computes the losses of one way or a part of the principal directions, then lays the plane.
    fn look(&mut self) {
        let Stage::Looking { way, principal } = &mut self.stage else { return };
        if let Some(current) = self.ways.get_mut(*way) {
            match current.weights.get(current.losses.len()) {
                Some(weights) => current.losses.push(self.probe.loss(weights)),
                None => *way += 1,
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
        let mut plane = Plane::new(&self.network, &self.directions, &self.origin, axes);
        plane.fit(self.ways.iter().flat_map(|way| &way.weights), &self.origin);
        let grid = Grid::new(self.size, self.size, &plane.domain);
        self.stage = Stage::Painting { order: grid.coarse_to_fine(), plane: plane.into(), grid, done: 0 };
    }

    pub fn is_done(&self) -> bool {
        matches!(&self.stage, Stage::Painting { order, done, .. } if *done == order.len())
    }

    /// Share that is done.
    pub fn progress(&self) -> f64 {
        match &self.stage {
            Stage::Running => {
                let wanted = (u64::from(self.steps) * self.rivals.len() as u64).max(1);
                let left = |rival: &Trainer| match rival.stopped() {
                    None => u64::from(self.steps).saturating_sub(rival.step()),
                    Some(_) => 0,
                };
                let left: u64 = self.rivals.iter().map(left).sum();
                0.75 * WAYS_SHARE * (1.0 - left as f64 / wanted as f64)
            }
            Stage::Looking { .. } => {
                let points: usize = self.ways.iter().map(|way| way.weights.len()).sum();
                let looked: usize = self.ways.iter().map(|way| way.losses.len()).sum();
                WAYS_SHARE * (0.75 + 0.25 * looked as f64 / points.max(1) as f64)
            }
            Stage::Painting { order, done, .. } => {
                WAYS_SHARE + (1.0 - WAYS_SHARE) * *done as f64 / order.len() as f64
            }
        }
    }

    /// The plane as far as it is painted; none before it is laid. Missing rows repeat the nearest one above.
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

    /// The ways, each with its points on the plane once that is laid, [point][2].
    pub fn ways(&self) -> Vec<(&Way, Vec<f32>)> {
        let points = |way: &Way| match &self.stage {
            Stage::Painting { plane, .. } => {
                let on_plane = way.weights.iter().flat_map(|weights| plane.project(weights, &self.origin));
                on_plane.map(|x| x as f32).collect()
            }
            _ => Vec::new(),
        };
        self.ways.iter().map(|way| (way, points(way))).collect()
    }

    /// What the axes are called, where they are weights.
    pub fn labels(&self) -> [String; 2] {
        match &self.stage {
            Stage::Painting { plane, .. } => plane.labels.clone(),
            _ => Default::default(),
        }
    }

    /// Share of the ways' spread that lies along each axis; none before the plane is laid.
    pub fn explained(&self) -> Option<[f64; 2]> {
        match &self.stage {
            Stage::Painting { plane, .. } => plane.explained,
            _ => None,
        }
    }
}

impl Way {
    /// Points of a path, and its end; what is not finite ends it.
    fn new(rival: Option<usize>, path: &Path, end: Option<(u64, &Vec<f32>)>, ended: Option<u64>) -> Self {
        let mut points: Vec<(u64, &[f32])> = path.points().collect();
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
