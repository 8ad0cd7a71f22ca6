//! What indicators are computed from: days on the wall of one authority, and nothing that tells who or what about.

use serde::Deserialize;
use shared::codes::Decision;
use shared::indicator::Ending;
use shared::time::Day;

/// Everything that is counted, of one authority.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Facts {
    /// Signals, those of earlier and later days among them; without those that were taken back at once.
    pub signals: Vec<SignalFact>,
    /// Issues that these signals belong or belonged to, and all others.
    pub issues: Vec<IssueFact>,
    /// Answers that a person sent.
    pub told: Vec<ToldFact>,
    /// Sectors of the taxonomy.
    pub sectors: Vec<String>,
}

/// A signal.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SignalFact {
    /// Whose it is, as a number that means nothing elsewhere.
    pub provider: u32,
    /// The same provider has the same number in another signal: not so for imported ones.
    pub is_lasting: bool,
    /// It came from an account.
    pub has_account: bool,
    /// A mail or the account brings an answer.
    pub is_reachable: bool,
    /// t0.
    pub received_on: Day,
    /// Until when an answer was promised.
    pub promised_on: Day,
    /// The first message of a person.
    pub responded_on: Option<Day>,
    /// t1.
    pub first_linked_on: Option<Day>,
    /// It ended by itself.
    pub ended: Option<(Ending, Day)>,
    /// Sector of its provider.
    pub sector: Option<String>,
    /// Organisation of its provider.
    pub organisation: Option<String>,
    /// Neighbourhood.
    pub place: Option<String>,
    /// How much it tells, 0 to 100.
    pub depth: Option<u8>,
    /// Issues it belongs or belonged to.
    pub links: Vec<LinkFact>,
}

/// A signal belongs to an issue, or did.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct LinkFact {
    /// Which of the issues.
    pub issue: usize,
    /// Since when.
    pub linked_on: Day,
    /// Until when.
    pub unlinked_on: Option<Day>,
}

/// An issue, in its last round.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct IssueFact {
    /// Somebody saw it.
    pub seen_on: Day,
    /// Its first signal was received.
    pub first_received_on: Option<Day>,
    /// t1 of its first signal.
    pub first_linked_on: Option<Day>,
    /// t2.
    pub analysed_on: Option<Day>,
    /// t3.
    pub validated_on: Option<Day>,
    /// t4.
    pub prioritised_on: Option<Day>,
    /// t5, and what was decided.
    pub decided: Option<(Decision, Day)>,
    /// t6: its first action started.
    pub started_on: Option<Day>,
    /// Its first action was finished.
    pub done_on: Option<Day>,
    /// t7.
    pub resolved_on: Option<Day>,
    /// t8.
    pub closed_on: Option<Day>,
    /// It ended without an action.
    pub left: Option<(Ending, Day)>,
}

/// An answer that went out.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ToldFact {
    /// To whom: the number of a signal's provider.
    pub provider: u32,
    /// The same provider has the same number in another signal.
    pub is_lasting: bool,
    /// About which of the signals; none where that signal is older than those.
    pub signal: Option<usize>,
    /// When.
    pub sent_on: Day,
    /// When it was rated, and whether it helps.
    pub rated: Option<(Day, bool)>,
}

/// Which days are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Window {
    /// The first day.
    pub from: Day,
    /// The last day.
    pub to: Day,
    /// What happened later is not known yet.
    pub until: Day,
    /// Providers who were registered in it.
    pub registered: u32,
}

impl Window {
    /// Days in it, the first and the last included; none before its first day.
    pub fn days(self) -> i64 {
        between(self.from, self.to) + 1
    }

    /// As many days right before it, seen when they were as old as these are now.
    #[must_use]
    pub fn before(self, registered: u32) -> Self {
        let days = self.days();
        Self {
            from: self.from.plus_days(-days),
            to: self.to.plus_days(-days),
            until: self.until.plus_days(-days),
            registered,
        }
    }

    /// Whether a day lies in it and is known.
    pub(super) fn holds(self, day: Day) -> bool {
        self.from <= day && day <= self.to && self.knows(day)
    }

    /// Whether what happened on a day is known.
    pub(super) fn knows(self, day: Day) -> bool {
        day <= self.until
    }

    /// A day, when what happened on it is known.
    pub(super) fn known(self, day: Option<Day>) -> Option<Day> {
        day.filter(|day| self.knows(*day))
    }
}

impl SignalFact {
    /// Links that stand on the last known day.
    pub(super) fn links_in(&self, window: Window) -> impl Iterator<Item = LinkFact> {
        let stands = move |link: &LinkFact| {
            window.knows(link.linked_on) && link.unlinked_on.is_none_or(|end| !window.knows(end))
        };
        self.links.iter().copied().filter(stands)
    }
}

/// Days from one day to another; negative when that is earlier.
pub(super) fn between(earlier: Day, later: Day) -> i64 {
    later
        .date()
        .signed_duration_since(earlier.date())
        .num_days()
}

/// Days from one day to another; 0 when that is earlier.
pub(super) fn days(earlier: Day, later: Day) -> u32 {
    u32::try_from(between(earlier, later)).unwrap_or_default()
}
