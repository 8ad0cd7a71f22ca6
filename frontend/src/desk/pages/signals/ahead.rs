//! The next signal, read while somebody works on this one: it is there at once when `e` is pressed. Only for who walks
//! through the list already, and only one, because the log says that whatever was handed out was read (docs/adr/0032).

use futures::FutureExt;
use futures::future::{LocalBoxFuture, Shared};
use shared::id::SignalId;
use shared::signal::SignalDetail;
use wasm_bindgen_futures::spawn_local;

use crate::api::Answer;
use crate::browser::{clock, timer};
use crate::desk::seat::Seat;
use crate::prelude::*;

/// Whoever goes on within this time only passes by.
const STAYS_MS: i32 = 400;
/// After this somebody else may have changed it too often.
const FRESH_MS: i64 = 30_000;

type Reading = Shared<LocalBoxFuture<'static, Answer<SignalDetail>>>;

/// What is read ahead. `Copy`.
#[derive(Clone, Copy)]
pub(super) struct Ahead {
    seat: Seat,
    walks: StoredValue<bool>,
    next: StoredValue<Option<(SignalId, i64, Reading)>, LocalStorage>,
}

impl Ahead {
    /// Nothing yet.
    pub(super) fn new(seat: Seat) -> Self {
        Self {
            seat,
            walks: StoredValue::new(false),
            next: StoredValue::new_local(None),
        }
    }

    /// Somebody went to the next row.
    pub(super) fn walk(self) {
        self.walks.set_value(true);
    }

    /// What is read is old: something was done to it.
    pub(super) fn forget(self) {
        self.next.set_value(None);
    }

    /// A signal: as it was read ahead, or else read now.
    pub(super) async fn signal(self, id: SignalId) -> Answer<SignalDetail> {
        let known = self.next.try_update_value(|next| {
            let is_it = next
                .as_ref()
                .is_some_and(|(known, at, _)| *known == id && is_fresh(*at, clock::now_ms()));
            next.take().filter(|_| is_it)
        });
        if let Some((_, _, reading)) = known.flatten() {
            let answer = reading.await;
            if answer.is_ok() {
                return answer;
            }
        }
        self.seat.api().get_signal(id).await.map(|read| read.value)
    }

    /// Reads the signal that `next` names, unless somebody goes on before.
    pub(super) fn look_beyond(self, next: impl Fn() -> Option<SignalId> + 'static) {
        if self.walks.try_get_value() != Some(true) {
            return;
        }
        spawn_local(async move {
            let before = next();
            timer::after(STAYS_MS).await;
            if let Some(id) = next().filter(|id| Some(*id) == before) {
                self.read(id);
            }
        });
    }

    fn read(self, id: SignalId) {
        let api = self.seat.api();
        let reading = async move { api.get_signal(id).await.map(|read| read.value) };
        let reading = reading.boxed_local().shared();
        let kept = (id, clock::now_ms(), reading.clone());
        if self.next.try_set_value(Some(kept)).is_none() {
            spawn_local(async move {
                let _ = reading.await;
            });
        }
    }
}

fn is_fresh(read_at: i64, now: i64) -> bool {
    (0..FRESH_MS).contains(&(now - read_at))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_read_half_a_minute_ago_is_read_again() {
        assert!(is_fresh(1_000, 1_000));
        assert!(is_fresh(1_000, 30_999));
        assert!(!is_fresh(1_000, 31_000));
        assert!(!is_fresh(1_000, 999), "the clock was set back");
    }
}
