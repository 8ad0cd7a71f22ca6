//! Short messages that come and go, with a way back.

use wasm_bindgen_futures::spawn_local;

use super::icon;
use super::{Button, ButtonKind};
use crate::browser::{dom, timer};
use crate::prelude::*;

/// How long a message stays: long enough to read it and to reach its button (ux.md §3).
const STAY_MS: i32 = 10_000;

#[derive(Clone)]
struct Toast {
    id: u32,
    text: String,
    undo: Option<Callback<()>>,
}

/// Shows messages. In context; `Copy`.
#[derive(Clone, Copy)]
pub struct Toaster {
    toasts: RwSignal<Vec<Toast>>,
}

/// Puts a toaster in context. Call once, in the root; [`Toasts`] shows what it holds.
pub fn provide_toaster() -> Toaster {
    let toaster = Toaster {
        toasts: RwSignal::new(Vec::new()),
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
        self.push(text.into(), None);
    }

    /// Says what was done and offers to undo it.
    pub fn say_undoable(self, text: impl Into<String>, undo: impl Into<Callback<()>>) {
        self.push(text.into(), Some(undo.into()));
    }

    /// Undoes the newest message that can be undone (key `u`); false when there is none.
    pub fn undo_last(self) -> bool {
        let last = self.toasts.with_untracked(|toasts| {
            toasts
                .iter()
                .rev()
                .find_map(|toast| Some((toast.id, toast.undo?)))
        });
        let Some((id, undo)) = last else { return false };
        self.dismiss(id);
        undo.run(());
        true
    }

    fn push(self, text: String, undo: Option<Callback<()>>) {
        let id = dom::next_id();
        self.toasts
            .update(|toasts| toasts.push(Toast { id, text, undo }));
        spawn_local(async move {
            timer::after(STAY_MS).await;
            self.dismiss(id);
        });
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
    let Toast { id, text, undo } = toast;
    let undo = undo.map(|undo| {
        let press = move |()| {
            toaster.dismiss(id);
            undo.run(());
        };
        view! { <Button label=t!(common.undo) icon=icon::UNDO_2 kind=ButtonKind::Quiet on_press=press/> }
    });
    let close = move |()| toaster.dismiss(id);
    view! {
        <div class="toast">
            <p class="toast__text">{text}</p>
            {undo}
            <Button label=t!(common.close) icon=icon::X icon_only=true kind=ButtonKind::Quiet on_press=close/>
        </div>
    }
}
