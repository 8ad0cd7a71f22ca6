//! What providers send, written member by member (docs/adr/0006). That all is written right is tested by reading it as the
//! server does.

use shared::codes::ClosedList;
use shared::mail_pace::{PaceByMailDraft, PaceDraft};
use shared::push::PushDraft;
use shared::question::NoteDraft;
use shared::signal::{Chips, ContactDraft, DisclosureDraft, SignalDraft};
use shared::timeline::{ByReceipt, FollowDraft, RatingDraft};

use crate::browser::json::Object;

pub(super) fn signal_draft(draft: &SignalDraft) -> String {
    let SignalDraft {
        text,
        language,
        locale,
        sector,
        profession,
        chips,
        contact,
        device_mark,
        seen_issue,
        confirmed_no_personal_data,
    } = draft;
    let object = with_chips(Object::new(), chips)
        .text("text", text.as_str())
        .text("language", language.as_deref())
        .text("locale", locale.map(ClosedList::code))
        .text("sector", sector.as_deref())
        .text("profession", profession.as_deref())
        .text("deviceMark", device_mark.as_deref())
        .text("seenIssue", seen_issue.map(|id| id.to_string()).as_deref());
    let object = match contact {
        Some(contact) => object.json("contact", &contact_draft(contact)),
        None => object,
    };
    let object = if *confirmed_no_personal_data {
        object.plain("confirmedNoPersonalData", true)
    } else {
        object
    };
    object.written()
}

fn with_chips(object: Object, chips: &Chips) -> Object {
    let Chips {
        frequency,
        people,
        kind,
        place,
        themes,
        target_groups,
        tried,
        wish,
    } = chips;
    object
        .text("frequency", frequency.map(ClosedList::code))
        .text("people", people.map(ClosedList::code))
        .text("kind", kind.map(ClosedList::code))
        .text("place", place.as_deref())
        .texts("themes", themes)
        .texts("targetGroups", target_groups)
        .text("tried", tried.as_deref())
        .text("wish", wish.as_deref())
}

pub(super) fn chips(chips: &Chips) -> String {
    with_chips(Object::new(), chips).written()
}

pub(super) fn contact_draft(contact: &ContactDraft) -> String {
    let ContactDraft {
        choice,
        email,
        pace,
    } = contact;
    Object::new()
        .text("choice", choice.code())
        .text("email", email.as_deref())
        // Only when it says something: an older server refuses what it does not know.
        .text("pace", pace.map(ClosedList::code))
        .written()
}

pub(super) fn pace_draft(draft: &PaceDraft) -> String {
    let PaceDraft { receipts, pace } = draft;
    Object::new()
        .texts("receipts", receipts)
        .text("pace", pace.code())
        .written()
}

pub(super) fn pace_by_mail_draft(draft: &PaceByMailDraft) -> String {
    let PaceByMailDraft { token, pace } = draft;
    Object::new()
        .text("token", token.as_str())
        .text("pace", pace.code())
        .written()
}

pub(super) fn disclosure_draft(draft: &DisclosureDraft) -> String {
    let DisclosureDraft { name, reach } = draft;
    Object::new()
        .text("name", name.as_deref())
        .text("reach", reach.as_deref())
        .written()
}

pub(super) fn note_draft(note: &NoteDraft) -> String {
    let NoteDraft { text } = note;
    Object::new().text("text", text.as_str()).written()
}

pub(super) fn rating_draft(rating: RatingDraft) -> String {
    let RatingDraft { useful } = rating;
    Object::new().plain("useful", useful).written()
}

pub(super) fn follow_draft(draft: &FollowDraft) -> String {
    let FollowDraft { receipts, peek } = draft;
    let object = Object::new().texts("receipts", receipts);
    // Only when it says something: an older server refuses what it does not know.
    let object = if *peek {
        object.plain("peek", true)
    } else {
        object
    };
    object.written()
}

pub(super) fn push_draft(draft: &PushDraft) -> String {
    let PushDraft { receipts, endpoint } = draft;
    Object::new()
        .texts("receipts", receipts)
        .text("endpoint", endpoint.as_str())
        .written()
}

/// What is done with a receipt; the body is JSON already.
pub(super) fn by_receipt(draft: &ByReceipt<String>) -> String {
    let ByReceipt { receipt, body } = draft;
    Object::new()
        .text("receipt", receipt.as_str())
        .json("body", body)
        .written()
}

#[cfg(test)]
mod tests {
    use shared::codes::{ContactChoice, Frequency, KindOfProblem, Language, People};
    use shared::timeline::Empty;

    use super::*;

    fn some_chips() -> Chips {
        Chips {
            frequency: Some(Frequency::Weekly),
            people: Some(People::OverTwenty),
            kind: Some(KindOfProblem::Gap),
            place: Some("Vaartwijk".into()),
            themes: vec!["housing".into(), "debt".into()],
            target_groups: vec!["families".into()],
            tried: Some("We belden \"iedereen\"".into()),
            wish: Some("Een loket\nin de wijk".into()),
        }
    }

    #[test]
    fn the_server_reads_a_signal_as_it_was_meant() {
        let full = SignalDraft {
            text: "Bewoners vinden geen loket".into(),
            language: Some("nl".into()),
            locale: Some(Language::Fr),
            sector: Some("care".into()),
            profession: Some("verpleegkundige".into()),
            chips: some_chips(),
            contact: Some(ContactDraft {
                choice: ContactChoice::Email,
                email: Some("an@linde.example".into()),
                pace: None,
            }),
            device_mark: Some("00ff".into()),
            seen_issue: Some("0b6c2f0e-6a1d-4c1e-9a57-2f1f6d0c8e11".parse().unwrap()),
            confirmed_no_personal_data: true,
        };
        let bare = SignalDraft {
            text: "Bewoners vinden geen loket".into(),
            ..SignalDraft::default()
        };
        for draft in [full, bare] {
            let written = signal_draft(&draft);
            assert_eq!(
                serde_json::from_str::<SignalDraft>(&written).unwrap(),
                draft
            );
        }
    }

    #[test]
    fn the_server_reads_what_is_done_with_a_receipt_as_it_was_meant() {
        let receipt = || "KX7Q-2M9T-P4HD-V6RB".to_owned();
        let written = |body| {
            by_receipt(&ByReceipt {
                receipt: receipt(),
                body,
            })
        };
        let read: ByReceipt<Chips> = serde_json::from_str(&written(chips(&some_chips()))).unwrap();
        assert_eq!((read.receipt, read.body), (receipt(), some_chips()));
        let read: ByReceipt<Chips> =
            serde_json::from_str(&written(chips(&Chips::default()))).unwrap();
        assert_eq!(read.body, Chips::default());

        let contact = ContactDraft {
            choice: ContactChoice::Code,
            email: None,
            pace: None,
        };
        let read: ByReceipt<ContactDraft> =
            serde_json::from_str(&written(contact_draft(&contact))).unwrap();
        assert_eq!(read.body, contact);

        for disclosure in [
            DisclosureDraft {
                name: Some("An Peeters".into()),
                reach: Some("Thuiszorg \"Linde\"".into()),
            },
            DisclosureDraft::default(),
        ] {
            let read: ByReceipt<DisclosureDraft> =
                serde_json::from_str(&written(disclosure_draft(&disclosure))).unwrap();
            assert_eq!(read.body, disclosure);
        }

        let note = NoteDraft {
            text: "Sinds de zomer".into(),
        };
        let read: ByReceipt<NoteDraft> = serde_json::from_str(&written(note_draft(&note))).unwrap();
        assert_eq!(read.body, note);

        let rating = RatingDraft { useful: false };
        let read: ByReceipt<RatingDraft> =
            serde_json::from_str(&written(rating_draft(rating))).unwrap();
        assert_eq!(read.body, rating);

        let read: ByReceipt<Empty> =
            serde_json::from_str(&written(Object::new().written())).unwrap();
        assert_eq!(read.receipt, receipt());
    }

    #[test]
    fn the_server_reads_the_signals_to_follow_as_they_were_meant() {
        for peek in [false, true] {
            let draft = FollowDraft {
                receipts: vec!["a".into(), "b".into()],
                peek,
            };
            assert_eq!(
                serde_json::from_str::<FollowDraft>(&follow_draft(&draft)).unwrap(),
                draft
            );
        }
    }

    #[test]
    fn the_server_reads_where_a_device_rings_as_it_was_meant() {
        let draft = PushDraft {
            receipts: vec!["a".into(), "b".into()],
            endpoint: "https://push.example/a?b=\"c\"".into(),
        };
        let read = serde_json::from_str::<PushDraft>(&push_draft(&draft)).unwrap();
        assert_eq!(read, draft);
    }
}
