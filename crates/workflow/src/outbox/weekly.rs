//! One mail a week: how many answers and questions wait, and the links that open them.
//!
//! Signals come together only here, in memory, while the mail is made: their contacts have the same keyed index, and no row
//! says which signals a mail named (docs/adr/0016).

use std::collections::BTreeSet;

use chrono::{Datelike, Duration};
use identity::mail_pace::weekly_mail_id;
use policy::{Permit, RunJob, Scope};
use shared::codes::{ContactChoice, MailPace};
use shared::id::{AuthorityId, FeedbackId, JobId};
use shared::life_cycle::SignalState;
use shared::time::{Day, Moment};
use storage::records::{JobRecord, SignalRecord};
use storage::{At, Key, Tx};
use uuid::Uuid;

use super::compose_mail::{
    Letter, address_of, letter, name_of, pace_link, receipt_link, unsubscribe_link,
};
use super::{JobKind, Mail, job};
use crate::{Sources, Stop};

/// When weekly mails go out, on the authority's wall.
const HOUR: i64 = 7;
/// Links in one mail. Who has more waiting finds the others with the codes.
const MOST_LINKS: usize = 50;

/// The last Monday on which weekly mails went out or will go out late, because no server ran.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Week {
    /// The Monday.
    pub monday: Day,
    /// What was there before this moment belongs to its mails.
    pub until: Moment,
}

impl Week {
    /// The week of now; the one before until Monday morning.
    pub fn now(sources: &Sources, authority: AuthorityId) -> Self {
        let now = sources.now();
        let today = sources.today(authority);
        let since_monday = i64::from(today.date().weekday().num_days_from_monday());
        let week = |monday: Day| Self {
            monday,
            until: sources
                .start_of(monday, authority)
                .plus(Duration::hours(HOUR)),
        };
        let this = week(today.plus_days(-since_monday));
        if this.until <= now {
            this
        } else {
            week(this.monday.plus_days(-7))
        }
    }
}

/// Queues the mails of a week. Who was told is not told again, whenever and wherever this runs a second time: the mails
/// and the mark that they are queued are one transaction, and a mail's id is made of its address and week. Answers how many.
pub fn queue_weekly_mails(
    tx: &mut Tx<'_>,
    permit: &Permit<RunJob>,
    sources: &Sources,
) -> Result<usize, Stop> {
    let scope = permit.scope();
    let Some(authority) = scope.writes() else {
        return Ok(0);
    };
    let until = Week::now(sources, authority).until;
    let (mut addresses, mut contacts) = (BTreeSet::new(), BTreeSet::new());
    for (contact, email_index) in tx.weekly_with_news(scope, At(until))? {
        contacts.insert(contact.0);
        addresses.insert(email_index);
    }
    let payload = serde_json::to_value(Mail::Weekly { until }).unwrap_or_default();
    let mut queued = 0;
    for email_index in &addresses {
        let id = mail_id(sources, authority, email_index, until);
        let mail = JobRecord {
            id: Key(JobId::new(id)),
            ..job(sources, JobKind::Mail, Some(authority), payload.clone())
        };
        queued += usize::from(tx.insert_job_once(&mail)?);
    }
    let contacts: Vec<Uuid> = contacts.into_iter().collect();
    tx.note_told(scope, &contacts, At(until))?;
    Ok(queued)
}

/// The mail of a week to one address; nothing when everything was read, taken back or unsubscribed since.
pub(super) fn weekly_letter(
    tx: &mut Tx<'_>,
    scope: &Scope,
    sources: &Sources,
    base_url: &str,
    job: Uuid,
    until: Moment,
) -> Result<Option<Letter>, Stop> {
    let Some(authority) = scope.writes() else {
        return Ok(None);
    };
    let told = tx.addresses_told(scope, At(until))?;
    let is_meant = |index: &Vec<u8>| mail_id(sources, authority, index, until) == job;
    let Some(email_index) = told.into_iter().find(is_meant) else {
        return Ok(None);
    };
    let mut contacts = tx.contacts_of_address(scope, &email_index)?;
    contacts.retain(|contact| {
        let was_weekly = contact.told_until.is_some_and(|told| told >= At(until));
        contact.undeliverable_at.is_none() && (contact.pace.0 == MailPace::Weekly || was_weekly)
    });
    // The last one tells the language that its owner reads now.
    let Some(newest) = contacts.last() else {
        return Ok(None);
    };
    let ids: Vec<Uuid> = contacts.iter().map(|contact| contact.id.0).collect();
    let mut waiting = Waiting::default();
    for signal in tx.signals_of_contacts(scope, &ids)? {
        if signal.contact.0 == ContactChoice::Email {
            waiting.count(tx, scope, &signal, At(until))?;
        }
    }
    if waiting.signals.is_empty() {
        return Ok(None);
    }
    let links = waiting.signals.iter().take(MOST_LINKS);
    let links: Vec<String> = links
        .map(|signal| receipt_link(sources, base_url, signal))
        .collect();
    let number = |number: usize| (number > 0).then(|| number.to_string());
    let values = [
        ("authority", name_of(sources, authority)),
        ("answers", number(waiting.answers.len())),
        ("questions", number(waiting.questions)),
        ("links", Some(links.join("\n"))),
        ("pace", Some(pace_link(sources, base_url, newest))),
    ];
    let to = address_of(sources, newest)?;
    let unsubscribe = unsubscribe_link(sources, base_url, newest);
    Ok(
        letter("weekly", newest.locale.0, &values, to).map(|letter| Letter {
            unsubscribe: Some(unsubscribe),
            contacts: ids,
            feedback: waiting.answers,
            was_given_up: waiting.was_given_up,
            ..letter
        }),
    )
}

/// What nobody read yet.
#[derive(Default)]
struct Waiting {
    signals: Vec<SignalRecord>,
    answers: Vec<FeedbackId>,
    questions: usize,
    was_given_up: bool,
}

impl Waiting {
    fn count(
        &mut self,
        tx: &mut Tx<'_>,
        scope: &Scope,
        signal: &SignalRecord,
        until: At,
    ) -> Result<(), Stop> {
        let before = self.answers.len() + self.questions;
        for (row, _) in tx.feedback_of_signal(scope, signal.id.0)? {
            if row.read_at.is_none() && row.sent_at.is_some_and(|at| at < until) {
                self.was_given_up |= row.undeliverable_at.is_some();
                self.answers.push(row.id.0);
            }
        }
        if signal.state.0 == SignalState::QuestionOpen {
            let asked = tx.questions_of(scope, signal.id.0)?;
            let waits = asked
                .last()
                .is_some_and(|question| question.asked_at < until);
            self.questions += usize::from(waits);
        }
        if self.answers.len() + self.questions > before {
            self.signals.push(signal.clone());
        }
        Ok(())
    }
}

fn mail_id(sources: &Sources, authority: AuthorityId, email_index: &[u8], until: Moment) -> Uuid {
    let key = sources.keys();
    weekly_mail_id(key.index(), authority.uuid(), email_index, until.micros())
}
