//! A password: hidden unless its owner wants to see it; pasting and password managers work.

use leptos::text_prop::TextProp;

use super::{Field, FieldContract};
use crate::forms::Form;
use crate::prelude::*;

/// A password of a form.
#[component]
pub fn PasswordField<D>(
    /// The form.
    form: Form<D>,
    /// JSON pointer of the field in the draft.
    at: &'static str,
    /// What is asked.
    #[prop(into)]
    label: TextProp,
    /// Reads it from the draft.
    get: fn(&D) -> String,
    /// Writes it into the draft.
    set: fn(&mut D, String),
    /// `current-password` or `new-password`.
    autocomplete: &'static str,
    /// How to answer.
    #[prop(optional, into)]
    hint: Option<TextProp>,
) -> impl IntoView
where
    D: Send + Sync + 'static,
{
    let is_shown = RwSignal::new(false);
    let hint = hint.filter(|hint| !hint.get().is_empty());
    let contract = FieldContract::new(form.any(), at, hint.is_some(), false);
    view! {
        <Field contract label hint>
            <input
                class="control medium"
                id=contract.id()
                type=move || if is_shown.get() { "text" } else { "password" }
                autocomplete=autocomplete
                spellcheck="false"
                autocapitalize="off"
                aria-describedby=move || contract.described_by()
                aria-invalid=move || contract.invalid()
                prop:value=move || form.draft.with(get)
                on:input=move |event| {
                    let typed = event_target_value(&event);
                    form.draft.update(|draft| set(draft, typed));
                }
            />
            <label class="tick">
                <input type="checkbox" prop:checked=move || is_shown.get()
                    on:change=move |event| is_shown.set(event_target_checked(&event))/>
                <span>{t!(signin.show_password)}</span>
            </label>
        </Field>
    }
}
