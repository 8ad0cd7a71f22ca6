//! The table: the same numbers as the picture, and everything that can be done.

use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate};
use policy as op;
use wasm_bindgen_futures::spawn_local;

use super::board::{Below, Board};
use super::model::{Column, Row, Sort, kept, shown};
use super::score::ScoreForm;
use super::spread::SpreadList;
use crate::browser::dom;
use crate::components::{Button, ButtonKind, icon};
use crate::desk::query::Query;
use crate::prelude::*;

/// How many columns there are, for what opens below a row.
const COLUMNS: &str = "8";

/// Sortable; the order itself is changed with two buttons a row, while it is sorted by place.
#[component]
pub(super) fn Table(board: Board) -> impl IntoView {
    let search = use_location().search;
    let sort = Memo::new(move |_| Sort::of(Query::parse(&search.get()).get("sort")));
    let navigate = use_navigate();
    let press = Callback::new(move |by: Column| {
        let code = sort.get_untracked().pressed(by).code();
        let options = NavigateOptions {
            scroll: false,
            replace: true,
            ..NavigateOptions::default()
        };
        navigate(
            &Query::default().with("sort", code).at("/desk/priorities"),
            options,
        );
    });
    let head = move |column: Column| {
        let is_numbers = !matches!(column, Column::Place | Column::Number);
        view! {
            <th scope="col" class:numbers=is_numbers aria-sort=move || sort.get().aria(column)>
                <button type="button" class="sort" on:click=move |_| press.run(column)>
                    {column.label()}
                    <span class="sort__way" aria-hidden="true">
                        {move || match sort.get().aria(column) { Some("ascending") => "▲", Some(_) => "▼", None => "" }}
                    </span>
                </button>
            </th>
        }
    };
    let rows = Memo::new(move |_| {
        let rows = board.rows();
        let count = rows.iter().filter(|row| row.calculated.is_some()).count();
        let place = |row: &Row| rows.iter().position(|one| one.id() == row.id());
        let sorted = sort.get().sorted(&rows);
        let told = sorted.into_iter().map(|row| {
            let place = place(&row).map_or(0, |before| before + 1);
            Line { row, place, count }
        });
        told.collect::<Vec<Line>>()
    });
    let may_order = board.may::<op::PrioritiseIssues>();
    let may_move = Memo::new(move |_| may_order && sort.get() == Sort::default());
    view! {
        <p class="visually-hidden" role="status">{board.said}</p>
        <div class="table-region" role="region" tabindex="0" aria-label=t!(priorities.title)>
            <table class="table table--stack priorities">
                <thead>
                    <tr>
                        {Column::ALL.map(head).into_iter().collect_view()}
                        <th scope="col" class="numbers">{t!(priorities.col_steady)}</th>
                        <th scope="col"><span class="visually-hidden">{t!(priorities.col_acts)}</span></th>
                    </tr>
                </thead>
                <tbody>
                    <For each=move || rows.get() key=|line| line.row.id() children=move |line| {
                        let id = line.row.id();
                        let fresh = line.clone();
                        // A row stays while its numbers change, so that a button keeps its focus.
                        let line = Memo::new(move |_| {
                            rows.with(|rows| rows.iter().find(|one| one.row.id() == id).cloned())
                                .unwrap_or_else(|| fresh.clone())
                        });
                        view! { <IssueRow board line may_move/> }
                    }/>
                </tbody>
            </table>
        </div>
    }
}

/// A row and where it stands in the order.
#[derive(Debug, Clone, PartialEq)]
struct Line {
    row: Row,
    place: usize,
    count: usize,
}

#[component]
fn IssueRow(board: Board, line: Memo<Line>, may_move: Memo<bool>) -> impl IntoView {
    let issue = line.with_untracked(|line| line.row.issue.clone());
    let id = issue.id;
    let number = issue.number.clone();
    let place = move || {
        line.with(|line| {
            let Some(calculated) = line.row.calculated else {
                return view! { <span>"–"</span> }.into_any();
            };
            let other = (calculated != line.place && board.hand.with(Option::is_some))
                .then(|| t!(priorities.calculated, place = calculated));
            view! { <strong>{line.place}</strong>{other.map(|words| view! { <span class="table__below">{words}</span> })} }
                .into_any()
        })
    };
    let unit = |words: &'static str| view! { <span class="table__unit">{words}": "</span> };
    let scorers = move || {
        line.with(|line| {
            let people = t!(priorities.people, count = line.row.scorers);
            let missing = line.row.own.is_empty().then_some(t!(priorities.own_missing));
            view! { {people}{missing.map(|words| view! { <span class="table__below">{words}</span> })} }
        })
    };
    let has_spread = Memo::new(move |_| line.with(|line| !line.row.spreads().is_empty()));
    let has_own = Memo::new(move |_| line.with(|line| !line.row.own.is_empty()));
    let is_spread_open = move || board.below.get() == Some(Below::Spread(id));
    let is_scoring = Memo::new(move |_| board.below.get() == Some(Below::Score(id)));
    let may_score = board.may::<op::ScoreIssue>();
    let (up, down) = (
        t!(priorities.up, number = number.clone()),
        t!(priorities.down, number = number.clone()),
    );
    let is_placed = Memo::new(move |_| line.with(|line| line.row.calculated.is_some()));
    let (up_id, down_id) = (format!("up-{id}"), format!("down-{id}"));
    let shift = move |button: &str, up: bool| {
        board.shift(id, up);
        // A row that is put elsewhere loses the focus that is in it: the button gets it back, for the next press.
        let button = [button.to_owned()];
        spawn_local(async move { dom::find_lost_focus(&button).await });
    };
    let moves = move || {
        (may_move.get() && is_placed.get()).then(|| {
            let (up_id, down_id) = (up_id.clone(), down_id.clone());
            let (pressed_up, pressed_down) = (up_id.clone(), down_id.clone());
            view! {
                <button type="button" class="button button--quiet button--icon move-up" id=up_id aria-label=up.clone()
                    on:click=move |_| shift(&pressed_up, true)>"↑"</button>
                <button type="button" class="button button--quiet button--icon move-down" id=down_id aria-label=down.clone()
                    on:click=move |_| shift(&pressed_down, false)>"↓"</button>
            }
        })
    };
    let score_label = {
        let number = number.clone();
        move || {
            let verb = if has_own.get() {
                t!(priorities.score_change)
            } else {
                t!(priorities.score_act)
            };
            view! { {verb}<span class="visually-hidden">" "{number.clone()}</span> }
        }
    };
    let spread_name = number.clone();
    view! {
        <tr class="priorities__row">
            <td class="numbers">{unit(t!(priorities.col_place))}{place}</td>
            <th scope="row" class="table__title">
                <span class="meta">{number}</span>" "<a href=format!("/desk/issues/{id}")>{issue.title.clone()}</a>
            </th>
            <td class="numbers">{unit(t!(priorities.col_total))}{move || line.with(|line| shown(line.row.total))}</td>
            <td class="numbers">{unit(t!(priorities.col_impact))}{move || line.with(|line| shown(line.row.impact))}</td>
            <td class="numbers">{unit(t!(priorities.col_feasibility))}{move || line.with(|line| shown(line.row.feasibility))}</td>
            <td class="numbers">{scorers}</td>
            <td class="numbers">{unit(t!(priorities.col_steady))}{move || line.with(|line| line.row.steadiness.map_or_else(|| "–".to_owned(), kept))}</td>
            <td>
                <div class="priorities__acts">
                    {may_score.then(|| view! {
                        <button type="button" class="button button--quiet" aria-expanded=move || is_scoring.get().to_string()
                            on:click=move |_| board.toggle(Below::Score(id))>{score_label}</button>
                    })}
                    {move || has_spread.get().then(|| {
                        let name = spread_name.clone();
                        view! {
                            <button type="button" class="button button--quiet" aria-expanded=move || is_spread_open().to_string()
                                on:click=move |_| board.toggle(Below::Spread(id))>
                                {t!(priorities.spread)}<span class="visually-hidden">" "{name}</span>
                            </button>
                        }
                    })}
                    {moves}
                </div>
            </td>
        </tr>
        // On paper every spread shows.
        <tr class="priorities__below" class:is-closed=move || !is_spread_open()>
            <td colspan=COLUMNS>{move || line.with(|line| view! { <SpreadList spreads=line.row.spreads().to_vec()/> })}</td>
        </tr>
        {move || is_scoring.get().then(|| {
            let (issue, own) = line.with_untracked(|line| (line.row.issue.clone(), line.row.own.clone()));
            view! { <tr class="priorities__form"><td colspan=COLUMNS><ScoreForm board issue own/></td></tr> }
        })}
    }
}

/// Prints the page, saves the table.
#[component]
pub(super) fn TableActs(board: Board) -> impl IntoView {
    let print = move |()| {
        let _ = dom::window().print();
    };
    let save = move |()| {
        let (rows, weights) = untrack(|| (board.rows(), board.weights()));
        let name = board.list.with_untracked(|list| list.authority.clone());
        let file = format!("{name}-{}.csv", crate::desk::words::today());
        let content = super::export::csv(&rows, &weights);
        crate::desk::download::save(&file, "text/csv;charset=utf-8", &content);
    };
    view! {
        <Button label=t!(priorities.save) icon=icon::DOWNLOAD kind=ButtonKind::Quiet on_press=save/>
        <Button label=t!(common.print) icon=icon::PRINTER kind=ButtonKind::Quiet on_press=print/>
    }
}
