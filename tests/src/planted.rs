//! Unions whose figures add up, of any size and the same on every machine, and slips planted in
//! them: what explanations are measured on.

mod layout;
mod random;
mod slip;
mod trial;
mod union;

pub use layout::{LINES, Layout};
pub use random::Random;
pub use slip::{Kind, Planted, plant};
pub use trial::Tally;
pub use union::{Shape, Union};
