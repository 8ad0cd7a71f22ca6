//! The chips of F2: each tap saves itself, nothing is asked twice, nothing must be filled in.

use shared::codes::{Frequency, KindOfProblem, Labels, Language, People};
use shared::problem::Code;
use shared::signal::Chips;
use shared::taxonomy::Taxonomy;
use shared::text::NOTE;
use wasm_bindgen_futures::spawn_local;

use super::device::KeptReceipt;
use super::state::{FieldState, use_field};
use crate::browser::timer;
use crate::components::{
    Button, ButtonKind, Chip, ChipSet, ChoiceSet, Loaded, Select, TextArea, icon,
};
use crate::forms::Form;
use crate::prelude::*;

/// Long lists start with so many; the rest is one tap away.
const FIRST: usize = 6;
/// How long after the last tap or key a choice is saved.
const QUIET_MS: i32 = 600;
/// How long after a failure it is tried again.
const RETRY_MS: i32 = 5_000;

/// Whether what was tapped is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Saving {
    Nothing,
    Busy,
    Saved,
    Failed,
    /// Somebody is working on the signal already.
    Closed,
}

/// One more tap.
#[component]
pub(super) fn EnrichPart(kept: KeptReceipt) -> impl IntoView {
    let field = use_field();
    let authority = kept.authority.clone();
    let taxonomy = LocalResource::new(move || field.taxonomy_of(authority.clone()));
    let form = Form::new(Chips::default());
    let saving = RwSignal::new(Saving::Nothing);
    let saver = Saver {
        field,
        form,
        saving,
        round: StoredValue::new(0),
        kept: StoredValue::new(kept),
    };
    view! {
        <section class="enrich" aria-labelledby="enrich-title">
            <h2 id="enrich-title">{t!(enrich.title)}</h2>
            <p class="field__hint">{t!(enrich.optional)}</p>
            <form novalidate on:submit=|event| event.prevent_default()>
                <Loaded resource=taxonomy view=move |taxonomy| view! { <Themes taxonomy saver/> }/>
                <ChoiceSet form at="/frequency" label=t!(submit.frequency) chips={Chip::of_list::<Frequency>()}
                    get=|chips| code_of(chips.frequency) set=|chips, code| chips.frequency = Frequency::of_code(&code)
                    clearable=true on_change=saver.callback()/>
                <ChoiceSet form at="/people" label=t!(enrich.people) chips={Chip::of_list::<People>()}
                    get=|chips| code_of(chips.people) set=|chips, code| chips.people = People::of_code(&code)
                    clearable=true on_change=saver.callback()/>
                <Loaded resource=taxonomy view=move |taxonomy| view! { <Groups taxonomy saver/> }/>
                <Places field saver/>
                <More saver/>
            </form>
            <p class="status-line enrich__status" role="status">{move || words_of(saving.get())}</p>
        </section>
    }
}

fn words_of(saving: Saving) -> &'static str {
    match saving {
        Saving::Nothing => "",
        Saving::Busy => t!(enrich.saving),
        Saving::Saved => t!(enrich.saved),
        Saving::Failed => t!(enrich.failed),
        Saving::Closed => t!(enrich.closed),
    }
}

fn code_of<L: ClosedList>(value: Option<L>) -> String {
    value
        .map(|value| value.code().to_owned())
        .unwrap_or_default()
}

/// Saves the chips a moment after the last tap; the last state wins.
#[derive(Clone, Copy)]
struct Saver {
    field: FieldState,
    form: Form<Chips>,
    saving: RwSignal<Saving>,
    round: StoredValue<u32>,
    kept: StoredValue<KeptReceipt>,
}

impl Saver {
    fn callback(self) -> Callback<()> {
        Callback::new(move |()| self.soon(QUIET_MS))
    }

    fn soon(self, millis: i32) {
        let this = self.round.get_value().wrapping_add(1);
        self.round.set_value(this);
        spawn_local(async move {
            timer::after(millis).await;
            if self.round.try_get_value() == Some(this) {
                self.save(this).await;
            }
        });
    }

    async fn save(self, this: u32) {
        self.saving.set(Saving::Busy);
        let KeptReceipt {
            authority, receipt, ..
        } = self.kept.get_value();
        let chips = self.form.draft.get_untracked();
        let answer = self
            .field
            .client_of(&authority)
            .enrich_signal(&receipt, chips)
            .await;
        if self.round.try_get_value() != Some(this) {
            return;
        }
        match answer {
            Ok(_) => self.saving.set(Saving::Saved),
            Err(error) if error.is_passing() => {
                self.saving.set(Saving::Failed);
                self.soon(RETRY_MS);
            }
            Err(error) if error.code() == Some(Code::WrongState) => {
                self.saving.set(Saving::Closed);
            }
            Err(error) => {
                self.saving.set(Saving::Nothing);
                self.form.show(&error);
            }
        }
    }
}

fn chip(code: &str, labels: &Labels, language: Language) -> Chip {
    Chip::new(code, labels.of(language))
}

#[component]
fn Themes(taxonomy: Taxonomy, saver: Saver) -> impl IntoView {
    let language = crate::i18n::language();
    let all: Vec<Chip> = taxonomy
        .themes
        .iter()
        .map(|theme| chip(theme.code.as_str(), &theme.labels, language))
        .collect();
    let (chips, more) = shortened(all, t!(enrich.more_themes));
    view! {
        <ChipSet form=saver.form at="/themes" label=t!(enrich.themes) chips
            get=|chips| chips.themes.clone() set=|chips, codes| chips.themes = codes on_change=saver.callback()/>
        {more}
    }
}

#[component]
fn Groups(taxonomy: Taxonomy, saver: Saver) -> impl IntoView {
    let language = crate::i18n::language();
    let all: Vec<Chip> = taxonomy
        .target_groups
        .iter()
        .map(|group| chip(group.code.as_str(), &group.labels, language))
        .collect();
    let (chips, more) = shortened(all, t!(enrich.more_groups));
    view! {
        <ChipSet form=saver.form at="/targetGroups" label=t!(enrich.groups) chips
            get=|chips| chips.target_groups.clone() set=|chips, codes| chips.target_groups = codes
            on_change=saver.callback()/>
        {more}
    }
}

/// The first chips, and a button for the rest.
fn shortened(all: Vec<Chip>, label: &'static str) -> (Reactive<Vec<Chip>>, AnyView) {
    let is_whole = RwSignal::new(all.len() <= FIRST);
    let chips = Reactive::derive(move || {
        let count = if is_whole.get() { all.len() } else { FIRST };
        all.iter().take(count).cloned().collect()
    });
    let button = move || {
        (!is_whole.get()).then(|| {
            view! {
                <Button label icon=icon::PLUS kind=ButtonKind::Quiet on_press=move |()| is_whole.set(true)/>
            }
        })
    };
    (chips, button.into_any())
}

#[component]
fn Places(field: FieldState, saver: Saver) -> impl IntoView {
    let form = saver.form;
    let places = Memo::new(move |_| match field.about.get() {
        Some(Ok(authority)) => authority.places,
        _ => Vec::new(),
    });
    let options = Reactive::derive(move || {
        let places = places.get().into_iter();
        places
            .map(|place| (place.clone(), place))
            .collect::<Vec<_>>()
    });
    let changed = Memo::new(move |_| form.draft.with(|chips| chips.place.clone()));
    Effect::new(move |before: Option<Option<String>>| {
        let place = changed.get();
        if before.is_some_and(|before| before != place) {
            saver.soon(QUIET_MS);
        }
        place
    });
    move || {
        (!places.with(Vec::is_empty)).then(|| {
            view! {
                <Select form at="/place" label=t!(submit.where_) options empty=t!(enrich.whole)
                    get=|chips| chips.place.clone().unwrap_or_default()
                    set=|chips, place| chips.place = Some(place).filter(|place| !place.is_empty())/>
            }
        })
    }
}

/// What takes more than a tap.
#[component]
fn More(saver: Saver) -> impl IntoView {
    let form = saver.form;
    let typed = Memo::new(move |_| {
        form.draft
            .with(|chips| (chips.tried.clone(), chips.wish.clone()))
    });
    Effect::new(move |before: Option<(Option<String>, Option<String>)>| {
        let now = typed.get();
        if before.is_some_and(|before| before != now) {
            saver.soon(2 * QUIET_MS);
        }
        now
    });
    view! {
        <details class="disclosure">
            <summary>{t!(enrich.kind)}</summary>
            <ChoiceSet form at="/kind" label=t!(enrich.kind) chips={Chip::of_list::<KindOfProblem>()}
                get=|chips| code_of(chips.kind) set=|chips, code| chips.kind = KindOfProblem::of_code(&code)
                clearable=true on_change=saver.callback()/>
        </details>
        <details class="disclosure">
            <summary>{t!(enrich.tried)}</summary>
            <TextArea form at="/tried" label=t!(enrich.tried) hint=t!(enrich.text_hint) limits=NOTE
                get=|chips| chips.tried.clone().unwrap_or_default()
                set=|chips, typed| chips.tried = Some(typed).filter(|typed| !typed.trim().is_empty())/>
        </details>
        <details class="disclosure">
            <summary>{t!(enrich.wish)}</summary>
            <TextArea form at="/wish" label=t!(enrich.wish) hint=t!(enrich.text_hint) limits=NOTE
                get=|chips| chips.wish.clone().unwrap_or_default()
                set=|chips, typed| chips.wish = Some(typed).filter(|typed| !typed.trim().is_empty())/>
        </details>
    }
}
