//! What every field shares: label → hint → error → control, and how they point at each other.

use leptos::text_prop::TextProp;

use super::icon::{self, Icon};
use crate::forms::AnyForm;
use crate::prelude::*;

/// How a control points at its label, hint, error and count.
#[derive(Clone, Copy)]
pub struct FieldContract {
    form: AnyForm,
    at: &'static str,
    has_hint: bool,
    has_count: bool,
}

impl FieldContract {
    /// The contract of the field at a JSON pointer.
    pub fn new(form: AnyForm, at: &'static str, has_hint: bool, has_count: bool) -> Self {
        Self {
            form,
            at,
            has_hint,
            has_count,
        }
    }

    /// Id of the control.
    pub fn id(self) -> String {
        self.form.id_of(self.at)
    }

    /// Id of a part beside the control.
    pub fn part(self, part: &str) -> String {
        format!("{}-{part}", self.id())
    }

    /// For `aria-describedby`.
    pub fn described_by(self) -> Option<String> {
        let has_error = self.error().is_some();
        let parts = [
            (self.has_hint, "hint"),
            (has_error, "error"),
            (self.has_count, "count"),
        ];
        let ids: Vec<String> = parts
            .into_iter()
            .filter(|(is_there, _)| *is_there)
            .map(|(_, part)| self.part(part))
            .collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    }

    /// For `aria-invalid`: only after submit.
    pub fn invalid(self) -> Option<&'static str> {
        self.error().map(|_| "true")
    }

    /// What is wrong.
    pub fn error(self) -> Option<String> {
        self.form.error_at(self.at)
    }
}

/// Label, hint and error around one control.
#[component]
pub fn Field(
    /// The contract that the control keeps too.
    contract: FieldContract,
    /// What is asked.
    label: TextProp,
    /// How to answer.
    #[prop(optional_no_strip)]
    hint: Option<TextProp>,
    /// Says that it may stay empty.
    #[prop(optional)]
    optional: bool,
    /// The control.
    children: Children,
) -> impl IntoView {
    contract.form.name_field(contract.at, &label.get());
    view! {
        <div class="field" class:field--wrong=move || contract.error().is_some()>
            <label class="field__label" for=contract.id()>
                {move || label.get().to_string()}
                {optional.then(|| view! { <span class="field__optional">" "{t!(common.optional)}</span> })}
            </label>
            {hint.map(|hint| view! {
                <p class="field__hint" id=contract.part("hint")>{move || hint.get().to_string()}</p>
            })}
            <FieldError contract/>
            {children()}
        </div>
    }
}

/// Label, hint and error around a group of controls.
#[component]
pub(super) fn FieldGroup(
    /// The contract of the group.
    contract: FieldContract,
    /// What is asked.
    label: TextProp,
    /// How to answer.
    #[prop(optional_no_strip)]
    hint: Option<TextProp>,
    /// Says that it may stay empty.
    #[prop(optional)]
    optional: bool,
    /// The controls.
    children: Children,
) -> impl IntoView {
    contract.form.name_field(contract.at, &label.get());
    view! {
        <fieldset
            class="field"
            class:field--wrong=move || contract.error().is_some()
            id=contract.id()
            tabindex="-1"
            aria-describedby=move || contract.described_by()
        >
            <legend class="field__label">
                {move || label.get().to_string()}
                {optional.then(|| view! { <span class="field__optional">" "{t!(common.optional)}</span> })}
            </legend>
            {hint.map(|hint| view! {
                <p class="field__hint" id=contract.part("hint")>{move || hint.get().to_string()}</p>
            })}
            <FieldError contract/>
            {children()}
        </fieldset>
    }
}

#[component]
fn FieldError(contract: FieldContract) -> impl IntoView {
    move || {
        contract.error().map(|words| {
            view! {
                <p class="field__error" id=contract.part("error")>
                    <Icon shape=icon::TRIANGLE_ALERT/>
                    <span>{words}</span>
                </p>
            }
        })
    }
}
