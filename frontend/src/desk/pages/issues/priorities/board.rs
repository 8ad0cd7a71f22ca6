//! What every part of the page shares.

use policy::{self as op, Operation};
use shared::codes::WorkMode;
use shared::id::IssueId;
use shared::issue::PriorityCriterion;
use shared::priority::{Priorities, USUAL_WEIGHT, Weights};
use wasm_bindgen_futures::spawn_local;

use super::model::{self, Row};
use crate::api::{Answer, ApiClient, Authorised};
use crate::components::{Toaster, use_toaster};
use crate::desk::seat::{Seat, use_seat};
use crate::prelude::*;

/// What this person may see of an authority: whoever reads no issues sees what counts.
pub(super) async fn read(seat: Seat, authority: &str) -> Answer<Priorities> {
    let api = seat.api_at(authority);
    if seat.may_at::<op::ListPriorities>(authority) {
        return api.list_priorities().await;
    }
    Ok(Priorities {
        authority: authority.to_owned(),
        weights: api.get_priority_weights().await?,
        issues: Vec::new(),
        ordered: Vec::new(),
        more: false,
    })
}

/// What is open below an issue; one at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Below {
    /// All scores on it.
    Spread(IssueId),
    /// One's own, to give or change.
    Score(IssueId),
    /// Deciding, and planning an action.
    Follow(IssueId),
}

/// The list as the server told it last, and what this person does with it.
#[derive(Clone, Copy)]
pub(super) struct Board {
    pub(super) seat: Seat,
    pub(super) toaster: Toaster,
    pub(super) list: RwSignal<Priorities>,
    /// Weights that are tried out.
    pub(super) trial: RwSignal<Option<Weights>>,
    /// The order that a person chose; nothing while the calculated one stands.
    pub(super) hand: RwSignal<Option<Vec<IssueId>>>,
    pub(super) below: RwSignal<Option<Below>>,
    /// Read aloud: where a moved issue stands now.
    pub(super) said: RwSignal<String>,
    pub(super) weights_problem: RwSignal<Option<String>>,
    /// What follows from scores and weights: the picture, the table and the sentences read one computation.
    calculated: Memo<Vec<Row>>,
}

impl Board {
    /// A page that was just read.
    pub(super) fn new(list: Priorities) -> Self {
        let (list, trial) = (RwSignal::new(list), RwSignal::new(None));
        let calculated = Memo::new(move |_| {
            let weights = trial.get().unwrap_or_else(|| saved(list));
            list.with(|list| model::rows(&list.issues, &weights))
        });
        Self {
            seat: use_seat(),
            toaster: use_toaster(),
            list,
            trial,
            calculated,
            hand: RwSignal::new(None),
            below: RwSignal::new(None),
            said: RwSignal::new(String::new()),
            weights_problem: RwSignal::new(None),
        }
    }

    fn authority(self) -> String {
        self.list.with_untracked(|list| list.authority.clone())
    }

    /// Calls for the authority of the page.
    pub(super) fn api(self) -> ApiClient<Authorised> {
        self.seat.api_at(&self.authority())
    }

    /// Whether this person may.
    pub(super) fn may<O: Operation>(self) -> bool {
        self.seat.may_at::<O>(&self.authority())
    }

    /// What the authority keeps.
    pub(super) fn saved(self) -> Weights {
        saved(self.list)
    }

    /// What counts on this screen.
    pub(super) fn weights(self) -> Weights {
        self.trial.get().unwrap_or_else(|| self.saved())
    }

    /// True while other weights than the kept ones are tried out.
    pub(super) fn is_trial(self) -> bool {
        self.trial.get().is_some_and(|trial| trial != self.saved())
    }

    /// Tries another weight out.
    pub(super) fn try_out(self, criterion: PriorityCriterion, weight: u8) {
        self.weights_problem.set(None);
        if let Some(weights) = untrack(|| self.weights()).with(criterion, weight) {
            self.trial.set(Some(weights));
        } else {
            self.weights_problem
                .set(Some(t!(priorities.weights_nothing).to_owned()));
            // The slider goes back to what still holds.
            let weights = untrack(|| self.weights());
            self.trial.set(Some(weights));
        }
    }

    /// Tries out that everything counts as much.
    pub(super) fn try_even(self) {
        self.weights_problem.set(None);
        let mut even = untrack(|| self.weights());
        for one in untrack(|| self.saved()).as_slice() {
            even = even.with(one.criterion, USUAL_WEIGHT).unwrap_or(even);
        }
        self.trial.set(Some(even));
    }

    /// The rows in the order that stands now: calculated, or as a person chose.
    pub(super) fn rows(self) -> Vec<Row> {
        let rows = self.calculated.get();
        self.hand.with(|hand| match hand {
            Some(hand) => model::by_hand(&rows, hand),
            None => rows,
        })
    }

    /// Moves an issue one place, and says where it stands.
    pub(super) fn shift(self, id: IssueId, up: bool) {
        let rows = untrack(|| self.rows());
        let now = model::moved(&model::placed(&rows), id, up);
        let place = now.iter().position(|one| *one == id).map_or(0, |at| at + 1);
        let number = rows.iter().find(|row| row.id() == id);
        let number = number
            .map(|row| row.issue.number.clone())
            .unwrap_or_default();
        self.said.set(t!(
            priorities.moved,
            number = number,
            place = place,
            of = now.len()
        ));
        self.hand.set(Some(now));
    }

    /// Opens something below an issue, or closes it.
    pub(super) fn toggle(self, wanted: Below) {
        self.below
            .update(|below| *below = (*below != Some(wanted)).then_some(wanted));
    }

    /// Closes what is open.
    pub(super) fn close(self) -> Callback<()> {
        Callback::new(move |()| {
            let _ = self.below.try_set(None);
        })
    }

    /// Reads the list anew; what is tried out and ordered stays.
    pub(super) fn reread(self) {
        let (seat, authority) = (self.seat, self.authority());
        spawn_local(async move {
            match read(seat, &authority).await {
                Ok(list) => {
                    let _ = self.list.try_set(list);
                }
                Err(error) => self.toaster.say_failed(error.text(), None),
            }
        });
    }
}

/// What the authority keeps.
fn saved(list: RwSignal<Priorities>) -> Weights {
    list.with(|list| {
        let weights = &list.weights.weights;
        // Fewer than nine criteria: the authority works in rounds.
        let mode = if weights.len() < PriorityCriterion::ALL.len() {
            WorkMode::Rounds
        } else {
            WorkMode::Continuous
        };
        Weights::of(mode, weights).unwrap_or_else(|| Weights::usual(mode))
    })
}
