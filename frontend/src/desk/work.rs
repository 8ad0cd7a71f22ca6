//! Working on one thing: every act names the version it saw, shows what the server answers, and says so when somebody
//! else was first.
//!
//! Who works with the keyboard has left the page before the answer comes. So no act is dropped: acts on one thing stand
//! in a line, each with the version that the one before answered, and their outcome is told wherever the person is then.

use std::cell::RefCell;
use std::collections::{BTreeMap, VecDeque};
use std::fmt::Display;

use futures::FutureExt;
use futures::future::LocalBoxFuture;
use shared::cluster::ClusterDetail;
use shared::id::{ClusterId, IssueId, SignalId};
use shared::issue::IssueDetail;
use shared::problem::Code;
use shared::signal::SignalDetail;
use wasm_bindgen_futures::spawn_local;

use super::seat::Seat;
use super::sending::Sending;
use crate::api::{Answer, ApiClient, ApiError, Authorised, Versioned};
use crate::components::{Toaster, use_toaster};
use crate::forms::AnyForm;
use crate::prelude::*;

/// A thing with a version that several people may work on.
pub(super) trait Workable: Clone + Send + Sync + 'static {
    /// Its id.
    type Id: Copy + Display + Send + Sync + 'static;

    fn id(&self) -> Self::Id;
    fn version(&self) -> u64;
    fn authority(&self) -> &str;
    /// Where it stands, in words.
    fn state_words(&self) -> &'static str;
    /// Reads it anew.
    fn read(
        api: ApiClient<Authorised>,
        id: Self::Id,
    ) -> impl Future<Output = Answer<Versioned<Self>>> + 'static;
}

impl Workable for SignalDetail {
    type Id = SignalId;

    fn id(&self) -> SignalId {
        self.summary.id
    }

    fn version(&self) -> u64 {
        self.summary.version
    }

    fn authority(&self) -> &str {
        &self.summary.authority
    }

    fn state_words(&self) -> &'static str {
        self.summary.state.label()
    }

    async fn read(api: ApiClient<Authorised>, id: SignalId) -> Answer<Versioned<Self>> {
        api.get_signal(id).await
    }
}

impl Workable for ClusterDetail {
    type Id = ClusterId;

    fn id(&self) -> ClusterId {
        self.summary.id
    }

    fn version(&self) -> u64 {
        self.summary.version
    }

    fn authority(&self) -> &str {
        &self.summary.authority
    }

    fn state_words(&self) -> &'static str {
        if self.gone {
            t!(cluster.gone)
        } else {
            t!(cluster.title)
        }
    }

    async fn read(api: ApiClient<Authorised>, id: ClusterId) -> Answer<Versioned<Self>> {
        api.get_cluster(id).await
    }
}

impl Workable for IssueDetail {
    type Id = IssueId;

    fn id(&self) -> IssueId {
        self.summary.id
    }

    fn version(&self) -> u64 {
        self.summary.version
    }

    fn authority(&self) -> &str {
        &self.summary.authority
    }

    fn state_words(&self) -> &'static str {
        self.summary.state.label()
    }

    async fn read(api: ApiClient<Authorised>, id: IssueId) -> Answer<Versioned<Self>> {
        api.get_issue(id).await
    }
}

/// The thing on the screen and what is being done to it. `Copy`, so that every part of the page gets it.
pub(super) struct Work<D: Workable> {
    pub(super) seat: Seat,
    pub(super) toaster: Toaster,
    pub(super) sending: Sending,
    /// As the server last told it.
    pub(super) detail: RwSignal<D>,
    /// Why the last act failed, when it is about no field.
    pub(super) refusal: RwSignal<Option<ApiError>>,
    /// Somebody else was first: where it stands now.
    pub(super) moved_on: RwSignal<Option<&'static str>>,
    on_change: Callback<D, bool>,
}

#[expect(
    clippy::expl_impl_clone_on_copy,
    reason = "derived, it would want a `Copy` of what is worked on"
)]
impl<D: Workable> Clone for Work<D> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<D: Workable> Copy for Work<D> {}

impl<D: Workable> Work<D> {
    /// Begins to work on what was read; `on_change` hears of each new state, and answers whether a list now shows it.
    pub(super) fn on(seat: Seat, detail: D, on_change: Callback<D, bool>) -> Self {
        Self {
            seat,
            toaster: use_toaster(),
            sending: Sending::new(),
            detail: RwSignal::new(detail),
            refusal: RwSignal::new(None),
            moved_on: RwSignal::new(None),
            on_change,
        }
    }

    /// The authority it belongs to.
    pub(super) fn authority(self) -> String {
        self.detail
            .with_untracked(|detail| detail.authority().to_owned())
    }

    /// Calls for the authority it belongs to.
    pub(super) fn api(self) -> ApiClient<Authorised> {
        self.seat.api_at(&self.authority())
    }

    /// Whether the signed-in person may do it here.
    pub(super) fn may<O: policy::Operation>(self) -> bool {
        let authority = self.authority();
        self.seat.may_at::<O>(&authority)
    }

    /// Does something that answers the new state. `done` hears of it also when the page was left meanwhile, and so relies
    /// on nothing of the page.
    pub(super) fn act<F, A, G>(self, call: F, done: G)
    where
        F: Fn(ApiClient<Authorised>, D::Id, u64) -> A + Clone + Send + Sync + 'static,
        A: Future<Output = Answer<Versioned<D>>> + 'static,
        G: Fn(&D) + Clone + Send + Sync + 'static,
    {
        self.act_in(None, call, done);
    }

    /// The same for a form: what the server finds wrong with a field is shown there.
    pub(super) fn act_in<F, A, G>(self, form: Option<AnyForm>, call: F, done: G)
    where
        F: Fn(ApiClient<Authorised>, D::Id, u64) -> A + Clone + Send + Sync + 'static,
        A: Future<Output = Answer<Versioned<D>>> + 'static,
        G: Fn(&D) + Clone + Send + Sync + 'static,
    {
        let seen = self.detail.with_untracked(|detail| {
            (detail.authority().to_owned(), detail.id(), detail.version())
        });
        self.refusal.set(None);
        self.moved_on.set(None);
        self.attempt(seen, form, call, done);
    }

    /// One attempt. Whoever left the page meanwhile hears there that it failed, and can try it again from there.
    fn attempt<F, A, G>(self, seen: (String, D::Id, u64), form: Option<AnyForm>, call: F, done: G)
    where
        F: Fn(ApiClient<Authorised>, D::Id, u64) -> A + Clone + Send + Sync + 'static,
        A: Future<Output = Answer<Versioned<D>>> + 'static,
        G: Fn(&D) + Clone + Send + Sync + 'static,
    {
        let (authority, id, version) = seen.clone();
        let api = self.seat.api_at(&authority);
        let again = (call.clone(), done.clone());
        self.line_up(api, id, Some(version), call, move |answer| match answer {
            Ok(new) => done(&new),
            Err(error) if self.is_left() => {
                let retry = error.is_passing().then(|| {
                    Callback::new(move |()| {
                        let (call, done) = again.clone();
                        self.attempt(seen.clone(), form, call, done);
                    })
                });
                self.toaster.say_failed(error.text(), retry);
            }
            Err(error) => self.refused(form, error),
        });
    }

    fn is_left(self) -> bool {
        self.detail.try_with_untracked(|_| ()).is_none()
    }

    /// Says what was done and offers to undo it, also long after the page was left.
    pub(super) fn say_undoable<F, A>(self, of: &D, done: impl Into<String>, back: F)
    where
        F: Fn(ApiClient<Authorised>, D::Id, u64) -> A + Clone + Send + Sync + 'static,
        A: Future<Output = Answer<Versioned<D>>> + 'static,
    {
        let (authority, id) = (of.authority().to_owned(), of.id());
        self.toaster.say_undoable(done, move || {
            let api = self.seat.api_at(&authority);
            // Read anew once the page is gone: somebody may have gone on with it.
            let version = self.detail.try_with_untracked(Workable::version);
            self.line_up(api, id, version, back.clone(), move |answer| match answer {
                Ok(_) => self.toaster.say(t!(common.undone)),
                Err(error) => self.refused(None, error),
            });
        });
    }

    fn line_up<F, A>(
        self,
        api: ApiClient<Authorised>,
        id: D::Id,
        version: Option<u64>,
        call: F,
        done: impl FnOnce(Answer<D>) + 'static,
    ) where
        F: FnOnce(ApiClient<Authorised>, D::Id, u64) -> A + 'static,
        A: Future<Output = Answer<Versioned<D>>> + 'static,
    {
        self.sending.begin();
        in_line(api, id, version, call, move |answer: Answer<D>| {
            self.sending.end();
            if let Ok(new) = &answer {
                self.replace(new.clone());
            }
            done(answer);
        });
    }

    /// Shows a new state, here or wherever it is shown now.
    pub(super) fn replace(self, new: D) {
        let id = new.id();
        let is_listed = self.on_change.try_run(new.clone()) == Some(true);
        let is_gone = self.detail.try_set(new).is_some();
        if is_gone || !is_listed {
            self.seat.tell(id.to_string(), is_listed);
        }
    }

    /// Reads it anew.
    pub(super) fn reread(self) {
        let id = self.detail.with_untracked(Workable::id);
        let api = self.api();
        spawn_local(async move {
            match D::read(api, id).await {
                Ok(new) => {
                    let _ = self.on_change.try_run(new.value.clone());
                    let _ = self.detail.try_set(new.value);
                }
                Err(error) => {
                    let _ = self.refusal.try_set(Some(error));
                }
            }
        });
    }

    /// Reads it anew whenever it was changed from elsewhere: by an undo, or by an act on another page.
    pub(super) fn follow(self) {
        Effect::new(move |was_there: Option<()>| {
            let told = self.seat.told();
            let is_mine = self.detail.with_untracked(|detail| {
                told.is_some_and(|told| told.id == detail.id().to_string())
            });
            // What was told before this page came is old news.
            if was_there.is_some() && is_mine {
                self.reread();
            }
        });
    }

    /// Says why an act failed; when somebody else was first, shows where things stand now.
    pub(super) fn refused(self, form: Option<AnyForm>, error: ApiError) {
        let Some(id) = self.detail.try_with_untracked(Workable::id) else {
            self.toaster.say(error.text());
            return;
        };
        if !is_overtaken(&error) {
            match form.filter(|form| form.is_there()) {
                Some(form) => form.show(&error),
                None => self.refusal.set(Some(error)),
            }
            return;
        }
        let api = self.api();
        spawn_local(async move {
            match D::read(api, id).await {
                Ok(new) => {
                    let _ = self.moved_on.try_set(Some(new.value.state_words()));
                    let _ = self.on_change.try_run(new.value.clone());
                    let _ = self.detail.try_set(new.value);
                }
                Err(error) => {
                    let _ = self.refusal.try_set(Some(error));
                }
            }
        });
    }
}

/// One turn: gets the version that the turn before answered, answers its own.
pub(super) type Turn = Box<dyn FnOnce(Option<u64>) -> LocalBoxFuture<'static, Option<u64>>>;

thread_local! {
    /// Who waits, by thing. A thing stands here as long as something is done to it.
    static LINES: RefCell<BTreeMap<String, VecDeque<Turn>>> = const { RefCell::new(BTreeMap::new()) };
}

/// Does something to a thing when everything before it is done. Without a version, the newest one is read first.
pub(super) fn in_line<D, F, A>(
    api: ApiClient<Authorised>,
    id: D::Id,
    version: Option<u64>,
    call: F,
    done: impl FnOnce(Answer<D>) + 'static,
) where
    D: Workable,
    F: FnOnce(ApiClient<Authorised>, D::Id, u64) -> A + 'static,
    A: Future<Output = Answer<Versioned<D>>> + 'static,
{
    let turn = move |newest: Option<u64>| {
        let turn = async move {
            let answer = match newest.or(version) {
                Some(version) => call(api, id, version).await,
                None => match D::read(api.clone(), id).await {
                    Ok(read) => call(api, id, read.value.version()).await,
                    Err(error) => Err(error),
                },
            };
            let answer = answer.map(|new| new.value);
            let newest = answer.as_ref().ok().map(Workable::version);
            done(answer);
            newest
        };
        turn.boxed_local()
    };
    stand_in_line(id.to_string(), Box::new(turn));
}

/// Puts a turn behind everything that is done to a thing.
pub(super) fn stand_in_line(thing: String, turn: Turn) {
    let first = LINES.with_borrow_mut(|lines| {
        if let Some(waiting) = lines.get_mut(&thing) {
            waiting.push_back(turn);
            None
        } else {
            lines.insert(thing.clone(), VecDeque::new());
            Some(turn)
        }
    });
    let Some(first) = first else { return };
    spawn_local(async move {
        let mut newest = None;
        let mut next = Some(first);
        while let Some(turn) = next {
            // After a refusal whoever waits tries with the version that it saw itself.
            newest = turn(newest).await;
            next = LINES.with_borrow_mut(|lines| {
                let turn = lines.get_mut(&thing).and_then(VecDeque::pop_front);
                if turn.is_none() {
                    lines.remove(&thing);
                }
                turn
            });
        }
    });
}

/// True when somebody else changed it meanwhile.
pub(super) fn is_overtaken(error: &ApiError) -> bool {
    matches!(error.code(), Some(Code::StaleVersion | Code::WrongState))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(code: Code) -> ApiError {
        ApiError::Refused(Box::new(code.into()))
    }

    #[test]
    fn only_another_persons_step_makes_the_desk_read_anew() {
        assert!(is_overtaken(&refused(Code::StaleVersion)));
        assert!(is_overtaken(&refused(Code::WrongState)));
        assert!(!is_overtaken(&refused(Code::GuardNotMet)));
        assert!(!is_overtaken(&ApiError::Unreachable));
    }
}
