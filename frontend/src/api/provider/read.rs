//! What the server answers to providers, read member by member (docs/adr/0006). A member that `shared` gets does not
//! compile until it is read here; that all are read right is tested against their derived code.

use shared::authority::{Authority, Meta, Referral};
use shared::codes::Labels;
use shared::issue::PublishedIssue;
use shared::profession::Profession;
use shared::question::Question;
use shared::sign_in::ProviderLogin;
use shared::signal::SubmittedSignal;
use shared::taxonomy::{Code, Concept, Taxonomy, Theme};
use shared::timeline::{ReachedStep, ReceivedFeedback, Timeline};

use crate::browser::json::Json;

pub(super) fn meta(json: &Json) -> Option<Meta> {
    Some(Meta {
        contract: json.number("contract")?,
        oldest_contract: json.number("oldestContract")?,
        version: json.text("version")?,
        push_key: json.text("pushKey").unwrap_or_default(),
    })
}

pub(super) fn authority(json: &Json) -> Option<Authority> {
    let language = |json: &Json| json.as_text()?.parse().ok();
    let successor = |json: &Json| json.as_text()?.parse().ok();
    Some(Authority {
        id: json.parsed("id")?,
        slug: json.text("slug")?,
        name: json.text("name")?,
        level: json.code("level")?,
        nis_code: json.text("nisCode"),
        languages: json.list("languages", language)?,
        time_zone: json.text("timeZone")?,
        answer_term_days: json.number("answerTermDays")?,
        work_mode: json.code("workMode")?,
        places: json.list("places", Json::as_text)?,
        referrals: json.list("referrals", referral)?,
        valid_from: json.parsed("validFrom")?,
        valid_to: json.parsed("validTo"),
        successors: json.list("successors", successor).unwrap_or_default(),
    })
}

fn referral(json: &Json) -> Option<Referral> {
    Some(Referral {
        name: json.text("name")?,
        contact: json.text("contact")?,
    })
}

pub(super) fn taxonomy(json: &Json) -> Option<Taxonomy> {
    Some(Taxonomy {
        revision: json.number("revision")?,
        themes: json.list("themes", theme)?,
        target_groups: json.list("targetGroups", concept)?,
        provider_sectors: json.list("providerSectors", concept)?,
        governance_levels: json.list("governanceLevels", concept)?,
        professions: json.list("professions", profession),
    })
}

fn theme(json: &Json) -> Option<Theme> {
    let Concept { code, labels } = concept(json)?;
    Some(Theme {
        code,
        labels,
        sources: json.list("sources", Json::as_text).unwrap_or_default(),
        tags: json.list("tags", concept)?,
    })
}

fn concept(json: &Json) -> Option<Concept> {
    Some(Concept {
        code: Code::stored(json.text("code")?),
        labels: labels(json)?,
    })
}

fn profession(json: &Json) -> Option<Profession> {
    Some(Profession {
        code: Code::stored(json.text("code")?),
        label: labels(&json.at("label")?)?,
        note: labels(&json.at("note")?)?,
    })
}

fn labels(json: &Json) -> Option<Labels> {
    Some(Labels {
        nl: json.text("nl")?,
        fr: json.text("fr")?,
        en: json.text("en")?,
        de: json.text("de")?,
    })
}

/// What an authority shows of its issues.
pub(super) fn published_issues(json: &Json) -> Option<Vec<PublishedIssue>> {
    json.list("items", published_issue)
}

fn published_issue(json: &Json) -> Option<PublishedIssue> {
    Some(PublishedIssue {
        id: json.parsed("id")?,
        number: json.text("number")?,
        title: json.text("title")?,
        description: json.text("description")?,
        state: json.code("state")?,
        themes: json.list("themes", |code| Some(Code::stored(code.as_text()?)))?,
        published_on: json.parsed("publishedOn")?,
    })
}

/// The devices of an account.
pub(super) fn provider_logins(json: &Json) -> Option<Vec<ProviderLogin>> {
    json.list("items", |json| {
        Some(ProviderLogin {
            id: json.parsed("id")?,
            signed_in_on: json.parsed("signedInOn")?,
            last_used_on: json.parsed("lastUsedOn")?,
            is_own: json.flag("isOwn")?,
            wipe_asked_on: json.parsed("wipeAskedOn"),
            wiped_on: json.parsed("wipedOn"),
        })
    })
}

pub(super) fn submitted_signal(json: &Json) -> Option<SubmittedSignal> {
    Some(SubmittedSignal {
        href: json.text("href")?,
        id: json.parsed("id")?,
        receipt: json.text("receipt")?,
        promised_on: json.parsed("promisedOn")?,
        state: json.code("state")?,
        sector_known: json.flag("sectorKnown")?,
    })
}

/// The signals behind receipts, each with the JSON that told it.
pub(super) fn told(json: &Json) -> Option<Vec<(Timeline, String)>> {
    json.list("items", |json| Some((timeline(json)?, json.written()?)))
}

/// The signals behind receipts.
pub(super) fn timelines(json: &Json) -> Option<Vec<Timeline>> {
    json.list("items", timeline)
}

pub(super) fn timeline(json: &Json) -> Option<Timeline> {
    Some(Timeline {
        id: json.parsed("id")?,
        authority: json.text("authority")?,
        state: json.code("state")?,
        text: json.text("text"),
        promised_on: json.parsed("promisedOn")?,
        late: json.flag("late")?,
        steps: json.list("steps", reached_step)?,
        questions: json.list("questions", question)?,
        feedback: json.list("feedback", received_feedback)?,
        can_undo: json.flag("canUndo")?,
        receipt: json.text("receipt"),
        disclosed: json.flag("disclosed").unwrap_or_default(),
    })
}

fn reached_step(json: &Json) -> Option<ReachedStep> {
    Some(ReachedStep {
        step: json.code("step")?,
        on: json.parsed("on")?,
        other_signals: json.number("otherSignals"),
        issue: json.text("issue"),
        decision: json.code("decision"),
        motivation: json.text("motivation"),
        action: json.text("action"),
        due_on: json.parsed("dueOn"),
        outcome: json.code("outcome"),
    })
}

fn question(json: &Json) -> Option<Question> {
    Some(Question {
        id: json.parsed("id")?,
        text: json.text("text"),
        asked_on: json.parsed("askedOn")?,
        answer: json.text("answer"),
        answered_on: json.parsed("answeredOn"),
        cancelled: json.flag("cancelled").unwrap_or_default(),
    })
}

fn received_feedback(json: &Json) -> Option<ReceivedFeedback> {
    Some(ReceivedFeedback {
        id: json.parsed("id")?,
        moment: json.code("moment")?,
        sent_on: json.parsed("sentOn")?,
        state: json.code("state")?,
        text: json.text("text")?,
        useful: json.flag("useful"),
    })
}

#[cfg(test)]
mod tests {
    use std::fmt::Debug;

    use serde::de::DeserializeOwned;
    use serde_json::json;

    use super::*;

    const ID: &str = "0b6c2f0e-6a1d-4c1e-9a57-2f1f6d0c8e11";

    /// Both ways read the same, when every member is there and when only those are that must be.
    fn check<T: DeserializeOwned + Debug + PartialEq>(
        read: fn(&Json) -> Option<T>,
        samples: [serde_json::Value; 2],
    ) {
        for sample in samples {
            let text = sample.to_string();
            let derived: T = serde_json::from_str(&text).unwrap();
            let json = Json::parse(&text).unwrap();
            assert_eq!(read(&json), Some(derived), "{text}");
            for name in sample.as_object().unwrap().keys() {
                let mut without = sample.clone();
                without.as_object_mut().unwrap().remove(name);
                let derived: Option<T> = serde_json::from_value(without.clone()).ok();
                let json = Json::parse(&without.to_string()).unwrap();
                assert_eq!(read(&json), derived, "without {name}");
            }
        }
    }

    #[test]
    fn a_published_issue_is_read_as_its_derived_code_reads_it() {
        let issue = json!({
            "id": ID, "number": "K-17", "title": "Wachttijd", "description": "Gezinnen wachten.", "state": "validated",
            "themes": ["housing"], "publishedOn": "2026-11-28",
        });
        check(published_issue, [issue.clone(), issue]);
    }

    #[test]
    fn a_timeline_is_read_as_its_derived_code_reads_it() {
        let full = json!({
            "id": ID, "authority": "linde", "state": "linked", "text": "Bewoners vinden geen loket",
            "promisedOn": "2026-12-14", "late": false, "canUndo": true, "disclosed": true,
            "receipt": "KX7Q-2M9T-P4HD-V6RB",
            "steps": [{
                "step": "linked", "on": "2026-11-12", "otherSignals": 14, "issue": "Wachttijd", "decision": "noAct",
                "motivation": "Er is een loket in de buurt",
                "action": "Een loket", "dueOn": "2027-01-31", "outcome": "partly",
            }],
            "questions": [{
                "id": ID, "text": "Sinds wanneer?", "askedOn": "2026-11-05", "answer": "Sinds de zomer",
                "answeredOn": "2026-11-06", "cancelled": true,
            }],
            "feedback": [{
                "id": ID, "moment": "decided", "sentOn": "2026-11-20", "state": "rated", "text": "We doen het",
                "useful": true,
            }],
        });
        let bare = json!({
            "id": ID, "authority": "linde", "state": "held", "promisedOn": "2026-12-14", "late": true, "canUndo": false,
            "steps": [{"step": "received", "on": "2026-11-03"}], "questions": [{"id": ID, "askedOn": "2026-11-05"}],
            "feedback": [{"id": ID, "moment": "linked", "sentOn": "2026-11-20", "state": "sent", "text": "Samen"}],
        });
        check(timeline, [full, bare]);
    }

    #[test]
    fn an_authority_is_read_as_its_derived_code_reads_it() {
        let full = json!({
            "id": ID, "slug": "linde", "name": "Stad Linde", "level": "municipality", "nisCode": "44021",
            "languages": ["nl", "fr"], "timeZone": "Europe/Brussels", "answerTermDays": 30, "workMode": "rounds",
            "places": ["Vaartwijk"], "referrals": [{"name": "Tele-Onthaal", "contact": "106"}],
            "validFrom": "2019-01-01", "validTo": "2030-12-31", "successors": [ID],
        });
        let bare = json!({
            "id": ID, "slug": "linde", "name": "Stad Linde", "level": "region", "languages": [], "timeZone": "UTC",
            "answerTermDays": 1, "workMode": "continuous", "places": [], "referrals": [], "validFrom": "2019-01-01",
        });
        check(authority, [full, bare]);
    }

    #[test]
    fn what_comes_back_on_submitting_is_read_as_its_derived_code_reads_it() {
        let submitted = json!({
            "href": "/api/v1/signals/x", "id": ID, "receipt": "KX7Q-2M9T-P4HD-V6RB", "promisedOn": "2026-12-14",
            "state": "received", "sectorKnown": true,
        });
        check(submitted_signal, [submitted.clone(), submitted]);
        let version = json!({"contract": 2, "oldestContract": 1, "version": "0.1.0"});
        check(meta, [version.clone(), version]);
    }

    #[test]
    fn the_default_taxonomy_is_read_as_its_derived_code_reads_it() {
        let derived: Taxonomy = serde_json::from_str(shared::taxonomy::DEFAULT).unwrap();
        let professions = serde_json::from_str(shared::profession::DEFAULT).unwrap();
        let derived = Taxonomy {
            professions: Some(professions),
            ..derived
        };
        let text = serde_json::to_string(&derived).unwrap();
        assert_eq!(taxonomy(&Json::parse(&text).unwrap()), Some(derived));
    }
}
