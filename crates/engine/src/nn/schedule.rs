//! Schedules for the learning rate, as factors on the configured one.

use serde::{Deserialize, Serialize};

use crate::field_error::ArgumentRange;

/// Source: <https://keras.io/api/optimizers/learning_rate_schedules/>. Steps are batches.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(remote = "Self", rename_all = "snake_case", deny_unknown_fields)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "ts", ts(tag = "schedule"))]
pub enum Schedule {
    #[default]
    Constant,
    /// decay_rate ^ (step / decay_steps)
    ExponentialDecay {
        #[serde(default = "thousand_steps")]
        decay_steps: f64,
        #[serde(default = "exponential_rate")]
        decay_rate: f64,
    },
    /// decay_rate ^ floor(step / decay_steps)
    StepDecay {
        #[serde(default = "thousand_steps")]
        decay_steps: f64,
        #[serde(default = "step_rate")]
        decay_rate: f64,
    },
    /// Half a cosine from 1 down to alpha at decay_steps (Loshchilov and Hutter, 2016)
    CosineDecay {
        #[serde(default = "thousand_steps")]
        decay_steps: f64,
        #[serde(default)]
        alpha: f64,
    },
    /// Linear from 0 to 1 over warmup_steps, then constant
    Warmup {
        #[serde(default = "thousand_steps")]
        warmup_steps: f64,
    },
}

crate::tagged!(Schedule, "schedule");

fn thousand_steps() -> f64 {
    1000.0
}

fn exponential_rate() -> f64 {
    0.9
}

fn step_rate() -> f64 {
    0.5
}

impl Schedule {
    /// The factor on the learning rate of batch `step`, counted from 0.
    pub fn factor(&self, step: u64) -> f64 {
        let step = step as f64;
        match self {
            Self::Constant => 1.0,
            Self::ExponentialDecay { decay_steps, decay_rate } => libm::pow(*decay_rate, step / decay_steps),
            Self::StepDecay { decay_steps, decay_rate } => {
                libm::pow(*decay_rate, (step / decay_steps).floor())
            }
            Self::CosineDecay { decay_steps, alpha } => {
                let share = (step / decay_steps).min(1.0);
                let cosine = 0.5 * (1.0 + libm::cos(std::f64::consts::PI * share));
                (1.0 - alpha) * cosine + alpha
            }
            Self::Warmup { warmup_steps } => ((step + 1.0) / warmup_steps).min(1.0),
        }
    }

    /// Its arguments and their ranges.
    pub fn ranges(&self) -> Vec<ArgumentRange> {
        match *self {
            Self::Constant => Vec::new(),
            Self::ExponentialDecay { decay_steps, decay_rate }
            | Self::StepDecay { decay_steps, decay_rate } => {
                vec![("decay_steps", decay_steps, 1.0, 1e9), ("decay_rate", decay_rate, 0.0, 1.0)]
            }
            Self::CosineDecay { decay_steps, alpha } => {
                vec![("decay_steps", decay_steps, 1.0, 1e9), ("alpha", alpha, 0.0, 1.0)]
            }
            Self::Warmup { warmup_steps } => vec![("warmup_steps", warmup_steps, 1.0, 1e9)],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn schedules_pass_through_their_known_points() {
        let exponential = Schedule::ExponentialDecay { decay_steps: 100.0, decay_rate: 0.5 };
        assert_eq!(exponential.factor(0), 1.0);
        assert_eq!(exponential.factor(200), 0.25);
        let steps = Schedule::StepDecay { decay_steps: 100.0, decay_rate: 0.5 };
        assert_eq!((steps.factor(99), steps.factor(100)), (1.0, 0.5));
        let cosine = Schedule::CosineDecay { decay_steps: 100.0, alpha: 0.1 };
        assert!((cosine.factor(50) - 0.55).abs() < 1e-12);
        assert!((cosine.factor(1000) - 0.1).abs() < 1e-12);
        let warmup = Schedule::Warmup { warmup_steps: 4.0 };
        assert_eq!((warmup.factor(0), warmup.factor(3), warmup.factor(9)), (0.25, 1.0, 1.0));
    }
}
