//! A generated data set: its training and test examples.

use std::rc::Rc;

use super::DataConfig;
use super::axis::Axis;
use super::column::Column;
use super::examples::{Example, Examples};
use super::feature::Feature;
use super::plane::{InputPlane, PlaneChoice};
use super::problem::Problem;
use super::schema::Schema;
use super::split::Split;
use super::table::Table;
use super::timeline::Timeline;
use super::vocabulary::Vocabulary;

/// Information about a task beyond its examples.
#[derive(Clone, Debug, Default)]
pub enum TaskInfo {
    /// A data set of the plane or of a curve.
    #[default]
    None,
    Houses,
    /// The digit of each scan.
    Digits(Vec<u8>),
    Sentences {
        vocabulary: Vocabulary,
        texts: Vec<String>,
    },
    Series(Timeline),
    Table(Rc<Table>),
}

/// A data set with everything that the page shows of it.
#[derive(Clone, Debug)]
pub struct Data {
    pub schema: Schema,
    /// 2 for the plane, 1 for curves, 0 for tasks.
    pub dimensions: usize,
    pub axes: Vec<Axis>,
    /// The first target.
    pub target: Axis,
    pub(super) features: Vec<Feature>,
    /// The columns of each input; empty if it is not made of columns.
    pub inputs: Vec<Vec<Column>>,
    /// A column for each target.
    pub targets: Vec<Column>,
    pub train: Examples,
    pub test: Examples,
    pub task_info: TaskInfo,
    /// The plane shown of a table.
    pub(super) plane: Option<InputPlane>,
}

/// The examples of a task and their columns.
pub(super) struct TaskExamples {
    pub inputs: Vec<Vec<Column>>,
    pub targets: Vec<Column>,
    pub train: Vec<Example>,
    pub test: Vec<Example>,
}

impl Data {
    pub(super) fn of_task(config: &DataConfig, examples: TaskExamples) -> Self {
        let schema = config.schema();
        let TaskExamples { inputs, targets, train, test } = examples;
        let first = &targets[0];
        let scaled = |value: f64| f64::from(first.standardization.apply(value));
        Self {
            dimensions: 0,
            axes: Vec::new(),
            target: Axis::new(first.label.clone(), first.unit.clone(), scaled(first.low), scaled(first.high)),
            features: Vec::new(),
            train: Examples::of_task(&train, &schema),
            test: Examples::of_task(&test, &schema),
            schema,
            inputs,
            targets,
            task_info: TaskInfo::None,
            plane: None,
        }
    }

    pub(super) fn with_task_info(self, task_info: TaskInfo) -> Self {
        let mut data = Self { task_info, ..self };
        if matches!(data.task_info, TaskInfo::Table(_)) {
            data.show_plane(&PlaneChoice::Principal);
        }
        data
    }

    /// Chooses the plane to show of a table. Returns false if there is no such plane.
    pub fn show_plane(&mut self, choice: &PlaneChoice) -> bool {
        let is_table = matches!(self.task_info, TaskInfo::Table(_));
        let plane = is_table.then(|| InputPlane::new(choice, &self.inputs[0], &self.train)).flatten();
        let is_shown = plane.is_some();
        self.plane = plane.or(self.plane.take());
        is_shown
    }

    /// The examples of one split.
    pub fn examples(&self, split: Split) -> &Examples {
        match split {
            Split::Train => &self.train,
            Split::Test => &self.test,
        }
    }

    /// The plane shown of a table.
    pub fn plane(&self) -> Option<&InputPlane> {
        self.plane.as_ref()
    }

    /// The problem of the first target.
    pub fn problem(&self) -> Problem {
        self.schema.problem()
    }

    /// Whether there is a plane or a line to paint.
    pub fn has_plane(&self) -> bool {
        self.dimensions > 0 || self.plane.is_some()
    }

    /// The network inputs over a picture of the plane, `[value][pixel]`, row by row from the top.
    pub fn inputs_over_plane(&self, width: usize, height: usize) -> Vec<f32> {
        match &self.plane {
            Some(plane) => plane.inputs(width, height),
            None => self.features_over_plane(width, height),
        }
    }

    /// The features over a picture of the coordinates' range, `[feature][pixel]`, row by row from the top.
    pub fn features_over_plane(&self, width: usize, height: usize) -> Vec<f32> {
        let across = |axis: &Axis, share: f64| axis.low + (axis.high - axis.low) * share;
        let middle = |index: usize, count: usize| (index as f64 + 0.5) / count as f64;
        let mut plane = Vec::with_capacity(self.features.len() * width * height);
        for feature in &self.features {
            let mut rule = feature.rule();
            for row in 0..height {
                let x2 = self.axes.get(1).map_or(0.0, |axis| across(axis, 1.0 - middle(row, height)));
                let x1 = (0..width).map(|column| across(&self.axes[0], middle(column, width)));
                plane.extend(x1.map(|x1| rule.value(x1, x2)));
            }
        }
        plane
    }
}
