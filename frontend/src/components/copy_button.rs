//! Copying a text, with its outcome in words.

use leptos::text_prop::TextProp;
use wasm_bindgen_futures::spawn_local;

use super::icon;
use super::{Button, use_toaster};
use crate::browser::clipboard;
use crate::prelude::*;

/// Copies a text and says whether it worked.
#[component]
pub fn CopyButton(
    /// Verb and noun: "Kopieer de code".
    #[prop(into)]
    label: TextProp,
    /// What it says afterwards.
    #[prop(into)]
    done: TextProp,
    /// What is copied.
    #[prop(into)]
    text: Reactive<String>,
) -> impl IntoView {
    let toaster = use_toaster();
    let copy = move |()| {
        let done = done.clone();
        spawn_local(async move {
            if clipboard::copy(&text.get_untracked()).await {
                toaster.say(done.get().to_string());
            } else {
                toaster.say(t!(common.copy_failed));
            }
        });
    };
    view! { <Button label icon=icon::COPY on_press=copy/> }
}
