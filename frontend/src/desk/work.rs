//! Working on one thing: every act names the version it saw, shows what the server answers, and says so when somebody
//! else was first.

use shared::id::{IssueId, SignalId};
use shared::issue::IssueDetail;
use shared::problem::Code;
use shared::signal::SignalDetail;

use super::seat::Seat;
use super::sending::Sending;
use crate::api::{Answer, ApiClient, ApiError, Authorised, Versioned};
use crate::components::{Toaster, use_toaster};
use crate::forms::AnyForm;
use crate::prelude::*;

/// A thing with a version that several people may work on.
pub(super) trait Workable: Clone + Send + Sync + 'static {
    /// Its id.
    type Id: Copy + Send + 'static;

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
    on_change: Callback<D>,
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
    /// Begins to work on what was read; `on_change` hears of each new state.
    pub(super) fn on(seat: Seat, detail: D, on_change: Callback<D>) -> Self {
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

    /// Does something that answers the new state.
    pub(super) fn act<F, A>(self, call: F, done: impl FnOnce(&D) + 'static)
    where
        F: FnOnce(ApiClient<Authorised>, D::Id, u64) -> A,
        A: Future<Output = Answer<Versioned<D>>> + 'static,
    {
        self.act_in(None, call, done);
    }

    /// The same for a form: what the server finds wrong with a field is shown there.
    pub(super) fn act_in<F, A>(
        self,
        form: Option<AnyForm>,
        call: F,
        done: impl FnOnce(&D) + 'static,
    ) where
        F: FnOnce(ApiClient<Authorised>, D::Id, u64) -> A,
        A: Future<Output = Answer<Versioned<D>>> + 'static,
    {
        let (id, version) = self
            .detail
            .with_untracked(|detail| (detail.id(), detail.version()));
        self.refusal.set(None);
        self.moved_on.set(None);
        let call = call(self.api(), id, version);
        self.sending.run(call, move |answer| match answer {
            Ok(new) => {
                self.replace(new.value.clone());
                done(&new.value);
            }
            Err(error) => self.refused(form, error),
        });
    }

    /// Shows a new state.
    pub(super) fn replace(self, new: D) {
        self.on_change.run(new.clone());
        let _ = self.detail.try_set(new);
    }

    /// Reads it anew.
    pub(super) fn reread(self) {
        let id = self.detail.with_untracked(Workable::id);
        self.sending
            .run(D::read(self.api(), id), move |answer| match answer {
                Ok(new) => self.replace(new.value),
                Err(error) => self.refusal.set(Some(error)),
            });
    }

    /// Says why an act failed; when somebody else was first, shows where things stand now.
    pub(super) fn refused(self, form: Option<AnyForm>, error: ApiError) {
        if !is_overtaken(&error) {
            match form {
                Some(form) => form.show(&error),
                None => self.refusal.set(Some(error)),
            }
            return;
        }
        let id = self.detail.with_untracked(Workable::id);
        self.sending
            .run(D::read(self.api(), id), move |answer| match answer {
                Ok(new) => {
                    self.moved_on.set(Some(new.value.state_words()));
                    self.replace(new.value);
                }
                Err(error) => self.refusal.set(Some(error)),
            });
    }
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
