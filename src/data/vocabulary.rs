//! Tokenization: sentences to words or to pieces of words, these to numbers.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::text::normal;

/// Padding in front of a short sentence.
pub const PADDING: usize = 0;
/// Any word outside of the vocabulary.
pub const UNKNOWN: usize = 1;

/// The longest piece, in syllables.
const LONGEST_PIECE: usize = 3;
/// How often a piece of several syllables must occur.
const FREQUENT: usize = 6;

/// What a token stands for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub enum Tokens {
    /// A word between spaces and punctuation.
    #[default]
    Words,
    /// A Korean word is cut into its longest known pieces, of which `-다` is one that does not start a word; `n't` is a
    /// token of its own.
    Pieces,
}

/// The words or pieces of a vocabulary. The index of a word is its token.
#[derive(Clone, Debug, Default)]
pub struct Vocabulary {
    kind: Tokens,
    words: Vec<String>,
    tokens: BTreeMap<String, usize>,
}

/// The words of a text, in lower case, split at spaces and punctuation. Composed and decomposed Hangul give the same
/// words.
pub fn words(text: &str) -> std::vec::IntoIter<String> {
    let text = normal(text);
    let parts = text.split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’');
    let words = parts.map(|part| part.trim_matches(['\'', '’'])).filter(|part| !part.is_empty());
    words.map(str::to_ascii_lowercase).collect::<Vec<_>>().into_iter()
}

/// A word as one token, or without its `n't` and that.
fn without_not(word: &str) -> Vec<String> {
    match word.replace('’', "'").strip_suffix("n't") {
        None | Some("") => vec![word.to_owned()],
        Some("ca") => vec!["can".to_owned(), "n't".to_owned()],
        Some("wo") => vec!["will".to_owned(), "n't".to_owned()],
        Some(verb) => vec![verb.to_owned(), "n't".to_owned()],
    }
}

fn is_hangul(syllable: char) -> bool {
    ('가'..='힣').contains(&syllable)
}

/// Some syllables of a word, with a hyphen where the word does not start with them.
fn piece(syllables: &[char], start: usize, end: usize) -> String {
    let hyphen = if start > 0 { "-" } else { "" };
    hyphen.chars().chain(syllables[start..end].iter().copied()).collect()
}

/// A Korean word from left to right in the longest pieces that are `known`; single syllables always are.
fn pieces(word: &str, known: impl Fn(&str) -> bool) -> Vec<String> {
    let syllables: Vec<char> = word.chars().collect();
    let (mut found, mut start) = (Vec::new(), 0);
    while start < syllables.len() {
        let longest = syllables.len().min(start + LONGEST_PIECE);
        let end = (start + 2..=longest).rev().find(|&end| known(&piece(&syllables, start, end)));
        let end = end.unwrap_or(start + 1);
        found.push(piece(&syllables, start, end));
        start = end;
    }
    found
}

/// How often each text occurs.
fn counted(texts: impl Iterator<Item = String>) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    texts.for_each(|text| *counts.entry(text).or_default() += 1);
    counts
}

/// Every piece of more than one syllable of a Korean word.
fn candidates(word: &str) -> Vec<String> {
    let syllables: Vec<char> = word.chars().collect();
    let starts = 0..if is_korean(word) { syllables.len() } else { 0 };
    let ends = |start: usize| start + 2..=syllables.len().min(start + LONGEST_PIECE);
    starts
        .flat_map(|start| ends(start).map(move |end| (start, end)))
        .map(|(start, end)| piece(&syllables, start, end))
        .collect()
}

fn is_korean(word: &str) -> bool {
    word.chars().any(is_hangul)
}

impl Vocabulary {
    /// The most frequent words or pieces of the training sentences, `most` tokens including padding and unknown. What
    /// occurs only once is unknown, so that unknown words are learned too.
    pub fn of<'a>(kind: Tokens, sentences: impl Iterator<Item = &'a str> + Clone, most: usize) -> Self {
        let all = sentences.flat_map(words);
        let counts = match kind {
            Tokens::Words => counted(all),
            Tokens::Pieces => {
                let mut frequent = counted(all.clone().flat_map(|word| candidates(&word)));
                frequent.retain(|_, count| *count >= FREQUENT);
                counted(all.flat_map(|word| split(&word, |piece| frequent.contains_key(piece))))
            }
        };
        let mut frequent: Vec<(String, usize)> = counts.into_iter().filter(|&(_, count)| count > 1).collect();
        frequent.sort_by_key(|&(_, count)| Reverse(count));
        let mut vocabulary =
            Self { kind, words: vec!["".to_owned(), "?".to_owned()], tokens: BTreeMap::new() };
        for (word, _) in frequent.into_iter().take(most.saturating_sub(2)) {
            vocabulary.tokens.insert(word.clone(), vocabulary.words.len());
            vocabulary.words.push(word);
        }
        vocabulary
    }

    /// The words or pieces of a text.
    pub fn cut(&self, text: &str) -> Vec<String> {
        let words = words(text);
        match self.kind {
            Tokens::Words => words.collect(),
            Tokens::Pieces => {
                words.flat_map(|word| split(&word, |piece| self.tokens.contains_key(piece))).collect()
            }
        }
    }

    pub fn token(&self, word: &str) -> usize {
        self.tokens.get(word).copied().unwrap_or(UNKNOWN)
    }

    /// The words by token, with an empty string for padding and `?` for unknown words.
    pub fn words(&self) -> &[String] {
        &self.words
    }
}

/// The pieces of a word of any language.
fn split(word: &str, known: impl Fn(&str) -> bool) -> Vec<String> {
    if is_korean(word) { pieces(word, known) } else { without_not(word) }
}

/// The last `length` tokens, padded in front.
pub fn padded(tokens: &[usize], length: usize) -> Vec<f32> {
    let kept = &tokens[tokens.len().saturating_sub(length)..];
    let padding = std::iter::repeat_n(PADDING, length - kept.len());
    padding.chain(kept.iter().copied()).map(|token| token as f32).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_cut_at_blanks_and_punctuation_in_any_script() {
        let cut = |text| words(text).collect::<Vec<_>>();
        assert_eq!(cut("It wasn't 'good', was it?"), ["it", "wasn't", "good", "was", "it"]);
        assert_eq!(cut("속도가 빨라서 좋았다, 정말!"), ["속도가", "빨라서", "좋았다", "정말"]);
        assert!(cut(" .,!? ").is_empty());
        assert_eq!(cut("\u{110b}\u{1175} \u{110b}\u{1167}\u{11bc}\u{1112}\u{116a}!"), cut("이 영화!"));
    }

    #[test]
    fn frequent_words_have_a_token_and_others_are_unknown() {
        let sentences = ["a good day", "a good film", "a bad day"];
        let vocabulary = Vocabulary::of(Tokens::Words, sentences.into_iter(), 5);
        assert_eq!(vocabulary.words(), ["", "?", "a", "day", "good"]);
        assert_eq!((vocabulary.token("good"), vocabulary.token("film"), vocabulary.token("bad")), (4, 1, 1));
    }

    #[test]
    fn korean_words_are_cut_into_frequent_pieces_and_single_syllables() {
        let sentences =
            ["재미없다", "재미없어요", "재미없었다", "재미있다", "재미있지 않다", "영화가 재미없네"];
        let vocabulary = Vocabulary::of(Tokens::Pieces, sentences.into_iter().cycle().take(24), 100);
        assert_eq!(
            vocabulary.cut("이 영화 진짜 재미없다!"),
            ["이", "영", "-화", "진", "-짜", "재미없", "-다"]
        );
        assert_eq!(vocabulary.cut("재미있지 않았다"), ["재미있", "-지", "않", "-았", "-다"]);
        assert_eq!(
            vocabulary.token("재미없"),
            vocabulary.words().iter().position(|word| word == "재미없").unwrap()
        );
        assert_eq!([vocabulary.token("-짜"), vocabulary.token("진")], [UNKNOWN; 2]);
    }

    #[test]
    fn not_is_a_token_of_its_own() {
        let vocabulary = Vocabulary::of(Tokens::Pieces, ["It wasn't good"].into_iter(), 10);
        assert_eq!(vocabulary.cut("It wasn’t bad, I can't"), ["it", "was", "n't", "bad", "i", "can", "n't"]);
        let words = Vocabulary::of(Tokens::Words, ["It wasn't good"].into_iter(), 10);
        assert_eq!(words.cut("It wasn't 재미없다"), ["it", "wasn't", "재미없다"]);
    }

    #[test]
    fn short_sentences_are_padded_in_front_and_long_ones_lose_their_beginning() {
        assert_eq!(padded(&[5, 6], 4), [0.0, 0.0, 5.0, 6.0]);
        assert_eq!(padded(&[5, 6, 7], 2), [6.0, 7.0]);
        assert_eq!(padded(&[], 2), [0.0, 0.0]);
    }
}
