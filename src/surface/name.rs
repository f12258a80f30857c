//! The built-in surfaces, a row for each. The page has words about what each one shows.

use serde::{Deserialize, Serialize};

use crate::json;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub enum SurfaceName {
    Parabola,
    DoubleWell,
    Wiggly,
    Absolute,
    Plateau,
    Bowl,
    Valley,
    Saddle,
    MonkeySaddle,
    #[default]
    Beale,
    Rosenbrock,
    Himmelblau,
    Booth,
    ThreeHumpCamel,
    StyblinskiTang,
    Rastrigin,
    Ackley,
    Levi,
    GoldsteinPrice,
    Cliff,
    NoisyRavine,
    /// The user's own formula.
    Typed,
}

/// A parameter of a formula, as a slider.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ParameterRange {
    pub name: String,
    pub value: f64,
    pub low: f64,
    pub high: f64,
    /// Whether the slider is logarithmic.
    pub log: bool,
}

/// The data of a surface.
pub struct Row {
    pub formula: &'static str,
    /// Name, value, lowest and highest value, and whether the slider is logarithmic.
    parameters: &'static [(&'static str, f64, f64, f64, bool)],
    /// The domain, for each dimension.
    pub domain: &'static [[f64; 2]],
    pub start: &'static [f64],
    /// The global minima for these parameters.
    pub global_minima: &'static [&'static [f64]],
    /// A suitable learning rate for gradient descent.
    pub descent_rate: f64,
    /// A suitable learning rate for rules that choose the step size themselves.
    pub adaptive_rate: f64,
}

impl Row {
    pub fn parameters(&self) -> impl Iterator<Item = ParameterRange> {
        self.parameters.iter().map(|&(name, value, low, high, log)| ParameterRange {
            name: name.to_owned(),
            value,
            low,
            high,
            log,
        })
    }
}

const fn square(size: f64) -> [[f64; 2]; 2] {
    [[-size, size], [-size, size]]
}

const ORIGIN: &[&[f64]] = &[&[0.0, 0.0]];

impl SurfaceName {
    /// Every surface, the typed one last.
    pub fn all() -> Vec<Self> {
        json::all()
    }

    /// Source of the test functions and their minima: Surjanovic and Bingham, Virtual Library of Simulation
    /// Experiments, <https://www.sfu.ca/~ssurjano/optimization.html>
    pub fn row(self) -> Row {
        match self {
            Self::Parabola => Row {
                formula: "x^2",
                parameters: &[],
                domain: &[[-3.0, 3.0]],
                start: &[2.5],
                global_minima: &[&[0.0]],
                descent_rate: 0.1,
                adaptive_rate: 0.1,
            },
            Self::DoubleWell => Row {
                formula: "x^4/4 - x^2 + x/4",
                parameters: &[],
                domain: &[[-2.4, 2.4]],
                start: &[2.1],
                global_minima: &[&[-1.472_997_601_114_03]],
                descent_rate: 0.05,
                adaptive_rate: 0.05,
            },
            Self::Wiggly => Row {
                formula: "x^2/10 + sin(3x)",
                parameters: &[],
                domain: &[[-5.0, 5.0]],
                start: &[4.5],
                global_minima: &[&[-0.512_214_028_356_112_8]],
                descent_rate: 0.05,
                adaptive_rate: 0.1,
            },
            Self::Absolute => Row {
                formula: "abs(x)",
                parameters: &[],
                domain: &[[-3.0, 3.0]],
                start: &[2.5],
                global_minima: &[&[0.0]],
                descent_rate: 0.15,
                adaptive_rate: 0.1,
            },
            Self::Plateau => Row {
                formula: "1 - exp(-x^2)",
                parameters: &[],
                domain: &[[-4.0, 4.0]],
                start: &[2.5],
                global_minima: &[&[0.0]],
                descent_rate: 0.5,
                adaptive_rate: 0.05,
            },
            Self::Bowl => Row {
                formula: "x^2 + y^2",
                parameters: &[],
                domain: const { &square(3.0) },
                start: &[2.5, 2.0],
                global_minima: ORIGIN,
                descent_rate: 0.1,
                adaptive_rate: 0.1,
            },
            Self::Valley => Row {
                formula: "(x^2 + k*y^2)/2",
                parameters: &[("k", 30.0, 1.0, 1000.0, true)],
                domain: const { &square(4.0) },
                start: &[-3.5, 2.0],
                global_minima: ORIGIN,
                descent_rate: 0.06,
                adaptive_rate: 0.1,
            },
            Self::Saddle => Row {
                formula: "x^2 - y^2",
                parameters: &[],
                domain: const { &square(2.0) },
                start: &[-1.5, 0.001],
                global_minima: &[],
                descent_rate: 0.05,
                adaptive_rate: 0.03,
            },
            Self::MonkeySaddle => Row {
                formula: "x^3 - 3*x*y^2",
                parameters: &[],
                domain: const { &square(2.0) },
                start: &[1.6, 0.02],
                global_minima: &[],
                descent_rate: 0.02,
                adaptive_rate: 0.03,
            },
            Self::Beale => Row {
                formula: "(1.5 - x + x*y)^2 + (2.25 - x + x*y^2)^2 + (2.625 - x + x*y^3)^2",
                parameters: &[],
                domain: const { &square(4.5) },
                start: &[1.0, 1.5],
                global_minima: &[&[3.0, 0.5]],
                descent_rate: 0.01,
                adaptive_rate: 0.1,
            },
            Self::Rosenbrock => Row {
                formula: "(1 - x)^2 + b*(y - x^2)^2",
                parameters: &[("b", 100.0, 1.0, 500.0, true)],
                domain: &[[-2.0, 2.0], [-1.0, 3.0]],
                start: &[-1.2, 1.0],
                global_minima: &[&[1.0, 1.0]],
                descent_rate: 0.001,
                adaptive_rate: 0.05,
            },
            Self::Himmelblau => Row {
                formula: "(x^2 + y - 11)^2 + (x + y^2 - 7)^2",
                parameters: &[],
                domain: const { &square(6.0) },
                start: &[-0.5, -0.5],
                global_minima: &[
                    &[3.0, 2.0],
                    &[-2.805_118_086_952_745, 3.131_312_518_250_573],
                    &[-3.779_310_253_377_747, -3.283_185_991_286_169_4],
                    &[3.584_428_340_330_491_7, -1.848_126_526_964_403_6],
                ],
                descent_rate: 0.01,
                adaptive_rate: 0.1,
            },
            Self::Booth => Row {
                formula: "(x + 2y - 7)^2 + (2x + y - 5)^2",
                parameters: &[],
                domain: const { &square(10.0) },
                start: &[-8.0, 8.0],
                global_minima: &[&[1.0, 3.0]],
                descent_rate: 0.03,
                adaptive_rate: 0.3,
            },
            Self::ThreeHumpCamel => Row {
                formula: "2x^2 - 1.05x^4 + x^6/6 + x*y + y^2",
                parameters: &[],
                domain: const { &square(2.5) },
                start: &[2.2, 1.5],
                global_minima: ORIGIN,
                descent_rate: 0.02,
                adaptive_rate: 0.05,
            },
            Self::StyblinskiTang => Row {
                formula: "(x^4 - 16x^2 + 5x + y^4 - 16y^2 + 5y)/2",
                parameters: &[],
                domain: const { &square(5.0) },
                start: &[0.3, 4.5],
                global_minima: &[&[-2.903_534_027_771_178, -2.903_534_027_771_178]],
                descent_rate: 0.01,
                adaptive_rate: 0.1,
            },
            Self::Rastrigin => Row {
                formula: "2a + x^2 - a*cos(2pi*x) + y^2 - a*cos(2pi*y)",
                parameters: &[("a", 10.0, 0.0, 20.0, false)],
                domain: const { &square(5.12) },
                start: &[4.2, 3.3],
                global_minima: ORIGIN,
                descent_rate: 0.002,
                adaptive_rate: 0.1,
            },
            Self::Ackley => Row {
                formula: "20 + e - 20exp(-sqrt((x^2 + y^2)/2)/5) - exp((cos(2pi*x) + cos(2pi*y))/2)",
                parameters: &[],
                domain: const { &square(5.0) },
                start: &[3.4, -2.6],
                global_minima: ORIGIN,
                descent_rate: 0.02,
                adaptive_rate: 0.1,
            },
            Self::Levi => Row {
                formula: "sin(3pi*x)^2 + (x - 1)^2*(1 + sin(3pi*y)^2) + (y - 1)^2*(1 + sin(2pi*y)^2)",
                parameters: &[],
                domain: &[[-2.0, 4.0], [-2.0, 4.0]],
                start: &[-1.4, 3.3],
                global_minima: &[&[1.0, 1.0]],
                descent_rate: 0.003,
                adaptive_rate: 0.1,
            },
            Self::GoldsteinPrice => Row {
                formula: "(1 + (x + y + 1)^2*(19 - 14x + 3x^2 - 14y + 6x*y + 3y^2))\
                    *(30 + (2x - 3y)^2*(18 - 32x + 12x^2 + 48y - 36x*y + 27y^2))",
                parameters: &[],
                domain: const { &square(2.0) },
                start: &[-1.5, 0.5],
                global_minima: &[&[0.0, -1.0]],
                descent_rate: 1e-5,
                adaptive_rate: 0.05,
            },
            Self::Cliff => Row {
                formula: "(x^2 + y^2)/10 + h*sigmoid(12*(x - 1))",
                parameters: &[("h", 4.0, 0.0, 10.0, false)],
                domain: const { &square(4.0) },
                start: &[3.0, 2.5],
                global_minima: &[],
                descent_rate: 0.2,
                adaptive_rate: 0.1,
            },
            Self::NoisyRavine => Row {
                formula: "x^2/20 + 4y^2 + r*(sin(7x) + sin(9y + 1))",
                parameters: &[("r", 0.2, 0.0, 1.0, false)],
                domain: &[[-5.0, 5.0], [-2.5, 2.5]],
                start: &[-4.5, 1.5],
                global_minima: &[],
                descent_rate: 0.04,
                adaptive_rate: 0.1,
            },
            Self::Typed => Row {
                formula: "sin(x) + cos(y) + a*(x^2 + y^2)",
                parameters: &[("a", 0.05, 0.0, 1.0, false)],
                domain: const { &square(5.0) },
                start: &[3.5, 3.0],
                global_minima: &[],
                descent_rate: 0.1,
                adaptive_rate: 0.1,
            },
        }
    }
}
