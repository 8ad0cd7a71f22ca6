//! What happens in which order. Everything is put in an agenda by its moment; some of it adds more while it happens.

use std::collections::BTreeMap;
use std::sync::Arc;

use shared::id::{ActionId, AuthorityId, IssueId, SignalId};
use shared::time::Moment;

use super::DemoError;
use super::content::{AuthorityIssues, Content, DemoSignal, Published, What};
use super::world::World;

/// Signals of the last days wait in the inbox, for who tries the desk.
pub(super) const INBOX_DAYS: i64 = 9;
/// The published statements were imported then, all at once.
pub(super) const IMPORTED_DAYS_AGO: i64 = 545;
/// How often somebody empties the feedback queue.
const QUEUE_EVERY_DAYS: i64 = 10;
/// What fell due since then waits in the queue, for who tries the desk.
const QUEUE_UNTIL: i64 = 12;

/// Something that happens.
#[derive(Clone, Copy)]
pub(super) enum Event {
    ImportPublished,
    /// Authority, line of its file.
    Submit(usize, usize),
    /// The same once more, because its sender was not sure.
    Repeat(usize),
    Redact(usize),
    Tag(usize),
    Triage(usize),
    Answer(usize),
    Read(usize),
    /// Authority's list, issue, step.
    Step(usize, usize, usize),
    Recognise(usize, usize, usize),
    Plan(usize, usize, usize),
    Begin(usize, usize, usize),
    End(usize, usize, usize),
    Feedback(usize, usize, usize),
    /// Signal, authority's list, issue.
    Link(usize, usize, usize),
    EmptyQueue(usize),
}

/// A signal that was sent.
pub(super) struct Told {
    pub(super) authority: AuthorityId,
    pub(super) slug: &'static str,
    pub(super) id: SignalId,
    pub(super) receipt: Option<String>,
    /// Authority and line in the content; nothing for what was imported.
    pub(super) line: Option<(usize, usize)>,
    /// The signal that this one repeats.
    pub(super) repeats: Option<SignalId>,
    pub(super) group: Option<String>,
    pub(super) tags: Vec<String>,
    pub(super) themes: Vec<String>,
    pub(super) days_ago: i64,
}

/// Everything that happened so far, and what is still to happen.
pub(super) struct Story {
    pub(super) world: World,
    pub(super) signals: Vec<(&'static str, Vec<DemoSignal>)>,
    pub(super) issues: Vec<AuthorityIssues>,
    pub(super) published: Arc<Vec<Published>>,
    pub(super) told: Vec<Told>,
    pub(super) made: BTreeMap<(usize, usize), IssueId>,
    pub(super) planned: BTreeMap<(usize, usize, usize), ActionId>,
    agenda: BTreeMap<(Moment, usize), Event>,
    added: usize,
}

/// Tells the whole story.
pub(super) async fn tell(world: World, content: Content) -> Result<(), DemoError> {
    let mut story = Story {
        world,
        signals: content.signals.into_iter().collect(),
        issues: content.issues,
        published: Arc::new(content.published),
        told: Vec::new(),
        made: BTreeMap::new(),
        planned: BTreeMap::new(),
        agenda: BTreeMap::new(),
        added: 0,
    };
    story.add_beginnings();
    while let Some(((moment, _), event)) = story.agenda.pop_first() {
        if moment < story.world.now {
            story.world.clock.put_back(moment);
            story.happen(event).await?;
        }
    }
    story.check_states().await?;
    story.settle_old_mail().await
}

impl Story {
    /// Puts something in the agenda.
    pub(super) fn add(&mut self, days_ago: i64, hour: i64, minute: i64, event: Event) {
        self.added += 1;
        self.agenda.insert(
            (self.world.moment(days_ago, hour, minute), self.added),
            event,
        );
    }

    fn add_beginnings(&mut self) {
        self.add(IMPORTED_DAYS_AGO, 9, 0, Event::ImportPublished);
        for authority in 0..self.signals.len() {
            let lines = self
                .signals
                .get(authority)
                .map(|(_, lines)| lines.as_slice())
                .unwrap_or_default();
            let times: Vec<(i64, u32)> = lines
                .iter()
                .map(|line| (line.days_ago, line.hour))
                .collect();
            for (line, (days_ago, hour)) in times.into_iter().enumerate() {
                let minute = i64::try_from(line * 7 % 60).unwrap_or_default();
                self.add(
                    days_ago,
                    i64::from(hour),
                    minute,
                    Event::Submit(authority, line),
                );
            }
        }
        for list in 0..self.issues.len() {
            for days_ago in
                (QUEUE_UNTIL..IMPORTED_DAYS_AGO).filter(|day| day % QUEUE_EVERY_DAYS == 2)
            {
                self.add(days_ago, 17, 0, Event::EmptyQueue(list));
            }
            let count = self.issues.get(list).map_or(0, |list| list.issues.len());
            (0..count).for_each(|issue| self.add_issue(list, issue));
        }
    }

    fn add_issue(&mut self, list: usize, number: usize) {
        let issue = self
            .issues
            .get(list)
            .and_then(|list| list.issues.get(number))
            .cloned();
        let Some(issue) = issue else { return };
        for (step, it) in issue.steps.iter().enumerate() {
            // One after the other within a day; what closes comes last.
            let hour = if matches!(it.what, What::Close) {
                18
            } else {
                9
            };
            let minute = i64::try_from(step * 5).unwrap_or_default();
            self.add(it.days_ago, hour, minute, Event::Step(list, number, step));
        }
        for (which, it) in issue.recognitions.iter().enumerate() {
            self.add(it.days_ago, 9, 3, Event::Recognise(list, number, which));
        }
        for (which, it) in issue.actions.iter().enumerate() {
            self.add(it.planned_days_ago, 13, 0, Event::Plan(list, number, which));
            if let Some(days_ago) = it.started_days_ago {
                self.add(days_ago, 14, 0, Event::Begin(list, number, which));
            }
            if let Some(days_ago) = it.ended_days_ago {
                self.add(days_ago, 15, 0, Event::End(list, number, which));
            }
        }
        for (which, it) in issue.feedback.iter().enumerate() {
            self.add(it.days_ago, 16, 0, Event::Feedback(list, number, which));
        }
    }

    async fn happen(&mut self, event: Event) -> Result<(), DemoError> {
        match event {
            Event::ImportPublished => self.import_published().await,
            Event::Submit(authority, line) => self.submit(authority, line).await,
            Event::Repeat(told) => self.repeat(told).await,
            Event::Redact(told) => self.redact(told).await,
            Event::Tag(told) => self.tag(told).await,
            Event::Triage(told) => self.triage(told).await,
            Event::Answer(told) => self.answer(told).await,
            Event::Read(told) => self.read(told).await,
            Event::Step(list, issue, step) => self.step(list, issue, step).await,
            Event::Recognise(list, issue, which) => self.recognise(list, issue, which).await,
            Event::Plan(list, issue, which) => self.plan(list, issue, which).await,
            Event::Begin(list, issue, which) => self.begin(list, issue, which).await,
            Event::End(list, issue, which) => self.end(list, issue, which).await,
            Event::Feedback(list, issue, which) => self.feedback(list, issue, which).await,
            Event::Link(told, list, issue) => self.link(told, list, issue).await,
            Event::EmptyQueue(list) => self.empty_queue(list).await,
        }
    }
}
