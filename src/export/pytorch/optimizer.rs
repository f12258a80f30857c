//! The optimizer, and what it does after its steps.

use super::Writer;
use crate::export::python::{list, number};
use crate::nn::UpdateRule;

const LION: &str = "\
class Lion(torch.optim.Optimizer):
    \"\"\"The sign of a mix of momentum and gradient (Chen et al., 2023).\"\"\"

    def __init__(self, parameters, lr, betas):
        super().__init__(parameters, {\"lr\": lr, \"betas\": betas})

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            beta_1, beta_2 = group[\"betas\"]
            for parameter in group[\"params\"]:
                if parameter.grad is None:
                    continue
                momentum = self.state[parameter].setdefault(\"momentum\", torch.zeros_like(parameter))
                parameter -= group[\"lr\"] * (beta_1 * momentum + (1 - beta_1) * parameter.grad).sign()
                momentum.mul_(beta_2).add_(parameter.grad, alpha=1 - beta_2)
";

const FTRL: &str = "\
class Ftrl(torch.optim.Optimizer):
    \"\"\"Follow the regularized leader (McMahan et al., 2013), with Keras's arguments.\"\"\"

    def __init__(self, parameters, lr, power, initial, l1, l2, shrinkage, beta):
        defaults = {\"lr\": lr, \"power\": power, \"initial\": initial, \"l1\": l1, \"l2\": l2, \"shrinkage\": shrinkage, \"beta\": beta}
        super().__init__(parameters, defaults)

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            lr, power = group[\"lr\"], group[\"power\"]
            for parameter in group[\"params\"]:
                if parameter.grad is None:
                    continue
                state = self.state[parameter]
                if not state:
                    state[\"squares\"] = torch.full_like(parameter, group[\"initial\"])
                    state[\"linear\"] = torch.zeros_like(parameter)
                squares, linear = state[\"squares\"], state[\"linear\"]
                l2 = group[\"l2\"] + group[\"beta\"] / (2 * lr)
                new_squares = squares + parameter.grad**2
                change = (new_squares**-power - squares**-power) / lr
                linear += parameter.grad + 2 * group[\"shrinkage\"] * parameter - change * parameter
                quadratic = new_squares**-power / lr + 2 * l2
                parameter.copy_((linear.clamp(-group[\"l1\"], group[\"l1\"]) - linear) / quadratic)
                state[\"squares\"] = new_squares
";

impl Writer<'_> {
    pub(super) fn optimizer(&mut self, rate: &str) -> String {
        let of =
            |class: &str, rest: String| format!("torch.optim.{class}(model.parameters(), lr={rate}{rest})");
        let betas = |first: f64, second: f64, epsilon: f64| {
            format!(", betas=({}, {}), eps={}", number(first), number(second), number(epsilon))
        };
        match &self.model.optimizer.rule {
            UpdateRule::Sgd(rule) => {
                let momentum = if rule.momentum > 0.0 {
                    format!(", momentum={}", number(rule.momentum))
                } else {
                    String::new()
                };
                let nesterov = if rule.nesterov && rule.momentum > 0.0 { ", nesterov=True" } else { "" };
                of("SGD", format!("{momentum}{nesterov}"))
            }
            UpdateRule::Adagrad(rule) => of(
                "Adagrad",
                format!(
                    ", initial_accumulator_value={}, eps={}",
                    number(rule.initial_accumulator_value),
                    number(rule.epsilon)
                ),
            ),
            UpdateRule::Adadelta(rule) => {
                of("Adadelta", format!(", rho={}, eps={}", number(rule.rho), number(rule.epsilon)))
            }
            UpdateRule::RmsProp(rule) => {
                let momentum = if rule.momentum > 0.0 {
                    format!(", momentum={}", number(rule.momentum))
                } else {
                    String::new()
                };
                let centered = if rule.centered { ", centered=True" } else { "" };
                of(
                    "RMSprop",
                    format!(", alpha={}, eps={}{momentum}{centered}", number(rule.rho), number(rule.epsilon)),
                )
            }
            UpdateRule::Adam(rule) => {
                let amsgrad = if rule.amsgrad { ", amsgrad=True" } else { "" };
                of("Adam", format!("{}{amsgrad}", betas(rule.beta_1, rule.beta_2, rule.epsilon)))
            }
            UpdateRule::AdamW(rule) => {
                let amsgrad = if rule.amsgrad { ", amsgrad=True" } else { "" };
                of(
                    "AdamW",
                    format!(
                        "{}, weight_decay={}{amsgrad}",
                        betas(rule.beta_1, rule.beta_2, rule.epsilon),
                        number(rule.weight_decay)
                    ),
                )
            }
            UpdateRule::Nadam(rule) => of("NAdam", betas(rule.beta_1, rule.beta_2, rule.epsilon)),
            UpdateRule::Adamax(rule) => of("Adamax", betas(rule.beta_1, rule.beta_2, rule.epsilon)),
            UpdateRule::Lion(rule) => {
                self.needs(LION);
                format!(
                    "Lion(model.parameters(), lr={rate}, betas=({}, {}))",
                    number(rule.beta_1),
                    number(rule.beta_2)
                )
            }
            UpdateRule::Ftrl(rule) => {
                self.needs(FTRL);
                format!(
                    "Ftrl(model.parameters(), lr={rate}, power={}, initial={}, l1={}, l2={}, shrinkage={}, beta={})",
                    number(rule.learning_rate_power),
                    number(rule.initial_accumulator_value),
                    number(rule.l1_regularization_strength),
                    number(rule.l2_regularization_strength),
                    number(rule.l2_shrinkage_regularization_strength),
                    number(rule.beta),
                )
            }
        }
    }

    /// What moves weights towards 0 after each step, where an L1 penalty is applied so: by the step that the optimizer makes
    /// for a constant gradient of the penalty's size.
    pub(super) fn shrinking(&self) -> String {
        if self.thresholds.is_empty() {
            return String::new();
        }
        let rate = "optimizer.param_groups[0][\"lr\"]";
        let steady = |momentum: f64| match momentum {
            0.0 => rate.to_owned(),
            momentum => format!("{rate} / {}", number(1.0 - momentum)),
        };
        let squares = |name: &str, beta: f64, epsilon: f64| {
            let mean = format!("(state[\"{name}\"] / (1 - {} ** state[\"step\"].item()))", number(beta));
            format!("({mean}.sqrt() + {})", number(epsilon))
        };
        let most = |amsgrad: bool| if amsgrad { "max_exp_avg_sq" } else { "exp_avg_sq" };
        let (rate, denominator) = match &self.model.optimizer.rule {
            UpdateRule::Sgd(rule) => (steady(rule.momentum), None),
            UpdateRule::Adagrad(rule) => {
                (steady(0.0), Some(format!("(state[\"sum\"].sqrt() + {})", number(rule.epsilon))))
            }
            UpdateRule::RmsProp(rule) => {
                let mean = if rule.centered { " - state[\"grad_avg\"].square()" } else { "" };
                let mean = format!("(state[\"square_avg\"]{mean})");
                (steady(rule.momentum), Some(format!("({mean}.sqrt() + {})", number(rule.epsilon))))
            }
            UpdateRule::Adam(rule) => {
                (steady(0.0), Some(squares(most(rule.amsgrad), rule.beta_2, rule.epsilon)))
            }
            UpdateRule::AdamW(rule) => {
                (steady(0.0), Some(squares(most(rule.amsgrad), rule.beta_2, rule.epsilon)))
            }
            UpdateRule::Nadam(rule) => (steady(0.0), Some(squares("exp_avg_sq", rule.beta_2, rule.epsilon))),
            UpdateRule::Adamax(rule) => {
                (steady(0.0), Some(format!("(state[\"exp_inf\"] + {})", number(rule.epsilon))))
            }
            UpdateRule::Adadelta(_) | UpdateRule::Lion(_) | UpdateRule::Ftrl(_) => {
                unreachable!("they are not trained with such penalties")
            }
        };
        let mut code = String::from(
            "        # L1 moves weights towards 0 after each step, as far as the optimizer moves for a gradient of its size.\n        # Those that reach 0 stay there.\n        with torch.no_grad():\n",
        );
        code += &format!("            for weight, l1 in {}:\n", list(self.thresholds.clone()));
        if denominator.is_some() {
            code += "                state = optimizer.state[weight]\n";
        }
        let size = denominator.map_or(format!("{rate} * l1"), |below| format!("{rate} * l1 / {below}"));
        code += &format!("                size = {size}\n");
        code + "                weight.copy_(weight.sign() * (weight.abs() - size).clamp(min=0))\n"
    }
}
