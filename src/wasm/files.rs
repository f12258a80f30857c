//! The files that the worker has read.

use wasm_bindgen::prelude::*;

use super::{object, refuse, value};
use crate::data::{Files, Preview, Table, TableConfig};
use crate::experiment::Experiment;
use crate::invalid::{Invalid, Reason, TableProblem};

/// Kept beside the trainer, so that a file outlives an experiment.
#[wasm_bindgen(js_name = Files)]
#[derive(Default)]
pub struct WorkerFiles {
    pub(super) files: Files,
}

#[wasm_bindgen(js_class = Files)]
impl WorkerFiles {
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        Self::default()
    }

    /// Name of the file of the page that an experiment needs and that is not here yet.
    pub fn wanted(&self, experiment: &JsValue) -> Option<String> {
        self.files.wanted(&Experiment::unchecked(&value::read(experiment)).ok()?.data)
    }

    /// Takes a file of the page.
    pub fn insert(&mut self, name: &str, text: &str) -> Result<(), JsValue> {
        self.files.insert(name, text).map_err(refuse_table)
    }

    /// Reads a file the user opened, keeps it, and returns what it seems to hold.
    #[wasm_bindgen(js_name = readTable)]
    pub fn read_table(&mut self, name: &str, text: &str) -> Result<JsValue, JsValue> {
        let table = Table::read(text).map_err(refuse_table)?;
        // The page's own tables keep their names.
        let is_taken = TableConfig::page_tables().any(|own| own == name);
        let name = if is_taken { format!("{name}.csv") } else { name.to_owned() };
        let preview = Preview::of(&table, &name);
        self.files.insert_table(&name, table);
        Ok(object(&preview))
    }
}

fn refuse_table(problem: TableProblem) -> JsValue {
    refuse(vec![Invalid::new("data.file", Reason::Table(problem))])
}
