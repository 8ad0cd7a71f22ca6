//! Somebody else changed it meanwhile: both versions side by side, and a person chooses. Text is never merged silently.

use leptos::text_prop::TextProp;

use super::{Button, ButtonKind};
use crate::prelude::*;

/// Two versions of one text.
#[component]
pub fn ConflictView(
    /// "Lien wijzigde dit om 14:02".
    #[prop(into)]
    title: TextProp,
    /// What this person typed.
    #[prop(into)]
    mine: String,
    /// What is stored now.
    #[prop(into)]
    theirs: String,
    /// Stores what this person typed over the other version.
    #[prop(into)]
    on_keep_mine: Callback<()>,
    /// Drops what this person typed.
    #[prop(into)]
    on_take_theirs: Callback<()>,
) -> impl IntoView {
    let node = NodeRef::<leptos::html::Section>::new();
    Effect::new(move |_| {
        if let Some(node) = node.get() {
            crate::browser::dom::focus(&node);
        }
    });
    view! {
        <section class="conflict" node_ref=node tabindex="-1" role="alert">
            <h2 class="conflict__title">{move || title.get().to_string()}</h2>
            <p>{t!(conflict.intro)}</p>
            <div class="conflict__versions">
                <div class="conflict__version">
                    <h3>{t!(conflict.mine_title)}</h3>
                    <p class="quote">{mine}</p>
                    <Button label=t!(conflict.mine) kind=ButtonKind::Primary on_press=on_keep_mine/>
                </div>
                <div class="conflict__version">
                    <h3>{t!(conflict.theirs_title)}</h3>
                    <p class="quote">{theirs}</p>
                    <Button label=t!(conflict.theirs) on_press=on_take_theirs/>
                </div>
            </div>
        </section>
    }
}
