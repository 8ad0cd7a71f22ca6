//! Recall and precision over generated cases (analysis.md, Bars).

#![expect(
    clippy::string_slice,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::as_conversions,
    clippy::cast_precision_loss,
    reason = "the generator is part of the test"
)]

mod generator;

use generator::{Case, Dice, KINDS, broken, cases, covers, disguised, everyday, is_checked};
use privacy::find;
use shared::codes::ClosedList;

const SEED: u64 = 20_261_123;
const CASES_PER_KIND: usize = 1_000;

#[test]
fn identifiers_are_found_and_ordinary_numbers_are_not() {
    let (mut found, mut wrong) = (0, Vec::new());
    let all = cases(SEED, CASES_PER_KIND);
    for (kind, _) in KINDS {
        let cases: Vec<&Case> = all.iter().filter(|case| case.kind == kind).collect();
        let mut missed = Vec::new();
        for case in &cases {
            let findings = find(&case.text);
            if findings.iter().any(|finding| covers(finding, case)) {
                found += 1;
            } else {
                missed.push(&case.text);
            }
            wrong.extend(
                findings
                    .iter()
                    .filter(|finding| !covers(finding, case))
                    .map(|finding| case.text[finding.start..finding.end].to_owned()),
            );
        }
        let recall = 1.0 - missed.len() as f64 / cases.len() as f64;
        assert!(
            recall >= 0.995,
            "{}: recall {recall}, for example {:?}",
            kind.code(),
            &missed[..missed.len().min(5)]
        );
    }
    let mut dice = Dice::of(SEED);
    for _ in 0..5_000 {
        let text = everyday(&mut dice);
        wrong.extend(
            find(&text)
                .iter()
                .map(|finding| text[finding.start..finding.end].to_owned()),
        );
    }
    let precision = found as f64 / (found + wrong.len()) as f64;
    assert!(
        precision >= 0.98,
        "precision {precision}, for example {:?}",
        &wrong[..wrong.len().min(20)]
    );
}

#[test]
fn no_hit_of_a_checked_kind_fails_its_check() {
    let cases = broken(SEED, 2_000)
        .into_iter()
        .chain(cases(SEED + 1, CASES_PER_KIND));
    for case in cases {
        for finding in find(&case.text) {
            let span = &case.text[finding.start..finding.end];
            assert!(is_checked(finding.kind, span), "{span} in {}", case.text);
        }
    }
}

#[test]
fn typography_hides_nothing() {
    let mut dice = Dice::of(SEED);
    for (kind, _) in KINDS {
        let cases: Vec<Case> = cases(SEED + 2, 500)
            .into_iter()
            .filter(|case| case.kind == kind)
            .collect();
        let is_found = |case: &&Case| {
            let span = &case.text[case.start..case.end];
            let text = format!("Zie: {}.", disguised(&mut dice, span));
            find(&text).iter().any(|finding| finding.kind == kind)
        };
        let found = cases.iter().filter(is_found).count();
        assert!(
            found * 1_000 >= cases.len() * 995,
            "{}: {found} of {}",
            kind.code(),
            cases.len()
        );
    }
}

#[test]
fn everyday_numbers_are_never_certain() {
    let mut dice = Dice::of(SEED + 3);
    for _ in 0..5_000 {
        let text = everyday(&mut dice);
        let found: Vec<&str> = find(&text)
            .iter()
            .map(|finding| &text[finding.start..finding.end])
            .collect();
        assert!(found.is_empty(), "{found:?} in {text}");
    }
}
