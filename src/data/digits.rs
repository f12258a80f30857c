//! Scanned handwritten digits, 8x8 pixels of 17 greys.
//!
//! E. Alpaydin, C. Kaynak, "Optical Recognition of Handwritten Digits", UCI Machine Learning Repository,
//! <https://doi.org/10.24432/C50P49>, CC BY 4.0.

use serde::{Deserialize, Serialize};

use super::DataConfig;
use super::column::Column;
use super::examples::Example;
use super::files::Files;
use super::generated::{Data, TaskExamples, TaskInfo};
use super::problem::Problem;
use super::schema::{Input, Schema};
use super::split::train_test_split;
use crate::field_error::FieldError;
use crate::random::{Random, Stream};

/// Name of the file of digits. Each line has 64 pixels from `0` to `g` (16), row by row, then the digit.
pub const FILE: &str = "digits.txt";
pub const SIDE: usize = 8;
const PIXELS: usize = SIDE * SIDE;
const WHITE: f32 = 16.0;

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct DigitsConfig {
    pub target: DigitsTarget,
}

/// What to predict.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub enum DigitsTarget {
    /// The digit.
    #[default]
    Digit,
    /// The image itself, for an autoencoder.
    Image,
    /// Whether two images show the same digit.
    Same,
}

/// An image with pixels in [0, 1], and its digit.
struct Scan {
    pixels: Vec<f32>,
    digit: usize,
}

impl DigitsConfig {
    pub(super) fn schema(&self) -> Schema {
        let image = |name| Input::numbers(name, &[SIDE, SIDE, 1]);
        match self.target {
            DigitsTarget::Digit => {
                Schema::new(vec![image("image")], &[("digit", Problem::Multiclass { classes: 10 })])
            }
            DigitsTarget::Image => {
                Schema::new(vec![image("image")], &[("image", Problem::UnitRegression { units: PIXELS })])
            }
            DigitsTarget::Same => {
                Schema::new(vec![image("image_a"), image("image_b")], &[("same", Problem::Binary)])
            }
        }
    }

    pub(super) fn generate(&self, config: &DataConfig, seed: u64, files: &Files) -> Result<Data, FieldError> {
        let scans = read(files.text(FILE)?);
        // The scans are split before pairs are made, so that no scan is in both sets.
        let mut order: Vec<usize> = (0..scans.len()).collect();
        Random::new(seed, Stream::Split).shuffle(&mut order);
        order.truncate(config.samples);
        let (train, test) = train_test_split(&order, config.train_fraction);
        let mut random = Random::new(seed, Stream::Data);
        let mut examples = |part: &[usize]| -> Vec<Example> {
            part.iter().map(|&row| self.example(row, part, &scans, &mut random)).collect()
        };
        let (train, test) = (examples(train), examples(test));
        let target = match self.target {
            DigitsTarget::Digit => {
                Column::of_categories("digit", (0..10).map(|digit| digit.to_string().into()).collect(), true)
            }
            DigitsTarget::Image => Column::plain("axis.grey", 0.0, 1.0),
            DigitsTarget::Same => {
                Column::of_categories("axis.same", vec!["answer.no".into(), "answer.yes".into()], false)
            }
        };
        let inputs = self.schema().inputs.iter().map(|_| Vec::new()).collect();
        let shown = scans.iter().map(|scan| scan.digit as u8).collect();
        let examples = TaskExamples { inputs, targets: vec![target], train, test };
        Ok(Data::of_task(config, examples).with_task_info(TaskInfo::Digits(shown)))
    }

    fn example(&self, row: usize, part: &[usize], scans: &[Scan], random: &mut Random) -> Example {
        let problem = self.schema().problem();
        let image = scans[row].pixels.clone();
        let (inputs, target) = match self.target {
            DigitsTarget::Digit => (vec![image], problem.one_hot(scans[row].digit)),
            DigitsTarget::Image => (vec![image.clone()], image),
            DigitsTarget::Same => {
                let same = random.below(2) == 1;
                let fits = |other: usize| (scans[other].digit == scans[row].digit) == same;
                let start = random.below(part.len());
                let other = (0..part.len()).map(|step| part[(start + step) % part.len()]).find(|&o| fits(o));
                let other = other.unwrap_or(row);
                let is_same = scans[other].digit == scans[row].digit;
                (vec![image, scans[other].pixels.clone()], problem.one_hot(usize::from(is_same)))
            }
        };
        Example { row, inputs, targets: vec![target] }
    }
}

/// Reads the lines that are digits. The file that comes with the page has no others.
fn read(text: &str) -> Vec<Scan> {
    let scan = |line: &str| {
        let values: Vec<f32> = line.chars().filter_map(|c| c.to_digit(17)).map(|grey| grey as f32).collect();
        let (&digit, pixels) = values.split_last()?;
        let pixels: Vec<f32> = pixels.iter().map(|grey| grey / WHITE).collect();
        (pixels.len() == PIXELS && digit < 10.0).then_some(Scan { pixels, digit: digit as usize })
    };
    text.lines().filter_map(scan).collect()
}
