//! Races worth seeing. What to notice in each stands in the page's words, under `race_preset.<name>`.

use serde_json::{Value, json};

/// A named partial race.
pub struct Preset {
    pub name: &'static str,
    pub group: &'static str,
    race: fn() -> Value,
}

impl Preset {
    /// The partial race: what differs from the default.
    pub fn partial(&self) -> Value {
        (self.race)()
    }
}

fn sgd(rate: f64) -> Value {
    json!({"optimizer": {"optimizer": "sgd", "learning_rate": rate}})
}

fn momentum(rate: f64) -> Value {
    json!({"optimizer": {"optimizer": "sgd", "learning_rate": rate, "momentum": 0.9}})
}

fn nesterov(rate: f64) -> Value {
    json!({"optimizer": {"optimizer": "sgd", "learning_rate": rate, "momentum": 0.9, "nesterov": true}})
}

fn rule(optimizer: &str, rate: f64) -> Value {
    json!({"optimizer": {"optimizer": optimizer, "learning_rate": rate}})
}

/// Zeiler's own rate; with Keras's epsilon it would hardly start.
fn adadelta(rate: f64) -> Value {
    json!({"optimizer": {"optimizer": "adadelta", "learning_rate": rate, "epsilon": 1e-4}})
}

fn noisy(mut contestant: Value, noise: f64) -> Value {
    contestant["noise"] = noise.into();
    contestant
}

/// Every preset, in the order of the shelf.
pub fn all() -> Vec<Preset> {
    let preset = |name, group, race| Preset { name, group, race };
    vec![
        preset(
            "lecture_parabola",
            "lecture",
            || json!({"surface": "parabola", "start": [2.5], "steps": 60, "contestants": [sgd(0.1)]}),
        ),
        preset(
            "lecture_bowl",
            "lecture",
            || json!({"surface": "bowl", "start": [2.5, 2.0], "steps": 60, "contestants": [sgd(0.1), noisy(sgd(0.1), 1.5)]}),
        ),
        preset(
            "rate_too_small",
            "rate",
            || json!({"surface": "parabola", "start": [2.5], "steps": 60, "contestants": [sgd(0.003)]}),
        ),
        preset(
            "rate_just_right",
            "rate",
            || json!({"surface": "parabola", "start": [2.5], "steps": 60, "contestants": [sgd(0.2)]}),
        ),
        preset(
            "rate_too_large",
            "rate",
            || json!({"surface": "parabola", "start": [2.5], "steps": 60, "contestants": [sgd(1.02)]}),
        ),
        preset("local_minimum", "luck", || {
            json!({"surface": "double_well", "start": [2.1], "steps": 200,
                "contestants": [sgd(0.03), momentum(0.05), noisy(sgd(0.1), 2.0)]})
        }),
        preset("radford_contour", "radford", || {
            json!({"surface": "beale", "start": [1.0, 1.5], "steps": 300,
                "contestants": [sgd(0.01), momentum(0.003), nesterov(0.003), rule("adagrad", 0.5), adadelta(1.0),
                    rule("rmsprop", 0.03), rule("adam", 0.1)]})
        }),
        preset("radford_valley", "radford", || {
            json!({"surface": "valley", "parameters": {"k": 200}, "start": [-3.5, 1.0], "steps": 300,
                "contestants": [sgd(0.0095), momentum(0.003), nesterov(0.003), rule("adagrad", 0.5), adadelta(1.0),
                    rule("rmsprop", 0.03), rule("adam", 0.1)]})
        }),
        preset("radford_saddle", "radford", || {
            json!({"surface": "saddle", "start": [-1.5, 0.001], "steps": 200,
                "contestants": [sgd(0.05), momentum(0.02), nesterov(0.02), rule("adagrad", 0.2), adadelta(0.5),
                    rule("rmsprop", 0.02), rule("adam", 0.03)]})
        }),
        preset("adam_zigzags_less", "why", || {
            json!({"surface": "valley", "parameters": {"k": 50}, "start": [-3.5, 1.5], "steps": 150,
                "contestants": [sgd(0.038), rule("adam", 0.15)]})
        }),
        preset("adam_loses", "why", || {
            // Adam divides by the size of the noise once there is little else to divide by.
            json!({"surface": "bowl", "domain": [[-1, 1], [-1, 1]], "start": [0.9, 0.7], "steps": 400, "tolerance": 0.001,
                "contestants": [noisy(sgd(0.05), 1.0), noisy(rule("adam", 0.1), 1.0)]})
        }),
        preset("newton_jumps", "why", || {
            json!({"surface": "rosenbrock", "domain": [[-2.5, 2.5], [-4, 4]], "start": [-1.2, 1.0], "steps": 1000,
                "contestants": [sgd(0.001), rule("adam", 0.05), {"optimizer": {"optimizer": "newton"}}]})
        }),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::race::{Race, Run, Statistics};

    fn race(name: &str) -> Race {
        let preset = all().into_iter().find(|preset| preset.name == name).expect("there is such a preset");
        Race::from_json(&preset.partial().to_string()).expect("presets are valid")
    }

    fn finished(name: &str) -> (Run, Vec<Statistics>) {
        let mut run = Run::new(race(name));
        run.advance(u64::MAX);
        let figures = run.statistics(run.race().steps as usize);
        (run, figures)
    }

    #[test]
    fn every_preset_is_a_valid_race_of_its_own_name() {
        let presets = all();
        for (index, preset) in presets.iter().enumerate() {
            let read = Race::from_json(&preset.partial().to_string());
            assert!(read.is_ok(), "{}: {:?}", preset.name, read.err());
            assert!(presets[..index].iter().all(|other| other.name != preset.name), "{}", preset.name);
        }
    }

    #[test]
    fn learning_rates_are_too_small_just_right_and_too_large() {
        let (_, small) = finished("rate_too_small");
        assert!(small[0].path_length < 1.0 && small[0].ended.is_none());
        let (_, right) = finished("rate_just_right");
        assert!(right[0].steps_to_tolerance.is_some_and(|steps| steps < 10));
        let (run, large) = finished("rate_too_large");
        assert!(large[0].ended.is_some() && run.losses(0).windows(2).all(|pair| pair[0] < pair[1]));
    }

    #[test]
    fn only_momentum_and_noise_leave_the_local_minimum() {
        let (run, figures) = finished("local_minimum");
        assert_eq!(
            (run.minima().len(), figures[0].minimum, figures[0].steps_to_tolerance),
            (2, Some(1), None)
        );
        assert!(figures[1].steps_to_tolerance.is_some() && figures[2].steps_to_tolerance.is_some());
    }

    #[test]
    fn in_the_classic_scenes_all_come_down_and_the_adaptive_ones_leave_the_saddle_first() {
        for (scene, slow) in [("radford_contour", 1), ("radford_valley", 1)] {
            let (_, figures) = finished(scene);
            let arrived = figures.iter().filter(|figures| figures.steps_to_tolerance.is_some()).count();
            assert!(arrived + slow >= figures.len(), "{scene}: {figures:?}");
            assert!(figures.iter().all(|figures| figures.ended.is_none()), "{scene}: {figures:?}");
        }
        let (_, figures) = finished("radford_saddle");
        let left: Vec<u64> =
            figures.iter().filter_map(|figures| Some(figures.ended.as_ref()?.step)).collect();
        assert!(left.len() == 7 && left[0] == *left.iter().max().unwrap(), "{left:?}");
    }

    #[test]
    fn adam_zigzags_less_and_loses_in_noise() {
        let (_, figures) = finished("adam_zigzags_less");
        assert!(figures[1].path_length < 0.3 * figures[0].path_length, "{figures:?}");
        let (run, _) = finished("adam_loses");
        let late = |contestant: usize| run.losses(contestant)[200..].iter().sum::<f64>();
        assert!(late(1) > 2.0 * late(0), "{} {}", late(1), late(0));
    }

    #[test]
    fn newtons_method_needs_a_hundredth_of_the_steps() {
        let (_, figures) = finished("newton_jumps");
        let steps = |contestant: usize| figures[contestant].steps_to_tolerance.unwrap_or(usize::MAX);
        assert!(steps(2) * 100 < steps(1) && steps(2) < 10, "{figures:?}");
    }
}
