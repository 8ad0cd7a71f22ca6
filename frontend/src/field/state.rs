//! What the places of the client share.

use std::ops::Deref;

use shared::authority::Authority;
use shared::id::{IdempotencyKey, SignalId};
use shared::outbox::Outbox;
use shared::taxonomy::Taxonomy;

use super::device::{self, EntryPoint, KeptReceipt, Profile};
use super::outbox::Sender;
use super::prelude::*;
use super::route::{Route, slug_of_path};
use super::view::{Reading, Toaster};
use crate::api::{Anonymous, Answer, ApiClient};
use crate::browser::dom;

/// A signal that left this page a moment ago: its text comes back when its sender undoes it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct JustSent {
    pub(super) key: IdempotencyKey,
    pub(super) text: String,
    pub(super) at_millis: f64,
}

/// The client's state. One address, so that every closure of every view can have it.
#[derive(Clone, Copy)]
pub(super) struct FieldState(&'static Parts);

impl Deref for FieldState {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        self.0
    }
}

/// What there is one of.
pub(super) struct Parts {
    pub(super) route: Live<Route>,
    /// Slug of the authority that the next signal goes to.
    pub(super) authority: Live<String>,
    pub(super) entry_points: Live<Vec<EntryPoint>>,
    pub(super) receipts: Live<Vec<KeptReceipt>>,
    pub(super) profile: Live<Option<Profile>>,
    pub(super) just_sent: Live<Option<JustSent>>,
    /// A text that goes back into the form.
    pub(super) returned_text: Live<Option<String>>,
    /// The server does not take the entry link any more.
    pub(super) is_link_dead: Live<bool>,
    pub(super) toaster: Toaster,
    /// What waits on this device, as last read.
    pub(super) outbox: Live<Outbox>,
    /// A refused text whose writer changes it.
    pub(super) correcting: Live<Option<IdempotencyKey>>,
    pub(super) sender: Kept<Sender>,
    about: Kept<Reading<Authority>>,
    taxonomy: Kept<Option<(String, Taxonomy)>>,
}

impl FieldState {
    /// Reads address and device.
    pub(super) fn new() -> Self {
        let path = dom::window().location().pathname().unwrap_or_default();
        let slug = slug_of_path(&path).unwrap_or_default().to_owned();
        let authority = Live::new(slug);
        let about = Reading::new(move || {
            let slug = authority.get_untracked();
            async move { ApiClient::anonymous(&slug, None).get_authority().await }
        });
        // Never freed: it lives as long as the page, or until another language is chosen.
        Self(Box::leak(Box::new(Parts {
            route: Live::new(Route::Submit),
            authority,
            entry_points: Live::new(device::entry_points()),
            receipts: Live::new(device::receipts()),
            profile: Live::new(device::profile()),
            just_sent: Live::new(None),
            returned_text: Live::new(None),
            is_link_dead: Live::new(false),
            toaster: Toaster::new(),
            outbox: Live::new(Outbox::default()),
            correcting: Live::new(None),
            sender: Kept::new(Sender::Idle),
            about: Kept::new(about),
            taxonomy: Kept::new(None),
        })))
    }

    /// Who the chosen authority is.
    pub(super) fn about(self) -> Reading<Authority> {
        self.about.get_value()
    }

    /// Chooses another authority for the next signal.
    pub(super) fn choose_authority(self, slug: String) {
        self.is_link_dead.set(false);
        self.authority.set(slug);
        self.about().again();
    }

    /// The entry link for the chosen authority.
    pub(super) fn entry_point(self) -> Option<EntryPoint> {
        let slug = self.authority.get();
        self.entry_points
            .with(|points| points.iter().find(|point| point.authority == slug).cloned())
    }

    /// The server, for the chosen authority.
    pub(super) fn client(self) -> ApiClient<Anonymous> {
        let token = untrack(|| self.entry_point()).map(|point| point.token);
        ApiClient::anonymous(&self.authority.get_untracked(), token.as_deref())
    }

    /// The server, for the authority of a signal that was sent before.
    #[expect(
        clippy::unused_self,
        reason = "reads like `client`, and both ask the state"
    )]
    pub(super) fn client_of(self, authority: &str) -> ApiClient<Anonymous> {
        ApiClient::anonymous(authority, None)
    }

    /// Name of the chosen authority, as soon as it is known.
    pub(super) fn authority_name(self) -> String {
        let slug = self.authority.get();
        let about = self.about().get();
        if let Some(authority) = about.filter(|authority| authority.slug == slug) {
            return authority.name.clone();
        }
        self.entry_point()
            .map(|point| point.name)
            .unwrap_or_default()
    }

    /// Themes, groups and sectors of an authority; fetched once per visit.
    pub(super) async fn taxonomy_of(self, authority: String) -> Answer<Taxonomy> {
        let kept = self.taxonomy.with_value(|kept| {
            kept.as_ref()
                .filter(|(slug, _)| *slug == authority)
                .map(|(_, taxonomy)| taxonomy.clone())
        });
        if let Some(taxonomy) = kept {
            return Ok(taxonomy);
        }
        let taxonomy = self.client_of(&authority).get_taxonomy().await?;
        self.taxonomy.set_value(Some((authority, taxonomy.clone())));
        Ok(taxonomy)
    }

    /// Goes to a place, with a way back.
    pub(super) fn go(self, route: Route) {
        dom::push_address(&self.address(&route));
        self.route.set(route);
    }

    /// Goes to a place instead of this one.
    pub(super) fn go_instead(self, route: Route) {
        dom::replace_address(&self.address(&route));
        self.route.set(route);
    }

    fn address(self, route: &Route) -> String {
        let slug = self.authority.get_untracked();
        match route {
            Route::Submit => format!("/{slug}/m/"),
            other => format!("/{slug}/m/{}", other.href()),
        }
    }

    /// Keeps an entry link on this device.
    pub(super) fn keep_entry_point(self, point: EntryPoint) {
        let points = device::with_entry_point(self.entry_points.get_untracked(), point);
        device::keep_entry_points(&points);
        self.entry_points.set(points);
    }

    /// Keeps a receipt on this device.
    pub(super) fn keep_receipt(self, receipt: KeptReceipt) {
        self.set_receipts(device::with_receipt(self.receipts.get_untracked(), receipt));
    }

    /// Changes what is known about a kept signal; nothing when it is not kept.
    pub(super) fn update_receipt(self, id: SignalId, update: impl FnOnce(&mut KeptReceipt)) {
        let mut receipts = self.receipts.get_untracked();
        let Some(kept) = receipts.iter_mut().find(|kept| kept.id == id) else {
            return;
        };
        let before = kept.clone();
        update(kept);
        if *kept != before {
            self.set_receipts(receipts);
        }
    }

    /// Takes a receipt off this device.
    pub(super) fn forget_receipt(self, id: SignalId) {
        let mut receipts = self.receipts.get_untracked();
        receipts.retain(|kept| kept.id != id);
        self.set_receipts(receipts);
    }

    fn set_receipts(self, receipts: Vec<KeptReceipt>) {
        device::keep_receipts(&receipts);
        self.receipts.set(receipts);
    }

    /// The kept receipt of a signal.
    pub(super) fn receipt_of(self, id: SignalId) -> Option<KeptReceipt> {
        self.receipts
            .with_untracked(|receipts| receipts.iter().find(|kept| kept.id == id).cloned())
    }

    /// The kept receipt of what was sent with this key; reading it follows it.
    pub(super) fn receipt_by_key(self, key: IdempotencyKey) -> Option<KeptReceipt> {
        let sent_with = |kept: &&KeptReceipt| kept.key == Some(key);
        self.receipts
            .with(|receipts| receipts.iter().find(sent_with).cloned())
    }

    /// Keeps what was asked once.
    pub(super) fn keep_profile(self, profile: Profile) {
        device::keep_profile(&profile);
        self.profile.set(Some(profile));
    }
}
