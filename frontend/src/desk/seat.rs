//! Where the signed-in person sits: who it is, which authorities are being looked at, what may be done where.

use std::collections::BTreeMap;
use std::sync::Arc;

use policy::Operation;
use shared::codes::Role;
use shared::person::Me;
use shared::taxonomy::{Concept, Scheme, Taxonomy};
use wasm_bindgen_futures::spawn_local;

use super::unsent;
use crate::api::{ApiClient, Authorised, Login};
use crate::browser::storage;
use crate::components::use_toaster;
use crate::prelude::*;

/// Where the chosen authority is remembered on this device.
const CHOSEN: &str = "desk.authority";

/// A signal or an issue that was changed by something that does not show it: an undo after its page was left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Told {
    /// Its id.
    pub(super) id: String,
    /// The list on the screen has its new state: the row stays where it is.
    pub(super) is_listed: bool,
}

/// The seat of the signed-in person. `Copy`; in context.
#[derive(Clone, Copy)]
pub(super) struct Seat {
    login: Login,
    me: RwSignal<Me>,
    /// The one authority that is looked at; `None` for all of them (pool).
    chosen: RwSignal<Option<String>>,
    taxonomies: RwSignal<BTreeMap<String, Arc<Taxonomy>>>,
    told: RwSignal<Option<Told>>,
}

impl Seat {
    /// Takes a seat, and begins to read the taxonomies of its authorities.
    pub(super) fn take(login: Login, me: Me) -> Self {
        // Whoever sat here before took everything along.
        unsent::forget_all();
        use_toaster().clear();
        let kept = storage::read(CHOSEN)
            .filter(|slug| me.memberships.iter().any(|seat| seat.authority == *slug));
        let seat = Self {
            login,
            chosen: RwSignal::new(kept),
            taxonomies: RwSignal::new(BTreeMap::new()),
            told: RwSignal::new(None),
            me: RwSignal::new(me),
        };
        for (slug, _) in seat.memberships() {
            spawn_local(async move {
                let answer = ApiClient::authorised(login).get_taxonomy(&slug).await;
                if let Ok(taxonomy) = answer {
                    let _ = seat.taxonomies.try_update(|known| {
                        known.insert(slug, Arc::new(taxonomy));
                    });
                }
            });
        }
        seat
    }

    /// The person.
    pub(super) fn me(self) -> Me {
        self.me.get_untracked()
    }

    /// The login behind it.
    pub(super) fn login(self) -> Login {
        self.login
    }

    /// Takes over what the same person may do from now on: the desk begins anew when that changed.
    pub(super) fn renew(self, me: Me) {
        let is_changed = self.me.with_untracked(|known| *known != me);
        if is_changed {
            self.me.set(me);
            self.chosen.notify();
        }
    }

    /// Tells every page that a signal or an issue was changed from elsewhere.
    pub(super) fn tell(self, id: String, is_listed: bool) {
        let _ = self.told.try_set(Some(Told { id, is_listed }));
    }

    /// The signal or issue that was changed last from elsewhere; follows it.
    pub(super) fn told(self) -> Option<Told> {
        self.told.get()
    }

    /// Slug and name of every authority in which this person has a role.
    pub(super) fn memberships(self) -> Vec<(String, String)> {
        self.me.with_untracked(|me| {
            me.memberships
                .iter()
                .map(|seat| (seat.authority.clone(), seat.authority_name.clone()))
                .collect()
        })
    }

    /// Name of an authority.
    pub(super) fn name_of(self, authority: &str) -> String {
        self.me.with_untracked(|me| {
            me.memberships
                .iter()
                .find(|seat| seat.authority == authority)
                .map_or_else(|| authority.to_owned(), |seat| seat.authority_name.clone())
        })
    }

    /// True when rows of several authorities stand beside each other.
    pub(super) fn is_pool(self) -> bool {
        self.chosen.with_untracked(Option::is_none)
            && self.me.with_untracked(|me| me.memberships.len() > 1)
    }

    /// The chosen authority, to follow it.
    pub(super) fn chosen(self) -> Option<String> {
        self.chosen.get()
    }

    /// Looks at one authority, or at all of them.
    pub(super) fn choose(self, authority: Option<String>) {
        match &authority {
            Some(slug) => {
                storage::write(CHOSEN, slug);
            }
            None => storage::remove(CHOSEN),
        }
        self.chosen.set(authority);
    }

    /// Reads what is looked at: one authority or the pool.
    pub(super) fn api(self) -> ApiClient<Authorised> {
        let api = ApiClient::authorised(self.login);
        match self.chosen.get_untracked() {
            Some(slug) => api.at(&slug),
            None => api,
        }
    }

    /// Reads and writes one authority: what a row or a page belongs to.
    pub(super) fn api_at(self, authority: &str) -> ApiClient<Authorised> {
        ApiClient::authorised(self.login).at(authority)
    }

    /// Whether this person may do it in at least one of the authorities that are looked at.
    pub(super) fn may<O: Operation>(self) -> bool {
        !self.authorities::<O>().is_empty()
    }

    /// Whether this person may do it in this authority.
    pub(super) fn may_at<O: Operation>(self, authority: &str) -> bool {
        policy::allows::<O>(&self.roles_at(authority))
    }

    /// The roles of this person in one authority.
    pub(super) fn roles_at(self, authority: &str) -> Vec<Role> {
        self.me.with_untracked(|me| {
            me.memberships
                .iter()
                .filter(|seat| seat.authority == authority)
                .flat_map(|seat| seat.roles.iter().copied())
                .collect()
        })
    }

    /// Of the authorities that are looked at, those where this person may do it.
    pub(super) fn authorities<O: Operation>(self) -> Vec<String> {
        let chosen = self.chosen.get();
        self.me.with_untracked(|me| {
            me.memberships
                .iter()
                .filter(|seat| {
                    chosen
                        .as_ref()
                        .is_none_or(|chosen| *chosen == seat.authority)
                })
                .filter(|seat| policy::allows::<O>(&seat.roles))
                .map(|seat| seat.authority.clone())
                .collect()
        })
    }

    /// The taxonomy of an authority, once it came.
    pub(super) fn taxonomy(self, authority: &str) -> Option<Arc<Taxonomy>> {
        self.taxonomies.with(|known| known.get(authority).cloned())
    }

    /// The same for a handler, which follows nothing.
    pub(super) fn taxonomy_now(self, authority: &str) -> Option<Arc<Taxonomy>> {
        self.taxonomies
            .with_untracked(|known| known.get(authority).cloned())
    }

    /// Words for a code of the taxonomy; the code itself until the taxonomy came.
    pub(super) fn words(self, authority: &str, scheme: Scheme, code: &str) -> String {
        let found = self
            .taxonomy(authority)
            .and_then(|taxonomy| words_in(&taxonomy, scheme, code));
        found.unwrap_or_else(|| code.to_owned())
    }

    /// Words for a sector.
    pub(super) fn sector(self, authority: &str, code: &str) -> String {
        let found = self
            .taxonomy(authority)
            .and_then(|taxonomy| words_of(&taxonomy.provider_sectors, code));
        found.unwrap_or_else(|| code.to_owned())
    }

    /// Words for a level that can act.
    pub(super) fn governance_level(self, authority: &str, code: &str) -> String {
        let found = self
            .taxonomy(authority)
            .and_then(|taxonomy| words_of(&taxonomy.governance_levels, code));
        found.unwrap_or_else(|| code.to_owned())
    }
}

/// The seat of this page.
pub(super) fn use_seat() -> Seat {
    #[expect(
        clippy::expect_used,
        reason = "every page of the desk stands below the shell, which provides the seat before it shows any"
    )]
    use_context().expect("pages stand below the shell")
}

/// A concept with its words in the language of the interface.
pub(super) fn labelled(concept: &Concept) -> (String, String) {
    (
        concept.code.to_string(),
        concept.labels.of(crate::i18n::language()).to_owned(),
    )
}

fn words_in(taxonomy: &Taxonomy, scheme: Scheme, code: &str) -> Option<String> {
    match scheme {
        Scheme::Theme => taxonomy
            .themes
            .iter()
            .find(|theme| theme.code.as_str() == code)
            .map(|theme| theme.labels.of(crate::i18n::language()).to_owned()),
        Scheme::Tag => words_of(&taxonomy.theme_of(code)?.tags, code),
        Scheme::TargetGroup => words_of(&taxonomy.target_groups, code),
    }
}

fn words_of(concepts: &[Concept], code: &str) -> Option<String> {
    concepts
        .iter()
        .find(|concept| concept.code.as_str() == code)
        .map(|concept| concept.labels.of(crate::i18n::language()).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_come_from_the_right_part_of_the_taxonomy() {
        crate::i18n::use_dutch_texts();
        let taxonomy: Taxonomy = serde_json::from_str(shared::taxonomy::DEFAULT).unwrap();
        let theme = taxonomy.themes.first().unwrap();
        let tag = theme.tags.first().unwrap();
        assert_eq!(
            words_in(&taxonomy, Scheme::Theme, theme.code.as_str()),
            Some(theme.labels.nl.clone())
        );
        assert_eq!(
            words_in(&taxonomy, Scheme::Tag, tag.code.as_str()),
            Some(tag.labels.nl.clone())
        );
        assert_eq!(
            words_in(&taxonomy, Scheme::TargetGroup, tag.code.as_str()),
            None
        );
    }
}
