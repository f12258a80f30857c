//! Which configs are accepted, and the errors of those that are not: nothing that is read may panic.

use descent::experiment::Experiment;
use descent::field_error::{FieldError, Reason};
use descent::nn::{L1Method, Regularizer};
use descent::run::Run;
use proptest::prelude::*;
use serde_json::{Value, json};

fn errors(config: Value) -> String {
    match Experiment::from_json(&config.to_string()) {
        Ok(_) => String::new(),
        Err(errors) => errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "),
    }
}

fn layers(layers: Value) -> String {
    errors(json!({"network": {"layers": layers, "outputs": ["y"]}}))
}

#[test]
fn errors_name_the_field_the_value_and_what_would_be_right() {
    for (config, sentence) in [
        (json!({"data": {"samples": 3}}), "data.samples: 3 is not between 4 and 5000"),
        (
            json!({"optimizer": {"optimizer": "adam", "beta_1": 1.5}}),
            "optimizer.beta_1: 1.5 is not between 0 and 0.9999999",
        ),
        (
            json!({"optimizer": {"learning_rate": -1, "optimizer": "sgd"}}),
            "optimizer.learning_rate: -1 is not between 0 and 10000",
        ),
        (json!({"training": {"batch_size": 0}}), "training.batch_size: 0 is not between 1 and 5000"),
    ] {
        assert_eq!(errors(config), sentence);
    }
    for (config, part) in [
        (json!({"data": {"dataset": "donut"}}), "`circle`"),
        (json!({"optimizer": {"optimizer": "sgd", "momentun": 1}}), "momentun"),
        (json!({"trainig": {}}), "trainig"),
        (json!({"training": {"batch_size": "some"}}), "training.batch_size"),
        (json!({"losses": {"output": "mse"}}), "`mean_squared_error`"),
        (json!({"seed": 1.5}), "seed"),
    ] {
        let said = errors(config);
        assert!(said.contains(part), "{part}: {said}");
    }
}

#[test]
fn a_list_is_not_taken_for_an_object_at_any_depth() {
    let layer =
        json!({"name": "output", "layer": "dense", "inputs": ["input"], "kernel_regularizer": [0.1, 0.1]});
    let layers = json!([{"name": "input", "layer": "input", "inputs": []}, layer]);
    for (config, path) in [
        (json!([{}]), ""),
        (json!({"training": [5]}), "training: "),
        (json!({"training": {"early_stopping": [5]}}), "training.early_stopping: "),
        (json!({"network": [[], []]}), "network: "),
        (
            json!({"network": {"layers": layers, "outputs": ["output"]}}),
            "network.layers[1]: output.kernel_regularizer: ",
        ),
    ] {
        assert_eq!(errors(config), format!("{path}invalid type: sequence, expected an object"));
    }
}

#[test]
fn a_graph_that_is_wrong_names_the_layer() {
    let x = json!({"name": "x", "layer": "input"});
    let y = |input: &str| json!({"name": "y", "layer": "dense", "inputs": [input], "units": 1});
    assert!(layers(json!([x, y("z")])).contains("\"y\": takes \"z\", which is not a layer"));
    assert!(layers(json!([x, x, y("x")])).contains("\"x\": two layers have this name"));
    assert!(layers(json!([x, y("y")])).contains("\"y\": is part of a cycle"));
    assert!(
        layers(json!([x, {"name": "y", "layer": "dense", "inputs": []}])).contains("\"y\": has no input")
    );
    assert!(
        layers(json!([x, {"name": "y", "layer": "dense", "inputs": ["x", "x"]}]))
            .contains("takes 1 input, has 2")
    );
    assert!(
        layers(json!([{"name": "x", "layer": "input", "shape": [3]}, y("x")]))
            .contains("network.x.shape: 3 does not fit, 2 needed")
    );
    assert!(
        layers(json!([x, {"name": "y", "layer": "dense", "inputs": ["x"], "units": 2}]))
            .contains("network.y.units: 2 does not fit, 1 needed")
    );
    assert!(
        layers(json!([x, {"name": "y", "layer": "dense", "inputs": ["x"], "units": 9_000_000}]))
            .contains("network.y.units")
    );
    assert!(
        layers(json!([x, {"name": "z", "layer": "dense", "inputs": ["x"]}]))
            .contains("\"y\": is an output but not a layer")
    );
}

#[test]
fn what_is_missing_follows_the_data() {
    let experiment = Experiment::from_json(r#"{"data": {"dataset": "blobs", "classes": 5}}"#).unwrap();
    let output = serde_json::to_value(experiment.network.layers.last()).unwrap();
    assert_eq!((&output["units"], &output["activation"]), (&json!(5), &json!("softmax")));
    assert_eq!(
        serde_json::to_value(&experiment.losses).unwrap(),
        json!({"output": "categorical_crossentropy"})
    );
}

#[test]
fn an_optimizer_without_a_proximal_step_refuses_the_penalty_that_needs_one() {
    let config = |optimizer: &str, method: &str| {
        errors(json!({"optimizer": optimizer, "network": {"layers": [
            {"name": "input", "layer": "input"},
            {"name": "output", "layer": "dense", "inputs": ["input"], "activation": "sigmoid",
                "kernel_regularizer": {"l1": 0.1, "l1_method": method}},
        ], "outputs": ["output"]}}))
    };
    for optimizer in ["lion", "adadelta"] {
        assert_eq!(
            config(optimizer, "proximal"),
            format!(
                "optimizer.optimizer: {optimizer} has no proximal step; choose the subgradient method or another optimizer"
            )
        );
        assert_eq!(config(optimizer, "subgradient"), "");
    }
    assert_eq!(Regularizer::default().l1_method, L1Method::Proximal);
    for optimizer in ["sgd", "adagrad", "rmsprop", "adam", "adamw", "nadam", "adamax"] {
        assert_eq!(config(optimizer, "proximal"), "");
    }
}

/// JSON of any shape, mostly with the field names of an experiment.
fn any_json() -> impl Strategy<Value = Value> {
    let words = prop::sample::select(vec![
        "data",
        "dataset",
        "circle",
        "spiral",
        "drawn",
        "points",
        "houses",
        "series",
        "window",
        "horizon",
        "table",
        "file",
        "columns",
        "kind",
        "category",
        "categories",
        "target",
        "embedding",
        "input_dim",
        "flatten",
        "arms",
        "samples",
        "noise",
        "features",
        "x1",
        "sin_x1",
        "network",
        "layers",
        "outputs",
        "name",
        "layer",
        "input",
        "inputs",
        "dense",
        "units",
        "activation",
        "softmax",
        "dropout",
        "rate",
        "losses",
        "hinge",
        "optimizer",
        "adam",
        "learning_rate",
        "schedule",
        "cosine_decay",
        "training",
        "batch_size",
        "all",
        "seed",
        "shape",
        "output",
    ]);
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (-10_i64..1_000_000_000_000).prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        words.clone().prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 60, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::vec((words.clone(), inner), 0..6).prop_map(|pairs| Value::Object(
                pairs.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
            )),
        ]
    })
}

/// A valid experiment trains, unless it needs a file.
fn train(experiment: Experiment) {
    match Run::new(experiment) {
        Ok(mut run) => assert!(run.advance(2, || false) <= 2),
        Err(errors) => {
            let is_missing = |error: &FieldError| matches!(error.reason, Reason::MissingFile { .. });
            assert!(errors.iter().all(is_missing), "{errors:?}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn no_text_panics(text in ".{0,200}") {
        let _ = Experiment::from_json(&text);
    }

    #[test]
    fn no_json_panics_and_what_is_valid_trains(value in any_json()) {
        if let Ok(experiment) = Experiment::from_json(&value.to_string()) {
            train(experiment);
        }
    }

    #[test]
    fn a_default_with_one_field_changed_to_anything_never_panics(path in 0_usize..200, value in any_json()) {
        let mut config = serde_json::to_value(Experiment::default()).unwrap();
        let mut paths = Vec::new();
        pointers(&config, String::new(), &mut paths);
        let pointer = paths[path % paths.len()].clone();
        if let Some(place) = config.pointer_mut(&pointer) {
            *place = value;
        }
        if let Ok(experiment) = Experiment::from_json(&config.to_string()) {
            train(experiment);
        }
    }
}

fn pointers(value: &Value, at: String, into: &mut Vec<String>) {
    match value {
        Value::Object(map) => {
            map.iter().for_each(|(key, child)| pointers(child, format!("{at}/{key}"), into))
        }
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(i, child)| pointers(child, format!("{at}/{i}"), into))
        }
        _ => {}
    }
    into.push(at);
}

#[test]
fn an_output_of_places_that_may_be_padding_is_refused_with_what_to_do() {
    let network = |before: Value| {
        let mut layers = vec![
            json!({"name": "words", "layer": "input", "dtype": "int32"}),
            json!({"name": "embedded", "layer": "embedding", "inputs": ["words"], "input_dim": 500, "output_dim": 1, "mask_zero": true}),
        ];
        layers.push(before);
        layers.push(json!({"name": "y", "layer": "dense", "inputs": ["between"], "activation": "sigmoid", "units": 1}));
        json!({"data": {"dataset": "sentences"}, "network": {"layers": layers, "outputs": ["y"]}})
    };
    let masked = network(
        json!({"name": "between", "layer": "activation", "inputs": ["embedded"], "activation": "tanh"}),
    );
    let partly = Experiment::read(&masked).err().map(|errors| errors[0].to_string());
    assert!(
        partly.as_deref().is_some_and(|error| error.contains("network.y") && error.contains("padding")),
        "{partly:?}"
    );
    let pooled =
        network(json!({"name": "between", "layer": "global_average_pooling1d", "inputs": ["embedded"]}));
    assert!(Experiment::read(&pooled).is_ok(), "{:?}", Experiment::read(&pooled).err());
}
