//! What became of the signals on this device since somebody last looked.

use shared::id::SignalId;
use shared::timeline::MAX_RECEIPTS;

use super::account::read_mine;
use super::copies::{Heard, follow_kept};
use super::state::FieldState;
use crate::api::Answer;

/// Asks every authority for its signals; a device rarely has more than one. Who cannot be reached is answered for by what
/// this device last heard.
pub(super) async fn read_all(field: FieldState) -> Answer<Heard> {
    if field.is_signed_in.get_untracked() {
        read_mine(field).await;
    }
    let mut by_authority: Vec<(String, Vec<(SignalId, String)>)> = Vec::new();
    for kept in field.receipts.get_untracked() {
        let known = by_authority.iter_mut();
        let code = (kept.id, kept.receipt);
        match known.into_iter().find(|(slug, _)| *slug == kept.authority) {
            Some((_, codes)) => codes.push(code),
            None => by_authority.push((kept.authority, vec![code])),
        }
    }
    let mut all = Heard {
        timelines: Vec::new(),
        at_millis: None,
    };
    for (authority, codes) in by_authority {
        let client = field.client_of(&authority);
        for some in codes.chunks(MAX_RECEIPTS) {
            match follow_kept(&client, some, false).await {
                Ok(heard) => {
                    all.at_millis = heard.at_millis.or(all.at_millis);
                    all.timelines.extend(heard.timelines);
                }
                // All of them unknown: erased since. Each says so when it is opened.
                Err(error) if !error.is_passing() => {}
                Err(error) => return Err(error),
            }
        }
    }
    for timeline in &all.timelines {
        field.update_receipt(timeline.id, |kept| kept.hear(timeline));
    }
    Ok(all)
}
