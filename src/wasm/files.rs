//! The files that the worker has read.

use std::rc::Rc;

use wasm_bindgen::prelude::*;

use super::{json_of, object, part, refuse};
use crate::data::{Files, Layout, OpenedTable, Preview, Table, TableConfig};
use crate::experiment::Experiment;
use crate::field_error::{FieldError, Reason, TableError};

/// Files are separate from the runs, since they outlive an experiment.
#[wasm_bindgen(js_name = Files)]
#[derive(Default)]
pub struct WorkerFiles {
    files: Files,
    opened: Opened,
}

/// The file that the user has opened, in all the ways it was read, the latest first. Experiments cannot use it until
/// it is kept, so a running one continues with the file it has.
#[derive(Default)]
struct Opened {
    name: String,
    tables: Vec<OpenedTable>,
}

impl WorkerFiles {
    pub fn files(&self) -> &Files {
        &self.files
    }
}

#[wasm_bindgen(js_class = Files)]
impl WorkerFiles {
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        Self::default()
    }

    /// Name of the file of the page that an experiment needs, if it has not been read yet.
    pub fn wanted(&self, experiment: &JsValue) -> Option<String> {
        self.files.wanted(&Experiment::unchecked(&json_of(experiment).ok()?).ok()?.data)
    }

    /// Adds a file of the page.
    pub fn insert(&mut self, name: &str, text: &str) -> Result<(), JsValue> {
        self.files.insert(name, text).map_err(refuse_table)
    }

    /// Reads a file opened by the user and returns a guess about its contents. Without `config` the file is new. With
    /// `config` it is read again as that says, from `text` if its encoding is another one.
    #[wasm_bindgen(js_name = readTable)]
    pub fn read_table(
        &mut self,
        name: &str,
        encoding: &str,
        text: Option<String>,
        config: &JsValue,
    ) -> Result<JsValue, JsValue> {
        let is_new = config.is_undefined();
        // The names of the page's own tables are reserved.
        let is_taken = TableConfig::page_tables().any(|own| own == name);
        let name = if is_taken { format!("{name}.csv") } else { name.to_owned() };
        let mut wanted = if is_new { TableConfig::opened(&name) } else { part::<TableConfig>(config)? };
        wanted.encoding = Some(encoding.to_owned());
        let table = match text {
            Some(text) => Table::read_as(&text, wanted.layout()).map_err(refuse_table)?.into(),
            None => self.opened.read_again(encoding, wanted.layout())?,
        };
        let preview = Preview::as_set(&table, &wanted);
        if is_new {
            self.opened = Opened { name: preview.config.file.clone(), tables: Vec::new() };
        }
        self.opened.insert(OpenedTable { encoding: wanted.encoding, table });
        Ok(object(&preview))
    }

    /// Keeps the file that was opened last, so that experiments can use it.
    #[wasm_bindgen(js_name = keepTable)]
    pub fn keep_table(&mut self) {
        self.files.insert_tables(&self.opened.name, self.opened.tables.clone());
    }
}

impl Opened {
    fn read_again(&self, encoding: &str, layout: Layout) -> Result<Rc<Table>, JsValue> {
        let same = |opened: &&OpenedTable| opened.encoding.as_deref() == Some(encoding);
        if let Some(opened) = self.tables.iter().filter(same).find(|opened| opened.table.layout == layout) {
            return Ok(opened.table.clone());
        }
        let Some(opened) = self.tables.iter().find(same) else {
            let reason = Reason::MissingFile { name: self.name.clone() };
            return Err(refuse(vec![FieldError::new("data.file", reason)]));
        };
        Ok(opened.table.in_layout(layout).map_err(refuse_table)?.into())
    }

    fn insert(&mut self, opened: OpenedTable) {
        self.tables.retain(|other| !Rc::ptr_eq(&other.table, &opened.table));
        self.tables.insert(0, opened);
    }
}

fn refuse_table(problem: TableError) -> JsValue {
    refuse(vec![FieldError::new("data.file", Reason::Table(problem))])
}
