//! One question to signals, issues, actions and feedback, as far as somebody may read them.

use std::ops::Range;

use policy::{
    Actor, ListActions, ListFeedback, ListIssues, ListSignals, Operation, Permit, Scope, Search,
    Staff, Wanted,
};
use shared::analysis::Phrase;
use shared::codes::{ClosedList, Language};
use shared::id::SignalId;
use shared::life_cycle::SignalState;
use shared::page::Page;
use shared::search::{
    FIRST_OF_EACH, Found, FoundGroup, FoundKind, FoundThing, MOST_COUNTED, MarkedText, Progress,
    SearchFilter, SearchResult, WordCorrection,
};
use shared::signal::SignalFilter;
use shared::time::{Day, Moment};
use storage::records::{FeedbackTextRecord, IssueRecord, SignalRecord};
use storage::tx::query_types::{FoundActionRow, FoundFeedbackRow, FoundQuery};
use storage::{SignalQuery, Tx};
use text::{Correction, SearchQuery, Vocabulary};
use uuid::Uuid;

use super::terms::{language_of_feedback, own_language};
use crate::issues::number_typed;
use crate::{Sources, Stop};

/// How much of a text is shown around what was found, in characters.
const EXCERPT: usize = 200;
/// From how many of the newest things of a kind the nearest word is taken. Some ten milliseconds for so many signals.
const NEWEST: i64 = 5_000;

/// Where a page begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cursor {
    /// After this signal of this day.
    Signal(Day, SignalId),
    /// After what was made then, with this id.
    Made(Moment, Uuid),
}

/// Reads where a page of one kind begins, as `next` of the page before told.
pub fn after(kind: FoundKind, cursor: &str) -> Option<Cursor> {
    if kind == FoundKind::Signal {
        let (day, id) = crate::signals::after(cursor)?;
        return Some(Cursor::Signal(day, id));
    }
    let (micros, id) = cursor.split_once('.')?;
    let made = Moment::from_micros(micros.parse().ok()?);
    Some(Cursor::Made(made, id.parse().ok()?))
}

/// Looks for words in everything that the reader may read; the newest first, some of each kind, or a page of one.
///
/// When nothing has them, words that no text has are replaced by the nearest that some text has, and that is told. The
/// number of statements depends neither on rows nor on words: at most three for each kind, once more after a correction,
/// and one for each kind to learn its words.
pub fn search(
    tx: &mut Tx<'_>,
    permit: &Permit<Search>,
    sources: &Sources,
    staff: &Staff,
    filter: &SearchFilter,
    page: Option<(u32, Option<Cursor>)>,
) -> Result<SearchResult, Stop> {
    let reader = Reader::of(permit, staff);
    let (size, after) = page.unwrap_or((FIRST_OF_EACH, None));
    let mut question = Question {
        sources,
        filter,
        query: text::search_query(&filter.q),
        number: number_typed(filter.q.trim()),
        size,
        after,
    };
    let groups = question.ask(tx, &reader)?;
    let is_found = groups.iter().any(|group| group.total > 0);
    if is_found || filter.literal || question.query.is_empty() || after.is_some() {
        return Ok(SearchResult {
            corrections: Vec::new(),
            groups,
        });
    }
    let vocabulary = reader.vocabulary(tx)?;
    let Some((query, corrections)) = vocabulary.corrected(&question.query) else {
        return Ok(SearchResult {
            corrections: Vec::new(),
            groups,
        });
    };
    question.query = query;
    let groups = question.ask(tx, &reader)?;
    if groups.iter().all(|group| group.total == 0) {
        // Each word stands somewhere, but nowhere all of them: nothing is gained by other words.
        return Ok(SearchResult {
            corrections: Vec::new(),
            groups,
        });
    }
    let corrections = told(sources, corrections, &groups);
    Ok(SearchResult {
        corrections,
        groups,
    })
}

/// What somebody may read, by kind: only in the authorities where a role of theirs allows it. A policy officer finds no
/// signal and no word of one.
struct Reader {
    signals: Option<Scope>,
    issues: Option<Scope>,
    actions: Option<Scope>,
    feedback: Option<Scope>,
}

impl Reader {
    fn of(permit: &Permit<Search>, staff: &Staff) -> Self {
        Self {
            signals: scope_of::<ListSignals>(permit, staff),
            issues: scope_of::<ListIssues>(permit, staff),
            actions: scope_of::<ListActions>(permit, staff),
            feedback: scope_of::<ListFeedback>(permit, staff),
        }
    }

    /// Words that stand in what this reader may read, and in nothing else: a correction tells no secret.
    fn vocabulary(&self, tx: &mut Tx<'_>) -> Result<Vocabulary, Stop> {
        let mut texts = Vec::new();
        if let Some(scope) = &self.signals {
            texts.extend(tx.newest_words_of_signals(scope, NEWEST)?);
        }
        if let Some(scope) = &self.issues {
            texts.extend(tx.newest_words_of_issues(scope, NEWEST)?);
        }
        if let Some(scope) = &self.actions {
            texts.extend(tx.newest_words_of_actions(scope, NEWEST)?);
        }
        if let Some(scope) = &self.feedback {
            texts.extend(tx.newest_words_of_feedback(scope, NEWEST)?);
        }
        let mut vocabulary = Vocabulary::default();
        for words in &texts {
            vocabulary.add(words);
        }
        Ok(vocabulary)
    }
}

/// The scope in which the same person may do something else, with the urgency of a search.
fn scope_of<A: Operation>(permit: &Permit<Search>, staff: &Staff) -> Option<Scope> {
    let wanted = match permit.scope().reads() {
        [only] => Wanted::One(*only),
        _ => Wanted::All,
    };
    let permitted = policy::decide::<A>(&Actor::Staff(staff.clone()), wanted).ok()?;
    let urgency = permit.scope().urgency();
    Some(permitted.scope().clone().with_urgency(urgency))
}

struct Question<'a> {
    sources: &'a Sources,
    filter: &'a SearchFilter,
    query: SearchQuery,
    number: Option<i32>,
    size: u32,
    after: Option<Cursor>,
}

impl Question<'_> {
    fn ask(&self, tx: &mut Tx<'_>, reader: &Reader) -> Result<Vec<FoundGroup>, Stop> {
        let mut groups = Vec::new();
        for kind in FoundKind::ALL.iter().copied() {
            if self.filter.kind.is_some_and(|only| only != kind) {
                continue;
            }
            let group = match kind {
                FoundKind::Signal => reader.signals.as_ref().map(|scope| self.signals(tx, scope)),
                FoundKind::Issue => reader.issues.as_ref().map(|scope| self.issues(tx, scope)),
                FoundKind::Action => reader.actions.as_ref().map(|scope| self.actions(tx, scope)),
                FoundKind::Feedback => reader
                    .feedback
                    .as_ref()
                    .map(|scope| self.feedback(tx, scope)),
            };
            groups.extend(group.transpose()?);
        }
        Ok(groups)
    }

    fn signals(&self, tx: &mut Tx<'_>, scope: &Scope) -> Result<FoundGroup, Stop> {
        if self.query.is_empty() {
            return Ok(nothing(FoundKind::Signal));
        }
        let after = match self.after {
            Some(Cursor::Signal(day, id)) => Some((day, id)),
            _ => None,
        };
        let query = SignalQuery {
            filter: SignalFilter {
                state: self.signal_states(),
                theme: self.filter.theme.clone(),
                from: self.filter.from,
                to: self.filter.to,
                ..SignalFilter::default()
            },
            clauses: self.query.clone().into_words(),
            goes_on: self.query.goes_on,
            after,
            most: self.most(),
            ..SignalQuery::default()
        };
        let rows = tx.list_signals(scope, &query)?;
        let cursor = |(record, _): &(SignalRecord, _)| {
            format!("{}.{}", record.received_on.0, record.public_id.0)
        };
        let page = Page::cut(rows, self.size, cursor);
        let keys: Vec<_> = page.items.iter().map(|(record, _)| record.id.0).collect();
        let mut texts = Vec::new();
        if !keys.is_empty() {
            texts = tx.signal_texts(scope, &keys)?;
        }
        let total = self.total(&page, || Ok(tx.count_signals(scope, &query, counted())?))?;
        let page = page.map(|(record, _)| {
            let text = texts.iter().find(|row| row.signal_id == record.id);
            let text = text.and_then(|row| row.text.as_deref());
            // What is masked has no words in the index; should it ever have, it is not shown.
            let text = text.filter(|_| record.state.is_readable());
            Found {
                thing: FoundThing::Signal {
                    id: record.public_id.0,
                    state: record.state.0,
                },
                authority: self.sources.slug(record.authority_id.0),
                on: record.received_on.0,
                language: record.language.clone(),
                title: None,
                excerpt: text.map(|text| self.piece(text, Some(record.spoken()))),
            }
        });
        Ok(group(FoundKind::Signal, page, total))
    }

    fn issues(&self, tx: &mut Tx<'_>, scope: &Scope) -> Result<FoundGroup, Stop> {
        if self.query.is_empty() && self.number.is_none() {
            return Ok(nothing(FoundKind::Issue));
        }
        let query = FoundQuery {
            number: self.number,
            ..self.found_query(scope)
        };
        let rows = tx.found_issues(scope, &query)?;
        let cursor = |record: &IssueRecord| made(record.created_at.0, record.public_id.0.uuid());
        let page = Page::cut(rows, self.size, cursor);
        let total = self.total(&page, || {
            Ok(tx.count_found_issues(scope, &query, counted())?)
        })?;
        let page = page.map(|record| {
            let authority = record.authority_id.0;
            let language = own_language(self.sources, authority);
            let description = record.description.as_deref();
            Found {
                thing: FoundThing::Issue {
                    id: record.public_id.0,
                    number: crate::issues::number(record.number),
                    state: record.state.0,
                },
                authority: self.sources.slug(authority),
                on: self.sources.day_of(record.created_at.0, authority),
                language: None,
                title: Some(self.whole(&record.title, language)),
                excerpt: description.map(|text| self.piece(text, language)),
            }
        });
        Ok(group(FoundKind::Issue, page, total))
    }

    fn actions(&self, tx: &mut Tx<'_>, scope: &Scope) -> Result<FoundGroup, Stop> {
        if self.query.is_empty() {
            return Ok(nothing(FoundKind::Action));
        }
        let query = self.found_query(scope);
        let rows = tx.found_actions(scope, &query)?;
        let cursor = |(record, ..): &FoundActionRow| made(record.created_at.0, record.id.0.uuid());
        let page = Page::cut(rows, self.size, cursor);
        let total = self.total(&page, || {
            Ok(tx.count_found_actions(scope, &query, counted())?)
        })?;
        let page = page.map(|(record, issue, number)| {
            let authority = record.authority_id.0;
            let language = own_language(self.sources, authority);
            let note = record.note.as_deref();
            Found {
                thing: FoundThing::Action {
                    id: record.id.0,
                    issue: issue.0,
                    issue_number: crate::issues::number(number),
                    state: record.state.0,
                },
                authority: self.sources.slug(authority),
                on: self.sources.day_of(record.created_at.0, authority),
                language: None,
                title: Some(self.whole(&record.title, language)),
                excerpt: note.map(|text| self.piece(text, language)),
            }
        });
        Ok(group(FoundKind::Action, page, total))
    }

    fn feedback(&self, tx: &mut Tx<'_>, scope: &Scope) -> Result<FoundGroup, Stop> {
        if self.query.is_empty() {
            return Ok(nothing(FoundKind::Feedback));
        }
        let query = self.found_query(scope);
        let rows = tx.found_feedback(scope, &query)?;
        let cursor = |(record, ..): &FoundFeedbackRow| made(record.created_at.0, record.id.0);
        let page = Page::cut(rows, self.size, cursor);
        let total = self.total(&page, || {
            Ok(tx.count_found_feedback(scope, &query, counted())?)
        })?;
        let page = page.map(|(record, issue, number, title, signal)| {
            let authority = record.authority_id.0;
            let language = own_language(self.sources, authority);
            let sent_on = record
                .sent_at
                .map(|at| self.sources.day_of(at.0, authority));
            Found {
                thing: FoundThing::Feedback {
                    moment: record.moment.0,
                    issue: issue.map(|id| id.0),
                    issue_number: number.map(crate::issues::number),
                    signal: signal.map(|id| id.0),
                    sent_on,
                },
                authority: self.sources.slug(authority),
                on: self.sources.day_of(record.created_at.0, authority),
                language: None,
                title: title.map(|title| self.whole(&title, language)),
                excerpt: self.piece_of_feedback(&record),
            }
        });
        Ok(group(FoundKind::Feedback, page, total))
    }

    fn piece_of_feedback(&self, record: &FeedbackTextRecord) -> Option<MarkedText> {
        let text = record.text.as_deref()?;
        let language = language_of_feedback(self.sources, record.authority_id.0, text);
        Some(self.piece(text, language))
    }

    fn found_query(&self, scope: &Scope) -> FoundQuery {
        // A pool over several time zones takes the days of the first.
        let at = |day: Day| {
            let authority = scope.reads().first();
            authority.map(|authority| self.sources.start_of(day, *authority))
        };
        let after = match self.after {
            Some(Cursor::Made(at, id)) => Some((at, id)),
            _ => None,
        };
        FoundQuery {
            clauses: self.query.clone().into_words(),
            goes_on: self.query.goes_on,
            number: None,
            is_over: self
                .filter
                .progress
                .map(|progress| progress == Progress::Over),
            theme: self.filter.theme.clone(),
            from: self.filter.from.and_then(at),
            before: self.filter.to.map(|day| day.plus_days(1)).and_then(at),
            after,
            most: self.most(),
        }
    }

    fn signal_states(&self) -> Vec<SignalState> {
        let Some(progress) = self.filter.progress else {
            return Vec::new();
        };
        let states = SignalState::ALL.iter().copied();
        states
            .filter(|state| state.is_ended() == (progress == Progress::Over))
            .collect()
    }

    /// One more than the page has, which tells whether another follows.
    fn most(&self) -> i64 {
        i64::from(self.size) + 1
    }

    /// Counting costs a statement, which a first page that holds everything saves.
    fn total<T>(
        &self,
        page: &Page<T>,
        count: impl FnOnce() -> Result<i64, Stop>,
    ) -> Result<u64, Stop> {
        if page.next.is_none() && self.after.is_none() {
            return Ok(u64::try_from(page.items.len()).unwrap_or_default());
        }
        Ok(u64::try_from(count()?).unwrap_or_default())
    }

    fn whole(&self, text: &str, language: Option<Language>) -> MarkedText {
        let marks = text::marks(text, language, &self.query);
        marked(text.to_owned(), &marks)
    }

    fn piece(&self, text: &str, language: Option<Language>) -> MarkedText {
        let marks = text::marks(text, language, &self.query);
        let (piece, marks) = text::excerpt(text, &marks, EXCERPT);
        marked(piece, &marks)
    }
}

fn counted() -> i64 {
    i64::try_from(MOST_COUNTED).unwrap_or(i64::MAX)
}

fn made(at: Moment, id: Uuid) -> String {
    format!("{}.{id}", at.micros())
}

fn nothing(kind: FoundKind) -> FoundGroup {
    group(kind, Page::whole(Vec::new()), 0)
}

fn group(kind: FoundKind, page: Page<Found>, total: u64) -> FoundGroup {
    FoundGroup {
        kind,
        total,
        items: page.items,
        next: page.next,
    }
}

fn marked(text: String, marks: &[Range<usize>]) -> MarkedText {
    let place = |place: usize| u32::try_from(place).unwrap_or(u32::MAX);
    let phrase = |mark: &Range<usize>| Phrase {
        start: place(mark.start),
        end: place(mark.end),
    };
    MarkedText {
        text,
        marks: marks.iter().map(phrase).collect(),
    }
}

/// What was replaced, in words that people write: as one of the texts that were found writes it.
fn told(
    sources: &Sources,
    corrections: Vec<Correction>,
    groups: &[FoundGroup],
) -> Vec<WordCorrection> {
    let found = groups.iter().flat_map(|group| &group.items);
    let texts: Vec<(&str, Option<Language>)> = found
        .flat_map(|found| {
            let authority = sources.directory.by_slug(&found.authority);
            let own = authority.and_then(|authority| authority.languages.first().copied());
            let texts = found.title.iter().chain(&found.excerpt);
            texts.map(move |marked| (marked.text.as_str(), own))
        })
        .collect();
    // Of several forms the one as long as what was typed, whatever text came first.
    let shown = |typed: &str, term: &text::Term| {
        let languages = |own: Option<Language>| {
            let others = Language::ALL.iter().copied().map(Some);
            std::iter::once(own).chain(others).collect::<Vec<_>>()
        };
        let forms = texts.iter().filter_map(|(text, own)| {
            let mut languages = languages(*own).into_iter();
            languages.find_map(|language| text::written_as(text, language, term))
        });
        forms.min_by_key(|form| (form.len().abs_diff(typed.len()), *form))
    };
    corrections
        .into_iter()
        .map(|it| WordCorrection {
            shown: shown(&it.typed, &it.term)
                .unwrap_or(it.term.as_str())
                .to_lowercase(),
            typed: it.typed,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_begins_where_the_one_before_ended() {
        let id = Uuid::from_u128(7);
        let made_at = Moment::from_micros(1_795_000_000_000_000);
        assert_eq!(
            after(FoundKind::Issue, &made(made_at, id)),
            Some(Cursor::Made(made_at, id))
        );
        let day: Day = "2026-11-30".parse().unwrap();
        assert_eq!(
            after(FoundKind::Signal, &format!("{day}.{id}")),
            Some(Cursor::Signal(day, SignalId::new(id)))
        );
        for (kind, wrong) in [
            (FoundKind::Issue, "2026-11-30"),
            (FoundKind::Signal, "1795000000000000"),
            (FoundKind::Action, "…"),
        ] {
            assert_eq!(after(kind, wrong), None, "{wrong}");
        }
    }
}
