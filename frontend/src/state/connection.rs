//! Whether the device has a network.

use leptos::ev;

use crate::browser::dom;
use crate::prelude::*;

/// Follows what the device says. It may say "online" without reaching us; a failed call tells the rest.
pub fn use_online() -> Reactive<bool> {
    let (online, set_online) = signal(dom::is_online());
    let on = window_event_listener(ev::online, move |_| set_online.set(true));
    let off = window_event_listener(ev::offline, move |_| set_online.set(false));
    on_cleanup(move || {
        on.remove();
        off.remove();
    });
    online.into()
}

/// Runs once the device has a network again; for what could not be read without.
pub fn once_online(run: Callback<()>) {
    let online = use_online();
    Effect::new(move |was_online: Option<bool>| {
        let is_online = online.get();
        if was_online == Some(false) && is_online {
            run.run(());
        }
        is_online
    });
}
