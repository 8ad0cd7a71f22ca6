//! Signals as last heard, for who has no network: sealed on the device, shown with their age (ux.md §3).

use shared::id::SignalId;
use shared::timeline::Timeline;

use super::prelude::*;
use super::view::{Kind, Piece, Tone, button, notice, piece};
use crate::api::{Anonymous, Answer, ApiClient, told_before};
use crate::browser::task::spawn;
use crate::i18n::moment;
use crate::offline;
use crate::parts::icon;

/// What was heard of some signals.
pub(super) struct Heard {
    pub(super) timelines: Vec<Timeline>,
    /// When the oldest of them was told, where the server could not be reached.
    pub(super) at_millis: Option<f64>,
}

/// The signals behind codes that this device keeps; without network as it last heard of them. What the server knows no
/// more goes from here as well.
pub(super) async fn follow_kept(
    client: &ApiClient<Anonymous>,
    kept: &[(SignalId, String)],
    peek: bool,
) -> Answer<Heard> {
    let codes = kept.iter().map(|(_, code)| code.clone()).collect();
    match client.follow_signals(codes, peek).await {
        Ok(found) => {
            let told = |id| found.iter().find(|(timeline, _)| timeline.id == id);
            let copies = kept.iter().map(|(id, _)| {
                let json = told(*id).map(|(_, json)| json.clone());
                (name(*id), json.unwrap_or_default())
            });
            offline::keep_copies(copies).await;
            Ok(Heard {
                timelines: found.into_iter().map(|(timeline, _)| timeline).collect(),
                at_millis: None,
            })
        }
        Err(error) if error.is_passing() => {
            let heard = last_heard(kept).await;
            if heard.timelines.is_empty() {
                return Err(error);
            }
            Ok(heard)
        }
        Err(error) => {
            forget(kept.iter().map(|(id, _)| *id));
            Err(error)
        }
    }
}

async fn last_heard(kept: &[(SignalId, String)]) -> Heard {
    let (mut timelines, mut at_millis) = (Vec::new(), f64::INFINITY);
    for (id, _) in kept {
        if let Some((json, at)) = offline::copy(&name(*id)).await
            && let Some(timeline) = told_before(&json)
        {
            timelines.push(timeline);
            at_millis = at_millis.min(at);
        }
    }
    Heard {
        timelines,
        at_millis: Some(at_millis),
    }
}

/// Forgets what was heard of these.
pub(super) fn forget(ids: impl Iterator<Item = SignalId>) {
    let copies: Vec<_> = ids.map(|id| (name(id), String::new())).collect();
    if !copies.is_empty() {
        spawn(async move { offline::keep_copies(copies.into_iter()).await });
    }
}

/// Says how old it is.
pub(super) fn age(at_millis: f64, retry: impl Fn() + 'static) -> Piece {
    let words = t!(status.cached, time = moment(at_millis));
    let again = button(t!(common.retry), Kind::Plain, Some(icon::REFRESH_CW), retry);
    notice(Tone::Info, [piece("p").words(&words), again])
}

fn name(id: SignalId) -> String {
    id.to_string()
}
