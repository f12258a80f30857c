//! A hash that is the same on every machine (FNV-1a): two runs have the same fingerprint exactly if they have the same
//! bits, as good as certainly.

/// The fingerprint of bytes.
pub fn of_bytes(bytes: impl IntoIterator<Item = u8>) -> u64 {
    let mix = |hash: u64, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3);
    bytes.into_iter().fold(0xcbf2_9ce4_8422_2325, mix)
}

/// The fingerprint of numbers, by every bit of them.
pub fn of_numbers<'a>(numbers: impl IntoIterator<Item = &'a f32>) -> u64 {
    of_bytes(numbers.into_iter().flat_map(|number| number.to_bits().to_le_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_the_published_hash() {
        // From the test vectors of the authors: <http://www.isthe.com/chongo/tech/comp/fnv/>
        assert_eq!(of_bytes([]), 0xcbf2_9ce4_8422_2325);
        assert_eq!(of_bytes(*b"a"), 0xaf63_dc4c_8601_ec8c);
        assert_eq!(of_bytes(*b"foobar"), 0x8594_4171_f739_67e8);
        assert_ne!(of_numbers(&[0.0]), of_numbers(&[-0.0]));
    }
}
