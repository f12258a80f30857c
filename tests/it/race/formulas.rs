//! The rules as formulas, and the anatomy of a step.

use serde_json::{Value, json};

use super::finished;
use super::rules::published;

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
