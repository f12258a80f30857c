//! Names to be shown: keys of the page's words, or the user's own.

use serde::Serialize;

/// A name to be shown. The user's own text is never translated.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub enum Label {
    /// A key of the page's words, such as `axis.size`.
    Key(&'static str),
    /// Text as it is in a file.
    Text(String),
}

impl From<&'static str> for Label {
    fn from(key: &'static str) -> Self {
        Self::Key(key)
    }
}

impl From<String> for Label {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl PartialEq<str> for Label {
    fn eq(&self, other: &str) -> bool {
        match self {
            Self::Key(key) => *key == other,
            Self::Text(text) => text == other,
        }
    }
}

impl PartialEq<&str> for Label {
    fn eq(&self, other: &&str) -> bool {
        *self == **other
    }
}
