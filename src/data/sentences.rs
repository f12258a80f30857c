//! Short sentences, written for this project, that are positive or negative.

use serde::{Deserialize, Serialize};

use super::problem::Problem;
use super::schema::{Input, Schema};
use crate::invalid::{Invalid, check_range};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(default, deny_unknown_fields)]
pub struct SentencesConfig {
    pub language: Language,
    /// Tokens that are given; shorter sentences are padded in front.
    pub length: usize,
    /// Tokens that are told apart: padding, unknown ones, and the most frequent of the training sentences.
    pub vocabulary: usize,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Language {
    #[default]
    En,
    Ko,
}

impl Default for SentencesConfig {
    fn default() -> Self {
        Self { language: Language::En, length: 16, vocabulary: 600 }
    }
}

impl SentencesConfig {
    pub(super) fn schema(&self) -> Schema {
        let tokens = Input::tokens("tokens", self.length, self.vocabulary);
        Schema::new(vec![tokens], &[("positive", Problem::Binary)])
    }

    /// Name of its file: a line each, `0` or `1`, a tab, the sentence.
    pub(super) fn file(&self) -> &'static str {
        match self.language {
            Language::En => "sentences_en.tsv",
            Language::Ko => "sentences_ko.tsv",
        }
    }

    pub(super) fn validate(&self, errors: &mut Vec<Invalid>) {
        check_range(errors, "data.length", self.length as f64, 2.0, 64.0);
        check_range(errors, "data.vocabulary", self.vocabulary as f64, 10.0, 5000.0);
    }
}

impl SentencesConfig {
    pub(super) fn generate(
        &self,
        _config: &super::DataConfig,
        _seed: u64,
        files: &super::Files,
    ) -> Result<super::Data, Invalid> {
        files.text(self.file())?;
        unimplemented!()
    }
}
