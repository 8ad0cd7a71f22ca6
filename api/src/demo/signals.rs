//! What providers and processors do with signals.

use policy::{
    Actor, AnswerQuestion, AskQuestion, CreateImport, EndSignal, FollowSignals, GetSignal,
    LinkSignal, Permit, RateFeedback, RedactSignal, RedirectSignal, StartImport, SubmitSignal,
    TagSignal,
};
use shared::authority::Authority;
use shared::codes::{ContactChoice, NotStructuralReason, RedirectReason, Source};
use shared::id::{IdempotencyKey, SignalId, UserId};
use shared::life_cycle::SignalState;
use shared::signal::{ContactDraft, NewTagging, SubmittedSignal};
use shared::taxonomy::{Code, Scheme};
use shared::text::{Note, SignalText};
use storage::records::SignalRecord;
use storage::{SignalQuery, Tx};
use uuid::{Builder, Uuid};
use workflow::imports::{Upload, create_import, run_import, start_import};
use workflow::signals::{
    End, Submission, answer_question, ask_question, end_signal, follow_signals, get_signal,
    link_signal, redact_signal, redirect_signal, submit_signal, tag_signal,
};
use workflow::{Attempt, Refusal, Sources, Stop, feedback};

use super::DemoError;
use super::content::DemoSignal;
use super::story::{Event, INBOX_DAYS, Story, Told};
use super::world::Link;

/// Which published statements tell of the same problem as which issue of the city.
#[rustfmt::skip]
const SAME_PROBLEM: [(&str, &str); 8] = [
    ("digitalisering", "loket"), ("wooncrisis", "sociale-huur"), ("schoolmaaltijden", "brooddoos"), ("voedselhulp", "voedsel"),
    ("tolken", "tolken"), ("druk-eerstelijn", "huisarts"), ("energie", "energie"), ("kinderopvang", "opvang"),
];
const ADDRESSES: [&str; 3] = [
    "Het Sociaal Huis helpt deze persoon verder, ook zonder afspraak.",
    "De klachtendienst van de organisatie zelf behandelt dit. U kan er met dezelfde woorden terecht.",
    "Dit is een zaak voor de hulplijn van de dienst zelf. Wij gaven de vraag mee zonder uw naam.",
];
const SINGLE_CASE: &str = "Dit is één geval, zonder teken dat anderen het ook meemaken. Merkt u het vaker, meld het dan opnieuw.";
/// Held signals of the last weeks wait for somebody to look at them.
const HELD_DAYS: i64 = 30;
/// Questions of the last weeks wait for their answer.
const OPEN_QUESTION_DAYS: i64 = 30;
/// Signals that no issue takes yet wait so long before somebody asks.
const TO_TRY_DAYS: i64 = 40;
/// One of so many is sent twice.
const REPEATED_EVERY: usize = 90;
const REPEATED_FROM: usize = 40;
const QUESTIONS: [&str; 3] = [
    "Gebeurt dit op één plaats of in de hele gemeente?",
    "Hoe lang merkt u dit al, en wordt het erger?",
    "Wat deed u de laatste keer, en hielp dat?",
];
const ANSWERS: [&str; 3] = [
    "Vooral in de wijk, maar ik hoor het ook van collega's in het centrum.",
    "Sinds vorige winter. Toen was het af en toe, nu bijna elke week.",
    "Ik belde rond. Na drie diensten kon er iemand helpen.",
];

impl Story {
    /// A provider sends a signal: with the account, or through an entry link.
    pub(super) async fn submit(&mut self, authority: usize, line: usize) -> Result<(), DemoError> {
        let told = self.send_line(authority, line, None).await?;
        let days_ago = self
            .told
            .get(told)
            .map(|told| told.days_ago)
            .unwrap_or_default();
        if line % REPEATED_EVERY == REPEATED_FROM && days_ago > INBOX_DAYS {
            self.add(days_ago - 1, 8, 0, Event::Repeat(told));
        }
        Ok(())
    }

    /// The same signal once more, because its sender was not sure that it went.
    pub(super) async fn repeat(&mut self, told: usize) -> Result<(), DemoError> {
        let first = self
            .told
            .get(told)
            .and_then(|first| Some((first.line?, first.id)));
        let Some(((authority, line), first)) = first else {
            return Ok(());
        };
        self.send_line(authority, line, Some(first)).await.map(drop)
    }

    async fn send_line(
        &mut self,
        authority: usize,
        line: usize,
        repeats: Option<SignalId>,
    ) -> Result<usize, DemoError> {
        let found = self.signals.get(authority);
        let found = found.and_then(|(slug, lines)| Some((*slug, lines.get(line)?.clone())));
        let (slug, signal) = found.ok_or_else(|| DemoError::missing("line", &line.to_string()))?;
        let submitted = self.send(slug, line, &signal).await;
        let submitted = submitted.map_err(|error| error.during(format!("{slug} {line}")))?;
        let by_receipt = signal.contact != ContactChoice::Account;
        self.told.push(Told {
            authority: self.world.authority(slug)?.id,
            slug,
            id: submitted.id,
            receipt: by_receipt.then_some(submitted.receipt),
            line: Some((authority, line)),
            repeats,
            group: signal.group.filter(|_| repeats.is_none()),
            tags: signal.tags,
            themes: signal.chips.themes,
            days_ago: signal.days_ago - i64::from(repeats.is_some()),
        });
        let told = self.told.len() - 1;
        self.look_at(told, submitted.state == SignalState::Held);
        Ok(told)
    }

    async fn send(
        &self,
        slug: &str,
        line: usize,
        signal: &DemoSignal,
    ) -> Result<SubmittedSignal, DemoError> {
        let authority = std::sync::Arc::clone(self.world.authority(slug)?);
        let account = self.account(&authority, signal);
        let links = self
            .world
            .links
            .get(&authority.id)
            .map(Vec::as_slice)
            .unwrap_or_default();
        let link = links
            .iter()
            .find(|link| link.sector.as_deref() == Some(&signal.sector));
        let link = link
            .or(links.first())
            .ok_or_else(|| DemoError::missing("entry link of", slug))?;
        let (actor, user, link): (Actor, Option<UserId>, Option<&Link>) = match account {
            Some((actor, user)) => (actor, Some(user), None),
            None => (
                Actor::EntryLink {
                    authority: authority.id,
                    link: link.id,
                },
                nobody_s_account(signal),
                Some(link),
            ),
        };
        let mut draft = signal.draft();
        draft.device_mark = Some(device_of(signal).simple().to_string());
        draft.contact = Some(ContactDraft {
            choice: signal.contact,
            email: (signal.contact == ContactChoice::Email)
                .then(|| format!("{}.{line}@{slug}.example", signal.sector)),
            pace: None,
        });
        let new = draft
            .parse(&self.world.taxonomy)
            .map_err(|invalid| DemoError::Unfit(invalid.to_string()))?;
        let attempt = Attempt {
            key: IdempotencyKey::new(self.world.sources.ids.key()),
            body: b"demo".to_vec(),
        };
        let submission = Submission {
            signal: new,
            attempt,
            source: Source::Form,
            entry_link: link.map(|link| link.id),
            organisation: link.and_then(|link| link.organisation),
            sector_of_link: link.and_then(|link| link.sector.clone()),
            account: user,
            written_on: None,
        };
        let of = std::sync::Arc::clone(&authority);
        let work = move |tx: &mut Tx<'_>, permit: &Permit<SubmitSignal>, sources: &Sources| {
            submit_signal(tx, permit, sources, &of, &submission)
        };
        self.world.act(&actor, authority.id, work).await
    }

    /// The provider of the demo with this sector in this authority, when the signal comes from an account.
    fn account(&self, authority: &Authority, signal: &DemoSignal) -> Option<(Actor, UserId)> {
        if signal.contact != ContactChoice::Account {
            return None;
        }
        let fits = |member: &&super::world::Member| {
            member.is_provider
                && member
                    .seats
                    .get(&authority.id)
                    .is_some_and(|(_, sector)| *sector == signal.sector)
        };
        let member = self.world.members.values().find(fits)?;
        Some((member.actor.clone(), member.user))
    }

    /// What processors will do with a new signal.
    fn look_at(&mut self, told: usize, is_held: bool) {
        let Some(signal) = self.told.get(told) else {
            return;
        };
        let (days_ago, group, slug) = (signal.days_ago, signal.group.clone(), signal.slug);
        if days_ago <= INBOX_DAYS || (is_held && days_ago <= HELD_DAYS) {
            return;
        }
        if is_held {
            self.add(days_ago - 1, 9, 30, Event::Redact(told));
        }
        self.add(days_ago - 1, 10, 0, Event::Tag(told));
        let issue = group.and_then(|group| self.issue_of(slug, &group, told));
        match issue {
            Some((list, issue)) => self.add(days_ago - 1, 11, 0, Event::Link(told, list, issue)),
            None => self.add(days_ago - 3, 11, 0, Event::Triage(told)),
        }
    }

    /// The issue that takes this signal: the one that takes only the first of a group comes before the one that takes all.
    fn issue_of(&self, slug: &str, group: &str, told: usize) -> Option<(usize, usize)> {
        let list = self.issues.iter().position(|list| list.authority == slug)?;
        let of_group =
            |signal: &&Told| signal.slug == slug && signal.group.as_deref() == Some(group);
        let before = self.told.iter().take(told).filter(of_group).count();
        let issues = self
            .issues
            .get(list)?
            .issues
            .iter()
            .enumerate()
            .filter(|(_, issue)| issue.group == group);
        let (first, rest): (Vec<_>, Vec<_>) = issues.partition(|(_, issue)| issue.take.is_some());
        let first = first
            .into_iter()
            .find(|(_, issue)| issue.take.is_some_and(|take| before < take));
        first
            .or(rest.into_iter().next())
            .map(|(issue, _)| (list, issue))
    }

    /// Personal data is replaced by bars.
    pub(super) async fn redact(&self, told: usize) -> Result<(), DemoError> {
        let Some(signal) = self.told.get(told) else {
            return Ok(());
        };
        let (id, actor) = (signal.id, self.processor(signal.slug, told)?);
        let look = move |tx: &mut Tx<'_>, permit: &Permit<GetSignal>, sources: &Sources| {
            get_signal(tx, permit, sources, id)
        };
        // A processor sees a held text masked.
        let masked = self
            .world
            .act(&actor, signal.authority, look)
            .await?
            .text
            .unwrap_or_default();
        let masked =
            SignalText::parse(&masked).map_err(|broken| DemoError::Broken(masked, broken))?;
        let work = move |tx: &mut Tx<'_>, permit: &Permit<RedactSignal>, sources: &Sources| {
            let (_, version) = current(tx, permit, id)?;
            redact_signal(tx, permit, sources, id, version, &masked).map(drop)
        };
        self.world.act(&actor, signal.authority, work).await
    }

    /// A processor confirms what it is about.
    pub(super) async fn tag(&self, told: usize) -> Result<(), DemoError> {
        let Some(signal) = self.told.get(told) else {
            return Ok(());
        };
        let codes = |scheme: Scheme, codes: &[String]| {
            codes
                .iter()
                .map(|code| (scheme, Code::stored(code.clone())))
                .collect::<Vec<_>>()
        };
        let mut confirm = codes(Scheme::Theme, &signal.themes);
        confirm.extend(codes(Scheme::Tag, &signal.tags));
        let tagging = NewTagging {
            confirm,
            reject: Vec::new(),
            reconsider: Vec::new(),
        };
        let (id, actor) = (signal.id, self.processor(signal.slug, told)?);
        let work = move |tx: &mut Tx<'_>, permit: &Permit<TagSignal>, sources: &Sources| {
            let (_, version) = current(tx, permit, id)?;
            tag_signal(tx, permit, sources, id, version, &tagging)
        };
        self.world
            .act(&actor, signal.authority, work)
            .await
            .map(drop)
    }

    /// What belongs to no issue gets an answer of its own, each in its turn.
    pub(super) async fn triage(&mut self, told: usize) -> Result<(), DemoError> {
        let Some(signal) = self.told.get(told) else {
            return Ok(());
        };
        if let Some(first) = signal.repeats {
            return self.end_signal(told, End::Duplicate(first)).await;
        }
        match (signal.group.is_some(), told % 4) {
            // Several tell of one problem and no issue does yet: that is for who tries the desk.
            (true, _) if signal.days_ago <= TO_TRY_DAYS => Ok(()),
            (false, 0) => self.redirect(told).await,
            (false, 2) => {
                let why = note(SINGLE_CASE)?;
                let end = End::NotStructural(NotStructuralReason::SingleCase, why);
                self.end_signal(told, end).await
            }
            _ => self.ask(told).await,
        }
    }

    async fn redirect(&self, told: usize) -> Result<(), DemoError> {
        let Some(signal) = self.told.get(told) else {
            return Ok(());
        };
        let (id, address) = (signal.id, turn(&ADDRESSES, told)?);
        let reason = match told % 3 {
            1 => RedirectReason::Complaint,
            _ => RedirectReason::IndividualHelp,
        };
        let work = move |tx: &mut Tx<'_>, permit: &Permit<RedirectSignal>, sources: &Sources| {
            let (_, version) = current(tx, permit, id)?;
            redirect_signal(tx, permit, sources, id, version, reason, &address).map(drop)
        };
        let actor = self.processor(signal.slug, told)?;
        self.world.act(&actor, signal.authority, work).await
    }

    async fn end_signal(&self, told: usize, end: End) -> Result<(), DemoError> {
        let Some(signal) = self.told.get(told) else {
            return Ok(());
        };
        let id = signal.id;
        let work = move |tx: &mut Tx<'_>, permit: &Permit<EndSignal>, sources: &Sources| {
            let (_, version) = current(tx, permit, id)?;
            end_signal(tx, permit, sources, id, version, &end).map(drop)
        };
        let actor = self.processor(signal.slug, told)?;
        self.world.act(&actor, signal.authority, work).await
    }

    async fn ask(&mut self, told: usize) -> Result<(), DemoError> {
        let Some(signal) = self.told.get(told) else {
            return Ok(());
        };
        let (id, days_ago, question) = (signal.id, signal.days_ago, turn(&QUESTIONS, told)?);
        let work = move |tx: &mut Tx<'_>, permit: &Permit<AskQuestion>, sources: &Sources| {
            let (_, version) = current(tx, permit, id)?;
            ask_question(tx, permit, sources, id, version, &question).map(drop)
        };
        let actor = self.processor(signal.slug, told)?;
        self.world.act(&actor, signal.authority, work).await?;
        // Questions of the last weeks are still open.
        if days_ago > OPEN_QUESTION_DAYS {
            self.add(days_ago - 5, 19, 0, Event::Answer(told));
        }
        Ok(())
    }

    /// The provider answers, with the receipt in the hand.
    pub(super) async fn answer(&self, told: usize) -> Result<(), DemoError> {
        let Some(signal) = self.told.get(told) else {
            return Ok(());
        };
        let Some(receipt) = signal.receipt.clone() else {
            return Ok(());
        };
        let answer = turn(&ANSWERS, told)?;
        let id = signal.id;
        let work = move |tx: &mut Tx<'_>, permit: &Permit<AnswerQuestion>, sources: &Sources| {
            let (record, _) = current(tx, permit, id)?;
            let open = tx
                .questions_of(permit.scope(), record.id.0)?
                .into_iter()
                .find(|asked| asked.answered_at.is_none());
            let Some(question) = open else { return Ok(()) };
            answer_question(tx, permit, sources, &receipt, question.id.0, &answer).map(drop)
        };
        self.world
            .act(
                &Actor::Receipt {
                    authority: signal.authority,
                },
                signal.authority,
                work,
            )
            .await
    }

    /// The provider opens the receipt; some say whether the answer helps.
    pub(super) async fn read(&self, told: usize) -> Result<(), DemoError> {
        let Some(signal) = self.told.get(told) else {
            return Ok(());
        };
        let Some(receipt) = signal.receipt.clone() else {
            return Ok(());
        };
        let actor = Actor::Receipt {
            authority: signal.authority,
        };
        let receipts = vec![receipt.clone()];
        let open = move |tx: &mut Tx<'_>, permit: &Permit<FollowSignals>, sources: &Sources| {
            follow_signals(tx, permit, sources, &receipts, false)
        };
        let followed = self.world.act(&actor, signal.authority, open).await?;
        let newest = followed
            .timelines
            .into_iter()
            .next()
            .and_then(|timeline| timeline.feedback.into_iter().next());
        let Some(newest) = newest.filter(|_| told.is_multiple_of(2)) else {
            return Ok(());
        };
        let useful = !told.is_multiple_of(40);
        let rate = move |tx: &mut Tx<'_>, permit: &Permit<RateFeedback>, sources: &Sources| {
            feedback::rate_feedback(tx, permit, sources, &receipt, newest.id, useful).map(drop)
        };
        self.world.act(&actor, signal.authority, rate).await
    }

    /// A late signal joins its issue, where that still takes signals.
    pub(super) async fn link(
        &self,
        told: usize,
        list: usize,
        issue: usize,
    ) -> Result<(), DemoError> {
        let Some(signal) = self.told.get(told) else {
            return Ok(());
        };
        // Not made yet: its maker takes this signal along.
        let Some(&issue) = self.made.get(&(list, issue)) else {
            return Ok(());
        };
        let (id, actor) = (signal.id, self.processor(signal.slug, told)?);
        let work = move |tx: &mut Tx<'_>, permit: &Permit<LinkSignal>, sources: &Sources| {
            let (_, version) = current(tx, permit, id)?;
            let takes = tx
                .issue(permit.scope(), issue)?
                .is_some_and(|issue| issue.state.takes_signals());
            if !takes {
                return Ok(());
            }
            link_signal(tx, permit, sources, id, version, issue).map(drop)
        };
        self.world.act(&actor, signal.authority, work).await
    }

    /// What other places published comes in as a file would, each statement with where it stands.
    pub(super) async fn import_published(&mut self) -> Result<(), DemoError> {
        let authority = std::sync::Arc::clone(self.world.authority("linde")?);
        let days_ago = self.world.today.plus_days(-super::story::IMPORTED_DAYS_AGO);
        let rows = self.published.iter().enumerate().map(|(row, statement)| {
            let day = days_ago.plus_days(-i64::try_from(row % 14).unwrap_or_default());
            let text = format!(
                "{} (Bron: {}, {})",
                statement.text, statement.source_title, statement.url
            );
            format!("{};\"{}\";{day}\n", row + 1, text.replace('"', "\"\""))
        });
        let file = format!("ID;Wat merk je op?;Datum\n{}", rows.collect::<String>()).into_bytes();
        let upload = std::sync::Arc::new(
            Upload::read(file).map_err(|error| DemoError::Unfit(error.to_string()))?,
        );
        let actor = self.processor("linde", 0)?;
        let create = move |tx: &mut Tx<'_>, permit: &Permit<CreateImport>, sources: &Sources| {
            create_import(tx, permit, sources, &upload)
        };
        let import = self.world.act(&actor, authority.id, create).await?;
        let (id, mapping) = (import.id, importers::mapping_of(&import.columns));
        let start = move |tx: &mut Tx<'_>, permit: &Permit<StartImport>, sources: &Sources| {
            start_import(tx, permit, sources, id, &mapping)
        };
        self.world.act(&actor, authority.id, start).await?;
        let run = run_import(&self.world.db, &self.world.sources, authority.id, id).await;
        run.map_err(|stop| DemoError::Refused("runJob", stop))?;
        self.find_imported(&authority).await
    }

    /// Finds the imported signals back by their words, to go on with them like with any other.
    async fn find_imported(&mut self, authority: &Authority) -> Result<(), DemoError> {
        let query = SignalQuery {
            most: 1_000,
            ..SignalQuery::default()
        };
        let list = move |tx: &mut Tx<'_>, permit: &Permit<policy::RunJob>, _: &Sources| {
            Ok(tx.list_signals(permit.scope(), &query)?)
        };
        let rows: Vec<(SignalRecord, Option<String>)> = self.world.work(authority.id, list).await?;
        let published = std::sync::Arc::clone(&self.published);
        for (record, text) in rows
            .into_iter()
            .filter(|(record, _)| record.source.0 == Source::Import)
        {
            let text = text.unwrap_or_default();
            let Some(statement) = published
                .iter()
                .find(|statement| text.starts_with(&statement.text))
            else {
                continue;
            };
            let same = SAME_PROBLEM
                .iter()
                .find(|(published, _)| *published == statement.group);
            self.told.push(Told {
                authority: authority.id,
                slug: "linde",
                id: record.public_id.0,
                receipt: None,
                line: None,
                repeats: None,
                group: same.map(|(_, group)| (*group).to_owned()),
                tags: Vec::new(),
                themes: same
                    .map(|(_, group)| self.themes_of("linde", group))
                    .unwrap_or_default(),
                days_ago: super::story::IMPORTED_DAYS_AGO,
            });
            self.look_at(self.told.len() - 1, record.state.0 == SignalState::Held);
        }
        Ok(())
    }

    fn themes_of(&self, slug: &str, group: &str) -> Vec<String> {
        let list = self.issues.iter().find(|list| list.authority == slug);
        let issue = list.and_then(|list| list.issues.iter().find(|issue| issue.group == group));
        issue.map(|issue| issue.themes.clone()).unwrap_or_default()
    }

    /// Who takes care of a signal: in the city two share it, and the shared processor helps in both.
    pub(super) fn processor(&self, slug: &str, told: usize) -> Result<Actor, DemoError> {
        let key = match (slug, told % 7) {
            (_, 6) => "tom",
            ("heidebeek", _) => "greet",
            (_, 0..=3) => "nora",
            _ => "elif",
        };
        Ok(self.world.member(key)?.actor.clone())
    }
}

/// The signal and its version now.
pub(super) fn current<A: policy::Operation>(
    tx: &mut Tx<'_>,
    permit: &Permit<A>,
    id: SignalId,
) -> Result<(SignalRecord, u64), Stop> {
    let record = tx.signal(permit.scope(), id)?.ok_or(Refusal::NotFound)?;
    let version = u64::try_from(record.version).unwrap_or_default();
    Ok((record, version))
}

/// One of several texts, each in its turn.
fn turn(texts: &[&str], told: usize) -> Result<Note, DemoError> {
    note(
        texts
            .get(told % texts.len().max(1))
            .copied()
            .unwrap_or_default(),
    )
}

pub(super) fn note(text: &str) -> Result<Note, DemoError> {
    Note::parse(text).map_err(|broken| DemoError::Broken(text.to_owned(), broken))
}

/// Colleagues with the same work share a phone: so some providers come back.
fn device_of(signal: &DemoSignal) -> Uuid {
    let place = signal.chips.place.as_deref().unwrap_or_default();
    named(&format!("{} {} {place}", signal.sector, signal.profession))
}

/// An account whose person does not take part in the demo: only its pseudonym is stored.
fn nobody_s_account(signal: &DemoSignal) -> Option<UserId> {
    (signal.contact == ContactChoice::Account).then(|| UserId::new(named(&signal.profession)))
}

fn named(name: &str) -> Uuid {
    let hash = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, name.as_bytes());
    let mut first = [0; 16];
    first
        .iter_mut()
        .zip(hash.as_ref())
        .for_each(|(target, byte)| *target = *byte);
    Builder::from_random_bytes(first).into_uuid()
}
