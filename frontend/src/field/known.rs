//! "The processor may know who I am": off unless somebody says so, for this signal alone, taken back at any time
//! (decisions.md 11).

use shared::problem::Code;
use shared::signal::DisclosureDraft;
use shared::timeline::Timeline;

use super::form::Form;
use super::prelude::*;
use super::timeline::Following;
use super::view::{
    Kind, Line, Piece, button, error_summary, piece, section, submit_button, text_field,
};
use crate::browser::task::spawn;

/// Saying who one is, or taking it back.
pub(super) fn known_part(following: Following, timeline: &Timeline) -> Piece {
    if timeline.disclosed {
        return section(t!(known.title))
            .with(piece("p").words(t!(known.on)))
            .with(take_back(following));
    }
    if timeline.state.is_ended() {
        return piece("div");
    }
    piece("details")
        .class("disclosure")
        .with(piece("summary").with(piece("span").words(t!(known.title))))
        .with(piece("p").class("field__hint").words(t!(known.hint)))
        .with(tell(following))
}

fn tell(following: Following) -> Piece {
    let (form, busy) = (Form::new(), Live::new(false));
    let (name, reach) = (Live::new(String::new()), Live::new(String::new()));
    form.word("/name", Code::Required, t!(known.no_name));
    let line = |at, label, hint, is_optional, autocomplete| Line {
        form,
        at,
        label,
        hint,
        is_optional,
        kind: "text",
        autocomplete,
        class: "control medium",
    };
    let named = line("/name", t!(known.name), "", false, "name");
    let reached = line("/reach", t!(known.reach), t!(known.reach_hint), true, "off");
    let send = move || {
        let typed = |value: Live<String>| Some(value.get_untracked());
        let draft = DisclosureDraft {
            name: typed(name),
            reach: typed(reach),
        };
        let is_told = draft.clone().parse().and_then(|told| {
            told.map(drop)
                .ok_or_else(|| shared::problem::Invalid::one("/name", Code::Required))
        });
        if busy.get_untracked() || form.accept(is_told).is_none() {
            return;
        }
        busy.set(true);
        spawn(async move {
            let (client, receipt) = following.client();
            let answer = client.change_disclosure(&receipt, draft).await;
            busy.set(false);
            match answer {
                Ok(()) => {
                    following.field.toaster.say(t!(known.told));
                    following.read_again();
                }
                Err(error) => form.show(&error),
            }
        });
    };
    piece("form")
        .attr("novalidate", "")
        .on("submit", move |event| {
            event.prevent_default();
            send();
        })
        .with(error_summary(form))
        .with(text_field(named, name))
        .with(text_field(reached, reach))
        .with(piece("div").class("row form-end").with(submit_button(
            t!(known.tell),
            Kind::Plain,
            busy,
        )))
}

fn take_back(following: Following) -> Piece {
    button(t!(known.undo), Kind::Plain, None, move || {
        spawn(async move {
            let (client, receipt) = following.client();
            let answer = client
                .change_disclosure(&receipt, DisclosureDraft::default())
                .await;
            match answer {
                Ok(()) => {
                    following.field.toaster.say(t!(known.undone));
                    following.read_again();
                }
                Err(error) => following.field.toaster.say(error.text()),
            }
        });
    })
}
