//! The proximal step of an L1 penalty. After the step on the rest of the loss, each weight moves towards 0 by the step that
//! the rule makes for a constant gradient of the penalty's size, and stays at 0 when it gets there
//! (Daubechies et al., 2004; Duchi and Singer, 2009; for rules with a denominator per weight Duchi et al., 2011).

use std::ops::Range;

use super::UpdateRule;
use crate::field_error::Reason;
use crate::json::Tagged;
use crate::nn::Network;

impl UpdateRule {
    /// The reason why it cannot train a network: an L1 penalty that needs a proximal step which the rule does not have.
    pub fn refuses(&self, network: &Network) -> Option<Reason> {
        let needed = network.proximal_weights().next().is_some();
        let refused = needed && !self.rule().has_proximal_step();
        refused.then(|| Reason::NoProximalStep { optimizer: self.name().to_owned() })
    }

    /// Takes the proximal step of the penalty l1 |w| for the weights of `range`. `slots` are those after the step.
    pub(super) fn shrink(
        &self,
        learning_rate: f64,
        count: u64,
        l1: f64,
        range: Range<usize>,
        weights: &mut [f32],
        slots: &[Vec<f32>],
    ) {
        self.rule().proximal_step(learning_rate, count, slots, &mut |rate, denominator| {
            if rate > 0.0 {
                range
                    .clone()
                    .for_each(|index| soft_threshold(&mut weights[index], rate * l1 / denominator(index)));
            }
        });
    }
}

/// Moves a weight towards 0 by `threshold`, but not beyond.
fn soft_threshold(weight: &mut f32, threshold: f64) {
    let size = f64::from(weight.abs());
    *weight = if size <= threshold { 0.0 } else { ((size - threshold) as f32).copysign(*weight) };
}

#[cfg(test)]
mod tests {
    use super::super::{Optimizer, OptimizerConfig};
    use super::soft_threshold;

    const RULES: [&str; 9] = [
        r#"{"optimizer": "sgd"}"#,
        r#"{"optimizer": "sgd", "momentum": 0.9}"#,
        r#"{"optimizer": "sgd", "momentum": 0.9, "nesterov": true}"#,
        r#"{"optimizer": "adagrad"}"#,
        r#"{"optimizer": "rmsprop"}"#,
        r#"{"optimizer": "adam"}"#,
        r#"{"optimizer": "adam", "amsgrad": true}"#,
        r#"{"optimizer": "nadam"}"#,
        r#"{"optimizer": "adamax"}"#,
    ];

    #[test]
    fn a_weight_never_goes_beyond_zero() {
        for (before, after) in [(0.5_f32, 0.25), (-0.5, -0.25), (0.2, 0.0), (-0.25, 0.0), (0.0, 0.0)] {
            let mut weight = before;
            soft_threshold(&mut weight, 0.25);
            assert_eq!(weight.to_bits(), f32::to_bits(after), "{before}");
        }
        let mut weight = f32::NAN;
        soft_threshold(&mut weight, 0.25);
        assert!(weight.is_nan());
    }

    /// The minimum of (w - a)^2 / 2 + l1 |w| is a moved towards 0 by l1: exactly 0 for a small a.
    #[test]
    fn every_rule_ends_at_the_minimum_of_loss_and_penalty() {
        let (l1, targets) = (0.3_f32, [1.0_f32, -1.0, 0.2, -0.29, 0.0]);
        for text in RULES {
            let mut config: OptimizerConfig = serde_json::from_str(text).unwrap();
            config.learning_rate = if text.contains("adagrad") { 0.3 } else { 0.01 };
            let mut optimizer = Optimizer::on(&config, 5, &[]);
            optimizer.proximal = [(0..5, f64::from(l1))].into();
            let mut weights = [0.7_f32, 0.7, 0.7, -0.7, 0.7];
            for step in 0..6000_u32 {
                let mut gradients: [f32; 5] = std::array::from_fn(|index| weights[index] - targets[index]);
                let rate = config.learning_rate / (1.0 + f64::from(step) / 500.0);
                optimizer.step(rate, &mut weights, &mut gradients);
            }
            for (weight, expected) in weights.iter().zip([0.7, -0.7, 0.0, 0.0, 0.0]) {
                assert!((weight - expected).abs() < 0.02, "{text}: {weights:?}");
            }
            assert_eq!(weights[2..], [0.0; 3], "{text}");
        }
    }
}
