//! What happens to signals, one use case a file.

mod answer;
mod ask;
mod contact;
mod depth;
mod disclosure;
mod end;
mod enrich;
mod find;
mod follow;
mod held;
mod list;
pub mod membership;
mod recall;
mod reconsider;
mod redirect;
mod step;
mod submit;
mod tag;
mod timeline;
mod view;
mod withdraw;

pub use answer::answer_question;
pub use ask::{ask_question, cancel_question};
pub use contact::change_contact;
pub use disclosure::{change_disclosure, reveal_disclosure};
pub use end::{End, end_signal};
pub use enrich::enrich_signal;
pub use find::{by_receipt, signal_in};
pub use follow::{follow_signals, list_my_signals};
pub use held::{redact_signal, release_signal, reveal_held_text};
pub use list::{after, list_signals};
pub use membership::{link_signal, unlink_signal};
pub use recall::recall_submission;
pub use reconsider::reconsider_signal;
pub use redirect::redirect_signal;
pub use step::{Step, take_step};
pub use submit::{Submission, replay_submission, submit_signal};
pub use tag::tag_signal;
pub use timeline::timeline;
pub use view::{SharedSectors, get_signal, shared_sectors, signal_detail};
pub use withdraw::withdraw_signal;

pub(crate) use step::{reason_is_given, save};
pub(crate) use submit::has_certain_personal_data;
pub(crate) use view::{own_sector_if_shared, summaries};
