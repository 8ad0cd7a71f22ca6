//! Finding an issue by number or words.

use leptos::text_prop::TextProp;
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
/// How long typing must rest before the server is asked.
const REST_MS: i32 = 150;

/// Hands over an issue of one authority.
#[component]
pub(in crate::desk) fn IssuePicker(
    /// Whose issues.
    authority: String,
    /// What is asked.
    #[prop(into)]
    label: TextProp,
    /// Which states may be taken.
    takes: fn(IssueState) -> bool,
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
        spawn_local(async move {
            timer::after(REST_MS).await;
            if round.try_get_value() != Some(this) {
                return;
            }
            let filter = IssueFilter {
                q: Some(words).filter(|words| !words.trim().is_empty()),
                state: IssueState::ALL
                    .iter()
                    .copied()
                    .filter(|state| takes(*state))
                    .collect(),
                ..IssueFilter::default()
            };
            let answer = api.list_issues(&filter, SHOWN, None).await;
            if let (Ok(page), Some(latest)) = (answer, round.try_get_value())
                && latest == this
            {
                found.set(page.items);
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
        <Combobox id="issue-picker" label choices typed on_choose=choose none_found=t!(link.none_found)
            autofocus=true on_close=on_close/>
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
