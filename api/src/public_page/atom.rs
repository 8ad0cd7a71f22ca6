//! The published issues as an Atom feed (RFC 4287).

use identity::named::named_id;
use shared::codes::{ClosedList, Language};
use workflow::published::PublicIssue;

use super::html::{label, so_far};
use super::markup::Markup;
use super::words::{standing, word};
use super::{ATOM, Asked};

/// The feed in the language that was asked for.
pub(super) fn feed(asked: &Asked) -> String {
    let (page, language) = (&asked.page, asked.language);
    let mut markup = Markup::default();
    markup.ready("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
    let atom = "http://www.w3.org/2005/Atom";
    markup.open("feed", &[("xmlns", atom), ("xml:lang", language.code())]);
    markup.element("id", &[], &id_of(asked));
    markup.element("title", &[], &asked.title());
    markup.element("subtitle", &[], word("public.lead", language));
    markup.element("updated", &[], &page.changed_at.to_string());
    markup.open("author", &[]);
    markup.element("name", &[], &page.name);
    markup.close("author");
    let (own, home) = (asked.address(ATOM), asked.address(""));
    let kind = ("type", "application/atom+xml");
    markup.empty("link", &[("rel", "self"), kind, ("href", &own)]);
    markup.empty(
        "link",
        &[("rel", "alternate"), ("type", "text/html"), ("href", &home)],
    );
    markup.element("generator", &[], "Lokaal Signaal");
    for issue in &page.issues {
        entry(&mut markup, asked, issue);
    }
    markup.close("feed");
    markup.done()
}

fn entry(markup: &mut Markup, asked: &Asked, issue: &PublicIssue) {
    markup.open("entry", &[]);
    markup.element("id", &[], &format!("urn:uuid:{}", issue.id));
    markup.element(
        "title",
        &[("xml:lang", asked.page.written_in.code())],
        &issue.title,
    );
    markup.element("published", &[], &issue.published_at.to_string());
    markup.element("updated", &[], &issue.changed_at.to_string());
    let href = address(asked, issue);
    markup.empty(
        "link",
        &[("rel", "alternate"), ("type", "text/html"), ("href", &href)],
    );
    for theme in &issue.themes {
        let name = label(asked, theme.as_str());
        markup.empty("category", &[("term", theme.as_str()), ("label", &name)]);
    }
    markup.element("content", &[("type", "text")], &content(asked, issue));
    markup.close("entry");
}

/// The same for ever, whatever the address of the server: one feed per authority and language.
fn id_of(asked: &Asked) -> String {
    let slug = asked.page.slug.as_bytes();
    let id = named_id([b"public feed", slug, asked.language.code().as_bytes()]);
    format!("urn:uuid:{id}")
}

/// Where an issue stands on the page.
pub(super) fn address(asked: &Asked, issue: &PublicIssue) -> String {
    format!("{}#{}", asked.address(""), issue.number)
}

/// What we heard, how far we are, what we do: plain text.
pub(super) fn content(asked: &Asked, issue: &PublicIssue) -> String {
    let language: Language = asked.language;
    let mut text = format!(
        "{}\n\n{}",
        issue.description,
        standing(issue.state, language)
    );
    for action in &issue.actions {
        let unnamed = word("public.action_unnamed", language);
        let title = action.title.as_deref().unwrap_or(unnamed);
        let so_far = so_far(action, language);
        text.extend(["\n- ", title, " (", so_far.as_str(), ")"]);
    }
    text
}
