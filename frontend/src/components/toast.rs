//! Short messages that come and go, with a way back.

use wasm_bindgen_futures::spawn_local;

use super::icon;
use super::{Button, ButtonKind};
use crate::browser::{dom, timer};
use crate::prelude::*;

/// How long a message stays: long enough to read it and to reach its button (ux.md §3).
const STAY_MS: i32 = 10_000;
/// How many acts the tray remembers.
const REMEMBERED: usize = 10;

#[derive(Clone)]
struct Toast {
    id: u32,
    text: String,
    offer: Offer,
}

/// What a message leads to.
#[derive(Clone, Copy)]
enum Offer {
    Nothing,
    Undo,
    Retry(Callback<()>),
}

/// Something that was done and can be undone.
#[derive(Clone)]
pub struct RecentAct {
    /// Names it to [`Toaster::undo`].
    pub id: u32,
    /// What was done.
    pub text: String,
    undo: Callback<()>,
}

/// Shows messages. In context; `Copy`.
#[derive(Clone, Copy)]
pub struct Toaster {
    toasts: RwSignal<Vec<Toast>>,
    acts: RwSignal<Vec<RecentAct>>,
}

/// Puts a toaster in context. Call once, in the root; [`Toasts`] shows what it holds.
pub fn provide_toaster() -> Toaster {
    let toaster = Toaster {
        toasts: RwSignal::new(Vec::new()),
        acts: RwSignal::new(Vec::new()),
    };
    provide_context(toaster);
    toaster
}

/// The toaster of this page.
pub fn use_toaster() -> Toaster {
    // A component outside the root shows its messages nowhere rather than fail.
    use_context().unwrap_or_else(provide_toaster)
}

impl Toaster {
    /// Says something.
    pub fn say(self, text: impl Into<String>) {
        self.push(text.into(), Offer::Nothing, true);
    }

    /// Says that something failed that was done a while ago, and offers to try it again. It stays until somebody closes it.
    pub fn say_failed(self, text: impl Into<String>, retry: Option<Callback<()>>) {
        self.push(
            text.into(),
            retry.map_or(Offer::Nothing, Offer::Retry),
            false,
        );
    }

    /// Says what was done and offers to undo it: for some seconds here, and in the tray of recent acts for as long as
    /// newer ones leave room.
    pub fn say_undoable(self, text: impl Into<String>, undo: impl Into<Callback<()>>) {
        let (text, undo) = (text.into(), undo.into());
        let id = self.push(text.clone(), Offer::Undo, true);
        let _ = self.acts.try_update(|acts| {
            acts.insert(0, RecentAct { id, text, undo });
            acts.truncate(REMEMBERED);
        });
    }

    /// Undoes the newest message that can be undone (key `u`); false when there is none.
    pub fn undo_last(self) -> bool {
        let last = self.toasts.with_untracked(|toasts| {
            let mut undoable = toasts
                .iter()
                .rev()
                .filter(|toast| matches!(toast.offer, Offer::Undo));
            undoable.next().map(|toast| toast.id)
        });
        last.is_some_and(|id| self.undo(id))
    }

    /// Undoes one act; false when it was undone already.
    pub fn undo(self, id: u32) -> bool {
        let found = self
            .acts
            .with_untracked(|acts| acts.iter().find(|act| act.id == id).map(|act| act.undo));
        self.dismiss(id);
        let Some(undo) = found else { return false };
        self.acts.update(|acts| acts.retain(|act| act.id != id));
        undo.run(());
        true
    }

    /// What can be undone, the newest first; follows it.
    pub fn recent(self) -> Vec<RecentAct> {
        self.acts.get()
    }

    /// Takes every message and every act away.
    pub fn clear(self) {
        self.toasts.set(Vec::new());
        self.acts.set(Vec::new());
    }

    fn push(self, text: String, offer: Offer, passes: bool) -> u32 {
        let id = dom::next_id();
        let toast = Toast { id, text, offer };
        let _ = self.toasts.try_update(|toasts| toasts.push(toast));
        if passes {
            spawn_local(async move {
                timer::after(STAY_MS).await;
                self.dismiss(id);
            });
        }
        id
    }

    fn dismiss(self, id: u32) {
        let _ = self
            .toasts
            .try_update(|toasts| toasts.retain(|toast| toast.id != id));
    }
}

/// The messages, in a region that screen readers follow without losing their place.
#[component]
pub fn Toasts() -> impl IntoView {
    let toaster = use_toaster();
    view! {
        <div class="toasts" role="status">
            <For each=move || toaster.toasts.get() key=|toast| toast.id let:toast>
                <OneToast toaster toast/>
            </For>
        </div>
    }
}

#[component]
fn OneToast(toaster: Toaster, toast: Toast) -> impl IntoView {
    let Toast { id, text, offer } = toast;
    let offer = match offer {
        Offer::Nothing => None,
        Offer::Undo => {
            let press = move |()| {
                toaster.undo(id);
            };
            Some(
                view! { <Button label=t!(common.undo) icon=icon::UNDO_2 kind=ButtonKind::Quiet on_press=press/> },
            )
        }
        Offer::Retry(retry) => {
            let press = move |()| {
                toaster.dismiss(id);
                retry.run(());
            };
            Some(
                view! { <Button label=t!(common.retry) icon=icon::ROTATE_CCW kind=ButtonKind::Quiet on_press=press/> },
            )
        }
    };
    let close = move |()| toaster.dismiss(id);
    view! {
        <div class="toast">
            <p class="toast__text">{text}</p>
            {offer}
            <Button label=t!(common.close) icon=icon::X icon_only=true kind=ButtonKind::Quiet on_press=close/>
        </div>
    }
}
