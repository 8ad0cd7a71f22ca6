//! `cargo xtask bench tagging [--data DIR] [--model FOLDER]`: how often the first proposal is right, on SIB-200 in Dutch, and
//! what the words of certainty are worth.
//!
//! The texts stay outside the project (decisions.md 41): a folder with `sib200_nld_train.tsv` and `sib200_nld_test.tsv`, each
//! line a label and a text. The folder of the model has `e5-small-q4.bin`; without it, only what needs no model is
//! measured. Vectors of the model are kept in the folder for temporary files.
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

use std::path::Path;
use std::time::Instant;

use analysis::embed::{Embedder, Encoder, Hashed, ModelFolder};
use analysis::tagging::{
    self, Certainty, Concept, Example, Features, Head, Label, Proposal, Tagger,
};
use analysis::vectors::Mean;
use shared::taxonomy::Taxonomy;

use kept::Kept;

const AIM: f64 = 0.885;
/// Measured on the same machine type by the peers' own tools (analysis.md).
const PEERS: [(&str, &str); 2] = [
    ("TF-IDF and logistic regression", ".691"),
    ("E5 and logistic regression", ".877"),
];
const DRAWS: u64 = 5;

struct Line {
    label: String,
    text: String,
}

fn main() {
    let (mut data, mut model, mut folds) = ("../shared/data/eval".to_owned(), None, false);
    let mut shipped = concat!(env!("CARGO_MANIFEST_DIR"), "/data").to_owned();
    let mut arguments = std::env::args().skip(1);
    while let Some(option) = arguments.next() {
        match option.as_str() {
            "--data" => data = arguments.next().unwrap_or_default(),
            "--model" => model = arguments.next(),
            "--shipped" => shipped = arguments.next().unwrap_or_default(),
            // For choosing constants: the train part judged by itself, the test part not looked at.
            "--folds" => folds = true,
            _ => {
                println!("{option} is none of --data, --model, --shipped, --folds");
                std::process::exit(2);
            }
        }
    }
    let (Some(train), Some(test)) = (lines(&data, "train"), lines(&data, "test")) else {
        println!(
            "no sib200_nld_train.tsv and sib200_nld_test.tsv in {data}: give the folder with --data DIR"
        );
        std::process::exit(2);
    };
    let mut labels: Vec<String> = train.iter().map(|line| line.label.clone()).collect();
    labels.sort();
    labels.dedup();
    let hashed = Bench::new(&Hashed, &labels, &train, &test);
    let encoder = model.as_ref().map(|folder| {
        let read = |name| std::fs::read(Path::new(folder).join(name));
        let encoder = ModelFolder::gather(read).and_then(Encoder::load);
        encoder.unwrap_or_else(|error| {
            println!("{folder}: {error}; give the folder that `cargo xtask models` makes with --model FOLDER");
            std::process::exit(2);
        })
    });
    let e5 = encoder
        .as_ref()
        .map(|encoder| Bench::new(&Kept(encoder), &labels, &train, &test));
    if folds {
        for (name, bench) in [("Hashed", Some(&hashed)), ("E5", e5.as_ref())] {
            if let Some(bench) = bench {
                println!("{name}: five folds of train {:.4}", bench.folds());
            }
        }
        return;
    }
    written(&Hashed, "words only", &shipped);
    if let Some(encoder) = &encoder {
        written(&Kept(encoder), "E5", &shipped);
    }
    println!(
        "SIB-200 in Dutch: {} labels, {} train, {} test; the surest proposal is right (95 % interval)",
        labels.len(),
        train.len(),
        test.len()
    );
    for (name, share) in PEERS {
        println!("  peer: {name:38} {share}");
    }
    hashed.whole("ours, words only (no model)");
    let passed = e5.is_some_and(|bench| {
        let share = bench.whole("ours with E5");
        println!("  aim {AIM}");
        bench.few();
        share >= AIM
    });
    if model.is_none() {
        println!("without --model FOLDER nothing with E5 is measured");
    }
    std::process::exit(i32::from(!passed && model.is_some()));
}

fn lines(data: &str, part: &str) -> Option<Vec<Line>> {
    let text = std::fs::read_to_string(format!("{data}/sib200_nld_{part}.tsv")).ok()?;
    let line = |line: &str| {
        let (label, text) = line.split_once('\t')?;
        Some(Line {
            label: label.to_owned(),
            text: text.to_owned(),
        })
    };
    Some(
        text.lines()
            .filter_map(line)
            .filter(|line| line.label != "category" && line.label != "label")
            .collect(),
    )
}

/// The examples that ship, a fifth of them judged by what the others teach: what a new authority sees.
fn written(embedder: &dyn Embedder, name: &str, folder: &str) {
    let read = |file: &str| std::fs::read_to_string(format!("{folder}/{file}")).ok();
    let (Some(meanings), Some(examples)) = (read("meanings.json"), read("examples.tsv")) else {
        println!("no meanings.json and examples.tsv in {folder}: what ships is not measured");
        return;
    };
    let taxonomy: Taxonomy = serde_json::from_str(shared::taxonomy::DEFAULT).unwrap();
    let described = tagging::descriptions(&taxonomy, &meanings).unwrap();
    let examples = tagging::written(&examples).unwrap();
    let texts: Vec<&str> = examples.iter().map(|example| example.text).collect();
    let vectors = embedder.embed(&texts);
    let meaning: Vec<&str> = described
        .iter()
        .flat_map(|description| &description.texts)
        .map(String::as_str)
        .collect();
    let meaning = embedder.embed(&meaning);
    let mean = Mean::of(embedder.dim(), vectors.iter().map(Vec::as_slice));
    let mut meaning = meaning.iter().map(|vector| mean.centred(vector));
    let concepts: Vec<Concept> = described
        .into_iter()
        .map(|description| {
            let own = meaning.by_ref().take(description.texts.len()).collect();
            description.concept(own)
        })
        .collect();
    let examples: Vec<(&str, Example)> = examples
        .into_iter()
        .zip(&vectors)
        .map(|(written, vector)| {
            let features = Features::of(written.text, &mean.centred(vector));
            (written.text, written.example(features, &concepts))
        })
        .collect();
    println!(
        "{} written examples, {} codes, {name}",
        examples.len(),
        concepts.len()
    );
    let nothing = Tagger::new(&concepts, None);
    let all: Vec<Vec<Proposal>> = examples
        .iter()
        .map(|(text, example)| nothing.propose(&example.features, text))
        .collect();
    tell("what the taxonomy says", &examples, &all);
    let start = Instant::now();
    let mut all = vec![Vec::new(); examples.len()];
    let mut best = [(0_usize, 0_usize); 4];
    for fold in 0..5 {
        let mut tagger = Tagger::new(&concepts, None);
        let own = |number: &usize| number % 5 == fold;
        let train: Vec<Example> = examples
            .iter()
            .enumerate()
            .filter(|(number, _)| !own(number))
            .map(|(_, (_, example))| example.clone())
            .collect();
        tagger.train(&train);
        for number in (0..examples.len()).filter(own) {
            let (text, example) = &examples[number];
            all[number] = tagger.propose(&example.features, text);
            let shares = tagger.confidences(&example.features);
            for (head, best) in Head::ALL.into_iter().zip(&mut best) {
                let own = (0..concepts.len())
                    .rev()
                    .filter(|place| concepts[*place].label.head == head);
                let first = own.max_by(|one, other| shares[*one].total_cmp(&shares[*other]));
                if example.yes.iter().any(|label| label.head == head) {
                    best.1 += 1;
                    best.0 += usize::from(
                        first.is_some_and(|first| example.yes.contains(&concepts[first].label)),
                    );
                }
            }
        }
    }
    tell("taught by the others", &examples, &all);
    for (head, (right, all)) in Head::ALL.into_iter().zip(best) {
        println!(
            "    {head:?}: the surest is right, said or not: {:.3} of {all}",
            right as f64 / all.max(1) as f64
        );
    }
    println!("    {:.1} s", start.elapsed().as_secs_f64());
}

fn tell(what: &str, examples: &[(&str, Example)], all: &[Vec<Proposal>]) {
    println!("  {what}");
    for head in Head::ALL {
        let (mut wanted, mut said, mut right) = (0, 0, 0);
        let (mut first, mut with) = (0, 0);
        let mut words = [(0, 0); 3];
        for ((_, example), proposals) in examples.iter().zip(all) {
            let yes: Vec<&Label> = example
                .yes
                .iter()
                .filter(|label| label.head == head)
                .collect();
            let own: Vec<&Proposal> = proposals
                .iter()
                .filter(|proposal| proposal.label.head == head)
                .collect();
            with += usize::from(!yes.is_empty());
            first += usize::from(
                own.first()
                    .is_some_and(|proposal| yes.contains(&&proposal.label)),
            );
            wanted += yes.len();
            said += own.len();
            for proposal in own {
                let is_right = yes.contains(&&proposal.label);
                right += usize::from(is_right);
                let word = &mut words[proposal.certainty as usize];
                word.0 += 1;
                word.1 += usize::from(is_right);
            }
        }
        let share = |part: usize, of: usize| 100.0 * part as f64 / of.max(1) as f64;
        let word = |(said, right): (usize, usize)| format!("{:.0} % of {said}", share(right, said));
        println!(
            "    {head:?}: first right {:.0} % of {with}; found {:.0} %, right {:.0} % of {said} said; sure {}, likely {}, doubt {}",
            share(first, with),
            share(right, wanted),
            share(right, said),
            word(words[0]),
            word(words[1]),
            word(words[2])
        );
    }
}

struct Bench {
    labels: Vec<String>,
    /// Of what the label says.
    meanings: Vec<Vec<f32>>,
    train: Vec<Judged>,
    test: Vec<Judged>,
}

/// A text, its vector before centring, its label.
#[derive(Clone)]
struct Judged {
    text: String,
    vector: Vec<f32>,
    label: usize,
}

impl Bench {
    fn new(embedder: &dyn Embedder, labels: &[String], train: &[Line], test: &[Line]) -> Self {
        let judged = |lines: &[Line]| -> Vec<Judged> {
            let texts: Vec<&str> = lines.iter().map(|line| line.text.as_str()).collect();
            let vectors = embedder.embed(&texts);
            let both = lines.iter().zip(vectors);
            both.map(|(line, vector)| Judged {
                text: line.text.clone(),
                vector,
                label: labels
                    .iter()
                    .position(|label| *label == line.label)
                    .unwrap(),
            })
            .collect()
        };
        let names: Vec<&str> = labels.iter().map(String::as_str).collect();
        Self {
            labels: labels.to_vec(),
            meanings: embedder.embed(&names),
            train: judged(train),
            test: judged(test),
        }
    }

    fn label(&self, label: usize) -> Label {
        Label {
            head: Head::Theme,
            code: self.labels[label].clone(),
        }
    }

    /// Learns some texts and judges others: what was right, and every share that was said with whether it came true.
    fn judge(&self, train: &[&Judged], test: &[&Judged]) -> (usize, Vec<(f32, bool)>) {
        let dim = train[0].vector.len();
        let mean = Mean::of(dim, train.iter().map(|judged| judged.vector.as_slice()));
        let concepts: Vec<Concept> = (0..self.labels.len())
            .map(|label| Concept {
                label: self.label(label),
                words: vec![self.labels[label].clone()],
                meaning: vec![mean.centred(&self.meanings[label])],
            })
            .collect();
        let features = |judged: &Judged| Features::of(&judged.text, &mean.centred(&judged.vector));
        let examples: Vec<Example> = train
            .iter()
            .map(|judged| Example {
                features: features(judged),
                yes: vec![self.label(judged.label)],
                no: Vec::new(),
            })
            .collect();
        let mut tagger = Tagger::new(&concepts, None);
        tagger.train(&examples);
        let (mut right, mut said) = (0, Vec::new());
        for judged in test {
            let shares = tagger.confidences(&features(judged));
            let best = (0..shares.len())
                .rev()
                .max_by(|one, other| shares[*one].total_cmp(&shares[*other]));
            right += usize::from(best == Some(judged.label));
            said.extend(
                shares
                    .iter()
                    .enumerate()
                    .map(|(label, share)| (*share, label == judged.label)),
            );
        }
        (right, said)
    }

    fn folds(&self) -> f64 {
        let mut right = 0;
        for fold in 0..5 {
            let (mut train, mut test) = (Vec::new(), Vec::new());
            for (number, judged) in self.train.iter().enumerate() {
                if number % 5 == fold {
                    test.push(judged);
                } else {
                    train.push(judged);
                }
            }
            right += self.judge(&train, &test).0;
        }
        right as f64 / self.train.len() as f64
    }

    fn whole(&self, name: &str) -> f64 {
        let start = Instant::now();
        let (train, test): (Vec<_>, Vec<_>) =
            (self.train.iter().collect(), self.test.iter().collect());
        let (right, said) = self.judge(&train, &test);
        let (low, high) = interval(right, test.len());
        let share = right as f64 / test.len() as f64;
        println!(
            "  {name:44} {share:.3} ({low:.3} to {high:.3}), {:.1} s to learn and to judge",
            start.elapsed().as_secs_f64()
        );
        for certainty in [Certainty::Sure, Certainty::Likely, Certainty::Doubt] {
            let own: Vec<bool> = said
                .iter()
                .filter(|(share, _)| Certainty::of_share(*share) == Some(certainty))
                .map(|(_, is_yes)| *is_yes)
                .collect();
            let came = own.iter().filter(|is_yes| **is_yes).count();
            println!(
                "    {certainty:?}: said {} times, right {:.0} %",
                own.len(),
                100.0 * came as f64 / own.len().max(1) as f64
            );
        }
        share
    }

    fn few(&self) {
        let test: Vec<&Judged> = self.test.iter().collect();
        println!("  texts per label, mean of {DRAWS} draws:");
        for few in [1, 4, 8, 32] {
            let share = self.drawn(&test, |draw| self.per_label(few, draw));
            println!("    {few:4} {share:.3}");
        }
        println!("  an authority with so many signals, mean of {DRAWS} draws:");
        for signals in [30, 150, 600] {
            let share = self.drawn(&test, |draw| {
                shuffled(&self.train, draw)
                    .into_iter()
                    .take(signals)
                    .collect()
            });
            println!("    {signals:4} {share:.3}");
        }
    }

    fn drawn<'a>(&'a self, test: &[&Judged], train: impl Fn(u64) -> Vec<&'a Judged>) -> f64 {
        let right: usize = (1..=DRAWS)
            .map(|draw| self.judge(&train(draw), test).0)
            .sum();
        right as f64 / (DRAWS as usize * test.len()) as f64
    }

    fn per_label(&self, few: usize, draw: u64) -> Vec<&Judged> {
        let mut taken = vec![0; self.labels.len()];
        let mut chosen = shuffled(&self.train, draw);
        chosen.retain(|judged| {
            taken[judged.label] += 1;
            taken[judged.label] <= few
        });
        chosen
    }
}

fn shuffled<T>(items: &[T], seed: u64) -> Vec<&T> {
    let mut shuffled: Vec<&T> = items.iter().collect();
    let mut dice = seed;
    for last in (1..shuffled.len()).rev() {
        dice = dice
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        shuffled.swap(last, (dice >> 33) as usize % (last + 1));
    }
    shuffled
}

/// Wilson's interval of 95 %.
fn interval(right: usize, all: usize) -> (f64, f64) {
    const Z: f64 = 1.96;
    let (all, share) = (all as f64, right as f64 / all as f64);
    let middle = share + Z * Z / (2.0 * all);
    let half = Z * (share * (1.0 - share) / all + Z * Z / (4.0 * all * all)).sqrt();
    let scale = 1.0 + Z * Z / all;
    ((middle - half) / scale, (middle + half) / scale)
}
