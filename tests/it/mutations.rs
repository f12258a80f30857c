//! Every preset, changed at random or at every place in turn. Each result is refused or trains, without a panic and
//! in limited time. `DESCENT_MUTATIONS` is the number of random changes, `DESCENT_MUTATION_SEED` their seed.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use descent::data::{DataSet, Files};
use descent::experiment::Experiment;
use descent::json::Tagged;
use descent::nn::{Activation, Initializer, LayerKind, Loss, Schedule, UpdateRule};
use descent::preset;
use descent::race::{Race, Run};
use descent::random::{Random, Stream};
use descent::run;
use serde_json::{Map, Value, json};

use crate::support::axes;

/// Time limit for reading, building and two steps: far more than they need on a busy machine.
const PATIENCE: Duration = Duration::from_secs(10);

/// Variants of enums without arguments, and two names that are not variants at all.
const OTHER_NAMES: &str = "newton valid same concat sum mul ave all fill drop_rows number category date text en ko sines \
    seasonal price_walk classification regression x1 x2_squared radius parabola rosenbrock typed constructor";

/// The names of all variants of all enums.
fn all_names() -> Vec<&'static str> {
    let sets = [
        LayerKind::names(),
        Activation::names(),
        Initializer::names(),
        Loss::names(),
        UpdateRule::names(),
        Schedule::names(),
        DataSet::names(),
    ];
    sets.concat().into_iter().chain(OTHER_NAMES.split_whitespace()).collect()
}

/// Arguments with values, to be added whether or not they exist there.
const ARGUMENTS: &str = r#"{
    "delta": -1, "alpha": 0.3, "negative_slope": -2, "rate": 0.5, "stddev": 1, "units": 3, "filters": 2,
    "kernel_size": 2, "strides": 0, "pool_size": 2, "padding": "same", "use_bias": false, "activation": "gelu",
    "kernel_initializer": {"initializer": "constant", "value": 1e6}, "kernel_regularizer": {"l1": 0.1, "l2": 0.1},
    "return_sequences": true, "go_backwards": true, "target_shape": [-1, 1], "axis": 0, "shape": [1],
    "dtype": "int32", "shared_with": "hidden_1", "momentum": 0.5, "nesterov": true, "beta_1": 0, "beta_2": 0,
    "epsilon": 0, "amsgrad": true, "clipnorm": 1, "schedule": {"schedule": "warmup", "warmup_steps": 3},
    "batch_size": "all", "stop_epoch": 1, "early_stopping": {"patience": 1, "restore_best_weights": true},
    "samples": 5000, "noise": 0.5, "train_fraction": 0.9, "features": ["x1", {"formula": "x1^3"}], "formula": "x^x > y",
    "arms": 5, "classes": 6, "window": 60, "horizon": 30, "points": [[0, 0, 1], [6, -6, 0]], "problem": "regression",
    "wrapped": {"layer": "gru", "units": 2}, "merge_mode": "ave", "loss_weights": {"output": 1e6}, "seed": 4294967295
}"#;

fn extremes() -> Vec<Value> {
    let mut values = vec![Value::Null, json!(""), json!([]), json!({}), json!(true), json!("NaN")];
    values.extend(
        [u64::MAX, i64::MAX as u64, u64::from(u32::MAX), 1 << 24, 4096, 65, 5, 3, 2, 1, 0].map(Value::from),
    );
    values.extend([i64::MIN, -1, -2].map(Value::from));
    values.extend(
        [1e308, -1e308, 1e-308, 5e-324, 3.5e38, 1e18, -0.0, 0.5, 1.5, 0.999_999_9, 0.05].map(Value::from),
    );
    values
}

/// Where a value is: keys and indices from the root.
type Place = Vec<Key>;

#[derive(Clone, Debug)]
enum Key {
    Name(String),
    Index(usize),
}

fn places(value: &Value) -> Vec<Place> {
    let children: Vec<(Key, &Value)> = match value {
        Value::Object(fields) => {
            fields.iter().map(|(name, value)| (Key::Name(name.clone()), value)).collect()
        }
        Value::Array(items) => {
            items.iter().enumerate().map(|(index, item)| (Key::Index(index), item)).collect()
        }
        _ => Vec::new(),
    };
    let below = |(key, value): (Key, &Value)| {
        let deeper = places(value).into_iter().map(|mut place| {
            place.insert(0, key.clone());
            place
        });
        std::iter::once(vec![key.clone()]).chain(deeper).collect::<Vec<_>>()
    };
    children.into_iter().flat_map(below).collect()
}

fn at<'a>(value: &'a mut Value, place: &[Key]) -> Option<&'a mut Value> {
    place.iter().try_fold(value, |value, key| match key {
        Key::Name(name) => value.get_mut(name),
        Key::Index(index) => value.get_mut(index),
    })
}

fn remove(value: &mut Value, place: &[Key]) {
    let Some((last, before)) = place.split_last() else { return };
    match (at(value, before), last) {
        (Some(Value::Object(fields)), Key::Name(name)) => drop(fields.remove(name)),
        (Some(Value::Array(items)), Key::Index(index)) if *index < items.len() => drop(items.remove(*index)),
        _ => {}
    }
}

/// Files that come with the page, read once. A few lines of each are enough.
fn files() -> &'static [(&'static str, String)] {
    static FILES: OnceLock<Vec<(&str, String)>> = OnceLock::new();
    FILES.get_or_init(|| {
        let names = [
            "digits.txt",
            "iris.csv",
            "wine.csv",
            "breast_cancer.csv",
            "diabetes.csv",
            "sentences_en.tsv",
            "sentences_ko.tsv",
            "reviews_en.tsv",
            "reviews_ko.tsv",
        ];
        let short = |name| {
            let text = std::fs::read_to_string(format!("www/data/{name}")).expect("the page has the file");
            let lines: Vec<&str> = text.lines().collect();
            (name, lines.iter().step_by((lines.len() / 40).max(1)).flat_map(|line| [line, "\n"]).collect())
        };
        names.map(short).into()
    })
}

/// What an experiment needs, or nothing.
fn files_for(experiment: &Experiment) -> Files {
    let mut kept = Files::default();
    while let Some(name) = kept.wanted(&experiment.data) {
        let Some((_, text)) = files().iter().find(|(other, _)| *other == name) else { break };
        if kept.insert(&name, text).is_err() {
            break;
        }
    }
    kept
}

/// Reads, outlines, builds and trains. Returns whether it trained.
fn experiment(written: &Value) -> bool {
    if let Ok(draft) = Experiment::unchecked(written) {
        draft.outline();
    }
    let Ok(mut experiment) = Experiment::read(written) else { return false };
    experiment.diff_from_defaults();
    // The rest of the examples would only take time.
    experiment.data.samples = experiment.data.samples.min(60);
    if !experiment.validate().is_empty() {
        return false;
    }
    let files = files_for(&experiment);
    let Ok(mut run) = run::Run::with_files(experiment, &files) else { return false };
    if run.network().multiplications() > 1e6 {
        return false;
    }
    run.advance(2, || false);
    run.evaluate();
    true
}

/// Reads a race and runs a few steps.
fn race(written: &Value) -> bool {
    let Ok(race) = Race::read(written) else { return false };
    race.diff_from_defaults();
    let mut run = Run::new(race);
    run.advance(3);
    true
}

/// Runs one case. If it panics or takes too long, the test fails and shows the case.
fn check(run: fn(&Value) -> bool, written: &Value) -> bool {
    let start = Instant::now();
    let ran = catch_unwind(AssertUnwindSafe(|| run(written))).unwrap_or_else(|_| panic!("panics: {written}"));
    assert!(start.elapsed() < PATIENCE, "takes {:?}: {written}", start.elapsed());
    ran
}

struct Mutator {
    random: Random,
    bases: Vec<Value>,
    extremes: Vec<Value>,
    names: Vec<&'static str>,
    arguments: Vec<(String, Value)>,
}

impl Mutator {
    fn new(bases: Vec<Value>) -> Self {
        let arguments: Map<String, Value> = serde_json::from_str(ARGUMENTS).expect("the arguments are JSON");
        Self {
            random: Random::new(0, Stream::Data),
            bases,
            extremes: extremes(),
            names: all_names(),
            arguments: arguments.into_iter().collect(),
        }
    }

    fn one<'a, T>(random: &mut Random, items: &'a [T]) -> &'a T {
        &items[random.below(items.len())]
    }

    /// The mutation with a number. It does not depend on earlier ones.
    fn case(&mut self, number: u64) -> Value {
        self.random = Random::new(number, Stream::Data);
        let mut value = Self::one(&mut self.random, &self.bases).clone();
        for _ in 0..1 + self.random.below(4) {
            if self.random.below(4) == 0 {
                self.change_graph(&mut value);
            } else {
                self.change_place(&mut value);
            }
        }
        value
    }

    fn change_place(&mut self, value: &mut Value) {
        let places = places(value);
        if places.is_empty() {
            return;
        }
        let place = Self::one(&mut self.random, &places).clone();
        let choice = self.random.below(12);
        if choice == 0 {
            return remove(value, &place);
        }
        let other = match choice {
            // A value from another place, here or in another preset.
            1 => {
                let from = Self::one(&mut self.random, &places).clone();
                at(value, &from).cloned()
            }
            2 => {
                let mut other = Self::one(&mut self.random, &self.bases).clone();
                let same = at(&mut other, &place).cloned();
                same.or_else(|| at(&mut other, &place[..1]).cloned())
            }
            _ => None,
        };
        let Some(here) = at(value, &place) else { return };
        match here {
            _ if other.is_some() => *here = other.unwrap_or_default(),
            Value::Array(items) => match choice % 4 {
                0 => items.clear(),
                1 if !items.is_empty() => items.push(Self::one(&mut self.random, items).clone()),
                2 if !items.is_empty() => *items = [&items[..], &items[..]].concat(),
                _ => items.reverse(),
            },
            Value::Object(fields) => {
                let (name, argument) = Self::one(&mut self.random, &self.arguments);
                fields.insert(name.clone(), argument.clone());
            }
            Value::String(_) if choice < 9 => *here = (*Self::one(&mut self.random, &self.names)).into(),
            Value::Bool(flag) if choice < 9 => *flag = !*flag,
            // Small integers are shapes that may fit.
            Value::Number(_) if choice < 6 => *here = (1 + self.random.below(9)).into(),
            _ => *here = Self::one(&mut self.random, &self.extremes).clone(),
        }
    }

    /// Another layer, another edge, a layer less or twice, many layers in a row.
    fn change_graph(&mut self, value: &mut Value) {
        let random = &mut self.random;
        let Some(layers) = value.pointer_mut("/network/layers").and_then(Value::as_array_mut) else { return };
        if layers.is_empty() {
            return;
        }
        let names: Vec<Value> = layers.iter().map(|layer| layer["name"].clone()).collect();
        let index = random.below(layers.len());
        let kind = *Self::one(random, LayerKind::names());
        match random.below(7) {
            0 => {
                let twice = layers[index].clone();
                layers.push(twice);
            }
            1 => drop(layers.remove(index)),
            2 if layers[index].is_object() => layers[index]["inputs"] = json!([Self::one(random, &names)]),
            3 if layers[index].is_object() => {
                layers[index]["inputs"] = json!([Self::one(random, &names), Self::one(random, &names)]);
            }
            4 if layers[index].is_object() => layers[index]["layer"] = kind.into(),
            5 => {
                // A layer on an edge.
                let before = layers[index]["inputs"].clone();
                if before.is_array() {
                    layers[index]["inputs"] = json!(["between"]);
                    layers.push(json!({"name": "between", "layer": kind, "inputs": before}));
                }
            }
            _ => {
                let count = [3, 30, 70, 300][random.below(4)];
                let mut before = Self::one(random, &names).clone();
                for link in 0..count {
                    let name = format!("link_{link}");
                    layers.push(json!({"name": name, "layer": kind, "inputs": [before]}));
                    before = name.into();
                }
                if layers[index].is_object() {
                    layers[index]["inputs"] = json!([before]);
                }
            }
        }
    }
}

fn number_from_environment(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(otherwise)
}

/// Runs that many mutations of the bases on all cores; returns how many of them trained.
fn run_mutations(bases: &[Value], run: fn(&Value) -> bool, count: u64) -> usize {
    let first = number_from_environment("DESCENT_MUTATION_SEED", 0);
    let threads = std::thread::available_parallelism().map_or(1, usize::from) as u64;
    let trained = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for thread in 0..threads {
            let trained = &trained;
            scope.spawn(move || {
                let mut mutator = Mutator::new(bases.to_vec());
                for number in (thread..count).step_by(threads as usize) {
                    trained.fetch_add(check(run, &mutator.case(first + number)).into(), Ordering::Relaxed);
                }
            });
        }
    });
    trained.into_inner()
}

/// Every preset as it is written and with all that it leaves out.
fn written_out<T: serde::Serialize>(
    partial: impl Iterator<Item = Value>,
    read: impl Fn(&Value) -> T,
) -> Vec<Value> {
    partial.flat_map(|value| [serde_json::to_value(read(&value)).expect("it is JSON"), value]).collect()
}

#[test]
fn mutated_presets_are_refused_or_train() {
    let presets = preset::all().into_iter().map(|preset| preset.experiment);
    let bases = written_out(presets, |value| Experiment::read(value).expect("a preset reads"));
    let count = number_from_environment("DESCENT_MUTATIONS", 100_000);
    let trained = run_mutations(&bases, experiment, count);
    assert!(trained as u64 > count / 20, "of {count} only {trained} trained");
}

#[test]
fn mutated_races_are_refused_or_run() {
    let presets = descent::race::preset::all().into_iter().map(|preset| preset.race);
    let bases = written_out(presets, |value| Race::read(value).expect("a preset reads"));
    let count = number_from_environment("DESCENT_MUTATIONS", 100_000) / 20;
    let ran = run_mutations(&bases, race, count);
    assert!(ran as u64 > count / 20, "of {count} only {ran} ran");
}

/// Changes every number, name and list below a part of `base` in turn, and leaves every key out.
fn walk(base: &Value, prefix: &str, run: fn(&Value) -> bool) {
    let names: Vec<Value> = all_names().into_iter().map(Value::from).collect();
    let Some(below) = base.pointer(prefix) else { return };
    for place in std::iter::once(Vec::new()).chain(places(below)) {
        let mut without = base.clone();
        remove(without.pointer_mut(prefix).expect("the part is there"), &place);
        check(run, &without);
        let here = at(&mut below.clone(), &place).expect("the place is there").clone();
        let others = if here.is_string() { [&names[..], &extremes()].concat() } else { extremes() };
        for other in others {
            let mut changed = base.clone();
            let part = changed.pointer_mut(prefix).expect("the part is there");
            *at(part, &place).expect("the place is there") = other;
            check(run, &changed);
        }
    }
}

/// An experiment on few points with one more layer of a kind, its arguments written out.
fn with_layer(kind: &str) -> Value {
    let shape = match axes(kind) {
        3 => json!([2, 1, 1]),
        2 => json!([2, 1]),
        _ => json!([2]),
    };
    let merges = ["concatenate", "add", "multiply", "average", "maximum"].contains(&kind);
    let inputs = if merges { json!(["shaped", "shaped"]) } else { json!(["shaped"]) };
    let mut layer = json!({"name": "middle", "layer": kind, "inputs": inputs});
    if kind.starts_with("conv") {
        layer["kernel_size"] = 1.into();
    } else if kind.contains("pooling") && !kind.starts_with("global") {
        layer["pool_size"] = 1.into();
    }
    json!({"data": {"samples": 10}, "network": {"layers": [
        {"name": "input", "layer": "input", "inputs": []},
        {"name": "shaped", "layer": "reshape", "inputs": ["input"], "target_shape": shape},
        layer,
        {"name": "flat", "layer": "flatten", "inputs": ["middle"]},
        {"name": "output", "layer": "dense", "inputs": ["flat"], "units": 1, "activation": "sigmoid"},
    ], "outputs": ["output"]}})
}

/// An experiment with one dense layer whose argument is given.
fn with_argument(argument: &str, value: Value) -> Value {
    let mut base = with_layer("dense");
    base["network"]["layers"][2][argument] = value;
    base
}

#[test]
fn every_argument_of_every_choice_has_its_bounds() {
    let mut bases: Vec<Value> = Vec::new();
    bases.extend(LayerKind::names().iter().filter(|kind| **kind != "input").map(|kind| with_layer(kind)));
    for name in ["leaky_relu", "elu", "softmax"] {
        bases.push(with_argument("activation", name.into()));
    }
    for name in ["constant", "random_uniform", "random_normal", "orthogonal"] {
        bases.push(with_argument("kernel_initializer", name.into()));
    }
    for loss in ["huber", "kl_divergence", "hinge"] {
        bases.push(json!({"data": {"samples": 10}, "losses": {"output": loss}}));
    }
    for name in UpdateRule::names() {
        bases.push(json!({"data": {"samples": 10}, "optimizer": {"optimizer": name, "clipnorm": 1, "clipvalue": 1, "global_clipnorm": 1}}));
    }
    for name in Schedule::names() {
        bases.push(json!({"data": {"samples": 10}, "optimizer": {"optimizer": "sgd", "schedule": name}}));
    }
    bases.push(
        json!({"data": {"samples": 10}, "training": {"stop_epoch": 1, "early_stopping": {"patience": 1}}}),
    );
    for name in ["spiral", "blobs", "function", "houses", "digits", "sentences", "series", "table", "sine"] {
        bases.push(json!({"data": {"dataset": name}}));
    }
    bases.push(json!({"data": {"dataset": "drawn", "points": [[0, 0, 1], [1, 1, 0]]}}));
    for base in bases {
        let mut read = Experiment::unchecked(&base).expect("the base reads");
        read.data.samples = read.data.samples.min(60);
        let base = serde_json::to_value(&read).expect("an experiment is JSON");
        assert!(check(experiment, &base), "a base does not train: {base}");
        // The layers around the one in question are the same every time.
        if base["network"]["layers"][2]["name"] == "middle" {
            walk(&base, "/network/layers/2", experiment);
        } else {
            for part in ["/data", "/losses", "/optimizer", "/training", "/seed"] {
                walk(&base, part, experiment);
            }
        }
    }
    let typed = json!({"surface": "typed", "formula": "x^2 + a y^2", "parameters": {"a": 2}, "domain": [[-2, 2], [-2, 2]],
        "start": [1, 1], "contestants": [
            {"optimizer": {"optimizer": "newton", "learning_rate": 1, "damping": 0}, "noise": 0.1, "colour": 3},
            {"optimizer": {"optimizer": "adam", "learning_rate": 0.1}},
        ], "steps": 10, "tolerance": 0.01, "seed": 1});
    walk(&typed, "", race);
}

#[test]
fn a_loss_that_makes_no_sense_is_refused_by_its_field() {
    let written = json!({"losses": {"output": {"loss": "huber", "delta": -1}}});
    let errors = Experiment::read(&written).expect_err("a negative delta");
    assert_eq!(errors[0].to_string(), "losses.output.delta: -1 is not between 0.000001 and 1000000");
}
