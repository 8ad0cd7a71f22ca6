//! Several lines of text: grows with what is typed, counts when it gets long.

use leptos::text_prop::TextProp;
use shared::text::Limits;
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlTextAreaElement;

use super::{Field, FieldContract};
use crate::browser::timer;
use crate::forms::{AnyForm, Form};
use crate::parts::length::{grow, words_of_count};
use crate::prelude::*;

/// Several lines of text of a form.
#[component]
pub fn TextArea<D>(
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
    /// How long it may be: counted from 75 % on.
    limits: Limits,
    /// How to answer.
    #[prop(optional, into)]
    hint: Option<TextProp>,
    /// Says that it may stay empty.
    #[prop(optional)]
    optional: bool,
    /// Rows while empty.
    #[prop(default = 3)]
    rows: u32,
) -> impl IntoView
where
    D: Send + Sync + 'static,
{
    let value = Reactive::derive(move || form.draft.with(get));
    let on_input = Callback::new(move |typed| form.draft.update(|draft| set(draft, typed)));
    view! {
        <AreaControl form=form.any() at label hint=hint.unwrap_or_default() value on_input limits optional rows/>
    }
}

#[component]
fn AreaControl(
    form: AnyForm,
    at: &'static str,
    label: TextProp,
    hint: TextProp,
    value: Reactive<String>,
    on_input: Callback<String>,
    limits: Limits,
    optional: bool,
    rows: u32,
) -> impl IntoView {
    let hint = Some(hint).filter(|hint| !hint.get().is_empty());
    let contract = FieldContract::new(form, at, hint.is_some(), true);
    view! {
        <Field contract label hint optional>
            <textarea
                class="control"
                id=contract.id()
                rows=rows
                autocomplete="off"
                aria-describedby=move || contract.described_by()
                aria-invalid=move || contract.invalid()
                prop:value=move || value.get()
                on:input=move |event| {
                    grow(&event_target::<HtmlTextAreaElement>(&event));
                    on_input.run(event_target_value(&event));
                }
            ></textarea>
            <Count id=contract.part("count") value max=limits.max/>
        </Field>
    }
}

/// How many characters are left: shown from 75 % of the limit, announced a second after typing stops.
#[component]
fn Count(
    /// Its id, for `aria-describedby`.
    id: String,
    /// What is counted.
    value: Reactive<String>,
    /// How many there may be.
    max: usize,
) -> impl IntoView {
    let shown = Memo::new(move |_| value.with(|text| words_of_count(text, max)));
    let announced = RwSignal::new(String::new());
    let round = StoredValue::new(0_u32);
    Effect::new(move |_| {
        let words = shown.get();
        let this = round.get_value().wrapping_add(1);
        round.set_value(this);
        if words.is_none() && announced.with_untracked(String::is_empty) {
            return;
        }
        spawn_local(async move {
            timer::after(1_000).await;
            if round.try_get_value() == Some(this) {
                announced.set(words.map(|(words, _)| words).unwrap_or_default());
            }
        });
    });
    view! {
        <p
            class="field__count"
            class:field__count--over=move || shown.get().is_some_and(|(_, is_over)| is_over)
            id=id
            aria-hidden="true"
        >
            {move || shown.get().map(|(words, _)| words)}
        </p>
        <p class="visually-hidden" aria-live="polite">{announced}</p>
    }
}
