//! Two hours without a sign of life end a login on the server (trust.md §3). Whoever is at work stays signed in without
//! noticing; anybody else is asked ten minutes before.

use leptos::ev;
use wasm_bindgen_futures::spawn_local;

use crate::api::Login;
use crate::browser::{storage, timer};
use crate::components::{Button, ButtonKind, Dialog};
use crate::prelude::*;

const MINUTE: f64 = 60_000.0;
/// As the server counts (crate `identity`, `refresh.rs`).
const IDLE: f64 = 120.0 * MINUTE;
const WARNED_BEFORE: f64 = 10.0 * MINUTE;
const LOOKS_EVERY_MS: i32 = 15_000;
/// When this browser last renewed the login, in whichever of its windows.
const RENEWED: &str = "desk.renewed";

/// Asks whoever does nothing for long whether to stay signed in.
#[component]
pub(in crate::desk) fn StillThere(
    /// The login that may end.
    login: Login,
) -> impl IntoView {
    let seen = StoredValue::new(0.0);
    let left = RwSignal::new(None::<u32>);
    let open = RwSignal::new(false);
    let listeners = [
        window_event_listener(ev::keydown, move |_| seen.set_value(js_sys::Date::now())),
        window_event_listener(ev::pointerdown, move |_| {
            seen.set_value(js_sys::Date::now());
        }),
    ];
    on_cleanup(move || listeners.into_iter().for_each(WindowListenerHandle::remove));
    Effect::new(move |_| {
        if let Some(at) = login.renewed_at() {
            storage::write_json(RENEWED, &at);
        }
    });
    let renew = move || {
        spawn_local(async move {
            // When it is refused, the desk asks to sign in again.
            let _ = login.resume().await;
        });
    };
    let look = move |seen: f64| {
        let here = login.renewed_at_untracked();
        let elsewhere = storage::read_json::<f64>(RENEWED);
        let renewed = here.into_iter().chain(elsewhere).fold(0.0, f64::max);
        let is_signed_in = login.is_signed_in().get_untracked() == Some(true);
        let step = next_step(js_sys::Date::now(), renewed, seen);
        let minutes = match step {
            Step::Warn(minutes) if is_signed_in => Some(minutes),
            _ => None,
        };
        // Only what changed: a dialog that is drawn anew loses the focus.
        if left.get_untracked() != minutes {
            left.set(minutes);
        }
        if open.get_untracked() != minutes.is_some() {
            open.set(minutes.is_some());
        }
        if step == Step::Renew && is_signed_in {
            renew();
        }
    };
    spawn_local(async move {
        loop {
            timer::after(LOOKS_EVERY_MS).await;
            let Some(seen) = seen.try_get_value() else {
                return;
            };
            look(seen);
        }
    });
    let stay = move |()| {
        open.set(false);
        renew();
    };
    view! {
        <Dialog open title=t!(session.warning_title)>
            <p role="status">{move || left.get().map(|count| t!(session.warning, count = count))}</p>
            <div class="dialog__choices">
                <Button label=t!(session.stay) kind=ButtonKind::Primary on_press=stay/>
            </div>
        </Dialog>
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Wait,
    /// Somebody is there, or it is over: the server knows.
    Renew,
    /// Nobody touched anything: how many minutes are left.
    Warn(u32),
}

fn next_step(now: f64, renewed: f64, seen: f64) -> Step {
    let left = renewed + IDLE - now;
    if left > WARNED_BEFORE {
        return Step::Wait;
    }
    if left <= 0.0 || now - seen < WARNED_BEFORE {
        return Step::Renew;
    }
    let minutes = (1..=10_u32).find(|minutes| left <= f64::from(*minutes) * MINUTE);
    Step::Warn(minutes.unwrap_or(10))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(minutes: f64, seen: f64) -> Step {
        next_step(minutes * MINUTE, 0.0, seen * MINUTE)
    }

    #[test]
    fn who_does_nothing_is_asked_ten_minutes_before() {
        assert_eq!(after(109.0, 0.0), Step::Wait);
        assert_eq!(after(110.0, 0.0), Step::Warn(10));
        assert_eq!(after(118.5, 0.0), Step::Warn(2));
        assert_eq!(after(119.9, 0.0), Step::Warn(1));
    }

    #[test]
    fn who_is_at_work_is_not_bothered() {
        assert_eq!(after(111.0, 105.0), Step::Renew);
        assert_eq!(after(111.0, 100.0), Step::Warn(9));
    }

    #[test]
    fn once_it_is_over_the_server_says_so() {
        assert_eq!(after(120.0, 0.0), Step::Renew);
        assert_eq!(after(600.0, 0.0), Step::Renew);
    }
}
