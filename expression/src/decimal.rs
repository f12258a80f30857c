//! Decimal numbers read to the nearest number there is. `str::parse` does the same with a table of ten kilobytes, which
//! every visitor of the page would have to load.

use minimal_lexical::parse_float;

/// `12`, `.5`, `3.`, `-1.5e-3`; infinite beyond the largest number. None where it is something else.
pub fn decimal(text: &str) -> Option<f64> {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (digits, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((digits, exponent)) => (digits, exponent_of(exponent)?),
        None => (unsigned, 0),
    };
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    if whole.len() + part.len() == 0 || !is_digits(whole) || !is_digits(part) {
        return None;
    }
    let (whole, part) = (whole.trim_start_matches('0'), part.trim_end_matches('0'));
    let value: f64 = parse_float(whole.as_bytes().iter(), part.as_bytes().iter(), exponent);
    Some(if text.starts_with('-') { -value } else { value })
}

/// Far beyond what any number can be raised to, an exponent stays what it is.
fn exponent_of(text: &str) -> Option<i32> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    if digits.is_empty() || !is_digits(digits) {
        return None;
    }
    let most = 1_000_000;
    let size = digits.parse().unwrap_or(most).min(most);
    Some(if text.starts_with('-') { -size } else { size })
}

fn is_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_decimal_is_what_the_standard_library_makes_of_it() {
        let texts = [
            "0",
            "-0",
            "1",
            "12",
            ".5",
            "3.",
            "0.1",
            "1e3",
            "1E+3",
            "-1.5e-3",
            "00012.500",
            "123456789012345678901234567890",
            "9007199254740993",
            "9007199254740993.00000000000000000000000000000001",
            "2.2250738585072011e-308",
            "4.9e-324",
            "2.4703282292062327e-324",
            "2.4703282292062328e-324",
            "1.7976931348623157e308",
            "1.7976931348623159e308",
            "1e999",
            "1e-999",
            "0e99999999999",
            "1e99999999999",
            "1e-99999999999",
            "8.325200000000000600e+00",
            "0.000000000000000000000000000000123",
            "",
            "+",
            "-",
            ".",
            "e5",
            "1e",
            "1e+",
            "--3",
            "1.2.3",
            "1,5",
            "12a",
            "0x10",
            " 1",
            "1 ",
            "1_000",
        ];
        for text in texts {
            assert_eq!(decimal(text).map(f64::to_bits), text.parse().ok().map(f64::to_bits), "{text}");
        }
    }

    #[test]
    fn every_number_comes_back_from_its_digits() {
        let mut state = 1_u64;
        for _ in 0..200_000 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let number = f64::from_bits(state);
            if number.is_finite() {
                // The shortest digits that name it, more than it needs, and digits near the middle between two.
                for text in [format!("{number:e}"), format!("{number:.19e}"), format!("{number:.16e}")] {
                    assert_eq!(
                        decimal(&text).map(f64::to_bits),
                        text.parse().ok().map(f64::to_bits),
                        "{text}"
                    );
                }
            }
        }
    }
}
