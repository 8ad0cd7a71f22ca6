//! What is chosen, on paper or in a spreadsheet.

use std::collections::BTreeSet;

use policy as op;
use shared::id::SignalId;
use shared::issue::MAX_SIGNALS_PER_REQUEST;
use shared::page::MAX_PAGE_SIZE;
use shared::signal::{SignalFilter, SignalSummary};
use shared::signal_export::{ExportedSignal, SignalExportDraft};
use shared::taxonomy::Scheme;
use wasm_bindgen_futures::spawn_local;

use super::inbox_list::InboxList;
use crate::api::{Answer, ApiClient, Authorised};
use crate::browser::{dom, timer};
use crate::components::{Button, ButtonKind, icon, use_toaster};
use crate::desk::download::{csv_line, save};
use crate::desk::seat::{Seat, use_seat};
use crate::desk::sending::Sending;
use crate::desk::words;
use crate::prelude::*;

/// Two buttons: print, and save as a file.
#[component]
pub(super) fn TakeAlong(
    authority: String,
    list: InboxList,
    selected: RwSignal<BTreeSet<SignalId>>,
    printed: RwSignal<Option<Vec<SignalSummary>>>,
) -> impl IntoView {
    let seat = use_seat();
    let toaster = use_toaster();
    let sending = Sending::new();
    let chosen = move || {
        let ids = list.ids_untracked();
        selected.with_untracked(|selected| {
            let chosen = ids.iter().filter(|id| selected.contains(id)).copied();
            chosen.collect::<Vec<_>>()
        })
    };
    let too_many = move |count: usize| {
        let is_too_many = count > MAX_SIGNALS_PER_REQUEST;
        if is_too_many {
            toaster.say(t!(inbox.take_most, most = MAX_SIGNALS_PER_REQUEST));
        }
        is_too_many
    };
    let of = authority.clone();
    let print = move |()| {
        let ids = chosen();
        if too_many(ids.len()) {
            return;
        }
        let api = seat.api_at(&of);
        sending.run(read_rows(api, ids), move |answer| match answer {
            Ok(rows) => {
                printed.set(Some(rows));
                spawn_local(async {
                    // After the page was drawn anew.
                    timer::after(50).await;
                    let _ = dom::window().print();
                });
            }
            Err(error) => toaster.say(error.text()),
        });
    };
    let may_export = seat.may_at::<op::ExportSignals>(&authority);
    let of = StoredValue::new(authority);
    let keep = move |()| {
        let ids = chosen();
        // What is chosen is named one by one; more than that only as all that a filter finds.
        let is_all = ids.len() > MAX_SIGNALS_PER_REQUEST
            && list.total_untracked().is_some()
            && ids.len() == list.ids_untracked().len();
        if !is_all && too_many(ids.len()) {
            return;
        }
        let (filter, signals) = if is_all {
            (list.filter_untracked(), Vec::new())
        } else {
            (SignalFilter::default(), ids)
        };
        let authority = of.get_value();
        let api = seat.api_at(&authority);
        let draft = SignalExportDraft { signals };
        sending.run(
            async move { api.export_signals(&filter, &draft).await },
            move |answer| match answer {
                Ok(export) => {
                    let name = format!("{}-{}.csv", t!(inbox.file_name), words::today());
                    save(
                        &name,
                        "text/csv;charset=utf-8",
                        &csv(seat, &authority, &export.items),
                    );
                    if export.more {
                        toaster.say(t!(inbox.file_cut, count = export.items.len()));
                    }
                }
                Err(error) => toaster.say(error.text()),
            },
        );
    };
    view! {
        <Button label=t!(common.print) icon=icon::PRINTER kind=ButtonKind::Quiet busy=sending.is_busy() on_press=print/>
        {may_export.then(|| view! {
            <Button label=t!(indicator.save) icon=icon::DOWNLOAD kind=ButtonKind::Quiet busy=sending.is_busy() on_press=keep/>
        })}
    }
}

async fn read_rows(api: ApiClient<Authorised>, ids: Vec<SignalId>) -> Answer<Vec<SignalSummary>> {
    let part = usize::try_from(MAX_PAGE_SIZE).unwrap_or(usize::MAX);
    let mut rows = Vec::new();
    for some in ids.chunks(part) {
        let only = SignalFilter {
            id: some.to_vec(),
            ..SignalFilter::default()
        };
        rows.extend(api.list_signals(&only, MAX_PAGE_SIZE, None).await?.items);
    }
    Ok(rows)
}

/// A line per signal; no word of what somebody wrote.
fn csv(seat: Seat, authority: &str, signals: &[ExportedSignal]) -> String {
    let head = [
        t!(inbox.col_day),
        t!(inbox.col_state),
        t!(inbox.col_promise),
        t!(inbox.flag_late),
        t!(inbox.col_themes),
        t!(inbox.col_tags),
        t!(inbox.col_groups),
        t!(inbox.col_place),
        t!(inbox.col_sector),
        t!(inbox.filter_language),
        t!(inbox.col_issue),
        t!(inbox.col_number),
    ];
    // The mark tells spreadsheets that it is UTF-8.
    let mut file = format!("\u{FEFF}{}", csv_line(&head));
    let codes = |scheme: Scheme, codes: &[String]| {
        let words = codes
            .iter()
            .map(|code| untrack(|| seat.words(authority, scheme, code)));
        words.collect::<Vec<_>>().join(", ")
    };
    for signal in signals {
        let cells = [
            signal.received_on.to_string(),
            signal.state.label().to_owned(),
            signal.promised_on.to_string(),
            if signal.late {
                t!(common.yes)
            } else {
                t!(common.no)
            }
            .to_owned(),
            codes(Scheme::Theme, &signal.themes),
            codes(Scheme::Tag, &signal.tags),
            codes(Scheme::TargetGroup, &signal.target_groups),
            signal.place.clone().unwrap_or_default(),
            signal
                .sector
                .as_deref()
                .map(|code| untrack(|| seat.sector(authority, code)))
                .unwrap_or_default(),
            signal
                .language
                .as_deref()
                .map(words::language)
                .unwrap_or_default(),
            signal.issues.join(", "),
            signal.id.to_string(),
        ];
        file.push_str(&csv_line(&cells.each_ref().map(String::as_str)));
    }
    file
}

/// What goes on paper: a list that no screen shows.
#[component]
pub(super) fn PrintList(printed: RwSignal<Option<Vec<SignalSummary>>>) -> impl IntoView {
    let seat = use_seat();
    let done = window_event_listener(leptos::ev::afterprint, move |_| printed.set(None));
    on_cleanup(move || done.remove());
    let line = move |row: SignalSummary| {
        let tags = row
            .tags
            .iter()
            .filter(|tag| tag.status == shared::signal::TagStatus::Confirmed);
        let tags: Vec<String> = tags
            .map(|tag| seat.words(&row.authority, tag.scheme, tag.code.as_str()))
            .collect();
        let issues: Vec<&str> = row
            .issues
            .iter()
            .map(|issue| issue.number.as_str())
            .collect();
        let facts = [
            crate::i18n::day(row.received_on),
            row.state.label().to_owned(),
            row.place.clone().unwrap_or_default(),
            tags.join(", "),
            issues.join(", "),
        ];
        let facts: Vec<String> = facts.into_iter().filter(|fact| !fact.is_empty()).collect();
        view! {
            <li class="print-list__row">
                <p lang=row.language>{row.excerpt}</p>
                <p class="meta">{facts.join(" · ")}</p>
            </li>
        }
    };
    move || {
        printed.get().map(|rows| {
            let count = rows.len();
            view! {
                <section class="print-list" aria-hidden="true">
                    <h2>{t!(inbox.count, count = count)}</h2>
                    <ol>{rows.into_iter().map(line).collect_view()}</ol>
                </section>
            }
        })
    }
}
