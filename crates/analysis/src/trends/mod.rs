//! Counts that rise above what was to be expected.
//!
//! Weekly counts of distinct providers. Two years and more are judged by [`farrington`], less by [`beginning`]; all of a
//! week together by [`judge_week`] and [`q_values`]; what is told by [`is_told`], and what it is made of by [`grown`].

mod beginning;
mod farrington;
mod growth;
mod judge;
mod model;
mod reference;
mod tails;
mod week;

pub use beginning::{Band, Beginning, Prior, Young, band, beginning};
pub use farrington::{Bound, Expectation, Settings, Silence, farrington};
pub use growth::{Part, grown};
pub use judge::{Judged, Method, TOGETHER, judge_week};
pub use week::{FALSE_DISCOVERY_RATE, FEWEST_ORGANISATIONS, FEWEST_PROVIDERS, is_told, q_values};
