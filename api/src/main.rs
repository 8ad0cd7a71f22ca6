//! `lokaal-signaal`: the server and the operator's commands.

use std::process::ExitCode;

fn main() -> ExitCode {
    api::cli::run()
}
