//! `bench_embed --model DIR [--data DIR] [--instructions NAME]`: speed, memory and exactness of the encoder on one
//! thread. Texts are the 200 of tests/goldens, and those of the files `*.tsv` (label, text) of the folder. Fails when an
//! aim is missed. `cargo xtask bench embed` calls it.

use std::error::Error;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Instant;

use analysis::embed::{Embedder, Encoder, ModelFolder};
use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};

const GOLDENS: &str = "crates/analysis/tests/goldens";

/// Most texts taken of a folder: half a minute.
const MAX_TEXTS: usize = 1_000;

/// Times that each text is embedded.
const ROUNDS: usize = 5;

type Answer<T> = Result<T, Box<dyn Error>>;

fn main() -> Answer<()> {
    let mut model = None;
    let mut data = None;
    let mut instructions = None;
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let place = match &*argument {
            "--model" => &mut model,
            "--data" => &mut data,
            "--instructions" => &mut instructions,
            _ => {
                return Err(format!(
                    "{argument} is unknown; --model, --data, --instructions are not"
                )
                .into());
            }
        };
        *place = Some(arguments.next().ok_or("a value is missing at the end")?);
    }
    let model = PathBuf::from(model.ok_or("--model DIR is missing")?);
    let mut table = Table { is_met: true };

    let before = memory("VmRSS:")?;
    let (begin, processor) = (Instant::now(), processor_seconds()?);
    let folder = ModelFolder::gather(|name| fs::read(model.join(name)))?;
    let mut encoder = Encoder::load(folder)?;
    let (waited, load) = (
        begin.elapsed().as_secs_f64(),
        processor_seconds()? - processor,
    );
    let after = memory("VmRSS:")?;
    if let Some(name) = instructions {
        encoder.restrict(&name)?;
    }
    say(&format!(
        "{}, {} numbers, {}",
        encoder.id(),
        encoder.dim(),
        encoder.instructions()
    ))?;
    let waited = format!("aim 0.3; {waited:.3} s by the clock, with whatever else runs");
    table.row("load, CPU-seconds", load, &waited, load <= 0.3)?;
    table.row("memory before, MB", before, "", true)?;
    table.row(
        "memory with the model, MB",
        after,
        "aim 150",
        after <= 150.0,
    )?;

    let texts = fs::read_to_string(Path::new(GOLDENS).join("embed_texts.txt"))?;
    let texts: Vec<&str> = texts.lines().collect();
    let vectors = speed(&mut table, &encoder, "invented", &texts)?;
    if let Some(folder) = data {
        let texts = of_folder(Path::new(&folder))?;
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        speed(&mut table, &encoder, "of the folder", &texts)?;
    }
    let most = memory("VmHWM:")?;
    table.row("memory at most, MB", most, "", true)?;

    let (least, mean) = cosines(&vectors)?;
    table.row(
        "cosine to numpy, least",
        least,
        "aim 0.9999",
        least >= 0.9999,
    )?;
    table.row("cosine to numpy, mean", mean, "", true)?;
    let bytes: Vec<u8> = vectors
        .iter()
        .flatten()
        .flat_map(|value| value.to_le_bytes())
        .collect();
    say(&format!(
        "digest of the vectors: {}",
        HEXLOWER.encode(&Sha256::digest(bytes))
    ))?;
    if table.is_met {
        Ok(())
    } else {
        Err("an aim was missed".into())
    }
}

/// Texts per second of one processor, by the lower quartile of what each twenty texts took: other programs share the
/// machine, and what they take is not ours. The mean is told beside.
fn speed(
    table: &mut Table,
    encoder: &Encoder,
    name: &str,
    texts: &[&str],
) -> Answer<Vec<Vec<f32>>> {
    let (mut undisturbed, mut whole) = (0.0, 0.0);
    let mut vectors = Vec::new();
    for texts in texts.chunks(20) {
        let mut rounds = Vec::new();
        for _ in 0..ROUNDS {
            let begin = processor_seconds()?;
            let found = encoder.embed(texts);
            rounds.push(processor_seconds()? - begin);
            if rounds.len() == ROUNDS {
                vectors.extend(found);
            }
        }
        rounds.sort_by(f64::total_cmp);
        undisturbed += rounds.get(ROUNDS / 4).copied().unwrap_or_default();
        whole += rounds.iter().sum::<f64>() / number(ROUNDS)?;
    }
    let pieces = texts.iter().map(|text| encoder.pieces(text)).sum::<usize>();
    let pieces = number(pieces)? / number(texts.len())?;
    let count = number(texts.len())?;
    let name = format!("texts per CPU-second, {count} {name} of {pieces:.1} pieces");
    let speed = count / undisturbed;
    let beside = format!(
        "mean {:.1}; aim 45 at 38 pieces; candle 24, onnxruntime int8 about 40",
        count / whole
    );
    table.row(&name, speed, &beside, speed * pieces >= 45.0 * 38.0)?;
    Ok(vectors)
}

/// Least and mean cosine to the vectors that embed.py computed.
fn cosines(vectors: &[Vec<f32>]) -> Answer<(f64, f64)> {
    let goldens = fs::read(Path::new(GOLDENS).join("embed_vectors.bin"))?;
    let goldens: Vec<f64> = goldens
        .as_chunks()
        .0
        .iter()
        .map(|bytes| f64::from(i16::from_le_bytes(*bytes)))
        .collect();
    let width = vectors.first().map_or(0, Vec::len);
    if goldens.len() != vectors.len() * width {
        return Err("the model is another than that of tests/goldens".into());
    }
    let cosines: Vec<f64> = vectors
        .iter()
        .zip(goldens.chunks_exact(width))
        .map(|(vector, golden)| {
            let vector: Vec<f64> = vector.iter().copied().map(f64::from).collect();
            let dot = |one: &[f64], other: &[f64]| {
                one.iter()
                    .zip(other)
                    .map(|(one, other)| one * other)
                    .sum::<f64>()
            };
            dot(&vector, golden) / (dot(&vector, &vector) * dot(golden, golden)).sqrt()
        })
        .collect();
    let least = cosines.iter().copied().fold(1.0, f64::min);
    Ok((least, cosines.iter().sum::<f64>() / number(cosines.len())?))
}

fn of_folder(folder: &Path) -> Answer<Vec<String>> {
    let mut texts = Vec::new();
    let mut paths = fs::read_dir(folder)
        .map_err(|error| format!("{}: {error}", folder.display()))?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<Vec<_>, _>>()?;
    paths.sort();
    for path in paths
        .iter()
        .filter(|path| path.extension().is_some_and(|name| name == "tsv"))
    {
        let file = fs::read_to_string(path)?;
        texts.extend(
            file.lines()
                .filter_map(|line| Some(line.rsplit_once('\t')?.1.to_owned())),
        );
    }
    texts.truncate(MAX_TEXTS);
    if texts.is_empty() {
        return Err(format!("{} has no *.tsv with texts", folder.display()).into());
    }
    Ok(texts)
}

/// What this thread has used, from the kernel.
fn processor_seconds() -> Answer<f64> {
    let file = fs::read_to_string("/proc/thread-self/schedstat")?;
    let nanoseconds: f64 = file.split(' ').next().unwrap_or_default().parse()?;
    Ok(nanoseconds / 1e9)
}

/// A line of /proc/self/status, in MB.
fn memory(line: &str) -> Answer<f64> {
    let file = fs::read_to_string("/proc/self/status")?;
    let kilobytes = file.lines().find_map(|found| found.strip_prefix(line));
    let kilobytes = kilobytes.and_then(|rest| rest.split_whitespace().next());
    Ok(kilobytes
        .ok_or("no memory in /proc/self/status")?
        .parse::<f64>()?
        / 1e3)
}

fn number(count: usize) -> Answer<f64> {
    Ok(f64::from(u32::try_from(count)?))
}

fn say(line: &str) -> Answer<()> {
    Ok(writeln!(std::io::stdout().lock(), "{line}")?)
}

struct Table {
    is_met: bool,
}

impl Table {
    fn row(&mut self, name: &str, value: f64, beside: &str, is_met: bool) -> Answer<()> {
        self.is_met &= is_met;
        let missed = if is_met { "" } else { "MISSED " };
        let shown = if value < 2.0 {
            format!("{value:.7}")
        } else {
            format!("{value:.1}")
        };
        say(&format!("{name:62} {shown:>10}  {missed}{beside}"))
    }
}
