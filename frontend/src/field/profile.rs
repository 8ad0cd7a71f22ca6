//! What is asked once per device, after the first signal: sector, profession, and how to hear what came of it.

use shared::codes::{ContactChoice, Language};
use shared::draft::Check;
use shared::problem::Invalid;
use shared::signal::ContactDraft;
use shared::text::{Email, Name};
use wasm_bindgen_futures::spawn_local;

use super::device::{KeptReceipt, Profile};
use super::state::{FieldState, use_field};
use crate::components::{
    Button, ButtonKind, Chip, ChoiceSet, ErrorSummary, Select, SubmitButton, TextField, use_toaster,
};
use crate::forms::Form;
use crate::prelude::*;

/// The answers as typed.
#[derive(Debug, Clone, Default)]
pub(super) struct ProfileDraft {
    sector: String,
    profession: String,
    contact: String,
    email: String,
}

impl ProfileDraft {
    pub(super) fn of(profile: &Profile) -> Self {
        let choice = if profile.email.is_empty() {
            ContactChoice::Code
        } else {
            ContactChoice::Email
        };
        Self {
            sector: profile.sector.clone(),
            profession: profile.profession.clone(),
            contact: choice.code().to_owned(),
            email: profile.email.clone(),
        }
    }

    /// The rules of `SignalDraft`, for the part that is asked here. Everything may stay empty, except the address of
    /// somebody who wants a mail.
    pub(super) fn parse(self) -> Result<Profile, Invalid> {
        let mut check = Check::default();
        let profession = self.profession.trim();
        if !profession.is_empty() {
            check.field("/profession", Name::parse(profession));
        }
        let wants_mail = self.contact == ContactChoice::Email.code();
        let email = if wants_mail {
            check.field("/contact/email", Email::parse(&self.email))
        } else {
            None
        };
        let profile = Profile {
            sector: self.sector,
            profession: profession.to_owned(),
            email: email
                .map(|email| email.reveal().to_owned())
                .unwrap_or_default(),
        };
        check.finish(Some(profile))
    }
}

/// The questions below the first signal that was sent.
#[component]
pub(super) fn ProfilePart(kept: KeptReceipt) -> impl IntoView {
    let field = use_field();
    let is_open = RwSignal::new(true);
    let on_done = Callback::new(move |profile: Profile| {
        tell_server(field, &kept, &profile);
        field.keep_profile(profile);
        is_open.set(false);
    });
    let skip = Callback::new(move |()| {
        field.keep_profile(Profile::default());
        is_open.set(false);
    });
    move || {
        is_open.get().then(|| {
            view! {
                <section class="panel" aria-labelledby="profile-title">
                    <h2 id="profile-title">{t!(profile.title)}</h2>
                    <p class="field__hint">{t!(profile.once)}</p>
                    <ProfileForm draft=ProfileDraft::of(&Profile::default()) on_done on_skip=skip/>
                </section>
            }
        })
    }
}

/// The signal that was just sent is answered the way that was chosen just now.
fn tell_server(field: FieldState, kept: &KeptReceipt, profile: &Profile) {
    let Some(contact) = profile.contact() else {
        return;
    };
    let (client, receipt) = (field.client_of(&kept.authority), kept.receipt.clone());
    let toaster = use_toaster();
    spawn_local(async move {
        let ContactDraft { .. } = &contact;
        if let Err(error) = client.change_contact(&receipt, contact).await {
            toaster.say(error.text());
        }
    });
}

/// The form, also in the settings.
#[component]
pub(super) fn ProfileForm(
    draft: ProfileDraft,
    on_done: Callback<Profile>,
    /// Without it there is no way around the questions.
    #[prop(optional, into)]
    on_skip: Option<Callback<()>>,
) -> impl IntoView {
    let field = use_field();
    let toaster = use_toaster();
    let form = Form::new(draft);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if let Some(profile) = form.parsed(ProfileDraft::parse) {
            on_done.run(profile);
            toaster.say(t!(profile.saved));
        }
    };
    let wants_mail = move || {
        form.draft
            .with(|draft| draft.contact == ContactChoice::Email.code())
    };
    let choices = vec![
        Chip::new(ContactChoice::Code.code(), t!(profile.contact_code)),
        Chip::new(ContactChoice::Email.code(), t!(profile.contact_email)),
    ];
    view! {
        <form novalidate on:submit=submit>
            <ErrorSummary form/>
            <Select form at="/sector" label=t!(profile.sector) options=sectors(field) empty=t!(profile.sector_choose)
                get=|draft| draft.sector.clone() set=|draft, code| draft.sector = code optional=true/>
            <TextField form at="/profession" label=t!(profile.profession) hint=t!(profile.profession_hint)
                get=|draft| draft.profession.clone() set=|draft, typed| draft.profession = typed
                autocomplete="organization-title" optional=true width="medium"/>
            <ChoiceSet form at="/contact/choice" label=t!(profile.contact) chips=choices
                get=|draft| draft.contact.clone() set=|draft, code| draft.contact = code/>
            {move || wants_mail().then(|| view! {
                <TextField form at="/contact/email" label=t!(profile.email) hint=t!(profile.email_hint) kind="email"
                    autocomplete="email" inputmode="email" width="medium"
                    get=|draft| draft.email.clone() set=|draft, typed| draft.email = typed/>
            })}
            <div class="row form-end">
                <SubmitButton label=t!(profile.save) kind=ButtonKind::Secondary/>
                {on_skip.map(|skip| view! { <Button label=t!(profile.skip) kind=ButtonKind::Quiet on_press=skip/> })}
            </div>
        </form>
    }
}

/// Sectors of the authority, sorted as people of the chosen language sort.
fn sectors(field: FieldState) -> Reactive<Vec<(String, String)>> {
    let taxonomy = LocalResource::new(move || field.taxonomy_of(field.authority.get()));
    let language: Language = crate::i18n::language();
    Reactive::derive(move || match taxonomy.get() {
        Some(Ok(taxonomy)) => taxonomy
            .provider_sectors
            .iter()
            .map(|sector| {
                (
                    sector.code.as_str().to_owned(),
                    sector.labels.of(language).to_owned(),
                )
            })
            .collect(),
        _ => Vec::new(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_may_stay_empty() {
        let profile = ProfileDraft::of(&Profile::default()).parse().unwrap();
        assert_eq!(profile, Profile::default());
    }

    #[test]
    fn who_wants_a_mail_gives_an_address() {
        let draft = ProfileDraft {
            contact: "email".into(),
            ..ProfileDraft::default()
        };
        let invalid = draft.parse().unwrap_err();
        assert_eq!(invalid.to_string(), "/contact/email required");
    }

    #[test]
    fn an_address_is_forgotten_when_the_code_is_chosen_again() {
        let draft = ProfileDraft {
            contact: "code".into(),
            email: "an@linde.example".into(),
            ..ProfileDraft::default()
        };
        assert_eq!(draft.parse().unwrap().email, "");
    }
}
