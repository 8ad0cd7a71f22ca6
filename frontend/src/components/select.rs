//! Choosing one from a list that is too long for chips.

use leptos::text_prop::TextProp;

use super::{Field, FieldContract};
use crate::forms::{AnyForm, Form};
use crate::prelude::*;

/// A native list of options of a form. The empty value stands for "nothing chosen".
#[component]
pub fn Select<D>(
    /// The form.
    form: Form<D>,
    /// JSON pointer of the field in the draft.
    at: &'static str,
    /// What is asked.
    #[prop(into)]
    label: TextProp,
    /// Value and words of each option.
    #[prop(into)]
    options: Reactive<Vec<(String, String)>>,
    /// Reads it from the draft.
    get: fn(&D) -> String,
    /// Writes it into the draft.
    set: fn(&mut D, String),
    /// Words for "nothing chosen".
    #[prop(optional, into)]
    empty: Option<TextProp>,
    /// How to answer.
    #[prop(optional, into)]
    hint: Option<TextProp>,
    /// Says that it may stay empty.
    #[prop(optional)]
    optional: bool,
) -> impl IntoView
where
    D: Send + Sync + 'static,
{
    let value = Reactive::derive(move || form.draft.with(get));
    let on_change = Callback::new(move |chosen| form.draft.update(|draft| set(draft, chosen)));
    let empty = empty.unwrap_or_else(|| t!(common.choose).into());
    view! {
        <SelectControl form=form.any() at label hint=hint.unwrap_or_default() options value on_change empty optional/>
    }
}

#[component]
fn SelectControl(
    form: AnyForm,
    at: &'static str,
    label: TextProp,
    hint: TextProp,
    options: Reactive<Vec<(String, String)>>,
    value: Reactive<String>,
    on_change: Callback<String>,
    empty: TextProp,
    optional: bool,
) -> impl IntoView {
    let hint = Some(hint).filter(|hint| !hint.get().is_empty());
    let contract = FieldContract::new(form, at, hint.is_some(), false);
    let option = move |(code, words): (String, String)| {
        let own = code.clone();
        view! { <option value=code selected=move || value.with(|value| *value == own)>{words}</option> }
    };
    view! {
        <Field contract label hint optional>
            <select
                class="control"
                id=contract.id()
                aria-describedby=move || contract.described_by()
                aria-invalid=move || contract.invalid()
                on:change=move |event| on_change.run(event_target_value(&event))
            >
                <option value="" selected=move || value.with(String::is_empty)>
                    {move || empty.get().to_string()}
                </option>
                {move || options.get().into_iter().map(option).collect_view()}
            </select>
        </Field>
    }
}
