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
            || json!({"surface": "bowl", "start": [2.5, 2.0], "steps": 60, "contestants": [sgd(0.1), noisy(sgd(0.1), 0.5)]}),
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
                "contestants": [sgd(0.03), momentum(0.03), noisy(sgd(0.1), 2.0)]})
        }),
        preset("radford_contour", "radford", || {
            json!({"surface": "beale", "start": [1.0, 1.5], "steps": 300,
                "contestants": [sgd(0.01), momentum(0.003), nesterov(0.003), rule("adagrad", 0.5), adadelta(5.0),
                    rule("rmsprop", 0.03), rule("adam", 0.1)]})
        }),
        preset("radford_valley", "radford", || {
            json!({"surface": "valley", "parameters": {"k": 200}, "start": [-3.5, 1.0], "steps": 300,
                "contestants": [sgd(0.0095), momentum(0.003), nesterov(0.003), rule("adagrad", 0.5), adadelta(5.0),
                    rule("rmsprop", 0.05), rule("adam", 0.1)]})
        }),
        preset("radford_saddle", "radford", || {
            json!({"surface": "saddle", "start": [-1.5, 0.001], "steps": 200,
                "contestants": [sgd(0.05), momentum(0.02), nesterov(0.02), rule("adagrad", 0.2), adadelta(2.0),
                    rule("rmsprop", 0.02), rule("adam", 0.03)]})
        }),
        preset("adam_zigzags_less", "why", || {
            json!({"surface": "valley", "parameters": {"k": 50}, "start": [-3.5, 1.5], "steps": 150,
                "contestants": [sgd(0.038), rule("adam", 0.15)]})
        }),
        preset("adam_loses", "why", || {
            // Adam's step keeps its length where the gradient is tiny and the noise is not.
            json!({"surface": "bowl", "start": [2.5, 2.0], "steps": 400, "tolerance": 0.001,
                "contestants": [noisy(sgd(0.02), 0.3), noisy(rule("adam", 0.3), 0.3)]})
        }),
        preset("newton_jumps", "why", || {
            json!({"surface": "rosenbrock", "start": [-1.2, 1.0], "steps": 1000,
                "contestants": [sgd(0.001), rule("adam", 0.05), {"optimizer": {"optimizer": "newton"}}]})
        }),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::race::Race;

    #[test]
    fn every_preset_is_a_valid_race_of_its_own_name() {
        let presets = all();
        for (index, preset) in presets.iter().enumerate() {
            let read = Race::from_json(&preset.partial().to_string());
            assert!(read.is_ok(), "{}: {:?}", preset.name, read.err());
            assert!(presets[..index].iter().all(|other| other.name != preset.name), "{}", preset.name);
        }
    }
}
