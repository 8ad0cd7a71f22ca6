//! `cargo xtask ux plain`: how easily the Dutch texts of each screen read, beside the aims of ux.md §11.
#![expect(clippy::print_stdout, reason = "prints figures")]

mod screens;

use std::process::ExitCode;

use text::plain::{EASY, LONGEST_SENTENCE};

fn main() -> ExitCode {
    let judged = match screens::judge() {
        Ok(judged) => judged,
        Err(error) => {
            println!("error: {error}");
            return ExitCode::FAILURE;
        }
    };
    println!("  screen                          sentences  words  a sentence  Douma (aim {EASY})");
    for (screen, reading) in &judged.screens {
        let length = f64::from(reading.words) / f64::from(reading.sentences);
        let score = reading.douma().unwrap_or_default();
        println!(
            "  {screen:<30} {:>10} {:>6} {length:>11.1} {score:>6.1}",
            reading.sentences, reading.words
        );
    }
    println!(
        "  {} texts; no sentence over {LONGEST_SENTENCE} words, no heavy word: {} findings",
        judged.texts,
        judged.findings.len()
    );
    for finding in &judged.findings {
        println!("    {finding}");
    }
    if judged.findings.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
