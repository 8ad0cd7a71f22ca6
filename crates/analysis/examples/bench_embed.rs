//! `bench_embed MODEL`: embeds the lines of standard input, writes the vectors as numbers to standard output and the
//! speed of one thread to standard error.

use std::io::{Read, Write};
use std::path::Path;
use std::time::Instant;

use analysis::embed::{Embedder, Encoder, ModelFolder};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).ok_or("expected the model file")?;
    let begin = Instant::now();
    let folder = ModelFolder::gather(|name| std::fs::read(Path::new(&path).join(name)))?;
    let encoder = Encoder::load(folder)?;
    let loaded = begin.elapsed();
    let mut texts = String::new();
    std::io::stdin().read_to_string(&mut texts)?;
    let texts: Vec<&str> = texts.lines().collect();
    let begin = Instant::now();
    let vectors = encoder.embed(&texts);
    let spent = begin.elapsed();
    let mut output = std::io::stdout().lock();
    for vector in vectors {
        let numbers: Vec<String> = vector.iter().map(f32::to_string).collect();
        writeln!(output, "{}", numbers.join(" "))?;
    }
    let mut report = std::io::stderr().lock();
    writeln!(
        report,
        "load {loaded:?}; {} texts in {spent:?}",
        texts.len()
    )?;
    Ok(())
}
