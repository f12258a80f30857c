//! The message about a new network: its data and layers.

use serde::Serialize;

use super::{Doubles, Floats, Metrics};
use crate::data::{self, Axis, Column, ProblemKind, TaskInfo};
use crate::run::{Run, no_change};

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Built<'a> {
    /// Whether it started over.
    pub fresh: bool,
    /// The experiment as JSON, if the run went to another step.
    pub experiment: Option<String>,
    pub data: Data<'a>,
    pub model: Model<'a>,
}

impl<'a> Built<'a> {
    pub fn of(run: &'a Run, fresh: bool) -> Self {
        Self { fresh, experiment: None, data: Data::of(run.data()), model: Model::of(run) }
    }
}

/// `problem`, `classes` and `target` are those of the first target.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Data<'a> {
    pub task: Task,
    pub problem: ProblemKind,
    /// The number of classes or labels, or of values for regression.
    pub classes: usize,
    /// 2 for the plane, 1 for curves, 0 for tasks.
    #[cfg_attr(test, ts(type = "0 | 1 | 2"))]
    pub dimensions: usize,
    pub axes: &'a [Axis],
    pub target: &'a Axis,
    pub train: Examples<'a>,
    pub test: Examples<'a>,
    pub inputs: Vec<DataInput<'a>>,
    pub targets: Vec<DataTarget<'a>>,
    pub series: Option<Series<'a>>,
}

#[derive(Clone, Copy, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub enum Task {
    Plane,
    Houses,
    Digits,
    Sentences,
    Series,
    Table,
}

/// `coordinates` are `[dimension][example]`, `targets` those of the first target, `[unit][example]`. Both are empty
/// for tasks, for which the page asks for the examples it shows.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Examples<'a> {
    pub count: usize,
    pub coordinates: Floats<'a>,
    pub targets: Floats<'a>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct DataInput<'a> {
    pub name: &'a str,
    pub shape: &'a [usize],
    /// The size of the vocabulary; null for numbers.
    pub vocabulary: Option<usize>,
    /// The names of the tokens; null if they are categories, which `columns[0]` names.
    pub words: Option<&'a [String]>,
    /// Empty if an input is not made of columns.
    pub columns: &'a [Column],
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct DataTarget<'a> {
    pub name: &'a str,
    pub problem: ProblemKind,
    pub classes: usize,
    pub units: usize,
    pub column: &'a Column,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Series<'a> {
    pub values: Doubles<'a>,
    /// Index of the first value in the test set.
    pub border: usize,
    pub baseline: Baseline,
}

/// The metrics of the naive forecast, that nothing changes.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Baseline {
    pub train: Metrics,
    pub test: Metrics,
}

impl<'a> Data<'a> {
    fn of(data: &'a data::Data) -> Self {
        Self {
            task: task(data),
            problem: data.problem().kind(),
            classes: data.problem().classes(),
            dimensions: data.dimensions,
            axes: &data.axes,
            target: &data.target,
            train: Examples::of(data, &data.train),
            test: Examples::of(data, &data.test),
            inputs: inputs(data),
            targets: targets(data),
            series: series(data),
        }
    }
}

impl<'a> Examples<'a> {
    fn of(data: &data::Data, examples: &'a data::Examples) -> Self {
        let targets = if data.dimensions > 0 { &examples.targets[0][..] } else { &[] };
        Self { count: examples.count, coordinates: examples.coordinates[..].into(), targets: targets.into() }
    }
}

fn task(data: &data::Data) -> Task {
    match &data.task_info {
        TaskInfo::None => Task::Plane,
        TaskInfo::Houses => Task::Houses,
        TaskInfo::Digits(_) => Task::Digits,
        TaskInfo::Sentences { .. } => Task::Sentences,
        TaskInfo::Series(_) => Task::Series,
        TaskInfo::Table(_) => Task::Table,
    }
}

fn series(data: &data::Data) -> Option<Series<'_>> {
    let TaskInfo::Series(timeline) = &data.task_info else { return None };
    let [train, test] = [&data.train, &data.test].map(|set| no_change(set).into());
    let baseline = Baseline { train, test };
    Some(Series { values: timeline.values[..].into(), border: timeline.border, baseline })
}

fn inputs(data: &data::Data) -> Vec<DataInput<'_>> {
    let words = match &data.task_info {
        TaskInfo::Sentences { vocabulary, .. } => Some(vocabulary.words()),
        _ => None,
    };
    let both = data.schema.inputs.iter().zip(&data.inputs);
    both.map(|(one, columns)| DataInput {
        name: one.name,
        shape: &one.shape,
        vocabulary: one.vocabulary(),
        words,
        columns,
    })
    .collect()
}

fn targets(data: &data::Data) -> Vec<DataTarget<'_>> {
    let both = data.schema.targets.iter().zip(&data.targets);
    both.map(|(target, column)| DataTarget {
        name: target.name,
        problem: target.problem.kind(),
        classes: target.problem.classes(),
        units: target.problem.units(),
        column,
    })
    .collect()
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Model<'a> {
    pub layers: Vec<ModelLayer<'a>>,
    pub parameter_count: usize,
    pub inputs: Vec<Wire<'a>>,
    pub outputs: Vec<OutputWire<'a>>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ModelLayer<'a> {
    pub name: &'a str,
    pub layer: &'static str,
    pub inputs: &'a [String],
    pub units: usize,
    pub activation: Option<&'static str>,
    pub output_shape: Vec<usize>,
    pub parameters: Vec<Parameter>,
    pub parameter_count: usize,
    pub arithmetic: String,
}

/// The position of a parameter in `snapshot.weights`. Kernels are `[input][unit]` row by row, as in Keras.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Parameter {
    pub name: &'static str,
    pub shape: Vec<usize>,
    pub offset: usize,
}

/// An input or output layer, and the index of its input or target in the data.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Wire<'a> {
    pub name: &'a str,
    pub index: usize,
}

/// The same for an output, and the decision threshold of a single unit.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct OutputWire<'a> {
    pub name: &'a str,
    pub index: usize,
    pub threshold: f32,
}

impl<'a> Model<'a> {
    fn of(run: &'a Run) -> Self {
        let network = run.network();
        let (rows, parameters) = (network.summary(), network.parameters());
        let parameter_count = rows.iter().map(|row| row.parameters).sum();
        let layers = network.layers().zip(rows).map(|(layer, row)| {
            let own = parameters.iter().filter(|parameter| parameter.layer == layer.name);
            ModelLayer {
                name: layer.name,
                layer: row.layer,
                inputs: layer.inputs,
                units: layer.units,
                activation: layer.kind.activation().map(|activation| activation.name()),
                output_shape: row.output_shape,
                parameters: own
                    .map(|parameter| Parameter {
                        name: parameter.name,
                        shape: parameter.shape.clone(),
                        offset: parameter.range.start,
                    })
                    .collect(),
                parameter_count: row.parameters,
                arithmetic: row.arithmetic,
            }
        });
        let wiring = run.wiring();
        let inputs = network.input_names().zip(&wiring.inputs);
        let outputs = network.output_units().zip(&wiring.targets).enumerate();
        let output = |(output, ((name, _), &index)): (usize, ((&'a str, usize), &usize))| OutputWire {
            name,
            index,
            threshold: network.threshold(output),
        };
        Self {
            layers: layers.collect(),
            parameter_count,
            inputs: inputs.map(|(name, &index)| Wire { name, index }).collect(),
            outputs: outputs.map(output).collect(),
        }
    }
}
