//! What runs beside requests in this process: fresh lists, revocations, and jobs unless they are left to others.

use std::path::Path;
use std::time::Duration;

use actix_web::web;
use identity::keys::{KeyFileError, KeyFileStamp, KeyRing};
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::state::AppState;

/// How often lists and revocations are reread: a change takes effect within 10 s (trust.md §3).
const EVERY: Duration = Duration::from_secs(5);

/// Running tasks that can be told to stop.
pub(crate) struct Background {
    stop: watch::Sender<bool>,
    tasks: Vec<JoinHandle<()>>,
}

/// Starts everything.
pub(crate) fn start(state: &web::Data<AppState>) -> Background {
    let (stop, stopped) = watch::channel(false);
    let mut tasks = vec![
        tokio::spawn(keep_fresh(state.clone(), stopped.clone())),
        tokio::spawn(forget_old_buckets(state.clone(), stopped.clone())),
        tokio::spawn(crate::readiness::keep_looking(
            state.clone(),
            stopped.clone(),
        )),
        tokio::spawn(keep_keys(state.clone(), stopped.clone())),
        tokio::spawn(crate::audit::keep_log(state.clone(), stopped.clone())),
        tokio::spawn(crate::erasures::keep_list(state.clone(), stopped.clone())),
    ];
    if state.config.runs_jobs() {
        let (db, sources) = (state.db.clone(), state.sources.clone());
        let settings = jobs::Settings {
            smtp_url: state.config.smtp_url.clone(),
            mail_from: state.config.mail_from.clone(),
            push_reach: state.config.push_reach(),
            mail_folder: state.config.data.join("mail"),
            public_base_url: state.config.public_base_url(),
            analyst: state.analyst.clone(),
            language_model: state.language_model.clone(),
        };
        tasks.push(tokio::spawn(jobs::run(db, sources, settings, stopped)));
    }
    Background { stop, tasks }
}

impl Background {
    /// Waits until everything has put down what it held.
    pub(crate) async fn stop(self) {
        let _ = self.stop.send(true);
        for task in self.tasks {
            let _ = tokio::time::timeout(Duration::from_secs(20), task).await;
        }
    }
}

async fn keep_fresh(state: web::Data<AppState>, mut stopped: watch::Receiver<bool>) {
    loop {
        tokio::select! {
            _ = stopped.changed() => return,
            () = tokio::time::sleep(EVERY) => {}
        }
        if let Err(problem) = state.renew_directory().await {
            tracing::warn!(cause = %problem, "the list of authorities could not be reread");
        }
        if let Err(problem) = state.poll_revocations().await {
            tracing::warn!(cause = %problem, "revocations could not be reread");
        }
    }
}

/// How often the limiters forget whom they have not seen for a while.
const FORGET_EVERY: Duration = Duration::from_mins(1);

async fn forget_old_buckets(state: web::Data<AppState>, mut stopped: watch::Receiver<bool>) {
    loop {
        tokio::select! {
            _ = stopped.changed() => return,
            () = tokio::time::sleep(FORGET_EVERY) => state.limits.forget_old(),
        }
    }
}

/// How often the key file is looked at: a revoked key must be worthless within 10 s.
const KEYS_EVERY: Duration = Duration::from_secs(3);

/// Rereads the key file when it changed. One that cannot be used is told and leaves the keys as they are.
async fn keep_keys(state: web::Data<AppState>, mut stopped: watch::Receiver<bool>) {
    let mut known = None;
    loop {
        let path = state.config.keys();
        let read = tokio::task::spawn_blocking(move || newer_keys(&path, known)).await;
        match read {
            Ok(Ok(Some((stamp, ring)))) => {
                if known.replace(stamp).is_some() {
                    tracing::info!("the key file changed: its keys hold from now on");
                }
                state.renew_keys(ring);
            }
            Ok(Ok(None)) => {}
            Ok(Err(error)) => {
                tracing::error!(cause = %error, "the key file cannot be reread; the keys from before still hold");
            }
            Err(error) => tracing::error!(cause = %error, "the key file cannot be reread"),
        }
        tokio::select! {
            _ = stopped.changed() => return,
            () = tokio::time::sleep(KEYS_EVERY) => {}
        }
    }
}

/// The keys of the file, unless it is the one that is known. The stamp is taken first: a change while the file is read is
/// seen the next time.
fn newer_keys(
    path: &Path,
    known: Option<KeyFileStamp>,
) -> Result<Option<(KeyFileStamp, KeyRing)>, KeyFileError> {
    let stamp = KeyFileStamp::of(path)?;
    if known == Some(stamp) {
        return Ok(None);
    }
    Ok(Some((stamp, KeyRing::load(path)?)))
}
