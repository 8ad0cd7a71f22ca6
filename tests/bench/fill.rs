//! Signals of half a year, stored by the use case itself.

use std::sync::Arc;

use chrono::Duration;
use policy::{Actor, Permit, SubmitSignal, Wanted};
use shared::authority::Authority;
use shared::codes::Source;
use shared::id::{AuthorityId, EntryLinkId, IdempotencyKey};
use shared::signal::SignalDraft;
use shared::taxonomy::Taxonomy;
use storage::{Db, Tx};
use testkit::{Prepared, TestClock, TestIds};
use uuid::Uuid;
use workflow::signals::Submission;
use workflow::{Attempt, Sources, Stop};

const SENTENCES: [&str; 8] = [
    "Gezinnen wachten maanden op een sociale woning",
    "Ouderen raken niet meer bij de huisarts",
    "Kinderen komen zonder ontbijt naar school",
    "De wachtlijst voor kinderopvang groeit",
    "Jongeren met schulden durven geen hulp vragen",
    "De bus naar het ziekenhuis rijdt niet op zondag",
    "Mantelzorgers vinden geen oppas",
    "Papieren voor een toelage zijn te moeilijk",
];
const PLACES: [&str; 5] = [
    "in de Vaartwijk",
    "aan de Oude Haven",
    "bij het station",
    "in het centrum",
    "in de rand",
];
/// How many go into one transaction.
const AT_ONCE: u32 = 500;

/// A database with so many signals of one authority.
pub(crate) async fn filled(size: u32) -> Prepared {
    // The clock of the tests stands in March; the server's own is later, so everything lies in its past.
    let clock = TestClock::default();
    let ids = Arc::new(TestIds::new(clock.clone()));
    let step = Duration::seconds(i64::from(15_552_000 / size.max(1)));
    let moving = clock.clone();
    let fill = move |db, sources, authority| async move {
        fill(&db, &sources, authority, size, &moving, step).await;
    };
    Prepared::on(Arc::new(clock), ids, fill).await
}

async fn fill(
    db: &Db,
    sources: &Sources,
    id: AuthorityId,
    size: u32,
    clock: &TestClock,
    step: Duration,
) {
    let everybody: Result<Vec<Authority>, Stop> = db
        .read(&policy::Scope::nothing(None), workflow::authorities::all)
        .await;
    sources.directory.renew(everybody.expect("authorities"));
    let authority = sources.directory.by_id(id).expect("the authority");
    let actor = Actor::EntryLink {
        authority: id,
        link: EntryLinkId::new(Uuid::nil()),
    };
    let permit: Permit<SubmitSignal> = policy::decide(&actor, Wanted::One(id)).expect("a permit");
    let lists: Arc<Taxonomy> =
        Arc::new(serde_json::from_str(shared::taxonomy::DEFAULT).expect("the taxonomy"));
    for first in (0..size).step_by(usize::try_from(AT_ONCE).unwrap_or(1)) {
        let (of, with, of_linde, lists) = (
            permit.clone(),
            sources.clone(),
            Arc::clone(&authority),
            Arc::clone(&lists),
        );
        let done: Result<(), Stop> = db
            .write(&permit, move |tx: &mut Tx<'_>| {
                for number in first..(first + AT_ONCE).min(size) {
                    workflow::signals::submit_signal(
                        tx,
                        &of,
                        &with,
                        &of_linde,
                        &submission(number, &lists),
                    )?;
                }
                Ok(())
            })
            .await;
        done.expect("signals");
        clock.advance(step * i32::try_from(AT_ONCE).unwrap_or(1));
    }
}

fn submission(number: u32, lists: &Taxonomy) -> Submission {
    let pick = |list: &[&'static str], by: u32| {
        let place = usize::try_from(by).unwrap_or_default() % list.len();
        list.get(place).copied().unwrap_or_default()
    };
    let text = format!(
        "{} {}; {}. Nummer {number}.",
        pick(&SENTENCES, number),
        pick(&PLACES, number / 8),
        pick(&SENTENCES, number / 3 + 5).to_lowercase()
    );
    let draft = SignalDraft {
        text,
        ..SignalDraft::default()
    };
    Submission {
        signal: draft.parse(lists).expect("a signal"),
        attempt: Attempt {
            key: IdempotencyKey::new(Uuid::from_u128(
                (0x7_u128 << 76) | (0x3_u128 << 62) | u128::from(number),
            )),
            body: Vec::new(),
        },
        source: Source::Form,
        entry_link: None,
        organisation: None,
        sector_of_link: None,
        account: None,
        written_on: None,
    }
}
