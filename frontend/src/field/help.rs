//! F10: who helps now, and how signalling works.

use shared::authority::Referral;

use super::state::use_field;
use crate::components::{Loaded, Page};
use crate::prelude::*;

/// Who helps now.
#[component]
pub(super) fn HelpPage() -> impl IntoView {
    let field = use_field();
    view! {
        <Page title=t!(help.title)>
            <div class="stack-wide prose">
                <p>{t!(help.intro)}</p>
                <section>
                    <h2>{t!(help.emergency)}</h2>
                    <p><a class="button button--grave" href="tel:112">{t!(help.emergency_call)}</a></p>
                </section>
                <section>
                    <h2>{t!(help.one_person)}</h2>
                    <Loaded resource=field.about rows=1 view=|authority| view! {
                        <Referrals name=authority.name referrals=authority.referrals/>
                    }/>
                </section>
                <section>
                    <h2>{t!(help.how_title)}</h2>
                    <ol class="numbered">
                        <li>{t!(help.how_1)}</li>
                        <li>{t!(help.how_2)}</li>
                        <li>{t!(help.how_3)}</li>
                        <li>{t!(help.how_4)}</li>
                    </ol>
                    <p>{t!(help.not_complaint)}</p>
                    <p>{t!(help.not_whistle)}</p>
                </section>
            </div>
        </Page>
    }
}

#[component]
fn Referrals(name: String, referrals: Vec<Referral>) -> impl IntoView {
    if referrals.is_empty() {
        return view! { <p>{t!(help.contacts_empty, authority = name)}</p> }.into_any();
    }
    view! {
        <p>{t!(help.contacts, authority = name)}</p>
        <ul class="cards">
            {referrals.into_iter().map(|referral| view! {
                <li class="referral"><strong>{referral.name}</strong><Contact contact=referral.contact/></li>
            }).collect_view()}
        </ul>
    }
    .into_any()
}

#[component]
fn Contact(contact: String) -> impl IntoView {
    match address_of(&contact) {
        Some(address) => view! { <a href=address>{contact}</a> }.into_any(),
        None => view! { <span>{contact}</span> }.into_any(),
    }
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
    let is_number = contact
        .chars()
        .all(|letter| letter.is_ascii_digit() || " +/.-()".contains(letter));
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
