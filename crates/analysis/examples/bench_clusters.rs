//! `cargo xtask bench clusters [--data DIR] [--model FOLDER] [--seed N] [--count N]`: how well groups agree with what people
//! said, how long they take, and whether they stay.
//!
//! The texts stay outside the project (decisions.md 41): a folder of TSV files, each line a label and a text; files that
//! differ only in `_train`, `_dev`, `_test` are one set. Vectors are kept in the folder for temporary files.
#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::as_conversions,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "a program for developers: it prints figures and stops where it cannot go on"
)]

#[path = "support/kept.rs"]
mod kept;
#[path = "support/source.rs"]
mod source;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use analysis::clusters::{Edits, Groups, MIDDLE, Yesterday, ZOOMS, group};
use analysis::embed::{Embedder, Encoder, Hashed, ModelFolder};
use analysis::tagging;

use kept::Kept;
use source::{Dice, SIGNALS, Source, processor_ms};

const LEAST_COVERED: f64 = 0.9;
const LEAST_SIB: f64 = 0.43;
const LEAST_SHORT: f64 = 0.75;
const LEAST_STABLE: f64 = 0.95;
const MOST_SECONDS: f64 = 10.0;
/// Sets of shorter texts on average are questions and orders to a machine, each of one intent.
const SHORT_WORDS: f64 = 15.0;
/// Samples of a size of which the mean is told.
const DRAWS: u64 = 5;
const SIZES: [usize; 3] = [30, 150, 600];

fn main() {
    let mut data = "../shared/data/eval".to_owned();
    let mut examples = concat!(env!("CARGO_MANIFEST_DIR"), "/data/examples.tsv").to_owned();
    let (mut model, mut seed, mut count) = (None, 1, 17_000);
    let mut arguments = std::env::args().skip(1);
    while let Some(option) = arguments.next() {
        let given = arguments.next().unwrap_or_default();
        match option.as_str() {
            "--data" => data = given,
            "--model" => model = Some(given),
            "--examples" => examples = given,
            "--seed" => seed = given.parse().unwrap(),
            "--count" => count = given.parse().unwrap(),
            _ => {
                println!("{option} is none of --data, --model, --examples, --seed, --count");
                std::process::exit(2);
            }
        }
    }
    let mut sets = sets(&data);
    if sets.is_empty() {
        println!("no TSV file with labels and texts in {data}: give the folder with --data DIR");
        std::process::exit(2);
    }
    let encoder = model.map(|folder| {
        let read = |name| std::fs::read(Path::new(&folder).join(name));
        let encoder = ModelFolder::gather(read).and_then(Encoder::load);
        encoder.unwrap_or_else(|error| {
            println!("{folder}: {error}; give the folder that `cargo xtask models` makes with --model FOLDER");
            std::process::exit(2);
        })
    });
    if encoder.is_none() {
        println!("without --model FOLDER vectors are of words only: no figure of E5 below");
    }
    let kept = encoder.as_ref().map(Kept);
    let embedder: &dyn Embedder = kept.as_ref().map_or(&Hashed, |kept| kept);
    let mut shipped = shipped(&examples);
    for set in sets.iter_mut().chain(&mut shipped) {
        let texts: Vec<&str> = set.texts.iter().map(String::as_str).collect();
        set.vectors = embedder.embed(&texts);
    }
    println!("figure | found | target | peer");
    let mut bench = Bench { missed: 0 };
    for set in &sets {
        bench.agreement(set);
    }
    for set in &sets {
        bench.stability(set, seed);
    }
    bench.speed(count, seed);
    println!(
        "Leiden's modularity | 0.993 to 1.000 of leidenalg's (test groups_are_as_good_as_those_of_leidenalg) | 0.99 | leidenalg 0.12.0"
    );
    println!(
        "edits | hold in every run (test what_people_decided_holds_at_every_zoom) | 100 % | none has it"
    );
    println!(
        "\nAn authority with so many signals (seed {seed}, means of {DRAWS} draws): groups | signals in them | ARI | purity | loose, at the three zooms"
    );
    for set in shipped.iter().chain(&sets) {
        small(set, seed);
    }
    std::process::exit(i32::from(bench.missed > 0));
}

struct Set {
    name: String,
    labels: Vec<usize>,
    texts: Vec<String>,
    vectors: Vec<Vec<f32>>,
}

impl Set {
    fn of(name: &str, lines: Vec<(String, String)>) -> Self {
        let names: BTreeSet<&String> = lines.iter().map(|(label, _)| label).collect();
        let place = |label: &String| names.iter().position(|name| *name == label).unwrap();
        Self {
            name: name.to_owned(),
            labels: lines.iter().map(|(label, _)| place(label)).collect(),
            vectors: Vec::new(),
            texts: lines.into_iter().map(|(_, text)| text).collect(),
        }
    }

    /// Some of it, in a new order.
    fn part(&self, own: &[usize]) -> Self {
        Self {
            name: self.name.clone(),
            labels: own.iter().map(|signal| self.labels[*signal]).collect(),
            texts: own
                .iter()
                .map(|signal| self.texts[*signal].clone())
                .collect(),
            vectors: own
                .iter()
                .map(|signal| self.vectors[*signal].clone())
                .collect(),
        }
    }

    /// Every text from somebody else: the sets do not tell.
    fn groups(&self, yesterday: Option<&Yesterday<'_>>) -> Groups {
        let providers: Vec<usize> = (0..self.labels.len()).collect();
        group(&self.vectors, &providers, &Edits::default(), yesterday)
    }

    fn words(&self) -> f64 {
        let words: usize = self
            .texts
            .iter()
            .map(|text| text.split_whitespace().count())
            .sum();
        words as f64 / self.texts.len() as f64
    }

    fn shuffled(&self, seed: u64) -> Vec<usize> {
        let mut dice = Dice(seed);
        let mut order: Vec<usize> = (0..self.labels.len()).collect();
        for last in (1..order.len()).rev() {
            order.swap(last, (dice.bits() % (last as u64 + 1)) as usize);
        }
        order
    }
}

fn sets(folder: &str) -> Vec<Set> {
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|extension| extension == "tsv"))
        .collect();
    files.sort();
    let mut lines: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
    for file in files {
        let stem = file.file_stem().unwrap().to_string_lossy().into_owned();
        let parts = ["_train", "_dev", "_test"];
        let name = parts
            .iter()
            .find_map(|part| stem.strip_suffix(part))
            .unwrap_or(&stem);
        let own = lines.entry(name.to_owned()).or_default();
        let text = std::fs::read_to_string(&file).unwrap();
        own.extend(
            text.lines()
                .filter_map(|line| line.split_once('\t'))
                .filter(|(label, _)| !["label", "category"].contains(label))
                .map(|(label, text)| (label.to_owned(), text.to_owned())),
        );
    }
    lines.retain(|_, lines| !lines.is_empty());
    lines
        .into_iter()
        .map(|(name, lines)| Set::of(&name, lines))
        .collect()
}

/// The Dutch examples that ship, by their first theme. No two of them are about the same thing: whoever wrote them
/// wanted all of a theme.
fn shipped(file: &str) -> Option<Set> {
    let text = std::fs::read_to_string(file).ok()?;
    let written = tagging::written(&text).ok()?;
    let lines = written.iter().filter_map(|example| {
        let theme = example
            .labels
            .iter()
            .find(|label| label.head == tagging::Head::Theme)?;
        let is_dutch = example.language == shared::codes::Language::Nl;
        is_dutch.then(|| (theme.code.clone(), example.text.to_owned()))
    });
    Some(Set::of("shipped examples", lines.collect()))
}

struct Bench {
    missed: usize,
}

impl Bench {
    fn row(&mut self, figure: &str, found: &str, target: &str, peer: &str, is_met: Option<bool>) {
        let word = match is_met {
            Some(true) => ": met",
            Some(false) => ": MISSED",
            None => "",
        };
        self.missed += usize::from(is_met == Some(false));
        println!("{figure} | {found} | {target}{word} | {peer}");
    }

    fn agreement(&mut self, set: &Set) {
        let groups = set.groups(None);
        for (zoom, share) in ZOOMS.iter().enumerate() {
            let judged = Judged::of(&groups.zooms[zoom], &set.labels);
            let found = format!(
                "ARI {:.3} of {:.3} covered ({:.3} with loose ones alone), purity {:.3}, {} groups, resolution {:.2}",
                judged.ari,
                judged.covered,
                judged.strict,
                judged.purity,
                judged.groups,
                share * groups.resolution
            );
            let figure = format!(
                "{}, {} texts, {} labels, zoom {share}",
                set.name,
                set.texts.len(),
                set.labels.iter().max().unwrap() + 1
            );
            let is_dutch_sib = set.name == "sib200_nld";
            let least = if is_dutch_sib {
                Some(LEAST_SIB)
            } else if set.words() <= SHORT_WORDS {
                Some(LEAST_SHORT)
            } else {
                None
            };
            match least.filter(|_| zoom == MIDDLE) {
                Some(least) => self.row(
                    &figure,
                    &found,
                    &format!("{least} at {LEAST_COVERED} covered"),
                    if is_dutch_sib {
                        "BERTopic .317, 20 to 35 % left out"
                    } else {
                        ""
                    },
                    Some(judged.ari >= least && judged.covered >= LEAST_COVERED),
                ),
                None => self.row(&figure, &found, "", "", None),
            }
        }
        self.row(
            &format!("{}, contradictions without edits", set.name),
            &groups.contradictions.len().to_string(),
            "0",
            "",
            Some(groups.contradictions.is_empty()),
        );
    }

    fn stability(&mut self, set: &Set, seed: u64) {
        let order = set.shuffled(seed);
        let set = set.part(&order);
        let fewer = set.texts.len() * 100 / 101;
        let before = set.part(&(0..fewer).collect::<Vec<_>>()).groups(None);
        let twice = set.groups(None) == set.groups(None);
        let yesterday = Yesterday {
            resolution: before.resolution,
            groups: std::array::from_fn(|zoom| before.zooms[zoom].as_slice()),
        };
        let after = set.groups(Some(&yesterday));
        let kept: Vec<f64> = (0..ZOOMS.len())
            .map(|zoom| {
                ari(
                    &alone(&before.zooms[zoom]),
                    &alone(&after.zooms[zoom][..fewer]),
                )
            })
            .collect();
        self.row(
            &format!("{}, identical twice", set.name),
            &twice.to_string(),
            "true",
            "UMAP-based: varies",
            Some(twice),
        );
        self.row(
            &format!("{}, 1 % more signals, agreement with yesterday", set.name),
            &format!(
                "ARI {:.3} (zooms {:.3}, {:.3})",
                kept[MIDDLE], kept[0], kept[2]
            ),
            &LEAST_STABLE.to_string(),
            "UMAP-based: varies",
            Some(kept[MIDDLE] >= LEAST_STABLE),
        );
    }

    fn speed(&mut self, count: usize, seed: u64) {
        let source = Source { seed };
        let vectors: Vec<Vec<f32>> = (0..count)
            .map(|index| source.signal(&source.problem(index / SIGNALS), index))
            .collect();
        let problems: Vec<usize> = (0..count).map(|index| index / SIGNALS).collect();
        let providers: Vec<usize> = (0..count).collect();
        let start = processor_ms();
        let groups = group(&vectors, &providers, &Edits::default(), None);
        let seconds = (processor_ms() - start) / 1e3;
        let judged = Judged::of(&groups.zooms[MIDDLE], &problems);
        self.row(
            &format!("{count} texts, all three zooms, embedding apart (made vectors, seed {seed})"),
            &format!(
                "{seconds:.1} CPU-s, {} groups, ARI {:.3} with the problems made",
                judged.groups, judged.ari
            ),
            &format!("{MOST_SECONDS} CPU-s"),
            "BERTopic 57 CPU-s",
            Some(seconds <= MOST_SECONDS),
        );
    }
}

fn small(set: &Set, seed: u64) {
    for size in SIZES.into_iter().filter(|size| *size <= set.texts.len()) {
        let mut told = Vec::new();
        for zoom in 0..ZOOMS.len() {
            let mut sums = [0.0; 4];
            for draw in 0..DRAWS {
                let order = set.shuffled(1_000 * seed + draw);
                let part = set.part(&order[..size]);
                let judged = Judged::of(&part.groups(None).zooms[zoom], &part.labels);
                let figures = [
                    judged.groups as f64,
                    judged.covered,
                    judged.ari,
                    judged.purity,
                ];
                for (sum, figure) in sums.iter_mut().zip(figures) {
                    *sum += figure / DRAWS as f64;
                }
            }
            told.push(format!(
                "{:.1} | {:.2} | {:.3} | {:.2} | {:.2}",
                sums[0],
                sums[1],
                sums[2],
                sums[3],
                1.0 - sums[1]
            ));
        }
        println!("{}, {size} signals || {}", set.name, told.join(" || "));
    }
}

struct Judged {
    groups: usize,
    covered: f64,
    /// Of those in a group.
    ari: f64,
    /// Of all, each loose one a group of its own.
    strict: f64,
    /// Share of those in a group whose label is the most frequent there.
    purity: f64,
}

impl Judged {
    fn of(groups: &[Option<usize>], labels: &[usize]) -> Self {
        let pairs = groups.iter().zip(labels);
        let (own, said): (Vec<usize>, Vec<usize>) = pairs
            .filter_map(|(group, label)| Some(((*group)?, *label)))
            .unzip();
        let mut times: BTreeMap<usize, BTreeMap<usize, usize>> = BTreeMap::new();
        for (group, label) in own.iter().zip(&said) {
            *times.entry(*group).or_default().entry(*label).or_default() += 1;
        }
        let most: usize = times
            .values()
            .filter_map(|labels| labels.values().max())
            .sum();
        Self {
            groups: times.len(),
            covered: own.len() as f64 / labels.len().max(1) as f64,
            ari: ari(&own, &said),
            strict: ari(&alone(groups), labels),
            purity: most as f64 / own.len().max(1) as f64,
        }
    }
}

/// Each loose one a group of its own.
fn alone(groups: &[Option<usize>]) -> Vec<usize> {
    let own = |(signal, group): (usize, &Option<usize>)| group.unwrap_or(groups.len() + signal);
    groups.iter().enumerate().map(own).collect()
}

/// Adjusted Rand index (Hubert and Arabie 1985, doi:10.1007/BF01908075); 0 where it says nothing.
fn ari(ones: &[usize], others: &[usize]) -> f64 {
    let pairs = |key: &dyn Fn(usize) -> (usize, usize)| {
        let mut counts: BTreeMap<(usize, usize), f64> = BTreeMap::new();
        for signal in 0..ones.len() {
            *counts.entry(key(signal)).or_insert(0.0) += 1.0;
        }
        counts
            .values()
            .map(|count| count * (count - 1.0) / 2.0)
            .sum::<f64>()
    };
    let both = pairs(&|signal| (ones[signal], others[signal]));
    let (left, right) = (
        pairs(&|signal| (ones[signal], 0)),
        pairs(&|signal| (0, others[signal])),
    );
    let chance = left * right / pairs(&|_| (0, 0)).max(1.0);
    let found = (both - chance) / (f64::midpoint(left, right) - chance);
    if found.is_finite() { found } else { 0.0 }
}
