//! The answers on the marked texts and on hostile ones, as they were last looked at. `cargo xtask test wasm-check` holds the
//! browser against the same file.
#![expect(
    clippy::unwrap_used,
    clippy::string_slice,
    clippy::indexing_slicing,
    clippy::as_conversions,
    clippy::cast_precision_loss,
    reason = "shared with other tests"
)]

#[path = "generator/mod.rs"]
mod generator;
#[path = "golden/mod.rs"]
mod golden;
#[path = "marked/mod.rs"]
mod marked;

use std::fmt::Write;

use privacy::Names;

/// Line breaks stand as `\n`, so that a text and its answer are one line each.
fn texts() -> Vec<String> {
    let own = marked::own().into_iter().map(|marked| marked.text);
    let made = generator::cases(7, 12).into_iter().map(|case| case.text);
    let hostile = [
        "",
        "😀 é 0475\u{200B}12 34 56 👨‍👩‍👧 E\u{301}va",
        "ＭＥＶＲＯＵＷ Peeters ８５.０７.３０-０３３.２８",
        "مرحبا ٠٤٧٥ ١٢ ٣٤ ٥٦ Київ",
        "İstanbul ẞ ﬁ ① K. K.",
    ];
    own.chain(made)
        .chain(hostile.into_iter().map(str::to_owned))
        .map(|text| text.replace('\n', "\\n"))
        .collect()
}

#[test]
fn the_server_answers_as_it_did() {
    let mut answers = String::new();
    for text in texts() {
        let answer = golden::answer(&text.replace("\\n", "\n"), Names::shipped());
        writeln!(answers, "{text}\n  {answer}").unwrap();
    }
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/answers.txt");
    if std::env::var_os("PRIVACY_GOLDEN").is_some() {
        std::fs::write(path, &answers).unwrap();
    }
    let stored = std::fs::read_to_string(path).unwrap_or_default();
    let differs = answers
        .lines()
        .zip(stored.lines())
        .find(|(now, then)| now != then);
    assert!(
        answers == stored,
        "renew with PRIVACY_GOLDEN=1 after looking at the difference: {differs:?}"
    );
}
