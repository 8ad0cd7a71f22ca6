//! Makes signals of a table, such as a form's export, from the command line.

use std::fmt::Write as _;
use std::io::{BufRead as _, IsTerminal as _};
use std::path::PathBuf;

use clap::Args;
use policy::{CreateImport, GetImport, Permit, StartImport, for_system};
use shared::codes::ClosedList;
use shared::id::AuthorityId;
use shared::import::{Import as Imported, ImportField, ImportMapping, ImportState};
use storage::Tx;
use workflow::imports::{Upload, create_import, get_import, run_import, start_import};

use super::beside::{self, Beside, explained, wait};
use crate::config::Config;

/// Errors that are printed; nobody reads more.
const SHOWN_ERRORS: usize = 50;
/// Characters of a cell that the preview shows.
const SHOWN_LETTERS: usize = 60;

/// A file and what to do with it.
#[derive(Args)]
pub(crate) struct Import {
    /// CSV or XLSX, at most 10 MiB.
    file: PathBuf,
    /// Name of the authority in addresses.
    #[arg(long)]
    authority: String,
    /// Which column holds what, where the guess is wrong: `--map "Wat zie je?=text"`, or `--map "Datum="` to leave it out.
    #[arg(long = "map", value_name = "COLUMN=FIELD")]
    mapping: Vec<String>,
    /// Does not ask before it begins.
    #[arg(long)]
    yes: bool,
}

impl Import {
    pub(crate) fn run(self, config: &Config) -> super::Done {
        let installation = beside::installation(config)?;
        let upload = Upload::read(std::fs::read(&self.file)?)?;
        wait(self.import(&installation, upload))?
    }

    async fn import(self, installation: &Beside, upload: Upload) -> super::Done {
        let Beside { db, sources, .. } = installation;
        let scope = policy::Scope::nothing(None);
        sources.directory.renew(
            db.read(&scope, workflow::authorities::all)
                .await
                .map_err(explained)?,
        );
        let authority = sources.directory.by_slug(&self.authority);
        let authority = authority
            .ok_or_else(|| format!("{}: no such authority", self.authority))?
            .id;
        let permit = for_system::<CreateImport>(authority);
        let (of, with) = (permit.clone(), sources.clone());
        let create = move |tx: &mut Tx<'_>| create_import(tx, &of, &with, &upload);
        let made = db.write(&permit, create).await.map_err(explained)?;
        let mapping = mapping(&made, &self.mapping)?;
        super::say(&previewed(&made, &mapping))?;
        if !self.yes && !agreed(made.rows)? {
            return super::say("Nothing was imported. The file is dropped after a week.");
        }
        let permit = for_system::<StartImport>(authority);
        let (of, with, id) = (permit.clone(), sources.clone(), made.id);
        let start = move |tx: &mut Tx<'_>| start_import(tx, &of, &with, id, &mapping);
        db.write(&permit, start).await.map_err(explained)?;
        super::say(&told(&finished(installation, authority, made).await?))
    }
}

/// Reads all rows here and now; the queued job finds nothing left to do.
async fn finished(
    installation: &Beside,
    authority: AuthorityId,
    made: Imported,
) -> Result<Imported, String> {
    let Beside { db, sources, .. } = installation;
    while run_import(db, sources, authority, made.id)
        .await
        .map_err(explained)?
        == ImportState::Running
    {}
    let permit: Permit<GetImport> = for_system(authority);
    let (of, with) = (permit.clone(), sources.clone());
    db.read(permit.scope(), move |tx| {
        get_import(tx, &of, &with, made.id)
    })
    .await
    .map_err(explained)
}

/// What the columns seem to hold, with what the command line says instead.
fn mapping(import: &Imported, said: &[String]) -> Result<ImportMapping, String> {
    let mut mapping = importers::mapping_of(&import.columns);
    for one in said {
        let (header, field) = one
            .rsplit_once('=')
            .ok_or_else(|| format!("--map {one}: expected COLUMN=FIELD"))?;
        let place = import
            .columns
            .iter()
            .position(|column| column.header == header);
        let place =
            place.ok_or_else(|| format!("--map {one}: the file has no column {header:?}"))?;
        let number = u32::try_from(place).map_err(|error| error.to_string())?;
        mapping.columns.remove(&number);
        if field.is_empty() {
            continue;
        }
        let field = ImportField::of_code(field).ok_or_else(|| {
            let fields: Vec<&str> = ImportField::ALL.iter().map(|field| field.code()).collect();
            format!("--map {one}: expected one of {}", fields.join(", "))
        })?;
        mapping.columns.retain(|_, other| *other != field);
        mapping.columns.insert(number, field);
    }
    Ok(mapping)
}

fn previewed(import: &Imported, mapping: &ImportMapping) -> String {
    let mut text = format!("{} rows. The columns hold:\n", import.rows);
    let first = import.preview.first();
    for (number, column) in (0_u32..).zip(&import.columns) {
        let field = match mapping.columns.get(&number) {
            Some(field) => field.code(),
            None if column.personal => "(personal, never imported)",
            None => "(not imported)",
        };
        let place = usize::try_from(number).unwrap_or_default();
        let cell = first
            .and_then(|row| row.get(place))
            .map(String::as_str)
            .unwrap_or_default();
        let cell: String = cell
            .chars()
            .take(SHOWN_LETTERS)
            .map(|letter| if letter.is_control() { ' ' } else { letter })
            .collect();
        let _ = writeln!(text, "  {:<40} {field:<27} {cell}", column.header);
    }
    text
}

/// Asks; without anybody to ask, `--yes` must say so.
fn agreed(rows: u32) -> Result<bool, Box<dyn std::error::Error>> {
    if !std::io::stdin().is_terminal() {
        return Err("nobody is there to ask: check the columns above and add --yes".into());
    }
    super::say(&format!("Make signals of {rows} rows? [y/N]"))?;
    let mut answer = String::new();
    std::io::stdin().lock().read_line(&mut answer)?;
    Ok(matches!(answer.trim(), "y" | "Y" | "yes" | "j" | "ja"))
}

fn told(import: &Imported) -> String {
    let mut text = format!(
        "{} signals made, of which {} are held because of personal data; {} rows were imported before; {} rows cannot be imported.\n",
        import.created,
        import.held,
        import.known,
        import.read.saturating_sub(import.created + import.known),
    );
    for error in import.errors.iter().take(SHOWN_ERRORS) {
        let column = error.column.as_deref().unwrap_or("whole row");
        let limit = error
            .limit
            .map(|limit| format!(" (limit {limit})"))
            .unwrap_or_default();
        let _ = writeln!(text, "  row {}, {column}: {}{limit}", error.row, error.code);
    }
    let more = import.errors.len().saturating_sub(SHOWN_ERRORS);
    if more > 0 {
        let _ = writeln!(text, "  and {more} more");
    }
    text
}
