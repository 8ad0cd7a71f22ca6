//! All actions, on a board or in a table.

use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate};
use policy as op;
use shared::life_cycle::ActionState;
use wasm_bindgen::JsCast;

use super::super::signals::{FilterSelect, neighbour};
use super::card::ActionCard;
use super::view::{ActionsView, is_late};
use crate::browser::dom;
use crate::components::Page;
use crate::desk::choices;
use crate::desk::components::{Forbidden, ListBody, Pager, StateBadge};
use crate::desk::keys::{Press, use_keys};
use crate::desk::listing::Listing;
use crate::desk::query::Query;
use crate::desk::seat::{Seat, use_seat};
use crate::desk::words;
use crate::prelude::*;

/// The page of actions (D13).
#[component]
pub(in crate::desk) fn ActionsPage() -> impl IntoView {
    let seat = use_seat();
    if !untrack(|| seat.may::<op::ListActions>()) {
        return view! { <Forbidden/> }.into_any();
    }
    view! { <Actions seat/> }.into_any()
}

#[component]
fn Actions(seat: Seat) -> impl IntoView {
    let search = use_location().search;
    let view = Memo::new(move |_| ActionsView::of(&Query::parse(&search.get())));
    let asked = Memo::new(move |_| {
        view.with(|view| (view.owner.clone(), view.is_overdue, view.after.clone()))
    });
    let listing = Listing::new(asked, move |(owner, is_overdue, after)| {
        let api = seat.api();
        async move {
            api.list_actions(&[], owner.as_deref(), is_overdue, after.as_deref())
                .await
        }
    });
    let organisations = LocalResource::new(move || {
        let api = seat.api();
        let may = seat.may::<op::ListOrganisations>();
        async move {
            if may {
                api.list_organisations()
                    .await
                    .map(|page| page.items)
                    .unwrap_or_default()
            } else {
                Vec::new()
            }
        }
    });
    let owners =
        Reactive::derive(move || choices::organisations(&organisations.get().unwrap_or_default()));
    let navigate = use_navigate();
    let go = Callback::new(move |to: ActionsView| {
        let options = NavigateOptions {
            scroll: false,
            ..NavigateOptions::default()
        };
        navigate(&to.address(), options);
    });
    let shape = move |(is_table, words): (bool, &'static str)| {
        view! {
            <a class="choice" data-noscroll="" href=move || view.with(|view| view.changed(|view| view.is_table = is_table).address())
                aria-current=move || view.with(|view| view.is_table == is_table).then_some("true")>{words}</a>
        }
    };
    let on_change = Callback::new(move |new: Action| {
        listing.patch(|rows| {
            if let Some(row) = rows.iter_mut().find(|row| row.id == new.id) {
                *row = new;
            }
        });
    });
    use_keys(move |press| {
        let cards: Vec<String> = dom::all(".action-card")
            .iter()
            .map(web_sys::Element::id)
            .collect();
        let here = card_with_focus();
        match press {
            Press::Next | Press::Previous => {
                let forward = press == Press::Next;
                neighbour(&cards, here.as_ref(), forward).is_some_and(|next| dom::focus_id(&next))
            }
            Press::Status => here.is_some_and(|card| focus_first_step(&card)),
            _ => false,
        }
    });
    let is_table = Memo::new(move |_| view.with(|view| view.is_table));
    view! {
        <Page wide=true title=t!(action.title)
            aside=move || view! { <nav class="choices" aria-label=t!(action.view)>{[(false, t!(action.board)), (true, t!(action.table))].into_iter().map(shape).collect_view()}</nav> }>
            <div class="filter-row">
                <FilterSelect id="filter-owner" label=t!(action.col_owner) options=owners
                    value=Reactive::derive(move || view.with(|view| view.owner.clone().unwrap_or_default()))
                    on_change=Callback::new(move |id: String| {
                        go.run(view.get_untracked().changed(|view| view.owner = words::unless_blank(&id)));
                    })/>
                <label class="tick">
                    <input type="checkbox" prop:checked=move || view.with(|view| view.is_overdue)
                        on:change=move |event| {
                            let is_overdue = event_target_checked(&event);
                            go.run(view.get_untracked().changed(|view| view.is_overdue = is_overdue));
                        }/>
                    <span>{t!(action.filter_late)}</span>
                </label>
            </div>
            <ListBody listing
                empty=move || if view.with(ActionsView::is_filtered) { t!(action.filtered_empty) } else { t!(desk.actions_empty) }
                empty_action=move || if view.with(ActionsView::is_filtered) {
                    view! { <a class="button" href=view.get().changed(|view| { view.owner = None; view.is_overdue = false; }).address()>{t!(inbox.reset)}</a> }
                } else {
                    view! { <a class="button" href="/desk/issues".to_owned()>{t!(action.to_issue)}</a> }
                }>
                {move || if is_table.get() {
                    view! { <Table listing/> }.into_any()
                } else {
                    view! { <Board listing on_change/> }.into_any()
                }}
                <Pager listing is_later=Reactive::derive(move || view.with(|view| view.after.is_some()))
                    address=Callback::new(move |after: Option<String>| view.get_untracked().changed(|view| view.after = after).address())/>
            </ListBody>
        </Page>
    }
}

/// The card in which somebody works.
fn card_with_focus() -> Option<String> {
    let active = dom::document().active_element()?;
    let card = active.closest(".action-card").ok().flatten()?;
    Some(card.id())
}

fn focus_first_step(card: &str) -> bool {
    let buttons = dom::all(&format!("#{card} .action-card__buttons button"));
    let Some(first) = buttons.into_iter().next() else {
        return false;
    };
    dom::focus(&first.unchecked_into());
    true
}

#[component]
fn Board(listing: Listing<Action>, on_change: Callback<Action>) -> impl IntoView {
    let column = move |state: ActionState| {
        let rows = move || -> Vec<Action> {
            listing
                .rows()
                .into_iter()
                .filter(|action| action.state == state)
                .collect()
        };
        view! {
            <section class="board__column" aria-label=state.label()>
                <h2 class="board__title">{state.label()}" "<span class="meta numbers">{move || rows().len()}</span></h2>
                {move || rows().is_empty().then(|| view! { <p class="meta">{t!(action.column_empty)}</p> })}
                <ul class="action-list">
                    <For each=rows key=|action| (action.id, action.version) let:action>
                        <li><ActionCard action on_change on_overtaken=Callback::new(move |()| listing.reread()) with_issue=true/></li>
                    </For>
                </ul>
            </section>
        }
    };
    view! { <div class="board">{ActionState::ALL.iter().copied().map(column).collect_view()}</div> }
}

#[component]
fn Table(listing: Listing<Action>) -> impl IntoView {
    let today = words::today();
    let row = move |action: Action| {
        let is_overdue = is_late(&action, today);
        view! {
            <tr>
                <th scope="row" class="table__title">{action.title}</th>
                <td><a href=format!("/desk/issues/{}", action.issue)>{action.issue_number}</a></td>
                <td>{action.owner_name}</td>
                <td>
                    <time datetime=action.due_on.to_string()>{crate::i18n::day(action.due_on)}</time>
                    {is_overdue.then(|| view! { " "<span class="badge badge--bad">{words::term(action.due_on, today)}</span> })}
                </td>
                <td><StateBadge state=action.state/></td>
            </tr>
        }
    };
    view! {
        <div class="table-region" role="region" tabindex="0" aria-label=t!(action.title)>
            <table class="table table--stack">
                <thead>
                    <tr>
                        <th scope="col">{t!(action.col_title)}</th>
                        <th scope="col">{t!(action.col_issue)}</th>
                        <th scope="col">{t!(action.col_owner)}</th>
                        <th scope="col">{t!(action.col_due)}</th>
                        <th scope="col">{t!(action.col_state)}</th>
                    </tr>
                </thead>
                <tbody>{move || listing.rows().into_iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
}
