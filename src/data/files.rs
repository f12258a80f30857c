//! The files that data sets are read from: those that come with the page, and those the user opens.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::table::Table;
use super::{DataConfig, DataSet, digits};
use crate::invalid::{Invalid, Reason, TableProblem};

/// What has been read so far, by name.
#[derive(Clone, Debug, Default)]
pub struct Files {
    texts: BTreeMap<String, Rc<str>>,
    tables: BTreeMap<String, Rc<Table>>,
}

impl Files {
    /// Takes a file of the page by its name there.
    pub fn insert(&mut self, name: &str, text: &str) -> Result<(), TableProblem> {
        match name.strip_suffix(".csv") {
            Some(table) => self.insert_table(table, Table::read(text)?),
            None => drop(self.texts.insert(name.to_owned(), text.into())),
        }
        Ok(())
    }

    /// Takes a table by the name that experiments know it by.
    pub fn insert_table(&mut self, name: &str, table: Table) {
        self.tables.insert(name.to_owned(), table.into());
    }

    pub(super) fn text(&self, name: &str) -> Result<&str, Invalid> {
        self.texts.get(name).map(|text| &text[..]).ok_or_else(|| missing(name))
    }

    pub fn table(&self, name: &str) -> Result<&Rc<Table>, Invalid> {
        self.tables.get(name).ok_or_else(|| missing(name))
    }

    /// Name of the file of the page that `config` needs and that is not here yet.
    pub fn wanted(&self, config: &DataConfig) -> Option<String> {
        let (name, is_here) = match &config.set {
            DataSet::Digits(_) => (digits::FILE.to_owned(), self.texts.get(digits::FILE).is_some()),
            DataSet::Sentences(sentences) => {
                (sentences.file().to_owned(), self.texts.get(sentences.file()).is_some())
            }
            DataSet::Table(table) => (table.page_file()?, self.tables.get(&table.file).is_some()),
            _ => return None,
        };
        (!is_here).then_some(name)
    }
}

fn missing(name: &str) -> Invalid {
    Invalid::new("data.file", Reason::MissingFile { name: name.to_owned() })
}
