//! The update rules as formulas to be shown. A test compares them with what the engine does.

use serde::Serialize;

use super::ball::StepDetails;
use super::contestant::{Contestant, Method};
use crate::nn::UpdateRule;

/// The unit of a vector, which decides the length of its arrow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub enum Arrow {
    Gradient,
    Step,
}

/// A line `symbol` = `formula`. `m_before` is the value of a symbol `m` before the step.
pub(super) struct Line {
    pub symbol: &'static str,
    pub formula: &'static str,
    pub arrow: Option<Arrow>,
    /// Whether it is a single number instead of one per dimension.
    pub shared: bool,
}

/// The letter of a slot.
pub(super) fn slot_symbol(slot: &str) -> &'static str {
    match slot {
        "momentum" => "m",
        "velocity" => "v",
        "largest_velocity" | "largest_gradient" => "u",
        "accumulator" | "accumulated_gradient" => "a",
        "accumulated_delta" => "b",
        "average_gradient" => "h",
        _ => "p",
    }
}

/// The arguments by letter.
pub(super) fn known(contestant: &Contestant, step: u64, taken: &StepDetails) -> Vec<(&'static str, f64)> {
    let mut known = vec![("eta", taken.learning_rate), ("t", step as f64)];
    let betas = |one: f64, two: f64, epsilon: f64| [("beta_1", one), ("beta_2", two), ("epsilon", epsilon)];
    match &contestant.optimizer {
        Method::Newton(newton) => {
            let [xx, xy, yy] = taken.curvature;
            known.extend([("H_xx", xx), ("H_xy", xy), ("H_yy", yy), ("lambda", newton.damping)]);
        }
        Method::Rule(config) => match &config.rule {
            UpdateRule::Sgd(sgd) => known.push(("mu", sgd.momentum)),
            UpdateRule::Adagrad(adagrad) => known.push(("epsilon", adagrad.epsilon)),
            UpdateRule::Adadelta(rule) => known.extend([("rho", rule.rho), ("epsilon", rule.epsilon)]),
            UpdateRule::RmsProp(rule) => {
                known.extend([("rho", rule.rho), ("mu", rule.momentum), ("epsilon", rule.epsilon)]);
            }
            UpdateRule::Adam(rule) => known.extend(betas(rule.beta_1, rule.beta_2, rule.epsilon)),
            UpdateRule::AdamW(rule) => {
                known.extend(betas(rule.beta_1, rule.beta_2, rule.epsilon));
                known.push(("lambda", rule.weight_decay));
            }
            UpdateRule::Nadam(rule) => known.extend(betas(rule.beta_1, rule.beta_2, rule.epsilon)),
            UpdateRule::Adamax(rule) => known.extend(betas(rule.beta_1, rule.beta_2, rule.epsilon)),
            UpdateRule::Lion(rule) => known.extend([("beta_1", rule.beta_1), ("beta_2", rule.beta_2)]),
        },
    }
    known
}

const NONE: Option<Arrow> = None;
const GRADIENT: Option<Arrow> = Some(Arrow::Gradient);
const STEP: Option<Arrow> = Some(Arrow::Step);

fn line(symbol: &'static str, formula: &'static str, arrow: Option<Arrow>) -> Line {
    Line { symbol, formula, arrow, shared: false }
}

fn shared(symbol: &'static str, formula: &'static str) -> Line {
    Line { symbol, formula, arrow: NONE, shared: true }
}

/// The lines of a contestant's rule. The last one is the step, `Delta`.
pub(super) fn lines(contestant: &Contestant, dimensions: usize) -> Vec<Line> {
    let rule = match &contestant.optimizer {
        Method::Newton(_) => return newton(dimensions),
        Method::Rule(config) => &config.rule,
    };
    match rule {
        UpdateRule::Sgd(sgd) if sgd.momentum == 0.0 => vec![line("Delta", "-eta*g", STEP)],
        UpdateRule::Sgd(sgd) => {
            let delta = if sgd.nesterov { "mu*m - eta*g" } else { "m" };
            vec![line("m", "mu*m_before - eta*g", STEP), line("Delta", delta, STEP)]
        }
        UpdateRule::Adagrad(_) => {
            vec![line("a", "a_before + g^2", NONE), line("Delta", "-eta*g/sqrt(a + epsilon)", STEP)]
        }
        UpdateRule::Adadelta(_) => vec![
            line("a", "rho*a_before + (1 - rho)*g^2", NONE),
            line("d", "sqrt(b_before + epsilon)/sqrt(a + epsilon)*g", STEP),
            line("b", "rho*b_before + (1 - rho)*d^2", NONE),
            line("Delta", "-eta*d", STEP),
        ],
        UpdateRule::RmsProp(rule) => {
            let mut lines = vec![line("v", "rho*v_before + (1 - rho)*g^2", NONE)];
            if rule.centered {
                lines.push(line("h", "rho*h_before + (1 - rho)*g", GRADIENT));
            }
            match (rule.centered, rule.momentum > 0.0) {
                (false, false) => lines.push(line("Delta", "-eta*g/sqrt(v + epsilon)", STEP)),
                (true, false) => lines.push(line("Delta", "-eta*g/sqrt(v - h^2 + epsilon)", STEP)),
                (false, true) => lines.push(line("m", "mu*m_before + eta*g/sqrt(v + epsilon)", STEP)),
                (true, true) => lines.push(line("m", "mu*m_before + eta*g/sqrt(v - h^2 + epsilon)", STEP)),
            }
            if rule.momentum > 0.0 {
                lines.push(line("Delta", "-m", STEP));
            }
            lines
        }
        UpdateRule::Adam(rule) => adam(rule.amsgrad, false),
        UpdateRule::AdamW(rule) => adam(rule.amsgrad, true),
        UpdateRule::Nadam(_) => vec![
            shared("mu_t", "beta_1*(1 - 0.96^t/2)"),
            shared("mu_next", "beta_1*(1 - 0.96^(t + 1)/2)"),
            line("p", "if(t > 1, p_before, 1)*mu_t", NONE),
            line("m", "beta_1*m_before + (1 - beta_1)*g", GRADIENT),
            line("v", "beta_2*v_before + (1 - beta_2)*g^2", NONE),
            line("m_hat", "mu_next*m/(1 - p*mu_next) + (1 - mu_t)*g/(1 - p)", GRADIENT),
            line("v_hat", "v/(1 - beta_2^t)", NONE),
            line("Delta", "-eta*m_hat/(sqrt(v_hat) + epsilon)", STEP),
        ],
        UpdateRule::Adamax(_) => vec![
            line("m", "beta_1*m_before + (1 - beta_1)*g", GRADIENT),
            line("m_hat", "m/(1 - beta_1^t)", GRADIENT),
            line("u", "max(beta_2*u_before, abs(g))", NONE),
            line("Delta", "-eta*m_hat/(u + epsilon)", STEP),
        ],
        UpdateRule::Lion(_) => vec![
            line("c", "beta_1*m_before + (1 - beta_1)*g", GRADIENT),
            line("m", "beta_2*m_before + (1 - beta_2)*g", GRADIENT),
            line("Delta", "-eta*sign(c)", STEP),
        ],
    }
}

/// The lines of Adam as in textbooks. The epsilon is Keras's, which adds it before the correction.
fn adam(amsgrad: bool, decays: bool) -> Vec<Line> {
    let mut lines = vec![
        line("m", "beta_1*m_before + (1 - beta_1)*g", GRADIENT),
        line("v", "beta_2*v_before + (1 - beta_2)*g^2", NONE),
    ];
    if amsgrad {
        lines.push(line("u", "max(u_before, v)", NONE));
    }
    lines.push(line("m_hat", "m/(1 - beta_1^t)", GRADIENT));
    lines.push(line("v_hat", if amsgrad { "u/(1 - beta_2^t)" } else { "v/(1 - beta_2^t)" }, NONE));
    lines.push(shared("epsilon_t", "epsilon/sqrt(1 - beta_2^t)"));
    let delta = match decays {
        true => "-eta*lambda*w_before - eta*m_hat/(sqrt(v_hat) + epsilon_t)",
        false => "-eta*m_hat/(sqrt(v_hat) + epsilon_t)",
    };
    lines.push(line("Delta", delta, STEP));
    lines
}

fn newton(dimensions: usize) -> Vec<Line> {
    if dimensions == 1 {
        return vec![line("Delta", "-eta*g/(H_xx + lambda)", STEP)];
    }
    vec![
        shared("D", "(H_xx + lambda)*(H_yy + lambda) - H_xy^2"),
        shared("Delta_x", "-eta*((H_yy + lambda)*g_x - H_xy*g_y)/D"),
        shared("Delta_y", "-eta*((H_xx + lambda)*g_y - H_xy*g_x)/D"),
    ]
}
