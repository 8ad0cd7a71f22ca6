//! One line of text.

use leptos::text_prop::TextProp;

use super::{Field, FieldContract};
use crate::forms::{AnyForm, Form};
use crate::prelude::*;

/// One line of text of a form.
#[component]
pub fn TextField<D>(
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
    /// How to answer.
    #[prop(optional, into)]
    hint: Option<TextProp>,
    /// `text`, `email`, `password`, `date`.
    #[prop(default = "text")]
    kind: &'static str,
    /// Which token of WCAG 1.3.5, or `off`.
    #[prop(default = "off")]
    autocomplete: &'static str,
    /// Which keyboard a phone shows.
    #[prop(optional)]
    inputmode: Option<&'static str>,
    /// Says that it may stay empty.
    #[prop(optional)]
    optional: bool,
    /// How wide what is asked usually is: a class such as `short`.
    #[prop(default = "")]
    width: &'static str,
) -> impl IntoView
where
    D: Send + Sync + 'static,
{
    let value = Reactive::derive(move || form.draft.with(get));
    let on_input = Callback::new(move |typed| form.draft.update(|draft| set(draft, typed)));
    view! {
        <TextControl form=form.any() at label hint=hint.unwrap_or_default() value on_input kind autocomplete
            inputmode=inputmode.unwrap_or("") optional width/>
    }
}

#[component]
fn TextControl(
    form: AnyForm,
    at: &'static str,
    label: TextProp,
    hint: TextProp,
    value: Reactive<String>,
    on_input: Callback<String>,
    kind: &'static str,
    autocomplete: &'static str,
    inputmode: &'static str,
    optional: bool,
    width: &'static str,
) -> impl IntoView {
    let hint = Some(hint).filter(|hint| !hint.get().is_empty());
    let contract = FieldContract::new(form, at, hint.is_some(), false);
    view! {
        <Field contract label hint optional>
            <input
                class=format!("control {width}")
                id=contract.id()
                type=kind
                autocomplete=autocomplete
                inputmode=(!inputmode.is_empty()).then_some(inputmode)
                spellcheck=(kind != "text").then_some("false")
                aria-describedby=move || contract.described_by()
                aria-invalid=move || contract.invalid()
                prop:value=move || value.get()
                on:input=move |event| on_input.run(event_target_value(&event))
            />
        </Field>
    }
}
