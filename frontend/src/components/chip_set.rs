//! Chips: one tap each. Native checkboxes and radio buttons that fill their chip, so that keyboards, screen readers and
//! forced colours know them.

use leptos::text_prop::TextProp;

use super::FieldContract;
use super::field::FieldGroup;
use crate::forms::{AnyForm, Form};
use crate::prelude::*;

/// One chip.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chip {
    /// The code that is chosen.
    pub code: String,
    /// Its words.
    pub label: String,
    /// Proposed by a machine: dotted, and called a proposal.
    pub is_suggested: bool,
}

impl Chip {
    /// A plain chip.
    pub fn new(code: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            code: code.into(),
            label: label.into(),
            is_suggested: false,
        }
    }

    /// The chips of a closed list.
    pub fn of_list<L: Labelled>() -> Vec<Self> {
        L::ALL
            .iter()
            .map(|value| Self::new(value.code(), value.label()))
            .collect()
    }
}

/// Any number of chips of a form.
#[component]
pub fn ChipSet<D>(
    /// The form.
    form: Form<D>,
    /// JSON pointer of the list in the draft.
    at: &'static str,
    /// What is asked.
    #[prop(into)]
    label: TextProp,
    /// What can be chosen.
    #[prop(into)]
    chips: Reactive<Vec<Chip>>,
    /// Reads the chosen codes.
    get: fn(&D) -> Vec<String>,
    /// Writes the chosen codes.
    set: fn(&mut D, Vec<String>),
    /// How to answer.
    #[prop(optional, into)]
    hint: Option<TextProp>,
    /// Says that it may stay empty.
    #[prop(optional)]
    optional: bool,
    /// Runs after each tap, for chips that save themselves.
    #[prop(optional, into)]
    on_change: Option<Callback<()>>,
) -> impl IntoView
where
    D: Send + Sync + 'static,
{
    let chosen = Reactive::derive(move || form.draft.with(get));
    let toggle = Callback::new(move |code: String| {
        form.draft.update(|draft| {
            let mut codes = get(draft);
            match codes.iter().position(|chosen| *chosen == code) {
                Some(position) => {
                    codes.remove(position);
                }
                None => codes.push(code),
            }
            set(draft, codes);
        });
        if let Some(on_change) = on_change {
            on_change.run(());
        }
    });
    view! { <Chips form=form.any() at label hint=hint.unwrap_or_default() chips chosen toggle kind="checkbox" optional/> }
}

/// One chip of several.
#[component]
pub fn ChoiceSet<D>(
    /// The form.
    form: Form<D>,
    /// JSON pointer of the field in the draft.
    at: &'static str,
    /// What is asked.
    #[prop(into)]
    label: TextProp,
    /// What can be chosen.
    #[prop(into)]
    chips: Reactive<Vec<Chip>>,
    /// Reads the chosen code; empty for none.
    get: fn(&D) -> String,
    /// Writes the chosen code.
    set: fn(&mut D, String),
    /// How to answer.
    #[prop(optional, into)]
    hint: Option<TextProp>,
    /// Says that it may stay empty.
    #[prop(optional)]
    optional: bool,
    /// A second tap takes the choice back.
    #[prop(optional)]
    clearable: bool,
    /// Runs after each tap, for chips that save themselves.
    #[prop(optional, into)]
    on_change: Option<Callback<()>>,
) -> impl IntoView
where
    D: Send + Sync + 'static,
{
    let chosen = Reactive::derive(move || {
        let code = form.draft.with(get);
        if code.is_empty() {
            Vec::new()
        } else {
            vec![code]
        }
    });
    let can_clear = optional || clearable;
    let toggle = Callback::new(move |code: String| {
        form.draft.update(|draft| {
            let is_chosen = get(draft) == code && can_clear;
            set(draft, if is_chosen { String::new() } else { code });
        });
        if let Some(on_change) = on_change {
            on_change.run(());
        }
    });
    // Checkboxes where a choice can be taken back: a radio button cannot be unchecked.
    let kind = if can_clear { "checkbox" } else { "radio" };
    view! { <Chips form=form.any() at label hint=hint.unwrap_or_default() chips chosen toggle kind optional/> }
}

#[component]
fn Chips(
    form: AnyForm,
    at: &'static str,
    label: TextProp,
    hint: TextProp,
    chips: Reactive<Vec<Chip>>,
    chosen: Reactive<Vec<String>>,
    toggle: Callback<String>,
    kind: &'static str,
    optional: bool,
) -> impl IntoView {
    let hint = Some(hint).filter(|hint| !hint.get().is_empty());
    let contract = FieldContract::new(form, at, hint.is_some(), false);
    let name = contract.part("chip");
    let one = move |chip: Chip| {
        let Chip {
            code,
            label,
            is_suggested,
        } = chip;
        let own = code.clone();
        view! {
            <label class="chip" class:chip--suggested=is_suggested>
                <input
                    class="chip__input"
                    type=kind
                    name=name.clone()
                    prop:checked=move || chosen.with(|chosen| chosen.contains(&own))
                    on:change=move |_| toggle.run(code.clone())
                />
                <span class="chip__face">
                    {label}
                    {is_suggested.then(|| view! { <span class="chip__note">" "{t!(ai.suggested)}</span> })}
                </span>
            </label>
        }
    };
    view! {
        <FieldGroup contract label hint optional>
            <div class="chips">{move || chips.get().into_iter().map(&one).collect_view()}</div>
        </FieldGroup>
    }
}
