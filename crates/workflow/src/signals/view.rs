//! What a processor sees of a signal. Nothing in it tells who sent it; times are days (decisions.md 10).

use std::cmp::Reverse;
use std::collections::BTreeSet;

use policy::{GetSignal, Operation, Permit, Scope};
use privacy::{Names, Severity};
use shared::analysis::{Certainty, Suggestion};
use shared::codes::ClosedList;
use shared::id::{AuthorityId, SignalId, SignalKey};
use shared::life_cycle::{SignalEvent, SignalState};
use shared::question::Question;
use shared::signal::{
    HeldSpan, HistoryStep, IssueLink, SignalDetail, SignalSummary, TagOrigin, TagStatus, Tagging,
};
use shared::taxonomy::Code;
use storage::records::{QuestionRecord, SignalRecord, SignalTagRecord, SignalTextRecord};
use storage::tx::query_types::IssueLinkRow;
use storage::{Key, Tx};

use crate::{Refusal, Sources, Stop};

/// How many characters of a text a list shows.
const EXCERPT: usize = 160;
/// A sector shows only when so many providers share it (product.md, counts).
const ENOUGH_PROVIDERS: i64 = 5;

/// Sectors that enough providers share, per authority. The server keeps it for some minutes.
pub type SharedSectors = BTreeSet<(AuthorityId, String)>;

/// Counts which sectors enough providers share.
pub fn shared_sectors(tx: &mut Tx<'_>, scope: &Scope) -> Result<SharedSectors, Stop> {
    let shared = tx.shared_sectors(scope, ENOUGH_PROVIDERS)?;
    Ok(shared
        .into_iter()
        .map(|(authority, sector)| (authority.0, sector))
        .collect())
}

/// The sector of one signal, if enough providers share it: a list knows all of them for some minutes, this one counts.
pub(crate) fn own_sector_if_shared(
    tx: &mut Tx<'_>,
    scope: &Scope,
    record: &SignalRecord,
) -> Result<SharedSectors, Stop> {
    let Some(sector) = &record.sector else {
        return Ok(SharedSectors::new());
    };
    let authority = record.authority_id.0;
    let providers = tx.providers_of_sector(scope, authority, sector, ENOUGH_PROVIDERS)?;
    let shared = (providers >= ENOUGH_PROVIDERS).then(|| (authority, sector.clone()));
    Ok(shared.into_iter().collect())
}

/// Where a signal stands in the API.
pub(crate) fn href(id: SignalId) -> String {
    format!("/api/v1/signals/{id}")
}

/// One signal with everything a processor may know.
pub fn get_signal(
    tx: &mut Tx<'_>,
    permit: &Permit<GetSignal>,
    sources: &Sources,
    signal: SignalId,
) -> Result<SignalDetail, Stop> {
    let record = tx
        .signal(permit.scope(), signal)?
        .ok_or(Refusal::NotFound)?;
    signal_detail(tx, permit, sources, record)
}

/// A signal that was just loaded or changed.
pub fn signal_detail<A: Operation>(
    tx: &mut Tx<'_>,
    permit: &Permit<A>,
    sources: &Sources,
    record: SignalRecord,
) -> Result<SignalDetail, Stop> {
    let scope = permit.scope();
    let key = record.id.0;
    let texts = tx.signal_text(scope, key)?;
    let questions = tx
        .questions_of(scope, key)?
        .into_iter()
        .map(|row| question(sources, row))
        .collect();
    let history = history(tx, scope, sources, &record)?;
    let feedback = crate::feedback::of_signal(tx, scope, sources, &record)?;
    let sectors = own_sector_if_shared(tx, scope, &record)?;
    let Shown {
        text,
        held,
        doubtful,
    } = shown(&record, texts.as_ref());
    let (frequency, people, kind) = (record.frequency, record.people, record.kind);
    let contact = record.contact.0;
    let depth = record.depth.and_then(|depth| u8::try_from(depth).ok());
    let seen_issue = seen_issue(tx, scope, &record)?;
    let disclosed = tx.disclosure(scope, key)?.is_some();
    let readable = record.state.is_readable();
    let note = |note: fn(&SignalTextRecord) -> Option<String>| {
        texts.as_ref().filter(|_| readable).and_then(note)
    };
    let (tried, wish) = (
        note(|texts| texts.tried.clone()),
        note(|texts| texts.wish.clone()),
    );
    let places_named = places_named(sources, &record, text.as_deref());
    let summary = summaries(tx, scope, sources, &sectors, vec![(record, text.clone())])?
        .pop()
        .ok_or(Refusal::NotFound)?;
    let summary = with_suggestions(tx, scope, key, summary)?;
    let is_linked = |seen: &IssueLink| summary.issues.iter().any(|link| link.id == seen.id);
    let seen_issue = seen_issue.filter(|seen| !is_linked(seen));
    Ok(SignalDetail {
        summary,
        text,
        held,
        doubtful,
        places_named,
        frequency: frequency.map(|stored| stored.0),
        people: people.map(|stored| stored.0),
        kind: kind.map(|stored| stored.0),
        tried,
        wish,
        seen_issue,
        depth,
        disclosed,
        contact,
        questions,
        history,
        feedback,
    })
}

/// Says of each code what a model thinks of it. What people confirmed stands first; then what the provider said, then what
/// the model is surest of.
fn with_suggestions(
    tx: &mut Tx<'_>,
    scope: &Scope,
    key: SignalKey,
    mut summary: SignalSummary,
) -> Result<SignalSummary, Stop> {
    for suggestion in tx.suggestions_of(scope, &[key])? {
        let tag = summary
            .tags
            .iter_mut()
            .find(|tag| tag.scheme == suggestion.scheme.0 && tag.code.as_str() == suggestion.code);
        let confidence = u8::try_from(suggestion.confidence).unwrap_or_default();
        if let (Some(tag), Some(certainty)) = (tag, Certainty::of(confidence)) {
            tag.suggestion = Some(Suggestion {
                model: suggestion.model,
                confidence,
                certainty,
                reasons: suggestion.reasons.0,
            });
        }
    }
    summary.tags.sort_by_key(|tag| {
        let confidence = tag.suggestion.as_ref().map_or(0, |it| it.confidence);
        let is_confirmed = tag.status == TagStatus::Confirmed;
        Reverse((is_confirmed, tag.origin == TagOrigin::Provider, confidence))
    });
    Ok(summary)
}

/// The issue that the provider sees too, or the one that it went into since.
fn seen_issue(
    tx: &mut Tx<'_>,
    scope: &Scope,
    record: &SignalRecord,
) -> Result<Option<IssueLink>, Stop> {
    let Some(key) = record.seen_issue_id else {
        return Ok(None);
    };
    let issue = crate::issues::surviving(tx, scope, key.0)?;
    Ok(issue.as_ref().map(crate::issues::link))
}

/// Rows of a list with their codes and issues: two statements for the whole page.
pub(crate) fn summaries(
    tx: &mut Tx<'_>,
    scope: &Scope,
    sources: &Sources,
    sectors: &SharedSectors,
    rows: Vec<(SignalRecord, Option<String>)>,
) -> Result<Vec<SignalSummary>, Stop> {
    let keys: Vec<_> = rows.iter().map(|(record, _)| record.id.0).collect();
    if keys.is_empty() {
        return Ok(Vec::new());
    }
    let tags = tx.tags_of(scope, &keys)?;
    let links = tx.issues_of(scope, &keys)?;
    Ok(rows
        .into_iter()
        .map(|(record, text)| summary(sources, sectors, &tags, &links, record, text))
        .collect())
}

fn summary(
    sources: &Sources,
    sectors: &SharedSectors,
    tags: &[SignalTagRecord],
    links: &[IssueLinkRow],
    record: SignalRecord,
    text: Option<String>,
) -> SignalSummary {
    let key = record.id;
    let authority = record.authority_id.0;
    let text = text.map(|text| {
        if record.state.0 == SignalState::Held {
            masked(&text).0
        } else {
            text
        }
    });
    let sector = record
        .sector
        .filter(|sector| sectors.contains(&(authority, sector.clone())));
    let is_answered = record.first_response_at.is_some() || record.ended_at.is_some();
    SignalSummary {
        href: href(record.public_id.0),
        id: record.public_id.0,
        authority: sources.slug(authority),
        state: record.state.0,
        excerpt: text.as_deref().map(excerpt).unwrap_or_default(),
        language: record.language,
        received_on: record.received_on.0,
        promised_on: record.promised_on.0,
        late: !is_answered && record.promised_on.0 < sources.today(authority),
        sector,
        place: record.place,
        tags: tags
            .iter()
            .filter(|tag| tag.signal_id == key)
            .map(tagging)
            .collect(),
        issues: links
            .iter()
            .filter(|(signal, ..)| *signal == key)
            .map(issue_link)
            .collect(),
        version: u64::try_from(record.version).unwrap_or_default(),
    }
}

/// The beginning of a text on one line, cut between words where that loses little.
fn excerpt(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= EXCERPT {
        return line;
    }
    let cut: String = line.chars().take(EXCERPT).collect();
    let whole_words = cut
        .rsplit_once(' ')
        .map_or(cut.as_str(), |(before, _)| before);
    format!("{whole_words} …")
}

fn tagging(record: &SignalTagRecord) -> Tagging {
    Tagging {
        scheme: record.scheme.0,
        code: Code::stored(record.code.clone()),
        origin: record.origin.0,
        status: record.status.0,
        suggestion: None,
    }
}

fn issue_link((_, id, number, title): &IssueLinkRow) -> IssueLink {
    IssueLink {
        id: id.0,
        number: format!("K-{number}"),
        title: title.clone(),
    }
}

/// The text as a processor may see it, where it is masked, and where it may hold personal data.
#[derive(Default)]
struct Shown {
    text: Option<String>,
    held: Vec<HeldSpan>,
    doubtful: Vec<HeldSpan>,
}

fn shown(record: &SignalRecord, texts: Option<&SignalTextRecord>) -> Shown {
    let Some(text) = texts.and_then(|texts| texts.text.clone()) else {
        return Shown::default();
    };
    if record.state.0 == SignalState::Held {
        let (text, held) = masked(&text);
        return Shown {
            text: Some(text),
            held,
            ..Shown::default()
        };
    }
    Shown {
        doubtful: doubtful(&text),
        text: Some(text),
        ..Shown::default()
    }
}

/// What the provider said comes first; a masked text says nothing.
fn places_named(sources: &Sources, record: &SignalRecord, text: Option<&str>) -> Vec<String> {
    let (None, Some(text), true) = (&record.place, text, record.state.is_readable()) else {
        return Vec::new();
    };
    let Some(authority) = sources.directory.by_id(record.authority_id.0) else {
        return Vec::new();
    };
    let named = text::named(text, &authority.places);
    named.into_iter().map(str::to_owned).collect()
}

/// What is certain was looked at by a person when the signal was held: it is no longer in doubt.
fn doubtful(text: &str) -> Vec<HeldSpan> {
    let mut found = privacy::detect(text, Names::shipped());
    found.retain(|finding| finding.severity < Severity::Certain);
    let places = privacy::char_ranges(text, &found);
    let spans = found.iter().zip(places);
    spans
        .map(|(finding, place)| HeldSpan {
            kind: finding.kind.code().to_owned(),
            start: number(place.start),
            end: number(place.end),
        })
        .collect()
}

fn masked(text: &str) -> (String, Vec<HeldSpan>) {
    let masked = privacy::mask_spans(text, &privacy::find(text));
    let spans = masked.hidden.iter().map(|span| HeldSpan {
        kind: span.kind.code().to_owned(),
        start: number(span.start),
        end: number(span.end),
    });
    (masked.text.clone(), spans.collect())
}

fn number(position: usize) -> u32 {
    u32::try_from(position).unwrap_or(u32::MAX)
}

pub(crate) fn question(sources: &Sources, record: QuestionRecord) -> Question {
    let authority = record.authority_id.0;
    Question {
        id: record.id.0,
        text: record.text,
        asked_on: sources.day_of(record.asked_at.0, authority),
        answer: record.answer,
        answered_on: record.answered_at.map(|at| sources.day_of(at.0, authority)),
        cancelled: record.cancelled_at.is_some(),
    }
}

/// What happened, oldest first. The first step is the signal's own row: it was received.
fn history(
    tx: &mut Tx<'_>,
    scope: &Scope,
    sources: &Sources,
    record: &SignalRecord,
) -> Result<Vec<HistoryStep<SignalState, SignalEvent>>, Stop> {
    let authority = record.authority_id.0;
    let rows = tx.signal_history(scope, &[record.id.0])?;
    let members: Vec<_> = rows
        .iter()
        .filter_map(|(event, _)| event.membership_id.map(|Key(member)| member))
        .collect();
    let names = crate::people::names(tx, scope, sources, &members)?;
    let step = |(event, note): (storage::records::SignalEventRecord, Option<String>)| HistoryStep {
        on: sources.day_of(event.at.0, authority),
        event: event.event.0,
        from: event.from_state.map(|state| state.0),
        to: event.to_state.0,
        role: event.role.map(|role| role.0),
        by: event
            .membership_id
            .and_then(|member| names.get(&member.0).cloned()),
        own_work: false,
        reason: event.reason,
        note,
    };
    let mut steps: Vec<_> = rows.into_iter().map(step).collect();
    if steps
        .first()
        .is_none_or(|first| first.event != SignalEvent::Hold)
    {
        let received = HistoryStep {
            on: record.received_on.0,
            event: SignalEvent::Receive,
            from: None,
            to: SignalState::Received,
            role: None,
            by: None,
            own_work: false,
            reason: None,
            note: None,
        };
        steps.insert(0, received);
    }
    Ok(steps)
}
