//! Names over the texts that were written for this project: the bar of analysis.md.

#![expect(
    clippy::string_slice,
    clippy::indexing_slicing,
    clippy::as_conversions,
    clippy::cast_precision_loss,
    reason = "the marked texts are part of the test"
)]

mod marked;

use marked::{Score, own};
use privacy::{Names, Severity};

#[test]
fn names_in_texts_of_the_field_are_found() {
    let score = Score::of(&own(), Names::shipped(), Severity::Likely);
    assert!(score.gold >= 50);
    assert!(
        score.recall() >= 0.95 && score.precision() >= 0.9,
        "recall {:.3}, precision {:.3}: {:?}",
        score.recall(),
        score.precision(),
        score.examples
    );
}
