//! The engine's optimizers against their published rules.

use descent::race::Run;
use descent::surface::Surface;
use serde_json::{Value, json};

use super::{finished, race};

/// The update rules in f64, as in their papers and in Keras's documentation. One step for one weight: the state holds
/// the slots, `t` counts from 1. Returns what is added to the weight.
pub(super) type Published = fn(w: f64, g: f64, t: i32, rate: f64, state: &mut [f64; 3]) -> f64;

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
pub(super) fn published() -> Vec<(&'static str, Value, Published)> {
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
