//! What an item of the outbox carries: where it goes and its JSON, put together once and never changed after the first
//! attempt (decisions.md 1).

use shared::codes::ContactChoice;
use shared::id::{FeedbackId, IdempotencyKey, QuestionId};
use shared::question::NoteDraft;
use shared::signal::{Chips, ContactDraft, SignalDraft};
use shared::timeline::RatingDraft;

use super::write;
use crate::browser::json::{Json, Object};

/// A request without its moment: it is sent now or in three days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parcel {
    path: String,
    /// The mark of the account that it is sent with.
    writer: Option<String>,
    /// The follow-up code that goes along, where it is known already.
    receipt: Option<String>,
    /// For what needs a follow-up code, the part inside `body`.
    json: String,
}

const SUBMIT: &str = "/signals";
/// Stands before the mark of an account in what is sealed: an earlier release reads it as the fragment of an address, which no
/// server hears of.
const WRITER: char = '#';
const ANSWERS: &str = "/receipts/answers/";
const RATINGS: &str = "/receipts/ratings/";

/// What a parcel says about a signal that was sent before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said {
    /// Answers a question.
    Answer(QuestionId, String),
    /// Rates a feedback.
    Rating(FeedbackId, bool),
}

impl Parcel {
    fn new(path: impl Into<String>, json: String) -> Self {
        Self {
            path: path.into(),
            writer: None,
            receipt: None,
            json,
        }
    }

    /// About a signal whose follow-up code is known.
    #[must_use]
    pub fn about(mut self, receipt: &str) -> Self {
        self.receipt = Some(receipt.to_owned());
        self
    }

    /// Goes out with this account and no other, where it goes out with one.
    #[must_use]
    pub fn written_by(mut self, mark: Option<String>) -> Self {
        self.writer = mark.filter(|_| self.is_by_account());
        self
    }

    /// The mark of the account that it has to be sent with.
    pub(super) fn writer(&self) -> Option<&str> {
        self.writer.as_deref()
    }

    /// `submitSignal`
    pub fn submit_signal(draft: &SignalDraft) -> Self {
        Self::new(SUBMIT, write::signal_draft(draft))
    }

    /// `recallSubmission`
    pub fn recall_submission(key: IdempotencyKey) -> Self {
        let json = Object::new().text("key", key.to_string().as_str());
        Self::new("/submissions/recall", json.written())
    }

    /// `withdrawSignal`
    pub fn withdraw_signal() -> Self {
        Self::new("/receipts/withdraw", Object::new().written())
    }

    /// `enrichSignal`
    pub fn enrich_signal(chips: &Chips) -> Self {
        Self::new("/receipts/enrich", write::chips(chips))
    }

    /// `changeContact`
    pub fn change_contact(contact: &ContactDraft) -> Self {
        Self::new("/receipts/contact", write::contact_draft(contact))
    }

    /// `answerQuestion`
    pub fn answer_question(question: QuestionId, answer: &NoteDraft) -> Self {
        let path = format!("{ANSWERS}{question}");
        Self::new(path, write::note_draft(answer))
    }

    /// `rateFeedback`
    pub fn rate_feedback(feedback: FeedbackId, rating: RatingDraft) -> Self {
        let path = format!("{RATINGS}{feedback}");
        Self::new(path, write::rating_draft(rating))
    }

    /// The words of its writer, for the list of what waits.
    pub fn text(&self) -> Option<String> {
        Json::parse(&self.json)?.text("text")
    }

    /// The follow-up code of the signal that it is about, where it says so itself.
    pub fn receipt(&self) -> Option<&str> {
        self.receipt.as_deref()
    }

    /// What it says about the signal behind this code, for the page of that signal.
    pub fn said_about(&self, receipt: &str) -> Option<Said> {
        if self.receipt.as_deref() != Some(receipt) {
            return None;
        }
        if let Some(question) = self.path.strip_prefix(ANSWERS) {
            return Some(Said::Answer(question.parse().ok()?, self.text()?));
        }
        let feedback = self.path.strip_prefix(RATINGS)?.parse().ok()?;
        let useful = Json::parse(&self.json)?.flag("useful")?;
        Some(Said::Rating(feedback, useful))
    }

    pub(super) fn path(&self) -> &str {
        &self.path
    }

    pub(super) fn is_submission(&self) -> bool {
        self.path == SUBMIT
    }

    /// True for what an entry link opens, or an account in its place: a signal, and taking it back before its code came.
    pub(super) fn is_at_the_door(&self) -> bool {
        self.is_submission() || self.path == "/submissions/recall"
    }

    /// True for a signal whose answer is found with the account that sends it.
    pub fn is_by_account(&self) -> bool {
        let choice = || Json::parse(&self.json)?.at("contact")?.code("choice");
        self.is_submission() && choice() == Some(ContactChoice::Account)
    }

    /// The JSON as it is sent, with the code that came since; `None` while the code that it needs is not there.
    pub(super) fn to_send(&self, receipt: Option<&str>) -> Option<String> {
        if !self.path.starts_with("/receipts/") {
            return Some(self.json.clone());
        }
        let body = Object::new().text("receipt", self.receipt.as_deref().or(receipt)?);
        Some(body.json("body", &self.json).written())
    }

    /// As one text, for sealing.
    pub fn to_text(&self) -> String {
        let receipt = self.receipt.as_deref().unwrap_or_default();
        let writer = self.writer.as_ref().map(|mark| format!("{WRITER}{mark}"));
        let writer = writer.unwrap_or_default();
        format!("{}{writer}\n{receipt}\n{}", self.path, self.json)
    }

    /// As it was sealed.
    pub fn of_text(text: &str) -> Option<Self> {
        let (path, rest) = text.split_once('\n')?;
        let (receipt, json) = rest.split_once('\n')?;
        let (path, writer) = match path.split_once(WRITER) {
            Some((path, mark)) => (path, Some(mark.to_owned())),
            None => (path, None),
        };
        Some(Self {
            writer,
            receipt: Some(receipt.to_owned()).filter(|receipt| !receipt.is_empty()),
            ..Self::new(path, json.to_owned())
        })
    }
}

#[cfg(test)]
mod tests {
    use shared::codes::{Frequency, KindOfProblem, Language, People};

    use super::*;

    #[test]
    fn a_parcel_is_the_same_after_the_night() {
        let draft = SignalDraft {
            text: "Geen loket\nmeer open".into(),
            ..SignalDraft::default()
        };
        let parcel = Parcel::submit_signal(&draft);
        assert_eq!(Parcel::of_text(&parcel.to_text()), Some(parcel.clone()));
        assert_eq!(parcel.text().as_deref(), Some("Geen loket\nmeer open"));
    }

    #[test]
    fn only_a_signal_of_an_account_is_sent_with_it() {
        let by = |choice| {
            Parcel::submit_signal(&SignalDraft {
                text: "Geen loket meer open".into(),
                contact: choice,
                ..SignalDraft::default()
            })
        };
        let chosen = |choice| {
            Some(ContactDraft {
                choice,
                email: None,
                pace: None,
            })
        };
        assert!(by(chosen(ContactChoice::Account)).is_by_account());
        assert!(!by(chosen(ContactChoice::Code)).is_by_account());
        assert!(!by(None).is_by_account());
    }

    #[test]
    fn a_signal_of_an_account_knows_whose_after_the_night() {
        let contact = |choice| {
            let contact = ContactDraft {
                choice,
                email: None,
                pace: None,
            };
            SignalDraft {
                text: "Geen loket meer open".into(),
                contact: Some(contact),
                ..SignalDraft::default()
            }
        };
        let mark = || Some("tB3v".to_owned());
        let own = Parcel::submit_signal(&contact(ContactChoice::Account)).written_by(mark());
        assert_eq!(own.writer(), Some("tB3v"));
        assert_eq!(Parcel::of_text(&own.to_text()), Some(own.clone()));
        assert_eq!(own.path(), SUBMIT);
        let anonymous = Parcel::submit_signal(&contact(ContactChoice::Code)).written_by(mark());
        assert_eq!(anonymous.writer(), None);
    }

    #[test]
    fn what_waits_is_found_back_by_the_signal_that_it_is_about() {
        let code = "KX7Q-2M9T-P4HD-V6RB";
        let question: QuestionId = "0b6c2f0e-6a1d-4c1e-9a57-2f1f6d0c8e11".parse().unwrap();
        let feedback: FeedbackId = "11111111-6a1d-4c1e-9a57-2f1f6d0c8e11".parse().unwrap();
        let note = NoteDraft {
            text: "Na zes uur.".into(),
        };
        let answer = Parcel::answer_question(question, &note).about(code);
        let rating = Parcel::rate_feedback(feedback, RatingDraft { useful: false }).about(code);
        let said = Said::Answer(question, "Na zes uur.".into());
        assert_eq!(answer.said_about(code), Some(said));
        assert_eq!(answer.said_about("AAAA-2M9T-P4HD-V6RB"), None);
        let said = Said::Rating(feedback, false);
        assert_eq!(rating.said_about(code), Some(said));
        let chips = Parcel::enrich_signal(&Chips::default()).about(code);
        assert_eq!(chips.said_about(code), None);
    }

    #[test]
    fn what_needs_a_code_waits_for_it() {
        let parcel = Parcel::rate_feedback(
            "0b6c2f0e-6a1d-4c1e-9a57-2f1f6d0c8e11".parse().unwrap(),
            RatingDraft { useful: true },
        );
        assert_eq!(parcel.to_send(None), None);
        let sent = r#"{"receipt":"KX7Q-2M9T-P4HD-V6RB","body":{"useful":true}}"#;
        assert_eq!(parcel.to_send(Some("KX7Q-2M9T-P4HD-V6RB")).unwrap(), sent);
        let known = parcel.about("KX7Q-2M9T-P4HD-V6RB");
        assert_eq!(known.to_send(None).unwrap(), sent);
        assert_eq!(Parcel::of_text(&known.to_text()), Some(known));
    }

    /// The file is what servers of the next two releases must take (tests/it/releases.rs). When this fails, do not change
    /// the file of a release that somebody has: add one.
    #[test]
    fn what_this_release_sends_is_written_down() {
        const SENT: &str = include_str!("../../../../tests/releases/0.1.0.json");
        const RECEIPT: &str = "$RECEIPT";
        let sent: Vec<(String, serde_json::Value)> = serde_json::from_str(SENT).unwrap();
        let contact = |choice, email: Option<&str>| ContactDraft {
            choice,
            email: email.map(str::to_owned),
            pace: None,
        };
        let parcels = [
            Parcel::submit_signal(&SignalDraft {
                text: "In de wijk is er geen opvang na zes uur.".into(),
                locale: Some(Language::Nl),
                sector: Some("home-nursing".into()),
                profession: Some("thuisverpleegkundige".into()),
                device_mark: Some("0123456789abcdef0123456789abcdef".into()),
                contact: Some(contact(ContactChoice::Email, Some("an@linde.example"))),
                ..SignalDraft::default()
            }),
            Parcel::enrich_signal(&Chips {
                frequency: Some(Frequency::Weekly),
                people: Some(People::SixToTwenty),
                kind: Some(KindOfProblem::Coordination),
                tried: Some("Wij belden de dienst.".into()),
                wish: Some("Een opvang die later sluit.".into()),
                ..Chips::default()
            }),
            Parcel::change_contact(&contact(ContactChoice::Code, None)),
            Parcel::recall_submission("01934f6e-8a3b-7c21-9d4e-5f60718293a4".parse().unwrap()),
        ];
        for parcel in parcels {
            let json = parcel.to_send(Some(RECEIPT)).unwrap();
            let request = (parcel.path, serde_json::from_str(&json).unwrap());
            assert!(sent.contains(&request), "{request:?}");
        }
    }

    /// A device that is renewed in the middle of a deployment still has what it kept before.
    #[test]
    fn what_an_earlier_release_kept_is_still_sent() {
        let kept = "/receipts/enrich\nKX7Q-2M9T-P4HD-V6RB\n{\"frequency\":\"weekly\"}";
        let sent = r#"{"receipt":"KX7Q-2M9T-P4HD-V6RB","body":{"frequency":"weekly"}}"#;
        let parcel = Parcel::of_text(kept).unwrap();
        assert_eq!(parcel.to_send(None).as_deref(), Some(sent));
    }
}
