//! Races: the engine's optimizers against their published rules, and what a race must keep.

use descent::field_error::FieldError;
use descent::json::Tagged;
use descent::nn::UpdateRule;
use descent::race::{Basin, DIVERGED, NOWHERE, Race, Run, contestant_names, preset};
use descent::surface::{Surface, SurfaceName};
use proptest::prelude::*;
use serde_json::{Value, json};

fn race(config: Value) -> Race {
    Race::from_json(&config.to_string()).unwrap_or_else(|errors| panic!("{config}: {errors:?}"))
}

fn finished(config: Value) -> Run {
    let mut run = Run::new(race(config));
    run.advance(u64::MAX);
    run
}

/// The update rules in f64, as in their papers and in Keras's documentation. One step for one weight: the state holds
/// the slots, `t` counts from 1. Returns what is added to the weight.
type Published = fn(w: f64, g: f64, t: i32, rate: f64, state: &mut [f64; 3]) -> f64;

fn power(base: f64, exponent: i32) -> f64 {
    libm::pow(base, exponent.into())
}

/// Means of gradients and squares, both corrected for their start at 0.
fn moments(g: f64, t: i32, state: &mut [f64; 3]) -> (f64, f64) {
    state[0] = 0.9 * state[0] + 0.1 * g;
    state[1] = 0.999 * state[1] + 0.001 * g * g;
    (state[0] / (1.0 - power(0.9, t)), state[1] / (1.0 - power(0.999, t)))
}

/// Name, config and published rule of every optimizer and variant.
fn published() -> Vec<(&'static str, Value, Published)> {
    let config = |optimizer: &str| json!({"optimizer": optimizer});
    vec![
        ("gradient descent", config("sgd"), |_, g, _, rate, _| -rate * g),
        ("momentum", json!({"optimizer": "sgd", "momentum": 0.9}), |_, g, _, rate, m| {
            m[0] = 0.9 * m[0] - rate * g;
            m[0]
        }),
        ("nesterov", json!({"optimizer": "sgd", "momentum": 0.9, "nesterov": true}), |_, g, _, rate, m| {
            m[0] = 0.9 * m[0] - rate * g;
            0.9 * m[0] - rate * g
        }),
        ("adagrad", config("adagrad"), |_, g, t, rate, a| {
            a[0] = if t == 1 { 0.1 } else { a[0] } + g * g;
            -rate * g / libm::sqrt(a[0] + 1e-7)
        }),
        ("adadelta", config("adadelta"), |_, g, _, rate, s| {
            s[0] = 0.95 * s[0] + 0.05 * g * g;
            let delta = libm::sqrt(s[1] + 1e-7) / libm::sqrt(s[0] + 1e-7) * g;
            s[1] = 0.95 * s[1] + 0.05 * delta * delta;
            -rate * delta
        }),
        ("rmsprop", config("rmsprop"), |_, g, _, rate, s| {
            s[0] = 0.9 * s[0] + 0.1 * g * g;
            -rate * g / libm::sqrt(s[0] + 1e-7)
        }),
        (
            "rmsprop, centered with momentum",
            json!({"optimizer": "rmsprop", "centered": true, "momentum": 0.5}),
            |_, g, _, rate, s| {
                s[0] = 0.9 * s[0] + 0.1 * g * g;
                s[1] = 0.9 * s[1] + 0.1 * g;
                s[2] = 0.5 * s[2] + rate * g / libm::sqrt(s[0] - s[1] * s[1] + 1e-7);
                -s[2]
            },
        ),
        ("adam", config("adam"), |_, g, t, rate, s| {
            let (m, v) = moments(g, t, s);
            -rate * m / (libm::sqrt(v) + 1e-7 / libm::sqrt(1.0 - power(0.999, t)))
        }),
        ("amsgrad", json!({"optimizer": "adam", "amsgrad": true}), |_, g, t, rate, s| {
            let (m, _) = moments(g, t, s);
            s[2] = s[2].max(s[1]);
            let root = libm::sqrt(s[2] / (1.0 - power(0.999, t)));
            -rate * m / (root + 1e-7 / libm::sqrt(1.0 - power(0.999, t)))
        }),
        ("adamw", json!({"optimizer": "adamw", "weight_decay": 0.1}), |w, g, t, rate, s| {
            let (m, v) = moments(g, t, s);
            -rate * 0.1 * w - rate * m / (libm::sqrt(v) + 1e-7 / libm::sqrt(1.0 - power(0.999, t)))
        }),
        ("nadam", config("nadam"), |_, g, t, rate, s| {
            let momentum = |t: i32| 0.9 * (1.0 - 0.5 * power(0.96, t));
            s[2] = if t == 1 { momentum(1) } else { s[2] * momentum(t) };
            s[0] = 0.9 * s[0] + 0.1 * g;
            s[1] = 0.999 * s[1] + 0.001 * g * g;
            let ahead = momentum(t + 1) * s[0] / (1.0 - s[2] * momentum(t + 1))
                + (1.0 - momentum(t)) * g / (1.0 - s[2]);
            -rate * ahead / (libm::sqrt(s[1] / (1.0 - power(0.999, t))) + 1e-7)
        }),
        ("adamax", config("adamax"), |_, g, t, rate, s| {
            s[0] = 0.9 * s[0] + 0.1 * g;
            s[1] = (0.999 * s[1]).max(g.abs());
            -rate / (1.0 - power(0.9, t)) * s[0] / (s[1] + 1e-7)
        }),
        ("lion", config("lion"), |_, g, _, rate, s| {
            let direction = 0.9 * s[0] + 0.1 * g;
            s[0] = 0.99 * s[0] + 0.01 * g;
            -rate * if direction == 0.0 { 0.0 } else { direction.signum() }
        }),
    ]
}

#[test]
fn the_first_hundred_positions_of_every_optimizer_follow_its_published_rule() {
    for (surface, start, descent, adaptive) in [
        ("beale", [1.0, 1.5], 0.002, 0.02),
        ("rosenbrock", [-1.2, 1.0], 0.0003, 0.002),
        ("valley", [-3.5, 2.0], 0.001, 0.01),
    ] {
        for (name, mut config, rule) in published() {
            let rate = if config["optimizer"] == "sgd" { descent } else { adaptive };
            config["learning_rate"] = rate.into();
            let race = race(
                json!({"surface": surface, "start": start, "steps": 100, "contestants": [{"optimizer": config}]}),
            );
            let mut surface_64: Surface = race.surface();
            let mut run = Run::new(race);
            run.advance(100);
            let path = run.path(0);
            assert_eq!(path.len(), 202, "{name} on {surface}: {:?}", run.statistics(100));
            let (mut position, mut state, mut gradient) = (start, [[0.0; 3]; 2], [0.0; 2]);
            for (step, got) in path.chunks(2).enumerate() {
                if step > 0 {
                    surface_64.gradient(&position, &mut gradient);
                    for axis in 0..2 {
                        position[axis] +=
                            rule(position[axis], gradient[axis], step as i32, rate, &mut state[axis]);
                    }
                }
                for (got, expected) in got.iter().zip(position) {
                    let size = libm::sqrt(position[0] * position[0] + position[1] * position[1]);
                    let error = (f64::from(*got) - expected).abs() / size;
                    assert!(error < 1e-4, "{name} on {surface}, step {step}: {got}, expected {expected}");
                }
            }
        }
    }
}

#[test]
fn newtons_method_reaches_the_bottom_of_a_valley_in_one_step() {
    let run = finished(json!({"surface": "valley", "contestants": [{"optimizer": "newton"}], "steps": 3}));
    assert_eq!(&run.path(0)[2..4], [0.0, 0.0]);
    // Rosenbrock by hand: from (-1.2, 1) the first step is to (-1.1752809, 1.3806742).
    let run =
        finished(json!({"surface": "rosenbrock", "contestants": [{"optimizer": "newton"}], "steps": 10}));
    let path = run.path(0);
    assert!((path[2] + 1.175_280_9).abs() < 1e-5 && (path[3] - 1.380_674_2).abs() < 1e-5, "{path:?}");
}

#[test]
fn newtons_method_says_where_the_curvature_has_no_inverse() {
    let run = finished(json!({"surface": "absolute", "contestants": [{"optimizer": "newton"}]}));
    let figures = &run.statistics(300)[0];
    let ended = figures.ended.as_ref().unwrap();
    assert_eq!((ended.step, ended.why, figures.steps), (1, "singular", 0));
    let damped = json!({"optimizer": "newton", "damping": 10.0});
    let run = finished(json!({"surface": "absolute", "contestants": [{"optimizer": damped}]}));
    assert!(run.statistics(300)[0].ended.is_none());
}

#[test]
fn a_contestant_that_leaves_is_drawn_to_the_edge_and_the_others_go_on() {
    let rule = |rate: f64| json!({"optimizer": {"optimizer": "sgd", "learning_rate": rate}});
    let run = finished(
        json!({"surface": "parabola", "start": [2.5], "steps": 50, "contestants": [rule(1.5), rule(0.1)]}),
    );
    let figures = run.statistics(50);
    let ended = figures[0].ended.as_ref().unwrap();
    // 2.5 -> -5, out of [-3, 3].
    assert_eq!((ended.step, ended.why), (1, "left"));
    assert_eq!(run.path(0), [2.5, -3.0]);
    assert_eq!(run.losses(0), [6.25, 25.0]);
    assert!(figures[1].ended.is_none() && figures[1].steps == 50);
    assert!(run.statistics(0)[0].ended.is_none(), "before the step it has not ended");
}

#[test]
fn numbers_that_overflow_end_at_the_edge() {
    let rule = json!({"optimizer": {"optimizer": "sgd", "learning_rate": 1000}});
    let run =
        finished(json!({"surface": "typed", "formula": "exp(exp(x))", "domain": [[-5, 9]], "start": [5],
        "contestants": [rule]}));
    let figures = &run.statistics(300)[0];
    assert_eq!(figures.ended.as_ref().map(|ended| (ended.step, ended.why)), Some((1, "overflow")));
    assert_eq!(run.path(0).last(), Some(&-5.0));
}

#[test]
fn a_start_where_there_is_no_value_ends_at_once() {
    let run = finished(json!({"surface": "typed", "formula": "ln(x)", "start": [-1]}));
    let ends = run.statistics(9).into_iter().map(|figures| figures.ended.expect("it goes nowhere"));
    assert!(ends.into_iter().all(|ended| (ended.step, ended.why) == (0, "undefined")));
    assert_eq!(run.undefined().map(|why| why.part).as_deref(), Some("ln(x)"));
}

#[test]
fn what_needs_the_minima_waits_until_they_are_known() {
    let config = || {
        race(
            json!({"surface": "bowl", "contestants": [{"optimizer": {"optimizer": "sgd", "learning_rate": 0.1}}], "steps": 400}),
        )
    };
    let (mut waiting, mut knowing) = (Run::new(config()), Run::new(config()));
    for run in [&mut waiting, &mut knowing] {
        run.advance(u64::MAX);
    }
    let figures = &waiting.statistics_so_far(400)[0];
    assert!(
        figures.steps_to_tolerance.is_none() && figures.minimum.is_none() && figures.final_loss.is_some()
    );
    waiting.know(config().surface().minima());
    assert_eq!(waiting.statistics_so_far(400), knowing.statistics(400));
    assert!(waiting.statistics_so_far(400)[0].steps_to_tolerance.is_some());
}

#[test]
fn the_same_race_gives_the_same_bits_however_it_is_advanced() {
    let config = || {
        json!({"surface": "himmelblau", "seed": 4, "contestants": [
        {"optimizer": "adam", "noise": 0.3}, {"optimizer": {"optimizer": "sgd", "learning_rate": 0.003}, "noise": 1}]})
    };
    let whole = finished(config());
    let mut parts = Run::new(race(config()));
    for step in [1, 1, 7, 8, 300] {
        parts.advance(step);
    }
    assert_eq!(whole.fingerprint(), parts.fingerprint());
    let other = finished({
        let mut other = config();
        other["seed"] = 5.into();
        other
    });
    assert_ne!(whole.fingerprint(), other.fingerprint());
}

#[test]
fn a_change_keeps_the_ways_it_does_not_touch() {
    let sgd = |rate: f64| json!({"optimizer": {"optimizer": "sgd", "learning_rate": rate}});
    let mut run = finished(json!({"surface": "bowl", "contestants": [sgd(0.1), sgd(0.2)]}));
    let second = run.path(1).to_vec();
    run.configure(race(json!({"surface": "bowl", "contestants": [sgd(0.2), sgd(0.3)]})));
    assert_eq!(run.path(0), second);
    assert_eq!(run.path(1).len(), 2);
    run.configure(race(json!({"surface": "bowl", "start": [1, 1], "contestants": [sgd(0.2)]})));
    assert_eq!(run.path(0), [1.0, 1.0]);
    run.configure(race(json!({"surface": "saddle", "start": [1, 1], "contestants": [sgd(0.2)]})));
    assert_eq!(run.losses(0), [0.0]);
}

#[test]
fn noise_shakes_gradients_alike_for_all_and_only_as_much_as_asked() {
    let sgd = |noise: f64| json!({"optimizer": {"optimizer": "sgd", "learning_rate": 0.01}, "noise": noise});
    let run = finished(json!({"surface": "bowl", "contestants": [sgd(0.0), sgd(1.0), sgd(2.0)], "steps": 1}));
    let step = |contestant: usize| [0, 1].map(|axis| run.path(contestant)[2 + axis] - run.path(0)[2 + axis]);
    for (one, two) in step(1).into_iter().zip(step(2)) {
        assert!(one.abs() > 1e-3 && (two - 2.0 * one).abs() < 1e-5, "{one} {two}");
    }
}

#[test]
fn schedules_change_the_learning_rate_of_each_step() {
    let schedule = json!({"schedule": "step_decay", "decay_steps": 2, "decay_rate": 0.1});
    let rule = json!({"optimizer": "sgd", "learning_rate": 0.1, "schedule": schedule});
    let mut run = finished(json!({"surface": "bowl", "contestants": [{"optimizer": rule}], "steps": 5}));
    let rates: Vec<f64> = (1..=5).map(|step| run.anatomy(0, step).unwrap().learning_rate).collect();
    for (rate, expected) in rates.iter().zip([0.1, 0.1, 0.01, 0.01, 0.001]) {
        assert!((rate - expected).abs() < 1e-12, "{rates:?}");
    }
}

#[test]
fn figures_tell_steps_loss_and_length() {
    let rule = json!({"optimizer": "sgd", "learning_rate": 0.25});
    let run = finished(json!({"surface": "parabola", "start": [2], "steps": 10, "tolerance": 0.07,
        "contestants": [{"optimizer": rule}]}));
    // x halves with every step: 2, 1, 0.5, 0.25; 0.25^2 is the first below 0.07.
    let figures = &run.statistics(10)[0];
    assert_eq!((figures.steps_to_tolerance, figures.steps, figures.minimum), (Some(3), 10, Some(0)));
    assert!((figures.path_length - (2.0 - 2.0 / 1024.0)).abs() < 1e-6);
    assert!((figures.final_loss.unwrap() - (2.0 / 1024.0) * (2.0 / 1024.0)).abs() < 1e-9);
    assert_eq!(run.statistics(2)[0].steps_to_tolerance, None);
}

#[test]
fn the_formulas_of_every_rule_give_the_steps_that_the_engine_makes() {
    let mut rules: Vec<Value> = published().into_iter().map(|(_, config, _)| config).collect();
    rules.extend([
        json!({"optimizer": "adamw", "amsgrad": true, "epsilon": 0.01}),
        json!({"optimizer": "rmsprop", "momentum": 0.3}),
        json!({"optimizer": "rmsprop", "centered": true}),
        json!({"optimizer": "sgd", "clipnorm": 0.5}),
        json!({"optimizer": "newton", "learning_rate": 0.5, "damping": 3}),
    ]);
    for mut rule in rules {
        let rate = if rule["optimizer"] == "sgd" { 0.0001 } else { 0.001 };
        rule["learning_rate"] = rule.get("learning_rate").cloned().unwrap_or(rate.into());
        let wide = [-1e3, 1e3];
        for (surface, start, domain) in
            [("beale", json!([1.0, 1.5]), json!([wide, wide])), ("wiggly", json!([1.3]), json!([wide]))]
        {
            let mut run = finished(json!({"surface": surface, "start": start, "steps": 40, "domain": domain,
                "contestants": [{"optimizer": rule, "noise": 0.05}]}));
            for step in [1, 2, 3, 40] {
                let anatomy =
                    run.anatomy(0, step).unwrap_or_else(|| panic!("{rule} on {surface}: no step {step}"));
                let deltas: Vec<f64> = match anatomy.lines.iter().rev().take(2).collect::<Vec<_>>()[..] {
                    [y, x] if y.values.len() < anatomy.change.len() => vec![x.values[0], y.values[0]],
                    [delta, ..] => delta.values.clone(),
                    _ => panic!("{rule} has no lines"),
                };
                for (delta, change) in deltas.iter().zip(&anatomy.change) {
                    let error = (delta - change).abs();
                    // Positions are f32, so their difference is known to a few 1e-7.
                    assert!(
                        error < 1e-3 * change.abs() + 1e-6,
                        "{rule}, step {step}: {delta}, changed by {change}"
                    );
                }
                for slot in &anatomy.slots {
                    let line = anatomy.lines.iter().find(|line| line.symbol == slot.symbol);
                    let unused = line.is_none() && ["momentum", "average_gradient"].contains(&slot.name);
                    let Some(line) = line else {
                        assert!(unused, "{rule}: no line for {}", slot.name);
                        continue;
                    };
                    for (value, after) in line.values.iter().zip(&slot.after) {
                        let after = f64::from(*after);
                        let error = (value - after).abs();
                        assert!(
                            error < 1e-4 * after.abs() + 1e-9,
                            "{rule}, {}: {value}, is {after}",
                            slot.name
                        );
                    }
                }
                for line in &anatomy.lines {
                    assert!(line.filled.len() == line.values.len() && !line.symbol.is_empty(), "{rule}");
                }
            }
        }
    }
}

#[test]
fn an_anatomy_tells_the_step_of_the_path_and_nothing_beyond_it() {
    let mut run = finished(json!({"surface": "beale", "steps": 20}));
    for contestant in 0..5 {
        for step in [1, 9, 20] {
            let anatomy = run.anatomy(contestant, step).unwrap();
            let path = run.path(contestant);
            let at = |index: usize| {
                path[2 * index..2 * index + 2].iter().map(|&x| f64::from(x)).collect::<Vec<_>>()
            };
            assert_eq!((anatomy.before, anatomy.after), (at(step as usize - 1), at(step as usize)));
            assert_eq!(anatomy.loss_after, run.losses(contestant)[step as usize]);
        }
        assert!(run.anatomy(contestant, 0).is_none() && run.anatomy(contestant, 21).is_none());
    }
    assert!(run.anatomy(99, 1).is_none());
}

#[test]
fn a_basin_map_tells_what_a_race_from_each_start_would() {
    let config = |start: Option<Vec<f64>>| {
        json!({"surface": "himmelblau", "start": start, "steps": 150, "contestants": [
            {"optimizer": {"optimizer": "adam", "learning_rate": 0.3}, "noise": 0.02},
            {"optimizer": {"optimizer": "sgd", "learning_rate": 0.02, "clipnorm": 3, "global_clipnorm": 9}},
            {"optimizer": "newton"}, {"optimizer": {"optimizer": "sgd", "learning_rate": 0.02}}]})
    };
    for contestant in 0..4 {
        let mut basin = Basin::new(race(config(None)), contestant, 21, 150).unwrap();
        let mut blocks = 0;
        while basin.progress() < 1.0 {
            basin.advance(|| true);
            blocks += 1;
        }
        assert!(blocks > 3);
        let (reached, arrived) = basin.picture();
        let mut kinds = std::collections::BTreeSet::new();
        let mut left = 0;
        for pixel in (0..441).step_by(7) {
            let mut run = Run::new(race(config(Some(basin.grid().point(pixel).to_vec()))));
            run.advance(150);
            let figures = &run.statistics(150)[contestant];
            let expected = match (&figures.ended, figures.minimum) {
                (Some(ended), _) if ended.why != "singular" => DIVERGED,
                (_, Some(minimum)) => minimum as u8,
                (_, None) => NOWHERE,
            };
            assert_eq!(reached[pixel], expected, "contestant {contestant}, pixel {pixel}: {figures:?}");
            if let (true, Some(ended)) = (expected == DIVERGED, &figures.ended) {
                assert_eq!(u64::from(arrived[pixel]), ended.step, "contestant {contestant}, pixel {pixel}");
                left += 1;
            }
            kinds.insert(reached[pixel]);
        }
        assert!(kinds.len() > 2, "contestant {contestant}: {kinds:?}");
        assert!(left > 0 || contestant < 2, "contestant {contestant} leaves from nowhere");
    }
    assert!(Basin::new(race(config(None)), 4, 21, 150).is_none());
}

#[test]
fn an_unfinished_map_shows_what_there_is() {
    let mut basin = Basin::new(race(json!({"surface": "himmelblau"})), 4, 64, 300).unwrap();
    basin.advance(|| false);
    let whole = basin.picture();
    let mut basin = Basin::new(race(json!({"surface": "himmelblau"})), 4, 64, 300).unwrap();
    while basin.progress() < 0.2 {
        basin.advance(|| true);
    }
    let part = basin.picture();
    let same = part.0.iter().zip(&whole.0).filter(|(a, b)| a == b).count();
    assert!(same > 64 * 64 / 2, "{same}");
}

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
