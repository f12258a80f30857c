//! Example experiments. The page has words for each under `preset.<name>`.

use serde::Deserialize;
use serde_json::Value;

/// A named partial experiment: what differs from the default.
#[derive(Deserialize)]
pub struct Preset {
    pub name: String,
    /// The group that it is shown in: `first`, `deeper`, `numbers`, runs `failing` on purpose, each `architecture`
    /// whose parameters a lecture counts, real `tasks`, of which the first of each opens with it, and `graphs` that
    /// branch and merge.
    pub group: String,
    /// Batches a second at which it is worth watching, one of the speeds of the page; its default speed if missing.
    pub speed: Option<f64>,
    pub experiment: Value,
}

/// Every preset, in the order of display. The page loads the same file.
pub fn all() -> Vec<Preset> {
    let text = include_str!("../www/presets/experiments.json");
    serde_json::from_str(text).expect("the presets are JSON")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::Experiment;

    #[test]
    fn every_preset_is_a_valid_experiment_of_its_own_name() {
        let presets = all();
        assert!(presets.len() >= 16);
        for (index, preset) in presets.iter().enumerate() {
            let read = Experiment::read(&preset.experiment);
            assert!(read.is_ok(), "{}: {:?}", preset.name, read.err());
            assert!(presets[..index].iter().all(|other| other.name != preset.name), "{}", preset.name);
        }
    }
}
