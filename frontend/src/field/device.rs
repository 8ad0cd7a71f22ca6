//! What this device keeps for its user: entry links, receipts, and what was asked once. Never the text of a signal.

use shared::codes::{ClosedList, ContactChoice, MailPace};
use shared::id::{IdempotencyKey, SignalId};
use shared::life_cycle::SignalState;
use shared::signal::{ContactDraft, SubmittedSignal};
use shared::time::Day;
use shared::timeline::{Step, Timeline};

use crate::api::COPY;
use crate::browser::json::{self, Json, Object};
use crate::browser::{clock, storage};

/// An entry link that was opened here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct EntryPoint {
    /// Slug of the authority.
    pub(super) authority: String,
    /// Name of the authority, once known.
    pub(super) name: String,
    /// Lets this device submit.
    pub(super) token: String,
    /// The link tells the sector of everybody who uses it: then nobody asks it here.
    pub(super) knows_sector: bool,
}

/// A signal that was sent from here, or whose code was kept here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct KeptReceipt {
    pub(super) id: SignalId,
    /// What it was sent with, when it was sent from here.
    pub(super) key: Option<IdempotencyKey>,
    pub(super) receipt: String,
    pub(super) authority: String,
    pub(super) sent_on: Day,
    pub(super) promised_on: Day,
    /// As last heard.
    pub(super) state: SignalState,
    /// As last heard.
    pub(super) step: Option<Step>,
    /// Messages at the last look.
    pub(super) seen: usize,
    /// Messages as last heard.
    pub(super) messages: usize,
    /// Sent with an account, which finds it back on any device: it leaves this one when its owner does.
    pub(super) by_account: bool,
}

/// What is asked once per device.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Profile {
    pub(super) sector: String,
    pub(super) profession: String,
    pub(super) email: String,
    /// Signals go with the account, and answers are found with it.
    pub(super) by_account: bool,
    /// How often a mail comes; with each answer where nothing else was chosen.
    pub(super) pace: Option<MailPace>,
}

impl EntryPoint {
    /// What its authority is called, or its slug where the name is not known yet.
    pub(super) fn shown_name(&self) -> &str {
        if self.name.is_empty() {
            &self.authority
        } else {
            &self.name
        }
    }

    fn read(json: &Json) -> Option<Self> {
        Some(Self {
            authority: json.text("authority")?,
            name: json.text("name")?,
            token: json.text("token")?,
            knows_sector: json.flag("knowsSector").unwrap_or_default(),
        })
    }

    fn written(&self) -> String {
        Object::new()
            .text("authority", self.authority.as_str())
            .text("name", self.name.as_str())
            .text("token", self.token.as_str())
            .plain("knowsSector", self.knows_sector)
            .written()
    }
}

impl KeptReceipt {
    fn read(json: &Json) -> Option<Self> {
        Some(Self {
            id: json.parsed("id")?,
            key: json.parsed("key"),
            receipt: json.text("receipt")?,
            authority: json.text("authority")?,
            sent_on: json.parsed("sent_on")?,
            promised_on: json.parsed("promised_on")?,
            // What another version heard and this one does not know is asked again; the receipt stays.
            state: json.code("state").unwrap_or(SignalState::Received),
            step: json.code("step"),
            seen: json.number("seen").unwrap_or_default(),
            messages: json.number("messages").unwrap_or_default(),
            by_account: json.flag("byAccount").unwrap_or_default(),
        })
    }

    fn written(&self) -> String {
        let key = self.key.map(|key| key.to_string());
        Object::new()
            .text("id", self.id.to_string().as_str())
            .text("key", key.as_deref())
            .text("receipt", self.receipt.as_str())
            .text("authority", self.authority.as_str())
            .text("sent_on", self.sent_on.to_string().as_str())
            .text("promised_on", self.promised_on.to_string().as_str())
            .text("state", self.state.code())
            .text("step", self.step.map(ClosedList::code))
            .plain("seen", self.seen)
            .plain("messages", self.messages)
            .plain("byAccount", self.by_account)
            .written()
    }

    pub(super) fn of_submitted(submitted: &SubmittedSignal, authority: &str, sent_on: Day) -> Self {
        Self {
            id: submitted.id,
            key: None,
            receipt: submitted.receipt.clone(),
            authority: authority.to_owned(),
            sent_on,
            promised_on: submitted.promised_on,
            state: submitted.state,
            step: None,
            seen: 0,
            messages: 0,
            by_account: false,
        }
    }

    /// From a timeline that was opened by code; what it tells counts as seen.
    pub(super) fn of_timeline(timeline: &Timeline, receipt: &str, today: Day) -> Self {
        let first = timeline.steps.first().map_or(today, |step| step.on);
        let mut kept = Self {
            id: timeline.id,
            key: None,
            receipt: receipt.to_owned(),
            authority: timeline.authority.clone(),
            sent_on: first,
            promised_on: timeline.promised_on,
            state: timeline.state,
            step: None,
            seen: 0,
            messages: 0,
            by_account: false,
        };
        kept.hear(timeline);
        kept.seen = kept.messages;
        kept
    }

    /// Takes over what the server says.
    pub(super) fn hear(&mut self, timeline: &Timeline) {
        self.state = timeline.state;
        self.promised_on = timeline.promised_on;
        self.step = timeline.steps.last().map(|reached| reached.step);
        self.messages = messages(timeline);
    }

    /// How many messages nobody looked at yet.
    pub(super) fn unread(&self) -> usize {
        self.messages.saturating_sub(self.seen)
    }
}

/// Feedback, and questions that wait.
fn messages(timeline: &Timeline) -> usize {
    let questions = timeline.questions.iter();
    timeline.feedback.len() + questions.filter(|question| !question.cancelled).count()
}

impl Profile {
    /// Of a device that was asked nothing yet: whoever signed in on it sends with the account.
    pub(super) fn unasked() -> Self {
        Self {
            by_account: is_signed_in(),
            ..Self::default()
        }
    }

    fn read(json: &Json) -> Self {
        let text = |name| json.text(name).unwrap_or_default();
        Self {
            sector: text("sector"),
            profession: text("profession"),
            email: text("email"),
            by_account: json.flag("byAccount").unwrap_or_default(),
            pace: json.code("pace"),
        }
    }

    fn written(&self) -> String {
        Object::new()
            .text("sector", self.sector.as_str())
            .text("profession", self.profession.as_str())
            .text("email", self.email.as_str())
            .plain("byAccount", self.by_account)
            .text("pace", self.pace.map(ClosedList::code))
            .written()
    }

    /// How this provider wants to hear what came of a signal.
    pub(super) fn contact(&self) -> Option<ContactDraft> {
        if self.by_account {
            return Some(ContactDraft {
                choice: ContactChoice::Account,
                email: None,
                pace: None,
            });
        }
        let email = Some(self.email.trim().to_owned()).filter(|email| !email.is_empty())?;
        Some(ContactDraft {
            choice: ContactChoice::Email,
            email: Some(email),
            pace: self.pace,
        })
    }
}

/// Puts an entry link first, in the place of an older one of the same authority.
pub(super) fn with_entry_point(mut known: Vec<EntryPoint>, new: EntryPoint) -> Vec<EntryPoint> {
    known.retain(|point| point.authority != new.authority);
    known.insert(0, new);
    known
}

/// Puts a receipt first, in the place of an older word about the same signal.
pub(super) fn with_receipt(mut known: Vec<KeptReceipt>, new: KeptReceipt) -> Vec<KeptReceipt> {
    known.retain(|kept| kept.id != new.id);
    known.insert(0, new);
    known
}

const ENTRY_POINTS: &str = "entryPoints";
const RECEIPTS: &str = "receipts";
const PROFILE: &str = "profile";
const SIGNED_IN: &str = "signedIn";
/// Somebody has to be signed out who could not be: there was no network (`shared_phone.rs`).
pub(super) const ENDING: &str = "ending";

/// Several people use this device.
pub(super) const SHARED: &str = "shared";

/// True when they do.
pub(super) fn is_shared() -> bool {
    storage::read(SHARED).is_some()
}

/// What was kept under a name; nothing also when an older version wrote something else.
fn kept(name: &str) -> Option<Json> {
    Json::parse(&storage::read(name)?)
}

fn kept_list<T>(name: &str, read: fn(&Json) -> Option<T>) -> Vec<T> {
    let items = kept(name).and_then(|list| list.items()).unwrap_or_default();
    items.iter().filter_map(read).collect()
}

pub(super) fn entry_points() -> Vec<EntryPoint> {
    kept_list(ENTRY_POINTS, EntryPoint::read)
}

pub(super) fn keep_entry_points(points: &[EntryPoint]) {
    if points.is_empty() {
        storage::remove(ENTRY_POINTS);
        return;
    }
    let points = json::list(points.iter().map(EntryPoint::written));
    storage::write(ENTRY_POINTS, &points);
}

pub(super) fn receipts() -> Vec<KeptReceipt> {
    kept_list(RECEIPTS, KeptReceipt::read)
}

pub(super) fn keep_receipts(receipts: &[KeptReceipt]) -> bool {
    let receipts = json::list(receipts.iter().map(KeptReceipt::written));
    storage::write(RECEIPTS, &receipts)
}

pub(super) fn profile() -> Option<Profile> {
    kept(PROFILE).as_ref().map(Profile::read)
}

pub(super) fn keep_profile(profile: &Profile) {
    storage::write(PROFILE, &profile.written());
}

/// Forgets what was asked once: it is asked again.
pub(super) fn forget_profile() {
    storage::remove(PROFILE);
}

/// Whether somebody signed in here, as far as this device knows; who, it does not.
pub(super) fn is_signed_in() -> bool {
    storage::read(SIGNED_IN).is_some()
}

pub(super) fn keep_signed_in(is_signed_in: bool) {
    if is_signed_in {
        storage::write(SIGNED_IN, &clock::now_ms().to_string());
    } else {
        storage::remove(SIGNED_IN);
    }
}

/// When somebody signed in, in milliseconds since 1970; long ago where an earlier version did not keep it.
pub(super) fn signed_in_at_ms() -> i64 {
    let at_ms = storage::read(SIGNED_IN).and_then(|at_ms| at_ms.parse().ok());
    at_ms.unwrap_or_default()
}

/// A random mark of this device for one authority: providers can be counted, not known (trust.md §8.1).
pub(super) fn mark(authority: &str) -> String {
    let name = format!("mark.{authority}");
    storage::read(&name).unwrap_or_else(|| {
        let mark = clock::new_mark();
        storage::write(&name, &mark);
        mark
    })
}

/// What this device knows about its user, as it is kept: name and JSON.
pub(super) fn everything() -> impl Iterator<Item = (&'static str, String)> {
    let names = [ENTRY_POINTS, RECEIPTS, PROFILE].into_iter();
    names.filter_map(|name| kept(name).and(storage::read(name)).map(|json| (name, json)))
}

/// Forgets everything that was kept here, the settings too.
pub(super) fn wipe() {
    for point in entry_points() {
        storage::remove(&format!("mark.{}", point.authority));
    }
    storage::remove_all(COPY);
    for name in [
        ENTRY_POINTS,
        RECEIPTS,
        PROFILE,
        SIGNED_IN,
        ENDING,
        "theme",
        "font",
    ] {
        storage::remove(name);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(typed: &str) -> Day {
        typed.parse().unwrap()
    }

    fn timeline(feedback: usize) -> Timeline {
        let feedback: Vec<_> = (0..feedback)
            .map(|_| {
                serde_json::json!({
                    "id": "11111111-6a1d-4c1e-9a57-2f1f6d0c8e11", "moment": "linked", "sentOn": "2026-11-12",
                    "state": "sent", "text": "Samen bekeken",
                })
            })
            .collect();
        serde_json::from_value(serde_json::json!({
            "id": "0b6c2f0e-6a1d-4c1e-9a57-2f1f6d0c8e11", "authority": "linde", "state": "linked",
            "promisedOn": "2026-12-14", "late": false, "canUndo": false, "questions": [],
            "steps": [{"step": "received", "on": "2026-11-03"}, {"step": "linked", "on": "2026-11-12"}],
            "feedback": feedback,
        }))
        .unwrap()
    }

    #[test]
    fn a_new_answer_is_unread_until_it_is_looked_at() {
        let mut kept =
            KeptReceipt::of_timeline(&timeline(1), "KX7Q-2M9T-P4HD-V6RB", day("2026-11-20"));
        assert_eq!(kept.unread(), 0, "what was opened by code was seen");
        kept.hear(&timeline(2));
        assert_eq!(kept.unread(), 1);
        assert_eq!(kept.step, Some(Step::Linked));
        assert_eq!(kept.sent_on, day("2026-11-03"));
    }

    #[test]
    fn the_newest_link_of_an_authority_replaces_the_older_one() {
        let point = |authority: &str, token: &str| EntryPoint {
            authority: authority.into(),
            name: String::new(),
            token: token.into(),
            knows_sector: false,
        };
        let known = vec![point("linde", "old"), point("beuk", "b")];
        let known = with_entry_point(known, point("linde", "new"));
        assert_eq!(known, [point("linde", "new"), point("beuk", "b")]);
    }

    #[test]
    fn a_signal_is_kept_once() {
        let kept = KeptReceipt::of_timeline(&timeline(0), "KX7Q-2M9T-P4HD-V6RB", day("2026-11-20"));
        let list = with_receipt(vec![kept.clone()], kept);
        assert_eq!(list.len(), 1);
    }

    #[test]
    fn without_address_a_provider_stays_anonymous() {
        assert_eq!(Profile::default().contact(), None);
        let profile = Profile {
            email: " an@linde.example ".into(),
            ..Profile::default()
        };
        assert_eq!(
            profile.contact().and_then(|contact| contact.email),
            Some("an@linde.example".into())
        );
    }

    #[test]
    fn nothing_that_is_kept_holds_the_text_of_a_signal() {
        let mut timeline = timeline(0);
        timeline.text = Some("Bewoners vinden geen loket".into());
        let kept = KeptReceipt::of_timeline(&timeline, "KX7Q-2M9T-P4HD-V6RB", day("2026-11-20"));
        assert!(!kept.written().contains("Bewoners"));
    }

    #[test]
    fn what_is_kept_is_read_back() {
        let kept = KeptReceipt::of_timeline(&timeline(2), "KX7Q-2M9T-P4HD-V6RB", day("2026-11-20"));
        let json = Json::parse(&kept.written()).unwrap();
        assert_eq!(KeptReceipt::read(&json), Some(kept));
        let point = EntryPoint {
            authority: "linde".into(),
            name: String::new(),
            token: "k7m2".into(),
            knows_sector: true,
        };
        let json = Json::parse(&point.written()).unwrap();
        assert_eq!(EntryPoint::read(&json), Some(point));
        let profile = Profile {
            email: "an@linde.example".into(),
            ..Profile::default()
        };
        let json = Json::parse(&profile.written()).unwrap();
        assert_eq!(Profile::read(&json), profile);
    }
}
