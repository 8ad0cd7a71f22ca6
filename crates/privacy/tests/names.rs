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

#[test]
fn words_at_the_start_of_a_sentence_are_no_names() {
    let texts = [
        "Le service social ne répond plus au téléphone depuis trois semaines.",
        "La commune ferme le guichet. Le bus ne passe plus.",
        "Ik sprak met de moeder. Haar kind krijgt geen plaats.",
        "On en parle avec la maman. Première visite depuis un an.",
        "Ik vroeg het aan een collega. De wachtlijst is te lang.",
    ];
    for text in texts {
        let found: Vec<_> = privacy::detect(text, Names::shipped())
            .into_iter()
            .filter(|finding| finding.severity >= Severity::Likely)
            .collect();
        assert!(found.is_empty(), "{text}: {found:?}");
    }
    for text in [
        "Ik belde dr. Claes gisteren.",
        "Ik zag Mme. Leroy op straat.",
    ] {
        let found = privacy::detect(text, Names::shipped());
        assert!(!found.is_empty(), "{text}");
    }
}
