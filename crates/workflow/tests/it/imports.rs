//! A file becomes signals, once.

use policy::{CreateImport, GetImport, ListSignals, RunJob, StartImport};
use shared::codes::{JobState, Source};
use shared::id::ImportId;
use shared::import::{Import, ImportField, ImportMapping, ImportState};
use shared::life_cycle::SignalState;
use storage::SignalQuery;
use storage::records::SignalRecord;
use workflow::imports::{
    JOB_KIND, Upload, abandon_imports, create_import, get_import, run_import, start_import,
};
use workflow::{Refusal, Stop};

use crate::installation::Installation;

const XLSX: &[u8] = include_bytes!("../../../importers/tests/fixtures/forms-export.xlsx");
const CSV: &[u8] = include_bytes!("../../../importers/tests/fixtures/forms-export.csv");

#[tokio::test]
async fn nine_rows_become_signals_and_three_are_reported_with_row_and_column() {
    let here = Installation::new().await;
    let import = here.imports(XLSX).await;
    assert_eq!(
        (import.state, import.rows, import.read),
        (ImportState::Done, 12, 12)
    );
    assert_eq!((import.created, import.known), (9, 0));
    let errors: Vec<String> = import
        .errors
        .iter()
        .map(|error| {
            format!(
                "{} {} {}",
                error.row,
                error.column.as_deref().unwrap_or("-"),
                error.code
            )
        })
        .collect();
    assert_eq!(
        errors,
        [
            "4 Wat merk je op? tooShort",
            "7 Hoe vaak merk je dit? referencedResourceNotFound",
            "10 Tijd van voltooien invalidDate"
        ]
    );
    assert_eq!(here.signals().await.len(), 9);
}

#[tokio::test]
async fn importing_twice_changes_nothing_in_whatever_format() {
    let here = Installation::new().await;
    here.imports(XLSX).await;
    let before = here.signals().await;
    for file in [XLSX, CSV] {
        let again = here.imports(file).await;
        assert_eq!((again.created, again.known, again.errors.len()), (0, 9, 3));
    }
    let after = here.signals().await;
    let versions = |signals: &[SignalRecord]| {
        signals
            .iter()
            .map(|signal| (signal.id, signal.version))
            .collect::<Vec<_>>()
    };
    assert_eq!(versions(&before), versions(&after));
}

#[tokio::test]
async fn an_imported_signal_keeps_the_day_on_which_it_was_written() {
    let here = Installation::new().await;
    here.imports(XLSX).await;
    let signals = here.signals().await;
    assert!(
        signals
            .iter()
            .all(|signal| signal.source.0 == Source::Import)
    );
    assert!(
        signals
            .iter()
            .any(|signal| signal.received_on.to_string() == "2026-11-02")
    );
}

#[tokio::test]
async fn a_phone_number_in_a_row_holds_its_signal() {
    let here = Installation::new().await;
    let file = "Wat merk je op?\nBel mevrouw terug op 0470 00 00 03, zij wacht al een maand.\n";
    let import = here.imports(file.as_bytes()).await;
    assert_eq!((import.created, import.held), (1, 1));
    assert_eq!(here.signals().await[0].state.0, SignalState::Held);
}

#[tokio::test]
async fn a_row_of_tomorrow_is_an_error_of_its_date() {
    let here = Installation::new().await;
    let file = "Wat merk je op?;Datum\nHet loket is gesloten op maandag.;24/11/2026\n";
    let import = here.imports(file.as_bytes()).await;
    assert_eq!(import.created, 0);
    assert_eq!(import.errors[0].column.as_deref(), Some("Datum"));
}

#[tokio::test]
async fn a_long_file_goes_on_where_it_stopped() {
    let here = Installation::new().await;
    let rows =
        (0..5_450).map(|row| format!("Het loket is gesloten, voor de {row}e keer dit jaar.\n"));
    let file = format!("Wat merk je op?\n{}", rows.collect::<String>());
    let import = here.started(file.as_bytes()).await;
    let stopped = run_import(&here.db, &here.sources, here.authority, import.id)
        .await
        .unwrap();
    assert_eq!(
        stopped,
        ImportState::Running,
        "a run ends long before its lease"
    );
    assert_eq!(here.import(import.id).await.read, 5_000);
    run_import(&here.db, &here.sources, here.authority, import.id)
        .await
        .unwrap();
    let import = here.import(import.id).await;
    assert_eq!((import.state, import.created), (ImportState::Done, 5_450));
    let once_more = run_import(&here.db, &here.sources, here.authority, import.id)
        .await
        .unwrap();
    assert_eq!(
        once_more,
        ImportState::Done,
        "a job that comes twice does nothing"
    );
    assert_eq!(here.import_jobs().await, 2, "one to begin, one to go on");
}

#[tokio::test]
async fn the_file_is_gone_when_its_rows_are_signals() {
    let here = Installation::new().await;
    let import = here.imports(XLSX).await;
    assert!(!here.has_file(import.id).await);
}

#[tokio::test]
async fn the_preview_shows_no_names() {
    let here = Installation::new().await;
    let import = here.created(XLSX).await;
    assert_eq!(import.preview.len(), 10);
    let personal = import
        .columns
        .iter()
        .position(|column| column.personal)
        .unwrap();
    assert!(import.preview.iter().all(|row| row[personal].is_empty()));
    assert_eq!(
        here.import(import.id).await,
        import,
        "asked again, the same is shown"
    );
}

#[tokio::test]
async fn a_column_of_names_cannot_be_mapped() {
    let here = Installation::new().await;
    let import = here.created(XLSX).await;
    let personal = import
        .columns
        .iter()
        .position(|column| column.personal)
        .unwrap();
    let mut mapping = guessed(&import);
    mapping
        .columns
        .insert(u32::try_from(personal).unwrap(), ImportField::Wish);
    let refused = here.start(import.id, mapping).await.unwrap_err();
    assert!(
        matches!(refused, Stop::Refused(Refusal::Invalid(_))),
        "{refused:?}"
    );
}

#[tokio::test]
async fn starting_twice_queues_once() {
    let here = Installation::new().await;
    let import = here.started(XLSX).await;
    here.start(import.id, guessed(&import)).await.unwrap();
    assert_eq!(here.import_jobs().await, 1);
}

#[tokio::test]
async fn a_file_that_nobody_confirms_does_not_stay() {
    let here = Installation::new().await;
    let import = here.created(XLSX).await;
    assert_eq!(here.abandoned().await, 0, "today's is left alone");
    here.clock.advance_days(8);
    assert_eq!(here.abandoned().await, 1);
    assert!(!here.has_file(import.id).await);
    assert_eq!(here.import(import.id).await.state, ImportState::Failed);
}

fn guessed(import: &Import) -> ImportMapping {
    importers::mapping_of(&import.columns)
}

impl Installation {
    async fn created(&self, file: &[u8]) -> Import {
        let file = file.to_vec();
        let work = move |tx: &mut storage::Tx<'_>,
                         permit: &policy::Permit<CreateImport>,
                         sources: &workflow::Sources| {
            let upload = Upload::read(file.clone()).unwrap();
            create_import(tx, permit, sources, &upload)
        };
        self.act(work).await.unwrap()
    }

    async fn start(&self, import: ImportId, mapping: ImportMapping) -> Result<Import, Stop> {
        self.act::<StartImport, _>(move |tx, permit, sources| {
            start_import(tx, permit, sources, import, &mapping)
        })
        .await
    }

    async fn started(&self, file: &[u8]) -> Import {
        let import = self.created(file).await;
        self.start(import.id, guessed(&import)).await.unwrap()
    }

    /// From file to signals.
    async fn imports(&self, file: &[u8]) -> Import {
        let import = self.started(file).await;
        run_import(&self.db, &self.sources, self.authority, import.id)
            .await
            .unwrap();
        self.import(import.id).await
    }

    async fn import(&self, import: ImportId) -> Import {
        let permit = self.permit::<GetImport>();
        let (sources, of) = (self.sources.clone(), permit.clone());
        self.db
            .read(permit.scope(), move |tx| {
                get_import(tx, &of, &sources, import)
            })
            .await
            .unwrap()
    }

    async fn signals(&self) -> Vec<SignalRecord> {
        let permit = self.permit::<ListSignals>();
        let scope = permit.scope().clone();
        let query = SignalQuery {
            most: 10_000,
            ..SignalQuery::default()
        };
        let work = move |tx: &mut storage::Tx<'_>| -> Result<_, Stop> {
            Ok(tx.list_signals(&scope, &query)?)
        };
        let rows = self.db.read(permit.scope(), work).await.unwrap();
        rows.into_iter().map(|(record, _)| record).collect()
    }

    async fn has_file(&self, import: ImportId) -> bool {
        let permit = self.permit::<GetImport>();
        let scope = permit.scope().clone();
        let work = move |tx: &mut storage::Tx<'_>| -> Result<_, Stop> {
            Ok(tx.import_file(&scope, import)?)
        };
        self.db.read(permit.scope(), work).await.unwrap().is_some()
    }

    async fn import_jobs(&self) -> usize {
        let work = |tx: &mut storage::Tx<'_>| -> Result<_, Stop> {
            Ok(tx.jobs_in(JobState::Queued, 100)?)
        };
        let jobs = self
            .db
            .read(&policy::Scope::nothing(None), work)
            .await
            .unwrap();
        jobs.iter().filter(|job| job.kind == JOB_KIND).count()
    }

    async fn abandoned(&self) -> usize {
        let permit = policy::for_system::<RunJob>(self.authority);
        let (sources, of) = (self.sources.clone(), permit.clone());
        self.db
            .write(&permit, move |tx| abandon_imports(tx, &of, &sources))
            .await
            .unwrap()
    }
}
