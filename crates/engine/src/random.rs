//! Seeded randomness. Every purpose has its own stream, so drawing more numbers from one (for another layer, another
//! epoch) does not change the others.

use rand_core::Rng;
use rand_pcg::Pcg32;

/// The purpose of a stream of random numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stream {
    Data = 1,
    Split = 2,
    Weights = 3,
    Shuffle = 4,
    Dropout = 5,
    Surface = 6,
}

/// A seeded generator that gives the same bits on every machine.
#[derive(Clone, Debug)]
pub struct Random(Pcg32);

impl Random {
    pub fn new(seed: u64, stream: Stream) -> Self {
        Self(Pcg32::new(scramble(seed), stream as u64))
    }

    /// Where the generator is: [`Self::at`] goes on from there.
    pub fn state(&self) -> u64 {
        serde_json::to_value(&self.0).ok().and_then(|state| state["state"].as_u64()).unwrap_or_default()
    }

    /// A generator of a stream in a state that it has had.
    pub fn at(state: u64, stream: Stream) -> Self {
        // The increment of a stream, as `Pcg32` makes it.
        let increment = (stream as u64) << 1 | 1;
        let generator = serde_json::json!({"state": state, "increment": increment});
        serde_json::from_value(generator).map_or_else(|error| panic!("a generator: {error}"), Self)
    }

    pub fn next_u32(&mut self) -> u32 {
        self.0.next_u32()
    }

    /// Uniform in [0, 1).
    pub fn uniform(&mut self) -> f64 {
        f64::from(self.next_u32()) / 4_294_967_296.0
    }

    /// Uniform in [low, high).
    pub fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.uniform()
    }

    /// Standard normal (Box and Muller, 1958).
    pub fn normal(&mut self) -> f64 {
        let radius = libm::sqrt(-2.0 * libm::log(1.0 - self.uniform()));
        radius * libm::cos(std::f64::consts::TAU * self.uniform())
    }

    /// An integer in [0, bound). `bound` must be at least 1.
    pub fn below(&mut self, bound: usize) -> usize {
        ((u64::from(self.next_u32()) * bound as u64) >> 32) as usize
    }

    /// Shuffles in place (Fisher and Yates).
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last + 1));
        }
    }
}

/// Spreads neighbouring seeds far apart. Otherwise the first numbers they give would be similar.
/// The last steps of SplitMix64 (Steele et al., 2014).
fn scramble(seed: u64) -> u64 {
    let z = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_and_stream_give_the_same_numbers() {
        let draw = |seed, stream| Random::new(seed, stream).next_u32();
        assert_eq!(draw(1, Stream::Data), draw(1, Stream::Data));
        assert_ne!(draw(1, Stream::Data), draw(2, Stream::Data));
        assert_ne!(draw(1, Stream::Data), draw(1, Stream::Weights));
    }

    #[test]
    fn a_generator_goes_on_from_its_state() {
        let mut random = Random::new(7, Stream::Dropout);
        for _ in 0..9 {
            random.next_u32();
        }
        let mut same = Random::at(random.state(), Stream::Dropout);
        assert!((0..20).all(|_| random.next_u32() == same.next_u32()));
    }

    #[test]
    fn neighbouring_seeds_have_nothing_in_common() {
        let first: Vec<f64> =
            (0..2000).map(|seed| Random::new(seed, Stream::Weights).uniform() - 0.5).collect();
        let product = |gap: usize| first.windows(gap + 1).map(|w| w[0] * w[gap]).sum::<f64>() / 2000.0;
        let variance = product(0);
        assert!((variance - 1.0 / 12.0).abs() < 0.005, "{variance}");
        for gap in 1..8 {
            assert!(product(gap).abs() < 0.006, "gap {gap}: {}", product(gap));
        }
    }

    #[test]
    fn normal_numbers_have_mean_zero_and_deviation_one() {
        let mut random = Random::new(3, Stream::Data);
        let draws: Vec<f64> = (0..20_000).map(|_| random.normal()).collect();
        let mean = draws.iter().sum::<f64>() / draws.len() as f64;
        let variance = draws.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / draws.len() as f64;
        assert!(mean.abs() < 0.02, "{mean}");
        assert!((variance - 1.0).abs() < 0.03, "{variance}");
    }

    #[test]
    fn a_shuffle_keeps_every_item() {
        let mut items: Vec<usize> = (0..100).collect();
        Random::new(1, Stream::Shuffle).shuffle(&mut items);
        assert_ne!(items, (0..100).collect::<Vec<_>>());
        items.sort_unstable();
        assert_eq!(items, (0..100).collect::<Vec<_>>());
    }
}
