//! One example at a time: what the layers make of it, what in it mattered, what a sentence says word by word, and what
//! a unit can see at all.

mod attribution;
mod decode;
mod encode;
mod field;
mod forecast;
mod layers;
mod pre_activations;
mod reading;
mod trace;
mod update;

pub use attribution::{Attribution, Attributor};
pub use decode::decode;
pub use encode::{encode, encode_targets};
pub use field::{Field, receptive_field};
pub use forecast::forecast;
pub use layers::{LayerCodes, LayerValues, activations, codes};
pub use pre_activations::pre_activations;
pub use reading::{Reading, SentenceReader, State, Token};
pub use trace::{Chosen, StepTrace, WeightTrace, trace};
pub use update::{FilledLine, SlotChange, Update, WeightUpdate};
