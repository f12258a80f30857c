//! Tokenization: sentences to words, words to numbers.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::text::normal;

/// Padding in front of a short sentence.
pub const PADDING: usize = 0;
/// Any word outside of the vocabulary.
pub const UNKNOWN: usize = 1;

/// The words of a vocabulary. The index of a word is its token.
#[derive(Clone, Debug, Default)]
pub struct Vocabulary {
    words: Vec<String>,
    tokens: BTreeMap<String, usize>,
}

/// The words of a text, in lower case, split at spaces and punctuation. Composed and decomposed Hangul give the same
/// words.
pub fn words(text: &str) -> impl Iterator<Item = String> {
    let text = normal(text);
    let parts = text.split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’');
    let words = parts.map(|part| part.trim_matches(['\'', '’'])).filter(|part| !part.is_empty());
    words.map(str::to_ascii_lowercase).collect::<Vec<_>>().into_iter()
}

impl Vocabulary {
    /// The most frequent words of the training sentences, `most` tokens including padding and unknown. Words that
    /// occur only once are unknown, so that unknown words are learned too.
    pub fn of<'a>(sentences: impl Iterator<Item = &'a str>, most: usize) -> Self {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        sentences.flat_map(words).for_each(|word| *counts.entry(word).or_default() += 1);
        let mut frequent: Vec<(String, usize)> = counts.into_iter().filter(|&(_, count)| count > 1).collect();
        frequent.sort_by_key(|&(_, count)| Reverse(count));
        let mut vocabulary = Self { words: vec!["".to_owned(), "?".to_owned()], tokens: BTreeMap::new() };
        for (word, _) in frequent.into_iter().take(most.saturating_sub(2)) {
            vocabulary.tokens.insert(word.clone(), vocabulary.words.len());
            vocabulary.words.push(word);
        }
        vocabulary
    }

    pub fn token(&self, word: &str) -> usize {
        self.tokens.get(word).copied().unwrap_or(UNKNOWN)
    }

    /// The words by token, with an empty string for padding and `?` for unknown words.
    pub fn words(&self) -> &[String] {
        &self.words
    }
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
        let vocabulary = Vocabulary::of(["a good day", "a good film", "a bad day"].into_iter(), 5);
        assert_eq!(vocabulary.words(), ["", "?", "a", "day", "good"]);
        assert_eq!((vocabulary.token("good"), vocabulary.token("film"), vocabulary.token("bad")), (4, 1, 1));
    }

    #[test]
    fn short_sentences_are_padded_in_front_and_long_ones_lose_their_beginning() {
        assert_eq!(padded(&[5, 6], 4), [0.0, 0.0, 5.0, 6.0]);
        assert_eq!(padded(&[5, 6, 7], 2), [6.0, 7.0]);
        assert_eq!(padded(&[], 2), [0.0, 0.0]);
    }
}
