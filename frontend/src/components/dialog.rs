//! Dialogs: only for what others will see or what cannot be undone.

use leptos::text_prop::TextProp;

use crate::prelude::*;

/// A native modal dialog. `Esc` closes it and the focus returns to where it was; both come with the element.
#[component]
pub fn Dialog(
    /// Whether it is open.
    open: RwSignal<bool>,
    /// What it asks; names the consequence.
    #[prop(into)]
    title: TextProp,
    /// What to know and to press. Made anew each time it opens.
    children: ChildrenFn,
) -> impl IntoView {
    let node = NodeRef::<leptos::html::Dialog>::new();
    Effect::new(move |_| {
        let Some(dialog) = node.get() else { return };
        if open.get() {
            if !dialog.open() {
                let _ = dialog.show_modal();
            }
        } else if dialog.open() {
            dialog.close();
        }
    });
    // Who opens what is open already leaves what was typed in it alone.
    let is_open = Memo::new(move |_| open.get());
    let title_id = format!("dialog-{}", crate::browser::dom::next_id());
    let labelled_by = title_id.clone();
    view! {
        <dialog class="dialog" node_ref=node aria-labelledby=labelled_by on:close=move |_| open.set(false)>
            <h2 class="dialog__title" id=title_id>{move || title.get().to_string()}</h2>
            {move || is_open.get().then(|| children())}
        </dialog>
    }
}
