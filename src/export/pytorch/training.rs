//! The training, batch by batch.

use std::fmt::Write;

use super::functions::loss;
use super::{Writer, last};
use crate::export::python::{count, number, string};
use crate::nn::Schedule;

impl Writer<'_> {
    pub(super) fn training(&mut self) -> String {
        let model = self.model;
        let outputs = model.outputs();
        let mut code = String::new();
        let rate = number(model.optimizer.learning_rate);
        let optimizer = self.optimizer(&rate);
        let _ = writeln!(code, "optimizer = {optimizer}");
        let schedule = schedule(&model.optimizer.schedule);
        if let Some(factor) = &schedule {
            let _ = writeln!(
                code,
                "schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: {factor})"
            );
        }
        let losses: Vec<String> = outputs
            .iter()
            .map(|output| {
                let (given, truth) = match outputs.len() {
                    1 => ("y_pred".to_owned(), "y".to_owned()),
                    _ => (format!("y_pred[{}]", string(output)), format!("y[{}]", string(output))),
                };
                let loss = loss(&model.loss(output), &given, &truth, last(&model.shape(output)));
                let weight = model.loss_weight(output);
                if weight == 1.0 { loss } else { format!("{} * {loss}", number(weight)) }
            })
            .collect();
        let _ = write!(code, "\n\ndef loss_of(y_pred, y):\n    return {}\n", losses.join(" + "));
        if !self.penalties.is_empty() {
            let _ = write!(code, "\n\ndef penalty():\n    return {}\n", self.penalties.join(" + "));
        }
        let several = (model.inputs().len() > 1, outputs.len() > 1);
        let part = |name: &str, several: bool| {
            if several {
                format!("{{name: values[batch] for name, values in {name}.items()}}")
            } else {
                format!("{name}[batch]")
            }
        };
        let called =
            |given: String| if several.0 { format!("model(**{given})") } else { format!("model({given})") };
        let size = model.batch_size();
        let stopping = model.early_stopping();
        if stopping.is_some() {
            code += "\n\nbest, waited = float(\"inf\"), 0";
        }
        let order = if model.training.shuffle { "randperm" } else { "arange" };
        let (count, carried) = (model.examples[0].max(1), model.carried());
        if carried > 0 {
            code += "\n\n# Examples that fill no batch at the end of an epoch join the first batch of the next.\n";
            code += "carried = torch.arange(0)";
        }
        let _ = write!(code, "\n\nfor epoch in range({}):\n    model.train()\n", model.epochs());
        if carried > 0 {
            let full = count - carried;
            let _ = writeln!(code, "    order = torch.{order}({count})");
            let _ = writeln!(code, "    first, *others = order[:{full}].split({size})");
            let _ = writeln!(
                code,
                "    batches, carried = [torch.cat([carried, first]), *others], order[{full}:]"
            );
            code += "    for batch in batches:\n";
        } else {
            let _ = writeln!(code, "    for batch in torch.{order}({count}).split({size}):");
        }
        code += "        optimizer.zero_grad()\n";
        let penalty = if self.penalties.is_empty() { "" } else { " + penalty()" };
        let _ = writeln!(
            code,
            "        loss = loss_of({}, {}){penalty}",
            called(part("x_train", several.0)),
            part("y_train", several.1)
        );
        code += "        loss.backward()\n";
        if let Some(norm) = model.optimizer.clipnorm {
            let _ = writeln!(
                code,
                "        for parameter in model.parameters():\n            nn.utils.clip_grad_norm_(parameter, {})",
                number(norm)
            );
        }
        if let Some(norm) = model.optimizer.global_clipnorm {
            let _ = writeln!(code, "        nn.utils.clip_grad_norm_(model.parameters(), {})", number(norm));
        }
        if let Some(value) = model.optimizer.clipvalue {
            let _ =
                writeln!(code, "        nn.utils.clip_grad_value_(model.parameters(), {})", number(value));
        }
        code += "        optimizer.step()\n";
        code += &self.shrinking();
        if schedule.is_some() {
            code += "        schedule.step()\n";
        }
        if model.examples[1] == 0 {
            code += "    print(f\"epoch {epoch + 1}: loss {loss:.4f}\")\n";
            return code;
        }
        code += "    model.eval()\n    with torch.no_grad():\n";
        let _ = writeln!(code, "        test_loss = loss_of({}, y_test).item()", called("x_test".into()));
        code += "    print(f\"epoch {epoch + 1}: loss {loss:.4f}, test loss {test_loss:.4f}\")\n";
        if let Some(stopping) = stopping {
            let delta = if stopping.min_delta == 0.0 {
                String::new()
            } else {
                format!(" - {}", number(stopping.min_delta))
            };
            let _ = writeln!(code, "    if test_loss < best{delta}:\n        best, waited = test_loss, 0");
            if stopping.restore_best_weights {
                code += "        best_weights = {name: value.clone() for name, value in model.state_dict().items()}\n";
            }
            let _ =
                writeln!(code, "    else:\n        waited += 1\n        if waited >= {}:", stopping.patience);
            if stopping.restore_best_weights {
                code += "            model.load_state_dict(best_weights)\n";
            }
            code += "            break\n";
        }
        code
    }
}

/// The factor of the learning rate by `step`.
fn schedule(schedule: &Schedule) -> Option<String> {
    Some(match schedule {
        Schedule::Constant => return None,
        Schedule::ExponentialDecay { decay_steps, decay_rate } => {
            format!("{} ** (step / {})", number(*decay_rate), count(*decay_steps))
        }
        Schedule::StepDecay { decay_steps, decay_rate } => {
            format!("{} ** (step // {})", number(*decay_rate), count(*decay_steps))
        }
        Schedule::CosineDecay { decay_steps, alpha } => {
            let cosine = format!("0.5 * (1 + np.cos(np.pi * min(step / {}, 1)))", count(*decay_steps));
            if *alpha == 0.0 {
                cosine
            } else {
                format!("{} * {cosine} + {}", number(1.0 - alpha), number(*alpha))
            }
        }
        Schedule::Warmup { warmup_steps } => format!("min((step + 1) / {}, 1)", count(*warmup_steps)),
    })
}
