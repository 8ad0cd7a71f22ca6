//! Not structural, or sent twice: the provider hears why.

use shared::codes::NotStructuralReason;
use shared::id::SignalId;
use shared::life_cycle::{LifeCycle, SignalEvent};
use shared::problem::{Code, Invalid};
use shared::signal::{EndDraft, SignalDetail, SignalFilter};
use shared::text::NOTE;
use wasm_bindgen_futures::spawn_local;

use super::panel::SignalWork;
use crate::api::{Answer, ApiClient, Authorised, Versioned};
use crate::browser::timer;
use crate::components::{Button, ButtonKind, Chip, ChoiceSet, TextArea};
use crate::desk::choices::Choice;
use crate::desk::components::{Combobox, StepForm};
use crate::desk::unsent::Unsent;
use crate::desk::words::{age, both, chosen, filled, today};
use crate::forms::Form;
use crate::prelude::*;

/// As typed: which kind of end decides which fields count.
#[derive(Clone, Default, PartialEq)]
struct Typed {
    kind: String,
    reason: String,
    note: String,
    of: Option<SignalId>,
}

const NOT_STRUCTURAL: &str = "notStructural";
const DUPLICATE: &str = "duplicate";

impl Typed {
    fn parse(self) -> Result<EndDraft, Invalid> {
        match self.kind.as_str() {
            NOT_STRUCTURAL => {
                let (reason, note) = both(
                    chosen::<NotStructuralReason>("/reason", &self.reason),
                    filled("/note", &self.note),
                )?;
                Ok(EndDraft::NotStructural { reason, note })
            }
            DUPLICATE => {
                let of = self.of.ok_or_else(|| Invalid::one("/of", Code::Required))?;
                Ok(EndDraft::Duplicate { of })
            }
            _ => Err(Invalid::one("/kind", Code::Required)),
        }
    }
}

/// What kind of end, and why.
#[component]
pub(super) fn EndForm(work: SignalWork, on_close: Callback<()>) -> impl IntoView {
    let state = work.detail.with_untracked(|detail| detail.summary.state);
    let can = move |event| state.on(event).next().is_some();
    let mut kinds = Vec::new();
    if can(SignalEvent::CloseNotStructural) {
        kinds.push(Chip::new(NOT_STRUCTURAL, t!(signal_close.not_structural)));
    }
    if can(SignalEvent::CloseDuplicate) {
        kinds.push(Chip::new(DUPLICATE, t!(signal_close.duplicate)));
    }
    let id = work.detail.with_untracked(|detail| detail.summary.id);
    let unsent = Unsent::new(format!("end.{id}"), Typed::default());
    let form = unsent.form;
    let kind = Memo::new(move |_| form.draft.with(|typed| typed.kind.clone()));
    let send = Callback::new(move |()| {
        let Some(draft) = form.parsed(Typed::parse) else {
            return;
        };
        work.act_in(
            Some(form.any()),
            move |api, id, version| {
                let draft = draft.clone();
                async move { api.end_signal(id, version, &draft).await }
            },
            move |detail| {
                work.say_undoable(detail, t!(signal_close.done), reconsider);
                unsent.sent();
                let _ = on_close.try_run(());
            },
        );
    });
    let fields = move || {
        match kind.get().as_str() {
        NOT_STRUCTURAL => view! {
            <ChoiceSet form at="/reason" label=t!(signal_close.reason)
                chips=Reactive::stored(Chip::of_list::<NotStructuralReason>())
                get=|typed: &Typed| typed.reason.clone() set=|typed: &mut Typed, code| typed.reason = code/>
            <TextArea form at="/note" limits=NOTE label=t!(signal_close.text) hint=t!(signal_close.text_hint)
                get=|typed: &Typed| typed.note.clone() set=|typed: &mut Typed, words| typed.note = words/>
        }
        .into_any(),
        DUPLICATE => view! { <DuplicateOf work form/> }.into_any(),
        _ => ().into_any(),
    }
    };
    view! {
        <StepForm form title=t!(signal_close.title) send=t!(signal_close.send) busy=work.sending.is_busy() on_send=send on_close leftover=unsent.leftover()>
            <ChoiceSet form at="/kind" label=t!(desk.end_kind) chips=Reactive::stored(kinds)
                get=|typed| typed.kind.clone() set=|typed, code| typed.kind = code/>
            {fields}
        </StepForm>
    }
}

/// Finds the signal that stays.
#[component]
fn DuplicateOf(work: SignalWork, form: Form<Typed>) -> impl IntoView {
    let own = work.detail.with_untracked(|detail| detail.summary.id);
    let typed = RwSignal::new(String::new());
    let found = RwSignal::new(Vec::<Choice>::new());
    let taken = RwSignal::new(None::<Choice>);
    let round = StoredValue::new(0_u32);
    Effect::new(move |_| {
        let words = typed.get();
        let this = round.get_value().wrapping_add(1);
        round.set_value(this);
        if words.trim().is_empty() {
            found.set(Vec::new());
            return;
        }
        let api = work.api();
        spawn_local(async move {
            timer::after(200).await;
            if round.try_get_value() != Some(this) {
                return;
            }
            let filter = SignalFilter {
                q: Some(words),
                ..SignalFilter::default()
            };
            let Ok(page) = api.list_signals(&filter, 8, None).await else {
                return;
            };
            if round.try_get_value() == Some(this) {
                let others = page.items.into_iter().filter(|signal| signal.id != own);
                let choice = |signal: shared::signal::SignalSummary| Choice {
                    id: signal.id.to_string(),
                    label: signal.excerpt,
                    note: age(signal.received_on, today()),
                };
                found.set(others.map(choice).collect());
            }
        });
    });
    let choose = Callback::new(move |choice: Choice| {
        form.draft.update(|typed| typed.of = choice.id.parse().ok());
        taken.set(Some(choice));
    });
    let error = move || form.any().error_at("/of");
    view! {
        {move || error().map(|words| view! { <p class="field__error">{words}</p> })}
        {move || match taken.get() {
            None => view! {
                <Combobox label=t!(signal_close.duplicate_of) choices=found.into() typed
                    on_choose=choose none_found=t!(inbox.filtered_empty)/>
            }.into_any(),
            Some(choice) => view! {
                <p class="field__label">{t!(signal_close.duplicate_of)}</p>
                <p class="quote">{choice.label}</p>
                <p class="meta">{choice.note}</p>
                <Button label=t!(common.edit) kind=ButtonKind::Quiet on_press=move |()| taken.set(None)/>
            }.into_any(),
        }}
    }
}

/// Takes an end back.
pub(super) async fn reconsider(
    api: ApiClient<Authorised>,
    id: SignalId,
    version: u64,
) -> Answer<Versioned<SignalDetail>> {
    api.reconsider_signal(id, version).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_of_end_owes_its_own_reason() {
        let of = |kind: &str| Typed {
            kind: kind.into(),
            ..Typed::default()
        };
        let told = |typed: Typed| typed.parse().unwrap_err().to_string();
        assert_eq!(told(of("")), "/kind required");
        assert_eq!(told(of(NOT_STRUCTURAL)), "/reason required; /note required");
        assert_eq!(told(of(DUPLICATE)), "/of required");
    }
}
