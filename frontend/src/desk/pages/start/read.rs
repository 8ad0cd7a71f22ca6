//! The first page: what waits, most pressing first, each with a way to it.

use shared::life_cycle::IssueState;
use shared::start::{Analysis, KeysBackup, NoModel, Relooked, Start};

use super::super::issues::{IssuesView, Which};
use super::super::signals::{InboxView, Tab};
use crate::components::{EmptyState, Icon, Loaded, Notice, Page, Shape, icon};
use crate::desk::seat::use_seat;
use crate::prelude::*;

/// The page.
#[component]
pub(in crate::desk) fn StartPage() -> impl IntoView {
    let seat = use_seat();
    let start = LocalResource::new(move || {
        let api = seat.api();
        async move { api.get_start().await }
    });
    view! {
        <Page wide=true title=t!(desk.start_title)>
            <Loaded resource=start view=move |start| {
                let keys = start.keys_backup.map(|missing| view! { <Notice>{about_keys(missing)}</Notice> });
                let keys = view! { {keys}<AnalysisNotice analysis=start.analysis/> };
                let todo = todo(&start);
                if todo.is_empty() {
                    return view! { {keys}<EmptyState text=t!(desk.start_empty)/> }.into_any();
                }
                let (urgent, rest): (Vec<Line>, Vec<Line>) = todo.into_iter().partition(|line| line.is_urgent);
                view! {
                    {keys}
                    <div class="waiting">
                        <Lines title=t!(desk.start_late) lines=urgent/>
                        <Lines title=t!(desk.start_waits) lines=rest/>
                    </div>
                }.into_any()
            }/>
        </Page>
    }
}

#[component]
fn Lines(title: &'static str, lines: Vec<Line>) -> impl IntoView {
    let line = |line: Line| {
        view! {
            <li>
                <a class="todo-card" class:todo-card--urgent=line.is_urgent href=line.address>
                    <Icon shape=line.icon/>
                    <span class="todo-card__words">{line.words}</span>
                    <Icon shape=icon::CHEVRON_RIGHT/>
                </a>
            </li>
        }
    };
    (!lines.is_empty()).then(|| {
        view! {
            <section class="waiting__group">
                <h2 class="part-title">{title}</h2>
                <ul class="todo-cards">{lines.into_iter().map(line).collect_view()}</ul>
            </section>
        }
    })
}

/// How far the machine is with looking at signals; nothing when it is done and has all it needs.
#[component]
fn AnalysisNotice(analysis: Option<Analysis>) -> impl IntoView {
    let lines = analysis.map(about_analysis).unwrap_or_default();
    (!lines.is_empty()).then(|| {
        let line = |line: String| view! { <p>{line}</p> };
        view! { <Notice>{lines.into_iter().map(line).collect_view()}</Notice> }
    })
}

fn about_analysis(analysis: Analysis) -> Vec<String> {
    let no_model = analysis.no_model.map(|why| match why {
        NoModel::Absent => t!(analysis.no_model_absent),
        NoModel::Damaged => t!(analysis.no_model_damaged),
        NoModel::Licence => t!(analysis.no_model_licence),
    });
    let waiting = Some(analysis.waiting).filter(|count| *count > 0);
    let relooked = analysis
        .relooked
        .map(|Relooked { done, all }| t!(analysis.relooked, done = done, all = all));
    no_model
        .map(str::to_owned)
        .into_iter()
        .chain(waiting.map(|count| t!(analysis.waiting, count = count)))
        .chain(relooked)
        .collect()
}

/// Why a lost disk would take the keys along.
fn about_keys(missing: KeysBackup) -> &'static str {
    match missing {
        KeysBackup::Never => t!(desk.keys_never),
        KeysBackup::Outdated => t!(desk.keys_outdated),
    }
}

/// One thing that waits.
struct Line {
    words: String,
    address: String,
    icon: Shape,
    is_urgent: bool,
}

/// What waits, in order: people who wait too long, then what holds others up, then the rest. Nothing for a zero.
fn todo(start: &Start) -> Vec<Line> {
    let inbox = |tab: Tab| {
        InboxView {
            tab,
            ..InboxView::default()
        }
        .address()
    };
    let late = InboxView {
        tab: Tab::All,
        is_late: true,
        ..InboxView::default()
    };
    let answered = InboxView {
        tab: Tab::All,
        is_answered: true,
        ..InboxView::default()
    };
    let issues = |state| IssuesView::in_state(state).address();
    let mut lines = Vec::new();
    let mut add =
        |count: Option<u32>, words: fn(u32) -> String, address: String, icon, is_urgent| {
            if let Some(count) = count.filter(|count| *count > 0) {
                lines.push(Line {
                    words: words(count),
                    address,
                    icon,
                    is_urgent,
                });
            }
        };
    add(
        start.late,
        |count| t!(desk.todo_late, count = count),
        late.address(),
        icon::CLOCK,
        true,
    );
    add(
        start.held,
        |count| t!(desk.todo_held, count = count),
        inbox(Tab::Held),
        icon::SHIELD,
        true,
    );
    add(
        start.actions_late,
        |count| t!(desk.todo_actions_late, count = count),
        "/desk/actions?overdue=true".into(),
        icon::TRIANGLE_ALERT,
        true,
    );
    add(
        start.dead_jobs,
        |count| t!(desk.todo_dead_jobs, count = count),
        "/desk/audit".into(),
        icon::TRIANGLE_ALERT,
        true,
    );
    add(
        start.received,
        |count| t!(desk.todo_new, count = count),
        inbox(Tab::New),
        icon::INBOX,
        false,
    );
    add(
        start.answered,
        |count| t!(desk.todo_answered, count = count),
        answered.address(),
        icon::MESSAGE_SQUARE,
        false,
    );
    add(
        start.feedback_due,
        |count| t!(desk.todo_feedback, count = count),
        "/desk/feedback".into(),
        icon::SEND,
        false,
    );
    add(
        start.to_validate,
        |count| t!(desk.todo_validate, count = count),
        issues(IssueState::InAnalysis),
        icon::FLAG,
        false,
    );
    add(
        start.to_decide,
        |count| t!(desk.todo_decide, count = count),
        issues(IssueState::Prioritised),
        icon::FLAG,
        false,
    );
    add(
        start.to_review,
        |count| t!(desk.todo_review, count = count),
        IssuesView::that_are(Which::Review).address(),
        icon::CALENDAR,
        false,
    );
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_administrator_reads_how_far_the_analysis_is_and_nothing_when_it_is_done() {
        crate::i18n::use_dutch_texts();
        assert!(about_analysis(Analysis::default()).is_empty());
        let analysis = Analysis {
            waiting: 14,
            relooked: Some(Relooked { done: 3, all: 9 }),
            no_model: None,
        };
        assert_eq!(
            about_analysis(analysis),
            [
                "14 signalen wachten op analyse",
                "Opnieuw bekeken met het nieuwe model: 3 van 9"
            ]
        );
    }

    #[test]
    fn people_who_wait_too_long_come_first_and_nothing_stands_for_zero() {
        crate::i18n::use_dutch_texts();
        let start = Start {
            received: Some(14),
            late: Some(1),
            held: Some(0),
            to_decide: None,
            ..Start::default()
        };
        let lines = todo(&start);
        let words: Vec<&str> = lines.iter().map(|line| line.words.as_str()).collect();
        assert_eq!(
            words,
            ["1 signaalgever wacht te lang", "14 nieuwe signalen"]
        );
        let addresses: Vec<&str> = lines.iter().map(|line| line.address.as_str()).collect();
        assert_eq!(
            addresses,
            ["/desk/signals?tab=all&late=true", "/desk/signals"]
        );
    }
}
