//! What runs beside requests in this process: fresh lists, revocations, and jobs unless they are left to others.

use std::time::Duration;

use actix_web::web;
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
        tokio::spawn(crate::audit::keep_log(state.clone(), stopped.clone())),
        tokio::spawn(crate::erasures::keep_list(state.clone(), stopped.clone())),
    ];
    if !state.config.no_jobs {
        let (db, sources) = (state.db.clone(), state.sources.clone());
        let settings = jobs::Settings {
            smtp_url: state.config.smtp_url.clone(),
            mail_from: state.config.mail_from.clone(),
            mail_folder: state.config.data.join("mail"),
            public_base_url: state.config.public_base_url(),
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
