//! Prints the code that signs in now, for an account of the demo: its secrets are the same everywhere.

use clap::Args;
use shared::sources::Clock;

use crate::sources::SystemClock;

/// Whose code.
#[derive(Args)]
pub(crate) struct Totp {
    /// E-mail address of the account.
    email: String,
}

impl Totp {
    pub(crate) fn run(self) -> super::Done {
        let now = SystemClock.now();
        let code = crate::demo::code_now(&self.email, now);
        let code = code.ok_or_else(|| format!("{}: no account of the demo", self.email))?;
        super::say(&code)
    }
}
