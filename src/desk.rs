//! What the second module answers: questions about an experiment and its weights that are asked now and then.

use serde_json::Value;

use crate::data::Files;
use crate::experiment::Experiment;
use crate::export;
use crate::field_error::{FieldError, Reason};
use crate::messages::{DeskCommand, DeskEvent, DeskRequest, ExportKind};
use crate::run::Run;

/// Keeps the run of the experiment it was asked about last.
#[derive(Default)]
pub struct Desk {
    run: Option<Run>,
}

impl Desk {
    /// Answers a command by an event. `weights` are all of the network; where there are none, the initial ones count.
    pub fn answer(&mut self, given: Value, weights: &[f32], files: &Files) -> DeskEvent<'_> {
        self.event(given, weights, files).unwrap_or_else(DeskEvent::from)
    }

    fn event(
        &mut self,
        given: Value,
        weights: &[f32],
        files: &Files,
    ) -> Result<DeskEvent<'_>, Vec<FieldError>> {
        let DeskRequest { experiment, command } =
            DeskRequest::read(given).map_err(|error| vec![error.into()])?;
        match command {
            DeskCommand::Export { kind: ExportKind::Safetensors } => {
                let run = self.run(&experiment, weights, files)?;
                let bytes = export::safetensors(run.network()).into();
                Ok(DeskEvent::File { name: "weights.safetensors", bytes })
            }
            DeskCommand::Panic => panic!("a test asked for a panic"),
        }
    }

    /// The run of an experiment, with these weights.
    fn run(
        &mut self,
        experiment: &Value,
        weights: &[f32],
        files: &Files,
    ) -> Result<&mut Run, Vec<FieldError>> {
        let experiment = Experiment::read(experiment)?;
        let run = match self.run.take() {
            Some(run) if *run.experiment() == experiment => run,
            _ => Run::with_files(experiment, files)?,
        };
        let run = self.run.insert(run);
        if weights.is_empty() {
            run.reset();
        } else if !run.load_weights(weights) {
            let message = format!("{} weights for {}", weights.len(), run.network().weights.len());
            return Err(vec![FieldError::new("weights", Reason::Unreadable { message })]);
        }
        Ok(run)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn weights_are_those_given_and_wrong_ones_are_refused() {
        let mut desk = Desk::default();
        let given = json!({"experiment": {}, "type": "export", "kind": "safetensors"});
        let mut ask = |weights: &[f32]| {
            serde_json::to_value(desk.answer(given.clone(), weights, &Files::default())).unwrap()
        };
        let count = Run::new(Experiment::default()).unwrap().network().weights.len();
        let initial = ask(&[]);
        assert_eq!(initial["type"], "file");
        let given = ask(&vec![0.5; count]);
        let bytes: Vec<u8> = serde_json::from_value(given["bytes"].clone()).unwrap();
        assert!(bytes.ends_with(&0.5f32.to_le_bytes()));
        assert_eq!(ask(&[]), initial);
        let refused = ask(&[1.0]);
        assert_eq!(
            (&refused["type"], &refused["errors"][0]["field"]),
            (&json!("invalid"), &json!("weights"))
        );
    }

    #[test]
    fn what_is_wrong_with_the_experiment_is_named() {
        let given = json!({"experiment": {"seed": -1}, "type": "export", "kind": "safetensors"});
        let answer = serde_json::to_value(Desk::default().answer(given, &[], &Files::default())).unwrap();
        assert_eq!((&answer["type"], &answer["errors"][0]["field"]), (&json!("invalid"), &json!("seed")));
    }
}
