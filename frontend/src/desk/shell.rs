//! What stands around every page: bar, menus, routes, shortcuts.

use leptos_router::components::{Route, Router, Routes};
use leptos_router::hooks::{use_location, use_navigate};
use leptos_router::{NavigateOptions, path};
use wasm_bindgen_futures::spawn_local;

use super::areas::{Area, MAIN, MORE};
use super::chunks;
use super::components::{LanguageChoice, RecentActs};
use super::keys::{Keys, Press};
use super::lazy::{Fetch, Lazy};
use super::pages;
use super::seat::Seat;
use super::sending::Sending;
use super::unsent;
use crate::browser::{dom, storage, timer};
use crate::components::{
    Dialog, EmptyState, Icon, Mark, Page, icon, remember_scrolling, use_toaster,
};
use crate::prelude::*;
use crate::state::{Theme, keep_theme, kept_theme, use_online};

/// How long the first page has the network for itself.
const CALM_MS: i32 = 3_000;

/// The desk of a signed-in person.
#[component]
pub(super) fn Shell(
    /// Who sits here.
    seat: Seat,
    /// Runs after signing out.
    on_leave: Callback<()>,
) -> impl IntoView {
    // Before the router: it draws the page that one goes back to as soon as it hears of it.
    remember_scrolling();
    view! {
        <Router>
            <Frame seat on_leave/>
        </Router>
    }
}

#[component]
fn Frame(seat: Seat, on_leave: Callback<()>) -> impl IntoView {
    let help = RwSignal::new(false);
    let toaster = use_toaster();
    let navigate = use_navigate();
    let keys = Keys::listen(Callback::new(move |press| match press {
        Press::Help => help.set(true),
        Press::Go(area) if area.is_open_to(seat) => {
            navigate(area.path(), NavigateOptions::default());
        }
        Press::Search if Area::Search.is_open_to(seat) => {
            navigate(Area::Search.path(), NavigateOptions::default());
        }
        Press::Undo => {
            toaster.undo_last();
        }
        _ => {}
    }));
    let online = use_online();
    unsent::guard_closing();
    fetch_ahead(seat);
    view! {
        <a class="skip" href="#main" rel="external">{t!(common.skip)}</a>
        <TopBar seat keys help on_leave/>
        {move || (!online.get()).then(|| view! {
            <p class="offline-line" role="status"><Icon shape=icon::WIFI_OFF/>{t!(desk.offline_read)}</p>
        })}
        // Another authority is another set of rows: pages begin anew.
        {move || {
            seat.chosen();
            view! { <main id="main" class="desk-main" tabindex="-1"><Pages/></main> }
        }}
        <ShortcutHelp open=help keys/>
    }
}

/// Once the first page had its time, fetches quietly what this person may open next: pages then come at once, also when the
/// network went away or the server was renewed.
fn fetch_ahead(seat: Seat) {
    let areas: Vec<Area> = MAIN
        .into_iter()
        .chain(MORE)
        .chain([Area::Search])
        .filter(|area| untrack(|| area.is_open_to(seat)))
        .collect();
    spawn_local(async move {
        timer::after(CALM_MS).await;
        for fetch in areas.into_iter().filter_map(Area::chunk) {
            if fetch().await.is_err() {
                // Whoever goes there sees why.
                return;
            }
        }
    });
}

#[component]
fn Pages() -> impl IntoView {
    view! {
        <Routes fallback=|| view! { <NotFound/> }>
            <Route path=path!("/desk") view=pages::start::StartPage/>
            <Route path=path!("/desk/signals") view=lazy(chunks::inbox)/>
            <Route path=path!("/desk/signals/:id") view=lazy(chunks::signal)/>
            <Route path=path!("/desk/signals/:id/compare/:other") view=lazy(chunks::compare)/>
            <Route path=path!("/desk/clusters") view=lazy(chunks::cluster_list)/>
            <Route path=path!("/desk/clusters/:id") view=lazy(chunks::cluster)/>
            <Route path=path!("/desk/issues") view=lazy(chunks::issue_list)/>
            <Route path=path!("/desk/issues/:id") view=lazy(chunks::issue)/>
            <Route path=path!("/desk/actions") view=lazy(chunks::action_list)/>
            <Route path=path!("/desk/feedback") view=lazy(chunks::feedback_list)/>
            <Route path=path!("/desk/trends") view=lazy(chunks::trend_list)/>
            <Route path=path!("/desk/trends/:id") view=lazy(chunks::trend)/>
            <Route path=path!("/desk/overview") view=lazy(chunks::overview)/>
            <Route path=path!("/desk/priorities") view=lazy(chunks::priorities)/>
            <Route path=path!("/desk/search") view=lazy(chunks::search)/>
            <Route path=path!("/desk/import") view=lazy(chunks::import)/>
            <Route path=path!("/desk/people") view=lazy(chunks::people_list)/>
            <Route path=path!("/desk/links") view=lazy(chunks::entry_link_list)/>
            <Route path=path!("/desk/organisations") view=lazy(chunks::organisation_list)/>
            <Route path=path!("/desk/audit") view=lazy(chunks::audit_log)/>
            <Route path=path!("/desk/suggestions") view=lazy(chunks::suggestion_record)/>
            <Route path=path!("/desk/export") view=lazy(chunks::export)/>
        </Routes>
    }
}

/// A page that comes when somebody first goes there.
fn lazy(fetch: Fetch) -> impl Fn() -> AnyView + Clone + Send + 'static {
    move || view! { <Lazy fetch/> }.into_any()
}

#[component]
fn NotFound() -> impl IntoView {
    view! {
        <Page title=t!(error.not_found_title)>
            <EmptyState text=t!(error.not_found)>
                <a class="button" href="/desk/">{t!(error.go_start)}</a>
            </EmptyState>
        </Page>
    }
}

#[component]
fn TopBar(seat: Seat, keys: Keys, help: RwSignal<bool>, on_leave: Callback<()>) -> impl IntoView {
    let path = use_location().pathname;
    let item = move |area: Area| {
        move || {
            area.is_open_to(seat).then(|| {
                view! {
                    <li>
                        <a class="bar__item" href=area.path()
                            aria-current=move || area.holds(&path.get()).then_some("page")>
                            <Icon shape=area.icon()/>
                            <span>{area.label()}</span>
                        </a>
                    </li>
                }
            })
        }
    };
    let more = move || MORE.into_iter().any(|area| area.is_open_to(seat));
    view! {
        <header class="bar">
            <a class="bar__home" href="/desk/" aria-label=t!(common.app)><Mark/></a>
            <nav class="bar__nav" aria-label=t!(nav.label)>
                <ul class="bar__list">
                    {MAIN.into_iter().map(item).collect_view()}
                    {move || more().then(|| view! {
                        <li>
                            <Menu label=t!(common.more) icon=icon::ELLIPSIS path>
                                <ul class="bar__menu">{MORE.into_iter().map(item).collect_view()}</ul>
                            </Menu>
                        </li>
                    })}
                </ul>
            </nav>
            <div class="bar__side">
                {move || Area::Search.is_open_to(seat).then(|| view! {
                    <a class="bar__item bar__item--icon" href=Area::Search.path() aria-label=Area::Search.label() title=t!(search.key)
                        aria-current=move || Area::Search.holds(&path.get()).then_some("page")>
                        <Icon shape=icon::SEARCH/>
                    </a>
                })}
                <RecentActs/>
                <AuthoritySwitch seat/>
                <button type="button" class="bar__item bar__item--icon" aria-label=t!(nav.shortcuts)
                    on:click=move |_| help.set(true)>
                    <Icon shape=icon::CIRCLE_QUESTION_MARK/>
                </button>
                <Menu label=seat.me().name icon=icon::USER path>
                    <Settings keys/>
                    <SignOut seat on_leave/>
                </Menu>
            </div>
        </header>
    }
}

/// A menu that closes when one goes to another page, clicks elsewhere or presses Escape.
#[component]
fn Menu(
    #[prop(into)] label: String,
    icon: crate::components::Shape,
    path: Memo<String>,
    children: Children,
) -> impl IntoView {
    let node = NodeRef::<leptos::html::Details>::new();
    let close = move || {
        if let Some(details) = node.get_untracked() {
            let _ = details.remove_attribute("open");
        }
    };
    Effect::new(move |_| {
        path.track();
        close();
    });
    let outside = window_event_listener(leptos::ev::click, move |event| {
        let target = event
            .target()
            .and_then(|target| wasm_bindgen::JsCast::dyn_into::<web_sys::Node>(target).ok());
        let is_inside = node
            .get_untracked()
            .is_some_and(|details| details.contains(target.as_ref()));
        if !is_inside {
            close();
        }
    });
    on_cleanup(move || outside.remove());
    let escape = move |event: leptos::ev::KeyboardEvent| {
        if event.key() == "Escape" {
            event.stop_propagation();
            close();
            if let Some(details) = node.get_untracked()
                && let Ok(Some(summary)) = details.query_selector("summary")
            {
                dom::focus(wasm_bindgen::JsCast::unchecked_ref(&summary));
            }
        }
    };
    view! {
        <details class="bar__details" node_ref=node on:keydown=escape>
            <summary class="bar__item">
                <Icon shape=icon/>
                <span class="bar__label">{label}</span>
                <Icon shape=icon::CHEVRON_DOWN/>
            </summary>
            <div class="bar__panel">{children()}</div>
        </details>
    }
}

/// Which authority is looked at; several together are a pool to read from.
#[component]
fn AuthoritySwitch(seat: Seat) -> impl IntoView {
    let memberships = seat.memberships();
    if memberships.len() < 2 {
        let name = memberships.into_iter().map(|(_, name)| name).next();
        return view! { <span class="bar__authority">{name}</span> }.into_any();
    }
    let option = move |(slug, name): (String, String)| {
        let own = slug.clone();
        view! { <option value=slug selected=move || seat.chosen().as_ref() == Some(&own)>{name}</option> }
    };
    let (path, navigate) = (use_location().pathname, use_navigate());
    let choose = move |event| {
        let slug: String = event_target_value(&event);
        seat.choose((!slug.is_empty()).then_some(slug));
        // What was open may belong to another authority: the list begins anew.
        let path = path.get_untracked();
        navigate(&path, NavigateOptions::default());
    };
    view! {
        <label class="bar__switch">
            <span class="visually-hidden">{t!(signin.choose_authority)}</span>
            <select class="control" title=t!(nav.pool_hint) on:change=choose>
                <option value="" selected=move || seat.chosen().is_none()>{t!(nav.pool)}</option>
                {memberships.into_iter().map(option).collect_view()}
            </select>
        </label>
    }
    .into_any()
}

#[component]
fn Settings(keys: Keys) -> impl IntoView {
    let theme = RwSignal::new(kept_theme());
    let density = RwSignal::new(storage::read("desk.density").unwrap_or_else(|| "normal".into()));
    let theme_choice = move |choice: Theme| {
        let choose = move |_| {
            keep_theme(choice);
            theme.set(choice);
        };
        view! {
            <button type="button" class="choice" aria-pressed=move || (theme.get() == choice).to_string() on:click=choose>
                {choice.label()}
            </button>
        }
    };
    let density_choice = move |(code, words): (&'static str, &'static str)| {
        let choose = move |_| {
            storage::write("desk.density", code);
            dom::set_root_attribute("data-density", code);
            density.set(code.to_owned());
        };
        view! {
            <button type="button" class="choice" aria-pressed=move || (density.get() == code).to_string() on:click=choose>
                {words}
            </button>
        }
    };
    let densities = [
        ("wide", t!(inbox.density_wide)),
        ("normal", t!(inbox.density_normal)),
        ("tight", t!(inbox.density_tight)),
    ];
    view! {
        <LanguageChoice/>
        <fieldset class="choices">
            <legend>{t!(settings.theme)}</legend>
            {Theme::ALL.iter().copied().map(theme_choice).collect_view()}
        </fieldset>
        <fieldset class="choices">
            <legend>{t!(inbox.density)}</legend>
            {densities.into_iter().map(density_choice).collect_view()}
        </fieldset>
        <label class="tick">
            <input type="checkbox" prop:checked=move || keys.is_on() on:change=move |event| keys.switch(event_target_checked(&event))/>
            <span>{t!(settings.shortcuts)}</span>
        </label>
    }
}

#[component]
fn SignOut(seat: Seat, on_leave: Callback<()>) -> impl IntoView {
    let sending = Sending::new();
    let toaster = use_toaster();
    let leave = move |_| {
        sending.run(seat.login().sign_out(), move |answer| match answer {
            Ok(()) => {
                toaster.say(t!(signin.signed_out));
                on_leave.run(());
            }
            Err(error) => toaster.say(error.text()),
        });
    };
    view! {
        <button type="button" class="bar__item bar__leave" on:click=leave>
            <Icon shape=icon::LOG_OUT/>
            <span>{t!(nav.sign_out)}</span>
        </button>
    }
}

/// The list of shortcuts.
#[component]
fn ShortcutHelp(open: RwSignal<bool>, keys: Keys) -> impl IntoView {
    let list = move || {
        let rows: [(&'static str, &'static str); 25] = [
            ("?", t!(shortcut.list)),
            ("/", t!(shortcut.search)),
            ("g h", t!(nav.start)),
            ("g i", t!(shortcut.go_inbox)),
            ("g k", t!(shortcut.go_issues)),
            ("g a", t!(shortcut.go_actions)),
            ("g f", t!(shortcut.go_feedback)),
            ("g t", t!(shortcut.go_trends)),
            ("g o", t!(shortcut.go_overview)),
            ("j", t!(shortcut.next)),
            ("k", t!(shortcut.previous)),
            ("Enter", t!(shortcut.open)),
            ("x", t!(shortcut.select)),
            ("1 … 9", t!(shortcut.toggle)),
            ("Y", t!(shortcut.accept_all)),
            ("t", t!(shortcut.tag)),
            ("l", t!(shortcut.link)),
            ("m", t!(shortcut.merge)),
            ("n", t!(shortcut.differ)),
            ("a", t!(shortcut.assign)),
            ("s", t!(shortcut.status)),
            ("q", t!(shortcut.ask)),
            ("e", t!(shortcut.done)),
            ("u", t!(shortcut.undo)),
            ("Esc", t!(shortcut.close)),
        ];
        let row = |(key, words): (&'static str, &'static str)| {
            view! { <div class="shortcut"><dt><kbd>{key}</kbd></dt><dd>{words}</dd></div> }
        };
        view! {
            {(!keys.is_on()).then(|| view! { <p>{t!(shortcut.off)}</p> })}
            <dl class="shortcuts">{rows.into_iter().map(row).collect_view()}</dl>
            <div class="dialog__choices">
                <crate::components::Button label=t!(common.close) on_press=move |()| open.set(false)/>
            </div>
        }
    };
    view! { <Dialog open title=t!(shortcut.title)>{list()}</Dialog> }
}
