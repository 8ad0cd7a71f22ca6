//! What the demo tells on standard output: where to go, as whom, and what to try.

use std::fmt::Write as _;
use std::io::IsTerminal as _;
use std::net::{IpAddr, UdpSocket};

use identity::receipts::ReceiptCode;
use policy::Scope;
use qrcodegen::{QrCode, QrCodeEcc};
use shared::authority::Authority;
use shared::codes::{ClosedList, ContactChoice};
use shared::id::AuthorityId;
use shared::life_cycle::{IssueState, SignalState};
use shared::signal::SignalFilter;
use storage::records::SignalRecord;
use storage::{Db, SignalQuery, StorageError, Tx};
use workflow::{Sources, Stop};

use super::content::{Person, people};
use super::{DemoError, accounts};
use crate::config::Config;

/// Everything that a visitor needs, in four blocks.
pub(crate) async fn announce(
    config: &Config,
    db: &Db,
    sources: &Sources,
    password: &str,
) -> Result<String, DemoError> {
    let base = base_url(config);
    let mut text = String::new();
    let mut line = |line: &str| {
        text.push_str(line);
        text.push('\n');
    };
    line("\nLokaal Signaal, demo: every authority, person and number in it is invented.\n");
    line("1. ADDRESSES");
    for authority in sources.directory.all() {
        if let Some(link) = entry_link(db, &authority).await? {
            let address = format!("{base}/{}/m/#e={link}", authority.slug);
            line(&format!(
                "   {:<18} {address}",
                format!("Phone, {}", authority.slug)
            ));
            if !config.bind.is_loopback() {
                line(&qr(&address).unwrap_or_default());
            }
        }
    }
    line(&format!("   {:<18} {base}/desk/", "Desk"));
    line(&format!("   {:<18} {base}/doc/\n", "API"));
    line(&format!("2. ACCOUNTS (password of all: {password})"));
    line(&format!(
        "   {:<22} {:<27} {:<7} {:<33} roles",
        "name", "e-mail", "code", "secret of the codes"
    ));
    for person in people()?.persons {
        line(
            &account(&person, sources)
                .ok_or_else(|| DemoError::missing("secret of", &person.email))?,
        );
    }
    line(
        "   A code lasts 30 seconds. The next one: lokaal-signaal totp E-MAIL, or put the secret in an app.\n",
    );
    line("3. SIGNALS TO FOLLOW, sent without a name");
    for authority in sources.directory.all() {
        for (what, receipt) in receipts(db, sources, authority.id).await? {
            line(&format!(
                "   {what:<18} {base}/{}/m/#r={receipt}",
                authority.slug
            ));
        }
    }
    line("\n4. MAILS");
    line(&match &config.smtp_url {
        Some(_) => {
            "   go out by the configured mail server; every address of the demo ends in .example"
                .to_owned()
        }
        None => format!("   land in {}", config.data.join("mail").display()),
    });
    Ok(text)
}

fn account(person: &Person, sources: &Sources) -> Option<String> {
    let secret = accounts::totp_secret(&person.email)?;
    let mut roles = String::new();
    for membership in &person.memberships {
        let codes: Vec<&str> = membership.roles.iter().map(|role| role.code()).collect();
        let _ = write!(roles, "{}: {}  ", membership.authority, codes.join(", "));
    }
    let code = secret.code_at(sources.now().utc());
    let line = format!(
        "   {:<22} {:<27} {code:<7} {:<33} {roles}",
        person.name,
        person.email,
        secret.reveal()
    );
    Some(line.trim_end().to_owned())
}

/// How others reach this machine. Bound to every address, it is the one towards the network.
fn base_url(config: &Config) -> String {
    let base = config.public_base_url();
    if config.public_base_url.is_some() || !config.bind.is_unspecified() {
        return base;
    }
    match own_address() {
        Some(IpAddr::V6(address)) => {
            base.replace(&config.bind.to_string(), &format!("[{address}]"))
        }
        Some(address) => base.replace(&config.bind.to_string(), &address.to_string()),
        None => base,
    }
}

/// The address that this machine would send from; connecting UDP sends nothing.
fn own_address() -> Option<IpAddr> {
    let socket = UdpSocket::bind(("0.0.0.0", 0)).ok()?;
    socket.connect(("192.0.2.1", 9)).ok()?;
    Some(socket.local_addr().ok()?.ip())
}

/// Two modules per character, black on white where the terminal knows colours.
fn qr(address: &str) -> Option<String> {
    const QUIET: i32 = 2;
    let code = QrCode::encode_text(address, QrCodeEcc::Low).ok()?;
    let (before, after) = if std::io::stdout().is_terminal() {
        ("\u{1b}[30;107m", "\u{1b}[0m")
    } else {
        ("", "")
    };
    let side = -QUIET..code.size() + QUIET;
    let step = usize::from(2_u8);
    let mut picture = String::new();
    for row in side.clone().step_by(step) {
        let letter = |column| match (
            code.get_module(column, row),
            code.get_module(column, row + 1),
        ) {
            (true, true) => '█',
            (true, false) => '▀',
            (false, true) => '▄',
            (false, false) => ' ',
        };
        let _ = writeln!(
            picture,
            "   {before}{}{after}",
            side.clone().map(letter).collect::<String>()
        );
    }
    Some(picture)
}

/// The link on the poster: the one that fixes no sector.
async fn entry_link(db: &Db, authority: &Authority) -> Result<Option<String>, DemoError> {
    let scope = Scope::looking_up(authority.id);
    let of = scope.clone();
    let links = db
        .read(&scope, move |tx: &mut Tx<'_>| -> Result<_, Stop> {
            Ok(tx.entry_links(&of, None, 100)?)
        })
        .await;
    let links = links.map_err(|stop| DemoError::Refused("listEntryLinks", stop))?;
    Ok(links
        .into_iter()
        .find(|link| link.revoked_at.is_none() && link.sector.is_none())
        .map(|link| link.token))
}

/// One signal of each kind that tells a story, with the receipt that opens it.
async fn receipts(
    db: &Db,
    sources: &Sources,
    authority: AuthorityId,
) -> Result<Vec<(&'static str, String)>, DemoError> {
    let scope = Scope::looking_up(authority);
    let of = scope.clone();
    let found = db
        .read(&scope, move |tx: &mut Tx<'_>| -> Result<_, Stop> {
            Ok(telling(tx, &of)?)
        })
        .await;
    let found = found.map_err(|stop| DemoError::Refused("followSignals", stop))?;
    let receipt = |signal: &SignalRecord| {
        ReceiptCode::derive(
            sources.keys().receipt(),
            authority.uuid(),
            signal.client_key.uuid(),
        )
        .reveal()
    };
    Ok(found
        .iter()
        .map(|(what, signal)| (*what, receipt(signal)))
        .collect())
}

fn telling(
    tx: &mut Tx<'_>,
    scope: &Scope,
) -> Result<Vec<(&'static str, SignalRecord)>, StorageError> {
    let mut told = Vec::new();
    let asked = anonymous(tx, scope, SignalState::QuestionOpen)?;
    told.extend(
        asked
            .into_iter()
            .next()
            .map(|signal| ("a question waits", signal)),
    );
    let mut wanted = vec![
        ("something is done", IssueState::InAction),
        ("it is over", IssueState::Closed),
    ];
    for signal in anonymous(tx, scope, SignalState::Linked)? {
        for (_, issue, _, _) in tx.issues_of(scope, &[signal.id.0])? {
            let state = tx.issue(scope, issue.0)?.map(|issue| issue.state.0);
            if let Some(place) = wanted.iter().position(|(_, wanted)| Some(*wanted) == state) {
                told.push((wanted.remove(place).0, signal.clone()));
            }
        }
        if wanted.is_empty() {
            break;
        }
    }
    Ok(told)
}

/// Signals in a state whose providers have nothing but a receipt.
fn anonymous(
    tx: &mut Tx<'_>,
    scope: &Scope,
    state: SignalState,
) -> Result<Vec<SignalRecord>, StorageError> {
    let filter = SignalFilter {
        state: vec![state],
        ..SignalFilter::default()
    };
    let rows = tx.list_signals(
        scope,
        &SignalQuery {
            filter,
            most: 500,
            ..SignalQuery::default()
        },
    )?;
    let by_receipt = |signal: &SignalRecord| signal.contact.0 == ContactChoice::Code;
    Ok(rows
        .into_iter()
        .map(|(signal, _)| signal)
        .filter(by_receipt)
        .collect())
}
