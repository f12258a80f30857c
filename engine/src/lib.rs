//! The engine of Descent, and what it is written in: seeded randomness, tagged choices, errors that name a field.
//!
//! A package of its own so that it alone is compiled for speed; the rest of the page is compiled for size.

pub mod invalid;
pub mod nn;
pub mod random;
pub mod tagged;
