//! What stands fixed about an issue, and where its signals came from.

use policy as op;
use shared::issue::{Priority, PriorityMethod};
use shared::lineage::{LineageKind, LineageStep};
use shared::priority::{Place, spreads};
use shared::taxonomy::Scheme;

use super::priorities::SpreadList;
use super::read::{IssueDesk, IssueWork, Pane};
use crate::components::{Button, ButtonKind, icon};
use crate::desk::words::code_words;
use crate::prelude::*;

/// How it was weighed: by how many people, and whether the field was heard.
pub(super) fn method_words(priority: &Priority) -> String {
    match priority.method {
        PriorityMethod::Colleagues => t!(priorities.by_colleagues, count = priority.voters),
        method => code_words("priority_method", method).to_owned(),
    }
}

/// "Plaats 2 van 5", and the calculated place where a person chose another one.
fn place_words(place: Place) -> String {
    let words = t!(priorities.place_of, place = place.place, of = place.of);
    if place.place == place.calculated {
        words
    } else {
        let calculated = t!(priorities.calculated, place = place.calculated);
        format!("{words} ({calculated})")
    }
}

/// Themes, kind, level, owner, decision, weight, answers.
#[component]
pub(super) fn Facts(desk: IssueDesk) -> impl IntoView {
    let work = desk.work;
    let seat = work.seat;
    let may_own = work.may::<op::AssignOwner>();
    move || {
        let detail = work.detail.get();
        let at = detail.summary.authority.clone();
        let themes: Vec<String> = detail
            .summary
            .themes
            .iter()
            .map(|code| seat.words(&at, Scheme::Theme, code.as_str()))
            .collect();
        let level = detail
            .governance_level
            .as_ref()
            .map(|code| seat.governance_level(&at, code.as_str()));
        let is_open = detail.summary.state.is_editable();
        let informed = detail.informed;
        let total = informed.informed + informed.waiting;
        let fact = |name: &'static str, value: Option<String>| {
            let value = value.filter(|value| !value.is_empty());
            value.map(|value| view! { <div class="fact"><dt>{name}</dt><dd class="quote">{value}</dd></div> })
        };
        let scores = detail.priority.map(|priority| {
            let place = priority.place.map(place_words);
            view! {
                <div class="fact">
                    <dt>{t!(desk.priority)}</dt>
                    <dd>
                        {place.map(|words| view! { <p>{words}</p> })}
                        <p>{method_words(&priority)}</p>
                        <SpreadList spreads=spreads(&priority.scores)/>
                    </dd>
                </div>
            }
        });
        view! {
            <section class="issue__part" id="owner">
                <dl class="facts facts--stacked">
                    <div class="fact">
                        <dt>{t!(issues.col_owner)}</dt>
                        <dd>
                            {detail.summary.owner_name.clone().unwrap_or_else(|| t!(owner.none).to_owned())}
                            {(may_own && is_open).then(|| view! {
                                <Button label=t!(issue_event.assign_owner) kind=ButtonKind::Quiet on_press=move |()| desk.toggle(Pane::Own)/>
                            })}
                        </dd>
                    </div>
                    {fact(t!(issue.form_themes), Some(themes.join(", ")))}
                    {fact(t!(issue.form_kind), detail.kind.map(|kind| kind.label().to_owned()))}
                    {fact(t!(issue.form_level), level)}
                    {scores}
                    {fact(t!(desk.decision), detail.decision.map(|decision| decision.label().to_owned()))}
                    {fact(t!(desk.motivation), detail.motivation)}
                    {fact(t!(desk.outcome), detail.outcome.map(|outcome| outcome.label().to_owned()))}
                    {(total > 0).then(|| view! {
                        <div class="fact">
                            <dt>{t!(queue.title)}</dt>
                            <dd>
                                <p>{t!(close.informed, informed = informed.informed, total = total)}</p>
                                <progress class="progress" max=total value=informed.informed aria-label=t!(queue.title)></progress>
                            </dd>
                        </div>
                    })}
                </dl>
            </section>
        }
    }
}

/// Merges and splits, each with a way back.
#[component]
pub(super) fn Lineage(work: IssueWork) -> impl IntoView {
    let may_undo = work.may::<op::UndoLineage>();
    move || {
        let steps = work.detail.with(|detail| detail.lineage.clone());
        (!steps.is_empty()).then(|| {
            let line = move |step: LineageStep| view! { <Step work step may_undo/> };
            view! {
                <section class="issue__part">
                    <h2 class="part-title">{t!(desk.lineage)}</h2>
                    <ol class="history">{steps.into_iter().map(line).collect_view()}</ol>
                </section>
            }
        })
    }
}

#[component]
fn Step(work: IssueWork, step: LineageStep, may_undo: bool) -> impl IntoView {
    let LineageStep {
        id,
        kind,
        from_title,
        into_title,
        signals,
        on,
        undone,
        ..
    } = step;
    let title = match kind {
        LineageKind::Merge => t!(lineage.merge, from = from_title, into = into_title),
        LineageKind::Split => t!(lineage.split, from = from_title, into = into_title),
    };
    let undo = move |()| {
        work.act(
            move |api, issue, version| async move { api.undo_lineage(issue, version, id).await },
            move |_| work.toaster.say(t!(common.undone)),
        );
    };
    view! {
        <li class="history__line">
            <p class="history__title">{title}</p>
            <p class="meta"><time datetime=on.to_string()>{crate::i18n::day(on)}</time>" · "{t!(lineage.moved, count = signals)}</p>
            {if undone {
                view! { <p class="meta">{t!(lineage.undone)}</p> }.into_any()
            } else if may_undo {
                view! { <Button label=t!(common.undo) icon=icon::UNDO_2 kind=ButtonKind::Quiet busy=work.sending.is_busy() on_press=undo/> }.into_any()
            } else {
                ().into_any()
            }}
        </li>
    }
}
