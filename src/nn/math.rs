//! exp, tanh and their like in f32, branch-free so that loops over lanes vectorise, and the same bits everywhere.
//! Within 2 ulp of the exact value; NaN stays NaN.
//! Polynomials: S. Moshier, Cephes Mathematical Library, single precision, 1992.

const LOG2_E: f32 = std::f32::consts::LOG2_E;
/// ln 2 in two parts: the first has few enough bits that multiples of it are exact.
const LN_2_HIGH: f32 = 0.693_359_4;
const LN_2_LOW: f32 = -2.121_944_4e-4;
/// Adding and subtracting this rounds an f32 of modest size to a whole number.
const ROUND: f32 = 12_582_912.0;

/// e^x. Infinity above 88.73, 0 below -103.98.
#[inline(always)]
pub fn exp(x: f32) -> f32 {
    let bounded = if x > 89.0 { 89.0 } else { x };
    let bounded = if bounded < -104.0 { -104.0 } else { bounded };
    let shifted = bounded * LOG2_E + ROUND;
    let whole = shifted - ROUND;
    let r = bounded - whole * LN_2_HIGH - whole * LN_2_LOW;
    let p = 1.987_569_1e-4;
    let p = p * r + 1.398_2e-3;
    let p = p * r + 8.333_452e-3;
    let p = p * r + 4.166_579_6e-2;
    let p = p * r + 0.166_666_65;
    let p = p * r + 0.5;
    let y = p * (r * r) + r + 1.0;
    // 2^whole in two factors, for results below the smallest normal number and up to infinity.
    let power = shifted.to_bits() as i32 - ROUND.to_bits() as i32;
    let half = power >> 1;
    y * power_of_two(half) * power_of_two(power - half)
}

/// 2^n for n in [-126, 127].
#[inline(always)]
fn power_of_two(n: i32) -> f32 {
    f32::from_bits(((n + 127) << 23) as u32)
}

/// Hyperbolic tangent.
#[inline(always)]
pub fn tanh(x: f32) -> f32 {
    let z = x * x;
    let p = -5.704_988_7e-3;
    let p = p * z + 2.063_908_8e-2;
    let p = p * z - 5.373_971_6e-2;
    let p = p * z + 0.133_314_42;
    let p = p * z - 0.333_332_8;
    let near = p * z * x + x;
    let size = x.abs();
    let far = 1.0 - 2.0 / (exp(size + size) + 1.0);
    (if size < 0.625 { near } else { far }).copysign(x)
}

/// 1 / (1 + e^-x).
#[inline(always)]
pub fn sigmoid(x: f32) -> f32 {
    1.0 / (1.0 + exp(-x))
}

/// ln(1 + e^x), without overflow.
#[inline]
pub fn softplus(x: f32) -> f32 {
    x.max(0.0) + libm::log1pf(exp(-x.abs())) + if x.is_nan() { x } else { 0.0 }
}

/// Natural logarithm.
#[inline]
pub fn ln(x: f32) -> f32 {
    libm::logf(x)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Distance from the f64 value rounded to f32, in units of its last place.
    fn ulps(got: f32, exact: f64) -> u32 {
        let want = exact as f32;
        if got == want { 0 } else { (got.to_bits() as i32).abs_diff(want.to_bits() as i32) }
    }

    fn worst(low: f32, high: f32, got: impl Fn(f32) -> f32, exact: impl Fn(f64) -> f64) -> u32 {
        let count = 400_000;
        (0..=count)
            .map(|i| low + (high - low) * i as f32 / count as f32)
            .map(|x| ulps(got(x), exact(f64::from(x))))
            .max()
            .unwrap_or(0)
    }

    #[test]
    fn exp_is_within_two_units_in_the_last_place() {
        assert!(worst(-103.9, 88.72, exp, libm::exp) <= 2);
        assert!(worst(-1.0, 1.0, exp, libm::exp) <= 2);
    }

    #[test]
    fn tanh_is_within_two_units_in_the_last_place() {
        assert!(worst(-12.0, 12.0, tanh, libm::tanh) <= 2);
        assert!(worst(-0.7, 0.7, tanh, libm::tanh) <= 2);
        assert!(worst(-1e-6, 1e-6, tanh, libm::tanh) <= 2);
    }

    #[test]
    fn the_ends_saturate_and_nan_stays() {
        assert_eq!(exp(f32::INFINITY), f32::INFINITY);
        assert_eq!(exp(89.5), f32::INFINITY);
        assert_eq!(exp(f32::NEG_INFINITY), 0.0);
        assert_eq!(exp(-200.0), 0.0);
        assert_eq!(exp(0.0), 1.0);
        assert_eq!(tanh(f32::INFINITY), 1.0);
        assert_eq!(tanh(f32::NEG_INFINITY), -1.0);
        assert_eq!(tanh(-0.0).to_bits(), (-0.0_f32).to_bits());
        assert_eq!(sigmoid(-200.0), 0.0);
        assert_eq!(sigmoid(200.0), 1.0);
        assert!(exp(f32::NAN).is_nan() && tanh(f32::NAN).is_nan() && sigmoid(f32::NAN).is_nan());
        assert!(softplus(f32::NAN).is_nan());
        assert_eq!(softplus(200.0), 200.0);
    }
}
