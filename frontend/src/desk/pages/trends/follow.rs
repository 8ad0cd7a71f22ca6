//! Following a theme or a neighbourhood: one mail a week at most.

use policy as op;
use shared::taxonomy::Scheme;
use shared::trend::{TrendSubscription, TrendSubscriptionDraft};

use super::super::signals::FilterSelect;
use crate::components::{Button, ButtonKind, Notice, use_toaster};
use crate::desk::choices;
use crate::desk::seat::{Seat, use_seat};
use crate::desk::sending::Sending;
use crate::desk::words::unless_blank;
use crate::prelude::*;

/// What is followed, and a way to change it. `Copy`.
#[derive(Clone, Copy)]
pub(super) struct Followed {
    seat: Seat,
    authority: StoredValue<String>,
    all: RwSignal<Vec<TrendSubscription>>,
    sending: Sending,
}

impl Followed {
    /// Begins to read what is followed.
    pub(super) fn read(authority: &str) -> Self {
        let followed = Self {
            seat: use_seat(),
            authority: StoredValue::new(authority.to_owned()),
            all: RwSignal::new(Vec::new()),
            sending: Sending::new(),
        };
        let api = followed.seat.api_at(authority);
        wasm_bindgen_futures::spawn_local(async move {
            if let Ok(page) = api.list_trend_subscriptions().await {
                let _ = followed.all.try_set(page.items);
            }
        });
        followed
    }

    fn find(self, draft: &TrendSubscriptionDraft) -> Option<TrendSubscription> {
        let same = |it: &&TrendSubscription| (&it.theme, &it.place) == (&draft.theme, &draft.place);
        self.all.with(|all| all.iter().find(same).cloned())
    }

    fn follow(self, draft: TrendSubscriptionDraft, toaster: crate::components::Toaster) {
        let api = self.seat.api_at(&self.authority.get_value());
        self.sending.run(
            async move { api.subscribe_trends(&draft).await },
            move |answer| match answer {
                Ok(new) => {
                    self.all.update(|all| {
                        if !all.iter().any(|known| known.id == new.id) {
                            all.push(new);
                        }
                    });
                    toaster.say(t!(trend.followed));
                }
                Err(error) => toaster.say(error.text()),
            },
        );
    }

    fn leave(self, wish: &TrendSubscription, toaster: crate::components::Toaster) {
        let (api, id) = (self.seat.api_at(&self.authority.get_value()), wish.id);
        self.sending.run(
            async move { api.unsubscribe_trends(id).await },
            move |answer| match answer {
                Ok(()) => {
                    self.all.update(|all| all.retain(|known| known.id != id));
                    toaster.say(t!(trend.unfollowed));
                }
                Err(error) => toaster.say(error.text()),
            },
        );
    }

    /// Words for what is followed.
    fn name(self, wish: &TrendSubscription) -> String {
        let theme = wish.theme.as_ref();
        let theme = theme.map(|code| self.seat.words(&wish.authority, Scheme::Theme, code));
        match (theme, wish.place.clone()) {
            (Some(theme), Some(place)) => t!(trend.theme_in_place, theme = theme, place = place),
            (theme, place) => theme.or(place).unwrap_or_default(),
        }
    }
}

/// One button for one theme or place.
#[component]
pub(super) fn FollowButton(
    followed: Followed,
    draft: TrendSubscriptionDraft,
    label: &'static str,
) -> impl IntoView {
    let toaster = use_toaster();
    move || {
        let draft = draft.clone();
        match followed.find(&draft) {
            Some(wish) => view! {
                <Button label=t!(trend.unfollow) busy=followed.sending.is_busy()
                    on_press=move |()| followed.leave(&wish, toaster)/>
            }
            .into_any(),
            None => view! {
                <Button label busy=followed.sending.is_busy()
                    on_press=move |()| followed.follow(draft.clone(), toaster)/>
            }
            .into_any(),
        }
    }
}

/// Everything that is followed, and choosing more.
#[component]
pub(super) fn Following(authority: String) -> impl IntoView {
    let seat = use_seat();
    let toaster = use_toaster();
    let followed = Followed::read(&authority);
    let (theme, place) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let of = authority.clone();
    let themes = Reactive::derive(move || {
        let taxonomy = seat.taxonomy(&of);
        taxonomy
            .map(|taxonomy| choices::themes(&taxonomy))
            .unwrap_or_default()
    });
    let of = authority.clone();
    let known = LocalResource::new(move || {
        let (api, slug) = (seat.api_at(&of), of.clone());
        async move { api.get_authority(&slug).await }
    });
    let places = Reactive::derive(move || {
        let places = known.get().and_then(Result::ok).map(|it| it.places);
        let places = places.unwrap_or_default().into_iter();
        places
            .map(|place| (place.clone(), place))
            .collect::<Vec<_>>()
    });
    let add = move |()| {
        let draft = TrendSubscriptionDraft {
            theme: unless_blank(&theme.get_untracked()),
            place: unless_blank(&place.get_untracked()),
        };
        if draft != TrendSubscriptionDraft::default() {
            followed.follow(draft, toaster);
        }
    };
    let line = move |wish: TrendSubscription| {
        let name = followed.name(&wish);
        view! {
            <li class="followed">
                <span>{name}</span>
                <Button label=t!(trend.unfollow) kind=ButtonKind::Quiet busy=followed.sending.is_busy()
                    on_press=move |()| followed.leave(&wish, toaster)/>
            </li>
        }
    };
    let may = seat.may_at::<op::SubscribeTrends>(&authority);
    may.then(|| {
        view! {
            <section class="panel following">
                <h2 class="part-title">{t!(trend.following)}</h2>
                <Notice>{t!(trend.following_hint)}</Notice>
                {move || {
                    let all = followed.all.get();
                    if all.is_empty() {
                        return view! { <p>{t!(trend.following_none)}</p> }.into_any();
                    }
                    view! { <ul class="followed-list">{all.into_iter().map(line).collect_view()}</ul> }.into_any()
                }}
                <div class="filter-row">
                    <FilterSelect id="follow-theme" label=t!(trend.theme) options=themes empty=t!(trend.any)
                        value=theme.into() on_change=Callback::new(move |code| theme.set(code))/>
                    <FilterSelect id="follow-place" label=t!(trend.place) options=places empty=t!(trend.any)
                        value=place.into() on_change=Callback::new(move |name| place.set(name))/>
                    <Button label=t!(trend.follow) busy=followed.sending.is_busy() on_press=add/>
                </div>
            </section>
        }
    })
}
