//! F10: how data is protected, and how accessible this client is.

use super::state::use_field;
use crate::components::{Loaded, Page};
use crate::prelude::*;

/// How data is protected, layer 2 (ux.md §14).
#[component]
pub(super) fn PrivacyPage() -> impl IntoView {
    let field = use_field();
    view! {
        <Page title=t!(privacy.title)>
            <Loaded resource=field.about view=|authority| view! { <PrivacyText authority=authority.name/> }/>
        </Page>
    }
}

#[component]
fn PrivacyText(authority: String) -> impl IntoView {
    let part = |title: &'static str, lines: Vec<String>| {
        view! {
            <section>
                <h2>{title}</h2>
                {lines.into_iter().map(|line| view! { <p>{line}</p> }).collect_view()}
            </section>
        }
    };
    let plain = str::to_owned;
    view! {
        <div class="stack-wide prose">
            {part(t!(privacy.who_title), vec![t!(legal.privacy_who, authority = authority.clone())])}
            {part(t!(privacy.why_title), vec![plain(t!(legal.privacy_why))])}
            {part(t!(privacy.what_title), vec![
                plain(t!(legal.privacy_what)), plain(t!(legal.privacy_contact)), plain(t!(privacy.anonymous)),
            ])}
            {part(t!(privacy.readers_title), vec![
                t!(privacy.readers, authority = authority), plain(t!(legal.privacy_share)), plain(t!(ai.local)),
            ])}
            {part(t!(privacy.device_title), vec![plain(t!(privacy.device)), plain(t!(privacy.no_tracking))])}
            {part(t!(privacy.rights_title), vec![plain(t!(legal.privacy_rights)), plain(t!(privacy.rights_code))])}
            {part(t!(privacy.contact_title), vec![plain(t!(legal.privacy_complaint))])}
        </div>
    }
}

/// How accessible this client is.
#[component]
pub(super) fn AccessibilityPage() -> impl IntoView {
    view! {
        <Page title=t!(accessibility.title)>
            <p>{t!(accessibility.status)}</p>
        </Page>
    }
}
