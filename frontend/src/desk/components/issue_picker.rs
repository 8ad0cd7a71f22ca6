//! Finding an issue by number or words.

use leptos::text_prop::TextProp;
use shared::id::IssueId;
use shared::issue::{IssueFilter, IssueSummary};
use shared::life_cycle::IssueState;
use wasm_bindgen_futures::spawn_local;

use super::Combobox;
use crate::browser::timer;
use crate::desk::choices::Choice;
use crate::desk::seat::use_seat;
use crate::prelude::*;

/// How many are shown: as many as one takes in at a glance.
const SHOWN: u32 = 8;
const SHOWN_ROWS: usize = 8;
/// How long typing must rest before the server is asked.
const REST_MS: i32 = 150;

/// Hands over an issue of one authority. As long as nothing is typed, those about the same come first: mostly it is one
/// of them.
#[component]
pub(in crate::desk) fn IssuePicker(
    /// Whose issues.
    authority: String,
    /// What is asked.
    #[prop(into)]
    label: TextProp,
    /// Which states may be taken.
    takes: fn(IssueState) -> bool,
    /// Codes of the themes that it is about.
    #[prop(optional)]
    themes: Vec<String>,
    /// Stays out of the list.
    #[prop(optional)]
    without: Option<IssueId>,
    /// Takes one.
    on_choose: Callback<IssueSummary>,
    /// Closes, on Escape in an empty field.
    on_close: Callback<()>,
) -> impl IntoView {
    let seat = use_seat();
    let typed = RwSignal::new(String::new());
    let found = RwSignal::new(Vec::<IssueSummary>::new());
    let round = StoredValue::new(0_u32);
    Effect::new(move |_| {
        let words = typed.get();
        let this = round.get_value().wrapping_add(1);
        round.set_value(this);
        let api = seat.api_at(&authority);
        let is_typed = !words.trim().is_empty();
        let filter = IssueFilter {
            q: is_typed.then_some(words),
            state: IssueState::ALL
                .iter()
                .copied()
                .filter(|state| takes(*state))
                .collect(),
            ..IssueFilter::default()
        };
        let first = (!is_typed && !themes.is_empty()).then(|| IssueFilter {
            theme: themes.clone(),
            ..filter.clone()
        });
        spawn_local(async move {
            if is_typed {
                timer::after(REST_MS).await;
            }
            let is_latest = move || round.try_get_value() == Some(this);
            let mut all = Vec::new();
            for filter in first.into_iter().chain([filter]) {
                if !is_latest() {
                    return;
                }
                // Whoever has found enough about the same needs no others.
                if all.len() < SHOWN_ROWS
                    && let Ok(page) = api.list_issues(&filter, SHOWN, None).await
                {
                    add_new(&mut all, page.items, without);
                }
            }
            if is_latest() {
                found.set(all);
            }
        });
    });
    let choices =
        Reactive::derive(move || found.with(|found| found.iter().map(choice).collect::<Vec<_>>()));
    let choose = Callback::new(move |chosen: Choice| {
        let issue = found.with_untracked(|found| {
            found
                .iter()
                .find(|issue| issue.id.to_string() == chosen.id)
                .cloned()
        });
        if let Some(issue) = issue {
            on_choose.run(issue);
        }
    });
    view! {
        <Combobox label choices typed on_choose=choose none_found=t!(link.none_found)
            autofocus=true on_close=on_close/>
    }
}

/// Adds those that are not there yet, as long as there is room.
fn add_new(all: &mut Vec<IssueSummary>, more: Vec<IssueSummary>, without: Option<IssueId>) {
    for issue in more {
        let is_known = Some(issue.id) == without || all.iter().any(|known| known.id == issue.id);
        if !is_known && all.len() < SHOWN_ROWS {
            all.push(issue);
        }
    }
}

fn choice(issue: &IssueSummary) -> Choice {
    Choice {
        id: issue.id.to_string(),
        label: format!("{} {}", issue.number, issue.title),
        note: format!(
            "{} · {}",
            issue.state.label(),
            t!(issue.signals, count = issue.signals)
        ),
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn issue(number: u128) -> IssueSummary {
        IssueSummary {
            href: String::new(),
            id: Uuid::from_u128(number).into(),
            authority: "linde".into(),
            number: format!("K-{number}"),
            title: String::new(),
            state: IssueState::Candidate,
            themes: Vec::new(),
            signals: 1,
            owner_name: None,
            review_on: None,
            changed_on: "2026-11-23".parse().unwrap(),
            version: 1,
        }
    }

    #[test]
    fn an_issue_stands_in_the_list_once_and_never_beside_itself() {
        let mut all = Vec::new();
        add_new(&mut all, vec![issue(2), issue(3)], Some(issue(3).id));
        add_new(&mut all, (1..=20).map(issue).collect(), Some(issue(3).id));
        let numbers: Vec<&str> = all.iter().map(|issue| issue.number.as_str()).collect();
        assert_eq!(
            numbers,
            ["K-2", "K-1", "K-4", "K-5", "K-6", "K-7", "K-8", "K-9"]
        );
    }
}
