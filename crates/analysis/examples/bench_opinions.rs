//! `cargo xtask bench opinions [--data DIR] [--seed N]`: six public conversations held against the reference, how long the
//! largest takes with everything, and whether their groups hold.
//!
//! Their votes stay outside the project (decisions.md 41).
#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a program for developers: it prints figures and stops where it cannot go on"
)]

#[path = "../tests/support/reference.rs"]
mod reference;

use std::path::PathBuf;
use std::time::Instant;

use analysis::opinions::{Ballots, NoGroups, Settings, Stability, find};
use reference::Conversation;

/// Issue 6: the largest conversation.
const LONGEST_MS: f64 = 200.0;
const RUNS: usize = 7;

fn main() {
    let (mut data, mut seed) = ("../shared/data".to_owned(), 1);
    let mut arguments = std::env::args().skip(1);
    while let Some(option) = arguments.next() {
        let value = arguments.next().unwrap_or_default();
        match option.as_str() {
            "--data" => data = value,
            "--seed" => seed = value.parse().unwrap(),
            _ => {
                println!("{option} is none of --data, --seed");
                std::process::exit(2);
            }
        }
    }
    let conversations = conversations(&data);
    if conversations.is_empty() {
        println!("no opinion-groups in {data}: give the folder with --data DIR");
        std::process::exit(1);
    }
    let mut passed = true;
    for folder in conversations {
        passed &= judge(&folder, seed);
    }
    std::process::exit(i32::from(!passed));
}

fn conversations(data: &str) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(format!("{data}/opinion-groups")) else {
        return Vec::new();
    };
    let mut folders: Vec<PathBuf> = entries
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.join("expected.json").exists())
        .collect();
    folders.sort();
    folders
}

fn judge(folder: &std::path::Path, seed: u64) -> bool {
    let text = |name: &str| std::fs::read_to_string(folder.join(name)).unwrap();
    let conversation = Conversation::read(&text("votes.csv"), &text("expected.json"));
    let ballots = &conversation.ballots;
    println!(
        "{}: {} participants, {} statements",
        folder.file_name().unwrap().display(),
        ballots.participants(),
        ballots.statements(),
    );
    if conversation.is_approximate() {
        println!(
            "  the reference is approximate here: statements are compared on its axes, participants to 2e-4 of a unit, groups from its points"
        );
    }
    let mut is_equal = true;
    for one in conversation.differences() {
        let verdict = if one.is_equal() { "equal" } else { "DIFFERS" };
        println!(
            "  {verdict:7}  {:36} {:6} numbers, off by {:.1e} at most ({:.0e})",
            one.what, one.numbers, one.largest, one.allowed
        );
        is_equal &= one.is_equal();
    }
    let longest_ms = groups(ballots, seed);
    is_equal && longest_ms <= LONGEST_MS
}

/// Prints what we would tell; median time of everything, in milliseconds.
fn groups(ballots: &Ballots, seed: u64) -> f64 {
    let mut times: Vec<f64> = Vec::new();
    let mut answers = Vec::new();
    for _ in 0..RUNS {
        let start = Instant::now();
        answers.push(find(ballots, &Settings::default(), seed));
        times.push(start.elapsed().as_secs_f64() * 1e3);
    }
    times.sort_by(f64::total_cmp);
    let median = times[RUNS / 2];
    assert!(
        answers.iter().all(|answer| *answer == answers[0]),
        "the same seed, another answer"
    );
    let told = match &answers[0].groups {
        Ok(groups) => {
            let sizes: Vec<usize> = groups
                .groups
                .iter()
                .map(|group| group.participants.len())
                .collect();
            format!(
                "groups of {sizes:?}, silhouette {:.3}, {}",
                groups.silhouette,
                steady(&groups.stability)
            )
        }
        Err(NoGroups::Unstable {
            groups,
            silhouette,
            stability,
        }) => format!(
            "no stable groups ({groups} with silhouette {silhouette:.3}: {})",
            steady(stability)
        ),
        Err(reason) => format!("no stable groups: {reason:?}"),
    };
    println!("  own answer: {told}");
    println!(
        "  {median:.1} ms (median of {RUNS}, {:.1} to {:.1}; aim {LONGEST_MS:.0})",
        times[0],
        times[RUNS - 1]
    );
    median
}

fn steady(stability: &Stability) -> String {
    let samples: Vec<String> = stability
        .samples
        .iter()
        .map(|share| format!("{share:.2}"))
        .collect();
    format!(
        "restarts alike {:.2}, found again in samples {}",
        stability.restarts,
        samples.join(", ")
    )
}
