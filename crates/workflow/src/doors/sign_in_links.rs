//! Signing in as a provider, by a link in a mail (trust.md §3). Nobody learns which addresses have an account: a link is
//! asked for, counted and stored alike for every address, and only the work that sends the mail looks whose it is.

use chrono::Duration;
use identity::sealing::email_index;
use identity::sign_in_links::{BrowserMark, Digits, LinkToken};
use policy::{AskSignInLink, ConfirmSignIn, Operation, Permit, Scope, UseSignInLink};
use shared::codes::{Language, LoginRights};
use shared::id::{AuthorityId, SignInLinkId};
use shared::problem::Code;
use shared::sign_in::NewSignInLink;
use storage::records::SignInLinkRecord;
use storage::{At, Key, Stored, Tx};

use super::login::{SignedIn, open_login};
use crate::outbox::{Mail, post};
use crate::people::{is_provider_here, open_sign_in_link, provider_of_link, seal_sign_in_link};
use crate::{Refusal, Sources, Stop};

/// How long a link works, and the mark of the browser that asked for it.
pub const LINK_MINUTES: i64 = 10;
/// Mails to one address in an hour (trust.md §5.2).
const MAILS_AN_HOUR: i64 = 3;
/// Digits that may be typed for one link: a guesser has five chances in a million.
const MOST_TRIES: i32 = 5;

/// Stores a link and queues its mail. `joins` where it was asked with an entry link of the authority: then somebody new
/// may come by it, as anybody with that entry link may send a signal.
pub fn ask_sign_in_link(
    tx: &mut Tx<'_>,
    permit: &Permit<AskSignInLink>,
    sources: &Sources,
    new: &NewSignInLink,
    browser: &BrowserMark,
    joins: bool,
) -> Result<(), Stop> {
    let authority = permit.scope().writes().ok_or(Refusal::NotFound)?;
    let now = sources.now();
    let index = email_index(sources.keys().index(), new.email.reveal());
    let an_hour_ago = At(now.minus(Duration::hours(1)));
    tx.expire_sign_in_links(an_hour_ago)?;
    if tx.sign_in_links_to(&index, an_hour_ago)? >= MAILS_AN_HOUR {
        return Err(Refusal::Later {
            code: Code::TooManyRequests,
            seconds: 3_600,
        }
        .into());
    }
    let id = SignInLinkId::new(sources.ids.key());
    let token = LinkToken::draw(&*sources.randomness);
    let sealed = seal_sign_in_link(sources, authority, id, new.email.reveal(), &token)?;
    tx.insert_sign_in_link(&SignInLinkRecord {
        id: Key(id),
        authority_id: Key(authority),
        token_hash: token.hash().to_vec(),
        browser_hash: browser.hash().to_vec(),
        email_index: index.to_vec(),
        data_key: sealed.data_key,
        email_sealed: sealed.email,
        token_sealed: sealed.token,
        locale: Stored(new.locale.unwrap_or(Language::Nl)),
        joins: i32::from(joins),
        created_at: At(now),
        expires_at: At(now.plus(Duration::minutes(LINK_MINUTES))),
        shown_at: None,
        tries: 0,
        used_at: None,
    })?;
    post(tx, sources, authority, &Mail::SignInLink { link: id })
}

/// What a link opened.
#[derive(Debug, Clone)]
pub enum Opened {
    /// The browser that asked: somebody is signed in.
    Login(SignedIn),
    /// Another one: digits, to be typed in the browser that asked.
    Digits(Digits),
}

/// Uses a link up in the browser that asked for it; any other browser is shown digits. Used, too old, never there: one
/// answer.
pub fn use_sign_in_link(
    tx: &mut Tx<'_>,
    permit: &Permit<UseSignInLink>,
    sources: &Sources,
    token: &str,
    browser: Option<&BrowserMark>,
) -> Result<Opened, Stop> {
    let authority = permit.scope().writes().ok_or(Refusal::NotFound)?;
    let token = LinkToken::parse(token).ok_or(Refusal::Code(Code::CodeUnknown))?;
    let now = At(sources.now());
    let link = tx.open_sign_in_link(authority, &token.hash(), now)?;
    let link = link.ok_or(Refusal::Code(Code::CodeUnknown))?;
    if browser.is_some_and(|browser| browser.hash() == *link.browser_hash) {
        return Ok(Opened::Login(begin(tx, permit, sources, &link)?));
    }
    tx.show_sign_in_link(link.id.0, now)?;
    Ok(Opened::Digits(digits_of(sources, &link)))
}

/// What digits opened.
#[derive(Debug, Clone)]
pub enum Confirmed {
    /// Somebody is signed in.
    Login(SignedIn),
    /// They are wrong, too late or too many. A value and no error: that they were tried must be stored.
    Wrong,
}

/// Signs in the browser that asked for a link, by the digits that another one showed. Until they were shown there,
/// nothing can be guessed.
pub fn confirm_sign_in(
    tx: &mut Tx<'_>,
    permit: &Permit<ConfirmSignIn>,
    sources: &Sources,
    typed: &str,
    browser: &BrowserMark,
) -> Result<Confirmed, Stop> {
    let authority = permit.scope().writes().ok_or(Refusal::NotFound)?;
    let now = At(sources.now());
    let Some(link) = tx.shown_sign_in_link(authority, &browser.hash(), now)? else {
        return Ok(Confirmed::Wrong);
    };
    if !tx.count_sign_in_try(link.id.0, MOST_TRIES)? {
        return Ok(Confirmed::Wrong);
    }
    if Digits::parse(typed) != Some(digits_of(sources, &link)) {
        return Ok(Confirmed::Wrong);
    }
    Ok(Confirmed::Login(begin(tx, permit, sources, &link)?))
}

fn digits_of(sources: &Sources, link: &SignInLinkRecord) -> Digits {
    Digits::of_link(sources.keys().index(), link.id.uuid(), &link.token_hash)
}

fn begin<A: Operation>(
    tx: &mut Tx<'_>,
    permit: &Permit<A>,
    sources: &Sources,
    link: &SignInLinkRecord,
) -> Result<SignedIn, Stop> {
    if !tx.use_sign_in_link(link.id.0, At(sources.now()))? {
        return Err(Code::CodeUnknown.into());
    }
    let user = provider_of_link(tx, permit, sources, link)?;
    tx.note_sign_in(user, sources.today(link.authority_id.0).into())?;
    open_login(tx, sources, user, LoginRights::Provider)
}

/// What the mail of a link says.
pub(crate) struct SignInLetter {
    /// The address.
    pub(crate) to: String,
    /// Its language.
    pub(crate) language: Language,
    /// The link.
    pub(crate) link: String,
}

/// The mail of a link that can still be used, where somebody may sign in by it.
pub(crate) fn sign_in_letter(
    tx: &mut Tx<'_>,
    scope: &Scope,
    sources: &Sources,
    base_url: &str,
    authority: AuthorityId,
    id: SignInLinkId,
) -> Result<Option<SignInLetter>, Stop> {
    let now = At(sources.now());
    let is_open = |link: &SignInLinkRecord| {
        link.authority_id.0 == authority && link.used_at.is_none() && link.expires_at > now
    };
    let Some(link) = tx.sign_in_link(id)?.filter(is_open) else {
        return Ok(None);
    };
    if !is_provider_here(tx, scope, &link)? {
        return Ok(None);
    }
    let (to, token) = open_sign_in_link(sources, &link)?;
    let slug = sources.slug(authority);
    Ok(Some(SignInLetter {
        to,
        language: link.locale.0,
        // Behind `#`: browsers send it to nobody, so a scanner of mails learns and uses up nothing.
        link: format!("{base_url}/{slug}/m/#l={token}"),
    }))
}
