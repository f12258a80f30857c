//! Questions of the page that are answered in parts.

use crate::inspect::{Attributor, SentenceReader};

/// A question whose answer may take longer than a moment, as far as it is computed.
pub(super) enum Inquiry {
    Attribution(Attributor),
    Reading(SentenceReader),
    /// The way of the run to a step.
    Seek,
}
