//! F9: everything that this device knows about its user, as a file.

use shared::outbox::ItemKind;
use shared::timeline::Timeline;

use super::comfort;
use super::device;
use super::news::read_all;
use super::prelude::*;
use super::state::FieldState;
use super::submit;
use super::view::{Kind, Piece, button, piece, section};
use crate::browser::json::{self, Object};
use crate::browser::task::spawn;
use crate::browser::{clock, download, storage};
use crate::offline;
use crate::parts::icon;

/// What the file holds, and its button.
pub(super) fn my_data_part(field: FieldState) -> Piece {
    let save = move || spawn(save(field));
    section(t!(my_data.title))
        .with(piece("p").words(t!(my_data.hint)))
        .with(piece("p").with(button(
            t!(my_data.save),
            Kind::Plain,
            Some(icon::DOWNLOAD),
            save,
        )))
}

/// What is on the device, and of what was sent the text and the answers, when the server can be reached.
async fn save(field: FieldState) {
    let mut waiting = Vec::new();
    let outbox = offline::outbox().await.unwrap_or_default();
    for item in outbox.items() {
        let is_text = item.kind == ItemKind::Submit && item.is_waiting();
        if is_text && let Some(parcel) = offline::parcel_of(item.key).await {
            waiting.extend(parcel.text());
        }
    }
    let heard = read_all(field).await.map(|heard| heard.timelines);
    let signals = json::list(heard.unwrap_or_default().iter().map(one_signal));
    let mut file = Object::new()
        .text("savedOn", clock::today().to_string().as_str())
        .text("draft", submit::other_text().as_deref())
        .texts("waiting", &waiting)
        .json("signals", &signals);
    for (name, kept) in device::everything() {
        file = file.json(name, &kept);
    }
    for name in comfort::KEPT.into_iter().chain(["theme", "team"]) {
        file = file.text(name, storage::read(name).as_deref());
    }
    download::text("lokaal-signaal.json", &file.written());
    field.toaster.say(t!(my_data.saved));
}

fn one_signal(timeline: &Timeline) -> String {
    let feedback = timeline.feedback.iter().map(|feedback| {
        Object::new()
            .text("sentOn", feedback.sent_on.to_string().as_str())
            .text("text", feedback.text.as_str())
            .written()
    });
    Object::new()
        .text("id", timeline.id.to_string().as_str())
        .text("authority", timeline.authority.as_str())
        .text("state", timeline.state.code())
        .text("text", timeline.text.as_deref())
        .json("answers", &json::list(feedback))
        .written()
}
