//! The update rules as formulas to be shown: those of the engine and Newton's. A test compares them with what the engine
//! does.

use super::ball::StepDetails;
use super::contestant::{Contestant, Method};
use crate::nn::optimizer::Line;

/// The arguments by letter.
pub(super) fn known(contestant: &Contestant, step: u64, taken: &StepDetails) -> Vec<(&'static str, f64)> {
    let mut known = vec![("eta", taken.learning_rate), ("t", step as f64)];
    match &contestant.optimizer {
        Method::Newton(newton) => {
            let [xx, xy, yy] = taken.curvature;
            known.extend([("H_xx", xx), ("H_xy", xy), ("H_yy", yy), ("lambda", newton.damping)]);
        }
        Method::Rule(config) => known.extend(config.rule.rule().symbols()),
    }
    known
}

/// The lines of a contestant's rule. The last one is the step, `Delta`.
pub(super) fn lines(contestant: &Contestant, dimensions: usize) -> Vec<Line> {
    match &contestant.optimizer {
        Method::Newton(_) => newton(dimensions),
        Method::Rule(config) => config.rule.rule().formulas(),
    }
}

fn newton(dimensions: usize) -> Vec<Line> {
    if dimensions == 1 {
        return vec![Line::step("Delta", "-eta*g/(H_xx + lambda)")];
    }
    vec![
        Line::shared("D", "(H_xx + lambda)*(H_yy + lambda) - H_xy^2"),
        Line::shared("Delta_x", "-eta*((H_yy + lambda)*g_x - H_xy*g_y)/D"),
        Line::shared("Delta_y", "-eta*((H_xx + lambda)*g_y - H_xy*g_x)/D"),
    ]
}
