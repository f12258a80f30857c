//! The config of a table: the kind of each column, the target, and how missing values are handled.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{DateOrder, Decimal, Delimiter, Layout, Quote, TableError};
use crate::data::problem::Problem;
use crate::data::schema::{Input, Schema};
use crate::data::text::normal;
use crate::field_error::{FieldError, Reason};

/// Limits on the rows of a table.
pub const MIN_ROWS: usize = 10;
pub const MAX_ROWS: usize = 100_000;
/// Maximum number of categories or classes.
pub const MAX_CATEGORIES: usize = 100;
/// Maximum number of network inputs of all columns together.
const MAX_VALUES: usize = 1024;

/// The files that come with the page, with target and classes.
const PAGE_TABLES: [(&str, &str, &[&str], &[&str]); 4] = [
    (
        "iris",
        "class",
        &["setosa", "versicolor", "virginica"],
        &["sepal_length_cm", "sepal_width_cm", "petal_length_cm", "petal_width_cm"],
    ),
    (
        "wine",
        "class",
        &["class_0", "class_1", "class_2"],
        &[
            "alcohol",
            "malic_acid",
            "ash",
            "alcalinity_of_ash",
            "magnesium",
            "total_phenols",
            "flavanoids",
            "nonflavanoid_phenols",
            "proanthocyanins",
            "color_intensity",
            "hue",
            "od280_per_od315_of_diluted_wines",
            "proline",
        ],
    ),
    (
        "breast_cancer",
        "class",
        &["benign", "malignant"],
        &[
            "mean_radius",
            "mean_texture",
            "mean_perimeter",
            "mean_area",
            "mean_smoothness",
            "mean_compactness",
            "mean_concavity",
            "mean_concave_points",
            "mean_symmetry",
            "mean_fractal_dimension",
            "radius_error",
            "texture_error",
            "perimeter_error",
            "area_error",
            "smoothness_error",
            "compactness_error",
            "concavity_error",
            "concave_points_error",
            "symmetry_error",
            "fractal_dimension_error",
            "worst_radius",
            "worst_texture",
            "worst_perimeter",
            "worst_area",
            "worst_smoothness",
            "worst_compactness",
            "worst_concavity",
            "worst_concave_points",
            "worst_symmetry",
            "worst_fractal_dimension",
        ],
    ),
    ("diabetes", "progression", &[], &["age", "sex", "bmi", "bp", "s1", "s2", "s3", "s4", "s5", "s6"]),
];

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(from = "PartialTableConfig")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct TableConfig {
    /// `iris`, `wine`, `breast_cancer`, `diabetes`, or the name of a file the user opened.
    pub file: String,
    /// Encoding of the file by its web name (`euc-kr`); detected if missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub encoding: Option<String>,
    /// The quotation marks around cells; detected if missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub quote: Option<Quote>,
    /// The delimiter; detected if missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub delimiter: Option<Delimiter>,
    /// Whether the first line is a header; detected if missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub header: Option<bool>,
    pub columns: Vec<ColumnConfig>,
    /// Name of the target column.
    pub target: String,
    pub missing: Missing,
    /// Whether to standardize numbers by the mean and deviation of the training rows.
    pub standardize: bool,
}

/// The config as it is read. Missing fields get the defaults of the file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PartialTableConfig {
    file: Option<String>,
    encoding: Option<String>,
    quote: Option<Quote>,
    delimiter: Option<Delimiter>,
    header: Option<bool>,
    columns: Option<Vec<ColumnConfig>>,
    target: Option<String>,
    missing: Option<Missing>,
    standardize: Option<bool>,
}

impl From<PartialTableConfig> for TableConfig {
    fn from(partial: PartialTableConfig) -> Self {
        let defaults = partial.file.map_or_else(Self::default, Self::of);
        let mut config = Self {
            file: defaults.file,
            encoding: partial.encoding,
            quote: partial.quote,
            delimiter: partial.delimiter,
            header: partial.header,
            columns: partial.columns.unwrap_or(defaults.columns),
            target: partial.target.unwrap_or(defaults.target),
            missing: partial.missing.unwrap_or(defaults.missing),
            standardize: partial.standardize.unwrap_or(defaults.standardize),
        };
        config.normalize();
        config
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ColumnConfig {
    pub name: String,
    pub kind: ColumnKind,
    /// Whether it is an input. The target never is.
    #[serde(default = "yes")]
    pub used: bool,
    /// The categories, the most frequent first.
    #[serde(default)]
    pub categories: Vec<String>,
    /// The decimal sign of its numbers; detected if missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub decimal: Option<Decimal>,
    /// The order of its dates; detected if missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub date_order: Option<DateOrder>,
    /// The number that marks a missing value, such as -999. None if all numbers are values.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub missing_value: Option<f64>,
}

fn yes() -> bool {
    true
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub enum ColumnKind {
    Number,
    /// One of a few values, one-hot encoded.
    Category,
    /// A number of days.
    Date,
    /// Not an input.
    Text,
}

impl fmt::Display for ColumnKind {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        self.serialize(formatter)
    }
}

/// How rows with a missing value are handled. A row without a target is always left out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub enum Missing {
    /// Left out.
    #[default]
    DropRows,
    /// Filled in: numbers with the mean of the training rows, categories with the most frequent one.
    Fill,
}

impl Default for TableConfig {
    fn default() -> Self {
        Self::of("iris".into())
    }
}

impl ColumnConfig {
    fn new(name: &str, kind: ColumnKind, categories: &[&str]) -> Self {
        let categories = categories.iter().map(|&category| category.to_owned()).collect();
        Self {
            name: name.to_owned(),
            kind,
            used: true,
            categories,
            decimal: None,
            date_order: None,
            missing_value: None,
        }
    }

    /// The number of network inputs.
    fn width(&self) -> usize {
        match self.kind {
            ColumnKind::Number | ColumnKind::Date => 1,
            ColumnKind::Category => self.categories.len(),
            ColumnKind::Text => 0,
        }
    }
}

impl TableConfig {
    /// A file. Its columns and target are known if it comes with the page.
    fn of(file: String) -> Self {
        let known = PAGE_TABLES.iter().find(|(name, ..)| *name == file);
        let (columns, target) = known.map_or((Vec::new(), ""), |(_, target, classes, names)| {
            let kind = if classes.is_empty() { ColumnKind::Number } else { ColumnKind::Category };
            let inputs = names.iter().map(|name| ColumnConfig::new(name, ColumnKind::Number, &[]));
            (inputs.chain([ColumnConfig::new(target, kind, classes)]).collect(), *target)
        });
        Self {
            file,
            encoding: None,
            quote: None,
            delimiter: None,
            header: None,
            columns,
            target: target.to_owned(),
            missing: Missing::DropRows,
            standardize: true,
        }
    }

    /// A file that the user opened, with nothing else known.
    pub fn opened(file: &str) -> Self {
        Self { columns: Vec::new(), target: String::new(), ..Self::of(normal(file).into_owned()) }
    }

    /// Normalizes names and categories like the text of files.
    fn normalize(&mut self) {
        let columns = self.columns.iter_mut();
        let texts =
            columns.flat_map(|column| std::iter::once(&mut column.name).chain(&mut column.categories));
        for text in texts.chain([&mut self.file, &mut self.target]) {
            if let std::borrow::Cow::Owned(composed) = normal(text) {
                *text = composed;
            }
        }
    }

    /// The layout of its file.
    pub fn layout(&self) -> Layout {
        Layout { quote: self.quote, delimiter: self.delimiter, header: self.header }
    }

    /// The tables that come with the page.
    pub fn page_tables() -> impl Iterator<Item = &'static str> {
        PAGE_TABLES.iter().map(|(name, ..)| *name)
    }

    /// Name of its file if it comes with the page.
    pub(in crate::data) fn page_file(&self) -> Option<String> {
        Self::page_tables().any(|name| name == self.file).then(|| format!("{}.csv", self.file))
    }

    /// The input columns.
    pub fn input_columns(&self) -> impl Iterator<Item = &ColumnConfig> {
        self.columns.iter().filter(|column| column.used && column.name != self.target && column.width() > 0)
    }

    pub fn target_column(&self) -> Option<&ColumnConfig> {
        self.columns.iter().find(|column| column.name == self.target)
    }

    pub(in crate::data) fn schema(&self) -> Schema {
        let width = self.input_columns().map(ColumnConfig::width).sum::<usize>().max(1);
        let problem = match self.target_column() {
            Some(column) if column.kind == ColumnKind::Category => {
                Problem::of_classes(column.categories.len().max(2))
            }
            _ => Problem::Regression { units: 1 },
        };
        Schema::new(vec![Input::numbers("features", &[width])], &[("target", problem)])
    }

    pub(in crate::data) fn validate(&self, errors: &mut Vec<FieldError>) {
        if let Err((field, problem)) = self.check() {
            errors.push(FieldError::new(field, Reason::Table(problem)));
        }
    }

    fn check(&self) -> Result<(), (&'static str, TableError)> {
        let names = || self.columns.iter().map(|column| &column.name);
        if let Some((_, twice)) =
            names().enumerate().find(|(index, name)| names().take(*index).any(|n| n == *name))
        {
            return Err(("data.columns", TableError::ColumnTwice { column: twice.clone() }));
        }
        let column = self.target.clone();
        let Some(target) = self.target_column() else {
            return Err(("data.target", TableError::UnknownColumn { column }));
        };
        if target.kind == ColumnKind::Text {
            return Err(("data.target", TableError::TextTarget { column }));
        }
        if target.kind == ColumnKind::Category && target.categories.len() < 2 {
            let class = target.categories.first().cloned().unwrap_or_default();
            return Err(("data.target", TableError::OneClass { column, class }));
        }
        for column in self.columns.iter().filter(|column| column.kind == ColumnKind::Category) {
            if column.categories.len() > MAX_CATEGORIES {
                let (categories, most) = (column.categories.len(), MAX_CATEGORIES);
                let column = column.name.clone();
                return Err(("data.columns", TableError::TooManyCategories { column, categories, most }));
            }
        }
        let values = self.input_columns().map(ColumnConfig::width).sum();
        if values == 0 {
            return Err(("data.columns", TableError::NoInputs));
        }
        if values > MAX_VALUES {
            return Err(("data.columns", TableError::TooManyValues { values, most: MAX_VALUES }));
        }
        Ok(())
    }
}
