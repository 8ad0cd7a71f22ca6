//! What the places of the client share.

use std::ops::Deref;

use shared::authority::Authority;
use shared::id::{FeedbackId, IdempotencyKey, SignalId};
use shared::life_cycle::SignalState;
use shared::outbox::Outbox;
use shared::signal::SubmittedSignal;
use shared::taxonomy::Taxonomy;

use super::copies;
use super::device::{self, EntryPoint, KeptReceipt, Profile};
use super::history::History;
use super::outbox::Sender;
use super::prelude::*;
use super::route::{Route, slug_of_path};
use super::team::Team;
use super::view::{Reading, Toaster};
use crate::api::{Anonymous, Answer, ApiClient};
use crate::browser::chunk::Missing;
use crate::browser::{clock, dom};

/// A signal that left this page a moment ago: its text comes back when its sender undoes it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct JustSent {
    pub(super) key: IdempotencyKey,
    pub(super) text: String,
    pub(super) at_millis: f64,
}

/// What the fragment of a link in a mail brought.
#[derive(Debug, Clone)]
pub(super) enum OpenedLink {
    /// The token of a link to sign in with.
    SignIn(String),
    /// The code of an invitation.
    Invitation(String),
    /// What a mail says to choose by how often one comes.
    Mails(String),
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
    pub(super) is_signed_in: Live<bool>,
    /// What a link of a mail brought; never in the address or the history.
    pub(super) link: Live<Option<OpenedLink>>,
    pub(super) just_sent: Live<Option<JustSent>>,
    /// The code of a signal that was opened by it; never in the address or the history, where others would find it.
    pub(super) opened: Live<Option<String>>,
    /// A text that goes back into the form.
    pub(super) returned_text: Live<Option<String>>,
    /// The server does not take the entry link any more.
    pub(super) is_link_dead: Live<bool>,
    pub(super) toaster: Toaster,
    pub(super) team: Team,
    pub(super) history: History,
    /// What waits on this device, as last read.
    pub(super) outbox: Live<Outbox>,
    /// A refused text whose writer changes it.
    pub(super) correcting: Live<Option<IdempotencyKey>>,
    pub(super) sender: Kept<Sender>,
    /// Somebody asked to try now: whatever the device says about its network.
    pub(super) tries_anyway: Kept<bool>,
    /// What was chosen in a mail, and of which feedback: a press on the page confirms it.
    pub(super) chosen: Kept<Option<(FeedbackId, bool)>>,
    /// Why the pages that come later did not come, when somebody waited for them.
    pub(super) missing: Live<Option<Missing>>,
    /// False once this device refused to keep receipts.
    keeps_receipts: Kept<bool>,
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
            is_signed_in: Live::new(device::is_signed_in()),
            link: Live::new(None),
            just_sent: Live::new(None),
            opened: Live::new(None),
            returned_text: Live::new(None),
            is_link_dead: Live::new(false),
            toaster: Toaster::new(),
            team: Team::new(),
            history: History::new(),
            outbox: Live::new(Outbox::default()),
            correcting: Live::new(None),
            sender: Kept::new(Sender::Idle),
            tries_anyway: Kept::new(false),
            chosen: Kept::new(None),
            missing: Live::new(None),
            keeps_receipts: Kept::new(true),
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

    /// The entry link of any authority.
    pub(super) fn link_of(self, slug: &str) -> Option<EntryPoint> {
        self.entry_points.with_untracked(|points| {
            let mut points = points.iter();
            points.find(|point| point.authority == slug).cloned()
        })
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

    /// Name of any authority; its slug when nobody tells.
    pub(super) async fn name_of(self, slug: &str) -> String {
        let chosen = self.authority.get_untracked();
        let known = if chosen == slug {
            untrack(|| self.authority_name())
        } else {
            let point = self.link_of(slug);
            point.map(|point| point.name).unwrap_or_default()
        };
        if !known.is_empty() {
            return known;
        }
        match self.client_of(slug).get_authority().await {
            Ok(authority) => authority.name,
            Err(_) => slug.to_owned(),
        }
    }

    /// True in this start of the client; another language is another one.
    pub(super) fn is_current(self) -> bool {
        self.authority.try_get_untracked().is_some()
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

    /// Where the signal behind a code is shown.
    pub(super) fn place_of_code(self, code: String) -> Route {
        let kept = self.receipts.with_untracked(|receipts| {
            let mut receipts = receipts.iter();
            receipts
                .find(|kept| kept.receipt == code)
                .map(|kept| kept.id)
        });
        if let Some(id) = kept {
            return Route::Signal(id);
        }
        self.opened.set(Some(code));
        Route::Opened
    }

    /// Goes to a place, with a way back.
    pub(super) fn go(self, route: Route) {
        dom::push_address(&self.address(&route));
        self.history.enter();
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

    /// The entry link of the chosen authority tells the sector.
    pub(super) fn link_knows_sector(self) {
        if let Some(point) = untrack(|| self.entry_point()) {
            self.keep_entry_point(EntryPoint {
                knows_sector: true,
                ..point
            });
        }
    }

    /// The server has it: keeps its code, and what the answer tells about the link.
    pub(super) fn hear_submitted(
        self,
        key: IdempotencyKey,
        submitted: &SubmittedSignal,
        authority: &str,
        by_account: bool,
    ) {
        if self.authority.get_untracked() == authority {
            self.is_link_dead.set(false);
            let profile = self.profile.get_untracked().unwrap_or_default();
            if submitted.sector_known && profile.sector.is_empty() {
                self.link_knows_sector();
            }
        }
        // Who left a shared phone finds it with her account; the next one does not find it here.
        if by_account && !self.is_signed_in.get_untracked() {
            return;
        }
        let kept = KeptReceipt::of_submitted(submitted, authority, clock::today());
        self.keep_receipt(KeptReceipt {
            key: Some(key),
            by_account,
            ..kept
        });
    }

    /// A signal was taken back where it did not belong.
    pub(super) fn hear_left(self, receipt: Option<&str>) {
        let is_it = |kept: &&KeptReceipt| Some(kept.receipt.as_str()) == receipt;
        let id = self.receipts.with_untracked(|receipts| {
            let mut receipts = receipts.iter();
            receipts.find(is_it).map(|kept| kept.id)
        });
        if let Some(id) = id {
            self.update_receipt(id, |kept| kept.state = SignalState::Withdrawn);
        }
    }

    /// True when nobody needs to ask the sector.
    pub(super) fn asks_no_sector(self) -> bool {
        untrack(|| self.entry_point()).is_some_and(|point| point.knows_sector)
    }

    /// Keeps a receipt on this device.
    pub(super) fn keep_receipt(self, receipt: KeptReceipt) {
        self.set_receipts(device::with_receipt(self.known_receipts(), receipt));
    }

    /// Changes what is known about a kept signal; nothing when it is not kept.
    pub(super) fn update_receipt(self, id: SignalId, update: impl FnOnce(&mut KeptReceipt)) {
        let mut receipts = self.known_receipts();
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
        self.forget_receipts(|kept| kept.id == id);
    }

    /// Takes these receipts off this device, and what was heard of their signals.
    pub(super) fn forget_receipts(self, goes: impl Fn(&KeptReceipt) -> bool) {
        let known = self.known_receipts();
        let (gone, stay): (Vec<_>, Vec<_>) = known.into_iter().partition(goes);
        self.set_receipts(stay);
        copies::forget(gone.into_iter().map(|kept| kept.id));
    }

    /// The device was emptied, here or in another tab: nothing of it stays in this page either.
    pub(super) fn forget_all(self) {
        crate::api::forget_token();
        self.just_sent.set(None);
        self.correcting.set(None);
        self.returned_text.set(None);
        self.link.set(None);
        self.opened.set(None);
        self.receipts.set(Vec::new());
        self.profile.set(None);
        self.is_signed_in.set(false);
    }

    /// What another tab kept or forgot.
    pub(super) fn read_device(self) {
        let entry_points = device::entry_points();
        if self
            .entry_points
            .with_untracked(|known| *known != entry_points)
        {
            self.entry_points.set(entry_points);
        }
        let receipts = device::receipts();
        if self.receipts.with_untracked(|known| *known != receipts) {
            self.receipts.set(receipts);
        }
        let profile = device::profile();
        if self.profile.with_untracked(|known| *known != profile) {
            self.profile.set(profile);
        }
        let is_signed_in = device::is_signed_in();
        if self.is_signed_in.get_untracked() != is_signed_in {
            self.is_signed_in.set(is_signed_in);
        }
    }

    /// The receipts as the device has them, which another tab may have changed; a device that keeps nothing leaves us ours.
    fn known_receipts(self) -> Vec<KeptReceipt> {
        if self.keeps_receipts.get_value() {
            return device::receipts();
        }
        self.receipts.get_untracked()
    }

    fn set_receipts(self, receipts: Vec<KeptReceipt>) {
        self.keeps_receipts
            .set_value(device::keep_receipts(&receipts));
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
