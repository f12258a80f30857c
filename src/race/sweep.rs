//! One contestant under every pair of two settings, and what becomes of it: the phase diagram of an optimizer.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::ball::EndReason;
use super::basin::{DIVERGED, NOWHERE};
use super::{Contestant, Method, Race, Run};
use crate::field_error::{FieldError, Reason, check_range};
use crate::json::{self, Tagged};
use crate::nn::UpdateRule;

/// Values per axis.
const MOST_VALUES: usize = 64;
/// Steps shorter than this share of the domain's diagonal have no direction that counts.
const SHORTEST: f64 = 1e-6;

/// A setting and its values. The fields are `start.0`, `start.1`, `parameters.<name>`, and of the contestant `noise` and
/// `optimizer.<argument>`.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct SweepAxis {
    pub field: String,
    pub values: Vec<f64>,
}

/// What becomes of a contestant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub enum Regime {
    /// It comes to a minimum and stays; on the way there the loss never rises, and no step turns back on the one before.
    Converges,
    /// It comes to a minimum and stays, but on the way the loss rises or a step turns back.
    Oscillates,
    /// It is at no minimum after the last step.
    Wanders,
    /// It leaves the domain, or its numbers overflow.
    Diverges,
}

/// The end of one race.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Outcome {
    pub regime: Regime,
    /// Index of the minimum, or `NOWHERE` or `DIVERGED`.
    pub reached: u8,
    /// The step from which on it stays there, or at which it diverged; the last step for one that is nowhere.
    pub arrived: u32,
    /// The last loss; not finite where the numbers overflowed.
    pub loss: f64,
}

/// Races one contestant alone under every pair of values, `[up][across]`. `kept` is the run of the last race, whose surface
/// and minima serve again where they are the same.
///
/// # Errors
/// Names the axis whose field does not exist for this contestant, or whose value is out of its range.
pub fn sweep(
    kept: &mut Option<Run>,
    race: &Race,
    contestant: usize,
    across: &SweepAxis,
    up: &SweepAxis,
) -> Result<Vec<Outcome>, Vec<FieldError>> {
    let mut errors = Vec::new();
    check_range(&mut errors, "contestant", contestant as f64, 0.0, race.contestants.len() as f64 - 1.0);
    for (name, axis) in [("across", across), ("up", up)] {
        check_range(
            &mut errors,
            &format!("{name}.values"),
            axis.values.len() as f64,
            1.0,
            MOST_VALUES as f64,
        );
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    let alone = Race { contestants: vec![race.contestants[contestant].clone()], ..race.clone() };
    // What is right along each axis is right for every pair.
    for (name, axis) in [("across", across), ("up", up)] {
        for (index, &value) in axis.values.iter().enumerate() {
            let wrong = set(&alone, &axis.field, value)
                .map(|race| race.validate())
                .unwrap_or_else(|error| vec![error]);
            let named = |error| FieldError { field: format!("{name}.values.{index}"), ..error };
            errors.extend(wrong.into_iter().map(named));
        }
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    let mut outcomes = Vec::with_capacity(across.values.len() * up.values.len());
    for &second in &up.values {
        let row = set(&alone, &up.field, second).map_err(|error| vec![error])?;
        for &first in &across.values {
            let race = set(&row, &across.field, first).map_err(|error| vec![error])?;
            match kept {
                Some(run) => run.configure(race),
                None => *kept = Some(Run::new(race)),
            }
            if let Some(run) = kept {
                run.advance(u64::MAX);
                outcomes.push(outcome(run));
            }
        }
    }
    Ok(outcomes)
}

/// A race of one contestant with another value of a setting.
fn set(race: &Race, field: &str, value: f64) -> Result<Race, FieldError> {
    let mut race = race.clone();
    let missing = || {
        let message = format!("the race has no setting \"{field}\"");
        FieldError::new(field, Reason::Unreadable { message })
    };
    match field.split_once('.') {
        None if field == "noise" => race.contestants[0].noise = value,
        Some(("start", axis)) => {
            let axis: usize = axis.parse().map_err(|_| missing())?;
            *race.start.get_mut(axis).ok_or_else(missing)? = value;
        }
        Some(("parameters", name)) => *race.parameters.get_mut(name).ok_or_else(missing)? = value,
        Some(("optimizer", argument)) if argument != UpdateRule::TAG => {
            let own: &mut Contestant = &mut race.contestants[0];
            let mut method = serde_json::to_value(&own.optimizer).map_err(|_| missing())?;
            let arguments = method.as_object_mut().ok_or_else(missing)?;
            arguments.insert(argument.to_owned(), Value::from(value));
            own.optimizer = json::read::<Method>(&method).map_err(|_| missing())?;
        }
        _ => return Err(missing()),
    }
    Ok(race)
}

/// What has become of the one contestant of a finished race.
fn outcome(run: &Run) -> Outcome {
    let (path, losses, dimensions) = (run.path(0), run.losses(0), run.race().start.len());
    let last = losses.len() - 1;
    let loss = losses[last];
    let singular = EndReason::Singular.name();
    if let Some(ended) = run.ended(0).filter(|ended| ended.why != singular) {
        return Outcome { regime: Regime::Diverges, reached: DIVERGED, arrived: ended.step as u32, loss };
    }
    let (mut reached, mut arrived) = (None, 0);
    for (step, position) in path.chunks_exact(dimensions).enumerate() {
        let now = run.minimum_at(position);
        if now != reached {
            (reached, arrived) = (now, step);
        }
    }
    let Some(minimum) = reached else {
        return Outcome { regime: Regime::Wanders, reached: NOWHERE, arrived: last as u32, loss };
    };
    let swings = swings(&path[..(arrived + 1) * dimensions], &losses[..=arrived], dimensions, run.diagonal());
    let regime = if swings { Regime::Oscillates } else { Regime::Converges };
    Outcome { regime, reached: minimum, arrived: arrived as u32, loss }
}

/// Whether a loss rises, or a step turns back on the one before it by more than a right angle.
fn swings(path: &[f32], losses: &[f64], dimensions: usize, diagonal: f64) -> bool {
    let low = losses.iter().copied().fold(f64::INFINITY, f64::min);
    let high = losses.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    // Steps of single precision on a plateau go up and down by their rounding.
    let least = 1e-6 * (high - low);
    if losses.windows(2).any(|pair| pair[1] > pair[0] + least) {
        return true;
    }
    let steps: Vec<[f64; 2]> = path
        .windows(2 * dimensions)
        .step_by(dimensions)
        .map(|pair| {
            let mut step = [0.0; 2];
            (0..dimensions)
                .for_each(|axis| step[axis] = f64::from(pair[dimensions + axis]) - f64::from(pair[axis]));
            step
        })
        .collect();
    let counts = |step: &[f64; 2]| step[0].hypot(step[1]) > SHORTEST * diagonal;
    steps.windows(2).any(|pair| {
        counts(&pair[0]) && counts(&pair[1]) && pair[0][0] * pair[1][0] + pair[0][1] * pair[1][1] < 0.0
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn axis(field: &str, values: &[f64]) -> SweepAxis {
        SweepAxis { field: field.to_owned(), values: values.to_vec() }
    }

    fn swept(race: &Value, across: &SweepAxis, up: &SweepAxis) -> Result<Vec<Outcome>, Vec<FieldError>> {
        sweep(&mut None, &Race::read(race).unwrap(), 0, across, up)
    }

    /// On x^2/2 gradient descent multiplies x by 1 - rate: no swing up to a rate of 1, one up to 2, divergence beyond.
    #[test]
    fn rates_on_a_parabola_have_the_regimes_of_the_theory() {
        let race = json!({"surface": "typed", "formula": "x^2/2", "domain": [[-3, 3]], "start": [2.5], "steps": 200,
            "contestants": [{"optimizer": {"optimizer": "sgd", "learning_rate": 0.1}}]});
        let rates = axis("optimizer.learning_rate", &[0.001, 0.5, 0.95, 1.1, 1.9, 2.1]);
        let outcomes = swept(&race, &rates, &axis("optimizer.momentum", &[0.0])).unwrap();
        let regimes: Vec<Regime> = outcomes.iter().map(|outcome| outcome.regime).collect();
        use Regime::{Converges, Diverges, Oscillates, Wanders};
        assert_eq!(regimes, [Wanders, Converges, Converges, Oscillates, Oscillates, Diverges]);
        // 2.5 * 0.5^n is within 0.12, a fiftieth of the domain, from the fifth step on.
        assert_eq!((outcomes[1].reached, outcomes[1].arrived), (0, 5));
        assert_eq!((outcomes[0].reached, outcomes[5].reached), (NOWHERE, DIVERGED));
    }

    /// With momentum m the roots of the step are complex, and the ball swings, beyond m = (1 - sqrt(rate))^2.
    #[test]
    fn momentum_swings_beyond_the_critical_one() {
        let race = json!({"surface": "typed", "formula": "x^2/2", "domain": [[-3, 3]], "start": [2.5], "steps": 2000,
            "contestants": [{"optimizer": {"optimizer": "sgd", "learning_rate": 0.1, "momentum": 0.5}}]});
        let rate = 0.04;
        let root = 1.0 - f64::sqrt(rate);
        let critical = root * root;
        let momenta = axis("optimizer.momentum", &[0.0, critical - 0.05, critical + 0.15, 0.98]);
        let outcomes = swept(&race, &axis("optimizer.learning_rate", &[rate]), &momenta).unwrap();
        let regimes: Vec<Regime> = outcomes.iter().map(|outcome| outcome.regime).collect();
        assert_eq!(regimes, [Regime::Converges, Regime::Converges, Regime::Oscillates, Regime::Oscillates]);
    }

    #[test]
    fn a_grid_of_starts_reaches_the_minima_of_single_races() {
        let race = json!({"surface": "himmelblau"});
        let (xs, ys) = ([-5.0, -2.0, 1.0, 4.0], [-4.0, 0.5, 3.0]);
        let outcomes = swept(&race, &axis("start.0", &xs), &axis("start.1", &ys)).unwrap();
        let mut seen = Vec::new();
        for (row, y) in ys.iter().enumerate() {
            for (column, x) in xs.iter().enumerate() {
                let mut run =
                    Run::new(Race::read(&json!({"surface": "himmelblau", "start": [x, y]})).unwrap());
                run.advance(u64::MAX);
                let alone = &run.statistics(run.race().steps as usize)[0];
                let own = outcomes[row * xs.len() + column];
                let expected = match &alone.ended {
                    Some(_) => DIVERGED,
                    None => alone.minimum.map_or(NOWHERE, |minimum| minimum as u8),
                };
                assert_eq!(own.reached, expected, "({x}, {y})");
                assert_eq!(own.loss, *run.losses(0).last().unwrap());
                seen.push(own.reached);
            }
        }
        seen.sort_unstable();
        seen.dedup();
        assert!(seen.len() >= 4, "{seen:?}");
    }

    #[test]
    fn what_was_kept_changes_nothing() {
        let (valley, bowl) = (json!({"surface": "valley"}), json!({"surface": "bowl"}));
        let (across, up) = (axis("parameters.k", &[2.0, 30.0, 300.0]), axis("start.0", &[-3.0, 1.0]));
        let fresh = swept(&valley, &across, &up).unwrap();
        let mut kept = None;
        let rates = axis("optimizer.learning_rate", &[0.1, 0.9]);
        sweep(&mut kept, &Race::read(&bowl).unwrap(), 1, &rates, &up).unwrap();
        assert_eq!(sweep(&mut kept, &Race::read(&valley).unwrap(), 0, &across, &up).unwrap(), fresh);
    }

    #[test]
    fn what_is_wrong_is_named_by_its_axis() {
        let (race, right) = (json!({"surface": "valley"}), axis("noise", &[0.0, 1.0]));
        for (wrong, field) in [
            (axis("optimizer.flight", &[1.0]), "across.values.0"),
            (axis("optimizer.optimizer", &[1.0]), "across.values.0"),
            (axis("optimizer.momentum", &[0.5, 7.0]), "across.values.1"),
            (axis("parameters.q", &[1.0]), "across.values.0"),
            (axis("start.2", &[1.0]), "across.values.0"),
            (axis("start.0", &[99.0]), "across.values.0"),
            (axis("noise", &[]), "across.values"),
        ] {
            let errors = swept(&race, &wrong, &right).unwrap_err();
            assert_eq!(errors[0].field, field, "{wrong:?}");
        }
        let missing = sweep(&mut None, &Race::read(&race).unwrap(), 9, &right, &right).unwrap_err();
        assert_eq!(missing[0].field, "contestant");
    }
}
