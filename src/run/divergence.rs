//! Why a run stopped.

use serde::Serialize;

use super::Run;

/// Why training stopped.
#[derive(Clone, Debug, PartialEq)]
pub enum Stopped {
    Diverged(Divergence),
    StopEpoch,
    EarlyStopping,
}

/// The first loss or weight that was not finite.
#[derive(Clone, Debug, PartialEq)]
pub struct Divergence {
    pub step: u64,
    /// The layer whose weights are not finite. None if only the loss is not.
    pub layer: Option<String>,
    pub likely: Cause,
}

/// The probable cause of a divergence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub enum Cause {
    LearningRate,
    EditedWeight,
}

impl Run {
    pub(super) fn diverge(&mut self) {
        let broken = self.network.parameters().into_iter().find(|parameter| {
            self.network.weights[parameter.range.clone()].iter().any(|weight| !weight.is_finite())
        });
        let likely = if self.weight_edited { Cause::EditedWeight } else { Cause::LearningRate };
        self.stopped = Some(Stopped::Diverged(Divergence {
            step: self.step,
            layer: broken.map(|parameter| parameter.layer),
            likely,
        }));
    }
}
