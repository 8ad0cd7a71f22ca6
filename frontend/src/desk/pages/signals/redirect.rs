//! Individual help or out of scope: the right address goes to the provider.

use shared::codes::RedirectReason;
use shared::problem::Invalid;
use shared::signal::RedirectDraft;
use shared::text::NOTE;

use super::end::reconsider;
use super::panel::SignalWork;
use crate::components::{Chip, ChoiceSet, TextArea};
use crate::desk::components::StepForm;
use crate::desk::unsent::Unsent;
use crate::desk::words::{both, chosen, filled};
use crate::prelude::*;

/// As typed.
#[derive(Clone, Default, PartialEq)]
struct Typed {
    reason: String,
    address: String,
}

impl Typed {
    fn parse(self) -> Result<RedirectDraft, Invalid> {
        let (reason, address) = both(
            chosen::<RedirectReason>("/reason", &self.reason),
            filled("/address", &self.address),
        )?;
        Ok(RedirectDraft { reason, address })
    }
}

/// Reason and address.
#[component]
pub(super) fn RedirectForm(work: SignalWork, on_close: Callback<()>) -> impl IntoView {
    let id = work.detail.with_untracked(|detail| detail.summary.id);
    let unsent = Unsent::new(format!("redirect.{id}"), Typed::default());
    let form = unsent.form;
    let send = Callback::new(move |()| {
        let Some(draft) = form.parsed(Typed::parse) else {
            return;
        };
        work.act_in(
            Some(form.any()),
            move |api, id, version| {
                let draft = draft.clone();
                async move { api.redirect_signal(id, version, &draft).await }
            },
            move |detail| {
                work.say_undoable(detail, t!(redirect.done), reconsider);
                unsent.sent();
                let _ = on_close.try_run(());
            },
        );
    });
    view! {
        <StepForm form title=t!(redirect.title) send=t!(redirect.send) busy=work.sending.is_busy() on_send=send on_close leftover=unsent.leftover()>
            <ChoiceSet form at="/reason" label=t!(redirect.reason)
                chips=Reactive::stored(Chip::of_list::<RedirectReason>())
                get=|typed| typed.reason.clone() set=|typed, code| typed.reason = code/>
            <TextArea form at="/address" limits=NOTE label=t!(redirect.address) hint=t!(redirect.address_hint)
                get=|typed| typed.address.clone() set=|typed, words| typed.address = words/>
        </StepForm>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reason_and_address_are_both_owed() {
        let invalid = Typed::default().parse().unwrap_err();
        assert_eq!(invalid.to_string(), "/reason required; /address required");
    }
}
