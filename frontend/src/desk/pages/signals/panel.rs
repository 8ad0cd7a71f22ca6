//! One signal to work on: beside the list, and on a page of its own.

use policy as op;
use shared::life_cycle::{LifeCycle, SignalEvent, SignalState};
use shared::signal::SignalDetail;
use wasm_bindgen_futures::spawn_local;

use super::end::EndForm;
use super::facts::{Facts, Head};
use super::held::HeldText;
use super::link::{LinkPane, Links, confirm_seen};
use super::place::PlacesNamed;
use super::question::{AskForm, Questions};
use super::redirect::RedirectForm;
use super::similar::Similar;
use super::tagging::{TagPane, Tags, accept_all, accept_nth};
use crate::browser::dom;
use crate::components::{Button, ButtonKind, Shape, icon};
use crate::desk::components::{HistoryLine, HistoryList, Refusal};
use crate::desk::keys::{Press, use_keys};
use crate::desk::seat::use_seat;
use crate::desk::work::Work;
use crate::prelude::*;

/// What is being worked on.
pub(super) type SignalWork = Work<SignalDetail>;

/// Which small form is open; one at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pane {
    Tag,
    Link,
    Ask,
    Redirect,
    End,
}

/// A signal with everything one can do about it.
#[component]
pub(super) fn SignalPanel(
    /// As the server told it.
    detail: SignalDetail,
    /// Hears of each new state; answers whether a list now shows it.
    on_change: Callback<SignalDetail, bool>,
) -> impl IntoView {
    let work = Work::on(use_seat(), detail, on_change);
    work.follow();
    let pane = RwSignal::new(None::<Pane>);
    let may_work = work.may::<op::TagSignal>();
    use_keys(move |press| {
        if !may_work {
            return false;
        }
        let wanted = match press {
            Press::Tag => Pane::Tag,
            Press::Link if confirm_seen(work) => return true,
            Press::Link => Pane::Link,
            Press::Ask => Pane::Ask,
            Press::Toggle(nth) => {
                accept_nth(work, nth);
                return true;
            }
            Press::AcceptAll => {
                accept_all(work);
                return true;
            }
            _ => return false,
        };
        if is_possible(state(work), wanted) {
            pane.set(Some(wanted));
        }
        true
    });
    let close = Callback::new(move |()| {
        let closed = pane.get_untracked();
        pane.set(None);
        let id = work.detail.with_untracked(|detail| detail.summary.id);
        let back: Vec<String> = closed
            .map(button_id)
            .into_iter()
            .chain([super::rows::row_id(id), "signal".to_owned()])
            .collect();
        spawn_local(async move { dom::find_lost_focus(&back).await });
    });
    let form = move || {
        Some(match pane.get()? {
            Pane::Tag => view! { <TagPane work on_close=close/> }.into_any(),
            Pane::Link => view! { <LinkPane work on_close=close/> }.into_any(),
            Pane::Ask => view! { <AskForm work on_close=close/> }.into_any(),
            Pane::Redirect => view! { <RedirectForm work on_close=close/> }.into_any(),
            Pane::End => view! { <EndForm work on_close=close/> }.into_any(),
        })
    };
    view! {
        <article class="signal" id="signal" tabindex="-1">
            <Refusal work/>
            <Head work/>
            <HeldText work/>
            {may_work.then(|| view! { <Acts work pane/> })}
            {form}
            <Tags work may_work=may_work && state(work).is_readable()/>
            <PlacesNamed work may_work/>
            <Similar work may_work/>
            <Links work may_work/>
            <Questions work may_work/>
            <Facts work/>
            <Answers work/>
            <details class="fold">
                <summary>{t!(history.title)}</summary>
                {move || view! { <HistoryList lines=work.detail.with(history)/> }}
            </details>
        </article>
    }
}

fn state(work: SignalWork) -> SignalState {
    work.detail.with_untracked(|detail| detail.summary.state)
}

/// The button that opens a form; the focus returns to it.
fn button_id(pane: Pane) -> String {
    format!("open-{pane:?}").to_lowercase()
}

/// Whether a state allows what a form is for.
fn is_possible(state: SignalState, pane: Pane) -> bool {
    let can = |event| state.on(event).next().is_some();
    match pane {
        Pane::Tag => state.is_readable(),
        Pane::Link => can(SignalEvent::Link),
        Pane::Ask => can(SignalEvent::Ask),
        Pane::Redirect => can(SignalEvent::Redirect),
        Pane::End => can(SignalEvent::CloseNotStructural) || can(SignalEvent::CloseDuplicate),
    }
}

/// What can be done now.
#[component]
fn Acts(work: SignalWork, pane: RwSignal<Option<Pane>>) -> impl IntoView {
    let act = move |(wanted, label, key, shape): (Pane, &'static str, &'static str, Shape)| {
        let is_open = move || pane.get() == Some(wanted);
        let press = move |_| pane.update(|pane| *pane = (*pane != Some(wanted)).then_some(wanted));
        view! {
            <button type="button" class="button" id=button_id(wanted) aria-expanded=move || is_open().to_string() on:click=press>
                <crate::components::Icon shape/>
                <span>{label}</span>
                {(!key.is_empty()).then(|| view! { <kbd aria-hidden="true">{key}</kbd> })}
            </button>
        }
    };
    let all = [
        (Pane::Link, t!(shortcut.link), "l", icon::LINK),
        (Pane::Tag, t!(shortcut.tag), "t", icon::TAG),
        (Pane::Ask, t!(question.title), "q", icon::MESSAGE_SQUARE),
        (Pane::Redirect, t!(redirect.title), "", icon::ARROW_RIGHT),
        (Pane::End, t!(signal_close.title), "", icon::CIRCLE_X),
    ];
    let reconsider = move |()| {
        work.act(
            |api, id, version| async move { api.reconsider_signal(id, version).await },
            move |_| work.toaster.say(t!(signal_event.reconsider)),
        );
    };
    let current = Memo::new(move |_| work.detail.with(|detail| detail.summary.state));
    move || {
        let state = current.get();
        let possible = all
            .into_iter()
            .filter(move |(pane, ..)| is_possible(state, *pane));
        let can_reconsider = state.on(SignalEvent::Reconsider).next().is_some();
        let possible: Vec<_> = possible.collect();
        if possible.is_empty() && !can_reconsider {
            return ().into_any();
        }
        view! {
            <div class="acts">
                {possible.into_iter().map(act).collect_view()}
                {can_reconsider.then(|| view! {
                    <Button label=t!(signal.reconsider) icon=icon::ROTATE_CCW kind=ButtonKind::Secondary
                        busy=work.sending.is_busy() on_press=reconsider/>
                })}
            </div>
        }
        .into_any()
    }
}

/// What its provider heard.
#[component]
fn Answers(work: SignalWork) -> impl IntoView {
    move || {
        let feedback = work.detail.with(|detail| detail.feedback.clone());
        (!feedback.is_empty()).then(|| {
            let line = |feedback: shared::feedback::Feedback| {
                let on = feedback.sent_on.unwrap_or(feedback.due_on);
                let useful = feedback.useful.map(|useful| if useful { t!(feedback.useful_yes) } else { t!(feedback.useful_no) });
                view! {
                    <li class="history__line">
                        <p class="history__title">
                            {feedback.moment.label()}" "
                            <span class="badge">{feedback.state.label()}</span>
                            {feedback.undeliverable.then(|| view! { " "<span class="badge badge--warn">{t!(desk.undeliverable)}</span> })}
                        </p>
                        <p class="meta"><time datetime=on.to_string()>{crate::i18n::day(on)}</time>" · "{feedback.contact.label()}</p>
                        {feedback.text.map(|text| view! { <p class="quote">{text}</p> })}
                        {useful.map(|useful| view! { <p class="meta">{t!(feedback.useful)}" "<strong>{useful}</strong></p> })}
                    </li>
                }
            };
            view! {
                <details class="fold">
                    <summary>{t!(queue.title)}</summary>
                    <ol class="history">{feedback.into_iter().map(line).collect_view()}</ol>
                </details>
            }
        })
    }
}

fn history(detail: &SignalDetail) -> Vec<HistoryLine> {
    detail
        .history
        .iter()
        .map(|step| HistoryLine {
            title: step.event.label(),
            on: step.on,
            states: step
                .from
                .filter(|from| *from != step.to)
                .map(|from| (from.label(), step.to.label())),
            role: step.role,
            by: step.by.clone(),
            own_work: step.own_work,
            reason: step.reason.clone(),
            note: step.note.clone(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_offered_follows_the_transition_table() {
        assert!(is_possible(SignalState::Received, Pane::Link));
        assert!(
            is_possible(SignalState::Linked, Pane::End),
            "a linked signal can be a duplicate"
        );
        assert!(!is_possible(SignalState::QuestionOpen, Pane::Ask));
        for pane in [Pane::Tag, Pane::Link, Pane::Ask, Pane::Redirect, Pane::End] {
            assert!(
                !is_possible(SignalState::Held, pane),
                "held: first look at it"
            );
            assert!(!is_possible(SignalState::Erased, pane));
        }
    }
}
