//! The detector of personal data: its name lists, its figures, and the same answers in a browser's engine as on the server.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::clients::{self, Quality};
use crate::progress::step;
use crate::shell;

const FOLDER: &str = "target/detector";
const LISTS: &str = "crates/privacy/data/names.txt";
const ANSWERS: &str = "crates/privacy/tests/golden/answers.txt";
const TEXTS: &str = "crates/privacy/tests/marked/texts.txt";

/// Loads the module in Node, whose engine is Chromium's. Arguments: module, lists, answers, texts, whether to measure.
const SCRIPT: &str = r"
const fs = require('fs'), url = require('url'), z = require('zlib'), q = z.constants;
const [folder, lists, answers, texts, measures] = process.argv.slice(1);
const small = body => z.brotliCompressSync(body, { params: { [q.BROTLI_PARAM_QUALITY]: 11, [q.BROTLI_PARAM_SIZE_HINT]: body.length } }).length;
// The lower quartile: other programs share the machine, and what they take is not ours.
const quartile = numbers => numbers.sort((a, b) => a - b)[numbers.length >> 2];
const timed = work => { const start = performance.now(); work(); return performance.now() - start; };
const processor = work => { const start = process.cpuUsage(); work(); const used = process.cpuUsage(start); return (used.user + used.system) / 1000; };
(async () => {
  const script = await import(url.pathToFileURL(folder + '/browser.mjs'));
  const wasm = fs.readFileSync(folder + '/browser_bg.wasm'), file = fs.readFileSync(lists, 'utf8');
  await script.default({ module_or_path: wasm });
  const load = processor(() => privacy.load(file));
  const lines = fs.readFileSync(answers, 'utf8').split('\n');
  let same = 0, wrong = [];
  for (let line = 0; line + 1 < lines.length; line += 2) {
    const answer = '  ' + privacy.answer(lines[line].replaceAll('\\n', '\n'));
    if (answer === lines[line + 1]) same++; else wrong.push(lines[line] + '\n' + answer + '\n' + lines[line + 1]);
  }
  console.log(`  browser's engine: ${same} answers as on the server, ${wrong.length} others`);
  if (wrong.length) { console.log(wrong.slice(0, 3).join('\n')); process.exit(1); }
  if (measures !== 'true') return;
  const own = fs.readFileSync(texts, 'utf8').replace(/[«»]/g, '').split('\n').join(' ');
  const long = own.repeat(3).slice(0, 2000);
  // A word more with every key, as somebody who types at the end of a full text.
  for (let warm = 0; warm < 50; warm++) { privacy.detect(long); privacy.depth(long); }
  const keys = Array.from({ length: 200 }, (_, key) => timed(() => privacy.detect(long.slice(0, 1800 + key))));
  const depths = Array.from({ length: 200 }, (_, key) => timed(() => privacy.depth(long.slice(0, 1800 + key))));
  const key = quartile(keys), depth = quartile(depths);
  console.log(`  module ${small(wasm)} bytes of brotli with its runtime; lists ${small(fs.readFileSync(lists))} (bar 400,000)`);
  console.log(`  2,000 characters, lower quartile of 200 keys: detect ${key.toFixed(2)} ms, depth ${depth.toFixed(2)} ms; times 4: ${((key + depth) * 4).toFixed(2)} ms (bar 5)`);
  console.log(`  first load of the lists, time of the processor: ${load.toFixed(1)} ms, times 4: ${(load * 4).toFixed(1)} ms (bar 50)`);
  process.exit((key + depth) * 4 <= 5 && load * 4 <= 50 && small(fs.readFileSync(lists)) <= 400000 ? 0 : 1);
})();
";

/// `cargo xtask bench privacy`: recall, precision, names, speed; native and in a browser's engine.
pub(crate) fn bench(arguments: &[String]) -> Result<()> {
    let native = shell::run(&mut example("bench", arguments, true));
    let browser = in_browser_engine(Quality::Release, true);
    native.context("the detector missed a bar")?;
    browser
}

/// `cargo xtask names`: makes the file of names from the lists.
pub(crate) fn names(arguments: &[String]) -> Result<()> {
    shell::run(&mut example("names", arguments, false))
}

/// The golden answers, asked again of the module that a browser would run.
pub(crate) fn same_in_browser() -> Result<()> {
    in_browser_engine(Quality::Debug, false)
}

fn example(name: &str, arguments: &[String], is_optimised: bool) -> Command {
    let mut command = shell::cargo();
    command.args(["run", "--quiet", "--package=privacy", "--example", name]);
    if is_optimised {
        command.arg("--release");
    }
    command.arg("--").args(arguments);
    command
}

fn in_browser_engine(quality: Quality, measures: bool) -> Result<()> {
    let module = step("detector for the browser", || {
        clients::example("privacy", "browser", quality)
    })?;
    let folder = Path::new(FOLDER);
    fs::create_dir_all(folder)?;
    fs::write(folder.join("browser.mjs"), module.script)?;
    fs::write(folder.join("browser_bg.wasm"), module.wasm)?;
    for file in [LISTS, ANSWERS, TEXTS] {
        if !Path::new(file).exists() {
            bail!("{file} is missing; it belongs to the repository");
        }
    }
    let folder = std::path::absolute(folder)?;
    shell::run(
        Command::new("node")
            .args(["--eval", SCRIPT, "--"])
            .arg(folder)
            .args([LISTS, ANSWERS, TEXTS])
            .arg(measures.to_string()),
    )
    .context("see crates/privacy/tests/golden.rs")
}
