//! The files that data sets are read from: those that come with the page, and those the user opens.

use std::rc::Rc;

use super::table::{Table, TableConfig};
use super::text::normal;
use crate::field_error::{FieldError, Reason, TableError};

/// The files read so far, by name.
#[derive(Clone, Debug, Default)]
pub struct Files {
    texts: Vec<(String, Rc<str>)>,
    tables: Vec<(String, Rc<[OpenedTable]>)>,
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
            None => put(&mut self.texts, name.to_owned(), text.into()),
        }
        Ok(())
    }

    /// Adds a table by its name in experiments.
    pub fn insert_table(&mut self, name: &str, table: Table) {
        self.insert_tables(name, vec![OpenedTable { encoding: None, table: table.into() }]);
    }

    /// Adds a file in all the ways it was read, the latest first.
    pub fn insert_tables(&mut self, name: &str, tables: Vec<OpenedTable>) {
        put(&mut self.tables, normal(name).into_owned(), tables.into());
    }

    pub(super) fn has_text(&self, name: &str) -> bool {
        get(&self.texts, name).is_some()
    }

    pub(super) fn has_table(&self, name: &str) -> bool {
        get(&self.tables, name).is_some()
    }

    pub(super) fn text(&self, name: &str) -> Result<&str, FieldError> {
        get(&self.texts, name).map(|text| &text[..]).ok_or_else(|| missing(name))
    }

    /// The table that `config` names, in its layout.
    pub fn table(&self, config: &TableConfig) -> Result<Rc<Table>, FieldError> {
        let tables = get(&self.tables, &config.file).map_or(&[][..], |tables| tables);
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

fn get<'a, T>(files: &'a [(String, T)], name: &str) -> Option<&'a T> {
    files.iter().find(|(own, _)| own == name).map(|(_, file)| file)
}

/// Adds a file, in place of the one of that name.
fn put<T>(files: &mut Vec<(String, T)>, name: String, file: T) {
    files.retain(|(own, _)| *own != name);
    files.push((name, file));
}

fn missing(name: &str) -> FieldError {
    FieldError::new("data.file", Reason::MissingFile { name: name.to_owned() })
}
