//! A made-up housing market: size, bathrooms, income and zip code say the price, and whether a house was sold.
//!
//! Zip codes lie on a ring around a lake: neighbours cost alike, so their embedding finds the ring again.

use std::f64::consts::TAU;

use super::DataConfig;
use super::column::Column;
use super::examples::Example;
use super::generated::{Data, TaskExamples, TaskInfo};
use super::problem::Problem;
use super::schema::{Input, Schema};
use super::split::train_test_split;
use crate::random::{Random, Stream};

/// The zip codes, once around the lake.
pub const ZIP_CODES: [&str; 12] = [
    "10010", "10020", "10030", "10040", "10050", "10060", "10070", "10080", "10090", "10100", "10110",
    "10120",
];

/// A house in its own units: m², rooms, thousands a year, number of the zip code, hundreds of thousands.
struct House {
    size: f64,
    bathrooms: f64,
    income: f64,
    zip: usize,
    price: f64,
    sold: bool,
}

pub(super) fn schema() -> Schema {
    Schema::new(
        vec![Input::numbers("numbers", &[3]), Input::tokens("zip_code", 1, ZIP_CODES.len())],
        &[("price", Problem::Regression { units: 1 }), ("sold", Problem::Binary)],
    )
}

impl House {
    fn random(noise: f64, random: &mut Random) -> Self {
        let zip = random.below(ZIP_CODES.len());
        let angle = TAU * zip as f64 / ZIP_CODES.len() as f64;
        // What the place is worth, and how many look for a house there.
        let (worth, demand) = (libm::sin(angle), libm::cos(angle));
        let size = (95.0 + 38.0 * random.normal()).clamp(30.0, 240.0);
        let bathrooms = (size / 70.0 + 0.5 * random.normal()).round().clamp(1.0, 4.0);
        let income = (48.0 + 10.0 * worth + 12.0 * random.normal()).clamp(18.0, 110.0);
        let fair = 0.022 * size * (1.0 + 0.45 * worth) + 0.25 * bathrooms + 0.02 * (income - 48.0) + 0.6;
        let price = (fair * (1.0 + noise * random.normal())).max(0.1);
        // Sold when many look, and when a household there can pay for it.
        let interest = 1.6 * demand + 0.07 * (income - 48.0) - 0.7 * (price - 3.0);
        let sold = interest + 4.0 * noise * random.normal() > 0.0;
        Self { size, bathrooms, income, zip, price, sold }
    }
}

pub(super) fn generate(config: &DataConfig, seed: u64) -> Data {
    let mut random = Random::new(seed, Stream::Data);
    let mut houses: Vec<(usize, House)> =
        (0..config.samples).map(|row| (row, House::random(config.noise, &mut random))).collect();
    Random::new(seed, Stream::Split).shuffle(&mut houses);
    let (train, test) = train_test_split(&houses, config.train_fraction);
    let numbers = |label, unit, of: fn(&House) -> f64| {
        Column::of_numbers(label, unit, train.iter().map(move |(_, house)| of(house)))
    };
    let columns = [
        numbers("axis.size", "m²", |house| house.size),
        numbers("axis.bathrooms", "", |house| house.bathrooms),
        numbers("axis.income", "1000", |house| house.income),
    ];
    let price = numbers("axis.price", "100k", |house| house.price);
    let example = |(row, house): &(usize, House)| {
        let mut given = Vec::with_capacity(3);
        for (column, value) in columns.iter().zip([house.size, house.bathrooms, house.income]) {
            column.encode(value, &mut given);
        }
        Example {
            row: *row,
            inputs: vec![given, vec![house.zip as f32]],
            targets: vec![
                vec![price.standardization.apply(house.price)],
                vec![f32::from(u8::from(house.sold))],
            ],
        }
    };
    let (train, test) = (train.iter().map(example).collect(), test.iter().map(example).collect());
    let zips = ZIP_CODES.iter().map(|&zip| zip.to_owned().into()).collect();
    let zip = Column::of_categories("axis.zip_code", zips, false);
    let sold = Column::of_categories("axis.sold", vec!["answer.no".into(), "answer.yes".into()], false);
    let examples =
        TaskExamples { inputs: vec![columns.into(), vec![zip]], targets: vec![price, sold], train, test };
    Data::of_task(config, examples).with_task_info(TaskInfo::Houses)
}
