//! exp, tanh and sigmoid in f32, with the same bits on every machine. They have no branches, so that four numbers can be
//! computed at once. They are within 2 ulp of the exact value; NaN stays NaN.

use crate::number::{InParts, Number, ROUND};

const LOG2_E: f32 = std::f32::consts::LOG2_E;
/// ln 2 in two parts, the first of so few bits that multiples of it are exact.
const LN_2_HIGH: f32 = 0.693_359_4;
const LN_2_LOW: f32 = -2.121_944_4e-4;
const LN_2: f32 = std::f32::consts::LN_2;

/// e^x. Infinity above 88.73, 0 below -103.98.
/// Polynomial: S. Moshier, Cephes Mathematical Library, single precision, 1992.
pub struct Exp<N> {
    most: N,
    least: N,
    log2_e: N,
    round: N,
    ln_2: [N; 2],
    polynomial: [N; 6],
    one: N,
}

impl<N: Number> InParts<N> for Exp<N> {
    #[inline(always)]
    fn new(black_box: impl Fn(f32) -> f32) -> Self {
        let of = |value| N::splat(black_box(value));
        Self {
            most: of(89.0),
            least: of(-104.0),
            log2_e: of(LOG2_E),
            round: of(ROUND),
            ln_2: [of(LN_2_HIGH), of(LN_2_LOW)],
            polynomial: [
                of(1.987_569_1e-4),
                of(1.398_2e-3),
                of(8.333_452e-3),
                of(4.166_579_6e-2),
                of(0.166_666_65),
                of(0.5),
            ],
            one: of(1.0),
        }
    }

    /// e^r and [`ROUND`] + n, where x = n ln 2 + r with the smallest |r|.
    #[inline(always)]
    fn first(&self, x: N) -> (N, N) {
        let bounded = x.pmin(self.most).pmax(self.least);
        let shifted = bounded * self.log2_e + self.round;
        let whole = shifted - self.round;
        let r = bounded - whole * self.ln_2[0] - whole * self.ln_2[1];
        let [first, rest @ ..] = self.polynomial;
        let p = rest.into_iter().fold(first, |p, next| p * r + next);
        (p * (r * r) + r + self.one, shifted)
    }

    /// e^r times 2^n. The power is applied as two factors, which reaches subnormal results and infinity.
    #[inline(always)]
    fn second(&self, _x: N, y: N, shifted: N) -> N {
        let (a, b) = shifted.powers_of_two();
        y * a * b
    }
}

#[inline(always)]
pub fn exp<N: Number>(x: N) -> N {
    Exp::new(|constant| constant).apply(x)
}

/// Hyperbolic tangent. With x = n ln(2) / 2 + y, |y| <= ln(2) / 4, s = tanh(y) and w = 2^n, it is
/// (w - 1 + s (w + 1)) / (w + 1 + s (w - 1)). For n = 0 that is s itself, so no accuracy is lost near 0.
///
/// The polynomial for tanh(y) is close to minimax for its degree (relative error 6e-8). Its coefficients were then
/// adjusted among neighbouring f32 values until no result was more than 2 ulp off.
pub struct Tanh<N> {
    most: N,
    least: N,
    twice_log2_e: N,
    round: N,
    half_ln_2: N,
    polynomial: [N; 2],
    one: N,
}

impl<N: Number> InParts<N> for Tanh<N> {
    #[inline(always)]
    fn new(black_box: impl Fn(f32) -> f32) -> Self {
        let of = |value| N::splat(black_box(value));
        Self {
            // Beyond this the result rounds to 1.
            most: of(10.0),
            least: of(-10.0),
            twice_log2_e: of(2.0 * LOG2_E),
            round: of(ROUND),
            half_ln_2: of(0.5 * LN_2),
            polynomial: [of(0.131_068_72), of(-0.333_311_77)],
            one: of(1.0),
        }
    }

    /// s and 2^n.
    #[inline(always)]
    fn first(&self, x: N) -> (N, N) {
        let bounded = x.pmin(self.most).pmax(self.least);
        let shifted = bounded * self.twice_log2_e + self.round;
        let whole = shifted - self.round;
        let y = bounded - whole * self.half_ln_2;
        let square = y * y;
        let p = self.polynomial[0] * square + self.polynomial[1];
        (p * (square * y) + y, shifted.power_of_two(self.one))
    }

    #[inline(always)]
    fn second(&self, x: N, s: N, power: N) -> N {
        let (less, more) = (power - self.one, power + self.one);
        // For -0 the numerator is +0, so the sign has to be restored.
        ((s * more + less) / (s * less + more)).copysign(x)
    }
}

#[inline(always)]
pub fn tanh<N: Number>(x: N) -> N {
    Tanh::new(|constant| constant).apply(x)
}

/// 1 / (1 + e^-x).
pub struct Sigmoid<N>(Exp<N>);

impl<N: Number> InParts<N> for Sigmoid<N> {
    #[inline(always)]
    fn new(black_box: impl Fn(f32) -> f32) -> Self {
        Self(Exp::new(black_box))
    }

    #[inline(always)]
    fn first(&self, x: N) -> (N, N) {
        self.0.first(N::splat(0.0) - x)
    }

    #[inline(always)]
    fn second(&self, x: N, y: N, shifted: N) -> N {
        self.0.one / (self.0.one + self.0.second(x, y, shifted))
    }
}

#[inline(always)]
pub fn sigmoid<N: Number>(x: N) -> N {
    Sigmoid::new(|constant| constant).apply(x)
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
    use crate::vector::Vector;

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
        assert!(worst(0.1, 0.3, tanh, libm::tanh) <= 2);
    }

    /// Every 97th number there is, of both signs.
    #[test]
    fn exp_and_tanh_hold_over_all_numbers() {
        for bits in (0..=u32::MAX).step_by(97) {
            let x = f32::from_bits(bits);
            let (e, t) = (exp(x), tanh(x));
            if x.is_nan() {
                assert!(e.is_nan() && t.is_nan());
                continue;
            }
            assert!(ulps(t, libm::tanh(f64::from(x))) <= 2, "tanh({x:e}) = {t:e}");
            assert!(ulps(e, libm::exp(f64::from(x))) <= 2, "exp({x:e}) = {e:e}");
        }
    }

    #[test]
    fn four_at_a_time_have_the_bits_of_one() {
        for bits in (0..=u32::MAX).step_by(1_000_003) {
            let x = f32::from_bits(bits);
            let same =
                |four: Vector, one: f32| four.to_array().iter().all(|each| each.to_bits() == one.to_bits());
            if !x.is_nan() {
                assert!(
                    same(exp(Vector::splat(x)), exp(x)) && same(tanh(Vector::splat(x)), tanh(x)),
                    "{x:e}"
                );
                assert!(same(sigmoid(Vector::splat(x)), sigmoid(x)), "{x:e}");
            }
        }
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
