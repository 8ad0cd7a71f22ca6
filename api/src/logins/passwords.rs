//! Checking passwords: counted first, then looked at, two at a time on threads that may block.

use std::time::Duration;

use identity::password::{NotHashed, Password, PasswordHash, Verdict};
use policy::Scope;
use shared::problem::Code;
use tokio::task::spawn_blocking;
use workflow::Stop;
use workflow::doors::{Account, begin_sign_in};

use crate::http::problem::unexpected;
use crate::http::{ApiProblem, App};

/// How long somebody may wait for others' passwords to be checked.
const PATIENCE: Duration = Duration::from_secs(5);

/// A password that was checked.
pub(crate) struct Checked {
    /// The account, when there is one.
    pub(crate) account: Option<Account>,
    /// Whether the password is right; always wrong where there is no account.
    pub(crate) verdict: Verdict,
    /// The hash to store from now on, when the old one was made with less than today's cost.
    pub(crate) stronger: Option<PasswordHash>,
}

/// Checks the password of an address. Where there is no account, it takes as long and waits as often.
pub(crate) async fn check(
    app: &App,
    email: String,
    password: String,
) -> Result<Checked, ApiProblem> {
    let (sources, address) = (app.sources.clone(), email.clone());
    let begin = move |tx: &mut storage::Tx<'_>| begin_sign_in(tx, &sources, &address);
    let nothing = Scope::nothing(None);
    let account: Result<_, Stop> = app.db.keep_house(&nothing, begin).await;
    let account = account?;
    if account.is_none() {
        app.strangers.count(&app.sources, &email)?;
    }
    let hash = account
        .as_ref()
        .map_or_else(|| app.nobody.clone(), |account| account.hash(&app.nobody));
    let randomness = app.sources.randomness.clone();
    let (verdict, stronger) = at_a_time(app, move || {
        let verdict = hash.verify(&password);
        let weak = (verdict == Verdict::RightButWeak).then(|| Password::parse(&password, &[]));
        let stronger = weak
            .and_then(Result::ok)
            .and_then(|password| password.hash(&*randomness).ok());
        (verdict, stronger)
    })
    .await?;
    Ok(Checked {
        verdict: account.as_ref().map_or(Verdict::Wrong, |_| verdict),
        account,
        stronger,
    })
}

/// Hashes a new password.
pub(crate) async fn hash(app: &App, password: Password) -> Result<PasswordHash, ApiProblem> {
    let randomness = app.sources.randomness.clone();
    let hashed: Result<_, NotHashed> = at_a_time(app, move || password.hash(&*randomness)).await?;
    hashed.map_err(|error| unexpected(&error))
}

/// One hash takes 46 MiB: as many at once as there are seats, whatever the number of requests.
async fn at_a_time<T: Send + 'static>(
    app: &App,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, ApiProblem> {
    let seat = tokio::time::timeout(PATIENCE, app.passwords.acquire()).await;
    let Ok(Ok(_seat)) = seat else {
        return Err(ApiProblem::later(Code::ServiceUnavailable, 1));
    };
    spawn_blocking(work)
        .await
        .map_err(|error| unexpected(&error))
}
