//! F10: who helps now, and how signalling works.

use shared::authority::{Authority, Referral};

use super::prelude::*;
use super::state::FieldState;
use super::view::{Kind, Piece, button_link, link, page, piece, section};

/// Who helps now.
pub(super) fn help_page(field: FieldState) -> Piece {
    let line = |words: &str| piece("p").words(words);
    let call = button_link(t!(help.emergency_call), "tel:112", Kind::Grave);
    let contacts = field.about().shown(referrals);
    let steps = [
        t!(help.how_1),
        t!(help.how_2),
        t!(help.how_3),
        t!(help.how_4),
    ];
    let steps = steps.into_iter().map(|words| piece("li").words(words));
    let how = section(t!(help.how_title))
        .with(piece("ol").class("numbered").with_all(steps))
        .with(line(t!(help.not_complaint)))
        .with(line(t!(help.not_whistle)));
    let parts = piece("div")
        .class("stack-wide prose")
        .with(line(t!(help.intro)))
        .with(section(t!(help.emergency)).with(piece("p").with(call)))
        .with(section(t!(help.one_person)).with(contacts))
        .with(how);
    page(t!(help.title)).with(parts)
}

fn referrals(authority: &Authority) -> Vec<Piece> {
    let name = &authority.name;
    let line = |words: &str| piece("p").words(words);
    if authority.referrals.is_empty() {
        return vec![line(&t!(help.contacts_empty, authority = name))];
    }
    let list = authority.referrals.iter().map(one);
    vec![
        line(&t!(help.contacts, authority = name)),
        piece("ul").class("cards").with_all(list),
    ]
}

fn one(referral: &Referral) -> Piece {
    let contact = match address_of(&referral.contact) {
        Some(address) => link(&referral.contact, &address),
        None => piece("span").words(&referral.contact),
    };
    piece("li")
        .class("referral")
        .with(piece("strong").words(&referral.name))
        .with(contact)
}

/// A phone number can be called, a web address opened; anything else is text.
fn address_of(contact: &str) -> Option<String> {
    if contact.starts_with("https://") {
        return Some(contact.to_owned());
    }
    let digits: String = contact
        .chars()
        .filter(|letter| letter.is_ascii_digit() || *letter == '+')
        .collect();
    let is_number = contact.chars().all(|letter| {
        letter.is_ascii_digit() || matches!(letter, ' ' | '+' | '/' | '.' | '-' | '(' | ')')
    });
    (is_number && digits.len() >= 3).then(|| format!("tel:{digits}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_called_and_addresses_opened() {
        assert_eq!(address_of("09 266 99 99").as_deref(), Some("tel:092669999"));
        assert_eq!(
            address_of("https://linde.example/hulp").as_deref(),
            Some("https://linde.example/hulp")
        );
        assert_eq!(address_of("aan het loket, elke dag"), None);
        assert_eq!(address_of("javascript:alert(1)"), None);
    }
}
