//! The tray of recent acts: what was done a while ago and can still be undone.

use crate::components::{Button, ButtonKind, Icon, RecentAct, icon, use_toaster};
use crate::prelude::*;

/// A menu with what can be undone, the newest first; nothing while there is nothing.
#[component]
pub(in crate::desk) fn RecentActs() -> impl IntoView {
    let toaster = use_toaster();
    let count = Memo::new(move |_| toaster.recent().len());
    let line = move |act: RecentAct| {
        let id = act.id;
        let undo = move |()| {
            toaster.undo(id);
        };
        view! {
            <li class="recent__act">
                <span>{act.text}</span>
                <Button label=t!(common.undo) icon=icon::UNDO_2 kind=ButtonKind::Quiet on_press=undo/>
            </li>
        }
    };
    let is_there = Memo::new(move |_| count.get() > 0);
    move || {
        is_there.get().then(|| {
            view! {
                <details class="bar__details recent">
                    <summary class="bar__item">
                        <Icon shape=icon::UNDO_2/>
                        <span class="bar__label">{t!(nav.recent)}</span>
                        <span class="recent__count numbers">{count}</span>
                    </summary>
                    <div class="bar__panel">
                        <ul class="recent__acts">
                            <For each=move || toaster.recent() key=|act| act.id let:act>{line(act)}</For>
                        </ul>
                    </div>
                </details>
            }
        })
    }
}
