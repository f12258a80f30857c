//! The journal of a run: its first experiment and everything that was changed since, by step. A run that follows a
//! journal from step 0 has the same bits as the one that wrote it.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::experiment::Experiment;
use crate::field_error::{FieldError, Reason, check_range};
use crate::json;

/// When there are more edits, the older half is forgotten.
const MAX_EDITS: usize = 1000;

/// Edits of the same thing at the same step are one: only the last of a gesture counts.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Journal {
    /// The experiment before the first edit that is known.
    first: Experiment,
    edits: Vec<Entry>,
    /// How many edits before those are forgotten.
    #[serde(skip)]
    forgotten: usize,
}

/// An edit at the moment it was made.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Entry {
    pub step: u64,
    /// Epochs done at that step. A run that follows a journal finds it out.
    #[serde(skip)]
    pub epoch: f64,
    /// What the run still waited for, which the edit came before.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub before: Option<Awaited>,
    pub edit: Edit,
}

/// An evaluation for which a run waits at a step, the last one first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub enum Awaited {
    /// The one that checks the loss after a weight was edited.
    Check,
    /// The one that is due at the step, for the history and early stopping.
    Review,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub enum Edit {
    /// Changes the experiment; see `Run::configure`.
    Configure(Box<Experiment>),
    /// Sets a weight by hand.
    SetParameter { index: usize, value: f32 },
    /// Sets all weights, in the order of `Network::weights`; see `Run::set_parameters`.
    SetParameters {
        #[serde(with = "bits", rename = "bits")]
        #[cfg_attr(test, ts(as = "Vec<u32>"))]
        values: Vec<f32>,
    },
    /// Continues after a planned stop.
    Resume,
}

/// A journal as it is written, with experiments that are read one by one.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenJournal {
    first: Value,
    #[serde(default)]
    edits: Vec<WrittenEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenEntry {
    step: u64,
    before: Option<Awaited>,
    edit: WrittenEdit,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum WrittenEdit {
    Configure(Value),
    SetParameter {
        index: usize,
        value: f32,
    },
    SetParameters {
        #[serde(with = "bits", rename = "bits")]
        values: Vec<f32>,
    },
    Resume,
}

/// Numbers by the bits of each, as integers: JSON has no sign of zero in a browser, and no other way is as exact.
mod bits {
    use serde::{Deserialize, Deserializer, Serializer};

    pub fn serialize<S: Serializer>(values: &[f32], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(values.iter().map(|value| value.to_bits()))
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<f32>, D::Error> {
        let bits = Vec::<u32>::deserialize(deserializer)?;
        Ok(bits.into_iter().map(f32::from_bits).collect())
    }
}

impl Journal {
    pub fn new(first: Experiment) -> Self {
        Self { first, edits: Vec::new(), forgotten: 0 }
    }

    /// Reads a journal. Errors name every wrong field by its path, such as `edits[2].edit.configure.seed`.
    pub fn read(written: &Value) -> Result<Self, Vec<FieldError>> {
        let unreadable = |error: json::DeserializeError| vec![error.into()];
        let WrittenJournal { first, edits } = json::read(written).map_err(unreadable)?;
        let mut errors = Vec::new();
        check_range(&mut errors, "edits.length", edits.len() as f64, 0.0, MAX_EDITS as f64);
        let mut experiment = |field: String, written: &Value| {
            let within = |error: FieldError| {
                let dot = if error.field.is_empty() { "" } else { "." };
                FieldError { field: format!("{field}{dot}{}", error.field), ..error }
            };
            Experiment::read(written)
                .map_err(|wrong| errors.extend(wrong.into_iter().map(within)))
                .unwrap_or_default()
        };
        let mut journal = Self::new(experiment("first".into(), &first));
        for (index, entry) in edits.into_iter().enumerate() {
            let field = format!("edits[{index}]");
            let edit = match entry.edit {
                WrittenEdit::Configure(written) => {
                    Edit::Configure(experiment(format!("{field}.edit.configure"), &written).into())
                }
                WrittenEdit::SetParameter { index, value } => Edit::SetParameter { index, value },
                WrittenEdit::SetParameters { values } => Edit::SetParameters { values },
                WrittenEdit::Resume => Edit::Resume,
            };
            journal.edits.push(Entry { step: entry.step, epoch: 0.0, before: entry.before, edit });
        }
        let mut earliest = 0;
        for (index, entry) in journal.edits.iter().enumerate() {
            let field = format!("edits[{index}]");
            if entry.step < earliest {
                let message = format!("{} comes after {earliest}", entry.step);
                errors.push(FieldError::new(format!("{field}.step"), Reason::Unreadable { message }));
            }
            earliest = earliest.max(entry.step);
            let (name, values) = match &entry.edit {
                Edit::SetParameter { value, .. } => ("set_parameter.value", std::slice::from_ref(value)),
                Edit::SetParameters { values } => ("set_parameters.bits", &values[..]),
                _ => continue,
            };
            if let Some(&value) = values.iter().find(|value| !value.is_finite()) {
                let field = format!("{field}.edit.{name}");
                check_range(&mut errors, &field, value.into(), f32::MIN.into(), f32::MAX.into());
            }
        }
        if errors.is_empty() { Ok(journal) } else { Err(errors) }
    }

    /// The experiment before the first edit that is known.
    pub fn first(&self) -> &Experiment {
        &self.first
    }

    /// The edits that are known, in order.
    pub fn edits(&self) -> &[Entry] {
        &self.edits
    }

    /// How many older edits are forgotten.
    pub fn forgotten(&self) -> usize {
        self.forgotten
    }

    /// The edit after the first `count`.
    pub(super) fn after(&self, count: usize) -> Option<&Entry> {
        self.edits.get(count - self.forgotten)
    }

    /// Notes when the edit after the first `count` was made.
    pub(super) fn note_epoch(&mut self, count: usize, epoch: f64) {
        if let Some(entry) = self.edits.get_mut(count - self.forgotten) {
            entry.epoch = epoch;
        }
    }

    /// The experiment after the first `count` edits.
    pub(super) fn experiment(&self, count: usize) -> &Experiment {
        let changed = self.edits[..count - self.forgotten].iter().rev().find_map(|entry| match &entry.edit {
            Edit::Configure(experiment) => Some(&**experiment),
            _ => None,
        });
        changed.unwrap_or(&self.first)
    }

    /// The experiment at the end of `step`.
    pub fn experiment_at(&self, step: u64) -> &Experiment {
        self.experiment(self.forgotten + self.edits.partition_point(|entry| entry.step <= step))
    }

    /// Drops all edits after the first `count`.
    pub(super) fn truncate(&mut self, count: usize) {
        self.edits.truncate(count - self.forgotten);
    }

    /// Drops all edits after `step`.
    pub(super) fn truncate_after(&mut self, step: u64) {
        self.edits.retain(|entry| entry.step <= step);
    }

    /// Adds an edit. Returns true if older ones were forgotten.
    pub(super) fn push(&mut self, entry: Entry) -> bool {
        self.edits.push(entry);
        let is_full = self.edits.len() > MAX_EDITS;
        if is_full {
            self.first = self.experiment(self.forgotten + MAX_EDITS / 2).clone();
            self.edits.drain(..MAX_EDITS / 2);
            self.forgotten += MAX_EDITS / 2;
        }
        is_full
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_journal_that_is_written_reads_back() {
        let mut journal = Journal::new(Experiment::default());
        let mut edits = [
            Edit::Configure(Experiment { seed: 9, ..Experiment::default() }.into()),
            Edit::SetParameter { index: 3, value: 0.1 },
            Edit::SetParameters { values: vec![0.1, -0.0, f32::MIN_POSITIVE] },
            Edit::Resume,
        ];
        for (index, edit) in edits.iter_mut().enumerate() {
            journal.push(Entry {
                step: index as u64,
                epoch: 0.0,
                before: (index == 1).then_some(Awaited::Check),
                edit: edit.clone(),
            });
        }
        let written = json!(journal);
        assert_eq!(Journal::read(&written), Ok(journal));
        let short = json!({"first": {}, "edits": [{"step": 2, "edit": {"configure": {"seed": 4}}}]});
        assert_eq!(Journal::read(&short).map(|journal| journal.experiment_at(2).seed), Ok(4));
    }

    #[test]
    fn what_is_wrong_with_a_journal_is_named_by_its_path() {
        let wrong = |edits: Value, part: &str| {
            let errors = Journal::read(&json!({"first": {}, "edits": edits})).expect_err("a wrong journal");
            let message = errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ");
            assert!(message.contains(part), "{message}");
        };
        wrong(json!([{"step": -1, "edit": "resume"}]), "edits[0].step: invalid value");
        wrong(json!([{"step": 1, "edit": "fly"}]), "edits[0].edit: unknown variant `fly`");
        wrong(json!([{"step": 1, "edit": "resume", "by": 1}]), "edits[0].by: unknown field");
        wrong(
            json!([{"step": 5, "edit": "resume"}, {"step": 4, "edit": "resume"}]),
            "edits[1].step: 4 comes",
        );
        let edit = json!({"set_parameter": {"index": 0, "value": 1e300}});
        wrong(json!([{"step": 1, "edit": edit}]), "edits[0].edit.set_parameter.value: inf");
        let edit = json!({"set_parameters": {"bits": [0, f32::NAN.to_bits()]}});
        wrong(json!([{"step": 1, "edit": edit}]), "edits[0].edit.set_parameters.bits: NaN");
        let edit = json!({"set_parameters": {"bits": [-1]}});
        wrong(json!([{"step": 1, "edit": edit}]), "edits[0].edit");
        let edit = json!({"configure": {"optimizer": {"optimizer": "sgd", "learning_rate": -1}}});
        wrong(json!([{"step": 1, "edit": edit}]), "edits[0].edit.configure.optimizer.learning_rate: -1");
        wrong(json!([{"step": 1, "edit": {"configure": {"seeds": 1}}}]), "edits[0].edit.configure");
        wrong(json!(vec![json!({"step": 1, "edit": "resume"}); MAX_EDITS + 1]), "edits.length: 1001");
        assert!(Journal::read(&json!([])).is_err());
    }

    #[test]
    fn a_long_journal_forgets_its_beginning_and_stays_short() {
        let mut journal = Journal::new(Experiment::default());
        let edit = |seed| Edit::Configure(Experiment { seed, ..Experiment::default() }.into());
        for step in 1..=2600_u64 {
            let edit = edit(step as u32);
            journal.push(Entry { step, epoch: 0.0, before: None, edit });
            assert!(journal.edits().len() <= MAX_EDITS);
        }
        assert_eq!(journal.forgotten() + journal.edits().len(), 2600);
        assert_eq!(journal.experiment(journal.forgotten()).seed as usize, journal.forgotten());
        assert_eq!(journal.experiment_at(2599).seed, 2599);
    }
}
