//! Goals as people type them.

use super::{Comparison, Goal, Quantity};
use crate::field_error::{FieldError, Reason};

/// More than anyone reads.
const MOST: usize = 20;

/// Reads goals that are separated by commas, semicolons or lines. Errors name the goal, the word and what is known.
pub fn read(text: &str) -> Result<Vec<Goal>, Vec<FieldError>> {
    let parts = text.split([',', ';', '\n']).map(str::trim).filter(|part| !part.is_empty());
    let (mut goals, mut errors) = (Vec::new(), Vec::new());
    for part in parts {
        match read_one(part) {
            Ok(goal) => goals.push(goal),
            Err(reason) => errors.push(FieldError::new(part, reason)),
        }
    }
    if goals.len() > MOST {
        errors.push(FieldError::new(
            "goals",
            Reason::Range { value: goals.len() as f64, low: 0.0, high: MOST as f64 },
        ));
    }
    if errors.is_empty() { Ok(goals) } else { Err(errors) }
}

fn read_one(text: &str) -> Result<Goal, Reason> {
    let choice = |value: &str, choices: &[&str]| Reason::Choice {
        value: value.to_owned(),
        choices: choices.iter().map(|&choice| choice.to_owned()).collect(),
    };
    let end = text.find(['<', '>', '=', '≤', '≥']).unwrap_or(text.len());
    let (word, rest) = (text[..end].trim(), &text[end..]);
    let quantity = named(word).ok_or_else(|| choice(word, &Quantity::ALL.map(|(name, _)| name)))?;
    let found = Comparison::WRITTEN.iter().find_map(|&(sign, one)| Some((one, rest.strip_prefix(sign)?)));
    let (comparison, number) = found.ok_or_else(|| choice(rest, &["<=", "<", ">=", ">", "="]))?;
    let number = number.trim();
    let target = number_of(number).ok_or_else(|| Reason::NotANumber { text: number.to_owned() })?;
    Ok(Goal { quantity, comparison, target })
}

/// Spaces and capitals do not matter: `Test loss` is `test_loss`.
fn named(word: &str) -> Option<Quantity> {
    let plain = word.to_lowercase().replace([' ', '-'], "_");
    let plain = match &plain[..] {
        "rate" => "learning_rate",
        "epochs" => "epoch",
        "steps" => "step",
        other => other,
    };
    Quantity::ALL.iter().find(|(name, _)| *name == plain).map(|&(_, quantity)| quantity)
}

/// A number, which can be in per cent.
fn number_of(text: &str) -> Option<f64> {
    let (digits, divisor) = match text.strip_suffix('%') {
        Some(digits) => (digits.trim_end(), 100.0),
        None => (text, 1.0),
    };
    let plain = !digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit() || "+-.eE".contains(c));
    digits.parse::<f64>().ok().filter(|number| plain && number.is_finite()).map(|number| number / divisor)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn goals_are_read_however_they_are_separated() {
        let goals = read("test_loss <= 0.177, hidden_units ≤ 3\nepoch <= 500; Accuracy = 95 %,\n").unwrap();
        let written: Vec<_> =
            goals.iter().map(|goal| (goal.quantity, goal.comparison, goal.target)).collect();
        assert_eq!(
            written,
            [
                (Quantity::TestLoss, Comparison::AtMost, 0.177),
                (Quantity::HiddenUnits, Comparison::AtMost, 3.0),
                (Quantity::Epoch, Comparison::AtMost, 500.0),
                (Quantity::Accuracy, Comparison::Equal, 0.95),
            ]
        );
        assert_eq!(read("rate>1e-3").unwrap()[0].quantity, Quantity::LearningRate);
        assert_eq!(read("test loss == .5").unwrap()[0].comparison, Comparison::Equal);
        assert_eq!(read(" ,\n"), Ok(Vec::new()));
    }

    #[test]
    fn what_is_wrong_with_a_goal_is_named_with_what_is_known() {
        let told = |text: &str| {
            let errors = read(text).unwrap_err();
            errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
        };
        assert!(
            told("tests_loss <= 1")
                .starts_with("tests_loss <= 1: tests_loss is not one of train_loss, test_loss, gap")
        );
        assert_eq!(told("gap ~ 3").split(" is not").next(), Some("gap ~ 3: gap ~ 3"));
        assert_eq!(told("gap"), "gap:  is not one of <=, <, >=, >, =");
        assert_eq!(told("gap <= few"), "gap <= few: few is not a number");
        assert_eq!(told("gap <= inf, step > "), "gap <= inf: inf is not a number; step >:  is not a number");
        assert_eq!(told(&"step > 1,".repeat(21)), "goals: 21 is not between 0 and 20");
    }
}
