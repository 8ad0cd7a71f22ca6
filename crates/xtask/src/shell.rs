//! Running other programs: shown, captured, or both.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use anyhow::{Context, Result, bail};

/// What a program said and whether it was content.
pub(crate) struct Ending {
    pub(crate) succeeded: bool,
    pub(crate) output: String,
}

/// Cargo as a fresh user would call it: variables that `cargo run` sets for xtask itself would
/// otherwise make build scripts believe that their environment changed, and rebuild.
pub(crate) fn cargo() -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    for (name, _) in std::env::vars_os() {
        let foreign = name.to_string_lossy();
        if ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_BIN_"]
            .iter()
            .any(|prefix| foreign.starts_with(prefix))
        {
            command.env_remove(&name);
        }
    }
    command.env_remove("LD_LIBRARY_PATH");
    command
}

/// Runs with the terminal passed through.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let status = command.status().with_context(|| cannot_start(command))?;
    if !status.success() {
        bail!("`{}` ended with {status}", shown(command));
    }
    Ok(())
}

/// Runs silently and returns standard output; on failure the message holds what the program said.
pub(crate) fn capture(command: &mut Command) -> Result<String> {
    let output = command
        .stdin(Stdio::null())
        .output()
        .with_context(|| cannot_start(command))?;
    if !output.status.success() {
        bail!(
            "`{}` ended with {}\n{}{}",
            shown(command),
            output.status,
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr),
        );
    }
    String::from_utf8(output.stdout).context("the output is not UTF-8")
}

/// Whether the program is there and answers.
pub(crate) fn answers(program: &str, argument: &str) -> bool {
    Command::new(program)
        .arg(argument)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// Runs, shows both streams as they come, and keeps them.
pub(crate) fn tee(command: &mut Command) -> Result<Ending> {
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .with_context(|| cannot_start(command))?;
    let kept = Arc::new(Mutex::new(String::new()));
    let readers: Vec<_> = [
        child.stdout.take().map(|pipe| copy(pipe, &kept)),
        child.stderr.take().map(|pipe| copy(pipe, &kept)),
    ]
    .into_iter()
    .flatten()
    .collect();
    let status = child.wait()?;
    for reader in readers {
        // A reader ends when its pipe closes; it has nothing else to tell.
        let _ = reader.join();
    }
    let output = kept.lock().unwrap_or_else(PoisonError::into_inner).clone();
    Ok(Ending {
        succeeded: status.success(),
        output,
    })
}

fn copy(pipe: impl Read + Send + 'static, kept: &Arc<Mutex<String>>) -> thread::JoinHandle<()> {
    let kept = Arc::clone(kept);
    thread::spawn(move || {
        for line in BufReader::new(pipe).split(b'\n') {
            let Ok(line) = line else { return };
            let line = String::from_utf8_lossy(&line);
            let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
            // A closed terminal is no reason to stop the suite.
            let _ = writeln!(io::stderr(), "{line}");
            kept.push_str(&line);
            kept.push('\n');
        }
    })
}

/// The command as one would type it.
pub(crate) fn shown(command: &Command) -> String {
    let mut words = vec![command.get_program().to_string_lossy().into_owned()];
    words.extend(
        command
            .get_args()
            .map(|word| word.to_string_lossy().into_owned()),
    );
    words.join(" ")
}

fn cannot_start(command: &Command) -> String {
    format!(
        "`{}` cannot be started; is it installed and on the PATH?",
        shown(command)
    )
}
