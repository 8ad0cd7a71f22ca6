//! What happens to issues, their actions and their feedback.

use policy::{
    Actor, AnalyseIssue, AssignOwner, CloseIssue, ComposeFeedback, CreateIssue, DecideIssue,
    DescribeIssue, DismissIssue, ListFeedback, MergeIssues, MoveAction, Operation, ParkIssue,
    Permit, PlanAction, PrioritiseIssue, PublishIssue, RecogniseIssue, ResolveIssue, ResumeIssue,
    RunJob, ScoreIssue, SendEscalation, SendFeedback, StallIssue, StartIssue, ValidateIssue,
};
use shared::action::NewActionStep;
use shared::codes::{Decision, FeedbackMoment, JobState};
use shared::feedback::FeedbackBatch;
use shared::id::{AuthorityId, IdempotencyKey, IssueId, SignalId};
use shared::issue::{DescribeDraft, NewIssue, NewWords};
use shared::life_cycle::{ActionEvent, ActionState, IssueState, SignalState};
use shared::text::{Description, Note, Title};
use storage::{At, Key, Tx};
use workflow::feedback::{
    BatchId, PageOf, compose_feedback, fall_due_again, list_feedback, send_feedback,
};
use workflow::{Attempt, Refusal, Sources, Stop, actions, issues};

use super::DemoError;
use super::content::{DemoAction, DemoIssue, What, scores};
use super::signals::note;
use super::story::{Event, Story};

/// Mails of the past never went out; those of the last days land in the folder.
const MAIL_DAYS: i64 = 5;
/// What is scripted to be written within so many days is left in the queue until then.
const PATIENCE_DAYS: i64 = 45;

impl Story {
    /// One step of an issue, by who took it.
    pub(super) async fn step(
        &mut self,
        list: usize,
        number: usize,
        step: usize,
    ) -> Result<(), DemoError> {
        let issue = self.content_of(list, number)?.clone();
        let Some(it) = issue.steps.get(step) else {
            return Ok(());
        };
        let actor = self.world.member(&it.by)?.actor.clone();
        let done = match &it.what {
            What::Create => self.create(list, number, &issue, &actor, it.days_ago).await,
            What::Close => self.close(list, number, &actor).await,
            What::Merge { into } => self.merge(list, number, &actor, into).await,
            what => self.take(list, number, &actor, what.clone()).await,
        };
        done.map_err(|error| {
            error.during(format!("{} {}, step {step}", self.slug(list), issue.key))
        })
    }

    async fn create(
        &mut self,
        list: usize,
        number: usize,
        issue: &DemoIssue,
        actor: &Actor,
        days_ago: i64,
    ) -> Result<(), DemoError> {
        let slug = self.slug(list).to_owned();
        let authority = self.world.authority(&slug)?.id;
        let signals = self.signals_of(&slug, issue);
        let new = NewIssue {
            title: text(&issue.title, Title::parse)?,
            signals,
        };
        let work = move |tx: &mut Tx<'_>, permit: &Permit<CreateIssue>, sources: &Sources| {
            let ready = tx.signals_by_ids(permit.scope(), &new.signals)?;
            let ready = ready.into_iter().filter(|signal| {
                matches!(
                    signal.state.0,
                    SignalState::Received | SignalState::QuestionOpen | SignalState::Linked
                )
            });
            let signals = ready.map(|signal| signal.public_id.0).collect();
            let new = NewIssue {
                title: Title::parse(new.title.reveal()).map_err(|_| Refusal::WrongState)?,
                signals,
            };
            issues::create_issue(tx, permit, sources, &new)
        };
        let made = self.world.act(actor, authority, work).await?;
        self.made.insert((list, number), made.summary.id);
        self.describe(issue, authority, actor, made.summary.id)
            .await?;
        // Who still had not sent it then joins later.
        let late: Vec<usize> = self.late_signals(&slug, issue, days_ago);
        for told in late {
            self.add(days_ago - 1, 11, 0, Event::Link(told, list, number));
        }
        Ok(())
    }

    /// The words, and the criteria that the lead will need.
    async fn describe(
        &self,
        issue: &DemoIssue,
        authority: AuthorityId,
        actor: &Actor,
        id: IssueId,
    ) -> Result<(), DemoError> {
        let draft = DescribeDraft {
            title: None,
            description: Some(issue.description.clone()),
            themes: Some(issue.themes.clone()),
            kind: Some(issue.kind),
            governance_level: Some(issue.governance_level.clone()),
            criteria: Some(issue.criteria.clone()),
        };
        let words: NewWords = draft
            .parse(&self.world.taxonomy)
            .map_err(|invalid| DemoError::Unfit(invalid.to_string()))?;
        let work = move |tx: &mut Tx<'_>, permit: &Permit<DescribeIssue>, sources: &Sources| {
            let version = version(tx, permit, id)?;
            issues::describe_issue(tx, permit, sources, id, version, &words).map(drop)
        };
        self.world.act(actor, authority, work).await
    }

    /// Every step that changes nothing but the issue itself.
    async fn take(
        &self,
        list: usize,
        number: usize,
        actor: &Actor,
        what: What,
    ) -> Result<(), DemoError> {
        let (authority, id) = (
            self.world.authority(self.slug(list))?.id,
            self.id_of(list, number)?,
        );
        match what {
            What::Create | What::Close | What::Merge { .. } => Ok(()),
            What::Analyse => {
                self.plain::<AnalyseIssue>(actor, authority, id, issues::analyse_issue)
                    .await
            }
            What::Validate => {
                self.plain::<ValidateIssue>(actor, authority, id, issues::validate_issue)
                    .await?;
                // What a municipality recognised it also shows: phones say so to whoever sees the same.
                self.plain::<PublishIssue>(actor, authority, id, issues::publish_issue)
                    .await
            }
            What::SendEscalation => {
                self.plain::<SendEscalation>(actor, authority, id, issues::send_escalation)
                    .await
            }
            What::Start => {
                let work =
                    move |tx: &mut Tx<'_>, permit: &Permit<StartIssue>, sources: &Sources| {
                        let issue = tx.issue(permit.scope(), id)?.ok_or(Refusal::NotFound)?;
                        if issue.state.0 == IssueState::InAction {
                            // It went along with its first action.
                            return Ok(());
                        }
                        let version = u64::try_from(issue.version).unwrap_or_default();
                        issues::start_issue(tx, permit, sources, id, version).map(drop)
                    };
                self.world.act(actor, authority, work).await
            }
            What::Resume => {
                self.plain::<ResumeIssue>(actor, authority, id, issues::resume_issue)
                    .await
            }
            What::DecideAct { motivation } => {
                self.decide(actor, authority, id, Decision::Act, &motivation)
                    .await
            }
            What::DecideNoAct { motivation } => {
                self.decide(actor, authority, id, Decision::NoAct, &motivation)
                    .await
            }
            What::DecideEscalate { motivation } => {
                self.decide(actor, authority, id, Decision::Escalate, &motivation)
                    .await
            }
            What::Score { scores: given } => {
                let given = scores(&given);
                let work =
                    move |tx: &mut Tx<'_>, permit: &Permit<ScoreIssue>, sources: &Sources| {
                        workflow::priorities::score_issue(tx, permit, sources, id, &given)
                    };
                self.world.act(actor, authority, work).await
            }
            What::Prioritise { scores: given } => {
                let given = scores(&given);
                let work =
                    move |tx: &mut Tx<'_>, permit: &Permit<PrioritiseIssue>, sources: &Sources| {
                        let version = version(tx, permit, id)?;
                        issues::prioritise_issue(tx, permit, sources, id, version, &given).map(drop)
                    };
                self.world.act(actor, authority, work).await
            }
            What::AssignOwner {
                organisation,
                member,
            } => {
                let organisation = self.world.organisation(&organisation)?;
                let seat = member.map(|key| self.world.member(&key)).transpose()?;
                let member = seat
                    .and_then(|member| member.seats.get(&authority))
                    .map(|(member, _)| *member);
                let work = move |tx: &mut Tx<'_>,
                                 permit: &Permit<AssignOwner>,
                                 sources: &Sources| {
                    let version = version(tx, permit, id)?;
                    issues::assign_owner(tx, permit, sources, id, version, (organisation, member))
                        .map(drop)
                };
                self.world.act(actor, authority, work).await
            }
            What::Stall { reason, note: why } => {
                let why = note(&why)?;
                let work =
                    move |tx: &mut Tx<'_>, permit: &Permit<StallIssue>, sources: &Sources| {
                        let version = version(tx, permit, id)?;
                        issues::stall_issue(tx, permit, sources, id, version, reason, Some(&why))
                            .map(drop)
                    };
                self.world.act(actor, authority, work).await
            }
            What::Resolve { outcome, evidence } => {
                let evidence = note(&evidence)?;
                let work =
                    move |tx: &mut Tx<'_>, permit: &Permit<ResolveIssue>, sources: &Sources| {
                        let version = version(tx, permit, id)?;
                        issues::resolve_issue(tx, permit, sources, id, version, outcome, &evidence)
                            .map(drop)
                    };
                self.world.act(actor, authority, work).await
            }
            What::Park {
                reason,
                note: why,
                review_in_days,
            } => {
                let (why, review_on) = (note(&why)?, self.world.today.plus_days(review_in_days));
                let work = move |tx: &mut Tx<'_>, permit: &Permit<ParkIssue>, sources: &Sources| {
                    let version = version(tx, permit, id)?;
                    issues::park_issue(
                        tx,
                        permit,
                        sources,
                        id,
                        version,
                        (reason, Some(&why), review_on),
                    )
                    .map(drop)
                };
                self.world.act(actor, authority, work).await
            }
            What::Dismiss { reason, note: why } => {
                let why = note(&why)?;
                let work = move |tx: &mut Tx<'_>,
                                 permit: &Permit<DismissIssue>,
                                 sources: &Sources| {
                    let version = version(tx, permit, id)?;
                    issues::dismiss_issue(tx, permit, sources, id, version, reason, &why).map(drop)
                };
                self.world.act(actor, authority, work).await
            }
        }
    }

    /// A step that needs no words.
    async fn plain<A: Operation>(
        &self,
        actor: &Actor,
        authority: AuthorityId,
        id: IssueId,
        step: PlainStep<A>,
    ) -> Result<(), DemoError>
    where
        Permit<A>: Send + 'static,
    {
        let work = move |tx: &mut Tx<'_>, permit: &Permit<A>, sources: &Sources| {
            let version = version(tx, permit, id)?;
            step(tx, permit, sources, id, version).map(drop)
        };
        self.world.act(actor, authority, work).await
    }

    async fn decide(
        &self,
        actor: &Actor,
        authority: AuthorityId,
        id: IssueId,
        decision: Decision,
        motivation: &str,
    ) -> Result<(), DemoError> {
        let motivation = text(motivation, Description::parse)?;
        let work = move |tx: &mut Tx<'_>, permit: &Permit<DecideIssue>, sources: &Sources| {
            let version = version(tx, permit, id)?;
            issues::decide_issue(tx, permit, sources, id, version, decision, &motivation).map(drop)
        };
        self.world.act(actor, authority, work).await
    }

    async fn merge(
        &self,
        list: usize,
        number: usize,
        actor: &Actor,
        into: &str,
    ) -> Result<(), DemoError> {
        let authority = self.world.authority(self.slug(list))?.id;
        let place = self
            .issues
            .get(list)
            .and_then(|list| list.issues.iter().position(|issue| issue.key == into));
        let into = self.id_of(
            list,
            place.ok_or_else(|| DemoError::missing("issue", into))?,
        )?;
        let from = self.id_of(list, number)?;
        let work = move |tx: &mut Tx<'_>, permit: &Permit<MergeIssues>, sources: &Sources| {
            let version = version(tx, permit, into)?;
            issues::merge_issues(tx, permit, sources, into, version, from).map(drop)
        };
        self.world.act(actor, authority, work).await
    }

    /// Closing waits until every provider knows: what is still owed goes out first.
    async fn close(&mut self, list: usize, number: usize, actor: &Actor) -> Result<(), DemoError> {
        let (authority, id) = (
            self.world.authority(self.slug(list))?.id,
            self.id_of(list, number)?,
        );
        for batch in self
            .queue(list)
            .await?
            .into_iter()
            .filter(|batch| batch.issue == Some(id))
        {
            self.send_batch(list, &batch).await?;
        }
        self.plain::<CloseIssue>(actor, authority, id, issues::close_issue)
            .await
    }

    pub(super) async fn recognise(
        &self,
        list: usize,
        number: usize,
        which: usize,
    ) -> Result<(), DemoError> {
        let issue = self.content_of(list, number)?;
        let (Some(it), Some(first)) = (issue.recognitions.get(which), issue.steps.first()) else {
            return Ok(());
        };
        let (authority, id) = (
            self.world.authority(self.slug(list))?.id,
            self.id_of(list, number)?,
        );
        let organisation = self.world.organisation(&it.organisation)?;
        let comment: Option<Note> = it.comment.as_deref().map(note).transpose()?;
        let actor = self.world.member(&first.by)?.actor.clone();
        let work = move |tx: &mut Tx<'_>, permit: &Permit<RecogniseIssue>, sources: &Sources| {
            let version = version(tx, permit, id)?;
            issues::recognise_issue(
                tx,
                permit,
                sources,
                id,
                version,
                organisation,
                comment.as_ref(),
            )
            .map(drop)
        };
        let done = self.world.act(&actor, authority, work).await;
        done.map_err(|error| error.during(format!("{}, recognition {which}", issue.key)))
    }

    pub(super) async fn plan(
        &mut self,
        list: usize,
        number: usize,
        which: usize,
    ) -> Result<(), DemoError> {
        let action = self.action(list, number, which)?.clone();
        let (authority, id) = (
            self.world.authority(self.slug(list))?.id,
            self.id_of(list, number)?,
        );
        let new = std::sync::Arc::new(shared::action::NewAction {
            title: text(&action.title, Title::parse)?,
            owner: self.world.organisation(&action.owner)?,
            owner_member: None,
            due_on: self.world.today.plus_days(action.due_in_days),
        });
        let work = move |tx: &mut Tx<'_>, permit: &Permit<PlanAction>, sources: &Sources| {
            let version = version(tx, permit, id)?;
            actions::plan_action(tx, permit, sources, id, version, &new)
        };
        let planned = self.world.act(&self.officer(list)?, authority, work).await;
        let planned =
            planned.map_err(|error| error.during(format!("planning {}", action.title)))?;
        self.planned.insert((list, number, which), planned.id);
        Ok(())
    }

    pub(super) async fn begin(
        &self,
        list: usize,
        number: usize,
        which: usize,
    ) -> Result<(), DemoError> {
        self.move_action(list, number, which, ActionEvent::Start, None)
            .await
    }

    pub(super) async fn end(
        &self,
        list: usize,
        number: usize,
        which: usize,
    ) -> Result<(), DemoError> {
        let action = self.action(list, number, which)?;
        let event = match action.state {
            ActionState::Cancelled => ActionEvent::Cancel,
            _ => ActionEvent::Finish,
        };
        self.move_action(list, number, which, event, action.note.as_deref())
            .await
    }

    async fn move_action(
        &self,
        list: usize,
        number: usize,
        which: usize,
        event: ActionEvent,
        why: Option<&str>,
    ) -> Result<(), DemoError> {
        let authority = self.world.authority(self.slug(list))?.id;
        let title = &self.action(list, number, which)?.title;
        let id = self.planned.get(&(list, number, which)).copied();
        let id = id.ok_or_else(|| DemoError::missing("action", title))?;
        let step = std::sync::Arc::new(NewActionStep {
            event,
            note: why.map(note).transpose()?,
        });
        let work = move |tx: &mut Tx<'_>, permit: &Permit<MoveAction>, sources: &Sources| {
            let record = tx.action(permit.scope(), id)?.ok_or(Refusal::NotFound)?;
            let version = u64::try_from(record.version).unwrap_or_default();
            actions::move_action(tx, permit, sources, id, version, &step).map(drop)
        };
        let done = self.world.act(&self.officer(list)?, authority, work).await;
        done.map_err(|error| error.during(format!("{event} of {title}")))
    }

    /// Somebody writes to the providers of an issue what the script says.
    pub(super) async fn feedback(
        &mut self,
        list: usize,
        number: usize,
        which: usize,
    ) -> Result<(), DemoError> {
        let issue = self.content_of(list, number)?;
        let Some(it) = issue.feedback.get(which).cloned() else {
            return Ok(());
        };
        let (authority, id) = (
            self.world.authority(self.slug(list))?.id,
            self.id_of(list, number)?,
        );
        if it.moment == FeedbackMoment::StillOpen {
            self.fall_due_again(authority).await?;
        }
        let owed = self.queue(list).await?;
        let Some(batch) = owed
            .into_iter()
            .find(|batch| batch.issue == Some(id) && batch.moment == it.moment)
        else {
            return Ok(());
        };
        let (words, name) = (text(&it.text, Description::parse)?, batch_id(&batch)?);
        let version = batch.version;
        let work = move |tx: &mut Tx<'_>, permit: &Permit<ComposeFeedback>, sources: &Sources| {
            compose_feedback(tx, permit, sources, name, version, &words).map(drop)
        };
        let actor = self.processor(self.slug(list), 0)?;
        self.world.act(&actor, authority, work).await?;
        self.send_batch(list, &batch).await
    }

    /// Somebody sends what has waited long enough; what the script writes soon is left for it.
    pub(super) async fn empty_queue(&mut self, list: usize) -> Result<(), DemoError> {
        let authority = self.world.authority(self.slug(list))?.id;
        self.fall_due_again(authority).await?;
        let today = self.world.sources.today(authority);
        for batch in self.queue(list).await? {
            let age = (today.date() - batch.due_on.date()).num_days();
            if age >= 3 && !self.is_scripted(list, &batch, today) {
                self.send_batch(list, &batch).await?;
            }
        }
        Ok(())
    }

    fn is_scripted(&self, list: usize, batch: &FeedbackBatch, today: shared::time::Day) -> bool {
        let number = self
            .made
            .iter()
            .find(|((of, _), id)| *of == list && Some(**id) == batch.issue);
        let Some(((_, number), _)) = number else {
            return false;
        };
        let issue = self
            .issues
            .get(list)
            .and_then(|list| list.issues.get(*number));
        let days_ago = (self.world.today.date() - today.date()).num_days();
        issue.is_some_and(|issue| {
            let soon = |days: i64| days <= days_ago && days_ago - days <= PATIENCE_DAYS;
            issue
                .feedback
                .iter()
                .any(|written| written.moment == batch.moment && soon(written.days_ago))
        })
    }

    async fn fall_due_again(&self, authority: AuthorityId) -> Result<(), DemoError> {
        let work = |tx: &mut Tx<'_>, permit: &Permit<RunJob>, sources: &Sources| {
            fall_due_again(tx, permit, sources)
        };
        self.world.work(authority, work).await.map(drop)
    }

    async fn queue(&self, list: usize) -> Result<Vec<FeedbackBatch>, DemoError> {
        let authority = self.world.authority(self.slug(list))?.id;
        let whole = PageOf {
            after: None,
            size: u32::MAX,
        };
        let work = move |tx: &mut Tx<'_>, permit: &Permit<ListFeedback>, sources: &Sources| {
            list_feedback(tx, permit, sources, whole).map(|page| page.items)
        };
        self.world
            .act(&self.processor(self.slug(list), 0)?, authority, work)
            .await
    }

    async fn send_batch(&mut self, list: usize, batch: &FeedbackBatch) -> Result<(), DemoError> {
        let slug = self.slug(list).to_owned();
        let (authority, name) = (self.world.authority(&slug)?.id, batch_id(batch)?);
        let attempt = Attempt {
            key: IdempotencyKey::new(self.world.sources.ids.key()),
            body: b"{}".to_vec(),
        };
        let work = move |tx: &mut Tx<'_>, permit: &Permit<SendFeedback>, sources: &Sources| {
            send_feedback(tx, permit, sources, &attempt, name).map(drop)
        };
        self.world
            .act(&self.processor(&slug, 0)?, authority, work)
            .await?;
        self.readers(list, batch);
        Ok(())
    }

    /// Some providers read it the day after.
    fn readers(&mut self, list: usize, batch: &FeedbackBatch) {
        let place = self
            .made
            .iter()
            .find(|(_, id)| Some(**id) == batch.issue)
            .map(|((_, number), _)| *number);
        let issue = place.and_then(|number| self.issues.get(list)?.issues.get(number));
        let group = issue.map(|issue| issue.group.clone());
        let Some(authority) = self
            .world
            .authorities
            .get(self.slug(list))
            .map(|authority| authority.id)
        else {
            return;
        };
        let days_ago =
            (self.world.today.date() - self.world.sources.today(authority).date()).num_days();
        let concerned = |(place, told): &(usize, &super::story::Told)| {
            let about = batch.signal == Some(told.id) || (group.is_some() && told.group == group);
            told.authority == authority
                && about
                && told.receipt.is_some()
                && place.is_multiple_of(5)
        };
        let readers: Vec<usize> = self
            .told
            .iter()
            .enumerate()
            .filter(concerned)
            .map(|(place, _)| place)
            .collect();
        for reader in readers {
            self.add(days_ago - 1, 19, 0, Event::Read(reader));
        }
    }

    /// Every issue stands where the content says: a script that went astray is no demo.
    pub(super) async fn check_states(&self) -> Result<(), DemoError> {
        for ((list, number), id) in &self.made {
            let (issue, id) = (self.content_of(*list, *number)?, *id);
            let authority = self.world.authority(self.slug(*list))?.id;
            let work = move |tx: &mut Tx<'_>, permit: &Permit<RunJob>, _: &Sources| {
                Ok(tx.issue(permit.scope(), id)?.map(|issue| issue.state.0))
            };
            let state = self.world.work(authority, work).await?;
            if state != Some(issue.state) {
                return Err(DemoError::Unfit(format!("{} is {state:?}", issue.key)));
            }
        }
        Ok(())
    }

    /// Mails of the past are over; a start must not send a year of them.
    pub(super) async fn settle_old_mail(&mut self) -> Result<(), DemoError> {
        self.world.clock.put_back(self.world.now);
        let Some(authority) = self
            .world
            .authorities
            .values()
            .next()
            .map(|authority| authority.id)
        else {
            return Ok(());
        };
        let before = At(self.world.moment(MAIL_DAYS, 1, 0));
        let work = move |tx: &mut Tx<'_>, _: &Permit<RunJob>, sources: &Sources| {
            let owner = Key(sources.ids.public());
            let now = At(sources.now());
            for job in tx.claim_jobs(owner, before, now, 100_000)? {
                tx.settle_job(owner, job.id.0, JobState::Done, job.run_at, None, Some(now))?;
            }
            Ok(())
        };
        self.world.work(authority, work).await
    }

    /// Signals of the issue's group that were sent before now, oldest first.
    fn signals_of(&self, slug: &str, issue: &DemoIssue) -> Vec<SignalId> {
        let of_group = |told: &&super::story::Told| {
            told.slug == slug && told.group.as_deref() == Some(&issue.group)
        };
        let all = self.told.iter().filter(of_group).map(|told| told.id);
        let taken = self.taken(slug, &issue.group);
        match issue.take {
            Some(take) => all.take(take).collect(),
            None => all.skip(taken).collect(),
        }
    }

    /// How many of the group's first signals another issue takes.
    fn taken(&self, slug: &str, group: &str) -> usize {
        let list = self.issues.iter().find(|list| list.authority == slug);
        let issues = list.map(|list| list.issues.as_slice()).unwrap_or_default();
        issues
            .iter()
            .filter(|issue| issue.group == group)
            .filter_map(|issue| issue.take)
            .sum()
    }

    /// Signals that were there but could not be linked yet, because a person must look at them first.
    fn late_signals(&self, slug: &str, issue: &DemoIssue, days_ago: i64) -> Vec<usize> {
        let late = |(_, told): &(usize, &super::story::Told)| {
            told.slug == slug
                && told.group.as_deref() == Some(&issue.group)
                && told.days_ago <= days_ago + 1
        };
        self.told
            .iter()
            .enumerate()
            .filter(late)
            .map(|(place, _)| place)
            .collect()
    }

    fn slug(&self, list: usize) -> &str {
        self.issues
            .get(list)
            .map(|list| list.authority.as_str())
            .unwrap_or_default()
    }

    fn content_of(&self, list: usize, number: usize) -> Result<&DemoIssue, DemoError> {
        let issue = self
            .issues
            .get(list)
            .and_then(|list| list.issues.get(number));
        issue.ok_or_else(|| DemoError::missing("issue", &number.to_string()))
    }

    fn id_of(&self, list: usize, number: usize) -> Result<IssueId, DemoError> {
        let id = self.made.get(&(list, number)).copied();
        id.ok_or_else(|| DemoError::missing("issue made of", &number.to_string()))
    }

    fn action(&self, list: usize, number: usize, which: usize) -> Result<&DemoAction, DemoError> {
        let action = self.content_of(list, number)?.actions.get(which);
        action.ok_or_else(|| DemoError::missing("action", &which.to_string()))
    }

    /// Who sees to actions: the policy officer, in a village who does everything.
    fn officer(&self, list: usize) -> Result<Actor, DemoError> {
        let key = if self.slug(list) == "linde" {
            "hilde"
        } else {
            "greet"
        };
        Ok(self.world.member(key)?.actor.clone())
    }
}

type PlainStep<A> =
    fn(&mut Tx<'_>, &Permit<A>, &Sources, IssueId, u64) -> Result<shared::issue::IssueDetail, Stop>;

fn version<A: Operation>(tx: &mut Tx<'_>, permit: &Permit<A>, id: IssueId) -> Result<u64, Stop> {
    let record = tx.issue(permit.scope(), id)?.ok_or(Refusal::NotFound)?;
    Ok(u64::try_from(record.version).unwrap_or_default())
}

fn batch_id(batch: &FeedbackBatch) -> Result<BatchId, DemoError> {
    batch
        .id
        .parse()
        .map_err(|_| DemoError::missing("batch", &batch.id))
}

fn text<T>(
    typed: &str,
    parse: impl Fn(&str) -> Result<T, shared::draft::Broken>,
) -> Result<T, DemoError> {
    parse(typed).map_err(|broken| DemoError::Broken(typed.to_owned(), broken))
}
