//! The list of issues.

use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate};
use policy as op;
use shared::id::IssueId;
use shared::issue::IssueSummary;
use shared::life_cycle::IssueState;
use shared::taxonomy::Scheme;

use super::super::signals::{FilterSelect, neighbour};
use super::view::IssuesView;
use crate::browser::dom;
use crate::components::Page;
use crate::desk::choices::{self, Options};
use crate::desk::components::{Forbidden, ListBody, Pager, SearchField, StateBadge};
use crate::desk::keys::{Press, use_keys};
use crate::desk::listing::Listing;
use crate::desk::query::Query;
use crate::desk::seat::{Seat, use_seat};
use crate::desk::words;
use crate::prelude::*;

const PAGE_SIZE: u32 = 50;

/// The page with the list.
#[component]
pub(in crate::desk) fn IssuesPage() -> impl IntoView {
    let seat = use_seat();
    if !untrack(|| seat.may::<op::ListIssues>()) {
        return view! { <Forbidden/> }.into_any();
    }
    view! { <Issues seat/> }.into_any()
}

#[component]
fn Issues(seat: Seat) -> impl IntoView {
    let search = use_location().search;
    let view = Memo::new(move |_| IssuesView::of(&Query::parse(&search.get())));
    let listing = Listing::new(view, move |view: IssuesView| {
        let api = seat.api();
        async move {
            api.list_issues(&view.filter(), PAGE_SIZE, view.after.as_deref())
                .await
        }
    });
    let navigate = use_navigate();
    let go = Callback::new(move |to: IssuesView| {
        let options = NavigateOptions {
            scroll: false,
            ..NavigateOptions::default()
        };
        navigate(&to.address(), options);
    });
    let themes = Reactive::derive(move || {
        let authority = seat
            .chosen()
            .or_else(|| seat.memberships().into_iter().map(|(slug, _)| slug).next());
        authority
            .and_then(|slug| seat.taxonomy(&slug))
            .map(|taxonomy| choices::themes(&taxonomy))
            .unwrap_or_default()
    });
    let states = Reactive::derive(|| {
        let mut states: Options = vec![
            ("all".into(), t!(desk.issues_all).into()),
            ("review".into(), t!(desk.issues_review).into()),
        ];
        states.extend(choices::of_list::<IssueState>());
        states
    });
    use_keys(move |press| {
        let forward = match press {
            Press::Next => true,
            Press::Previous => false,
            _ => return false,
        };
        let rows: Vec<String> = listing
            .rows_untracked()
            .iter()
            .map(|row| link_id(row.id))
            .collect();
        let here = dom::document().active_element().map(|element| element.id());
        if let Some(next) = neighbour(&rows, here.as_ref(), forward) {
            dom::focus_id(&next);
        }
        true
    });
    view! {
        <Page wide=true title=t!(issues.title)
            aside=move || view! {
                <p class="meta numbers" role="status">{move || listing.total().map(|total| t!(desk.issue_count, count = total))}</p>
                <a href="/desk/priorities">{t!(priorities.title)}</a>
            }>
            <div class="filter-row">
                <SearchField label=t!(issues.search)
                    value=Reactive::derive(move || view.with(|view| view.q.clone().unwrap_or_default()))
                    on_search=Callback::new(move |typed: String| {
                        go.run(view.get_untracked().changed(|view| view.q = words::unless_blank(&typed)));
                    })/>
                <FilterSelect id="filter-state" label=t!(inbox.filter_state) options=states empty=t!(desk.issues_open)
                    value=Reactive::derive(move || view.with(|view| view.which.code().to_owned()))
                    on_change=Callback::new(move |code: String| {
                        let which = IssuesView::of(&Query::default().with("state", code)).which;
                        go.run(view.get_untracked().changed(|view| view.which = which));
                    })/>
                <FilterSelect id="filter-theme" label=t!(inbox.filter_theme) options=themes
                    value=Reactive::derive(move || view.with(|view| view.theme.clone().unwrap_or_default()))
                    on_change=Callback::new(move |code: String| {
                        go.run(view.get_untracked().changed(|view| view.theme = words::unless_blank(&code)));
                    })/>
            </div>
            <ListBody listing
                empty=move || if view.with(IssuesView::is_filtered) { t!(issues.filtered_empty) } else { t!(issues.empty) }
                empty_action=move || view.with(|view| view.is_filtered().then(|| view! {
                    <a class="button" href="/desk/issues">{t!(inbox.reset)}</a>
                }))>
                <Rows seat listing/>
                <Pager listing is_later=Reactive::derive(move || view.with(|view| view.after.is_some()))
                    address=Callback::new(move |after: Option<String>| view.get_untracked().changed(|view| view.after = after).address())/>
            </ListBody>
        </Page>
    }
}

/// The link of a row, for the focus.
fn link_id(issue: IssueId) -> String {
    format!("issue-{issue}")
}

#[component]
fn Rows(seat: Seat, listing: Listing<IssueSummary>) -> impl IntoView {
    let today = words::today();
    view! {
        <div class="table-region" role="region" tabindex="0" aria-label=t!(issues.title)>
            <table class="table table--stack">
                <thead>
                    <tr>
                        <th scope="col">{t!(issues.col_number)}</th>
                        <th scope="col">{t!(issues.col_title)}</th>
                        <th scope="col">{t!(issues.col_state)}</th>
                        <th scope="col">{t!(inbox.col_themes)}</th>
                        <th scope="col" class="numbers">{t!(issues.col_signals)}</th>
                        <th scope="col">{t!(issues.col_owner)}</th>
                        <th scope="col">{t!(issues.col_changed)}</th>
                    </tr>
                </thead>
                <tbody>
                    <For each=move || listing.rows() key=|row| (row.id, row.version) let:issue>
                        <Row seat issue today/>
                    </For>
                </tbody>
            </table>
        </div>
    }
}

#[component]
fn Row(seat: Seat, issue: IssueSummary, today: Day) -> impl IntoView {
    let IssueSummary {
        id,
        authority,
        number,
        title,
        state,
        themes,
        signals,
        owner_name,
        review_on,
        changed_on,
        ..
    } = issue;
    let of = authority.clone();
    let theme_words = move || {
        let themes = themes
            .iter()
            .map(|code| seat.words(&authority, Scheme::Theme, code.as_str()));
        themes
            .map(|words| view! { <span class="tag">{words}</span> })
            .collect_view()
    };
    let review = review_on.map(|day| t!(park.until, date = crate::i18n::day(day)));
    view! {
        <tr>
            <td class="numbers">{number}</td>
            <th scope="row" class="table__title">
                <a id=link_id(id) href=format!("/desk/issues/{id}")>{title}</a>
                {move || seat.is_pool().then(|| view! { <span class="meta">" "{seat.name_of(&of)}</span> })}
            </th>
            <td><StateBadge state/>{review.map(|review| view! { <span class="meta">" "{review}</span> })}</td>
            <td>{theme_words}</td>
            <td class="numbers">
                {signals}<span class="table__unit">" "{t!(desk.signals_word)}</span>
            </td>
            <td>{owner_name}</td>
            <td><time datetime=changed_on.to_string()>{words::age(changed_on, today)}</time></td>
        </tr>
    }
}
