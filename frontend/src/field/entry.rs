//! Entry links that somebody pastes: a scanned code opens by itself, a link in a message may have to be carried over.

use shared::problem::{Code, Invalid};

use super::device::EntryPoint;
use super::form::Form;
use super::prelude::*;
use super::state::FieldState;
use super::view::{Kind, Line, Piece, error_summary, piece, submit_button, text_field};
use crate::browser::dom;
use crate::browser::task::spawn;

const AT: &str = "/link";

/// One field for a link, and the button that keeps it.
pub(super) fn add_link(field: FieldState) -> Piece {
    let (form, typed) = (Form::new(), Live::new(String::new()));
    form.word(AT, Code::Required, t!(links.empty));
    form.word(AT, Code::InvalidValue, t!(links.wrong));
    form.word(AT, Code::UnknownValue, t!(links.other_site));
    let line = Line {
        form,
        at: AT,
        label: t!(links.paste),
        hint: t!(links.paste_hint),
        is_optional: false,
        kind: "text",
        autocomplete: "off",
        class: "control",
    };
    let send = submit_button(t!(links.add), Kind::Plain, Live::new(false));
    piece("form")
        .attr("novalidate", "")
        .on("submit", move |event| {
            event.prevent_default();
            let origin = dom::window().location().origin().unwrap_or_default();
            let link = parse_entry_link(&typed.get_untracked(), &origin);
            let link = link.map_err(|code| Invalid::one(AT, code));
            if let Some((authority, token)) = form.accept(link) {
                typed.set(String::new());
                spawn(keep(field, authority, token));
            }
        })
        .with(error_summary(form))
        .with(text_field(line, typed))
        .with(piece("div").class("form-end").with(send))
}

async fn keep(field: FieldState, authority: String, token: String) {
    let point = |name| EntryPoint {
        authority: authority.clone(),
        name,
        token: token.clone(),
        knows_sector: false,
    };
    field.keep_entry_point(point(String::new()));
    let slug = authority.clone();
    // What waited for a new link goes out with this one.
    field.arrange(move |outbox| outbox.link_renewed(&slug));
    let name = field.name_of(&authority).await;
    field.keep_entry_point(point(name.clone()));
    field.toaster.say(t!(links.added, authority = name));
}

/// Authority and token of an entry link of this site.
fn parse_entry_link(typed: &str, origin: &str) -> Result<(String, String), Code> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Err(Code::Required);
    }
    let (address, token) = typed.split_once("#e=").ok_or(Code::InvalidValue)?;
    let path = match address.strip_prefix(origin) {
        Some(path) => path,
        None if address.starts_with('/') => address,
        None => return Err(Code::UnknownValue),
    };
    let slug = super::route::slug_of_path(path).ok_or(Code::InvalidValue)?;
    let is_token = |letter: char| letter.is_ascii_alphanumeric() || letter == '-' || letter == '_';
    if token.is_empty() || !token.chars().all(is_token) {
        return Err(Code::InvalidValue);
    }
    Ok((slug.to_owned(), token.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const HERE: &str = "https://ls.example";

    #[test]
    fn a_link_of_this_site_names_its_authority_and_its_token() {
        let link = parse_entry_link(" https://ls.example/linde/m/#e=7K2M-x ", HERE);
        assert_eq!(link, Ok(("linde".into(), "7K2M-x".into())));
        assert!(parse_entry_link("/linde/m/#e=7K2M", HERE).is_ok());
    }

    #[test]
    fn anything_else_is_told_apart() {
        let code = |typed| parse_entry_link(typed, HERE).unwrap_err();
        assert_eq!(code(" "), Code::Required);
        assert_eq!(code("https://ls.example/linde/m/"), Code::InvalidValue);
        assert_eq!(code("https://ls.example/linde/m/#e="), Code::InvalidValue);
        assert_eq!(
            code("https://ls.example/linde/m/#e=a b"),
            Code::InvalidValue
        );
        assert_eq!(code("https://ls.example/#e=7K2M"), Code::InvalidValue);
        assert_eq!(
            code("https://evil.example/linde/m/#e=7K2M"),
            Code::UnknownValue
        );
        assert_eq!(code("javascript:alert(1)#e=7K2M"), Code::UnknownValue);
    }
}
