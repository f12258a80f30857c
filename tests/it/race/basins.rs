//! Basin maps: where each start leads.

use descent::race::{Basin, DIVERGED, NOWHERE, Run};
use serde_json::json;

use super::race;

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
