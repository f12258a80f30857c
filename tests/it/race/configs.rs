//! Races as they are written and read, and what is wrong with them.

use descent::field_error::FieldError;
use descent::json::Tagged;
use descent::nn::UpdateRule;
use descent::race::{Basin, Race, Run, contestant_names, preset};
use descent::surface::SurfaceName;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::{finished, race};

#[test]
fn a_race_is_written_with_no_more_than_it_needs_and_reads_back() {
    assert_eq!(Race::default().diff_from_defaults(), Default::default());
    for config in [
        json!({}),
        json!({"surface": "valley"}),
        json!({"surface": "valley", "parameters": {"k": 77}}),
        json!({"surface": "typed", "formula": "a*x^2 + b", "parameters": {"a": 3}, "start": [2]}),
        json!({"surface": "bowl", "contestants": [{"optimizer": "newton"}, {"optimizer": "lion", "noise": 0.1}]}),
        json!({"surface": "beale", "domain": [[-1, 1], [0, 2]], "start": [0, 1], "steps": 9, "seed": 3, "tolerance": 0.5}),
        json!({"contestants": []}),
    ]
    .into_iter()
    .chain(preset::all().iter().map(|preset| preset.race.clone()))
    {
        let whole = race(config.clone());
        let least = Value::Object(whole.diff_from_defaults());
        assert_eq!(race(least.clone()), whole, "{least}");
        assert_eq!(race(serde_json::to_value(&whole).unwrap()), whole);
        assert!(least.to_string().len() <= config.to_string().len() + 120, "{least}");
    }
    assert_eq!(
        race(json!({"surface": "valley"})).diff_from_defaults(),
        json!({"surface": "valley"}).as_object().unwrap().clone()
    );
}

fn errors(config: Value) -> String {
    match Race::from_json(&config.to_string()) {
        Ok(_) => String::new(),
        Err(errors) => errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "),
    }
}

#[test]
fn errors_name_the_field_and_what_would_be_right() {
    for (config, part) in [
        (json!({"steps": 0}), "steps: 0 is not between 1 and 20000"),
        (json!({"start": [99, 0]}), "start.0: 99 is not between -4.5 and 4.5"),
        (json!({"domain": [[1, 1], [0, 1]]}), "domain.0.1: 1 is not between"),
        (json!({"surface": "typed", "formula": "x + "}), "formula: character 5: the formula ends too early"),
        (
            json!({"contestants": [{"optimizer": {"optimizer": "adam", "beta_1": 2}}]}),
            "contestants.0.optimizer.beta_1",
        ),
        (json!({"contestants": [{"optimizer": "adm"}]}), "contestants"),
        (json!({"contestants": [{"optimizer": {"optimizer": "newton", "beta": 1}}]}), "contestants"),
        (json!({"contestants": [{"optimizer": "adam", "noise": -1}]}), "contestants.0.noise"),
        (json!({"surface": "bowel"}), "`bowl`"),
        (json!({"stepz": 3}), "stepz"),
    ] {
        let said = errors(config);
        assert!(said.contains(part), "{part}: {said}");
    }
}

#[test]
fn default_contestants_go_down_on_every_surface() {
    // Newton's method goes up where the curvature is that of a hill.
    let names: Vec<_> = contestant_names().into_iter().filter(|name| *name != "newton").collect();
    for surface in SurfaceName::all() {
        let plain = race(json!({"surface": surface}));
        let contestants: Vec<_> =
            names.iter().map(|name| plain.default_contestant(name).expect("a name it knows")).collect();
        let run = finished(json!({"surface": surface, "steps": 300, "contestants": contestants}));
        for (contestant, name) in names.iter().enumerate() {
            let losses = run.losses(contestant);
            let lowest = losses.iter().copied().fold(f64::INFINITY, f64::min);
            let fell = losses[0] - lowest;
            assert!(fell > 1e-3, "{name} on {surface:?}: from {} only to {lowest}", losses[0]);
        }
    }
    assert!(race(json!({})).default_contestant("sgdm").unwrap_err().contains("sgd"));
}

/// JSON of any shape, mostly with the field names of a race.
fn any_json() -> impl Strategy<Value = Value> {
    let words = prop::sample::select(vec![
        "surface",
        "typed",
        "valley",
        "formula",
        "x^2 + a*y",
        "1/x",
        "parameters",
        "a",
        "k",
        "domain",
        "start",
        "contestants",
        "optimizer",
        "adam",
        "newton",
        "damping",
        "noise",
        "colour",
        "shown",
        "steps",
        "tolerance",
        "seed",
        "schedule",
        "learning_rate",
    ]);
    let number = prop_oneof![
        Just(json!(0)),
        Just(json!(1e308)),
        Just(json!(-1e308)),
        (-10.0..10.0_f64).prop_map(|number| json!(number)),
        (0..300_u32).prop_map(|number| json!(number)),
    ];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        number,
        words.clone().prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 48, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((words.clone(), inner), 0..6).prop_map(|fields| Value::Object(
                fields.into_iter().map(|(k, v)| (k.to_owned(), v)).collect()
            )),
        ]
    })
}

/// Races that are nearly right.
fn near_race() -> impl Strategy<Value = Value> {
    let formula = prop::sample::select(vec![
        "x",
        "1/x",
        "x^2*y",
        "ln(x)+y",
        "0",
        "1e300*x*y",
        "exp(exp(x))",
        "x^a",
        "floor(x)",
        "abs(x)",
        "sqrt(x)",
        "1/0",
    ]);
    let optimizer = prop::sample::select([UpdateRule::names(), &["newton"]].concat());
    let number = prop_oneof![Just(0.0), Just(1e4), Just(1e-9), 0.0..2.0_f64];
    let contestant = (optimizer, number.clone(), number)
        .prop_map(|(name, rate, noise)| json!({"optimizer": {"optimizer": name, "learning_rate": rate}, "noise": noise}));
    let side = (-1e6..1e6_f64, 1e-3..1e6_f64).prop_map(|(low, size)| json!([low, low + size]));
    (formula, prop::collection::vec(contestant, 0..4), prop::collection::vec(side, 0..3), any::<u32>()).prop_map(
        |(formula, contestants, domain, seed)| {
            json!({"surface": "typed", "formula": formula, "contestants": contestants, "domain": domain, "seed": seed,
                "steps": 20})
        },
    )
}

proptest! {
    #[test]
    fn no_json_makes_a_race_panic(config in any_json()) {
        let read: Result<Race, Vec<FieldError>> = Race::from_json(&config.to_string());
        if let Err(errors) = read {
            prop_assert!(!errors.is_empty());
        }
    }

    #[test]
    fn whatever_can_be_raced_runs_to_its_end(config in near_race()) {
        if let Ok(race) = Race::from_json(&config.to_string()) {
            prop_assert_eq!(&Race::from_json(&Value::Object(race.diff_from_defaults()).to_string()).unwrap(), &race);
            let mut run = Run::new(race.clone());
            run.advance(20);
            serde_json::to_string(&run.statistics(20)).unwrap();
            for contestant in 0..race.contestants.len() {
                for step in [1, 5, 20] {
                    serde_json::to_string(&run.anatomy(contestant, step)).unwrap();
                }
                let mut basin = Basin::new(race.clone(), contestant, 5, 20).unwrap();
                basin.advance(|| false);
                basin.picture();
            }
        }
    }
}
