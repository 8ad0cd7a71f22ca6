//! Every Dutch text of the product reads easily (ux.md §11); `cargo xtask ux plain` prints the scores.

#[path = "../examples/plain/screens.rs"]
mod screens;

use std::collections::BTreeMap;

#[test]
fn no_dutch_text_is_hard_to_read() {
    let judged = screens::judge().expect("the texts are there");
    assert!(judged.texts > 1_000 && judged.screens.len() > 10);
    assert_eq!(judged.findings, Vec::<String>::new());
}

#[test]
fn a_text_of_an_office_is_found() {
    let text = "Gelieve de verwerkingsverantwoordelijke voorafgaandelijk schriftelijk in kennis te stellen.";
    let texts = BTreeMap::from([
        ("audit.hint".to_owned(), text.to_owned()),
        ("nowhere.title".to_owned(), "Titel".to_owned()),
    ]);
    let found = screens::judge_texts(&texts).findings;
    assert_eq!(found.len(), 3, "{found:?}");
}
