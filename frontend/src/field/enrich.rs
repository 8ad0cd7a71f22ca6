//! The chips of F2: each tap saves itself, nothing is asked twice, nothing must be filled in.

use crate::browser::task::spawn;
use shared::codes::{Frequency, KindOfProblem, Labels, People};
use shared::id::IdempotencyKey;
use shared::outbox::{Item, ItemKind, Outbox};
use shared::problem::Code;
use shared::signal::Chips;
use shared::text::NOTE;

use super::form::Form;
use super::outbox::Fate;
use super::prelude::*;
use super::sent::Sent;
use super::state::FieldState;
use super::view::{
    Chip, Kind, Piece, Reading, button, chip_set, chips_of_list, choice_set, error_summary, piece,
    select, text_area,
};
use crate::api::{ApiError, Parcel};
use crate::browser::{clock, timer};
use crate::parts::icon;

/// Long lists start with so many; the rest is one tap away.
const FIRST: usize = 6;
/// How long after the last tap or key a choice is saved.
const QUIET_MS: i32 = 800;
/// How long after a failure it is tried again.
const RETRY_MS: i32 = 5_000;

/// What was tapped and typed so far, and whether it is stored.
#[derive(Clone, Copy)]
struct Enriching {
    field: FieldState,
    form: Form,
    sent: Kept<Sent>,
    /// The item that carries the last choice.
    handed_in: Kept<Option<IdempotencyKey>>,
    frequency: Live<Vec<String>>,
    people: Live<Vec<String>>,
    kind: Live<Vec<String>>,
    themes: Live<Vec<String>>,
    groups: Live<Vec<String>>,
    place: Live<String>,
    tried: Live<String>,
    wish: Live<String>,
    round: Kept<u32>,
    status: Live<&'static str>,
}

/// One more tap.
pub(super) fn enrich_part(field: FieldState, sent: Sent) -> Piece {
    let authority = sent.authority.clone();
    let taxonomy = Reading::new(move || field.taxonomy_of(authority.clone()));
    let all = Enriching::new(field, sent);
    let language = crate::i18n::language();
    let chip = move |code: &str, labels: &Labels| -> Chip {
        (code.to_owned(), labels.of(language).to_owned())
    };
    let themes = taxonomy.shown_if_there(move |taxonomy| {
        let themes = taxonomy.themes.iter();
        let chips = themes.map(|theme| chip(theme.code.as_str(), &theme.labels));
        vec![shortened(
            all.form,
            "/themes",
            t!(enrich.themes),
            t!(enrich.more_themes),
            chips.collect(),
            all.themes,
        )]
    });
    let groups = taxonomy.shown_if_there(move |taxonomy| {
        let groups = taxonomy.target_groups.iter();
        let chips = groups.map(|group| chip(group.code.as_str(), &group.labels));
        vec![shortened(
            all.form,
            "/targetGroups",
            t!(enrich.groups),
            t!(enrich.more_groups),
            chips.collect(),
            all.groups,
        )]
    });
    let frequency = chips_of_list::<Frequency>();
    let people = chips_of_list::<People>();
    let form = piece("form")
        .attr("novalidate", "")
        .on("submit", |event| event.prevent_default())
        .with(themes)
        .with(choice_set(
            all.form,
            "/frequency",
            t!(submit.frequency),
            frequency,
            true,
            all.frequency,
        ))
        .with(choice_set(
            all.form,
            "/people",
            t!(enrich.people),
            people,
            true,
            all.people,
        ))
        .with(groups)
        .with(all.places())
        .with_all(all.more());
    let status = piece("p")
        .class("status-line enrich__status")
        .attr("role", "status")
        .live_words(move || all.status.get().to_owned());
    piece("section")
        .class("enrich")
        .attr("aria-labelledby", "enrich-title")
        .with(
            piece("h2")
                .attr("id", "enrich-title")
                .words(t!(enrich.title)),
        )
        .with(piece("p").class("field__hint").words(t!(enrich.optional)))
        .with(error_summary(all.form))
        .with(form)
        .with(status)
}

/// The first chips of a long list, and a button for the rest.
fn shortened(
    form: Form,
    at: &'static str,
    label: &'static str,
    more: &'static str,
    chips: Vec<Chip>,
    chosen: Live<Vec<String>>,
) -> Piece {
    let is_whole = Live::new(chips.len() <= FIRST);
    piece("div").live(move || {
        let count = if is_whole.get() { chips.len() } else { FIRST };
        let shown: Vec<Chip> = chips.iter().take(count).cloned().collect();
        let mut parts = vec![chip_set(form, at, label, shown, chosen)];
        if !is_whole.get() {
            let show = move || is_whole.set(true);
            parts.push(button(more, Kind::Quiet, Some(icon::PLUS), show));
        }
        parts
    })
}

impl Enriching {
    fn new(field: FieldState, sent: Sent) -> Self {
        let none = || Live::new(Vec::new());
        let empty = || Live::new(String::new());
        let all = Self {
            field,
            form: Form::new(),
            sent: Kept::new(sent),
            handed_in: Kept::new(None),
            frequency: none(),
            people: none(),
            kind: none(),
            themes: none(),
            groups: none(),
            place: empty(),
            tried: empty(),
            wish: empty(),
            round: Kept::new(0),
            status: Live::new(""),
        };
        follow(move || {
            if all.chips() != Chips::default() || all.round.get_value() > 0 {
                all.save_after(QUIET_MS);
            }
        });
        all
    }

    fn chips(self) -> Chips {
        let first = |codes: Live<Vec<String>>| codes.with(|codes| codes.first().cloned());
        let filled = |text: Live<String>| Some(text.get()).filter(|text| !text.trim().is_empty());
        Chips {
            frequency: first(self.frequency).and_then(|code| Frequency::of_code(&code)),
            people: first(self.people).and_then(|code| People::of_code(&code)),
            kind: first(self.kind).and_then(|code| KindOfProblem::of_code(&code)),
            place: filled(self.place),
            themes: self.themes.get(),
            target_groups: self.groups.get(),
            tried: filled(self.tried),
            wish: filled(self.wish),
        }
    }

    /// Saves a moment after the last tap; the last state wins.
    fn save_after(self, millis: i32) {
        let this = self.round.get_value().wrapping_add(1);
        self.round.set_value(this);
        spawn(async move {
            timer::after(millis).await;
            if self.round.try_get_value() == Some(this) {
                self.save(this).await;
            }
        });
    }

    /// Into the outbox: it goes out after its signal. While it was not tried, a later choice takes its place.
    async fn save(self, this: u32) {
        self.status.set(t!(enrich.saving));
        let parcel = Parcel::enrich_signal(&untrack(|| self.chips()));
        let field = self.field;
        let is_replaced = match self.handed_in.get_value() {
            Some(key) => field.replace(key, &parcel).await,
            None => false,
        };
        let is_kept = is_replaced || {
            let sent = self.sent.get_value();
            let key = clock::new_key();
            let item = Item {
                parent: Some(sent.key),
                ..Item::new(key, ItemKind::Enrich, sent.authority, clock::now_ms())
            };
            self.handed_in.set_value(Some(key));
            field.hand_in(item, &parcel, None).await
        };
        if self.round.try_get_value() != Some(this) {
            return;
        }
        self.form.clear();
        if !is_kept {
            self.status.set(t!(enrich.failed));
            return self.save_after(RETRY_MS);
        }
        self.status.set(t!(enrich.saved));
        if let Some(key) = self.handed_in.get_value()
            && let Fate::Refused(code) = field.fate_of(key).await
        {
            self.refused(key, code);
        }
    }

    /// The server does not take these words: they stay here, and the next change is sent in their place.
    fn refused(self, key: IdempotencyKey, code: Code) {
        self.handed_in.set_value(None);
        self.status.set("");
        let drop = move |outbox: &mut Outbox| {
            outbox.recall(key, key, 0);
        };
        self.field.arrange(drop);
        if code == Code::WrongState {
            self.status.set(t!(enrich.closed));
        } else {
            self.form.show(&ApiError::Refused(Box::new(code.into())));
        }
    }

    fn places(self) -> Piece {
        let about = self.field.about();
        piece("div").live(move || {
            let places = about.get().map(|authority| authority.places.clone());
            let places = places.filter(|places| !places.is_empty()).into_iter();
            let chosen = places.map(|places| {
                let options = places.into_iter().map(|place| (place.clone(), place));
                select(
                    self.form,
                    "/place",
                    t!(submit.where_),
                    t!(enrich.whole),
                    false,
                    options.collect(),
                    self.place,
                )
            });
            chosen.collect()
        })
    }

    /// What takes more than a tap.
    fn more(self) -> [Piece; 3] {
        let kinds = chips_of_list::<KindOfProblem>();
        let hint = t!(enrich.text_hint);
        [
            disclosure(
                t!(enrich.kind),
                choice_set(self.form, "/kind", t!(enrich.kind), kinds, true, self.kind),
            ),
            disclosure(
                t!(enrich.tried),
                text_area(
                    self.form,
                    "/tried",
                    t!(enrich.tried),
                    hint,
                    NOTE.max,
                    self.tried,
                ),
            ),
            disclosure(
                t!(enrich.wish),
                text_area(
                    self.form,
                    "/wish",
                    t!(enrich.wish),
                    hint,
                    NOTE.max,
                    self.wish,
                ),
            ),
        ]
    }
}

fn disclosure(title: &str, inside: Piece) -> Piece {
    piece("details")
        .class("disclosure")
        .with(piece("summary").words(title))
        .with(inside)
}
