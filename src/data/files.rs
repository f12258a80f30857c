//! The files that data sets are read from: those that come with the page, and those the user opens.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::table::Table;
use super::{DataConfig, DataSet, digits};
use crate::invalid::{Invalid, Reason};

/// What has been read so far, by name.
#[derive(Clone, Debug, Default)]
pub struct Files {
    texts: BTreeMap<String, Rc<str>>,
    tables: BTreeMap<String, Rc<Table>>,
}

impl Files {
    pub fn insert_text(&mut self, name: &str, text: &str) {
        self.texts.insert(name.to_owned(), text.into());
    }

    pub fn insert_table(&mut self, name: &str, table: Table) {
        self.tables.insert(name.to_owned(), table.into());
    }

    pub(super) fn text(&self, name: &str) -> Result<&str, Invalid> {
        self.texts.get(name).map(|text| &text[..]).ok_or_else(|| missing(name))
    }

    pub fn table(&self, name: &str) -> Result<&Rc<Table>, Invalid> {
        self.tables.get(name).ok_or_else(|| missing(name))
    }

    /// Names of the files of the page that `config` needs and that are not here yet.
    pub fn wanted(&self, config: &DataConfig) -> Option<String> {
        let (name, is_table) = match &config.set {
            DataSet::Digits(_) => (digits::FILE.to_owned(), false),
            DataSet::Sentences(sentences) => (sentences.file().to_owned(), false),
            DataSet::Table(table) => (table.page_file()?, true),
            _ => return None,
        };
        let is_here = if is_table { self.tables.contains_key(&name) } else { self.texts.contains_key(&name) };
        (!is_here).then_some(name)
    }
}

fn missing(name: &str) -> Invalid {
    Invalid::new("data.file", Reason::MissingFile { name: name.to_owned() })
}
