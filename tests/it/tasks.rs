//! The real tasks: what their presets reach on held-out examples, files that are read or refused with a reason, and
//! no leaks of the future or of the test set into training.

use descent::data::{Data, DataConfig, Files, PlaneChoice, Preview, Table, TaskInfo};
use descent::experiment::Experiment;
use descent::inspect::{self, Attributor, SentenceReader};
use descent::preset;
use descent::run::{Run, no_change};
use proptest::prelude::*;
use serde_json::{Value, json};

/// The files that come with the page.
pub fn page_files(data: &DataConfig) -> Files {
    let mut files = Files::default();
    while let Some(name) = files.wanted(data) {
        let text = std::fs::read_to_string(format!("www/data/{name}")).expect("the page has the file");
        files.insert(&name, &text).expect("the file of the page is good");
    }
    files
}

fn started(config: &Value) -> Run {
    let experiment = Experiment::from_json(&config.to_string()).expect("the experiment reads");
    let files = page_files(&experiment.data);
    Run::with_files(experiment, &files).expect("the experiment is valid")
}

fn preset(name: &str) -> Value {
    preset::all().iter().find(|preset| preset.name == name).expect("the preset exists").experiment.clone()
}

fn trained(name: &str, epochs: u64) -> Run {
    let mut run = started(&preset(name));
    run.advance(epochs * run.steps_per_epoch() as u64, || false);
    run
}

/// The metric of an output on held-out examples.
fn held_out(run: &mut Run, head: usize) -> f64 {
    run.evaluate()[1].heads[head].metrics.metric
}

fn data(config: Value) -> Data {
    let config: DataConfig = serde_json::from_value(config).expect("the data read");
    Data::generate(&config, 1, &page_files(&config)).expect("the data are good")
}

/// A table of the user's with its guessed config.
fn opened(text: &str) -> (Files, Value) {
    let table = Table::read(text).expect("the table is good");
    let mut config = serde_json::to_value(Preview::of(&table, "own.csv").config).expect("a config is JSON");
    config["dataset"] = "table".into();
    let mut files = Files::default();
    files.insert_table("own.csv", table);
    (files, config)
}

fn generate(files: &Files, config: &Value) -> Result<Data, String> {
    let config: DataConfig = serde_json::from_value(config.clone()).expect("the data read");
    Data::generate(&config, 1, files).map_err(|error| error.to_string())
}

/// Goals: 97 % of the digits and 85 % of the sentences. `cargo xtask bench tasks` reports the values reached.
#[test]
fn presets_of_tasks_reach_their_goals_on_held_out_examples() {
    let mut failures = Vec::new();
    for (name, epochs, head, goal) in [
        ("digits_dense", 20, 0, 0.94),
        ("houses", 60, 0, 0.85),
        ("houses", 60, 1, 0.85),
        ("sentences_pooling", 20, 0, 0.85),
        ("sentences_ko", 10, 0, 0.85),
        ("sentences_lstm", 10, 0, 0.85),
        ("series_sines", 40, 0, 0.85),
        ("table_iris", 60, 0, 0.9),
        ("table_wine", 40, 0, 0.93),
        ("table_cancer", 20, 0, 0.93),
        ("houses_linear", 60, 0, 0.85),
        ("houses_linear", 60, 1, 0.85),
        ("series_seasonal", 40, 0, 0.85),
        ("table_diabetes", 20, 0, 0.33),
        ("function_waves", 40, 0, 0.92),
        ("function_surface", 80, 0, 0.9),
        ("lenet", 12, 0, 0.94),
        ("inception", 12, 0, 0.95),
        ("residual", 40, 0, 0.95),
        ("siamese", 20, 0, 0.82),
        ("digits_autoencoder", 20, 0, 0.45),
    ] {
        let reached = held_out(&mut trained(name, epochs), head);
        println!("{name} output {head}: {reached:.3}");
        if reached < goal {
            failures.push(format!("{name}: {reached} after {epochs} epochs, wanted {goal}"));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn the_convolutional_digits_preset_reaches_97_percent() {
    let reached = held_out(&mut trained("digits_conv", 14), 0);
    assert!(reached >= 0.97, "{reached}");
}

#[test]
fn a_task_gives_the_same_bits_again() {
    let config = preset("houses");
    let run = || {
        let mut run = started(&config);
        run.advance(50, || false);
        run.fingerprint()
    };
    assert_eq!(run(), run());
}

#[test]
fn every_task_preset_is_one_of_a_link_too() {
    for preset in preset::all() {
        let experiment = Experiment::from_json(&preset.experiment.to_string()).expect("the preset reads");
        let least = Value::Object(experiment.diff_from_defaults()).to_string();
        assert_eq!(Experiment::from_json(&least).expect("the link reads"), experiment, "{}", preset.name);
    }
}

#[test]
fn no_example_is_both_trained_on_and_tested_with() {
    for config in [json!({"dataset": "digits"}), json!({"dataset": "sentences"}), json!({"dataset": "table"})]
    {
        let data = data(config);
        assert!(data.test.rows.iter().all(|row| !data.train.rows.contains(row)));
    }
}

#[test]
fn columns_are_standardised_by_their_training_rows_alone() {
    let data = data(json!({"dataset": "table", "file": "wine"}));
    let count = data.train.count;
    for (row, column) in data.train.inputs[0].chunks(count).zip(&data.inputs[0]) {
        let mean = row.iter().sum::<f32>() / count as f32;
        let variance = row.iter().map(|x| (x - mean) * (x - mean)).sum::<f32>() / count as f32;
        assert!(mean.abs() < 1e-3 && (variance - 1.0).abs() < 1e-3, "{:?}: {mean} {variance}", column.label);
    }
    let test_mean: f32 = data.test.inputs[0][..data.test.count].iter().sum::<f32>() / data.test.count as f32;
    assert!(test_mean.abs() > 1e-4, "the test rows were standardised too");
}

#[test]
fn a_series_never_trains_on_what_it_is_tested_with() {
    let data = data(json!({"dataset": "series", "window": 12, "horizon": 4}));
    let TaskInfo::Series(timeline) = &data.task_info else { panic!("a series has a timeline") };
    assert!(data.train.rows.iter().all(|&start| start as usize + 16 <= timeline.border));
    assert!(data.test.rows.iter().all(|&start| start as usize + 12 >= timeline.border));
}

#[test]
fn a_price_walk_cannot_be_told_better_than_by_no_change() {
    let mut run = trained("series_walk", 30);
    let said = run.evaluate()[1].metrics.mae;
    let baseline = no_change(&run.data().test).mae;
    assert!(said > 0.95 * baseline, "{said} beats {baseline}");
}

#[test]
fn rows_without_a_value_are_left_out_or_filled() {
    let rows: String = (0..40)
        .map(|row| {
            format!("{},{},{}\n", if row == 3 { String::new() } else { row.to_string() }, row * 2, row % 2)
        })
        .collect();
    let (files, mut config) = opened(&format!("a,b,class\n{rows}"));
    let count = |config: &Value| generate(&files, config).map(|data| data.train.count + data.test.count);
    assert_eq!(count(&config), Ok(39));
    config["missing"] = "fill".into();
    assert_eq!(count(&config), Ok(40));
}

#[test]
fn a_table_that_cannot_be_learned_names_the_column_and_the_reason() {
    let rows: String = (0..40).map(|row| format!("{row},x{row},7,yes\n")).collect();
    let (files, config) = opened(&format!("a,word,same,answer\n{rows}"));
    let mut with = config.clone();
    with["columns"][1]["kind"] = "number".into();
    with["columns"][1]["used"] = true.into();
    assert!(generate(&files, &with).unwrap_err().contains("word"));
    let mut constant = config.clone();
    constant["target"] = "same".into();
    assert!(generate(&files, &constant).unwrap_err().contains("column same has only one value, 7"));
    let mut one_class = config.clone();
    one_class["target"] = "answer".into();
    one_class["columns"][3] = json!({"name": "answer", "kind": "category", "categories": ["no", "yes"]});
    assert!(generate(&files, &one_class).unwrap_err().contains("column answer has only one class, yes"));
    let mut missing = config;
    missing["file"] = "other.csv".into();
    assert_eq!(generate(&files, &missing).unwrap_err(), "data.file: the file other.csv is missing");
}

#[test]
fn what_mattered_is_found_by_gradients_and_by_blanking() {
    let run = trained("digits_dense", 5);
    let data = run.data();
    let image = vec![data.test.input(0, 0)];
    let digit = data.test.target(0, 0).iter().position(|&one| one > 0.5).unwrap();
    let explain = |image: &[Vec<f32>]| {
        let (experiment, network) = (run.experiment(), run.network());
        Attributor::new(experiment, network, image, 0, digit, 1).advance(|| false).unwrap()
    };
    let found = explain(&image);
    // The gradient is the slope of the logarithm of the probability.
    let pixel =
        (0..64).max_by(|&a, &b| found.gradients[0][a].abs().total_cmp(&found.gradients[0][b].abs())).unwrap();
    let at = |offset: f32| {
        let mut moved = image.clone();
        moved[0][pixel] += offset;
        libm::log(f64::from(explain(&moved).value))
    };
    let slope = (at(0.01) - at(-0.01)) / 0.02;
    let gradient = f64::from(found.gradients[0][pixel]);
    assert!((slope - gradient).abs() < 0.05 * slope.abs() + 0.01, "{gradient} {slope}");
    // Blanking a white pixel changes nothing.
    let blank = (0..64).find(|&pixel| image[0][pixel] == 0.0).unwrap();
    assert_eq!(found.occlusion[0][blank], 0.0);
}

/// What comes out when every part is the least there is, and how many parts there were.
fn in_parts<T>(mut part: impl FnMut(fn() -> bool) -> Option<T>) -> (T, usize) {
    (1..).find_map(|parts| part(|| true).map(|whole| (whole, parts))).unwrap()
}

#[test]
fn what_takes_long_to_explain_is_explained_in_parts_and_stays_the_same() {
    // So wide that only a few examples are computed at once.
    let mut wide = preset("digits_conv");
    for layer in wide["network"]["layers"].as_array_mut().unwrap() {
        if layer["layer"] == "conv2d" {
            layer["filters"] = 256.into();
        }
    }
    let mut run = started(&wide);
    let image = vec![run.data().test.input(0, 0)];
    let begun = |run: &Run| Attributor::new(run.experiment(), run.network(), &image, 0, 3, 3);
    let whole = begun(&run).advance(|| false).unwrap();
    let mut attributor = begun(&run);
    assert!(attributor.advance(|| true).is_none());
    // What becomes of the weights meanwhile is not what was asked about.
    run.set_parameter(0, 9.0);
    let (found, parts) = in_parts(|out_of_time| attributor.advance(out_of_time));
    assert_eq!(found, whole);
    assert!(parts > 2, "{parts}");
}

#[test]
fn a_sentence_is_read_token_by_token_and_ends_with_its_whole_score() {
    let run = trained("sentences_lstm", 3);
    let TaskInfo::Sentences { vocabulary, .. } = &run.data().task_info else { panic!("these are sentences") };
    let reader = |text| SentenceReader::new(run.network(), run.wiring(), "positive", vocabulary, 24, text);
    let read = |text| reader(text).advance(|| false).unwrap();
    let reading = read("The film was good");
    assert_eq!(reading.tokens.len(), 4);
    assert_eq!(reading.scores.last(), Some(&reading.score));
    assert_eq!((reading.states.len(), reading.states[0].values.len()), (1, 4 * reading.states[0].units));
    let long = "the film was not good but the music was and so were the two women in it";
    let mut parted = reader(long);
    assert_eq!(in_parts(|out_of_time| parted.advance(out_of_time)).0, read(long));
    assert!(read("").scores.is_empty());
    assert_eq!(read(&"word ".repeat(28)).cut, 4);
}

/// Sentences, and whether each is positive.
type Typed = &'static [(&'static str, bool)];

/// Sentences as people type them, none of which is trained on: ordinary ones, then denied ones.
const PLAIN: [(&str, [Typed; 2]); 2] = [
    (
        "sentences_ko",
        [
            &[
                ("이 영화 진짜 재미없다", false),
                ("정말 최고", true),
                ("오늘 급식 진짜 맛있었어", true),
                ("배우들 연기가 너무 좋았어요", true),
                ("두 시간이 너무 길게 느껴졌다 지루해", false),
                ("친구들이랑 보러 갔는데 다들 별로래", false),
                ("스토리가 탄탄하고 음악도 훌륭합니다", true),
                ("직원이 불친절해서 기분이 나빴다", false),
                ("보는 내내 웃었어요 추천합니다", true),
                ("돈이 아까운 영화였다", false),
                ("국물이 너무 짜고 맛없어요", false),
                ("결말이 감동적이라 눈물이 났다", true),
                ("숙제가 많아서 힘들고 짜증난다", false),
                ("가격도 저렴하고 품질도 만족스러워요", true),
                ("다시는 보고 싶지 않은 최악의 영화", false),
                ("주말에 가족과 보기 좋은 따뜻한 영화", true),
            ],
            &[
                ("재미있지 않다", false),
                ("이 드라마는 재미있지 않아요", false),
                ("하나도 지루하지 않았다", true),
                ("생각보다 나쁘지 않네요", true),
                ("음식이 맛있지 않았어요", false),
                ("연기가 어색하지 않고 좋았다", true),
                ("별로 좋지 않았다", false),
                ("전혀 재미없지 않았어요", true),
                ("그렇게 신나지는 않더라", false),
                ("절대 지루하지 않은 영화", true),
                ("마음에 들지 않는다", false),
                ("안 재밌어요", false),
                ("이번 책은 어렵지 않아서 좋아요", true),
                ("방이 깨끗하지 않았다", false),
                ("결말이 뻔하지 않아서 신선했다", true),
                ("추천하고 싶지 않아요", false),
            ],
        ],
    ),
    (
        "sentences_lstm",
        [
            &[
                ("I really loved this movie", true),
                ("What a waste of my evening", false),
                ("The actors were brilliant", true),
                ("It was so boring that I fell asleep", false),
                ("Best pizza in town", true),
                ("The waiter was rude and the soup was cold", false),
                ("A beautiful and touching story", true),
                ("Terrible service, I want my money back", false),
                ("My phone broke after two days, awful", false),
                ("We had so much fun at the concert", true),
                ("The plot made no sense", false),
                ("Highly recommended for families", true),
                ("I would watch it again tomorrow", true),
                ("The ending ruined everything", false),
                ("Great music and lovely pictures", true),
                ("Too long and too predictable", false),
            ],
            &[
                ("not bad at all", true),
                ("not good at all", false),
                ("The movie was not boring", true),
                ("This book isn't interesting", false),
                ("I did not like the food", false),
                ("It wasn't as bad as I thought", true),
                ("The hotel was not clean", false),
                ("It is not a bad phone", true),
                ("I didn't enjoy the trip", false),
                ("There was nothing wrong with the service, not terrible", true),
                ("The game is never dull", true),
                ("It is far from perfect", false),
                ("Not a great story", false),
                ("The lesson was not difficult and not boring", true),
                ("I would not recommend this place", false),
                ("The acting wasn't terrible", true),
            ],
        ],
    ),
];

#[test]
fn sentences_as_people_type_them_are_judged_right_most_often_denied_or_not() {
    for (name, lists) in PLAIN {
        let run = trained(name, 12);
        let TaskInfo::Sentences { vocabulary, .. } = &run.data().task_info else {
            panic!("these are sentences")
        };
        let read = |text| {
            SentenceReader::new(run.network(), run.wiring(), "positive", vocabulary, 24, text)
                .advance(|| false)
                .unwrap()
        };
        for ((list, least), what) in lists.into_iter().zip([0.8, 0.65]).zip(["ordinary", "denied"]) {
            let wrong = list.iter().filter(|(text, positive)| (read(text).score > 0.5) != *positive);
            let wrong: Vec<_> = wrong.map(|(text, _)| text).collect();
            let share = 1.0 - wrong.len() as f64 / list.len() as f64;
            println!("{name}, {what}: {share:.2}, wrong: {wrong:?}");
            assert!(share >= least, "{name}, {what}: {share}");
            let unknown = list.iter().filter(|(text, _)| read(text).tokens.iter().any(|token| !token.known));
            let unknown = unknown.count();
            println!("{name}, {what}: {unknown} of {} with something unknown", list.len());
            assert!(2 * unknown <= list.len(), "{name}, {what}: {unknown} with something unknown");
        }
        let first = lists[0][0];
        assert_eq!(read(first.0).score > 0.5, first.1, "{}", first.0);
    }
}

#[test]
fn the_middle_of_an_autoencoder_is_decoded_as_the_whole_network_would() {
    let mut run = started(&preset("digits_autoencoder"));
    let image = vec![run.data().test.input(0, 0)];
    let layers = inspect::activations(run.network(), run.wiring(), &image);
    let middle = &layers.iter().find(|layer| layer.name == "middle").unwrap().values;
    let decoded = inspect::decode(run.experiment(), run.network(), "middle", middle).unwrap();
    assert_eq!(decoded, run.predict(&[image])[0][0]);
    assert!(inspect::decode(run.experiment(), run.network(), "middle", &[0.0]).is_none());
}

#[test]
fn a_unit_sees_more_of_the_image_the_deeper_it_lies() {
    let experiment = Experiment::from_json(&preset("digits_conv").to_string()).unwrap();
    let field = |layer, at| inspect::receptive_field(&experiment, layer, at, at)[0].rows;
    assert_eq!(field("conv_1", 0), [0, 2]);
    assert_eq!(field("conv_1", 4), [3, 6]);
    assert_eq!(field("pool_1", 1), [1, 5]);
    assert_eq!(field("conv_2", 1), [0, 7]);
    assert_eq!(field("digit", 0), [0, 8]);
}

#[test]
fn a_table_shows_the_plane_that_is_chosen() {
    let mut run = started(&preset("table_iris"));
    let rest = vec![5.8, 3.0, 3.7, 1.2];
    assert!(run.show_plane(&PlaneChoice::Columns { x: 0, y: 2, rest: rest.clone() }));
    assert_eq!(run.data().plane().unwrap().axes[1].label, "petal_length_cm");
    assert!(!run.show_plane(&PlaneChoice::Columns { x: 0, y: 9, rest }));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn random_bytes_as_a_table_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        if let Ok(table) = Table::read(&String::from_utf8_lossy(&bytes)) {
            Preview::of(&table, "own.csv");
        }
    }

    #[test]
    fn anything_that_looks_like_a_table_is_read_or_refused(text in "([a-c0-9,;\"\\n\\t ?.-]{0,12}\n){0,30}") {
        if let Ok(table) = Table::read(&text) {
            let mut config = serde_json::to_value(Preview::of(&table, "own.csv").config).unwrap();
            config["dataset"] = "table".into();
            let mut files = Files::default();
            files.insert_table("own.csv", table);
            if let Ok(experiment) = Experiment::from_json(&json!({ "data": config }).to_string())
                && let Ok(mut run) = Run::with_files(experiment, &files)
            {
                run.advance(2, || false);
            }
        }
    }
}
