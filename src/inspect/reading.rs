//! A sentence read token by token.

use super::layers::Passes;
use crate::data::{Vocabulary, padded};
use crate::experiment::Wiring;
use crate::nn::{LayerKind, Network};

/// A word and its token. Words outside of the vocabulary are not `known`.
#[derive(Clone, Debug, PartialEq)]
pub struct Token {
    pub text: String,
    pub token: usize,
    pub known: bool,
}

/// The state of a recurrent layer after each token, `[token][unit]`.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    pub layer: String,
    pub units: usize,
    pub values: Vec<f32>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// The tokens that the network gets.
    pub tokens: Vec<Token>,
    /// Number of tokens at the front that did not fit.
    pub cut: usize,
    /// The first unit of the first output for the whole sentence.
    pub score: f32,
    /// The same if the sentence ends after each token.
    pub scores: Vec<f32>,
    /// The same for the sentence without each token.
    pub without: Vec<f32>,
    pub states: Vec<State>,
}

/// A sentence read in parts, with the weights at the time of the question.
#[derive(Clone, Debug)]
pub struct SentenceReader {
    tokens: Vec<Token>,
    cut: usize,
    /// The recurrent layers with their numbers of units.
    recurrent: Vec<(String, usize)>,
    /// The whole sentence, then what was read after each token, then the sentence without each.
    passes: Passes,
}

impl SentenceReader {
    /// Reads `text` with a network that takes `length` tokens.
    pub fn new(
        network: &Network,
        wiring: &Wiring,
        output: &str,
        vocabulary: &Vocabulary,
        length: usize,
        text: &str,
    ) -> Self {
        let all: Vec<Token> = vocabulary
            .cut(text)
            .into_iter()
            .map(|word| {
                let token = vocabulary.token(&word);
                Token { known: vocabulary.words().get(token) == Some(&word), text: word, token }
            })
            .collect();
        let cut = all.len().saturating_sub(length);
        let tokens = all[cut..].to_vec();
        let numbers: Vec<usize> = tokens.iter().map(|token| token.token).collect();
        let without = |left_out: usize| {
            let kept = numbers.iter().enumerate().filter(|&(index, _)| index != left_out);
            kept.map(|(_, &token)| token).collect::<Vec<_>>()
        };
        let mut sentences = vec![numbers.clone()];
        sentences.extend((1..=numbers.len()).map(|end| numbers[..end].to_vec()));
        sentences.extend((0..numbers.len()).map(without));
        let examples = sentences.iter().map(|tokens| vec![padded(tokens, length)]).collect();

        // For a layer that returns sequences, the last step is the final state.
        let recurrent: Vec<(String, usize)> = network
            .layers()
            .filter(|layer| is_recurrent(layer.kind))
            .map(|layer| (layer.name.to_owned(), layer.shape.last().copied().unwrap_or(1)))
            .collect();
        let mut layers = vec![output.to_owned()];
        layers.extend(recurrent.iter().map(|(name, _)| name.clone()));
        Self { tokens, cut, recurrent, passes: Passes::new(network, wiring, layers, examples) }
    }

    /// Continues until it is complete or `out_of_time`, by at least one block of sentences.
    pub fn advance(&mut self, out_of_time: impl FnMut() -> bool) -> Option<Reading> {
        let values = self.passes.advance(out_of_time)?;
        let count = self.tokens.len();
        let score = |index: usize| values[index][0].first().copied().unwrap_or(0.0);
        let states = self.recurrent.iter().zip(1..).map(|((name, units), layer)| {
            let held = |index: usize| values[index][layer][values[index][layer].len() - units..].to_vec();
            State { layer: name.clone(), units: *units, values: (1..=count).flat_map(held).collect() }
        });
        Some(Reading {
            cut: self.cut,
            score: score(0),
            scores: (1..=count).map(score).collect(),
            without: (count + 1..=2 * count).map(score).collect(),
            states: states.collect(),
            tokens: self.tokens.clone(),
        })
    }
}

fn is_recurrent(kind: &LayerKind) -> bool {
    matches!(
        kind,
        LayerKind::SimpleRnn(_) | LayerKind::Lstm(_) | LayerKind::Gru(_) | LayerKind::Bidirectional(_)
    )
}
