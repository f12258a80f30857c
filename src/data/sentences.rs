//! Short sentences, written for this project, that are positive or negative. With whole words as tokens they are those
//! written by hand; with pieces of words, these and as many more as their vocabulary needs.

use serde::{Deserialize, Serialize};

use super::DataConfig;
use super::column::Column;
use super::examples::Example;
use super::files::Files;
use super::generated::{Data, TaskExamples, TaskInfo};
use super::problem::Problem;
use super::schema::{Input, Schema};
use super::split::train_test_split;
use super::vocabulary::{Tokens, Vocabulary, padded};
use crate::field_error::{ArgumentRange, FieldError};
use crate::random::{Random, Stream};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct SentencesConfig {
    pub language: Language,
    pub tokens: Tokens,
    /// Length of a sentence in tokens. Shorter ones are padded in front.
    pub length: usize,
    /// Size of the vocabulary: padding, unknown words, and the most frequent words of the training sentences.
    pub vocabulary: usize,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub enum Language {
    #[default]
    En,
    Ko,
}

impl Default for SentencesConfig {
    fn default() -> Self {
        Self { language: Language::En, tokens: Tokens::Words, length: 16, vocabulary: 600 }
    }
}

impl SentencesConfig {
    pub(super) fn schema(&self) -> Schema {
        let tokens = Input::tokens("tokens", self.length, self.vocabulary);
        Schema::new(vec![tokens], &[("positive", Problem::Binary)])
    }

    /// Name of its file: a line each, `0` or `1`, a tab, the sentence.
    pub(super) fn file(&self) -> &'static str {
        match (self.tokens, self.language) {
            (Tokens::Words, Language::En) => "sentences_en.tsv",
            (Tokens::Words, Language::Ko) => "sentences_ko.tsv",
            (Tokens::Pieces, Language::En) => "reviews_en.tsv",
            (Tokens::Pieces, Language::Ko) => "reviews_ko.tsv",
        }
    }

    pub(super) fn ranges(&self) -> Vec<ArgumentRange> {
        vec![("length", self.length as f64, 2.0, 64.0), ("vocabulary", self.vocabulary as f64, 10.0, 5000.0)]
    }
}

/// A sentence and whether it is positive.
struct Labelled<'a> {
    text: &'a str,
    positive: bool,
}

impl SentencesConfig {
    pub(super) fn generate(&self, config: &DataConfig, seed: u64, files: &Files) -> Result<Data, FieldError> {
        let sentences = read(files.text(self.file())?);
        let mut order: Vec<usize> = (0..sentences.len()).collect();
        Random::new(seed, Stream::Split).shuffle(&mut order);
        order.truncate(config.samples);
        let (train, test) = train_test_split(&order, config.train_fraction);
        let vocabulary =
            Vocabulary::of(self.tokens, train.iter().map(|&row| sentences[row].text), self.vocabulary);
        let problem = self.schema().problem();
        let example = |&row: &usize| {
            let cut = vocabulary.cut(sentences[row].text);
            let tokens: Vec<usize> = cut.iter().map(|word| vocabulary.token(word)).collect();
            Example {
                row,
                inputs: vec![padded(&tokens, self.length)],
                targets: vec![problem.one_hot(usize::from(sentences[row].positive))],
            }
        };
        let (train, test) = (train.iter().map(example).collect(), test.iter().map(example).collect());
        let answers = vec!["answer.negative".into(), "answer.positive".into()];
        let target = Column::of_categories("axis.positive", answers, false);
        let examples = TaskExamples { inputs: vec![Vec::new()], targets: vec![target], train, test };
        let texts = sentences.iter().map(|sentence| sentence.text.to_owned()).collect();
        Ok(Data::of_task(config, examples).with_task_info(TaskInfo::Sentences { vocabulary, texts }))
    }
}

fn read(text: &str) -> Vec<Labelled<'_>> {
    let lines = text.lines().filter_map(|line| line.split_once('\t'));
    lines.map(|(label, text)| Labelled { text, positive: label == "1" }).collect()
}
