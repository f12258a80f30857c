//! Example races. The page has words for each under `race_preset.<name>`.

use serde::Deserialize;
use serde_json::Value;

/// A named partial race: what differs from the default.
#[derive(Deserialize)]
pub struct Preset {
    pub name: String,
    pub group: String,
    pub race: Value,
}

/// Every preset, in the order of display. The page loads the same file.
pub fn all() -> Vec<Preset> {
    let text = include_str!("../../www/presets/races.json");
    serde_json::from_str(text).expect("the presets are JSON")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::race::{Race, Run, Statistics};

    fn race(name: &str) -> Race {
        let preset = all().into_iter().find(|preset| preset.name == name).expect("there is such a preset");
        Race::read(&preset.race).expect("presets are valid")
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
            let read = Race::read(&preset.race);
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
