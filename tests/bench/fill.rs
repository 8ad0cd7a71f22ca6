//! Signals of half a year, stored by the use case itself.

use std::sync::Arc;

use chrono::Duration;
use policy::{Actor, Permit, SubmitSignal, Wanted};
use shared::authority::Authority;
use shared::codes::Source;
use shared::id::{AuthorityId, EntryLinkId, IdempotencyKey};
use shared::signal::{Chips, SignalDraft};
use shared::taxonomy::Taxonomy;
use storage::{Db, Tx};
use testkit::{Prepared, TestClock, TestIds};
use uuid::Uuid;
use workflow::signals::Submission;
use workflow::{Attempt, Sources, Stop};

/// What is told, by theme.
const SENTENCES: [(&str, &str); 10] = [
    ("housing", "Gezinnen wachten maanden op een sociale woning"),
    ("physical-health", "Ouderen raken niet meer bij de huisarts"),
    ("education", "Kinderen komen zonder ontbijt naar school"),
    ("family-youth", "De wachtlijst voor kinderopvang groeit"),
    (
        "income-debt",
        "Jongeren met schulden durven geen hulp vragen",
    ),
    (
        "mobility",
        "De bus naar het ziekenhuis rijdt niet op zondag",
    ),
    ("care-ageing-disability", "Mantelzorgers vinden geen oppas"),
    (
        "rights-access",
        "Papieren voor een toelage zijn te moeilijk",
    ),
    (
        "energy-water",
        "Huurders zetten de verwarming niet meer aan",
    ),
    ("loneliness", "Wie alleen woont, spreekt dagen met niemand"),
];
/// More of what people write, so that texts have some length and words some spread.
const MORE: [&str; 7] = [
    "Vorige maand zagen we dit bij vier mensen, nu al bij negen",
    "Wij verwijzen door, maar niemand neemt op",
    "Dat was vorig jaar in de winter ook zo, en toen hielp een los gesprek aan huis",
    "Collega's in de thuiszorg merken hetzelfde",
    "Sommigen geven het op en komen niet terug",
    "Een vast aanspreekpunt zou al veel schelen",
    "De formulieren staan alleen op een website en vragen een kaartlezer",
];
const SECTORS: [&str; 6] = [
    "home-nursing",
    "general-welfare",
    "community-work",
    "education",
    "elderly-care",
    "housing-org",
];
const TARGET_GROUPS: [&str; 4] = ["families", "older-people", "young-people", "tenants"];
const PLACES: [&str; 5] = [
    "in de Vaartwijk",
    "aan de Oude Haven",
    "bij het station",
    "in het centrum",
    "in de rand",
];
/// How many go into one transaction.
const AT_ONCE: u32 = 200;

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
    let (theme, sentence) = pick(&SENTENCES, number);
    let (_, other) = pick(&SENTENCES, number / 3 + 5);
    let text = format!(
        "{sentence} {}; {}. {}. Nummer {number}.",
        pick(&PLACES, number / 8),
        other.to_lowercase(),
        pick(&MORE, number / 5)
    );
    let draft = SignalDraft {
        text,
        sector: Some(pick(&SECTORS, number / 7).to_owned()),
        chips: Chips {
            themes: vec![theme.to_owned()],
            // Two of three people stop after the theme.
            target_groups: number
                .is_multiple_of(3)
                .then(|| pick(&TARGET_GROUPS, number / 2).to_owned())
                .into_iter()
                .collect(),
            place: number.is_multiple_of(4).then(|| "Vaartwijk".to_owned()),
            ..Chips::default()
        },
        // A provider sends some forty signals.
        device_mark: Some(format!("{:032x}", number / 40)),
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

fn pick<T: Copy + Default>(list: &[T], by: u32) -> T {
    let place = usize::try_from(by).unwrap_or_default() % list.len();
    list.get(place).copied().unwrap_or_default()
}
