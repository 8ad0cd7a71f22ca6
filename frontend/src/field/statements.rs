//! F10: how data is protected, and how accessible this client is.

use super::prelude::*;
use super::state::FieldState;
use super::view::{Piece, page, piece, section};

/// How data is protected, layer 2 (ux.md §14).
pub(super) fn privacy_page(field: FieldState) -> Piece {
    let text = field
        .about()
        .shown(|authority| vec![privacy(&authority.name)]);
    page(t!(privacy.title)).with(text)
}

fn privacy(authority: &str) -> Piece {
    let who = t!(legal.privacy_who, authority = authority);
    let readers = t!(privacy.readers, authority = authority);
    piece("div")
        .class("stack-wide prose")
        .with(part(t!(privacy.who_title), &[&who]))
        .with(part(t!(privacy.why_title), &[t!(legal.privacy_why)]))
        .with(part(
            t!(privacy.what_title),
            &[
                t!(legal.privacy_what),
                t!(legal.privacy_contact),
                t!(privacy.push),
                t!(privacy.anonymous),
                t!(privacy.known),
                t!(privacy.account),
            ],
        ))
        .with(part(
            t!(privacy.readers_title),
            &[&readers, t!(legal.privacy_share), t!(ai.local)],
        ))
        .with(part(
            t!(privacy.device_title),
            &[t!(privacy.device), t!(privacy.no_tracking)],
        ))
        .with(part(
            t!(privacy.rights_title),
            &[t!(legal.privacy_rights), t!(privacy.rights_code)],
        ))
        .with(part(
            t!(privacy.contact_title),
            &[t!(legal.privacy_complaint)],
        ))
}

fn part(title: &str, lines: &[&str]) -> Piece {
    section(title).with_all(lines.iter().map(|line| piece("p").words(line)))
}

/// How accessible this client is.
pub(super) fn accessibility_page() -> Piece {
    page(t!(accessibility.title)).with(piece("p").words(t!(accessibility.status)))
}
