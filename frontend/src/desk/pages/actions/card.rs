//! One action with its next steps.

use policy as op;
use shared::action::{ActionDraft, ActionStepDraft};
use shared::id::ActionId;
use shared::life_cycle::{ActionEvent, LifeCycle};
use shared::text::NOTE;
use wasm_bindgen_futures::spawn_local;

use super::view::is_late;
use crate::browser::dom;
use crate::components::{Button, ButtonKind, TextArea, TextField, use_toaster};
use crate::desk::components::{StateBadge, StepForm};
use crate::desk::seat::use_seat;
use crate::desk::sending::Sending;
use crate::desk::unsent::Unsent;
use crate::desk::words;
use crate::desk::work::is_overtaken;
use crate::prelude::*;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Pane {
    Move(ActionEvent),
    Change,
}

/// An action, where it stands, and what can be done with it.
#[component]
pub(in crate::desk) fn ActionCard(
    /// The action.
    action: Action,
    /// Hears of its new state.
    on_change: Callback<Action>,
    /// Hears that somebody else changed it meanwhile.
    on_overtaken: Callback<()>,
    /// Names its issue and not its state (on the board, whose columns are states).
    #[prop(optional)]
    with_issue: bool,
) -> impl IntoView {
    let seat = use_seat();
    let sending = Sending::new();
    let toaster = use_toaster();
    let pane = RwSignal::new(None::<Pane>);
    let today = words::today();
    let may_move = seat.may_at::<op::MoveAction>(&action.authority);
    let is_overdue = is_late(&action, today);
    let kept = StoredValue::new(action.clone());
    // What was typed stays: it is there when the form opens again at the new state.
    let overtaken = Callback::new(move |()| {
        toaster.say(t!(action.moved_on));
        on_overtaken.run(());
    });
    let step = Callback::new(
        move |(event, note, unsent): (
            ActionEvent,
            Option<String>,
            Option<Unsent<ActionStepDraft>>,
        )| {
            let action = kept.get_value();
            let api = seat.api_at(&action.authority);
            let draft = ActionStepDraft { event, note };
            let call = async move { api.move_action(action.id, action.version, &draft).await };
            sending.run(call, move |answer| match answer {
                Ok(new) => {
                    let new = new.value;
                    toaster.say(t!(
                        action.changed,
                        title = new.title.clone(),
                        state = new.state.label()
                    ));
                    if let Some(unsent) = unsent {
                        unsent.sent();
                    }
                    let card = card_id(new.id);
                    on_change.run(new);
                    spawn_local(async move { dom::find_lost_focus(&[card]).await });
                }
                Err(error) if is_overtaken(&error) => overtaken.run(()),
                Err(error) => match unsent {
                    Some(unsent) => unsent.form.show(&error),
                    None => toaster.say(error.text()),
                },
            });
        },
    );
    let events: Vec<ActionEvent> = action.state.exits().map(|line| line.event).collect();
    let button = move |event: ActionEvent| {
        let asks = asks_note(event);
        let press = move |()| {
            if asks {
                pane.set(Some(Pane::Move(event)));
            } else {
                step.run((event, None, None));
            }
        };
        view! { <Button label=verb(event) kind=ButtonKind::Quiet busy=sending.is_busy() on_press=press/> }
    };
    let close = Callback::new(move |()| pane.set(None));
    let form = move || {
        Some(match pane.get()? {
            Pane::Move(event) => {
                let action = kept.with_value(|action| action.id);
                view! { <StepNote action event step busy=sending.is_busy() on_close=close/> }
                    .into_any()
            }
            Pane::Change => {
                view! { <ChangeForm action=kept.get_value() on_change overtaken on_close=close/> }
                    .into_any()
            }
        })
    };
    let Action {
        id,
        issue,
        issue_number,
        title,
        owner_name,
        due_on,
        state,
        note,
        ..
    } = action;
    let is_open = matches!(
        state,
        shared::life_cycle::ActionState::Planned | shared::life_cycle::ActionState::Running
    );
    view! {
        <article class="action-card" class:action-card--late=is_overdue id=card_id(id) tabindex="-1">
            <h3 class="action-card__title">{title}</h3>
            <p class="action-card__meta">
                {(!with_issue).then(|| view! { <StateBadge state/> })}
                <span>{owner_name}</span>
                <time datetime=due_on.to_string()>{t!(action.due_on, date = crate::i18n::day(due_on))}</time>
                {is_overdue.then(|| view! { <span class="badge badge--bad">{words::term(due_on, today)}</span> })}
                {with_issue.then(|| view! { <a href=format!("/desk/issues/{issue}")>{issue_number}</a> })}
            </p>
            {note.map(|note| view! { <p class="quote">{note}</p> })}
            {may_move.then(|| view! {
                <div class="action-card__buttons">
                    {events.into_iter().map(button).collect_view()}
                    {is_open.then(|| view! { <Button label=t!(common.edit) kind=ButtonKind::Quiet on_press=move |()| pane.set(Some(Pane::Change))/> })}
                </div>
            })}
            {form}
        </article>
    }
}

/// The card, for the focus.
fn card_id(action: ActionId) -> String {
    format!("action-{action}")
}

#[component]
fn StepNote(
    action: ActionId,
    event: ActionEvent,
    step: Callback<(ActionEvent, Option<String>, Option<Unsent<ActionStepDraft>>)>,
    busy: Reactive<bool>,
    on_close: Callback<()>,
) -> impl IntoView {
    let fresh = ActionStepDraft { event, note: None };
    let unsent = Unsent::new(format!("action.{action}.{event}"), fresh);
    let form = unsent.form;
    let label = match event {
        ActionEvent::Cancel => t!(action.cancel_reason),
        _ => t!(action.result),
    };
    let send = Callback::new(move |()| {
        if form.is_valid(ActionStepDraft::parse) {
            let note = form.draft.with_untracked(|draft| draft.note.clone());
            step.run((event, note, Some(unsent)));
        }
    });
    view! {
        <StepForm form title=verb(event) send=verb(event) busy on_send=send on_close leftover=unsent.leftover()>
            <TextArea form at="/note" limits=NOTE rows=2 label=label
                get=|draft| draft.note.clone().unwrap_or_default()
                set=|draft, typed| draft.note = words::unless_blank(&typed)/>
        </StepForm>
    }
}

/// Another title or another day; the owner stays.
#[component]
fn ChangeForm(
    action: Action,
    on_change: Callback<Action>,
    overtaken: Callback<()>,
    on_close: Callback<()>,
) -> impl IntoView {
    let seat = use_seat();
    let toaster = use_toaster();
    let sending = Sending::new();
    let fresh = ActionDraft {
        title: action.title.clone(),
        owner: action.owner.to_string(),
        owner_member: action.owner_member,
        due_on: action.due_on.to_string(),
    };
    let unsent = Unsent::new(format!("action.{}.change", action.id), fresh);
    let form = unsent.form;
    let send = Callback::new(move |()| {
        if !form.is_valid(ActionDraft::parse) {
            return;
        }
        let draft = form.draft.get_untracked();
        let api = seat.api_at(&action.authority);
        let (id, version) = (action.id, action.version);
        sending.run(
            async move { api.change_action(id, version, &draft).await },
            move |answer| match answer {
                Ok(new) => {
                    toaster.say(t!(common.saved));
                    unsent.sent();
                    let card = card_id(new.value.id);
                    on_change.run(new.value);
                    spawn_local(async move { dom::find_lost_focus(&[card]).await });
                }
                Err(error) if is_overtaken(&error) => overtaken.run(()),
                Err(error) => form.show(&error),
            },
        );
    });
    view! {
        <StepForm form title=t!(common.edit) send=t!(common.save) busy=sending.is_busy() on_send=send on_close leftover=unsent.leftover()>
            <TextField form at="/title" label=t!(action.form_title)
                get=|draft| draft.title.clone() set=|draft, typed| draft.title = typed/>
            <TextField form at="/dueOn" kind="date" width="short" label=t!(action.form_due)
                get=|draft| draft.due_on.clone() set=|draft, day| draft.due_on = day/>
        </StepForm>
    }
}

/// A cancellation owes its reason, an end owes what became of it.
const fn asks_note(event: ActionEvent) -> bool {
    matches!(event, ActionEvent::Cancel | ActionEvent::Finish)
}

fn verb(event: ActionEvent) -> &'static str {
    match event {
        ActionEvent::Start => t!(action.start),
        ActionEvent::Finish => t!(action.finish),
        ActionEvent::Cancel => t!(action.cancel),
        ActionEvent::Reopen => t!(action.reopen),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_is_asked_exactly_where_the_server_wants_one() {
        for event in ActionEvent::ALL {
            let draft = ActionStepDraft {
                event: *event,
                note: None,
            };
            assert_eq!(draft.parse().is_err(), asks_note(*event), "{event}");
        }
    }
}
