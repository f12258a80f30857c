//! L1 penalties that move weights towards 0 after each batch, which Keras does not have.

use super::Writer;
use crate::export::layer_name;
use crate::export::python::{number, string};
use crate::nn::{LayerKind, Parameter, Schedule, UpdateRule};

impl Writer<'_> {
    /// Weights with such a penalty, each with its strength.
    pub(super) fn proximal(&self) -> Vec<String> {
        let network = self.model.network;
        let strengths: Vec<_> = network.proximal_weights().collect();
        let pair = |parameter: Parameter| {
            let (_, l1) = strengths.iter().find(|(range, _)| *range == parameter.range)?;
            let layer = network.layers().find(|layer| layer.name == parameter.layer)?;
            let name = string(&layer_name(&parameter.layer));
            let path = path(layer.kind, parameter.name);
            Some(format!("(model.get_layer({name}){path}, {})", number(*l1)))
        };
        network.parameters().into_iter().filter_map(pair).collect()
    }

    /// The callback that applies them.
    pub(super) fn proximal_class(&self) -> Option<String> {
        self.model.network.proximal_weights().next()?;
        let (momentum, below) = self.steady();
        let rate = match self.model.optimizer.schedule {
            Schedule::Constant => "optimizer.learning_rate",
            _ => "optimizer._learning_rate(optimizer.iterations - 1)",
        };
        let momentum = if momentum == 0.0 { String::new() } else { format!(" / {}", number(1.0 - momentum)) };
        let (index, below) = match below {
            Some(below) => {
                ("            index = optimizer._get_variable_index(weight)\n", format!(" / {below}"))
            }
            None => ("", String::new()),
        };
        Some(format!(
            "\
class ProximalL1(keras.callbacks.Callback):
    \"\"\"Moves weights towards 0 after each batch, as far as the optimizer moves for a gradient of the size of l1.
    Those that reach 0 stay there.\"\"\"

    def __init__(self, weights):
        super().__init__()
        self.weights = weights

    def on_train_batch_end(self, batch, logs=None):
        optimizer = self.model.optimizer
        rate = {rate}{momentum}
        for weight, l1 in self.weights:
{index}            size = rate * l1{below}
            shrunk = keras.ops.maximum(keras.ops.abs(weight) - size, 0.0)
            weight.assign(keras.ops.sign(weight) * shrunk)
"
        ))
    }

    /// The step of the optimizer for a constant gradient is the learning rate over 1 minus the momentum, and over a
    /// denominator.
    fn steady(&self) -> (f64, Option<String>) {
        let root = |of: String, epsilon: f64| format!("(keras.ops.sqrt({of}) + {})", number(epsilon));
        let corrected = |slots: &str, beta: f64, epsilon: f64| {
            let share = format!("(1 - {} ** int(optimizer.iterations))", number(beta));
            root(format!("optimizer.{slots}[index] / {share}"), epsilon)
        };
        let squares = |amsgrad: bool| if amsgrad { "_velocity_hats" } else { "_velocities" };
        match &self.model.optimizer.rule {
            UpdateRule::Sgd(rule) => (rule.momentum, None),
            UpdateRule::Adagrad(rule) => {
                let sum = format!("optimizer._accumulators[index] + {}", number(rule.epsilon));
                (0.0, Some(format!("keras.ops.sqrt({sum})")))
            }
            UpdateRule::RmsProp(rule) => {
                let mean = "keras.ops.square(optimizer._average_gradients[index])";
                let mean = if rule.centered { format!(" - {mean}") } else { String::new() };
                let below = format!("optimizer._velocities[index]{mean} + {}", number(rule.epsilon));
                (rule.momentum, Some(format!("keras.ops.sqrt({below})")))
            }
            UpdateRule::Adam(rule) => {
                (0.0, Some(corrected(squares(rule.amsgrad), rule.beta_2, rule.epsilon)))
            }
            UpdateRule::AdamW(rule) => {
                (0.0, Some(corrected(squares(rule.amsgrad), rule.beta_2, rule.epsilon)))
            }
            UpdateRule::Nadam(rule) => (0.0, Some(corrected("_velocities", rule.beta_2, rule.epsilon))),
            UpdateRule::Adamax(rule) => {
                (0.0, Some(format!("(optimizer._u[index] + {})", number(rule.epsilon))))
            }
            UpdateRule::Adadelta(_) | UpdateRule::Lion(_) | UpdateRule::Ftrl(_) => {
                unreachable!("they are not trained with such penalties")
            }
        }
    }
}

/// How a weight is reached from its layer.
fn path(kind: &LayerKind, name: &str) -> String {
    match kind {
        LayerKind::Bidirectional(_) => match name.split_once('_') {
            Some((direction, name)) => format!(".{direction}_layer.cell.{name}"),
            None => format!(".{name}"),
        },
        LayerKind::SimpleRnn(_) | LayerKind::Lstm(_) | LayerKind::Gru(_) => format!(".cell.{name}"),
        _ => format!(".{name}"),
    }
}
