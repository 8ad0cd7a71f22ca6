//! Groups of participants who answer statements alike, from who agrees, disagrees or passes.
//!
//! The method and the numbers of the field (Small et al. 2021, doi:10.6035/recerca.5516): two principal components, k-means,
//! statements that are typical of a group, and what all groups agree on. [`find`] adds what a town hall needs: groups of a
//! decent size that survive other starts and other samples of participants, or the honest answer that there are none.
//!
//! | Step | Where |
//! |---|---|
//! | who said what | [`Ballots`] |
//! | where participants and statements stand | [`plane`] |
//! | groups of points, and how apart they are | [`cut`], [`silhouettes`] |
//! | what a group says more than the others | [`compare`], [`typical`] |
//! | what all say | [`consensus`], [`in_every_group`] |
//! | what to ask next | [`priorities`] |
//! | whether it holds | [`Stability`] |

mod ballots;
mod consensus;
mod cut;
mod dice;
mod eigen;
mod find;
mod plane;
mod priority;
mod silhouette;
mod stability;
mod statistics;
mod typical;

pub use ballots::{Ballots, Counts, Vote};
pub use consensus::{Agreed, Consensus, consensus, in_every_group};
pub use cut::{Cut, cut, leftmost};
pub use find::{Group, Groups, NoGroups, Opinions, Settings, find};
pub use plane::{Plane, Point, places, plane};
pub use priority::{Priority, priorities};
pub use silhouette::silhouettes;
pub use stability::{Stability, rand_index};
pub use statistics::{Compared, Direction, Side, compare};
pub use typical::{Typical, typical};
