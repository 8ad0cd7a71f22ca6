//! What is asked once per device, after the first signal: sector, profession, and how to hear what came of it.

use std::rc::Rc;

use crate::browser::task::spawn;
use shared::codes::{ClosedList, ContactChoice, MailPace};
use shared::draft::Check;
use shared::outbox::{Item, ItemKind};
use shared::problem::{Code, Invalid};
use shared::taxonomy::Taxonomy;
use shared::text::{Email, Name};

use super::device::Profile;
use super::form::Form;
use super::mail_pace::pace_choice;
use super::prelude::*;
use super::sent::Sent;
use super::state::FieldState;
use super::view::{
    Kind, Line, Piece, Reading, button, choice_set, error_summary, piece, select, submit_button,
    text_field,
};
use super::who;
use crate::api::Parcel;
use crate::browser::clock;

/// The answers as typed.
#[derive(Debug, Clone, Default)]
pub(super) struct ProfileDraft {
    sector: String,
    profession: String,
    contact: String,
    email: String,
    pace: String,
}

impl ProfileDraft {
    pub(super) fn of(profile: &Profile) -> Self {
        let choice = if profile.by_account {
            ContactChoice::Account
        } else if profile.email.is_empty() {
            ContactChoice::Code
        } else {
            ContactChoice::Email
        };
        Self {
            sector: profile.sector.clone(),
            profession: profile.profession.clone(),
            contact: choice.code().to_owned(),
            email: profile.email.clone(),
            pace: profile.pace.unwrap_or(MailPace::AtOnce).code().to_owned(),
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
        let by_account = self.contact == ContactChoice::Account.code();
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
            by_account,
            pace: MailPace::of_code(&self.pace).filter(|pace| *pace != MailPace::AtOnce),
        };
        check.finish(Some(profile))
    }
}

/// The answers while they are typed.
#[derive(Clone, Copy)]
struct Answers {
    form: Form,
    sector: Live<String>,
    profession: Live<String>,
    contact: Live<Vec<String>>,
    email: Live<String>,
    pace: Live<Vec<String>>,
}

impl Answers {
    fn of(draft: ProfileDraft) -> Self {
        Self {
            form: Form::new(),
            sector: Live::new(draft.sector),
            profession: Live::new(draft.profession),
            contact: Live::new(vec![draft.contact]),
            email: Live::new(draft.email),
            pace: Live::new(vec![draft.pace]),
        }
    }

    fn draft(self) -> ProfileDraft {
        let first = |chosen: Live<Vec<String>>| chosen.get_untracked().into_iter().next();
        ProfileDraft {
            sector: self.sector.get_untracked(),
            profession: self.profession.get_untracked(),
            contact: first(self.contact).unwrap_or_default(),
            email: self.email.get_untracked(),
            pace: first(self.pace).unwrap_or_default(),
        }
    }
}

/// The questions below the first signal that was sent.
pub(super) fn profile_part(field: FieldState, sent: Sent) -> Piece {
    let is_open = Live::new(true);
    let sent = Rc::new(sent);
    piece("div").live(move || {
        if !is_open.get() {
            return Vec::new();
        }
        let sent = sent.clone();
        let done = move |profile: Profile| {
            tell_server(field, &sent, &profile);
            field.keep_profile(profile);
            is_open.set(false);
        };
        let skip = button(t!(profile.skip), Kind::Quiet, None, move || {
            field.keep_profile(Profile::unasked());
            is_open.set(false);
        });
        let form = profile_form(
            field,
            ProfileDraft::of(&Profile::unasked()),
            Some(skip),
            done,
        );
        let panel = piece("section")
            .class("panel")
            .attr("aria-labelledby", "profile-title")
            .with(
                piece("h2")
                    .attr("id", "profile-title")
                    .words(t!(profile.title)),
            )
            .with(piece("p").class("field__hint").words(t!(profile.once)))
            .with(form);
        vec![panel]
    })
}

/// The signal that was just sent is answered the way that was chosen just now.
fn tell_server(field: FieldState, sent: &Sent, profile: &Profile) {
    let Some(contact) = profile.contact().filter(|_| !profile.by_account) else {
        return;
    };
    let item = Item {
        parent: Some(sent.key),
        ..Item::new(
            clock::new_key(),
            ItemKind::Contact,
            sent.authority.clone(),
            clock::now_ms(),
        )
    };
    spawn(async move {
        let parcel = Parcel::change_contact(&contact);
        if !field.hand_in(item, &parcel, None).await {
            field.toaster.say(t!(enrich.failed));
        }
    });
}

/// The form, also in the settings.
pub(super) fn profile_form(
    field: FieldState,
    draft: ProfileDraft,
    skip: Option<Piece>,
    done: impl Fn(Profile) + 'static,
) -> Piece {
    let answers = Answers::of(draft);
    let form = answers.form;
    form.word("/contact/email", Code::Required, t!(problem.invalidEmail));
    let mut choices = vec![
        (
            ContactChoice::Code.code().to_owned(),
            t!(profile.contact_code).to_owned(),
        ),
        (
            ContactChoice::Email.code().to_owned(),
            t!(profile.contact_email).to_owned(),
        ),
    ];
    if field.is_signed_in.get_untracked() {
        choices.push((
            ContactChoice::Account.code().to_owned(),
            t!(profile.contact_account).to_owned(),
        ));
    }
    let profession = Line {
        form,
        at: "/profession",
        label: t!(profile.profession),
        hint: t!(profile.profession_hint),
        is_optional: true,
        kind: "text",
        autocomplete: "organization-title",
        class: "control medium",
    };
    let taxonomy = Reading::new(move || field.taxonomy_of(field.authority.get_untracked()));
    let ends = piece("div")
        .class("row form-end")
        .with(submit_button(
            t!(profile.save),
            Kind::Plain,
            Live::new(false),
        ))
        .with_all(skip);
    piece("form")
        .attr("novalidate", "")
        .on("submit", move |event| {
            event.prevent_default();
            if let Some(profile) = form.accept(answers.draft().parse()) {
                field.toaster.say(t!(profile.saved));
                done(profile);
            }
        })
        .with(error_summary(form))
        .with_all((!field.asks_no_sector()).then(|| sectors(&taxonomy, answers)))
        .with(professions(&taxonomy, answers))
        .with(text_field(profession, answers.profession))
        .with(secrecy(taxonomy.clone(), answers))
        .with(choice_set(
            form,
            "/contact/choice",
            t!(profile.contact),
            choices,
            false,
            answers.contact,
        ))
        .with(address(answers))
        .with(ends)
}

/// The address, for who wants a mail.
fn address(answers: Answers) -> Piece {
    let wants_mail = move || {
        let mail = ContactChoice::Email.code();
        answers
            .contact
            .with(|chosen| chosen.iter().any(|code| code == mail))
    };
    piece("div").class("field-slot").live(move || {
        let line = Line {
            form: answers.form,
            at: "/contact/email",
            label: t!(profile.email),
            hint: t!(profile.email_hint),
            is_optional: false,
            kind: "email",
            autocomplete: "email",
            class: "control medium",
        };
        if !wants_mail() {
            return Vec::new();
        }
        let pace = pace_choice(answers.form, answers.pace);
        vec![text_field(line, answers.email), pace]
    })
}

/// Professions of the authority, which fill the field below them.
fn professions(taxonomy: &Reading<Taxonomy>, answers: Answers) -> Piece {
    taxonomy.clone().shown_if_there(move |taxonomy| {
        let chips = who::professions(taxonomy);
        if chips.is_empty() {
            return Vec::new();
        }
        let names: Vec<String> = chips.iter().map(|(name, _)| name.clone()).collect();
        let (words, chosen) = (answers.profession, Live::new(Vec::new()));
        // What is typed marks its chip; a chip writes its words, and takes them away.
        let known = names.clone();
        follow(move || {
            let typed = words.get();
            let typed = Some(typed).filter(|typed| known.contains(typed));
            chosen.set(typed.into_iter().collect());
        });
        follow(move || {
            let (chip, typed) = (chosen.get(), words.get_untracked());
            match chip.into_iter().next() {
                Some(chip) if chip != typed => words.set(chip),
                None if names.contains(&typed) => words.set(String::new()),
                _ => {}
            }
        });
        vec![choice_set(
            answers.form,
            "/professions",
            t!(profile.choose),
            chips,
            true,
            chosen,
        )]
    })
}

/// The line on secrecy and mandate of whoever has this profession.
fn secrecy(taxonomy: Reading<Taxonomy>, answers: Answers) -> Piece {
    piece("div").attr("role", "status").live(move || {
        let (words, taxonomy) = (answers.profession.get(), taxonomy.get());
        let line = taxonomy.map(|taxonomy| who::note(&taxonomy, &words));
        line.into_iter().collect()
    })
}

/// Sectors of the authority.
fn sectors(taxonomy: &Reading<Taxonomy>, answers: Answers) -> Piece {
    let language = crate::i18n::language();
    taxonomy.clone().shown_if_there(move |taxonomy| {
        let sectors = taxonomy.provider_sectors.iter();
        let options = sectors.map(|sector| {
            let words = sector.labels.of(language);
            (sector.code.as_str().to_owned(), words.to_owned())
        });
        vec![select(
            answers.form,
            "/sector",
            t!(profile.sector),
            t!(profile.sector_choose),
            true,
            options.collect(),
            answers.sector,
        )]
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
    fn one_mail_a_week_is_kept_and_at_once_goes_without_saying() {
        let draft = |pace: &str| ProfileDraft {
            contact: "email".into(),
            email: "an@linde.example".into(),
            pace: pace.into(),
            ..ProfileDraft::default()
        };
        assert_eq!(
            draft("weekly").parse().unwrap().pace,
            Some(MailPace::Weekly)
        );
        assert_eq!(draft("atOnce").parse().unwrap().pace, None);
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
