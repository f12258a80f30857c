//! Data sets: seeded examples, the inputs that a network gets, and its targets. Nothing here knows of networks.

mod axis;
mod bounds;
mod column;
mod digits;
mod examples;
mod feature;
mod files;
mod formula;
mod generated;
mod houses;
mod label;
mod plane;
mod point;
mod points;
mod problem;
mod schema;
mod sentences;
mod series;
mod set;
mod split;
mod table;
mod table_examples;
mod tensorflow_playground;
mod text;
mod thumbnail;
mod timeline;
mod vocabulary;

pub use axis::Axis;
pub use column::{Column, Standardization};
pub use digits::{DigitsConfig, DigitsTarget};
pub use examples::Examples;
pub use feature::Feature;
pub use files::{Files, OpenedTable};
pub use generated::{Data, TaskInfo};
pub use label::Label;
pub use plane::{InputPlane, PlaneChoice};
pub use problem::{Problem, ProblemKind};
pub use schema::{Input, Schema, Target, Values};
pub use sentences::{Language, SentencesConfig};
pub use series::{SeriesConfig, SeriesKind};
pub use set::{DataSet, DrawnProblem};
pub use split::Split;
pub use table::{
    ColumnConfig, ColumnKind, DateOrder, Decimal, Delimiter, Layout, MIN_ROWS, Missing, Preview, Quote,
    Table, TableConfig,
};
pub use tensorflow_playground::{Arc4, Pattern, TensorflowPlaygroundConfig};
pub use thumbnail::{ThumbnailPoint, thumbnail};
pub use timeline::Timeline;
pub use vocabulary::{Tokens, Vocabulary, padded};

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Value, json};

use crate::field_error::{FieldError, Reason, check_range};
use crate::json::{self, DeserializeError};

/// The config of the data.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(remote = "Self", deny_unknown_fields)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct DataConfig {
    /// Number of training and test examples together.
    pub samples: usize,
    /// 0 is none, 0.5 is hardly anything else.
    pub noise: f64,
    /// Share of the examples to train on. With 1 there are no test examples.
    pub train_fraction: f64,
    pub features: Vec<Feature>,
    #[cfg_attr(test, ts(flatten))]
    pub set: DataSet,
}

engine::flat!(DataConfig { set: DataSet = "circle" });

impl Default for DataConfig {
    fn default() -> Self {
        Self::of(DataSet::Circle)
    }
}

impl<'de> Deserialize<'de> for DataConfig {
    /// Missing fields get the defaults of the data set.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let read = json::read_flat(Value::deserialize(deserializer)?, |name, fields| {
            let Ok(set) = json::named::<DataSet>(name) else { return };
            let defaults = Self::of(set);
            json::set_default(fields, "samples", defaults.samples);
            json::set_default(fields, "noise", defaults.noise);
            json::set_default(fields, "train_fraction", defaults.train_fraction);
            json::set_default(fields, "features", json!(defaults.features));
        });
        read.map_err(DeserializeError::into_serde)
    }
}

impl DataConfig {
    /// A data set with its default number of examples and features.
    fn of(set: DataSet) -> Self {
        Self {
            samples: set.default_samples(),
            noise: 0.1,
            train_fraction: 0.7,
            features: set.default_features(),
            set,
        }
    }

    /// The inputs and targets.
    pub fn schema(&self) -> Schema {
        self.set.schema(self.features.len())
    }

    pub fn problem(&self) -> Problem {
        self.set.problem()
    }

    /// Whether there are examples that are not for training.
    pub fn has_test_set(&self) -> bool {
        self.train_fraction < 1.0
    }

    /// The random numbers with which the initial weights go on, of data that have them.
    pub fn weight_stream(&self) -> Option<Arc4> {
        match &self.set {
            DataSet::TensorflowPlayground(config) => Some(config.stream(self.samples, self.noise)),
            _ => None,
        }
    }

    /// 2 for the plane, 1 for curves, 0 for tasks.
    pub fn dimensions(&self) -> usize {
        self.set.dimensions()
    }

    pub fn validate(&self, errors: &mut Vec<FieldError>) {
        let least = match &self.set {
            DataSet::Series(series) => series.min_samples(self.train_fraction),
            DataSet::Table(_) => 10.0,
            _ => 4.0,
        };
        // Links of TensorFlow Playground may ask for less training data and for more noise.
        let (least_share, most_noise) = match &self.set {
            DataSet::TensorflowPlayground(_) => (0.01, 0.8),
            _ => (0.1, 0.5),
        };
        check_range(errors, "data.samples", self.samples as f64, least, self.set.max_samples() as f64);
        check_range(errors, "data.noise", self.noise, 0.0, most_noise);
        check_range(errors, "data.train_fraction", self.train_fraction, least_share, 1.0);
        self.validate_features(errors);
        self.set.validate(errors);
    }

    fn validate_features(&self, errors: &mut Vec<FieldError>) {
        let most = Feature::named().len() + feature::MAX_FORMULAS;
        let (least, most) = if self.set.is_task() { (0, 0) } else { (1, most) };
        check_range(errors, "data.features", self.features.len() as f64, least as f64, most as f64);
        let formulas = self.features.iter().filter(|feature| feature.is_formula()).count();
        check_range(errors, "data.features.formula", formulas as f64, 0.0, feature::MAX_FORMULAS as f64);
        for (index, feature) in self.features.iter().enumerate().take(most) {
            let before = &self.features[..index];
            if feature.is_formula() {
                let field = format!("data.features[{index}].formula");
                let twice = before.iter().any(|other| feature.is_same(other));
                if let Some(error) = feature.formula_error(self.dimensions()) {
                    errors.push(FieldError::new(field, Reason::Formula { error }));
                } else if twice {
                    errors.push(FieldError::new(field, Reason::Repeated { value: feature.to_string() }));
                }
            } else if before.contains(feature) || feature.dimensions() > self.dimensions() {
                let fitting =
                    Feature::named().into_iter().filter(|other| other.dimensions() <= self.dimensions());
                let left = fitting.filter(|other| !before.contains(other));
                let choices = left.map(|other| other.to_string()).collect();
                let value = feature.to_string();
                errors.push(FieldError::new("data.features", Reason::Choice { value, choices }));
            }
        }
    }
}

impl Data {
    /// Generates the data set. The same seed gives the same examples, whatever the features. Fails if a file is
    /// missing or has wrong content.
    pub fn generate(config: &DataConfig, seed: u64, files: &Files) -> Result<Self, FieldError> {
        match &config.set {
            DataSet::Houses => Ok(houses::generate(config, seed)),
            DataSet::Digits(digits) => digits.generate(config, seed, files),
            DataSet::Sentences(sentences) => sentences.generate(config, seed, files),
            DataSet::Series(series) => Ok(series.generate(config, seed)),
            DataSet::Table(table) => table.generate(config, seed, files),
            _ => Ok(Self::of_points(config, seed)),
        }
    }
}

impl Files {
    /// Name of the file of the page that `config` needs, if it has not been read yet.
    pub fn wanted(&self, config: &DataConfig) -> Option<String> {
        let (name, is_here) = match &config.set {
            DataSet::Digits(_) => (digits::FILE.to_owned(), self.has_text(digits::FILE)),
            DataSet::Sentences(sentences) => (sentences.file().to_owned(), self.has_text(sentences.file())),
            DataSet::Table(table) => (table.page_file()?, self.has_table(&table.file)),
            _ => return None,
        };
        (!is_here).then_some(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_takes_its_default() {
        let read = |text| serde_json::from_str::<DataConfig>(text).unwrap();
        assert_eq!(read("{}"), DataConfig::default());
        assert_eq!(read(r#"{"dataset": "spiral"}"#).set, DataSet::Spiral { arms: 2 });
        assert_eq!(read(r#"{"dataset": "sine"}"#).features, [Feature::X1]);
        assert_eq!(read(r#"{"samples": 30}"#).samples, 30);
    }

    #[test]
    fn what_is_written_reads_back() {
        for set in DataSet::all() {
            let config = DataConfig { set, ..DataConfig::default() };
            let text = serde_json::to_string(&config).unwrap();
            assert_eq!(serde_json::from_str::<DataConfig>(&text).unwrap(), config, "{text}");
        }
    }

    #[test]
    fn wrong_fields_are_named() {
        let errors = |text: &str| {
            let mut errors = Vec::new();
            serde_json::from_str::<DataConfig>(text).unwrap().validate(&mut errors);
            errors.iter().map(ToString::to_string).collect::<Vec<_>>()
        };
        assert_eq!(errors(r#"{"noise": 3}"#), ["data.noise: 3 is not between 0 and 0.5"]);
        assert_eq!(errors(r#"{"dataset": "spiral", "arms": 9}"#), ["data.arms: 9 is not between 2 and 5"]);
        assert!(
            errors(r#"{"dataset": "sine", "features": ["x2"]}"#)[0]
                .starts_with("data.features: x2 is not one of x1")
        );
        assert!(errors(r#"{"features": ["x1", "x1"]}"#)[0].starts_with("data.features: x1 is not one of x2"));
        assert_eq!(
            errors(r#"{"features": ["x1", {"formula": "x1 + "}, {"formula": "a"}]}"#),
            [
                "data.features[1].formula: character 6: the formula ends too early, expected value",
                "data.features[2].formula: character 1: a is not a name, expected x, y"
            ]
        );
        assert_eq!(
            errors(r#"{"dataset": "sine", "features": [{"formula": "π + x2"}]}"#),
            ["data.features[0].formula: character 5: x2 is not a name, expected x1"]
        );
        assert_eq!(
            errors(r#"{"features": [{"formula": "x1 x2"}, "x1_x2", {"formula": "x1*x2"}]}"#),
            ["data.features[2].formula: x1*x2 is there twice; a formula can be given once"]
        );
        let formulas = (0..5).map(|number| format!(r#"{{"formula": "x1 + {number}"}}"#)).collect::<Vec<_>>();
        let with = |count: usize| errors(&format!(r#"{{"features": [{}]}}"#, formulas[..count].join(", ")));
        assert!(with(4).is_empty());
        assert_eq!(with(5), ["data.features.formula: 5 is not between 0 and 4"]);
        let unreadable = |text| serde_json::from_str::<DataConfig>(text).unwrap_err().to_string();
        assert!(unreadable(r#"{"features": ["formula"]}"#).contains("features[0]"));
        assert!(unreadable(r#"{"features": [{"formula": 3}]}"#).contains("expected a string"));
        assert!(
            serde_json::from_str::<DataConfig>(r#"{"samples": "x"}"#)
                .unwrap_err()
                .to_string()
                .contains("samples")
        );
    }
}
