//! What a race must keep while it runs.

use descent::race::Run;
use serde_json::json;

use super::{finished, race};

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
