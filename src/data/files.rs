//! The files that data sets are read from: those that come with the page, and those the user opens.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::table::{Table, TableConfig};
use super::text::normal;
use crate::field_error::{FieldError, Reason, TableError};

/// The files read so far, by name.
#[derive(Clone, Debug, Default)]
pub struct Files {
    texts: BTreeMap<String, Rc<str>>,
    tables: BTreeMap<String, Vec<OpenedTable>>,
}

/// A file of columns as it was read; the same file can be read in several ways.
#[derive(Clone, Debug)]
pub struct OpenedTable {
    /// The encoding it was read with.
    pub encoding: Option<String>,
    pub table: Rc<Table>,
}

impl OpenedTable {
    fn fits(&self, config: &TableConfig) -> bool {
        config.encoding.is_none() || config.encoding == self.encoding
    }
}

impl Files {
    /// Adds a file of the page by its name.
    pub fn insert(&mut self, name: &str, text: &str) -> Result<(), TableError> {
        match name.strip_suffix(".csv") {
            Some(table) => self.insert_table(table, Table::read(text)?),
            None => drop(self.texts.insert(name.to_owned(), text.into())),
        }
        Ok(())
    }

    /// Adds a table by its name in experiments.
    pub fn insert_table(&mut self, name: &str, table: Table) {
        self.insert_tables(name, vec![OpenedTable { encoding: None, table: table.into() }]);
    }

    /// Adds a file in all the ways it was read, the latest first.
    pub fn insert_tables(&mut self, name: &str, tables: Vec<OpenedTable>) {
        self.tables.insert(normal(name).into_owned(), tables);
    }

    pub(super) fn has_text(&self, name: &str) -> bool {
        self.texts.contains_key(name)
    }

    pub(super) fn has_table(&self, name: &str) -> bool {
        self.tables.contains_key(name)
    }

    pub(super) fn text(&self, name: &str) -> Result<&str, FieldError> {
        self.texts.get(name).map(|text| &text[..]).ok_or_else(|| missing(name))
    }

    /// The table that `config` names, in its layout.
    pub fn table(&self, config: &TableConfig) -> Result<Rc<Table>, FieldError> {
        let tables = self.tables.get(&config.file).map_or(&[][..], Vec::as_slice);
        let mut fitting = tables.iter().filter(|opened| opened.fits(config));
        if let Some(opened) = fitting.clone().find(|opened| opened.table.has_layout(config.layout())) {
            return Ok(opened.table.clone());
        }
        let opened = fitting.next().or(tables.first()).ok_or_else(|| missing(&config.file))?;
        match opened.table.in_layout(config.layout()) {
            Ok(table) => Ok(table.into()),
            Err(problem) => Err(FieldError::new("data.file", Reason::Table(problem))),
        }
    }
}

fn missing(name: &str) -> FieldError {
    FieldError::new("data.file", Reason::MissingFile { name: name.to_owned() })
}
