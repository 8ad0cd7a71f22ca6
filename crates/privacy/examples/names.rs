//! `cargo xtask names`: makes data/names.txt from the lists beside it, and from tables of Statbel where somebody has them.
//!
//! `--first-names FILE` and `--surnames FILE` (any number) are tables of Statbel's open data; names that at least
//! `--at-least N` people bear (default 5) join the lists.
#![expect(
    clippy::print_stdout,
    reason = "a program for developers: it says what it wrote"
)]

use std::error::Error;
use std::fs;

use privacy::{NameLists, statbel};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/data");

fn main() -> Result<(), Box<dyn Error>> {
    let mut lists = NameLists::default();
    lists.first_names(read("first_names.txt")?.lines());
    lists.surnames(read("surnames.txt")?.lines());
    let mut at_least = 5;
    let mut arguments = std::env::args().skip(1);
    while let Some(option) = arguments.next() {
        let value = arguments.next().ok_or("every option needs a value")?;
        let table = |at_least: u64| -> Result<Vec<String>, Box<dyn Error>> {
            let names = statbel(&fs::read_to_string(&value)?)?.into_iter();
            Ok(names
                .filter(|(_, people)| *people >= at_least)
                .map(|(name, _)| name)
                .collect())
        };
        match option.as_str() {
            "--at-least" => at_least = value.parse()?,
            "--first-names" => lists.first_names(table(at_least)?.iter().map(String::as_str)),
            "--surnames" => lists.surnames(table(at_least)?.iter().map(String::as_str)),
            _ => {
                return Err(
                    format!("{option} is none of --at-least, --first-names, --surnames").into(),
                );
            }
        }
    }
    lists.places(read("places.txt")?.lines());
    lists.words(read("words.txt")?.lines());
    lists.dictionary(text::dutch_words().iter());
    lists.dictionary(read("english_words.txt")?.lines());
    let file = lists.file();
    fs::write(format!("{FOLDER}/names.txt"), &file)?;
    println!(
        "data/names.txt: {} names, {} bytes",
        file.lines().count(),
        file.len()
    );
    Ok(())
}

fn read(name: &str) -> std::io::Result<String> {
    fs::read_to_string(format!("{FOLDER}/{name}"))
}
