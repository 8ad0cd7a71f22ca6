//! One action with its next steps.

use policy as op;
use shared::action::{ActionDraft, ActionStepDraft};
use shared::life_cycle::{ActionEvent, LifeCycle};
use shared::text::NOTE;

use super::view::is_late;
use crate::components::{Button, ButtonKind, TextArea, TextField, use_toaster};
use crate::desk::components::{StateBadge, StepForm};
use crate::desk::seat::use_seat;
use crate::desk::sending::Sending;
use crate::desk::words;
use crate::forms::Form;
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
    let step = Callback::new(
        move |(event, note, form): (ActionEvent, Option<String>, Option<Form<ActionStepDraft>>)| {
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
                    on_change.run(new);
                }
                Err(error) => match form {
                    Some(form) => form.show(&error),
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
                view! { <StepNote event step busy=sending.is_busy() on_close=close/> }.into_any()
            }
            Pane::Change => {
                view! { <ChangeForm action=kept.get_value() on_change on_close=close/> }.into_any()
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
        <article class="action-card" class:action-card--late=is_overdue id=format!("action-{id}") tabindex="-1">
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

#[component]
fn StepNote(
    event: ActionEvent,
    step: Callback<(ActionEvent, Option<String>, Option<Form<ActionStepDraft>>)>,
    busy: Reactive<bool>,
    on_close: Callback<()>,
) -> impl IntoView {
    let form = Form::new(ActionStepDraft { event, note: None });
    let label = match event {
        ActionEvent::Cancel => t!(action.cancel_reason),
        _ => t!(action.result),
    };
    let send = Callback::new(move |()| {
        if form.is_valid(ActionStepDraft::parse) {
            let note = form.draft.with_untracked(|draft| draft.note.clone());
            step.run((event, note, Some(form)));
        }
    });
    view! {
        <StepForm form title=verb(event) send=verb(event) busy on_send=send on_close>
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
    on_close: Callback<()>,
) -> impl IntoView {
    let seat = use_seat();
    let toaster = use_toaster();
    let sending = Sending::new();
    let form = Form::new(ActionDraft {
        title: action.title.clone(),
        owner: action.owner.to_string(),
        owner_member: action.owner_member,
        due_on: action.due_on.to_string(),
    });
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
                    on_change.run(new.value);
                }
                Err(error) => form.show(&error),
            },
        );
    });
    view! {
        <StepForm form title=t!(common.edit) send=t!(common.save) busy=sending.is_busy() on_send=send on_close>
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
