//! `cargo xtask bench vectors [--count N] [--queries N] [--candidates N] [--seed N] [--model FOLDER]`: how fast the nearest of many vectors are
//! found, how many of the ten nearest are, and what it takes in memory.
//!
//! Vectors of 384 numbers in 5,000 themes of 20 problems of 50 signals; a query is a new signal of such a problem. The bits
//! lie in memory, the bytes in a file, from which candidates are read by key, as jobs reads them from the database.
//! Exact are cosines of all vectors in single precision. At the end, from which likeness on our own pairs of texts tell of the
//! same thing (`tests/goldens/pairs.tsv`); with `e5-small-q4.bin` in the folder of the model also for that one.
#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::as_conversions,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "a program for developers: it prints figures and stops where it cannot go on"
)]

#[path = "support/dice.rs"]
mod dice;

use std::fs::File;
use std::io::{BufWriter, Write};
use std::os::unix::fs::FileExt;
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use analysis::embed::{Embedder, Encoder, Hashed, ModelFolder};
use analysis::vectors::{CANDIDATES, Mean, Quantised, Signs, Store, best_of, threshold_for};

use dice::Dice;

const DIM: usize = 384;
const NEAREST: usize = 10;
const SIGNALS: usize = 50;
const PROBLEMS: usize = 20;
/// What the theme, the problem and the signal itself weigh: two signals of one problem have a cosine of about .67, of one
/// theme .4, as texts of one authority have after centring.
const SHARES: [f32; 3] = [0.63, 0.52, 0.57];
const MOST_MS: f64 = 50.0;
const LEAST_RECALL: f64 = 0.985;
const MOST_MB: f64 = 350.0;

fn main() {
    let (mut count, mut queries, mut candidates, mut seed) = (5_000_000, 100, CANDIDATES, 1);
    let mut model = None;
    let mut arguments = std::env::args().skip(1);
    while let Some(option) = arguments.next() {
        let given = arguments.next().unwrap_or_default();
        let value: usize = given.parse().unwrap_or(0);
        match option.as_str() {
            "--count" => count = value,
            "--queries" => queries = value,
            "--candidates" => candidates = value,
            "--seed" => seed = value as u64,
            "--model" => model = Some(std::path::PathBuf::from(&given)),
            _ => {
                println!("{option} is none of --count, --queries, --candidates, --seed, --model");
                std::process::exit(2);
            }
        }
    }
    pairs(&Hashed);
    if let Some(model) = model {
        let folder = ModelFolder::gather(|name| std::fs::read(model.join(name))).unwrap();
        pairs(&Encoder::load(folder).unwrap());
    }
    graph(seed);
    if count < SIGNALS || queries == 0 {
        println!("at least --count {SIGNALS} and --queries 1");
        std::process::exit(2);
    }
    let passed = search(count, queries, candidates, seed);
    std::process::exit(i32::from(!passed));
}

fn search(count: usize, queries: usize, candidates: usize, seed: u64) -> bool {
    let source = Source { seed };
    let asked: Vec<Vec<f32>> = (0..queries)
        .map(|query| {
            let problem = source.dice(&[9, query as u64]).bits() as usize % (count / SIGNALS);
            source.signal(&source.problem(problem), count + query)
        })
        .collect();
    let path = std::env::temp_dir().join(format!("lokaal-vectors-{}.bench", std::process::id()));
    let mut file = BufWriter::new(File::create(&path).unwrap());
    let mut signs = Signs::new(DIM);
    let mut exact = vec![Vec::<(f32, usize)>::new(); queries];
    let begin = Instant::now();
    let mut pushing = Duration::ZERO;
    let (mut record, mut problem) = (0, Vec::new());
    for index in 0..count {
        if index % SIGNALS == 0 {
            problem = source.problem(index / SIGNALS);
        }
        let vector = source.signal(&problem, index);
        let start = Instant::now();
        signs.push(&vector).unwrap();
        pushing += start.elapsed();
        let bytes = Quantised::of(&vector).unwrap().to_bytes();
        record = bytes.len();
        file.write_all(&bytes).unwrap();
        for (query, nearest) in asked.iter().zip(&mut exact) {
            let cosine = product(query, &vector);
            if nearest.len() < NEAREST || cosine > nearest[NEAREST - 1].0 {
                let place = nearest.partition_point(|(near, _)| *near >= cosine);
                nearest.insert(place, (cosine, index));
                nearest.truncate(NEAREST);
            }
        }
    }
    // Nothing of it is still on its way to the disk while we measure.
    file.into_inner().unwrap().sync_all().unwrap();
    println!(
        "made {count} vectors in {:.0} s, {:.1} s of it for their bits",
        begin.elapsed().as_secs_f64(),
        pushing.as_secs_f64()
    );
    let file = File::open(&path).unwrap();
    let (mut hits, mut scans, mut reads) = (0, Vec::new(), Vec::new());
    for (query, exact) in asked.iter().zip(&exact) {
        let start = processor_ms();
        let chosen = signs.candidates(query, candidates).unwrap();
        scans.push(processor_ms() - start);
        let start = processor_ms();
        let read = |index: usize| {
            let mut bytes = vec![0; record];
            file.read_exact_at(&mut bytes, (index * record) as u64)
                .unwrap();
            (index, Quantised::from_bytes(&bytes).unwrap())
        };
        let found = best_of(query, chosen.into_iter().map(read), NEAREST);
        reads.push(processor_ms() - start);
        hits += exact
            .iter()
            .filter(|(_, index)| found.iter().any(|(other, _)| other == index))
            .count();
    }
    std::fs::remove_file(path).unwrap();
    let recall = hits as f64 / exact.iter().map(Vec::len).sum::<usize>() as f64;
    let (scan, read) = (median(&mut scans), median(&mut reads));
    let memory = signs.bytes() as f64 / 1e6;
    println!(
        "{count} vectors of {DIM} numbers, {queries} queries, {candidates} candidates, seed {seed}"
    );
    println!(
        "  search {:.1} ms of one processor (median: {scan:.1} bits, {read:.1} reading and judging), slowest scan {:.1}; aim {MOST_MS}",
        scan + read,
        scans[scans.len() - 1]
    );
    println!("  recall@{NEAREST} {recall:.4}; aim {LEAST_RECALL}");
    println!("  memory {memory:.0} MB; aim {MOST_MB}");
    scan + read <= MOST_MS && recall >= LEAST_RECALL && memory <= MOST_MB
}

/// Our own pairs, both texts centred by the mean of all.
fn pairs(embedder: &dyn Embedder) {
    let lines: Vec<Vec<&str>> = include_str!("../tests/goldens/pairs.tsv")
        .lines()
        .map(|line| line.split('\t').collect())
        .collect();
    let texts: Vec<&str> = lines.iter().flat_map(|line| [line[1], line[2]]).collect();
    let vectors = embedder.embed(&texts);
    let mean = Mean::of(embedder.dim(), vectors.iter().map(Vec::as_slice));
    let centred: Vec<Vec<f32>> = vectors.iter().map(|vector| mean.centred(vector)).collect();
    let judged: Vec<(f32, bool)> = lines
        .iter()
        .zip(centred.chunks_exact(2))
        .map(|(line, pair)| (product(&pair[0], &pair[1]), line[0] == "same"))
        .collect();
    // What two texts have that were not written as a pair: nearly all pairs of an authority are such.
    let mut others: Vec<f32> = Vec::new();
    for (number, one) in centred.iter().enumerate() {
        others.extend(
            centred
                .iter()
                .enumerate()
                .filter(|(other, _)| other / 2 > number / 2 && texts[*other] != texts[number])
                .map(|(_, other)| product(one, other)),
        );
    }
    others.sort_by(f32::total_cmp);
    println!(
        "pairs of texts, {}: {} of {} tell of the same",
        embedder.id(),
        judged.iter().filter(|(_, same)| *same).count(),
        judged.len()
    );
    for precision in [0.8, 0.9, 0.95, 1.0] {
        let Some(threshold) = threshold_for(&judged, precision) else {
            continue;
        };
        let same = judged.iter().filter(|(_, same)| *same);
        let found = same
            .clone()
            .filter(|(cosine, _)| *cosine >= threshold)
            .count();
        let by_chance = others.iter().filter(|cosine| **cosine >= threshold).count();
        println!(
            "  right {:.0} %: from cosine {threshold:.3}, {:.0} % of the same found; of other texts 1 in {:.0} lies above",
            100.0 * precision,
            100.0 * found as f64 / same.count() as f64,
            others.len() as f64 / by_chance.max(1) as f64
        );
    }
}

/// 17,000 texts, as many as the aim of clustering has.
fn graph(seed: u64) {
    const TEXTS: usize = 17_000;
    let source = Source { seed: seed + 1 };
    let mut store = Store::new(DIM);
    for index in 0..TEXTS {
        store
            .push(&source.signal(&source.problem(index / SIGNALS), index))
            .unwrap();
    }
    let start = processor_ms();
    let graph = store.knn_graph(15);
    println!(
        "15 nearest of each of {TEXTS} vectors, exact: {:.2} CPU-s ({} edges)",
        (processor_ms() - start) / 1e3,
        graph.iter().map(Vec::len).sum::<usize>()
    );
}

/// Of this thread: others on the machine do not count. By the clock where the system does not tell.
fn processor_ms() -> f64 {
    static BEGIN: OnceLock<Instant> = OnceLock::new();
    let told = std::fs::read_to_string("/proc/thread-self/schedstat");
    let nanoseconds = told
        .ok()
        .and_then(|told| told.split(' ').next()?.parse::<f64>().ok());
    nanoseconds.map_or_else(
        || BEGIN.get_or_init(Instant::now).elapsed().as_secs_f64() * 1e3,
        |spent| spent / 1e6,
    )
}

fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

fn product(one: &[f32], other: &[f32]) -> f32 {
    let mut sums = [0.0; 16];
    for (one, other) in one.chunks_exact(16).zip(other.chunks_exact(16)) {
        for ((sum, one), other) in sums.iter_mut().zip(one).zip(other) {
            *sum += one * other;
        }
    }
    sums.iter().sum()
}

struct Source {
    seed: u64,
}

impl Source {
    fn dice(&self, of: &[u64]) -> Dice {
        let mut dice = Dice(self.seed);
        for part in of {
            dice.0 = dice.bits() ^ part.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        }
        dice
    }

    /// The theme and the problem, without the signal.
    fn problem(&self, problem: usize) -> Vec<f32> {
        let theme = self.dice(&[1, (problem / PROBLEMS) as u64]).direction();
        let own = self.dice(&[2, problem as u64]).direction();
        theme
            .iter()
            .zip(&own)
            .map(|(theme, own)| SHARES[0] * theme + SHARES[1] * own)
            .collect()
    }

    fn signal(&self, problem: &[f32], index: usize) -> Vec<f32> {
        let own = self.dice(&[3, index as u64]).direction();
        let mut vector: Vec<f32> = problem
            .iter()
            .zip(&own)
            .map(|(problem, own)| problem + SHARES[2] * own)
            .collect();
        let length = product(&vector, &vector).sqrt();
        for value in &mut vector {
            *value /= length;
        }
        vector
    }
}

impl Dice {
    /// A random direction; each number the sum of two even ones, which is near enough to a normal one.
    fn direction(&mut self) -> Vec<f32> {
        let mut values = Vec::with_capacity(DIM);
        for _ in 0..DIM / 2 {
            let bits = self.bits();
            for half in [bits & 0xffff_ffff, bits >> 32] {
                let (one, other) = (half & 0xffff, half >> 16);
                values.push((one + other) as f32 / 65_536.0 - 1.0);
            }
        }
        // The variance of such a sum is a sixth.
        let scale = (6.0 / DIM as f32).sqrt();
        values.iter().map(|value| value * scale).collect()
    }
}
